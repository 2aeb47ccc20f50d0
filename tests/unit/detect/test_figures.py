from __future__ import annotations

import re
from typing import Any

import pytest

from extractor import layout, text
from extractor.data import load
from extractor.detect import figures, figures_marks
from extractor.schema.analysis import Analysis
from extractor.schema.document import Block, Cell, Document, SourceFacts, Table
from extractor.schema.facts import Figure
from extractor.schema.span import Span

SOURCE = SourceFacts(None, "0" * 64, "text/plain", 0, "text")


def analysis(words: str, blocks: tuple[Block, ...] = ()) -> Analysis:
    return text.analyse(layout.parse(Document(text=words, source=SOURCE, blocks=blocks)))


def found(words: str, before: tuple[Span, ...] = ()) -> list[Figure]:
    return [s.value for s in figures.detect(analysis(words), before) if isinstance(s.value, Figure)]


def brief(words: str) -> list[tuple[float, str | None, str | None]]:
    return [(f.value, f.code, f.of) for f in found(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Навчання пройшли 24 соціальні працівники.", (24, None, "соціальні працівники")),
        ("Допомогу отримали 12 осіб похилого віку.", (12, None, "осіб похилого віку")),
        ("Відремонтовано два під'їзди будинку.", (2, None, "під'їзди будинку")),
        ("У сім'ї виховується четверо дітей.", (4, None, "дітей")),
        ("Звернулися двадцять п'ять родин.", (25, None, "родин")),
        ("Підписано договори з 8-ма закладами.", (8, None, "закладами")),
        ("Охоплено 16тисяч мешканців.", (16000, None, "мешканців")),
        ("Надано допомогу понад сорока внутрішньо переміщеним особам.", (40, None, "внутрішньо переміщеним особам")),
        ("Роздано 250 «пакетів турботи» за тиждень.", (250, None, "«пакетів турботи»")),
        ("Обслуговує 3 ЦНАПи та бібліотека.", (3, None, "цнапи")),
        ("Подано 5 (п'ять) заяв.", (5, None, "заяв")),
        ("Закуплено 14 таких генераторів.", (14, None, "таких генераторів")),
        ("Всего обучено 31 человек.", (31, None, "человек")),
        ("Создано двадцать два рабочих места.", (22, None, "рабочих места")),
        ("Трём семьям выданы сертификаты.", (3, None, "семьям")),
        ("Отпечатано 3 экз. отчета.", (3, None, "экз")),
        ("Прийнято 6 хворих, виписано решту.", (6, None, "хворих")),
        ("Кількість звернень - 140.", (140, None, "звернень")),
        ("Перехворіло: жінок –  понад 63 тисячі.", (63000, None, "жінок")),
        ("Рассылка: сельские библиотеки - 9", (9, None, "сельские библиотеки")),
        ("Постов лишились три его заместителя.", (3, None, "его заместителя")),
        ("Виплатили півмільйона гривень допомоги.", (500000, "UAH", "допомоги")),
        ("Евакуйовано пів мільйона людей.", (500000, None, "людей")),
        ("До заходу 350 школярів долучилися.", (350, None, "школярів")),
        ("Учасникам заходу 150 дітям вручили подарунки.", (150, None, "дітям")),
        ("Построены три новых модульных ФАПа.", (3, None, "новых модульных ФАПа")),
        ("Відкрито 5 ФАПів у селах.", (5, None, "ФАПів")),
        ("Кладовища громади, яких налічується понад сорок.", (40, None, "кладовища громади")),
    ],
)
def test_counts(words: str, expected: tuple[float, str | None, str | None]) -> None:
    got = brief(words)
    assert len(got) == 1
    assert got[0][:2] == expected[:2]
    assert (got[0][2] or "").lower() == (expected[2] or "").lower()


@pytest.mark.parametrize(
    ("words", "value", "code"),
    [
        ("на суму 1 305 720грн.", 1305720, "UAH"),
        ("виділено 4,25 млн грн", 4250000, "UAH"),
        ("вартість 75 640 грн 08 коп.", 75640.08, "UAH"),
        ("закуплено на 1млн. 215 тис. грн", 1215000, "UAH"),
        ("по 430 гривень", 430, "UAH"),
        ("₴ 500 на рік", 500, "UAH"),
        ("350 000,00 грн (триста п'ятдесят тисяч грн 00 коп.)", 350000, "UAH"),
        ("12 (дванадцять) гривень", 12, "UAH"),
        ("0,0 тыс. руб.", 0, "RUB"),
        ("сумма 18,4 тыс.   рублей", 18400, "RUB"),
        ("грант у 90 тис. доларів США", 90000, "USD"),
        ("внесок $2 млн", 2000000, "USD"),
        ("кредит 3 мільярди євро", 3000000000, "EUR"),
        ("зросли на 7,4%", 7.4, "%"),
        ("частка сягає 22 відсотків", 22, "%"),
        ("4%-ий бар'єр", 4, "%"),
        ("7,5-відсоткова ставка", 7.5, "%"),
        ("по области-48,2 %", 48.2, "%"),
        ("площею 0,45 га", 0.45, "ha"),
        ("довжиною 12 кілометрів", 12, "km"),
        ("приміщення 84,6 кв. м", 84.6, "m2"),
        ("60 квадратів", 60, "m2"),
        ("500 кубічних метрів на добу", 500, "m3"),
        ("20 тонн солі", 20, "t"),
        ("5 кг цвяхів", 5, "kg"),
        ("розчин 2 мг/мл", 2, "mg/ml"),
    ],
)
def test_units(words: str, value: float, code: str) -> None:
    assert [(f.value, f.code) for f in found(words)] == [(value, code)]


@pytest.mark.parametrize(
    "words",
    [
        "Рішення від 14.05.2020 № 12-8/VII",
        "у 2019 році",
        "12 березня відбулася зустріч",
        "протягом 15 робочих днів",
        "за останні шість місяців",
        "строком на два роки",
        "о 14:30 та о 9-00",
        "діти віком від 6 до 12 років",
        "46-річний водій, 30-летний житель",
        "тел. 2-14-27, (038) 123-45-67",
        "підпункту 4 пункту 7 статті 11 Закону",
        "відповідно до статей 6, 13, 22 Кодексу",
        "п. 64.2 ст. 64 Кодексу",
        "в соответствии с частью 2 статьи 9 Закона",
        "згідно з додатком 3 рішення",
        "кабінет 12 районної ради",
        "вул. Шевченка, буд. 17 та кв. 4",
        "школа № 5 та гімназія №3",
        "учні 1-4 класів",
        "3-ї групи, 35-х роковин, 26-ого числа",
        "платники 1 та 2 групи",
        "раз на тиждень, 2 рази на рік, у 3 рази",
        "хвороба COVID-19 і ковід-19",
        "дорога О 240210-2, км 3+900",
        "поле 40х20",
        "NPK 10-26-26",
        "один із кращих закладів, жодного, однієї людини",
        "десятки тисяч людей, сотні звернень, тисячі родин",
        "на три чверті",
        "стаж 10 і менше років",
        "пів року",
        "обидва заклади",
        "одноразова допомога, тристоронній договір, сім'я та її семью",
        "2. Провести нараду.",
        "Версія 2 програми",
        "VIII скликання, І півріччя",
        "рахунок UA12 3456",
        "код ЄДРПОУ 41220048",
        "рахунок 5:2",
        "у число 17 не входить",
        "резолюція 1325 «Жінки, мир, безпека»",
    ],
)
def test_no_figure(words: str) -> None:
    assert brief(words) == []


@pytest.mark.parametrize(
    ("words", "comparator", "value", "maximum"),
    [
        ("понад 40 осіб", "gt", 40, None),
        ("не менше ніж 40 осіб", "ge", 40, None),
        ("не более 40 человек", "le", 40, None),
        ("майже 40 осіб", "approx", 40, None),
        ("менш як 40 осіб", "lt", 40, None),
        ("знижка до 40 відсотків", "le", 40, None),
        ("зросла до 40 відсотків", "eq", 40, None),
        ("40 і більше осіб", "ge", 40, None),
        ("10-15 осіб", "eq", 10, 15),
        ("від 5 до 10 км", "eq", 5, 10),
        ("2-3 млн грн", "eq", 2000000, 3000000),
        ("від 2 до 3 тис. грн", "eq", 2000, 3000),
        ("від 800 до 1,2 тис. грн", "eq", 800, 1200),
        ("двох-трьох учасників", "eq", 2, 3),
    ],
)
def test_comparators_and_ranges(words: str, comparator: str, value: float, maximum: float | None) -> None:
    (figure,) = found(words)
    assert (figure.comparator, figure.value, figure.maximum) == (comparator, value, maximum)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Знижено з 7 до 3 %.", [(7, "%"), (3, "%")]),
        ("Зменшилося з 31 до 12 звернень.", [(31, None), (12, None)]),
        ("Працює 410 з 430 закладів.", [(410, None), (430, None)]),
        ("Квартири площею 61 і 84 квадрати", [(61, "m2"), (84, "m2")]),
        ("Освіті - 40, культурі - 6, спорту - 3 відсотки.", [(40, "%"), (6, "%"), (3, "%")]),
        ("Допомогу отримали 2,1 млн громадян. З них 640 тисяч мали статус.", [(2100000, None), (640000, None)]),
        ("Чохол коштує 90 гривень, а телефон - 8 тисяч.", [(90, "UAH"), (8000, "UAH")]),
        ("Виявлено 9 випадків: смт Зелене - 6, с. Гай - 3.", [(9, None), (6, None), (3, None)]),
        (
            "Є 26 тис. пенсіонерів (28 % від усіх), з них 2,8 тис. - за стажем.",
            [(26000, None), (28, "%"), (2800, None)],
        ),
        ("Хворих: чоловіків - 5, жінок - 7.", [(5, None), (7, None)]),
    ],
)
def test_borrowed(words: str, expected: list[tuple[float, str | None]]) -> None:
    assert [(f.value, f.code) for f in found(words)] == expected


def test_what_a_sum_is_of() -> None:
    assert brief("Орендна плата становить 900 грн на рік.") == [(900, "UAH", "орендна плата")]
    assert brief("Надано ділянку площею 9 га у межах села.") == [(9, "ha", "ділянку")]
    assert brief("Виплачено 3 млн грн допомоги.") == [(3000000, "UAH", "допомоги")]


def test_the_head_in_the_nominative() -> None:
    assert [f.of_normal for f in found("Відвідано 8 сімей та 3 нових школи.")] == ["сім'я", "школа"]


def test_spans_quote_the_text() -> None:
    words = "Торік понад 40 нових родин отримали по 2 500 грн\u00a0допомоги."
    got = figures.detect(analysis(words), ())
    assert [words[s.start : s.end] for s in got] == ["понад 40 нових родин", "2 500 грн\u00a0допомоги"]
    for span in got:
        assert isinstance(span.value, Figure)
        assert span.value.of_span is not None
        assert words[slice(*span.value.of_span)].replace("\u00a0", " ") == span.value.of


def test_claimed_text_holds_no_figures() -> None:
    words = "Програма «25 кроків» та 30 заходів"
    claimed = Span(words.index("«"), words.index("»"), "organisation", "test")
    assert [f.value for f in found(words)] == [25, 30]
    assert [f.value for f in found(words, (claimed,))] == [30]


def table(rows: list[list[str]]) -> tuple[str, tuple[Block, ...]]:
    words, cells = "", []
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            cells.append(Cell(i, j, len(words), len(words) + len(cell)))
            words += cell + ("\t" if j < len(row) - 1 else "\n")
    whole = Table(0, len(words), len(rows), len(rows[0]), tuple(cells))
    return words, (Block("table", 0, len(words), table=whole),)


def test_cells_take_their_unit_from_the_header() -> None:
    words, blocks = table(
        [
            ["№", "Назва", "Кількість осіб", "Сума, тис. грн", "Рік"],
            ["1", "2", "3", "4", "5"],
            ["1", "Оздоровлення", "25", "1 200,5", "2020"],
            ["2", "Харчування", "7", "15", "2021"],
        ]
    )
    got = [s.value for s in figures.detect(analysis(words, blocks), ())]
    assert [(f.value, f.code, f.of) for f in got if isinstance(f, Figure)] == [
        (25, None, "осіб"),
        (1200500, "UAH", "Оздоровлення"),
        (7, None, "осіб"),
        (15000, "UAH", "Харчування"),
    ]


KNOWLEDGE = load("figures")


@pytest.mark.parametrize(
    ("entry", "example", "holds"),
    [
        (e, x.lower(), holds)
        for e in KNOWLEDGE["comparator"]
        for holds, kind in ((True, "examples"), (False, "counterexamples"))
        for x in e[kind]
    ],
)
def test_comparator_examples(entry: dict[str, Any], example: str, holds: bool) -> None:
    at = example.index("7")
    if entry["where"] == "before":
        value, _ = figures_marks.comparator_before(example, at, 0)
    else:
        value, _ = figures_marks.comparator_after(example, at + 1, len(example))
    assert (value == entry["value"]) == holds


@pytest.mark.parametrize(
    ("example", "holds"),
    [
        (x.lower(), holds)
        for e in KNOWLEDGE["mark"]
        for holds, kind in ((True, "examples"), (False, "counterexamples"))
        for x in e[kind]
    ],
)
def test_mark_examples(example: str, holds: bool) -> None:
    assert figures_marks.is_marked(example, example.index("7"), 0) == holds


def test_a_long_row_of_digits_before_a_number_costs_no_time() -> None:
    """A pattern that may part them in every way would not end in a lifetime."""
    line = f"x {'1' * 50} ?7"
    assert not figures_marks.is_marked(line, line.index("7"), 0)


@pytest.mark.parametrize(
    ("example", "holds"),
    [
        (x.lower(), holds)
        for e in KNOWLEDGE["measureless"]
        for holds, kind in ((True, "examples"), (False, "counterexamples"))
        for x in e[kind]
    ],
)
def test_measureless_examples(example: str, holds: bool) -> None:
    assert figures_marks.is_measureless(example, 1, len(example)) == holds


@pytest.mark.parametrize("entry", [*KNOWLEDGE["abbreviation"], *KNOWLEDGE["quantity"]])
def test_other_examples(entry: dict[str, Any]) -> None:
    pattern = re.compile(rf"(?<!\w)(?:{entry['pattern']})")
    for example in entry["examples"]:
        assert pattern.search(example.lower()), example
    for example in entry["counterexamples"]:
        assert not pattern.search(example.lower()), example


@pytest.mark.parametrize("piece", ["1 ", "1,", "7 до 7 ", "1-", "тисяч ", "сто ", "(5 ", "і 5 та ", "5 - "])
def test_hostile_repetition_is_read_to_its_end(piece: str) -> None:
    found = figures.detect(analysis(piece * (40_000 // len(piece))), ())
    assert all(s.label == "figure" for s in found)


def test_a_list_goes_on_from_its_first_count() -> None:
    words = "Хворіють від травня: травень – 732 випадки, червень – 4 147, липень – 14 397."
    assert brief(words) == [(732, None, "випадки"), (4147, None, "випадки"), (14397, None, "випадки")]


def test_the_label_of_a_point_counts_nothing() -> None:
    words = "1. Затвердити:\n1.1 «Положення про сад»\n1.2 Правила догляду за 3 деревами\n"
    assert brief(words) == [(3, None, "деревами")]
