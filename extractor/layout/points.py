"""The tree of numbered, lettered and dashed points."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from extractor.schema.document import Document
from extractor.schema.outline import Paragraph, ParagraphRole, Point

_LABEL: Final = re.compile(
    r"(?P<item>(?:До|К)\s+(?:пункту|п\.)\s*(?P<itemno>\d{1,3}(?:\.\d{1,3})*))\.?\s*[.:)–-]?\s+"
    r"|(?P<article>(?:Стаття|Статья|СТАТТЯ|СТАТЬЯ)\s+(?P<articleno>\d{1,3}(?:-\d)?))\.?\s+"
    r"|(?P<point>(?:Пункт|П\.)\s*(?P<pointno>\d{1,3}(?:\.\d{1,3})*))[.:)]\s+"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,3}){1,3})(?:[.)]\s*|\s+)(?=[^\d\s])"
    r"|(?P<number>\d{1,3})\.\s*(?=[^\d\s])"
    r"|(?P<paren>\d{1,3}(?:-\d)?\))\s*(?=\S)"
    r"|(?P<letter>[а-яіїєґa-z]\))\s*(?=\S)"
    r"|(?P<roman>[IVXІХ]{1,5})\.\s+(?=\S)"
    r"|(?P<dash>[-–—−•●▪◦·*])\s+(?=\S)|(?P<tight>[-–—])(?=[А-ЯІЇЄҐа-яіїєґ]{3})"
)
#: The word by which an act begins to order, with its first point in the same paragraph.
_OPERATIVE: Final = re.compile(
    r"(?:п\s?о\s?с\s?т\s?а\s?н\s?о\s?в\s?л\s?я\s?[юєе]\s?т?|н\s?а\s?к\s?а\s?з\s?у\s?ю|п\s?р\s?и\s?к\s?а\s?з\s?ы\s?в\s?а\s?ю|"
    r"в\s?и\s?р\s?і\s?ш\s?и\s?(?:в|л\s?а|л\s?и)|р\s?е\s?ш\s?и\s?л\s?[аи]?|зобов'язую|обязываю|розпоряджаюсь|доручаю)\s*:\s*(?=1\.\s*[А-ЯІЇЄҐ])",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})(?!\d)")
_YEAR_OR_DECIMAL: Final = re.compile(r"\d{1,3}\.\d{1,3}\s+(?:тис|млн|млрд|грн|руб|га\b|км\b|%|кв\.)")
_LEAD_IN: Final = re.compile(r":\s*\Z")
_SMALL: Final = re.compile(r"[\"«(]?[а-яіїєґё]")
_ITEM_END: Final = re.compile(r"[;.]\s*\Z")

#: A point that ends so brings in a new wording: what follows in quotation marks is no text of this act.
_AMENDS: Final = re.compile(
    r"(?:редакції|редакции|змісту|содержания|текстом|абзацами?|пунктами?|зміни|изменения)\s*[:.]?\s*\Z",
    re.IGNORECASE,
)
_OPENS_QUOTE: Final = re.compile(r"\s*[«\"“„]")
_CLOSES_QUOTE: Final = re.compile(r"[»\"”]\s*[.;,]*\s*\Z")
#: How a point of the act itself begins, when one follows a new wording.
_OWN_POINT: Final = re.compile(
    r"[А-ЯІЇЄҐ][а-яіїєґ']+(?:ти|тися|ть|ться)\b|Контроль|Настоящ|Постановлени|Це |Цей |Ця |Рішення|Наказ|Приказ|Решение|"
    r"Розпорядження|Распоряжение|Постанова"
)

#: Roles that may hold points; the rest are no text of the act.
_OPEN_ROLES: Final[frozenset[ParagraphRole]] = frozenset({"body", "heading", "point"})


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label as found: its style decides what is sibling and what child."""

    style: str
    number: str | None
    depth: int
    start: int
    end: int


def find(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], tuple[Point, ...]]:
    """The paragraphs with the role "point" where one is, and the tree of points.

    Under a point that ends with a colon, paragraphs in lower case without any label are its points too."""
    out: list[Paragraph] = []
    tree = _Tree()
    for paragraph in _split(document.text, paragraphs):
        if paragraph.role == "annex":
            tree.next_part()
        if paragraph.role not in _OPEN_ROLES:
            out.append(paragraph)
            continue
        mark = _read(document.text, paragraph)
        if tree.quotes(document.text, mark, paragraph):
            out.append(replace(paragraph, role="quote"))
        elif mark is not None:
            tree.add(document.text, mark, paragraph)
            out.append(replace(paragraph, role="point"))
        elif tree.takes_unlabelled(document.text, paragraph):
            tree.add_unlabelled(paragraph)
            out.append(replace(paragraph, role="point"))
        else:
            out.append(paragraph)
    return tuple(out), tuple(tree.points)


def _split(text: str, paragraphs: tuple[Paragraph, ...]) -> list[Paragraph]:
    """The paragraphs, one that holds «ПОСТАНОВЛЯЮ: 1. …» parted before the point."""
    out: list[Paragraph] = []
    for p in paragraphs:
        hit = _OPERATIVE.search(text, p.start, p.end) if p.role == "body" and ":" in text[p.start : p.end] else None
        if hit is None:
            out.append(p)
        else:
            out += [Paragraph(p.start, hit.end(), p.role), Paragraph(hit.end(), p.end, p.role)]
    return out


def _read(text: str, paragraph: Paragraph) -> _Mark | None:
    hit = _LABEL.match(text, paragraph.start, paragraph.end)
    if hit is None or _DATE.match(text, paragraph.start) or _YEAR_OR_DECIMAL.match(text, paragraph.start):
        return None
    style = str(hit.lastgroup)
    if style.endswith("no"):
        style = style.removesuffix("no")
    group = hit.group(style)
    number: str | None = hit.group(f"{style}no") if style in ("item", "article", "point") else group
    if style in ("dash", "tight"):
        style, number = "dash", None
    elif number is not None:
        number = number.rstrip(".)")
    depth = number.count(".") if style == "dotted" and number else 0
    return _Mark(style, number, depth, hit.start(), hit.end())


class _Tree:
    """Points in reading order, each under the open point that it belongs to."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self._stack: list[tuple[str, int]] = []  # (style with depth, index), outermost first
        self._part = 0
        self._quote: tuple[str, int] | None = None  # the amending point's style and number, while its wording runs

    def quotes(self, text: str, mark: _Mark | None, paragraph: Paragraph) -> bool:
        """Is this paragraph part of a new wording that the point before brings in?

        The wording ends with its closing quotation mark, or where the act's own numbering goes on."""
        if self._quote is None:
            if not self.points or not self._stack or _OPENS_QUOTE.match(text, paragraph.start) is None:
                return False
            last = self.points[-1]
            if _AMENDS.search(text[last.start : last.end]) is None or text[last.end : paragraph.start].strip():
                return False
            number = last.number if last.number and last.number.isdigit() else "0"
            self._quote = (self._stack[-1][0], int(number))
        elif mark is not None and self._goes_on(text, mark):
            self._quote = None
            return False
        body = text[paragraph.start : paragraph.end]
        if _CLOSES_QUOTE.search(body) and body.count("«") <= body.count("»"):
            self._quote = None
        return True

    def _goes_on(self, text: str, mark: _Mark) -> bool:
        """Does the label go on with the act's numbering after a new wording?"""
        style, number = self._quote or ("", 0)
        if mark.style == style and mark.number == str(number + 1):
            return True
        return mark.style in [s for s, _ in self._stack] and _OWN_POINT.match(text, mark.end) is not None

    def next_part(self) -> None:
        """An annex begins: its numbering is its own."""
        if self.points:
            self._part += 1
        self._stack.clear()

    def add(self, text: str, mark: _Mark, paragraph: Paragraph) -> None:
        style = mark.style if mark.style != "dotted" else f"dotted{mark.depth}"
        styles = [s for s, _ in self._stack]
        if mark.style in ("roman", "article", "item"):
            self._stack.clear()
            if mark.style != "roman" and "roman" in styles:
                self._stack = [("roman", dict(zip(styles, (i for _, i in self._stack), strict=False)).get("roman", 0))]
        elif mark.style == "dotted" and mark.number:
            self._close_for_dotted(mark.number)
        elif style in styles:
            del self._stack[styles.index(style) :]
        elif style == "number":
            kept = [x for x in self._stack if x[0] in ("roman", "article", "item")]
            self._stack = kept
        label = text[mark.start : mark.end].strip()
        self._push(style, Point(label, mark.number, mark.end, paragraph.end, part=self._part))

    def _close_for_dotted(self, number: str) -> None:
        """Keep open the point whose number is a prefix of this one's."""
        parent = number.rpartition(".")[0]
        while self._stack:
            style, index = self._stack[-1]
            if style in ("roman", "article", "item") or (self.points[index].number == parent and style != "paren"):
                break
            self._stack.pop()

    def takes_unlabelled(self, text: str, paragraph: Paragraph) -> bool:
        if not self._stack or _SMALL.match(text, paragraph.start) is None:
            return False
        style, index = self._stack[-1]
        if style == "unlabelled":
            before = self.points[index]
            return text[before.start : before.end].rstrip().endswith((";", ",", ":"))
        last = self.points[-1]
        return (
            _LEAD_IN.search(text[last.start : last.end]) is not None
            and _ITEM_END.search(text[paragraph.start : paragraph.end]) is not None
        )

    def add_unlabelled(self, paragraph: Paragraph) -> None:
        if self._stack and self._stack[-1][0] == "unlabelled":
            self._stack.pop()
        self._push("unlabelled", Point("", None, paragraph.start, paragraph.end, part=self._part))

    def _push(self, style: str, point: Point) -> None:
        parent = self._stack[-1][1] if self._stack else None
        self.points.append(replace(point, level=len(self._stack), parent=parent))
        self._stack.append((style, len(self.points) - 1))
