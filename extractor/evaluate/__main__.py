"""`python -m extractor.evaluate score|gate|report`: scores of corpus/ and of other folders, floors, REPORT.md."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from extractor.evaluate.score import Score
from extractor.evaluate.sets import CORPUS, present, scored, total
from extractor.settings import DEFAULT, Nlp, Settings

BASELINE: Final = Path("corpus/baseline.json")
REPORT: Final = Path("corpus/REPORT.md")

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def score_folder(folder: Path, settings: Settings = DEFAULT, *, misses: bool = False) -> Score:
    """The score of a folder's documents, with `misses` printed as they come."""
    return total(scored(folder, settings, _print_miss if misses else None))


def _print_miss(name: str, kind: str, how: str, thing: object) -> None:
    print(name, kind, how, json.dumps(thing, ensure_ascii=False, default=str)[:400], sep=" | ")


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
    nlp: Annotated[Nlp, typer.Option(help="Which models read along with the rules.")] = DEFAULT.nlp,
) -> None:
    """Print precision, recall and F1 per kind for each folder."""
    wanted = list(folders or [CORPUS])
    if shared is not None:
        beside = present(shared)
        wanted += beside
        if not beside:
            print(f"(no annotated documents in {shared}: only the project's own are scored)")
    for folder in wanted:
        print(table(str(folder), score_folder(folder, Settings(nlp=nlp), misses=misses)))


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


@app.command()
def report(
    shared: Annotated[Path, typer.Option(help="The folder of corpora and annotated sets; used where it is there.")],
    out: Annotated[Path, typer.Option(help="The page to write.")] = REPORT,
) -> None:
    """Measure everything and write it down: scores by kind, language and setting, names, speed, sizes, failures."""
    from extractor.evaluate.report import page

    out.write_text(page(shared), encoding="utf-8")
    print(f"report: written to {out}")


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and bytes of the corpus."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


if __name__ == "__main__":
    app()
