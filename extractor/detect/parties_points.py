"""Addressees of operative points and those on whom control is laid."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from extractor import data
from extractor.detect.parties_agents import phrase_end
from extractor.detect.parties_ends import (
    SENTENCE,
    action_start,
    between,
    elided,
    first_part,
    infinitives,
    is_infinitive,
)
from extractor.detect.parties_laid import duty_for, duty_start
from extractor.detect.parties_lists import consented, parties
from extractor.detect.parties_recipients import receives
from extractor.detect.parties_text import View, tidy, view
from extractor.detect.parties_words import start_of
from extractor.normalize import heads
from extractor.normalize.cases import best_group, groups, nominative
from extractor.normalize.cases_names import name_run
from extractor.normalize.phrases import cut
from extractor.normalize.words import Case, parses
from extractor.schema.facts import Party

if TYPE_CHECKING:
    from extractor.schema.analysis import Analysis, Language

_TOGETHER: Final = re.compile(r"(?<!\w)(?:спільно|разом|совместно|вместе)\s+(?:з|із|зі|с|со)\s+", re.IGNORECASE)
_ON: Final = re.compile(r"(?<=\s)на:?\s+")
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
#: The term of one of several, before the next of them.
_TERM_OF_ONE: Final = re.compile(r"(?:до|з|із|не пізніше|к|с|не позднее)\s[^,;:()]{1,60}[,;]\s+(?:а\s+)?")
#: A further verb with the same object: «розробити та затвердити графік».
_AND_VERB: Final = re.compile(r"\s+(?:та|і|й|и)\s+([а-яіїєґё'-]+)")
#: What else of the paper somebody controls: «…, пункту 4 - на завуча».
_OF_POINTS: Final = re.compile(
    r"[,;]\s+(?:під)?пункт[^\W\d_]{0,3}\s[^:;()\n]{1,60}?\s-\sна\s+|[,;]\s+п(?:\.\s?п)?\.[^:;()\n]{1,60}?\s-\sна\s+"
)
_SELF: Final = re.compile(r"за\s+(?:собою|собой)|на\s+себе|на\s+себя", re.IGNORECASE)
#: A control clause goes on with something other than the controller. A point behind «зам», «нач» or «им» ends no
#: sentence.
_CONTROL_STOP: Final = re.compile(
    r"(?<!\s[А-ЯІЇЄҐ])(?<!\s)\s*+[.;]?\s*+$|;\s|(?<=[а-яіїєґ»]{2})(?<!\bзам)(?<!\bзаст)(?<!\bнач)(?<!\bгол)(?<!\b[иі]м)\.\s+(?=[А-ЯІЇЄҐЁ])|,\s*(?:як|котор|згідно|відповідно)|"
    r"\s(?:відповідно|згідно|согласно|соответственно)\s|\s-\s(?:[ув]\s(?:частині|части)|щодо|стосовно)\s"
)


@cache
def _patterns(table: str) -> tuple[tuple[re.Pattern[str], Case], ...]:
    return tuple((re.compile(e["pattern"], re.IGNORECASE), e["case"]) for e in data.load("parties")[table])


def addressee(analysis: Analysis, start: int, end: int) -> tuple[list[Party], int]:
    """Whom the point in text[start:end] tells to act, and where the action (with its deadline) begins.

    ([], start) where the point names nobody («Затвердити План»); what is only permitted begins with the permission."""
    plain, language = analysis.plain, analysis.language
    at = _skip(plain, start, end)
    which = between("units").match(plain, at, end)
    if which is not None and start_of(first_part(plain, which.end(), end), language, "dat") == "party":
        at = which.end()
    duty = _duty(analysis, at, end)
    if duty is not None:
        return duty, start
    case: Case = "dat"
    verb = _verb(plain, at, end, "obliging")
    permit = None if verb else _verb(plain, at, end, "permitting")
    if hit := verb or permit:
        at, case = hit
    stop = action_start(plain, at, end, language, case)
    stop = _laid_after(plain, start, at, stop, end, language) if verb else stop
    if stop is not None and stop > at:
        found = _listed(analysis, at, _before_all(plain, at, stop, language, case), case)
        if not found and _WHO_HEADS.search(plain, at, stop) and _acts_on(plain, stop, end, language):
            found = _listed(analysis, at, stop, "nom")  # a slip of the clerk's: «Управління (Гай І.П.) провести»
        if found and verb is None and permit is None and receives(analysis, stop, end, found):
            return [], start
        if found:
            more, later = _by_own_terms(analysis, stop, end) if not (verb or permit) else ([], stop)
            return [*found, *more], start if permit else _skip(plain, later, end)
    if stop is None and at > _skip(plain, start, end):  # «Дозволити Департаменту … перерозподіл»: no verb follows
        pieces = cut(plain[at:end])
        if pieces:
            stop = at + pieces[phrase_end(pieces, 0, case, language) - 1].end
            found = _listed(analysis, at, stop, case)
            if found:
                return found, start if permit else _skip(plain, stop, end)
    entrusted = _entrusted(analysis, at, end)
    return (entrusted, start) if entrusted else _obliged(analysis, start, at, stop, end)


def _by_own_terms(analysis: Analysis, stop: int, end: int) -> tuple[list[Party], int]:
    """Who else is to do the same by another term («Відділу освіти - до 1 травня, відділу культури - до 10 травня
    подати …»), and where the last of these terms begins."""
    plain, language = analysis.plain, analysis.language
    found: list[Party] = []
    while _dashed(plain, stop) and (hit := _TERM_OF_ONE.match(plain, stop, end)):
        after = action_start(plain, hit.end(), end, language, "dat")
        if after is None or not _dashed(plain, after) or any(infinitives(plain, stop, after, language)):
            break
        more = _listed(analysis, hit.end(), after, "dat")
        if not more:
            break
        found, stop = [*found, *more], after
    return found, stop


def _dashed(plain: str, at: int) -> bool:
    """Does a dash lead to what stands at `at`?"""
    return plain[max(0, at - 3) : at].rstrip().endswith("-")


def _obliged(analysis: Analysis, start: int, at: int, stop: int | None, end: int) -> tuple[list[Party], int]:
    """Who is obliged to act («Комісія повинна …») by a word before `stop`, and where it stands; else ([], start)."""
    modal = between("modal").search(analysis.plain, at, min(end, at + 400))
    if modal is None or (stop is not None and modal.start() > stop):
        return [], start
    found = _listed(analysis, at, modal.start(), "nom")
    return (found, modal.start()) if found else ([], start)


def _duty(analysis: Analysis, start: int, end: int) -> list[Party] | None:
    """On whom a duty is laid («Відповідальність … покласти на …»); None where the point lays none."""
    if between("laid").match(analysis.plain, start, end):
        return [replace(p, role="executor", rule="party.laid_on") for p in controllers(analysis, start, end)]
    lays = between("lays").match(analysis.plain, start, end)
    return (_laid_on(analysis, lays.end(), end) or None) if lays is not None else None


def _laid_on(analysis: Analysis, start: int, end: int) -> list[Party]:
    """On whom «Покласти відповідальність за … на керівників» lays a duty: the party that a «на» leads to."""
    plain = analysis.plain
    sentence = SENTENCE.search(plain, start, end)
    end = min(sentence.start() + 3 if sentence is not None else end, start + _LONGEST_DUTY)
    for on in _in_turn(plain, start, list(_ON.finditer(plain, start, end))):
        stop = _CONTROL_STOP.search(plain[on.end() : end])
        until = on.end() + stop.start() if stop is not None else end
        if not plain[start : on.start()].strip():  # what they answer for is not said yet
            until = duty_for(plain, on.end(), until, analysis.language) or until
        until = elided(plain, on.end(), until, analysis.language, "acc")
        found = _listed(analysis, on.end(), until, "acc")
        if found:
            return [replace(p, rule="party.laid_on") for p in found]
    return []


def _entrusted(analysis: Analysis, start: int, end: int) -> list[Party]:
    """Who is entrusted with what a point names first («Узагальнення даних доручити методисту Гай О.П.»); [] where an
    action follows, with which they are («… і доручити завучу провести збори»), or another verb stands before."""
    plain, language = analysis.plain, analysis.language
    hit = between("entrusted").search(plain, start, min(end, start + _LONGEST_DUTY))
    if hit is None or hit.start() == start or _CONTROLLED.match(plain, start, end):
        return []
    stop = _CONTROL_STOP.search(plain[hit.end() : end])
    until = hit.end() + stop.start() if stop is not None else end
    if any(infinitives(plain, start, hit.start(), language)) or any(infinitives(plain, hit.end(), until, language)):
        return []
    case: Case = "acc" if hit["on"] else "dat"
    until = elided(plain, hit.end(), until, language, case)
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
        start_of(first_part(plain, comma.end(), stop), language, case) == "party"
        for comma in _COMMA.finditer(plain, hit.end(), stop)
    ):
        return stop  # an aside of one of them: «підрозділам, відповідальним за облік, школам, лікарням»
    several = list(_SEVERAL.finditer(plain, start, hit.start())) if hit is not None else []
    if hit is None or not several:
        return stop
    if between("carrying_out").match(plain, _skip(plain, hit.end(), stop), stop):
        return hit.start()
    last = best_group(cut(plain[several[-1].end() : hit.start()].strip()), 0, language, case)
    return hit.start() if last is not None and heads.is_body(last.lemma, language) else stop


def _acts_on(plain: str, start: int, end: int, language: Language) -> bool:
    """Has the first verb from `start` an object of its own («провести ярмарку»)? The body named before «ліквідувати»,
    «передати на баланс» is the object itself."""
    verb = next(infinitives(plain, start, end, language), None)
    if verb is None or between("disposing").match(plain, verb.start(), verb.end()):
        return False
    at = verb.end()
    while (hit := _AND_VERB.match(plain, at, end)) and is_infinitive(hit.group(1), language):
        at = hit.end()
    behind = cut(first_part(plain, at, end))
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
    verb = between("control_first").match(plain, _skip(plain, start, end), end)
    if verb is not None:
        return [replace(p, role="controller", rule="party.control") for p in _laid_on(analysis, verb.end(), end)]
    for pattern, case in _patterns("control"):
        hit = pattern.search(plain, start, end)
        if hit is None:
            continue
        stop = _CONTROL_STOP.search(plain[hit.end() : end])
        until = hit.end() + stop.start() if stop is not None else end
        own = elided(plain, hit.end(), until, language, case)
        line = _one_line(view(analysis.text, plain, [(hit.end(), own)]))
        line = _said_once(line, language) if case == "acc" else line
        if start_of(first_part(line.line, 0, len(line.line)), language, case) == "other" and case != "acc":
            continue
        found = _one_office(line, parties(line, 0, len(line.line), language, case), language, case)
        for other in _OF_POINTS.finditer(plain, own, until):  # «…, пункту 4 - на завуча»
            found += _listed(analysis, other.end(), elided(plain, other.end(), until, language, case), case)
        return [replace(p, role="controller", rule="party.control") for p in found]
    return []


def _said_once(line: View, language: Language) -> View:
    """The list with the preposition blanked out that is said anew before each controller."""
    out = line.line
    for hit in _ANEW.finditer(out):
        if start_of(first_part(out, hit.end(), len(out)), language, "acc") != "other":
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
    if not pieces or start_of(first_part(clause, hit.end(), len(clause)), language, "ins") not in ("party", "either"):
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
    words = first_part(line.line, 0, len(line.line))
    begins = start_of(words, analysis.language, case)
    if begins == "other" or (begins == "party" and words[:1] in '«"'):
        return []
    found = parties(line, 0, len(line.line), analysis.language, case)
    return [replace(p, rule="party.addressee") for p in _with_post(line, found, analysis.language, case)]


def _with_post(line: View, found: list[Party], language: Language, case: Case) -> list[Party]:
    """A post right behind a person's name is his («Гаю О.П., завгоспу, та Бук Н.І., секретарю»), but for the first of
    several posts without names («Гаю О.П., завгоспу, водієві»)."""
    out: list[Party] = []
    for i, party in enumerate(found):
        own = bool(out) and out[-1].kind == "person" and _is_bare_post(party, language)
        if own and not (i + 1 < len(found) and _is_bare_post(found[i + 1], language)):
            out[-1:] = _one_office(line, [out[-1], party], language, case)
        else:
            out.append(party)
    return out


def _is_bare_post(party: Party, language: Language) -> bool:
    return party.kind == "official" and not _has_name(party.name, language)


def _skip(plain: str, start: int, end: int) -> int:
    while start < end and plain[start] in " \n\t:,-":
        start += 1
    return start
