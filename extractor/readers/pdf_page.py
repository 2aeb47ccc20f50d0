"""What stands on one PDF page: words with their boxes, rulings and pictures, in the page's reading position."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.errors import SourceError
from extractor.readers.pdf_drawing import INVISIBLE, Drawing, Rect, drawing_of
from extractor.readers.pdf_sheet import Sheet, Word, turned_box

#: Character, then its box: left, top, right, bottom.
Glyph = tuple[str, float, float, float, float]

#: Symbol fonts put their bullets into the private-use area at 0xF000 + their code.
_SYMBOLS: Final = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF06F: "o", 0xF02D: "-", 0xF0BE: "-"}
_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SPACES: Final = frozenset([0, 9, 10, 11, 12, 13, 32, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)])
_GLUE: Final = frozenset([0xA0, 0x202F])
#: Zero-width characters and direction marks print nothing.
_NOTHING: Final = frozenset([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)])
_RUN: Final = re.compile(f"[^{''.join(map(chr, sorted(_SPACES)))}]+")
#: Characters that are not what they seem: unmapped, private, ligatures, hyphens of broken words, halves of others.
_NEEDS_CARE: Final = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ud800-\uf8ff\ufb00-\ufb06\ufeff\ufffd-\uffff]"
)
_GLUES: Final = frozenset(map(chr, _GLUE))
_BOLD: Final = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)


def read(page: pypdfium2.PdfPage, number: int, *, most: int = 10_000_000) -> Sheet:
    """The content of one page of at most `most` characters.

    Raises pypdfium2.PdfiumError where the page is damaged, SourceError limit_characters."""
    reader = _PageReader(page, number)
    try:
        if pdfium.FPDFText_CountChars(reader.text.raw) > 2 * most:
            raise SourceError("limit_characters", f"page {number} has more characters than the limit")
        return reader.sheet()
    finally:
        reader.close()


@dataclass(slots=True)
class _Run:
    """Characters between two spaces, in points from the top left corner of the page before it is turned."""

    first: int
    glyphs: list[Glyph]
    glued: bool = False
    angle: int = 0
    size: float = 0.0
    origin: tuple[float, float] = (0.0, 0.0)
    bold: bool = False


class _PageReader:
    """Holds one page's handles while it is read."""

    def __init__(self, page: pypdfium2.PdfPage, number: int) -> None:
        self.page = page
        self.number = number
        self.text: Any = page.get_textpage()
        self.left, self.low, self.right, self.high = page.get_bbox()
        self.rotation = page.get_rotation() // 90
        self.bold_fonts: dict[int, bool] = {}
        self.last: tuple[int, float, int, bool, tuple[float, float]] = (0, 0.0, 0, False, (0.0, 0.0))

    def close(self) -> None:
        self.text.close()

    def sheet(self) -> Sheet:
        area = abs((self.right - self.left) * (self.high - self.low))
        drawing: Drawing = drawing_of(self.page.raw, area)
        lines, pictured = drawing.lines, drawing.pictured
        runs = (self._whole_runs() if not _has_grid(lines) else None) or self._runs()
        for run in runs:
            self._style(run)
        if drawing.invisible and drawing.visible and pictured < 0.5:
            runs = [r for r in runs if self._is_visible(r)]
        turn = self._upright(runs)
        width, height = abs(self.right - self.left), abs(self.high - self.low)
        quarters = (self.rotation + turn) % 4
        size = (height, width) if quarters % 2 else (width, height)
        sheet = Sheet(self.number, size[0], size[1], turn, drawn=drawing.any, pictured=pictured)
        sheet.pixels = drawing.pixels
        for run in runs:
            sheet.words.extend(self._words(run, quarters))
        sheet.words = _spaced_out([w for w in sheet.words if _on_page(w, sheet)])
        for line in lines:
            low = (line[0] - self.left, self.high - line[3], line[2] - self.left, self.high - line[1])
            x0, y0, x1, y1 = self._placed(low, quarters)
            if y1 - y0 <= x1 - x0:
                sheet.across.append(((y0 + y1) / 2, x0, x1))
            else:
                sheet.down.append(((x0 + x1) / 2, y0, y1))
        return sheet

    def _placed(self, rect: Rect, quarters: int) -> Rect:
        """A box of the page as it is in the file on the upright page."""
        return turned_box(rect, abs(self.right - self.left), abs(self.high - self.low), quarters)

    def _whole_runs(self) -> list[_Run] | None:
        """Runs with one box each, several times faster than character by character; None where that may mislead.

        Good for plain pages: no lines to cut words at, and each run is as long as its letters."""
        handle = self.text.raw
        count = pdfium.FPDFText_CountChars(handle)
        buffer = (ctypes.c_ushort * (count + 1))()
        if pdfium.FPDFText_GetText(handle, 0, count, buffer) != count + 1:
            return None
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if len(text) != count or _NEEDS_CARE.search(text):
            return None
        get_box = pdfium.FPDFText_GetLooseCharBox
        first, last = pdfium.FS_RECTF(), pdfium.FS_RECTF()
        to_first, to_last = ctypes.byref(first), ctypes.byref(last)
        left, high = self.left, self.high
        runs: list[_Run] = []
        for hit in _RUN.finditer(text):
            start, end = hit.span()
            if not get_box(handle, start, to_first) or not get_box(handle, end - 1, to_last):
                return None
            height = max(first.top - first.bottom, last.top - last.bottom)
            if not 0 < last.right - first.left < 0.9 * height * (end - start) + height or (
                end - start > 1 and abs(first.bottom - last.bottom) > 0.5 * height
            ):
                return None
            box = (first.left - left, high - first.top, last.right - left, high - first.bottom)
            runs.append(_Run(start, [(hit.group(), *box)], glued=text[end : end + 1] in _GLUES))
        return runs

    def _runs(self) -> list[_Run]:
        handle = self.text.raw
        get_unicode, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
        box = pdfium.FS_RECTF()
        reference = ctypes.byref(box)
        runs: list[_Run] = []
        run: _Run | None = None
        left, high = self.left, self.high
        for i in range(pdfium.FPDFText_CountChars(handle)):
            code = get_unicode(handle, i)
            if code in _SPACES:
                if run is not None:
                    run.glued = code in _GLUE
                run = None
                continue
            if code in _NOTHING or not get_box(handle, i, reference):
                continue
            if run is None:
                run = _Run(i, [])
                runs.append(run)
            text = chr(code) if 0x20 < code < 0x7F or 0x400 <= code < 0x530 else _character(code)
            run.glyphs.append((text, box.left - left, high - box.top, box.right - left, high - box.bottom))
        return runs

    def _style(self, run: _Run) -> None:
        handle, i = self.text.raw, run.first
        item = pdfium.FPDFText_GetTextObject(handle, i)
        key = ctypes.addressof(item.contents) if item else 0
        if key and key == self.last[0]:
            _, run.size, run.angle, run.bold, run.origin = self.last
            return
        matrix = pdfium.FS_MATRIX()
        x, y = ctypes.c_double(), ctypes.c_double()
        numbers = ("a", "b", "c", "d")
        told = pdfium.FPDFText_GetMatrix(handle, i, matrix)
        if not told or not all(math.isfinite(getattr(matrix, name)) for name in numbers):
            # A page enlarged without end has no numbers left.
            matrix = pdfium.FS_MATRIX(a=1.0, d=1.0)
        size = pdfium.FPDFText_GetFontSize(handle, i)
        run.size = abs(size) * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        if not 1.0 <= run.size <= 300.0:
            run.size = max(1.0, abs(run.glyphs[0][4] - run.glyphs[0][2]) * 0.87)
        run.angle = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        if pdfium.FPDFText_GetCharOrigin(handle, i, x, y):
            run.origin = (x.value - self.left, self.high - y.value)
        else:
            run.origin = (run.glyphs[0][1], run.glyphs[0][4])
        run.bold = self._is_bold(i, item)
        self.last = (key if run.angle == 0 else 0, run.size, run.angle, run.bold, run.origin)

    def _is_bold(self, index: int, item: Any) -> bool:
        font = pdfium.FPDFTextObj_GetFont(item) if item else None
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        if key not in self.bold_fonts:
            name = ctypes.create_string_buffer(128)
            pdfium.FPDFText_GetFontInfo(self.text.raw, index, name, 128, ctypes.c_int())
            self.bold_fonts[key] = (
                _BOLD.search(name.value) is not None or pdfium.FPDFText_GetFontWeight(self.text.raw, index) >= 600
            )
        return self.bold_fonts[key]

    def _upright(self, runs: list[_Run]) -> int:
        """Quarter turns clockwise that put most of the page's text upright, as shown."""
        angles: Counter[int] = Counter()
        for run in runs:
            angles[(run.angle - self.rotation) % 4] += sum(len(g[0]) for g in run.glyphs)
        return angles.most_common(1)[0][0] if angles else 0

    def _is_visible(self, run: _Run) -> bool:
        found = pdfium.FPDFText_GetTextObject(self.text.raw, run.first)
        return not found or pdfium.FPDFTextObj_GetTextRenderMode(found) != INVISIBLE

    def _words(self, run: _Run, quarters: int) -> Iterator[Word]:
        """The run as words: it breaks where the pen jumps, at a new line or over a gap that has no space."""
        x, y = run.origin
        base = self._placed((x, y, x, y), quarters)
        turned = (run.angle - quarters) % 4 != 0
        glyphs = run.glyphs
        if quarters:
            glyphs = [(g[0], *self._placed(g[1:], quarters)) for g in glyphs]
        if turned:
            yield self._word(run, glyphs, base[1], turned=True)
            return
        level = base[1]
        last = glyphs[0]
        part: list[Glyph] = [last]
        fall, gap, back = 0.7 * run.size, 0.6 * run.size, 1.5 * run.size
        for glyph in glyphs[1:]:
            shift = glyph[4] - last[4]
            if glyph[0] == last[0] and glyph[1] - last[1] < 0.3 * (last[3] - last[1]) and -1 < shift < 1:
                continue
            if not -fall <= shift <= fall or glyph[1] - last[3] > gap or last[1] - glyph[1] > back:
                yield self._word(run, part, level, glued=False)
                if not -fall <= shift <= fall:
                    level += shift
                part = []
            part.append(glyph)
            last = glyph
        if part:
            yield self._word(run, part, level, glued=run.glued)

    def _word(self, run: _Run, glyphs: list[Glyph], base: float, *, glued: bool = False, turned: bool = False) -> Word:
        text = "".join(g[0] for g in glyphs)
        top, bottom = base - 0.75 * run.size, base + 0.22 * run.size
        if turned:
            top, bottom = min(g[2] for g in glyphs), max(g[4] for g in glyphs)
        return Word(
            text,
            min(g[1] for g in glyphs),
            top,
            max(g[3] for g in glyphs),
            bottom,
            bottom if turned else base,
            run.size,
            run.bold,
            glued,
            turned,
            self.number,
            tuple(g[1] for g in glyphs),
        )


def _has_grid(lines: list[Rect]) -> bool:
    return sum(1 for x0, y0, x1, y1 in lines if y1 - y0 > x1 - x0) > 0 and len(lines) > 2


def _character(code: int) -> str:
    """What a code prints; U+FFFD where the font does not say. Codes 0x80 to 0x9F stay: they may be Windows letters."""
    if code == 2:  # pdfium's mark of a hyphen at a line's end
        return "-"
    if 0x20 < code < 0x7F:
        return chr(code)
    if code in _LIGATURES:
        return _LIGATURES[code]
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code) or (chr(code - 0xF000) if 0xF021 <= code <= 0xF07E else chr(code))
    if code < 0x20 or code == 0x7F or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or code & 0xFFFE == 0xFFFE:
        return "\ufffd"
    return chr(code)


def _on_page(word: Word, sheet: Sheet) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    inside = -2 <= x <= sheet.width + 2 and -2 <= y <= sheet.height + 2
    return inside and all(map(math.isfinite, (word.x0, word.x1, word.top, word.bottom, word.base, word.size)))


def _spaced_out(words: list[Word]) -> list[Word]:
    """Letters printed apart («Р І Ш Е Н Н Я») put together: four or more in a row, evenly set."""
    out: list[Word] = []
    i = 0
    while i < len(words):
        j = i
        while j < len(words) and _lone(words[j]) and (j == i or _follows(words[j - 1], words[j])):
            j += 1
        if j - i < 4:
            out.extend(words[i : max(j, i + 1)])
            i = max(j, i + 1)
            continue
        gap = median(b.x0 - a.x1 for a, b in pairwise(words[i:j]))
        start = i
        for k in range(i + 1, j + 1):
            if k == j or words[k].x0 - words[k - 1].x1 > 1.5 * gap + 1:
                out.append(_together(words[start:k]))
                start = k
        i = j
    return out


def _lone(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isalpha() and word.text.isupper() and not word.turned


def _follows(a: Word, b: Word) -> bool:
    return abs(a.base - b.base) < 1 and 0 < b.x0 - a.x1 < 1.6 * a.size


def _together(words: list[Word]) -> Word:
    first, last = words[0], words[-1]
    joined = Word("".join(w.text for w in words), first.x0, first.top, last.x1, last.bottom, first.base, first.size)
    joined.bold, joined.glued, joined.page = first.bold, last.glued, first.page
    joined.edges = tuple(w.x0 for w in words)
    return joined
