from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import data, detect, layout, readers, text
from extractor.assemble.narrative_parties import Agents
from extractor.detect.actions_clauses import clauses_of
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Party


def parties(words: str) -> tuple[Analysis, list[list[Party]]]:
    """The parties of each clause of a document, in reading order."""
    outline = layout.parse(readers.read(words.encode(), "t.txt"))
    _, analysis, spans = detect.run(text.analyse(outline))
    agents = Agents(analysis, spans)
    out = []
    for s in analysis.sentences:
        for c in clauses_of(analysis.plain, s.start, s.end, s.language):
            main = c.predicates[0]
            passive = main.verb.form in ("impersonal", "passive")
            place = {"sentence": s, "verb_start": main.start, "passive": passive, "first": c.first}
            out.append(agents.of(c.start, c.end, **place))  # type: ignore[arg-type]  # the keywords' types differ
    return analysis, out


def names(words: str) -> list[list[str]]:
    return [[p.name for p in clause] for clause in parties(words)[1]]


SUBJECTS = [
    (
        "У вівторок начальник відділу освіти Ганна Вербицька провела нараду з директорами шкіл.",
        [["начальник відділу освіти Ганна Вербицька"]],
    ),
    (
        "Обласна рада, обласна спілка письменників та товариство «Просвіта» підписали угоду.",
        [["обласна рада", "обласна спілка письменників", "товариство «Просвіта»"]],
    ),
    (
        "Участь у толоці взяли волонтери та працівники комунальних служб.",
        [["волонтери", "працівники комунальних служб"]],
    ),
    ("Фахівці служби зайнятості навчають безробітних.", [["фахівці служби зайнятості"]]),
    ("Обласні та районні адміністрації мають подати звіти.", [["обласні адміністрації", "районні адміністрації"]]),
    ("Взносы уже перечисляют Toyota, Nokia и Bosch.", [["Toyota", "Nokia", "Bosch"]]),
    (
        "Губернатор Пётр Лосев поручил министру транспорта Ивану Седову проверить дороги.",
        [["губернатор Пётр Лосев"]],
    ),
    ("Директор школы, который открыл кружок, рассказал о планах.", [["директор школы"], ["директор школы"]]),
    ("Провів засідання комісії його голова, заступник мера Іван Петренко.", [["заступник мера Іван Петренко"]]),
]
COUNTED = [
    ("12 лікарень області закупили нові апарати.", [["лікарні області"]]),
    ("8 шкіл, які не мають укриття, перейшли на дистанційне навчання.", [["школи, які не мають укриття"]]),
    ("Послугами бібліотеки скористалися 300 громадян.", [[]]),
]
PASSIVES = [
    ("Відділом освіти Вишневої міської ради проведено огляд їдалень.", [["Відділ освіти Вишневої міської ради"]]),
    ("Закон был принят Госдумой 3 марта и одобрен Советом Федерации.", [["Госдума"], ["Совет Федерации"]]),
    ("У селі створено центр дозвілля, обладнано два класи.", [[], []]),
    ("Центри дозвілля створені у трьох селах.", [[]]),
    ("Цього року дороги відремонтують у трьох районах.", [[]]),
    (
        "Завідувачем відділення денного догляду та соціальним працівником "
        "комунального закладу «Затишок» відвідано родини.",
        [
            [
                "завідувач відділення денного догляду комунального закладу «Затишок»",
                "соціальний працівник комунального закладу «Затишок»",
            ]
        ],
    ),
]
ATTRIBUTES = [
    ("Кошти за моделлю, розробленою міністерством, виділено школам.", [[]]),
    ("У межах програми, затвердженої наказом Міністерства освіти, придбано парти.", [[]]),
    ("Рада звернулася до суду, позов було відхилено.", [["рада"], []]),
]
PARTNERS = [
    (
        "Спеціалістом центру зайнятості спільно з Вишневою районною бібліотекою організовано ярмарок.",
        [["спеціаліст центру зайнятості", "Вишнева районна бібліотека"]],
    ),
    ("З Вишневим благодійним фондом «Промінь» розпочато проєкт.", [["Вишневий благодійний фонд «Промінь»"]]),
    ("За підтримки фонду «Добра справа» громада придбала автобус.", [["фонд «Добра справа»", "громада"]]),
    ("Завдяки допомозі обласної ради відремонтовано міст.", [["обласна рада"]]),
    ("У заході за участі депутатів обласної ради та представників поліції проведено вікторину.", [[]]),
]
SITTINGS = [
    (
        "Під головуванням міського голови Ореста Дубини відбулося засідання комісії з питань ТЕБ та НС "
        "Вишневої міської ради.",
        [["комісія з питань ТЕБ та НС Вишневої міської ради"]],
    ),
    ("На сесії Вишневої міської ради затверджено бюджет.", [["Вишнева міська рада"]]),
    ("Рішенням сесії Вишневої міської ради затверджено план.", [["Вишнева міська рада"]]),
    ("У п'ятницю відбудеться засідання чергової 28 сесії сільської ради.", [["сільська рада"]]),
    ("Відбулось перше пленарне засідання 14-ї сесії районної ради.", [["районна рада"]]),
    ("Постановлением правительства утверждены правила перевозки.", [["правительство"]]),
    ("В Заречном районном суде состоится слушание по иску жителей.", [["Заречный районный суд"]]),
]
ASKED = [
    ("Керівникам шкіл рекомендовано посилити контроль.", [["керівники шкіл"]]),
    (
        "За підсумками наради старостам та керівникам комунальних підприємств дано ряд доручень.",
        [["старости", "керівники комунальних підприємств"]],
    ),
    ("Міська рада звертається до підприємців з проханням сплатити податки.", [["підприємці"]]),
    ("Фірмі нараховано збитки та зобов'язано звільнити ділянку.", [[], ["фірма"]]),
]
SAID_BEFORE = [
    (
        "Рятувальники загасили пожежу в селі Калинівка. Вони евакуювали трьох мешканців.",
        [["рятувальники"], ["рятувальники"]],
    ),
    (
        "Прокуратура Вишневого району звернулася до суду. Прокуратура подала апеляцію.",
        [["Прокуратура Вишневого району"], ["Прокуратура Вишневого району"]],
    ),
    (
        "Відділом освіти проведено огляд їдалень та перевірено запаси.",
        [["відділ освіти"], ["відділ освіти"]],
    ),
    ("Начальник поліції наголосив на безпеці, проведено інструктаж.", [["начальник поліції"], []]),
]


@pytest.mark.parametrize(
    ("words", "expected"), [*SUBJECTS, *COUNTED, *PASSIVES, *ATTRIBUTES, *PARTNERS, *SITTINGS, *ASKED, *SAID_BEFORE]
)
def test_names(words: str, expected: list[list[str]]) -> None:
    assert [[n.casefold() for n in c] for c in names(words)] == [[n.casefold() for n in c] for c in expected]


def test_each_of_the_counted_that_a_colon_names() -> None:
    found = names("До проєкту приєдналися ще 2 територіальні громади: Лугова та Озерна.")
    assert found == [["Лугова територіальна громада", "Озерна територіальна громада"]]


def test_parts() -> None:
    _, found = parties("За підтримки фонду «Добра справа» бібліотекою спільно з музеєм проведено виставку.")
    assert [p.role for p in found[0]] == ["supporter", "executor", "co_executor"]


def test_an_elided_party_keeps_the_place_where_it_is_named() -> None:
    analysis, found = parties("Міська рада затвердила бюджет, виділила кошти на дороги.")
    (start, end), *_ = found[1][0].spans
    assert analysis.text[start:end] == "Міська рада"
    assert found[1][0].rule == "narrative.subject.elided"


PHRASES: list[dict[str, Any]] = data.load("narrative_parties")["phrase"]


@pytest.mark.parametrize("entry", PHRASES, ids=lambda e: e["id"])
def test_phrases(entry: dict[str, Any]) -> None:
    expression = re.compile(rf"(?<![\w'-])(?:{entry['pattern']})\Z", re.IGNORECASE)
    last = entry["last"].split()
    for example in entry["examples"]:
        assert expression.search(example), example
        assert example.split()[-1].lower() in last
    for example in entry["counterexamples"]:
        assert not expression.search(example), example


WORDS = st.sampled_from(
    'комісія комісії комісією рада «Зоря» «Зоря "Мир" ТОВ та , . що який провела проведено 12 '
    "шкіл голова Іван Петренко "
    "рекомендовано керівникам з за підтримки на засіданні вони "
    "(ЗМІ) : зобов'язано обласні і районні".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_any_words_give_parties_with_a_place_in_the_text(words: list[str]) -> None:
    analysis, found = parties(" ".join(["Слово", *words]))
    for party in (p for clause in found for p in clause):
        assert party.name
        assert all(0 <= a < b <= len(analysis.text) for a, b in party.spans)
