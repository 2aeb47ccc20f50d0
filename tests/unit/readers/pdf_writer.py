"""Small PDFs for the tests: text in Windows Cyrillic at given places, lines, pictures, tables.

Every character is half as wide as its font is high, so that a test can tell where words end. Coordinates are points
from the top left corner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

WIDTH = 0.5


def width(text: str, size: float) -> float:
    return WIDTH * size * len(text)


def wrap(text: str, room: float, size: float) -> list[str]:
    """The text in lines that fit, broken at spaces and after hyphens only."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@dataclass
class Sheet:
    """One page being drawn."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    content: list[bytes] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12,
        font: str = "plain",
        mode: int = 0,
        turn: int = 0,
        spacing: float = 0,
    ) -> None:
        """`y` is the base line; `turn` in degrees against the clock; `mode` 3 is invisible."""
        cos, sin = round(math.cos(math.radians(turn)), 6), round(math.sin(math.radians(turn)), 6)
        data = text.encode("cp1251").hex()
        self.content.append(
            (
                f"BT /{font} {size} Tf {mode} Tr {spacing} Tc "
                f"{cos} {sin} {-sin} {cos} {x} {self.height - y} Tm <{data}> Tj ET"
            ).encode()
        )

    def lines(
        self, x: float, y: float, lines: list[str], *, size: float = 12, step: float = 14, **more: object
    ) -> float:
        """Lines one under the other; the next base line."""
        for line in lines:
            self.text(x, y, line, size=size, **more)  # type: ignore[arg-type]
            y += step
        return y

    def paragraph(
        self, y: float, text: str, *, x: float = 72, room: float = 450, indent: float = 0, size: float = 12
    ) -> float:
        """A paragraph with a first line indent; the next base line."""
        first = wrap(text, room - indent, size)[0]
        lines = [first, *wrap(text[len(first) :], room, size)]
        for i, line in enumerate(lines):
            self.text(x + (indent if i == 0 else 0), y, line, size=size)
            y += 1.2 * size
        return y

    def line(self, x0: float, y0: float, x1: float, y1: float, *, thick: float = 0.5) -> None:
        self.content.append(f"{thick} w {x0} {self.height - y0} m {x1} {self.height - y1} l S".encode())

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A filled box."""
        self.content.append(f"{x0} {self.height - y1} {x1 - x0} {y1 - y0} re f".encode())

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.content.append(f"0.5 w {x0} {self.height - y1} {x1 - x0} {y1 - y0} re S".encode())

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.content.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.height - y1} cm /dot Do Q".encode())

    def table(self, x: float, y: float, widths: list[float], rows: list[list[str]], *, size: float = 10) -> float:
        """A table with all its lines; a cell that is "^" belongs to the cell above it. Returns its lower side."""
        edges = [x]
        for w in widths:
            edges.append(edges[-1] + w)
        tops = [y]
        for row in rows:
            depth = max(len(wrap(c, w - 8, size)) for c, w in zip(row, widths, strict=True))
            tops.append(tops[-1] + 1.2 * size * max(1, depth) + 4)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell != "^":
                    self.line(edges[c], tops[r], edges[c + 1], tops[r])
                    self.lines(
                        edges[c] + 4, tops[r] + size + 1, wrap(cell, widths[c] - 8, size), size=size, step=1.2 * size
                    )
        self.line(edges[0], tops[-1], edges[-1], tops[-1])
        for edge in edges:
            self.line(edge, tops[0], edge, tops[-1])
        return tops[-1]


@dataclass
class Pdf:
    """A PDF being made: `page()` for each page, `save()` for its bytes, always the same."""

    sheets: list[Sheet] = field(default_factory=list)
    encrypt: bool = False

    def page(self, width: float = 595.0, height: float = 842.0, rotate: int = 0) -> Sheet:
        self.sheets.append(Sheet(width, height, rotate))
        return self.sheets[-1]

    def save(self) -> bytes:
        letters = [bytes([c]).decode("cp1251", "replace") for c in range(32, 256)]
        private = [chr(0xE000 + c) if c > 32 else " " for c in range(32, 256)]
        latin = [bytes([c]).decode("latin-1") for c in range(32, 256)]
        fonts = {"plain": ("Helvetica", letters), "bold": ("Helvetica-Bold", letters)}
        fonts |= {"private": ("Helvetica", private), "latin": ("Helvetica", latin)}
        objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
        names = []
        for name, (base, table) in fonts.items():
            objects.append(_stream(_to_unicode(table)))
            widths = " ".join(["500"] * 224)
            objects.append(
                f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /FirstChar 32 /LastChar 255 /Widths [{widths}] "
                f"/Encoding /WinAnsiEncoding /ToUnicode {len(objects)} 0 R >>".encode()
            )
            names.append(f"/{name} {len(objects)} 0 R")
        objects.append(
            _stream(
                b"\x80",
                b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
            )
        )
        dot = len(objects)
        resources = f"<< /Font << {' '.join(names)} >> /XObject << /dot {dot} 0 R >> >>"
        kids = []
        for sheet in self.sheets:
            objects.append(_stream(b"\n".join(sheet.content)))
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] /Rotate {sheet.rotate} "
                f"/Contents {len(objects)} 0 R /Resources {resources} >>".encode()
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
        return _file(objects, encrypt=self.encrypt)


def _to_unicode(table: list[str]) -> bytes:
    pairs = [f"<{i + 32:02x}> <{ord(c):04x}>" for i, c in enumerate(table)]
    chunks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(c)} beginbfchar\n" + "\n".join(c) + "\nendbfchar" for c in chunks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{body}\nendcmap end end"
    ).encode()


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def _file(objects: list[bytes], *, encrypt: bool) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % p for p in places)
    lock = b""
    if encrypt:
        key = b"<" + b"ab" * 32 + b">"
        lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >> /ID [<00> <00>]" % (key, key)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, lock, table)
    return bytes(out)
