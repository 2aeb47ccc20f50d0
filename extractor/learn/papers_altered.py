"""Papers out of their usual form: real ones whose lines are known, with the layout changed that the rules go by."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from extractor.layout.zones_tail import split_signature
from extractor.layout.zones_view import levelled, unspaced
from extractor.learn.papers import Line
from extractor.schema.document import Document
from extractor.schema.outline import Paragraph

#: What may be done to a paper: blank lines taken away, or put between all; capitals and spaced letters taken away;
#: the name of who signs in small letters, or under the position; menus around; no letterhead.
CHANGES: Final = ("tight", "loose", "plain", "signed", "parted", "framed", "cut")
_HEAD: Final = frozenset(("letterhead", "kind", "title"))


def lines_of(document: Document, paragraphs: Sequence[Paragraph]) -> list[Line]:
    """The lines of a document with the roles of its paragraphs, points and quotes as body."""
    text = document.text
    out: list[Line] = []
    above = 0
    for p in paragraphs:
        role = "body" if p.role in ("point", "quote") else p.role
        out += [("", "")] * (min(2, text.count("\n", above, p.start) - 1) if out else 0)
        out += [(role, line.strip()) for line in text[p.start : p.end].split("\n") if line.strip()]
        above = p.end
    return out


def altered(
    lines: Sequence[Line], changes: Sequence[str], menus: tuple[Sequence[str], Sequence[str]], random: Random
) -> list[Line]:
    """The lines with these changes; `menus` are what may stand above and below."""
    out = list(lines)
    if "cut" in changes:
        out = [line for line in out if line[0] != "letterhead"]
    if "plain" in changes:
        out = [(role, _plain(text)) if role in _HEAD else (role, text) for role, text in out]
    if "signed" in changes or "parted" in changes:
        out = [new for line in out for new in _signed(line, changes)]
    if "tight" in changes:
        out = [line for line in out if line[0]]
    if "loose" in changes:
        out = [new for line in out if line[0] for new in (line, ("", ""))]
    if "framed" in changes:
        above, below = (random.sample(list(m), random.randint(1, min(8, len(m)))) for m in menus)
        gap = [("", "")] * random.randint(0, 1)
        out = [*(("furniture", m) for m in above), *gap, *out, *gap, *(("furniture", m) for m in below)]
    return out


def _plain(text: str) -> str:
    joined = unspaced(text)
    return joined.capitalize() if joined == joined.upper() else joined


def _signed(line: Line, changes: Sequence[str]) -> list[Line]:
    """The line of a signature, its name in small letters or on a line of its own."""
    role, text = line
    parts = split_signature(levelled(" ".join(text.split()))) if role == "signature" else None
    if parts is None:
        return [line]
    position, name = parts
    if "signed" in changes:
        name = " ".join(w.capitalize() if w.isupper() and len(w) > 2 else w for w in name.split())
    if not position or "parted" in changes:
        return [(role, t) for t in (position, name) if t]
    return [(role, f"{position}  {name}")]
