"""XML that came from a stranger: no document type and so no entities, nothing fetched, no deeper than the limit.

Every reader of XML parses through here. The parser's own limits stand as well: 256 elements inside each other, which is
the default of `max_xml_depth`, and 10 MB for one text or the attributes of one element."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Final, TypedDict

from lxml import etree

from extractor.errors import SourceError

#: The parser refuses deeper ones itself, at no cost.
_PARSERS_DEPTH: Final = 256
_TOO_DEEP: Final = "Excessive depth"
#: What the parser says of a text, CDATA section, comment or attribute that is longer than it takes.
_TOO_LONG: Final = ("Resource limit exceeded", "too big found", "length too long")


class _Options(TypedDict):
    resolve_entities: bool
    no_network: bool
    load_dtd: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


_OPTIONS: Final[_Options] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse(content: bytes, name: str, max_depth: int) -> etree._Element:
    """The root element of the part `name`, without comments and processing instructions.

    Raises SourceError: corrupted, limit_xml_depth, limit_characters."""
    refuse_doctype(content, name)
    try:
        root = etree.fromstring(content, etree.XMLParser(**_OPTIONS))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _told(error, name, max_depth) from error
    _refuse_declared(root, name)
    _refuse_depth(root, 0, max_depth)
    return root


def elements(content: bytes, name: str, max_depth: int, *tags: str) -> Iterator[etree._Element]:
    """Elements of the part `name` with these local names as they end, without the whole tree in memory where the
    caller calls `forget`. Raises SourceError: corrupted, limit_xml_depth, limit_characters."""
    refuse_doctype(content, name)
    try:
        for number, (_, element) in enumerate(
            etree.iterparse(BytesIO(content), tag=[f"{{*}}{tag}" for tag in tags], **_OPTIONS)
        ):
            if number == 0:
                _refuse_declared(element, name)
            if max_depth < _PARSERS_DEPTH:
                _refuse_depth(element, sum(1 for _ in element.iterancestors()), max_depth)
            yield element
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _told(error, name, max_depth) from error


def forget(element: etree._Element) -> None:
    """Free an element that was read, and those before it."""
    element.clear()
    while (before := element.getprevious()) is not None:
        parent = before.getparent()
        if parent is None:
            break
        parent.remove(before)


def refuse_doctype(content: bytes, name: str) -> None:
    """Raise SourceError corrupted where XML declares a document type, as no office program writes it."""
    # Without its zero bytes UTF-16 shows the mark too; well-formed XML has it nowhere else but in comments.
    if b"<!DOCTYPE" in (content.replace(b"\0", b"") if b"\0" in content[:64] else content):
        raise _declared(name)


def _refuse_declared(element: etree._Element, name: str) -> None:
    """The same for an encoding in which the mark has other bytes."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise _declared(name)


def _declared(name: str) -> SourceError:
    return SourceError("corrupted", f"the part {name} of the file declares a document type, as no office file does")


def _told(error: Exception, name: str, max_depth: int) -> SourceError:
    message = str(error)
    if _TOO_DEEP in message:
        return _too_deep(max_depth)
    if any(said in message for said in _TOO_LONG):
        return SourceError("limit_characters", f"a text in the part {name} of the file is longer than 10 MB")
    return SourceError("corrupted", f"the part {name} of the file is no well-formed XML")


def _refuse_depth(element: etree._Element, above: int, max_depth: int) -> None:
    if max_depth < _PARSERS_DEPTH and _reaches(max(max_depth - above, 0))(element):
        raise _too_deep(max_depth)


def _too_deep(max_depth: int) -> SourceError:
    deepest = min(max_depth, _PARSERS_DEPTH)
    return SourceError("limit_xml_depth", f"the file's elements stand inside each other deeper than {deepest}")


@lru_cache(maxsize=16)
def _reaches(levels: int) -> etree.XPath:
    """Does an element have others `levels` below it?"""
    return etree.XPath(f"boolean(self::*{'/*' * levels})")
