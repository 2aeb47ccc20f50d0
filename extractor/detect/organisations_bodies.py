"""Which grown names are bodies, and which are common nouns."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from extractor.detect.organisations_lexicon import lexicon
from extractor.detect.organisations_name import Name
from extractor.detect.organisations_places import REPUBLICS, names_settlement
from extractor.detect.organisations_words import AND, Line

PROPER_ENDING: Final = re.compile(r"(?:ськ|цьк|зьк|ск)(?:ий|а|е|ого|ої|ому|ій|им|ою|у|ая|ое|ой|ую|ом)\Z")

#: Verbs in the feminine past or the third person of the present.
_VERB: Final = re.compile(r"\w{2}(?:ла|лася|лась|є|ється|ить|иться|тиме|тиметься)\Z")

_MERE: Final = frozenset(
    "державн публічн військов стратегічн оперативн корпоративн антикризов строков муніципальн комунальн ефективн "
    "электронн електронн государственн публичн военн срочн стратегическ оперативн муниципальн эффективн временн "
    "первичн громадянськ цивільн".split()
)

#: What kinds of «управління» are bodies though their name has an adjective only.
_MANAGEMENT: Final = (
    "финанс", "фінанс", "главн", "головн", "террит", "терит", "район", "област", "обласн", "городск", "міськ", "юрид",
    "организац", "організац", "след", "слід", "контрольн", "правов", "архив", "архів", "земельн", "регион", "регіон",
    "казнач", "центральн", "социальн", "соціальн", "эксперт", "експерт", "межрегион", "міжрегіон", "міжрайон",
)  # fmt: skip

#: Mere legal forms: adjectives of level make no body of them.
_FORMS: Final = frozenset(
    ("учреждение", "установа", "заклад", "организация", "організація", "об'єднання", "объединение")
)

#: A number behind one of these counts doors («у кабінеті № 215»): it is no name.
ROOMS: Final = frozenset(("кабінет", "кабинет"))
#: What a «кабінет» that is a body works at: «районний методичний кабінет»; one of physics is a room.
_METHODS: Final = ("методич", "навчально-методич", "учебно-методич")
#: A «станція» that is an institution; others are stops.
_STATIONS: Final = frozenset(("станція", "станция"))
_STATIONS_OF: Final = re.compile(r"швидк|екстрен|скор|экстрен|юн|захист|защит|перелив|переливан")
_PRAISE: Final = re.compile(r"(?:най)?(?:лучш|кращ)")
#: A number after one of these is an address («будинок № 5»).
_HOUSES: Final = frozenset(("будинок", "дом", "палац", "дворец"))
#: A house «для …» is an institution where it is for these; for others it is a building.
_HOMES_FOR: Final = re.compile(
    r"престарел|інвалід|инвалид|ветеран|сирот|сиріт|похил|літн|пожил|одинок|самотн|незряч|слеп|діт(?:ей|ям)|дет(?:ей|ям)|"
    r"бездомн|переселен"
)
_HOMES: Final = frozenset(("будинок", "дім", "дом"))
_FAMILIES: Final = re.compile(r"сем(?:ей|ьям)|сім(?:ей|'ям)|родин")

#: «Громадська палата України», «Союз писателей России»: the one of a country; two words alone may mean all of a kind.
_COUNTRIES: Final = frozenset("україни украины россии федерации беларуси білорусі казахстана".split())
_SHORT: Final = 2
#: What a «фонд» that acts may be of; one of wages or of housing is a sum or a stock.
_FUNDS: Final = re.compile(
    r"сприянн|содействи|підтримк|поддержк|розвитк|развити|захист|защит|страхуван|страхован|гарантуван"
)
#: Nouns that are as often what somebody does.
_DEEDS: Final = frozenset(("організація", "организация", "об'єднання", "объединение", "рух", "движение"))
#: A «сектор» of these is a part of the economy.
_BRANCHES: Final = ("услуг", "послуг", "эконом", "економ", "промышл", "промисл", "безпек", "безопасн")
#: What an «орган» must be to be one body: «територіальний орган», «контрольно-счетный орган».
_ORGANS: Final = ("територ", "террит", "контрольно-")

_ORGAN: Final = re.compile(r"орган(?:и|ів|ам|ами|ах|у|ом|ові|а|ы|ов|е|і)?")

_MERE_HEADS: Final = frozenset(
    ("правительство", "уряд", "управління", "служба", "управление", "колегія", "архів", "архив", "суд", "рада")
)


def counts(line: Line, name: Name) -> bool:
    """Is the grown name a body's, by what its head needs, and not a common noun?"""
    if (name.plural and not name.siblings) or _rather_plural(line, name):
        return False
    if name.head.needs == "nothing":
        return True
    if name.head.lemma in ("управління", "управление") and _ORGAN.fullmatch(line.low(name.first - 1)):
        return False  # «органам управління міста»
    if _PRAISE.match(line.low(name.first - 1)):
        return False  # «Кращий сільський клуб України»: who won a competition
    if name.head.lemma in lexicon().works and line.low(name.first - 1) == "на":
        return False  # «аварія на Лугівській АЕС»: a place
    title = line.capital(name.at) and name.at not in line.begins and not line.acronym(name.at)
    tests: dict[str, Callable[[], bool]] = {
        "modifier": lambda: _grown(name) and not _mere(line, name),
        "proper": lambda: _proper(line, name, title=title),
        "purpose": lambda: _purposeful(line, name),
        "owner": lambda: _owned(line, name, title=title),
        "acts": lambda: _acts(line, name),
        "name": lambda: name.quoted or name.number or proper_adjective(line, name) or _of_a_place(line, name),
    }
    return tests[name.head.needs]() and not _not_named(line, name)


def _of_a_country(line: Line, name: Name) -> bool:
    """«Громадська палата України», «Национальный банк Республики Беларусь»: there is one such."""
    last = name.last - 1
    if name.last - name.first <= _SHORT or not (line.low(last) in _COUNTRIES or line.low(last - 1) in REPUBLICS):
        return False
    if name.head.kind == "ngo":
        return name.head.lemma not in _DEEDS
    if name.head.lemma == "фонд":
        return _FUNDS.match(line.low(name.at + 1)) is not None
    return name.head.lemma == "банк" and lexicon().level_stems.match(line.low(name.first)) is not None


def _fund_of_a_territory(line: Line, name: Name) -> bool:
    """«фонд поддержки предпринимательства Озерной области»: one that says no more than what it is for is money."""
    if name.head.lemma != "фонд" or not _FUNDS.match(line.low(name.at + 1)):
        return False
    known = lexicon()
    behind = range(name.at + 2, name.last)
    return any(
        known.level_stems.match(line.low(k))
        or (line.capital(k - 1) and not known.areas.isdisjoint(line.word(k).lemmas))
        for k in behind
        if line.is_word(k)
    )


def _works_at_methods(line: Line, name: Name) -> bool:
    """«районний методичний кабінет», «Озерний кабінет»: a «кабінет» that is called so by an adjective of level, of a
    name or of its work; others are rooms."""
    return any(
        lexicon().level_stems.match(line.low(k))
        or line.low(k).startswith(_METHODS)
        or (line.capital(k) and k not in line.begins)
        for k in range(name.first, name.at)
    )


def _of_a_place(line: Line, name: Name) -> bool:
    """«ЗЗСО с. Озерне»: the one institution of its kind in a village."""
    if name.head.kind != "institution" or not line.acronym(name.at):
        return False
    return name.place and names_settlement(line, name.at + 1, name.last)


def _acts(line: Line, name: Name) -> bool:
    """Is it the subject of the verb right after it («Лугівська громада отримала автобус»)?"""
    return (
        ("nomn", "femn") in name.slots
        and proper_adjective(line, name)
        and _VERB.search(line.low(name.last)) is not None
    )


def _rather_plural(line: Line, name: Name) -> bool:
    """«Служби реагування готові»: a genitive singular or a plural by form, and nothing governs a genitive."""
    if name.modifiers or name.inner or ("nomn", "plur") not in name.slots:
        return False
    if any(case == "nomn" for case, gender in name.slots if gender != "plur"):
        return False
    i = name.first - 1
    if i < 0 or name.first in line.begins:
        return True
    if line.low(i) in AND or line.text[i] == ",":
        return not (name.purpose or line.capital(name.at))
    return False


def _grown(name: Name) -> bool:
    return name.modifiers > 0 or name.tail or name.quoted or name.number or name.purpose


def _purposeful(line: Line, name: Name) -> bool:
    named = name.quoted and (name.last - name.at > 2 or line.text[name.at + 1].isascii())
    return name.purpose or named or (proper_adjective(line, name) and name.modifiers > 1)


def _owned(line: Line, name: Name, *, title: bool) -> bool:
    if name.head.lemma == "орган" and not line.low(name.first).startswith(_ORGANS):
        return False
    if name.head.lemma == "сектор" and line.low(name.at + 1).startswith(_BRANCHES):
        return False
    return bool(name.inner) or name.purpose or (title and name.tail)


def _not_named(line: Line, name: Name) -> bool:
    """Is it a thing that is only called like a body («дорожній фонд»)?"""
    if name.head.lemma == "фонд" and line.low(name.at + 1).startswith(("финансов", "фінансов")):
        return not line.capital(name.at)  # «районный фонд финансовой поддержки поселений»: money
    if name.head.lemma == "собрание" and line.low(name.at + 1).startswith("законодательств"):
        return True  # «Собрание законодательства Российской Федерации»: where acts are printed
    words = " ".join(line.text[name.first : name.at + 1]).lower()
    return lexicon().not_named.search(words) is not None


def _proper(line: Line, name: Name, *, title: bool) -> bool:
    if name.head.lemma in ROOMS and not _works_at_methods(line, name):
        return False
    if name.number and name.head.lemma in _HOUSES and not (name.tail or name.modifiers):
        return False
    if name.head.lemma in _STATIONS:
        return _STATIONS_OF.match(line.low(name.at + 1)) is not None
    if name.quoted or name.number or proper_adjective(line, name):
        return True
    if title and (name.tail or name.modifiers or name.purpose):
        return True
    first_title = line.capital(name.first) and name.first not in line.begins and name.modifiers > 0
    level = name.modifiers > 0 and lexicon().level_stems.match(line.low(name.first)) is not None
    level = level and not name.head.lemma.startswith(
        ("організац", "организац", "об'єднан", "объедин", "товариств", "обществ")
    )
    long = name.modifiers + (name.last - name.at - 1) >= 2 and name.head.kind != "company"
    if not name.tail and name.head.lemma in _FORMS:
        return False
    if _of_a_country(line, name) or _fund_of_a_territory(line, name):
        return True
    return (
        first_title
        or (level and long)
        or (
            name.purpose
            and name.last - name.at > 3
            and name.head.kind == "institution"
            and name.head.lemma != "комплекс"
            and (name.head.lemma not in _HOMES or _is_home(line, name))
        )
    )


def _is_home(line: Line, name: Name) -> bool:
    """«дом для престарелых» looks after somebody; «дома для семей врачей» are built."""
    words = [line.low(k) for k in range(name.at + 1, name.last)]
    return any(map(_HOMES_FOR.match, words)) and not any(map(_FAMILIES.match, words))


def proper_adjective(line: Line, name: Name) -> bool:
    """Is there an adjective of a proper name before the head («Вербівський ліцей»)?"""
    known = lexicon()
    for k in range(name.first, name.at):
        low = line.low(k)
        if known.level_stems.match(low):
            continue
        if PROPER_ENDING.search(low) and (line.shouting or line.capital(k)):
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
    if name.head.lemma in ("управління", "управление") and not proper_adjective(line, name):
        return not any(a.startswith(_MANAGEMENT) for a in adjectives)
    return all(any(a.startswith(m) for m in _MERE) for a in adjectives)
