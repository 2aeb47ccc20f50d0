"""PDFs of running text and of tables to time the reader on: no font is embedded, letters go by their Unicode values."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from textwrap import wrap
from typing import Final

_LINES: Final = 44
_ROOM: Final = 78
_CODEC: Final = "cp1251"
#: Points: left margin, first base line, from line to line.
_LEFT, _TOP, _STEP = 72, 780, 16
#: Points: the right and the bottom edge of a table, the width of a letter.
_RIGHT, _BOTTOM, _LETTER = 540, 60, 5.5


def text_pdf(text: str, pages: int) -> bytes:
    """`text`, over and over, on as many A4 pages as asked; letters outside Windows Cyrillic become question marks."""
    lines: list[str] = []
    while len(lines) < pages * _LINES:
        lines.extend(_wrapped(text))
    shown = [lines[page * _LINES : (page + 1) * _LINES] for page in range(pages)]
    return _pages(["\n".join(_shown(line, _LEFT, _TOP - i * _STEP) for i, line in enumerate(page)) for page in shown])


def table_pdf(rows: Sequence[Sequence[str]], pages: int) -> bytes:
    """A ruled table on each of so many A4 pages: the first of `rows` as its head, the others over and over. Cells of
    columns of equal width are wrapped."""
    head, *body = rows
    columns = len(head)
    width = (_RIGHT - _LEFT) / columns
    room = int(width / _LETTER) - 1
    turn = cycle(body)
    drawn: list[str] = []
    for _ in range(pages):
        page, row, top = [], head, _TOP + _STEP
        while True:
            cells = [wrap(cell, room) or [""] for cell in row]
            bottom = top - _STEP * max(map(len, cells)) - _STEP // 2
            if bottom < _BOTTOM:
                break
            for column, lines in enumerate(cells):
                left = _LEFT + column * width
                page.append(f"{left:.1f} {bottom} {width:.1f} {top - bottom} re S")
                page += [_shown(line, left + 3, top - _STEP * (i + 1)) for i, line in enumerate(lines)]
            row, top = next(turn), bottom
        drawn.append("\n".join(page))
    return _pages(drawn)


def _shown(line: str, left: float, base: float) -> str:
    """The operators that show a line of text."""
    return f"BT /F 11 Tf 1 0 0 1 {left:.1f} {base} Tm <{line.encode(_CODEC, 'replace').hex()}> Tj ET"


def _pages(drawn: Sequence[str]) -> bytes:
    """A PDF whose pages are drawn by these operators."""
    pages = len(drawn)
    codes = "\n".join(f"<{c:02x}> <{ord(bytes([c]).decode(_CODEC, 'replace')):04x}>" for c in range(32, 256))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{' '.join(f'{6 + 2 * i} 0 R' for i in range(pages))}] >>".encode(),
        _stream(
            f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 224 beginbfchar\n{codes}\nendbfchar endcmap"
        ),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar 255 /Widths [{'500 ' * 224}] "
        "/Encoding /WinAnsiEncoding /ToUnicode 3 0 R >>".encode(),
    ]
    for page, operators in enumerate(drawn):
        objects.append(_stream(operators))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * page} 0 R "
            "/Resources << /Font << /F 4 0 R >> >> >>".encode()
        )
    return _file(objects)


def _wrapped(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            if line and len(line) + len(word) >= _ROOM:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines.append(line)
    return lines or [""]


def _stream(content: str) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content.encode("ascii"))


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)
