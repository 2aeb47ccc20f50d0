"""What stands among the lines of a head and is none of them: stamps of approval, remarks in braces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.layout.zones_tail import APPROVED, annex_end
from extractor.layout.zones_view import View
from extractor.schema.outline import ParagraphRole

_AGREED: Final = re.compile(r"(?:согласовано|погоджено)\b\s?:?\s?(?:утверждаю|затверджую|\Z)", re.IGNORECASE)
#: A remark in braces takes up so many lines at most.
_REMARK: Final = 8


def read(views: Sequence[View], i: int, stop: int) -> tuple[ParagraphRole | None, int]:
    """(role, the index behind it) of a stamp or a remark in braces that begins at views[i] and is none of the head's
    own lines; (None, i) where none does."""
    line = views[i].line
    if views[i].short and (APPROVED.match(line) or _AGREED.match(line)):
        return "annex", annex_end(views, i, stop)
    after = _braced(views, i, stop)
    return ("requisite" if after > i else None), after


def _braced(views: Sequence[View], i: int, end: int) -> int:
    """The index behind a remark in braces, as databases of acts set them («{ Лист втратив чинність … }»), that begins
    at views[i]; i where none does."""
    if not views[i].line.startswith("{"):
        return i
    for k in range(i, min(end, i + _REMARK)):
        if not views[k].short:
            break
        if views[k].line.endswith("}"):
            return k + 1
    return i
