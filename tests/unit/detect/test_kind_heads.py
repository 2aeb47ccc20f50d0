"""Which of several lines heads a paper: an account read out, an act above what it adopts, an act below a letterhead."""

from __future__ import annotations

import pytest

from extractor import layout, readers, text
from extractor.detect import head_kind
from extractor.schema.analysis import Analysis


def analysed(source: str) -> Analysis:
    return text.analyse(layout.parse(readers.read(source.encode(), "документ.txt")))


READ_OUT = """{head}

{greeting}

{first}

Торік полагоджено міст, зібрано 40 тис. грн, освітлено дві вулиці.
"""


@pytest.mark.parametrize(
    ("head", "greeting", "first", "kind"),
    [
        ("Отчет\n\nглавы деревни Ручьи за 2017 год", "Уважаемые депутаты!", "Докладываю о сделанном за год.", "report"),
        ("ЗВІТ\n\nстарости за 2017 рік", "Шановні депутати!", "Доповідаю про зроблене в окрузі.", "report"),
        ("ПУБЛІЧНИЙ ЗВІТ\nстарости Ручаїв", "Шановні керівники!", "Інформую про роботу за рік.", "report"),
        # Who sends a report writes a letter; so does who tells one person, or has an addressee.
        ("Звіт старости за 2017 рік", "Шановні колеги!", "Надсилаємо звіт про роботу старости.", "letter"),
        ("Отчет старосты за 2017 год", "Уважаемые руководители!", "Просим рассмотреть отчет старосты.", "letter"),
        ("Звіт старости за 2017 рік", "Шановний Іване Петровичу!", "Повідомляю, що зроблено за рік.", "letter"),
        ("Про стан доріг", "Шановні колеги!", "Інформуємо про наслідки обстеження.", "letter"),
        ("Звітність закладів", "Шановні керівники!", "Інформуємо про нові форми.", "letter"),
        ("Про наради", "Шановні колеги!", "Інформуємо про графік нарад.", "letter"),
    ],
)
def test_an_account_read_out_is_no_letter(head: str, greeting: str, first: str, kind: str) -> None:
    found = head_kind.ruled(analysed(READ_OUT.format(head=head, greeting=greeting, first=first)))
    assert found.kind == kind


def test_an_account_with_an_addressee_may_be_a_letter() -> None:
    sent = "Голові Ручаївської сільської ради\nІвану ГНАТЮКУ\n\nЗвіт старости за 2017 рік\n\n"
    assert head_kind.ruled(analysed(f"{sent}Шановні депутати!\n\nІнформую про роботу за рік.\n")).kind == "letter"


ADOPTS = """{above}

ПОЛОЖЕННЯ про сільський архів

1. Архів зберігає папери ради.

2. Архів відкрито щосереди.
"""


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        ("Відповідно до закону про архіви сільська рада\n\nВИРІШИЛА:\n\nзатвердити Положення.", "decision"),
        ("В целях хранения бумаг\n\nПРИКАЗЫВАЮ:\n\nутвердить Положение.", "order"),
        # Said above of the paper itself, it is approved and adopts nothing.
        ("ЗАТВЕРДЖЕНО\nрішенням сільської ради\nвід 14.05.2021 № 15", "other"),
        ("Архів\nВересень 2021", "other"),
        ("ПРАВИЛА користування архівом\n\nРозглянувши звернення, рада\n\nВИРІШИЛА:\n\nпогодитися.", "other"),
    ],
)
def test_an_act_stands_above_what_it_adopts(above: str, kind: str) -> None:
    assert head_kind.ruled(analysed(ADOPTS.format(above=above))).kind == kind


BELOW = """ВЕРБІВСЬКА РАЙОННА АДМІНІСТРАЦІЯ

Про чергування дружинників

{addressee}ВЕРБІВСЬКА РАЙОННА ДЕРЖАВНА АДМІНІСТРАЦІЯ

{line}

Відповідно до закону про охорону порядку дружинники чергують щовечора.
"""


@pytest.mark.parametrize(
    ("line", "addressee", "kind"),
    [
        ("РОЗПОРЯДЖЕННЯ", "", "order"),
        ("РОЗПОРЯДЖЕННЯ від 13.05.2021 № 15", "", "order"),
        ("РІШЕННЯ РАДИ ДОПОМОЖЕ ЖИТЕЛЯМ", "", "letter"),
        ("НАКАЗ № 7 - СКАСОВАНО", "", "letter"),
        ("РОЗПОРЯДЖЕННЯ", "Керівникам дружин району\n\n", "letter"),
    ],
)
def test_an_act_stands_below_its_letterhead(line: str, addressee: str, kind: str) -> None:
    assert head_kind.ruled(analysed(BELOW.format(line=line, addressee=addressee))).kind == kind


@pytest.mark.parametrize(
    ("line", "headed"),
    [
        ("Річний звіт про роботу музею", True),
        ("Аналітична довідка про стан доріг", True),
        ("ПУБЛІЧНИЙ ЗВІТ", True),
        ("Звітна доповідь голови спілки", True),
        ("Звітна доповідь сподобалася громаді", False),
        ("Річний план роботи музею", False),
        ("Публічний звіт заслухали на сході", False),
        ("Аналітична група працює щодня", False),
    ],
)
def test_accounts_are_headed_by_what_they_are_called(line: str, headed: bool) -> None:
    assert any(kind == "report" and pattern.search(line) for kind, pattern in head_kind._HEADLINES) is headed


ON_A_PAGE = "Харчування учнів школи\n06.09.2023 14:10\n{text}\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "По школі села Ручаї\n\nДля чіткої роботи їдальні\n\nНАКАЗУЮ:\n\n1. Призначити відповідальною медсестру.\n"
            "2. Створити комісію.",
            "order",
        ),
        (
            "Рада слухала звіт школи.\n\nВИРІШИЛА:\n\n1. Звіт узяти до відома.\n2. Відремонтувати їдальню.",
            "decision",
        ),
        # Minutes decide more than once, or say who was heard; a word in a sentence disposes of nothing.
        (
            "СЛУХАЛИ: директорку про їдальню.\n\nВИРІШИЛИ:\n\n1. Роботу схвалити.\n2. Придбати посуд.",
            "news",
        ),
        ("Директорка сказала: наказую:\n\n1. Мити руки.\n2. Їсти овочі.", "news"),
        ("Їдальню відкрито.\n\nНАКАЗУЮ:\n\nтак зветься вистава, яку покажуть у неділю.", "news"),
    ],
)
def test_a_page_shows_an_act_by_its_operative_word_alone_above_points(text: str, kind: str) -> None:
    assert head_kind.ruled(analysed(ON_A_PAGE.format(text=text))).kind == kind


SAT = "{word} 6 березня 2001 року № 10 м. Озерне Засідання президії {what} " + "Голова доповів про зустріч. " * 25


@pytest.mark.parametrize(
    ("word", "what", "kind"),
    [
        (
            "ПРОТОКОЛ",
            "товариства. Присутні: Гай О. П., Лука І. І. Порядок денний: 1. Про зустріч. СЛУХАЛИ:",
            "protocol",
        ),
        ("ПРОТОКОЛ", "про співпрацю підписали в місті.", "news"),
        ("Протоколом", "товариства. Присутні: Гай О. П. Порядок денний: 1. Про зустріч.", "news"),
    ],
)
def test_minutes_in_one_paragraph_say_who_sat(word: str, what: str, kind: str) -> None:
    assert head_kind.ruled(analysed(SAT.format(word=word, what=what))).kind == kind


def test_a_clause_in_quotation_marks_heads_an_act() -> None:
    words = "«Про толоку в громаді»\n\n1. Провести толоку.\n2. Контроль за виконанням цього розпорядження лишаю собі.\n"
    assert head_kind.ruled(analysed(words)).kind == "order"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (
            "Просимо відповісти на листи\n\nСлава Україні, пане Президенте!\n\nМи просимо надати відповідь.\n",
            "letter",
        ),
        ("Пані міністерко!\n\nПросимо Вас полагодити дах ліцею.\n", "letter"),
        ("На сцені\n\nПані Олена співає!\n\nМи просимо всіх на концерт у неділю, бо зал великий.\n", "news"),
        ("РУЧАЇВСЬКА ГРОМАДА\nСТРАТЕГІЯ РОЗВИТКУ ДО 2030 РОКУ\n\nШановна громадо!\n\nНаші села мають садки.\n", "plan"),
        (
            "Інформація про виконання заходів з 3 по 9 травня\n\n№ з/п\n\nДата проведення\n\nНазва заходу\n\n"
            "Відповідальний\n\n1. | 4 травня\n\n10.30\n\nУ бібліотеці проведено урок для учнів.\n",
            "report",
        ),
    ],
)
def test_what_stands_at_the_top_names_the_kind(words: str, kind: str) -> None:
    assert head_kind.ruled(analysed(words)).kind == kind
