"""Clauses that stand in a row in one sentence lend each other their likelihood of being actions.

«Перевірено 30 крамниць, складено 4 протоколи, накладено 2 штрафи»: of such a row all tell of deeds or none does, and
what the words of one leave open the others often say. So with «прибрали сміття, пофарбували лави, висадили дерева»."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal

from extractor.detect.actions_clauses import Clause
from extractor.detect.actions_lexicon import classes_of

#: How far a clause is drawn towards the surest in its row, and towards the least sure: fitted on the annotated texts
#: with documents held out, where F1 of clauses rose from 0.614 to 0.622.
_UP: Final = 0.4
_DOWN: Final = 0.2
#: Of a neighbour no more counts than these log odds.
_MOST: Final = 2.5
#: How many clauses apart still stand in a row.
_APART: Final = 2
#: How much surer two or more deeds of several are for standing in one sentence: «прибрали сквер, пофарбували лави». Of
#: 58 such clauses 41 were actions, where the model, documents held out, expected 23; of administrative pages 25 of 28.
_ROW: Final = 1.6
#: Those whose deeds are no measures, and years long ago.
_OTHERS: Final = re.compile(
    r"шахра|зловмисник|невідом|браконьєр|окупант|злоді|грабіжник|гост(?:і|ей)\b|відвідувач|мошенник|злоумышленник|"
    r"неизвестн|браконьер|преступник|грабител|посетител|гости\b|(?:1[89]\d|200)\d\b"
)
#: How a clause tells of a deed: as done to something («проведено»), or as what several have done («провели»).
_Voice = Literal["done", "they"]
#: Classes of verbs by which people do something; «сказали», «зросли», «постраждали» tell of no deed.
_DEEDS: Final = frozenset("do hold build oversee contract aid court decide seize stop".split())


def drawn(
    clauses: Sequence[Clause], sentences: Sequence[int], odds: Sequence[float | None], elided: Sequence[bool]
) -> list[float | None]:
    """The log odds of clauses, in reading order, with those of their rows taken in; None stays where a clause can be
    no action. `sentences` are the numbers of their sentences, `elided` whether a clause has no subject of its own:
    of «співробітники прибрали сміття, пофарбували лави» only the later ones are drawn."""
    out = list(odds)
    voices = [_voice(c) for c in clauses]
    for i, own in enumerate(odds):
        if own is None or voices[i] is None or (voices[i] == "they" and not elided[i]):
            continue
        near = [
            other
            for j in range(max(0, i - _APART), min(len(clauses), i + _APART + 1))
            if j != i and sentences[j] == sentences[i] and voices[j] == voices[i]
            if clauses[j].reported == clauses[i].reported and (other := odds[j]) is not None
        ]
        if near:
            highest, lowest = min(max(near), _MOST), max(min(near), -_MOST)
            out[i] = own + _UP * max(0.0, highest - own) - _DOWN * max(0.0, own - lowest)
    return out


def rows(clauses: Sequence[Clause], sentences: Sequence[int], before: Sequence[bool]) -> list[float]:
    """How much surer each clause is as one of several deeds in its sentence; `before` says that a clause tells of
    earlier times, as then do those beside it."""
    earlier = {number for number, past in zip(sentences, before, strict=True) if past}
    earlier |= {number for clause, number in zip(clauses, sentences, strict=True) if _of_others(clause)}
    kinds = [
        (number, clause.reported) if _voice(clause) == "they" and number not in earlier else None
        for clause, number in zip(clauses, sentences, strict=True)
    ]
    many = Counter(kind for kind in kinds if kind is not None)
    return [_ROW if kind is not None and many[kind] > 1 else 0.0 for kind in kinds]


def _of_others(clause: Clause) -> bool:
    """Does it name wrongdoers, guests, or a year long ago? What they did in a row is no measure."""
    return any(_OTHERS.match(token.low) for token in clause.tokens)


def _voice(clause: Clause) -> _Voice | None:
    """The voice of the clause's verb; None where it draws nothing and is not drawn."""
    verb = clause.predicates[0].verb
    if clause.relative:
        return None
    if verb.form in ("impersonal", "passive"):
        return "done"
    did = verb.form == "past" and verb.plural and verb.perfective and not verb.reflexive
    return "they" if did and not _DEEDS.isdisjoint(classes_of(verb.lemma)) else None
