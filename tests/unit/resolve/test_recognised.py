"""Confidence of what rests on badly recognised words."""

from __future__ import annotations

from dataclasses import replace

from extractor import readers
from extractor.pipeline import trace
from extractor.resolve.recognised import CODE, weakened
from extractor.schema.document import Notice
from extractor.schema.facts import Facts
from extractor.settings import Settings

TEXT = "1. Відділу освіти до 25.09.2024 перевірити 12 укриттів.\n2. Відділу культури до 01.10.2024 подати звіт.\n"


def facts() -> Facts:
    return trace(readers.read(TEXT.encode(), "a.txt"), Settings(nlp="rules"))[2]


def test_only_what_is_doubtful_is_weakened() -> None:
    before = facts()
    start = TEXT.index("25.09.2024")
    after = weakened(before, [Notice(CODE, "", ((start, start + 21),))])
    first, second = before.measures
    assert after.measures[0].score < first.score
    assert after.measures[0].deadlines[0].score < first.deadlines[0].score
    assert after.measures[1] == second
    assert after.figures == before.figures


def test_wholly_doubtful_facts_keep_half() -> None:
    before = facts()
    after = weakened(before, [Notice(CODE, "", ((0, len(TEXT)),))])
    assert [m.score for m in after.measures] == [round(m.score / 2, 3) for m in before.measures]


def test_without_doubt_nothing_changes() -> None:
    before = facts()
    assert weakened(before, [Notice("recognised", "page 1")]) is before
    assert weakened(replace(before, measures=()), [Notice(CODE, "", ((0, 1),))]).measures == ()
