"""What a batch counts while it runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """Running numbers of one run.

    files: looked at. unchanged: of these, known and not read again. documents: read now, each once, with a result.
    failed: read now, with none; `codes` says why. empty: parts without text, which is no loss. before: failed in an
    earlier run and not tried again. duplicates: places whose bytes are known from another. containers: archives, mails
    and signed files taken apart. outdated: results that another version, its models or settings made. in_hand:
    worked on now."""

    files: int = 0
    unchanged: int = 0
    documents: int = 0
    failed: int = 0
    empty: int = 0
    before: int = 0
    duplicates: int = 0
    containers: int = 0
    outdated: int = 0
    in_hand: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False

    def fail(self, code: str) -> None:
        """Count a failure of this run."""
        self.failed += 1
        self.codes[code] += 1
