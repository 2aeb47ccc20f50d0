from __future__ import annotations

from typing import Any

import pytest

from extractor import layout, text
from extractor.data import load
from extractor.detect import references
from extractor.schema.document import Document, SourceFacts
from extractor.schema.facts import Reference

HEADS: list[dict[str, Any]] = load("references")["head"]


def found(content: str) -> list[Reference]:
    document = Document(content, SourceFacts(None, "", "text/plain", len(content), "text"))
    spans = references.detect(text.analyse(layout.parse(document)), ())
    assert all(0 <= s.start < s.end <= len(content) for s in spans)
    return [s.value for s in spans if isinstance(s.value, Reference)]


@pytest.mark.parametrize(("head", "example"), [(h, e) for h in HEADS for e in h["examples"]])
def test_examples_of_the_data_file(head: dict[str, Any], example: dict[str, str]) -> None:
    read = found(example["text"])
    assert read, "nothing found"
    assert (read[0].type, read[0].number, read[0].date, read[0].title) == (
        example.get("type", head["type"]),
        example.get("number"),
        example.get("date"),
        example.get("title"),
    )


@pytest.mark.parametrize("counterexample", [c for h in HEADS for c in h["counterexamples"]])
def test_counterexamples_of_the_data_file(counterexample: str) -> None:
    assert found(counterexample) == []


LISTS = [
    (
        "Визнати нечинними рішення ради:\n- від 01.02.2019 № 5 «Про сад»;\n- від 03.03.2019 № 7 «Про ліс».\n",
        [("5", "2019-02-01", "Про сад"), ("7", "2019-03-03", "Про ліс")],
    ),
    (
        "відповідно до законів України «Про освіту», «Про дошкільну освіту» та «Про спорт» вирішила:",
        [(None, None, "Про освіту"), (None, None, "Про дошкільну освіту"), (None, None, "Про спорт")],
    ),
    (
        "втратили чинність рішення ради від 01.02.2019 № 5, від 3 березня 2019 р. № 7 та від 04.04.2020 №8.",
        [("5", "2019-02-01", None), ("7", "2019-03-03", None), ("8", "2020-04-04", None)],
    ),
    (
        "у листах Мінфіну від 01.02.2019 № 5-1 та Департаменту економіки від 2 лютого 2019 року № 6-1/2",
        [("5-1", "2019-02-01", None), ("6-1/2", "2019-02-02", None)],
    ),
    (
        'Признать утратившими силу постановления администрации посёлка:\nот 01.02.2019 N 5 "О саде";\n'
        'от 03.03.2019 N 7 "О лесе".',
        [("5", "2019-02-01", "О саде"), ("7", "2019-03-03", "О лесе")],
    ),
    (
        'відповідно до Законів України "Про сади" "Про ліси" наказую:',
        [(None, None, "Про сади"), (None, None, "Про ліси")],
    ),
    (
        "Внести до постанов уряду від 1 лютого 2019 р. № 5 “Про сад” (Офіційний вісник України, 2019 р., № 9, ст. 31; "
        "2020 р., № 2, ст. 7) і від 3 березня 2019 р. № 7 “Про ліс” зміни.",
        [("5", "2019-02-01", "Про сад"), ("7", "2019-03-03", "Про ліс")],
    ),
    ('постанови уряду від 01.02.2019 N 5 ( 5-2019-п ) "Про сад"', [("5", "2019-02-01", "Про сад")]),
    ("наказу відділу від 01.02.2019 № № 52 «Про сад»", [("52", "2019-02-01", "Про сад")]),
    (
        'решения Думы от 01.02.2019 N 5 "О правке решения Думы от 03.03.2018 N 7", в связи с обращением жителей',
        [("5", "2019-02-01", "О правке решения Думы от 03.03.2018 N 7"), ("7", "2018-03-03", None)],
    ),
    (
        'согласно Уставу посёлка "Луговой", Положению о сборах жителей посёлка "Луговой"',
        [(None, None, 'Устав посёлка "Луговой"'), (None, None, 'Положение о сборах жителей посёлка "Луговой"')],
    ),
    ("за програмами «Крок» і «Поруч» навчено", [(None, None, "Крок"), (None, None, "Поруч")]),
    (
        "Цивільного та Господарського кодексів України",
        [(None, None, "Цивільний кодекс України"), (None, None, "Господарський кодекс України")],
    ),
    (
        "Положення про архів, затвердженого наказом директора від 06.07.2018 № 11, слід",
        [("11", "2018-07-06", None)],
    ),
    (
        "Внести зміни до рішення від 05.06.2020 № 4 «Про внесення змін до рішення від 01.02.2020 № 3 «Про тарифи»»",
        [
            ("4", "2020-06-05", "Про внесення змін до рішення від 01.02.2020 № 3 «Про тарифи»"),
            ("3", "2020-02-01", "Про тарифи"),
        ],
    ),
]


@pytest.mark.parametrize(("content", "expected"), LISTS)
def test_lists_and_acts_within_titles(content: str, expected: list[tuple[str | None, str | None, str | None]]) -> None:
    assert [(r.number, r.date, r.title) for r in found(content)] == expected


FORMS = [
    ("розпорядження голови від 25.05.2022 № 58 – р", "58-р", "2022-05-25"),
    ("Приказом от 12.05.2020 № 15 - о внесении изменений", "15", "2020-05-12"),
    ("Приказом от 12.05.2020 № 15 - к исполнению", "15", "2020-05-12"),
    ("Наказом від 12.05.2020 № 15 - о, який діє", "15-о", "2020-05-12"),
    ("Приказом от 12.05.2020 № 15 - к", "15-к", "2020-05-12"),
    ("Наказом  від  «5»  травня  2016 р. N 12 / 3", "12/3", "2016-05-05"),
    ("розпорядження №44-р від 1.2.2021р.", "44-р", "2021-02-01"),
    ("законом від 06.10.2003  г. №  131 - ФЗ", "131-ФЗ", "2003-10-06"),
    ("рішення виконавчого комітету від 26.03.2021 № 8- 16/VІІІ", "8-16/VІІІ", "2021-03-26"),
    ("постанови КМУ (від 9 грудня 2020 р. № 1236)", "1236", "2020-12-09"),
    ("рішення ради від 31.02.2020 № 9", "9", None),
    ("приказа Министерства от 29.02. 2016 года № 42", "42", "2016-02-29"),
]


@pytest.mark.parametrize(("content", "number", "date"), FORMS)
def test_forms_of_numbers_and_dates(content: str, number: str, date: str | None) -> None:
    assert [(r.number, r.date) for r in found(content)] == [(number, date)]


def test_provisions_are_named_outermost_first() -> None:
    read = found("згідно з пунктами 3, 5 частини першої статті 26 Закону України «Про поштовий зв'язок»")
    assert read[0].provisions == ("стаття 26", "частина першої", "пункт 3", "пункт 5")


def test_issuer_in_the_nominative() -> None:
    read = found("рішенням сесії Лозівської міської ради від 24.12.2020 № 3")
    assert read[0].issuer == "Лозівська міська рада"


def test_unclosed_title_ends_where_its_sentence_does() -> None:
    read = found(
        "від 01.02.2020\n\nрішення ради від 15.01.2021 № 4 «Про Програму «Дім» на 2021 рік та її кошти\n\nДалі"
    )
    assert read[-1].title == "Про Програму «Дім» на 2021 рік та її кошти"


def test_the_document_itself_is_none() -> None:
    content = (
        "РОЗПОРЯДЖЕННЯ\n\n03.02.2021 № 15\n\nПро план роботи\n\n1. Виконати розпорядження.\n\n"
        "ЗАТВЕРДЖЕНО\nрозпорядженням голови від 03.02.2021 № 15\n"
    )
    assert found(content) == []


def test_a_programme_that_the_act_approves_is_none_wherever_it_stands() -> None:
    content = "Про програму «Світло»\n\n1. Затвердити програму «Світло» (додається).\n\nКошти програми «Світло»."
    assert found(content) == []


def test_a_short_form_of_an_act_says_what_the_full_one_does() -> None:
    read = found("Закон України від 06.07.1995 № 265/95-ВР. Статтю 3 Закону № 265 змінено.")
    assert [(r.number, r.date) for r in read] == [("265/95-ВР", "1995-07-06")] * 2


@pytest.mark.parametrize(
    ("content", "number", "date", "title"),
    [
        ("поручения Президента РФ от 05.03.2019 № Пр-345", "Пр-345", "2019-03-05", None),
        ('согласно приказу от 23.07.2010 N 541н (ред. от 09.04.2018) "Об учете"', "541н", "2010-07-23", "Об учете"),
        ("до розпорядження начальника 03.05.2022 № 120 внесено зміни", "120", "2022-05-03", None),
        ("згідно з наказом вiд 12 березня 2018 p. № 345/5", "345/5", "2018-03-12", None),
        ("пункту 7 Порядку підвезення учнів до шкіл", None, None, "Порядок підвезення учнів до шкіл"),
        (
            "підсумки Національного плану дій на період до 2025 року",
            None,
            None,
            "Національний план дій на період до 2025 року",
        ),
        (
            "хід Програми розвитку садів Лугівського району за 2016 рік",
            None,
            None,
            "Програма розвитку садів Лугівського району",
        ),
        ("передбачено Кодексом о труде.", None, None, "Кодекс о труде"),
    ],
)
def test_further_forms(content: str, number: str | None, date: str | None, title: str | None) -> None:
    assert [(r.number, r.date, r.title) for r in found(content)] == [(number, date, title)]


def test_a_plan_that_says_only_for_when_is_no_document() -> None:
    assert found("Депутати затвердили план роботи до кінця року.") == []
    assert (
        found("Комісія затвердила план роботи ради на друге півріччя.")[0].title == "План роботи ради на друге півріччя"
    )


def test_a_programme_without_its_years_is_the_one_that_has_them() -> None:
    read = found(
        "Хід Програми розвитку садів і лук району за 2016 рік. "
        "Програма розвитку садів і лук району на 2016-2020 роки діє."
    )
    assert {r.title for r in read} == {"Програма розвитку садів і лук району на 2016-2020 роки"}


@pytest.mark.parametrize(
    "piece", ["«", '"', "Закон ", "№ 1 ", "Програма «", "від 01.02.2020 № 1, ", "пункту 1 ", "(а "]
)
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    assert all(r.number is None or "1" in r.number for r in found(piece * (40_000 // len(piece))))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "Согласно ст. 179 БК РФ и ст. 10 НК РФ бюджет принят.",
            ["Бюджетный кодекс Российской Федерации", "Налоговый кодекс Российской Федерации"],
        ),
        (
            "Ответственность по УК РФ и ГК РФ наступает.",
            ["Уголовный кодекс Российской Федерации", "Гражданский кодекс Российской Федерации"],
        ),
        ("Согласно статье 10 ЦКУ сделка заключена.", ["Цивільний кодекс України"]),
        ("Согласно статье 10 ГКУ сделка заключена.", ["Господарський кодекс України"]),
        (
            "Згідно зі ст. 10 ЦКУ «Про строки», ГКУ та ПКУ «Загальні» договір укладено.",
            ["Цивільний кодекс України", "Господарський кодекс України", "Податковий кодекс України"],
        ),
        ("Згідно зі ст. 10 ГКУ «Про строки» договір укладено.", ["Господарський кодекс України"]),
        ("Директору ГКУ доложить о лесе.", []),
        ("Директору ГКУ «Лесничество» доложить о лесе.", []),
    ],
)
def test_codes_by_their_letters(content: str, expected: list[str]) -> None:
    assert [r.title for r in found(content)] == expected


def test_a_legal_form_is_no_code() -> None:
    assert not found("Доручити директору ГКУ «Лісництво» та ГКУ ЛО «Луг» створити запас.")
    assert [r.title for r in found("Згідно зі статтею 5 ГКУ договір укладено.")] == ["Господарський кодекс України"]
