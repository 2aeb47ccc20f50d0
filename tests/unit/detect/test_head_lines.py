"""Requisites on lines of their own, in one line, under the signature, in a stamp or a table."""

from __future__ import annotations

import pytest

from extractor import layout, readers, text
from extractor.detect import head, head_bodies
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Head


def analysed(source: str) -> Analysis:
    return text.analyse(layout.parse(readers.read(source.encode(), "документ.txt")))


def card(source: str) -> Head:
    return head.read(analysed(source))


@pytest.mark.parametrize(
    "source",
    [
        "ЛУГІВСЬКА МІСЬКА РАДА\nРІШЕННЯ\nвід 12.05.2024 р. за № 15\n\nПро облік\n\nРада ВИРІШИЛА:\n1. Вести облік.\n",
        "АДМИНИСТРАЦИЯ ЛЕСНОГО РАЙОНА\nПОСТАНОВЛЕНИЕ\nот 12 мая 2024 г. за № 15\n\nОб учёте\n\n"
        "ПОСТАНОВЛЯЮ:\n1. Вести учёт.\n",
        "ЛЕСНАЯ КОМИССИЯ\nРЕШЕНИЕ\nО зарегистрированных кандидатах\nот 12 мая 2024 г. за № 15\n\n"
        "РЕШИЛА:\n1. Вести учёт.\n",
    ],
)
def test_an_act_may_have_its_number_behind_for(source: str) -> None:
    assert (card(source).number, card(source).date) == ("15", "2024-05-12")


def test_a_stamp_of_registration_in_three_lines() -> None:
    read = card(
        "МІНІСТЕРСТВО ДОРІГ УКРАЇНИ\nНАКАЗ\nЗАРЕЄСТРОВАНО\nв Міністерстві юстиції України\n"
        "4 червня 2018 р. за № 71/323\nвід 11.05.2018 N 47/9\n\nПро затвердження Методики\n\n"
        "Відповідно до закону НАКАЗУЮ:\n1. Затвердити Методику.\n"
    )
    assert (read.number, read.date) == ("47/9", "2018-05-11")


def test_the_stamp_of_registration_dates_no_act() -> None:
    read = card(
        "МІНІСТЕРСТВО ДОРІГ УКРАЇНИ\nНАКАЗ\nЗареєстровано в Міністерстві юстиції України\n"
        "4 червня 2018 р. за № 71/323\nвід 11.05.2018 N 47/9\n\nПро затвердження Методики\n\n"
        "Відповідно до закону НАКАЗУЮ:\n1. Затвердити Методику.\n"
    )
    assert (read.number, read.date, read.title) == ("47/9", "2018-05-11", "Про затвердження Методики")


def test_a_stamp_of_registration_with_its_number_on_a_line_of_its_own() -> None:
    read = card(
        "МІНІСТЕРСТВО ДОРІГ УКРАЇНИ\n\nН А К А З\n\n11.05.2018 N 47\n\nЗареєстровано в Міністерстві\nюстиції України\n"
        "4 червня 2018 р.\nза N 71/323\n\nПро затвердження Методики\nобліку доріг\n\nВідповідно до закону НАКАЗУЮ:\n"
        "1. Затвердити Методику.\n"
    )
    assert (read.number, read.date, read.title) == ("47", "2018-05-11", "Про затвердження Методики обліку доріг")


@pytest.mark.parametrize(
    ("source", "title", "issuer"),
    [
        (
            'Приказ Комитета по культуре от 3 марта 2014 г. N 27 "О смотре хоров"\n\nВо исполнение плана приказываю:\n'
            "1. Провести смотр хоров.\n2. Назначить жюри.\n",
            "О смотре хоров",
            "Комитет по культуре",
        ),
        (
            "Розпорядження Лугівської міської ради від 03.03.2014 № 27\n\nПро огляд хорів\n\nНа виконання плану:\n\n"
            "1. Провести огляд хорів.\n\n2. Призначити журі.\n",
            "Про огляд хорів",
            "Лугівська міська рада",
        ),
    ],
)
def test_a_head_of_one_line(source: str, title: str, issuer: str) -> None:
    read = card(source)
    assert (read.number, read.date, read.title) == ("27", "2014-03-03", title)
    assert read.issuer is not None
    assert read.issuer.name == issuer


@pytest.mark.parametrize(
    ("grounds", "issuer"),
    [
        ("Лугівська районна рада\nВИРІШИЛА:", "Лугівська районна рада"),
        ("Луговской городской Совет депутатов решил:", "Луговской городской Совет депутатов"),
        ("Луговское районное Собрание\nРЕШИЛО:", "Луговское районное Собрание"),
        ("Заозерзька міська рада\nВИРІШИЛА:", "Заозерзька міська рада"),
        (
            "на основании закона Луговой районный исполнительный комитет РЕШИЛ:",
            "Луговой районный исполнительный комитет",
        ),
        ("акимат города Заречья РЕШИЛ:", "акимат города Заречья"),
    ],
)
def test_a_body_of_any_gender_decides(grounds: str, issuer: str) -> None:
    read = card(
        f"РЕШЕНИЕ  №  24/12\nот 12 мая 2024 г.\n\nО саде\n\nРуководствуясь Уставом, {grounds}\n1. Полить сад.\n"
    )
    assert read.issuer is not None
    assert (read.number, read.issuer.name) == ("24/12", issuer)


@pytest.mark.parametrize(
    ("line", "signatories"),
    [
        ("Міський голова          Іван Верба", [("Іван Верба", "Міський голова")]),
        ("Глава посёлка Пётр Луговой", [("Пётр Луговой", "Глава посёлка")]),
        ("Голова Лугівської громади Вербівського району", []),
    ],
)
def test_a_surname_in_small_letters_signs_behind_its_position(line: str, signatories: list[tuple[str, str]]) -> None:
    read = card(f"ЛУГІВСЬКА РАДА\nРІШЕННЯ\nвід 12.05.2024 № 5\n\nПро сад\n\nРада ВИРІШИЛА:\n1. Полити сад.\n\n{line}\n")
    assert [(s.name, s.position) for s in read.signatories] == signatories


def test_the_number_and_the_date_under_the_signature() -> None:
    read = card(
        "У К А З\nПРЕЗИДЕНТА УКРАЇНИ\nПро сад\n\nЗ метою догляду постановляю:\n\n1. Полити сад.\n\n"
        "Президент України І.ВЕРБА\nм. Київ, 1 жовтня 2008 року\nN 85/2008\n"
    )
    assert (read.number, read.date, read.signatories[0].name) == ("85/2008", "2008-10-01", "І.ВЕРБА")


def test_the_line_with_the_kind_dates_the_act_not_the_line_of_its_publication() -> None:
    read = card(
        'Постановление администрации г. Луговой от 3 марта 2014 г. N 27\n"О смотре хоров"\n16 марта 2014 г.\n'
        "Во исполнение плана:\n1. Провести смотр хоров.\n2. Назначить жюри.\n"
    )
    assert (read.number, read.date, read.title) == ("27", "2014-03-03", '"О смотре хоров"')


def test_a_title_in_the_line_with_the_kind() -> None:
    read = card(
        "Приказ №4 от 3.03.2014 г. По Луговой школе «О смотре хоров»\n\nПРИКАЗЫВАЮ:\n1. Провести смотр хоров.\n"
    )
    assert (read.number, read.date, read.title) == ("4", "2014-03-03", "О смотре хоров")


def test_a_number_without_its_sign_behind_the_date() -> None:
    read = card(
        "ЛУГІВСЬКА РАДА\n\nР І Ш Е Н Н Я\n\nвід „23”  травня   2018 року                    33\n\nПро облік садів\n\n"
        "Рада ВИРІШИЛА:\n1. Вести облік.\n"
    )
    assert (read.number, read.date, read.title) == ("33", "2018-05-23", "Про облік садів")


def test_a_starred_address_in_the_letterhead_is_no_point() -> None:
    read = card(
        "УКРАЇНА\nЛУГІВСЬКА РАЙОННА РАДА\n* 80700, м. Луги, вул. Садова, 3, тел. 4-24-91\nРОЗПОРЯДЖЕННЯ №5\n"
        "від 24 січня 2014 року\nПро скликання сесії\n\nВідповідно до закону:\n1. Скликати сесію 25 січня 2014 року.\n"
    )
    assert (read.kind, read.number, read.date, read.title) == ("order", "5", "2014-01-24", "Про скликання сесії")


def test_a_town_without_its_abbreviation_under_the_signature() -> None:
    read = card(
        "В целях ухода Правительство Заречья постановляет:\n1. Утвердить правила.\n2. Министерству ухаживать.\n"
        "Председатель Правительства\nИ. Верба\nЛуговой\n2 октября 2009 г.\nN 92\n"
    )
    assert (read.number, read.date) == ("92", "2009-10-02")


def test_a_position_goes_on_above_its_part_in_brackets() -> None:
    read = card(
        "РАСПОРЯЖЕНИЕ\nот 3 марта 2014 г. N 27\n\nО саде\n\nВ целях ухода:\n1. Полить сад.\n"
        "Глава администрации\n(губернатор)\nЛуговой области\nИ.ВЕРБА\n"
    )
    assert [(s.name, s.position) for s in read.signatories] == [
        ("И.ВЕРБА", "Глава администрации (губернатор) Луговой области")
    ]


def test_a_head_with_each_requisite_on_a_line_of_its_own() -> None:
    read = card("ЛУГО-ВЕРБІВСЬКА РАЙОННА РАДА\n\nРОЗПОРЯДЖЕННЯ\n\nвід\n12 травня 2024 року\n\n№  64\n\nм. Верба\n\n"
                "Про скликання сесії\n\nВідповідно до Закону:\n\n1. Скликати сесію 20 травня.\n")  # fmt: skip
    assert (read.kind, read.number, read.date, read.title) == ("order", "64", "2024-05-12", "Про скликання сесії")
    assert read.issuer is not None
    assert read.issuer.name == "Луго-Вербівська районна рада"


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("12.05.2024\nПро лавку\nРозглянувши звернення, виконавчий комітет міської ради\nвирішив:\n1. Дозволити КП "
         "«Сад» поставити лавку.\nМіський голова Іван Верба\n", "decision"),
        ("12.05.2024\nм. Верба\n№ 65-рд\nПро сесію\nВідповідно до Регламенту:\n1. Провести сесію 20 травня.\n"
         "2. Контроль за виконанням цього розпорядження залишаю за собою.\n", "order"),
        ("Про сад\nВідповідно до плану:\n1. Полити сад.\n2. Контроль за виконанням розпорядження залишаю за собою.\n",
         "order"),
        ("Про сад\nВідповідно до плану:\n1. Полити сад.\n2. Контроль за виконанням рішення покласти на старосту.\n",
         "decision"),
    ],
)  # fmt: skip
def test_an_act_on_a_page_or_without_its_head(source: str, kind: str) -> None:
    assert card(source).kind == kind


def test_a_name_in_small_letters_under_its_position_signs() -> None:
    read = card("УКАЗ ПРЕЗИДЕНТА УКРАЇНИ\n\nПро колодязі\n\n1. Затвердити Положення про колодязі.\n\n"
                "Президент України\n\nВіктор Вербицький\n\n13 травня 2031 року\n№ 15/2031\n")  # fmt: skip
    assert [(s.name, s.position) for s in read.signatories] == [("Віктор Вербицький", "Президент України")]
    assert (read.number, read.date) == ("15/2031", "2031-05-13")


def test_a_note_in_braces_stands_above_the_title() -> None:
    read = card("МІНІСТЕРСТВО САДІВ\nНАКАЗ\n14.01.2024 N 8\n{ Наказ втратив чинність на підставі Наказу Міністерства\n"
                "N 84 від 29.12.2027 }\nПро облік яблунь\nНАКАЗУЮ:\n1. Полічити яблуні.\n")  # fmt: skip
    assert (read.number, read.date, read.title) == ("8", "2024-01-14", "Про облік яблунь")


def test_a_town_upon_a_river_has_both_its_capitals() -> None:
    found = card(
        "АДМИНИСТРАЦИЯ ГОРОДА ГАЯ-НА-ОСКОЛЕ\nПОСТАНОВЛЕНИЕ\n12.05.2020 № 5\nО лугах\nПОСТАНОВЛЯЮ:\n1. Косить.\n"
    )
    assert found.issuer is not None
    assert found.issuer.name == "Администрация города Гая-на-Осколе"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("УКРАЇНСЬКО-ПОЛЬСЬКА КОМІСІЯ", "Українсько-польська комісія"),
        ("ВЧИТЕЛЬСЬКО-БАТЬКІВСЬКА РАДА", "Вчительсько-батьківська рада"),
        ("САДОВО-ГОРОДНИЦЬКЕ ТОВАРИСТВО", "Садово-городницьке товариство"),
        ("ЭКОЛОГО-ИССЛЕДОВАТЕЛЬСКИЙ ЦЕНТР", "Эколого-исследовательский центр"),
        ("АБХАЗО-ГРУЗИНСКИЙ КОМИТЕТ", "Абхазо-грузинский комитет"),
        ("УСТЬ-ИЛИМСКИЙ КОМИТЕТ", "Усть-Илимский комитет"),
        ("СЕВЕРО-ОСЕТИНСКАЯ КОМИССИЯ", "Северо-Осетинская комиссия"),
        ("ПІВНІЧНО-КРИМСЬКА КОМІСІЯ", "Північно-Кримська комісія"),
        ("ІВАНО-ФРАНКІВСЬКА ОБЛАСНА РАДА", "Івано-Франківська обласна рада"),
        ("РАВА-РУСЬКА МІСЬКА РАДА", "Рава-Руська міська рада"),
        ("ОРЕХОВО-ЗУЕВСКАЯ БОЛЬНИЦА ДЛЯ ВЗРОСЛЫХ", "Орехово-Зуевская больница для взрослых"),
    ],
)
def test_towns_of_two_words_have_both_capitals_and_other_joined_words_one(line: str, name: str) -> None:
    assert head_bodies.sentence_case(line, analysed(f"{line}\n")) == name


def test_the_line_with_both_date_and_number_dates_the_act() -> None:
    head = card(
        "23 червня 2017 р.\nВЕРБІВСЬКА МІСЬКА РАДА\nРОЗПОРЯДЖЕННЯ\n20 червня 2017 року     № 19-р(о)\n"
        "Про облік садів\nВідповідно до статуту:\n1. Скласти списки садів.\n"
    )
    assert (head.date, head.number) == ("2017-06-20", "19-р(о)")


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("НАЦІОНАЛЬНЕ АГЕНТСТВО ВЕРБИ\n\nЗ ПИТАНЬ САДІВНИЦТВА", "Національне агентство верби з питань садівництва"),
        ("КАБІНЕТ МІНІСТРІВ УКРАЇНИ", "Кабінет Міністрів України"),
        ("ПРАВЛІННЯ САДОВОГО БАНКУ УКРАЇНИ", "Правління садового банку України"),
    ],
)
def test_the_name_of_an_authority(lines: str, issuer: str) -> None:
    head = card(f"{lines}\nНАКАЗ\n20.06.2017 № 19\nПро облік садів\n1. Скласти списки садів.\n")
    assert head.issuer is not None
    assert head.issuer.name == issuer


def card_of_page(source: str) -> Head:
    return head.read(text.analyse(layout.parse(readers.read(source.encode(), "страница.html"))))


FOOT = (
    "<p>РЕШЕНИЕ</p><p>от 3 мая 2021 г. № 15</p><p>О ярмарке</p><p>Дума решила:</p><p>1. Провести ярмарку{}</p>"
    "<table>{}</table>{}"
)


@pytest.mark.parametrize(
    ("rows", "signatories"),
    [
        ("<tr><td>Глава района</td><td>М.Х. Лугов</td></tr>", [("М.Х. Лугов", "Глава района")]),
        (
            "<tr><td>Исполняющий обязанности главы</td><td></td></tr><tr><td>Лугового района</td><td>____</td>"
            "<td>Е. Гай</td></tr><tr><td>Председатель думы</td><td></td><td>Иван Рощин</td></tr>",
            [("Е. Гай", "Исполняющий обязанности главы Лугового района"), ("Иван Рощин", "Председатель думы")],
        ),
        ("<tr><td>Луг</td><td>5 га</td></tr>", []),
        ("<tr><td>Лугов И.И.</td><td>глава района</td></tr>", []),
    ],
)
def test_a_table_under_the_points_signs(rows: str, signatories: list[tuple[str, str]]) -> None:
    found = card_of_page(FOOT.format(".", rows, ""))
    assert [(s.name, s.position) for s in found.signatories] == signatories


def test_a_table_of_members_does_not_sign() -> None:
    rows = "<tr><td>Председатель комиссии</td><td>М.Х. Лугов</td></tr>"
    for end, below in (
        (" с комиссией:", ""),
        (".", "<p>2. Полить сад.</p>"),
    ):
        assert not card_of_page(FOOT.format(end, rows, below)).signatories


def test_a_heading_above_all_is_the_title() -> None:
    page = "<h1>План работ школы на 2021 год</h1><p>16.03.2021</p><p>Полить сад.</p>"
    assert card_of_page(page).title == "План работ школы на 2021 год"
    act = "<h1>ПРИКАЗ</h1><p>от 3 мая 2021 г. № 15</p><p>О лугах</p><p>ПРИКАЗЫВАЮ:</p><p>1. Полить луга.</p>"
    assert card_of_page(act).title == "О лугах"


def test_a_number_in_front_of_the_date() -> None:
    found = card("Постановление 134 от 08.02.2016\nО лугах\nПОСТАНОВЛЯЮ:\n1. Полить луга.\n")
    assert (found.kind, found.number, found.date) == ("decree", "134", "2016-02-08")
    listed = card("ПРИКАЗ\n№ 5\nО лугах\nПРИКАЗЫВАЮ:\n1. Отменить:\nприказ 7 от 03.03.2016.\n")
    assert (listed.number, listed.date) == ("5", None)


def test_a_company_issues_by_its_form_and_name() -> None:
    found = card('ОАО "ЗАРЕЧЬЕ"\nПРИКАЗ\n16.08.2005 № 12\nО зиме\nПРИКАЗЫВАЮ:\n1. Полить луга.\n')
    assert found.issuer is not None
    assert found.issuer.name == 'ОАО "Заречье"'


def test_the_name_of_the_issuer_goes_on_over_blank_lines() -> None:
    found = card(
        "ПОСТАНОВЛЕНИЕ\n\nГЛАВА\n\nМУНИЦИПАЛЬНОГО ОБРАЗОВАНИЯ\n\nЛУГОВСКОГО СЕЛЬСКОГО ПОСЕЛЕНИЯ\n\n"
        "от 29.03.2018 № 21\n\nО лугах\n\nПОСТАНОВЛЯЮ:\n\n1. Полить луга.\n"
    )
    assert found.issuer is not None
    assert found.issuer.name == "Глава муниципального образования Луговского сельского поселения"


def test_the_name_alone_of_who_signs_ends_its_line() -> None:
    found = card(
        "ПРИКАЗ\nот 23.07.2010 № 133\nО лугах\nПРИКАЗЫВАЮ:\n1. Утвердить регламент.\nМинистр природы\nБ.П.ЛУГОВОЙ\n"
        "РЕГЛАМЕНТ\nМИНИСТЕРСТВА ПРИРОДЫ\n1. Общие положения\n1.1. Луга поливают.\n"
    )
    assert [(s.name, s.position) for s in found.signatories] == [("Б.П.ЛУГОВОЙ", "Министр природы")]


def test_a_head_with_blank_lines_between_all_its_lines() -> None:
    found = card(
        "УПРАВЛЕНИЕ ОБРАЗОВАНИЯ\n\nадминистрации\n\nЛугового округа\n\nПРИКАЗ\n\nот 14 марта 2020 г. № 276\n\n"
        "«О мерах по уборке\n\nв школах\n\nЛугового округа»\n\nВ связи с весной приказываю:\n\n1. Убрать классы.\n"
    )
    assert found.issuer is not None
    assert found.issuer.name == "Управление образования администрации Лугового округа"
    assert found.title == "«О мерах по уборке в школах Лугового округа»"


def test_a_quotation_that_nothing_closes_takes_no_lines() -> None:
    found = card("ПРИКАЗ\n\n14.03.2020 № 276\n\n«О мерах\n\nЛуговой округ\n\nПриказываю:\n\n1. Убрать классы.\n")
    assert found.title == "«О мерах"


def test_a_stamp_of_registration_in_a_register_is_no_title() -> None:
    found = card(
        'Решение Лугового Совета от 29.06.2012 № 144 "О бюджете"\n\nЗарегистрировано в НРПА РБ 23 июля 2012 г. N 9\n\n'
        "Совет РЕШИЛ:\n\n1. Уточнить бюджет.\n"
    )
    assert (found.number, found.date, found.title) == ("144", "2012-06-29", "О бюджете")


def test_a_telegram_is_a_letter_of_the_company_above() -> None:
    found = card("ОАО «ЗАРЕЧЬЕ»\nТЕЛЕГРАММА\nот 16 апреля 2010 г. № 67\nПросим прислать списки лугов.\n")
    assert found.issuer is not None
    assert (found.kind, found.number, found.issuer.name) == ("letter", "67", "ОАО «Заречье»")


def test_a_head_with_the_bars_of_its_table() -> None:
    head = card(
        "ВЕРБІВСЬКА МІСЬКА РАДА | |||\nРІШЕННЯ | |||\nВід | 18.08.2022 | № | 28-1 | |||\nПро облік садів | |||\n"
        "Відповідно до статуту рада вирішила:\n1. Скласти списки садів.\nВербівський міський голова |\nЛ.Вербовий |\n"
    )
    assert (head.date, head.number, head.title) == ("2022-08-18", "28-1", "Про облік садів")
    assert head.issuer is not None
    assert head.issuer.name == "Вербівська міська рада"
    assert [s.name for s in head.signatories] == ["Л.Вербовий"]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("12 березня 2024 р.   смт Лугини   № 45-р", "смт Лугини"),
        ("14.03.2019   Калинове   № 12", "Калинове"),
        ("14.03.2019 № 12 с. Калинове", "с. Калинове"),
        ("№ 12 від 14.03.2019 м. Нове Озеро", "м. Нове Озеро"),
        ("«14» березня 2019 року № 12", None),
    ],
)
def test_the_place_in_the_line_of_date_and_number(line: str, place: str | None) -> None:
    found = card(f"НАКАЗ\n{line}\n\nПро толоку\n\nНАКАЗУЮ:\n1. Провести толоку.\n")
    assert found.place == place
    assert found.date in ("2024-03-12", "2019-03-14")
