"""The stretch of a clause that says who did what to what: without connectives before and asides after."""

from __future__ import annotations

import re
from typing import Final

from extractor.detect.actions_clauses import Clause, Token, lists
from extractor.detect.actions_lexicon import phrase
from extractor.detect.actions_words import verb
from extractor.normalize.words import readings
from extractor.schema.analysis import Language

#: What an action does not end with. Tried once a run of marks, not from each of them.
_TAIL: Final = re.compile(
    r"(?<![\s.;,:!?…\-(])(?:,?\s(?:з них|з яких|[ву] тому числі|из них|из которых|в том числе)(?=[\s,:]*\Z)"
    r"|[\s.;,:!?…\-(]|(?<=[\s,])(?:що|что|та|і|й|и|а|але|но|або|чи|или|либо|де|где)(?=[\s,]*\Z))+\Z"
)
_DATE: Final = re.compile(r"\d{1,2}\.\d{2}\.\d{4}|\d{1,2}(?:-го)? [а-яіїє]{3,9}|(?:19|20)\d\d (?:рок|год)")
#: What follows a colon at such length (characters) is a list, no longer the action.
_LONG_LIST: Final = 200
#: In so many words a relative clause has shown its verb.
_ASIDE: Final = 60
_AFTERWARDS: Final = frozenset("після после причому причем".split())
#: «…, посилаючись на …»: what the doer says of the act.
_REASONING: Final = frozenset(
    "посилаючись мотивуючи пояснюючи пояснивши зазначаючи зазначивши вказуючи вказавши аргументуючи наголосивши "
    "заявивши заявляючи врахувавши ураховуючи враховуючи зважаючи учитывая предложив пояснив заявляя "
    "ссылаясь мотивируя объясняя объяснив отмечая отметив указывая указав подчеркнув аргументируя".split()
)
#: «…, оскільки …»: why it was done.
_BECAUSE: Final = frozenset("оскільки адже бо поскольку ибо ведь".split())
#: What somebody had done before; of a present one («закон, запрещающий …») the noun is told from others by it.
_PARTICIPLE: Final = re.compile(r"вш(?:ий|ая|ее|ие|его|ей|ему|им|ими|их|ую|ем)(?:ся)?\Z")
#: «… в ході якої …» opens a clause of its own, often without a comma.
_MEANWHILE: Final = frozenset("ході рамках процесі результаті підсумку ходе процессе результате итоге".split())
#: What came of it: «…, за результатами розгляду яких …»; «громад, на території яких …» only tells which.
_OUTCOME: Final = re.compile(r"результат|підсумк|наслідк|(?:ході|ходе)\Z|итог")
_BEFORE_RELATIVE: Final = frozenset(
    "на в у з із до від під час про по при за через для відповідно згідно ході внаслідок в ходе во время после после "
    "согласно соответствии с о об к от из".split()
)
#: «7 пожеж, 3 з яких виникли внаслідок обстрілів»: a share of them has a fact of its own.
_OF_WHICH: Final = re.compile(
    r"(?:\d[\d.,]*|більшість|решта|частина|половина|большинство|остальные|часть) (?:з|із|зі|из)\Z"
)
_PLURAL: Final = re.compile(r"(?:як(?:і|их|им|ими)|котор(?:ые|ых|ым|ыми))\Z")
_RELATIVE: Final = re.compile(r"(?:як(?:ий|а|е|і|их|им|ими|ою|ої|ого|ому|у|ій)|котор\w+|де|где|про|чим|чем|що|что)\Z")


def extent(plain: str, clause: Clause, language: Language) -> tuple[int, int]:
    """(start, end) of the action's own words in plain."""
    start = _begin(plain, clause, language)
    end = _end(clause, start, language)
    tail = _TAIL.search(plain, start, end)
    return start, tail.start() if tail else end


def _begin(plain: str, clause: Clause, language: Language) -> int:
    start, verb_at = clause.start, clause.predicates[0].start
    marks = [t for t in clause.tokens if not t.depth and t.end <= verb_at]
    colons = [t.end for t in marks if t.low == ":"]
    start = colons[-1] if colons else start
    moved = True
    while moved:
        moved = False
        for name in ("connective", "source"):
            hit = phrase(name).match(plain, start, verb_at)
            if hit is not None and hit.end() > start:
                start, moved = hit.end(), True
    commas = [t for i, t in enumerate(marks) if t.low == "," and t.start > start and not _lists(marks, i, language)]
    if phrase("ground").match(plain, start):
        return _after_ground(plain, commas, start, verb_at)
    if commas and phrase("when").match(plain, start):
        return _skip_space(plain, commas[-1].end)
    return start


def _skip_space(plain: str, at: int) -> int:
    while at < len(plain) and plain[at] == " ":
        at += 1
    return at


def _lists(tokens: list[Token], comma: int, language: Language) -> bool:
    """Does the comma part genitives («керівники шкіл, установ та організацій»)? So it ends no ground."""
    after = tokens[comma + 1 : comma + 2]
    if not lists(tokens, comma) or not after or not after[0].low[0].isalpha():
        return False
    found = readings(after[0].low, language)
    nouns = {r.case for r in found if r.pos == "noun"}  # «клубів» is an adjective of one club, too
    cases = nouns or {r.case for r in found if r.pos == "adjective"}
    return "gen" in cases and "nom" not in cases


def _after_ground(plain: str, commas: list[Token], start: int, verb_at: int) -> int:
    """Past the comma that ends the ground; a date or a subject that stands between it and the verb is kept."""
    if not commas:
        quote = plain.rfind("»", start, verb_at)
        return _skip_space(plain, quote + 1) if quote > 0 else start
    at = len(commas) - 1
    if at and verb_at - commas[at].end < 2 and plain.count(" ", commas[at - 1].end, commas[at].start) > 2:
        at -= 1
    while (
        at and commas[at].start - commas[at - 1].end <= 45 and _DATE.search(plain, commas[at - 1].end, commas[at].start)
    ):
        at -= 1
    return _skip_space(plain, commas[at].end)


def _end(clause: Clause, start: int, language: Language) -> int:
    """Before what is said besides: after a semicolon, or in a relative clause that tells of another act."""
    last = clause.predicates[-1].end
    tokens = [t for t in clause.tokens if t.start >= start]
    for i, token in enumerate(tokens):
        if token.depth or token.start < last:
            continue
        if token.low == ";" or (token.low == "," and _aside(tokens, i, language)) or _meanwhile(tokens, i):
            return token.start
        if token.low == ":" and clause.end - token.end > _LONG_LIST:
            return token.start
    return clause.end


def _meanwhile(tokens: list[Token], i: int) -> bool:
    """Does «в ході якої …» begin here?"""
    words = [t.low for t in tokens[i : i + 3]]
    return (
        len(words) == 3 and words[0] in ("в", "у") and words[1] in _MEANWHILE and _RELATIVE.match(words[2]) is not None
    )


def _ended_by(tokens: list[Token], comma: int) -> bool:
    """Does the clause end in a participle's description («, проигравшими в полуфинале»)?"""
    after = tokens[comma + 1 : comma + 3]
    if not any(_PARTICIPLE.search(t.low) and not t.depth for t in after[:1]):
        return False
    return not any(t.low == "," and not t.depth for t in tokens[comma + 1 :])


def _aside(tokens: list[Token], comma: int, language: Language) -> bool:
    """Does a relative clause open here that adds a fact of its own? Those of a plural («осіб, які …») restrict,
    but where they tell what came of it."""
    ahead = tokens[comma + 1 : comma + 5]
    opener = next((k for k, t in enumerate(ahead) if _RELATIVE.match(t.low)), None)
    if opener is None:
        lead = ahead[0].low if ahead else ""
        return lead in _AFTERWARDS | _REASONING | _BECAUSE or (language == "ru" and _ended_by(tokens, comma))
    share = _OF_WHICH.match(" ".join(t.low for t in ahead[:opener])) is not None
    if opener and not share and ahead[0].low not in _BEFORE_RELATIVE:
        return False
    word = ahead[opener].low
    if word in ("де", "где"):
        return True
    if word in ("що", "что"):
        return opener > 0
    if _PLURAL.match(word):
        return share or any(_OUTCOME.match(t.low) for t in ahead[:opener])
    for token in tokens[comma + opener + 2 : comma + opener + 2 + _ASIDE]:
        if token.low == "," and not token.depth:
            return False
        known = verb(token.low, language) if token.low[0].isalpha() and not token.depth else None
        if known is not None and known.form != "infinitive":
            return True
    return False
