"""The tree of points."""

from __future__ import annotations

import pytest

from extractor import layout, readers
from extractor.schema.outline import Outline


def outline_of(text: str) -> Outline:
    return layout.parse(readers.read(text.encode(), "наказ.txt"))


def tree(text: str) -> list[tuple[str | None, int | None, str]]:
    outline = outline_of(text)
    return [(p.number, p.parent, " ".join(text[p.start : p.end].split())) for p in outline.points]


def test_numbered_points_nest() -> None:
    text = (
        "НАКАЗУЮ:\n\n1. Відділу кадрів:\n\n1.1. Скласти графік відпусток.\n\n1.2. Ознайомити з ним працівників.\n\n"
        "2. Провести навчання:\n\n1) для водіїв;\n\n2) для сторожів.\n\n3. Контроль залишаю за собою.\n"
    )
    assert [(number, parent) for number, parent, _ in tree(text)] == [
        ("1", None), ("1.1", 0), ("1.2", 0), ("2", None), ("1", 3), ("2", 3), ("3", None),
    ]  # fmt: skip


def test_letters_and_dashes_nest_under_their_point() -> None:
    text = "1. Закупити:\n\nа) фарбу;\n\nб) пензлі:\n\n- широкі;\n\n- вузькі.\n\n2. Пофарбувати паркан.\n"
    assert [(number, parent) for number, parent, _ in tree(text)] == [
        ("1", None), ("а", 0), ("б", 0), (None, 2), (None, 2), ("2", None),
    ]  # fmt: skip


def test_items_in_lower_case_under_a_colon_are_points() -> None:
    text = "2. Сільським головам:\n\nперевірити криниці;\n\nочистити джерела.\n\n3. Фельдшерам взяти проби води.\n"
    assert [(number, parent, words) for number, parent, words in tree(text)][1:3] == [
        (None, 0, "перевірити криниці;"),
        (None, 0, "очистити джерела."),
    ]


def test_a_number_alone_on_its_line_is_the_label_of_the_next() -> None:
    assert tree("ПОСТАНОВЛЯЮ :\n1.\nУтвердить график дежурств .\n2.\nСоздать штаб .\n") == [
        ("1", None, "Утвердить график дежурств ."),
        ("2", None, "Создать штаб ."),
    ]


def test_a_bracket_may_stand_apart_from_its_number() -> None:
    text = "1. Внести изменения:\n1 ) пункт 4 исключить ;\n2 ) пункт 6 исключить .\n"
    assert [number for number, _, _ in tree(text)] == ["1", "1", "2"]


@pytest.mark.parametrize("line", ["12.05.2021 відбулася нарада.", "1.5 млн грн виділено школі.", "3 га передано."])
def test_dates_and_quantities_are_no_labels(line: str) -> None:
    assert tree(line) == []


def test_the_new_wording_of_an_amendment_is_apart() -> None:
    text = (
        "1. Внести зміни:\n\n1) пункт 4 викласти в такій редакції:\n\n«4. Черговий відповідає за ключі.\n\n"
        "5. Ключі зберігаються в сейфі.»;\n\n2) пункт 6 виключити.\n\n2. Контроль залишаю за собою.\n"
    )
    assert [words for _, _, words in tree(text)] == [
        "Внести зміни:",
        "пункт 4 викласти в такій редакції:",
        "пункт 6 виключити.",
        "Контроль залишаю за собою.",
    ]
    assert sum(p.role == "quote" for p in outline_of(text).paragraphs) == 2


def test_a_plan_of_one_item_is_read_with_the_act_that_it_stands_in() -> None:
    act = "РОЗПОРЯДЖЕННЯ № 5\n\nПро заходи\n\n1. Затвердити план заходів\n\nПЛАН\n\n{}\n\nГолова ради Петро ЛУГОВИЙ\n"
    items = "1. Провести огляд садів", "2. Прибрати парк"
    for count, parts in ((1, [0, 0]), (2, [0, 1, 1])):
        assert [p.part for p in outline_of(act.format("\n\n".join(items[:count]))).points] == parts
