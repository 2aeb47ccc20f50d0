"""Words that tell of actions: phrases, verbs, and the classes that beginnings decide."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.data import load
from extractor.detect.actions_lexicon import classes_of, events, phrase
from extractor.detect.actions_words import verb
from extractor.schema.analysis import Language


@pytest.mark.parametrize("entry", load("actions")["phrase"], ids=lambda e: e["id"])
def test_phrases(entry: dict[str, Any]) -> None:
    pattern = phrase(entry["id"])
    find = pattern.match if entry.get("at_start") else pattern.search
    for example in entry["examples"]:
        hit = find(example["text"])
        assert hit is not None, example
        assert hit.group() == example["span"], example
    for counterexample in entry["counterexamples"]:
        assert find(counterexample) is None, counterexample


@pytest.mark.parametrize(
    ("word", "language", "form", "lemma"),
    [
        ("проведено", "uk", "impersonal", "провести"),
        ("провів", "uk", "past", "провести"),
        ("відкриють", "uk", "future", "відкрити"),
        ("створені", "uk", "passive", "створений"),
        ("мають", "uk", "modal", "мати"),
        ("утворити", "uk", "infinitive", "утворити"),
        ("принят", "ru", "passive", "принять"),
        ("состоится", "ru", "future", "состояться"),
        ("обязаны", "ru", "modal", "обязать"),
        ("вніс", "uk", "past", "внести"),
        ("переміг", "uk", "past", "перемогти"),
        ("встановив", "uk", "past", "встановити"),
        ("проведе", "uk", "future", "провести"),
        ("видали", "uk", "past", "видати"),
        ("веде", "uk", "present", "вести"),
        ("забезпечить", "uk", "future", "забезпечити"),
        ("проводиться", "uk", "present", "проводитися"),
        ("проводитися", "uk", "infinitive", "проводитися"),
        ("вынес", "ru", "past", "вынести"),
        ("помог", "ru", "past", "помочь"),
    ],
)
def test_verbs(word: str, language: Language, form: str, lemma: str) -> None:
    found = verb(word, language)
    assert found is not None
    assert (found.form, found.lemma) == (form, lemma)


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("закладів", "uk"),
        ("рада", "uk"),
        ("захисту", "uk"),
        ("июля", "ru"),
        ("поріг", "uk"),
        ("колгосп", "uk"),
        ("ліс", "uk"),
        ("поле", "uk"),
        ("складе", "uk"),
        ("нове", "uk"),
        ("краще", "uk"),
        ("вплив", "uk"),
        ("порив", "uk"),
        ("голос", "ru"),
        ("мороз", "ru"),
        ("сел", "ru"),
        ("правила", "uk"),
        ("налог", "ru"),
    ],
)
def test_nouns_are_no_verbs(word: str, language: Language) -> None:
    assert verb(word, language) is None


def test_the_longest_beginning_decides_the_class() -> None:
    assert classes_of("відремонтувати") == ("do", "build")
    assert "speech" in classes_of("зазначити")
    assert classes_of("ыыы") == ()
    assert classes_of("оказать") == ("do",)
    assert classes_of("оказаться") == ("befall",)
    assert classes_of("подготовиться") != classes_of("готовиться") == ("promise",)


def test_events() -> None:
    assert events().search("відбулося чергове засідання ради")
    assert not events().search("відремонтовано дорогу")
