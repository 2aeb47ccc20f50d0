"""Texts made to be slow: each must end, in an Extraction or a SourceError. A pattern or a loop that takes the square of
a text's length shows here as a test that does not come back."""

from __future__ import annotations

import pytest

from extractor import Extraction, SourceError, extract

#: Long enough that the square of it is felt, short enough that the suite stays quick.
LENGTH = 10_000

#: Repeated to the length, after a word: a text without letters is refused at once.
REPEATED = [
    *"аА1 \t\n.,;:-–«»\"'()[]№/\\_*…",
    "(а", "«а ", "а» ", '"а" ', "1.", "1/", "1-", "а-", "І.", "А.Б.", "1,", "5% ", "а\n", "1\n",
    "1. \n", "1. а\n", "- а;\n",
    "а\t", "а\tб\tв\n", "1\t2\t3\n", "АБВГД ", "АБВГДЕ\n", "Слово ", "Н А К А З ", "______\n", "_ ", "* * ", "сло-\n",
    "aа",
    "01.02.2022 ", "32.13.2022 ", "2020-2021-", "з 1 до ", "січня, ", "I квартал ", "щомісяця ", "до 1 січня, ",
    "1 000 ", "сто двадцять ", "тис. ", "5 грн. ", "понад 5 ", "від 5 до ", "з них 5 ", "№ 1 ", "№ 1 від 01.02.2022 ",
    "Закону України «", "статті 1, ", "пп. 1.1, ", "рішення від ", "Іваненко І.І., ", "Іваненко Іван Іванович ",
    "a.a.", "a-", "a@b.", "http://", "www.", "+380", "(044) ", "46 05 46 ", "тел. ", "м. Київ, ", "с. Мала ",
    "відділу освіти, ", "відділу освіти та ", "райдержадміністрації, ", "(за згодою), ", "забезпечити, ", "проведено ",
    "ЗАТВЕРДЖЕНО\n", "Додаток 1\n", "НАКАЗУЮ:\n", "СЛУХАЛИ:\nВИРІШИЛИ:\n", "На № ", "До пункту 1 ", "Термін: ", "який ",
    ", що ",
    "министерство ", "постановление правительства от ", "Разом\t1\n", "\u00ad", "а\u0301", "\u200b", "а\0",
]  # fmt: skip

#: Beginnings that open a part of the document, and what is repeated inside it.
OPENED = [
    ("НАКАЗУЮ:\n", "1. Провести.\n"),
    ("НАКАЗУЮ:\nНагородити:\n", "а,\n"),
    ("НАКАЗУЮ:\n1. ", "«а» робити "),
    ("НАКАЗУЮ:\n1. Відділу:\n", "- вжити заходів:\n"),
    ("НАКАЗУЮ:\n1. Внести зміни: ", "«1. Відділу робити» "),
    ("НАКАЗУЮ:\n1. Відділу: ", "Термін: до 1 січня. Відповідальний: "),
    ("", "Додаток 1\nПлан заходів\n1. Провести нараду\n"),
    ("НАКАЗ\n", "Міністерство освіти "),
    ("НАКАЗ\n", "МІНІСТЕРСТВО ОСВІТИ\n"),
    ("12 травня відбулася нарада. ", "Голова провів нараду. "),
    ("№\tЗахід\tВиконавець\tТермін\n1\tПровести\t", "відділ освіти, "),
    ("№\tЗахід\tВиконавець\tТермін\n", "1\tПровести нараду\tвідділ освіти\tпостійно\n"),
    ("<html><body>", "<div>"),
    ("<html><body>", "<b>а"),
    ("<html><body>", "<ul><li>"),
    ("<html><body>", "<table><tr><td>"),
    ("<html><body ", "a=b "),
    ("<html><!--", "-"),
    ("<html><body><table>", "<tr><td colspan=1000 rowspan=1000>а"),
]

NESTED = [a * (LENGTH // 2) + "а" + b * (LENGTH // 2) for a, b in ("()", "[]", "«»", '""')]


def outcome(text: str) -> Extraction | SourceError:
    try:
        return extract(text.encode())
    except SourceError as error:
        return error


def filled(begin: str, repeated: str) -> str:
    return begin + repeated * (LENGTH // len(repeated))


@pytest.mark.parametrize(
    "text", [*(filled("Слово. ", r) for r in REPEATED), *(filled(b, r) for b, r in OPENED), *NESTED],
    ids=[*map(repr, REPEATED), *(repr(b[:20] + r) for b, r in OPENED), "()", "[]", "«»", "quotes"],
)  # fmt: skip
def test_a_text_made_to_be_slow_ends(text: str) -> None:
    assert isinstance(outcome(text), Extraction | SourceError)
