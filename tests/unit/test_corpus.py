"""The project's own corpus is whole: documents and gold in pairs, gold within the contract and printed in its text."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from extractor.pipeline import read
from extractor.schema import facts

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
GOLD = ".gold.json"
NAMES = sorted(p.name.removesuffix(GOLD) for p in DOCUMENTS.glob(f"*{GOLD}"))
KINDS = set(get_args(facts.DocumentKind))
TYPES = set(get_args(facts.MeasureType))
REFERENCES = set(get_args(facts.ReferenceType))
UNITS = {None, "%", "UAH", "RUB", "USD", "EUR", "m", "km", "m2", "m3", "ha", "kg", "t"}
RULE = re.compile(
    r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"(?:;(?:INTERVAL=[1-9]\d*|BYDAY=(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*|"
    r"BYMONTH=\d{1,2}(?:,\d{1,2})*|BYMONTHDAY=-?\d{1,2}(?:,-?\d{1,2})*))*"
)
DURATION = re.compile(r"P(?:[1-9]\d*[YMWD])+")


#: Kinds of apostrophe, and the Latin letter that one document types for a Cyrillic one.
LEVEL = {ord("’"): "'", ord("`"): "'", ord("i"): "і"}


@cache
def gold(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DOCUMENTS / f"{name}{GOLD}").read_text(encoding="utf-8"))
    return found


def source(name: str) -> Path:
    (found,) = [p for p in DOCUMENTS.glob(f"{name}.*") if not p.name.endswith(GOLD)]
    return found


@cache
def words(name: str) -> tuple[str, ...]:
    return spelled(read(source(name)).text)


def spelled(text: str) -> tuple[str, ...]:
    """The words with their punctuation, one kind of space between them, in lower case."""
    return tuple(re.findall(r"[\w’'`ʼ]+|[^\w\s]", text.casefold()))


def stem(word: str) -> str:
    """The first letters, which hardly change by case, spelled one way."""
    return word.translate(LEVEL)[:3]


def printed(wanted: tuple[str, ...], text: tuple[str, ...], start: int = 0) -> int | None:
    """Where `wanted` ends in `text`, or None."""
    size = len(wanted)
    return next((i + size for i in range(start, len(text) - size + 1) if text[i : i + size] == wanted), None)


def printed_in_two(wanted: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Is it printed in two pieces, one after the other, as a row broken over a page is?"""
    for cut in range(3, len(wanted) - 1):
        end = printed(wanted[:cut], text)
        if end is not None and printed(wanted[cut:], text, end) is not None:
            return True
    return False


def test_the_corpus_is_large_and_even_enough() -> None:
    heads = [gold(n)["document"] for n in NAMES]
    assert len(NAMES) >= 20
    assert {h["kind"] for h in heads} == KINDS
    by_language = [h["language"] for h in heads]
    assert set(by_language) == {"uk", "ru"}
    assert min(by_language.count("uk"), by_language.count("ru")) >= 10
    assert {source(n).suffix for n in NAMES} == {".txt", ".html", ".docx", ".pdf"}


def test_every_document_has_gold_and_every_gold_one_document() -> None:
    documents = [p for p in DOCUMENTS.iterdir() if not p.name.endswith(GOLD)]
    assert sorted(p.stem for p in documents) == NAMES


def test_names_say_kind_and_language() -> None:
    for name in NAMES:
        kind, language, topic = name.split("_", 2)
        head = gold(name)["document"]
        assert (kind, language) == (head["kind"], head["language"]), name
        assert re.fullmatch(r"[a-z0-9_]+", topic), name


@pytest.mark.parametrize("name", NAMES)
def test_gold_keeps_to_its_format(name: str) -> None:
    whole = gold(name)
    assert list(whole) == ["document", "measures", "organisations", "figures", "references"]
    head = whole["document"]
    assert set(head) == {
        "kind", "language", "number", "date", "title", "issuer", "addressees", "in_reply_to", "signatories",
    }  # fmt: skip
    assert head["date"] is None or date.fromisoformat(head["date"])
    assert "" not in head.values()
    for measure in whole["measures"]:
        assert set(measure) == {"number", "type", "text", "responsible", "deadlines"}
        assert measure["type"] in TYPES
        assert measure["text"].strip()
        assert not measure["text"].endswith((".", ";")) or re.search(r"[А-ЯІЇЄҐ]\.\Z", measure["text"])
        assert all(set(p) == {"name", "by_consent"} and p["name"] for p in measure["responsible"])
        for deadline in measure["deadlines"]:
            check_deadline(deadline)
    assert len(set(whole["organisations"])) == len(whole["organisations"])
    for figure in whole["figures"]:
        assert set(figure) == {"value", "unit", "of"}
        assert isinstance(figure["value"], int | float)
        assert figure["unit"] in UNITS
        assert figure["of"]
    for reference in whole["references"]:
        assert set(reference) == {"type", "number", "date", "title"}
        assert reference["type"] in REFERENCES
        assert reference["number"] or reference["title"]
        assert reference["date"] is None or date.fromisoformat(reference["date"])


def check_deadline(deadline: dict[str, Any]) -> None:
    assert {"start", "end", "recurrence"} <= set(deadline) <= {"start", "end", "recurrence", "permanent", "offset"}
    start, end = deadline["start"], deadline["end"]
    dates = [date.fromisoformat(d) for d in (start, end) if d]
    assert dates == sorted(dates)
    ways = [bool(dates), deadline["recurrence"], deadline.get("permanent"), deadline.get("offset")]
    assert sum(map(bool, ways)) == 1
    assert deadline["recurrence"] is None or RULE.fullmatch(deadline["recurrence"])
    assert "offset" not in deadline or DURATION.fullmatch(deadline["offset"])


@pytest.mark.parametrize("name", NAMES)
def test_measures_are_printed_in_the_document(name: str) -> None:
    text = words(name)
    for measure in gold(name)["measures"]:
        wanted = spelled(measure["text"])
        assert printed(wanted, text) is not None or printed_in_two(wanted, text), measure["text"]


@pytest.mark.parametrize("name", NAMES)
def test_bodies_and_figures_stand_in_the_document(name: str) -> None:
    """By the first letters of their words: the gold has the nominative, the text any case."""
    stems = {stem(w) for w in words(name)}
    whole = gold(name)
    for body in whole["organisations"]:
        assert all(stem(w) in stems for w in spelled(body) if len(w) > 1), body
    for figure in whole["figures"]:
        counted = [w for w in spelled(figure["of"]) if len(w) > 2]
        assert not counted or any(stem(w) in stems for w in counted), figure


@pytest.mark.parametrize("name", NAMES)
def test_numbers_and_titles_of_acts_stand_in_the_document(name: str) -> None:
    text = "".join(words(name))
    for reference in gold(name)["references"]:
        if reference["number"]:
            assert "".join(spelled(reference["number"])) in text, reference
