"""Roles of paragraphs: letterhead, title, addressee, signatures, annexes, furniture.

Order matters: a page's frame first, so that a headline in a menu is no title; then the head; then what stands under
the body; quoted new wording and headings are told only among what is left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.data import load
from extractor.layout import blocks_model, zones_cells, zones_head, zones_lines, zones_page, zones_start, zones_tail
from extractor.layout.zones_address import addressed, personal
from extractor.layout.zones_view import CARRIES_ON, GROUNDS, LABEL, Roles, View, kind_of, operative, unspaced, views
from extractor.schema.document import Document
from extractor.schema.outline import Paragraph

_SELF: Final = re.compile("|".join(f"(?:{entry['pattern']})" for entry in load("head")["selfname"]), re.IGNORECASE)
#: An amendment announces the wording that follows.
_ANNOUNCES: Final = re.compile(
    r"(?:змісту|редакції|редакции|содержания|змісту такого|виді|виде)\s?:\s*\Z", re.IGNORECASE
)
_AMENDS: Final = re.compile(
    r"\b(?:викласти|изложить|доповнити|дополнить|замінити|заменить|виключити|исключить|вилучити|читати|читать)\b",
    re.IGNORECASE,
)
_DIVISION: Final = re.compile(
    r"(?:розділ|раздел|глава|стаття|статья|частина|часть|підрозділ|подраздел|параграф)\s[\dIVXІХ]|"
    r"(?:порядок денний|повестка дня|преамбула|вступ|введение|додаток)\s*\Z",
    re.IGNORECASE,
)
_ACT_ROLES: Final = ("kind", "letterhead", "requisite", "reply", "addressee")
#: The rest of a plan's or report's title on a line of its own: «щодо …», «… у 2021 році».
_GOES_ON: Final = re.compile(
    r"^(?:[а-яіїєґё]|\S.{5,150}(?:\bу|\bв|\bза|\bна)\s\d{4}(?:-\d{4})?\s(?:рок|рік|год)\w*\.?\Z)"
)
_BODY: Final = re.compile(
    r"(?:[А-ЯІЇЄҐЁ][\w'-]+ (?:[\w'-]+ ){0,3})?(?:департамент|управління|управление|відділ|отдел|прес-?служба|"
    r"пресс-служба|прес-?центр|сектор|служба|адміністрація|администрация|рада|комітет|центр|міністерство|министерство|секретаріат|інспекція|"
    r"виконком)\b[^.!?]*\Z",
    re.IGNORECASE,
)
#: New wordings are looked for through so many paragraphs before the search is given up.
_LONGEST_QUOTE: Final = 400


def mark(document: Document, paragraphs: tuple[Paragraph, ...], *, trained: bool = True) -> tuple[Paragraph, ...]:
    """The paragraphs with their roles; those in table cells keep theirs. trained: the model of lines reads along.

    Lines of one title are joined to one paragraph, so that a title is read whole; so are those of a body's name."""
    if not paragraphs:
        return paragraphs
    paragraphs, seen, roles = ruled(document, paragraphs)
    if trained:
        blocks_model.mark(document, seen, roles)
    return _joined(paragraphs, seen, roles)


def ruled(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], list[View], Roles]:
    """The paragraphs, those of a head's table opened, with how the rules see them and the roles that they give."""
    paragraphs = zones_lines.parted(document, zones_cells.opened(document, paragraphs))
    seen = views(document, paragraphs)
    roles: Roles = [p.role for p in paragraphs]
    zones_cells.mark(document, seen, roles)
    first, stop = zones_page.mark(seen, roles, document.hints)
    page = first > 0
    body = first
    if not page or _holds_act(seen, first, stop):
        body = zones_head.mark(seen, roles, first, stop)
        body = body if body > first else zones_start.mark(seen, roles, first, stop)
    if body == first and not page:
        body = _headline(seen, roles, body, stop)
    if not page and _names_plan(seen, roles, first, stop):
        roles[first] = "title"
        body = max(body, first + 1)
    is_act = any(r in _ACT_ROLES for r in roles[first:body]) or (
        body == first and any(operative(v.line) or _SELF.search(v.line) for v in seen[body:stop])
    )
    zones_tail.mark(seen, roles, body, stop, is_act=is_act and not page)
    if is_act and not page:
        zones_cells.mark_foot(document, seen, roles, body, stop)
    if page:
        _signing_body(seen, roles, body, stop)
    _quotes(document.text, seen, roles, body, stop)
    _headings(seen, roles, body, stop)
    return paragraphs, seen, roles


def _holds_act(seen: Sequence[View], first: int, stop: int) -> bool:
    """Does a page give the text of an act or plan, with a head of its own, under its headline?"""
    for view in seen[first : min(stop, first + 10)]:
        if not view.short:
            return False
        kind = kind_of(view.line)
        if kind is not None and not kind[1]:
            return True
    return False


def _names_plan(seen: Sequence[View], roles: Roles, first: int, stop: int) -> bool:
    """Is the first paragraph, set as a heading, the title of a plan, report or the like («План работ на 2021 год»),
    where the head gives no other?"""
    if first >= stop or roles[first] != "heading" or not seen[first].short:
        return False
    named = kind_of(seen[first].line)
    titled = any(r in ("title", "kind") for r in roles[first:stop])
    return named is not None and named[0] in ("plan", "report", "other") and bool(named[1]) and not titled


def _headline(seen: Sequence[View], roles: Roles, first: int, stop: int) -> int:
    """A text without a head may begin with its title: a short first paragraph that is no sentence. Gives the index
    behind it."""
    i = next((k for k in range(first, stop) if roles[k] == "body"), stop)
    if i + 1 >= stop or not seen[i].short or len(seen[i].line) < 12:
        return first
    line, below = seen[i].line, seen[i + 1]
    if line.endswith((".", ":", ";", ",")) or LABEL.match(line) or GROUNDS.match(line) or line[:1].islower():
        return first
    if addressed(line):
        return first
    titled = kind_of(line)
    if titled is None and not (below.far or len(below.line) > len(line) or personal(below.line)):
        return first
    roles[i] = "title"
    i += 1
    while titled and i < stop and roles[i] == "body" and seen[i].short and _GOES_ON.search(seen[i].line):
        roles[i] = "title"
        i += 1
    return i


def _signing_body(seen: Sequence[View], roles: Roles, first: int, stop: int) -> None:
    """A department's name alone under a page's text signs it; under a list it is one more item."""
    last = next((i for i in range(stop - 1, first, -1) if roles[i] == "body"), None)
    if last is None or not seen[last].short or not _BODY.match(seen[last].line) or seen[last].line.endswith((".", ":")):
        return
    above = seen[last - 1].line
    named = sum(1 for v in seen[first:stop] if v.line == seen[last].line)
    if named == 1 and (not seen[last - 1].whole or above.endswith((".", "!", "…", ")", "»"))) and len(above) > 60:
        headed = any(kind_of(v.line) and not v.line.endswith(".") for v in seen[:first])
        roles[last] = "body" if headed else "signature"


def _quotes(text: str, seen: Sequence[View], roles: Roles, first: int, stop: int) -> None:
    """New wording: from the mark that opens it to the one that closes it, or to the next amending point."""
    for i in range(first, stop - 1):
        if roles[i] != "body" or not _ANNOUNCES.search(text[max(seen[i].start, seen[i].end - 30) : seen[i].end]):
            continue
        opened = text[seen[i + 1].start]
        if opened not in '«"“„':
            continue
        depth = 0
        for k in range(i + 1, min(stop, i + 1 + _LONGEST_QUOTE)):
            if roles[k] == "body" or roles[k] == "heading":
                if k > i + 1 and LABEL.match(seen[k].line) and _AMENDS.search(seen[k].line):
                    break
                roles[k] = "quote"
            piece = text[seen[k].start : seen[k].end]
            depth += piece.count("«") - piece.count("»")
            if re.search(r"[»\"”]\s?[.;,]?\s*\Z", piece) and (depth <= 0 or opened != "«"):
                break


def _headings(seen: Sequence[View], roles: Roles, first: int, stop: int) -> None:
    """Lines that name what follows: divisions and lines in capitals."""
    for i in range(first, stop):
        view = seen[i]
        if roles[i] != "body" or not view.short or view.line.endswith((":", ";", ",")) or operative(view.line):
            continue
        if len(view.line) <= 200 and _is_heading(view):
            roles[i] = "heading"


def _is_heading(view: View) -> bool:
    if _DIVISION.match(view.line):
        return not view.line.endswith(".")
    if not view.capitals:
        return False
    line = unspaced(view.line)
    return sum(c.isalpha() for c in line) > 5 and not any(c.isdigit() for c in line[:2]) and not LABEL.match(line)


def _joined(paragraphs: Sequence[Paragraph], seen: Sequence[View], roles: Roles) -> tuple[Paragraph, ...]:
    """The lines of a title, and those of a body's name in the letterhead, as one paragraph each."""
    out: list[Paragraph] = []
    for p, view, role in zip(paragraphs, seen, roles, strict=True):
        above = out[-1] if out else None
        near = above is not None and above.role == role and not view.far
        if above is not None and near and (role == "title" or (role == "letterhead" and CARRIES_ON.match(view.line))):
            out[-1] = Paragraph(above.start, p.end, role)
        else:
            out.append(Paragraph(p.start, p.end, role))
    return tuple(out)
