"""Clauses of a sentence: where its predicates are, which are subordinate, and the stretch that belongs to each."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from extractor.detect.actions_lexicon import phrase
from extractor.detect.actions_words import Verb, verb
from extractor.schema.analysis import Language

#: «21:00», «6,19» and «12.05» are one word each.
_TOKEN: Final = re.compile(r"[\w'’]+(?:(?:[-/.]|(?<=\d)[:,](?=\d))[\w']+)*|[«»\"()\[\],;:!?…]|-|\.")
_OPENERS: Final = frozenset(
    "що щоб якщо де коли оскільки хоча аби куди звідки поки доки чи чий чия чиї бо "
    "что чтобы если где когда поскольку хотя куда откуда пока чей чья чьи".split()
)
_RELATIVE: Final = re.compile(r"(?:як(?:ий|а|е|і|их|им|ими|ою|ої|ого|ому|у|ій)|котор\w+|коя|кои|коего)\Z")
_RELATIVE_BEGINS: Final = ("як", "ко")
_PREPOSITIONS: Final = frozenset(
    "в у на з із зі до від для за під над при про по через без між після щодо серед перед об о со с к из от под среди "
    "после внаслідок завдяки благодаря".split()
)
#: A clause without a verb has more words than this behind «де».
_VERBLESS: Final = 2
_PAIRS: Final = {"«": "»", "(": ")", "[": "]"}
_AND: Final = frozenset("та і й и а але проте однак однако но або или зате".split())
_OR: Final = frozenset("або чи или либо".split())
_ADVERBS: Final = frozenset(
    "також не вже уже ще еще ещё тоже вперше впервые знову далі потом потім було были був была".split()
)


class Token(NamedTuple):
    """A word or mark at `start`..`end`; `depth` counts the quotation marks and brackets around it.

    A tuple, as every word of a text becomes one."""

    start: int
    end: int
    low: str
    depth: int


@dataclass(frozen=True, slots=True)
class Predicate:
    """Tokens first..last of a sentence, plain[start:end], say what is done: the main verb, with its auxiliary, or
    with its modal and the modal's infinitive."""

    first: int
    last: int
    verb: Verb
    modal: str | None = None
    auxiliary: str | None = None
    subordinate: bool = False
    opener: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """plain[start:end] with its predicates (several where they share everything: «організовано та проведено»).

    `reported` is the clause inside «повідомив, що …», `relative` one that a relative word opens, `first` the
    sentence's first."""

    start: int
    end: int
    predicates: tuple[Predicate, ...]
    reported: bool
    first: bool
    tokens: tuple[Token, ...]
    relative: bool = False


def tokens_of(plain: str, start: int, end: int) -> list[Token]:
    """Words and marks of a sentence; quotation marks and brackets without a partner enclose nothing."""
    hits = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(plain, start, end)]
    change = [0] * (len(hits) + 1)
    open_: dict[str, list[int]] = {"»": [], ")": [], "]": []}
    straight: int | None = None
    for i, (_, _, mark) in enumerate(hits):
        if mark in _PAIRS:
            open_[_PAIRS[mark]].append(i)
        elif open_.get(mark):
            change[open_[mark].pop() + 1] += 1
            change[i] -= 1
        elif mark == '"':
            if straight is None:
                straight = i
            else:
                change[straight + 1] += 1
                change[i] -= 1
                straight = None
    out: list[Token] = []
    depth = 0
    for i, (a, b, mark) in enumerate(hits):
        depth += change[i]
        out.append(Token(a, b, mark.lower(), depth))
    return out


def predicates_of(tokens: list[Token], language: Language) -> list[Predicate]:
    """The predicates outside quotation marks and brackets, in order, compound ones put together."""
    found: list[Predicate] = []
    subordinate, opener = False, ""
    purpose = False  # «щоб надати …,» has an infinitive for its verb
    since = i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.depth:
            i += 1
            continue
        opened = _opener(tokens, i)
        ended = (bool(found) and found[-1].subordinate) or purpose or _ends_verbless(tokens, since, i, language)
        if opened is not None:
            subordinate, opener, purpose, since = True, opened, False, i
        elif token.low in (",", ";", ".", ":") and ended and not _opens_next(tokens, i):
            subordinate, opener, purpose = False, "", False
        known = verb(token.low, language) if token.low[0].isalpha() else None
        if known is None or known.form == "infinitive":
            purpose = purpose or (known is not None and opener in ("щоб", "чтобы", "аби"))
            i += 1
            continue
        predicate = _compound(tokens, i, known, language)
        if subordinate and _resumes(tokens, i, known, found, opener):
            subordinate, opener = False, ""
        if predicate is not None:
            predicate = replace(
                predicate,
                subordinate=subordinate,
                opener=opener if subordinate else "",
                start=tokens[predicate.first].start,
                end=tokens[predicate.last].end,
            )
            found.append(predicate)
            i = predicate.last + 1
        else:
            i += 1
    return _without_attributes(tokens, found)


def _ends_verbless(tokens: list[Token], opener: int, i: int, language: Language) -> bool:
    """«кооператив, де головою Іван Лис, виконав …»: does the comma at i, the main verb behind it, end a clause whose
    «є» is left out?"""
    if (
        tokens[i].low != ","
        or tokens[opener].low not in ("де", "где")
        or i - opener <= _VERBLESS
        or i + 1 == len(tokens)
    ):
        return False
    known = verb(tokens[i + 1].low, language) if tokens[i + 1].low[0].isalpha() else None
    return known is not None and known.form in ("past", "present", "future")


def _resumes(tokens: list[Token], i: int, known: Verb, found: list[Predicate], opener: str) -> bool:
    """«Визначено послуги, яких вони потребують, та направлено документи», the second comma left out: does «та» join
    the impersonal form at i to that before the relative clause, which has a finite verb of its own?"""
    if known.form != "impersonal" or i < 1 or tokens[i - 1].low not in _AND or not _RELATIVE.match(opener):
        return False
    within = found[-1] if found and found[-1].subordinate else None
    before = next((p for p in reversed(found) if not p.subordinate), None)
    if within is None or before is None or within.verb.form not in ("present", "past", "future"):
        return False
    return before.verb.form == "impersonal"


def _opener(tokens: list[Token], i: int) -> str | None:
    """The word that opens a subordinate clause at token i, if one does."""
    low = tokens[i].low
    if low in ("хто", "кто") and i:
        return low
    if low in _OPENERS:
        before = tokens[i - 1].low if i else ","
        return low if before in (",", "-", ":", "(") or i == 0 or before in _AND or before in _PREPOSITIONS else None
    if low.startswith(_RELATIVE_BEGINS) and _RELATIVE.match(low):
        return low
    return None


def _opens_next(tokens: list[Token], i: int) -> bool:
    """Does a subordinate clause open right after the comma at i?"""
    return any(
        _opener(tokens, k) is not None
        for k in range(i + 1, min(i + 4, len(tokens)))
        if all(
            t.low in _PREPOSITIONS or t.low in _AND or t.low in ("тим", "того", "тому", "те", "то")
            for t in tokens[i + 1 : k]
        )
    )


def _compound(tokens: list[Token], i: int, known: Verb, language: Language) -> Predicate | None:
    """The predicate that begins at token i."""
    if known.form == "auxiliary":
        for k in range(i + 1, min(i + 4, len(tokens))):
            ahead = verb(tokens[k].low, language) if tokens[k].low[0].isalpha() else None
            if ahead is not None and ahead.form in ("impersonal", "passive", "infinitive", "modal"):
                if ahead.form == "modal":
                    return _compound(tokens, k, ahead, language)
                return Predicate(i, k, ahead, auxiliary=tokens[i].low)
            if tokens[k].low in (",", ";"):
                break
        return Predicate(i, i, known, auxiliary=tokens[i].low)
    if known.form == "modal":
        for k in range(i + 1, min(i + 14, len(tokens))):
            ahead = verb(tokens[k].low, language) if tokens[k].low[0].isalpha() else None
            if ahead is not None and ahead.form == "infinitive":
                return Predicate(i, k if k - i <= 2 else i, ahead, modal=tokens[i].low)
            if tokens[k].low in (";", ".") or (ahead is not None and ahead.form not in ("auxiliary", "modal")):
                break
        put_first = _infinitive_before(tokens, i, language)
        if put_first is not None:
            return Predicate(i, i, put_first, modal=tokens[i].low)
        return Predicate(i, i, replace(known, form="present" if known.person else "impersonal"), modal=tokens[i].low)
    last = i
    return Predicate(i, last, known)


def _infinitive_before(tokens: list[Token], i: int, language: Language) -> Verb | None:
    """«Завершити роботи підрядник має до листопада»: the infinitive that stands before its modal, in the same piece."""
    for k in range(i - 1, max(-1, i - 10), -1):
        token = tokens[k]
        if token.depth or not token.low[0].isalpha():
            if token.low in (",", ";", ".", ":"):
                return None
            continue
        known = verb(token.low, language)
        if known is not None:
            return known if known.form == "infinitive" else None
    return None


def _without_attributes(tokens: list[Token], found: list[Predicate]) -> list[Predicate]:
    """Without Ukrainian participles that only describe: those in a comma piece that has a stronger predicate."""
    kept = []
    for p in found:
        if p.verb.form == "passive" and p.auxiliary is None and p.verb.lemma.endswith("ий"):
            low, high = _piece(tokens, p.first)
            if _shares_auxiliary(tokens, p, found):
                kept.append(p)
                continue
            beside = found[bisect_left(found, low, key=_first) : bisect_left(found, high, key=_first)]
            stronger = any(
                o is not p and o.verb.lemma != p.verb.lemma and not (o.verb.form == "passive" and o.auxiliary is None)
                for o in beside
            )
            if stronger or _attributive(tokens, p.first):
                continue
        kept.append(p)
    return kept


def _shares_auxiliary(tokens: list[Token], p: Predicate, found: list[Predicate]) -> bool:
    """«були зібрані кошти та передані лікарні»: the auxiliary of the participle before serves this one too."""
    o = _before(found, p)
    if o is None or tokens[p.first - 1].low not in _AND:
        return False
    return o.auxiliary is not None and o.verb.form == "passive" and o.verb.plural == p.verb.plural


def _before(found: list[Predicate], p: Predicate) -> Predicate | None:
    """The last of the predicates that ends before p."""
    at = bisect_left(found, p.first, key=lambda o: o.last)
    return found[at - 1] if at else None


def _first(p: Predicate) -> int:
    return p.first


def _attributive(tokens: list[Token], i: int) -> bool:
    """«…, створений у 2011 році» after a comma, or under a preposition: a description of what stands before."""
    if i == 0:
        return False
    before = tokens[i - 1].low
    joined = before in _AND and i > 1 and tokens[i - 2].low[-1:] == tokens[i].low[-1:]
    return before == "," or before in _PREPOSITIONS or joined


def _piece(tokens: list[Token], i: int) -> tuple[int, int]:
    low = i
    while low > 0 and tokens[low - 1].low not in (",", ";"):
        low -= 1
    high = i
    while high < len(tokens) and tokens[high].low not in (",", ";"):
        high += 1
    return low, high


def clauses_of(plain: str, start: int, end: int, language: Language) -> list[Clause]:
    """The clauses of a sentence: one for each group of main predicates, and for the content of «…, що …»."""
    tokens = tokens_of(plain, start, end)
    predicates = predicates_of(tokens, language)
    groups = _groups(tokens, [p for p in predicates if not p.subordinate or p.opener in ("що", "что")], predicates)
    out: list[Clause] = _besides(tokens, predicates)
    for n, group in enumerate(groups):
        low = 0 if n == 0 else _boundary(tokens, groups[n - 1][-1], group[0])
        high = len(tokens) if n + 1 == len(groups) else _boundary(tokens, group[-1], groups[n + 1][0])
        if low >= high:
            continue
        piece = tokens[low:high]
        reported = group[0].subordinate
        out.append(Clause(piece[0].start, piece[-1].end, tuple(group), reported, n == 0, tuple(piece)))
    return out


def _besides(tokens: list[Token], predicates: list[Predicate]) -> list[Clause]:
    """Relative clauses that tell of a finished act of their own: «…, за результатами якого укладено договір», «…, про
    що складено акт»."""
    out: list[Clause] = []
    for p in predicates:
        finished = p.verb.perfective and p.verb.form in ("impersonal", "past", "passive")
        if not p.subordinate or not finished:
            continue
        low = p.first
        while low and tokens[low].low != p.opener:
            low -= 1
        of_what = p.opener in ("що", "что") and low > 0 and tokens[low - 1].low in _PREPOSITIONS
        if not (p.opener in ("де", "где") or _RELATIVE.match(p.opener) or of_what):
            continue
        high = p.last + 1
        while high < len(tokens) and not (tokens[high].low in (",", ";") and not tokens[high].depth):
            high += 1
        piece = tokens[low + 1 : high]
        if piece:
            out.append(Clause(piece[0].start, piece[-1].end, (p,), False, False, tuple(piece), relative=True))
    return out


def _groups(tokens: list[Token], main: list[Predicate], every: list[Predicate]) -> list[list[Predicate]]:
    """Predicates that share subject and object stand together: nothing but a conjunction and adverbs between."""
    out: list[list[Predicate]] = []
    for p in main:
        if p.subordinate and not _follows_reporting(tokens, p, every):
            continue
        if out and (
            _or_else(tokens, out[-1][-1], p)
            or all(t.low in _AND or t.low in _ADVERBS or t.low == "," for t in tokens[out[-1][-1].last + 1 : p.first])
        ):
            out[-1].append(p)
        else:
            out.append([p])
    return out


def _or_else(tokens: list[Token], left: Predicate, right: Predicate) -> bool:
    """«Перераховано на картки або доставлено листоношами …»: either is done to the one object."""
    return tokens[right.first - 1].low in _OR and left.verb.form == right.verb.form


def _follows_reporting(tokens: list[Token], p: Predicate, every: list[Predicate]) -> bool:
    """Is the clause of p what somebody reports?"""
    before = _before(every, p)
    if before is None:
        return any(phrase("reporting").match(t.low) for t in tokens[: p.first])
    return any(phrase("reporting").match(tokens[k].low) for k in (before.last, before.first))


def _boundary(tokens: list[Token], left: Predicate, right: Predicate) -> int:
    """The index of the first token of the clause of `right`."""
    marks = [k for k in range(left.last + 1, right.first) if not tokens[k].depth]
    semicolons = [k for k in marks if tokens[k].low == ";" or (tokens[k].low == ":" and _is_done(right))]
    if semicolons:
        return semicolons[-1] + 1
    if right.subordinate:
        openers = [k for k in marks if tokens[k].low == right.opener]
        if openers:
            return openers[0] + 1
    near = next((k for k in reversed(marks) if tokens[k].low not in _ADVERBS), None)
    if near is not None and (tokens[near].low == "," or tokens[near].low in _AND):
        return near + 1
    joined = [k for k in marks if tokens[k].low == "," and k + 1 < right.first and tokens[k + 1].low in _AND]
    if joined:
        return joined[-1] + 2
    commas = [k for k in marks if tokens[k].low == "," and not lists(tokens, k)]
    if commas:
        return commas[-1] + 1
    conjunctions = [k for k in marks if tokens[k].low in _AND]
    return conjunctions[-1] + 1 if conjunctions else right.first


def _is_done(p: Predicate) -> bool:
    """Has the verb what is done for its subject («возведение ведётся»)? That stands behind the colon before it; who
    acts may stand before the colon («виконавці вжили заходів: обмежили виїзд»)."""
    return p.verb.reflexive or p.verb.form in ("impersonal", "passive")


def lists(tokens: list[Token], comma: int) -> bool:
    """A comma of a short list («А, Б та В») rather than one that parts clauses: a conjunction soon after it."""
    return any(tokens[k].low in _AND for k in range(comma + 2, min(comma + 5, len(tokens))))
