"""What those who act are called: the nominative, shared words put back, bare nouns by the fullest name said before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from extractor import data
from extractor.assemble.narrative_parties_mentions import Acting, Mention, members
from extractor.assemble.narrative_parties_people import People, people_of
from extractor.assemble.narrative_parties_words import AND, Line, describing, noun_cases, words
from extractor.detect.parties_lists import parties
from extractor.detect.parties_text import tidy, view
from extractor.detect.parties_words import kind_of
from extractor.normalize import heads
from extractor.normalize.cases import nominative
from extractor.normalize.words import Case, readings
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import Organisation, Party, Person
from extractor.schema.span import Span
from extractor.text.plain import APOSTROPHES

_STEM: Final = 4
#: A clause of more words tells something besides.
_RESTRICTION: Final = 10
_WORD: Final = re.compile(rf"[^\W\d_]+(?:['{APOSTROPHES}-][^\W\d_]+)*")
_NUMBER_AT_END: Final = re.compile(r"№\s?\d+\.\Z")
_QUOTED: Final = re.compile(r"[«\"“][^«»\"“”]+[»\"”]")
_ENDS_QUOTED: Final = re.compile(r"\w\s+[«\"“]([^«»\"“”]+)[»\"”]\Z")
_PATRONYMIC: Final = re.compile(r"(?:[оеєй]вич|ілліч|ильич|[іїое]вна|ична)\Z")
#: Adjectives that say no more than the bare noun does.
_GENERIC: Final = frozenset(
    "виконавчий комунальний місцевий обласний відповідний наш даний цей исполнительный коммунальный местный".split()
)
#: Words that begin the name of a body and are no proper name, though a sentence begins with them.
_COMMON: Final = (
    "комісія", "відділ", "сектор", "обласн", "районн", "міськ", "селищн", "сільськ", "комиссия", "отдел", "областн",
    "городск", "районн", "сельск",
)  # fmt: skip
_DIGNITY: Final = ("президент", "прем'єр-міністр", "премьер-министр", "святіший", "его", "його")


#: Where a body is named, its name, and its kind.
Named = tuple[int, str, str]


@dataclass(slots=True)
class Names:
    """The bodies that a document names: by head for those that it later calls by the bare head, by kind, and by what
    they end with in quotation marks, in lower case."""

    by_head: dict[str, list[Named]] = field(default_factory=dict)
    by_kind: dict[str, list[Named]] = field(default_factory=dict)
    by_quoted: dict[str, list[Named]] = field(default_factory=dict)
    printed_low: set[str] = field(default_factory=set)
    people: People = field(default_factory=People)
    _told: dict[tuple[str, ...], _Told] = field(default_factory=dict)

    def told(self, key: tuple[str, ...], options: Callable[[], Iterable[Named]], *, latest: bool) -> _Told:
        """The names among `options`, which are looked for once a `key`."""
        if key not in self._told:
            self._told[key] = _Told(options(), latest=latest)
        return self._told[key]


class _Told:
    """Names by where they are said: which one has been said most before a place; of several the one said first, or with
    `latest` the one said last."""

    def __init__(self, options: Iterable[Named], *, latest: bool) -> None:
        self._places: list[int] = []
        self._best: list[str] = []
        said: Counter[str] = Counter()
        weight: dict[str, tuple[int, int]] = {}
        best = ""
        for at, name, _ in sorted(options, key=lambda e: e[0]):
            said[name] += 1
            by = at if latest else max(weight[name][1] if name in weight else -at, -at)
            weight[name] = (said[name], by)
            if not best or weight[name] > weight[best]:
                best = name
            self._places.append(at)
            self._best.append(best)

    def before(self, at: int) -> str | None:
        """The name said most before offset `at`; None where none is."""
        i = bisect_left(self._places, at)
        return self._best[i - 1] if i else None

    def anywhere(self) -> str | None:
        """The name said most."""
        return self._best[-1] if self._best else None


def names_of(analysis: Analysis, spans: Sequence[Span]) -> Names:
    """The bodies of the document's spans."""
    out = Names(people=people_of(analysis, spans))
    for s in spans:
        if isinstance(s.value, Organisation):
            head = _head(s.value.name, analysis.language)
            entry = (s.start, s.value.name, s.value.kind)
            out.by_head.setdefault(head, []).append(entry)
            out.by_kind.setdefault(s.value.kind, []).append(entry)
            if hit := _ENDS_QUOTED.search(s.value.name):
                out.by_quoted.setdefault(hit.group(1).casefold(), []).append(entry)
            if s.value.name[:1].islower():
                out.printed_low.add(s.value.name)
    return out


def _head(name: str, language: Language) -> str:
    """The head noun of a name in its dictionary form: its first word that is no adjective."""
    for hit in _WORD.finditer(name):
        found = readings(hit.group(), language)
        if hit.group().isupper() and len(hit.group()) > 1:
            return hit.group()
        noun = next((r for r in found if r.pos == "noun" and r.case == "nom" and r.name is None), None)
        if noun is not None and not any(r.pos == "adjective" and r.case == "nom" for r in found):
            return noun.lemma
    return ""


def fullest(names: Names, name: str, at: int, language: Language) -> str:
    """The fullest name with the head of a bare `name` said before offset `at`, else after it; else the name itself."""
    found = _WORD.findall(name)
    bare = [w for w in found if not _generic(w, language)]
    if _QUOTED.fullmatch(name):
        said = " ".join(found).casefold()
        return names.told(("«", said), partial(_quoted, names, said), latest=False).anywhere() or name
    if len(bare) != 1 or '"' in name or "«" in name:
        return name
    head = _head(name, language) or name
    # the name most said, of those the one said first: a paper's own body stands before those that it mentions
    longer = names.told((head, *found), partial(_longer, names, head, found), latest=False)
    most = longer.before(at) or longer.anywhere()
    if most is not None:
        return most
    for kind, nouns in data.load("narrative_parties")["hypernyms"].items():
        if head in nouns.split():
            return names.told(("", kind), partial(_proper_of, names, kind), latest=True).before(at) or name
    return name


def _quoted(names: Names, said: str) -> list[Named]:
    """The names that end with these words in quotation marks."""
    return names.by_quoted.get(said, [])


def _longer(names: Names, head: str, words: Sequence[str]) -> list[Named]:
    """The names with a head that say more than these words and hold them."""
    return [e for e in names.by_head.get(head, []) if len(e[1].split()) > len(words) and _holds(e[1], words)]


def _proper_of(names: Names, kind: str) -> list[Named]:
    """The names of several words in quotation marks that bodies of a kind have."""
    return [e for e in names.by_kind.get(kind, []) if len(e[1].split()) > 1 and _proper(e[1])]


def _generic(word: str, language: Language) -> bool:
    return any(r.pos == "adjective" and r.lemma in _GENERIC for r in readings(word, language))


def _proper(name: str) -> bool:
    return "«" in name or '"' in name


def _holds(longer: str, words: Sequence[str]) -> bool:
    low = longer.casefold()
    return all(w.casefold()[:_STEM] in low for w in words)


def named(analysis: Analysis, line: Line, names: Names, who: Acting) -> list[Party]:
    """The parties of a chain of mentions, the words that they share put back to each."""
    out: list[Party] = []
    chain = members(line, who.chain)
    tails = _shared_tails(line, chain)
    for m, tail in zip(chain, tails, strict=True):
        for name, start, end in _names(analysis, line, names, m, who.case, tail):
            spans = ((start, end),) if not tail else ((start, end), tail)
            kind = kind_of(name, line.language) if m.kind != "body" else "organisation"
            if m.kind == "person":
                kind = "official" if m.value is not None and " " in name else "person"
            out.append(Party(kind, name, spans, who.role, rule=f"narrative.{who.rule}"))
    return out


def _shared_tails(line: Line, chain: Sequence[Mention]) -> list[tuple[int, int] | None]:
    """For each of several officials without a body of their own, the body that the last one's name ends with."""
    out: list[tuple[int, int] | None] = [None] * len(chain)
    last = chain[-1]
    if len(chain) < 2 or last.kind not in ("official", "group") or not last.bodies:
        return out
    at = next((b for b in last.bodies if not _unit(line, b)), last.bodies[0])
    for i, m in enumerate(chain[:-1]):
        if (
            (m.lemma in words("whole_posts") and not {m.lemma, last.lemma} <= words("of_schools"))
            or (m.lemma == last.lemma and m.last > m.head_end and not m.bodies)  # «члени гуртка та члени спілки «Лад»»
            or m.kind not in ("official", "group")
            or any(not _unit(line, b) for b in m.bodies)
        ):
            continue
        begin = at if m.last > m.head_end else last.head_end
        out[i] = (line.pieces[begin].start, line.pieces[last.last - 1].end)
    return out


def _unit(line: Line, at: int) -> bool:
    """Is the body at this piece only a unit («відділення соціальної роботи»)?"""
    word = line.pieces[at].text
    lemma = next((r.lemma for r in readings(word, line.language) if r.pos == "noun"), word)
    return lemma in ("відділення", "відділ", "сектор", "служба", "отдел", "отделение", "управління", "група")


def _names(
    analysis: Analysis, line: Line, names: Names, m: Mention, case: Case, tail: tuple[int, int] | None
) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of each party of a mention."""
    start, end = _place(analysis, line, m)
    printed = tidy(analysis.text[start:end])
    if m.kind == "body":
        name = printed if case == "nom" or printed.isupper() else _of_value(m.value, printed)
        if isinstance(m.value, Organisation) and m.value.rule.endswith("defined") and not printed.isupper():
            name = m.value.name
        full = fullest(names, name, start, line.language)
        if full != name and m.first and name[:1].isupper():
            full = full[:1].upper() + full[1:]
        yield (full if full != name else _lower_first(name, m, names)), start, end
    elif m.kind == "person":
        yield _whole(names, m, printed) or _person(line, m, printed, case), start, end
    elif m.several:
        shown = view(analysis.text, analysis.plain, [(start, end)])
        for p in parties(shown, 0, len(shown.line), line.language, case):
            yield (
                _lower_first(p.name, m, names),
                p.spans[0][0] if p.spans else start,
                p.spans[-1][1] if p.spans else end,
            )
    elif m.parts and m.plural and m.animate and _parted(line, m):
        for name, first, last in _each_part(analysis, line, m, case):
            yield _lower_first(name, m, names), first, last
    elif m.counted and (listed := _listed(line, m)):
        single = nominative(printed, line.language, number="sing", case="gen")
        for k in listed:
            yield f"{line.pieces[k].text} {single}", line.pieces[k].start, line.pieces[k].end
    else:
        said = printed + (" " + tidy(analysis.text[tail[0] : tail[1]]) if tail else "")
        own: Case = "gen" if m.counted and "nom" not in _plural_cases(line, m) else case
        name = nominative(said, line.language, case=None if own == "nom" else own)
        firm = not m.plural and m.lemma in data.load("narrative_parties")["hypernyms"]["company"].split()
        if m.kind == "named" or firm:
            name = fullest(names, name, start, line.language)
        name += _restriction(analysis, line, m)
        holder = names.people.holder(name, start, line.language) if m.kind == "official" and not tail else None
        yield holder or _lower_first(name, m, names), start, end


def _place(analysis: Analysis, line: Line, m: Mention) -> tuple[int, int]:
    """Where a mention stands; the dot behind «ліцей № 7.» ends the sentence."""
    start, end = line.pieces[m.first].start, line.pieces[m.last - 1].end
    return start, end - 1 if _NUMBER_AT_END.search(analysis.text, start, end) else end


def _whole(names: Names, m: Mention, printed: str) -> str | None:
    """The post and name of somebody who is called by the name alone here."""
    if not isinstance(m.value, Person):
        return names.people.called(m.lemma, "") if m.lemma else None
    if m.value.position or m.several or len(printed.split()) > len(m.value.name.split()):
        return None
    own = m.value.name.split()
    if len(own) == 2 and _PATRONYMIC.search(own[1]):
        return names.people.addressed(*own)
    return names.people.called(own[0], own[1].casefold() if len(own) > 1 else "")


def _listed(line: Line, m: Mention) -> list[int]:
    """«приєдналися ще 2 громади: Лугова, Озерна»: where the adjectives stand that name each of the counted."""
    colon = next((k for k in range(m.last, len(line.pieces)) if line.pieces[k].text == ":"), None)
    out: list[int] = []
    for k in range(colon + 1, len(line.pieces)) if colon is not None else ():
        piece = line.pieces[k]
        if piece.kind == "comma" or piece.text in (".", ";") or piece.text.lower() in AND:
            continue
        single = any(c == "nom" and not plural for c, plural, _ in describing(piece.text, line.language))
        if piece.kind != "word" or not piece.text[0].isupper() or not single:
            return []
        out.append(k)
    return out if len(out) > 1 else []


def _restriction(analysis: Analysis, line: Line, m: Mention) -> str:
    """The clause that says which of a kind are counted: «12 шкіл, які не мають укриття, перейшли …»."""
    low = m.last + 1
    if not m.counted or low >= len(line.pieces) or line.low(low) not in ("які", "которые", "що"):
        return ""
    high = low
    while high < len(line.pieces) and line.clause[high] == line.clause[low]:
        high += 1
    if high == len(line.pieces) or line.pieces[high].kind != "comma" or high - low > _RESTRICTION:
        return ""
    return ", " + tidy(analysis.text[line.pieces[low].start : line.pieces[high - 1].end])


def _plural_cases(line: Line, m: Mention) -> set[Case]:
    return {r.case for r in readings(line.pieces[m.head_end - 1].text, line.language) if r.plural}


def _of_value(value: Organisation | Person | None, printed: str) -> str:
    return value.name if value is not None else printed


def _parted(line: Line, m: Mention) -> bool:
    """Are the attributes bodies in the singular («фахівці юстиції і системи допомоги»), one for each part?"""
    parts = (m.head_end, *(p + 1 for p in m.parts))
    return all(_single_body(line, at) or _proper_name(line, at) or _named_body(line, m, at) for at in parts)


def _named_body(line: Line, m: Mention, at: int) -> bool:
    """Does a body with a name of its own begin here («представники … Червоного Хреста»)?"""
    return at in m.bodies and line.pieces[at].text[0].isupper()


def _proper_name(line: Line, at: int) -> bool:
    """Does a word with a capital begin here («представники США, Канади»)?"""
    if at >= len(line.pieces) or line.pieces[at].kind != "word" or not line.pieces[at].text[0].isupper():
        return False
    return not any(r.name in ("given", "surname") for r in readings(line.pieces[at].text, line.language))


def _single_body(line: Line, at: int) -> bool:
    """Does a body in the genitive singular begin at this piece?"""
    while at < len(line.pieces) and line.pieces[at].kind == "word":
        found = readings(line.pieces[at].text, line.language)
        if noun_cases(line.pieces[at].text, line.language) and not describing(line.pieces[at].text, line.language):
            return any(
                r.pos == "noun" and r.case == "gen" and not r.plural and _heads_body(r.lemma, line.language)
                for r in found
            )
        at += 1
    return False


def _heads_body(lemma: str, language: Language) -> bool:
    return heads.is_body(lemma, language) or lemma in ("система", "апарат")


def _each_part(analysis: Analysis, line: Line, m: Mention, case: Case) -> Iterator[tuple[str, int, int]]:
    head = analysis.text[line.pieces[m.first].start : line.pieces[m.head_end - 1].end]
    bounds = [m.head_end, *(p + 1 for p in m.parts)]
    stops = [*m.parts, m.last]
    for low, high in zip(bounds, stops, strict=True):
        start, end = line.pieces[low].start, line.pieces[high - 1].end
        said = tidy(f"{head} {analysis.text[start:end]}")
        yield nominative(said, line.language, case=None if case == "nom" else case), start, end


def _person(line: Line, m: Mention, printed: str, case: Case) -> str:
    """A person by post and name, in the order printed."""
    if not isinstance(m.value, Person):
        return printed
    if m.several:
        whole = nominative(printed.replace(",", ""), line.language, case=None if case == "nom" else case)
        return whole[:1].lower() + whole[1:]
    given = m.value.name.split()
    post = m.value.position
    if post and m.possessed and "," in post:
        post = post.rpartition(",")[2].strip()
    tail = _WORD.findall(printed)[-len(given) :]
    order = sorted(
        given, key=lambda w: next((i for i, t in enumerate(tail) if t[:3].casefold() == w[:3].casefold()), 9)
    )
    if any("." in g for g in given):
        order = given
    printed_post = _WORD.findall(printed)[: -len(given)]
    if not post and printed_post and m.head_end < m.last:
        whole = nominative(printed.replace(",", ""), line.language, case=None if case == "nom" else case)
        return whole if whole.lower().startswith(_DIGNITY) or whole[:2].isupper() else whole[:1].lower() + whole[1:]
    if not post:
        return " ".join(order)
    if not post.lower().startswith(_DIGNITY):
        post = post[:1].lower() + post[1:] if not post[:2].isupper() else post
    return f"{post} {' '.join(order)}"


def _lower_first(name: str, m: Mention, names: Names) -> str:
    """Without the capital of a sentence's beginning: officials and groups; bodies that the document writes so."""
    if not name[:1].isupper() or name[:2].isupper():
        return name
    low = name[:1].lower() + name[1:]
    if m.kind == "body":
        common = low in names.printed_low or low.startswith(_COMMON)
        return low if m.first == 0 and common else name
    return name if low.startswith(_DIGNITY) else low
