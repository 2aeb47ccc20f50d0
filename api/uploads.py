"""The folder of uploads: every file under a name made here, on the disk before anybody is told that it is kept."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.errors import Refused
from extractor.errors import SourceError

#: What a file that is still coming in is called by, and how long one is left whose process has died.
_INCOMING: Final = "incoming"
_ABANDONED: Final = 24 * 3600
#: The folders that kept files stand in.
FOLDERS: Final = tuple(f"{number:02x}" for number in range(256))
_STORED: Final = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")
_COPIED: Final = 2**20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was kept. `name` is the sender's, for people only; `stored` is its place in the folder."""

    name: str | None
    stored: str
    sha256: str
    bytes: int


class Incoming:
    """A file that is being received; `end` keeps it, `drop` forgets it."""

    def __init__(self, name: str | None, root: Path, limit: int) -> None:
        self.name, self._root, self._limit = name, root, limit
        self._made = secrets.token_hex(16)
        self._path = root / _INCOMING / self._made
        self._hash, self._size = hashlib.sha256(), 0
        self._file = self._path.open("xb", buffering=0)

    def write(self, data: bytes) -> None:
        """More of the file. Raises SourceError limit_bytes, Refused storage_full."""
        self._size += len(data)
        if self._size > self._limit:
            raise SourceError("limit_bytes", f"the file is over the limit of {self._limit:,} bytes")
        self._hash.update(data)
        with full_disk():
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) or 0 :]

    def close(self) -> None:
        """All has come; `end` or `drop` follows. A request may bring more files than may be open at once."""
        self._file.close()

    def end(self) -> Upload:
        """The file under its lasting name, whole, and to be read; on the disk only after `Uploads.settle`."""
        stored = f"{self._made[:2]}/{self._made}"
        with full_disk():
            self._file.close()
            self._path.rename(self._root / stored)
        return Upload(self.name, stored, self._hash.hexdigest(), self._size)

    def drop(self) -> None:
        """Forget what came; nothing happens to a file that has ended."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class Uploads:
    """The folder; `root` is ours alone and is never served."""

    def __init__(self, root: Path, *, min_free: int) -> None:
        self._root, self._min_free = root, min_free
        # All of them now: a folder made for an upload would have to be brought to the disk with it.
        for name in (_INCOMING, *FOLDERS):
            (root / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync(root)

    def begin(self, name: str | None, limit: int) -> Incoming:
        """A file to receive, of at most `limit` bytes. Raises Refused storage_full."""
        with full_disk():
            return Incoming(name, self._root, limit)

    def check_room(self, wanted: int) -> None:
        """Raises Refused storage_full where `wanted` bytes would leave less free than must stay free."""
        if shutil.disk_usage(self._root).free - wanted < self._min_free:
            raise Refused("storage_full", "the disk has no room for the file")

    def settle(self, uploads: Iterable[Upload]) -> None:
        """Brings files and their names to the disk; before that nobody may be told that they are kept.

        Raises Refused storage_full."""
        with full_disk():
            folders = set()
            for upload in uploads:
                path = self.path(upload.stored)
                _sync(path)
                folders.add(path.parent)
            for folder in folders:
                _sync(folder)

    def path(self, stored: str) -> Path:
        """Where a kept file is. Raises ValueError for what is no name made here."""
        if not _STORED.fullmatch(stored):
            raise ValueError("no name of an upload")
        return self._root / stored

    def keep(self, source: Path, name: str | None) -> Upload:
        """A copy of a file of ours, such as a member that a worker took out of an archive."""
        incoming = self.begin(name, source.stat().st_size)
        try:
            with source.open("rb") as stream:
                while data := stream.read(_COPIED):
                    incoming.write(data)
            upload = incoming.end()
            self.settle([upload])
            return upload
        finally:
            incoming.drop()

    def remove(self, stored: str | None) -> None:
        """Forget a kept file; that there is none is no error."""
        if stored is not None and _STORED.fullmatch(stored):
            with suppress(FileNotFoundError):
                self.path(stored).unlink()

    def stored(self, folder: str) -> Iterator[tuple[str, float]]:
        """Every kept file of one of FOLDERS, and when it came, in seconds since 1970."""
        for path in (self._root / folder).iterdir():
            with suppress(FileNotFoundError):
                yield f"{folder}/{path.name}", path.stat().st_mtime

    def sweep(self) -> None:
        """Removes what was coming in when a process died."""
        for path in (self._root / _INCOMING).iterdir():
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _ABANDONED:
                    path.unlink()


@contextmanager
def full_disk() -> Iterator[None]:
    """Raises Refused storage_full where the system says that there is no room."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused("storage_full", "the disk has no room for the file") from error
        raise


def _sync(path: Path) -> None:
    """A file, or a new name in a folder, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
