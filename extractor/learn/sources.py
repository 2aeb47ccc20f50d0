"""What the commands that learn from real papers have in common: `python -m extractor.learn.MODEL SOURCE…`.

A SOURCE is a zip of an archive or a folder of documents; the folders of `--apart` hold those that measure."""

from __future__ import annotations

import sys
import zipfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from extractor.errors import SourceError
from extractor.schema.document import Document


def asked(model: str, about: str | None, arguments: Sequence[str]) -> tuple[list[Path], list[Path]]:
    """(the SOURCEs, the folders of documents set apart) that the arguments name; `about` is the text of the help."""
    cli = ArgumentParser(prog=f"python -m extractor.learn.{model}", description=about)
    cli.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    cli.add_argument("--apart", action="append", default=[], type=Path, metavar="FOLDER")
    found = cli.parse_args(arguments)
    return found.sources, found.apart


def run(model: str, main: Callable[[Sequence[str]], int]) -> NoReturn:
    """Ends the process with the status of `main`, or with why it could not go on."""
    try:
        sys.exit(main(sys.argv[1:]))
    except SourceError as error:
        sys.exit(f"learn.{model}: {error}")


def documents(source: Path, read: Callable[[bytes, str], Document], *, every: int = 1) -> Iterator[Document]:
    """The documents of a folder, or one of `every` so many of a zip, that `read` can make of bytes and a name."""
    if source.suffix == ".zip":
        with zipfile.ZipFile(source) as files:
            yield from _readable(((Path(n).name, files.read(n)) for n in sorted(files.namelist())[::every]), read)
    else:
        paths = (p for p in sorted(source.iterdir()) if p.is_file() and not p.name.endswith(".gold.json"))
        yield from _readable(((p.name, p.read_bytes()) for p in paths), read)


def _readable(contents: Iterator[tuple[str, bytes]], read: Callable[[bytes, str], Document]) -> Iterator[Document]:
    for name, data in contents:
        try:
            yield read(data, name)
        except SourceError:
            continue
