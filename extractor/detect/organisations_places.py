"""Places in names: the settlement, the territory, and where a body works; the words that stand before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractor.detect.organisations_lexicon import head, lexicon, word
from extractor.detect.organisations_name import Name
from extractor.detect.organisations_phrase import initial, phrase
from extractor.detect.organisations_words import AND, Line
from extractor.schema.analysis import Language

#: In what cases phrases of a name stand.
GENITIVE: Final = frozenset({"gent"})
DATIVE: Final = frozenset({"datv"})
LOCATIVE: Final = frozenset({"loct"})
INSTRUMENTAL: Final = frozenset({"ablt"})

#: What stands before the name of a settlement: with a full stop, and in full.
_MARKS: Final = frozenset({"м", "с", "смт", "г", "сел", "пос", "ст", "гор", "дер"})
_SETTLEMENTS: Final = frozenset(
    "город города місто міста село села поселок посёлок поселка посёлка селище селища станица станицы деревня "
    "деревни".split()
)
#: Those that need their full stop where all is in capitals: «РАБОТЕ С НАСЕЛЕНИЕМ» names no village.
_DOTTED: Final = _MARKS - {"смт"}
#: The mark that is a preposition without its full stop: «отдел образования с Лесным».
_PREPOSITIONS: Final = frozenset({"с"})
#: Words that lead on or join, behind «міста» («міста та області», «города на реке»).
_SMALL: Final = AND | frozenset(
    "або чи или да з із зі с со у в во на до від от із из за о об обо про по при під под над для без між между через "
    "щодо к ко".split()
)
#: Kinds of bodies, besides their levels: no settlement is called so («міста виконавчого комітету»).
_OF_BODIES: Final = ("виконавч", "исполнит")
#: The words for republics, behind which their names stand in the nominative.
REPUBLICS: Final = frozenset(("республики", "республіки"))
#: «АР Крим»: what else a place's name may follow.
_REPUBLIC: Final = "ар"
#: Municipal districts, urban districts and settlements, abbreviated.
_AREA_ACRONYMS: Final = frozenset(("МР", "МО", "ГО", "СП", "ГП", "ТГ", "ОТГ", "СТГ", "МТГ"))
_TERRITORIES: Final = frozenset(("район", "округ", "поселение", "сельсовет"))
#: «муниципальное образование» is a territory, education is none.
_EDUCATION: Final = "образован"
_MUNICIPAL: Final = "муниципальн"
#: Bodies of the state that say where they work after their name: «Управління ДСНС в Черкаській області».
_TERRITORIAL: Final = frozenset(
    "управління служба відділення представництво шпиталь прокуратура поліція казначейство інспекція філія штаб "
    "управление отделение представительство госпиталь прокуратура полиция казначейство инспекция филиал комитет "
    "відділ отдел орган".split()
)


#: The word for a town behind «в», «по».
_TOWN: Final = frozenset("місті місту городе городу м г".split())


def before_settlement(text: str) -> bool:
    """Does a settlement's own name follow this word, perhaps («г.», «смт», «міста»)? A mark has its full stop."""
    low = text.lower()
    return low in _SETTLEMENTS or (low.removesuffix(".") in _MARKS and low not in _DOTTED)


def own_name(words: Sequence[str], i: int, language: Language) -> bool:
    """Is word `i` of a text in capitals the own name of a settlement, by the word before it («г. ЛЕСНОЙ»)?

    What joins, what leads on, and common words for territories and bodies are none («РОЗВИТКУ МІСТА ТА ОБЛАСТІ»)."""
    if i == 0 or not before_settlement(words[i - 1]):
        return False
    bare = words[i].lower().strip("«»\"'.,:;()")
    return bare not in _SMALL and not _common(bare, language)


def _common(bare: str, language: Language) -> bool:
    """Is it a noun for territories or bodies, or an adjective of their kinds and levels?"""
    if bare.startswith(_OF_BODIES) or lexicon().level_stems.match(bare):
        return True
    return head(bare, language) is not None or not word(bare, language).lemmas.isdisjoint(lexicon().areas)


def of_area(line: Line, name: Name, i: int) -> bool:
    """Is word `i`, behind the head, a territory («район», «МР»)?"""
    if i <= name.at:
        return False
    if line.text[i] in _AREA_ACRONYMS:
        return True
    if education(line, i):
        return False
    return bool(line.word(i).lemmas & lexicon().areas)


def education(line: Line, i: int) -> bool:
    """Is word `i` education («отдел образования детей»), not a «муниципальное образование»?"""
    return line.low(i).startswith(_EDUCATION) and not line.low(i - 1).startswith(_MUNICIPAL)


def names_settlement(line: Line, first: int, last: int) -> bool:
    """Does a word for settlements stand among words [first, last)?"""
    return any(line.low(k) in _MARKS or line.low(k) in _SETTLEMENTS for k in range(first, last))


def settlement(line: Line, name: Name) -> bool:
    """«г. Лесной», «міста Озерне», «АР Крим»: takes in the word for a place and its own name."""
    i = name.last
    low = line.low(i)
    if low in _MARKS or low == _REPUBLIC:
        dot = line.text[i + 1 : i + 2] == ["."]
        if low in _PREPOSITIONS and not dot:
            return False
        j = i + 1 + dot
    elif low in _SETTLEMENTS:
        j = i + 1
    else:
        return False
    if j >= len(line) or not line.is_word(j) or not line.text[j][0].isupper() or initial(line, j + 1):
        return False  # «голови міста Гая О.П.»
    end = j + 1
    if line.capital(end) and line.is_word(end) and line.word(j).adjective and not line.head(end):
        end += 1
    name.last, name.place, name.tail = end, True, True
    return True


def of_town(line: Line, i: int) -> bool:
    """Do the word for a town and its name stand here, behind «по» («отдел по городу Озёрску»)? That is where a body
    works; no town has a name of its own where none follows («дежурный по городу»)."""
    return line.low(i) in _TOWN and line.capital(i + 1 + (line.text[i + 1 : i + 2] == ["."]))


def location(line: Line, name: Name) -> bool:
    """«в Черкаській області», «по Краснодарскому краю», «у м. Києві»."""
    i = name.last
    low = line.low(i)
    if low not in ("в", "у", "по") or name.place or not _territorial(line, name):
        return False
    j = i + 1
    if line.low(j) in _TOWN:
        j += 1 + (line.text[j + 1 : j + 2] == ["."])
        if j < len(line) and line.capital(j):
            name.last, name.place, name.located = j + 1, True, i
            return True
        return False
    end = phrase(line, j, LOCATIVE if low != "по" else DATIVE)
    if end is None or not line.word(end - 1).lemmas & lexicon().areas:
        return False
    if not (line.capital(j) or end == j + 1):
        return False
    name.last, name.place, name.located = end, True, i
    return True


def _territorial(line: Line, name: Name) -> bool:
    """Is it the kind of body whose name says where it works?"""
    if name.head.lemma in _TERRITORIAL:
        return True
    return any(line.acronym(k) and line.text[k] in lexicon().acronyms for k in (name.at, name.last - 1))


def apposed(line: Line, name: Name) -> None:
    """«Республики Татарстан», «муниципального образования Озерный район»: the name of a territory stands in the
    nominative behind the word for it."""
    i = name.last
    area = line.low(i - 1)
    municipal = area == "образования" and line.low(i - 2).startswith(_MUNICIPAL)
    if municipal and line.low(i) in _SETTLEMENTS and line.capital(i + 1):
        name.last = i + 2
    elif not line.capital(i) or not line.is_word(i) or line.acronym(i) or i in line.people or line.head(i):
        return
    elif municipal and line.low(i + 1) in _TERRITORIES:
        name.last = i + 2
    elif municipal or (area in REPUBLICS and line.capital(i - 1)):
        name.last = i + 1
