"""Old word processor files: Word before 2007 (.doc, .dot), what uses its format or its place (.wps), Word's own XML of
2003. They are turned into .docx by LibreOffice and read as such; where it is absent antiword gives text and tables,
without the automatic numbers of lists. LibreOffice 7.4 drops every table of some .doc files (found on files that it had
written itself): where a file describes tables and none came out, antiword is asked as well."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from extractor.errors import SourceError
from extractor.readers import doc_antiword, docx, office_libreoffice, office_ole
from extractor.readers.compose import Composer
from extractor.schema.document import Document, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "doc"
MEDIA_TYPES: Final = ("application/msword", "application/vnd.ms-works")
EXTENSIONS: Final = ("doc", "dot", "wps", "wpt")

_SHOWN: Final = re.compile(r"[^\W_]")
_HEAD: Final = 4096
#: sprmTDefTable, which describes each row of a table ([MS-DOC] 2.6.3).
_DESCRIBES_ROWS: Final = b"\x08\xd6"


def recognises(source: Source) -> bool:
    """An OLE file with a document of Word or Works in it, or Word's XML of 2003."""
    return office_ole.kind_of(source.data) == "text" or _is_word_xml(source.data)


def read(source: Source, settings: Settings) -> Document:
    """The document as displayed. Raises SourceError: encrypted, corrupted, missing_program, no_text, timeout,
    limit_*."""
    if office_ole.text_is_encrypted(source.data):
        raise SourceError("encrypted", "the document is protected by a password: save it without one")
    if office_libreoffice.program() is None:
        return _by_antiword(source, settings)
    found: Document | None = None
    why: SourceError | None = None
    try:
        found = _by_libreoffice(source, settings)
    except SourceError as error:
        why = error
    if not _has_table(found) and _DESCRIBES_ROWS in source.data and doc_antiword.program() is not None:
        with suppress(SourceError):
            again = _by_antiword(source, settings)
            found = again if _has_table(again) else found
    if found is None:
        raise why or SourceError("corrupted", "LibreOffice cannot open the file")
    return found


def _is_word_xml(data: bytes) -> bool:
    head = data[:_HEAD]
    return b"<w:wordDocument" in head and b"schemas.microsoft.com/office/word/2003/wordml" in head


def _by_libreoffice(source: Source, settings: Settings) -> Document:
    from extractor.readers import Source as Bytes

    extension = "xml" if _is_word_xml(source.data) else "doc"
    made = office_libreoffice.converted(source.data, extension, max_bytes=settings.max_bytes)
    document = docx.read(Bytes(made, source.name, hashlib.sha256(made).hexdigest()), settings)
    pages, recognised = document.source.pages, document.source.ocr
    return replace(document, source=replace(_facts(source), pages=pages, ocr=recognised))


def _has_table(found: Document | None) -> bool:
    return found is not None and any(block.table is not None for block in found.blocks)


def _by_antiword(source: Source, settings: Settings) -> Document:
    if doc_antiword.program() is None or _is_word_xml(source.data):
        needed = f"install {office_libreoffice.PACKAGE} (or {doc_antiword.PACKAGE}, which reads less)"
        raise SourceError("missing_program", f"old office files are read through LibreOffice: {needed}")
    out = Composer(settings.max_characters)
    doc_antiword.write(source.data, out, settings)
    text = out.text
    if not _SHOWN.search(text):
        raise SourceError("no_text", "the document holds no letters or digits; is it a scan?")
    return Document(text=text, source=_facts(source), blocks=tuple(out.blocks))


def _facts(source: Source) -> SourceFacts:
    return SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME)
