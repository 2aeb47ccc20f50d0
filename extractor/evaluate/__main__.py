"""`python -m extractor.evaluate score|gate`: scores of corpus/ and of other annotated folders; floors per kind."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from extractor.batch import extract_one
from extractor.evaluate.score import Score, broken_evidence, compare

CORPUS: Final = Path("corpus/documents")
BASELINE: Final = Path("corpus/baseline.json")
#: Annotated folders that may stand beside the project.
SETS: Final = ("seeds", "dev/uk", "dev/ru", "dev/plans", "train")

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def score_folder(folder: Path, *, misses: bool = False) -> Score:
    """The score of every document NAME.* that has a NAME.gold.json beside it."""
    total = Score()
    for gold_file in sorted(folder.glob("*.gold.json")):
        name = gold_file.name.removesuffix(".gold.json")
        sources = sorted(p for p in folder.glob(f"{name}.*") if p.name != gold_file.name and p.stem == name)
        result = extract_one(sources[0]) if sources else None
        predicted: dict[str, Any] = json.loads(result.json) if result and result.code is None else {}
        if not predicted:
            total.unread.append(name)
        gold = json.loads(gold_file.read_text(encoding="utf-8"))

        def note(kind: str, how: str, thing: object, name: str = name) -> None:
            print(name, kind, how, json.dumps(thing, ensure_ascii=False, default=str)[:400], sep=" | ")

        total.add(compare(gold, predicted, note) if misses else compare(gold, predicted))
        total.broken += broken_evidence(predicted)
    return total


def table(title: str, score: Score) -> str:
    """The score for people."""
    lines = [f"{title}: {score.documents} documents, {len(score.unread)} unread, {score.broken} broken spans"]
    lines.append(f"  {'':16}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}")
    for kind, count in score.rows.items():
        lines.append(f"  {kind:16}{count.precision:7.3f}{count.recall:7.3f}{count.f1:7.3f}{count.gold:7d}")
    lines.append(f"  {'mean F1':16}{'':14}{score.mean:7.3f}")
    return "\n".join(lines)


@app.command()
def score(
    folders: Annotated[list[Path] | None, typer.Argument(help="Annotated folders; default corpus/documents.")] = None,
    shared: Annotated[Path | None, typer.Option(help="A folder with the sets seeds, dev/uk, … to score too.")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Show what was missed or spurious.")] = False,
) -> None:
    """Print precision, recall and F1 per kind for each folder."""
    wanted = list(folders or [CORPUS])
    if shared is not None:
        present = [shared / s for s in SETS if (shared / s).is_dir()]
        wanted += present
        if not present:
            print(f"(no annotated documents in {shared}: only the project's own are scored)")
    for folder in wanted:
        print(table(str(folder), score_folder(folder, misses=misses)))


@app.command()
def gate(
    write: Annotated[bool, typer.Option("--write", help="Raise the floors to the present scores.")] = False,
) -> None:
    """Fail when a kind's F1 on corpus/ fell below its floor. Floors are never lowered while the corpus is the same."""
    found = score_folder(CORPUS)
    print(table(str(CORPUS), found))
    now = {kind: round(count.f1, 4) for kind, count in found.rows.items()}
    print_ = fingerprint(CORPUS)
    old = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {"floors": {}}
    floors: dict[str, float] = old["floors"]
    same = old.get("corpus") == print_
    fallen = {k: (f, now.get(k, 0.0)) for k, f in floors.items() if now.get(k, 0.0) < f}
    for kind, (floor, value) in fallen.items():
        print(f"gate: {kind} fell to {value:.4f}, its floor is {floor:.4f}", file=sys.stderr)
    if write and not (same and fallen):
        floors = {k: max(v, floors.get(k, 0.0)) if same else v for k, v in now.items()}
        BASELINE.write_text(
            json.dumps({"corpus": print_, "floors": floors}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        print(f"gate: floors written to {BASELINE}")
        return
    if not same:
        print("gate: the corpus has changed; review the scores and run with --write", file=sys.stderr)
    if fallen or found.unread or found.broken or not same:
        raise typer.Exit(1)


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and bytes of the corpus."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


if __name__ == "__main__":
    app()
