"""One organisation a body: full and short names, acronyms and cases of one body are put together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Final

from extractor import data
from extractor.detect.organisations_lexicon import head, lexicon
from extractor.schema.analysis import Language
from extractor.schema.facts import Organisation

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
#: The first quoted name; of nested ones («ТОВ «Фірма «Ясен»») the innermost. Groups: what is before it, it.
_QUOTED: Final = re.compile(r"\A([^«\"]*(?:«[^«»\"]*(?=«))*)[«\"]\s*([^«»\"]+)[»\"]*")
#: A name in Latin letters behind Cyrillic words or alone: «ІА Sample», «Sample Trade».
_LATIN: Final = re.compile(r"\A((?:[А-ЯІЇЄҐЁа-яіїєґё'-]+ )*)([A-Z][A-Za-z0-9&.'-]*(?: [A-Za-z0-9&.'-]+)*)\Z")
#: «уряд країни», «парламент республики»: what says no more than the bare noun.
_OWN_LAND: Final = frozenset(
    "країни держави республіки краю регіону страны государства республики края региона".split()
)
#: «Озерна», «Лугівська»: of which place a body is.
_OF_PLACE: Final = re.compile(r"[А-ЯІЇЄҐЁ][\w'-]+(?:ський|ська|ське|цька|цький|зька|зький|ский|ская|ское|цкий|цкая)")
_FOLD: Final = str.maketrans({"’": "'", "ʼ": "'", "ё": "е", "ґ": "г", "“": '"', "”": '"', "„": '"'})
_SMALL: Final = frozenset(
    "та і й и з із у в по для про на от від при щодо м с смт г питань питання вопросам справах делам".split()
)
#: Levels as adjectives and as nouns have one stem.
_LEVELS: Final = frozenset(("облас", "район", "город", "регио", "міськ", "сільс", "сельс"))
#: Words of abbreviated forms that say more than the form: whose a body is, or what it does.
_SAYING: Final = frozenset("муниц центр больни больн школа культ общео дошко образ здрав средн основ лікар".split())
#: The head of a charity that a company of the same name has beside it.
_CHARITY: Final = "фонд"
#: Who rules a territory, as far as inflection leaves the word alone.
_RULES: Final = ("администрац", "адміністрац", "совет", "дум", "собрани", "рад", "комитет", "комітет")
#: Countries behind the name of one of their bodies, which its short names may leave out.
_COUNTRIES: Final = frozenset(
    "україни украины россии рф российской федерации рб республики беларусь білорусі казахстан".split()
)
#: Words run together, by how they begin: what the full name has for that, by its stem.
_RUN_TOGETHER: Final = (
    (re.compile(r"(?:мін|мин)(?!іст|ист)"), ("мініс", "минис")),
    (re.compile(r"держ(?!ав)|гос(?!уд)"), ("держа", "госуд")),
    (re.compile(r"нац(?!іо|ио)"), ("націо", "нацио")),
    (re.compile(r"рос(?!с[иі]|ій)"), ("федер",)),
)
_BEGUN: Final = frozenset(stem for _, stems in _RUN_TOGETHER for stem in stems)
#: So many letters of a part and of a word of the full name are the same: «Мінсоц…» and «соціальної». Behind «рос»,
#: with which companies' names begin too, five, or the whole of a part that is no shorter than this.
_SAME: Final = 3
_SAME_FEDERAL: Final = 4
_FEDERAL: Final = "федер"
_COMMITTEE: Final = re.compile(r"ком[иі]т")
_AREA: Final = re.compile(
    r"област[иіь]|району?|района|округ[ау]?|кра[йюя]|республик[аи]|республіки|міст[ао]|город[а]?", re.IGNORECASE
)
#: Words of five letters and more that inflect keep their first five.
_STEM: Final = 5
#: Words put together have as many letters.
_PUT_TOGETHER: Final = 10


@dataclass(frozen=True, slots=True)
class Key:
    """A name without its inflection: stems before the head, the head's, those after it, and a quoted name's."""

    before: frozenset[str]
    head: str
    after: frozenset[str]
    quoted: tuple[str, ...] = ()

    def shortens(self, longer: Key) -> bool:
        """Could this be a short form of the longer name?"""
        if self == longer or (self.quoted and self.quoted != longer.quoted):
            return False
        if self.head != longer.head and (self.head or not self.quoted):
            return False
        # «областная администрация» is the «администрация Лесной области»
        levels = longer.after & _LEVELS if longer.before.isdisjoint(_LEVELS) else frozenset()
        return self.before <= longer.before | levels and self.after <= longer.after | longer.before

    @property
    def size(self) -> int:
        """How much the name says."""
        return len(self.before) + len(self.after) + len(self.quoted)


@dataclass(slots=True)
class Body:
    """The mentions of one body so far."""

    key: Key
    mentions: list[Organisation] = field(default_factory=list)


def merge(mentions: Sequence[Organisation], language: Language) -> list[Organisation]:
    """One organisation a body, in reading order; the fullest name first, the others as aliases."""
    bodies: dict[Key, Body] = {}
    companies = {key_of(m.name, language) for m in mentions if m.kind == "company"}
    for mention in mentions:
        key = key_of(mention.name, language)
        if mention.kind == "charity" and key.quoted and key in companies:
            key = replace(key, head=_CHARITY)  # «ТОВ «Ясен»» and its «благодійний фонд «Ясен»» are two
        bodies.setdefault(key, Body(key)).mentions.append(mention)
    _join_second_names(bodies, language)
    _join_acronyms(bodies)
    _join_run_together(bodies, language)
    _join_short_forms(bodies)
    out = _with_parents([_one(body) for body in bodies.values()])
    return sorted(out, key=lambda o: o.spans[0] if o.spans else (0, 0))


def _with_parents(bodies: list[Organisation]) -> list[Organisation]:
    """Each unit with the body behind it: the longest other name inside its own."""
    places = sorted((a, b, i) for i, body in enumerate(bodies) for a, b in body.spans)
    behind: dict[int, tuple[int, int]] = {}
    for k, (start, end, i) in enumerate(places):
        for inner_start, inner_end, j in places[k + 1 :]:
            if inner_start >= end:
                break
            size = inner_end - inner_start
            if inner_end <= end and inner_start > start and j != i and size > behind.get(i, (0, 0))[0]:
                behind[i] = (size, j)
    return [
        replace(body, parent=bodies[behind[i][1]].name) if i in behind and body.parent is None else body
        for i, body in enumerate(bodies)
    ]


def _join_second_names(bodies: dict[Key, Body], language: Language) -> None:
    """A body called only by what the document gives as another's second name joins that one."""
    for key, body in list(bodies.items()):
        for name in dict.fromkeys(alias for m in body.mentions for alias in m.aliases):
            other = key_of(name, language)
            if other != key and other in bodies and key in bodies:
                body.mentions.extend(bodies.pop(other).mentions)


def _join_acronyms(bodies: dict[Key, Body]) -> None:
    """An acronym joins the one full name whose initials it has."""
    acronyms = {
        key: name for key, body in bodies.items()
        if (name := _stateless(body.mentions[0].name)).isupper() and name.isalpha() and len(name) > 1
    }  # fmt: skip
    if not acronyms:
        return
    named: dict[str, set[Key]] = {}
    for key, body in bodies.items():
        for initials in {letters for m in body.mentions for letters in _all_initials(m.name)}:
            named.setdefault(initials, set()).add(key)
    for key, acronym in acronyms.items():
        fitting = named.get(acronym.casefold(), set()) - {key}
        if len(fitting) == 1:
            into = fitting.pop()
            bodies[into].mentions.extend(bodies.pop(key).mentions)
            for keys in named.values():
                if key in keys:
                    keys.remove(key)
                    keys.add(into)


def _stateless(name: str) -> str:
    """A name without the country's in it: «ФНС России» → «ФНС»."""
    return " ".join(w for w in name.split(" ") if w.casefold() not in _COUNTRIES)


def _all_initials(name: str) -> set[str]:
    """The initials of a name, with and without the country's and the place's («Озерна міська рада»: омр, мр)."""
    bare = _stateless(name)
    place, _, rest = bare.partition(" ")
    local = {_initials(rest)} if _OF_PLACE.fullmatch(place) else set()
    return {_initials(name), _initials(bare), *local}


def _join_run_together(bodies: dict[Key, Body], language: Language) -> None:
    """«Минстрой России» joins the one «Министерство строительства …», «Нацбанк» the one «Национальный банк …»."""
    short = {
        key: found for key, body in bodies.items()
        if key.head not in _BEGUN and (found := _run_together(body.mentions[0].name))
    }  # fmt: skip
    if not short:
        return
    full: dict[str, set[Key]] = {}
    for key in bodies.keys() - short.keys():
        if not key.quoted and not _BEGUN.isdisjoint((key.head, *key.before)):
            for begun in _begun(bodies[key].mentions[0].name, language):
                full.setdefault(begun, set()).add(key)
    of_country = [short[key] for key in short if any(_stateless(m.name) != m.name for m in bodies[key].mentions)]
    for key, begins in short.items():
        fitting = set().union(*(full.get(b, ()) for b in begins))
        if begins in of_country:
            fitting = {k for k in fitting if not _of_area(bodies[k].mentions[0].name)}
        if len(fitting) == 1:
            bodies[fitting.pop()].mentions.extend(bodies.pop(key).mentions)


def _run_together(name: str) -> list[str]:
    """How the full name of a word run together may begin («мініс соц»), [] where it is no such word."""
    word = _stateless(name).casefold().translate(_FOLD)
    for begins, stems in _RUN_TOGETHER if " " not in word else ():
        hit = begins.match(word)
        part = word[hit.end() :] if hit is not None else ""
        least, sizes = (_SAME, (_SAME, _STEM)) if _FEDERAL not in stems else (_SAME_FEDERAL, (_STEM,))
        if len(part) >= least:
            return [f"{stem} {part[:size]}" for stem in stems for size in sizes]
    return []


def _begun(name: str, language: Language) -> set[str]:
    """How a word run together out of a full name may begin: the sort of body that it is, at its head or before it,
    with the first word between them or, where there is none, behind the head."""
    words = [w for w in expanded(_stateless(name), language) if w not in _SMALL]
    at = next((i for i, w in enumerate(words) if head(w, language) is not None), 0)
    sort = next((i for i, w in enumerate(words[: at + 1]) if _stem(w) in _BEGUN), None)
    if sort is None:
        return set()
    behind = next((w for w in words[at + 1 :] if _stem(w) not in _BEGUN), "")
    named = words[sort + 1] if sort + 1 < at else behind
    stem = _stem(words[sort])
    if stem == _FEDERAL:
        return {f"{stem} {named[:_SAME_FEDERAL]}", f"{stem} {named[:_STEM]}"}
    parts = {named[:_SAME]}
    if sort < at:
        parts.add(_stem(words[at]))  # «Нацбанк»
    if _COMMITTEE.match(words[at]):
        parts.add(f"ком{named}"[:_STEM])  # «Держкомзем»
    return {f"{stem} {part}" for part in parts}


def _of_area(name: str) -> bool:
    """Does a body's name say of which area it is, other than the country?"""
    first, *rest = _stateless(name).split(" ")
    return (
        _OF_PLACE.fullmatch(first) is not None
        or any(_AREA.fullmatch(w) for w in rest)
        or (not name.isupper() and any(w[:1].isupper() for w in rest))
    )


def _initials(name: str) -> str:
    words = re.findall(r"[^\W\d_]+", name)
    return (
        "".join(w[0] for w in words if w.casefold() not in ("та", "і", "й", "и", "з", "о")).casefold()
        if len(words) > 1
        else ""
    )


def _join_short_forms(bodies: dict[Key, Body]) -> None:
    """A short form joins the longer name that it shortens, where there is one only. Shortest last, so that a chain
    of ever shorter forms ends in one body."""
    keys = sorted(bodies, key=lambda k: -k.size)
    alike = _Alike(keys)
    owner: dict[Key, Key] = {}
    for key in keys:
        size = key.size
        found = [k for k in alike.may_be_longer(key) if k.size > size and key.shortens(k)]
        longer = {owner.get(k, k) for k in found}
        if len(longer) > 1:
            # «Координаційний центр» is rather the one «підтримки населення» than the «обласний»
            longer = {owner.get(k, k) for k in found if k.before == key.before}
        if len(longer) == 1:
            owner[key] = longer.pop()
    for key, into in owner.items():
        bodies[into].mentions.extend(bodies.pop(key).mentions)


class _Alike:
    """Keys by each of their words, so that the longer forms of one are not looked for among all keys with its head."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._all: dict[str | tuple[str, ...], set[Key]] = {}
        self._with: dict[tuple[str | tuple[str, ...], str], set[Key]] = {}
        for key in keys:
            for group in (key.head, key.quoted) if key.quoted else (key.head,):
                self._all.setdefault(group, set()).add(key)
                for word in key.before | key.after:
                    self._with.setdefault((group, word), set()).add(key)

    def may_be_longer(self, key: Key) -> Collection[Key]:
        """The keys with the head of this one, or where it has none its quoted name, that have all of its words."""
        group = key.head if key.head or not key.quoted else key.quoted
        words = [self._with[group, word] for word in key.before | key.after]
        if key.quoted and key.head:
            words.append(self._all[key.quoted])
        return set.intersection(*sorted(words, key=len)) if words else self._all[group]


def _one(body: Body) -> Organisation:
    mentions = sorted(body.mentions, key=lambda m: m.spans[0] if m.spans else (0, 0))
    best = max(mentions, key=lambda m: (len(_words(m.name)), not m.name.isupper()))
    names: dict[str, None] = {}
    for mention in mentions:
        for name in (mention.name, *mention.aliases):
            names.setdefault(name)
    folded = {best.name.casefold()}
    aliases: list[str] = []
    for name in names:
        if name.casefold() not in folded:
            folded.add(name.casefold())
            aliases.append(name)
    acronym = next((m.acronym for m in mentions if m.acronym), None)
    acronym = acronym or next((a for a in aliases if a.isupper() and a.isalpha() and len(a) < 9), None)
    spans = sorted({s for m in mentions for s in m.spans})
    return replace(
        best, acronym=acronym, aliases=tuple(aliases), spans=tuple(spans), score=max(m.score for m in mentions),
        kind=best.kind if best.kind != "other" else next((m.kind for m in mentions if m.kind != "other"), "other"),
        parent=next((m.parent for m in mentions if m.parent), None),
    )  # fmt: skip


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold().translate(_FOLD))


@cache
def _expansions() -> dict[str, tuple[str, ...]]:
    """Short words and the words they stand for."""
    raw: dict[str, str] = data.load("organisations")["expansions"]
    return {short: tuple(full.casefold().translate(_FOLD).split()) for short, full in raw.items()}


@cache
def _area_letters(language: Language) -> dict[str, tuple[str, ...]]:
    """Letters for territories, and the words they stand for behind a word for who rules them."""
    raw: dict[str, str] = data.load("organisations")["area_letters"][language]
    return {short: tuple(full.casefold().translate(_FOLD).split()) for short, full in raw.items()}


@lru_cache(maxsize=20_000)
def expanded(name: str, language: Language) -> tuple[str, ...]:
    """The words of a name with its abbreviations written out, lower case."""
    out: list[str] = []
    words = _words(name)
    for i, w in enumerate(words):
        if w in _area_letters(language) and i and words[i - 1].startswith(_RULES):
            out.extend(_area_letters(language)[w])
            continue
        for short in (w, *_endings(w)):
            if short in _expansions():
                out.extend(_expansions()[short])
                break
        else:
            out.append(w)
    return tuple(out)


def _endings(word: str) -> tuple[str, ...]:
    """The nominative that a compound in another case may have («облдержадміністрації», «міськради»)."""
    if len(word) < 6:
        return ()
    return (word[:-1] + "а", word[:-1] + "я", word[:-2] + "а", word[:-2] + "я", word + "а", word[:-1], word[:-2])


def _stem(word: str) -> str:
    return word.replace("'", "")[:_STEM]


def _quoted_stem(word: str) -> str:
    """Long names are put together of a place and a trade: «Озернеськводоканал», «Озернеськтепло» are two."""
    return _stem(word) if len(word) < _PUT_TOGETHER else word.replace("'", "").rstrip("аеиіїоуяюєьыэй")


@cache
def _legal_words() -> frozenset[str]:
    """Stems that say only what legal form a body has: the words of the abbreviated forms, and «компанія», «газета»."""
    known = lexicon()
    forms = {_stem(w) for short in known.legal for w in (short.casefold(), *_expansions().get(short.casefold(), ()))}
    return frozenset(
        (forms - _LEVELS - _SAYING)
        | {_stem(h.lemma) for heads in known.heads.values() for h in heads.values() if h.needs == "name"}
    )


def _of_owner(before: Sequence[str], language: Language) -> bool:
    """Is the quoted name an owner's, as in «відділення партії «Ясен»», «філія ПАТ «Ясен»»?"""
    owned = False
    for w in before:
        noun = head(w, language)
        if _stem(w) in _legal_words():
            if owned:
                return True
        elif noun is not None:
            owned = noun.kind != "company"
    return False


@lru_cache(maxsize=20_000)
def key_of(name: str, language: Language) -> Key:
    """The key of a name. Legal forms say nothing where a quoted name follows («ТОВ «Ясен»», «фірма «Ясен»»)."""
    name = name.translate(_FOLD)
    hit = _QUOTED.match(name) or _LATIN.match(name)
    if hit is not None:
        quoted = tuple(_quoted_stem(w) for w in expanded(hit.group(2), language))
        before = [w for w in expanded(hit.group(1), language) if w not in _SMALL]
        words = [w for w in before if _stem(w) not in _legal_words()]
        behind = frozenset(_stem(w) for w in expanded(name[hit.end() :], language) if w not in _SMALL)
        if _of_owner(before, language):
            behind, quoted = behind.union(quoted), ()
    else:
        quoted, behind = (), frozenset()
        words = [w for w in expanded(name, language) if w not in _SMALL]
        if len(words) == 2 and words[1] in _OWN_LAND:
            words.pop()
    for i, w in enumerate(words):
        if head(w, language) is not None:
            return Key(frozenset(map(_stem, words[:i])), _stem(w), behind.union(map(_stem, words[i + 1 :])), quoted)
    if words and not quoted:
        return Key(frozenset(), _stem(words[0]), frozenset(map(_stem, words[1:])))
    return Key(frozenset(), "", behind.union(map(_stem, words)), quoted)
