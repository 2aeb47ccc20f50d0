"""corpus/REPORT.md: what the program reaches, by kind and language, with rules alone and with each tier of models."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from extractor import artifacts
from extractor.evaluate import bench, corpora, ner, reliability
from extractor.evaluate.corpora import Annotated
from extractor.evaluate.score import KINDS, Score
from extractor.evaluate.sets import CORPUS, Scored, present, scored, total
from extractor.settings import DEFAULT, Nlp, Settings
from extractor.text import tags
from extractor.version import __version__

#: The first is what there was before the models.
TIERS: Final = bench.SETTINGS
WORST: Final = 10
#: One set's documents by setting.
ByTier = dict[Nlp, list[Scored]]


def page(shared: Path) -> str:
    """The whole page. `shared`: the folder of corpora and annotated sets, whose parts may be missing."""
    folders = {"corpus": CORPUS, **{_name(f, shared): f for f in present(shared / "evaluation")}}
    sets = {name: {tier: list(scored(f, Settings(nlp=tier))) for tier in TIERS} for name, f in folders.items()}
    parts = [
        *_opening(),
        *_overview(sets),
        *_facts(sets),
        *_documents(sets),
        *_names(shared / "ner"),
        *_speed(folders),
        *_weights(),
        *_reliability(folders),
        *_failures(sets),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _name(folder: Path, shared: Path) -> str:
    return folder.relative_to(shared / "evaluation").as_posix()


def _opening() -> Iterator[str]:
    models = ", ".join(f"{name} {version}" for name, version in artifacts.versions().items())
    yield "# Report"
    yield ""
    yield "Written by `make report`; not to be edited. F1 is that of the annotation guidelines' scorer: words count by"
    yield "their first five letters, pairs are one to one. *rules* is the program without its tagger, as it was before"
    yield "there was one; *fast* and *accurate* are the settings of `nlp` that go by these names; the default is"
    yield f"*{DEFAULT.nlp}*. Sets other than corpus/ lie beside the project: they are summed up, none is named."
    yield "Rules and models learned from *train*, *seeds* and parts of *corpus*: read these rows as upper bounds."
    yield ""
    yield from _table(
        ("measured", ""),
        [
            ("on", f"{date.today().isoformat()}, {_processor()}, {os.cpu_count()} cores, {platform.system()}"),
            ("with", f"Python {platform.python_version()}, vytiah {__version__}{_commit()}"),
            ("models", models),
        ],
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _commit() -> str:
    """The commit that was measured, where there is a repository."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=True, encoding="utf-8"
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f" at {done.stdout.strip()}"


def _overview(sets: dict[str, ByTier]) -> Iterator[str]:
    yield "## Sets: mean F1 over the kinds of fact"
    yield ""
    rows = [(name, len(by[TIERS[0]]), *(_three(total(by[t]).mean) for t in TIERS)) for name, by in sets.items()]
    yield from _table(("set", "documents", *TIERS), rows)


def _facts(sets: dict[str, ByTier]) -> Iterator[str]:
    yield "## Kinds of fact: F1"
    yield ""
    rows = []
    for name, by in sets.items():
        totals = {t: total(by[t]) for t in TIERS}
        for kind in KINDS:
            if any(kind in score.rows for score in totals.values()):
                gold = max(score.kinds[kind].gold for score in totals.values())
                rows.append((name, kind, gold, *(_f1(totals[t], kind) for t in TIERS)))
    yield from _table(("set", "kind", "gold", *TIERS), rows)


def _documents(sets: dict[str, ByTier]) -> Iterator[str]:
    yield "## Kinds of document: mean F1, and F1 of measures alone"
    yield ""
    rows = []
    for name, by in sets.items():
        for kind, language in sorted({(d.kind or "–", d.language or "–") for d in by[TIERS[0]]}):
            mine = {t: total(d for d in by[t] if (d.kind or "–", d.language or "–") == (kind, language)) for t in TIERS}
            first = mine[TIERS[0]]
            measures = first.kinds["measures"].gold if "measures" in first.kinds else 0
            means = (_three(mine[t].mean) for t in TIERS)
            rows.append(
                (name, kind, language, first.documents, *means, measures, *(_f1(mine[t], "measures") for t in TIERS))
            )
    yield from _table(("set", "kind", "language", "documents", *TIERS, "measures", *TIERS), rows)


def _f1(score: Score, kind: str) -> str:
    return _three(score.rows[kind].f1) if kind in score.rows else "–"


def _names(folder: Path) -> Iterator[str]:
    """The tagger by itself, on what training left out of the published corpora."""
    yield "## Names: the tagger by itself, exact spans, raw text"
    yield ""
    held: dict[str, tuple[str, Callable[[Annotated], bool]]] = {
        "NER-UK 2.0, the tenth held out": ("ner_uk_2_train.jsonl", corpora.held_out),
        "NEREL 1.1, development part": ("nerel_dev.jsonl", lambda _: True),
    }
    for title, (file, wanted) in held.items():
        if not (folder / file).exists():
            yield f"{title}: not measured, the corpus is not there."
            yield ""
            continue
        documents = [d for d in corpora.read(folder / file) if wanted(d)]
        fast, accurate = (ner.measure(documents, accurate=accurate) for accurate in (False, True))
        yield f"{title}: {len(documents)} documents; words a second of processor time: fast"
        yield f"{fast['tokens_per_cpu_second']:,}, accurate {accurate['tokens_per_cpu_second']:,}."
        yield ""
        shown = [label for label in tags.LABELS if label in fast["labels"] or label in accurate["labels"]]
        rows = [(x, *_found(fast["labels"].get(x), accurate["labels"].get(x))) for x in shown]
        rows.append(("micro", *_found(fast["micro"], accurate["micro"])))
        columns = [f"{tier} {value}" for tier in ("fast", "accurate") for value in ("P", "R", "F1")]
        yield from _table(("label", "gold", *columns), rows)


def _found(*figures: dict[str, Any] | None) -> Iterator[str]:
    """Support, then precision, recall and F1 of each; a label that a setting neither gave nor has gold for has none."""
    yield str(max(f["support"] for f in figures if f))
    for f in figures:
        yield from (_three(f[name]) if f else "–" for name in ("precision", "recall", "f1"))


def _speed(folders: dict[str, Path]) -> Iterator[str]:
    yield "## Speed: characters and words of plain text a second of processor time, bytes to JSON, one thread"
    yield ""
    rows = []
    for name, folder in folders.items():
        speeds = bench.by_setting(folder)
        if speeds[TIERS[0]].documents:
            for tier, speed in speeds.items():
                rows.append((name, tier, f"{speed.characters:,}", f"{speed.rate:,.0f}", f"{speed.word_rate:,.0f}"))
    yield from _table(("texts", "setting", "characters in all", "characters a second", "words a second"), rows)


def _weights() -> Iterator[str]:
    yield "## Weights that ship"
    yield ""
    sizes = {name: artifacts.size(name) for name in artifacts.manifest()}
    rows = [
        (name, entry["version"], f"{sizes[name] / 1e6:.2f}", entry["licence"])
        for name, entry in artifacts.manifest().items()
    ]
    rows.append(("all", "", f"{sum(sizes.values()) / 1e6:.2f}", ""))
    yield from _table(("model", "version", "MB", "licence"), rows)


def _reliability(folders: dict[str, Path]) -> Iterator[str]:
    yield "## Reliability: does a confidence come true?"
    yield ""
    for name, folder in folders.items():
        for fact, outcomes in reliability.measured(folder).items():
            if outcomes:
                yield f"{name}, {fact}:"
                yield ""
                yield "```text"
                yield reliability.summary(outcomes)
                yield "```"
                yield ""


def _failures(sets: dict[str, ByTier]) -> Iterator[str]:
    yield "## Failures"
    yield ""
    rows = []
    for name, by in sets.items():
        for tier in TIERS:
            score = total(by[tier])
            rows.append((name, tier, score.documents, len(score.unread), score.broken))
    yield from _table(("set", "setting", "documents", "unread", "broken spans"), rows)
    yield f"The {WORST} worst documents of corpus/, by the default setting's mean F1:"
    yield ""
    worst = sorted(sets["corpus"][_default()], key=lambda d: (d.mean, d.name))[:WORST]
    yield from _table(
        ("document", "mean F1", "weakest"), [(d.name, _three(d.mean), ", ".join(_weakest(d))) for d in worst]
    )


def _default() -> Nlp:
    return DEFAULT.nlp if DEFAULT.nlp in TIERS else TIERS[-1]


def _weakest(document: Scored) -> Iterable[str]:
    """The kinds of fact below a document's mean, the weakest first."""
    rows = total([document]).rows
    below = sorted((count.f1, kind) for kind, count in rows.items() if count.f1 < document.mean)
    return (f"{kind} {f1:.2f}" for f1, kind in below)


def _three(value: float) -> str:
    return f"{value:.3f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Lines of a Markdown table and an empty one."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
    yield ""
