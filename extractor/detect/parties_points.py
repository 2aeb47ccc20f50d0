"""Addressees of operative points and those on whom control is laid."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from extractor import data
from extractor.detect.parties_agents import phrase_end
from extractor.detect.parties_laid import duty_for, duty_start
from extractor.detect.parties_lists import consented, parties
from extractor.detect.parties_text import View, guarded, tidy, view
from extractor.detect.parties_words import start_of
from extractor.normalize import heads
from extractor.normalize.cases import best_group, groups, nominative
from extractor.normalize.cases_names import name_run
from extractor.normalize.phrases import cut
from extractor.normalize.words import Case, parses
from extractor.schema.facts import Party

if TYPE_CHECKING:
    from extractor.schema.analysis import Analysis, Language

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
_FIRST: Final = re.compile(r"[^,;:\n]*")
_TOGETHER: Final = re.compile(r"(?<!\w)(?:спільно|разом|совместно|вместе)\s+(?:з|із|зі|с|со)\s+", re.IGNORECASE)
_ON: Final = re.compile(r"(?<=\s)на\s+")
#: The verb of a point lays what follows on somebody: «Покласти на …».
_LAYING: Final = re.compile(r"\sна\s+\Z")
#: How far behind its verb a duty tells on whom it is laid, in characters.
_LONGEST_DUTY: Final = 400
#: So far behind its beginning an action says with whom, in characters; and so far a list of partners may go.
_NEAR_VERB: Final = 40
_LONGEST_PARTNER: Final = 400
#: What all that a list has named are: «…, визначеним відповідальними за виконання плану».
_OF_ALL: Final = re.compile(r",\s+(?:(?:визначен|определ[её]нн)\w+\s+)?(?:відповідальним|ответственным)и?\s+за(?!\w)")
#: A clause of control names controllers, who carry nothing out.
_CONTROLLED: Final = re.compile(r"(?:[\w'-]+\s)?контрол", re.IGNORECASE)
_COMMA: Final = re.compile(r",\s")
_SEVERAL: Final = re.compile(r",|\s(?:та|і|й|и)\s")
#: The preposition said anew before a further controller: «на директора та на завуча».
_ANEW: Final = re.compile(r"(?:,|\s(?:та|і|й|и|а також|а также))\s+(на)\s+")
_SAID_ANEW: Final = re.compile(r"(?:,|\s(?:та|і|й|и|також|также))\s\Z")
#: Who heads the body just named, in brackets right before the verb.
_WHO_HEADS: Final = re.compile(r"\(\s?[А-ЯІЇЄҐ][\w'-]+\s[А-ЯІЇЄҐ]\.\s?(?:[А-ЯІЇЄҐ]\.\s?)?\)\s*\Z")
#: A further verb with the same object: «розробити та затвердити графік».
_AND_VERB: Final = re.compile(r"\s+(?:та|і|й|и)\s+([а-яіїєґё'-]+)")
_SENTENCE: Final = re.compile(r"[а-яіїєґё]{3}\.\s+[А-ЯІЇЄҐЁ]|\n\s*\n|:")
_SELF: Final = re.compile(r"за\s+(?:собою|собой)|на\s+себе|на\s+себя", re.IGNORECASE)
#: A control clause goes on with something other than the controller. A point behind «зам», «нач» or «им» ends no
#: sentence.
_CONTROL_STOP: Final = re.compile(
    r"(?<!\s[А-ЯІЇЄҐ])(?<!\s)\s*+[.;]?\s*+$|;\s|(?<=[а-яіїєґ»]{2})(?<!\bзам)(?<!\bзаст)(?<!\bнач)(?<!\bгол)(?<!\b[иі]м)\.\s+(?=[А-ЯІЇЄҐЁ])|,\s*(?:як|котор|згідно|відповідно)|"
    r"\s(?:відповідно|згідно|согласно|соответственно)\s"
)


@cache
def _patterns(table: str) -> tuple[tuple[re.Pattern[str], Case], ...]:
    return tuple((re.compile(e["pattern"], re.IGNORECASE), e["case"]) for e in data.load("parties")[table])


@cache
def _between(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{data.load('parties')['between'][key]})", re.IGNORECASE)


def addressee(analysis: Analysis, start: int, end: int) -> tuple[list[Party], int]:
    """Whom the point in text[start:end] tells to act, and where the action (with its deadline) begins.

    ([], start) where the point names nobody («Затвердити План»); what is only permitted begins with the permission."""
    plain, language = analysis.plain, analysis.language
    at = _skip(plain, start, end)
    which = _between("units").match(plain, at, end)
    if which is not None and start_of(_first(plain, which.end(), end), language, "dat") == "party":
        at = which.end()
    duty = _duty(analysis, at, end)
    if duty is not None:
        return duty, start
    case: Case = "dat"
    verb = _verb(plain, at, end, "obliging")
    permit = None if verb else _verb(plain, at, end, "permitting")
    if hit := verb or permit:
        at, case = hit
    stop = _action(plain, at, end, language)
    stop = _laid_after(plain, start, at, stop, end, language) if verb else stop
    if stop is not None and stop > at:
        found = _listed(analysis, at, _before_all(plain, at, stop, language, case), case)
        if not found and _WHO_HEADS.search(plain, at, stop) and _acts_on(plain, stop, end, language):
            found = _listed(analysis, at, stop, "nom")  # a slip of the clerk's: «Управління (Гай І.П.) провести»
        if found:
            return found, start if permit else _skip(plain, stop, end)
    if stop is None and at > _skip(plain, start, end):  # «Дозволити Департаменту … перерозподіл»: no verb follows
        pieces = cut(plain[at:end])
        if pieces:
            stop = at + pieces[phrase_end(pieces, 0, case, language) - 1].end
            found = _listed(analysis, at, stop, case)
            if found:
                return found, start if permit else _skip(plain, stop, end)
    entrusted = _entrusted(analysis, at, end)
    return (entrusted, start) if entrusted else _obliged(analysis, start, at, stop, end)


def _obliged(analysis: Analysis, start: int, at: int, stop: int | None, end: int) -> tuple[list[Party], int]:
    """Who is obliged to act («Комісія повинна …») by a word before `stop`, and where it stands; else ([], start)."""
    modal = _between("modal").search(analysis.plain, at, min(end, at + 400))
    if modal is None or (stop is not None and modal.start() > stop):
        return [], start
    found = _listed(analysis, at, modal.start(), "nom")
    return (found, modal.start()) if found else ([], start)


def _duty(analysis: Analysis, start: int, end: int) -> list[Party] | None:
    """On whom a duty is laid («Відповідальність … покласти на …»); None where the point lays none."""
    if _between("laid").match(analysis.plain, start, end):
        return [replace(p, role="executor", rule="party.laid_on") for p in controllers(analysis, start, end)]
    lays = _between("lays").match(analysis.plain, start, end)
    return (_laid_on(analysis, lays.end(), end) or None) if lays is not None else None


def _laid_on(analysis: Analysis, start: int, end: int) -> list[Party]:
    """On whom «Покласти відповідальність за … на керівників» lays a duty: the party that a «на» leads to."""
    plain = analysis.plain
    sentence = _SENTENCE.search(plain, start, end)
    end = min(sentence.start() + 3 if sentence is not None else end, start + _LONGEST_DUTY)
    for on in _in_turn(plain, start, list(_ON.finditer(plain, start, end))):
        stop = _CONTROL_STOP.search(plain[on.end() : end])
        until = on.end() + stop.start() if stop is not None else end
        if not plain[start : on.start()].strip():  # what they answer for is not said yet
            until = duty_for(plain, on.end(), until, analysis.language) or until
        found = _listed(analysis, on.end(), until, "acc")
        if found:
            return [replace(p, rule="party.laid_on") for p in found]
    return []


def _entrusted(analysis: Analysis, start: int, end: int) -> list[Party]:
    """Who is entrusted with what a point names first («Узагальнення даних доручити методисту Гай О.П.»); [] where an
    action follows, with which they are («… і доручити завучу провести збори»), or another verb stands before."""
    plain, language = analysis.plain, analysis.language
    hit = _between("entrusted").search(plain, start, min(end, start + _LONGEST_DUTY))
    if hit is None or hit.start() == start or _CONTROLLED.match(plain, start, end):
        return []
    stop = _CONTROL_STOP.search(plain[hit.end() : end])
    until = hit.end() + stop.start() if stop is not None else end
    others = (*_WORD.finditer(plain, start, hit.start()), *_WORD.finditer(plain, hit.end(), until))
    if any(_INFINITIVE.search(w.group()) and is_infinitive(w.group(), language) for w in others):
        return []
    case: Case = "acc" if hit["on"] else "dat"
    return [replace(p, rule="party.entrusted") for p in _listed(analysis, _skip(plain, hit.end(), until), until, case)]


def _laid_after(plain: str, start: int, at: int, stop: int | None, end: int, language: Language) -> int | None:
    """Where the list from `at` ends before the duty that the verb in front lays on those named («Покласти на …»);
    else `stop`, where something else ends it."""
    if _LAYING.search(plain, start, at) is None:
        return stop
    duty = duty_start(plain, at, end if stop is None else stop, language, alone=stop is None)
    return stop if duty is None else duty


def _in_turn(plain: str, start: int, ons: list[re.Match[str]]) -> list[re.Match[str]]:
    """In which order each «на» is asked for a party: the one right behind the verb first; else from the last on, as
    what is answered for may have one too («за подання списків на комісію на секретаря»), but for those said anew in a
    list."""
    if not ons or not plain[start : ons[0].start()].strip():
        return ons
    return [on for on in reversed(ons) if _SAID_ANEW.search(plain, start, on.start()) is None]


def _before_all(plain: str, start: int, stop: int, language: Language, case: Case) -> int:
    """Where a list of several ends that goes on with what all of them are («школам, службам, відповідальним за …»).

    Behind persons it may say which of the last are meant («директорам і кухарям, відповідальним за харчування»), but
    for what the whole paper orders all of them answer."""
    hit = _OF_ALL.search(plain, start, stop)
    if hit is not None and any(
        start_of(_first(plain, comma.end(), stop), language, case) == "party"
        for comma in _COMMA.finditer(plain, hit.end(), stop)
    ):
        return stop  # an aside of one of them: «підрозділам, відповідальним за облік, школам, лікарням»
    several = list(_SEVERAL.finditer(plain, start, hit.start())) if hit is not None else []
    if hit is None or not several:
        return stop
    if _between("carrying_out").match(plain, _skip(plain, hit.end(), stop), stop):
        return hit.start()
    last = best_group(cut(plain[several[-1].end() : hit.start()].strip()), 0, language, case)
    return hit.start() if last is not None and heads.is_body(last.lemma, language) else stop


def _acts_on(plain: str, start: int, end: int, language: Language) -> bool:
    """Has the first verb from `start` an object of its own («провести ярмарку»)? The body named before «ліквідувати»,
    «передати на баланс» is the object itself."""
    words = (w for w in _WORD.finditer(plain, start, end) if _INFINITIVE.search(w.group()))
    verb = next((w for w in words if is_infinitive(w.group(), language)), None)
    if verb is None or _between("disposing").match(plain, verb.start(), verb.end()):
        return False
    at = verb.end()
    while (hit := _AND_VERB.match(plain, at, end)) and is_infinitive(hit.group(1), language):
        at = hit.end()
    behind = cut(_first(plain, at, end))
    if not behind or any(str(p.tag.POS) == "PREP" for p in parses(behind[0].text.lower(), language)):
        return False
    found = groups(behind, 0, language)
    return any(g.case in ("acc", "gen") and not heads.is_party(g.lemma, language) for g in found)


def _verb(plain: str, start: int, end: int, table: str) -> tuple[int, Case] | None:
    """What follows the verb of the table that stands here, and the case that it asks for."""
    for pattern, case in _patterns(table):
        hit = pattern.match(plain, start, end)
        if hit is not None and hit.end() < end and not plain[hit.end()].isalpha():
            return _skip(plain, hit.end(), end), case
    return None


def controllers(analysis: Analysis, start: int, end: int) -> list[Party]:
    """On whom the clause text[start:end] lays control; [] for «залишаю за собою»."""
    plain, language = analysis.plain, analysis.language
    if _SELF.search(plain, start, end):
        return []
    verb = _between("control_first").match(plain, _skip(plain, start, end), end)
    if verb is not None:
        return [replace(p, role="controller", rule="party.control") for p in _laid_on(analysis, verb.end(), end)]
    for pattern, case in _patterns("control"):
        hit = pattern.search(plain, start, end)
        if hit is None:
            continue
        clause = plain[hit.end() : end]
        stop = _CONTROL_STOP.search(clause)
        until = hit.end() + (stop.start() if stop else len(clause))
        line = _one_line(view(analysis.text, plain, [(hit.end(), until)]))
        line = _said_once(line, language) if case == "acc" else line
        if start_of(_first(line.line, 0, len(line.line)), language, case) == "other" and case != "acc":
            continue
        found = _one_office(line, parties(line, 0, len(line.line), language, case), language, case)
        return [replace(p, role="controller", rule="party.control") for p in found]
    return []


def _said_once(line: View, language: Language) -> View:
    """The list with the preposition blanked out that is said anew before each controller."""
    out = line.line
    for hit in _ANEW.finditer(out):
        if start_of(_first(out, hit.end(), len(out)), language, "acc") != "other":
            out = out[: hit.start(1)] + "  " + out[hit.end(1) :]
    return View(out, line.offsets)


def partners(analysis: Analysis, start: int, end: int) -> list[Party]:
    """With whom the action text[start:end] is to be carried out: «здійснити разом із центром зайнятості (за згодою) …».

    Those named later than its first words share in what is said there, not in the action."""
    plain, language = analysis.plain, analysis.language
    clause = plain[start : min(end, start + _NEAR_VERB + _LONGEST_PARTNER)]
    hit = _TOGETHER.search(clause, 0, _NEAR_VERB)
    if hit is None:
        return []
    pieces = cut(clause[hit.end() :])
    if not pieces or start_of(_first(clause, hit.end(), len(clause)), language, "ins") not in ("party", "either"):
        return []
    begin = start + hit.end()
    stop = begin + pieces[phrase_end(pieces, 0, "ins", language) - 1].end
    consent = consented(plain, stop, end)
    line = _one_line(view(analysis.text, plain, [(begin, consent or stop)]))
    found = parties(line, 0, len(line.line), language, "ins")
    return [replace(p, role="co_executor", rule="party.partner") for p in found]


def _one_office(line: View, found: list[Party], language: Language, case: Case) -> list[Party]:
    """A second post after a comma is the same person's («заступника голови, начальника управління Гай О.П.»), and so is
    a post without a name behind the name («Гая О.П., завуча школи»)."""
    out: list[Party] = []
    for party in found:
        first = line.offsets.index(party.spans[0][0])
        posts = bool(out) and out[-1].kind == party.kind == "official" and not _has_name(out[-1].name, language)
        posts = posts or (
            bool(out) and (out[-1].kind, party.kind) == ("person", "official") and not _has_name(party.name, language)
        )
        if posts and line.line[:first].rstrip().endswith(","):
            begin = line.offsets.index(out[-1].spans[0][0])
            last = line.offsets.index(party.spans[-1][1] - 1) + 1
            name = nominative(tidy(line.line[begin:last]), language, case=None if case == "nom" else case)
            out[-1] = replace(party, name=name, spans=line.spans(begin, last))
        else:
            out.append(party)
    return out


def _has_name(name: str, language: Language) -> bool:
    """Is a person named in it? «Заступник Голови Уряду» is none, whatever its capitals."""
    pieces = cut(name)
    return any(name_run(pieces, i, language) is not None for i in range(len(pieces)))


def _one_line(printed: View) -> View:
    """A point whose lines are broken by hand: its lists have marks between their items, a line's end parts nothing."""
    return View(printed.line.replace("\n", " "), printed.offsets)


def _listed(analysis: Analysis, start: int, end: int, case: Case) -> list[Party]:
    """The parties of text[start:end] if it begins with one in the case asked for, else []."""
    line = _one_line(view(analysis.text, analysis.plain, [(start, end)]))
    line = _said_once(line, analysis.language) if case == "acc" else line
    words = _first(line.line, 0, len(line.line))
    begins = start_of(words, analysis.language, case)
    if begins == "other" or (begins == "party" and words[:1] in '«"'):
        return []
    found = parties(line, 0, len(line.line), analysis.language, case)
    return [replace(p, rule="party.addressee") for p in found]


def _first(line: str, start: int, end: int) -> str:
    hit = _FIRST.match(line, start, end)
    return hit.group().strip() if hit else ""


def _action(plain: str, start: int, end: int, language: Language) -> int | None:
    """Where the list of addressees ends: at a deadline, an infinitive, a colon; None where there is none of these."""
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
            return _before_adverbs(plain, start, _before_paper(plain, start, hit.start()), language)
    return limit if limit < end or colon is not None else None


def _deadline(plain: str, start: int, end: int) -> re.Match[str] | None:
    """The first words that lead to the action, outside brackets («(за згодою, за рахунок власників)» belongs to a
    name)."""
    depth, at = 0, start
    for hit in _between("deadline").finditer(plain, start, end):
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
    return verb is not None and _SENTENCE.search(plain, colon + 1, verb.start()) is None


def _skip(plain: str, start: int, end: int) -> int:
    while start < end and plain[start] in " \n\t:,-":
        start += 1
    return start
