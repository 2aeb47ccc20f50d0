"""The files of an archive, one after the other in the order of their names: ten million need no list in memory."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import sha256
from heapq import merge
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

#: Entries of one folder sorted in memory at once; a larger folder is sorted in pieces that wait on disk.
SORTED_AT_ONCE: Final = 50_000
#: Behind a name, before all that a name may hold.
_END: Final = b"\0"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that stands in the archive, or (with `error`) a folder or file that cannot be looked at.

    path: absolute. size in bytes and mtime in nanoseconds, both 0 where unknown. error: one line for people."""

    path: Path
    size: int = 0
    mtime: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which files of the archive are wanted.

    include, exclude: shell patterns; one without "/" is held against the name, one with it against the path below the
    folder named on the command line, where "*" also stands for "/". Nothing in `include` means all. An excluded folder
    is not entered. shard: (number from 1, of how many), by a hash of the path below the folder named on the command
    line, so that machines that see the archive at different places split it alike. since: modified then or later, in
    seconds since 1970. own: files and folders that are never the archive's: where the results go."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    shard: tuple[int, int] = (1, 1)
    since: float | None = None
    own: tuple[Path, ...] = ()

    def folder(self, below: str) -> bool:
        """Is a folder, `below` the one named, entered?"""
        return not _matches(below, self.exclude)

    def file(self, below: str) -> bool:
        """Is a file wanted, by its path?"""
        if (self.include and not _matches(below, self.include)) or _matches(below, self.exclude):
            return False
        number, count = self.shard
        if count == 1:
            return True
        return int.from_bytes(sha256(os.fsencode(below)).digest()[:8], "big") % count == number - 1

    def recent(self, mtime: int) -> bool:
        """Is a file of this time, in nanoseconds, wanted?"""
        return self.since is None or mtime >= self.since * 1e9


def _matches(below: str, patterns: tuple[str, ...]) -> bool:
    name = below.rpartition("/")[2]
    return any(fnmatchcase(below if "/" in p else name, p) for p in patterns)


def roots(paths: Iterable[Path]) -> list[Path]:
    """Absolute paths, sorted part by part; those that stand in another of them are left out."""
    kept: list[Path] = []
    for path in sorted({Path(os.path.abspath(p)) for p in paths}, key=rank):  # noqa: PTH100 - links are not resolved
        if not any(root in path.parents for root in kept):
            kept.append(path)
    return kept


def rank(path: Path, ordinal: int = 0) -> bytes:
    """Sorts as `files` walks: by the parts of the path, and behind that by a member's place in its container."""
    return os.fsencode(path).replace(b"/", b"\0") + b"\0" + ordinal.to_bytes(4, "big")


def files(root: Path, chosen: Chosen) -> Iterator[Entry]:
    """The wanted files of one root, which is a folder or a file, in the order of their names.

    Hidden names are left out below the root, and so are links (what they name has a place of its own, or is none of
    the archive's), pipes and devices (they may never end). Raises nothing: what cannot be looked at is an Entry."""
    try:
        status = root.stat()
    except OSError as error:
        yield Entry(root, error=f"cannot open: {error.strerror}")
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _below(root, chosen)
    elif chosen.file(root.name) and chosen.recent(status.st_mtime_ns):
        yield Entry(root, status.st_size, status.st_mtime_ns)


def count(root: Path, chosen: Chosen) -> Iterator[int]:
    """Running number of the files that `files` will give, without a look at their times; for a remaining time."""
    done = 0
    if not root.is_dir():
        yield 1
        return
    waiting = [(str(root), "")]
    while waiting:
        folder, below = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    inside = below + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        if chosen.folder(inside):
                            waiting.append((entry.path, inside + "/"))
                    elif entry.is_file(follow_symlinks=False) and chosen.file(inside):
                        done += 1
        except OSError:
            continue
        yield done


class _ClosedError(Exception):
    """A folder that cannot be read, or not to its end."""


def _below(root: Path, chosen: Chosen) -> Iterator[Entry]:
    """Files and folders in one order, so that the walk goes by the whole path; as deep as folders go."""
    waiting: list[tuple[Path, str, Iterator[tuple[str, bool]]]] = [(root, "", _sorted(root))]
    while waiting:
        folder, below, entries = waiting[-1]
        try:
            name, is_folder = next(entries, ("", False))
        except _ClosedError as error:
            yield Entry(folder, error=f"cannot open the folder: {error}")
            name, is_folder = "", False
        if not name:
            waiting.pop()
            continue
        inside, path = below + name, folder / name
        if path in chosen.own:
            continue
        if not is_folder:
            if chosen.file(inside):
                yield from _file(path, chosen)
        elif chosen.folder(inside):
            waiting.append((path, inside + "/", _sorted(path)))


def _file(path: Path, chosen: Chosen) -> Iterator[Entry]:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return  # taken away since the folder was read
    except OSError as error:
        yield Entry(path, error=f"cannot open: {error.strerror}")
        return
    if chosen.recent(status.st_mtime_ns):
        yield Entry(path, status.st_size, status.st_mtime_ns)


def _sorted(folder: Path) -> Iterator[tuple[str, bool]]:
    """(name, is it a folder) of a folder's entries, by name, with at most SORTED_AT_ONCE in memory."""
    found = _marked(folder)
    first = sorted(islice(found, SORTED_AT_ONCE))
    pieces: list[IO[bytes]] = []
    try:
        while piece := sorted(islice(found, SORTED_AT_ONCE)):
            pieces.append(_put_down(piece))
        for marked in merge(first, *(_taken_up(p) for p in pieces)):
            name, _, is_folder = marked.partition(_END)
            yield os.fsdecode(name), bool(is_folder)
    finally:
        for file in pieces:
            file.close()


def _marked(folder: Path) -> Iterator[bytes]:
    """Names as bytes with NUL behind, so that «a» with all in it stands before «a b»; then "/" where it is a folder."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield os.fsencode(entry.name) + _END + b"/"
                elif entry.is_file(follow_symlinks=False):
                    yield os.fsencode(entry.name) + _END
    except OSError as error:
        raise _ClosedError(error.strerror or str(error)) from error


def _put_down(names: list[bytes]) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 - closed by who merges
    for name in names:
        file.write(len(name).to_bytes(4, "big") + name)
    file.seek(0)
    return file


def _taken_up(file: IO[bytes]) -> Iterator[bytes]:
    while head := file.read(4):
        yield file.read(int.from_bytes(head, "big"))
