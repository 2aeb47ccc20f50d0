"""Words broken at a line's end: is the hyphen part of the word («соціально-психологічний») or not?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from extractor.readers.pdf_lines import Line

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
_PARTS: Final = re.compile(r"([^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*)-\Z")
_HEAD: Final = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
#: Parts that keep their hyphen before anything, and after anything.
_BEFORE: Final = frozenset(
    "будь казна хтозна віце вице екс экс прес пресс інтернет интернет онлайн веб бізнес бизнес прем'єр премьер генерал "
    "лейтенант капітан північно південно північ південь захід схід северо юго дитина дитини дитині дитину дитиною діти "
    "дітей дітям дітьми дітях ребенок ребенка дети детей детям мати жінка жінки жінок учитель місто міста лікар лікаря "
    "член члени членів країна країни країн держава держави план проект акт счет рахунок медико техніко технико фізико "
    "физико хіміко механіко історико историко економіко экономико політико івано ивано по де не пів міні топ".split()
)
_AFTER: Final = frozenset(
    "то небудь будь таки либо нибудь ка сироти сиріт сиротам сиротами сирота сироты сирот інваліди інвалідів інвалідам "
    "інваліда інвалід инвалиды инвалидов інтернат інтернату інтернати інтернатів интернат интерната".split()
)
#: «соціально-», «військово-», «організаційно-»: half of a compound adjective.
_HALF: Final = re.compile(r"(?:но|во|ко|ло|ро|сько|ско|цько|ово|ево)\Z")
_ADJECTIVE: Final = re.compile(
    r"(?:ий|ій|а|я|е|є|ого|его|ому|ему|ої|ою|у|ю|ую|им|ім|их|іх|ими|і|ї|ый|ой|ая|ое|ые|ие|ым|ых|ыми)\Z"
)
_ADJECTIVE_STEM: Final = re.compile(r"(?:[нвцт]?ськ|[нвлр]|зьк|цьк|ск|ов|ев|ичн|альн|ійн)[а-яіїєґё]{1,3}\Z")
#: First halves of words that are written without a hyphen.
_SOLID: Final = re.compile(
    r"(?:загально|повно|багато|мало|ново|само|все|одно|дво|двух|много|обще|полно|взаємо|право|добро)\Z"
)
#: A text that breaks words ends at least this share of its lines with a hyphen.
_BREAKS_WORDS: Final = 0.05


class Hyphens:
    """Knows the words of one document and whether its lines break words."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.words: set[str] = set()
        count = ends = 0
        broken: list[tuple[str, str]] = []
        last = ""
        for line in lines:
            count += 1
            if last and (head := _HEAD.match(line.words[0].text)):
                broken.append((last, head.group().lower()))
            hit = _PARTS.search(line.words[-1].text)
            last = hit[1].lower() if hit else ""
            ends += bool(hit)
            self.words.update(w.lower() for w in _WORD.findall(line.text))
        proved = sum(a + b in self.words for a, b in broken)
        refuted = sum(f"{a}-{b}" in self.words for a, b in broken)
        often = ends >= 3 and ends >= _BREAKS_WORDS * count
        self.breaks_words = proved > refuted or (often and not refuted)

    def keeps(self, left: str, right: str) -> bool:
        """Does the word keep its hyphen, where `left` (with the hyphen) ends a line and `right` begins the next?"""
        hit, head = _PARTS.search(left), _HEAD.match(right)
        if not hit or not head or not head.group()[0].islower():
            return True
        a, b = hit[1].lower(), head.group().lower()
        solid, compound = a + b in self.words, f"{a}-{b}" in self.words
        if solid != compound:
            return compound
        if not self.breaks_words:
            return True
        part = a.rpartition("-")[2].replace("’", "'").replace("ʼ", "'")
        if part in _BEFORE or b in _AFTER:
            return True
        return (
            len(a) >= 5
            and len(b) >= 5
            and _HALF.search(a) is not None
            and not _SOLID.match(a)
            and _ADJECTIVE.search(b) is not None
            and _ADJECTIVE_STEM.search(b) is not None
        )
