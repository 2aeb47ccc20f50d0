"""antiword, where LibreOffice is absent: the text of a .doc with its tables, as the DocBook that it prints."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree

from extractor.errors import SourceError
from extractor.readers import office_xml
from extractor.readers.characters import clean, show_symbols
from extractor.readers.compose import CellCount, Composer, GridCell
from extractor.readers.office_libreoffice import run_fenced
from extractor.settings import Settings

#: What to install on Debian and Ubuntu.
PACKAGE: Final = "antiword"
_SECONDS: Final = 20.0
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE[^>\[]*>")
_SPACE: Final = re.compile(r"\s+")
_LINES: Final = ("para", "title", "literallayout")


@cache
def program() -> str | None:
    """The path of antiword; None where it is not installed."""
    return shutil.which("antiword")


def write(data: bytes, out: Composer, settings: Settings) -> None:
    """Add the document's paragraphs and tables. Automatic numbers of lists are not told by antiword.

    Raises SourceError: corrupted, missing_program, timeout, limit_*."""
    printed = _DOCTYPE.sub(b"", _printed(data, settings.max_part), count=1)
    root = office_xml.parse(printed, "of antiword's output", settings.max_xml_depth)
    counted = CellCount(settings.max_cells)
    for element in _items(root):
        if element.tag in _LINES:
            out.paragraph(_text(element))
            continue
        rows = list(element.iter("row"))
        grid = [
            GridCell(at, column, "\n".join(t for t in (_text(p) for p in _paragraphs(entry)) if t))
            for at, row in enumerate(rows)
            for column, entry in enumerate(row.iterchildren("entry"))
        ]
        counted.add(len(grid))
        out.table(grid, rows=len(rows))


def _printed(data: bytes, max_bytes: int) -> bytes:
    command = program()
    if command is None:
        raise SourceError("missing_program", f"this format is read through antiword: install {PACKAGE}")
    with tempfile.TemporaryDirectory(prefix="vytiah-") as name:
        folder = Path(name)
        (folder / "in.doc").write_bytes(data)
        environment = {"HOME": name, "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
        arguments = [command, "-m", "UTF-8.txt", "-x", "db", "in.doc"]
        status = run_fenced(arguments, _SECONDS, folder=folder, environment=environment)
        printed = folder / "stdout"
        if status is None:
            raise SourceError("timeout", "antiword took too long over the file")
        if status != 0 or printed.stat().st_size == 0:
            raise SourceError("corrupted", "antiword cannot open the file")
        if printed.stat().st_size > max_bytes:
            raise SourceError("limit_part", f"the document's text is larger than {max_bytes:,} bytes")
        return printed.read_bytes()


def _items(root: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in reading order; what stands in a table is the table's."""
    stack = [iter(root)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == "informaltable" or (element.tag in _LINES and element.find(".//informaltable") is None):
            yield element
        else:
            stack.append(iter(element))


def _paragraphs(entry: etree._Element) -> list[etree._Element]:
    return list(entry.iter(*_LINES)) or [entry]


def _text(element: etree._Element) -> str:
    return show_symbols(clean(_SPACE.sub(" ", "".join(str(t) for t in element.itertext())))).strip()
