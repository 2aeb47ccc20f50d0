"""`vytiah export`: results or a store in another form. A thin shell over extractor.export."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final, Literal

import typer

from extractor import export
from extractor.export.options import no_link

if TYPE_CHECKING:
    from extractor.schema.contract import Extraction
    from extractor.store import Filter, Store

_SOME_FAILED: Final = 1
_USAGE: Final = 2
_NOTHING_MATCHED: Final = 3
#: What a terminal cannot show.
_BINARY: Final = frozenset({"xlsx", "parquet", "datapackage", "spacy"})

Format = StrEnum("Format", {e.NAME: e.NAME for e in export.EXPORTERS})  # type: ignore[misc]


def register(app: typer.Typer) -> None:
    """Give the command line its `export`."""
    app.command("export")(_export)


def _export(  # noqa: PLR0913 - the options of a command
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE...]", help="Results of vytiah extract, or folders of them; - is standard input."),
    ] = None,
    *,
    format_: Annotated[
        Format | None, typer.Option("--format", "-f", help="The form; without it the output's name tells.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE|-", help="- is standard output.")] = Path("-"),
    store: Annotated[
        str | None, typer.Option("--store", metavar="URL", help="A store in place of files: an SQLite file or a URL.")
    ] = None,
    table: Annotated[export.TableName, typer.Option("--table", help="Which table CSV and Parquet hold.")] = "measures",
    bom: Annotated[bool, typer.Option("--bom", help="CSV for old spreadsheets: UTF-8 with a byte order mark.")] = False,
    lang: Annotated[
        Literal["uk", "en"], typer.Option("--lang", help="Language of headings in workbooks and calendars.")
    ] = "uk",
    link: Annotated[
        str | None,
        typer.Option(
            "--link",
            metavar="ADDRESS",
            help="Where documents can be seen: https://… with {id}, {filename}, {page} in it; cells lead there.",
        ),
    ] = None,
    alarm: Annotated[
        int, typer.Option("--alarm", min=-1, max=365, help="Days before a deadline that a calendar reminds; -1: never.")
    ] = 3,
    text: Annotated[str | None, typer.Option("--text", help="Documents with these words, in any form.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Documents of this kind; may be repeated.")] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", help="Documents of this body.")] = None,
    language: Annotated[
        Literal["uk", "ru"] | None, typer.Option("--language", help="Documents in this language.")
    ] = None,
    responsible: Annotated[str | None, typer.Option("--responsible", help="Measures of this body.")] = None,
    due_before: Annotated[
        str | None, typer.Option("--due-before", metavar="DATE", help="Measures due on this day or before.")
    ] = None,
    due_after: Annotated[
        str | None, typer.Option("--due-after", metavar="DATE", help="Measures due on this day or after.")
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", help="Measures planned, ongoing or done; documents complete or partial."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="Documents that changed in the store since then.")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Keep all measures of a document that has one that was asked for.")
    ] = False,
) -> None:
    """Write results of extract, or a store, as a table, workbook, calendar, data package, linked data …

    Each document is written once. Options that choose measures leave the others of the same document out.
    Exit codes: 0 all well, 1 some files could not be read, 2 wrong usage, 3 nothing matched."""
    exporter = _exporter(format_.value if format_ else None, output)
    if bool(files) == bool(store):
        raise typer.BadParameter("name files of results, or a store with --store, and not both")
    if since and not store:
        raise typer.BadParameter("--since asks a store")
    options = export.Options(
        table=table,
        bom=bom,
        language=lang,
        link=_link(link),
        alarm_days=alarm if alarm >= 0 else None,
    )
    wanted = _filter(
        text=text,
        kind=tuple(kind or ()),
        issuer=issuer,
        language=language,
        responsible=responsible,
        due_before=_date(due_before, "--due-before"),
        due_after=_date(due_after, "--due-after"),
        status=tuple(status or ()),
        since=since,
    )
    told = _Told()
    with ExitStack() as stack:
        if store:
            found = _stored(_opened(store, stack), wanted, whole)
        elif wanted is None:
            found = told.read(files or [])
        else:
            found = _filtered(told.read(files or []), wanted, whole, stack)
        with _place(output, exporter.NAME in _BINARY) as stream:
            exporter.write(told.counted(found), stream, options)
    _end(told)


def _exporter(name: str | None, output: Path) -> export.Exporter:
    """The exporter asked for by name, else by what the output is called."""
    if name is not None:
        return export.named(name)
    fits = [e for e in export.EXPORTERS if output.name.lower().endswith(f".{e.EXTENSION}")]
    if not fits:
        raise typer.BadParameter(f"say --format: one of {', '.join(e.NAME for e in export.EXPORTERS)}")
    return max(fits, key=lambda e: len(e.EXTENSION))


def _link(template: str | None) -> export.Link:
    try:
        return export.link_by_template(template) if template else no_link
    except export.ExportError as error:
        raise typer.BadParameter(str(error)) from error


def _date(text: str | None, option: str) -> str | None:
    from extractor.schema.due import day

    if text is not None and day(text) is None:
        raise typer.BadParameter(f"{option} takes a date like 2026-12-31")
    return text


def _filter(**parts: str | tuple[str, ...] | None) -> Filter | None:
    """The Filter of what was asked for; None where nothing was."""
    given = {name: value for name, value in parts.items() if value}
    if not given:
        return None
    from extractor.store import Filter

    return Filter(**given)  # type: ignore[arg-type]


def _opened(url: str, stack: ExitStack) -> Store:
    from extractor.store import open_store

    if "://" not in url and not Path(url).is_file():
        raise typer.BadParameter(f"there is no store {url}")
    return stack.enter_context(open_store(url))


def _filtered(found: Iterable[Extraction], wanted: Filter, whole: bool, stack: ExitStack) -> Iterator[Extraction]:
    """Files are asked as a store is: they are put into one that lasts as long as the command."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="vytiah-"))
    from extractor.store import open_store

    store = stack.enter_context(open_store(Path(folder, "results.db")))
    for extraction in found:
        store.save(extraction)
    return _stored(store, wanted, whole)


def _stored(store: Store, wanted: Filter | None, whole: bool) -> Iterator[Extraction]:
    """The extractions that a filter leaves, each with the measures that it leaves."""
    from extractor.export.select import narrowed

    if wanted is None:
        yield from store.extractions()
        return
    # The words of a text choose documents: those of its measures may stand anywhere in it.
    measures = replace(wanted, text=None)
    of_measures = wanted.responsible or wanted.due_before or wanted.due_after or wanted.status
    for extraction in store.extractions(wanted):
        if whole or not of_measures:
            yield extraction
            continue
        of_this = replace(measures, ids=(export.document_id(extraction),))
        yield narrowed(extraction, _ids(store, of_this))


def _ids(store: Store, wanted: Filter) -> set[str]:
    ids: set[str] = set()
    after: str | None = None
    while True:
        page = store.measures(wanted, after=after, limit=500)
        ids.update(row.id for row in page.items)
        after = page.next
        if after is None:
            return ids


@dataclass(slots=True)
class _Told:
    """What the command has to say at its end."""

    written: int = 0
    unread: int = 0
    failures: int = 0

    def read(self, files: list[Path]) -> Iterator[Extraction]:
        """The extractions in files, each document once; what is none is told on standard error."""
        from extractor.export.inputs import Unread, results
        from extractor.export.select import once
        from extractor.schema.contract import Failure

        def good() -> Iterator[Extraction]:
            for result in results(files, sys.stdin.buffer):
                if isinstance(result, Unread):
                    self.unread += 1
                    _say(f"vytiah: {result.place}: {result.message}")
                elif isinstance(result, Failure):
                    self.failures += 1
                else:
                    yield result

        return once(good())

    def counted(self, found: Iterable[Extraction]) -> Iterator[Extraction]:
        """The same extractions, counted."""
        for extraction in found:
            self.written += 1
            yield extraction


@contextmanager
def _place(output: Path, binary: bool) -> Iterator[BinaryIO]:
    """Where the export goes: standard output, or a file that appears only when it is whole."""
    if output == Path("-"):
        if binary and sys.stdout.isatty():
            raise typer.BadParameter("a terminal cannot show this form: name a file with --output")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        made = tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name[:50]}.", delete=False)  # noqa: SIM115
    except OSError as error:
        raise typer.BadParameter(f"cannot write to {output}: {error.strerror}") from error
    try:
        with made:
            yield made  # type: ignore[misc]
            made.flush()
            os.fsync(made.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(made.name).chmod(0o666 & ~mask)
        Path(made.name).replace(output)
    except BaseException:
        Path(made.name).unlink(missing_ok=True)
        raise


def _end(told: _Told) -> None:
    if told.failures:
        _say(f"vytiah: {told.failures} documents that could not be read by extract are left out")
    if told.unread:
        raise typer.Exit(_SOME_FAILED)
    if not told.written:
        _say("vytiah: nothing matched")
        raise typer.Exit(_NOTHING_MATCHED)


def _say(line: str) -> None:
    """One line on standard error, control characters escaped: names come from strangers."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    sys.stderr.write(safe + "\n")
