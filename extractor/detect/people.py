"""Finds people: a surname with initials, or with a given name, in either order and any case."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from extractor.detect import people_positions as positions
from extractor.normalize.cases import nominative
from extractor.normalize.cases_names import never_nominative
from extractor.normalize.words import Case, readings
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import Person
from extractor.schema.span import Span
from extractor.text.morphology import parses

_UP: Final = "А-ЯІЇЄҐЁ"
_LOW: Final = "а-яіїєґё"
#: A surname behind its first letter.
_REST: Final = (
    rf"(?:[{_LOW}]{{0,30}}'?[{_LOW}]{{1,30}}(?:-[{_UP}][{_LOW}']{{1,30}})?|[{_UP}]{{0,29}}'?[{_UP}]{{2,30}}(?:-[{_UP}']{{3,30}})?)"
    rf"(?![{_UP}{_LOW}])"
)
_SURNAME: Final = rf"[{_UP}]{_REST}"
#: «Л.В.», «М. А.», «В.», « А.С .»: looked for first, as they are rare; a surname stands on one side. What may not stand
#: before the first capital is looked at behind it, as a pattern that begins with a set of letters is found faster.
_INITIALS: Final = re.compile(rf"[{_UP}](?<![\w.].)(?:\.\s?[{_UP}](?:\s?\.|(?!\w))|\s?\.(?!\s?[{_LOW}]))")
_SURNAME_HERE: Final = re.compile(rf"[ ]?({_SURNAME})")
_SURNAME_BEFORE: Final = re.compile(rf"(?<![\w-])({_SURNAME})[ ]{{1,3}}\Z")
_SURNAME_ABOVE: Final = re.compile(rf"(?<![\w-])({_SURNAME})[ ]?\n[ ]?\Z")
_FULL: Final = re.compile(rf"[{_UP}](?<![\w.«\"'-].){_REST}(?:[ ]{_SURNAME}){{1,4}}")
_WORD: Final = re.compile(r"[\w'-]+")
_NAMED_AFTER: Final = re.compile(
    r"(?:\b(?:імені|ім|им|имени|вул|вулиц\w{1,2}|ул|улиц\w{1,2}|пров|провул\w+|пер|переул\w+|просп|проспект\w*|пл|площ\w+|бул|бульвар\w*|"
    r"премі[їяєю]\w*|премии|пам'яті|памяти|пункт\w*|ст|ч|п)\b[. ]*|[«\"])\Z",
    re.I,
)
#: Behind these the name of a settlement stands; initials have none.
_SETTLEMENT: Final = re.compile(r"\b(?:м|с|смт|село|селі|місто|місті|город\w*)\b[. ]*\Z", re.I)
#: Given names that are words of every other document: «Рада», «Слава», «Надія» stand for no person by themselves, only
#: with a patronymic, or with a surname that is nothing else.
_NO_GIVEN: Final = frozenset("рада слава воля світ мир лада віра вера любов любовь надія надежда зоря роза".split())
_NO_SURNAME: Final = re.compile(
    r"(?:област|район|рад[аиіую]|федерац|республ|міністр|министер|департамент|управл|відділ|комітет|громад|закон|указ|центр|"
    r"постано|розпор|распор|приказ|наказ|рішен|решен|програм|служб|україн|украин|росі|росс|кабінет|кодекс|додат|прилож|розділ|протокол|пункт)",
    re.I,
)
#: Kin and the like before a given name: no surnames.
_KIN: Final = frozenset(
    "батько мати мама дружина чоловік син донька дочка брат сестра дід баба пан пані отець герой герою "
    "отец мать жена муж сын дочь святий святого святой".split()
)
_PATRONYMIC: Final = re.compile(
    r"(?:(?:[ії]вн|овн|евн)(?:а|и|у|і|ы|е|ою|ой)|(?:ович|йович|евич|ьович|ілліч|ильич|лукич|кузьмич)(?:а|у|ем|ові|еві|ом|е|і)?)\Z"
)
_PREPOSITION: Final = re.compile(
    r"\b(?:на|від|от|до|для|з|із|зі|с|у|в|за|к|про|по|без|о|об|біля|через|під|над)\s\Z", re.I
)
_SURNAME_END: Final = re.compile(r"(?:енк|ук|юк|чук|ськ|цьк|ск|цк|ов|ев|єв|ін|ин|ич|ак|як)[а-яіїє]{0,3}\Z")
_SURE_SURNAME: Final = re.compile(r"(?:енко|чук|юк|ук)\Z")
_LAST: Final = re.compile(r"[а-яіїєґ'-]{4,}\Z")
#: Parts of speech that open a sentence before a name and are no part of it.
_NEVER_NAMES: Final = frozenset(("ADVB", "CONJ", "PRCL", "PREP"))
_OBLIQUE: Final[tuple[Case, ...]] = ("gen", "acc", "dat", "ins")


class _Found(NamedTuple):
    """A name as printed; `order` says which word is the surname, the given name, the patronymic."""

    start: int
    end: int
    words: tuple[str, ...]
    order: tuple[int, ...]
    initials: str = ""


def detect(analysis: Analysis, found: Sequence[Span]) -> list[Span]:
    """Spans labelled "person", each with its Person, in reading order."""
    plain = analysis.plain
    starts = [s.start for s in analysis.sentences]
    bodies = [(s.start, s.end) for s in found if s.label == "organisation"]
    out: list[Span] = []
    before = 0
    for mention in _mentions(analysis, starts):
        if any(a <= mention.start and mention.end <= b for a, b in bodies):
            continue
        language = _language(analysis, starts, mention.start)
        position = positions.before(plain, mention.start, before, language)
        case = position.case if position else _case_around(plain, mention.start, language)
        position = position or positions.behind(plain, mention.end, language)
        person = Person(_normal(mention, case, language), position=position.name if position else None)
        out.append(Span(mention.start, mention.end, "person", "people.name", 0.9, person))
        before = mention.end
    return out


def _language(analysis: Analysis, starts: Sequence[int], at: int) -> Language:
    i = bisect_right(starts, at) - 1
    return analysis.sentences[i].language if i >= 0 else analysis.language


def _mentions(analysis: Analysis, starts: Sequence[int]) -> Iterator[_Found]:
    """All names, in reading order, none within another."""
    plain = analysis.plain
    both = [(m.start(), _short(plain, m, _language(analysis, starts, m.start()))) for m in _INITIALS.finditer(plain)]
    both += [(m.start(), _full(m, _language(analysis, starts, m.start()))) for m in _FULL.finditer(plain)]
    done = 0
    for _, mention in sorted(both, key=lambda x: x[1].start if x[1] else x[0]):
        if mention is None or mention.start < done:
            continue
        if _NAMED_AFTER.search(plain, max(0, mention.start - 14), mention.start):
            continue
        if not mention.initials and _SETTLEMENT.search(plain, max(0, mention.start - 14), mention.start):
            continue
        done = mention.end
        yield mention


def _case_around(plain: str, start: int, language: Language) -> Case | None:
    """The genitive for any case that a word before governs, the nominative where none stands there; else None."""
    if _PREPOSITION.search(plain, max(0, start - 8), start):
        return "gen"
    low = max(0, start - 200)
    line = max(plain.rfind("\n", low, start) + 1, plain.rfind("\t", low, start) + 1, low)
    before = plain[line:start].strip()
    if not before or before[-1] in ".,:;-(" or before[-1].isdigit():
        return "nom"
    word = _LAST.search(before)
    noun = word is not None and str(parses(word.group(), language)[0].tag.POS) == "NOUN"
    return "gen" if noun else None


def _normal(mention: _Found, case: Case | None, language: Language) -> str:
    """The name in the nominative, the surname first. In the nominative already, it stays as printed."""
    words = list(mention.words)
    if case == "nom" and any(never_nominative(w, language) for w in words):
        case = "gen"  # «директора Івана Мельника, Петра Сидоренка»
    if case != "nom":
        phrase = " ".join(words) + (f" {mention.initials}" if mention.initials else "")
        options = [phrase] if case is None else [nominative(phrase, language, case=c) for c in (case, *_OBLIQUE)]
        read = next((o for o in options if o != phrase), nominative(phrase, language)).split()
        words = read[: len(words)] if len(read) >= len(words) else words
    name = " ".join(words[i] for i in mention.order)
    return f"{name} {mention.initials}" if mention.initials else name


def _short(plain: str, found: re.Match[str], language: Language) -> _Found | None:
    """A surname with initials, before them or behind: «Романов Л.В.»."""
    letters = [c for c in found.group() if c.isalpha()]
    initials = "".join(f"{c}." for c in letters)
    left = _SURNAME_BEFORE.search(plain, max(0, found.start() - 40), found.start()) if len(letters) > 1 else None
    if left and _could_be_surname(left[1], language):
        return _Found(left.start(1), found.end(), (_cased(left[1]),), (0,), initials)
    right = _SURNAME_HERE.match(plain, found.end())
    if right is None and len(letters) > 1:  # a line's end within a name
        above = _SURNAME_ABOVE.search(plain, max(0, found.start() - 40), found.start())
        if above is not None and _could_be_surname(above[1], language):
            return _Found(above.start(1), found.end(), (_cased(above[1]),), (0,), initials)
    if right is None or len(right[1]) < 3 or _NO_SURNAME.match(right[1]) or right[1].casefold() in _NO_GIVEN:
        return None
    return _Found(found.start(), right.end(), (_cased(right[1]),), (0,), initials)


def _could_be_surname(word: str, language: Language) -> bool:
    """Can the capitalised word before initials be a surname: no noun of a body or a position, no common thing?"""
    if len(word) < 3 or _NO_SURNAME.match(word) or word.casefold() in _NO_GIVEN or positions.is_noun(word):
        return False
    known = [r for r in readings(word.casefold(), language) if r.known]
    return (
        not known or any(r.name == "surname" or r.animate for r in known) or bool(_SURNAME_END.search(word.casefold()))
    )


def _full(found: re.Match[str], language: Language) -> _Found | None:
    """A given name with a surname, or with a patronymic, among two to five capitalised words: the first may begin the
    sentence or be a position."""
    words = list(_WORD.finditer(found.group()))
    best: tuple[int, _Found] | None = None
    for length in range(min(len(words), 3), 1, -1):
        for first in range(len(words) - length + 1):
            chosen = words[first : first + length]
            order = _order(tuple(w.group() for w in chosen), language)
            if order:
                start, end = found.start() + chosen[0].start(), found.start() + chosen[-1].end()
                name = _Found(start, end, tuple(_cased(w.group()) for w in chosen), order)
                rank = 2 * length + (order[0] != 0)
                best = max(best or (0, name), (rank, name), key=lambda x: x[0])
    return best[1] if best else None


@lru_cache(maxsize=20_000)
def _order(words: tuple[str, ...], language: Language) -> tuple[int, ...] | None:
    """Which word is the surname, the given name, the patronymic, in that order; None where they name no person."""
    if any(_NO_SURNAME.match(w) or w.casefold() in _KIN or positions.is_noun(w) for w in words):
        return None
    kinds = [_kinds(w, language) for w in words]
    patronymic = [i for i, k in enumerate(kinds) if "patronymic" in k and i > 0 and "given" in kinds[i - 1]]
    if len(words) == 2 and patronymic and not _in_dictionary(words[1], language):
        patronymic = []
    given = [i for i, k in enumerate(kinds) if "given" in k and _is_given(i, words, kinds, patronymic)]
    given = [i for i in given if i not in patronymic]
    if not given or (len(words) == 3 and not patronymic) or len(patronymic) > 1:
        return None
    first = _given_index(words, kinds, given, patronymic)
    others = [i for i in range(len(words)) if i not in (first, *patronymic)]
    if len(others) > 1 or any(not _surname_like(words[i], kinds[i], language) for i in others):
        return None
    return (*others, first, *patronymic)


def _is_given(i: int, words: tuple[str, ...], kinds: list[frozenset[str]], patronymic: list[int]) -> bool:
    """Is a word that can be a given name one here, though it may be a common noun too?"""
    if words[i].casefold() not in _NO_GIVEN or i + 1 in patronymic:
        return True
    others = [j for j in range(len(words)) if j != i]
    return len(others) == 1 and kinds[others[0]] == {"surname"} and _SURE_SURNAME.search(words[others[0]]) is not None


def _given_index(words: tuple[str, ...], kinds: list[frozenset[str]], given: list[int], patronymic: list[int]) -> int:
    """Which word is the given name where two could be («Роман Іван»): before the patronymic; not the capital one."""
    if patronymic and patronymic[0] - 1 in given:
        return patronymic[0] - 1
    small = [i for i in given if not words[i].isupper()] or given
    sure = [i for i in small if "surname" not in kinds[i]]
    return (sure or small)[0]


def _in_dictionary(word: str, language: Language) -> bool:
    """Is it a patronymic that the dictionary knows («Іванівна»), not one by its end only («Янукович»)?"""
    return any(r.name == "patronymic" and r.known for r in readings(word.casefold(), language))


@lru_cache(maxsize=20_000)
def _kinds(word: str, language: Language) -> frozenset[str]:
    low = word.casefold()
    found = {str(r.name) for r in readings(low, language) if r.name and r.known}
    return frozenset(found | {"patronymic"} if _PATRONYMIC.search(low) else found)


@lru_cache(maxsize=20_000)
def _surname_like(word: str, kinds: frozenset[str], language: Language) -> bool:
    """Can the word be a surname: one of the dictionary, unknown to it, or an animate noun («Коваль», «Орел»)?"""
    known = [r for r in readings(word.casefold(), language) if r.known]
    if "surname" in kinds or "patronymic" in kinds:
        return True
    if any("Geox" in r.parse.tag.grammemes or "Orgn" in r.parse.tag.grammemes for r in known):
        return False
    best = parses(word.casefold(), language)[0]
    if best.is_known and str(best.tag.POS) in _NEVER_NAMES:
        return False  # «Також Олена Петрівна»
    if word.isupper():
        return len(word) > 4 or any(r.animate for r in known)
    if not known or any(r.animate for r in known):
        return True
    return _SURNAME_END.search(word.casefold()) is not None


def _cased(word: str) -> str:
    """«ГАЙДАЙ» → «Гайдай», «НЕЧУЙ-ЛЕВИЦЬКИЙ» → «Нечуй-Левицький»."""
    return "-".join(p[:1] + p[1:].lower() for p in word.split("-")) if word.isupper() else word
