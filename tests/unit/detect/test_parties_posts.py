"""One post for several persons: how far it goes."""

from __future__ import annotations

import pytest

from extractor.detect.parties_lists import parties
from extractor.detect.parties_text import view
from extractor.schema.analysis import Language


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        # a body in another case has the person behind its name, and ends the run
        (
            "uk",
            "Директорам шкіл Гаю І.І., Бук Н.І., управлінню культури Клену В.В., Дубу П.П.",
            ["Директор шкіл Гай І.І.", "Директор шкіл Бук Н.І.", "управління культури Клену В.В.", "Дуб П.П."],
        ),
        (
            "ru",
            "Начальникам отделов Серову А.А., Зимину Б.Б., финансовому управлению Белову В.В.",
            ["Начальник отделов Серов А.А.", "Начальник отделов Зимин Б.Б.", "финансовое управление Белову В.В."],
        ),
        # a legal form goes on only where the run began with one
        (
            "uk",
            "Начальникам цехів Гаю І.І., ТОВ «Лан» Клену В.В.",
            ["Начальник цехів Гай І.І.", "ТОВ «Лан» Клену В.В."],
        ),
        (
            "uk",
            "Директорам ЗОШ № 3 Гаю І.І., № 5 Бук Н.І., НВК «Лан» Клену В.В.",
            ["Директор ЗОШ № 3 Гай І.І.", "Директор № 5 Бук Н.І.", "Директор НВК «Лан» Клен В.В."],
        ),
        # a genitive says where the post is held; whose it was goes to those named without, till the next post
        (
            "uk",
            "Директорам школи Гаю І.І., Лугового музею Бук Н.І., завідувачам Клену В.В., Дубу П.П.",
            [
                "Директор школи Гай І.І.",
                "Директор Лугового музею Бук Н.І.",
                "завідувач Клен В.В.",
                "завідувач Дуб П.П.",
            ],
        ),
    ],
)
def test_a_post_goes_to_those_who_hold_it(language: Language, words: str, expected: list[str]) -> None:
    line = view(words, words, [(0, len(words))])
    assert [p.name for p in parties(line, 0, len(words), language, "dat")] == expected


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        (
            "uk",
            "Директорам Лугового ліцею (Гай І.І.), Музею пошти (Бук Н.І.) та школи № 3 (Клен В.В.)",
            ["Директор Лугового ліцею", "Директор Музею пошти", "Директор школи № 3"],
        ),
        (
            "ru",
            "Директорам МУП «Луг» (Серов А.А.), МУП «Лес» (Зимин Б.Б.)",
            ["Директор МУП «Луг»", "Директор МУП «Лес»"],
        ),
        # teachers are many in a school; a body in the dative is addressed itself; several hold the posts of one kind
        ("uk", "Вчителям Лугової школи (Гай І.І.), Озерної школи (Бук Н.І.)", ["Вчителі Лугової школи, Озерної школи"]),
        (
            "uk",
            "Директорам Лугового ліцею (Гай І.І.), управлінню культури (Бук Н.І.)",
            ["Директори Лугового ліцею", "управління культури"],
        ),
        ("uk", "Директорам шкіл (Гай І.І.), керівникам гуртків (Бук Н.І.)", ["Директори шкіл", "керівники гуртків"]),
    ],
)
def test_bodies_each_named_with_its_head(language: Language, words: str, expected: list[str]) -> None:
    line = view(words, words, [(0, len(words))])
    assert [p.name for p in parties(line, 0, len(words), language, "dat")] == expected
