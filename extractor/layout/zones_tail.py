"""What stands under a document: signatures, who drafted it, whom it is sent to; and the stamps of its annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from extractor.layout.zones_view import (
    DATE,
    LABEL,
    NAME,
    NAME_ALONE,
    NAME_LAST,
    NUMBER,
    PHONE,
    PLACE,
    POSITION,
    REQUISITE,
    Roles,
    View,
    kind_of,
)
from extractor.normalize.words import readings

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

#: The first line of an approval or annex stamp, above the text that it stamps.
APPROVED: Final = re.compile(
    r"[«\"(]?\s?(?:затверджено|затверджена|затверджений|затверджені|затверджую|утвержден[оаы]?|утверждаю|схвалено|"
    r"схвалена|погоджено|додаток|приложение)\b(?:\s?(?:№|N)?\s?\d{0,3})?\s?(?:\Z|[,:]|(?:затвердж|утвержд|погодж|согласов)\w+\s?\Z|(?:до|к|рішення\w*|"
    r"розпорядження\w*|наказ\w*|постанов\w*|указ\w*|протокол\w*|распоряжени\w*|приказ\w*|решени\w*|сесі\w*|"
    r"голов\w+|глав\w+|директор\w*|начальник\w*|виконавч\w*)\b)",
    re.IGNORECASE,
)
_STAMP_GOES_ON: Final = re.compile(
    r"(?:рішення|розпорядження|наказ|постанов|указ|распоряжени|приказ|решени|протокол|програм|к |до |голов|глав|"
    r"директор|начальник|администраци|адміністраци|від |от |№|N |\(|сесі|виконавч|міністр|министр|правительств|кабінет|"
    r"департамент|управлін|управлен|республик|затверджен|утвержден|[«\"]?_+|[\w'-]+(?:ого|ої|ой|их|ых)\s)",
    re.IGNORECASE,
)
_STAMP_DATED: Final = re.compile(rf"(?:{DATE}).{{0,20}}?(?:{NUMBER})|(?:{NUMBER}).{{0,10}}?(?:{DATE})", re.IGNORECASE)
#: Who approves, on lines of their own: the place for the signature, with or without the name, and the name alone.
_STAMP_SIGNED: Final = re.compile(rf"(?:_{{3,}}+[\s/]*+(?:{NAME})?[\s./)]*+){{1,4}}\Z|{NAME}\s?\Z")
#: «от 8 октября 2018 года № 10/910»: the line that ends a stamp.
_STAMP_LAST: Final = re.compile(rf"(?:від|от)\s?(?:{DATE}|_+|[«\"]\s?_+).{{0,40}}\Z", re.IGNORECASE)
_DATED: Final = re.compile(DATE, re.IGNORECASE)
_NUMBERED: Final = re.compile(rf"(?:{NUMBER})\s*\Z", re.IGNORECASE)
#: A stamp that an official signs, not one that names an act.
_BY_HAND: Final = re.compile(r"\W*(?:затверджую|утверждаю|погоджено|согласовано|схвалюю|одобряю)", re.IGNORECASE)
_DRAFTED: Final = re.compile(
    r"(?:исп(?:олнитель|\.)?|вик(?:онавець|\.)|підготува(?:в|ла|ли)|подготовил[аи]?|розробник|разработчик)\s?[.:]?\s",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"(?:розісла\w+|разосла\w+|розсилка|розрахунок розсилки|рассылка|лист рассылки|согласовано|погоджено|візи|"
    r"лист согласования|лист погодження|проект (?:подготовлен|согласован)|проєкт підготовлен|в дело|у справу|"
    r"до справи)\b",
    re.IGNORECASE,
)
#: The courtesy before who signs a letter: «З повагою, депутат …».
CLOSING: Final = re.compile(
    r"[\s-]{0,5}(?:(?:із?|з|с)\s(?:[\w'-]+\s){0,2}(?:повагою|пошаною|уважением|почтением))(?![\w'-])[\s,.!-]{0,5}",
    re.IGNORECASE,
)
#: Who spoke or was there, in minutes: no signature.
_PRESENT: Final = re.compile(
    r"(?:головува|головувал|председательств|присут|запрош|приглаш|слухал|слушал|виступ|выступ|доповіда|ознайомл|ознакомл|"
    r"переда(?:в|ла|л)\b|прийня(?:в|ла)\b|принял[а]?\b|"
    r"з наказом|с приказом|с распоряжением|з розпорядженням)",
    re.IGNORECASE,
)
_COPIES: Final = re.compile(r".{2,80}\s?-\s?\d{1,2}(?:\s?(?:экз|екз|прим)\s?\.?)?\s*\Z", re.IGNORECASE)
NAMED_PHONE: Final = re.compile(
    r"(?P<name>[А-ЯЁІЇЄҐ][\w'. -]{3,40}?)\s?,?\s(?P<phone>(?:тел\.?\s?)?[+(\d][\d\s().-]{3,18}\d)\s*\Z"
)
#: What is left of a position on the line under the name: «… / України», «… / Зарічної області».
_POSITION_GOES_ON: Final = re.compile(
    r"(?:України|Российской Федерации|(?:[\w'-]+(?:ої|ого|ой|их|ых)\s){1,4}[а-яіїєґё'-]+)\s?\Z"
)
#: The place for the signature itself, in a cell of its own.
BLANK_SIGN: Final = re.compile(r"[\s_./()-]*(?:(?:подпись|підпис)[\s_./()-]*)?\Z", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[.;:!?]\s*\Z")
_POINT: Final = re.compile(r"(\d{1,2}) ?\. ?[А-ЯІЇЄҐЁ]")
_IN_BRACKETS: Final = re.compile(r"\(.*\)\Z")
_SURNAME_FIRST: Final = re.compile(r"[а-яіїє'] [А-ЯЁІЇЄҐ]\s?\.(?:\s?[А-ЯЁІЇЄҐ]\s?\.?)?\Z")
_TWO_PLACES: Final = re.compile(r"[А-ЯІЇЄҐЁ][\w'-]+, [А-ЯІЇЄҐЁ][\w'-]+\Z")
#: The seat of a government above the date of its act.
_ONE_PLACE: Final = re.compile(r"[А-ЯІЇЄҐЁ][а-яіїєґё'-]{2,20}\Z")
_FULL_NAME: Final = re.compile(r"[А-ЯЁІЇЄҐ][\w'-]+(?: [А-ЯЁІЇЄҐ][\w'-]+){1,2}\Z")
_LONGEST_NAME: Final = 60
#: A name that ends with a surname in capitals: «Петро ЛУГОВИЙ».
_SURNAME_LARGE: Final = re.compile(r"[а-яіїєґё.'] ?[А-ЯІЇЄҐЁ][А-ЯІЇЄҐЁ'-]{2,}\s?\Z")
#: A given name and a surname behind a position that has no other word in capitals but names of places.
_GIVEN_SURNAME: Final = re.compile(
    r"(?P<position>[^,;:!?\d]{4,120}?) (?P<name>(?P<given>[А-ЯІЇЄҐЁ][а-яіїєґё']{2,14}) "
    r"[А-ЯІЇЄҐЁ][а-яіїєґё']{2,20}(?:-[А-ЯІЇЄҐЁ][а-яіїєґё']{2,20})?)\Z"
)
#: The same alone in its line, under the position.
_PLAIN_NAME: Final = re.compile(
    r"(?P<given>[А-ЯІЇЄҐЁ][а-яіїєґё']{2,14}) [А-ЯІЇЄҐЁ][а-яіїєґё']{2,20}(?:-[А-ЯІЇЄҐЁ][а-яіїєґё']{2,20})?\Z"
)
#: The lines that a position above a name takes up at most.
_POSITION_LINES: Final = 5


def annex_end(views: Sequence[View], i: int, stop: int) -> int:
    """The index behind the last line of the stamp that begins at views[i]."""
    k = i + 1
    if _STAMP_DATED.search(views[i].line):
        return k
    while k < stop and k - i < 8 and views[k].short and len(views[k].line) < 200 and _in_stamp(views, i, k, stop):
        line = views[k].line
        k += 1
        if _STAMP_DATED.search(line):
            break
        if REQUISITE.match(line[:160]) and _DATED.search(line):
            numbered = k < stop and not views[k].far and _NUMBERED.match(views[k].line)
            return k + 1 if numbered else k
    return k


def _in_stamp(views: Sequence[View], i: int, k: int, stop: int) -> bool:
    """Is views[k] one more line of the stamp that begins at views[i]?"""
    line = views[k].line
    if LABEL.match(line) or (kind_of(line) and views[k].capitals):
        return False
    if _STAMP_GOES_ON.match(line) or line[:1].islower() or REQUISITE.match(line[:160]):
        return True
    by_hand = _BY_HAND.match(views[i].line) and not views[k].far
    if by_hand and (POSITION.match(line) or _STAMP_SIGNED.match(line)):
        return True
    if kind_of(line):
        return False
    below = views[k + 1 : min(stop, k + 3)]
    return any((_STAMP_LAST.match(v.line) or REQUISITE.match(v.line[:160])) and not v.far for v in below)


def mark(views: Sequence[View], roles: Roles, first: int, stop: int, *, is_act: bool) -> None:
    """Sets the roles of stamps, signatures, drafters and mailing lists in views[first:stop].

    Only an act or a letter (`is_act`) is signed by a name without a position. A surname in small letters signs only
    an act itself, under its last point: in a list of members and in annexes the same words name somebody."""
    own = is_act and "annex" not in roles[:first]
    plainly = _under_points(views, roles, first, stop) if own else frozenset()
    listed = _listed_above_points(views, roles, first, stop)
    i = first
    while i < stop:
        if roles[i] != "body" or not views[i].short or i in listed:
            i += 1
            continue
        if _stamped(views[i]):
            after = annex_end(views, i, stop)
            roles[i:after] = ["annex"] * (after - i)
            i, plainly = after, frozenset()
        elif _closes(views, roles, i, first) or _signs(views, roles, i, first, is_act=is_act, plainly=i in plainly):
            i = _after_signature(views, roles, i + 1, stop)
        else:
            i += 1


def _under_points(views: Sequence[View], roles: Roles, first: int, stop: int) -> frozenset[int]:
    """The indices of lines with a given name and a surname in small letters that may sign: no point follows before the
    next annex, and they do not stand under a colon or another such line, as members in a list do. Where the name is
    alone in its line, nobody signs below it in capitals either, and no colon opens the lines above it."""
    out, ended, capitals = [], True, False
    for i in range(stop - 1, first - 1, -1):
        line = views[i].line
        if _stamped(views[i]) or _LISTED.match(line):
            ended, capitals = True, False
        elif LABEL.match(line) and roles[i] == "body" and not _names_drafter(line):
            ended = False
        elif ended and views[i].short:
            capitals = capitals or _SURNAME_LARGE.search(line) is not None
            above = views[i - 1].line if i > first else ""
            if is_plain_name(line):
                if not capitals and _under_position(above) and not _in_list(views, first, i):
                    out.append(i)
            elif _is_plain(line) and not above.endswith(":") and not _is_plain(above):
                out.append(i)
    return frozenset(out)


def _names_drafter(line: str) -> bool:
    """Is what looks like a point's number an initial: «І. Верба», «І.Верба, 52-13-11»?"""
    return " " not in line or NAME_ALONE.match(line) is not None or NAMED_PHONE.match(line) is not None


def _listed_above_points(views: Sequence[View], roles: Roles, first: int, stop: int) -> frozenset[int]:
    """The indices of short lines under a colon with the next numbered point below them, before the next stamp: who
    stands there is listed and signs nothing. Points that begin anew are those of an annex."""
    out, opened, number = dict[int, int](), False, 0
    for i in range(first, stop):
        line = views[i].line
        number = _number(views, roles, i) or number
        opened = line.endswith(":") or (
            opened and views[i].short and not LABEL.match(line) and not _SENTENCE.search(line)
        )
        if opened:
            out[i] = number
    below, above = 0, set()
    for i in range(stop - 1, first - 1, -1):
        if _stamped(views[i]):
            below = 0
        elif told := _number(views, roles, i):
            below = told
        elif below > out.get(i, below):
            above.add(i)
    return frozenset(above)


def _number(views: Sequence[View], roles: Roles, i: int) -> int:
    """The number of a point of the text; 0 for other lines."""
    hit = _POINT.match(views[i].line) if roles[i] == "body" else None
    return int(hit.group(1)) if hit is not None else 0


def _under_position(above: str) -> bool:
    """Does the line above name a position, and nobody who holds it?"""
    return POSITION.match(unclosed(above)) is not None and not above.endswith((".", ";", ":")) and not _is_plain(above)


def _in_list(views: Sequence[View], first: int, i: int) -> bool:
    """Does a colon open the lines that views[i] stands among? They begin under the last sentence or point."""
    for k in range(i - 1, first - 1, -1):
        line = views[k].line
        if line.endswith(":"):
            return True
        if not views[k].short or LABEL.match(line) or _SENTENCE.search(line):
            return False
    return False


def _stamped(view: View) -> bool:
    """Does a stamp begin here?"""
    line = view.line
    return view.short and APPROVED.match(line) is not None and len(line) < 200 and not _SENTENCE.search(line)


def _is_plain(line: str) -> bool:
    """Is a position followed by a name whose surname is in small letters?"""
    return NAME_LAST.search(line, max(0, len(line) - _LONGEST_NAME)) is None and split_signature(line) is not None


def is_plain_name(line: str) -> bool:
    """Is it a given name and a surname in small letters, and nothing else?"""
    hit = _PLAIN_NAME.match(line)
    return hit is not None and is_given(hit["given"].casefold())


def split_signature(line: str) -> tuple[str, str] | None:
    """(position, name) of a line that ends with a name; the position is "" where the name stands alone.

    Behind a position the surname need not be in capitals: «Міський голова  Іван Петренко»."""
    hit = NAME_LAST.search(line, max(0, len(line) - _LONGEST_NAME))
    if hit is None:
        plainly = _GIVEN_SURNAME.match(line) if POSITION.match(line) else None
        if plainly is None or not is_given(plainly["given"].casefold()):
            return None
        return plainly["position"], plainly["name"]
    name = hit.group().strip().removesuffix(" .").strip()
    return line[: hit.start()].rstrip(" :_/-"), name


@lru_cache(maxsize=2000)
def is_given(word: str) -> bool:
    """Do the dictionaries know the word as a given name in the nominative?"""
    languages: tuple[Language, ...] = ("uk", "ru")
    return any(
        r.name == "given" and r.case == "nom" and r.known for language in languages for r in readings(word, language)
    )


def _signs(views: Sequence[View], roles: Roles, i: int, first: int, *, is_act: bool, plainly: bool) -> bool:
    """Is views[i] a signature (or the name under one)? Marks it and the lines of the position above it.

    `plainly`: a surname in small letters may sign here."""
    line = views[i].line
    # «І. Верба» under his position has an initial, and no number of a point
    named = (plainly and is_plain_name(line)) or (LABEL.match(line) and NAME_ALONE.match(line))
    if named and _position_above(views, roles, i, first, needed=True):
        roles[i] = "signature"
        return True
    parts = split_signature(views[i].line) if len(views[i].line) <= 220 else None
    if parts is None or LABEL.match(views[i].line) or _PRESENT.match(views[i].line):
        return False
    position = unclosed(parts[0])
    if not plainly and _is_plain(views[i].line):
        return False
    if position and POSITION.match(position) and not re.search(r"[,;.!?]\s", position[8:]):
        roles[i] = "signature"
        _position_above(views, roles, i, first, needed=False)
        return True
    if position and not (position[:1].islower() or position[:1] in '«"' or len(position) < 80):
        return False
    if _position_above(views, roles, i, first, needed=True):
        roles[i] = "signature"
        return True
    alone = bool(NAME_ALONE.match(views[i].line)) and is_act and not position and i > first
    if alone and not _SURNAME_FIRST.search(views[i].line):
        roles[i] = "signature"
        return True
    return False


def unclosed(line: str) -> str:
    """The line without the courtesy that it opens with («З повагою, депутат …»)."""
    closing = CLOSING.match(line)
    return line[closing.end() :] if closing is not None else line


def _closes(views: Sequence[View], roles: Roles, i: int, first: int) -> bool:
    """Is it a name alone that a courtesy says to sign, on the same line or the one above («З повагою, Іван Верба»)?
    Marks it."""
    line = views[i].line
    below = i > first and CLOSING.fullmatch(views[i - 1].line) is not None
    name = unclosed(line)
    if name == line and not below:
        return False
    if not (NAME_ALONE.match(name) or is_plain_name(name) or is_given(name.casefold())):
        return False
    roles[i] = "signature"
    return True


def _position_above(views: Sequence[View], roles: Roles, i: int, first: int, *, needed: bool) -> bool:
    """Marks the lines above views[i] that a position takes up; False where there is none."""
    if not needed and POSITION.match(views[i].line) and views[i].line[:1].isupper():
        return True
    for k in range(i - 1, max(first - 1, i - 1 - _POSITION_LINES), -1):
        view = views[k]
        if (
            roles[k] != "body"
            or not view.short
            or len(view.line) > 160
            or _SENTENCE.search(view.line)
            or LABEL.match(view.line)
        ):
            return False
        if split_signature(view.line) and NAME_ALONE.match(view.line):
            return False
        if POSITION.match(unclosed(view.line)) and not view.line.startswith("("):
            roles[k:i] = ["signature"] * (i - k)
            return True
    return False


def _after_signature(views: Sequence[View], roles: Roles, i: int, stop: int) -> int:
    """Marks the drafter and the mailing list that follow a signature; gives the index behind them."""
    if i < stop and roles[i] == "body" and _IN_BRACKETS.match(views[i].line) and POSITION.match(views[i].line):
        roles[i] = "signature"
        i += 1
    listed = False
    if i < stop and roles[i] == "body" and not views[i].far and _POSITION_GOES_ON.match(views[i].line):
        roles[i] = "signature"
        i += 1
    while i < stop and roles[i] in ("body", "furniture") and views[i].short:
        line = views[i].line
        below = views[i + 1].line if i + 1 < stop and not listed else ""
        town = _ONE_PLACE.match(line) and REQUISITE.match(below[:160]) and _DATED.search(below)
        if town or any(p.match(line[:160]) for p in (REQUISITE, PLACE, _TWO_PLACES)):
            roles[i] = "requisite"
            i += 1
            continue
        if roles[i] == "furniture" or (APPROVED.match(line) and not _LISTED.match(line)):
            break
        if _LISTED.match(line):
            listed = True
        elif _is_drafter(views, i, stop):
            pass
        elif not (listed or _COPIES.match(line)) or LABEL.match(line) or kind_of(line):
            break
        roles[i] = "drafter"
        i += 1
    return i


def _is_drafter(views: Sequence[View], i: int, stop: int) -> bool:
    line = views[i].line
    if _DRAFTED.match(line) or PHONE.match(line):
        return True
    named = NAMED_PHONE.match(line)
    if named is not None and not REQUISITE.match(line[:160]):
        return True
    below = views[i + 1].line if i + 1 < stop else ""
    if not (NAME_ALONE.match(line) or _FULL_NAME.match(line)):
        return False
    return not below or any(p.match(below) for p in (PHONE, APPROVED, _COPIES))
