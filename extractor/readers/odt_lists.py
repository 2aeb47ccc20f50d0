"""Automatic numbers of an OpenDocument text: list styles, and which list goes on with which.

Source of the rules: OpenDocument 1.3 part 3, 5.3 (lists), 16.31 and 16.32 (list styles), 19.500 (formats)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from extractor.readers.characters import show_symbols
from extractor.readers.docx_numbering import Level, Numbering
from extractor.readers.odt_names import LOEXT, STYLE, TEXT, whole

LEVELS: Final = 9
_FORMS: Final = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
#: LibreOffice names an alphabet by its first letters and the language: «а, б, .., аа, бб, ... (uk)».
_CYRILLIC: Final = re.compile(r"([аА]), .*\((ru|uk)\)\Z")
_PLACE: Final = re.compile(r"%(\d{1,2})%")
_NUMBER: Final = f"{TEXT}list-level-style-number"
_BULLET: Final = f"{TEXT}list-level-style-bullet"
_OUTLINE: Final = f"{TEXT}outline-level-style"
_HIGHEST: Final = 1_000_000


@dataclass(slots=True)
class Lists:
    """The lists of one document; ask for paragraphs in reading order.

    styles: list style name → level from 0 → rule. A list of the text is known to `numbering` by a key of its own."""

    styles: dict[str, dict[int, Level]] = field(default_factory=dict)
    outline: dict[int, Level] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=Numbering)
    _by_id: dict[str, str] = field(default_factory=dict)
    _last: dict[str, str] = field(default_factory=dict)
    _made: int = 0

    def begin(self, element: etree._Element, identity: str | None, style: str) -> str:
        """The key of a list that is on the first level; the counters of another where it goes on with that one."""
        after = self._by_id.get(element.get(f"{TEXT}continue-list", ""))
        if after is None and element.get(f"{TEXT}continue-numbering") == "true":
            after = self._last.get(style)
        key = self._key(style, after)
        self._last[style] = key
        if identity:
            self._by_id[identity] = key
        return key

    def restarted(self, key: str, style: str, level: int, start: int) -> str:
        """The key of the same list from an item on that sets its own number."""
        again = self._key(style, key)
        self.numbering.restarts[again] = {level: start}
        self._last[style] = again
        for identity, known in self._by_id.items():
            if known == key:
                self._by_id[identity] = again
        return again

    def number(self, key: str, style: str, level: int) -> str:
        """What is displayed before the next item of a list at `level`, by the rules of `style`; "" for nothing."""
        rules = self.styles.get(style, {})
        if level in rules:
            self.numbering.levels[key][level] = rules[level]
        return self.numbering.next(key, level)

    def heading(self, level: int) -> str:
        """What is displayed before the next heading by the outline's own numbers; "" for nothing."""
        if level not in self.outline:
            return ""
        self.numbering.levels["outline"] = self.outline
        return self.numbering.next("outline", level)

    def _key(self, style: str, after: str | None) -> str:
        self._made += 1
        key = str(self._made)
        self.numbering.levels[key] = dict(self.numbering.levels[after] if after else self.styles.get(style, {}))
        self.numbering.abstract_of[key] = self.numbering.abstract_of[after] if after else key
        return key


def read_lists(roots: list[etree._Element]) -> Lists:
    """The list styles that the parts of a document define."""
    found = Lists()
    for root in roots:
        for style in root.iter(f"{TEXT}list-style"):
            found.styles[style.get(f"{STYLE}name", "")] = _rules(style)
        for outline in root.iter(f"{TEXT}outline-style"):
            found.outline = {at: rule for at, rule in _rules(outline).items() if rule.text}
    return found


def _rules(style: etree._Element) -> dict[int, Level]:
    rules: dict[int, Level] = {}
    for element in style:
        level = whole(element.get(f"{TEXT}level"), 0, LEVELS + 1) - 1
        if not 0 <= level < LEVELS:
            continue
        if element.tag in (_NUMBER, _OUTLINE):
            rules[level] = _numbered(element, level)
        elif element.tag == _BULLET:
            sign = show_symbols(element.get(f"{TEXT}bullet-char") or "•")
            rules[level] = Level(form="bullet", text="•" if sign.isalnum() else sign)
        else:
            rules[level] = Level(form="none")
    return rules


def _numbered(element: etree._Element, level: int) -> Level:
    form = element.get(f"{STYLE}num-format") or ""
    start = whole(element.get(f"{TEXT}start-value"), 1, _HIGHEST)
    pattern = element.get(f"{LOEXT}num-list-format")
    if pattern is not None:
        text = _PLACE.sub(r"%\1", pattern)
    else:
        shown = min(whole(element.get(f"{TEXT}display-levels"), 1, LEVELS), level + 1) if form else 0
        places = ".".join(f"%{at + 1}" for at in range(level + 1 - shown, level + 1))
        text = f"{element.get(f'{STYLE}num-prefix') or ''}{places}{element.get(f'{STYLE}num-suffix') or ''}"
    return Level(start=start, form=_form(form), text=text)


def _form(form: str) -> str:
    cyrillic = _CYRILLIC.match(form)
    if cyrillic:
        language = {"ru": "russian", "uk": "ukrainian"}[cyrillic[2]]
        return f"{language}{'Lower' if cyrillic[1] == 'а' else 'Upper'}"
    return _FORMS.get(form, "decimal" if form else "none")
