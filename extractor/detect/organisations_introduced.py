"""Names that only their surroundings show to be bodies': foreign names and quoted ones, bare; short names that the
document defines («далі – Центр»); hromadas that act."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractor.detect.organisations_forms import tidy
from extractor.detect.organisations_lexicon import word
from extractor.detect.organisations_names import firm, foreign
from extractor.detect.organisations_phrase import quotable
from extractor.detect.organisations_words import AND, OPENERS, Line
from extractor.normalize import cases
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import Organisation, OrganisationKind
from extractor.schema.span import Span

_QUOTED: Final = re.compile(r"[«\"]\s*([^«»\"]{2,120}?)\s*[»\"]")
#: «Як повідомляє X»: what reports is a medium.
_REPORTS: Final = frozenset(
    "сообщает передает передаёт пишет сообщило сообщила сообщил повідомляє передає пише інформує повідомило".split()
)
#: «депутат … від «Єдиної сили»»: who is elected or stands for election, and the party after the preposition.
_ELECTED: Final = re.compile(r"депутат|нардеп|обраний|обрана|балоту|кандидат|списк|обран|баллотир|избран|выдвин|висун")
#: A quotation that begins so is a newspaper's or a site's name.
_MEDIA: Final = re.compile(
    r"Вісник|Вестник|Газета|Известия|Известий|Ведомост|Відомост|Дзеркал|Зеркал|Новини|Новости|Вести\b|Вісті\b"
)
_DEMONYM: Final = re.compile(r"[а-яіїєґё-]+(?:ськ|цьк|ск|зьк)(?:ий|а|ого|ої|ому|ій|им|ою|у|ая|ой|ую|ом)")
#: «(далі – Центр)», «(надалі - Фонд)», «(далее - Комиссия)», after a name.
_DEFINED: Final = re.compile(
    r"\s{0,2}\(\s?(?:на)?(?:далі|далее)(?: за текстом| по тексту)?\s?[-:,]?\s?"
    r"[\"«]?([А-ЯІЇЄҐЁ][^()»\"]{1,60}?)[\"»]?\s?\)"
)
#: «… кредитний союз (КСУ)»: an acronym in brackets right after the name.
_BRACKETED: Final = re.compile(r"\s{0,2}\(([А-ЯІЇЄҐЁ]{2,8})\)")
#: What stands between a name and a second one of the same body.
_IN_BRACKETS: Final = re.compile(r" \((?:(?:скорочено|сокращенно|або|или|он же)\s?[-:]?\s?)?")
_FORMERLY: Final = re.compile(
    r"(?: \(|, (?:(?:як|котор)\w{1,3} )?)(?:раніше|ранее|нині|ныне|тепер|зараз|колишн\w{1,3}|бывш\w{2,3}|в прошлом)"
    r"(?: називал\w{1,4}| назыв\w{2,5}| відом\w{1,2} як| известн\w{2} как)?\s?[-:]?\s?"
)
_ADJECTIVE: Final = re.compile(r"[А-ЯІЇЄҐЁ][А-ЯІЇЄҐЁа-яіїєґё'-]+(?:ськ|цьк|зьк)а")


#: A short name that is defined for more bodies than this says nothing; each would be called so wherever it stands.
_MOST_MEANT: Final = 16
_WORD_BEGINS: Final = re.compile(r"(?<!\w)\w\w?")


@dataclass(frozen=True, slots=True)
class ShortName:
    """A name that a document gives a body for itself: `short` as defined at `at`, the body's name in full."""

    short: str
    full: str
    kind: OrganisationKind
    at: int


def short_names(analysis: Analysis, spans: Sequence[Span]) -> list[ShortName]:
    """Short names that the document defines right after a body's name, in reading order."""
    out: list[ShortName] = []
    for s in spans:
        if not isinstance(s.value, Organisation):
            continue
        hit = _DEFINED.match(analysis.plain, s.end) or _BRACKETED.match(analysis.plain, s.end)
        if hit is not None:
            out.append(ShortName(tidy(hit.group(1)), s.value.name, s.value.kind, hit.start(1)))
    return out


def called_otherwise(analysis: Analysis, spans: Sequence[Span]) -> list[Span]:
    """The mentions (sorted), where one in brackets right after another («… (ДП «Дирекція»)», «… (раніше ТОВ «Ясен»)»)
    is the same body under a second name."""
    out: list[Span] = []
    for s in spans:
        last = next((p for p in reversed(out[-3:]) if p.end < s.start), None)
        if last is not None and isinstance(last.value, Organisation) and isinstance(s.value, Organisation):
            between = analysis.plain[last.end : s.start]
            own = "«" in s.value.name or '"' in s.value.name or " " not in s.value.name
            closed = analysis.plain[s.end : s.end + 1] == ")"
            if own and ((closed and _IN_BRACKETS.fullmatch(between)) or _FORMERLY.fullmatch(between)):
                names = tuple(n for n in (s.value.name, *last.value.aliases) if n != last.value.name)
                out.append(replace(s, value=replace(last.value, aliases=names, spans=())))
                continue
        out.append(s)
    return out


def detect(analysis: Analysis, lines: Sequence[Line], spans: Sequence[Span]) -> list[Span]:
    """The mentions that only show once the names with heads are known; none overlaps a span given."""
    covered = _Cover(spans)
    out: list[Span] = []
    known: dict[str, Organisation] = {}
    for s in spans:
        if isinstance(s.value, Organisation) and s.value.kind in ("company", "media", "other"):
            _introduce(known, s.value)
    for line in lines:
        for s in (
            *_foreign(line, covered),
            *_quoted_firms(analysis, line, covered),
            *_gazettes(analysis, line, covered),
            *_hromadas(analysis, line, covered),
        ):
            out.append(s)
            covered.add(s)
            if isinstance(s.value, Organisation):
                _introduce(known, s.value)
    for line in lines:
        for s in _again(analysis, line, known, covered):
            out.append(s)
            covered.add(s)
    out.extend(_defined(analysis, [*spans, *out], covered))
    return out


class _Cover:
    """Which stretches of the text are mentions already."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.ranges = sorted((s.start, s.end) for s in spans)

    def add(self, span: Span) -> None:
        self.ranges.insert(bisect_right(self.ranges, (span.start, span.end)), (span.start, span.end))

    def covers(self, at: int) -> bool:
        i = bisect_right(self.ranges, (at, 1 << 60))
        # names inside longer ones start later, so a few steps back are enough
        return any(a <= at < b for a, b in self.ranges[max(0, i - 4) : i])


def _introduce(known: dict[str, Organisation], value: Organisation) -> None:
    """Notes the quoted or foreign part of a name, by which the body may be called later."""
    hit = _QUOTED.search(value.name)
    if hit is not None:
        known.setdefault(_key(hit.group(1)), value)
    elif value.name[:1].isascii():
        known.setdefault(_key(value.name), value)


def _key(name: str) -> str:
    """A name without its endings: «Союз», «Союзу»."""
    return " ".join(w[:5].rstrip("аеиіїоуяюєьыэй") or w for w in name.casefold().split())


def _span(line: Line, first: int, last: int, name: str, kind: OrganisationKind, rule: str) -> Span:
    return Span(line.start[first], line.end[last - 1], "organisation", f"organisations.{rule}", 0.8,
                Organisation(name=name, kind=kind))  # fmt: skip


def _foreign(line: Line, covered: _Cover) -> Iterator[Span]:
    """Foreign names that report, that are somebody's («нидерландская X»), or that stand in a list of three or more."""
    if not line.foreign:
        return
    done = 0
    for i in _latin(line):
        end = foreign(line, i)
        if i < done or end is None or covered.covers(line.start[i]):
            continue
        run, after = _foreign_list(line, i)
        before = line.low(i - 1)
        if firm(line, i, end):
            yield _span(line, i, end, " ".join(line.text[i:end]), "company", "firm")
        elif before in _REPORTS:
            yield _span(line, i, end, " ".join(line.text[i:end]), "media", "reports")
        elif len(run) >= 3 or (i > 0 and _DEMONYM.fullmatch(line.text[i - 1])):
            for first, last in run:
                yield _span(line, first, last, " ".join(line.text[first:last]), "company", "foreign")
            end = after
        done = end


def _latin(line: Line) -> Iterator[int]:
    """The words with a Latin capital, which a foreign name begins with."""
    return (i for i, text in enumerate(line.text) if text[0].isascii() and text[0].isupper())


def _foreign_list(line: Line, i: int) -> tuple[list[tuple[int, int]], int]:
    """The names of a list that begins with a foreign one; quoted names may stand among them."""
    run: list[tuple[int, int]] = []
    j = i
    while j < len(line):
        end = foreign(line, j)
        if end is None and run and line.text[j] in OPENERS and quotable(line, j):
            end = line.closing(j)
        if end is None:
            break
        run.append((j, end))
        j = end
        if j < len(line) and (line.text[j] == "," or line.low(j) in AND):
            j += 1
        else:
            break
    return run, max(j, i + 1)


def _quoted_firms(analysis: Analysis, line: Line, covered: _Cover) -> Iterator[Span]:
    """«Зразок Інвестмент Лімітед» in quotation marks, and «Єдина сила» that somebody is a deputy from."""
    if OPENERS.isdisjoint(line.text):
        return
    for i, text in enumerate(line.text):
        if text not in OPENERS or covered.covers(line.start[i]):
            continue
        end = line.closing(i)
        if end is None or not quotable(line, i):
            continue
        party = line.low(i - 1) in ("від", "от") and any(_ELECTED.match(line.low(k)) for k in range(i - 7, i - 1))
        if party or firm(line, i + 1, end - 1):
            printed = tidy(analysis.text[line.start[i] : line.end[end - 1]])
            if party:
                printed = f"«{cases.nominative(printed[1:-1], line.language, case='gen')}»"
            yield _span(line, i, end, printed, "other" if party else "company", "quoted")


def _gazettes(analysis: Analysis, line: Line, covered: _Cover) -> Iterator[Span]:
    """«Вісник …» in quotation marks."""
    if OPENERS.isdisjoint(line.text):
        return
    for i, text in enumerate(line.text):
        if text not in OPENERS or i + 1 >= len(line) or not _MEDIA.match(line.text[i + 1]):
            continue
        end = line.closing(i)
        if end is not None and not covered.covers(line.start[i]):
            printed = tidy(analysis.text[line.start[i] : line.end[end - 1]])
            yield _span(line, i, end, printed, "media", "gazette")


def _hromadas(analysis: Analysis, line: Line, covered: _Cover) -> Iterator[Span]:
    """Hromadas listed as members: «приєдналися 3 громади: Зразківська, Лугівська, Ставкова»."""
    if len(line) == 0 or analysis.plain.find("громад", line.start[0], line.end[-1]) < 0:
        return
    for i, text in enumerate(line.text):
        if not text.lower().startswith("громад"):
            continue
        colon = next((k for k in range(i + 1, min(len(line), i + 12)) if line.text[k] in ":."), None)
        if colon is None or line.text[colon] != ":":
            continue
        j = colon + 1
        members: list[int] = []
        while j < len(line) and _ADJECTIVE.fullmatch(line.text[j]) and not covered.covers(line.start[j]):
            members.append(j)
            j += 1
            if j < len(line) and (line.text[j] == "," or line.low(j) in AND):
                j += 1
            else:
                break
        if len(members) > 1:
            for k in members:
                yield _span(line, k, k + 1, f"{line.text[k]} територіальна громада", "local_government", "hromadas")


def _again(analysis: Analysis, line: Line, known: dict[str, Organisation], covered: _Cover) -> Iterator[Span]:
    """Names introduced before, or after, that stand bare."""
    if not known or not (line.foreign or not OPENERS.isdisjoint(line.text)):
        return
    i = 0
    while i < len(line):
        end = None
        if line.text[i] in OPENERS:
            end = line.closing(i)
            inner = analysis.plain[line.end[i] : line.start[end - 1]] if end else ""
        elif (end := foreign(line, i)) is not None:
            inner = analysis.plain[line.start[i] : line.end[end - 1]]
        value = known.get(_key(inner.strip())) if end is not None else None
        if end is None or value is None or covered.covers(line.start[i]):
            i += 1
            continue
        yield Span(
            line.start[i], line.end[end - 1], "organisation", "organisations.again", 0.8, replace(value, spans=())
        )
        i = end


def _defined(analysis: Analysis, spans: Sequence[Span], covered: _Cover) -> Iterator[Span]:
    """Later mentions of a short name that the document has defined, in any case."""
    names = short_names(analysis, spans)
    beginnings = _beginnings(analysis.plain) if names else {}
    meant: dict[str, set[tuple[str, OrganisationKind]]] = {}
    for name in names:
        bodies = meant.setdefault(name.short, set())
        if (name.full, name.kind) in bodies or len(bodies) == _MOST_MEANT:
            continue
        bodies.add((name.full, name.kind))
        for hit in _named_again(analysis, name, beginnings):
            if covered.covers(hit.start()):
                continue
            acronym = name.short if name.short.isupper() else None
            value = Organisation(name=name.full, kind=name.kind, acronym=acronym, aliases=(name.short,))
            yield Span(hit.start(), hit.end(), "organisation", "organisations.defined", 0.9, value)


def _beginnings(plain: str) -> dict[str, list[int]]:
    """Where words begin, by their first letter and by their first two."""
    found: dict[str, list[int]] = {}
    for hit in _WORD_BEGINS.finditer(plain):
        for letters in {hit.group(), hit.group()[0]}:
            found.setdefault(letters, []).append(hit.start())
    return found


def _named_again(analysis: Analysis, name: ShortName, beginnings: dict[str, list[int]]) -> Iterator[re.Match[str]]:
    """Where a short name stands from its definition on; only words that begin as it does are looked at."""
    pattern = _inflected(name.short, analysis.language)
    first = _WORD_BEGINS.match(name.short)
    places = beginnings.get(first.group(), []) if first else []
    done = name.at
    for at in places[bisect_left(places, name.at) :]:
        hit = pattern.match(analysis.plain, at) if at >= done else None
        if hit is not None:
            yield hit
            done = hit.end()


def _inflected(short: str, language: Language) -> re.Pattern[str]:
    """A pattern for a short name with its capital, endings free where its words inflect."""
    words = []
    for w in short.split():
        slots = word(w, language).noun | word(w, language).adjective
        stem = w if w.isupper() or not slots or len(w) < 4 else w[:-2] if slots and len(w) > 5 else w[:-1]
        words.append(re.escape(stem) + ("" if stem == w else r"[а-яіїєґё']{0,4}"))
    return re.compile(r"(?<![\w])" + r"\s+".join(words) + r"(?![\w])")
