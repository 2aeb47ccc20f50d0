"""The line that heads an act or minutes where a page shows them whole, told from a subheading that speaks of them."""

from __future__ import annotations

import re
from typing import Final

from extractor.layout.zones_view import DATE, kind_of, unspaced

ACTS: Final = frozenset(("order", "decision", "decree", "law"))
#: How long such a line may be.
_LONGEST: Final = 100
#: What may stand beside the word for the kind: a number, «№ 12-22/VIII», «15-р»; a day with its year; a town with its
#: «м.», or one in small letters beside the day. Any other word makes a sentence of the line.
_NUMBER: Final = (
    r"(?:(?:№|N[оo°]?)\s?)?\d+(?:\s?[/-]\s?(?:\d+|[IVXІХ]{1,5}|[а-яіїєґё]{1,4}|[А-ЯІЇЄҐЁ]{1,3})(?!\w)){0,4}"
)
_TOWN: Final = r"[А-ЯІЇЄҐЁ][а-яіїєґё'-]+(?:[ -][А-ЯІЇЄҐЁ][а-яіїєґё'-]+)?"
_PLACE: Final = r"(?i:м|г|с|смт|пгт|сел)\s?\.\s?[А-ЯІЇЄҐЁ][\w'-]+(?:[ -][А-ЯІЇЄҐЁ][\w'-]+)?"
_DAY: Final = rf"(?:{_TOWN}[\s,]+)?(?i:{DATE})(?:[\s,]+{_TOWN})?"
_REQUISITES: Final = re.compile(rf"(?:[\s,|]*(?i:(?:від|от)\s)?(?>{_DAY}|{_NUMBER}|{_PLACE}|№)(?!\w)){{0,5}}+[\s.]*")


def headed(line: str) -> str | None:
    """The kind of the act or minutes that this line heads: the word for them in capitals, with no more than number,
    day and town. None where the line says anything else: «РІШЕННЯ 45 СЕСІЇ: ЩО УХВАЛИЛИ»."""
    joined = unspaced(line) if len(line) < _LONGEST else ""
    named = kind_of(joined) if joined[:5].isupper() else None
    if named is None or named[0] not in ACTS | {"protocol"} or not _REQUISITES.fullmatch(named[1]):
        return None
    return named[0]
