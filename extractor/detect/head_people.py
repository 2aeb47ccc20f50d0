"""Who signed, who drafted, and how to reach them."""

from __future__ import annotations

import re
from typing import Final

from extractor.detect.head_bodies import printed
from extractor.layout.zones_tail import BLANK_SIGN, NAMED_PHONE, is_given, is_plain_name, split_signature, unclosed
from extractor.layout.zones_view import CARRIES_ON, NAME_ALONE, PHONE, POSITION, levelled
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Signatory
from extractor.schema.outline import Paragraph

_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL: Final = re.compile(r"https?://[^\s<>«»\"]+|\bwww\.[^\s<>«»\",;)]+")
_ADDRESS: Final = re.compile(
    r"(?P<address>(?:\d{5,6},\s?)?(?:(?:м|г|смт|с)\s?\.\s?[\w'-]+,\s?)?(?:вул|ул|просп|пр-т|пл|майдан|бульв)\.?\s?"
    r"[^,\n]{2,40},\s?\d[\w/-]*(?:,\s?(?:м|г|смт|с)\s?\.\s?[\w'-]+)?(?:,\s?\d{5,6})?)"
)
_TELEPHONE: Final = re.compile(
    r"(?:тел|факс|телефон\w*|т/ф|моб)\b\.?\s?(?:/\s?факс\s?)?[:.]?\s?(?P<phone>[+(\d][\d ()-]{4,20}\d)", re.IGNORECASE
)
_FIELDS: Final = (("emails", _EMAIL, 0), ("urls", _URL, 0), ("phones", _TELEPHONE, 1), ("address", _ADDRESS, 1))
_DRAFTED: Final = re.compile(
    r"(?:исп|вик|исполнитель|виконавець|підготува\w+|подготовил\w?)\b\s?[.:]?\s?", re.IGNORECASE
)


def signatories(analysis: Analysis) -> list[Signatory]:
    """Names as printed, each with the lines of its position joined by spaces."""
    out: list[Signatory] = []
    held: list[Paragraph] = []
    for p in analysis.outline.paragraphs:
        if p.role != "signature":
            held = []
            continue
        line = levelled(" ".join(analysis.plain[p.start : p.end].split()))
        if BLANK_SIGN.match(line):
            continue
        rest = not held and split_signature(line) is None and CARRIES_ON.match(line)
        if out and (rest or (line.startswith("(") and POSITION.match(line))):
            last = out[-1]
            position = f"{last.position} {printed(analysis, p.start, p.end)}" if last.position else None
            out[-1] = Signatory(last.name, position, (*last.spans, (p.start, p.end)))
            continue
        signed = unclosed(line)
        parts = split_signature(signed) or (
            ("", signed) if is_plain_name(signed) or is_given(signed.casefold()) else None
        )
        if parts is None:
            held.append(p)
            continue
        whole = printed(analysis, p.start, p.end)[len(line) - len(signed) :]
        at = len(signed) - len(signed[len(parts[0]) :].lstrip(" :_/-")) if parts[0] else 0
        own = whole[: len(parts[0])].strip() if parts[0] else ""
        said = [*(unclosed(printed(analysis, h.start, h.end)) for h in held), own]
        position = " ".join(x for x in said if x).strip(" :,-")
        spans = (*((h.start, h.end) for h in held), (p.start, p.end))
        out.append(Signatory(whole[at:].removesuffix(" .").strip(), position or None, spans))
        held = []
    return out


def drafted_by(analysis: Analysis) -> tuple[tuple[str, str | None], tuple[int, int]] | None:
    """(name, phone) of the person who prepared the paper, with where it stands."""
    lines = [p for p in analysis.outline.paragraphs if p.role == "drafter"]
    for i, p in enumerate(lines):
        line = _DRAFTED.sub("", " ".join(analysis.plain[p.start : p.end].split()), count=1)
        named = NAMED_PHONE.match(line)
        if named is not None:
            return (named.group("name").strip(), named.group("phone").strip()), (p.start, p.end)
        words = line.split()
        if NAME_ALONE.match(line) or (2 <= len(words) <= 3 and all(w[:1].isupper() for w in words)):
            below = (
                " ".join(analysis.plain[lines[i + 1].start : lines[i + 1].end].split()) if i + 1 < len(lines) else ""
            )
            phone = below if PHONE.match(below) else None
            end = lines[i + 1].end if phone else p.end
            return (line.removesuffix(" ."), phone), (p.start, end)
    return None


Place = tuple[str, tuple[int, int]]


def contacts(analysis: Analysis) -> dict[str, list[Place]]:
    """E-mail addresses, telephones, links and the postal address of the letterhead and the foot."""
    found: dict[str, list[Place]] = {"emails": [], "phones": [], "urls": [], "address": []}
    for p in analysis.outline.paragraphs:
        if p.role not in ("letterhead", "drafter", "requisite", "signature", "addressee"):
            continue
        for field, pattern, group in _FIELDS:
            if (field == "address" and p.role != "letterhead") or (field == "phones" and p.role == "drafter"):
                continue
            for hit in pattern.finditer(analysis.plain, p.start, p.end):
                value = analysis.text[hit.start(group) : hit.end(group)].strip(" .,")
                if all(value != known for known, _ in found[field]):
                    found[field].append((value, hit.span(group)))
    return found
