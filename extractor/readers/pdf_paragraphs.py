"""Lines to paragraphs: indents, gaps, alignment and the room left on a line tell where one ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractor.readers.pdf_lines import Line, Zone

#: What opens a point or an item of a list.
MARKER: Final = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,4}[.)]\)?|\d{1,2}(?:\.\d{1,2}){1,4}|[IVXІХ]{1,5}[.)]|[а-яіїєґa-zА-ЯІЇЄҐA-Z]\)|[-–—•*▪➢·✓●○■◦‣]|\(\d{1,2}\))\Z"
)
_OPENS: Final = re.compile(r"(?:Стаття|Статья|Розділ|Раздел|Додаток|Приложение|ЗАТВЕРДЖЕНО|УТВЕРЖДЕНО)\Z")
_SMALL: Final = re.compile(r"[«\"“(]?[a-zа-яёіїєґ]")
_STOPPED: Final = re.compile(r"[.;:!?…]['\"»”)]*\Z")
_HANGING_WORD: Final = re.compile(
    r"(?:.*[,(«–—-]|(?i:про|та|і|й|з|із|зі|на|в|у|для|щодо|або|за|до|від|по|при|як|що|не|и|о|об|от|к|с|из|или|№|ст\.|п\.))\Z"
)
_BULLETS: Final = frozenset("•▪➢·✓●○■◦‣")
_BROKEN_WORD: Final = re.compile(r"[^\W\d_]-\Z")
_INDENT: Final = 6.0


@dataclass(frozen=True, slots=True)
class Setting:
    """How the document is set: the usual distance of base lines in heights of the font, and the indent of first
    lines in points, 0 where it has none."""

    pitch: float = 1.2
    indent: float = 0.0


def setting_of(zones: Iterable[Zone]) -> Setting:
    """The distance of lines and the indent that most of the document keeps."""
    steps: Counter[float] = Counter()
    indents: Counter[int] = Counter()
    for zone in zones:
        flush = True
        for a, b in pairwise(zone.lines):
            if abs(a.size - b.size) < 0.5:
                steps[round((b.base - a.base) / a.size, 1)] += 1
            if flush and not zone.column and abs(b.x0 - zone.left) <= 3 and not opens(a):
                indents[round(a.x0 - zone.left)] += 1
            flush = abs(a.x0 - zone.left) <= 3
    usual = [(count, -step) for step, count in steps.items() if 0.9 <= step <= 2.4]
    deep = [(count, x) for x, count in indents.items() if 10 <= x <= 75 and count >= 2]
    return Setting(-max(usual)[1] if usual else 1.2, float(max(deep)[1]) if deep else 0.0)


def paragraphs(zone: Zone, setting: Setting) -> list[list[Line]]:
    """The lines of a zone, put together paragraph by paragraph."""
    out: list[list[Line]] = []
    rights = _block_rights(zone.lines)
    for i, line in enumerate(zone.lines):
        if out and _joins(out[-1], line, zone, setting, rights[i]):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def runs_on(above: Sequence[Line], below: Sequence[Line], zone: Zone) -> bool:
    """Does a paragraph go on with `below` over the end of a page or of a column, whose margins `zone` tells?"""
    a, b = above[-1], below[0]
    if abs(a.size - b.size) > 0.12 * a.size or (a.bold and b.plain) or (a.plain and b.bold):
        return False
    if opens(b) or (_STOPPED.search(a.words[-1].text) and not _SMALL.match(b.text)):
        return False
    if _SMALL.match(b.text):
        return not _STOPPED.search(a.words[-1].text)
    indented = b.x0 > zone.left + _INDENT and (len(below) == 1 or below[1].x0 < b.x0 - _INDENT)
    continues = (len(above) > 1 and abs(b.x0 - a.x0) <= 3) or _hangs(above, b)
    return (continues or not indented) and not forced(a, b, zone.left, zone.right)


def opens(line: Line) -> bool:
    """Does the line begin with a number, a bullet or a word that begins a thing of its own?"""
    first = line.words[0].text
    if _OPENS.match(first):
        return True
    return len(line.words) > 1 and MARKER.match(first) is not None


def forced(a: Line, b: Line, left: float, right: float) -> bool:
    """Was the line broken by hand: would the first word of the next have fitted on it?"""
    need = _first_width(b) + 0.3 * a.size + 1.5
    room = right - a.x1
    if is_centred(a, left, right):
        room = (right - left) - (a.x1 - a.x0)
    return room >= need


def is_centred(line: Line, left: float, right: float) -> bool:
    """Is the line as far from one margin as from the other, and away from both?"""
    before, after = line.x0 - left, right - line.x1
    return abs(before - after) <= 8 and before > 10


def _first_width(line: Line) -> float:
    """The width of what cannot be broken at the line's start."""
    end = 0
    while end + 1 < len(line.words) and line.words[end].glued:
        end += 1
    return line.words[end].x1 - line.words[0].x0


def _block_rights(lines: Sequence[Line]) -> list[float]:
    """For each line the right end of the block that it stands in: neighbours that begin at the same place."""
    out = [0.0] * len(lines)
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or abs(lines[i].x0 - lines[i - 1].x0) > 3 or _step(lines[i - 1], lines[i]) > 2.0:
            right = max(_first_end(x) for x in lines[start:i])
            out[start:i] = [right] * (i - start)
            start = i
    return out


def _first_end(line: Line) -> float:
    """Where the line ends before what stands aside on it: a signatory's name, a date."""
    gaps = line.gaps(2.5)
    return gaps[0][0] if gaps else line.x1


def _step(a: Line, b: Line) -> float:
    return (b.base - a.base) / max(a.size, b.size)


def _joins(done: list[Line], b: Line, zone: Zone, setting: Setting, block_right: float) -> bool:
    a = done[-1]
    broken = forced(a, b, zone.left, zone.right)
    stopped = _STOPPED.search(a.words[-1].text) is not None
    small = _SMALL.match(b.text) is not None
    if not _alike(done, b, setting, flowing=small and not broken):
        return False
    if small and _BROKEN_WORD.search(a.words[-1].text):
        return True
    if _are_first_lines(done, b, zone, setting) or (opens(b) and (broken or stopped or _is_next_item(done, b))):
        return False
    if _both_centred(a, b, zone):
        return not broken or (small and not stopped)
    moved = b.x0 - a.x0
    if (moved > _INDENT and not _hangs(done, b)) or (moved < -_INDENT and len(done) > 1):
        return small and not broken and not stopped
    if broken:
        if stopped or forced(a, b, zone.left, max(block_right, a.x1)) or moved < -_INDENT:
            return False
        return small or _HANGING_WORD.match(a.words[-1].text) is not None
    return True


def _alike(done: list[Line], b: Line, setting: Setting, *, flowing: bool) -> bool:
    """Is the line set as the paragraph above, at its distance?"""
    a = done[-1]
    if abs(a.size - b.size) > 0.18 * max(a.size, b.size):
        return False
    if not flowing and ((a.bold and b.plain) or (a.plain and b.bold)) and len(a.text) > 3:
        return False
    usual = (a.base - done[-2].base) / a.size if len(done) > 1 else max(setting.pitch, 1.15)
    return 0 < _step(a, b) <= 1.28 * usual + 0.05


def _both_centred(a: Line, b: Line, zone: Zone) -> bool:
    if is_centred(b, zone.left, zone.right):
        middle = (zone.left + zone.right) / 2
        return abs((a.x0 + a.x1) / 2 - middle) <= 6
    return False


def _are_first_lines(done: Sequence[Line], b: Line, zone: Zone, setting: Setting) -> bool:
    """Do both lines have the indent that the document gives to first lines?"""
    depth = b.x0 - zone.left
    return (
        len(done) == 1 and setting.indent > 0 and abs(depth - setting.indent) <= 2.5 and abs(b.x0 - done[0].x0) <= 2.5
    )


def _is_next_item(done: Sequence[Line], b: Line) -> bool:
    """Does a line that begins with a mark stand where items begin, and not where the paragraph's lines do?"""
    first = done[0]
    mark = _mark(b)
    if mark == "bullet" or (mark == _mark(first) and abs(b.x0 - first.x0) <= 3):
        return True
    if len(done) > 1:
        return abs(b.x0 - done[-1].x0) > 3
    return b.x0 - first.x0 > 3 and not _hangs(done, b)


def _mark(line: Line) -> str:
    """The kind of mark that a line begins with; "" for none."""
    first = line.words[0].text
    if not opens(line):
        return ""
    if first in _BULLETS:
        return "bullet"
    return "number" if first[:1].isdigit() else "dash" if first in "-–—" else "letter"


def _hangs(done: Sequence[Line], b: Line) -> bool:
    """Is the line set under the text of an item whose mark stands to the left?"""
    first = done[0]
    if len(first.words) < 2 or not MARKER.match(first.words[0].text):
        return False
    return len(done) == 1 and any(abs(b.x0 - w.x0) <= 3 for w in first.words[1:3])
