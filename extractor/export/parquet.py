"""Parquet: one table with typed columns, a row group some thousands of rows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final

from extractor.export.options import ExportError, Options
from extractor.export.rows import Value, rows
from extractor.export.tables import TABLE, Type

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction

NAME: Final = "parquet"
MEDIA_TYPE: Final = "application/vnd.apache.parquet"
EXTENSION: Final = "parquet"

#: Rows of a group: what is held in memory at a time.
_GROUP: Final = 10_000


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:
    """The table that the options ask for; raises ExportError without pyarrow, which `vytiah[parquet]` brings."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ExportError("Parquet needs pyarrow: pip install 'vytiah[parquet]'") from error
    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }
    table = TABLE[options.table]
    schema = pyarrow.schema([pyarrow.field(c.name, types[c.type]) for c in table.columns])
    every = chain.from_iterable(rows(x, table.name) for x in extractions)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while group := list(islice(every, _GROUP)):
            columns = [
                pyarrow.array([_cell(v, column.type) for v in values], types[column.type])
                for values, column in zip(zip(*group, strict=True), table.columns, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(columns, schema=schema))


def _cell(value: Value, kind: Type) -> Value:
    return float(value) if kind == "number" and isinstance(value, int) else value
