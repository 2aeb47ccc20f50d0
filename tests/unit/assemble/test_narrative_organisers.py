"""The organiser of an event, named after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor import detect, layout, pipeline, readers, text
from extractor.assemble import narrative_organisers
from extractor.schema.facts import Measure, Party

EVENT = "12 травня в селі відбулася нарада бібліотекарів."


def completed(*sentences: str, responsible: tuple[Party, ...] = ()) -> list[str]:
    """The names of those who held EVENT, which these sentences follow."""
    page = "Новини\n12 Травня, 2021 о 10:30\n\n" + " ".join((EVENT, *sentences)) + "\n"
    _, analysis, spans = detect.run(text.analyse(layout.parse(readers.read(page.encode(), "новина.txt"))))
    start = page.index(EVENT)
    event = Measure("event", EVENT, ((start, start + len(EVENT) - 1),), responsible=responsible)
    [found] = narrative_organisers.completed(analysis, spans, [event])
    return [p.name for p in found.responsible]


@pytest.mark.parametrize(
    ("sentences", "names"),
    [
        (["Організатором наради виступила районна рада."], ["районна рада"]),
        (["Прийшло 40 людей.", "Організатори - районна рада та Фонд «Зоря»."], ["районна рада", "Фонд «Зоря»"]),
        (["Організатори подякували районній раді."], []),
        (["Її провела завідувачка музею Ольга Лісова."], ["завідувачка музею Ольга Лісова"]),
        (["Її відвідали бібліотекарі."], []),
        (["Прийшло 40 людей.", "Її провела районна рада."], []),
        (["Один.", "Два.", "Три.", "Організатором наради виступила районна рада."], []),
    ],
)
def test_sentences_right_behind_name_it(sentences: list[str], names: list[str]) -> None:
    assert completed(*sentences) == names


def test_who_is_known_stays() -> None:
    known = Party("organisation", "сектор культури", ())
    assert completed("Організатором наради виступила районна рада.", responsible=(known,)) == ["сектор культури"]


def test_other_actions_have_no_organiser() -> None:
    page = "Рада придбала автобус. Організатором наради виступила районна рада.\n"
    _, analysis, spans = detect.run(text.analyse(layout.parse(readers.read(page.encode(), "новина.txt"))))
    bought = Measure("activity", page[:21], ((0, 21),))
    assert narrative_organisers.completed(analysis, spans, [bought]) == [replace(bought, responsible=())]


def test_the_sentence_that_says_who_tells_of_no_event() -> None:
    page = f"Новини\n12 Травня, 2021 о 10:30\n\n{EVENT} {{}} провела районна рада.\n"
    assert len(pipeline.extract(page.format("Її").encode(), name="новина.txt").measures) == 1
    assert len(pipeline.extract(page.format("Толоку").encode(), name="новина.txt").measures) == 2
