"""The container of a word processor's file, opened as something that came from a stranger: its parts by relationship.

python-docx's own loader trusts the archive: it inflates every part and stops at the first relationship to a part that
is not there. Here parts are inflated only when they are asked for and counted, and parsed as any XML of a stranger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from extractor.readers import office_xml
from extractor.readers.office_zip import OfficeZip
from extractor.settings import Settings

if TYPE_CHECKING:
    from docx.opc.packuri import PackURI

#: The strict variant of the standard has other namespace names for the same elements.
_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(slots=True)
class Package:
    """The parts of an office file, inflated and parsed when they are asked for.

    Every method raises SourceError: encrypted, corrupted, limit_* but limit_cells."""

    data: bytes
    settings: Settings
    _zip: OfficeZip = field(init=False)
    _main: PackURI = field(init=False)
    _related: dict[str, tuple[str, PackURI]] = field(init=False)
    _loaded: dict[str, etree._Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from docx.opc.packuri import PACKAGE_URI, PackURI

        self._zip = OfficeZip(self.data, self.settings)
        main = next((uri for kind, uri in self._relations(PACKAGE_URI).values() if kind == "officeDocument"), None)
        self._main = main or PackURI("/word/document.xml")
        self._related = self._relations(self._main)

    def main(self) -> etree._Element | None:
        """The root element of the main document, None where there is none."""
        return self._tree(self._main)

    def related(self, kind: str) -> etree._Element | None:
        """The root element of the main document's part of a kind: styles, numbering, footnotes, …; None without one."""
        return next((self._tree(uri) for found, uri in self._related.values() if found == kind), None)

    def by_id(self, relation: str) -> etree._Element | None:
        """The root element of the part that the main document names by a relationship, None where there is none."""
        return self._tree(self._related[relation][1]) if relation in self._related else None

    def content(self, relation: str) -> bytes | None:
        """The bytes of the part that the main document names by a relationship, None where there is none."""
        return self._zip.part(self._related[relation][1].membername) if relation in self._related else None

    def _tree(self, uri: PackURI) -> etree._Element | None:
        """The root element of a part, None where there is no such part."""
        if uri not in self._loaded:
            content = self._zip.part(uri.membername)
            if content is None:
                return None
            for strict, usual in _STRICT:
                content = content.replace(strict, usual)
            self._loaded[uri] = office_xml.parse(content, uri.membername, self.settings.max_xml_depth)
        return self._loaded[uri]

    def _relations(self, uri: PackURI) -> dict[str, tuple[str, PackURI]]:
        """Relationships inside the package: id → (kind, the last word of its type; the part that is meant)."""
        from docx.opc.packuri import PackURI

        root = self._zip.tree(uri.rels_uri.membername)
        found: dict[str, tuple[str, PackURI]] = {}
        for relation in root.iterchildren(_RELATIONSHIP) if root is not None else ():
            target = relation.get("Target", "")
            if target and relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = (kind, PackURI.from_rel_ref(uri.baseURI, target))
        return found
