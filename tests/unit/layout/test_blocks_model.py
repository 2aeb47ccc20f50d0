"""Roles of lines by the model: what is seen of a line, what goes with what, and papers out of their usual form."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import layout, readers
from extractor.data import load
from extractor.layout import blocks_features, blocks_model, paragraphs, zones
from extractor.layout.blocks_model import GIVEN, KEPT, NEVER, ROLES, decided, marginals
from extractor.schema.outline import Outline


def outline(text: str) -> Outline:
    return layout.parse(readers.read(text.encode(), "папір.txt"))


def roles(text: str) -> list[tuple[str, str]]:
    found = outline(text)
    return [(p.role, " ".join(found.document.text[p.start : p.end].split())) for p in found.paragraphs]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("адміністрації", "w.body"),
        ("голові", "w.official"),
        ("про", "w.about"),
        ("просмотров", "w.share"),
        ("директору", "dative"),
        ("відбулася", "verb"),
        ("липня", "w.month"),
    ],
)
def test_words_have_classes(word: str, name: str) -> None:
    assert name in blocks_features.classes(word)


def test_short_stems_are_whole_words() -> None:
    assert "w.about" not in blocks_features.classes("прокол")


def test_stems_are_whole_short_words_or_of_4_to_8_letters() -> None:
    for name, stems in load("blocks")["stems"].items():
        for stem in stems.split():
            assert len(stem) <= 10, (name, stem)
            assert stem == stem.lower()


LINES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), max_size=60)


@given(st.lists(LINES, max_size=90))
def test_any_text_has_roles(lines: list[str]) -> None:
    document = readers.read("\n".join(["текст", *lines]).encode(), "папір.txt")
    found, seen, ruled = zones.ruled(document, paragraphs.find(document))
    for span in blocks_features.spans(ruled):
        assert len(blocks_features.features(document, seen, ruled, span)) == len(span)
    marked = list(ruled)
    blocks_model.mark(document, seen, marked)
    for before, after in zip(ruled, marked, strict=True):
        assert after == before or (after in GIVEN and before not in KEPT and (before, after) not in NEVER)
    assert len(found) == len(marked)


def test_long_papers_are_looked_at_above_and_below() -> None:
    assert blocks_features.spans(["body", "cell", "title"]) == [[0, 2]]
    top, bottom = blocks_features.spans(["body"] * 500)
    assert (top[0], bottom[-1]) == (0, 499)
    assert len(top) + len(bottom) == blocks_features.TOP + blocks_features.BOTTOM


def test_probabilities_are_those_of_all_rows_of_roles() -> None:
    random = np.random.default_rng(0)
    scores, follows = random.normal(size=(4, 3)), random.normal(size=(3, 3))
    weights = {
        row: np.exp(sum(scores[i, r] for i, r in enumerate(row)) + sum(follows[a, b] for a, b in pairwise(row)))
        for row in product(range(3), repeat=4)
    }
    total = sum(weights.values())
    for i, r in product(range(4), range(3)):
        expected = sum(w for row, w in weights.items() if row[i] == r) / total
        assert marginals(scores, follows)[i, r] == pytest.approx(expected)


def test_the_model_is_believed_where_it_is_sure() -> None:
    found = np.full((3, len(ROLES)), 0.01)
    found[:, ROLES.index("signature")] = (0.85, 0.85, 0.7)
    said = decided(found, ["body", "title", "body"], [True, True, True], 0.8, 0.9)
    assert said == {0: "signature"}
    assert decided(found, ["body"] * 3, [False] * 3, 0.5, 0.5) == {}
    found[:, ROLES.index("annex")] = 0.99
    assert decided(found, ["body"] * 3, [True] * 3, 0.5, 0.5) == {}


PAGE = """\
Головна
Новини
Документи

Про виділення коштів на ремонт мосту

Переглядів: 112
Роздрукувати

ГАЙОВА СІЛЬСЬКА РАДА
КРИНИЧНОГО РАЙОНУ
Р І Ш Е Н Н Я

від 14 травня 2019 року
№ 31
с. Гайове

Про виділення коштів
на ремонт мосту

Розглянувши звернення жителів, відповідно до статті 26 Закону України «Про місцеве самоврядування в Україні» рада

ВИРІШИЛА:

1. Виділити 120 тис. грн на ремонт мосту.

2. Контроль за виконанням рішення покласти на комісію з питань бюджету.

Сільський голова Степан Гайдук

Читайте також
Контакти
© Гайова громада
"""
LETTER = """\
Директору ліцею № 4
Ганні ПРИХОДЬКО

Шановна Ганно Іванівно!

Просимо дозволити провести в актовій залі ліцею зустріч ветеранів, яка відбудеться восьмого травня о десятій годині.

З повагою

Голова спілки ветеранів
Павло НАЗАРУК
"""


def test_an_act_in_a_page_is_read() -> None:
    found = roles(PAGE)
    assert ("furniture", "Головна") in found
    assert any(role == "letterhead" and line.startswith("ГАЙОВА СІЛЬСЬКА РАДА") for role, line in found)
    assert ("requisite", "№ 31") in found
    assert ("signature", "Сільський голова Степан Гайдук") in found
    assert ("furniture", "© Гайова громада") in found
    assert sum(role == "point" for role, _ in found) == 2


def test_a_letter_without_a_head_has_its_addressee_and_who_signs() -> None:
    found = roles(LETTER)
    assert [line for role, line in found if role == "addressee"] == ["Директору ліцею № 4", "Ганні ПРИХОДЬКО"]
    assert [line for role, line in found if role == "signature"] == ["Голова спілки ветеранів", "Павло НАЗАРУК"]


def test_without_the_model_the_rules_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks_model, "shipped", lambda: None)
    document = readers.read(PAGE.encode(), "папір.txt")
    _, seen, ruled = zones.ruled(document, paragraphs.find(document))
    marked = list(ruled)
    blocks_model.mark(document, seen, marked)
    assert marked == ruled
