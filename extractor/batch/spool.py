"""Folders for what must lie in files for a while: members of archives, uploads, what libraries put down.

Nothing in them has a name that a stranger chose. A folder goes with the process that made it; where that was killed
together with all that could have cleaned up after it, the next one does."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import IO, Final

_PREFIX: Final = "vytiah-spool-"
_LOCK: Final = "lock"


class Spool:
    """A folder of our own, readable by nobody else, held by a lock until `close`."""

    def __init__(self) -> None:
        root = Path(tempfile.gettempdir())
        clean(root)
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root))
        self._lock: IO[bytes] = (self.folder / _LOCK).open("wb")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()


def clean(root: Path) -> None:
    """Remove the folders in `root` that processes of ours left behind which are gone."""
    for folder in root.glob(f"{_PREFIX}*"):
        try:
            seen = folder.lstat()
            if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.getuid():
                continue
            with (folder / _LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # in use, or not yet locked by the process that is making it
