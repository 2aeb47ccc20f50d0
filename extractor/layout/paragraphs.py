"""Paragraphs: the reader's blocks, or in plain text the lines joined where they are mere wraps."""

from __future__ import annotations

import re
from typing import Final

from extractor.schema.document import Document
from extractor.schema.outline import Paragraph, ParagraphRole

_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
#: A line that begins a thing of its own, never the rest of the line above.
_OPENS: Final = re.compile(
    r"\s*(?:\d{1,3}(?:\.\d{1,3})*[.)]|[IVXІХV]{1,5}[.)]|[а-яіїєґa-z]\)|[-–—•*·▪]\s|№|N\s|Стаття|Статья|Розділ|Раздел|"
    r"Додаток|Приложение|ЗАТВЕРДЖЕНО|УТВЕРЖДЕНО|Затверджено|Утвержден[оа]?)(?!\S*\d{4})"
)
#: A point's number alone on its line: its text follows on the next.
_LABEL_ALONE: Final = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[а-яіїєґ]\)|[-–—])\s*\Z")
_ENDS: Final = re.compile(r"[.!?:;…][»\")]*\s*\Z")
_SMALL: Final = re.compile(r"\s*[\"(«]?[a-zа-яёіїєґ]")


def find(document: Document) -> tuple[Paragraph, ...]:
    """All paragraphs, sorted; table cells with text have the role "cell"."""
    out: list[Paragraph] = []
    done = 0
    for block in document.blocks:
        out.extend(_of_lines(document.text, done, block.start))
        done = block.end
        if block.table is not None:
            cells = (_trim(document.text, c.start, c.end) for c in block.table.cells)
            out.extend(Paragraph(a, b, "cell") for a, b in cells if a < b)
        else:
            start, end = _trim(document.text, block.start, block.end)
            role: ParagraphRole = "body"
            if block.kind in ("header", "footer"):
                role = "furniture"
            elif block.kind == "heading":
                role = "heading"
            if start < end:
                out.append(Paragraph(start, end, role))
    out.extend(_of_lines(document.text, done, len(document.text)))
    return tuple(sorted(out, key=lambda p: p.start))


def _of_lines(text: str, start: int, end: int) -> list[Paragraph]:
    """Paragraphs of plain lines: wrapped lines are joined, blank lines part."""
    lines = [_trim(text, m.start(), m.end()) for m in _LINE.finditer(text, start, end)]
    width = _wrap_width(lines)
    out: list[Paragraph] = []
    for a, b in lines:
        if out and _continues(text, out[-1], a, b, width):
            out[-1] = Paragraph(out[-1].start, b)
        else:
            out.append(Paragraph(a, b))
    return out


def _wrap_width(lines: list[tuple[int, int]]) -> int:
    """The column that a typist or a converter wrapped at; 0 where lines are whole paragraphs."""
    lengths = sorted(b - a for a, b in lines)
    if len(lengths) < 3 or lengths[-1] > 160:
        return 0
    return lengths[-1 - len(lengths) // 20]


def _continues(text: str, above: Paragraph, start: int, end: int, width: int) -> bool:
    """Is text[start:end] the rest of the paragraph above?"""
    gap = text[above.end : start]
    if gap.count("\n") > 1 or "\t" in text[start:end]:
        return False
    last = (
        text[text.rfind("\n", above.start, above.end) + 1 : above.end]
        if "\n" in text[above.start : above.end]
        else text[above.start : above.end]
    )
    if _LABEL_ALONE.match(last):
        return True
    if _OPENS.match(text, start):
        return False
    if _SMALL.match(text, start):
        return not _ENDS.search(last) or last.endswith(".") is False and width > 0 and len(last) > 0.6 * width
    if width and len(last) + _first_word(text, start, end) >= width:
        return True
    return False


def _first_word(text: str, start: int, end: int) -> int:
    stop = text.find(" ", start, end)
    return (stop if stop > 0 else end) - start


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
