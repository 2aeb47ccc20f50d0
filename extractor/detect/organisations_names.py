"""Names that no head noun gives: acronyms, known names, companies in lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Final

from extractor.detect.organisations_lexicon import Head, lexicon, uninflected
from extractor.detect.organisations_name import Name
from extractor.detect.organisations_phrase import phrase, quotable
from extractor.detect.organisations_places import GENITIVE, REPUBLICS, before_settlement
from extractor.detect.organisations_words import AND, OPENERS, ROMAN, Line
from extractor.schema.analysis import Language
from extractor.schema.facts import OrganisationKind
from extractor.text.morphology import parses

#: Words between a legal form and the name itself, at most.
_FEW: Final = 6
ROMAN_DIGITS: Final = re.compile(r"[IVXLC]+")

#: «МОГАУДПО»: the longest legal forms begin with whose the institution («учреждение») is.
_LONGEST_FORM: Final = 8
#: A known name in Russian, where its cases could be Ukrainian ones («Верховная Рада»).
_RUSSIAN: Final = re.compile(r"[ыэъё]|(?:ая|ое)\b")


def acronym_head(line: Line, i: int) -> Head | None:
    """The head that a known acronym or legal form makes."""
    text = uninflected(line.text[i])
    known = lexicon()
    if text == "УК" and _of_code(line, i):
        return None
    if text == "МО" and line.language == "ru":
        return None  # «глава МО "Город Лесной"»: a territory
    kind = known.acronyms.get(text)
    named = text in known.legal and not OPENERS.isdisjoint(line.text[i + 1 : i + 3])
    if kind is not None and not named:
        return Head(text, "nothing", kind, open_tail=False, unit=False, holder=text in _HOLDERS)
    kind = known.legal.get(text) or known.works.get(text)
    if kind is None and _form(line, i):
        kind = "company"
    if kind is not None:
        return Head(text, "name", kind, open_tail=False, unit=False, holder=False)
    return None


def _of_code(line: Line, i: int) -> bool:
    """Is «УК» the criminal code («ст. 10 УК», «УК РФ») and no managing company?"""
    return line.low(i + 1) in ("рф", "россии", "рсфср", "украины", "рб") or line.low(i - 1)[:1].isdigit()


def _form(line: Line, i: int) -> bool:
    """An acronym that is not known, right before a quoted name: a legal form."""
    if not _could_form(line.text[i]) or i + 1 >= len(line) or line.text[i + 1] not in OPENERS:
        return False
    return line.acronym(i) and quotable(line, i + 1)


def _could_form(text: str) -> bool:
    known = lexicon()
    if not text.isupper() or text in known.not_legal or text in known.not_bodies:
        return False
    if 2 <= len(text) <= 6:
        return True
    return 6 < len(text) <= _LONGEST_FORM and text[0] in "МГОКФ" and "У" in text[1:] and not _in_dictionary(text)


def _in_dictionary(text: str) -> bool:
    """Is it a word of either language («КОНКУРС»)?"""
    languages: tuple[Language, ...] = ("uk", "ru")
    return any(p.is_known for language in languages for p in parses(text.lower(), language))


def form_before(line: Line, name: Name) -> bool:
    """Does an abbreviated legal form stand right before a name in words («МБОУ школа № 3»)?"""
    i = name.first - 1
    return name.head.needs == "proper" and line.acronym(i) and line.text[i] in lexicon().legal and not line.shouting


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
        if _named_in_words(line, i):
            return
        if (end := _field(line, i)) is not None:
            name.last = end
            return
        counted = name.head.kind == "company" and line.text[i][0].isdigit()  # «КФХ 921 голова»: no name
        while i < len(line) and i - name.last < 4 and i not in line.people and not counted and _namelike(line, i):
            i += 1
        if i > name.last:
            # «ГБУЗ РК «…»»: what stands between the form and the quoted name is no name yet
            name.quoted = i >= len(line) or line.text[i] not in OPENERS
            name.last = _association(line, name.last, i) if name.head.kind == "ngo" else i


def _named_in_words(line: Line, i: int) -> bool:
    """Do adjectives and a head noun that names institutions stand at `i` («КУ Лугівська публічна бібліотека»)?"""
    j = i
    while line.is_word(j) and line.word(j).adjective and line.head(j) is None and j - i < _FEW:
        j += 1
    noun = line.head(j)
    return j > i and noun is not None and noun.needs == "proper"


def _association(line: Line, first: int, last: int) -> int:
    """The end of an association's name [first, last) that goes on in small letters: «ГО Світло майбутнього», «ВГО
    Талановиті діти України»."""
    if last - first > 1 or not line.is_word(first) or line.acronym(first):
        return last
    agreeing = line.word(first).adjective
    if agreeing:
        if not line.is_word(last) or not agreeing & line.word(last).noun:
            return last
        last += 1
    end = phrase(line, last, GENITIVE)
    while end is not None and end - first < _FEW and not before_settlement(line.text[end - 1]):
        last = end
        end = phrase(line, end, GENITIVE)
    return last


def _field(line: Line, i: int) -> int | None:
    """The end of what an institution deals with, where its quoted name follows («КЗ дошкільної освіти «Ясен»»)."""
    end = None if line.capital(i) else phrase(line, i, GENITIVE)
    while end is not None and end - i < _FEW:
        if end < len(line) and line.text[end] in OPENERS and quotable(line, end):
            return end
        end = phrase(line, end, GENITIVE)
    return None


def names_acronym(text: str) -> bool:
    """Is it a known acronym or legal form?"""
    known = lexicon()
    return text in known.legal or text in known.acronyms


def could_be_acronym(text: str) -> bool:
    """Is it in a list of acronyms, or could it be a legal form that is in none?"""
    return names_acronym(uninflected(text)) or text in lexicon().works or _could_form(text)


def _namelike(line: Line, i: int) -> bool:
    text = line.text[i]
    if line.start[i] != line.end[i - 1] + 1:
        return False
    if ROMAN.fullmatch(text) or (len(text) == 1 and line.text[i + 1 : i + 2] == ["."]):
        return False
    return text[0].isdigit() or (text[0].isupper() and not line.shouting)


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
                words.append(re.escape(stem).replace("е", "[её]") + r"[а-яіїєґ']{0,4}")
        later = "".join(rf"\s+(?i:{w})" for w in words[1:])
        pattern = re.compile(words[0] + later + r"(?![\w])")
        out.setdefault(_begins(name), []).append((pattern, name, kind))
    return out


def _begins(name: str) -> str:
    """The letters that a first word keeps in all its cases («Наші», «Наших»)."""
    return name[:3].lower().replace("ё", "е")


def begins_known(text: str) -> bool:
    """Does some known name begin so?"""
    return _begins(text) in _known()


def known(plain: str, line: Line, i: int) -> Name | None:
    """The known name that begins at token `i`."""
    text = line.text[i]
    if not text[0].isupper():
        return None
    for pattern, fixed, kind in _known().get(_begins(text), ()):
        hit = pattern.match(plain, line.start[i])
        if hit is None or (line.language == "uk" and _RUSSIAN.search(fixed)):
            continue
        last = i
        while last < len(line) and line.start[last] < hit.end():
            last += 1
        at = last - 1
        while last < len(line) and line.low(last) in ("україни", "украины", "рф", "оон"):
            last += 1
        if line.low(last) in REPUBLICS and line.capital(last) and line.capital(last + 1):
            last += 2
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


def firm(line: Line, first: int, last: int) -> bool:
    """Does the name of tokens [first, last) end as a firm's does («… Лімітед», "… Ltd")?"""
    return last - first > 1 and line.text[last - 1] in lexicon().firms


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
