"""What the program says of a document, in the reader's language.

Warnings and failures carry a code and one English line. The catalogue's group `warned` has these lines as they are
written, with their parts in braces, and the same in Ukrainian; so a line is taken apart by its English and put together
again. One that no pattern knows is left out: its code has words of its own, and its places are shown."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any, Final

from api.pages.render import day
from api.pages.words import Words, catalogue, number

#: Parts that are words of ours too: the group of these.
_GROUPS: Final = {"language": "in_language", "code": "code"}
#: What a part is made of, where it is not the shortest that fits: a file's name may hold what parts the line.
_MADE_OF: Final = {"name": ".+", "code": "[a-z_]+"}
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
_COUNT: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")


def warning(code: str, message: str, words: Words) -> str:
    """The line of a warning, "" where none in the reader's language can be made; English is as it is written."""
    if words.language == "en":
        return message
    for key, pattern in _patterns().get(code, ()):
        if found := pattern.fullmatch(message):
            parts: dict[str, Any] = {name: _part(name, value, words) for name, value in found.groupdict().items()}
            return words(key, **parts)
    return ""


@cache
def _patterns() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Of each code its lines: "warned.table_gap" and "warned.table_gap-twice" are both of table_gap."""
    made: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for key, said in catalogue().items():
        group, _, name = key.partition(".")
        if group != "warned":
            continue
        line = re.escape(str(said["en"])).replace(r"\{", "{").replace(r"\}", "}")
        pattern = re.sub(r"\{([a-z]+)\}", lambda m: f"(?P<{m[1]}>{_MADE_OF.get(m[1], '.+?')})", line)
        made.setdefault(name.partition("-")[0], []).append((key, re.compile(pattern, re.DOTALL)))
    return made


def _part(name: str, value: str, words: Words) -> str:
    if name in _GROUPS:
        return words.name(_GROUPS[name], value)
    if name == "pages":
        return value.removeprefix("pages ").removeprefix("page ").replace("-", "–")
    if _ISO.fullmatch(value):
        return day(value)
    if name in ("count", "total", "sum") and _COUNT.fullmatch(value):
        return number(Decimal(value.replace(",", "")), words.language)
    return value
