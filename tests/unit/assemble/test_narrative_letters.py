"""What letters answer and ask for: (sentence, type, text, who is asked, by when)."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from extractor import data, detect, layout, pipeline, text
from extractor.assemble import narrative, narrative_letters, narrative_requests
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Head, Measure
from extractor.schema.span import Span

UK = (
    "ОЗЕРНЯНСЬКА СІЛЬСЬКА РАДА\n\n12.03.2022 № 02-15/44\n\nКерівникам закладів\n\nПро надання інформації\n\n"
    "{}\n\nСільський голова    Іван КОРЖ\n"
)
RU = (
    "АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА\n\n12.03.2022 № 02-15/44\n\nРуководителям учреждений\n\n"
    "О представлении сведений\n\n{}\n\nГлава района    И.И. Петров\n"
)


def read(source: str) -> tuple[Head, Analysis, tuple[Span, ...]]:
    return detect.run(text.analyse(layout.parse(pipeline.read(source.encode(), name="letter.txt"))))


def of(body: str) -> list[Measure]:
    frame = RU if re.search("[ыэъё]", body) else UK
    head, analysis, _ = read(frame.format(body))
    assert head.kind == "letter"
    return narrative_letters.measures(head, analysis)


def told(measure: Measure) -> tuple[str, str, str, str]:
    who = "; ".join(p.name for p in measure.responsible)
    return measure.type, measure.text, who, " ".join(str(d.end) for d in measure.deadlines)


REQUESTS = [
    (
        "Відповідно до плану від 01.03.2022 № 5 просимо вас надати інформацію про стан укриттів до 15.03.2022.",
        ("reporting", "надати інформацію про стан укриттів до 15.03.2022", "", "2022-03-15"),
    ),
    (
        "Прошу вжити заходів щодо ремонту дороги у термін до 20.03.2022.",
        ("task", "вжити заходів щодо ремонту дороги у термін до 20.03.2022", "", "2022-03-20"),
    ),
    (
        "Пропонуємо керівникам шкіл до 1 квітня 2022 року провести огляд спортзалів.",
        ("recommendation", "провести огляд спортзалів", "керівники шкіл", "2022-04-01"),
    ),
    (
        "Сільська рада звертається до суб‘єктів господарювання сплатити податки вчасно.",
        ("recommendation", "сплатити податки вчасно", "суб’єкти господарювання", ""),
    ),
    (
        "Звертаємось до управління освіти з проханням виділити кошти на ремонт даху.",
        ("task", "виділити кошти на ремонт даху", "управління освіти", ""),
    ),
    (
        "Рекомендуємо суб'єктам господарювання не допускати затримки зарплати.",
        ("recommendation", "не допускати затримки зарплати", "суб'єкти господарювання", ""),
    ),
    (
        "З огляду на посуху селищна рада пропонує взяти в оренду ставок за селом.",
        ("recommendation", "селищна рада пропонує взяти в оренду ставок за селом", "", ""),
    ),
    (
        "Копію протоколу просимо надіслати на адресу управління.",
        ("task", "Копію протоколу просимо надіслати на адресу управління", "", ""),
    ),
    (
        "Про виконану роботу просимо повідомити раду до 1 квітня 2022 року.",
        ("reporting", "Про виконану роботу просимо повідомити раду до 1 квітня 2022 року", "", "2022-04-01"),
    ),
    (
        "Інформацію необхідно подати до 18 березня 2022 року.",
        ("reporting", "Інформацію необхідно подати до 18 березня 2022 року", "", "2022-03-18"),
    ),
    (
        "До 15 квітня 2022 року просимо оновити вивіски.",
        ("task", "оновити вивіски", "", "2022-04-15"),
    ),
    (
        "Підписані копії просимо повернути до 1 квітня 2022 року.",
        ("task", "Підписані копії просимо повернути до 1 квітня 2022 року", "", "2022-04-01"),
    ),
    (
        "У звіті необхідно зазначати повні назви закладів.",
        ("task", "зазначати повні назви закладів", "", ""),
    ),
    (
        "Дах протікає, у зв'язку з чим необхідно оглянути горище.",
        ("task", "оглянути горище", "", ""),
    ),
    (
        "Керівникам закладів рекомендуємо провести огляд дахів.",
        ("recommendation", "провести огляд дахів", "Керівники закладів", ""),
    ),
    (
        "Вам необхідно до 1 квітня 2022 року усунути порушення.",
        ("task", "усунути порушення", "", "2022-04-01"),
    ),
    (
        "Роботи з ремонту пропонуємо завершити до 5 травня 2022 року.",
        ("recommendation", "Роботи з ремонту пропонуємо завершити до 5 травня 2022 року", "", "2022-05-05"),
    ),
    (
        "Додатково просимо оновити вивіски.",
        ("task", "оновити вивіски", "", ""),
    ),
    (
        "У зв'язку з негодою просимо оновити вивіски.",
        ("task", "оновити вивіски", "", ""),
    ),
    ("Прохання до старост забезпечити явку людей.", ("task", "забезпечити явку людей", "старости", "")),
    (
        "Просим представить сведения о ремонте школы в срок до 20 марта 2022 года, чтобы мы учли его.",
        (
            "reporting",
            "представить сведения о ремонте школы в срок до 20 марта 2022 года, чтобы мы учли его",
            "",
            "2022-03-20",
        ),
    ),
    (
        "Предлагаем руководителям предприятий организовать дежурство в выходные дни.",
        ("recommendation", "организовать дежурство в выходные дни", "руководители предприятий", ""),
    ),
    (
        "Администрация района просит департамент финансов выделить средства на школы.",
        ("task", "выделить средства на школы", "департамент финансов", ""),
    ),
    (
        "Обращаемся к вам с просьбой рассмотреть возможность установки светофора у школы № 5 и больницы.",
        ("task", "рассмотреть возможность установки светофора у школы № 5 и больницы", "", ""),
    ),
]


@pytest.mark.parametrize(("body", "expected"), REQUESTS)
def test_requests(body: str, expected: tuple[str, str, str, str]) -> None:
    found = of(body)
    assert [told(m) for m in found] == [expected]
    assert found[0].rule == "letter.request"


NOTHING = [
    "Просимо вибачити за незручності.",
    "Закликаємо всіх згуртуватися і триматися разом.",
    "Відповідно до програми, яка пропонує надати пільги, громада отримала кошти.",
    "Жителі, які просять відремонтувати дорогу, чекають на рішення.",
    "Громада не рекомендує купувати воду.",
    "Рада звертається до суду за захистом.",
    "Мешканцям необхідно подати заяву до центру.",
    "Вимагаю сплатити борг, написав орендар.",
    "До заяви необхідно додати копію паспорта.",
    "У кімнаті необхідно побілити стелю, роботи тривають.",
    "Прошу сплатити борг, йдеться в листі орендаря.",
    "За довідками просимо звертатися до відділу.",
]


@pytest.mark.parametrize("body", NOTHING)
def test_asks_for_nothing(body: str) -> None:
    assert of(body) == []


@pytest.mark.parametrize(
    ("to", "body", "expected"),
    [
        ("Міністру культури", "Громаді необхідно збудувати клуб.", []),
        ("Міністру культури", "Міністерству необхідно погодити кошторис.", ["погодити кошторис"]),
        ("Керівникам закладів", "Громаді необхідно збудувати клуб.", ["збудувати клуб"]),
        ("Головам громад", "Підприємствам необхідно подати списки.", []),
        ("Підприємствам району", "Підприємствам необхідно подати списки.", ["подати списки"]),
    ],
)
def test_what_others_than_those_addressed_need(to: str, body: str, expected: list[str]) -> None:
    head, analysis, _ = read(UK.replace("Керівникам закладів", to).format(body))
    assert [m.text for m in narrative_letters.measures(head, analysis)] == expected


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ("Центр культури надсилає план заходів на травень.", True),
        ("Роботи завершено. Надсилаємо акт.", True),
        ("Шановні колеги!\n\nВідділ культури направляє план.", True),
        ("У травні відкрито центр.\n\nВідділ щомісяця направляє звіти до області.", False),
        ("Центр культури надає допомогу громадам.", False),
    ],
)
def test_what_the_letter_itself_sends(body: str, *, sent: bool) -> None:
    _, analysis, _ = read(UK.format(body))
    verb = next(m.start() for m in re.finditer(r"надсила|направля|надає", analysis.plain.lower()))
    assert narrative_letters.sends(analysis, verb) is sent


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Нагадуємо, що роботодавці зобов'язані подати звіт до 1 травня 2022 року.", 0),
        ("Платникам податку необхідно подати декларацію до 1 травня 2022 року.", 0),
        ("Повідомляємо, що заявнику слід подати скаргу до суду.", 0),
        ("У травні роботодавці області провели ярмарок вакансій.", 1),
    ],
)
def test_what_the_law_wants_of_a_kind_of_people_is_explained(body: str, expected: int) -> None:
    head, analysis, spans = read(UK.format(body))
    assert len(narrative.measures(head, analysis, spans, ())) == expected


def test_an_asker_far_from_his_word_is_no_part_of_the_action() -> None:
    found = of("Департамент культури на виконання плану на рік, просить провести огляд клубів до 5 квітня 2022 року.")
    assert [told(m) for m in found] == [("task", "провести огляд клубів до 5 квітня 2022 року", "", "2022-04-05")]
    near = of("З огляду на посуху селищна рада просить надати насос.")
    assert [m.text for m in near] == ["селищна рада просить надати насос"]


def test_one_more_request_with_a_term_of_its_own() -> None:
    found = of(
        "Просимо до 5 квітня 2022 року надати список закладів, далі щомісяця до 3 числа надсилати звіт про роботу."
    )
    assert [(m.type, m.text) for m in found] == [
        ("task", "надати список закладів"),
        ("reporting", "надсилати звіт про роботу"),
    ]
    assert [[(d.end, d.recurrence) for d in m.deadlines] for m in found] == [
        [("2022-04-05", None)],
        [(None, "FREQ=MONTHLY;BYMONTHDAY=3")],
    ]
    assert of("Роботи тривають, далі планується озеленити сквер.") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Враховуючи викладене, просимо: 1) провести огляд дахів; 2) до 5 травня 2022 року надати звіт.",
            [("task", "провести огляд дахів"), ("reporting", "надати звіт")],
        ),
        (
            "Враховуючи викладене, просимо: 1) провести огляд дахів; 2) скласти акт.",
            [("task", "провести огляд дахів"), ("task", "скласти акт")],
        ),
        (
            "Просим провести осмотры; представить отчет.",
            [("task", "провести осмотры"), ("reporting", "представить отчет")],
        ),
        ("Просимо перевірити дах; вікна; двері.", [("task", "перевірити дах; вікна; двері")]),
    ],
)
def test_a_list_in_one_sentence(body: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.type, m.text) for m in of(body)] == expected


@pytest.mark.parametrize("joint", [", ", ", а "])
def test_what_two_need_in_one_sentence(joint: str) -> None:
    found = of(f"Закладам необхідно провести огляд приміщень{joint}громадам слід провести облік майна.")
    assert [(m.text, m.responsible[0].name) for m in found] == [
        ("провести огляд приміщень", "Заклади"),
        ("провести облік майна", "громади"),
    ]


def test_time_grows_with_the_text() -> None:
    started = time.perf_counter()
    of("закладам необхідно провести огляд, " * 400 + "дякуємо.")
    of("Просимо провести огляд " + ". ; , " * 3000 + "приміщень.")
    of("Просимо провести огляд" + ", " * 8000 + "просимо надати довідку.")
    assert time.perf_counter() - started < 5


def test_two_in_one_sentence() -> None:
    found = of("Пропонуємо старостам провести толоку та просимо повідомити про її результати.")
    assert [told(m)[:3] for m in found] == [
        ("recommendation", "провести толоку", "старости"),
        ("reporting", "повідомити про її результати", ""),
    ]


def test_list_under_a_request() -> None:
    found = of("У зв'язку з цим просимо:\n1) до 20 березня 2022 року оглянути міст;\n2) надати звіт про огляд.")
    assert [(m.number, *told(m)) for m in found] == [
        ("1", "task", "оглянути міст", "", "2022-03-20"),
        ("2", "reporting", "надати звіт про огляд", "", ""),
    ]


def test_items_are_what_a_request_provides_for() -> None:
    found = of("Просимо до 20 березня 2022 року забезпечити:\n- проведення огляду;\n- участь шкіл у толоці.")
    assert [told(m) for m in found] == [
        ("task", "проведення огляду", "", "2022-03-20"),
        ("task", "участь шкіл у толоці", "", "2022-03-20"),
    ]
    found = of("Просимо старост сприяти:\nпроведенню огляду;\nремонту мосту до 5 травня 2022 року.")
    assert [told(m) for m in found] == [
        ("task", "проведенню огляду", "старости", ""),
        ("task", "ремонту мосту до 5 травня 2022 року", "старости", "2022-05-05"),
    ]


def test_items_that_only_say_of_what_the_request_tells_are_none() -> None:
    found = of("Просимо надати таку інформацію:\n1) чи відремонтовано міст?\n2) скільки шкіл у громаді?")
    assert [told(m)[:2] for m in found] == [("reporting", "надати таку інформацію")]


ITEMS = [
    (
        "До пункту 10. Вжити заходів для захисту річки.\nПроведено три рейди.",
        [("10", "Вжити заходів для захисту річки")],
    ),
    (
        "До п. 3.2. Провести ярмарок. Забезпечити його охорону. У травні проведено ярмарок.",
        [("3.2", "Провести ярмарок. Забезпечити його охорону")],
    ),
    ("До пункту 4. Підтримка молодіжних клубів.\nВідкрито два клуби.", [("4", "Підтримка молодіжних клубів")]),
    ("До пункту 5. Проведено п'ять нарад із старостами.", []),
    ("По пункту 6 протоколу: Проведено пять совещаний. Это все, что было.", []),
    (
        "К пункту 7. Обеспечить вывоз снега.\nВ декабре вывезено много снега, дороги расчищены.",
        [("7", "Обеспечить вывоз снега")],
    ),
    ("По п. 8. Принять меры по ремонту крыш.\nОтремонтированы три крыши.", [("8", "Принять меры по ремонту крыш")]),
]


@pytest.mark.parametrize(("body", "expected"), ITEMS)
def test_items(body: str, expected: list[tuple[str, str]]) -> None:
    found = of(body)
    assert [(m.number, m.text) for m in found] == expected
    assert all((m.type, m.responsible, m.deadlines, m.rule) == ("task", (), (), "letter.item") for m in found)


def test_the_item_that_governs() -> None:
    source = UK.format(
        "Вступне слово про роботу.\n\nДо пункту 10. Вжити заходів.\nПроведено рейд.\n\n"
        "До пункту 11. Надати звіт.\nПроведено нараду.\n\nНа виконання п. 12 програми відкрито парк."
    )
    _, analysis, _ = read(source)
    places = [analysis.text.index(x) for x in ("Вступне", "рейд", "нараду", "парк")]
    assert [narrative_letters.fulfilled(analysis, at) for at in places] == [None, "10", "11", "12"]


def test_requested_stretches_cover_appeals_too() -> None:
    head, analysis, _ = read(UK.format("Рейд проведено.\n\nЗакликаємо всіх триматися разом.\n\nПросимо надати кошти."))
    assert [analysis.text[a:b] for a, b in narrative_letters.requested(head, analysis)] == [
        "Закликаємо всіх триматися разом.",
        "Просимо надати кошти.",
    ]


def test_news_ask_their_readers_for_nothing() -> None:
    _, analysis, _ = read("Ремонт водогону\n12.03.2022 10:00\n\nПросимо жителів селища запастися водою.\n")
    assert narrative_letters.requests(analysis, public=False) == []
    assert [m.text for m in narrative_letters.requests(analysis)] == ["запастися водою"]


def test_only_letters_have_items_and_requests() -> None:
    _, analysis, _ = read(UK.format("Просимо надати кошти на парк."))
    assert narrative_letters.measures(Head(kind="news"), analysis) == []


@pytest.mark.parametrize("entry", data.load("letters")["item"] + data.load("letters")["request"], ids=lambda e: e["id"])
def test_patterns(entry: dict[str, Any]) -> None:
    pattern = re.compile(rf"(?:{entry['pattern']})(?![\w'-])" if "type" in entry else entry["pattern"], re.IGNORECASE)
    stems = str(data.load("letters")["prefilter"]["stems"]).split()
    for example in entry["examples"]:
        assert re.search(rf"\b{pattern.pattern}", example), example
        assert "type" not in entry or any(stem in example for stem in stems), example
    for example in entry["counterexamples"]:
        assert not pattern.match(example), example


def test_steps_told_to_the_reader_are_no_measures_of_news() -> None:
    page = "Довідки\n12.03.2022 10:00\n\nЩоб отримати довідку, потрібно:\n\n- зайти до ЦНАП;\n\n- заповнити заяву.\n"
    _, analysis, _ = read(page)
    assert narrative_letters.requests(analysis, public=False) == []
    assert len(narrative_letters.requests(analysis)) == 2


@pytest.mark.parametrize(
    "name",
    ["report", "fronted", "everybody", "public", "formula", "things", "within", "said", "sends", "anybody", "noted"],
)
def test_words(name: str) -> None:
    entry = data.load("letters")[name]
    pattern = re.compile(entry["pattern"], re.IGNORECASE)
    assert [x for x in entry["examples"] if not pattern.match(x)] == []
    assert [x for x in entry["counterexamples"] if pattern.match(x)] == []


def test_long_input_without_an_end() -> None:
    _, analysis, _ = read(UK.format("прошу " * 3000))
    assert narrative_requests.read(analysis) == []


@pytest.mark.parametrize("says", ["повідомляє.", "надає інформацію в межах компетенції.", "подає Вам таку інформацію:"])
def test_the_formula_that_opens_an_answer_is_no_measure(says: str) -> None:
    body = (
        f"На виконання доручення голови ради від 20.02.2022 № 15 відділ освіти {says}\n\n"
        "У січні 2022 року відділом освіти проведено перевірку 12 укриттів."
    )
    facts = pipeline.trace(pipeline.read(UK.format(body).encode(), name="letter.txt"))[2]
    assert [m.text for m in facts.measures] == ["У січні 2022 року відділом освіти проведено перевірку 12 укриттів"]
