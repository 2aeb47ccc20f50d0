"""«пункту 6 частини 1 статті 17» before an act: its provisions."""

from __future__ import annotations

import re
from typing import Final

_KINDS: Final = (
    ("розділ", r"розділ(?:у|ом|і|и|ів|ами)?", 0),
    ("раздел", r"раздел(?:а|у|ом|е|ы|ов)?", 0),
    ("глава", r"глав(?:а|и|і|ы|у|ою|ой|е)", 1),
    ("стаття", r"стат(?:тя|ті|тю|тею|ей|тями|тях)|ст\s?\.(?:\s?ст\s?\.)?", 2),
    ("статья", r"стать(?:я|и|ю|ёй|ей|е|ями|ях)", 2),
    ("частина", r"частин(?:а|и|і|у|ою|ами|ах)?", 3),
    ("часть", r"част(?:ь|и|ью|ей|ями|ях)", 3),
    ("підпункт", r"підпункт(?:у|ом|і|и|ів|а|ами|ах)?|п\s?\.\s?п\s?\.|пп\s?\.", 5),
    ("подпункт", r"подпункт(?:у|ом|е|ы|ов|а|ами|ах)?", 5),
    ("пункт", r"пункт(?:у|ом|і|и|ів|а|е|ы|ов|ами|ах)?|п\s?\.", 4),
    ("частина", r"ч\s?\.", 3),
    ("абзац", r"абзац(?:у|ом|і|и|ів|а|е|ы|ов|ами|ах)?|абз\s?\.", 6),
)
_RU: Final = {"стаття": "статья", "частина": "часть", "підпункт": "подпункт", "розділ": "раздел"}
_ITEM: Final = r"(?:«?[а-яіїєґ]»|\d{1,4}(?:[-.]\d{1,3})*|[IVXІХ]{1,5}(?![\w]))"
_ITEMS: Final = rf"{_ITEM}(?:\s?(?:,|та|і|й|и|-)\s?{_ITEM}){{0,8}}"
_ORDINAL: Final = r"[а-яіїєґ]+(?:ої|ій|ою|ого|ому|им|ой|ым|ом|а|ий|ый)"
_ONE: Final = "|".join(f"(?:{p})" for _, p, _ in _KINDS)
_STEP: Final = re.compile(rf"(?<![\w])(?P<noun>{_ONE})\s?(?P<items>{_ITEMS})(?:\s?,|\s+(?:та|і|й|и))?\s+\Z", re.I)
_ORDINAL_STEP: Final = re.compile(rf"(?<![\w])(?P<noun>{_ONE})\s+(?P<items>{_ORDINAL})\s+\Z", re.I)
_SPLIT: Final = re.compile(r"\s?(?:,|та|і|й|и)\s?")


def provisions_before(plain: str, start: int) -> tuple[int, tuple[str, ...]]:
    """Where the provisions that end at `start` begin, and their names, the outermost first («стаття 17»)."""
    found: list[tuple[int, str]] = []
    at = start
    for _ in range(6):
        if at == 0 or plain[at - 1] not in " \n":
            break
        low = max(0, at - 70)
        step = _STEP.search(plain, low, at) or _ORDINAL_STEP.search(plain, low, at)
        if step is None:
            break
        noun = step["noun"].casefold()
        name, rank = next((n, r) for n, p, r in _KINDS if re.fullmatch(p, noun))
        russian = _is_russian(plain, at)
        name = _RU.get(name, name) if russian else name
        items = [step["items"]] if step.re is _ORDINAL_STEP else _SPLIT.split(step["items"])
        found[:0] = [(rank, f"{name} {i}") for i in items if i]
        at = step.start()
    return at, tuple(name for _, name in sorted(found, key=lambda x: x[0]))


def _is_russian(plain: str, at: int) -> bool:
    """Short forms («ст. 5») are the same in both languages: the letters around decide."""
    around = plain[max(0, at - 80) : at + 120]
    return sum(around.count(c) for c in "ыэъё") > sum(around.count(c) for c in "іїєґ")
