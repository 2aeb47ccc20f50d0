"""The container of an office file, opened as something that came from a stranger, as python-docx's parts and elements.

python-docx's own loader trusts the archive: it inflates every part and stops at the first relationship to a part that
is not there. Here parts are inflated only when they are asked for, counted and looked at, and only then handed over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from extractor.errors import SourceError
from extractor.readers.office_zip import OfficeZip

if TYPE_CHECKING:
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart

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


@dataclass(slots=True)
class Package:
    """The parts of an office file; what is inflated is counted against `max_unpacked`.

    Every method raises SourceError: too_large, encrypted, corrupted."""

    data: bytes
    max_unpacked: int
    _zip: OfficeZip = field(init=False)
    _main: PackURI = field(init=False)
    _related: dict[str, tuple[str, PackURI]] = field(init=False)
    _loaded: dict[str, XmlPart] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from docx.opc.packuri import PACKAGE_URI, PackURI

        self._zip = OfficeZip(self.data, self.max_unpacked)
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

    def _tree(self, uri: PackURI) -> etree._Element | None:
        """python-docx's element for a part, without comments and processing instructions, which would part texts."""
        from docx.opc.part import XmlPart
        from docx.package import Package as OpcPackage

        if uri not in self._loaded:
            content = self._part(uri)
            if content is None:
                return None
            try:
                part = XmlPart.load(uri, "application/xml", content, OpcPackage())
            except (etree.XMLSyntaxError, ValueError) as error:
                raise SourceError("corrupted", f"the part {uri} of the file is no well-formed XML") from error
            etree.strip_tags(part.element, etree.Comment, etree.ProcessingInstruction)
            self._loaded[uri] = part
        root: etree._Element = self._loaded[uri].element
        return root

    def _relations(self, uri: PackURI) -> dict[str, tuple[str, PackURI]]:
        """Relationships inside the package: id → (kind, the last word of its type; the part that is meant)."""
        from docx.opc.oxml import CT_Relationships, parse_xml
        from docx.opc.packuri import PackURI

        content = self._part(uri.rels_uri)
        if content is None:
            return {}
        try:
            root = parse_xml(content)  # type: ignore[arg-type]  # annotated as text, made for bytes
        except (etree.XMLSyntaxError, ValueError) as error:
            raise SourceError("corrupted", f"the part {uri.rels_uri} of the file is no well-formed XML") from error
        return {
            relation.rId or "": (
                (relation.reltype or "").rpartition("/")[2],
                PackURI.from_rel_ref(uri.baseURI, relation.target_ref),
            )
            for relation in (root.Relationship_lst if isinstance(root, CT_Relationships) else ())
            if relation.target_mode != "External" and relation.target_ref
        }

    def _part(self, uri: PackURI) -> bytes | None:
        """The bytes of a part, inflated under the limit and free of entities; None where there is no such part."""
        content = self._zip.xml(uri.membername)
        if content is None:
            return None
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return content
