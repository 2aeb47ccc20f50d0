"""`python -m extractor.evaluate.show DIR`: extractions as tables for people."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text


def main(folder: Path) -> int:
    """Show every Extraction in the folder, and count what was found in all."""
    console = Console(width=None if sys.stdout.isatty() else 140)
    files = sorted(folder.glob("*.json"))
    totals = {"measures": 0, "organisations": 0, "figures": 0, "references": 0}
    for file in files:
        extraction = json.loads(file.read_text(encoding="utf-8"))
        show(console, file.stem, extraction)
        for kind in totals:
            totals[kind] += len(extraction[kind])
    counted = ", ".join(f"{n} {kind}" for kind, n in totals.items())
    console.print(Text(f"{len(files)} documents: {counted}. The JSON stands in {folder}/"))
    return 0 if files else 1


def show(console: Console, name: str, extraction: dict[str, Any]) -> None:
    """One document: its card in a line, its measures as a table."""
    head = extraction["document"]
    issuer = head["issuer"]["name"] if head["issuer"] else None
    card = [head["kind"], f"№ {head['number']}" if head["number"] else None, head["date"], issuer, head["title"]]
    console.print(Text(name, style="bold"), Text(" · ".join(c for c in card if c)))
    if extraction["measures"]:
        table = Table(show_lines=False, pad_edge=False, box=None, header_style="dim")
        for column in ("№", "type", "measure", "responsible", "by"):
            table.add_column(column, overflow="fold", ratio={"measure": 5, "responsible": 4, "by": 2}.get(column))
        for measure in extraction["measures"]:
            table.add_row(
                Text(measure["number"] or ""),
                Text(measure["type"]),
                Text(_short(measure["text"])),
                Text("; ".join(p["name"] + (" (consent)" if p["by_consent"] else "") for p in measure["responsible"])),
                Text("; ".join(map(_when, measure["deadlines"]))),
            )
        console.print(table)
    console.print()


def _when(deadline: dict[str, Any]) -> str:
    if deadline["kind"] == "permanent":
        return "always"
    if deadline["recurrence"] or deadline["offset"]:
        return str(deadline["recurrence"] or deadline["offset"])
    start, end = deadline["start"], deadline["end"]
    return str(end) if start in (None, end) else f"{start} … {end or ''}"


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:157].rstrip() + "…"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
