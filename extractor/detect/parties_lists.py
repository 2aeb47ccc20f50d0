"""A list of bodies and officials taken apart, the words that they share put back to each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from extractor import data
from extractor.detect.organisations_lexicon import lexicon
from extractor.detect.parties_names import CAPITALISED, SEPARATOR, name_of, name_of_all
from extractor.detect.parties_owners import is_name, next_holder, opens_names
from extractor.detect.parties_posts import of_one_post, with_owner
from extractor.detect.parties_shared import continuations, expand, is_container, names_place, place_list
from extractor.detect.parties_text import Chunk, Item, Stretch, View, guarded
from extractor.detect.parties_words import PEOPLE, Start, bare_head, kind_of, start_of, unfinished
from extractor.normalize import heads
from extractor.normalize.cases import best_group, groups
from extractor.normalize.cases_names import name_run
from extractor.normalize.phrases import cut
from extractor.normalize.words import Case
from extractor.schema.facts import Offsets, Party, Role

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

#: How far ahead a list is looked at to see whether semicolons part its items.
_AHEAD: Final = 24
#: No name and no head of a list is longer, in characters. What is longer is no list of parties, and looking through
#: it again at each of its commas would take time that grows with its square.
_LONGEST: Final = 2_000
_AND: Final = frozenset(("та", "і", "й", "и", "а також", "а также"))
_WORDY: Final = re.compile(r"[^\W\d_]{2}")
_FIELD: Final = re.compile(
    r"(?:питань|справах|питаннях|делам|вопросам|по|з|із)\s+[А-ЯІЇЄҐЁ]{2,5}(?:,\s[А-ЯІЇЄҐЁ]{2,5}){0,4}\s*\Z"
)
#: The same right behind the unit: «відділ ГО та НС», «отдел ГО и ЧС».
_UNIT_OF_FIELD: Final = re.compile(
    r"(?<!\w)(?:відділ|сектор|управлінн|департамент|отдел|управлени)\w{0,3}\s+"
    r"[А-ЯІЇЄҐЁ]{2,5}(?:,\s[А-ЯІЇЄҐЁ]{2,5}){0,4}\s*\Z",
    re.IGNORECASE,
)
#: With whom a unit is there to keep ties: the instrumentals behind the preposition.
_TIES: Final = re.compile(
    r"(?:зв'язк|взаємоді|комунікац|робот|связ|взаимодейств|работ)\w*\s+(?:з|із|зі|с|со)\s+(?:[^\W\d_]+[^\S\n]*){1,4}\Z"
)
_CAPITALS: Final = re.compile(r"[А-ЯІЇЄҐЁ]{2,5}(?!\w)")
_OF_PERSON: Final = r"[А-ЯІЇЄҐЁ]\.\s?[А-ЯІЇЄҐЁ]\."
_NAME_IN_RUN: Final = rf"(?:{_OF_PERSON}\s?{CAPITALISED}|{CAPITALISED}\s{_OF_PERSON})"
#: Names of one make, initials before or behind each surname, with a blank between them and nothing else around them.
_RUN_OF_NAMES: Final = re.compile(
    rf"(?:(?<=[,;\n(])\s*|(?<=[а-яіїєґё]\s)|\A\s*)(?P<names>"
    rf"{_OF_PERSON}\s?{CAPITALISED}(?:\s+{_OF_PERSON}\s?{CAPITALISED})+|"
    rf"{CAPITALISED}\s{_OF_PERSON}(?:\s+{CAPITALISED}\s{_OF_PERSON})+)(?=\s*(?:[,;\n)]|\Z))"
)
_ONE_OF_RUN: Final = re.compile(_NAME_IN_RUN)


@dataclass(frozen=True, slots=True)
class _Part:
    role: Role
    case: Case
    pattern: re.Pattern[str]
    whole: bool  # all that it names is one party


@cache
def _consent() -> re.Pattern[str]:
    mark = data.load("parties")["consent"]
    # Spaces are counted: a run of a hundred thousand would else be gone through from each of them.
    return re.compile(
        rf"[-–—,]?\s{{0,9}}\(\s{{0,9}}{mark}[^()]{{0,30}}\)|\s[-–—]?\s{{0,9}}{mark}(?=\s{{0,9}}(?:[,;.\n]|$))",
        re.IGNORECASE,
    )


def consented(plain: str, at: int, end: int) -> int | None:
    """Where the «(за згодою)» right behind a name that ends at `at` ends; None where there is none."""
    while at < end and plain[at].isspace():
        at += 1
    hit = _consent().match(plain, at, end)
    return hit.end() if hit else None


@cache
def _consent_of_all() -> re.Pattern[str]:
    knowledge = data.load("parties")
    all_of_them = knowledge["consent_of_all"]
    return re.compile(rf"(?:\(\s*)?\b{all_of_them}[-–—]?\s*{knowledge['consent']}\s*\)?", re.IGNORECASE)


@cache
def _times() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{data.load('parties')['times']['pattern']})")


@cache
def _parts() -> tuple[_Part, ...]:
    entries: list[dict[str, Any]] = data.load("parties")["part"]
    return tuple(
        _Part(e["role"], e["case"], re.compile(rf"(?<!\w){e['pattern']}", re.IGNORECASE), e.get("whole", False))
        for e in entries
    )


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(data.load('parties')['labels'])})\s*", re.IGNORECASE)


def parts_in(clause: str) -> list[tuple[int, int, Case]]:
    """Where «спільно з», «за підтримки» and the like stand in a clause: (start, end, the case they ask for)."""
    return sorted((m.start(), m.end(), p.case) for p in _parts() for m in p.pattern.finditer(clause))


def parties(view: View, start: int, end: int, language: Language, case: Case = "nom") -> list[Party]:
    """The parties of line[start:end], whose heads are in `case`, in reading order."""
    line = view.line
    label = _labels().match(line, start, end)
    start = label.end() if label else start
    of_all = _consent_of_all().search(line, start, end)
    if of_all is not None:
        end = start + len(line[start : of_all.start()].rstrip())
    out: list[Party] = []
    for chunk in _chunks(line, start, end, language, case):
        for piece in expand(line, chunk, language):
            said, stop = _without_time(piece, line)
            name = (name_of_all if chunk.whole else name_of)(said, language, chunk.case)
            if not _WORDY.search(name):
                continue
            spans: Offsets = view.spans(piece.start, stop)
            for a, b in piece.shared:
                spans += tuple(s for s in view.spans(a, b) if s not in spans)
            consent = piece.consent or of_all is not None
            out.append(Party(kind_of(name, language), name, spans, chunk.role, consent, "party.list"))
    return with_owner(of_one_post(view, out, language, case))


def _without_time(item: Item, line: str) -> tuple[str, int]:
    """The words of an item and the end of its place, both before a time that a running text has led into."""
    hit = next((m for m in _times().finditer(item.words) if not guarded(item.words[: m.end()])[m.start()]), None)
    if hit is None:
        return item.words, item.end
    own = _times().search(line, item.start, item.end)
    return item.words[: hit.start()], own.start() if own else item.end


def _chunks(line: str, start: int, end: int, language: Language, case: Case) -> Iterator[Chunk]:
    """The list at its separators: what belongs to one name or one list head joined, part and consent read."""
    role: Role = "executor"
    own_case = case
    whole = False
    held: Chunk | None = None
    stretches = [_with_consent(line, s) for s in _stretches(line, start, end)]
    for i, found in enumerate(stretches):
        stretch, part = _with_part(line, found)
        if part is not None:
            role, own_case, whole = part.role, part.case, part.whole
        elif role != "executor" and not _as_before(line, stretch) and _begins(line, stretch, language, case) == "party":
            role, own_case, whole = "executor", case, False
        if held is not None:
            longer = None
            if whole and part is None and held.head is None and stretch.separator in (*_AND, ","):
                longer = held.with_more(stretch)
            elif part is None:
                coming = stretches[i : i + _AHEAD]
                longer = _listed(line, held, coming, language) or _joined(line, held, coming, language)
            if longer is not None:
                held = longer
                continue
            yield held
        held = replace(_opened(line, stretch, role, own_case), whole=whole)
    if held is not None:
        yield held


def _as_before(line: str, stretch: Stretch) -> bool:
    """Does letters' want of case leave it with the partners before it («спільно з відділом культури, ЦНАП»)?"""
    return stretch.separator in (",", *_AND) and _CAPITALS.match(line, stretch.start, stretch.end) is not None


def _with_part(line: str, stretch: Stretch) -> tuple[Stretch, _Part | None]:
    """The stretch without «спільно з», and what part that gives those named."""
    for part in _parts():
        hit = part.pattern.match(line, stretch.start)
        if hit is not None:
            return replace(stretch, start=hit.end()), part
    return stretch, None


def _opened(line: str, stretch: Stretch, role: Role, case: Case) -> Chunk:
    """A new chunk; what stands before a colon is the head of a list."""
    mask = guarded(line[stretch.start : stretch.end])
    colon = next((i for i, c in enumerate(line[stretch.start : stretch.end]) if c == ":" and not mask[i]), None)
    if colon is None or colon > _LONGEST:
        return Chunk((stretch,), role, case)
    at = stretch.start + colon
    first = replace(stretch, start=_skip(line, at + 1, stretch.end))
    return Chunk((first,) if first.start < first.end else (), role, case, head=(stretch.start, at))


def _stretches(line: str, start: int, end: int) -> list[Stretch]:
    """line[start:end] cut at every separator outside quotation marks and brackets."""
    mask = guarded(line)
    cuts = [(m.start(), m.end(), m.group()) for m in SEPARATOR.finditer(line, start, end) if not mask[m.start()]]
    for part in _parts():
        found = part.pattern.finditer(line, start, end)
        cuts.extend((m.start(), m.start(), "part") for m in found if not mask[m.start()])
    cuts.extend((at, at, ",") for at in _between_names(line, start, end) if not mask[at])
    out: list[Stretch] = []
    at, separator = start, ""
    for a, b, mark in [*sorted(cuts), (end, end, "")]:
        if a < at:
            continue
        if line[at:a].strip(" \n\t-–—•*"):
            out.append(Stretch(_skip(line, at, a), a, separator))
            separator = mark
        elif mark == ";" or separator in ("", "\n"):
            separator = mark if out else ""
        at = b
    return out


def _between_names(line: str, start: int, end: int) -> Iterator[int]:
    """Where one name ends and the next begins with nothing between them («А.П. Гай Е.В. Рощин»): nobody has two."""
    for run in _RUN_OF_NAMES.finditer(line, start, end):
        for name in _ONE_OF_RUN.finditer(line, run.start("names"), run.end("names")):
            if name.end() < run.end("names"):
                yield name.end()


def _skip(line: str, start: int, end: int) -> int:
    while start < end and line[start] in " \n\t-–—•*":
        start += 1
    return start


def _with_consent(line: str, stretch: Stretch) -> Stretch:
    hit = max(_consent().finditer(line, stretch.start, stretch.end), key=lambda m: m.start(), default=None)
    if hit is None or line[hit.end() : stretch.end].strip(" .;,"):
        return stretch
    return replace(stretch, end=hit.start(), consent=True)


def _begins(line: str, stretch: Stretch, language: Language, case: Case) -> Start:
    return start_of(line[stretch.start : min(stretch.end, stretch.start + 200)].partition(":")[0], language, case)


def _listed(line: str, held: Chunk, coming: Sequence[Stretch], language: Language) -> Chunk | None:
    """The list with a head in common, one stretch longer; None where the stretch is no item of it."""
    if held.head is None:
        return None
    stretch = coming[0]
    if not held.stretches:
        return held.with_new(stretch)
    ends = [_ends_list(line, held, s, language) for s in coming]
    if ends[0]:
        return None
    own = coming[: ends.index(True) if True in ends else len(coming)]
    semicolons = any(s.separator == ";" for s in (*held.stretches[-_AHEAD:], *own))
    apart = stretch.separator == ";" if semicolons else stretch.separator in (",", "\n")
    words = line[stretch.start : stretch.end].strip()
    if apart and not (not semicolons and words.lower() in continuations()):
        return held.with_new(stretch)
    return held.with_more(stretch)


def _own_despite_case(line: str, held: Chunk, stretch: Stretch, language: Language) -> bool:
    """Is «та відділу» a further party, although it could be an attribute? Of an official it is the latter."""
    if held.case == "gen":
        return line[stretch.start].isupper()
    words = line[stretch.start : stretch.end].strip()
    if any(heads.is_official(g.lemma, language) for g in groups(cut(words), 0, language) if g.case == held.case):
        return True
    if held.case not in ("dat", "ins"):
        return False
    before = line[held.stretches[0].start : held.stretches[-1].end]
    group = best_group(cut(before.strip()), 0, language, held.case)
    return group is None or not group.animate


def _ends_list(line: str, held: Chunk, stretch: Stretch, language: Language) -> bool:
    words = line[stretch.start : stretch.end]
    if ":" in words:
        return True
    begins = start_of(words, language, held.case)
    if is_container(line[held.head[0] : held.head[1]] if held.head else "", language):
        return False
    return begins == "party"


def _fields_abbreviated(before: str, line: str, stretch: Stretch) -> bool:
    """Does «and» go on with a field of work in capitals («з питань ТЕБ та НС», «по делам ГО и ЧС», «зв'язків з
    громадськістю та ЗМІ»)? Behind a comma only a known one does («по ГО, ЧС и МР»), others are bodies."""
    further = _CAPITALS.match(line[stretch.start : stretch.end].lstrip())
    if further is None:
        return False
    if stretch.separator == "," or _UNIT_OF_FIELD.search(before):
        if _UNIT_OF_FIELD.search(before) is None and _FIELD.search(before) is None:
            return False
        return further.group() in _fields()
    return _FIELD.search(before) is not None or _TIES.search(before) is not None


@cache
def _fields() -> frozenset[str]:
    """Fields of work that are written in capitals; a body may be too («отделу ЖКХ и ЦРБ»)."""
    return frozenset(data.load("parties")["fields"]["words"].split())


def _serves(words: str, language: Language) -> bool:
    """Does a name end with those whom the body serves («служба надання послуг установам»)? They are in the dative as
    the addressees are, but behind another noun."""
    pieces = cut(words.strip())
    first = best_group(pieces, 0, language, "dat")
    if first is None or first.end >= len(pieces):
        return False
    cases = {g.case for g in groups(pieces, len(pieces) - 1, language)}
    return "dat" in cases and "gen" not in cases


def _holds_post(post: str, name: str, language: Language, case: Case) -> bool:
    """Is a post alone in one line, and in the next the name alone of who holds it («Завуч / Гай О.П.»)?"""
    pieces = cut(name.strip())
    run = name_run(pieces, 0, language) if pieces else None
    if run is None or run[1] < len(pieces):
        return False
    above = cut(post.strip())
    group = best_group(above, 0, language, case)
    named = any(name_run(above, i, language) is not None for i in range(len(above)))
    return group is not None and not group.plural and heads.is_official(group.lemma, language) and not named


def _of_field(line: str, held: Chunk, coming: Sequence[Stretch], language: Language) -> bool:
    """Do adjectives lead to a noun that is no party («Отделу учёта, правовой и кадровой работы»)?"""
    begins = (_begins(line, s, language, held.case) for s in coming if s.separator != ";")
    return next((b for b in begins if b != "adjectives"), "adjectives") == "other"


def _next_name(line: str, held: Chunk, stretch: Stretch, language: Language) -> bool:
    """Is a name alone the next of those that the list names («Директорам шкіл «Зоря», «Лотос»»)?"""
    first = held.stretches[0]
    alone = is_name(line[stretch.start : stretch.end])
    return alone and opens_names(line[first.start : first.end], held.case, language)


def _joined(line: str, held: Chunk, coming: Sequence[Stretch], language: Language) -> Chunk | None:
    """The name held, gone on with the first stretch coming; None where that is a party of its own."""
    stretch = coming[0]
    if held.head is not None or not held.stretches or held.stretches[-1].consent:
        return None
    last = held.stretches[-1]
    if last.end - last.start > _LONGEST:
        return None
    before = line[last.start : last.end]
    begins = _begins(line, stretch, language, held.case)
    alike = _begins(line, last, language, held.case) == "adjectives" and begins in ("adjectives", "party", "either")
    if alike or (stretch.separator != ";" and _next_name(line, held, stretch, language)):
        return held.with_new(stretch)
    if stretch.separator == ";":
        return None
    if begins == "adjectives" and stretch.separator != "\n":
        return held.with_more(stretch) if _of_field(line, held, coming, language) else None
    if place_list(before) and line[stretch.start].isupper():
        return held.with_more(stretch) if names_place(line[stretch.start : stretch.end], language) else None
    return held.with_more(stretch) if _goes_on(line, held, stretch, begins, language) else None


def _goes_on(line: str, held: Chunk, stretch: Stretch, begins: Start, language: Language) -> bool:
    """Does the stretch, which begins as told, belong to the name before it?"""
    last = held.stretches[-1]
    before = line[last.start : last.end]
    if next_holder(before, line[stretch.start : stretch.end], held.case, language):
        return True
    goes_on = begins == "other"
    if stretch.separator == "\n" and before.strip() in lexicon().legal and line[stretch.start] in '«"“':
        goes_on = True  # «ТОВ / «Тополя»»
    elif stretch.separator == "\n" and _holds_post(before, line[stretch.start : stretch.end], language, held.case):
        goes_on = True
    elif stretch.separator == "\n":
        lower = not line[stretch.start].isupper()
        goes_on = (
            (begins != "party" and lower)
            or begins in ("other", "adjectives")
            or (lower and unfinished(before, language, held.case))
        )
    elif stretch.separator in (*_AND, ",") and _fields_abbreviated(before, line, stretch):
        goes_on = True
    elif stretch.separator in _AND:
        bare = bare_head(before, language, held.case)
        listed = last.separator == "," and bare and bare_head(line[stretch.start : stretch.end], language, held.case)
        sure = begins == "party" or (begins == "either" and _own_despite_case(line, held, stretch, language))
        served = line[stretch.start : stretch.end].split(maxsplit=1)[0].lower() in PEOPLE and _serves(before, language)
        goes_on = served or (not listed and (not sure or bare))
    return goes_on
