from __future__ import annotations

from dataclasses import replace

import pytest

from extractor import layout, readers, resolve, text
from extractor.resolve import context, people, places, references
from extractor.resolve.parties import mentions
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Facts, Head, Measure, Organisation, Party, Person, Place, Reference
from extractor.settings import DEFAULT


def analysed(words: str) -> Analysis:
    return text.analyse(layout.parse(readers.read(words.encode(), "a.txt", settings=DEFAULT)))


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (Reference("order", number="12-р", date="2020-03-01"), Reference("order", number="12 - р"), True),
        (Reference("order", number="12", date="2020-03-01"), Reference("order", number="12", date="2021-03-01"), False),
        (Reference("law", title="Про зразки"), Reference("law", title="Про зразків"), True),
        (Reference("law", title="Про зразки"), Reference("law", title="Про мости"), False),
        (Reference("law", title="Про зразки", number="5-IX"), Reference("law", title="Про зразки"), True),
        (Reference("programme", title="Зоря"), Reference("decree", title="Зоря"), False),
    ],
)
def test_one_reference_an_act(first: Reference, second: Reference, one: bool) -> None:
    found = references.merge([replace(first, spans=((0, 1),)), replace(second, spans=((5, 6),))])
    assert len(found) == (1 if one else 2)
    if one:
        assert found[0].spans == ((0, 1), (5, 6))
        assert (found[0].number, found[0].date) == (first.number or second.number, first.date or second.date)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Зразкова Ірина Павлівна", "Зразкова І.П.", "І. Зразкова"], ["Зразкова Ірина Павлівна"]),
        (["Зразкова І.П.", "Зразкова О.П."], ["Зразкова І.П.", "Зразкова О.П."]),
        (["Степан ЛУГОВИЙ", "Луговий"], ["Степан ЛУГОВИЙ"]),
        (["Луговий Степан", "Луговий Петро", "Луговий"], ["Луговий Степан", "Луговий Петро", "Луговий"]),
    ],
)
def test_one_person_a_person(names: list[str], expected: list[str]) -> None:
    assert [p.name for p in people.merge([Person(name=n) for n in names])] == expected


def test_one_place_a_place() -> None:
    found = places.merge([Place("Ставки", "village"), Place("Ставки"), Place("Ставки", "raion"), Place("Лугове")])
    assert [(p.name, p.type) for p in found] == [("Ставки", "village"), ("Ставки", "raion"), ("Лугове", "other")]


def test_all_mentions_of_a_place_are_kept_in_reading_order() -> None:
    told = [Place("Ставки", spans=((0, 6),), score=0.8), Place("СТАВКИ", "village", spans=((9, 15),), score=0.9)]
    (found,) = places.merge([*told, Place("Ставки", "village", spans=((0, 6), (20, 26)))])
    assert (found.name, found.type, found.score) == ("Ставки", "village", 1.0)
    assert found.spans == ((0, 6), (9, 15), (20, 26))


def test_an_act_that_a_later_citation_names_in_full_is_found_by_either_name() -> None:
    by_title = Reference("law", title="Про зразки", spans=((0, 1),))
    in_full = Reference("law", number="5-IX", title="Про зразки", spans=((2, 3),))
    by_number = Reference("law", number="5-IX", spans=((4, 5),))
    (found,) = references.merge([by_title, in_full, by_number])
    assert found == replace(in_full, spans=((0, 1), (2, 3), (4, 5)))


def test_a_short_name_of_a_party_is_written_out_only_where_defined() -> None:
    words = "Лугівський центр туризму (далі – Центр) відкрито. Центру та ОДА звітувати."
    start = words.index("Лугівський")
    party = Party("organisation", "Центр", spans=((50, 56),))
    other = Party("organisation", "ОДА", spans=((60, 63),))
    facts = Facts(
        head=Head(),
        organisations=(Organisation("Лугівський центр туризму", spans=((start, start + 24),)),),
        measures=(Measure("task", "звітувати", ((0, 5),), responsible=(party, other)),),
    )
    out = resolve.run(facts, analysed(words))
    assert [p.name for p in out.measures[0].responsible] == ["Лугівський центр туризму", "ОДА"]


def test_context_is_filled_in_from_the_issuer() -> None:
    issuer = Party("organisation", "Департамент освіти Зразківської обласної державної адміністрації", spans=())
    (body,) = context.fill([Organisation("облдержадміністрація")], issuer, "uk")
    assert body.canonical == "Зразківська обласна державна адміністрація"


def test_context_is_left_alone_where_two_places_fit() -> None:
    bodies = [Organisation("Зразківська обласна рада"), Organisation("Лугівська обласна рада"), Organisation("ОДА")]
    assert [b.canonical for b in context.fill(bodies, None, "uk")] == [None, None, None]


def test_lists_show_bodies_and_groups() -> None:
    shared = (0, 30)
    facts = Facts(
        head=Head(),
        organisations=(
            Organisation("департамент облдержадміністрації", spans=(shared,)),
            Organisation("районна рада", spans=((80, 92),)),
        ),
        measures=(
            Measure(
                "task",
                "провести",
                ((100, 110),),
                responsible=(
                    Party("organisation", "департамент освіти облдержадміністрації", ((32, 38), shared)),
                    Party("organisation", "департамент культури облдержадміністрації", ((40, 48), shared)),
                    Party("group", "районні ради", ((80, 92),)),
                ),
            ),
        ),
    )
    assert [o.name for o in mentions(facts, "uk")] == [
        "департамент освіти облдержадміністрації",
        "департамент культури облдержадміністрації",
    ]
