"""Finds figures: counts, money, shares and physical quantities in running text; figures_tables reads tables.

A number is a figure when a unit follows it, when a noun that it counts agrees with it, when a phrase before it is
what it counts («кількість доріг - 12»), or when it borrows one of these from a figure beside it («з 5 до 2 %»,
«570 з 590 закладів»). All other numbers are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractor.data import load
from extractor.detect import figures_counted, figures_drafts, figures_marks, figures_tables
from extractor.detect.figures_counted import Counted
from extractor.detect.figures_drafts import Draft
from extractor.normalize import numbers
from extractor.normalize.units import Unit
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import Figure
from extractor.schema.outline import Paragraph
from extractor.schema.span import Span

#: Where a number may begin: a digit, or the beginning of a word of number.
_START: Final = re.compile(
    r"\d|(?<![\w'-])(?:од[иін]|дв[аіоуе]|дев|тр[иьеоё]|чот|чет|п'?я?ти?|ш[іе]ст|с[іе]м|в[іо]с|десят|дванад|сор|ст[оа](?!\w)|"
    r"тисяч|тысяч|м[іи]л[ьл]|пів(?!\w)|(?:пів|пол)м[иі]л|півтор|полтор|полутор|од[ин]над|двад|дес)"
)
_SKIPPED: Final = frozenset({"letterhead", "kind", "addressee", "reply", "drafter", "furniture"})
_TAKEN: Final = frozenset({"date", "deadline", "reference", "person"})
_DASHED: Final = re.compile(r"(?:\s|^)-\s{0,3}$|[^\W\d_]- $|: ?$")
#: Between numbers that share what follows the last of them: «126 і 138 квадратів», «з 21 до 13», «45 із 66 громад».
_SHARED: Final = re.compile(
    r"(?: ?%)?(?:,| і| й| та| и| або| чи| или| до| із| з| из| зі| проти| против|/)"
    r"(?: (?:до|на|майже|понад|лише|усіх|всіх|всех|існуючих|наявних))? ?"
)
_AMONG: Final = re.compile(
    r"(?:(?:(?:з|із|из|серед|среди) (?:них|яких|которых)|[ву] тому числі|в том числе|[ву] т\. ?ч\.)"
    r"(?:[ ,:-]| вже| уже| лише)*|(?<!\w)їх )$"
)
_RATE: Final = re.compile(r"(?<!\w)(?:на|за|з|із|с|в) (?:кожн\w+ |кажд\w+ )?$|(?<!\w)розрахунку на |(?<!\w)расчете на ")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
_YEAR_BEFORE: Final = re.compile(r"(?<!\w)(?:у|в|за|до|від|з|із|на|по|с|от|к|року|роках|-) ?$|^\s*$|\d\. ?$")
#: Nouns whose number is a rank, where ranks are listed: «платники 1 та 2 групи».
_RANKED: Final = frozenset(load("figures")["words"]["ranked"].split())
_RANK_BEFORE: Final = re.compile(r"(\d)(?:,| та| і| й| и|-)? ?$")
_CLOSED: Final = re.compile(r"(?! ?[^\W\d_])| (?:у|в|проти|против|на|по|за)(?!\w)")
_ENDED: Final = re.compile(r" ?(?:[,;.)]|$)|\n")
_SENTENCE: Final = re.compile(r"[.;!?] ")
_DASH_WORD: Final = re.compile(r" - ?[^\W\d_]")
_BREAK: Final = re.compile(r"[.;\d]")
_NEAR = 150
#: The label of a point is no longer than this.
_LABEL = 16
_QUANTITY_REACH = 120


def detect(analysis: Analysis, found: Sequence[Span]) -> list[Span]:
    """Spans labelled as figures, in reading order; each value is a Figure."""
    plain = analysis.plain
    low = _lower(plain)
    taken = _Taken(found)
    out: list[Span] = []
    begins = [p.start for p in analysis.outline.points]
    for paragraph in analysis.outline.paragraphs:
        if paragraph.role in _SKIPPED or not _START.search(low, paragraph.start, paragraph.end):
            continue
        for start, end in _lines(analysis.text, _without_label(paragraph, begins)):
            reader = _Reader(plain, low, start, end, _language(analysis, start), taken)
            out.extend(reader.spans(out[-1] if out else None))
    read = {s.start for s in out}
    for block in analysis.outline.document.blocks:
        if block.table is not None:
            cells = figures_tables.spans(plain, low, block.table)
            out.extend(s for s in cells if s.start not in read and not taken.over(s.start))
    return sorted(out, key=lambda s: (s.start, s.end))


def _without_label(paragraph: Paragraph, begins: Sequence[int]) -> Paragraph:
    """The paragraph from where its point begins, behind the number of the point; `begins` are those of all points."""
    i = bisect_left(begins, paragraph.start)
    inside = paragraph.role == "point" and i < len(begins) and begins[i] < min(paragraph.end, paragraph.start + _LABEL)
    return replace(paragraph, start=begins[i]) if inside else paragraph


def _lower(plain: str) -> str:
    """Lower case of the same length: a letter whose lower case is longer stays."""
    low = plain.lower()
    return low if len(low) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def _lines(text: str, paragraph: Paragraph) -> list[tuple[int, int]]:
    """The paragraph parted at tabs, which in plain text part the cells of a table."""
    out, at = [], paragraph.start
    while (tab := text.find("\t", at, paragraph.end)) >= 0:
        out.append((at, tab))
        at = tab + 1
    out.append((at, paragraph.end))
    return out


def _language(analysis: Analysis, offset: int) -> Language:
    i = bisect_right(analysis.sentences, offset, key=lambda s: s.start) - 1
    return analysis.sentences[i].language if i >= 0 else analysis.language


class _Taken:
    """What earlier detectors claimed: a number inside is no figure."""

    def __init__(self, found: Sequence[Span]) -> None:
        spans = sorted(
            (s.start, s.end, s.label) for s in found if s.label in _TAKEN or s.label in ("organisation", "place")
        )
        self.spans = spans
        self.starts = [s[0] for s in spans]
        self.longest = max((b - a for a, b, _ in spans), default=0)

    def over(self, start: int) -> bool:
        """Does a claimed span lie over `start`? A body's or a place's does where it begins before."""
        i = bisect_right(self.starts, start)
        while i > 0:
            i -= 1
            a, b, label = self.spans[i]
            if start - a > self.longest:
                return False
            if b > start and (label in _TAKEN or a < start):
                return True
        return False


class _Reader:
    """Reads one paragraph or cell: low[start:stop]."""

    def __init__(self, plain: str, low: str, start: int, stop: int, language: Language, taken: _Taken) -> None:
        self.plain, self.low, self.start, self.stop = plain, low, start, stop
        self.language: Language = language
        self.taken = taken
        self.drafts: list[Draft] = []
        self.waiting: list[Draft] = []

    def spans(self, last: Span | None) -> list[Span]:
        """The figures of the paragraph; `last` is the figure before it, which an elliptic number goes on from."""
        at = self.start
        while (hit := _START.search(self.low, at, self.stop)) is not None:
            at = self._number(hit.start(), last)
        self.drafts.extend(d for d in self.waiting if d.rule)
        return [self._span(d) for d in sorted(self.drafts, key=lambda d: d.number.start)]

    def _number(self, start: int, last: Span | None) -> int:
        """Reads the number that may begin at `start`; where to go on."""
        low, stop = self.low, self.stop
        number = numbers.read(low, start, stop)
        if number is None:
            return self._past_word(start)
        skipped = figures_marks.designation(low, start, stop) if low[start].isdigit() else None
        if skipped is not None:
            return skipped
        glued = figures_marks.is_glued(low, start, self.start)
        if (glued and low[start - 1] != "-") or self.taken.over(start):
            return self._past_digits(start) if low[start].isdigit() else number.end
        draft = figures_drafts.draft(low, number, self.start, stop)
        if draft is None:
            return max(number.end, start + 1)
        if glued and (draft.unit is None or draft.unit.kind not in ("percent", "money")):
            return self._past_digits(start)
        self._settle(draft, last)
        return max(draft.end, number.end)

    def _past_word(self, at: int) -> int:
        while at < self.stop and (self.low[at].isalnum() or self.low[at] in "'_"):
            at += 1
        return at if at > self.start else at + 1

    def _past_digits(self, at: int) -> int:
        while at < self.stop and (
            self.low[at].isdigit() or (self.low[at] in ".,-/" and self.low[at + 1 : at + 2].isdigit())
        ):
            at += 1
        return at

    def _settle(self, draft: Draft, last: Span | None) -> None:
        """Decides what the number measures or counts; without either it waits for the next number or is dropped."""
        if draft.unit is not None:
            if draft.unit.code == "g" and self._is_year(draft, None):
                return
            if draft.value == 1 and draft.unit.kind not in ("money", "percent") and self._is_rate(draft):
                return
            self._add(replace(draft, counted=self._measured(draft), rule="figure.unit"))
            return
        number = draft.number
        if number.spelled and number.value == 1:
            return
        counted = None
        if not (number.value == 1 and self._is_rate(draft)):
            counted = figures_counted.after(self.plain, draft.end, self.stop, draft.value, self.language)
        marked = not number.scaled and figures_marks.is_marked(self.low, number.start, self.start)
        if marked or self._is_year(draft, counted) or self._is_item(draft):
            return
        if counted is not None and self._is_rank(draft, counted):
            self.waiting.clear()
            return
        if counted is not None:
            self._add(replace(draft, counted=counted, rule="figure.counted"))
            return
        draft = self._elliptic(draft, last)
        if draft.rule and draft.rule != "figure.after_phrase":
            self._add(draft)
        else:
            self.waiting.append(draft)

    def _add(self, draft: Draft) -> None:
        """Keeps the figure and gives what it measures to the numbers that wait for it."""
        chain, right = True, draft.number.start
        for waiting in reversed(self.waiting):
            gap = self.low[waiting.end : right]
            listed = self._is_dashed(waiting) and self._is_dashed(draft) and len(gap) < _NEAR and not _BREAK.search(gap)
            chain = chain and (listed or _SHARED.fullmatch(gap) is not None)
            right = waiting.number.start
            found = waiting
            if chain and draft.unit is not None:
                shared = replace(
                    waiting, unit=draft.unit, counted=waiting.counted or draft.counted, rule="figure.shared"
                )
                found = figures_drafts.in_units(self.low, self.stop, shared)
            elif chain and not listed:
                found = replace(waiting, counted=draft.counted, rule="figure.shared")
            if found.rule:
                self.drafts.append(found)
        self.waiting.clear()
        self.drafts.append(draft)

    def _is_dashed(self, draft: Draft) -> bool:
        return bool(_DASHED.search(self.low, max(self.start, draft.start - 4), draft.start))

    def _is_rate(self, draft: Draft) -> bool:
        """«грн на 1 особу», «за 1 кв. м»: the one that a rate is given for."""
        return bool(_RATE.search(self.low, max(self.start, draft.start - 20), draft.start))

    def _is_year(self, draft: Draft, counted: Counted | None) -> bool:
        """«у 2021», «2016 г»: digits of a year, unless what they count says else («на 2000 осіб»)."""
        digits = self.low[draft.number.start : draft.number.end]
        if not _YEAR.match(digits) or draft.comparator != "eq":
            return False
        after_year = _YEAR_BEFORE.search(self.low, max(self.start, draft.start - 8), draft.start) is not None
        return counted is None or (after_year and draft.value > 2000)

    def _is_rank(self, draft: Draft, counted: Counted) -> bool:
        hit = _RANK_BEFORE.search(self.low, max(self.start, draft.start - 6), draft.start)
        return counted.normal in _RANKED and hit is not None and int(hit.group(1)) == draft.value - 1

    def _is_item(self, draft: Draft) -> bool:
        """«3. Провести …», «2) …»: an item's number opens its paragraph."""
        if draft.number.start - self.start > 3:
            return False
        head = self.low[self.start : draft.number.start].strip()
        return head in ("", "-", "«", "(") and self.low[draft.number.end : draft.number.end + 1] in (".", ")")

    def _elliptic(self, draft: Draft, last: Span | None) -> Draft:
        """What the number counts where no noun follows: a phrase before it, or what the figure before it counts."""
        low, at = self.low, draft.start
        floor = max(self.start, at - _QUANTITY_REACH)
        closed = _CLOSED.match(low, draft.end, self.stop) is not None
        near = [d for d in self.drafts[-3:] if at - d.end < _NEAR and not (d.unit and d.unit.kind == "percent")]
        previous = near[-1] if near else None
        named = figures_marks.names_quantity(low, at, floor)
        if _AMONG.search(low, floor, at) or (
            named and low[: named[0]].endswith((" їх ", " їхня ", " їхньої ", " их "))
        ):
            return self._borrowed(draft, previous, last)
        if self._is_dashed(draft) and _ENDED.match(low, draft.end, self.stop):
            begin = max(low.rfind(c, floor, at - 1) for c in ",;.:()") + 1
            counted = figures_counted.before(self.plain, max(begin, floor), at, self.language)
            if counted is not None:
                return replace(draft, counted=counted, rule="figure.after_phrase")
            listed = self._listed(draft, last)
            if listed is not None:
                return listed
        if named is not None and closed and not _SENTENCE.search(low, named[1], at):
            counted = figures_counted.after(self.plain, named[1], at, 5, self.language)
            counted = counted or figures_counted.before(self.plain, floor, named[0], self.language)
            if counted is not None:
                return replace(draft, counted=counted, rule="figure.quantity")
        if draft.number.scaled:
            return self._borrowed(draft, previous, last)
        if previous and previous.unit is None and _DASH_WORD.match(low, draft.end, self.stop):
            return self._borrowed(draft, previous, None)
        return draft

    def _listed(self, draft: Draft, last: Span | None) -> Draft | None:
        """«Виявлено 9 випадків: смт Зелене - 6, с. Гай - 3.»: a member of the list that a count announces, or that
        goes on from it («травень - 12 випадків, червень - 17»)."""
        if self.drafts:
            previous = self.drafts[-1]
            gap = self.low[previous.end : draft.start]
            alike = previous.rule == "figure.counted" and self._is_dashed(previous) and not _BREAK.search(gap)
            opened = ":" in gap or alike or previous.rule == "figure.listed"
            counted = previous.counted if previous.unit is None else None
        elif last is not None and isinstance(last.value, Figure) and last.value.unit == "count":
            opened = ":" in self.low[last.end : draft.start] or last.rule == "figure.listed"
            counted = _counted_of(last.value) if draft.start - last.end < _NEAR else None
        else:
            return None
        return replace(draft, counted=counted, rule="figure.listed") if opened and counted else None

    def _borrowed(self, draft: Draft, previous: Draft | None, last: Span | None) -> Draft:
        """The number with what the figure before it, in this paragraph or the one before, counts or measures."""
        if previous is not None:
            unit = previous.unit if draft.number.scaled else None
            if previous.unit is None or unit is not None:
                return figures_drafts.in_units(
                    self.low, self.stop, replace(draft, unit=unit, counted=previous.counted, rule="figure.elliptic")
                )
        elif not self.drafts and last is not None and isinstance(last.value, Figure) and draft.start - last.end < _NEAR:
            unit = _unit_of(last.value)
            if unit is None or draft.number.scaled:
                return replace(draft, unit=unit, counted=_counted_of(last.value), rule="figure.elliptic")
        return draft

    def _measured(self, draft: Draft) -> Counted | None:
        """What a figure with a unit is of: the genitive after it, else the phrase before it."""
        low, plain = self.low, self.plain
        at = draft.end
        counted = figures_counted.genitive(plain, at, self.stop, self.language)
        if counted is not None:
            return counted
        floor = max(self.start, draft.start - _NEAR)
        begin = max(low.rfind(c, floor, draft.start - 1) for c in ",;.:()") + 1
        return figures_counted.subject(plain, max(begin, floor), draft.start, self.language)

    def _span(self, draft: Draft) -> Span:
        counted = draft.counted
        end = max(draft.end, counted.end) if counted and draft.end <= counted.start <= draft.end + 4 else draft.end
        return Span(
            draft.start,
            end,
            "figure",
            draft.rule,
            0.95 if draft.unit else 0.85 if draft.rule == "figure.counted" else 0.6,
            Figure(
                value=draft.value,
                maximum=draft.maximum,
                comparator=draft.comparator,
                unit=draft.unit.kind if draft.unit else "count",
                code=draft.unit.code if draft.unit else None,
                of=_printed(self.plain[counted.start : counted.end]) if counted else None,
                of_normal=counted.normal if counted else None,
                of_span=(counted.start, counted.end) if counted else None,
            ),
        )


def _unit_of(figure: Figure) -> Unit | None:
    return Unit(figure.unit, figure.code) if figure.code else None


def _counted_of(figure: Figure) -> Counted | None:
    return Counted(*figure.of_span, figure.of_normal) if figure.of_span else None


def _printed(text: str) -> str:
    """What is counted in one line, without the capital of a sentence's beginning."""
    text = " ".join(text.split())
    return text[0].lower() + text[1:] if text[:1].isupper() and text[1:2].islower() else text
