"""Numbers of a spreadsheet as their cells display them: dates, money, percentages.

Source of the rules: ECMA-376 part 1, 18.8.30 (numFmt). Names of months are those of the language that the format names,
Ukrainian where it names none; a built-in date format, which follows the reader's own settings, is dd.mm.yyyy."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

GENERAL: Final = "General"
#: Formats that files name by number alone.
BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss", 49: "@",
}  # fmt: skip
_TOKEN: Final = re.compile(
    r"\[[^\]]*\]|\"[^\"]*\"?|\\.|[_*].|AM/PM|A/P|y+|m+|d+|h+|s+|0+|#+|.", re.IGNORECASE | re.DOTALL
)
_LITERALS: Final = re.compile(r"\"[^\"]*\"?|\\.|\[[^\]]*\]|[_*].", re.DOTALL)
_LANGUAGE: Final = re.compile(r"\[\$[^\]-]*-[0-9A-F]*?(19|22)\]", re.IGNORECASE)
_DIGITS: Final = re.compile(r"[0#?][0#?,. \u00a0]*[0#?]|[0#?]")
_MONTHS: Final = {
    "uk": (
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split(),
        "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень".split(),
    ),
    "ru": (
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(),
    ),
}
_DAYS: Final = {
    "uk": "понеділок вівторок середа четвер п'ятниця субота неділя".split(),
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье".split(),
}
#: Days from here on are 9999-12-31 and later.
_LAST_DAY: Final = 2_958_466
_SHOWN_DIGITS: Final = 11


def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """`value` as a cell of format `code` displays it; a date by the day count from 1900, or from 1904."""
    section = _section(code, value)
    if is_date(section):
        moment = _moment(value, since_1904=since_1904)
        return _date(moment, section) if moment is not None else _general(value)
    return _number(value, section)


@lru_cache(maxsize=1024)
def is_date(code: str) -> bool:
    """Does a format display a day or a time?"""
    bare = _LITERALS.sub("", code)
    return bool(re.search(r"[ymdhs]", bare, re.IGNORECASE)) and bare.lower() != "general"


def _section(code: str, value: float) -> str:
    """The part of a format that holds for positive, negative, or zero values."""
    parts = re.findall(r"((?:\"[^\"]*\"?|\\.|[^;\"\\])*);?", code, re.DOTALL)[:-1] or [code]
    at = 1 if value < 0 and len(parts) > 1 else 2 if value == 0 and len(parts) > 2 else 0
    return str(parts[at]) or GENERAL


def _general(value: float) -> str:
    """A number without a format: up to eleven digits, with a point, which item numbers such as 1.1 have."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.{_SHOWN_DIGITS}g}"


def _number(value: float, section: str) -> str:
    bare = _LITERALS.sub("", section)
    digits = _DIGITS.search(bare)
    if digits is None or "/" in bare or "e+" in bare.lower() or "e-" in bare.lower():
        return _general(value)
    percent = "%" in bare
    pattern = digits[0]
    places = len(re.sub(r"[^0#?]", "", pattern.partition(".")[2]))
    text = f"{abs(value) * (100 if percent else 1):,.{places}f}"
    text = text.replace(",", "\u00a0" if "," in pattern or " " in pattern else "").replace(".", ",")
    if "#" in pattern.partition(".")[2]:
        text = text.rstrip("0").rstrip(",") if "," in text else text
    whole = section.replace(digits[0], "\0", 1) if digits[0] in section else "\0"
    around = "".join(_literal(token) for token in _TOKEN.findall(whole))
    sign = "-" if value < 0 and "(" not in section else ""
    return sign + around.replace("\0", text).strip()


def _literal(token: str) -> str:
    """What a piece of a format that is no digit displays."""
    if token[0] == '"':
        return token.strip('"')
    if token[0] == "\\":
        return token[1:]
    if token[0] == "[":
        return token[2:-1].partition("-")[0] if token.startswith("[$") else ""
    return "" if token[0] in "_*#0?," else token


def _moment(value: float, *, since_1904: bool) -> datetime | None:
    if not 0 <= value < _LAST_DAY - 1500:
        return None
    # The count from 1900 has a 29 February 1900; days before it are one later.
    base = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if value < 60 else 30)
    return base + timedelta(seconds=round(value * 86_400))


def _date(moment: datetime, section: str) -> str:
    named = _LANGUAGE.search(section)
    language = "ru" if named and named[1] == "19" else "uk"
    tokens = _TOKEN.findall(section)
    codes = [t.lower() for t in tokens]
    with_day = any(c in ("d", "dd") for c in codes)
    out: list[str] = []
    for at, token in enumerate(tokens):
        code = codes[at]
        if code[0] == "m" and _is_minute(codes, at):
            out.append(f"{moment.minute:0{min(len(code), 2)}d}")
        elif code[0] in "ymdhs":
            out.append(_part(moment, code, language, with_day=with_day))
        elif code in ("am/pm", "a/p"):
            out.append("")
        else:
            out.append(token if token[0] in "0#?," else _literal(token))
    return "".join(out).strip()


def _is_minute(codes: list[str], at: int) -> bool:
    """Is this m a minute: after hours or before seconds?"""
    before = next((c for c in reversed(codes[:at]) if c[0] in "ymdhs" or c.startswith("[h")), "")
    after = next((c for c in codes[at + 1 :] if c[0] in "ymdhs"), "")
    return before.startswith(("h", "[h")) or after.startswith("s")


def _part(moment: datetime, code: str, language: str, *, with_day: bool) -> str:
    kind, size = code[0], len(code)
    if kind == "y":
        return f"{moment.year:04d}" if size > 2 else f"{moment.year % 100:02d}"
    if kind == "m":
        name = _MONTHS[language][0 if with_day else 1][moment.month - 1]
        return name if size > 3 else name[:3] if size == 3 else f"{moment.month:0{size}d}"
    if kind == "d":
        name = _DAYS[language][moment.weekday()]
        return name if size > 3 else name[:2] if size == 3 else f"{moment.day:0{size}d}"
    return f"{moment.hour if kind == 'h' else moment.second:0{min(size, 2)}d}"
