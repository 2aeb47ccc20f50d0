"""iCalendar (RFC 5545): each open deadline a to-do with its day, recurrence, reminder, measure and parties.

Nothing comes from the clock: a to-do's stamp is the document's date, and its UID says the document and the place of
the measure and the deadline in its text, so that a calendar that is fetched again changes its entries in place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from uuid import NAMESPACE_URL, uuid5

from extractor.export.options import Options, document_id
from extractor.export.recurrence import whole
from extractor.export.rows import figure_text
from extractor.export.texts import legal, line
from extractor.schema.due import day, due
from extractor.version import __version__

if TYPE_CHECKING:
    from icalendar import Todo

    from extractor.schema.contract import Deadline, Extraction, Measure, Party, Span

NAME: Final = "icalendar"
MEDIA_TYPE: Final = "text/calendar"
EXTENSION: Final = "ics"

#: The stamp of a document without a date.
_NO_DATE: Final = date(1970, 1, 1)
#: Characters of a to-do's title; the whole text stands in the description.
_TITLE: Final = 120
_WORDS: Final = {
    "uk": {
        "name": "Строки заходів",
        "responsible": "Відповідальні",
        "deadline": "Строк",
        "document": "Документ",
        "figures": "Показники",
        "no": "№",
        "from": "від",
        "page": "стор.",
        "consent": "за згодою",
    },
    "en": {
        "name": "Deadlines of measures",
        "responsible": "Responsible",
        "deadline": "Deadline",
        "document": "Document",
        "figures": "Figures",
        "no": "No.",
        "from": "of",
        "page": "p.",
        "consent": "by consent",
    },
}


def write(extractions: Iterable[Extraction], stream: BinaryIO, options: Options) -> None:
    """A calendar of all deadlines of measures that are not done, one document in memory at a time."""
    words = _WORDS[options.language]
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Vytiah//vytiah {__version__}//{options.language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{words['name']}",
    )
    stream.write("".join(f"{x}\r\n" for x in head).encode())
    for extraction in extractions:
        for todo in todos(extraction, options):
            stream.write(todo.to_ical())
    stream.write(b"END:VCALENDAR\r\n")


def todos(extraction: Extraction, options: Options) -> Iterator[Todo]:
    """The to-dos of one document, in reading order."""
    taken: Counter[str] = Counter()
    for measure in extraction.measures:
        if measure.status == "done":
            continue
        for deadline in measure.deadlines:
            place = f"{_start(measure.evidence)}-{_start(deadline.evidence)}"
            taken[place] += 1
            again = f"-{taken[place]}" if taken[place] > 1 else ""
            yield _todo(f"{document_id(extraction)}-{place}{again}@vytiah", extraction, measure, deadline, options)


def _todo(uid: str, extraction: Extraction, measure: Measure, deadline: Deadline, options: Options) -> Todo:
    from icalendar import Todo

    stamp = datetime.combine(day(extraction.document.date) or _NO_DATE, time(), UTC)
    todo = Todo()
    todo.add("uid", uid)
    todo.add("dtstamp", stamp)
    title = _shortened(line(measure.text))
    todo.add("summary", title)
    todo.add("description", _description(extraction, measure, deadline, _WORDS[options.language]))
    todo.add("status", "IN-PROCESS" if measure.status == "ongoing" else "NEEDS-ACTION")
    todo.add("categories", [measure.type])
    for party in measure.responsible:
        todo.add("attendee", _attendee(party), encode=False)
    stands = next(iter([*deadline.evidence, *measure.evidence]), None)
    address = options.link(extraction, stands.page if stands else None)
    if address:
        todo.add("url", legal(address))
    if _set_days(todo, deadline, extraction.document.date) and options.alarm_days is not None:
        todo.add_component(_alarm(title, options.alarm_days))
    return todo


def _set_days(todo: Todo, deadline: Deadline, document_date: str | None) -> bool:
    """Put the days to a to-do; False where the document alone does not say by which day it is due.

    A recurring one needs a beginning: its own, or the document's date."""
    from icalendar import vRecur

    if deadline.kind == "recurring" and deadline.recurrence:
        begin = day(deadline.start) or day(document_date)
        found = whole(deadline.recurrence, begin, day(deadline.end)) if begin else None
        if found is None:
            return False
        # DUE must be later than DTSTART, and of its type: the day from midnight to its last second, in local time.
        todo.add("dtstart", datetime.combine(found.first, time()))
        todo.add("due", datetime.combine(found.first, time(23, 59, 59)))
        todo.add("rrule", vRecur.from_ical(found.rule))
        return True
    last, first = due(deadline, document_date), day(deadline.start)
    if last is None:
        return False
    if first is not None and first < last:
        todo.add("dtstart", first)
    todo.add("due", last)
    return True


def _alarm(text: str, days: int) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -timedelta(days=days), parameters={"RELATED": "END"})
    return alarm


def _attendee(party: Party) -> Any:
    """The party by its name. Nobody's address is known, so that no calendar writes letters: the URI is of the name."""
    from icalendar import vCalAddress

    attendee = vCalAddress(f"urn:uuid:{uuid5(NAMESPACE_URL, 'vytiah:party:' + party.name)}")
    attendee.params["CN"] = line(party.name)
    attendee.params["CUTYPE"] = "INDIVIDUAL" if party.kind in ("person", "official") else "GROUP"
    attendee.params["ROLE"] = "NON-PARTICIPANT" if party.role == "controller" else "REQ-PARTICIPANT"
    return attendee


def _description(extraction: Extraction, measure: Measure, deadline: Deadline, words: dict[str, str]) -> str:
    head = extraction.document
    figures = {f.id: f for f in extraction.figures}
    card = [
        head.title or "",
        f"{words['no']} {head.number}" if head.number else "",
        f"{words['from']} {head.date}" if head.date else "",
        head.issuer.name if head.issuer else "",
        extraction.source.filename or "",
        f"{words['page']} {measure.evidence[0].page}" if measure.evidence and measure.evidence[0].page else "",
    ]
    said = [
        f"{measure.number}. {measure.text}" if measure.number else measure.text,
        _told(words["deadline"], [deadline.text]),
        _told(words["responsible"], [_party(p, words) for p in measure.responsible]),
        _told(words["figures"], [figure_text(figures[i]) for i in measure.figure_ids if i in figures]),
        _told(words["document"], [", ".join(filter(None, card))]),
    ]
    return "\n".join(line(s) for s in said if s)


def _party(party: Party, words: dict[str, str]) -> str:
    return f"{party.name} ({words['consent']})" if party.by_consent else party.name


def _told(what: str, values: list[str]) -> str:
    text = "; ".join(v for v in values if v)
    return f"{what}: {text}" if text else ""


def _shortened(text: str) -> str:
    return text if len(text) <= _TITLE else text[: _TITLE - 1].rstrip() + "…"


def _start(spans: list[Span]) -> int | str:
    return spans[0].start if spans else "x"
