"""Which points of a document order something, and which only look like it."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import pipeline
from extractor.assemble import leads, narrative_requests, operative, ordering
from extractor.data import load
from extractor.schema.analysis import Analysis
from extractor.schema.facts import DocumentKind

_MATCHED_AT_START = ("closing", "action_noun")


def analysis_of(text: str) -> Analysis:
    return pipeline.trace(pipeline.read(text.encode(), name="акт.txt"))[0]


def ordered(text: str, kind: DocumentKind) -> list[str]:
    """The beginnings of the points and paragraphs in the operative part."""
    analysis = analysis_of(text)
    zone = operative.zone(analysis, kind)
    if zone is None:
        return []
    points = [(analysis.outline.points[i].start, analysis.outline.points[i].end) for i in zone.points]
    return [" ".join(text[a:b].split()[:2]) for a, b in sorted([*points, *zone.paragraphs])]


@pytest.mark.parametrize("table", ["wording", "telling", "closing", "carrier", "action_noun"])
def test_patterns(table: str) -> None:
    pattern = ordering.pattern(table)
    find: Any = pattern.match if table in _MATCHED_AT_START else pattern.search
    for entry in load("acts")[table]:
        for text in entry["examples"]:
            assert find(text), (entry["id"], text)
        for text in entry["counterexamples"]:
            assert not find(text), (entry["id"], text)


@pytest.mark.parametrize(
    ("line", "orders"),
    [
        ("виконком вирішив:", True),
        ("Н А К А З У Ю :", True),
        ("П О С Т А Н О В Л Я Е Т :", True),
        ("Верховна Рада України п о с т а н о в л я є:", True),
        ("РЕШИЛИ:", True),
        ("Рада вирішила питання про ремонт дороги до села і виділила на це кошти.", False),
        ("Наказ підписано.", False),
    ],
)
def test_ordering_words(line: str, *, orders: bool) -> None:
    assert ordering.orders(line, 0, len(line)) is orders


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        ("Відділу освіти провести огляд.", True),
        ("Утвердить устав.", True),
        ("Інформацію взяти до відома.", True),
        ("Старостам сіл вести облік.", True),
        ("Цей наказ набирає чинності з дня підписання.", True),
        ("Керівникам шкіл, що мають майстерні, провести огляд.", True),
        ("Керівникам шкіл, у яких можуть бути майстерні, провести огляд.", True),
        ("Школи, що мають майстерні, мають провести огляд.", False),
        ("Бригада, яка стежить за ладом, залучає людей провести огляд.", False),
        ("Школам, що мають майстерні, дозволяється провести огляд.", False),
        ("Комісія має право залучати фахівців.", False),
        ("Комісія проводить засідання, щоб розглянути скарги.", False),
        ("Члены дружины обязаны соблюдать правила.", False),
        ("Про стан доріг району.", False),
        ("Фільм «Жити далі» показано в клубі.", False),
        ("Діти та освіта.", False),
    ],
)
def test_what_orders(sentence: str, *, acts: bool) -> None:
    analysis = analysis_of(sentence)
    assert ordering.acts(analysis, 0, len(sentence)) is acts


def test_brackets_are_read_in_acts_and_passed_over_in_letters() -> None:
    sentence = "Відділу освіти (просити про допомогу) не проводити «збирати» огляд."
    analysis = analysis_of(sentence)
    in_brackets, outside = sentence.index("просити"), sentence.index("проводити")
    assert ordering.infinitive(analysis, 0, len(sentence)) == (in_brackets, in_brackets + len("просити"))
    passed = ordering.infinitive(analysis, 0, len(sentence), asides=False)
    assert passed == (outside, outside + len("проводити"))
    assert narrative_requests.infinitive(analysis, 0, len(sentence)) == sentence.index("не проводити")


NOT_ORDERED: list[tuple[str, DocumentKind]] = [
    # advice in news
    ("Поради водіям\n\n1. Перевірити гальма.\n\n2. Не перевищувати швидкість.\n\n3. Увімкнути фари.\n", "news"),
    # rules
    ("1. Бригада має право:\n\n1) одержувати довідки;\n\n2) залучати фахівців.\n\n2. Бригада діє постійно.\n", "other"),
    # a normative law
    ("ЗАКОН\n\nРада постановляє:\n\nСтаття 1. Терміни\n\n1. Власник зобов'язаний:\n\n1) годувати тварину;\n", "law"),
]


@pytest.mark.parametrize(("text", "kind"), NOT_ORDERED)
def test_nothing_is_ordered(text: str, kind: DocumentKind) -> None:
    assert ordered(text, kind) == []


def test_minutes_decide_between_speakers() -> None:
    text = (
        "ПРОТОКОЛ № 4\n\nПОРЯДОК ДЕННИЙ:\n\n1. Про стан доріг.\n\n2. Про знаки.\n\n"
        "1. СЛУХАЛИ: Гай О.П., яка доповіла про дороги.\n\nВИРІШИЛИ: Інформацію взяти до відома.\n\n"
        "ГОЛОСУВАЛИ: за – 3.\n\n"
        "2. СЛУХАЛИ: Сада Н.Н. про знаки.\n\nВИРІШИЛИ:\n\n2.1. Встановити знаки.\n\n2.2. Пофарбувати стовпи.\n\n"
        "ГОЛОСУВАЛИ: за – 3.\n"
    )
    assert ordered(text, "protocol") == ["Інформацію взяти", "Встановити знаки.", "Пофарбувати стовпи."]


@pytest.mark.parametrize(
    "below",
    [
        "\n\nДиректор    І. Клен\n\nЗ наказом ознайомлені:\n\n1. Дуб І.І.\n\n2. Вишня К.К.\n",
        "\n\nДиректор    І. Клен\n\nРозрахунок розсилки:\n\n1. Відділу освіти – 2 прим.\n\n2. До справи – 1 прим.\n",
        "\n\nДиректор    І. Клен\n\nЗАТВЕРДЖЕНО\nнаказ № 7\n\nПОЛОЖЕННЯ\n\n1. Музей відкрито щодня.\n\n2. Не шуміти.\n",
        "\n\nПОЛОЖЕННЯ ПРО МУЗЕЙ\n\n1. Музей відкрито щодня.\n\n2. Не шуміти.\n",
    ],
)
def test_nothing_below_the_act_counts(below: str) -> None:
    text = "НАКАЗ № 7\n\nНАКАЗУЮ:\n\n1. Оновити стенди.\n\n2. Полити квіти." + below
    assert ordered(text, "order") == ["Оновити стенди.", "Полити квіти."]


def test_a_paper_that_quotes_an_act() -> None:
    text = (
        "Учора комісія вирішила:\n\n1. Відділу освіти провести толоку.\n\n2. Старостам сіл вивезти сміття.\n\n"
        "Толоки відбудуться в суботу.\n"
    )
    assert ordered(text, "news") == ["Відділу освіти", "Старостам сіл"]


def test_final_provisions_of_a_law() -> None:
    text = (
        "ЗАКОН\n\nРада постановляє:\n\nСтаття 1. Терміни\n\n1. Тварина – це жива істота.\n\nРозділ II\n"
        "ПРИКІНЦЕВІ ПОЛОЖЕННЯ\n\n1. Цей Закон набирає чинності з 1 травня.\n\n2. Уряду переглянути свої акти.\n"
    )
    assert ordered(text, "law") == ["Цей Закон", "Уряду переглянути"]


def test_children() -> None:
    analysis = analysis_of("1. Відділу:\n\n1.1. Скласти план.\n\n1.2. Здати звіт.\n\n2. Полити сад.\n")
    assert leads.children(analysis.outline.points) == {0: [1, 2]}
