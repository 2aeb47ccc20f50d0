"""Short names that a document defines («далі – Центр»): parties called so are written in full."""

from __future__ import annotations

from dataclasses import replace

from extractor.detect.organisations_introduced import ShortName
from extractor.schema.facts import Facts, Party
from extractor.text.morphology import parses


def write_out(facts: Facts, defined: list[ShortName]) -> Facts:
    """The facts with every party whose name is exactly a defined short name called by the full one.

    Other short forms («облдержадміністрація») stay as printed."""
    names = {_folded(d.short): d.full for d in defined}
    if not names:
        return facts
    measures = tuple(replace(m, responsible=_full(m.responsible, names)) for m in facts.measures)
    head = replace(
        facts.head,
        addressees=_full(facts.head.addressees, names),
        control=next(iter(_full((facts.head.control,), names))) if facts.head.control else None,
    )
    return replace(facts, measures=measures, head=head)


def _full(parties: tuple[Party, ...], names: dict[str, str]) -> tuple[Party, ...]:
    return tuple(replace(p, name=names[_folded(p.name)]) if _folded(p.name) in names else p for p in parties)


def _folded(name: str) -> str:
    """The name without case: of letters, and of its words."""
    words = name.split()
    return " ".join(w.casefold() if w.isupper() else parses(w.casefold(), "uk")[0].normal_form for w in words)
