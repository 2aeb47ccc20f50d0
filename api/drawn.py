"""Drawn pages, kept on the disk within a bound: those that nobody has looked at for longest go first."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

#: Seconds in which what was used is let be: somebody may be reading it, or still writing.
_IN_USE: Final = 60.0


@dataclass(slots=True)
class _Page:
    """The files of a drawn page: their bytes, and when one of them was last used."""

    bytes: int = 0
    used: float = 0.0
    files: list[str] = field(default_factory=list)


def sweep(folder: Path, most: int) -> int:
    """Removes drawn pages until the rest has at most so many bytes, the least recently used first; how many.

    A page is used when it is drawn, and when `documents.drawn` gives it out; those of the last minute stay."""
    pages = _pages(folder)
    whole = sum(page.bytes for page in pages)
    removed, since = 0, time.time() - _IN_USE
    for page in sorted((p for p in pages if p.used < since), key=lambda p: p.used):
        if whole <= most:
            break
        # The page's size goes before its picture: without the one, the other is drawn again.
        for path in sorted(page.files):
            Path(path).unlink(missing_ok=True)
        whole -= page.bytes
        removed += 1
    return removed


def _pages(folder: Path) -> list[_Page]:
    pages: defaultdict[str, _Page] = defaultdict(_Page)
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                told = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            page = pages[entry.name.partition(".")[0]]
            page.bytes += told.st_size
            page.used = max(page.used, told.st_mtime)
            page.files.append(entry.path)
    return list(pages.values())
