"""corpus/treebank is well-formed CoNLL-U of Universal Dependencies."""

from __future__ import annotations

from typing import get_args

import pytest
from unit.treebank import parse_of, trees

from extractor.schema.analysis import Language

TAGS = frozenset("ADJ ADP ADV AUX CCONJ DET NOUN NUM PART PRON PROPN PUNCT SCONJ VERB".split())
RELATIONS = frozenset(
    "acl advcl advmod amod appos aux case cc ccomp conj cop csubj det flat iobj mark nmod nsubj nummod obj obl "
    "parataxis punct root xcomp".split()
)


@pytest.mark.parametrize("language", get_args(Language))
def test_each_sentence_is_a_tree_over_its_text(language: Language) -> None:
    found = list(trees(language))
    assert len(found) >= 40
    for text, rows in found:
        assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1)), text
        assert {len(row) for row in rows} == {10}, text
        assert {row[3] for row in rows} <= TAGS, text
        assert {row[7].partition(":")[0] for row in rows} <= RELATIONS, text
        written = "".join(row[1] + ("" if row[9] == "SpaceAfter=No" else " ") for row in rows)
        assert written.rstrip() == text
        parse = parse_of(text, rows)
        roots = [i for i, word in enumerate(parse.words) if word.head is None]
        assert [parse.words[i].deprel for i in roots] == ["root"], text
        for i in range(len(parse.words)):
            assert [*parse.ancestors(i), i][-2 if i not in roots else 0] == roots[0], text


@pytest.mark.parametrize("language", get_args(Language))
def test_features_are_sorted_and_said_once(language: Language) -> None:
    for text, rows in trees(language):
        for row in rows:
            names = [f.partition("=")[0].lower() for f in row[5].split("|")]
            assert names == sorted(set(names)), (text, row[1])
