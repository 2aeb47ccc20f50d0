"""One date in any form: (text, ISO date or None)."""

from __future__ import annotations

import pytest

from extractor.normalize import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31.12.2021", "2021-12-31"),
        ("31.12.21", "2021-12-31"),
        ("05.07.84", "1984-07-05"),
        ("01.01.69", "2069-01-01"),
        ("01.01.70", "1970-01-01"),
        ("1.2.2021 р.", "2021-02-01"),
        ("01-12-2019", "2019-12-01"),
        ("2021-12-31", "2021-12-31"),
        ("15/03/2022", "2022-03-15"),
        ("«08» лютого 2020 р.", "2020-02-08"),
        ("“08” лютого 2020 р.", "2020-02-08"),
        ("« 03 » декабря 2013  г.", "2013-12-03"),
        ("11 Серпня, 2021 о 10:49", "2021-08-11"),
        ("12 января 2015 года", "2015-01-12"),
        ("от 22 февраля 2017 г.", "2017-02-22"),
        ("від10.12.2021р", "2021-12-10"),
        ("першого вересня 2018 року", "2018-09-01"),
        ("7\u00a0травня\u00a02021\u00a0року", "2021-05-07"),
        ("29.02.2020", "2020-02-29"),
        ("29.02.2021", None),
        ("00.00.2016", None),
        ("___ лютого 2020 р.", None),
        ("1 грудня", None),
        ("5-6 травня 2021 року", None),
        ("грудень 2021 року", None),
        ("01.02.2021 або 03.02.2021", None),
        ("", None),
        ("без дати", None),
    ],
)
def test_parse_date(text: str, expected: str | None) -> None:
    found = dates.parse_date(text)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize("day", range(1, 29))
@pytest.mark.parametrize(
    ("uk", "ru", "month"),
    [("січня", "января", 1), ("лютого", "февраля", 2), ("травня", "мая", 5), ("листопада", "ноября", 11)],
)
def test_round_trip(uk: str, ru: str, month: int, day: int) -> None:
    expected = dates.calendar_date(2021, month, day)
    assert expected is not None
    for text in (f"{day} {uk} 2021 року", f"{day:02} {ru} 2021 г.", f"{day:02}.{month:02}.2021", expected.isoformat()):
        assert dates.parse_date(text) == expected


def test_find_dates_gives_offsets_in_the_whole_text() -> None:
    text = "Наказ від 01.02.2021 № 3, зі змінами від 5 травня 2021 року"
    found = dates.find_dates(text, 12, len(text))
    assert [(text[a:b], d.isoformat()) for a, b, d in found] == [("5 травня 2021 року", "2021-05-05")]


def test_lower_case_keeps_offsets() -> None:
    assert len(dates.lowered("İстанбул 1 СІЧНЯ")) == len("İстанбул 1 СІЧНЯ")


def test_the_longest_of_two_month_stretch_wraps_the_year() -> None:
    (found,) = dates.find("грудень-січень 2021 року", 0, 24)
    bounds = found.days[0].bounds()
    assert bounds is not None
    assert [b.isoformat() for b in bounds] == ["2020-12-01", "2021-01-31"]
