"""Which mentions of a clause act in it: its subject, the instrumental of its passive, those whose sitting or act it
is, partners and supporters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from extractor import data
from extractor.assemble.narrative_parties_agents import agents
from extractor.assemble.narrative_parties_asked import advised, asked, laid_on
from extractor.assemble.narrative_parties_governed import (
    adverbial,
    before_noun_phrase,
    governed,
    noun_before,
    under_participle,
)
from extractor.assemble.narrative_parties_mentions import Acting, Chain, Mention, Rule, members
from extractor.assemble.narrative_parties_places import adjective_of_next
from extractor.assemble.narrative_parties_predicates import Act, middle
from extractor.assemble.narrative_parties_tails import TIME
from extractor.assemble.narrative_parties_words import ALL, AND, WITH, Line, describing, noun_cases, pattern, words
from extractor.detect.actions_lexicon import occasions
from extractor.detect.actions_words import verb
from extractor.normalize.words import Case, Gender, readings
from extractor.schema.facts import Organisation, Role

_NOMINATIVE_RELATIVE: Final = re.compile(r"який|яка|яке|які|що|которы[йе]|котор(?:ая|ое)")
_RELATIVE_ENDS: Final[dict[Gender, tuple[str, ...]]] = {"m": ("ий", "ый"), "f": ("яка", "ая"), "n": ("яке", "ое")}
#: How far behind «організований» the organiser may begin, in words.
_NEAR: Final = 6
_AUTHORITIES: Final = frozenset(("state", "local_government"))
_COURT: Final = frozenset(("суд",))
_HEARINGS: Final = re.compile(
    r"(?<!\w)(?:слухан|розгляд|засідан|слушан|рассмотр|заседан|справ|дел[оау]\b|позов|иск\b)", re.I
)
#: Relative words that can be nothing but the object of their clause.
_OBJECT_RELATIVE: Final = frozenset("яку котру которую".split())


@dataclass(frozen=True, slots=True)
class _Phrase:
    id: Rule
    role: Role
    last: frozenset[str]
    before: re.Pattern[str]


@cache
def _phrases() -> tuple[_Phrase, ...]:
    entries: list[dict[str, Any]] = data.load("narrative_parties")["phrase"]
    return tuple(
        _Phrase(
            e["id"],
            e["role"],
            frozenset(e["last"].split()),
            re.compile(rf"(?<![\w'-])(?:{e['pattern']})\s+\Z", re.IGNORECASE),
        )
        for e in entries
    )


def acting(line: Line, found: Sequence[Chain], act: Act) -> list[Acting]:
    """Who acts in the clause, in reading order; [] where nobody is named."""
    inside = [c for c in (_within(chain, act) for chain in found) if c]
    own = [c for c in inside if line.clause[c[0].first] == line.clause[act.at]]
    if line.clause[act.at]:
        told = _antecedent(line, found, act)
        if told is not None:
            return [told]
        ahead = [c for c in inside if c[0].first < act.at and not line.clause[c[0].first]]
        return _chosen(line, own, act) or _chosen(line, ahead, act)
    return _chosen(line, own, act)


def _chosen(line: Line, own: Sequence[Chain], act: Act) -> list[Acting]:
    """Who acts among the chains of one clause."""
    out: list[Acting] = []
    left: list[Chain] = []
    for chain in own:
        hit = _by_phrase(line, chain) or _by_act(line, chain, act) or _by_session(line, chain, act)
        if hit is not None:
            out.append(hit)
        else:
            left.append(chain)
    ordering = _subject(line, left, act) if pattern("ordered").match(act.text) else None
    charged = advised(line, left, act) or asked(line, left, act) or laid_on(line, left, act)
    if charged is not None and ordering is None:
        return [charged]
    main = agents(line, left, act) if act.passive or middle(act) else []
    if not main and not act.passive and not act.first_person and not _advises_nobody(line, act):
        subject = _subject(line, left, act)
        main = [] if subject is None else [subject, *_comitative(line, left, subject, act)]
        main = main or _those_at(line, left, act)
    if not main and not out and pattern("holding").match(act.text) is not None:
        out = _organiser(line, left, act)
    if not main and not out and act.passive:
        main = _exhibitor(line, left, act)
    if main:
        own_sitting = any(m.possessed for a in main for m in a.chain)
        out = [a for a in out if a.rule not in ("session", "court") or (_held(line, a) and not own_sitting)]
    sittings = [a for a in out if a.rule == "session"]
    out = [a for a in out if a.rule != "court" or not (main or sittings)]
    return sorted([*out, *main], key=lambda a: a.chain[0].first)


def _advises_nobody(line: Line, act: Act) -> bool:
    """«пропонуємо: провести …» leads a list of what others are to do; «рада закликає здати кров» is the council's."""
    if pattern("advising").match(act.text) is None:
        return False
    return any(p.text == ":" for p in line.pieces[act.at : min(act.high, len(line.pieces))])


def _antecedent(line: Line, found: Sequence[Chain], act: Act) -> Acting | None:
    """The noun that «, який відкрив …» tells more about, where the relative word is the clause's subject."""
    opener = act.at
    while opener and line.clause[opener - 1] == line.clause[act.at]:
        opener -= 1
    if act.passive or act.plural is None or not _NOMINATIVE_RELATIVE.fullmatch(line.low(opener)):
        return None
    asked = _gender_of_relative(line.low(opener))
    for chain in found:
        m = chain[-1]
        if asked is not None and m.gender not in (None, asked):
            continue  # «постановление Совета, которое»: the noun that it tells of stands before
        if m.last == opener - 1 and line.pieces[m.last].kind == "comma" and m.kind != "pronoun":
            case: Case = "nom" if "nom" in m.cases else next(iter(sorted(m.cases)))
            plural = m.plural or m.counted
            return Acting((m,), case, "subject") if plural == act.plural else None
    return None


def _gender_of_relative(low: str) -> Gender | None:
    """The gender that a relative word in the nominative singular asks for; None in the plural, and of «що»."""
    return next((g for g, ends in _RELATIVE_ENDS.items() if low.endswith(ends)), None)


def own_subject(line: Line, act: Act) -> bool:
    """Has the clause a subject of its own that is no party («робота дасть результат», «навчаються учні»)?"""
    for k in range(act.low, min(act.high, len(line.pieces))):
        word = line.pieces[k]
        if word.kind != "word" or line.clause[k] != line.clause[act.at] or k == act.at:
            continue
        nominative = [
            r for r in readings(word.text, line.language) if r.pos == "noun" and r.case == "nom" and r.name is None
        ]
        if not any(act.plural is None or r.plural == act.plural for r in nominative):
            continue
        cases = noun_cases(word.text, line.language)
        if (k > act.at and "acc" in cases) or verb(word.text.lower(), line.language) is not None:
            continue
        before = before_noun_phrase(line, k)
        if line.low(before) in words("prepositions") or ("gen" in cases and noun_before(line, k)):
            continue
        return True
    return False


def _within(chain: Chain, act: Act) -> Chain:
    return tuple(m for m in chain if act.low <= m.first < act.high)


def _by_phrase(line: Line, chain: Chain) -> Acting | None:
    """«за підтримки X», «завдяки втручанню X», «спільно з X»; «З X розпочато» at the clause's beginning is apart."""
    first = chain[0].first
    before = line.low(first - 1)
    for phrase in _phrases():
        if before in phrase.last:
            start = line.pieces[first].start
            if phrase.before.search(line.plain, max(line.pieces[0].start, start - 90), start):
                case: Case = "dat" if before in ("завдяки", "завдячуючи", "благодаря") else "gen"
                if phrase.id == "partner" or before.endswith("ою"):
                    case = "ins"
                if not any(case in m.cases for m in chain):
                    return None
                return Acting(chain, case, phrase.id, phrase.role)
    return None


def _by_session(line: Line, chain: Chain, act: Act) -> Acting | None:
    """«відбулося засідання комісії», «на засіданні комісії прийнято»: the body whose sitting it is."""
    if "gen" not in chain[0].cases:
        return _in_court(line, chain, act)
    noun = chain[0].first - 1
    found = [r for r in readings(line.low(noun), line.language) if r.lemma in words("meetings")] if noun >= 0 else []
    if not found:
        return _in_court(line, chain, act)
    k = before_noun_phrase(line, noun)
    while k > 0 and any(r.lemma in words("meetings") for r in readings(line.low(k), line.language)):
        k = before_noun_phrase(line, k)  # «пленарне засідання 14 сесії ради»
    before = line.low(k)
    if before in words("prepositions") or before == "час":
        on = before in ("на", "час", "время") and noun < act.at and _after_comma_free(line, noun, act.at)
        decides = any(pattern("deciding").match(line.low(i)) for i in range(act.at, min(act.at + 2, act.high)))
        on = on or (before == "на" and noun > act.at and decides)
        unnamed = act.plural is True and pattern("decided").match(act.text) is not None
        return Acting(chain, "gen", "session") if on and (act.passive or unnamed) and not act.infinitive else None
    if k >= 0 and line.pieces[k].kind == "word" and noun_cases(line.pieces[k].text, line.language):
        governs = before not in AND and verb(before, line.language) is None and not adverbial(line, k)
        if governs:
            return None
    held = pattern("holding").match(act.text) is not None
    later = any(pattern("holding").match(line.low(i)) for i in range(act.at, min(act.at + 3, act.high)))
    bare = not act.finite and not act.passive and k < act.low  # a row of a report: «Засідання комісії»
    return Acting(chain, "gen", "session") if held or later or bare else None


def _after_comma_free(line: Line, low: int, high: int) -> bool:
    return all(line.pieces[k].text != ";" for k in range(low, high))


def _held(line: Line, a: Acting) -> bool:
    """Is it a sitting that was held, not one at which something was done?"""
    k = before_noun_phrase(line, a.chain[0].first - 1)
    return line.low(k) not in words("prepositions") and line.low(k) != "час"


def _in_court(line: Line, chain: Chain, act: Act) -> Acting | None:
    """«В Останкинском районном суде состоится слушание»."""
    if chain[0].lemma not in _COURT or line.low(chain[0].first - 1) not in ("в", "у", "во"):
        return None
    span = line.plain[line.pieces[act.low].start : line.pieces[min(act.high, len(line.pieces)) - 1].end]
    if pattern("holding").match(act.text) is None or _HEARINGS.search(span) is None:
        return None
    return Acting(chain, "loc", "court")


def _sits(line: Line, k: int) -> bool:
    return any(r.lemma in words("meetings") and r.case == "gen" for r in readings(line.low(k), line.language))


def _by_act(line: Line, chain: Chain, act: Act) -> Acting | None:
    """«рішенням виконкому затверджено», «Указом Президента призначено»: the body that decided."""
    noun = chain[0].first - 1
    while noun > 0 and _sits(line, noun):  # «рішенням чергової сесії ради»
        noun = before_noun_phrase(line, noun)
    if noun < 0 or "gen" not in chain[0].cases or pattern("acts").fullmatch(line.low(noun)) is None:
        return None
    k = before_noun_phrase(line, noun)
    if line.low(k) in words("prepositions") or not act.passive or under_participle(line, noun):
        return None
    return Acting(chain[:1], "gen", "act")


def _those_at(line: Line, left: Sequence[Chain], act: Act) -> list[Acting]:
    """«Таке рішення ухвалили у Службі автодоріг»: the authority in which an unnamed «they» act."""
    if not act.plural or not act.finite or act.reflexive:
        return []
    for chain in left:
        m = chain[0]
        body = m.kind == "body" and isinstance(m.value, Organisation) and m.value.kind in _AUTHORITIES
        if body and "loc" in m.cases and line.low(m.first - 1) in ("в", "у", "во"):
            near = m.last == act.at or m.first - 2 == act.at
            if near and not any(_plural_subject(line, k) for k in range(act.low, act.at)):
                return [Acting(chain[:1], "loc", "subject")]
    return []


def _plural_subject(line: Line, k: int) -> bool:
    """Can the word be nothing but the subject of a plural verb?"""
    if line.pieces[k].kind != "word":
        return False
    found = [r for r in readings(line.pieces[k].text, line.language) if r.pos == "noun"]
    return any(r.case == "nom" and r.plural for r in found) and not any(r.case == "acc" for r in found)


def _organiser(line: Line, left: Sequence[Chain], act: Act) -> list[Acting]:
    """«відбувся семінар, організований товариством»: who held what took place, told by a participle."""
    for k in range(act.low, min(act.high, len(line.pieces))):
        if pattern("organised").fullmatch(line.low(k)) is None or line.clause[k] != line.clause[act.at]:
            continue
        for chain in left:
            m = chain[0]
            if k < m.first <= k + _NEAR and "ins" in m.cases and line.low(m.first - 1) not in words("prepositions"):
                return [Acting(chain, "ins", "initiator")]
    return []


def _exhibitor(line: Line, left: Sequence[Chain], act: Act) -> list[Acting]:
    """«У бібліотеці оформлено виставку»: the house that shows something to its readers and visitors."""
    if pattern("exhibited").match(act.text) is None:
        return []
    for chain in left:
        m = chain[0]
        before = line.low(before_noun_phrase(line, m.first)) if m.kind != "body" else line.low(m.first - 1)
        houses = (r.lemma for k in range(m.first, m.head_end) for r in readings(line.low(k), line.language))
        if "loc" in m.cases and before in ("в", "у", "во") and any(h in words("houses") for h in houses):
            return [Acting(chain, "loc", "agent")]
    return []


def _subject(line: Line, left: Sequence[Chain], act: Act) -> Acting | None:
    """The nominative that the finite verb agrees with: before it, or behind where nothing else can be meant."""
    before: list[Chain] = []
    behind: list[Chain] = []
    for chain in left:
        m = chain[0]
        if "nom" not in m.cases or not _free(line, chain, act) or not _fits(line, chain, act):
            continue
        (before if m.first < act.at else behind).append(chain)
    if act.infinitive or not act.finite:
        return None
    sure = [c for c in before if _sure(c)]
    if sure or before:
        return Acting((sure or before)[-1 if sure else 0], "nom", "subject")
    for chain in behind:
        m = chain[0]
        if _sure(chain):
            return Acting(chain, "nom", "subject")
        if m.cases == ALL and act.plural is True and len(chain) > 1:
            return Acting(chain, "nom", "subject")
        if pattern("intransitive").match(act.text) or act.reflexive or _object_before(line, act):
            return Acting(chain, "nom", "subject")
        if m.animate and _counted_before(line, act):
            return Acting(chain, "nom", "subject")
    return None


def _free(line: Line, chain: Chain, act: Act) -> bool:
    """Is the chain no attribute, nor under a preposition? A name without cases right before the verb is free."""
    m = chain[0]
    if m.cases == ALL and chain[-1].last == act.at and line.low(m.first - 1) not in words("prepositions"):
        return True
    return not governed(line, chain, "nom")


def _sure(chain: Chain) -> bool:
    """Can the chain be nothing but a nominative?"""
    return any("acc" not in m.cases or (m.animate and not m.plural) or m.kind == "person" for m in chain)


def _fits(line: Line, chain: Chain, act: Act) -> bool:
    """Does the verb agree with the chain, and is it an act of theirs?"""
    m = chain[0]
    told = (act.text, *(line.low(k) for k in range(act.at + 1, act.at + 4)))
    if m.lemma in words("beneficiaries") and any(pattern("receiving").match(word) for word in told):
        return False
    if m.lemma and pattern("takes_place").match(act.text) and occasions().match(m.lemma):
        return False  # «пройде з'їзд учителів», «состоится форум»: it is held by others
    if m.counted and (m.lemma in words("beneficiaries") or m.kind not in ("body", "named", "group")):
        return False
    if middle(act) and ((not m.animate and m.kind != "person") or m.first > act.at):
        return False  # «заклади фінансуються», «залучаються представники»: what is done to them
    plural = m.plural or len(members(line, chain)) > 1 or m.counted
    if act.plural is True:
        open_name = m.cases == ALL and not any(p.text[0] in '«"“' for p in line.pieces[m.first : m.last])
        return plural or open_name or _with_others(line, chain[-1])
    if act.plural is False and plural:
        return (m.counted and act.gender in (None, "n")) or (len(chain) > 1 and not m.plural and m.first > act.at)
    if act.gender is None or m.gender is None or m.animate or m.kind == "person":
        return True
    slip = m.kind == "body" and m.first == act.low and m.first < act.at and "gen" not in m.cases
    return m.gender == act.gender or slip  # clerks make the verb agree with the nearest noun


def _with_others(line: Line, m: Mention) -> bool:
    return line.low(m.last) in WITH or line.low(m.last) in ("разом", "спільно", "вместе", "совместно")


def _object_before(line: Line, act: Act) -> bool:
    """Does a noun that can be the object stand before the verb, free of prepositions, or «яку» open its clause?"""
    opener = act.at
    while opener and line.clause[opener - 1] == line.clause[act.at]:
        opener -= 1
    if line.clause[act.at] and line.low(opener) in _OBJECT_RELATIVE:
        return True
    for k in range(act.low, act.at):
        piece = line.pieces[k]
        if piece.kind != "word" or line.clause[k] != line.clause[act.at]:
            continue
        cases = noun_cases(piece.text, line.language)
        if "acc" not in cases and not _called_by_trait(line, k):
            continue
        before = before_noun_phrase(line, k)
        if line.low(before) in words("prepositions"):
            continue
        governs = before >= 0 and line.low(before) not in TIME  # «цього дня дітей привітали …»
        if governs and "gen" in cases and noun_cases(line.pieces[before].text, line.language):
            continue
        return True
    return False


def _called_by_trait(line: Line, k: int) -> bool:
    """«підопічних центру привітали …»: an adjective in the accusative plural of people, no noun behind it."""
    people = any(c == "acc" and plural for c, plural, _ in describing(line.pieces[k].text, line.language))
    return people and line.low(k).endswith(("их", "іх")) and not adjective_of_next(line, k)


def _counted_before(line: Line, act: Act) -> bool:
    """«7 пожеж загасили рятувальники»: does a count of things stand before the verb, free of prepositions?"""
    for k in range(act.low + 1, act.at):
        if line.pieces[k].kind != "word" or line.clause[k] != line.clause[act.at] or not _counted_thing(line, k):
            continue
        before = before_noun_phrase(line, k)
        number = any(_number(line, i) for i in range(before + 1, k))
        if number and line.low(before) not in words("prepositions"):
            return True
    return False


def _counted_thing(line: Line, k: int) -> bool:
    found = [r for r in readings(line.low(k), line.language) if r.pos == "noun"]
    return any(r.case == "gen" and r.plural for r in found) and not any(r.lemma in words("times") for r in found)


def _number(line: Line, k: int) -> bool:
    piece = line.pieces[k]
    if piece.kind == "word":
        return any(r.pos == "numeral" for r in readings(piece.text, line.language))
    return piece.text.isdigit()


def _comitative(line: Line, left: Sequence[Chain], subject: Acting, act: Act) -> list[Acting]:
    """«консультант з представниками управлінь відвідали»: those whom the plural of the verb takes in; with several
    people («рятувальники з комунальниками зняли») only right before the verb."""
    m = subject.chain[-1]
    if line.low(m.last) not in WITH or len(subject.chain) > 1:
        return []
    for chain in left:
        if chain[0].first != m.last + 1 or "ins" not in chain[0].cases:
            continue
        both = not m.plural or (m.animate and chain[0].animate and chain[-1].last == act.at)
        if both and not (m.plural and chain[0].lemma in words("dependants")):
            return [Acting(chain, "ins", "partner", "co_executor")]
    return []
