"""Terms: «у двомісячний строк з дня опублікування», «протягом 10 днів»."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from extractor.detect.deadlines_calendar import Line, Reading, deadline_of
from extractor.detect.deadlines_marks import Mark
from extractor.normalize.dates import Days
from extractor.schema.analysis import DateContext
from extractor.schema.facts import Anchor, Deadline

#: What opens a term: the words before a duration.
_TERM_OPENS: Final = re.compile(
    r"(?<![\w'])(?:протягом|упродовж|впродовж|на протязі|в течение|на протяжении|через|по истечении|після закінчення"
    r"|(?:у|в) (?:строк|термін|срок),?(?: до| не більше| не более| не пізніше| не позднее| у| в)?(?: ніж)?"
    r"|в пределах|у межах"
    r"|не (?:пізніше|позднее|позже)(?: ніж| як| чем)?(?: через| за| в течение| протягом)?"
    r"|(?:строк|термін|срок)(?:ом|у)? (?:до|не більше|не более|виконання -)|у|в)"
    r"[ ,]{0,3}(?:перших |первых |наступних |следующих )?\Z"
)
_ANCHOR: Final = re.compile(
    r"[ ,]{0,3}(?:робочих |рабочих )?(?:(?:з|із|від|от|со|с)(?: наступного| следующего)?"
    r" (?:дня|дати|моменту|даты|момента|часу)|(?:після|после)(?: дня| дати| даты)?|його|її|за днем|за днём)?[ ,]{0,3}"
    r"(?:його|її|їх|его|её|ее|дня|днем)? ?(?:офіційн\w+ |официальн\w+ )?(?P<event>[а-яіїєё']+)"
    r"(?:(?P<this> (?:настоящего|данного|этого|цього|цієї|даного|даної))? (?:постановления|распоряжения|приказа|"
    r"решения|закона|указа|договора|соглашения|протокола|постанови|розпорядження|наказу|рішення|закону|указу|договору|угоди|протоколу)"
    r"(?!\w)(?(this)|(?= ?(?:[^\w ]|\Z|[а-яіїєґ']+(?:ти|тися|ть|ться|чь)(?![\w'])))))?"
)
_STARTS: Final = re.compile(r"[ ,]{0,3}(?:з|із|від|от|со|с|після|после)(?= )")
_PUBLISHED: Final = ("опубл", "публік", "публик", "оприлюд", "обнарод")
_SIGNED: Final = ("підпис", "подпис", "прийнят", "принят", "видан", "издан", "затвердж", "утвержд")
#: Days between which a report's months are counted from January: «за 7 місяців».
_OVER_MONTHS: Final = re.compile(r"P(\d{1,2})M\Z")


def read_term(line: Line, mark: Mark, at: int) -> list[Reading]:
    """What a duration says: nothing where no word makes it a term («строком на 3 роки», «досвід 5 років»)."""
    low, start = line.low, line.start
    before = low[max(start, mark.start - 50) : mark.start]
    opens = _TERM_OPENS.search(before)
    months = _OVER_MONTHS.match(mark.value or "")
    if line.mode != "act" and months and re.search(r"(?<!\w)за (?:перші |первые )?\Z", before):
        return _over_months(mark, int(months.group(1)), at, line.context)
    whole = mark.rule in ("term", "next_day")
    if opens is None and not (whole or line.mode == "cell"):
        return []
    if opens is not None and opens.group().strip() in ("у", "в") and not whole:
        return []
    begin = mark.start if opens is None else max(start, mark.start - 50) + opens.start()
    end, anchor = _anchored(low, mark)
    deadline = Deadline("relative", offset=mark.value, anchor=anchor, spans=((begin, end),), rule=mark.rule)
    return [Reading(begin, end, mark.start, "during", deadline, item=at)]


def is_term(low: str, start: int, end: int) -> bool:
    """Is low[start:end] a length of time that runs from some event?"""
    opened = _TERM_OPENS.search(low[max(0, start - 40) : start])
    return bool(opened and _STARTS.match(low, end) and _ANCHOR.match(low, end))


def _anchored(low: str, mark: Mark) -> tuple[int, Anchor]:
    """Where a term with the event it runs from ends, and that event's kind."""
    match = _ANCHOR.match(low, mark.end, mark.end + 120)
    if match is None or not (_STARTS.match(low, mark.end) or mark.rule == "next_day"):
        return mark.end, "document_date"
    word = match["event"]
    if word.startswith(_PUBLISHED):
        return match.end(), "publication"
    return match.end(), "document_date" if word.startswith(_SIGNED) else "event"


def _over_months(mark: Mark, months: int, at: int, context: DateContext) -> list[Reading]:
    """«За 7 місяців»: from January on, of the last year in which they are over when the document is written."""
    if context.document_date is None or not 1 <= months <= 12:
        return []
    told = date.fromisoformat(context.document_date)
    days = Days("month", (1, 1), (months, 0))
    choices = [b for y in (told.year, told.year - 1) if (b := days.bounds(y)) and b[1] < told]
    if not choices:
        return []
    deadline = deadline_of("over", replace(days, year=choices[0][0].year), choices[0], (mark.start, mark.end), "months")
    return [Reading(mark.start, mark.end, mark.start, "over", replace(deadline, score=0.8), at)]
