from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.detect.parties import in_cell, in_pieces
from extractor.schema.analysis import Language
from extractor.schema.facts import Party
from extractor.text.plain import level


def listed(cell: str, language: Language = "uk") -> list[Party]:
    return in_cell(cell, level(cell)[0], 0, len(cell), language)


def names(cell: str, language: Language = "uk") -> list[str]:
    return [p.name + "*" * p.by_consent for p in listed(cell, language)]


CELLS = [
    ("Мінфін; МОН;\nМОЗ (за згодою)", ["Мінфін", "МОН", "МОЗ*"]),
    ("Мінфін, Держстат", ["Мінфін", "Держстат"]),
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
    ("", []),
    ("–", []),
]


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_cells(cell: str, expected: list[str]) -> None:
    assert names(cell) == expected


def test_russian_cells() -> None:
    assert names("областные и городские администрации", "ru") == ["областные администрации", "городские администрации"]
    assert names("Минфин, отдел культуры (по согласованию)", "ru") == ["Минфин", "отдел культуры*"]


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
