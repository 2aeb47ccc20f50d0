"""`vytiah search`, `show` and `stats`: what a store holds. Thin shells over extractor.store."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from extractor.errors import StoreError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from extractor.schema.contract import Extraction
    from extractor.store import DocumentRow, Filter, MeasureRow, Snippet, Store

_SOME_FAILED: Final = 1
_USAGE: Final = 2
_NOTHING_MATCHED: Final = 3
#: Names the store where --store does not; without both it is this file in the current folder.
VARIABLE: Final = "VYTIAH_STORE"
DEFAULT: Final = "vytiah.db"
#: Measures shown of one document that was found.
_SHOWN: Final = 3

Place = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help=f"An SQLite file or postgresql://…; else ${VARIABLE}, or {DEFAULT} in this folder.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="JSON in place of tables.")]


def register(app: typer.Typer) -> None:
    """Give the command line its `search`, `show` and `stats`."""
    app.command("search")(_search)
    app.command("show")(_show)
    app.command("stats")(_stats)


def _search(  # noqa: PLR0913 - the options of a command
    words: Annotated[
        str, typer.Argument(metavar="[WORDS]", help='In any form; "in quotes" together; -word: not; word*: beginning.')
    ] = "",
    *,
    responsible: Annotated[str | None, typer.Option(help="Words or a part of a responsible body's name.")] = None,
    issuer: Annotated[str | None, typer.Option(help="The same of the issuing body.")] = None,
    due_before: Annotated[str | None, typer.Option(metavar="DATE", help="Due on this day or before.")] = None,
    due_after: Annotated[str | None, typer.Option(metavar="DATE", help="Due on this day or after.")] = None,
    open_: Annotated[bool, typer.Option("--open", help="Only measures that are not done.")] = False,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only measures not done that were due before today.")
    ] = False,
    kind: Annotated[list[str] | None, typer.Option(help="order, decision, letter …; may be given again.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="planned, ongoing, done; may be given again.")] = None,
    language: Annotated[str | None, typer.Option(help="uk or ru.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most documents shown.")] = 20,
    store: Place = None,
    as_json: Json = False,
) -> None:
    """Find documents in a store by words, bodies and deadlines."""
    from extractor.store import Filter

    wanted = Filter(
        responsible=responsible,
        issuer=issuer,
        due_before=_day(due_before),
        due_after=_day(due_after),
        open=open_,
        kind=tuple(kind or ()),
        status=tuple(status or ()),
        language=language,
    )
    if overdue:
        wanted = wanted.overdue(date.today())
    with _opened(store) as opened:
        found = list(_found(opened, words, wanted, limit))
    if as_json:
        _out(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2) + "\n")
    else:
        _print_found(found)
    if not found:
        _say("vytiah: nothing found")
        raise typer.Exit(_NOTHING_MATCHED)


@dataclass(frozen=True, slots=True)
class _Found:
    """A document that was found, where in it, and which of its measures meet the filter."""

    document: DocumentRow
    snippets: tuple[Snippet, ...]
    measures: list[MeasureRow]


def _found(store: Store, words: str, wanted: Filter, limit: int) -> Iterator[_Found]:
    from dataclasses import replace

    narrow = bool(wanted.responsible or wanted.due_before or wanted.due_after or wanted.open or wanted.status)
    if words.strip():
        hits = [(hit.document, hit.snippets) for hit in store.search(words, wanted, limit=limit).items]
    else:
        hits = [(row, ()) for row in store.documents(wanted, limit=limit).items]
    for row, snippets in hits:
        theirs = replace(wanted, ids=(row.id,))
        yield _Found(row, snippets, store.measures(theirs, limit=100).items if narrow else [])


def _show(
    document: Annotated[str, typer.Argument(metavar="ID", help="A document's id, or enough of its beginning.")],
    *,
    version: Annotated[int | None, typer.Option(help="An older extraction; else the newest.")] = None,
    as_found: Annotated[bool, typer.Option("--as-found", help="Without people's corrections.")] = False,
    store: Place = None,
    as_json: Json = False,
) -> None:
    """Show a document of a store, and what was found in it."""
    with _opened(store) as opened:
        identity = _one(opened, document)
        row = opened.document(identity)
        extraction = opened.extraction(identity, version, corrected=not as_found)
        failure = opened.failure(identity)
        if row is None or (extraction is None and failure is None):
            _say(f"vytiah: there is no such version of document {identity}")
            raise typer.Exit(_NOTHING_MATCHED)
        if as_json:
            found = extraction or failure
            _out(found.model_dump_json(indent=2) + "\n" if found else "")
            return
        console = _console()
        _print_card(console, row, [sighting.place for sighting in opened.sightings(identity)])
        if extraction is not None:
            _print_extraction(console, extraction, opened.states(identity) if not as_found else {})
        for line in opened.history(identity):
            what = ", ".join(f"{name}: {_brief(line.old.get(name))} → {_brief(new)}" for name, new in line.new.items())
            mark = " (withdrawn)" if line.withdrawn else "" if line.placed else " (not found in this extraction)"
            console.print(_text(f"{line.at[:16]} {line.by}: {line.action} {line.item or line.kind} {what}{mark}"))


def _stats(store: Place = None, as_json: Json = False) -> None:
    """Count what a store holds."""
    with _opened(store) as opened:
        found, url = opened.stats(), opened.url
    if as_json:
        _out(json.dumps({"store": url, **asdict(found)}, ensure_ascii=False, indent=2) + "\n")
        return
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    table.add_row("store", _text(url))
    for name, count, parts in (
        ("documents", found.documents, {**found.by_status, **found.by_error}),
        ("kinds", len(found.by_kind), found.by_kind),
        ("languages", len(found.by_language), found.by_language),
        ("extractions", found.extractions, {}),
        ("measures", found.measures, found.by_measure_status),
        ("deadlines", found.deadlines, {"overdue": found.overdue}),
        ("figures", found.figures, {}),
        ("bodies", found.bodies, {}),
        ("corrections", found.corrections, {}),
        ("changes", found.changes, {}),
        ("megabytes", round(found.bytes / 1e6, 1), {}),
    ):
        table.add_row(name, f"{count:,}", _text(", ".join(f"{key} {number:,}" for key, number in parts.items())))
    _console().print(table)


def _print_found(found: list[_Found]) -> None:
    console = _console()
    for one in found:
        row = one.document
        console.print(_text(_headline(row), "bold"))
        if row.title:
            console.print(_text(row.title))
        for snippet in one.snippets[:_SHOWN]:
            line, at = _text("… ", "dim"), 0
            shown = snippet.text.replace("\n", " ")
            for start, end in snippet.marks:
                line.append_text(_text(shown[at:start], "dim")).append_text(_text(shown[start:end], "bold"))
                at = end
            console.print(line.append_text(_text(shown[at:] + " …", "dim")))
        for measure in one.measures[:_SHOWN]:
            dues = ", ".join(d.due or d.recurrence or d.text for d in measure.deadlines)
            who = "; ".join(party.name for party in measure.responsible)
            console.print(_text(f"  {measure.id} {dues or '—'}  {measure.text}  [{who or '—'}]"))
        if len(one.measures) > _SHOWN:
            console.print(_text(f"  … and {len(one.measures) - _SHOWN} more measures: vytiah show {row.id[:12]}"))
        console.print()


def _headline(row: DocumentRow) -> str:
    number = f"№ {row.number}" if row.number else None
    return "  ".join(part for part in (row.id[:12], row.kind or row.status, number, row.date, row.issuer) if part)


def _print_card(console: Console, row: DocumentRow, places: list[str]) -> None:
    console.print(_text(_headline(row), "bold"))
    if row.title:
        console.print(_text(row.title))
    if row.error_code:
        console.print(_text(f"failed: {row.error_message} [{row.error_code}]", "red"))
    console.print(
        _text(f"id {row.id}  version {row.version}  revision {row.revision}  updated {row.updated[:16]}", "dim")
    )
    for place in places:
        console.print(_text(f"seen at {place}", "dim"))


def _print_extraction(console: Console, extraction: Extraction, states: dict[str, str]) -> None:
    from rich.table import Table

    table = Table(padding=(0, 1))
    for name in ("id", "№", "measure", "responsible", "deadline", "status"):
        table.add_column(name, overflow="fold")
    for measure in extraction.measures:
        dues = "\n".join(d.end or d.start or d.recurrence or d.text for d in measure.deadlines)
        who = "\n".join(party.name for party in measure.responsible)
        state = states.get(measure.id)
        cells = (
            measure.id, measure.number or "", measure.text, who, dues,
            measure.status + (f", {state}" if state else ""),
        )  # fmt: skip
        table.add_row(*(_text(cell) for cell in cells))
    if extraction.measures:
        console.print(table)
    for warning in extraction.warnings:
        console.print(_text(f"warning: {warning.message} [{warning.code}]", "yellow"))


def _one(store: Store, beginning: str) -> str:
    found = store.identify(beginning)
    if len(found) == 1:
        return found[0]
    _say("vytiah: " + (f"{beginning} may be {', '.join(found)}" if found else f"there is no document {beginning}"))
    raise typer.Exit(_NOTHING_MATCHED)


@contextmanager
def _opened(place: str | None) -> Iterator[Store]:
    """The store that is meant; its errors are one line with their code."""
    from extractor.store import open_store

    try:
        with open_store(place or os.environ.get(VARIABLE) or DEFAULT, create=False) as store:
            yield store
    except StoreError as error:
        _say(f"vytiah: {error.message} [{error.code}]")
        raise typer.Exit(_SOME_FAILED) from error


def _day(text: str | None) -> str | None:
    """An ISO date, or wrong usage."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        _say(f"vytiah: {text} is no date; write it as 2026-01-31")
        raise typer.Exit(_USAGE) from error


def _console() -> Console:
    from rich.console import Console

    # A pipe has no width: lines are folded where a wide terminal would.
    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 160)


def _text(words: str, style: str = "") -> Text:
    """Strangers' words: control characters escaped, nothing taken for markup."""
    from rich.text import Text

    return Text("".join(c if c.isprintable() else _shown_as(c) for c in words), style=style)


def _shown_as(character: str) -> str:
    return "\n" if character == "\n" else " " if character.isspace() else character.encode("unicode_escape").decode()


def _brief(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if value is not None else "—"
    return text if len(text) <= 60 else text[:59] + "…"


def _out(text: str) -> None:
    sys.stdout.write(text)


def _say(line: str) -> None:
    sys.stderr.write("".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line) + "\n")
