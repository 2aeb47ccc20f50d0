"""The head of an act or letter: who issues, what kind, number and date, to whom, about what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.data import load
from extractor.layout import zones_aside, zones_message
from extractor.layout.zones_address import DATIVE, SALUTATION, SENDER, addressed, is_addressed, is_rest
from extractor.layout.zones_view import (
    CARRIES_ON,
    DATE,
    DATED_PLACE,
    GROUNDS,
    LABEL,
    NAME_ALONE,
    NUMBER,
    PLACE,
    REQUISITE,
    Roles,
    View,
    kind_of,
    operative,
    unspaced,
)
from extractor.schema.outline import ParagraphRole

REPLY: Final = re.compile(
    r"на\s?(?:ваш\s)?(?:№|N)\s?\S+.{0,60}(?:від|от)\b|на (?:ваш )?(?:лист|письмо) (?:від|от|№)", re.IGNORECASE
)
#: A line that ends with «2021 р.», which is no end of a sentence.
_YEAR_LAST: Final = re.compile(r"\d\d\s?[рг]\s?\.\Z")
ABOUT: Final = re.compile(
    r"[*©«\"]?\s?(?:(?:про|о|об|обо|щодо|стосовно|относительно|по вопросу)\s"
    r"(?!це\b|цьому|те,|тому,|этом|том,|існуванн)|(?:деякі|окремі|некоторые|отдельные)\s(?:питання|вопросы)\s)",
    re.IGNORECASE,
)
#: «Питання …» and «Вопросы …» are titles of acts; elsewhere they open sentences.
_MATTERS: Final = re.compile(r"(?:питання|вопросы)\s[а-яіїєґА-ЯІЇЄҐ]", re.IGNORECASE)
#: The noun of an action; those that bodies are called by look alike.
_ACTION: Final = re.compile(
    r"(?!(?:управлі|правлі|відділе|об'єдна|поселе|управле|правле|отделе|объедине|поселе|учрежде|заведе)н)"
    r"[А-ЯІЇЄҐЁ][а-яіїєґё'-]{2,20}(?:ання|яння|ення|іння|ття|ание|ение|ация|ація|изация)\s",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"\bтел\b|\bтелефон|\bфакс|e\s?-?\s?mail|@|\bвул\.|\bул\.|\bєдрпоу|\bинн\b|\bіндекс|\b\d{5,6},|www\.", re.IGNORECASE
)
NOISE: Final = re.compile(
    r"про[єе]кт\s*\Z|копі?я\s*\Z|україна\s*\Z|украина\s*\Z|для службового|для служебного|вноситься\b.{0,60}|"
    r"(?:дуже )?терміново\s?!?\Z|(?:весьма )?срочно\s?!?\Z|невідкладно\Z|конфіденційно\Z|"
    r"зареєстровано (?:в|у) (?:міністерств|мін'?юст|головн)|"
    r"зарегистрирован\w{0,2} в (?:министерств|минюст|нрпа|(?:национальном|государственном|едином) реестре)|"
    r"електронною поштою|факсом|за списком|по списку|(?:від|от|№)\s*\Z",
    re.IGNORECASE,
)
_PASSED: Final = re.compile(
    r"[({]?\s?(?:принят|одобрен|прийнят|схвален|(?:у|в) ?(?:ред\.|редакції|редакции)|із змінами|зі змінами|"
    r"с изменениями|список изменяющих|відомості верховної|"
    r"(?:наказ|постанов[аоу]|закон|указ|розпорядження|рішення|порядок|положення|приказ|"
    r"постановление|распоряжение|решение)\s(?:втра|утра)\w+\s(?:чинність|силу))",
    re.IGNORECASE,
)
_SESSION: Final = re.compile(
    r"\(?(?:[\w'-]+ ){0,3}(?:сесія|сессия|скликання|созыв|засідання|заседание)\b", re.IGNORECASE
)
_OBLAST: Final = re.compile(
    r"[А-ЯІЇЄҐЁ][\w'-]+(?:ської|ской|ского|ого|го) (?:області|обл\.?|області|области|району|района|края)\s*\Z"
)
_ONE_WORD: Final = re.compile(r"[А-ЯІЇЄҐЁ][а-яіїєґё'-]{3,20}\s*\Z")
#: Whose act it is, under or behind the word for its kind.
_GENITIVE: Final = re.compile(
    r"(?:голови|начальника|керівника|директора|глав[ыи]|губернатора|президента|администрации|адміністрації|ради|совета|"
    r"думы|міністра|министра|министерства|міністерства|правительства|виконавчого|департаменту|управління|україни|украины|"
    r"(?:республики|города)\s[\w-]+|российской\sфедерации|"
    r"(?:[\w'-]+(?:ої|ого|ой|их) ){1,4}(?:ради|района|адміністрації|думы|администрации|совета|району|голови|"
    r"комітету|области|края))\b",
    re.IGNORECASE,
)
_BODIES: Final = load("head")["bodies"]
BODY: Final = re.compile(r"\b(?:" + "|".join(" ".join(_BODIES.values()).split()) + r")\b", re.IGNORECASE)
_AMENDED: Final = re.compile(r"\(\s?в ред")
#: The name of an authority that also opens the statement of grounds, alone in its line: a letterhead.
_AUTHORITY: Final = re.compile(
    r"(?:кабінет міністрів|верховна рада)(?: україни| автономної республіки крим)?\s?\Z", re.IGNORECASE
)
#: A paper of these kinds has no «Про …» clause: the word for the kind begins its title.
_NAME_MARKED: Final = re.compile(r"\([^()]{2,60}\)\Z|[«\"][^«»\"]{2,100}(?:«[^«»]+)?[»\"]{1,2}\Z")
_NAMED_BY_TITLE: Final = ("plan", "report", "other", "letter")
#: Of whose sitting minutes are, under the word for them.
SITTING: Final = re.compile(
    r"(?:(?:позачергов|чергов|спільн|розширен|внеочередн|очередн|совместн|расширенн|апаратн|оперативн|робоч|рабоч)\w+\s|"
    r"[\dIVXІХ]+(?:-\w+)?\s)*(?:засідання|наради|сесії|зборів|заседания|совещания|сессии|собрания|конференції|конференции|"
    r"слухань|слушаний)\b",
    re.IGNORECASE,
)
#: Who was there and what was on the agenda: the head of minutes ends above it.
_OPENS_MINUTES: Final = re.compile(
    r"(?:головува|присутн|запрошен|головуюч|голова\b.{0,40}:|голова\s?[-:]|секретар|председательств|присутств|приглаш|"
    r"председатель\s?[-:]|слухали|слушали|порядок денний|повестка)",
    re.IGNORECASE,
)
#: A letter named with whose it is, its date and its number: «Письмо Департамента торговли от 1 марта 2019 г. N 12-5».
_NUMBERED: Final = re.compile(
    rf"\s(?:(?:від|от)\s(?:{DATE})[\s,]{{1,3}}(?:{NUMBER})|(?:{NUMBER})[\s,]{{1,3}}(?:(?:від|от)\s)?(?:{DATE}))\s?\Z",
    re.IGNORECASE,
)
#: The head of a document is at most so many paragraphs long.
_LONGEST: Final = 40


def mark(views: Sequence[View], roles: Roles, first: int, stop: int) -> int:
    """Sets the roles of the head's paragraphs in views[first:stop]; gives the index where the body begins."""
    seen_kind = minutes = False
    i = zones_message.mark(views, roles, first, stop)
    if i > first:
        return i
    end = min(stop, first + _LONGEST)
    while i < end:
        view = views[i]
        if roles[i] != "body":
            seen_kind = seen_kind or roles[i] == "kind"
            i += 1
            continue
        aside, after = zones_aside.read(views, i, stop)
        if aside is not None:
            roles[i:after] = [aside] * (after - i)
            i = after
            continue
        if _ends_head(view):
            break
        kind = kind_of(view.line)
        if kind is not None and not seen_kind and _names_kind(view, kind):
            seen_kind = True
            i = _kind_lines(views, roles, i, end)
            if roles[i - 1] == "title":
                break
            minutes = kind[0] == "protocol"
            continue
        if minutes and _OPENS_MINUTES.match(view.line):
            break
        if _is_title(views, roles, i, stop, seen_kind=seen_kind):
            _addressees(views, roles, first, i)
            letter = _is_letter(views, roles, first, i, stop)
            after = _title_lines(views, roles, i, stop, letter=letter)
            return _addressees_below(views, roles, after, stop) if letter else after
        role = _line_role(view, roles[i - 1] if i > first else None)
        if role is None and _wrapped(views, roles, first, i):
            role = "letterhead"
        if role is None:
            break
        roles[i] = role
        i += 1
    return _closed(views, roles, first, i)


def _closed(views: Sequence[View], roles: Roles, first: int, i: int) -> int:
    """Whether views[first:i], which have no title, are a head: something shows it, or the greeting below the names of
    those addressed does. Gives the index where the body begins."""
    greeted = i < len(views) and roles[i] == "body" and SALUTATION.match(views[i].line) is not None
    named = greeted and any(roles[k] == "letterhead" and DATIVE.match(views[k].line) for k in range(first, i))
    if not named and not any(_is_sign(views[k], roles[k]) for k in range(first, i)):
        roles[first:i] = ["body" if r == "letterhead" else r for r in roles[first:i]]
        return first
    _addressees(views, roles, first, i, greeted=greeted)
    return i


def _is_sign(view: View, role: ParagraphRole) -> bool:
    """Does this line show that the document has a head at all? A name or a headline alone does not."""
    if role == "letterhead":
        return _is_head(view) and bool(BODY.search(view.line) or _CONTACT.search(view.line))
    return role in ("kind", "requisite", "reply", "title", "annex")


def _ends_head(view: View) -> bool:
    address = view.line[:1] in "*•" and _CONTACT.search(view.line)
    if not view.whole or (LABEL.match(view.line) and not address) or operative(view.line):
        return True
    return not view.capitals and bool(GROUNDS.match(view.line)) and not _AUTHORITY.match(view.line)


def _names_kind(view: View, kind: tuple[str, str]) -> bool:
    """Is this line the one that names the kind: alone, in capitals, or with whose act it is?"""
    rest = kind[1]
    if rest and len(view.line) <= 160 and (REQUISITE.match(rest) or (kind[0] == "letter" and _NUMBERED.search(rest))):
        return True
    if len(view.line) > 160 or (view.line.endswith((".", ";", ",")) and len(view.line) > 30):
        return False
    if not rest or view.capitals or rest.startswith(("№", "від ", "от ")):
        return True
    if kind[0] in _NAMED_BY_TITLE and unspaced(view.line)[:5].isupper():
        return True
    return bool(_GENITIVE.match(rest) or REQUISITE.match(rest[:160]))


def _kind_lines(views: Sequence[View], roles: Roles, i: int, end: int) -> int:
    named = kind_of(views[i].line)
    appeal = named is not None and named[0] == "letter" and bool(named[1]) and not _NUMBERED.search(named[1])
    if named is not None and (appeal or named[0] in _NAMED_BY_TITLE[:3]) and not REQUISITE.match(named[1] or "-"):
        roles[i] = "title"
        return _subject_lines(views, roles, i + 1, end)
    roles[i] = "kind"
    i += 1
    while i < end and roles[i] == "body" and views[i].short and not ABOUT.match(views[i].line):
        sitting = named is not None and named[0] == "protocol" and SITTING.match(views[i].line)
        if not (sitting or _GENITIVE.match(views[i].line)) or REQUISITE.match(views[i].line[:160]):
            break
        roles[i] = "letterhead"
        i += 1
    return i


def _subject_lines(views: Sequence[View], roles: Roles, i: int, end: int) -> int:
    """Under «План», «Звіт» or «Муниципальная программа»: the lines that say of what, of whom and for when."""
    start = i - 1
    while i < end and roles[i] == "body" and views[i].short and len(views[i].line) < 250 and i - start < 7:
        line = views[i].line
        quoted = line.startswith(("«", '"')) or (views[i].capitals and not views[i].far)
        goes_on = line[:1].islower() or quoted or (_GENITIVE.match(line) and not views[i].far)
        if not goes_on or line.endswith((".", ";", ":")) or _AMENDED.match(line) or LABEL.match(line):
            break
        roles[i] = "title"
        i += 1
    return i


def _is_title(views: Sequence[View], roles: Roles, i: int, stop: int, *, seen_kind: bool) -> bool:
    """Does the «Про …» clause begin here? Without a head above, the grounds or a point must follow it."""
    line = views[i].line
    about = ABOUT.match(line) or (seen_kind and _MATTERS.match(line))
    if not about or not views[i].whole or len(line) > 600:
        return not about and _is_subject(views, roles, i, stop)
    if line.endswith((".", "!", "?")) and not seen_kind and len(line) > 160:
        return False
    if seen_kind or any(r in ("letterhead", "requisite", "reply", "addressee") for r in roles[:i]):
        return True
    after = next((views[k] for k in range(i + 1, stop) if roles[k] == "body"), None)
    if after is None or line.endswith("."):
        return False
    if _circular(views, roles, i + 1, stop):
        return True
    return _ends_head(after) or (after.line.startswith(("«", '"')) and not after.far)


def _is_subject(views: Sequence[View], roles: Roles, i: int, stop: int) -> bool:
    """Is views[i] the subject of a letter without «Про»: a line apart that begins with the noun of an action, between
    the lines in the dative that address it and the text?"""
    view = views[i]
    if not view.far or not view.short or view.line.endswith((".", ":", ";", ",", "!")) or not _ACTION.match(view.line):
        return False
    if not any(roles[k] == "letterhead" and DATIVE.match(views[k].line) for k in range(i)):
        return False
    below = views[i + 1] if i + 1 < stop else None
    return below is not None and below.far and (addressed(below.line) or _ends_head(below) or not below.short)


def _circular(views: Sequence[View], roles: Roles, i: int, stop: int) -> bool:
    """Does a line apart from its subject above and from the text below name those to whom a circular goes?"""
    if i >= stop or roles[i] != "body" or not views[i].far or not is_addressed(views[i].line):
        return False
    below = i + 1
    while below < stop and is_rest(views[below].line):
        below += 1
    return below < stop and views[below].far


def _title_lines(views: Sequence[View], roles: Roles, i: int, stop: int, *, letter: bool) -> int:
    """The title with its continuation lines; the notes under it («Принят …», «(в редакции …)») are requisites."""
    start = i
    roles[i] = "title"
    i += 1
    while i < stop and roles[i] == "body" and _goes_on(views, start, i, letter=letter):
        if letter and is_addressed(views[i].line):
            break
        roles[i] = "title"
        i += 1
    while i < stop and roles[i] == "body" and views[i].short and is_note(views[i].line):
        roles[i] = "requisite"
        i += 1
    return i


def is_note(line: str) -> bool:
    """A line under the title that dates, numbers or places the act, or tells how it was passed."""
    if len(line) <= 160 and DATED_PLACE.match(line) and not line.endswith((".", ";", ":")):
        return True
    return bool(_PASSED.match(line) or REQUISITE.match(line[:160]) or PLACE.match(line[:100]))


def _goes_on(views: Sequence[View], start: int, i: int, *, letter: bool) -> bool:
    """Is views[i] one more line of the title that begins at views[start]? In a letter, which has no headings, capitals
    go on over blank lines where such stand between all lines."""
    view, above = views[i], views[i - 1].line
    if not view.short or _ends_head(view) or _PASSED.match(view.line) or _AMENDED.match(view.line) or i - start > 8:
        return False
    named = view.capitals and not views[start].capitals and kind_of(view.line)
    if named or REQUISITE.match(view.line[:160]) or SALUTATION.match(view.line):
        return False
    title = " ".join(v.line for v in views[start:i])
    if title.count("«") > title.count("»") and _closes_quote(views, i):
        return True
    if view.line[:1].islower() or above.endswith((",", "-")):
        return not view.line.endswith((":", "."))
    quoted = view.line.startswith(("«", '"'))
    if view.far and view.capitals and views[start].capitals and views[start].far:
        return letter or CARRIES_ON.match(view.line) is not None or ABOUT.match(view.line) is not None
    closed = views[start].line.startswith('"') and above.endswith('"') and title.count('"') % 2 == 0
    if view.far or closed or (above.endswith((".", "»")) and not quoted):
        return False
    if view.capitals != views[start].capitals and not quoted:
        return False
    return not view.line.endswith((".", ":", ";")) and len(view.line) < (350 if quoted else 160)


def _closes_quote(views: Sequence[View], i: int) -> bool:
    """Does this short line or one of the next close a quotation mark that is open above it?"""
    for view in views[i : i + 5]:
        if not view.short or _ends_head(view):
            return False
        if "»" in view.line:
            return view.line.count("»") > view.line.count("«") or view is views[i]
    return False


def _is_letter(views: Sequence[View], roles: Roles, first: int, i: int, stop: int) -> bool:
    """Does the head above the subject views[i] name a letter; without a word for its kind, does it give contacts or say
    what it answers, and address nobody? The line under the subject of an act goes on with it («… / Закладам освіти»);
    a circular without a head has those addressed apart under its subject."""
    if i == first:
        return _circular(views, roles, i + 1, stop)
    kinds = [kind_of(views[k].line) for k in range(first, i) if roles[k] == "kind"]
    if kinds:
        return all(kind is None or kind[0] == "letter" for kind in kinds)
    above = roles[first:i]
    if "addressee" in above:
        return False
    heads = (views[k].line for k in range(first, i) if roles[k] == "letterhead")
    return "reply" in above or any(_CONTACT.search(line) for line in heads)


def _addressees_below(views: Sequence[View], roles: Roles, i: int, stop: int) -> int:
    """A letter's addressees under its subject: gives the index behind them."""
    start = i
    while i + 1 < stop and roles[i] == "body" and views[i].short:
        if not is_addressed(views[i].line) and not (i > start and is_rest(views[i].line)):
            break
        roles[i] = "addressee"
        i += 1
    return i


def _wrapped(views: Sequence[View], roles: Roles, first: int, i: int) -> bool:
    """Is views[i] the rest of a line above that names in the dative to whom the paper goes, with or without more of
    them?"""
    above = views[i - 1].line if i > first and roles[i - 1] == "letterhead" else ""
    more = any(DATIVE.match(part) for part in views[i].line.split(", ")[1:]) and DATIVE.match(above) is not None
    if more and not views[i].line.endswith((".", ":", ";")):
        return True
    k = i
    while k > first and is_rest(views[k].line):
        k -= 1
    return k < i and roles[k] == "letterhead" and is_addressed(views[k].line)


def _line_role(view: View, above: ParagraphRole | None) -> ParagraphRole | None:
    """The role of one more line above the title; None where the head has ended. `above` is the role of the line
    over it."""
    line = view.line
    if not view.short:
        return None
    if NOISE.match(line):
        return "letterhead" if line.casefold() in ("україна", "украина") else "requisite"
    if REPLY.match(line) and (_YEAR_LAST.search(line) or not line.endswith((".", ":", ";"))):
        return "reply"
    if above == "letterhead" and line[:1].islower() and CARRIES_ON.match(line) and not line.endswith((".", ":", ";")):
        return "letterhead"
    placed = above == "requisite" and (_OBLAST.match(line) or _ONE_WORD.match(line))
    if placed or is_note(line) or _SESSION.match(line):
        return "requisite"
    return "letterhead" if names_somebody(line) else None


def names_somebody(line: str) -> bool:
    """A line of a letterhead or an address block: a body, a name, contacts; no sentence."""
    if NAME_ALONE.match(line) or _NAME_MARKED.match(line) or (_CONTACT.search(line) and not line.endswith(".")):
        return True
    spelled = unspaced(line)
    if spelled.upper() == spelled and any(c.isalpha() for c in line) and not line.endswith((":", "!")):
        return True
    longest = 250 if DATIVE.match(line) else 160
    return len(line) <= longest and not line.endswith((".", ":", ";", "!", "?")) and line[:1].isupper()


def _is_head(view: View) -> bool:
    return view.capitals or bool(_CONTACT.search(view.line))


def _addressees(views: Sequence[View], roles: Roles, first: int, stop: int, *, greeted: bool = False) -> None:
    """Of a letter: the lines from the first in the dative on, or all between its number (or letterhead) and its
    subject; in no act. `greeted`: those addressed are greeted below, so that what stands above is theirs."""
    if any(r in ("annex", "addressee") for r in roles[first:stop]):
        return
    kinds = [kind_of(views[k].line) for k in range(first, stop) if roles[k] == "kind"]
    if any(kind is None or kind[0] != "letter" for kind in kinds):
        return
    marks = [i for i in range(first, stop) if roles[i] in ("requisite", "reply")]
    heads = [i for i in range(first, stop) if roles[i] == "letterhead" and _is_head(views[i])]
    if not (marks or heads or kinds or greeted):
        return
    named = [i for i in range(first, stop) if roles[i] == "letterhead" and DATIVE.match(views[i].line)]
    begins = next((i for i in named if not views[i].capitals or (marks and marks[0] < i)), None)
    if begins is None and kinds:
        return  # under the word for the kind its own lines may go on
    if begins is None:
        begins = max(marks[-1] if marks else -1, heads[-1] if heads else -1) + 1
    for i in range(begins, stop):
        if SENDER.match(views[i].line):
            break
        if roles[i] == "letterhead" and not kind_of(views[i].line) and not _CONTACT.search(views[i].line):
            roles[i] = "addressee"
