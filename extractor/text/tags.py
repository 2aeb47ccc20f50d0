"""Tags of words and the spans they spell: BIO (Ramshaw & Marcus, 1995) over the tagger's labels."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

#: What the tagger names; the order is that of its output.
LABELS: Final = ("ORG", "PERS", "JOB", "LOC", "DOC", "MON", "QUANT", "PCT", "DATE", "PERIOD")
#: What it learns to tell apart from these and does not give out.
ASIDE: Final = ("FACILITY", "EVENT", "NATIONALITY", "AGE", "NUMBER", "ORDINAL", "TIME", "ART", "MISC")
_ALL: Final = LABELS + ASIDE
#: O, then B- and I- of each label.
TAGS: Final = ("O", *(f"{part}-{label}" for label in _ALL for part in "BI"))
#: The tags of words that are in no stretch that is given out.
NOT_GIVEN: Final = [i for i, tag in enumerate(TAGS) if tag == "O" or tag[2:] in ASIDE]
_INSIDE: Final = np.array([tag.startswith("I-") for tag in TAGS])


def number(label: str, *, first: bool) -> int:
    """The tag number of a word in a span, the first or a later one."""
    return 2 * _ALL.index(label) + (1 if first else 2)


def best_path(scores: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The likeliest lawful tags of one window: (words, tags) of log probabilities to (words,) of tag numbers.

    The tags are those of TAGS, or the first of them."""
    best: np.ndarray[Any, Any] = scores.argmax(axis=1)
    if len(best) == 0 or not _broken(best):
        return best
    return _viterbi(scores)


def _viterbi(scores: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The likeliest lawful tags; of equally likely ones the first. Any tag may come before O and B-X; before I-X only
    B-X, the tag left of it, or I-X itself: two ways to weigh and not one for every tag."""
    words, tags = scores.shape
    likeliest = [0] * words  # the best tag of the word before, by word
    begun = np.zeros((words, tags // 2), np.bool_)  # is B-X a better way to I-X than I-X?
    reached = np.where(_INSIDE[:tags], -np.inf, scores[0])
    for i in range(1, words):
        begins, insides = reached[1::2], reached[2::2]
        likeliest[i] = best = int(reached.argmax())
        np.greater_equal(begins, insides, out=begun[i])
        ways = reached[best] + scores[i]
        np.add(np.maximum(begins, insides), scores[i, 2::2], out=ways[2::2])
        reached = ways
    path = np.zeros(words, np.int64)
    path[-1] = tag = int(reached.argmax())
    for i in range(words - 1, 0, -1):
        inside = tag > 0 and tag % 2 == 0
        path[i - 1] = tag = tag - int(begun[i, tag // 2 - 1]) if inside else likeliest[i]
    return path


def _broken(path: np.ndarray[Any, Any]) -> bool:
    before = np.concatenate([[0], path[:-1]])
    inside = _INSIDE[path]
    return bool((inside & (before != path) & (before != path - 1)).any())


def spans(path: np.ndarray[Any, Any]) -> list[tuple[int, int, str]]:
    """Lawful tags to (first word, word after the last, label); the labels aside are left out."""
    out: list[tuple[int, int, str]] = []
    for i, tag in enumerate(path.tolist()):
        if tag and tag % 2 == 0:
            start, _, label = out[-1]
            out[-1] = (start, i + 1, label)
        elif tag:
            out.append((i, i + 1, _ALL[(tag - 1) // 2]))
    return [span for span in out if span[2] in LABELS]
