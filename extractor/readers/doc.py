"""Old word processor files: Word before 2007 (.doc, .dot), what uses its format or its place (.wps), Word's own XML of
2003. They are turned into .docx by LibreOffice and read as such; where it is absent antiword gives text and tables,
without the automatic numbers of lists. LibreOffice 7.4 drops every table of some .doc files (found on files that it had
written itself): where a file describes tables and none came out, antiword is asked as well."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from extractor.errors import SourceError
from extractor.readers import doc_antiword, docx, office_libreoffice, office_ole
from extractor.readers.compose import Composer
from extractor.readers.office_libreoffice import Input
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
    found = read_many([source], settings)[0]
    if isinstance(found, SourceError):
        raise found
    return found


def read_many(sources: Sequence[Source], settings: Settings) -> list[Document | SourceError]:
    """Several documents, each read or refused; LibreOffice, whose start takes longer than most files, starts once."""
    found: list[Document | SourceError | None] = [
        SourceError("encrypted", "the document is protected by a password: save it without one")
        if office_ole.text_is_encrypted(source.data)
        else None
        for source in sources
    ]
    open_ones = [at for at, known in enumerate(found) if known is None]
    if office_libreoffice.program() is not None:
        inputs = [Input(sources[at].data, "xml" if _is_word_xml(sources[at].data) else "doc") for at in open_ones]
        made = office_libreoffice.convert(inputs, max_bytes=settings.max_bytes) if inputs else []
        for at, result in zip(open_ones, made, strict=True):
            found[at] = result if isinstance(result, SourceError) else _read_docx(result, sources[at], settings)
            if _lost_tables(found[at], sources[at]):
                again = _by_antiword(sources[at], settings)
                found[at] = again if _has_table(again) else found[at]
    else:
        for at in open_ones:
            found[at] = _by_antiword(sources[at], settings)
    return [known for known in found if known is not None]


def _is_word_xml(data: bytes) -> bool:
    head = data[:_HEAD]
    return b"<w:wordDocument" in head and b"schemas.microsoft.com/office/word/2003/wordml" in head


def _read_docx(made: bytes, source: Source, settings: Settings) -> Document | SourceError:
    from extractor.readers import Source as Bytes

    try:
        document = docx.read(Bytes(made, source.name, hashlib.sha256(made).hexdigest()), settings)
    except SourceError as error:
        return error
    return replace(document, source=_facts(source))


def _lost_tables(found: Document | SourceError | None, source: Source) -> bool:
    return not _has_table(found) and _DESCRIBES_ROWS in source.data and doc_antiword.program() is not None


def _has_table(found: Document | SourceError | None) -> bool:
    return isinstance(found, Document) and any(block.table is not None for block in found.blocks)


def _by_antiword(source: Source, settings: Settings) -> Document | SourceError:
    if doc_antiword.program() is None or _is_word_xml(source.data):
        needed = f"install {office_libreoffice.PACKAGE} (or {doc_antiword.PACKAGE}, which reads less)"
        return SourceError("missing_program", f"old office files are read through LibreOffice: {needed}")
    out = Composer(settings.max_characters)
    try:
        doc_antiword.write(source.data, out, settings)
    except SourceError as error:
        return error
    text = out.text
    if not _SHOWN.search(text):
        return SourceError("no_text", "the document holds no letters or digits; is it a scan?")
    return Document(text=text, source=_facts(source), blocks=tuple(out.blocks))


def _facts(source: Source) -> SourceFacts:
    return SourceFacts(source.name, source.sha256, MEDIA_TYPES[0], len(source.data), NAME)
