"""Who acts in a passive clause: the instrumental («обстеження проведено лікарями»), and which instrumentals do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.assemble.narrative_parties_governed import before_noun_phrase, governed, under_participle
from extractor.assemble.narrative_parties_mentions import Acting, Chain, Mention
from extractor.assemble.narrative_parties_predicates import Act
from extractor.assemble.narrative_parties_words import ALL, WITH, Line, noun_cases, pattern, words
from extractor.detect.actions_words import verb
from extractor.normalize import heads
from extractor.normalize.words import readings

#: How many words behind «було» its participle may stand.
_LED: Final = 3
#: The verb that a participle may follow some words later («було єдиноголосно обрано»).
_BE: Final = re.compile(r"(?:бу(?:в|ло|ла|ли|де|дуть)|был[аои]?|буд(?:ет|ут))\Z")
_VERBAL: Final = re.compile(r"(?:[ну]ття|ання|яння|ення|іння|ание|ение|яние|анию|ению)\Z")
#: The same in any case.
_DEED: Final = re.compile(r"(?:[ну]тт|анн|янн|енн|інн)(?:я|ям|ю|і)\Z|(?:ани|яни|ени)(?:е|я|ю|ем|и)\Z")


def agents(line: Line, left: Sequence[Chain], act: Act) -> list[Acting]:
    """The instrumental of a passive, and «З X розпочато»."""
    out = []
    for chain in left:
        m = chain[0]
        if m.kind == "pronoun" or "ins" not in m.cases:
            continue
        if line.low(m.first - 1) in WITH:
            opens = m.first - 1 <= act.low + 1 and m.kind == "body" and m.cases != ALL
            if opens and act.passive and m.first < act.at:
                out.append(Acting(chain, "ins", "partner", "co_executor"))
            continue
        if governed(line, chain, "ins") or under_participle(line, m.first) or _post_given(line, m, act):
            continue
        if m.kind == "group" and (_would_do(line, m, act) or _of_deed(line, m, act) or _takes(line, m, act)):
            continue
        near = abs(m.first - act.at) == 1 or m.last == act.at
        if "nom" in m.cases and not (m.cases == ALL and act.passive and near):
            continue
        if _under_infinitive(line, m, act):
            continue
        out.append(_named_behind(line, left, m) or Acting(chain, "ins", "agent"))
    return out


def _named_behind(line: Line, left: Sequence[Chain], m: Mention) -> Acting | None:
    """«виконано підрядником – ТОВ «Шлях»»: the body that a dash behind the bare word for it names."""
    if m.kind not in ("official", "named") or line.low(m.last).strip() not in ("-", "–", "—"):
        return None
    behind = next((c for c in left if c[0].first == m.last + 1 and c[0].kind == "body" and len(c) == 1), None)
    return None if behind is None else Acting(behind, "nom" if "nom" in behind[0].cases else "ins", "agent")


def _would_do(line: Line, m: Mention, act: Act) -> bool:
    """«заборонено відвідування шкіл учнями»: who would do what is forbidden, permitted or limited, no agent."""
    limited = any(pattern("limiting").match(line.low(k)) for k in range(act.at, act.at + _LED))
    return limited and any(_VERBAL.search(line.low(k)) for k in range(act.at + 1, m.first))


def _of_deed(line: Line, m: Mention, act: Act) -> bool:
    """«перевірок додержання підприємцями вимог»: who does what a verbal noun says that another noun governs, no agent
    of the predicate («проведено обстеження лікарями»). Behind a preposition the deed has its object besides («за
    дотримання підприємцями вимог», but «на виконання доручення лікарями»)."""
    k = before_noun_phrase(line, m.first)
    deed = _DEED.search(line.low(k)) is not None and {"gen", "ins"} & noun_cases(line.low(k), line.language)
    before = before_noun_phrase(line, k)
    if not deed or before <= act.at:
        return False
    if line.low(before) in words("prepositions"):
        return _object_behind(line, m)
    return bool(noun_cases(line.low(before), line.language))


def _object_behind(line: Line, m: Mention) -> bool:
    """Does a genitive that is no party follow the head of the mention or the whole of it?"""
    for k in {m.first + 1, m.last}:
        if k < len(line.pieces) and line.pieces[k].kind == "word" and "gen" in noun_cases(line.low(k), line.language):
            nouns = (r for r in readings(line.low(k), line.language) if r.pos == "noun" and r.case == "gen")
            if any(not heads.is_party(r.lemma, line.language) for r in nouns):
                return True
    return False


def _takes(line: Line, m: Mention, act: Act) -> bool:
    """«передано справи для отримання пільг мешканцями»: who gets what the act is for, no agent of it."""
    if m.lemma not in words("beneficiaries"):
        return False
    return any(pattern("taking").match(line.low(k)) for k in range(act.low, m.first) if k != act.at)


def _post_given(line: Line, m: Mention, act: Act) -> bool:
    """«Мэром города избран Петров», «органами ліцензування визначено …»: what somebody is made, no agent."""
    unnamed = m.kind in ("official", "named", "group") and "nom" not in m.cases
    if not unnamed or m.lemma in words("deciders"):
        return False
    led = _LED if _BE.match(line.low(act.at)) else 1
    return any(pattern("appointing").match(line.low(k)) for k in range(act.at, act.at + led))


def _under_infinitive(line: Line, m: Mention, act: Act) -> bool:
    """«призначено керувати службою»: the instrumental that an infinitive or another noun governs."""
    before = line.low(m.first - 1)
    known = verb(before, line.language) if m.first - 1 != act.at else None
    return known is not None and known.form == "infinitive"
