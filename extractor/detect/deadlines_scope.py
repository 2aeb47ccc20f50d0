"""Which times of a running text are the time of its action, rather than of an act that it cites, of a title, of the
thing that it is about."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, Literal

from extractor.detect.deadlines_calendar import Reading

TextMode = Literal["act", "report"]

_NUMBER_AFTER: Final = re.compile(r"[ ,]{0,3}(?:до )?(?:№|n ?\d|n ?°)")
_TOPIC: Final = re.compile(
    r"(?<![\w'])(?:щодо|стосовно|про|об|о(?! ?\d)|относительно|з питань|із питань|по вопросам"
    r"|по вопросу|з питання|на тему"
    r"|присвячен\w+|посвящ[её]нн\w+|за підсумками|по итогам|підсумки|итоги)(?= )"
)
_VERB: Final = re.compile(
    r"(?<![\w'])[а-яіїєґ']{2,}(?:ано|ено|ито|ято|уто|ався|ались|алися|алась|алося|ться|тся"
    r"|лося|лася|лися|вся|лся|лась|лись)(?![\w'])"
)
_INFINITIVE: Final = re.compile(r"(?<![\w'])[а-яіїєґ']{2,}(?:ти|тися|ть|ться|сти|чь|зти|йти)(?![\w'])")
_DUTY: Final = re.compile(
    r"(?<![\w'])[а-яіїєґ']{2,}(?:ти|тися|ать|ить|еть|ять|уть|ться|сти)(?![\w'])"
    r"|(?<![\w'])(?:має|мають|повин|зобов|долж|обязан|необхідно|потрібно|слід)"
)
_APPROVES: Final = re.compile(
    r"(?<![\w'])(?:затверд|схвал|погод(?:ити|жу)|утверд|одобр|соглас|внести (?:зміни|изменения)"
    r"|викласти|изложить|визнати|признать|продовж|продл)"
)
_PROGRAMME: Final = re.compile(r"(?<![\w'])(?:програм|програ|стратег|прогноз|концепц|план|період|период|бюджет)")
#: «план роботи до кінця року»: the plan's time, not that of its approval.
_PLANNED: Final = re.compile(
    r"(?<![\w'])(?:план|програм|програ|стратег|прогноз|концепц|бюджет|графік|график)[а-яіїєґ']*"
    r"(?: [а-яіїєґ']+){0,2} ?\Z"
)
#: A clause that tells of some thing, not of the action: «…, яку рада у 2010 році віддала …», «…, созданный в …».
_ASIDE: Final = re.compile(
    r", ?(?:(?:у|в|до|з|с|на|для|за|при|по|від|от) )?(?:як(?:ий|а|е|і|у|ого|ої|их|им|ій|ою|ому)|котор[а-я]{2,3}"
    r"|[а-яіїєґ']{3,}(?:(?:ен|ан|нят|ит)(?:ий|ого|ому|им|ої|ій|ою|их|ими|а|у|і)"
    r"|(?:енн|анн|янн|ённ|нят|ит)(?:ый|ого|ому|ым|ой|ую|ая|ое|ые|ых|ыми)"
    r"|[уюая]щ(?:ий|его|ему|им|ей|ую|ая|ее|ие|их|ими)(?:ся)?))(?![\w'])[^,;:]*\Z"
)
#: An aside of what somebody is doing, «лицам, проживающим в доме до 1 мая»: only «с», «по» and «в» in it are its own.
_DOING: Final = re.compile(r", ?(?:[а-я]{1,3} )?[а-яё]+[уюая]щ[а-я]{2,3}(?:ся)?(?![\w'])")
#: «смотр, посвящённый юбилею школы, …»: to what it is dedicated; «с 14 по 22 марта» behind that is when it is held.
_DEDICATED: Final = re.compile(r", ?(?:посвящ[её]нн|присвячен)")
#: «поширюється на правовідносини, що виникли з 1 січня»: what the act reaches back to, not when it is in force.
_REACHES_BACK: Final = re.compile(
    r"(?:поширю|розповсюджу|распростран)[а-яіїєґ]+ [^;]*\Z|прав(?:овідносин|оотношени)[а-яіїєґ]+[^;]*\Z"
)
#: «звіт за період з січня по травень»: what is accounted for, not when the account is given.
_ACCOUNTED: Final = re.compile(r"(?<![\w'])за (?:[а-яіїє']+(?:ий|ный) )?(?:період|период),? ?\Z")
#: «…, крім пункту 3, який набирає чинності з 1 січня 2012 року»: the aside has a term of the act itself.
_COMES_INTO_FORCE: Final = re.compile(r"(?:набира|набер|вступа|вступ[ия]т|ввод[ия]т|вводиться)[^,;:]*\Z")
#: «за минулий тиждень (з 3 до 9 травня)»: brackets that say which days a week, a month or a period was.
_EXPLAINED: Final = re.compile(
    r"(?<![\w'])(?:за|протягом|упродовж|впродовж|на протязі|в течение|на протяжении) (?:[а-яіїєґ'-]+ ){0,3}"
    r"(?:період[уі]?|тиждень|тижня|місяць|місяця|декад[уи]|період|период[ае]?|недел[юи]|месяц[ае]?)"
    r"(?: [а-яіїєґ'-]+){0,3} ?\((?:період |период )?(?:(?:[зс]|із) ?)?\Z"
)
#: A limit, not a duty: «не частіше ніж раз на тиждень».
_AT_MOST: Final = re.compile(r"не (?:частіше|чаще|більше|больше)(?: ніж| чем| як)? ?\Z")
#: An act that comes into force on a day is in force from that day on.
_FROM_THAT_DAY: Final = re.compile(
    r"(?:(?:набира|набер|набува)[а-яіїєґ]+ (?:законної )?(?:чинност|сили)[а-яіїєґ]*"
    r"|вступ[а-яіїєґ]+ (?:в|у) (?:законную )?силу|(?:ввод|введ|ввест)[а-яіїєґ]* (?:в|у) (?:дію|действие))[ ,]*\Z"
)
_APPOINTS: Final = re.compile(r"(?<![\w'])(?:признач|назнач|перенес|заплан|запланир|скликат|созват)")
_PLANS_ON: Final = re.compile(r" {0,2}(?<![\w'])(?:заплан|запланир|намічен|намеч|планується|планиру[ею]тся|планують)")
_OPENING: Final = re.compile(r"[\s\"«(–-]*(?:[а-яіїєґ'-]+[,:]? ?){0,3}\Z")
#: Where a clause is over.
_CLOSING: Final = re.compile(r" ?(?:[.;,()\n]|\Z|(?:та|і|й|и) [а-яіїєґ']+(?:ти|тися|ть|ться|сти)(?![\w']))")
_PURPOSE: Final = re.compile(
    r"(?<![\w'])(?:до|для|к|ко|про|на) "
    r"[а-яіїєґ']+(?:ння|нню|нням|тя|ттю|ния|нию|ние|тия|тию|ций|цію|ції|цию|ции)(?![\w'])[^,;:]*\Z"
)
#: A second time that goes with the first: in a mere list, or after «, а», «та».
_LISTED: Final = re.compile(r" ?(?:,|;|-|та|і|й|и) ?(?:а|і|й|та|и|далі|далее)? ?\Z")
_COORDINATED: Final = re.compile(
    r"(?:[,;-] ?(?:а|і|й|та|и|потім|затем|далее|далі|но|але)|(?<!\w)(?:та|і|й|и)|;) {1,2}\Z"
)


def keep(readings: list[Reading], low: str, start: int, mode: TextMode) -> list[Reading]:
    """The readings that say when the action of low[start:…] is to be, is or was done."""
    quoted = _Quotes(low, start)
    if mode == "act":
        kept = [r for r in readings if _is_free(r, low, start, quoted) and _is_term_of_act(r, low, start)]
        return [_from_then_on(r, low) for r in kept]
    out: list[Reading] = []
    for reading in readings:
        if not (_is_free(reading, low, start, quoted) and _is_told(reading, low, start)):
            continue
        if out and _is_day_within(reading, out[-1]):
            out[-1] = reading
            continue
        recurs = out and "recurring" in (reading.deadline.kind, out[-1].deadline.kind)
        if not out or recurs or reading.item == out[-1].item or _is_coordinated(reading, out[-1], low):
            out.append(reading)
    return out


def _is_day_within(reading: Reading, previous: Reading) -> bool:
    """«У рамках року культури у 2021 році відділ організує 29 серпня 2021 року …»: the day inside a year or a quarter
    that only frames it."""
    day, frame = reading.deadline, previous.deadline
    if day.precision != "day" or frame.precision not in ("year", "half_year", "quarter") or day.kind != "on":
        return False
    return (
        frame.start is not None
        and frame.end is not None
        and day.start is not None
        and frame.start <= day.start <= frame.end
    )


def _from_then_on(reading: Reading, low: str) -> Reading:
    """«вступает в силу 1 января»: a beginning without an end."""
    if reading.deadline.kind != "on" or not _FROM_THAT_DAY.search(low[max(0, reading.start - 60) : reading.start]):
        return reading
    return replace(reading, deadline=replace(reading.deadline, end=None))


class _Quotes:
    """Where in a text quotation marks and brackets are open."""

    def __init__(self, low: str, start: int) -> None:
        self.low, self.start = low, start

    def open_at(self, at: int) -> bool:
        """Is low[at] inside a quotation?"""
        before = self.low[self.start : at]
        return before.count("«") > before.count("»") or before.count('"') % 2 == 1

    def in_brackets(self, at: int) -> bool:
        """Is low[at] inside brackets?"""
        before = self.low[self.start : at]
        return before.count("(") > before.count(")")


def _is_free(reading: Reading, low: str, start: int, quoted: _Quotes) -> bool:
    """Not part of a title, a citation or an aside."""
    if reading.marker == "of_act":
        return False
    if reading.marker == "other" and not _is_appointed(reading, low, start):
        return False
    if reading.deadline.kind == "recurring" and _AT_MOST.search(low[max(start, reading.start - 20) : reading.start]):
        return False
    if quoted.open_at(reading.start):
        return False
    dated = reading.deadline.kind in ("on", "during", "by")
    if dated and _NUMBER_AFTER.match(low, reading.end):
        return False
    if dated and reading.marker not in ("by", "by_end") and _in_aside(reading, low, start):
        return False
    if quoted.in_brackets(reading.start):
        terms = reading.deadline.kind in ("by", "recurring", "relative", "permanent") and start < reading.start
        return terms or _explains(reading, low, start)
    return True


def _explains(reading: Reading, low: str, start: int) -> bool:
    """Are these the days of a time named before the brackets that they stand in?"""
    if reading.deadline.kind != "during" or reading.deadline.precision != "day":
        return False
    return _EXPLAINED.search(low[max(start, reading.start - 90) : reading.start]) is not None


def _in_aside(reading: Reading, low: str, start: int) -> bool:
    """Does it say when some thing came to be that the clause only mentions?"""
    aside = _ASIDE.search(low[max(start, reading.start - 200) : reading.start])
    if aside is None or (_DEDICATED.match(aside.group()) and _is_stretch(reading)):
        return False
    if _DOING.match(aside.group()) and reading.deadline.kind == "by":
        return False
    return reading.marker not in ("from", "from_start") or _COMES_INTO_FORCE.search(aside.group()) is None


def _is_appointed(reading: Reading, low: str, start: int) -> bool:
    """«призначити засідання на 15 липня», «на листопад заплановано ярмарок»: the one «на» that says when."""
    if low[reading.start : reading.at].strip() != "на":
        return False
    before = low[start : reading.start]
    if _PLANS_ON.match(low, reading.end) or _PLANS_ON.search(before[-40:]):
        return True
    return reading.deadline.kind == "on" and bool(_APPOINTS.search(before))


def _is_term_of_act(reading: Reading, low: str, start: int) -> bool:
    deadline, before = reading.deadline, low[start : reading.start]
    if _REACHES_BACK.search(before[-160:]) or (_is_stretch(reading) and _ACCOUNTED.search(before[-40:])):
        return False
    if deadline.kind == "permanent":
        return bool(_INFINITIVE.search(low[reading.end : reading.end + 30]) or _INFINITIVE.search(before[-30:]))
    if deadline.kind in ("recurring", "relative") or reading.marker in ("from", "from_start"):
        return True
    approves = bool(_APPROVES.search(before))
    if reading.marker in ("by", "by_end", "by_start"):
        return deadline.precision == "day" or not (approves or _PROGRAMME.search(before))
    if approves or _is_topic(before):
        return False
    if reading.marker == "during" or deadline.precision == "day":
        return True
    return reading.marker == "in" and _is_in_time(reading, low, before)


def _is_stretch(reading: Reading) -> bool:
    """«з січня по травень»: days with a beginning, rather than a limit or a term."""
    return reading.deadline.kind == "during" and reading.marker in ("from", "from_start")


def _is_in_time(reading: Reading, low: str, before: str) -> bool:
    """«У березні провести …», «провести у березні …», «придбати сканери у І кварталі.»: the month or quarter in which
    something is to be done, not that of what it is about."""
    if _OPENING.match(before) or _INFINITIVE.search(before[-16:]):
        return True
    return reading.deadline.precision != "year" and bool(_CLOSING.match(low, reading.end)) and _acts_on(before)


def _acts_on(before: str) -> bool:
    """Is it a clause with an infinitive, and do these words not end inside the purpose or the time of another thing
    («підготуватися до проведення виборів у жовтні»)?"""
    return _INFINITIVE.search(before) is not None and _PURPOSE.search(before[-60:]) is None


def _is_told(reading: Reading, low: str, start: int) -> bool:
    deadline, before = reading.deadline, low[start : reading.start]
    if deadline.kind in ("permanent", "recurring"):
        return deadline.kind == "recurring"
    if deadline.kind == "relative":
        return bool(
            _DUTY.search(low[reading.end : reading.end + 60]) and (deadline.offset or "").endswith(("D", "M", "H"))
        )
    if reading.marker in ("by", "by_end", "by_start"):
        if deadline.precision != "day" and _PLANNED.search(before[-40:]):
            return False
        return deadline.precision != "year" or reading.marker == "by_end"
    if reading.marker in ("from", "from_start", "other"):
        return True  # "other" has passed _is_appointed
    return _is_time_of_report(reading, low, before)


def _is_time_of_report(reading: Reading, low: str, before: str) -> bool:
    """In which days, month or year something was done, rather than the time of what it is about."""
    if reading.deadline.precision != "day" and _is_topic(before):
        return False
    if reading.marker in ("during", "in"):
        return True
    if reading.marker == "over":
        return len(before.split()) <= 1 or bool(_VERB.match(low[reading.end : reading.end + 40].lstrip(" ,")))
    return reading.deadline.precision == "day" or bool(_OPENING.match(before) and len(before.split()) <= 1)


def _is_topic(before: str) -> bool:
    """Do these words end inside what something is about («нараду щодо роботи у …»)? A title that has been closed is
    over."""
    topics = [m.end() for m in _TOPIC.finditer(before)]
    rest = before[topics[-1] :] if topics else ""
    if rest.count("»") > rest.count("«") or rest.count('"') % 2:
        return False
    return bool(topics) and not re.search(r"[,;:.]|\s-\s", rest) and not _VERB.search(rest)


def _is_coordinated(reading: Reading, previous: Reading, low: str) -> bool:
    """A second time beside the first: «з 1 липня …, а з 1 жовтня …»."""
    same = (reading.marker in ("from", "by")) == (previous.marker in ("from", "by"))
    gap = low[previous.end : reading.start]
    return same and bool(_LISTED.match(gap) or _COORDINATED.search(gap))
