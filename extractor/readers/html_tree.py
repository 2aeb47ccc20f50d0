"""The text of a page → its tree, however deep it nests."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from extractor.errors import SourceError

_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*>")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*>")
#: A tag with more in it than this (a picture written into the page, or thousands of attributes, which the parser
#: compares with one another) loses its attributes.
_LONG_TAG: Final = re.compile(r"<([a-zA-Z][a-zA-Z0-9:]*)[^<>]{20000,}(?:>|\Z|(?=<))")
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Elements that stand on lines of their own: below the limit they leave a line break.
_LINES: Final = frozenset("p div li tr td th ul ol table h1 h2 h3 h4 h5 h6 section article blockquote dd dt".split())
#: Deeper elements are opened up. No page made to be read comes near; the parser drops all beyond its own limit.
_DEEPEST: Final = 200


def parse(text: str) -> etree._Element:
    """The root element. What a parser of Unicode text must not see (declarations, NUL) is left out; elements nested
    deeper than the parser goes are opened up, so that no text is lost. Raises SourceError: corrupted, no_text."""
    text = _LONG_TAG.sub(r"<\1>", _DECLARATION.sub("", text.replace("\0", "")))
    root, too_deep = _tree(text)
    if too_deep:
        root, _ = _tree(_flattened(text))
    if root is None:
        raise SourceError("no_text", "the page is empty")
    return root


def _tree(text: str) -> tuple[etree._Element | None, bool]:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            return None, True
        raise SourceError("corrupted", "the page cannot be parsed") from error
    return root, any("depth" in entry.message.lower() for entry in parser.error_log)


def _flattened(text: str) -> str:
    """`text` without the tags of elements that lie deeper than the limit."""
    out: list[str] = []
    opened: list[str] = []
    done = 0
    for tag in _TAG.finditer(text):
        out.append(text[done : tag.start()])
        done = tag.end()
        name = tag[2].lower()
        if name in _VOID:
            out.append(tag[0])
        elif not tag[1]:
            opened.append(name)
            out.append(tag[0] if len(opened) <= _DEEPEST else _instead(name))
        elif opened and opened[-1] == name:
            out.append(tag[0] if len(opened) <= _DEEPEST else _instead(name))
            opened.pop()
        elif name in opened[-_DEEPEST:]:
            while opened and opened[-1] != name:
                opened.pop()
            out.append(tag[0] if len(opened) <= _DEEPEST else _instead(name))
            opened.pop()
    out.append(text[done:])
    return "".join(out)


def _instead(name: str) -> str:
    return "<br>" if name in _LINES else ""
