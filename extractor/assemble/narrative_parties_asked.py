"""Those whom an advice, an order or an appeal lays the action on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractor.assemble.narrative_parties_governed import governed
from extractor.assemble.narrative_parties_mentions import Acting, Chain, Mention
from extractor.assemble.narrative_parties_predicates import Act
from extractor.assemble.narrative_parties_words import ALL, Line, pattern
from extractor.detect.actions_words import verb
from extractor.normalize.words import Case

#: How many words after «рекомендовано», «дано ряд доручень» the addressee may begin.
_NEAR: Final = 5
_TO: Final = frozenset(("до", "к", "ко"))


def advised(line: Line, left: Sequence[Chain], act: Act) -> Acting | None:
    """«керівникам рекомендовано», «дано ряд доручень старостам», «зобов'язано фірму», «змусила профспілку»."""
    window = line.plain[line.pieces[act.at].start : line.pieces[min(act.at + 4, len(line.pieces) - 1)].end]
    accusative = pattern("advised_accusative").match(window)
    if accusative is None and pattern("advised_dative").match(window) is None:
        return None
    for chain in left:
        for case in ("acc", "dat") if accusative else ("dat",):
            if _addressed(line, chain, case, act) and not _given_to(line, chain[0], case):
                return Acting(chain, case, "addressee")
    return None


def _addressed(line: Line, chain: Chain, case: Case, act: Act) -> bool:
    m = chain[0]
    if m.kind == "pronoun" or case not in m.cases or m.cases == ALL or m.first > act.at + _NEAR:
        return False
    unnamed = case == "acc" and act.plural is True and not (act.passive or m.plural or m.counted)
    if not unnamed and ("nom" in m.cases or (case == "acc" and m.first < act.at)):
        return False  # «відділ зобов'язали провести» can only be told of the one obliged
    return not governed(line, chain, case)


def laid_on(line: Line, left: Sequence[Chain], act: Act) -> Acting | None:
    """«на відділ культури покладено підготовку свята»: who has the duty; «покладено провину на відділ» lays none."""
    if pattern("laying").match(act.text) is None:
        return None
    said = (line.low(k) for k in range(act.low, min(act.high, len(line.pieces))))
    if any(pattern("no_duty").match(word) for word in said):
        return None
    for chain in left:
        if line.low(chain[0].first - 1) == "на" and "acc" in chain[0].cases:
            return Acting(chain, "acc", "addressee")
    return None


def _given_to(line: Line, m: Mention, case: Case) -> bool:
    """«повернення платникам», «запропоновано послуги родинам»: a dative of people that no order is laid on."""
    return case == "dat" and m.kind == "group" and pattern("giving").match(line.low(m.first - 1)) is not None


def asked(line: Line, left: Sequence[Chain], act: Act) -> Acting | None:
    """«рада звертається до підприємців сплатити», «… з проханням сплатити»: those who are to do it, where they are
    people. A body that is asked by another («звернулася до суду з вимогою …») has not acted yet."""
    if pattern("appeal").match(act.text) is None:
        return None
    for chain in left:
        m = chain[0]
        to_them = m.first > act.at and "gen" in m.cases and line.low(m.first - 1) in _TO and m.kind == "group"
        if to_them and any(_infinitive(line, k) for k in range(chain[-1].last, min(act.high, len(line.pieces)))):
            return Acting(chain, "gen", "addressee")
    return None


def _infinitive(line: Line, k: int) -> bool:
    known = verb(line.low(k), line.language) if line.pieces[k].kind == "word" else None
    return known is not None and known.form == "infinitive"


def appealed(line: Line, found: Sequence[Chain], act: Act) -> Acting | None:
    """Whom an appeal before an infinitive asks to act: «звертається до підприємців з проханням сплатити», «пропонуємо
    керівникам: провести»."""
    before = [c for c in found if c[0].first < act.low and c[0].kind != "pronoun"]
    for k in (*((act.at,) if act.advised else ()), *range(act.low - 1, -1, -1)):
        low = line.low(k)
        appeal = pattern("appeal").match(low) is not None
        case_of: tuple[Case, ...] = ()
        if pattern("advised_accusative").match(low):
            case_of = ("acc", "dat")
        elif pattern("advised_dative").match(low):
            case_of = ("dat",)
        if not case_of and not appeal:
            continue
        for chain in reversed(before):
            m = chain[0]
            if k == act.at and case_of == ("dat",) and chain[-1].last < act.low - _NEAR:
                return None
            if appeal and m.first > k and "gen" in m.cases and line.low(m.first - 1) in _TO and m.kind == "group":
                return Acting(chain, "gen", "addressee")
            for case in case_of:
                if case in m.cases and "nom" not in m.cases and m.cases != ALL and not governed(line, chain, case):
                    return Acting(chain, case, "addressee")
        return None
    return None
