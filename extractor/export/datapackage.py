"""Frictionless Data Package: a zip of all tables as CSV with datapackage.json, which types and links their columns."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from extractor.export.csv_table import Lines
from extractor.export.options import Options
from extractor.export.tables import ID_COLUMN, TABLE, TABLES, Table
from extractor.version import __version__

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction

NAME: Final = "datapackage"
MEDIA_TYPE: Final = "application/zip"
EXTENSION: Final = "zip"

#: The time that stands at every member: the same extractions give the same bytes.
_MADE: Final = (1980, 1, 1, 0, 0, 0)
_NEUTRAL: Final = (
    "A text that a spreadsheet might run as a formula, or that begins with an apostrophe, has one apostrophe in front; "
    "take one leading apostrophe off to have the text back."
)


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """The package of the extractions; the tables grow in temporary files, so that their rows fill no memory."""
    with ExitStack() as stack:
        files: list[IO[bytes]] = [stack.enter_context(TemporaryFile()) for _ in TABLES]
        sheets = [Lines(file, table, whole_ids=True) for file, table in zip(files, TABLES, strict=True)]  # type: ignore[arg-type]
        for extraction in extractions:
            for sheet in sheets:
                sheet.add(extraction)
        for sheet in sheets:
            sheet.close()
        with ZipFile(stream, "w", ZIP_DEFLATED) as package:
            package.writestr(_member("datapackage.json"), json.dumps(descriptor(), ensure_ascii=False, indent=2))
            for table, file in zip(TABLES, files, strict=True):
                file.seek(0)
                with package.open(_member(_path(table)), "w", force_zip64=True) as member:
                    copyfileobj(file, member)


def descriptor() -> dict[str, Any]:
    """The package's datapackage.json."""
    return {
        "profile": "tabular-data-package",
        "name": "vytiah",
        "title": "Заходи, строки, відповідальні та показники з документів",
        "description": _NEUTRAL,
        "version": __version__,
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": _path(table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {
                    "name": c.name,
                    "type": c.type,
                    "title": c.title,
                    **({"constraints": {"required": True}} if c.name in table.key else {}),
                }
                for c in table.columns
            ],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign_key(TABLE[other]) for other in table.of],
        },
    }


def _foreign_key(other: Table) -> dict[str, Any]:
    """One column a key: of a key of several columns, some checkers take an empty one for a broken link."""
    id_ = ID_COLUMN[other.name]
    return {"fields": id_, "reference": {"resource": other.name, "fields": id_}}


def _path(table: Table) -> str:
    return f"{table.name}.csv"


def _member(name: str) -> ZipInfo:
    info = ZipInfo(name, _MADE)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
