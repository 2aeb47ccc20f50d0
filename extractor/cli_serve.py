"""`vytiah serve`, `keys`, `users`: the service. Its package stands above this one and is loaded when it is asked for:
it needs the extra `serve`."""

from __future__ import annotations

import shlex
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from extractor.errors import StoreError
from extractor.settings import DEFAULT, Nlp, Settings

_FAILED: Final = 1
_USAGE: Final = 2
_DAY: Final = 24 * 3600.0

keys = typer.Typer(help="Keys by which programs use the service.", no_args_is_help=True)
users = typer.Typer(help="People who log in to the service's pages.", no_args_is_help=True)

Data = Annotated[
    Path,
    typer.Option("--data", envvar="VYTIAH_DATA", help="The folder of uploads, and of the database if none is named."),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store", envvar="VYTIAH_STORE", metavar="URL", help="The database: postgresql://… or an SQLite file."
    ),
]
Scopes = Annotated[
    list[str], typer.Option("--scope", "-s", help="read, write, review or admin; may be given several times.")
]
HOME: Final = Path("vytiah-data")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(serve)
    app.add_typer(keys, name="keys")
    app.add_typer(users, name="users")


def serve(  # noqa: PLR0913, PLR0917 - a command's options
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535)] = 8_000,
    data: Data = HOME,
    store: StoreUrl = None,
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=0, max=256, help="Processes that read; 0: chosen.")
    ] = 0,
    nlp: Annotated[Nlp, typer.Option(help="Which models read along with the rules.")] = DEFAULT.nlp,
    name: Annotated[list[str] | None, typer.Option(help="A host name that it is reached by; * is any.")] = None,
    secure: Annotated[bool, typer.Option("--secure", help="It is reached by HTTPS only: cookies say so.")] = False,
    proxies: Annotated[str, typer.Option(help="Addresses whose X-Forwarded headers are believed.")] = "127.0.0.1",
    scan: Annotated[str, typer.Option(help="A scanner for malware: 'clamdscan --no-summary --fdpass {}'.")] = "",
    private_hooks: Annotated[
        bool, typer.Option("--private-hooks", help="Send changes to private networks too.")
    ] = False,
    max_queue: Annotated[int, typer.Option(min=1, help="Files that may wait; more are refused.")] = 1_000,
    max_seconds: Annotated[float, typer.Option(min=1, help="Seconds for one document.")] = DEFAULT.max_seconds,
    drain: Annotated[float, typer.Option(min=0, help="Seconds to end what is in hand when it is stopped.")] = 20,
    keep_jobs: Annotated[float, typer.Option(min=1, help="Days that finished jobs are kept; documents stay.")] = 30,
    max_drawn: Annotated[int, typer.Option(min=0, help="Bytes of drawn pages that are kept.")] = 2 * 2**30,
) -> None:
    """Run the HTTP service and its pages. With SQLite one process; with PostgreSQL and a shared --data, several."""
    api = _api("api.serve")
    options = api.Options(
        data=data,
        store=store,
        workers=workers,
        host=host,
        names=tuple(name or ()),
        max_queue=max_queue,
        drain=drain,
        keep_jobs=keep_jobs * _DAY,
        max_drawn=max_drawn,
        scan=tuple(shlex.split(scan)),
        secure=secure,
        private_hooks=private_hooks,
    )
    settings = Settings(nlp=nlp, max_seconds=max_seconds)
    try:
        api.serve(settings, options, port, proxies=proxies)
    except (api.StartError, StoreError) as error:
        _say(f"vytiah: {error}")
        raise typer.Exit(_FAILED) from error


@keys.command("add")
def add_key(  # noqa: PLR0913, PLR0917 - a command's options
    name: Annotated[str, typer.Argument(help="Whose or what for; shown in lists and as author of corrections.")],
    scope: Scopes = ["read"],  # noqa: B006 - typer's way to give a default
    max_files: Annotated[int | None, typer.Option(min=1, help="Files it may send in all.")] = None,
    max_bytes: Annotated[int | None, typer.Option(min=1, help="Bytes it may send in all.")] = None,
    rate: Annotated[int | None, typer.Option(min=1, help="Requests a minute.")] = None,
    data: Data = HOME,
    store: StoreUrl = None,
) -> None:
    """Make a key and print it, this once: only its hash is kept."""
    access = _access(data, store)
    try:
        key_id, key = access.add_key(name, scope, max_files=max_files, max_bytes=max_bytes, rate=rate)
    except ValueError as error:
        _say(f"vytiah: {error}")
        raise typer.Exit(_USAGE) from error
    _say(f"vytiah: key {key_id}; it is not shown again")
    typer.echo(key)


@keys.command("list")
def list_keys(data: Data = HOME, store: StoreUrl = None) -> None:
    """List the keys: id, scopes, whether it opens anything, name."""
    for row in _access(data, store).all_keys():
        state = "open" if row.revoked is None else "revoked"
        typer.echo(f"{row.id}  {','.join(row.scopes):24}  {state:8}  {row.name}")


@keys.command("revoke")
def revoke_key(key_id: Annotated[str, typer.Argument(metavar="ID")], data: Data = HOME, store: StoreUrl = None) -> None:
    """Make a key open nothing from now on."""
    if not _access(data, store).revoke_key(key_id):
        _say("vytiah: there is no such key, or it opens nothing any more")
        raise typer.Exit(_FAILED)


@users.command("add")
def add_user(
    name: str,
    scope: Scopes = ["read", "write", "review"],  # noqa: B006 - typer's way to give a default
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from a pipe.")] = False,
    data: Data = HOME,
    store: StoreUrl = None,
) -> None:
    """Make a user, or give one a new password and new scopes."""
    access = _access(data, store)
    password = (
        sys.stdin.readline().rstrip("\n")
        if password_stdin
        else typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    try:
        access.add_user(name, password, scope)
    except ValueError as error:
        _say(f"vytiah: {error}")
        raise typer.Exit(_USAGE) from error


@users.command("list")
def list_users(data: Data = HOME, store: StoreUrl = None) -> None:
    """List the users: scopes, whether they may log in, name."""
    for name, scopes, enabled in _access(data, store).all_users():
        typer.echo(f"{','.join(scopes):24}  {'open' if enabled else 'disabled':8}  {name}")


@users.command("disable")
def disable_user(name: str, data: Data = HOME, store: StoreUrl = None) -> None:
    """Log a user out everywhere and let it in no more."""
    if not _access(data, store).disable_user(name):
        _say("vytiah: there is no such user")
        raise typer.Exit(_FAILED)


def _access(data: Path, store: str | None) -> Any:
    access, database = _api("api.access"), _api("api.database")
    try:
        if store is None:
            data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return access.Access(database.Database(store or str(data / "vytiah.db")))
    except StoreError as error:
        _say(f"vytiah: {error}")
        raise typer.Exit(_FAILED) from error


def _api(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        _say(f"vytiah: the service needs {error.name}: pip install 'vytiah[serve]'")
        raise typer.Exit(_FAILED) from error


def _say(line: str) -> None:
    typer.echo("".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line), err=True)
