"""The `vytiah` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Bootstrap: extract files to a folder; grows in place."""
    from pathlib import Path

    from extractor.pipeline import extract

    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:]:
        path = Path(name)
        (out / f"{path.stem}.json").write_text(extract(path).model_dump_json(indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
