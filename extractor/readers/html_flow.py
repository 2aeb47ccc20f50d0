"""Elements of a page → paragraphs, list items, headings and tables, in the order that a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from lxml import etree

from extractor.readers.characters import clean, show_symbols
from extractor.readers.ordinals import letters, roman
from extractor.schema.document import BlockKind

#: Elements that show no text of the document.
SILENT: Final = frozenset(
    "script style noscript template head title meta link iframe object embed canvas svg audio video select option"
    " textarea input button datalist map rt rp frameset".split()
)
_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p output q ruby s samp"
    " small span strike strong sub sup time tt u var wbr img picture source st1:metricconverter".split()
)
_HEADINGS: Final = {f"h{i}": i - 1 for i in range(1, 7)}
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_BREAK: Final = re.compile(r" ?\0 ?")
#: A list item that brings its own mark or number.
_MARKED: Final = re.compile(r"(?:[-–—•·▪*]|\d{1,3}(?:\.\d{1,3})*[.)]|[а-яіїєґa-z]\))\s?")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Class of a list that holds facts of the article (its date, its author), shown without bullets.
_META: Final = re.compile(r"(?:\b|[_-])(?:meta|info|byline|date)(?:\b|[_-])")
_ORDINARY_LISTS: Final = ("ol", "ul", "menu", "dir")


@dataclass(frozen=True, slots=True)
class Line:
    """One block as shown. `links` is how many of its characters are links; `element` is where it ended."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    links: int = 0
    element: etree._Element | None = None


class Sink(Protocol):
    """Where the flow goes."""

    def line(self, line: Line) -> None:
        """Take one block."""

    def table(self, element: etree._Element, flow: Flow) -> bool:
        """Take a whole table; False to have its cells as blocks."""


@dataclass(slots=True)
class _List:
    ordered: bool
    form: str
    next: int
    step: int = 1
    bare: bool = False


@dataclass(slots=True)
class Flow:
    """Walks elements and hands blocks to `sink`. `dropped` elements are left out with all they hold."""

    sink: Sink
    dropped: Collection[etree._Element] = ()
    in_cell: bool = False
    _buffer: list[str] = field(default_factory=list)
    _links: int = 0
    _anchors: int = 0
    _lists: list[_List] = field(default_factory=list)
    _label: str = ""
    _heading: int | None = None
    _pre: int = 0

    def walk(self, root: etree._Element) -> None:
        """All blocks under `root`, without recursion: pages nest thousands of levels deep."""
        self._text(root.text)
        stack: list[tuple[etree._Element, Iterator[etree._Element]]] = [(root, iter(root))]
        while stack:
            parent, children = stack[-1]
            element = next(children, None)
            if element is None:
                stack.pop()
                if stack:
                    self._leave(parent)
                    self._text(parent.tail)
                continue
            if isinstance(element.tag, str) and not self._skipped(element) and self._enter(element):
                self._text(element.text)
                stack.append((element, iter(element)))
            else:
                self._text(element.tail)
        self._flush(root)

    def _skipped(self, element: etree._Element) -> bool:
        if element.tag in SILENT or element in self.dropped or element.get("hidden") is not None:
            return True
        style = element.get("style")
        return style is not None and bool(_HIDDEN.search(style))

    def _enter(self, element: etree._Element) -> bool:
        """Begin an element; False where it is done with already."""
        tag = element.tag
        if tag == "a":
            self._anchors += 1
        if tag in _INLINE:
            return True
        if tag == "br":
            self._buffer.append("\0")
            return True
        if tag in ("td", "th") and self.in_cell:
            self._buffer.append(" ")
            return True
        self._flush(element)
        if tag == "table" and not self.in_cell and self.sink.table(element, self):
            return False
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag == "pre":
            self._pre += 1
        elif tag in _ORDINARY_LISTS:
            self._lists.append(_list(element))
        elif tag == "li":
            self._label = self._number(element)
        return True

    def _leave(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "a":
            self._anchors = max(0, self._anchors - 1)
        if tag in _INLINE or tag == "br":
            return
        if tag in ("td", "th") and self.in_cell:
            self._buffer.append(" ")
            return
        self._flush(element)
        if tag in _HEADINGS:
            self._heading = None
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag in _ORDINARY_LISTS and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._label = ""

    def _text(self, text: str | None) -> None:
        if not text:
            return
        self._buffer.append(text.replace("\n", "\0") if self._pre else text)
        if self._anchors:
            self._links += len(text.strip())

    def _flush(self, element: etree._Element) -> None:
        if not self._buffer:
            return
        raw = _BREAK.sub("\0", _SPACE.sub(" ", "".join(self._buffer))).strip(" \0\u00a0")
        self._buffer.clear()
        links, self._links = self._links, 0
        text = show_symbols(clean(raw.replace("\0", "\n"))).strip()
        if not text:
            return
        kind: BlockKind = "paragraph"
        level = 0
        if self._heading is not None:
            kind, level = "heading", self._heading
        elif self._label:
            kind, level = "list_item", max(0, len(self._lists) - 1)
            if not _MARKED.match(text):
                text = f"{self._label} {text}"
        self._label = ""
        self.sink.line(Line(text, kind, level, links, element))

    def _number(self, element: etree._Element) -> str:
        if (self._lists and self._lists[-1].bare) or next(element.iter("time"), None) is not None:
            return ""
        if not self._lists:
            return "-"
        current = self._lists[-1]
        if not current.ordered:
            return "-"
        number = _whole(element.get("value"), current.next)
        current.next = number + current.step
        return _shown(number, element.get("type") or current.form)


def _list(element: etree._Element) -> _List:
    ordered = element.tag == "ol"
    if ordered and element.get("reversed") is not None:
        size = sum(1 for child in element if child.tag == "li")
        return _List(True, element.get("type") or "1", _whole(element.get("start"), size), -1)
    bare = bool(_META.search((element.get("class") or "").lower()))
    return _List(ordered, element.get("type") or "1", _whole(element.get("start"), 1), bare=bare)


def _shown(number: int, form: str) -> str:
    if form in "aA" and form:
        text = letters(number, "abcdefghijklmnopqrstuvwxyz")
        return f"{text.upper() if form == 'A' else text}."
    if form in ("i", "I"):
        text = roman(number)
        return f"{text.lower() if form == 'i' else text}."
    return f"{number}."


def _whole(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 9 and text.count("-") <= 1 else default
