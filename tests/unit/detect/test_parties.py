from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import data
from extractor.detect.parties import addressee, agents, controllers, in_cell, in_pieces
from extractor.schema.analysis import Analysis, Language
from extractor.schema.document import Document
from extractor.schema.facts import Party
from extractor.schema.outline import Outline, Paragraph
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


def analysis_of(text: str, language: Language) -> Analysis:
    document = Document.__new__(Document)
    object.__setattr__(document, "text", text)
    outline = Outline(document, (Paragraph(0, len(text)),))
    return Analysis(outline=outline, plain=level(text)[0], language=language, languages=(), sentences=())


POINTS = [
    (
        "uk",
        "Департаменту освіти обладміністрації до 25.01.2022 інформувати",
        ["Департамент освіти обладміністрації"],
        "до 25",
    ),
    ("uk", "Рекомендувати виконавцям Програми до 10.01.2022 звітувати", ["виконавці Програми"], "до 10"),
    (
        "uk",
        "Начальнику відділу освіти Гаю І.І., директорам шкіл забезпечити",
        ["Начальник відділу освіти Гай І.І.", "директори шкіл"],
        "забез",
    ),
    ("uk", "Кабінету Міністрів України:", ["Кабінет Міністрів України"], ""),
    (
        "uk",
        "Доручити відділу культури та відділу освіти підготувати звіт",
        ["відділ культури", "відділ освіти"],
        "підго",
    ),
    (
        "uk",
        "Зобов’язати керівників шкіл, ліцеїв та садків вжити заходів",
        ["керівники шкіл, ліцеїв та садків"],
        "вжити",
    ),
    (
        "uk",
        "Відділу освіти спільно з управлінням культури провести огляд",
        ["Відділ освіти", "управління культури"],
        "прове",
    ),
    ("uk", "Усі відповідальні служби мають вжити заходів", ["Усі відповідальні служби"], "мають"),
    ("uk", "Затвердити Положення про відділ", [], "Затве"),
    ("uk", "Контроль за виконанням покласти на заступника", [], "Контр"),
    ("ru", "Министерствам и ведомствам края обеспечить", ["Министерства", "ведомства края"], "обесп"),
    ("ru", "Отделу образования (Серова А.А.) организовать", ["Отдел образования"], "орган"),
    ("ru", "Старшему бухгалтеру администрации ежегодно предусматривать", ["Старший бухгалтер администрации"], "ежего"),
    ("ru", "Обязать директора школы Быкова И.И. принять меры", ["директор школы Быков И.И."], "приня"),
    (
        "ru",
        "Районные и городские администрации обязаны определить",
        ["Районные администрации", "городские администрации"],
        "обяза",
    ),
    ("ru", "Опубликовать постановление в газете", [], "Опубл"),
]


@pytest.mark.parametrize(("language", "text", "expected", "action"), POINTS)
def test_addressees(language: Language, text: str, expected: list[str], action: str) -> None:
    found, at = addressee(analysis_of(text, language), 0, len(text))
    assert [p.name for p in found] == expected
    assert text[at:].startswith(action)


CONTROL = [
    (
        "uk",
        "Контроль за виконанням покласти на заступника голови Залізняцьку Марію.",
        ["заступник голови Залізняцька Марія"],
    ),
    ("uk", "Контроль за виконанням цього наказу залишаю за собою.", []),
    (
        "uk",
        "Контроль покласти на постійну комісію з питань бюджету та заступника міського голови Гая П.П.",
        ["постійна комісія з питань бюджету", "заступник міського голови Гай П.П."],
    ),
    (
        "ru",
        "Контроль за исполнением возложить на заместителя Главы района Серову Л.В .",
        ["заместитель Главы района Серова Л.В."],
    ),
    (
        "ru",
        "Контроль возложить на заместителя главы, начальника управления финансов и бюджетной политики Черных А.А.",
        ["заместитель главы, начальник управления финансов и бюджетной политики Черных А.А."],
    ),
    ("ru", "Контроль оставляю за собой.", []),
]


@pytest.mark.parametrize(("language", "text", "expected"), CONTROL)
def test_controllers(language: Language, text: str, expected: list[str]) -> None:
    found = controllers(analysis_of(text, language), 0, len(text))
    assert [p.name for p in found] == expected
    assert all(p.role == "controller" for p in found)


CLAUSES = [
    ("uk", "Спеціалістами служби у справах дітей проведено рейд", ["Спеціалісти служби у справах дітей"]),
    ("uk", "Центр зайнятості провів ярмарок вакансій", ["Центр зайнятості"]),
    (
        "uk",
        "відбулося засідання комісії з питань безпеки Озерянської міської ради",
        ["комісія з питань безпеки Озерянської міської ради"],
    ),
    ("uk", "Відділом освіти за підтримки фонду «Мрія» організовано табір", ["Відділ освіти", "фонд «Мрія»"]),
    ("uk", "надано допомогу 5 сім'ям", []),
    ("ru", "Отделом культуры проведены концерты", ["Отдел культуры"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), CLAUSES)
def test_agents(language: Language, text: str, expected: list[str]) -> None:
    assert [p.name for p in agents(analysis_of(text, language), 0, len(text))] == expected


KNOWLEDGE: dict[str, Any] = data.load("parties")


@pytest.mark.parametrize("entry", [*KNOWLEDGE["part"], *KNOWLEDGE["obliging"], *KNOWLEDGE["control"]])
def test_examples_of_the_data(entry: dict[str, Any]) -> None:
    assert entry["examples"]
    assert all(re.match(entry["pattern"], e, re.IGNORECASE) for e in entry["examples"])
