from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import data
from extractor.detect.parties import in_cell, in_pieces
from extractor.detect.parties_words import kind_of
from extractor.schema.analysis import Language
from extractor.schema.facts import Party
from extractor.text.plain import level


def listed(cell: str, language: Language = "uk") -> list[Party]:
    return in_cell(cell, level(cell)[0], 0, len(cell), language)


def names(cell: str, language: Language = "uk") -> list[str]:
    return [p.name + "*" * p.by_consent for p in listed(cell, language)]


CELLS = [
    ("підприємства, установи та організації", ["підприємства", "установи", "організації"]),
    ("заклади та установи системи освіти", ["заклади та установи системи освіти"]),
    ("двом відділам обладміністрації", ["відділи обладміністрації"]),
    ("комісія з питань ТЕБ та НС ради, відділ освіти", ["комісія з питань ТЕБ та НС ради", "відділ освіти"]),
    ("Відділ освіти з 20 травня, лікарня", ["Відділ освіти", "лікарня"]),
    ("Міністерство фінансів під час уточнення показників", ["Міністерство фінансів"]),
    ("Мінфін; МОН;\nМОЗ (за згодою)", ["Мінфін", "МОН", "МОЗ*"]),
    ("Мінфін, Держстат", ["Мінфін", "Держстат"]),
    # what the last of several alone is: one of them is a city, the others are regions
    (
        "МОН, обласні, Вербівська міська держадміністрації",
        ["МОН", "обласні держадміністрації", "Вербівська міська держадміністрація"],
    ),
    (
        "Інститут саду, обласні та Вербівська міська держадміністрації (за згодою)",
        ["Інститут саду", "обласні держадміністрації*", "Вербівська міська держадміністрація*"],
    ),
    ("органи місцевого\nсамоврядування", ["органи місцевого самоврядування"]),
    ("Управління культури, національностей та релігій", ["Управління культури, національностей та релігій"]),
    ("служба у справах сім'ї, дітей та молоді", ["служба у справах сім'ї, дітей та молоді"]),
    ("Відділ освіти та служба у справах дітей", ["Відділ освіти", "служба у справах дітей"]),
    (
        "департаменти райради: освіти; культури, релігій та туризму, Озерянський центр зайнятості (за згодою)",
        [
            "департамент освіти райради",
            "департамент культури, релігій та туризму райради",
            "Озерянський центр зайнятості*",
        ],
    ),
    (
        "департаменти освіти і науки, охорони здоров'я облдержадміністрації",
        ["департамент освіти і науки облдержадміністрації", "департамент охорони здоров'я облдержадміністрації"],
    ),
    ("виконавчі комітети сільських, селищних рад", ["виконавчі комітети сільських, селищних рад"]),
    ("районні, міські центри зайнятості", ["районні центри зайнятості", "міські центри зайнятості"]),
    ("Одеська, Сумська та Київська ОДА", ["Одеська ОДА", "Сумська ОДА", "Київська ОДА"]),
    (
        "Одеська та Сумська обласні державні адміністрації",
        ["Одеська обласна державна адміністрація", "Сумська обласна державна адміністрація"],
    ),
    ("громадські та благодійні організації", ["громадські та благодійні організації"]),
    ("ВЦА міст Алчевськ та Ровеньки (за згодою)", ["ВЦА міста Алчевськ*", "ВЦА міста Ровеньки*"]),
    ("заклади і установи системи освіти", ["заклади і установи системи освіти"]),
    ("Відділ освіти, відділ культури (всі – за згодою)", ["Відділ освіти*", "відділ культури*"]),
    ("ГО «Мрія, надія», БО «БФ «Озеро» (за згодою), МОН", ["ГО «Мрія, надія»", "БО «БФ «Озеро»*", "МОН"]),
    ("Відп.: Гай І.І., Коваль О.М.", ["Гай І.І.", "Коваль О.М."]),
    ("Відділ освіти (Гай І.І.)", ["Відділ освіти"]),
    ("Мінфін, із залученням районного суду та обласної палати нотаріусів (за згодою)",
     ["Мінфін", "районний суд та обласна палата нотаріусів*"]),
    ("", []),
    ("–", []),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_cells(cell: str, expected: list[str]) -> None:
    assert names(cell) == expected


def test_russian_cells() -> None:
    assert names("областные и городские администрации", "ru") == ["областные администрации", "городские администрации"]
    assert names("главы муниципальных районов и городских округов области", "ru") == [
        "главы муниципальных районов области",
        "главы городских округов области",
    ]
    assert names("директора школ, заведующие детскими садами", "ru") == ["директора школ", "заведующие детскими садами"]
    assert names("три отдела, Отдел по делам ГО и ЧС", "ru") == ["отделы", "Отдел по делам ГО и ЧС"]
    assert names("Минфин, отдел культуры (по согласованию)", "ru") == ["Минфин", "отдел культуры*"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Н.Е. Гай К.А. Рощин Т.Ю. Лугова", ["Н.Е. Гай", "К.А. Рощин", "Т.Ю. Лугова"]),
        ("завуч Гай Н.Е. Рощин К.А., сторож", ["завуч Гай Н.Е.", "Рощин К.А.", "сторож"]),
        # one name, however it is written, is one person's
        ("завуч Н.Е. Гай", ["завуч Н.Е. Гай"]),
        ("Гай Н.Е., К.А. Рощин", ["Гай Н.Е.", "К.А. Рощин"]),
    ],
)
def test_names_with_nothing_between_them_are_several_persons(cell: str, expected: list[str]) -> None:
    assert names(cell, "ru") == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Директор школы\nГай О.С.", ["Директор школы Гай О.С."]),
        ("Завуч\nГай О.С.\nРощин К.А.", ["Завуч Гай О.С.", "Рощин К.А."]),
        # of several nobody is told apart, and who has a name needs no other
        ("Классные руководители\nГай О.С.", ["Классные руководители", "Гай О.С."]),
        ("Завуч Гай О.С.\nРощин К.А.", ["Завуч Гай О.С.", "Рощин К.А."]),
        ("отдел кадров\nГай О.С.", ["отдел кадров", "Гай О.С."]),
        # a company's form and its name are one, a body and another are two
        ("отдел кадров, ООО\n«Тополя»", ["отдел кадров", "ООО «Тополя»"]),
        ("МЧС\n«Тополя»", ["МЧС", "«Тополя»"]),
    ],
)
def test_a_name_under_a_post_is_of_who_holds_it(cell: str, expected: list[str]) -> None:
    assert names(cell, "ru") == expected


@pytest.mark.parametrize(
    ("cell", "language", "expected"),
    [
        ("Луговкина В.С.", "ru", ["Луговкина В.С."]),
        ("отдел торговли, Зимина В. С., Гай И.И.", "ru", ["отдел торговли", "Зимина В. С.", "Гай И.И."]),
        ("Н.П. Лугова; Клен О.О.", "uk", ["Н.П. Лугова", "Клен О.О."]),
        ("Луговкіна В.С.", "uk", ["Луговкіна В.С."]),
        ("Сорока О.П., О. Майборода", "uk", ["Сорока О.П.", "О. Майборода"]),
        ("Кульчицька Л.М.; Вишня І.І.", "uk", ["Кульчицька Л.М.", "Вишня І.І."]),
        ("Сорока О.П. – староста", "uk", ["Сорока О.П. – староста"]),
        ("Дзюби О.П.", "uk", ["Дзюба О.П."]),
        ("Клена О.О.", "uk", ["Клен О.О."]),
    ],
)
def test_a_surname_that_nothing_governs_stays(cell: str, language: Language, expected: list[str]) -> None:
    assert names(cell, language) == expected


def test_parts_and_kinds() -> None:
    found = listed("Центр зайнятості спільно з управлінням освіти, за підтримки ЮНІСЕФ")
    assert [(p.name, p.role) for p in found] == [
        ("Центр зайнятості", "executor"),
        ("управління освіти", "co_executor"),
        ("ЮНІСЕФ", "supporter"),
    ]
    kinds = [p.kind for p in listed("голови рад, заступник голови Гай І.І., Гай І.І., Відділ освіти")]
    assert kinds == ["group", "official", "person", "organisation"]


def test_spans_quote_own_and_shared_words() -> None:
    cell = "департаменти райради: освіти; культури"
    quotes = [[cell[a:b] for a, b in p.spans] for p in listed(cell)]
    assert quotes == [["освіти", "департаменти райради"], ["культури", "департаменти райради"]]


def test_a_cell_cut_by_a_page() -> None:
    text = "КУ «Центр допомоги\tінше\tдітям», МОН"
    found = in_pieces(text, level(text)[0], [(0, 18), (24, len(text))], "uk")
    assert [p.name for p in found] == ["КУ «Центр допомоги дітям»", "МОН"]
    assert [text[a:b] for a, b in found[0].spans] == ["КУ «Центр допомоги", "дітям»"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='АБвгіта ,;:«»"()\n.-і', max_size=60))
def test_any_cell_is_read_and_quoted(cell: str) -> None:
    for party in listed(cell):
        assert party.name
        assert party.spans
        assert all(0 <= a < b <= len(cell) for a, b in party.spans)


KNOWLEDGE: dict[str, Any] = data.load("parties")


@pytest.mark.parametrize(
    "entry", [*KNOWLEDGE["part"], *KNOWLEDGE["obliging"], *KNOWLEDGE["permitting"], *KNOWLEDGE["control"]]
)
def test_examples_of_the_data(entry: dict[str, Any]) -> None:
    assert entry["examples"]
    assert all(re.match(entry["pattern"], e, re.IGNORECASE) for e in entry["examples"])


@pytest.mark.parametrize(
    ("name", "language", "kind"),
    [
        ("и.о. директора школы", "ru", "official"),
        ("в.о. начальника відділу", "uk", "official"),
        ("Иова пустынь", "ru", "organisation"),
    ],
)
def test_who_holds_a_post_for_the_time_being_is_an_official(name: str, language: Language, kind: str) -> None:
    assert kind_of(name, language) == kind
