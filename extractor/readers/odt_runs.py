"""The runs of one paragraph of an OpenDocument file → the text that is displayed."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from extractor.readers.characters import clean, show_symbols
from extractor.readers.odt_names import DRAW, LOEXT, OFFICE, TEXT, whole
from extractor.readers.odt_styles import Styles

_SPACE: Final = re.compile(r"[ \t\r\n]+")
#: More spaces in a row than this show nothing more.
_MOST_SPACES: Final = 64
#: Elements of a paragraph that display nothing where they stand.
_SILENT: Final = frozenset(
    (
        *(f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "event-listeners")),
        *(f"{TEXT}{name}" for name in ("hidden-text", "hidden-paragraph", "script", "ruby-text", "note")),
    )
)
_SIGNS: Final = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}


def text_of(
    paragraph: etree._Element, styles: Styles, *, notes: list[etree._Element], boxes: list[etree._Element]
) -> str:
    """The displayed text of a text:p or text:h. Found on the way: `notes`, the bodies of its notes, and `boxes`,
    the drawings that may hold text."""
    out: list[str] = []
    _add(out, paragraph.text)
    stack = [(paragraph, iter(paragraph))]
    while stack:
        parent, children = stack[-1]
        element = next(children, None)
        if element is None:
            stack.pop()
            if stack:
                _add(out, parent.tail)
            continue
        if _shows_inside(element, out, styles, notes=notes, boxes=boxes):
            _add(out, element.text)
            stack.append((element, iter(element)))
        else:
            _add(out, element.tail)
    return show_symbols(clean("".join(out)))


def _shows_inside(
    element: etree._Element,
    out: list[str],
    styles: Styles,
    *,
    notes: list[etree._Element],
    boxes: list[etree._Element],
) -> bool:
    """Take what an element itself displays; True where what it holds is displayed as well."""
    tag = str(element.tag)
    if tag in _SIGNS:
        out.append(_SIGNS[tag])
        return False
    if tag == f"{TEXT}s":
        out.append("\u0020" * whole(element.get(f"{TEXT}c"), 1, _MOST_SPACES))
        return False
    if tag == f"{TEXT}note":
        body = element.find(f"{TEXT}note-body")
        if body is not None:
            notes.append(body)
        return False
    if tag.startswith(DRAW):
        boxes.append(element)
        return False
    if tag in _SILENT or tag.startswith(LOEXT):
        return False
    return not (tag == f"{TEXT}span" and styles.hides(element))


def _add(out: list[str], text: str | None) -> None:
    """White space of the XML is one space, and none after a space."""
    if not text:
        return
    text = _SPACE.sub(" ", text)
    if text[0] == " " and (not out or out[-1][-1:] in (" ", "\n", "\t")):
        text = text[1:]
    if text:
        out.append(text)
