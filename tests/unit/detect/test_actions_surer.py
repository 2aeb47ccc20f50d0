"""Counts of things done and works under way are surer to be actions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor import detect, layout, readers, text
from extractor.detect import actions, actions_surer


def lifts(sentence: str) -> list[float]:
    """How much surer each clause of a news text becomes."""
    page = f"Новини громади\n12 Травня, 2021 о 10:30\n\nУ селі гарна весна.\n\n{sentence}\n"
    _, analysis, spans = detect.run(text.analyse(layout.parse(readers.read(page.encode(), "новина.txt"))))
    kept = [s for s in spans if s.label != "action"]
    counts = actions_surer.counts_of(kept)
    start = analysis.plain.index(sentence[:12])
    return [
        actions_surer.lift(analysis.plain, clause, place, names, counts)
        for clause, place, names in actions.candidates(replace(analysis), kept)
        if clause.start >= start
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Видано понад 40 довідок мешканцям сіл.",
        "Фахівці взяли 12 проб води з криниць.",
        "6 осель підключено до нового водогону.",
        "Стягнуто 30 тис. грн боргів.",
        "Ремонт доріг триває у трьох селах.",
        "Роботи розпочнуться найближчим часом.",
    ],
)
def test_counts_of_things_done_and_works_under_way_are_surer(sentence: str) -> None:
    assert all(lifts(sentence))
    assert lifts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        # who did it, what was found, what befell, how much there was, when it was
        "Заявки подали дві компанії.",
        "Зафіксовано 14 випадків грипу.",
        "Загинули 30 бійців батальйону.",
        "Витрати склали 122 тисячі гривень.",
        "У 2013 році видано 40 довідок.",
        "Придбано меблі для 12 шкіл.",
        "Видано наказ № 40 про відпустку.",
        "Дискусії про роман тривають донині.",
        "Робота з кавою її тішить.",
    ],
)
def test_other_clauses_are_left_as_they_are(sentence: str) -> None:
    assert not any(lifts(sentence))
    assert lifts(sentence)
