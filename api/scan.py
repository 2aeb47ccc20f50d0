"""The scanner for malware that an installation may put before the readers."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

#: As long as clamd takes for the largest file, with much to spare.
_SECONDS: Final = 120


def infected(command: Sequence[str], path: Path) -> bool:
    """Whether the scanner refuses the file: it ends with 1, as clamdscan does; `{}` in the command is the file.

    Raises OSError or RuntimeError where the scanner itself fails: a file that nobody looked at is not let through."""
    words = [word.replace("{}", str(path.absolute())) for word in command]
    done = subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the scanner ended with {done.returncode}")
    return done.returncode == 1
