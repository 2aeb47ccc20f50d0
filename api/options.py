"""How the service runs: what `vytiah serve` may be told."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of the service; those of an extraction are `extractor.Settings`.

    data: the folder of uploads and, where `store` names no database, of the database. None is a temporary folder,
        which goes when the service does.
    store: the database, as `open_store` takes it: "sqlite:///…", "postgresql+psycopg://…" or a path.
    workers: worker processes; 0 lets the program choose.
    host: the address that the service listens on; it decides whether it may run open, without keys.
    names: host names, besides the address and localhost, that requests may be for; ("*",) is any.
    max_queue: most files that may wait; what comes then is refused with 503 and Retry-After.
    max_request: most bytes of one request, all its files together.
    max_files: most files of one request.
    max_attempts: how often a file is begun before it fails, where the service itself dies on it.
    min_free: bytes that an upload must leave free on the disk of `data`.
    wait: seconds that an upload waits for its result where the request does not say.
    max_wait: most seconds that a request may ask to wait.
    drain: seconds that work in hand has to end when the service is stopped.
    lease: seconds after which another process takes over the files of one that no longer shows life.
    keep_jobs: seconds that finished jobs are kept; documents are kept for good.
    max_drawn: bytes of drawn pages that are kept; those that nobody has looked at for longest go first.
    rate: requests a minute of one key, user or address.
    scan: a command that each upload is handed to before it is read, as ("clamdscan", "--no-summary", "{}"); an exit
        code of 1 refuses the file. () is none.
    private_hooks: whether changes may be sent to http:// and to addresses of private networks.
    secure: whether the service is reached over TLS only: cookies are then marked Secure.
    """

    data: Path | None = None
    store: str | None = None
    workers: int = 0
    host: str = "127.0.0.1"
    names: tuple[str, ...] = ()
    max_queue: int = 1_000
    max_request: int = 2**30
    max_files: int = 1_000
    max_attempts: int = 5
    min_free: int = 200 * 2**20
    wait: float = 1.0
    max_wait: float = 120.0
    drain: float = 20.0
    lease: float = 30.0
    keep_jobs: float = 30 * 24 * 3600.0
    max_drawn: int = 2 * 2**30
    rate: int = 6_000
    scan: tuple[str, ...] = ()
    secure: bool = False
    private_hooks: bool = False


def is_loopback(host: str) -> bool:
    """Does this address reach no further than this machine?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
