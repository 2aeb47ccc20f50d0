"""What the styles of an OpenDocument file say of its text: hidden or not, headings, lists, page styles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractor.readers.odt_names import STYLE, TEXT, whole

_DEEPEST: Final = 64


@dataclass(frozen=True, slots=True)
class Style:
    """One style of paragraphs or of runs, with what it takes over from its parents."""

    hidden: bool = False
    outline: int | None = None
    lists: str | None = None
    page: str | None = None


@dataclass(slots=True)
class Styles:
    """Styles by family and name; what nothing is known of is a plain one."""

    known: dict[tuple[str, str], Style] = field(default_factory=dict)

    def paragraph(self, element: etree._Element) -> Style:
        """The style of a text:p or text:h."""
        return self.known.get(("paragraph", element.get(f"{TEXT}style-name", "")), _PLAIN)

    def hides(self, element: etree._Element) -> bool:
        """Is the text of this text:span hidden?"""
        return self.known.get(("text", element.get(f"{TEXT}style-name", "")), _PLAIN).hidden


_PLAIN: Final = Style()


def read_styles(roots: list[etree._Element]) -> Styles:
    """The styles that the parts of a document define, those of the part named last first."""
    elements: dict[tuple[str, str], etree._Element] = {}
    for root in roots:
        for element in root.iter(f"{STYLE}style"):
            elements[element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")] = element
    return Styles({key: _whole(key, elements) for key in elements})


def _whole(key: tuple[str, str], elements: dict[tuple[str, str], etree._Element]) -> Style:
    """A style with what the styles above it say where it is silent; the page style is not handed down."""
    family, name = key
    hidden: str | None = None
    outline: int | None = None
    lists: str | None = None
    for _ in range(_DEEPEST):
        element = elements.get((family, name))
        if element is None:
            break
        properties = element.find(f"{STYLE}text-properties")
        if hidden is None and properties is not None:
            hidden = properties.get(f"{TEXT}display")
        if outline is None and element.get(f"{STYLE}default-outline-level"):
            outline = whole(element.get(f"{STYLE}default-outline-level"), 0, 9)
        if lists is None:
            lists = element.get(f"{STYLE}list-style-name")
        name = element.get(f"{STYLE}parent-style-name", "")
    return Style(hidden == "none", outline, lists, elements[key].get(f"{STYLE}master-page-name") or None)
