"""Styles and automatic numbers of a word processor's file: what is displayed before a paragraph.

Source of the rules: ECMA-376 part 1, 17.9 (numbering) and 17.7 (styles)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from extractor.readers.characters import show_symbols
from extractor.readers.ordinals import letters, roman

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL: Final = f"{W}val"
_LEVELS: Final = 9
#: The standard leaves out ё, й, ъ and ь; of Ukrainian letters it says nothing, office suites take all.
_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщыэюя"
_UKRAINIAN: Final = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_ENGLISH: Final = "abcdefghijklmnopqrstuvwxyz"
_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "lowerLetter": lambda n: letters(n, _ENGLISH),
    "upperLetter": lambda n: letters(n, _ENGLISH).upper(),
    "lowerRoman": lambda n: roman(n).lower(),
    "upperRoman": roman,
    "russianLower": lambda n: letters(n, _RUSSIAN),
    "russianUpper": lambda n: letters(n, _RUSSIAN).upper(),
    "ukrainianLower": lambda n: letters(n, _UKRAINIAN),
    "ukrainianUpper": lambda n: letters(n, _UKRAINIAN).upper(),
    "none": lambda _n: "",
}
#: Fonts whose letters show as bullets.
_BULLET_FONTS: Final = ("symbol", "wingdings", "webdings", "courier")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number counts and looks."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of numbers and headings; None where it says nothing."""

    name: str
    based_on: str | None
    number: str | None = None
    level: int | None = None
    outline: int | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of one document with their running counters; ask for paragraphs in reading order."""

    abstract_of: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def level_of_style(self, number: str, style: str) -> int:
        """The level that a list ties to a paragraph style; 0 where it ties none."""
        return next((i for i, lvl in self.levels.get(number, {}).items() if lvl.style == style), 0)

    def next(self, number: str, level: int) -> str:
        """The number or bullet displayed before the next paragraph of list `number` at `level`; "" for none."""
        rules = self.levels.get(number)
        if rules is None or level not in rules:
            return ""
        counters = self._counters.setdefault(self.abstract_of.get(number, number), [None] * _LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for at, start in self.restarts.get(number, {}).items():
                counters[at] = start - 1
        rule = rules[level]
        current = counters[level]
        counters[level] = rule.start if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            after = rules[deeper].restart if deeper in rules else None
            if after is None or level < after:
                counters[deeper] = None
        if rule.form == "bullet":
            return rule.text
        return self._shown(rules, counters, rule)

    @staticmethod
    def _shown(rules: dict[int, Level], counters: list[int | None], rule: Level) -> str:
        shown = rule.text
        for at in range(_LEVELS):
            mark = f"%{at + 1}"
            if mark not in shown:
                continue
            part = rules.get(at, Level())
            value = counters[at]
            if value is None:
                value = counters[at] = part.start
            form = _FORMATS.get(part.form, str) if not rule.legal else str
            shown = shown.replace(mark, form(value))
        return shown.strip()


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists that numbering.xml defines."""
    found = Numbering()
    if root is None:
        return found
    abstracts: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    style_of: dict[str, str] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        key = abstract.get(f"{W}abstractNumId", "")
        abstracts[key] = {_int(e.get(f"{W}ilvl")) or 0: _level(e) for e in abstract.iter(f"{W}lvl")}
        link = abstract.find(f"{W}numStyleLink")
        if link is not None:
            linked[key] = link.get(VAL, "")
        named = abstract.find(f"{W}styleLink")
        if named is not None:
            style_of[named.get(VAL, "")] = key
    for num in root.iter(f"{W}num"):
        number = num.get(f"{W}numId", "")
        to = num.find(f"{W}abstractNumId")
        key = to.get(VAL, "") if to is not None else ""
        key = style_of.get(linked.get(key, ""), key)
        levels = dict(abstracts.get(key, {}))
        for override in num.iter(f"{W}lvlOverride"):
            at = _int(override.get(f"{W}ilvl")) or 0
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[at] = _level(own)
            start = _int(_value(override, "startOverride"))
            if start is not None and 0 <= at < _LEVELS:
                found.restarts.setdefault(number, {})[at] = start
                levels[at] = replace(levels.get(at, Level()), start=start)
        found.abstract_of[number] = key
        found.levels[number] = {i: lvl for i, lvl in levels.items() if 0 <= i < _LEVELS}
    return found


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Paragraph styles by id, each with what it takes over from the styles it is based on."""
    if root is None:
        return {}
    own: dict[str, Style] = {}
    for element in root.iter(f"{W}style"):
        if element.get(f"{W}type", "paragraph") != "paragraph":
            continue
        properties = element.find(f"{W}pPr")
        number, level = numbering_of(properties)
        outline = _int(_value(properties, "outlineLvl")) if properties is not None else None
        name = (_value(element, "name") or "").lower()
        own[element.get(f"{W}styleId", "")] = Style(name, _value(element, "basedOn"), number, level, outline)
    return {key: _inherited(key, own) for key in own}


def numbering_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """List id and level that a paragraph's or style's own properties give."""
    listed = properties.find(f"{W}numPr") if properties is not None else None
    if listed is None:
        return None, None
    return _value(listed, "numId"), _int(_value(listed, "ilvl"))


def heading_level(style: Style | None, outline: int | None) -> int | None:
    """Depth of a heading from 0, by the paragraph's outline level, its style's, or the style's name; None for text."""
    if outline is None and style is not None:
        outline = style.outline
    if outline is not None:
        return outline if 0 <= outline < _LEVELS else None
    if style is None:
        return None
    word, _, digit = style.name.rpartition(" ")
    if word in ("heading", "заголовок") and digit.isdecimal():
        return min(max(int(digit) - 1, 0), _LEVELS - 1)
    return 0 if style.name in ("title", "назва", "название", "заголовок") else None


def _inherited(key: str, own: dict[str, Style]) -> Style:
    style = own[key]
    number, level, outline = style.number, style.level, style.outline
    seen = {key}
    parent = style.based_on
    while parent and parent in own and parent not in seen:
        seen.add(parent)
        above = own[parent]
        if number is None:
            number = above.number
            level = above.level if level is None else level
        outline = above.outline if outline is None else outline
        parent = above.based_on
    return Style(style.name, style.based_on, number, level, outline)


def _level(element: etree._Element) -> Level:
    form = _value(element, "numFmt") or "decimal"
    text = _value(element, "lvlText") or ""
    if form == "bullet":
        fonts = element.find(f"{W}rPr/{W}rFonts")
        font = (fonts.get(f"{W}ascii") or "").lower() if fonts is not None else ""
        text = show_symbols(text)
        if text.isalnum() and any(f in font for f in _BULLET_FONTS):
            text = "•"
    legal = element.find(f"{W}isLgl")
    return Level(
        start=_int(_value(element, "start")) or 0,
        form=form,
        text=text,
        restart=_int(_value(element, "lvlRestart")),
        legal=legal is not None and legal.get(VAL, "1") not in ("0", "false", "off"),
        suffix=_value(element, "suff") or "tab",
        style=_value(element, "pStyle"),
    )


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(VAL)


def _int(text: str | None) -> int | None:
    try:
        return int(text) if text else None
    except ValueError:
        return None
