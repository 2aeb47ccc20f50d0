"""Files that are there whole or not at all, whatever stops the machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO

from extractor.errors import VytiahError

#: Where files stand until they are whole: in the same folder tree, so that renaming moves no bytes.
UNFINISHED: Final = "unfinished"
#: Files that are open at once, to be written together.
_TOGETHER: Final = 64


class Folder:
    """The folder that a batch writes to. Files left half written by a run that was killed are taken away when it opens.

    Whoever fails to write gets the OSError, and no half file stands under a name that counts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._unfinished = path / UNFINISHED
        self._known: set[Path] = set()
        path.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self._unfinished, ignore_errors=True)

    def close(self) -> None:
        """Take away what only a run under way needs."""
        shutil.rmtree(self._unfinished, ignore_errors=True)

    def result(self, sha256: str) -> Path:
        """Where a document's result stands: one of 256 folders, by the first two digits of the SHA-256 of its bytes."""
        return self.path / "results" / sha256[:2] / f"{sha256}.json"

    def write(self, texts: Mapping[Path, str]) -> None:
        """A file of each text, all of them on the disk under their names when the call returns; names differ.

        Step by step for some at once: what the first sync takes to the disk the others of its step have not to wait
        for. An error leaves each file whole, the old or the new."""
        places = list(texts)
        for first in range(0, len(places), _TOGETHER):
            self._write([(place, texts[place]) for place in places[first : first + _TOGETHER]])

    def _write(self, files: Sequence[tuple[Path, str]]) -> None:
        named = [(f"{self._unfinished}/{place.name}", place) for place, _ in files]
        folders = {place.parent for place, _ in files}
        self._ready(folders)
        handles: list[int] = []
        try:
            try:
                for (unfinished, _), (_, text) in zip(named, files, strict=True):
                    handles.append(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o666))
                    _put(handles[-1], text.encode())
                for handle in handles:
                    os.fsync(handle)
            finally:
                for handle in handles:
                    os.close(handle)
            for unfinished, place in named:
                os.replace(unfinished, place)  # noqa: PTH105 - of every call here there may be a million
        except BaseException:
            for unfinished, _ in named:
                with suppress(OSError):
                    Path(unfinished).unlink(missing_ok=True)
            raise
        for folder in folders:
            _sync(folder)

    @contextmanager
    def writing(self, place: Path) -> Iterator[TextIO]:
        """A file to write to, which stands under its name when the block ends well, and nowhere when it does not."""
        self._ready({place.parent})
        unfinished = self._unfinished / place.name
        try:
            with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.replace(place)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
        _sync(place.parent)

    def _ready(self, folders: set[Path]) -> None:
        """Make folders that are missing, and their names in those around them safe; each looked at once."""
        new = folders - self._known
        if not new:
            return
        self._unfinished.mkdir(parents=True, exist_ok=True)
        around = set()
        for folder in new:
            at = folder
            while not at.exists():
                at = at.parent
                around.add(at)
            folder.mkdir(parents=True, exist_ok=True)
        # For all that were made in it at once: of the folders of results there are 256.
        for folder in around:
            _sync(folder)
        self._known |= new


def _put(handle: int, data: bytes) -> None:
    """Write all of it, and let the disk begin with it: who waits for the first of several files waits for all."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):  # no more than a hint
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _sync(folder: Path) -> None:
    """A name in a folder is on the disk only when the folder is."""
    if os.name == "nt":
        return  # a folder cannot be opened there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class InUseError(VytiahError):
    """Another batch writes to the folder."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else runs a batch into this folder meanwhile; the system lets go of it when the process ends, however.

    Raises InUseError."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "in-use").open("a") as handle:
        try:
            import fcntl
        except ImportError:  # Windows: the manifest's own lock must do
            yield
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InUseError(f"another batch writes to {folder}") from error
        yield
