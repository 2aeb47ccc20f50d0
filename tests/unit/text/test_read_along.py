"""Which stretches of a document the tagger reads, by setting."""

from __future__ import annotations

import pytest

from extractor import layout, text
from extractor.pipeline import read

pytestmark = pytest.mark.usefixtures("tiny_models")

#: The tiny tagger knows «відділ», «голова» and «освіти» in small letters.
PLAIN = "Роботи тривали, відділ допомагав."
NAMED = "Роботи вів відділ освіти міста Львова."


def _named(source: str, nlp: str) -> list[str]:
    outline = layout.parse(read(source.encode(), name="a.txt"))
    analysis = text.analyse(outline, nlp)  # type: ignore[arg-type]
    return [analysis.plain[n.start : n.end] for n in analysis.named]


def test_the_accurate_setting_reads_all_running_text() -> None:
    assert _named(f"{PLAIN} {NAMED}", "accurate") == ["відділ", "відділ освіти"]


def test_the_fast_setting_leaves_sentences_without_a_name() -> None:
    assert _named(f"{PLAIN} {NAMED}", "fast") == ["відділ освіти"]


def test_the_fast_setting_reads_only_the_words_near_a_name() -> None:
    assert _named("Тут відділ і ще сім слів до Львова, а відділ далі.", "fast") == ["відділ"]


@pytest.mark.parametrize("mark", ["HSBC", "«Дружба»", "(Дружба)", "із Дружби", "ООН"])
def test_what_may_be_a_name(mark: str) -> None:
    assert _named(f"Допоміг відділ, {mark}.", "fast") == ["відділ"]


@pytest.mark.parametrize("mark", ["№ 5", "2019", "«так»", "в"])
def test_what_is_none(mark: str) -> None:
    assert _named(f"Допоміг відділ, {mark}.", "fast") == []


def test_with_rules_alone_nothing_is_read() -> None:
    assert _named(NAMED, "rules") == []
