"""The `vytiah` command: thin shells over library calls. Exit codes stand here only."""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from extractor import cli_batch, cli_export, cli_feed, cli_models, cli_serve, cli_store
from extractor.errors import SourceError, VytiahError
from extractor.settings import DEFAULT, Nlp, Settings
from extractor.version import __version__

if TYPE_CHECKING:
    from extractor.batch import Result

OK: Final = 0
SOME_FAILED: Final = 1
USAGE: Final = 2
NOTHING_MATCHED: Final = 3
INTERRUPTED: Final = 130

#: From so many files on, starting worker processes pays.
MANY: Final = 16

app = typer.Typer(
    name="vytiah",
    help="Measures, who answers for them, by when and with what figures: from Ukrainian and Russian documents to JSON.",
    epilog="Exit codes: 0 all well, 1 some inputs failed, 2 wrong usage or no place to write, 3 nothing matched, "
    "130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


Models = Annotated[
    Nlp,
    typer.Option(
        "--nlp",
        help="Which models read along with the rules: none, the fast tagger, the accurate one, or stanza's parser too.",
    ),
]


class Format(StrEnum):
    """How results are written."""

    json = "json"
    jsonl = "jsonl"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vytiah {__version__}")
        raise typer.Exit(OK)


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options before the command."""


@app.command()
def extract(  # noqa: PLR0913, PLR0917 - the options of a command
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders; - reads standard input.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR|-", help="A folder for the results; - is standard output.")
    ] = Path("-"),
    format_: Annotated[
        Format, typer.Option("--format", help="json: one object a document; jsonl: one line a document.")
    ] = Format.json,
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=0, max=256, help="Processes to work in; 0 lets the program choose.")
    ] = 0,
    nlp: Models = DEFAULT.nlp,
    wall: Annotated[
        float, typer.Option("--wall", min=0.1, metavar="SECONDS", help="Longest time for one document.")
    ] = DEFAULT.max_seconds,
    memory: Annotated[
        int, typer.Option("--memory-mb", min=256, metavar="MB", help="Most memory for one document.")
    ] = DEFAULT.max_memory >> 20,
    debug: Annotated[bool, typer.Option("--debug", help="Tell faults of the program with their traceback.")] = False,
) -> None:
    """Extract documents to JSON; of an archive or a mail, every document inside."""
    from extractor import batch

    settings = Settings(nlp=nlp, max_seconds=wall, max_memory=memory << 20)
    if Path("-") in paths:
        if len(paths) > 1:
            _say("vytiah: - reads standard input and stands alone")
            raise typer.Exit(USAGE)
        with closing(batch.run_stream(sys.stdin.buffer, settings=settings, debug=debug)) as results:
            _write(results, paths, output, format_)
        return
    files = list(batch.walk(paths))
    if not files:
        _say("vytiah: no files found")
        raise typer.Exit(NOTHING_MATCHED)
    count = workers or (min(os.cpu_count() or 1, 8) if len(files) >= MANY else 1)
    with closing(batch.run(files, workers=count, settings=settings, debug=debug, waited=_age())) as results:
        _write(_shown(results, len(files)), files, output, format_)


def _age() -> float:
    """Seconds since this process was started."""
    import psutil

    return max(0.0, time.time() - float(psutil.Process().create_time()))


def _shown(results: Iterator[list[Result]], total: int) -> Iterator[list[Result]]:
    """The results of each input, with a progress bar on a terminal when there are several."""
    if total < 2 or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(results, "documents", total=total, console=Console(stderr=True), transient=True)


def _write(inputs: Iterable[list[Result]], files: Sequence[Path], output: Path, form: Format) -> None:
    """Write the results, say what failed, and end with the exit code that is due.

    An input fails where nothing in it could be read; parts that could not are named, and leave it partial."""
    failed = 0
    sink = _terminal(form, several=len(files) > 1) if output == Path("-") else _folder(output, files, form)
    try:
        next(sink)
        for results in inputs:
            failed += all(r.code is not None for r in results)
            for result in results:
                if result.code is not None:
                    _say(f"vytiah: {result.shown}: {result.message} [{result.code}]")
            sink.send(results)
        sink.close()
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None:
            raise
        _say(f"vytiah: cannot write to {error.filename}: {error.strerror}")
        raise typer.Exit(USAGE) from error
    if failed:
        raise typer.Exit(SOME_FAILED)


def _terminal(form: Format, *, several: bool) -> Generator[None, list[Result], None]:
    """Sink to standard output: an array, or of one input that is one document its object alone; or a line each.

    Failures stand only in lines."""
    from extractor.batch import indented

    written = 0
    try:
        while True:
            results = yield
            several = several or any(r.member is not None for r in results)
            for result in results:
                if form is Format.jsonl:
                    _out(result.json + "\n")
                elif result.code is None:
                    _out((",\n" if written else "[\n" if several else "") + indented(result.json))
                    written += 1
    finally:
        if form is Format.json:
            end = "\n" if written else ""
            _out((f"{end}]\n" if written else "[]\n") if several else end)


def _folder(output: Path, files: Sequence[Path], form: Format) -> Generator[None, list[Result], None]:
    """Sink to a folder: a file a document, or extractions.jsonl."""
    from extractor.batch import OutputNames, indented

    output.mkdir(parents=True, exist_ok=True)
    if form is Format.jsonl:
        with (output / "extractions.jsonl").open("w", encoding="utf-8") as lines:
            while True:
                lines.writelines(result.json + "\n" for result in (yield))
    names = OutputNames(files)
    while True:
        for result in (yield):
            if result.code is None:
                (output / names.of(result)).write_text(indented(result.json) + "\n", encoding="utf-8")


@app.command()
def explain(path: Annotated[Path, typer.Argument(metavar="FILE")], nlp: Models = DEFAULT.nlp) -> None:
    """Print which rule or model said what, and where in the text."""
    from extractor.evaluate.explain import lines

    try:
        for line in lines(path, Settings(nlp=nlp)):
            _out(line + "\n")
    except SourceError as error:
        _say(f"vytiah: {path}: {error.message} [{error.code}]")
        raise typer.Exit(SOME_FAILED) from error


@app.command()
def schema() -> None:
    """Print the JSON Schema of the output."""
    from extractor.schema.json_schema import text

    _out(text())


@app.command()
def doctor() -> None:
    """Say what is installed, what works and what is missing."""
    from extractor.evaluate.doctor import checks

    good = True
    for check in checks():
        good &= check.ok or check.optional
        mark = "ok" if check.ok else "missing" if check.optional else "BROKEN"
        _out(f"{mark:8}{check.name}: {check.detail}\n")
    if not good:
        raise typer.Exit(SOME_FAILED)


# Below the commands of this file, as --help lists them in this order.
cli_batch.register(app)
cli_store.register(app)
cli_export.register(app)
cli_feed.register(app)
cli_serve.register(app)
app.add_typer(cli_models.app, name="models")


def _out(text: str) -> None:
    sys.stdout.write(text)


def _say(line: str) -> None:
    """One line on standard error, control characters escaped: names and messages come from strangers."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    sys.stderr.write(safe + "\n")


def run() -> None:
    """Entry point of the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        app()
    except VytiahError as error:
        _say(f"vytiah: {error}")
        sys.exit(SOME_FAILED)
    except KeyboardInterrupt:
        _say("vytiah: interrupted")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone, as with `| head`: nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(OK)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _say(f"vytiah: cannot write the results: {error.strerror or error}")
        sys.exit(USAGE)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        _say(f"vytiah: a fault of the program, please report it: {type(error).__name__}: {error} [internal]")
        sys.exit(SOME_FAILED)


def _interrupted(*_: object) -> None:
    """Asked to end, we do as at an interrupt: what we have started ends with us."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    run()
