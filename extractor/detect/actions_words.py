"""What a word can be in a clause: the part that verbs, participles and clause openers play."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from extractor.schema.analysis import Language
from extractor.text.morphology import parses

#: The form of a predicate word: "impersonal" is «проведено», "passive" a participle («створені», «принят»).
Form = Literal["past", "present", "future", "impersonal", "passive", "infinitive", "auxiliary", "modal"]


@dataclass(frozen=True, slots=True)
class Verb:
    """A word as a verb: its form, lemma (infinitive, or the participle's own lemma) and aspect."""

    form: Form
    lemma: str
    perfective: bool
    plural: bool
    person: int  # 1, 2, 3, or 0 where the form has none
    reflexive: bool


#: Endings that a verb form can have; everything else is not looked up.
_MAYBE_UK: Final = re.compile(
    r"(?:[аеиіїоуюяь](?:в|вся|вшись)|л[аоиь]|лася|лося|лися|лась|лось|лись|ть|ться|[аеиіоуюяї]є|є|ємо|имо|но|то|ти|тися|тись|ені|ані|яні|"
    r"ято|яті|уті|иті|[іа]с|[іе]з|[іа]г|иб|ена|ана|яна|ита|ута|ята|ений|аний|ято|ний|є[тм]о|лено|щено|жено|тиме|тимемо|тиметься|тимуться|"
    r"[бвгджзйклмнпрстчшщ]е)\Z"
)
_MAYBE_RU: Final = re.compile(
    r"(?:[её]с|ас|[еёо]з|[оеё]г|иб|л|л[аои]|лся|лась|лось|лись|[еиёуюая]т|[еиёуюая]тся|ть|ться|ти|тись|чь|н|на|но|ны|т[аоы]?|ем|им|ён)\Z"
)
_AUX_UK: Final = frozenset("був була було були буде будуть є".split())
_AUX_RU: Final = frozenset("был была было были будет будут".split())
_MODAL_UK: Final = frozenset(
    "має мають повинен повинна повинно повинні зобов'язаний зобов'язана зобов'язані може можуть міг могли планує "
    "планують планується плануються заплановано передбачено передбачається пропонує пропонуємо пропонують вирішено "
    "вирішили вирішив вирішила доручено рекомендовано рекомендується необхідно слід варто "
    "намагається намагаються".split()
)
_MODAL_RU: Final = frozenset(
    "должен должна должно должны обязан обязана обязаны может могут мог могли намерен намерена намерены планирует "
    "планируют планируется планируются запланировано предполагается предусмотрено предстоит решено решил решила решили "
    "поручил поручено рекомендовано рекомендуется необходимо следует предлагает предлагают начал начали".split()
)
_MODALS: Final[dict[Language, frozenset[str]]] = {"uk": _MODAL_UK, "ru": _MODAL_RU}
_AUXILIARIES: Final[dict[Language, frozenset[str]]] = {"uk": _AUX_UK, "ru": _AUX_RU}
_MAYBE: Final[dict[Language, re.Pattern[str]]] = {"uk": _MAYBE_UK, "ru": _MAYBE_RU}
_TENSES: Final[dict[str, Form]] = {"past": "past", "pres": "present", "futr": "future"}


#: Past forms that papers write only as nouns: «нагадали правила», «жителям сел».
_NO_VERBS: Final[dict[Language, frozenset[str]]] = {"uk": frozenset(("правила",)), "ru": frozenset(("сел",))}


@lru_cache(maxsize=100_000)
def verb(word: str, language: Language) -> Verb | None:
    """The word (plain, lower case) as a verb, or None where it is likelier something else."""
    if word in _AUXILIARIES[language]:
        return Verb(
            "auxiliary", "бути" if language == "uk" else "быть", False, word.endswith(("ли", "уть", "ут")), 3, False
        )
    if word in _NO_VERBS[language]:
        return None
    if len(word) < 3 or _MAYBE[language].search(word) is None:
        return Verb("modal", word, False, False, 0, False) if word in _MODALS[language] else None
    found = _uk(word) if language == "uk" else _ru(word)
    if word in _MODALS[language]:
        return Verb("modal", found.lemma if found else word, bool(found and found.perfective), False, 0, False)
    return found


def _uk(word: str) -> Verb | None:
    readings = parses(word, "uk")[:6]
    tags = [str(r.tag) for r in readings]
    if _BARE.search(word) and not tags[0].startswith("VERB"):
        return None
    if word.endswith("е") and (word in _MODAL_UK or not (tags[0].startswith("VERB") and "3per" in tags[0])):
        return None  # «поле», «складе» and «нове» are likelier nouns and adjectives
    for reading, tag in zip(readings, tags, strict=True):
        if not tag.startswith(("VERB", "INFN")) and not (tag.startswith("ADJF,pssv,perf") and "nomn" in tag):
            continue
        if _rarer(word, tag, tags):
            continue
        if tag.startswith("ADJF"):
            return (
                Verb("passive", reading.normal_form, True, "plur" in tag, 0, False)
                if _UK_PASSIVE.search(word)
                else None
            )
        if _likelier_noun(word, tags, tag):
            return None
        perfective, reflexive = "perf" in tag, "Refl" in tag
        person = 1 if "1per" in tag else 2 if "2per" in tag else 3 if "3per" in tag else 0
        form: Form = "infinitive" if tag.startswith("INFN") else "impersonal" if "Impe" in tag else "past"
        for mark, tense in _TENSES.items():
            if mark in tag:
                form = tense
        if form == "past" and "past" not in tag and (word.endswith(("ти", "тися", "тись")) or "infn" in tag):
            form = "infinitive"  # the dictionary has another mark for some
        if "impr" in tag:
            return None
        return Verb(form, reading.normal_form, perfective, "plur" in tag, person, reflexive)
    return None


#: Past forms without an ending («вніс», «допоміг»); nouns end so more often.
_BARE: Final = re.compile(r"(?:[іа]с|[іе]з|[іа]г|иб)\Z")
_UK_PASSIVE: Final = re.compile(r"(?:[еаяу]н|[иуя]т)(?:ий|а|е|і)\Z")


def _rarer(word: str, tag: str, tags: list[str]) -> bool:
    """Does a paper mean another reading? «видали» is what was issued before it is an order to remove."""
    ordered = "impr" in tag and any("past" in t for t in tags)
    return ordered or (_spoken_infinitive(word, tag) and any("3per" in t for t in tags))


def _spoken_infinitive(word: str, tag: str) -> bool:
    """Is this reading the short infinitive of speech? «забезпечить», «проводиться» in a paper are what is
    done or will be."""
    return "infn" in tag and word.endswith(("ть", "ться"))


def _likelier_noun(word: str, tags: list[str], tag: str) -> bool:
    """A word that is a noun first, and neither a -но/-то form nor a past one that no noun looks like."""
    if "Impe" in tag:
        return False
    if "past" in tag:  # «порив» and «вплив» are nouns first, «провів» is none
        return (word.endswith("в") and tags[0].startswith("NOUN")) or (
            word.endswith(("ів", "їв")) and any(t.startswith("NOUN") for t in tags)
        )
    first = next((t for t in tags if "voct" not in t), tags[0])
    return first.startswith(("NOUN", "NPRO", "PREP", "CONJ"))


def _ru(word: str) -> Verb | None:
    readings = parses(word, "ru")[:3]
    first = readings[0]
    tag = first.tag
    pos = tag.POS
    if pos == "PRTS" or (pos == "ADJS" and any(r.tag.POS == "PRTS" for r in readings)):
        return Verb("passive", first.normal_form, "perf" in tag or pos == "ADJS", tag.number == "plur", 0, False)
    if pos == "INFN":
        return Verb("infinitive", first.normal_form, tag.aspect == "perf", False, 0, word.endswith("ся"))
    if pos != "VERB" or tag.mood == "impr":
        return None
    person = {"1per": 1, "2per": 2, "3per": 3}.get(str(tag.person), 0)
    form = _TENSES.get(str(tag.tense), "past")
    return Verb(
        form, first.normal_form, tag.aspect == "perf", tag.number == "plur", person, word.endswith(("ся", "сь"))
    )
