"""Papers that look like others: what a rule for one kind of paper must not make of another."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract
from extractor.schema.contract import Extraction
from extractor.settings import Settings

HEAD = "СЕЛИЩНА РАДА\nРОЗПОРЯДЖЕННЯ\n12.05.2021 № 15\nПро місячник чистоти\n\nЗобов'язую:\n"


def read(text: str) -> Extraction:
    return extract(text.encode(), settings=Settings(nlp="rules"))


def signed(found: Extraction) -> list[str | None]:
    return [who.name for who in found.document.signatories]


def test_an_annex_whose_points_begin_anew_takes_no_signature() -> None:
    annex = "Порядок\nприбирання вулиць\n\n1. Загальні правила.\n2. Учасники подають звіт до 5 червня 2021 року.\n"
    found = read(f"{HEAD}1. Затвердити порядок.\n2. Розпорядження надіслати:\n\nСелищний голова О. ГНАТЮК\n\n{annex}")
    assert signed(found) == ["О. ГНАТЮК"]


def test_the_day_before_who_signs_is_no_term() -> None:
    found = read(f"{HEAD}1. Прибрати двір.\n12.05.2021 Директор ліцею Гнатюк О. П.\n")
    (measure,) = found.measures
    assert (measure.responsible, measure.deadlines) == ([], [])


def test_control_of_what_is_attached_is_control() -> None:
    point = "Контроль за дотриманням правил, що додаються здійснює заступник голови."
    found = read(f"{HEAD}1. Прибрати двір.\n2. {point}\n\nСелищний голова О. ГНАТЮК\n")
    assert [(m.type, [r.name for r in m.responsible]) for m in found.measures][1:] == [
        ("control", ["заступник голови"])
    ]


def test_an_order_that_tells_of_a_decision_is_an_order() -> None:
    found = read(
        "ТОВ «ТОПОЛЯ»\nНАКАЗ по ТОВ «ТОПОЛЯ»\n12.05.2021 № 15\nПро відпустки\n\n"
        "Учасники товариства прийняли рішення про зміну графіка.\n\n"
        "1. Відділу кадрів подати графік до 1 червня 2021 року.\n\nДиректор О. ГНАТЮК\n"
    )
    assert (found.document.kind, found.document.number) == ("order", "15")


def test_the_number_of_a_version_is_not_the_acts() -> None:
    found = read("ПОСТАНОВЛЕНИЕ\n10.01.2019\n№ 5\nРедакция от 12.05.2020 № 77\nО субботнике\n\n1. Провести уборку.\n")
    assert (found.document.number, found.document.date) == ("5", "2019-01-10")


def test_a_report_that_names_one_act_is_none() -> None:
    found = read(
        "Виконання рішень за травень\n\nГолова ради Розпорядження № 44 від 12.05.2021 Про ремонт школи\n\n"
        "Ремонт школи завершено. Витрачено 200 тис. грн.\n"
    )
    assert found.document.kind != "order"


def test_a_letter_that_asks_is_no_act() -> None:
    found = read(
        "Шановні керівники!\nПросимо до 1 липня 2021 року подати звіт на виконання\nРОЗПОРЯДЖЕННЯ\n12.05.2021 № 15\n"
        "Про місячник чистоти\nНа виконання розпорядження просимо подати плани.\nСелищний голова О. ГНАТЮК\n"
    )
    assert found.document.kind == "letter"


def test_rows_in_bars_sign_nothing() -> None:
    rows = "| Голова групи | О. ГНАТЮК |\n|---|---|\n| Секретар групи | І. ВЕРБА |\n"
    assert signed(read(f"{HEAD}1. Утворити групу. Склад групи наведено нижче.\n\n{rows}")) == []


def test_news_of_what_will_be_held_are_news() -> None:
    found = read(
        "Заходи, які відбудуться у вихідні, обговорили у громаді\n\nУчора в місті відбувся ярмарок. "
        "Міський голова відкрив сквер.\n"
    )
    assert found.document.kind == "news"


def test_days_on_both_sides_of_a_verb_leave_the_action() -> None:
    found = read(f"{HEAD}1. Відділу освіти двічі на тиждень проводити огляд дворів по вівторках та п'ятницях.\n")
    assert ["проводити огляд дворів" in m.text for m in found.measures] == [True]


def test_points_behind_a_dashed_list_are_none_of_it() -> None:
    found = read(
        "Учора відбулася толока. За день зроблено:\n- прибирання трьох вулиць громади;\n- побілка дерев у сквері.\n"
        "1. Голова громади подякував учасникам.\n"
    )
    assert not any("подякував" in m.text and "зроблено" in m.text for m in found.measures)


def test_what_was_found_is_nothing_done() -> None:
    found = read("Під час рейду встановлено:\n- відсутність огорожі біля школи;\n- пошкодження даху комори.\n")
    assert not any("огорожі" in m.text for m in found.measures)


def test_a_duty_is_laid_on_who_stands_last() -> None:
    found = read(
        f"{HEAD}1. Покласти відповідальність за подання списків на комісію на секретаря ради.\n"
        "2. Покласти на директора ліцею відповідальність за подання списків на комісію.\n"
        "3. Покласти відповідальність за прибирання на директорів шкіл та на завідувачів клубів.\n"
    )
    assert [[r.name.lower() for r in m.responsible] for m in found.measures] == [
        ["секретар ради"],
        ["директор ліцею"],
        ["директори шкіл", "завідувачі клубів"],
    ]


def test_who_carries_an_order_out_is_the_agent() -> None:
    found = read(
        "Огляд дітей у громаді\n\nУчора на виконання доручення лікарями оглянуто 40 дітей. У школі відкрито спортзал.\n"
    )
    assert [[r.name for r in m.responsible] for m in found.measures][:1] == [["лікарі"]]


def test_the_school_year_that_is_prepared_for_has_not_begun() -> None:
    found = read(
        "ВІДДІЛ ОСВІТИ\nПЛАН ЗАХОДІВ\nз підготовки до 2024/2025 навчального року\n\n"
        "№ з/п\tЗахід\tТермін\tВідповідальні\n1\tПолагодити дах школи\tдо 20 серпня\tзавгосп\n"
        "2\tПобілити класи\tдо 25 серпня\tзавгосп\n"
    )
    assert "2025-08-20" not in [d.end for m in found.measures for d in m.deadlines]


def test_a_range_of_people_is_no_hour() -> None:
    found = read(
        "ЗАХОДИ\nна тиждень\n\n12 травня\n15-20 волонтерів прибирають сквер, відділ культури\n10:00 концерт у клубі\n"
    )
    assert not any(m.text.startswith("волонтерів") for m in found.measures)


LETTER = (
    "ВІДДІЛ ОСВІТИ\nм. Лугове\n12.05.2021 № 15\n\nКерівникам закладів\n\nШановні колеги!\n\n{}\n\n"
    "Начальник відділу    О. ГНАТЮК\n"
)


@pytest.mark.parametrize(
    "said",
    ["Раді повідомити, що школу відкрито.", "Громадяни мають право подати заяву до 1 червня 2021 року."],
)
def test_who_is_glad_or_may_is_told_to_do_nothing(said: str) -> None:
    assert not any("повідомити" in m.text or "подати" in m.text for m in read(LETTER.format(said)).measures)


def test_a_council_is_told_to_report() -> None:
    found = read(LETTER.format("Раді громади подати звіт до 1 червня 2021 року."))
    assert [[r.name for r in m.responsible] for m in found.measures] == [["Рада громади"]]


REPORT = (
    "ЗВІТ\nпро роботу центру за 2023 рік\n\n{}\nУ червні 2023 року центром зайнятості проведено ярмарок вакансій.\n"
)


@pytest.mark.parametrize(
    ("said", "text", "who"),
    [
        (
            "Проведено 12 тренінгів (відповідальний – центр соціальних служб).",
            "Проведено 12 тренінгів",
            ["центр соціальних служб"],
        ),
        (
            "Проведено навчання (відповідальні за безпеку – 12 осіб) у школах громади.",
            "Проведено навчання (відповідальні за безпеку – 12 осіб) у школах громади",
            [],
        ),
    ],
)
def test_a_bracket_at_the_end_says_who_answers(said: str, text: str, who: list[str]) -> None:
    first = read(REPORT.format(said)).measures[0]
    assert (first.text, [r.name for r in first.responsible]) == (text, who)


def test_a_nurse_is_told_to_act_by_either_order_of_words() -> None:
    found = read(f"{HEAD}1. Сестрі медичній Вербі Н.П. вести облік.\n2. Старшій медичній сестрі подати звіт.\n")
    assert [[r.name for r in m.responsible] for m in found.measures] == [
        ["Сестра медична Верба Н.П."],
        ["Старша медична сестра"],
    ]


def test_blank_lines_in_front_tell_nothing_of_the_kind() -> None:
    page = (
        "A0×A\nРОЗПОРЯДЖЕННЯ\nA0×A\nРОЗПОРЯДЖЕННЯ\nКонтроль за виконанням залишаю за собою.\n"
        "1.\tОгляд\tдепартаменти ОДА: фінансів; культури (за згодою)\tщомісяця до 5 числа"
    )
    assert read(page).document.confidence == read(f"\n\n{page}").document.confidence


@pytest.mark.parametrize(
    "said",
    [
        "Бажаю міцного здоров'я. Жити довго і щасливо. Творити, мріяти, досягати нових висот.",
        "Наша пропозиція така. Збудувати новий цех. Залучити 20 працівників.",
        "Нашій школі необхідно збудувати спортзал.",
    ],
)
def test_wishes_offers_and_own_needs_are_no_orders(said: str) -> None:
    assert [m.text for m in read(LETTER.format(said)).measures if m.type == "task"] == []


def test_what_answers_no_paper_is_no_letter() -> None:
    found = read("Громада гуртується\n\nУ відповідь на обстріл громада зібрала допомогу, повідомляє пресслужба.\n")
    assert found.document.kind == "news"


def test_an_account_for_colleagues_is_no_letter() -> None:
    found = read(
        "Підсумки роботи громади за 2023 рік\n\nШановні колеги!\n\nВідремонтовано 3 школи. Інформую, що закуплено "
        "автобус. Проведено 12 навчань для 140 осіб.\n"
    )
    assert found.document.kind == "report"


def test_the_number_of_a_contract_is_not_of_what_is_answered() -> None:
    found = read(LETTER.format("На лист згідно з договором від 05.03.2020 № 7 надаємо акти."))
    assert found.document.in_reply_to == []


@pytest.mark.parametrize("mark", ["'", "`", "’", "´"])
def test_a_name_with_any_apostrophe_is_one_name(mark: str) -> None:
    found = read(f"Свято в бібліотеці\n13 лютого 2023 о 11:57\nМайстер-клас для дітей провела Вакуленко Дар{mark}я.\n")
    assert [[r.name for r in m.responsible] for m in found.measures] == [["Вакуленко Дар'я"]]


ASKED = "МІНІСТЕРСТВО КУЛЬТУРИ\n12.02.2023 № 15\n\n{to}\n\nПро роботу\n\n{said}\n\nМіністр      Іван БОЙКО\n"


def asked(to: str, said: str) -> list[tuple[str, list[str]]]:
    found = read(ASKED.format(to=to, said=said))
    return [(m.text, [r.name for r in m.responsible]) for m in found.measures]


@pytest.mark.parametrize(
    ("to", "named"),
    [
        ("Голові Лугівської громади\nІвану ПЕТРЕНКУ", "Голові громади"),
        ("Лугівській міській раді", "Міській раді"),
        ("КП «Луг»", "Підприємству"),
        ("Керівнику ліцею", "Закладу"),
    ],
)
def test_the_one_addressed_by_another_of_his_names_is_told_to_act(to: str, named: str) -> None:
    assert [text for text, _ in asked(to, f"{named} необхідно провести нараду.")] == ["провести нараду"]


@pytest.mark.parametrize("to", ["Міністру освіти", "Голові ради", "Директору театру"])
def test_what_another_needs_is_no_task(to: str) -> None:
    assert asked(to, "Громаді необхідно збудувати школу.") == []


@pytest.mark.parametrize(
    ("said", "text", "who"),
    [
        ("Мешканці вулиці Лісової просимо відремонтувати дорогу.", "відремонтувати дорогу", []),
        ("Лікарню громади просимо включити до переліку.", "Лікарню громади просимо включити до переліку", []),
        ("Комісії та відділи пропонуємо об'єднати.", "Комісії та відділи пропонуємо об'єднати", []),
        ("Керівників закладів просимо провести огляд.", "провести огляд", ["Керівники закладів"]),
        ("Роботи з ремонту пропонуємо завершити.", "Роботи з ремонту пропонуємо завершити", []),
        (
            "Просимо з'ясувати, чому постачальник «Луг» написав скаргу.",
            "з'ясувати, чому постачальник «Луг» написав скаргу",
            [],
        ),
    ],
)
def test_who_stands_before_an_asking_word_asks_or_is_asked(said: str, text: str, who: list[str]) -> None:
    assert asked("Голові ради", said) == [(text, who)]


def test_what_the_writers_will_do_later_is_not_asked() -> None:
    found = asked("Голові ради", "Просимо надати списки дітей, далі ми будемо вирішувати питання харчування разом.")
    assert len(found) == 1


@pytest.mark.parametrize(("said", "told"), [("5 млн грн на ремонт школи", 1), ("список шкіл", 0)])
def test_money_that_is_sent_is_a_deed_and_a_paper_none(said: str, told: int) -> None:
    assert len(asked("Голові ради", f"Департамент направляє {said}.")) == told


def test_wrapped_lines_below_a_head_in_two_columns_stay_paragraphs() -> None:
    line = "Музей просить подати списки експонатів, які передано до фондів області."
    below = f"{line}\n" * 5
    found = read(f"УПРАВЛІННЯ КУЛЬТУРИ\n14.02.2023 № 01-15/112          Директору музею\n{below}")
    assert len(found.measures) == 5


@pytest.mark.parametrize(
    ("point", "who"),
    [
        ("Завучу Лис О.П. провести компенсаційні заняття.", ["Завуч Лис О.П."]),
        ("Спеціалісту Лис О.П. надати інформацію про дозвільні послуги.", ["Спеціаліст Лис О.П."]),
        ("Секретарю Коваль Н.І. вручити запрошення.", ["Секретар Коваль Н.І."]),
        ("Юристу Лис О.П. відмовити у прийнятті неповних документів.", ["Юрист Лис О.П."]),
        ("Водію Гаю О.П. оголосити подяку.", []),
        ("До 8 березня працівницям придбати подарунки.", []),
        ("До 1 вересня відділу освіти надати звіт.", ["відділ освіти"]),
        ("Техніку підготувати до зими.", []),
        ("Держатомрегулюванню перевірити сховища.", ["Держатомрегулювання"]),
    ],
)
def test_who_gives_acts_and_who_is_given_something_does_not(point: str, who: list[str]) -> None:
    first = read(f"{HEAD}1. {point}\n2. Прибрати двір.\n\nСелищний голова О. ГНАТЮК\n").measures[0]
    assert [r.name for r in first.responsible] == who


@pytest.mark.parametrize(
    ("laid", "who"),
    [
        (
            "заступника голови з питань освіти, культури, спорту - Гая І.І.",
            "заступник голови з питань освіти, культури, спорту - Гай І.І.",
        ),
        ("завідувача Лис О.П., облік - на директора Гая І.І.", "завідувач Лис О.П."),
    ],
)
def test_a_field_of_a_post_is_nothing_else_that_is_laid(laid: str, who: str) -> None:
    found = read(f"{HEAD}1. Прибрати двір.\n2. Контроль покласти на {laid}\n\nСелищний голова О. ГНАТЮК\n")
    assert [r.name for r in found.measures[1].responsible][:1] == [who]


@pytest.mark.parametrize(
    "told",
    [
        "Шахраї відкрили рахунки, оформили кредити та перевели гроші.",
        "Гості фестивалю скуштували кашу, оглянули виставку, придбали сувеніри.",
    ],
)
def test_deeds_of_wrongdoers_and_guests_in_a_row_are_no_measures(told: str) -> None:
    assert read(f"Новини громади\n13 лютого 2023 о 11:57\n{told}\n").measures == []


def test_those_who_complained_did_not_mend_what_is_told_next() -> None:
    told = "Мешканці скаржилися на ями. Також відремонтували 5 світлофорів."
    found = read(f"Новини громади\n13 лютого 2023 о 11:57\n{told}\n")
    assert [m.responsible for m in found.measures if "світлофорів" in m.text] == [[]]
