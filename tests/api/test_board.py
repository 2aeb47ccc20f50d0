"""The board of deadlines: where what recurs stands, and what has no day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import get_args

import pytest
from dateutil.rrule import rrulestr
from fastapi.testclient import TestClient
from lxml import html
from service_samples import WAIT

from api.pages.standing import _nearer, next_day, over
from extractor.export.recurrence import whole
from extractor.schema.facts import DeadlineKind
from extractor.store import Filter, open_store
from extractor.store.rows import Due

PLAN = """\
ВЕРБІВСЬКА РАЙОННА ДЕРЖАВНА АДМІНІСТРАЦІЯ

РОЗПОРЯДЖЕННЯ

04 березня 2030 року                м. Вербів                № 57

Про підготовку до весняного паводку

З метою захисту населення району зобов’язую:

1. Відділу цивільного захисту районної державної адміністрації до 15 березня 2030 року перевірити 12 захисних дамб.
2. Вербівському районному управлінню водного господарства щомісяця до 5 числа інформувати районну державну \
адміністрацію про рівень води.
3. Відділу освіти районної державної адміністрації постійно здійснювати контроль за станом шкільних будівель.
4. Відділу культури районної державної адміністрації у місячний строк з дня опублікування розпорядження оглянути клуби.

Голова                                                Олена СТЕЦЬ
"""


def term(rule: str | None, *, start: str | None = None, end: str | None = None) -> Due:
    return Due("щомісяця", "recurring", start, end, None, rule, None, None, "day", 1.0)


@pytest.mark.parametrize(
    ("rule", "begin", "today", "then"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=5", "2030-03-04", date(2030, 3, 4), date(2030, 3, 5)),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "2030-03-04", date(2030, 3, 5), date(2030, 3, 5)),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "2030-03-04", date(2030, 3, 6), date(2030, 4, 5)),
        ("FREQ=MONTHLY", "2030-01-10", date(2032, 2, 2), date(2032, 2, 29)),
        # Quarters of the calendar, though the document is of February.
        ("FREQ=MONTHLY;INTERVAL=3", "2030-02-10", date(2030, 4, 1), date(2030, 6, 30)),
        ("FREQ=WEEKLY", "2030-03-04", date(2030, 3, 9), date(2030, 3, 15)),
        # Every other Friday from the document's first on, ten years later.
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2020-01-01", date(2030, 1, 5), date(2030, 1, 18)),
        ("FREQ=DAILY", "1990-01-01", date(2030, 3, 9), date(2030, 3, 9)),
        ("FREQ=DAILY;INTERVAL=3", "2030-03-01", date(2030, 3, 5), date(2030, 3, 7)),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", "2029-05-01", date(2030, 3, 2), date(2031, 3, 1)),
        ("FREQ=YEARLY;INTERVAL=2", "2029-05-01", date(2030, 3, 2), date(2031, 12, 31)),
        # A document of tomorrow: its first day, not one before it.
        ("FREQ=DAILY", "2030-03-10", date(2030, 3, 1), date(2030, 3, 10)),
        # Without a date, what needs none to count from.
        ("FREQ=MONTHLY;BYMONTHDAY=5", None, date(2030, 3, 6), date(2030, 4, 5)),
        ("FREQ=WEEKLY;INTERVAL=2", None, date(2030, 3, 6), None),
        ("FREQ=SECONDLY", "2030-03-04", date(2030, 3, 6), None),
        (None, "2030-03-04", date(2030, 3, 6), None),
    ],
)
def test_the_next_day_of_what_recurs(rule: str | None, begin: str | None, today: date, then: date | None) -> None:
    assert next_day(term(rule), begin, today) == then


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-2,10", "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=3;BYMONTH=2,9;BYMONTHDAY=5", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;INTERVAL=2;BYMONTHDAY=15",
    ],
)  # fmt: skip
def test_to_move_on_by_whole_intervals_changes_nothing(rule: str) -> None:
    for begin in (date(2001, 1, 31), date(2004, 2, 29), date(2010, 12, 31)):
        found = whole(rule, begin, None)
        assert found is not None
        days = rrulestr(found.rule, dtstart=datetime.combine(found.first, time()))
        for today in (begin, date(2012, 2, 29), date(2013, 3, 1), date(2016, 12, 31)):
            then = days.after(datetime.combine(today, time()), inc=True).date()
            assert next_day(term(rule), begin.isoformat(), today) == then, (begin, today)


def test_what_began_long_ago_is_not_counted_up() -> None:
    for rule in ("FREQ=MONTHLY;BYMONTHDAY=5", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5"):
        found = whole(rule, date(1905, 1, 1), None)
        assert found is not None
        assert date(2030, 3, 4) - _nearer(found, date(2030, 3, 4)) < timedelta(days=366)
        assert next_day(term(rule), "1905-01-01", date(2030, 3, 4)) == date(2030, 3, 5)
        # No paper is of the year 26.
        assert next_day(term(rule), "0026-03-04", date(2030, 3, 4)) is None


def test_what_recurs_between_two_days_comes_to_its_end() -> None:
    quarterly = term("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", start="2030-02-17", end="2031-01-31")
    assert next_day(quarterly, "2029-01-01", date(2029, 5, 1)) == date(2030, 4, 10)
    assert next_day(quarterly, "2029-01-01", date(2031, 1, 10)) == date(2031, 1, 10)
    assert next_day(quarterly, "2029-01-01", date(2031, 1, 11)) is None
    assert [over(quarterly, day) for day in (date(2031, 1, 31), date(2031, 2, 1))] == [False, True]


def shown(client: TestClient, asked: str) -> dict[str, list[str]]:
    """The cards of the board, by the heading that they stand under."""
    page = html.fromstring(client.get(f"/deadlines?{asked}", headers={"Accept-Language": "uk"}).text)
    found = {}
    for section in page.iter("section"):
        (heading,) = section.xpath("./h2")
        cards = section.xpath(".//article")
        found[" ".join(heading.text_content().split())] = [
            " ".join(" ".join(p.text_content().split()) for p in c.iter("p")) for c in cards
        ]
    return found


@pytest.fixture(scope="module")
def board(client: TestClient) -> TestClient:
    assert client.post("/v1/documents", content=PLAN.encode(), headers=WAIT).status_code == 200
    return client


def test_what_recurs_stands_where_its_next_day_falls_and_says_so(board: TestClient) -> None:
    found = shown(board, "today=2030-03-04")
    (card,) = found["Цього тижня 1"]
    assert card.startswith("05.03.2030 ↻ періодично «щомісяця до 5 числа» інформувати")
    assert [c[:10] for c in found["Цього місяця 1"]] == ["15.03.2030"]
    later = shown(board, "today=2030-03-06")
    assert [c[:10] for c in later["Пізніше 1"]] == ["05.04.2030"]
    # It is never overdue: whether it was kept the last time is not known.
    years = shown(board, "today=2034-06-03")
    assert [c[:10] for c in years["Прострочено 1"]] == ["15.03.2030"]
    assert [c[:10] for c in years["Цього тижня 0"] + years["Цього місяця 1"]] == ["05.06.2034"]


def test_what_has_no_day_has_a_place_of_its_own(board: TestClient) -> None:
    found = shown(board, "today=2030-03-04")
    constant, published = sorted(found["Без певного дня 2"], key=lambda card: "опублікування" in card)
    assert constant.startswith("«постійно» здійснювати контроль")
    assert published.startswith("«у місячний строк з дня опублікування")
    by_body = shown(board, "today=2030-03-04&by=body")
    assert len(by_body["Без певного дня 2"]) == 2
    assert any(cards and "↻ періодично" in cards[0] for name, cards in by_body.items() if "водного" in name)


def test_the_board_of_one_body_has_only_what_is_its_own(board: TestClient) -> None:
    found = shown(board, "today=2030-03-04&responsible=освіти")
    assert sum(map(len, found.values())) == 1
    assert len(found["Без певного дня 1"]) == 1


def test_the_calendar_says_the_same_day(board: TestClient) -> None:
    calendar = board.get("/v1/deadlines.ics").text
    (todo,) = (part for part in calendar.split("BEGIN:VTODO")[1:] if "RRULE" in part)
    assert "DTSTART:20300305T000000" in todo
    assert "RRULE:FREQ=MONTHLY;BYMONTHDAY=5" in todo


def test_the_store_gives_measures_by_the_kind_of_a_deadline_without_a_day(store_url: str) -> None:
    from extractor import Settings, extract

    with open_store(store_url) as store:
        store.save(extract(PLAN.encode(), name="план.txt", settings=Settings(nlp="rules")))
        asked = {
            kind: [m.number for m in store.measures(Filter(term=(kind,), open=True)).items]
            for kind in ("recurring", "permanent", "relative", "by")
        }
        assert asked == {"recurring": ["2"], "permanent": ["3"], "relative": ["4"], "by": []}
        assert [d.measure.number for d in store.deadlines(Filter(term=("permanent",))).items] == ["3"]


def test_whatever_has_no_known_day_stands_somewhere(board: TestClient) -> None:
    """A deadline whose last day a person took away, of every kind; and what recurs without a rule."""
    text = PLAN.replace("№ 57", "№ 59")
    place = board.post("/v1/documents", content=text.encode(), headers=WAIT).headers["content-location"]
    item = next(
        f"{m['id']}/deadlines/0"
        for m in board.get(place).json()["measures"]
        if m["deadlines"] and m["deadlines"][0]["kind"] == "by"
    )
    for kind in get_args(DeadlineKind):
        changes = {"kind": kind, "start": None, "end": None, "recurrence": None, "offset": None}
        answer = board.patch(
            place, json={"action": "edit", "item": item, "changes": changes}, headers={"If-Match": "*"}
        )
        assert answer.status_code == 200
        found = shown(board, "today=2030-03-04")
        (column,) = (name for name in found if name.startswith("Без певного дня"))
        assert any("захисних дамб" in card for card in found[column]), kind
    assert "чий день невідомий" in board.get("/deadlines", headers={"Accept-Language": "uk"}).text
    board.delete(place.removesuffix("/extraction"))


def test_a_deadline_of_long_ago_does_not_end_the_board(board: TestClient) -> None:
    place = board.post("/v1/documents", content=PLAN.replace("№ 57", "№ 60").encode(), headers=WAIT).headers[
        "content-location"
    ]
    item = next(
        f"{m['id']}/deadlines/0"
        for m in board.get(place).json()["measures"]
        if m["deadlines"] and m["deadlines"][0]["kind"] == "recurring"
    )
    changes = {"start": "0999-01-01", "end": "0999-12-31"}
    board.patch(place, json={"action": "edit", "item": item, "changes": changes}, headers={"If-Match": "*"})
    assert board.get("/deadlines").status_code == 200
    assert "UNTIL=09991231T235959" in board.get("/v1/deadlines.ics").text.replace("\r\n ", "")
    board.delete(place.removesuffix("/extraction"))


LONG = "ВЕРБІВСЬКА РАЙОННА РАДА\n\nРІШЕННЯ\n\n04 березня 2020 року № 58\n\nПро школи\n\n{}\n\nГолова Олена СТЕЦЬ\n"


def test_what_a_column_leaves_out_is_a_click_away(client: TestClient) -> None:
    """Of fifty that are overdue forty are shown; all on demand; by body each is counted."""
    items = "\n".join(f"{n}. Відділу освіти до {n % 28 + 1:02d}.04.2020 оглянути школу № {n}." for n in range(1, 51))
    client.post("/v1/documents", content=LONG.format(items).encode(), headers={**WAIT, "X-Filename": "long.txt"})
    asked = {"today": "2020-06-01", "responsible": "відділ освіти"}
    cards = "//section[@class='column overdue']/article"
    page = html.fromstring(client.get("/deadlines", params=asked).text)
    assert len(page.xpath(cards)) == 40
    (link,) = page.xpath("//section[@class='column overdue']/p/a")
    assert "і ще 10" in link.getparent().text_content()
    whole_column = html.fromstring(client.get("/deadlines" + link.get("href").partition("#")[0]).text)
    assert len(whole_column.xpath(cards)) == 50
    by_body = html.fromstring(client.get("/deadlines", params={**asked, "by": "body"}).text)
    (heading,) = (h for h in by_body.xpath("//section/h2") if "Відділ освіти" in h.text_content())
    assert heading.xpath("span/text()") == ["50"]
    assert "Рішення № 58 від 04.03.2020" in page.text_content()
