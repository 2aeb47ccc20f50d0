"""The words of the interface in its two languages, from words.toml, and which of the two a reader is given."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

Language = Literal["uk", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("uk", "en")
#: Where a reader's choice is kept.
COOKIE: Final = "vytiah_language"


@cache
def catalogue() -> Mapping[str, Mapping[str, str | list[str]]]:
    """Every message: "group.name" → language → its words, or a list of them, one for each form of number."""
    data = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": words for group, messages in data.items() for name, words in messages.items()}


def choose(cookie: str | None, accepted: str | None) -> Language:
    """The language chosen on a page, else the first of ours in Accept-Language, else Ukrainian."""
    if cookie in LANGUAGES:
        return cookie
    weighed = []
    for position, part in enumerate((accepted or "")[:500].split(",")):
        tag, _, weight = part.strip().partition(";")
        try:
            q = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        weighed.append((-q, position, tag[:2].lower()))
    for _, _, tag in sorted(weighed):
        if tag in LANGUAGES:
            return tag
    return "uk"


class Words:
    """The messages in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Final = language

    def __call__(self, key: str, /, n: float | None = None, **values: Any) -> str:
        """The message, with `n` and the values put in; `n` chooses the form where there are several.

        Raises KeyError for a key that the catalogue lacks."""
        words = catalogue()[key][self.language]
        if not isinstance(words, str):
            words = words[form(self.language, 0 if n is None else n)]
        if n is not None:
            values["n"] = number(n, self.language)
        return words.format(**values) if values else words

    def name(self, group: str, value: str | None) -> str:
        """The word for a value of a closed list ("kind", "order"); the value itself where there is none yet."""
        if value is None:
            return ""
        words = catalogue().get(f"{group}.{value}")
        return value if words is None else str(words[self.language])

    def failure(self, code: str) -> str:
        """Why a file was not read, and what to do about it where there is something to do."""
        advised = f"advice.{code}" in catalogue()
        return f"{self.name('code', code)}. {self.name('advice', code)}" if advised else self.name("code", code)


def form(language: Language, n: float) -> int:
    """Which of a message's forms goes with this number: Ukrainian has one, few, many; English has one, other."""
    if language == "en":
        return 0 if n == 1 else 1
    if n != int(n):
        return 1
    last, teens = int(n) % 10, int(n) % 100 in range(11, 15)
    if last == 1 and not teens:
        return 0
    return 1 if last in (2, 3, 4) and not teens else 2


def number(value: float | Decimal, language: Language) -> str:
    """The number as printed, never in powers of ten: groups of three apart, a decimal comma in Ukrainian. Of a float 15
    digits are said, all that it is sure of; of a Decimal all."""
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.15g}")
    whole = f"{int(value):,}" if value == int(value) else f"{exact:,f}"
    if language == "en":
        return whole
    return whole.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
