"""The tagger that ships, on sentences of ours: it loads, knows both languages and survives what is no language."""

from __future__ import annotations

import pytest

from extractor import Settings, artifacts, extract
from extractor.schema.analysis import Named
from extractor.text import plain
from extractor.text.tagger import Tagger, lines, shipped

UK = "Міністерство цифрових мостів України повідомило, що до Вербівки прибула Оксана Вербицька."
RU = "Министерство цифровых мостов России сообщило, что в Вербовку приехала Оксана Вербицкая."


def found(text: str, *, accurate: bool) -> tuple[Named, ...]:
    levelled, _ = plain.level(text)
    return shipped().tag(levelled, lines(levelled), accurate=accurate)


def names(text: str, *, accurate: bool = True) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for n in found(text, accurate=accurate):
        out.setdefault(n.label, set()).add(text[n.start : n.end])
    return out


@pytest.mark.parametrize("accurate", [False, True], ids=["fast", "accurate"])
@pytest.mark.parametrize(
    ("text", "body", "person"),
    [
        (UK, "Міністерство цифрових мостів України", "Оксана Вербицька"),
        (RU, "Министерство цифровых мостов России", "Оксана Вербицкая"),
    ],
    ids=["uk", "ru"],
)
def test_a_ministry_and_a_person_nobody_has_heard_of(text: str, body: str, person: str, accurate: bool) -> None:
    said = names(text, accurate=accurate)
    assert body in said["ORG"]
    assert person in said["PERS"]


@pytest.mark.parametrize(
    ("text", "label", "quote"),
    [
        ("Договір на 12 500 гривень підписали 3 травня 2021 року.", "MON", "12 500 гривень"),
        ("Договір на 12 500 гривень підписали 3 травня 2021 року.", "DATE", "3 травня 2021 року"),
        ("Ціни зросли на 15 відсотків.", "PCT", "15 відсотків"),
        ("Цены выросли на 15 процентов.", "PCT", "15 процентов"),
        ("В Новоречинск приехал министр связи Иван Лугов.", "LOC", "Новоречинск"),
        ("До Києва прибув президент Польщі.", "LOC", "Києва"),
    ],
)
def test_what_no_tagger_may_miss(text: str, label: str, quote: str) -> None:
    assert quote in names(text)[label]


@pytest.mark.parametrize(
    "text",
    [
        UK.upper(),
        UK.replace("і", "i").replace("о", "o"),
        UK.replace("Міністерство цифрових мостів", "МІНІСТЕРСТВО ЦИФРОВИХ МОСТІВ"),
    ],
    ids=["capitals", "Latin look-alikes", "a head in capitals"],
)
def test_a_worn_text_is_read_too(text: str) -> None:
    assert {"ORG", "PERS"} <= names(text).keys()


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n" * 50, "!?.,;:…" * 100, "👩‍🚒🇺🇦👍" * 50, "\x00\ufffd\u202e", "٣٤٥ 中文 עברית"],
    ids=["nothing", "a space", "breaks", "marks", "emoji", "controls", "other scripts"],
)
def test_what_is_no_language_does_no_harm(text: str) -> None:
    for accurate in (False, True):
        assert all(text[n.start : n.end].strip() for n in found(text, accurate=accurate))


def test_one_endless_word_does_no_harm() -> None:
    assert all(n.end <= 10_000 for n in found("щ" * 10_000, accurate=True))


def test_a_text_without_line_breaks_is_read_to_its_end() -> None:
    text = " ".join([UK] * 60)
    assert sum(text[n.start : n.end] == "Оксана Вербицька" for n in found(text, accurate=True)) > 50


def test_the_same_text_gets_the_same_names() -> None:
    assert Tagger().read(UK, lines(UK)) == shipped().read(UK, lines(UK))


def test_a_line_does_not_depend_on_lines_that_do_not_fit_beside_it() -> None:
    far = "Сьогодні нічого такого не сталося, і ніхто про це не писав. " * 12
    alone = found(UK, accurate=True)
    after = [n for n in found(f"{far}\n{UK}", accurate=True) if n.start > len(far)]
    assert [(n.end - n.start, n.label) for n in after] == [(n.end - n.start, n.label) for n in alone]


def test_names_of_the_tagger_reach_the_extraction() -> None:
    note = "У місті працює Zelmovest. Про це повідомили в Zelmovest."
    with_it, without = (extract(note.encode(), settings=Settings(nlp=nlp)) for nlp in ("accurate", "rules"))
    assert [o.name for o in with_it.organisations] == ["Zelmovest"]
    assert without.organisations == []


def test_the_producer_names_the_model() -> None:
    assert "tagger" in artifacts.versions()
    assert extract("РІШЕННЯ\n\n1. Полагодити міст.".encode()).producer.models.keys() == artifacts.versions().keys()
