"""The agent of a clause in running text: its subject, the instrumental of a passive, partners and supporters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from extractor.detect.parties_lists import parties, parts_in
from extractor.detect.parties_text import view
from extractor.normalize import heads
from extractor.normalize.cases import Group, groups
from extractor.normalize.cases_names import name_run
from extractor.normalize.phrases import Piece, cut
from extractor.normalize.words import Case, parses, readings
from extractor.schema.facts import Party

if TYPE_CHECKING:
    from extractor.schema.analysis import Analysis, Language

_AND: Final = frozenset("та і й и".split())
#: Prepositions that belong to the name of a body, with the word that must follow (None: any).
_IN_NAMES: Final[dict[str, frozenset[str] | None]] = {
    "у": frozenset(("справах",)),
    "в": frozenset(("справах", "делам")),
    "з": frozenset("питань прав надання обслуговування соціальної роботи розвитку".split()),
    "із": frozenset("питань прав надання соціальної захисту".split()),
    "по": frozenset(
        "делам вопросам борьбе работе правам распределению противодействию роботі спорту физической культуре финансам "
        "экономике образованию молодежной молодёжной социальной управлению здравоохранению туризму строительству "
        "архитектуре земельным бюджету".split()
    ),
    "для": None,
    "при": None,
    "імені": None,
    "ім": None,
    "имени": None,
    "им": None,
    "м": None,
    "г": None,
}
#: Nouns of what a commission does, in the dative; and such that tell a time («по завершению»).
_DEED: Final = re.compile(r"[^\W\d_]{3}(?:нию|тию|нню|ттю)\Z")
#: Words by which somebody bids or asks: «по поручению главы» says why, not who.
_BIDDING: Final = (
    "поручен", "распоряжен", "решен", "требован", "заявлен", "согласован", "представлен", "предложен", "указан",
    "обращен", "приглашен", "настоян", "желан", "усмотрен", "мнен", "сравнен", "отношен", "состоян",
    "доручен", "рішен", "зверненн", "подан", "погоджен", "запрошен", "бажан", "клопотан", "порівнян", "відношен",
)  # fmt: skip
_ENDINGS_OF: Final = ("завершен", "окончан", "истечен", "закінчен", "завершенн", "наступлен", "поступлен", "надходжен")
_TOGETHER: Final = frozenset("разом спільно вместе совместно".split())
_PASSIVE_ENDS: Final = (
    "но", "то", "ться", "лося", "лася", "лись", "лися", "тся", "лось", "лась", "ны", "на", "ты", "та", "ен", "ан",
)  # fmt: skip
#: Meetings that are the act of the body whose they are.
_MEETINGS: Final = frozenset("засідання сесія заседание сессия пленум".split())
_BEFORE_OBLIQUE: Final = frozenset(
    "з із зі с со між перед над під за меж между перед над под за у в на до від для про щодо по при від після".split()
)


def agents(analysis: Analysis, start: int, end: int) -> list[Party]:
    """Who acts in the clause text[start:end]: its subject in the nominative before or after a finite verb, the
    instrumental agent of a passive, and those named after «спільно з» or «за підтримки». [] where nobody is named."""
    plain, language = analysis.plain, analysis.language
    clause = plain[start:end]
    pieces = cut(clause)
    out: list[Party] = []
    done = 0
    partners = parts_in(clause)
    for i, piece in enumerate(pieces):
        if piece.start < done or piece.kind not in ("word", "initials"):
            continue
        asked = next((p for p in partners if p[0] <= piece.start < p[1]), None)
        if asked is not None:
            after = next((k for k in range(i, len(pieces)) if pieces[k].start >= asked[1]), None)
            if after is None:
                break
            stop = phrase_end(pieces, after, asked[2], language)
            line = view(analysis.text, plain, [(start + asked[0], start + pieces[stop - 1].end)])
            out.extend(parties(line, 0, len(line.line), language))
            done = pieces[stop - 1].end
            continue
        case = _case_of_agent(pieces, i, language)
        if case is None:
            continue
        stop = phrase_end(pieces, i, case, language)
        line = view(analysis.text, plain, [(start + piece.start, start + pieces[stop - 1].end)])
        out.extend(parties(line, 0, len(line.line), language, case))
        done = pieces[stop - 1].end
    return out


def _case_of_agent(pieces: Sequence[Piece], i: int, language: Language) -> Case | None:
    """The case in which an agent begins at pieces[i]: the nominative, the instrumental, the genitive of the body that
    sits («засідання комісії»); None where none does."""
    if not _worth_reading(pieces, i, language):
        return None
    before = next((p.text.lower() for p in reversed(pieces[:i]) if p.kind != "gap"), "")
    if before in _BEFORE_OBLIQUE:
        return None
    found = [g for g in groups(pieces, i, language) if not g.substantive]
    named = [g for g in found if g.head is None or heads.is_party(g.lemma, language)]
    if not named:
        return None
    if any(r.lemma in _MEETINGS for r in readings(before, language)) and any(g.case == "gen" for g in named):
        return "gen"
    best = max(named, key=lambda g: g.end)
    if any(g.end > best.end for g in found):
        return None
    cases = {g.case for g in named if g.end == best.end}
    if "ins" in cases and not cases & {"nom", "gen", "acc"}:
        return "ins" if _passive(pieces, language) else None
    return "nom" if "nom" in cases and _finite(pieces, i, best, language) else None


def _worth_reading(pieces: Sequence[Piece], i: int, language: Language) -> bool:
    """Can a party begin at pieces[i]? Cheap, so that most words of a text need no closer look."""
    if pieces[i].text.lower() in _AND:
        return False
    for piece in pieces[i : i + 16]:
        if piece.kind == "word":
            if _may_head(piece.text, language):
                return True
            if piece.text.lower() not in _AND and all(r.pos == "noun" for r in readings(piece.text, language)):
                return False
        elif piece.kind not in ("gap", "comma"):
            return False
    return False


@lru_cache(maxsize=50_000)
def _may_head(word: str, language: Language) -> bool:
    """Can the word head a party?"""
    if sum(c.isupper() for c in word) > 1:
        return True
    found = readings(word, language)
    return any(r.pos == "noun" and r.case in ("nom", "ins", "gen") and heads.is_party(r.lemma, language) for r in found)


@lru_cache(maxsize=50_000)
def _passive_form(word: str, language: Language) -> bool:
    for parse in parses(word, language):
        marks = parse.tag.grammemes
        if {"impr", "Impe", "PRTS", "VERB", "ADJS", "PRED"} & marks and "infn" not in marks:
            return True
    return False


def _passive(pieces: Sequence[Piece], language: Language) -> bool:
    """Has the clause a passive («проведено», «проводиться», «проведены»)?"""
    words = (p.text.lower() for p in pieces if p.kind == "word" and len(p.text) > 3)
    return any(w.endswith(_PASSIVE_ENDS) and _passive_form(w, language) for w in words)


def _finite(pieces: Sequence[Piece], i: int, group: Group, language: Language) -> bool:
    """Is there a finite verb that the nominative at pieces[i] is the subject of?"""
    stop = phrase_end(pieces, i, "nom", language)
    several = any(p.kind == "comma" or p.text.lower() in _AND for p in pieces[i:stop])
    verbs = [(k, m) for k, m in _verbs(pieces, language) if not i <= k < stop]
    if any(r.case == "gen" for r in readings(pieces[group.end - 1].text, language)) and group.end - i == 1:
        verbs = [(k, m) for k, m in verbs if k in (stop, stop + 1)]  # «управління» could be an attribute
    together = any(p.text.lower() in _TOGETHER for p in pieces[i:])
    return any(several or together or _agrees(m, group) for _, m in verbs)


def _verbs(pieces: Sequence[Piece], language: Language) -> list[tuple[int, frozenset[str]]]:
    """The finite verbs of a clause: (index of the piece, grammemes)."""
    out: list[tuple[int, frozenset[str]]] = []
    for k, p in enumerate(pieces):
        if p.kind == "word" and len(p.text) > 2 and p.text.islower():
            for parse in parses(p.text, language)[:2]:
                marks = frozenset(parse.tag.grammemes)
                if "VERB" in marks and not {"infn", "impr", "Impe"} & marks and parse.normal_form != p.text:
                    out.append((k, marks))
    return out


def _agrees(verb: frozenset[str], group: Group) -> bool:
    if "plur" in verb or group.plural:
        return "plur" in verb and group.plural
    genders = {"masc": "m", "femn": "f", "neut": "n"}
    sexes = {genders[g] for g in genders if g in verb}
    return not sexes or group.gender is None or group.gender in sexes or group.animate


def phrase_end(pieces: Sequence[Piece], at: int, case: Case, language: Language) -> int:
    """Index after the last piece of the noun phrase, or list of parties, that begins at pieces[at] in `case`."""
    end = _head_end(pieces, at, case, language)
    person = _official(pieces, at, case, language)
    in_list = False
    while end < len(pieces):
        i = end
        while i < len(pieces) and pieces[i].kind == "gap":
            i += 1
        if i >= len(pieces):
            break
        piece = pieces[i]
        run = name_run(pieces, i, language) if person else None
        if run is not None:
            end, person = run[1], False
            continue
        low = piece.text.lower()
        if (piece.kind == "frozen" and piece.text[0] in '«"“(№') or (
            piece.kind == "frozen" and piece.text[0].isdigit()
        ):
            end = i + 1
            continue
        if piece.kind == "comma" or low in _AND:
            step = _after_joint(pieces, i, case, language, in_list or low in _AND)
            if step is None:
                break
            end = step
            person = person or _official(pieces, i + 2, case, language)
            continue
        if piece.kind != "word":
            break
        if low in _IN_NAMES:
            follow = _word_after(pieces, i)
            wanted = _IN_NAMES[low]
            if follow is None or not _in_name(low, pieces[follow].text.lower(), wanted):
                break
            in_list = True
            end = follow + 1
            continue
        holder = person and piece.text[0].isupper() and not readings(piece.text, language)[:1]
        if not holder and not _attribute(piece.text, language):
            break
        end = i + 1
    return end


def _in_name(preposition: str, word: str, wanted: frozenset[str] | None) -> bool:
    """Does a preposition with the word after it go on with a body's name («комісії по запобіганню …»)?"""
    if wanted is None or word in wanted:
        return True
    return preposition == "по" and _DEED.search(word) is not None and not word.startswith((*_ENDINGS_OF, *_BIDDING))


def _head_end(pieces: Sequence[Piece], at: int, case: Case, language: Language) -> int:
    run = name_run(pieces, at, language)
    if run is not None:
        return run[1]
    found = [g for g in groups(pieces, at, language) if g.case == case and not g.substantive]
    best = max(found, key=lambda g: (heads.is_party(g.lemma, language), g.end), default=None)
    return best.end if best else at + 1


def _official(pieces: Sequence[Piece], at: int, case: Case, language: Language) -> bool:
    if at >= len(pieces) or pieces[at].kind != "word":
        return False
    return any(g.case == case and g.animate for g in groups(pieces, at, language))


def _after_joint(pieces: Sequence[Piece], i: int, case: Case, language: Language, in_list: bool) -> int | None:
    """Index after what a comma or «та» adds to the phrase; None where something else begins."""
    after = _word_after(pieces, i)
    if after is None:
        return None
    found = [g for g in groups(pieces, after, language) if g.case == case and not g.substantive]
    named = [g for g in found if g.head is None or heads.is_party(g.lemma, language)]
    if named:
        return max(g.end for g in named)
    text = pieces[after].text
    if text.isupper() and len(text) > 1:
        return after + 1
    return after + 1 if in_list and (_attribute(text, language) or _DEED.search(text)) else None


def _attribute(word: str, language: Language) -> bool:
    """Can the word be an attribute in the genitive, or an acronym?"""
    if word.isupper() and len(word) > 1:
        return True
    found = readings(word, language)
    return any(r.case == "gen" for r in found) or (word[0].isupper() and any(r.fixed for r in found))


def _word_after(pieces: Sequence[Piece], i: int) -> int | None:
    k = i + 1
    while k < len(pieces) and (pieces[k].kind == "gap" or pieces[k].text == "."):
        k += 1
    return k if k < len(pieces) and pieces[k].kind == "word" else None
