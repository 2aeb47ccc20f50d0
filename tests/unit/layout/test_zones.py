"""Roles of paragraphs."""

from __future__ import annotations

from extractor.layout import paragraphs, zones
from extractor.schema.document import Document, Hint, SourceFacts


def roles(text: str, hints: tuple[Hint, ...] = ()) -> list[tuple[str, str]]:
    document = Document(text, SourceFacts(None, "", "text/plain", len(text), "text"), hints=hints)
    marked = zones.mark(document, paragraphs.find(document))
    return [(p.role, " ".join(text[p.start : p.end].split())) for p in marked]


def only(text: str, *wanted: str) -> list[tuple[str, str]]:
    return [(role, line) for role, line in roles(text) if role in wanted]


ACT = """АДМИНИСТРАЦИЯ ЛУГОВСКОГО РАЙОНА
П О С Т А Н О В Л Е Н И Е
14.05.2016 № 88
с. Луговое
О внесении изменений в Положение
« О конкурсе на лучший луг »
В соответствии с уставом района
ПОСТАНОВЛЯЮ :
1.
Пункт 3 Положения изложить в следующей редакции :
« 3. Конкурс проводится раз в год .
Победителя называет комиссия » .
2.
Пункт 4 исключить .
Первый заместитель главы
администрации района Н.Н. Лугов
Сенокосова Т.Т .
2-13-14
Рассылка : дело - 1
Приложение
к постановлению администрации
Луговского района
от 14.05.2016 № 88
"""


def test_act() -> None:
    assert [role for role, _ in roles(ACT)] == [
        "letterhead", "kind", "requisite", "requisite", "title", "body", "body", "body", "quote", "quote", "body",
        "signature", "drafter", "drafter", "drafter", "annex", "annex", "annex",
    ]  # fmt: skip
    assert only(ACT, "title") == [("title", "О внесении изменений в Положение « О конкурсе на лучший луг »")]


def test_page() -> None:
    page = (
        "Громада Верба\n\nГоловна\n\nНовини\n\nУ громаді відремонтували міст\n\n12 травня 2022 - 10:15\n\n"
        "Роботи тривали місяць. Міст відкрили для руху, його довжина тепер понад сорок метрів.\n\n"
        "Відділ містобудування Вербівської міської ради\n\nЧитайте також\n\nЯк отримати довідку\n\nПогода на вихідні\n"
    )
    assert [role for role, _ in roles(page)] == [
        "furniture", "furniture", "furniture", "title", "requisite", "body", "signature",
        "furniture", "furniture", "furniture",
    ]  # fmt: skip


def test_a_link_within_a_text_does_not_end_it() -> None:
    long = "Комісія обстежила береги річки, склала перелік робіт і доручила службам їх виконати до кінця місяця. " * 3
    page = "Береги обстежено\n03 Червня, 2021 о 12:00\n\nКоротко.\n\nЧитайте також\n\nЯк чистять річки\n\n"
    assert only(page + f"{long}\n\n" * 5, "furniture") == [("furniture", "Читайте також")]


def test_hint_of_the_reader_names_the_headline() -> None:
    text = "Меню\n\nМіст відкрито\n\nРух дозволено від суботи, повідомила служба доріг.\n"
    start = text.index("Міст")
    assert roles(text, (Hint("title", start, start + 13),))[1] == ("title", "Міст відкрито")


def test_letter() -> None:
    letter = (
        "ВЕРБІВСЬКИЙ ЦЕНТР ЗАЙНЯТОСТІ\nвул. Садова, 1, м. Верба, тел. 2-22-33\n\n03.04.2018 № 15/01\n"
        "На № 77 від 01.04.2018\n\nДепартамент соціального захисту\nобласної адміністрації\n\nПро надання даних\n\n"
        "Надаємо дані за березень.\n\nДиректор\n\n\nО.О. Вербицька\n\nГай 2-22-34\n"
    )
    assert [role for role, _ in roles(letter)] == [
        "letterhead", "letterhead", "requisite", "reply", "addressee", "title", "body", "signature", "signature",
        "drafter",
    ]  # fmt: skip


def test_a_circular_names_those_it_goes_to_under_its_subject() -> None:
    text = (
        "Письмо № 14-2/15 от 19 октября 2015 г.\nО сведениях про каток\nГлавам сельских поселений\n"
        "Директорам школ\nПросим до 1 ноября представить сведения о катках и тех, кто за них отвечает.\n"
    )
    assert [role for role, _ in roles(text)] == ["kind", "title", "addressee", "addressee", "body"]


def test_the_title_of_an_act_goes_on_with_those_it_is_about() -> None:
    for head in ("РОЗПОРЯДЖЕННЯ № 5", "РІШЕННЯ\n14.05.2020 № 8", "ВЕРБІВСЬКА МІСЬКА РАДА"):
        act = f"{head}\nПро надання субсидії\nЗакладам освіти громади\n\n1. Надати субсидію школі.\n"
        assert only(act, "title", "addressee") == [("title", "Про надання субсидії Закладам освіти громади")]
    act = "РАСПОРЯЖЕНИЕ № 5\nО предоставлении субсидий\nУчреждениям культуры района\n\n1. Выделить субсидии.\n"
    assert only(act, "title") == [("title", "О предоставлении субсидий Учреждениям культуры района")]


def test_a_letter_is_known_by_its_contacts() -> None:
    head = "ВЕРБІВСЬКИЙ ВІДДІЛ ОСВІТИ\nвул. Садова, 1, м. Верба, тел. 2-22-33\n03.04.2018 № 15/01\n"
    below = f"{head}Про надання звітів\nКерівникам закладів освіти\n\nПросимо надати звіти за березень.\n"
    assert only(below, "title", "addressee") == [
        ("title", "Про надання звітів"),
        ("addressee", "Керівникам закладів освіти"),
    ]


def test_whose_law_it_is_stands_behind_the_word() -> None:
    text = "Закон Республики Заречье\n7 июля 1998 г. № 179-З\nО ЛУГАХ\nСтатья 1. Луга не пашут.\n"
    assert [role for role, _ in roles(text)][:3] == ["kind", "requisite", "title"]


def test_those_told_to_act_are_no_addressees_of_a_letter() -> None:
    text = "ПРИКАЗ\n№ 5\nО катке\nПРИКАЗЫВАЮ:\nДиректорам школ\nоткрыть каток.\n"
    assert "addressee" not in [role for role, _ in roles(text)]


def test_signature_over_several_lines() -> None:
    act = "НАКАЗУЮ:\n\n1. Провести огляд.\n\nНачальник управління освіти –\nголова комісії\n\nІван ВЕРБА\n"
    assert only(act, "signature") == [
        ("signature", "Начальник управління освіти – голова комісії"),
        ("signature", "Іван ВЕРБА"),
    ]


COUNCIL = """ВЕРБІВСЬКА МІСЬКА РАДА
РІШЕННЯ
14.05.2020 № 8
Про комісію

1. Затвердити склад комісії:
Голова комісії Олена Бук
Секретар комісії Марія Гай
Член комісії Петро Клен
2. Контроль покласти на заступника голови Гая О.П.

Міський голова  Іван {}"""


def test_members_in_a_point_do_not_end_the_act() -> None:
    for name in ("ВЕРБА", "Верба"):
        act = COUNCIL.format(name)
        assert only(act, "signature") == [("signature", f"Міський голова Іван {name}")]
        assert only(act, "body")[-1] == ("body", "2. Контроль покласти на заступника голови Гая О.П.")


def test_members_on_two_lines_each_do_not_sign() -> None:
    members = (
        "2. Утворити комісію:\nГолова комісії\nІван Верба\nЧлени комісії\nМарія Гай\n",
        "2. Нагородити грамотою:\nДиректор школи\nМарія Гай\nСекретар ради\nІван Верба\n",
    )
    for listed in members:
        act = f"РІШЕННЯ\n14.05.2020 № 8\nПро комісію\n\n1. Провести огляд.\n{listed}Голова ради\nПетро ЛУГОВИЙ\n"
        assert only(act, "signature") == [("signature", "Голова ради"), ("signature", "Петро ЛУГОВИЙ")]


def test_a_plain_name_signs_under_its_position() -> None:
    act = "РІШЕННЯ\nПро комісію\n\n1. Провести огляд.\n\nГолова ради\nПетро Луговий\n14.05.2020\n№ 8\n"
    assert only(act, "signature") == [("signature", "Голова ради"), ("signature", "Петро Луговий")]


def test_members_in_an_annex_do_not_sign() -> None:
    annex = (
        "Додаток\nдо рішення ради\n14.05.2020 № 8\n\nСклад комісії\n\nГолова комісії Олена Бук\nСекретар Марія Гай\n"
    )
    assert only(f"{COUNCIL.format('Верба')}\n\n{annex}", "signature") == [("signature", "Міський голова Іван Верба")]


def test_members_of_a_list_do_not_sign() -> None:
    act = "НАКАЗУЮ:\n\n1. Створити комісію.\n\n2. Відповідальним призначити Гая І.І.\n\nВерба Іван Петрович - водій\n"
    assert only(act, "signature") == []


def test_an_initial_that_looks_like_a_roman_number_signs_under_its_position() -> None:
    text = "НАКАЗ\n12.05.2021 № 5\nПро сад\nНаказую:\n1. Подати звіт.\nМіський голова\nІ. Вербенко\n"
    assert only(text, "signature") == [("signature", "Міський голова"), ("signature", "І. Вербенко")]
    headed = "НАКАЗ\n12.05.2021 № 5\nПро сад\nНаказую:\n1. Подати звіт.\nІ. Мета\nВідкрити сад.\nІІ. Кошти\nЇх немає.\n"
    assert not only(headed, "signature")


def test_those_listed_above_further_points_do_not_sign() -> None:
    text = (
        "НАКАЗ\n12.05.2021 № 5\nПро огляд садів\nНаказую:\n1. Оглянути сади таких садівників:\nДуб Петро Павлович\n"
        "Методист\nЛипа Анна Яківна\nСадівник\n2. Подати звіт.\nДиректор          І.В. Ясен\n"
    )
    assert only(text, "signature") == [("signature", "Директор І.В. Ясен")]
    signed = (
        "НАКАЗ\n12.05.2021 № 5\nПро сад\nНаказую:\n1. Подати звіт.\nДиректор  І.В. Ясен\nДодаток\nдо наказу\n1. Сад.\n"
    )
    assert only(signed, "signature") == [("signature", "Директор І.В. Ясен")]


def test_a_menu_above_a_page_does_not_end_it() -> None:
    menu = "Навігація\n\nАрхів новин\n\nВхід\n\n"
    text = "Про обговорення правил\n\n1. Зустріч відбудеться у клубі.\n\n2. Пропозиції приймає рада.\n"
    assert only(menu + text, "body") == [
        ("body", "1. Зустріч відбудеться у клубі."),
        ("body", "2. Пропозиції приймає рада."),
    ]


def test_law_database_stamps_are_furniture() -> None:
    law = (
        "Закон\n\nЦей Закон набирає чинності з дня опублікування.\n\nПостійна адреса:\nЗаконодавство України\n"
        "станом на 01.01.2020\n\n- 2 -\n"
    )
    assert [line for _, line in only(law, "furniture")] == [
        "Постійна адреса:", "Законодавство України станом на 01.01.2020", "- 2 -",
    ]  # fmt: skip


def test_divisions_are_headings() -> None:
    text = "НАКАЗУЮ:\n\nПОРЯДОК ДЕННИЙ\n\nРозділ II. Завдання відділу\n\n1. Провести огляд доріг.\n"
    assert only(text, "heading") == [("heading", "ПОРЯДОК ДЕННИЙ"), ("heading", "Розділ II. Завдання відділу")]


def test_empty() -> None:
    assert roles("") == []


def test_a_head_in_one_line_is_parted() -> None:
    text = (
        "Комітет Міністрів Вербівщини Розпорядження від 12 травня 2021 р. № 123-р Про облік садів\n"
        "1. Садівникам до 1 червня подати списки.\n"
    )
    assert roles(text)[:3] == [
        ("letterhead", "Комітет Міністрів Вербівщини"),
        ("kind", "Розпорядження від 12 травня 2021 р. № 123-р"),
        ("title", "Про облік садів"),
    ]
    text = "Кабінет Міністрів України РОЗПОРЯДЖЕННЯ № 15-р від 03.02.2021\nПро облік садів\n1. Скласти списки садів.\n"
    assert [role for role, _ in roles(text)[:3]] == ["letterhead", "kind", "title"]
    text = "Вербівська міська рада НАКАЗ № 15 від 03.02.2021\nПро облік садів\n1. Скласти списки садів.\n"
    assert [role for role, _ in roles(text)[:3]] == ["letterhead", "kind", "title"]


def test_what_only_tells_of_an_act_is_no_head_in_one_line() -> None:
    told = "Садівники виконали Розпорядження від 12 травня 2021 р. № 123-р\nДерева ростуть у кожному дворі.\n"
    assert not only(told, "kind")
    listed = (
        "Вербівська міська рада Рішення від 03.02.2021 № 15\nВербівська міська рада Рішення від 04.02.2021 № 16\n"
        "Вербівська міська рада Рішення від 05.02.2021 № 17\n"
    )
    assert not only(listed, "kind")


ORDER = "Відповідно до статуту громади:\n1. Садівникам скласти списки садів.\n2. Старостам перевірити списки.\n"


def test_the_head_of_an_act_under_the_path_and_headline_of_a_page() -> None:
    path = "1. Головна\n  2. Документи\n  3. Розпорядження голови\n"
    text = f"{path}Розпорядження від 14.11.2017 №605 м. Верба\n\nПро облік садів\n\n{ORDER}"
    assert roles(text)[:5] == [
        ("furniture", "1. Головна"),
        ("furniture", "2. Документи"),
        ("furniture", "3. Розпорядження голови"),
        ("kind", "Розпорядження від 14.11.2017 №605 м. Верба"),
        ("title", "Про облік садів"),
    ]
    text = f"{path}ВЕРБІВСЬКА МІСЬКА РАДА\nР І Ш Е Н Н Я\nвід 14.11.2017 № 605\nПро облік садів\n{ORDER}"
    assert [role for role, _ in roles(text)[3:7]] == ["letterhead", "kind", "requisite", "title"]
    text = f"“Про облік садів”\n\nРозпорядження від 05.04.2011, №315\n\n{ORDER}"
    assert [role for role, _ in roles(text)[:2]] == ["title", "kind"]


def test_points_and_sentences_above_an_act_that_is_cited_are_no_frame_of_it() -> None:
    text = f"1. Садівники зібрали врожай.\n2. Старости подякували їм.\nРішення від 14.11.2017 №605\n{ORDER}"
    assert not only(text, "furniture", "kind")
    text = "1. Новини громади\n2. Список документів\nРішення від 14.11.2017 №605\nФотографії саду\nВідео зі свята\n"
    assert not only(text, "kind")


def test_the_name_of_the_government_alone_is_no_ground() -> None:
    text = f"Кабінет Міністрів України\nРозпорядження\nвід 14.11.2017 № 605-р\nПро облік садів\n{ORDER}"
    assert [role for role, _ in roles(text)[:4]] == ["letterhead", "kind", "requisite", "title"]
