import pytest

from extractor.schema.analysis import Named
from extractor.text import borders


def _named(text: str, *found: tuple[str, str, float]) -> list[Named]:
    out, at = [], 0
    for part, label, score in found:
        start = text.index(part, at)
        at = start + len(part)
        out.append(Named(start, at, label, score))
    return out


@pytest.mark.parametrize(
    ("text", "read", "right"),
    [
        ("сказав фонд «Дружба» міста»,", "фонд «Дружба» міста»", "фонд «Дружба» міста"),
        ("засновник ТОВ «Мрія» і син", "ТОВ «Мрія", "ТОВ «Мрія»"),
        ("засновник ТОВ «Мрія » і син", "ТОВ «Мрія", "ТОВ «Мрія »"),
        ("у газеті «Світло» писали", "Світло", "Світло"),
        ("у справі „Мрія“ сказано", "„Мрія", "„Мрія“"),
        ("звіт «Мрія", "«Мрія", "«Мрія"),
    ],
)
def test_a_quotation_mark_and_its_pair_stand_together(text: str, read: str, right: str) -> None:
    (found,) = borders.mend(text, _named(text, (read, "ORG", 0.9)))
    assert text[found.start : found.end] == right


def test_a_mark_that_the_next_name_begins_with_is_left_to_it() -> None:
    text = "ТОВ «Мрія»Світ"
    first, second = borders.mend(text, [Named(0, 9, "ORG", 0.9), Named(9, 14, "ORG", 0.9)])
    assert (first.end, second.start) == (9, 9)


@pytest.mark.parametrize(
    ("text", "read", "right"),
    [
        ("у XVII ст . він жив", "XVII ст", "XVII ст ."),
        ("за 2019 р. бюджет зріс", "2019 р", "2019 р."),
        ("це було 2019 р.", "2019 р", "2019 р"),
        ("це було 2019 р.\nПотім", "2019 р", "2019 р"),
        ("у 2019 році. Потім", "2019 році", "2019 році"),
    ],
)
def test_the_dot_of_an_abbreviation_is_the_dates(text: str, read: str, right: str) -> None:
    (found,) = borders.mend(text, _named(text, (read, "DATE", 0.9)))
    assert text[found.start : found.end] == right


def test_initials_make_a_person_and_the_bare_surname_one_too() -> None:
    text = "Наказ підписав О. Гнатенко. Гнатенко пояснив"
    found = borders.mend(text, _named(text, ("О. Гнатенко", "LOC", 0.6), ("Гнатенко", "LOC", 0.6)))
    assert [x.label for x in found] == ["PERS", "PERS"]


def test_a_name_has_the_sense_that_the_whole_text_is_surer_of() -> None:
    text = "У Бережанах дощ. З Бережан їхали. До Бережанах звикли"
    read = (("Бережанах", "LOC", 0.9), ("Бережан", "LOC", 0.9), ("Бережанах", "PERS", 0.6))
    assert [x.label for x in borders.mend(text, _named(text, *read))] == ["LOC", "LOC", "LOC"]


def test_two_senses_of_like_weight_stay() -> None:
    text = "Київ дощ. Києву"
    assert [x.label for x in borders.mend(text, _named(text, ("Київ", "LOC", 0.9), ("Києву", "PERS", 0.8)))] == [
        "LOC",
        "PERS",
    ]
