"""The tree of numbered, lettered and dashed points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from extractor.layout import points_labels
from extractor.layout.points_labels import Mark
from extractor.schema.document import Document
from extractor.schema.outline import Paragraph, ParagraphRole, Point

_LEAD_IN: Final = re.compile(r":\s*\Z")
_SMALL: Final = re.compile(r"[\"«(]?[а-яіїєґё]")
_ITEM_END: Final = re.compile(r"[;.:]\s*\Z")
#: A point cut in the middle of a sentence: it ends with a letter or a comma.
_UNENDED: Final = re.compile(r"[а-яіїєґё,\d»)]\s*\Z")
#: Items of a lead-in that have neither label nor small letter begin with an infinitive.
_CAPITAL_ITEM: Final = re.compile(r"[А-ЯІЇЄҐ][а-яіїєґ']+(?:ти|тися|тись|ть|ться)\b")
#: An item that acts and goes on to the next with a comma.
_ACTING_ITEM: Final = re.compile(r"[а-яіїєґ']{3,}(?:ти|тися|тись|ать|ять|еть|ить|ться|сти)\s[\s\S]*,\s*\Z")
_INFINITIVE: Final = re.compile(r"[а-яіїєґ']{3,}(?:ти|тися|тись|ать|ять|еть|ить|ться|сти)\s")
#: A point that ends so brings in a new wording: what follows in quotation marks is no text of this act.
_AMENDS: Final = re.compile(
    r"(?:редакції|редакции|змісту|содержания|текстом|абзацами?|пунктами?|зміни|изменения)\s*[:.]?\s*\Z",
    re.IGNORECASE,
)
_OPENS_QUOTE: Final = re.compile(r"\s*[«\"“„]")
_CLOSES_QUOTE: Final = re.compile(r"[»\"”]\s*[.;,]*\s*\Z")
#: How a point of the act itself begins, when one follows a new wording.
_OWN_POINT: Final = re.compile(
    r"[А-ЯІЇЄҐ][а-яіїєґ']+(?:ти|тися|ть|ться)\b|Контроль|Настоящ|Постановлени|Це |Цей |Ця |Рішення|Наказ|Приказ|"
    r"Решение|Розпорядження|Распоряжение|Постанова"
)

#: A division of the act: no point before it holds those that follow.
_DIVISION: Final = re.compile(
    r"(?:розділ|раздел|глава|частина|часть)\s+(?:\d|[IVXІХ])|(?:прикінцеві|перехідні|заключительные|заключні)\b.{0,30}\s"
    r"(?:положення|положения)\s*\Z",
    re.IGNORECASE | re.DOTALL,
)

#: The title of a plan in capitals, alone in its line.
_PLAN: Final = re.compile(r"П ?Л ?А ?Н(?:\s+(?:ЗАХОДІВ|МЕРОПРИЯТИЙ|РОБОТИ|РАБОТЫ|ДІЙ|ДЕЙСТВИЙ))?[^\S\n]*(?:\n|\Z)")

#: Roles that may hold points; the rest are no text of the act.
_OPEN_ROLES: Final[frozenset[ParagraphRole]] = frozenset({"body", "heading", "point"})


def find(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], tuple[Point, ...]]:
    """The paragraphs with the role "point" where one is, and the tree of points.

    Under a point that ends with a colon, paragraphs in lower case without any label are its points too."""
    out: list[Paragraph] = []
    tree = _Tree(document.text)
    pending: Mark | None = None
    pieces = tuple(points_labels.split(document.text, paragraphs))
    for k, paragraph in enumerate(pieces):
        if paragraph.role == "annex" or (tree.ends_above(paragraph) and _items_follow(document.text, pieces[k + 1 :])):
            tree.next_part()
        if paragraph.role not in _OPEN_ROLES:
            out.append(paragraph)
            pending = None
            continue
        held, pending = pending, points_labels.alone(document.text, paragraph)
        out.append(replace(paragraph, role=tree.take(paragraph, held, waits=pending is not None)))
    return tuple(out), tuple(tree.points)


def _items_follow(text: str, below: Sequence[Paragraph]) -> bool:
    """Are two points numbered below, before the next annex or plan? One alone is read with those of the act."""
    own = takewhile(lambda p: p.role != "annex" and _PLAN.match(text, p.start, p.end) is None, below)
    marks = (points_labels.read(text, p) for p in own if p.role in _OPEN_ROLES)
    return sum(mark is not None for mark in marks) > 1


class _Tree:
    """Points in reading order, each under the open point that it belongs to."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.points: list[Point] = []
        self._stack: list[tuple[str, int]] = []  # (style with depth, index), outermost first
        self._part = 0
        self._quote: tuple[str, int] | None = None  # the amending point's style and number, while its wording runs

    def take(self, paragraph: Paragraph, held: Mark | None, *, waits: bool) -> ParagraphRole:
        """Puts the paragraph in its place and gives its role. `held` is a label that had a paragraph of its own;
        `waits` says that this one is such a label."""
        mark = points_labels.read(self._text, paragraph)
        if mark is not None and points_labels.is_slip(self._text, mark) and not self._expects(mark):
            mark = None
        if self._quotes(mark, paragraph):
            return "quote"
        if mark is None and _DIVISION.match(self._text, paragraph.start, paragraph.end):
            self._stack.clear()
            return paragraph.role
        if waits:
            return "point" if self.points or mark is not None else paragraph.role
        if mark is not None:
            self._add(mark, paragraph, mark.end)
        elif held is not None:
            self._add(held, paragraph, paragraph.start)
        elif self._goes_on_with(paragraph):
            self.points[-1] = replace(self.points[-1], end=paragraph.end)
        elif self._takes_unlabelled(paragraph):
            self._add_unlabelled(paragraph)
        else:
            return paragraph.role
        return "point"

    def _expects(self, mark: Mark) -> bool:
        """Does a number read from a letter go on with the numbering?"""
        tops = [p.number for p in self.points if p.parent is None and p.number and p.number.isdigit()]
        return int(mark.number or 0) == (int(tops[-1]) if tops else 0) + 1

    def _goes_on_with(self, paragraph: Paragraph) -> bool:
        """Is this the rest of the last point, which a blank line has broken in the middle of a sentence?"""
        if not self._stack or _SMALL.match(self._text, paragraph.start) is None:
            return False
        last = self.points[-1]
        items = self._stack[-1][0] == "unlabelled" and _ACTING_ITEM.match(self._text, last.start, last.end) is not None
        if items and _INFINITIVE.match(self._text, paragraph.start, paragraph.end):
            return False
        between = self._text[last.end : paragraph.start]
        return not between.strip() and _UNENDED.search(self._text, last.start, last.end) is not None

    def _quotes(self, mark: Mark | None, paragraph: Paragraph) -> bool:
        """Is this paragraph part of a new wording that the point before brings in?

        The wording ends with its closing quotation mark, or where the act's own numbering goes on."""
        text = self._text
        if self._quote is None:
            if not self.points or not self._stack or _OPENS_QUOTE.match(text, paragraph.start) is None:
                return False
            last = self.points[-1]
            if _AMENDS.search(text[last.start : last.end]) is None or text[last.end : paragraph.start].strip():
                return False
            number = last.number if last.number and last.number.isdigit() else "0"
            self._quote = (self._stack[-1][0], int(number))
        elif mark is not None and self._numbering_goes_on(mark):
            self._quote = None
            return False
        body = text[paragraph.start : paragraph.end]
        if _CLOSES_QUOTE.search(body) and body.count("«") <= body.count("»"):
            self._quote = None
        return True

    def _numbering_goes_on(self, mark: Mark) -> bool:
        """Does the label go on with the act's numbering after a new wording?"""
        style, number = self._quote or ("", 0)
        if mark.style == style and mark.number == str(number + 1):
            return True
        return mark.style in [s for s, _ in self._stack] and _OWN_POINT.match(self._text, mark.end) is not None

    def ends_above(self, paragraph: Paragraph) -> bool:
        """Does a plan begin here, under the points of the act that it belongs to, without a stamp of its own?"""
        return bool(self.points) and _PLAN.match(self._text, paragraph.start, paragraph.end) is not None

    def next_part(self) -> None:
        """An annex begins: its numbering is its own."""
        if self.points and self.points[-1].part == self._part:
            self._part += 1
        self._stack.clear()

    def _add(self, mark: Mark, paragraph: Paragraph, start: int) -> None:
        """A labelled point; `start` is where its text begins: behind the label, or with the paragraph."""
        style = mark.style if mark.style != "dotted" else f"dotted{mark.depth}"
        styles = [s for s, _ in self._stack]
        if mark.style in ("roman", "article", "item"):
            self._stack = [x for x in self._stack[:1] if x[0] == "roman" and mark.style != "roman"]
        elif mark.style == "dotted" and mark.number:
            self._close_for_dotted(mark.number)
        elif style in styles:
            del self._stack[styles.index(style) :]
        elif style == "number":
            self._stack = [x for x in self._stack if x[0] in ("roman", "article", "item")]
        label = self._text[mark.start : mark.end].strip()
        self._push(style, Point(label, mark.number, start, paragraph.end, part=self._part))

    def _close_for_dotted(self, number: str) -> None:
        """Keep open the point whose number is a prefix of this one's."""
        parent = number.rpartition(".")[0]
        while self._stack:
            style, index = self._stack[-1]
            if style in ("roman", "article", "item") or (self.points[index].number == parent and style != "paren"):
                break
            self._stack.pop()

    def _takes_unlabelled(self, paragraph: Paragraph) -> bool:
        """Is this an item without a label: in lower case behind a colon or another item, or behind a lead-in that
        names whom it addresses one that begins with an infinitive?"""
        text = self._text
        if not self._stack:
            return False
        small = _SMALL.match(text, paragraph.start) is not None
        style, index = self._stack[-1]
        before = self.points[index]
        last = self.points[-1]
        lead = text[last.start : last.end]
        if style == "unlabelled":
            if not small:
                return text[before.start].isupper() and _CAPITAL_ITEM.match(text, paragraph.start) is not None
            return text[before.start : before.end].rstrip().endswith((";", ",", ":"))
        if _LEAD_IN.search(lead) is None or last.end > paragraph.start or text[last.end : paragraph.start].strip():
            return False
        if small:
            ended = _ITEM_END.search(text, paragraph.start, paragraph.end) is not None
            return ended or _ACTING_ITEM.match(text, paragraph.start, paragraph.end) is not None
        return _CAPITAL_ITEM.match(text, paragraph.start) is not None and _AMENDS.search(lead) is None

    def _add_unlabelled(self, paragraph: Paragraph) -> None:
        if self._stack and self._stack[-1][0] == "unlabelled":
            self._stack.pop()
        self._push("unlabelled", Point("", None, paragraph.start, paragraph.end, part=self._part))

    def _push(self, style: str, point: Point) -> None:
        parent = self._stack[-1][1] if self._stack else None
        self.points.append(replace(point, level=len(self._stack), parent=parent))
        self._stack.append((style, len(self.points) - 1))
