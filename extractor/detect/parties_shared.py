"""Words that the members of a list share: a head before a colon, a noun after several adjectives, a parent body."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from extractor import data
from extractor.detect.parties_owners import by_holders, by_names, by_owners
from extractor.detect.parties_text import Chunk, Item, Stretch, guarded, tidy
from extractor.detect.parties_words import last_of_names, start_of
from extractor.normalize import heads
from extractor.normalize.cases import Group, groups, nominative
from extractor.normalize.cases_forms import adjective
from extractor.normalize.cases_forms import head as head_form
from extractor.normalize.phrases import Piece, cut
from extractor.normalize.words import Case, Gender, Reading, readings

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

_FIELDS: Final = re.compile(r",|(?<=\s)(?:та|і|й|и)(?=\s)")


_AREAS_BETWEEN: Final = re.compile(r"(?:,?\s*[^\W\d_]+(?:их|ых)\s+[^\W\d_]+){0,3}")
#: «Управлінням освіти (Гай О.П.) та культури (Бук Н.І.)»: who heads each is named in a bracket behind it.
_NEXT_HEADED: Final = re.compile(r"\([А-ЯІЇЄҐЁ][^()]{2,40}\)(\s+(?:та|і|й|и)\s)(?=[^()]{3,80}\([А-ЯІЇЄҐЁ])")
_PREPOSITION: Final = re.compile(r"\s*(?:у|в|з|із|зі|с|по|для|при|на|про|щодо|за)\s")


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(data.load("parties")[table]["words"].split())


@cache
def _levels() -> frozenset[str]:
    return frozenset(data.load("parties")["levels"].split())


@cache
def _areas() -> re.Pattern[str]:
    """An adjective with a territory in the genitive plural, with the «and» or comma before it."""
    areas = "|".join(sorted(_words("areas")))
    return re.compile(
        rf"(?:(?P<and>(?<!\s)\s+(?:та|і|й|и)|,)\s+|(?<!\w))(?P<area>[^\W\d_А-ЯІЇЄҐЁ]+(?:их|ых)\s+(?:{areas}))(?!\w)"
    )


@cache
def _places() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<kind>{'|'.join(data.load('parties')['places'])})\s+(?=[«\"]?[А-ЯІЇЄҐЁ])")


def continuations() -> frozenset[str]:
    """Single words that go on with a unit's field of work."""
    return _words("continuations")


def place_list(words: str) -> bool:
    """Do the words end in a list of places («ВЦА міст Сєвєродонецьк»)?"""
    return _places().search(words) is not None


def names_place(words: str, language: Language) -> bool:
    """Is it the bare name of a place, with no head of a body in it?"""
    return not any(g.head is None or heads.is_party(g.lemma, language) for g in groups(cut(words.strip()), 0, language))


def is_container(words: str, language: Language) -> bool:
    """Does the head of a list only gather units that have names of their own («структурні підрозділи»)?"""
    return any(g.lemma in _words("containers") for g in groups(cut(words.strip()), 0, language))


def expand(line: str, chunk: Chunk, language: Language) -> list[Item]:
    """The parties of a chunk, each with the words that it shares."""
    if chunk.head is not None:
        return _under_head(line, chunk, chunk.head, language)
    if len(chunk.stretches) > 1:
        found = by_names(line, chunk.stretches, chunk.case, language) or _by_adjectives(line, chunk, language)
        if found:
            return found
    first, last = chunk.stretches[0], chunk.stretches[-1]
    whole = Stretch(first.start, last.end, first.separator, last.consent)
    return (
        _by_places(line, whole, language)
        or _by_areas(line, whole, chunk.case, language)
        or by_holders(line, whole, chunk.case, language)
        or by_owners(line, whole, chunk.case, language)
        or _by_inner_adjectives(line, whole, chunk.case, language)
        or _by_fields(line, whole, chunk.case, language)
        or [Item(whole.start, whole.end, line[whole.start : whole.end], whole.consent)]
    )


def _single(words: str, language: Language, case: Case) -> str:
    """The head of a list in the nominative singular."""
    return nominative(tidy(words), language, number="sing", case=None if case == "nom" else case)


def _under_head(line: str, chunk: Chunk, span: tuple[int, int], language: Language) -> list[Item]:
    """«департаменти облдержадміністрації: освіти; культури»."""
    words = line[span[0] : span[1]].strip()
    group = _headed(words, language, chunk.case, plural=True) or _headed(words, language, chunk.case, plural=False)
    if not chunk.stretches:
        return [Item(span[0], span[1], words, False)]
    pieces = cut(words)
    cutting = pieces[group.end - 1].end if group else len(words)
    own, parent = words[:cutting], words[cutting:].strip()
    one = _single(own, language, chunk.case)
    out: list[Item] = []
    for s in chunk.stretches:
        item = line[s.start : s.end].strip()
        if start_of(item, language, chunk.case) == "party":
            full = f"{item} {parent}" if parent and parent.lower() not in item.lower() else item
        else:
            full = f"{one} {item} {parent}" if parent else f"{one} {item}"
        out.append(Item(s.start, s.end, full, s.consent, (span,)))
    return out


def _headed(words: str, language: Language, case: Case, *, plural: bool) -> Group | None:
    found = [g for g in groups(cut(words), 0, language) if g.case == case and g.plural == plural and not g.substantive]
    return max(found, key=lambda g: (heads.is_party(g.lemma, language), g.end), default=None)


def _by_places(line: str, whole: Stretch, language: Language) -> list[Item]:
    """«ВЦА міст Алчевськ та Попасна» → «ВЦА міста Алчевськ», «ВЦА міста Попасна»."""
    hit = _places().search(line, whole.start, whole.end)
    if hit is None:
        return []
    one = data.load("parties")["places"][hit.group("kind")]
    before = line[whole.start : hit.start()].strip()
    before = nominative(before, language, number="sing") if before.islower() else before
    out: list[Item] = []
    at = hit.end()
    for a, b in [*((m.start(), m.end()) for m in _FIELDS.finditer(line, at, whole.end)), (whole.end, whole.end)]:
        name = line[at:a].strip()
        if name[:1].islower():
            return []  # «сіл Луги, Озера, селищної ради …»: what follows is no place
        if name:
            out.append(Item(at, a, f"{before} {one} {name}", whole.consent, ((whole.start, hit.end()),)))
        at = b
    return out if len(out) > 1 else []


def _by_areas(line: str, whole: Stretch, case: Case, language: Language) -> list[Item]:
    """«главам муниципальных районов и городских округов области» → of the districts; of the urban districts."""
    words = line[whole.start : whole.end]
    ends = [m for m in _areas().finditer(words) if m.group("and") is not None]
    if not ends or _headed(words, language, case, plural=True) is None:
        return []
    pieces = cut(words)
    group = _headed(words, language, case, plural=True)
    first = _areas().search(words)
    if group is None or first is None or first.start() < pieces[group.end - 1].end:
        return []
    last = ends[-1]
    between = words[first.end() : last.start()]
    if not _AREAS_BETWEEN.fullmatch(between) or (between and first is last):
        return []
    head, tail = words[: first.start()].strip(), words[last.end() :]
    out: list[Item] = []
    for hit in (m for m in _areas().finditer(words) if first.start() <= m.start() <= last.start()):
        start, end = whole.start + hit.start("area"), whole.start + hit.end("area")
        shared = ((whole.start, whole.start + first.start()),)
        out.append(Item(start, end, f"{head} {hit.group('area')}{tail}", whole.consent, shared))
    return out if len(out) > 1 else []


def _by_adjectives(line: str, chunk: Chunk, language: Language) -> list[Item]:
    """«районні, міські центри зайнятості»; «Київська та Севастопольська міські адміністрації»."""
    last = chunk.stretches[-1]
    words = line[last.start : last.end]
    pieces = cut(words)
    group = _group_with_adjectives(pieces, chunk.case, language)
    if group is None:
        return []
    own = _own_adjectives(group)
    if not own:
        return []
    others = [line[s.start : s.end].strip() for s in chunk.stretches[:-1]]
    printed = [*(o.split()[0] for o in others), pieces[group.modifiers[0][0]].text]
    if not _tell_apart(printed, group, own, chunk.case, language):
        return []
    out: list[Item] = []
    for s, text in zip(chunk.stretches, [*others, None], strict=True):
        if text is None:
            adjectives = [(pieces[i].text, r) for i, r in own]
            start, end = last.start, last.start + pieces[own[-1][0]].end
        else:
            options = [(w, _adjective(w, chunk.case, language)) for w in text.split()]
            adjectives = [(w, r) for w, r in options if r is not None]
            start, end = s.start, s.end
        shared = (last.start + pieces[own[-1][0]].end, last.end)
        name = _completed(pieces, group, own, adjectives, language)
        out.append(Item(start, end, name, last.consent, (shared,)))
    return out


def _group_with_adjectives(pieces: tuple[Piece, ...], case: Case, language: Language) -> Group | None:
    found = [g for g in groups(pieces, 0, language) if g.case == case and g.modifiers and not g.substantive]
    best = max(found, key=lambda g: (g.end, heads.is_party(g.lemma, language)), default=None)
    return best or last_of_names(pieces, case, language)


def _own_adjectives(group: Group) -> tuple[tuple[int, Reading], ...]:
    """The adjectives that only the last member of the list has: the singular ones of a plural head, else the first."""
    if group.plural:
        own = []
        for place, reading in group.modifiers:
            if reading.plural:
                break
            own.append((place, reading))
        if own:
            return tuple(own)
    return group.modifiers[:1]


def _tell_apart(
    printed: list[str], group: Group, own: tuple[tuple[int, Reading], ...], case: Case, language: Language
) -> bool:
    """Do the adjectives name different bodies (places, levels, one each), not several qualities of the same ones?"""
    if group.plural and not own[0][1].plural:
        return True
    found = [_adjective(w, case, language) for w in printed]
    levels = all(r is not None and r.lemma in _levels() for r in found)
    return levels or all(
        w[0].isupper() and w.rstrip("аяийіеє").endswith(("ськ", "цьк", "зьк", "ск", "цк")) for w in printed
    )


def _adjective(word: str, case: Case, language: Language) -> Reading | None:
    return next((r for r in readings(word, language) if r.pos == "adjective" and r.case == case), None)


def _completed(
    pieces: tuple[Piece, ...],
    group: Group,
    own: tuple[tuple[int, Reading], ...],
    adjectives: list[tuple[str, Reading]],
    language: Language,
) -> str:
    """The shared noun, in the number of the member's own adjectives, after them."""
    plural = group.plural and (not adjectives or adjectives[0][1].plural)
    gender: Gender | None = group.gender
    if not plural and adjectives:
        gender = adjectives[0][1].gender or gender
    out = [adjective(w, r, gender, plural, language) for w, r in adjectives]
    leveled = any(r.lemma in _levels() for _, r in adjectives)
    for place, reading in group.modifiers[len(own) :]:
        if leveled and reading.lemma in _levels():
            continue  # «обласні; Київська міська державні адміністрації»: no region is a city
        out.append(adjective(pieces[place].text, reading, gender, plural, language))
    noun = pieces[group.end - 1].text
    out.append(head_form(noun, group.head, language, plural=plural) if group.head else noun)
    return " ".join(out) + "".join(p.text for p in pieces[group.end :])


def _by_inner_adjectives(line: str, whole: Stretch, case: Case, language: Language) -> list[Item]:
    """Adjectives joined by «та» in one stretch: «обласні та районні державні адміністрації»."""
    mask = guarded(line[whole.start : whole.end])
    cuts = [m for m in _FIELDS.finditer(line, whole.start, whole.end) if not mask[m.start() - whole.start]]
    if not cuts:
        return []
    words = line[whole.start : whole.end]
    pieces = cut(words)
    group = _group_with_adjectives(pieces, case, language)
    if group is None:
        return []
    inside = [m for m in cuts if m.end() - whole.start <= pieces[group.end - 1].start]
    if not inside:
        return []
    stretches: list[Stretch] = []
    at = whole.start
    for m in inside:
        stretches.append(Stretch(at, m.start(), m.group()))
        at = m.end()
    while line[at].isspace():
        at += 1
    stretches.append(Stretch(at, whole.end, "", whole.consent))
    kept = tuple(s for s in stretches if line[s.start : s.end].strip())
    return _by_adjectives(line, Chunk(kept, "executor", case), language)


def _by_fields(line: str, whole: Stretch, case: Case, language: Language) -> list[Item]:
    """«департаменти освіти і науки, охорони здоров'я облдержадміністрації»."""
    words = line[whole.start : whole.end]
    if "," not in words and _NEXT_HEADED.search(words) is None:
        return []
    group = _headed(words, language, case, plural=True)
    if group is None or group.lemma not in _words("units") or _headed(words, language, case, plural=False):
        return []
    pieces = cut(words)
    after = pieces[group.end - 1].end
    parent = _parent(pieces, group.end, language)
    until = parent if parent is not None else len(words)
    mask = guarded(words)
    commas = [(i, i + 1) for i in range(after, until) if words[i] == "," and not mask[i]]
    commas.extend(m.span(1) for m in _NEXT_HEADED.finditer(words, after, until))
    commas.sort()
    if not commas or _PREPOSITION.match(words, after):
        return []
    if any(
        _bare_adjectives(words[a:b], language)
        for a, (b, _) in zip([after, *(end for _, end in commas)], commas, strict=False)
    ):
        return []  # «комітети сільських, міських рад»: the noun is still to come
    one = _single(words[:after], language, case)
    tail = words[until:].strip()
    out: list[Item] = []
    shared = ((whole.start, whole.start + after), *(((whole.start + until, whole.end),) if tail else ()))
    bounds = [after, *(end for _, end in commas)]
    for a, b in zip(bounds, [*(start for start, _ in commas), until], strict=True):
        field = words[a:b].strip()
        if field:
            full = f"{one} {field} {tail}".strip()
            out.append(Item(whole.start + a, whole.start + b, full, whole.consent, shared))
    return out


def _bare_adjectives(words: str, language: Language) -> bool:
    return all(_adjective(w, "gen", language) is not None for w in words.split())


def _parent(pieces: tuple[Piece, ...], after: int, language: Language) -> int | None:
    """Where the genitive of the body above begins at the end of the words («облдержадміністрації»)."""
    for i in range(len(pieces) - 1, after, -1):
        if pieces[i].kind != "word" or pieces[i - 1].kind != "gap":
            continue
        if any(
            g.case == "gen" and not g.plural and heads.is_body(g.lemma, language) for g in groups(pieces, i, language)
        ):
            start = i
            while (
                start - 2 > after
                and pieces[start - 2].kind == "word"
                and _adjective(pieces[start - 2].text, "gen", language)
            ):
                start -= 2
            return pieces[start].start
    return None
