"""The runs of one paragraph of a word processor's file → the text that is displayed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractor.readers.characters import show_symbols
from extractor.readers.docx_numbering import VAL, W

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: Deleted text, text at the place that it was moved from, properties, and instructions of fields.
_SKIPPED: Final = frozenset(
    W + name
    for name in (
        "del moveFrom delText instrText delInstrText rPr pPr tblPr tcPr trPr sectPr sdtPr sdtEndPr tblGrid"
        " footnoteRef endnoteRef annotationRef separator continuationSeparator ruby"
    ).split()
)
_SIGNS: Final = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_SHOWING: Final = frozenset((*_SIGNS, f"{W}t", f"{_M}t", f"{W}sym"))
_NOTES: Final = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_OFF: Final = ("0", "false", "off")


def is_on(element: etree._Element | None) -> bool:
    """Is a switch such as w:vanish there and not turned off?"""
    return element is not None and element.get(VAL, "1") not in _OFF


def chosen(element: etree._Element) -> etree._Element | None:
    """The one branch of an mc:AlternateContent that is read: the first choice, else the fallback."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None and len(choice) else element.find(f"{MC}Fallback")


@dataclass(slots=True)
class Fields:
    """Which fields are open: a field's instruction is not displayed, its result is. May go on over paragraphs."""

    _open: list[bool] = field(default_factory=list)
    hidden: bool = False

    def mark(self, kind: str | None) -> None:
        """A w:fldChar was met: begin, separate or end."""
        if kind == "begin":
            self._open.append(False)
        elif self._open and kind == "separate":
            self._open[-1] = True
        elif self._open and kind == "end":
            self._open.pop()
        self.hidden = not all(self._open)

    def paragraph_end(self) -> None:
        """An instruction that its paragraph does not close is damage: it must not hide the rest of the text."""
        self._open = [shown for shown in self._open if shown]
        self.hidden = False


def text_of(
    paragraph: etree._Element, fields: Fields, *, notes: list[tuple[str, str]], boxes: list[etree._Element]
) -> str:
    """The displayed text of a paragraph. Found on the way: `notes`, (kind, id) of the notes that it refers to, and
    `boxes`, the contents of its text boxes."""
    out: list[str] = []
    stack: list[Iterator[etree._Element]] = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        tag = element.tag
        if tag == f"{W}fldChar":
            fields.mark(element.get(f"{W}fldCharType"))
        elif tag in _NOTES:
            notes.append((_NOTES[tag], element.get(f"{W}id", "")))
        elif tag == f"{W}txbxContent":
            boxes.append(element)
        elif tag in _SHOWING:
            if not fields.hidden:
                out.append(_shown(element))
        elif tag not in _SKIPPED:
            inside = _inside(element, fields)
            if inside is not None:
                stack.append(iter(inside))
    fields.paragraph_end()
    return show_symbols("".join(out))


def _shown(element: etree._Element) -> str:
    if element.tag == f"{W}sym":
        return _symbol(element)
    return _SIGNS.get(element.tag, element.text or "")


def _inside(element: etree._Element, fields: Fields) -> etree._Element | None:
    """The element whose children are read next; None where nothing of it is displayed."""
    if element.tag == f"{MC}AlternateContent":
        return chosen(element)
    if element.tag == f"{W}r":
        properties = element.find(f"{W}rPr")
        if properties is not None and is_on(properties.find(f"{W}vanish")):
            _field_marks(element, fields)
            return None
    return element if isinstance(element.tag, str) else None


def _field_marks(run: etree._Element, fields: Fields) -> None:
    for element in run.iter(f"{W}fldChar"):
        fields.mark(element.get(f"{W}fldCharType"))


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if code < 0x100 and (element.get(f"{W}font") or "").lower() in ("symbol", "wingdings"):
        code += 0xF000
    if not 0x20 <= code < 0x110000 or 0xD800 <= code < 0xE000:
        return ""
    return show_symbols(chr(code))
