"""Finds organisations: names grown from head nouns, acronyms, legal forms, and names known or introduced.

One span a mention. Bodies behind a department are mentions of their own, inside the department's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from extractor.detect import organisations_bodies as bodies
from extractor.detect import organisations_forms as forms
from extractor.detect import organisations_introduced as introduced
from extractor.detect import organisations_names as names
from extractor.detect.organisations_grow import right
from extractor.detect.organisations_lexicon import Head, could_head, lexicon, word
from extractor.detect.organisations_lexicon import head as head_of
from extractor.detect.organisations_name import Name, left
from extractor.detect.organisations_words import Line, mark, read
from extractor.schema.analysis import Analysis, Language
from extractor.schema.span import Span

_OF_PLACES: Final = (
    "селищн",
    "сільськ",
    "міськ",
    "районн",
    "обласн",
    "верховн",
    "городск",
    "сельск",
    "областн",
    "посел",
)


#: Of whom the council of a territory is.
_DEPUTIES: Final = ("народн", "депутат")
#: A service of the whole state: where its branch works is no part of its name.
_CENTRAL: Final = ("державн", "національн", "федеральн", "государственн", "национальн")


def detect(analysis: Analysis, found: Sequence[Span]) -> list[Span]:
    """Spans labelled "organisation", one a mention, sorted; values are facts.Organisation in the nominative."""
    spans: list[Span] = []
    lines: list[Line] = []
    for line in _lines(analysis, found):
        lines.append(line)
        spans.extend(_mentions(analysis, line))
    spans.extend(introduced.detect(analysis, lines, spans))
    return introduced.called_otherwise(analysis, sorted(spans, key=lambda s: (s.start, -s.end)))


def _lines(analysis: Analysis, found: Sequence[Span]) -> Iterator[Line]:
    """The paragraphs as words, page furniture left out."""
    people = sorted((s.start, s.end) for s in found if s.label == "person")
    sentences: dict[int, list[tuple[int, Language]]] = {}
    for s in analysis.sentences:
        sentences.setdefault(s.paragraph, []).append((s.start, s.language))
    at = 0
    for i, paragraph in enumerate(analysis.outline.paragraphs):
        if paragraph.role == "furniture" or i not in sentences:
            continue
        while at < len(people) and people[at][1] <= paragraph.start:
            at += 1
        inside = []
        for k in range(at, len(people)):
            if people[k][0] >= paragraph.end:
                break
            inside.append(people[k])
        line = read(analysis.plain, paragraph.start, paragraph.end, sentences[i][0][1])
        mark(line, inside, [start for start, _ in sentences[i]])
        yield line


def _mentions(analysis: Analysis, line: Line) -> list[Span]:
    """The mentions in one paragraph."""
    out: list[Span] = []
    done = 0
    for i, text in enumerate(line.text):
        if i < done or not _candidate(text, line.language) or i in line.people:
            continue
        known = names.known(analysis.plain, line, i)
        if known is not None and not line.text[i].isascii():
            right(line, known)
        name = known or _grown(line, i, done)
        if name is None:
            company = names.companies(line, i)
            out.extend(forms.span(analysis, line, n, "organisations.list") for n in company)
            done = company[-1].last if company else done
            continue
        out.extend(forms.spans(analysis, line, name))
        out.extend(_behind(analysis, line, name))
        for more in names.siblings_in_quotes(line, name):
            out.append(forms.span(analysis, line, more, "organisations.list"))
            name.last = more.last
        done = max(name.last, i + 1)
    return out


@lru_cache(maxsize=200_000)
def _candidate(text: str, language: Language) -> bool:
    """Can a name begin or be headed with this word? Decided once a word, as it is asked of every one."""
    if not text[0].isalpha():
        return False
    if text[0].isupper() and (
        names.begins_known(text) or lexicon().compound.match(text) or names.could_be_acronym(text)
    ):
        return True
    return could_head(text) and head_of(text, language) is not None


def _grown(line: Line, i: int, done: int, limit: int | None = None) -> Name | None:
    """The body whose name is headed by word `i`, if it is one; nothing before `done` is taken."""
    head = _head(line, i)
    if head is None:
        return None
    name = Name(at=i, first=i, last=i + 1, slots=_slots(line, i), head=head)
    left(line, name)
    name.first = max(name.first, done)
    if name.first > done and names.form_before(line, name):
        name.first -= 1
    if line.acronym(i):
        names.extend_acronym(line, name, done)
    open_tail = _open_tail(line, name)
    if open_tail != head.open_tail:
        name.head = head = replace(head, open_tail=open_tail)
    right(line, name)
    if limit is not None:
        name.last = min(name.last, limit)
    return name if bodies.counts(line, name) else None


def _open_tail(line: Line, name: Name) -> bool:
    """A «виконавчий комітет» deals with all: no genitive says with what. Councils of places are such too, unlike a
    «координаційна рада» or a «рада ветеранів»."""
    adjectives = [line.low(k) for k in range(name.first, name.at)]
    if name.head.lemma in ("рада", "совет") and line.low(name.at + 1).startswith(_DEPUTIES):
        return False
    if name.head.lemma in ("рада", "совет"):
        return not any(a.startswith(_OF_PLACES) for a in adjectives) and (bool(adjectives) or line.capital(name.at))
    return name.head.open_tail and not any(a.startswith(("виконавч", "исполнительн")) for a in adjectives)


def _head(line: Line, i: int) -> Head | None:
    text = line.text[i]
    if line.acronym(i):
        return names.acronym_head(line, i)
    if not line.is_word(i):
        return None
    if text[0].isupper() and lexicon().compound.match(text):
        behind = text.startswith(("Мін", "Мин"))
        return Head(text.lower(), "nothing", "state", open_tail="агент" in text, unit=False, holder=behind)
    head = line.head(i) if could_head(text) else None
    if head is not None and head.kind == "company" and i + 1 < len(line) and line.text[i + 1] in lexicon().legal:
        return None  # «материнська компанія ВАТ «…»»: the form begins the name
    return head


def _slots(line: Line, i: int) -> frozenset[tuple[str, str]]:
    if line.acronym(i):
        return frozenset(
            (c, g) for c in ("nomn", "gent", "datv", "accs", "ablt", "loct") for g in ("masc", "femn", "neut", "plur")
        )
    return word(line.text[i], line.language).noun


def _behind(analysis: Analysis, line: Line, name: Name) -> list[Span]:
    """The authorities behind a unit: of «відділ … виконавчого апарату селищної ради» the apparatus and the council."""
    out: list[Span] = []
    if not (name.head.unit or name.head.lemma in ("фракція", "фракция")):
        return out
    for at in name.inner:
        head = _head(line, at)
        # «отдел оценки Росимущества» is inside it, «управление Росреестра» is its branch
        within = lexicon().compound.match(line.text[at]) is not None and not _head(line, at - 1)
        if head is None or not (head.holder or head.unit or within):
            continue
        inner = _grown(line, at, name.at + 1, name.last)
        if inner is not None and name.located and line.low(inner.first).startswith(_CENTRAL):
            inner = _grown(line, at, name.at + 1, name.located)
        if inner is not None and not inner.plural:
            out.append(forms.span(analysis, line, inner, "organisations.behind"))
    return out
