"""Where the list of those whom a point tells to act ends, and what they are to do begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from extractor import data
from extractor.detect.parties_laid import object_start
from extractor.detect.parties_text import guarded
from extractor.detect.parties_words import start_of
from extractor.normalize import heads
from extractor.normalize.cases import groups
from extractor.normalize.cases_names import name_run
from extractor.normalize.phrases import cut
from extractor.normalize.words import Case, parses

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
#: A relative clause with the comma that ends it: «Керівникам шкіл, що мають майстерні, провести …».
ASIDE: Final = re.compile(r",\s(?:(?:у|в|до|на|з|із|за|к|с|из|по)\s)?(?:як|що|котор)[^,;:()]{1,200},")
_INFINITIVE: Final = re.compile(r"(?:ти|тися|тись|ть|ться|чь|чься)$")
#: Infinitives that are also nouns, but in official papers hardly ever.
_VERBS: Final = frozenset(("вести", "дати", "брати", "подать", "помочь"))
_LAST_WORD: Final = re.compile(r"(?<=\s)([а-яіїєґё'-]{4,})\s+\Z")
#: A paper in the accusative behind another word, not one that a preposition leads to.
_PAPER: Final = re.compile(
    r"(?<=\w\s)(?<!\sна\s)(?<!\sза\s)(?<!\sо\s)(?<!\sоб\s)(?<!\sпро\s)(?<!\sв\s)(?<!\sу\s)"
    r"(?P<paper>(?:(?:настоящ(?:ий|ее)|данн(?:ый|ое)|цей|це|цю|даний)\s+)?"
    r"(?:приказ|постановление|распоряжение|решение|письмо|наказ|постанову|розпорядження|рішення|лист))\s+\Z",
    re.IGNORECASE,
)
#: «…, контроль - на Гая О.П.», «…, погодження - юридичному відділу»: the verb is that of the clause before.
_ELIDED: Final = re.compile(r"[,;]\s+(?P<what>[^\W\d_][^,;:.()\n]{2,80}?)\s-\s")
#: How far a person's name goes, in characters.
_NAME: Final = 60
_FIRST: Final = re.compile(r"[^,;:\n]*")
SENTENCE: Final = re.compile(r"[а-яіїєґё]{3}\.\s+[А-ЯІЇЄҐЁ]|\n\s*\n|:")


@cache
def between(key: str) -> re.Pattern[str]:
    """What stands between those addressed and their action, by its name in the data file."""
    return re.compile(rf"(?<!\w)(?:{data.load('parties')['between'][key]})", re.IGNORECASE)


def infinitives(plain: str, start: int, end: int, language: Language) -> Iterator[re.Match[str]]:
    """The infinitives of plain[start:end], in reading order."""
    for hit in _WORD.finditer(plain, start, end):
        if _INFINITIVE.search(hit.group()) and is_infinitive(hit.group(), language):
            yield hit


def action_start(plain: str, start: int, end: int, language: Language, case: Case) -> int | None:
    """Where the list of addressees in `case` ends: at a deadline, an infinitive with the object before it, a colon;
    None where there is none of these."""
    deadline = _deadline(plain, start, end)
    colon = _lead_colon(plain, start, end, language)
    limit = min(deadline.start() if deadline else end, colon if colon is not None else end)
    quoted = guarded(plain[start:limit]) if "«" in plain[start:limit] or '"' in plain[start:limit] else b""
    asides = [m.span() for m in ASIDE.finditer(plain, start, limit)]
    for hit in _WORD.finditer(plain, start, limit):
        if any(a < hit.start() < b for a, b in asides):
            continue
        if quoted and quoted[hit.start() - start]:
            continue  # «редакції газети «Нові вісті»»: no verb
        if _INFINITIVE.search(hit.group()) and is_infinitive(hit.group(), language):
            stop = _before_adverbs(plain, start, _before_paper(plain, start, hit.start()), language)
            return object_start(plain, start, stop, language) if case == "dat" else stop
    return limit if limit < end or colon is not None else None


def elided(plain: str, start: int, end: int, language: Language, case: Case) -> int:
    """Where a list of parties in `case` ends before a further thing that is laid on others, its verb left out («на
    завідувача, контроль - на директора»); `end` where nothing else is laid. A name behind the dash is of the post
    before it («на заступника з питань освіти, спорту - Гая І.І.»)."""
    for hit in _ELIDED.finditer(plain, start, end):
        goes_on = name_run(cut(plain[hit.end() : hit.end() + _NAME]), 0, language) is not None
        if start_of(hit["what"], language, case) == "other" and not goes_on:
            return hit.start()
    return end


def _deadline(plain: str, start: int, end: int) -> re.Match[str] | None:
    """The first words that lead to the action, outside brackets («(за згодою, за рахунок власників)» belongs to a
    name)."""
    depth, at = 0, start
    for hit in between("deadline").finditer(plain, start, end):
        depth = max(0, depth + plain.count("(", at, hit.start()) - plain.count(")", at, hit.start()))
        at = hit.start()
        if not depth or plain.find(")", at, end) < 0:
            return hit
    return None


def _before_paper(plain: str, start: int, stop: int) -> int:
    """Where the paper itself begins that is the object of the verb at `stop` («отделу кадров настоящий приказ довести
    до сведения работников»)."""
    paper = _PAPER.search(plain, start, stop)
    return paper.start("paper") if paper is not None else stop


def _before_adverbs(plain: str, start: int, stop: int, language: Language) -> int:
    """Where the adverbs begin that say how the verb at `stop` is to be done («відділу освіти невідкладно провести»)."""
    while (hit := _LAST_WORD.search(plain, start, stop)) is not None:
        found = parses(hit.group(1).lower(), language)
        if hit.start(1) == start or not found[0].is_known or str(found[0].tag.POS) != "ADVB":
            break
        stop = hit.start(1)
    return stop


def is_infinitive(word: str, language: Language) -> bool:
    """Is the word an infinitive and nothing else («забезпечити», but not «діти»)?"""
    low = word.lower()
    if low in _VERBS:
        return True
    if language == "uk" and not low.endswith(("ти", "тися", "тись")):
        return False  # «проводить» is also an infinitive of old books
    found = [(p.normal_form, p.tag.grammemes) for p in parses(low, language)]
    if any({"NOUN", "nomn"} <= g for _, g in found):
        return False
    # the Ukrainian dictionary leaves the mark out in some verbs: «вжити»
    bare = language == "uk" and low.endswith(("ти", "тися", "тись"))
    return any({"infn", "INFN"} & g or (bare and "VERB" in g and lemma == low) for lemma, g in found)


def _lead_colon(plain: str, start: int, end: int, language: Language) -> int | None:
    """The colon that ends a lead-in («Відділу освіти:»); of two the last, where the first opens a list of those meant
    («Управлінням ради: освіти, культури:»)."""
    at = plain.find(":", start, end)
    if at >= 0 and _lists_units(plain, start, at, end, language):
        at = plain.find(":", at + 1, end)
    last = plain.rfind(":", start, end)
    lists = at < last and ":" not in plain[at + 1 : last] and not plain[last + 1 : end].strip()
    inside = _WORD.finditer(plain, at, last) if lists else ()
    if lists and not any(_INFINITIVE.search(w.group()) and is_infinitive(w.group(), language) for w in inside):
        return last
    return at if at >= 0 else None


def _lists_units(plain: str, start: int, colon: int, end: int, language: Language) -> bool:
    """Do units of one authority follow the colon, before their verb («Відділам ради: освіти, культури провести …»)?"""
    following = _WORD.search(plain, colon + 1, end)
    if following is None or "\n" in plain[colon : following.start()] or not following.group()[0].islower():
        return False
    before = cut(plain[start:colon])
    units = any(g.plural and g.case == "dat" and heads.is_body(g.lemma, language) for g in groups(before, 0, language))
    if not units or is_infinitive(following.group(), language):
        return False
    verb = next((w for w in _WORD.finditer(plain, colon, end) if is_infinitive(w.group(), language)), None)
    return verb is not None and SENTENCE.search(plain, colon + 1, verb.start()) is None


def first_part(line: str, start: int, end: int) -> str:
    """The words of line[start:end] up to its first comma, colon or end of a line."""
    hit = _FIRST.match(line, start, end)
    return hit.group().strip() if hit else ""
