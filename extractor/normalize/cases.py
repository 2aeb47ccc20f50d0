"""The nominative of noun phrases by agreement: the head and the words that agree with it change, its attributes stay.

«Департаменту соціального захисту населення» → «Департамент соціального захисту населення».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from extractor.normalize import heads
from extractor.normalize.cases_forms import adjective, head
from extractor.normalize.cases_names import name_run, nominative_name
from extractor.normalize.phrases import Piece, cut
from extractor.normalize.words import Case, Gender, Reading, forms, parses, readings

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

Number = Literal["keep", "sing", "plur"]

_ORDER: Final[tuple[Case, ...]] = ("nom", "dat", "ins", "acc", "gen", "loc")
_AND: Final = frozenset("та і й и або чи или да".split())
#: Adverbs that belong to a name, «постійно діюча комісія», each with how the word behind it begins.
STANDING: Final = {
    "постійно": "діюч", "постоянно": "действующ", "матеріально": "відповідальн", "материально": "ответственн",
}  # fmt: skip
STANDING_BEFORE: Final = re.compile("|".join(rf"{a}\s+(?={b})" for a, b in STANDING.items()), re.IGNORECASE)
#: «в.о. начальника», «и.о. главы», «зам. главы»: what stands after is in the genitive and stays so.
_ACTING: Final = re.compile(
    r"(?:т\.?\s?)?(?:в\.?\s?о|и\.?\s?о)\.?\s|врио\s|тво\s|(?:зам|заст)\.\s?(?=[^\W\d_]{3})", re.IGNORECASE
)
#: «МУЗ "Лесная ЦРБ"»: an abbreviated legal form before its quoted name has no case.
_FORM: Final = re.compile(r"[А-ЯІЇЄҐЁ]{2,8}\s?[«\"“„]")
#: Short names of ministries whose second half is a genitive already.
_HALF_GENITIVE: Final = re.compile(
    r"(?:Мін|Мин)(?!іст|ист)[а-яіїєґ']+(?:ки|ури|ни|ни|нів|ії|ди|ития|ы)|Держ[а-яіїєґ']+ості|Держгеонадр|"
    r"[А-ЯІЇЄҐ]{2,}[а-яіїєґ]{1,3}[А-ЯІЇЄҐ]+"
)
_ACRONYM: Final = re.compile(r"([А-ЯІЇЄҐЁA-Z]{2,}[А-ЯІЇЄҐЁA-Z0-9]*)(?:-?(?:у|ом|ові|ові|а|е|і|ы|ами|ам|ах))?")
_INITIALS_OPEN: Final = re.compile(r"(?<!\w)([А-ЯІЇЄҐЁ]\.\s?[А-ЯІЇЄҐЁ])$")
#: Adjectives that say what others stand to, as participles do («установам, відповідальним за облік»).
_TIED: Final = frozenset("відповідальний підвідомчий підзвітний ответственный подведомственный подотчетный".split())
_NAMED_AFTER: Final = frozenset("імені ім имени им вулиці вул улицы ул".split())


class Group(NamedTuple):
    """Agreeing words and their head: pieces[start:end] of the phrase in one case. A tuple: many are tried."""

    start: int
    end: int
    case: Case
    plural: bool
    gender: Gender | None
    modifiers: tuple[tuple[int, Reading], ...]
    head: Reading | None  # None: an acronym, which does not change
    substantive: bool = False  # an adjective as the head («завідуючий»)

    @property
    def lemma(self) -> str:
        """The head in its dictionary form, "" for an acronym."""
        return self.head.lemma if self.head else ""

    @property
    def animate(self) -> bool:
        """Does the head name people?"""
        return self.head is not None and (self.head.animate or self.substantive)


@lru_cache(maxsize=20_000)
def nominative(phrase: str, language: Language, *, number: Number = "keep", case: Case | None = None) -> str:
    """The phrase in the nominative; unchanged where it is so already, or where its case cannot be read.

    `case` is what the context asks for («доручити» the dative, «покласти на» the accusative); without it a phrase
    that can be nominative is left alone («служби у справах дітей»). `number` puts the head into the singular or
    plural («департаменти» → «департамент»). Pure and cached."""
    standing = STANDING_BEFORE.match(phrase)
    if standing:
        return standing.group() + nominative(phrase[standing.end() :], language, number=number, case=case)
    pieces = cut(phrase)
    words = [p.text for p in pieces]
    if _FORM.match(phrase):
        return _close_initials(phrase)
    acting = _ACTING.match(phrase)
    if acting:
        _put_names(pieces, words, 0, (case,) if case else ("acc", "gen", "dat", "ins"), language)
        return _close_initials("".join(words))
    run = name_run(pieces, 0, language) if pieces else None
    if run is not None:
        cases: tuple[Case, ...] = _with_twins(case) if case else _ORDER
        form = nominative_name([words[i] for i in run[0]], cases, language)
        _replace(words, run[0], form)
        if form is not None or case is not None:  # «Бук Н.І., завучу»: a surname may be without cases
            _tail(pieces, words, run[1], cases if case else ("dat",), True, language)
        return _close_initials("".join(words))
    group = best_group(pieces, 0, language, case)
    if group is None:
        return phrase
    if group.case == "nom" and number == "keep":
        return _close_initials(phrase)
    _put_group(words, group, number, language)
    if group.case != "nom":
        _put_attribute(pieces, words, group, number, language)
        cases = _cases_of(pieces, group, language)
        person = group.animate or heads.is_official(group.lemma, language)
        _tail(pieces, words, group.end, cases, person, language)
    return _close_initials("".join(words))


def best_group(pieces: Sequence[Piece], at: int, language: Language, case: Case | None = None) -> Group | None:
    """The likeliest reading of the words from pieces[at] as a head with the words that agree before it."""
    found = list(groups(pieces, at, language))
    if not found:
        return None
    tail_case = _case_of_names(pieces, found, language)

    def rank(g: Group) -> tuple[bool, bool, int, int, bool, bool, int]:
        return (
            not g.substantive,
            tail_case is None or g.case in tail_case,
            0 if case is None else 2 * (g.case == case) + (g.case in _with_twins(case)),
            g.end,
            g.head is None or g.head.known,
            not g.plural if g.head is None else heads.is_party(g.lemma, language),
            -_ORDER.index(g.case),
        )

    return max(found, key=rank)


def groups(pieces: Sequence[Piece], at: int, language: Language) -> Iterator[Group]:
    """Every way to read the words from pieces[at] as a head with the words that agree before it."""
    chain = [(place, forms(pieces[place].text, language)) for place in _chain(pieces, at, language)]
    for case in _ORDER:
        before: list[tuple[int, tuple[Reading, ...]]] = []
        for place, own in chain:
            if case in own.heads or pieces[place].text[:2].isupper():
                yield from _headed(pieces, at, place, case, before, language)
            modifiers = own.modifiers.get(case)
            if modifiers is None:
                break
            before.append((place, modifiers))


def _chain(pieces: Sequence[Piece], at: int, language: Language) -> list[int]:
    """Indexes of the words that may belong to one group: each but the last has a reading as an adjective."""
    out: list[int] = []
    i = at
    joined = False
    while i < len(pieces) and len(out) < 9:
        piece = pieces[i]
        if piece.kind == "word":
            if piece.text.lower() in _AND and out:
                joined = True
            elif out and not joined and _adverb(piece.text, language):
                pass
            else:
                out.append(i)
                joined = False
                if not any(r.pos != "noun" for r in readings(piece.text, language)):
                    break
        elif piece.kind == "comma" and out:
            joined = True
        elif piece.kind != "gap":
            break
        i += 1
    return out


def _adverb(word: str, language: Language) -> bool:
    """An adverb may stand among the adjectives («соціально значущим закладам»)."""
    return word.endswith("о") and word[0].islower() and not readings(word, language)


def _headed(
    pieces: Sequence[Piece],
    at: int,
    place: int,
    case: Case,
    before: list[tuple[int, tuple[Reading, ...]]],
    language: Language,
) -> Iterator[Group]:
    """The groups whose head is pieces[place] in `case` with the adjectives `before` it agreeing."""
    word = pieces[place].text
    acronym = _acronym(pieces, place) if word[:2].isupper() else None
    if acronym is not None:
        gender = heads.acronym_genders().get(acronym)
        for plural in (False, True):
            agreed = _agreed(before, gender, plural)
            if agreed is None or not before:
                continue
            own = gender or agreed[-1][1].gender
            yield Group(at, place + 1, case, plural, None if plural else own, agreed, None)
        if before or acronym in heads.acronym_genders():
            return
    if word[0].isupper() and _HALF_GENITIVE.fullmatch(word):
        return
    for reading in forms(word, language).heads.get(case, ()):
        substantive = reading.pos == "adjective"
        if substantive and _agreeing_follows(pieces, place, case, language):
            continue
        agreed = _agreed(before, reading.gender, reading.plural)
        if agreed is None:
            continue
        if case == "acc" and not _animacy_agrees((pieces[i].text for i, _ in agreed), reading, language):
            continue
        gender = reading.gender
        if gender is None and agreed:
            gender = agreed[-1][1].gender
        yield Group(at, place + 1, case, reading.plural, gender, agreed, reading, substantive)


def _agreed(
    before: list[tuple[int, tuple[Reading, ...]]], gender: Gender | None, plural: bool
) -> tuple[tuple[int, Reading], ...] | None:
    """A reading for each adjective in the head's number and gender; singulars listed before a plural head pass
    («Львівській та Чернівецькій обласним адміністраціям»)."""
    out: list[tuple[int, Reading]] = []
    # two words side by side have but a gap between them
    joined = len(before) > 1 and all(b[0] - a[0] > 2 for a, b in pairwise(before))
    for i, (place, options) in enumerate(before):
        fit = next((r for r in options if r.plural == plural and (plural or gender in (r.gender, None))), None)
        # of names alone the last is singular, too: «Озерному та Луговому ліцеям»
        single = i + 1 < len(before) or (joined and not any(r.plural for _, r in out))
        if fit is None and plural and len(before) > 1 and single:
            fit = next((r for r in options if not r.plural), None)
        if fit is None:
            return None
        out.append((place, fit))
    return tuple(out)


def _animacy_agrees(modifiers: Iterable[str], head: Reading, language: Language) -> bool:
    """The accusative of masculines and plurals looks like the genitive for people, like the nominative for things."""
    if not (head.plural or head.gender == "m"):
        return True
    twin = "gen" if head.animate else "nom"
    return all(any(r.case == twin and r.pos != "noun" for r in readings(w, language)) for w in modifiers)


def _agreeing_follows(pieces: Sequence[Piece], place: int, case: Case, language: Language) -> bool:
    after = place + 2
    if after >= len(pieces) or pieces[place + 1].kind != "gap" or pieces[after].kind != "word":
        return False
    if any(str(p.tag.POS) == "PREP" for p in parses(pieces[after].text.lower(), language)):
        return False  # «до» is the note, too
    return any(r.case == case and r.pos == "noun" for r in readings(pieces[after].text, language)) and bool(
        set(_cells(pieces[place].text, case, language)) & set(_cells(pieces[after].text, case, language))
    )


def _cells(word: str, case: Case, language: Language) -> Iterator[tuple[bool, Gender | None]]:
    for r in readings(word, language):
        if r.case == case:
            yield r.plural, None if r.plural else r.gender


def _acronym(pieces: Sequence[Piece], place: int) -> str | None:
    """The acronym at pieces[place], its case ending («ЦНАПу») taken off; None in a phrase all in capitals."""
    hit = _ACRONYM.fullmatch(pieces[place].text)
    if hit is None:
        return None
    words = [p.text for p in pieces if p.kind == "word"]
    if len(words) > 1 and all(w.isupper() for w in words) and max(map(len, words)) > 6:
        return None
    return hit.group(1)


def _put_group(words: list[str], group: Group, number: Number, language: Language) -> None:
    plural = group.plural if number == "keep" else number == "plur"
    gender = group.gender
    if plural != group.plural and group.head is not None:
        gender = _gender_of(group.head, language)
    for place, reading in group.modifiers:
        many = reading.plural if reading.plural != group.plural else plural
        own = gender if many == plural else reading.gender
        words[place] = adjective(words[place], reading, own, many, language)
    if group.head is None:
        return
    place = group.end - 1
    if group.substantive:
        words[place] = adjective(words[place], group.head, gender, plural, language)
    else:
        words[place] = head(words[place], group.head, language, plural=plural)


def _put_attribute(pieces: Sequence[Piece], words: list[str], group: Group, number: Number, language: Language) -> None:
    """The adjectives right behind the head of a post that belong to it («сестрі медичній старшій», «психологу
    практичному Гаю»), not to a noun behind («медсестрі шкільної їдальні»)."""
    post = group.animate or heads.is_official(group.lemma, language)
    if not post or group.head is None:
        return
    found: list[tuple[int, Reading]] = []
    for at in range(group.end + 1, len(pieces), 2):
        own = _agreeing(pieces[at].text, group, language) if pieces[at].text.islower() else None
        if own is None:
            if pieces[at].text[0].islower():
                return
            break
        found.append((at, own))
    plural = group.plural if number == "keep" else number == "plur"
    gender = _gender_of(group.head, language) if group.plural else group.head.gender
    for at, own in found:
        words[at] = adjective(words[at], own, gender, plural, language)


def _agreeing(word: str, group: Group, language: Language) -> Reading | None:
    """The word as an adjective in the case, number and gender of the group's head."""
    for r in readings(word, language):
        agrees = r.plural == group.plural and (r.plural or group.head is None or r.gender == group.head.gender)
        if r.pos == "adjective" and r.case == group.case and agrees:
            return r
    return None


def _gender_of(head: Reading, language: Language) -> Gender | None:
    """The gender of a noun read in the plural, by its singular."""
    single = next((r for r in readings(head.lemma, language) if r.case == "nom" and not r.plural), None)
    return single.gender if single else None


def _tail(
    pieces: Sequence[Piece], words: list[str], at: int, cases: tuple[Case, ...], person: bool, language: Language
) -> None:
    """Puts to the nominative what stands after the head in its case: a name, a second head, a participle."""
    if person:
        _put_names(pieces, words, at, cases, language)
    i = at
    while i < len(pieces):
        joint = pieces[i].kind in ("comma", "dash") or pieces[i].text.lower() in _AND
        i += 1
        if not joint:
            continue
        while i < len(pieces) and (pieces[i].kind == "gap" or pieces[i].text.lower() in _AND):
            i += 1
        group = _second(pieces, i, cases, person, language) or _participle(pieces, i, cases, language)
        if group is not None:
            _put_group(words, group, "keep", language)
            i = group.end


def _second(
    pieces: Sequence[Piece], at: int, cases: tuple[Case, ...], person: bool, language: Language
) -> Group | None:
    """A further head in the case of the first: a post after a post, a body after a body."""
    if at >= len(pieces) or pieces[at].kind != "word":
        return None
    for case in cases:
        for group in groups(pieces, at, language):
            if group.case != case:
                continue
            if person and heads.is_official(group.lemma, language):
                return group
            body = not group.substantive and heads.is_body(group.lemma, language)
            if not person and case not in ("gen", "acc") and body:
                return group
    return None


def _participle(pieces: Sequence[Piece], at: int, cases: tuple[Case, ...], language: Language) -> Group | None:
    """A participle after the comma, in the plural of the head's case («органам, залученим до виконання»)."""
    if at >= len(pieces) or pieces[at].kind != "word" or _agreeing_follows(pieces, at, cases[0], language):
        return None
    for r in readings(pieces[at].text, language):
        tied = {"pssv", "actv"} & r.parse.tag.grammemes or r.lemma in _TIED
        if r.case in cases and r.case in ("dat", "ins") and r.plural and tied:
            return Group(at, at + 1, r.case, True, None, (), r, substantive=True)
    return None


def _put_names(pieces: Sequence[Piece], words: list[str], at: int, cases: Sequence[Case], language: Language) -> None:
    i = at
    while i < len(pieces):
        run = name_run(pieces, i, language)
        if run is not None and not _after_dedication(pieces, i):
            _replace(words, run[0], nominative_name([words[k] for k in run[0]], cases, language))
            return
        i = run[1] if run is not None else i + 1  # «станції ім. О.Г. Клена В.В. Гаю»: past whom it is called after


def _after_dedication(pieces: Sequence[Piece], i: int) -> bool:
    """Does «імені» or «вулиці» stand before, so that the name is no holder of the post?"""
    back = [p.text.lower() for p in pieces[max(0, i - 3) : i] if p.kind == "word"]
    return any(w in _NAMED_AFTER for w in back)


def _replace(words: list[str], places: Sequence[int], forms: Sequence[str] | None) -> None:
    if forms is not None:
        for place, form in zip(places, forms, strict=True):
            words[place] = form


def _case_of_names(pieces: Sequence[Piece], found: list[Group], language: Language) -> set[Case] | None:
    """The cases that a person's name after a post can be in, where it tells them from the nominative."""
    if not any(g.animate for g in found):
        return None
    for i in range(min(g.end for g in found), len(pieces)):
        run = name_run(pieces, i, language)
        if run is None or _after_dedication(pieces, i):
            continue
        words = [pieces[k].text for k in run[0]]
        if nominative_name(words, ("nom",), language) is not None:
            return None
        fits: set[Case] = {c for c in _ORDER if c != "nom" and nominative_name(words, (c,), language) is not None}
        return fits or None
    return None


def _cases_of(pieces: Sequence[Piece], group: Group, language: Language) -> tuple[Case, ...]:
    """All cases that the group's words can be in together, its own first."""
    same = {
        g.case
        for g in groups(pieces, group.start, language)
        if g.end == group.end and g.plural == group.plural and g.case != "nom" and g.lemma == group.lemma
    }
    return (group.case, *(c for c in _ORDER if c in same and c != group.case))


def _with_twins(case: Case) -> tuple[Case, ...]:
    """A case with the one whose forms it shares in clerks' use: the genitive for the accusative of persons."""
    return {"acc": ("acc", "gen"), "gen": ("gen", "acc"), "dat": ("dat", "loc"), "loc": ("loc", "dat")}.get(
        case, (case,)
    )  # type: ignore[return-value]  # the literals are cases


def _close_initials(phrase: str) -> str:
    """«Романова Л.В» → «Романова Л.В.»."""
    return _INITIALS_OPEN.sub(r"\1.", phrase)
