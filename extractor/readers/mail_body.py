"""The document that a mail is: its subject as a heading, then its body, an HTML one read as a page is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from extractor.errors import SourceError
from extractor.readers import html, text
from extractor.readers.mail_mime import Mail, Piece
from extractor.schema.document import Block, Document, Notice, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

#: The mark that makes text UTF-8 whatever it looks like or says of itself.
_MARK: Final = "\ufeff"


def document(mail: Mail, source: Source, settings: Settings, said: tuple[str, str]) -> Document:
    """The mail's Document; `said` is the reader's name and the media type.

    Raises SourceError: no_text, limit_cells, limit_characters."""
    parts = list(_parts(mail.body, settings))
    if not parts:
        raise SourceError("no_text", "the mail has no text of its own")
    facts = SourceFacts(
        source.name,
        source.sha256,
        said[1],
        len(source.data),
        said[0],
        encoding=parts[0].source.encoding,
        mail=mail.facts,
    )
    return replace(_joined(mail.facts.subject, parts, settings), source=facts)


def _parts(body: Sequence[Piece], settings: Settings) -> Iterator[Document]:
    """The body's pieces that hold text; of those that say the same the page, or where it is empty the plain one."""
    pages = {i: _read(piece, settings) for i, piece in enumerate(body) if piece.kind == "html"}
    told = {body[i].group for i, page in pages.items() if page is not None} - {0}
    for i, piece in enumerate(body):
        found = pages[i] if i in pages else None if piece.group in told else _read(piece, settings)
        if found is not None:
            yield found


def _read(piece: Piece, settings: Settings) -> Document | None:
    """One piece as its format's reader reads it; None where it holds no text."""
    from extractor.readers import Source

    read = html.read if piece.kind == "html" else text.read
    data = (_MARK + piece.text).encode("utf-8", "replace")
    try:
        return read(Source(data, None, ""), settings)
    except SourceError as error:
        if error.code in ("no_text", "corrupted"):
            return None
        raise


def _joined(subject: str | None, parts: Sequence[Document], settings: Settings) -> Document:
    """One text of them all, empty lines between; what a page hints at of itself does not hold for a mail."""
    pieces: list[str] = [subject] if subject else []
    blocks: list[Block] = [Block("heading", 0, len(subject))] if subject else []
    notices: list[Notice] = []
    length = len(subject or "")
    for part in parts:
        by = length + 2 if pieces else 0
        pieces.append(part.text)
        length = by + len(part.text)
        blocks += [_moved(b, by) for b in part.blocks]
        notices += [Notice(n.code, n.message, tuple((a + by, b + by) for a, b in n.spans)) for n in part.notices]
    if length > settings.max_characters:
        raise SourceError("limit_characters", f"the text is longer than {settings.max_characters:,} characters")
    return Document("\n\n".join(pieces), parts[0].source, tuple(blocks), notices=tuple(notices))


def _moved(block: Block, by: int) -> Block:
    table = block.table
    if table is not None:
        cells = tuple(replace(c, start=c.start + by, end=c.end + by) for c in table.cells)
        table = replace(table, start=table.start + by, end=table.end + by, cells=cells)
    return replace(block, start=block.start + by, end=block.end + by, table=table)
