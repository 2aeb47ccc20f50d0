"""CSV (RFC 4180): one table, UTF-8. Texts are quoted, and what a spreadsheet would run is neutralised."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, Final

from extractor.export.options import Options
from extractor.export.rows import Value, rows
from extractor.export.tables import ID_COLUMN, TABLE, Table
from extractor.export.texts import neutral

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction

NAME: Final = "csv"
MEDIA_TYPE: Final = "text/csv"
EXTENSION: Final = "csv"

_IDS: Final = frozenset(ID_COLUMN.values()) - {"document_id"} | {"parent_id"}


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:
    """The table that the options ask for, with its column names; a text that might be a formula has ' in front."""
    sheet = Lines(stream, TABLE[options.table], bom=options.bom)
    for extraction in extractions:
        sheet.add(extraction)
    sheet.close()


class Lines:
    """One table being written as CSV to a stream, which stays open.

    whole_ids: whether the ids of things say their document too, «DOCUMENT/m1», so that one column names a thing."""

    def __init__(self, stream: BinaryIO, table: Table, *, bom: bool = False, whole_ids: bool = False) -> None:
        self._text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        self._table = table
        self._whole = {i for i, c in enumerate(table.columns) if c.name in _IDS} if whole_ids else set()
        if bom:
            self._text.write("\ufeff")
        self._csv = csv.writer(self._text, quoting=csv.QUOTE_NONNUMERIC)
        self._csv.writerow([c.name for c in table.columns])

    def add(self, extraction: Extraction) -> None:
        """The extraction's rows."""
        for row in rows(extraction, self._table.name):
            self._csv.writerow(
                [f"{row[0]}/{cell(v)}" if v and i in self._whole else cell(v) for i, v in enumerate(row)]
            )

    def close(self) -> None:
        """Let the stream go, whole and open."""
        self._text.flush()
        self._text.detach()


def cell(value: Value) -> str | int | float | None:
    """The value as CSV has it: dates ISO 8601, truth `true` and `false`, nothing empty."""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value
