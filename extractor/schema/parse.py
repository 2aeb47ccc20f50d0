"""A dependency parse of a sentence, whoever made it: Universal Dependencies, words placed in Document.text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word of a sentence: text[start:end] of the document.

    lemma: dictionary form; upos: universal part of speech; feats: universal features, each as "Case=Ins".
    head: index into Parse.words of the word it depends on, None for the root; deprel: the relation to it, with its
    subtype («obl:agent»). The words of a multiword token share its place."""

    start: int
    end: int
    lemma: str
    upos: str
    feats: frozenset[str]
    head: int | None
    deprel: str

    @property
    def relation(self) -> str:
        """The universal part of the relation: «obl» of «obl:agent»."""
        return self.deprel.partition(":")[0]


@dataclass(frozen=True)
class Parse:
    """The words of one sentence, text[start:end] of the document, in order."""

    start: int
    end: int
    words: tuple[Word, ...]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each word the indices of those that depend on it, in order."""
        below: list[list[int]] = [[] for _ in self.words]
        for i, word in enumerate(self.words):
            if word.head is not None:
                below[word.head].append(i)
        return tuple(map(tuple, below))

    def at(self, start: int, end: int) -> int | None:
        """Index of the first word that overlaps start..end, None where there is none."""
        return next((i for i, w in enumerate(self.words) if w.start < end and w.end > start), None)

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above word i, nearest first. Ends even where the heads of a damaged parse run in a circle."""
        seen = {i}
        head = self.words[i].head
        while head is not None and head not in seen:
            yield head
            seen.add(head)
            head = self.words[head].head

    def subtree(self, i: int) -> tuple[int, int]:
        """Place (start, end) of word i and all that depends on it, directly or not, from the first to the last word."""
        inside = {i}
        todo = [i]
        while todo:
            for child in self.children[todo.pop()]:
                if child not in inside:
                    inside.add(child)
                    todo.append(child)
        return min(self.words[k].start for k in inside), max(self.words[k].end for k in inside)
