"""Which grown names are bodies, and the names that no head noun gives: acronyms, companies in lists, quoted names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Final

from extractor.detect.organisations_grow import ROMAN, Name
from extractor.detect.organisations_lexicon import Head, lexicon
from extractor.detect.organisations_phrase import quotable
from extractor.detect.organisations_words import AND, OPENERS, Line
from extractor.normalize import cases
from extractor.normalize.words import Case
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Organisation, OrganisationKind
from extractor.schema.span import Span

_PROPER_ENDING: Final = re.compile(r"(?:ськ|цьк|зьк|ск)(?:ий|а|е|ого|ої|ому|ій|им|ою|у|ая|ое|ой|ую|ом)\Z")
#: «управління» is also mere management, «служба» what one does: these adjectives alone make no body of them.
ROMAN_DIGITS: Final = re.compile(r"[IVXLC]+")
_MERE: Final = frozenset(
    "державн публічн військов стратегічн оперативн корпоративн антикризов строков муніципальн комунальн ефективн "
    "государственн публичн военн срочн стратегическ оперативн муниципальн эффективн временн первичн громадянськ "
    "цивільн".split()
)
_MERE_HEADS: Final = frozenset(("управління", "служба", "управление", "колегія", "архів", "архив", "суд", "рада"))
_CASES: Final[dict[str, Case]] = {
    "nomn": "nom", "gent": "gen", "datv": "dat", "accs": "acc", "ablt": "ins", "loct": "loc",
}  # fmt: skip
#: Adjectives in -ський of no place.
_COMMON: Final = (
    "громадськ",
    "господарськ",
    "учнівськ",
    "людськ",
    "лікарськ",
    "педагогіч",
    "детск",
    "женск",
    "учительськ",
)
_STATE_FUND: Final = re.compile(r"пенсійн|пенсионн|страхуван|страхован|державн|государственн|соціальн|социальн")
_LOCAL: Final = re.compile(
    r"(?:сільськ|селищн|міськ|районн|обласн|городск|сельск|областн)\w* (?:рад|совет)|виконавч|исполнительн"
)
_LOCAL_AREA: Final = re.compile(r"район|город|поселени|сельсовет|муниципальн|округ")
_SPACES: Final = re.compile(r"\s+")


def acronym_head(line: Line, i: int) -> Head | None:
    """The head that a known acronym or legal form makes."""
    text = line.text[i]
    known = lexicon()
    kind = known.acronyms.get(text)
    if kind is not None:
        return Head(text, "nothing", kind, open_tail=False, unit=False, holder=text in _HOLDERS)
    kind = known.legal.get(text)
    if kind is not None:
        return Head(text, "name", kind, open_tail=False, unit=False, holder=False)
    return None


_HOLDERS: Final = frozenset("ОДА РДА ОВА РВА ВЦА МВА СВА КМВА КОДА МОЗ МОН МВС КМДА".split())


def extend_acronym(line: Line, name: Name, done: int) -> None:
    """Numbers of units before it («5 ДПРЧ») and further acronyms after it («ДУ ЦКПХ МОЗ», «ВАТ ДАК»)."""
    if (
        name.first == name.at
        and name.at > done
        and line.text[name.at - 1].isdigit()
        and len(line.text[name.at - 1]) < 3
        and line.text[name.at].startswith("ДП")
    ):
        name.first -= 1
    while name.last < len(line) and line.acronym(name.last) and names_acronym(line.text[name.last]):
        name.last += 1
    known = lexicon()
    if line.text[name.last - 1] in known.legal and name.last < len(line) and line.text[name.last] not in OPENERS:
        i = name.last
        while i < len(line) and i - name.last < 4 and i not in line.people and _namelike(line, i):
            i += 1
        if i > name.last:
            name.last, name.quoted = i, True


def names_acronym(text: str) -> bool:
    """Is it a known acronym or legal form?"""
    return text in lexicon().legal or text in lexicon().acronyms


def _namelike(line: Line, i: int) -> bool:
    text = line.text[i]
    if line.start[i] != line.end[i - 1] + 1:
        return False
    if ROMAN.fullmatch(text):
        return False
    return text[0].isdigit() or (text[0].isupper() and not line.shouting)


def counts(line: Line, name: Name) -> bool:
    """Is the grown name a body's, by what its head needs, and not a common noun?"""
    if name.plural and not name.siblings:
        return False
    if name.head.needs == "nothing":
        return True
    title = line.capital(name.at) and name.at not in line.begins and not line.acronym(name.at)
    tests: dict[str, Callable[[], bool]] = {
        "modifier": lambda: _grown(name) and not _mere(line, name),
        "proper": lambda: _proper(line, name, title=title),
        "purpose": lambda: _purposeful(line, name),
        "owner": lambda: _owned(line, name, title=title),
        "name": lambda: name.quoted or name.number or proper_adjective(line, name),
    }
    return tests[name.head.needs]() and not _not_named(line, name)


def _grown(name: Name) -> bool:
    return name.modifiers > 0 or name.tail or name.quoted or name.number or name.purpose


def _purposeful(line: Line, name: Name) -> bool:
    named = name.quoted and name.last - name.at > 2
    return name.purpose or named or (proper_adjective(line, name) and name.modifiers > 1)


def _owned(line: Line, name: Name, *, title: bool) -> bool:
    if name.head.lemma == "орган" and not line.low(name.first).startswith(("територ", "террит")):
        return False
    return bool(name.inner) or name.purpose or (title and name.tail)


def _not_named(line: Line, name: Name) -> bool:
    """Is it a thing that is only called like a body («дорожній фонд»)?"""
    if name.quoted:
        return False
    words = " ".join(line.text[name.first : name.at + 1]).lower()
    return lexicon().not_named.search(words) is not None


def _proper(line: Line, name: Name, *, title: bool) -> bool:
    if name.quoted or name.number or proper_adjective(line, name):
        return True
    if title and (name.tail or name.modifiers or name.purpose):
        return True
    first_title = line.capital(name.first) and name.first not in line.begins and name.modifiers > 0
    level = name.modifiers > 0 and lexicon().level_stems.match(line.low(name.first)) is not None
    level = level and not name.head.lemma.startswith(
        ("організац", "организац", "об'єднан", "объедин", "товариств", "обществ")
    )
    long = name.modifiers + (name.last - name.at - 1) >= 2
    return (
        first_title
        or (level and long)
        or (name.purpose and name.last - name.at > 3 and name.head.kind == "institution")
    )


def proper_adjective(line: Line, name: Name) -> bool:
    """Is there an adjective of a proper name before the head («Драбівський ліцей»)?"""
    known = lexicon()
    for k in range(name.first, name.at):
        low = line.low(k)
        if known.level_stems.match(low):
            continue
        if _PROPER_ENDING.search(low) and (line.shouting or line.capital(k)):
            return True
        if line.capital(k) and k not in line.begins:
            return True
    return False


def _mere(line: Line, name: Name) -> bool:
    """«державна служба» as an occupation, «публічне управління» as an activity."""
    if name.head.lemma not in _MERE_HEADS or name.tail or name.quoted or name.purpose or name.number:
        return False
    if (
        line.capital(name.first)
        and name.first not in line.begins
        and name.head.lemma not in ("управління", "управление")
    ):
        return False
    adjectives = [line.low(k) for k in range(name.first, name.at)]
    return all(any(a.startswith(m) for m in _MERE) for a in adjectives)


def span(analysis: Analysis, line: Line, name: Name, rule: str) -> Span:
    """The mention as a span. Where something follows a quoted name («…» Зразківської ради), an alias is without it."""
    start, end = line.start[name.first], line.end[name.last - 1]
    full = normal(analysis, line, name, name.last)
    core = normal(analysis, line, name, name.core) if name.first < name.core < name.last else None
    value = Organisation(name=full, kind=_kind(name.head, full), aliases=(core,) if core else ())
    return Span(start, end, "organisation", rule, value=value)


def _kind(head: Head, name: str) -> OrganisationKind:
    """What kind of body it is: the head's, unless its other words tell better."""
    low = name.lower()
    if head.lemma == "фонд" and not low.startswith("благо"):
        return "state" if _STATE_FUND.search(low) else "ngo"
    if head.kind == "state" and head.unit and _LOCAL.search(low):
        return "local_government"
    if head.lemma == "администрация" and _LOCAL_AREA.search(low):
        return "local_government"
    return head.kind


def _span(start: int, end: int, name: str, kind: OrganisationKind, rule: str) -> Span:
    return Span(start, end, "organisation", rule, value=Organisation(name=name, kind=kind))


def spans(analysis: Analysis, line: Line, name: Name) -> list[Span]:
    """The mention, and one more for each sibling («Львівська та Рівненська ОДА»)."""
    rule = "organisations.acronym" if line.acronym(name.at) else "organisations.head"
    own = span(analysis, line, name, rule)
    if not name.siblings:
        return [own]
    rest = analysis.plain[line.end[name.first] : line.end[name.last - 1]]
    out = [own]
    for i in name.siblings:
        words = line.text[i] + rest
        out.append(_span(line.start[i], line.end[i], tidy(words), name.head.kind, "organisations.siblings"))
    return out


def normal(analysis: Analysis, line: Line, name: Name, last: int) -> str:
    """The name up to token `last` in the nominative, capitals and quotation marks as printed; one that is printed
    in capitals throughout begins with one only. A name in a list has the word of the list before it."""
    if name.fixed is not None:
        tail = analysis.plain[line.end[name.at] : line.end[name.last - 1]] if name.last > name.at + 1 else ""
        return tidy(name.fixed + tail)
    printed = tidy(analysis.text[line.start[name.first] : line.end[last - 1]])
    fitting = [_CASES[case] for case in ("nomn", "gent", "datv", "ablt", "accs", "loct") if case in name.cases]
    case = fitting[0] if fitting and not line.acronym(name.at) else None
    if name.listed:
        return f"{name.head.lemma} {printed}"
    if line.shouting and name.head.needs != "nothing":
        printed = _quiet(printed)
    number: cases.Number = "keep" if name.plural or not name.slots else "sing"
    return cases.nominative(printed, line.language, number=number, case=None if case == "nom" else case)


def tidy(text: str) -> str:
    """One space between words, none inside quotation marks."""
    return _SPACES.sub(" ", text).replace("« ", "«").replace(" »", "»").strip()


def _quiet(text: str) -> str:
    """Capitals throughout made a name's: the first letter of the whole, of adjectives of places and of quoted names."""
    words = [w.lower() if w.isupper() and not ROMAN.fullmatch(w) else w for w in text.split(" ")]
    for i, w in enumerate(words):
        bare = w.lstrip('«"(')
        common = lexicon().level_stems.match(bare) or bare.startswith(_COMMON)
        if i == 0 or w != bare or (_PROPER_ENDING.search(bare) and "ческ" not in bare and not common):
            words[i] = w[: len(w) - len(bare)] + bare[:1].upper() + bare[1:]
    return " ".join(words)


@cache
def _known() -> dict[str, list[tuple[re.Pattern[str], str, OrganisationKind]]]:
    """Known names by the first four letters of their first word; endings of words may differ."""
    out: dict[str, list[tuple[re.Pattern[str], str, OrganisationKind]]] = {}
    for name, kind in sorted(lexicon().names, key=lambda x: -len(x[0])):
        words = []
        for w in name.split():
            if w.isupper() or w.isascii():
                words.append(re.escape(w))
            else:
                stem = w[:-2] if len(w) > 5 else w[:-1] if len(w) > 3 else w
                words.append(re.escape(stem) + r"[а-яіїєґ']{0,4}")
        pattern = re.compile(r"\s+".join(words) + r"(?![\w])")
        out.setdefault(name[:4].lower(), []).append((pattern, name, kind))
    return out


def begins_known(text: str) -> bool:
    """Does some known name begin so?"""
    return text[:4].lower() in _known()


def known(plain: str, line: Line, i: int) -> Name | None:
    """The known name that begins at token `i`."""
    text = line.text[i]
    if not text[0].isupper():
        return None
    for pattern, fixed, kind in _known().get(text[:4].lower(), ()):
        hit = pattern.match(plain, line.start[i])
        if hit is None:
            continue
        last = i
        while last < len(line) and line.start[last] < hit.end():
            last += 1
        at = last - 1
        while last < len(line) and line.low(last) in ("україни", "украины", "рф", "оон"):
            last += 1
        head = Head(text.lower(), "nothing", kind, open_tail=False, unit=False, holder=True)
        return Name(at=at, first=i, last=last, slots=frozenset(), head=head, fixed=fixed)
    return None


def companies(line: Line, i: int) -> list[Name]:
    """The names that a word for companies, parties or newspapers introduces: «компаній «А», «Б» та В», "компании X"."""
    head = line.head(i)
    if head is None or head.needs != "name":
        return []
    out: list[Name] = []
    j = i + 1
    while j < len(line):
        end = foreign(line, j)
        if end is None and line.text[j] in OPENERS and quotable(line, j):
            end = line.closing(j)
        if end is None:
            break
        out.append(Name(at=j, first=j, last=end, slots=frozenset(), head=head, quoted=True, listed=True))
        j = end
        if j < len(line) and (line.text[j] == "," or line.low(j) in AND):
            j += 1
        else:
            break
    return out


def foreign(line: Line, i: int) -> int | None:
    """The end of a foreign name in Latin letters that begins at `i`: «South Stream Transport»."""
    j = i
    while j < len(line) and line.text[j][0].isascii() and line.text[j][0].isupper():
        j += 1
    if j > i and not (j == i + 1 and (line.text[i] in lexicon().not_foreign or ROMAN_DIGITS.fullmatch(line.text[i]))):
        return j
    return None


def siblings_in_quotes(line: Line, name: Name) -> Iterable[Name]:
    """Quoted names that share the first one's legal form: «ТОВ «А», «Б» та «В»»."""
    if not name.quoted or name.head.needs != "name":
        return []
    out: list[Name] = []
    j = name.last
    while j + 1 < len(line) and (line.text[j] == "," or line.low(j) in AND) and line.text[j + 1] in OPENERS:
        end = line.closing(j + 1)
        if end is None or not quotable(line, j + 1):
            break
        out.append(replace(name, at=j + 1, first=j + 1, last=end, core=0, inner=[], siblings=(), listed=True))
        j = end
    return out
