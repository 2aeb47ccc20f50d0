"""The calendar, read by icalendar, and its recurrences, compared with dateutil's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar, Todo
from unit.export.made import exported, golden, order

from extractor.export import link_by_template
from extractor.export.recurrence import whole
from extractor.schema.contract import Deadline
from extractor.schema.due import after, due

BEGIN = date(2021, 2, 17)


def todos(data: bytes) -> list[Todo]:
    return list(Calendar.from_ical(data).todos)


def only(**deadline: object) -> Todo:
    (todo,) = todos(exported("icalendar", [order(deadlines=[{"end": None, **deadline}])]))
    return todo


def test_every_open_deadline_is_a_to_do_and_no_done_one():
    made = todos(exported("icalendar", golden()))
    assert len(made) == sum(len(m.deadlines) for x in golden() for m in x.measures if m.status != "done") > 20
    assert len({t["UID"] for t in made}) == len(made)


def test_a_to_do_says_the_measure_its_day_and_its_parties():
    x = order("звіт")
    (todo,) = todos(exported("icalendar", [x], link=link_by_template("https://r.example/{id}#page={page}")))
    assert todo["SUMMARY"] == "звіт"
    assert todo.decoded("DUE") == date(2021, 12, 31)
    assert [(a.params["CN"], a.params["ROLE"], a.params["CUTYPE"]) for a in todo["ATTENDEE"]] == [
        ("звіт", "REQ-PARTICIPANT", "GROUP"),
        ("звіт", "NON-PARTICIPANT", "INDIVIDUAL"),
    ]
    assert "Відповідальні: звіт; звіт" in todo["DESCRIPTION"]
    assert todo["URL"].endswith("#page=2")
    (alarm,) = todo.subcomponents
    assert alarm["TRIGGER"].params["RELATED"] == "END"
    assert alarm.decoded("TRIGGER") == timedelta(days=-3)


def test_the_stamp_is_the_document_s_date_and_nothing_is_of_the_clock():
    assert only(kind="by")["DTSTAMP"].dt.date() == BEGIN
    undated = todos(exported("icalendar", [order(date=None)]))[0]
    assert undated["DTSTAMP"].dt.date() == date(1970, 1, 1)
    assert exported("icalendar", golden()) == exported("icalendar", golden())


def test_the_uid_stays_when_the_deadline_is_corrected_or_a_measure_comes_before():
    x = order()
    deadline = x.measures[0].deadlines[0].model_copy(update={"end": "2022-01-31"})
    moved = x.measures[0].model_copy(update={"deadlines": [deadline], "id": "m2"})
    corrected = x.model_copy(update={"measures": [moved]})
    assert [t["UID"] for t in todos(exported("icalendar", [corrected]))] == [
        t["UID"] for t in todos(exported("icalendar", [x]))
    ]


def test_an_interval_begins_and_ends():
    todo = only(kind="during", start="2021-03-01", end="2021-03-31")
    assert (todo.decoded("DTSTART"), todo.decoded("DUE")) == (date(2021, 3, 1), date(2021, 3, 31))


def test_a_recurring_deadline_has_its_rule_first_day_and_reminder():
    todo = only(kind="recurring", recurrence="FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", end="2022-12-31")
    assert todo.decoded("DTSTART") == datetime(2021, 4, 10)
    assert todo.decoded("DUE") == datetime(2021, 4, 10, 23, 59, 59)
    assert todo["RRULE"] == {
        "FREQ": ["MONTHLY"],
        "INTERVAL": [3],
        "BYMONTHDAY": [10],
        "UNTIL": [datetime(2022, 12, 31, 23, 59, 59)],
    }
    (alarm,) = todo.alarms.times
    assert alarm.trigger == datetime(2021, 4, 7, 23, 59, 59)


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        ({"kind": "relative", "offset": "P1M", "anchor": "document_date"}, date(2021, 3, 17)),
        ({"kind": "relative", "offset": "P10D", "anchor": "document_date"}, date(2021, 2, 27)),
        ({"kind": "relative", "offset": "P10D", "anchor": "event"}, None),
        ({"kind": "relative", "offset": "P10D", "anchor": "publication"}, None),
        ({"kind": "permanent"}, None),
        ({"kind": "recurring", "recurrence": "FREQ=SECONDLY"}, None),
        ({"kind": "recurring", "recurrence": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, None),
        ({"kind": "by", "end": "2021-02-30"}, None),
    ],
)
def test_a_deadline_whose_day_is_not_known_has_none_and_no_alarm(deadline, day):
    todo = only(**deadline)
    assert ("DUE" in todo) == (day is not None)
    assert ("RRULE" in todo) is False
    assert bool(todo.subcomponents) == (day is not None)
    if day:
        assert todo.decoded("DUE") == day


def test_no_alarm_where_none_is_wanted():
    (todo,) = todos(exported("icalendar", [order()], alarm_days=None))
    assert todo.subcomponents == []


def test_lines_are_folded_at_75_bytes_between_characters_and_end_as_they_must():
    data = exported("icalendar", [order("Ї" * 500 + ';,\\"\r\n' + "😀" * 50)])
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert [line.decode() for line in lines]


@pytest.mark.parametrize(
    "value",
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "FREQ=WEEKLY;INTERVAL=2",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYMONTHDAY=5,20",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10",
        "FREQ=MONTHLY;INTERVAL=3",
        "FREQ=MONTHLY;INTERVAL=6",
        "FREQ=MONTHLY;INTERVAL=5",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=1TU",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
        "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=2",
        "FREQ=YEARLY;BYMONTH=9",
        "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    ],
)
def test_the_first_day_is_a_day_of_the_rule(value):
    found = whole(value, BEGIN, None)
    assert found is not None
    days = rrulestr(found.rule, dtstart=datetime(found.first.year, found.first.month, found.first.day))
    assert next(iter(days)).date() == found.first >= BEGIN


def test_quarters_and_half_years_end_with_those_of_the_calendar():
    quarter = whole("FREQ=MONTHLY;INTERVAL=3", BEGIN, None)
    assert quarter is not None
    days = rrulestr(quarter.rule, dtstart=datetime(2021, 3, 31))
    assert [d.strftime("%m-%d") for d in islice(days, 5)] == ["03-31", "06-30", "09-30", "12-31", "03-31"]
    half = whole("FREQ=MONTHLY;INTERVAL=6", BEGIN, None)
    assert half is not None
    assert half.first == date(2021, 6, 30)


@pytest.mark.parametrize(
    ("begin", "offset", "day"),
    [
        (date(2021, 1, 31), "P1M", date(2021, 2, 28)),
        (date(2020, 2, 29), "P1Y", date(2021, 2, 28)),
        (date(2021, 11, 30), "P3M", date(2022, 2, 28)),
        (date(2021, 12, 31), "P2W", date(2022, 1, 14)),
        (date(2021, 1, 1), "P1M5D", date(2021, 2, 6)),
        (date(9999, 12, 1), "P1M", None),
        (date(2021, 1, 1), "P", None),
        (date(2021, 1, 1), "PT5H", None),
        (date(2021, 1, 1), "P99999D", date(2021, 1, 1) + timedelta(days=99999)),
    ],
)
def test_terms_end_on_the_day_of_the_same_number_or_the_month_s_last(begin, offset, day):
    assert after(begin, offset) == day


def test_a_day_is_due_on_itself_and_a_span_by_its_end():
    on = Deadline(text="x", kind="on", start="2021-05-05", evidence=[])
    assert due(on, None) == date(2021, 5, 5)
    assert due(on.model_copy(update={"kind": "during", "end": "2021-05-09"}), None) == date(2021, 5, 9)
    assert due(on.model_copy(update={"kind": "during"}), None) is None


def test_the_end_of_a_rule_has_four_digits_of_a_year() -> None:
    found = whole("FREQ=MONTHLY", date(999, 1, 1), date(999, 12, 31))
    assert found is not None
    assert found.rule.endswith(";UNTIL=09991231T235959")
