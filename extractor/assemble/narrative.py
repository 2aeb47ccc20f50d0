"""Measures that running text tells of: in news, letters and reports; dated agendas; accounts in tables; requests."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractor.assemble import (
    narrative_agenda,
    narrative_letters,
    narrative_lists,
    narrative_organisers,
    narrative_rows,
    trailers,
)
from extractor.assemble.narrative_parties import Agents
from extractor.detect import deadlines
from extractor.schema.analysis import Analysis, Sentence
from extractor.schema.facts import Action, DocumentKind, Head, Measure, Offsets
from extractor.schema.span import Span
from extractor.text.offsets import Joined
from extractor.text.stretches import Stretches

#: From so surely on a clause is a measure: the best of 0.2 to 0.6 with documents held out.
THRESHOLD: Final = 0.26
#: «На виконання доручення … відділ повідомляє.», «… надає інформацію в межах компетенції»: what a letter opens with,
#: and does no more than say.
_FORMULA: Final = re.compile(
    r"(?:повідомля|інформу|доповіда)(?:є|ємо|ю|ють)(?: про)?(?: Вас| Вам)?(?: (?:таке|наступне))?\s*(?:[.:,]|\Z)"
    r"|(?:сообща|информиру|докладыва)(?:ет|ем|ю|ют)(?: Вас| Вам)?(?: следующее)?\s*(?:[.:,]|\Z)"
    r"|[нп][ао]да(?:є|ємо|ю|ють)(?: Вам)?(?: (?:таку|наступну|запитувану))? інформацію"
    r"(?=\s*(?:[.:,]|\Z)| (?:в межах|щодо|про|стосовно)\b)"
    r"|(?:предо?ставля|направля)(?:ет|ем|ю|ют)(?: Вам)?(?: следующую| запрашиваемую)? информацию"
    r"(?=\s*(?:[.:,]|\Z)| (?:в пределах|об?|по)\b)",
    re.IGNORECASE,
)
#: «(відповідальний – відділ молоді)»: who answers for it, and what may stand beside that in the bracket.
_NOTED: Final = re.compile(
    r"\(\s?(?:відповідальн|ответственн|виконав(?:ець|ці)|исполнител)[^()]{3,200}\)", re.IGNORECASE
)
#: What a question behind a comma begins with, after a fact.
_ADDED_QUESTION: Final = re.compile(
    r",\s(?:а\s)?(?:чи|хіба|невже|що далі|правда|разве|неужели|не так ли|не правда ли|верно)\b[^,]*\Z", re.IGNORECASE
)
_TELLING: Final[frozenset[DocumentKind]] = frozenset({"news", "letter", "report", "protocol"})


def measures(head: Head, analysis: Analysis, spans: Sequence[Span], taken: Offsets) -> list[Measure]:
    """The measures, in reading order; nothing inside the stretches that other stages have taken."""
    agenda = _free(narrative_agenda.measures(head, analysis, spans), taken)
    if agenda:
        return agenda
    if head.kind not in _TELLING:
        return []
    listed = _free(narrative_rows.measures(head, analysis, spans), taken)
    asked = narrative_letters.measures(head, analysis)
    if head.kind == "news":
        asked += _free(narrative_letters.requests(analysis, public=False), taken)
    asking = narrative_letters.requested(head, analysis)
    blocked = (*taken, *(place for m in (*listed, *asked) for place in m.spans), *asking)
    return sorted([*listed, *asked, *_told(head, analysis, spans, blocked)], key=lambda m: m.spans[0])


def _free(found: Sequence[Measure], taken: Offsets) -> list[Measure]:
    stretches = Stretches(taken)
    return [m for m in found if not stretches.touches(m.spans[0][0], m.spans[-1][1])]


def _told(head: Head, analysis: Analysis, spans: Sequence[Span], blocked: Offsets) -> list[Measure]:
    """The actions that clauses tell of."""
    agents = Agents(analysis, spans)
    closed = Stretches(blocked)
    out: list[Measure] = []
    actions = [s for s in spans if s.label == "action" and isinstance(s.value, Action) and s.score >= THRESHOLD]
    for span in actions:
        if not isinstance(span.value, Action):
            continue
        if head.kind == "letter" and (
            _FORMULA.match(analysis.plain, span.value.verb) or narrative_letters.sends(analysis, span.value.verb)
        ):
            continue
        if narrative_organisers.names_organiser(analysis, span.start, span.end):
            continue
        asks = _asks(analysis, span)
        if asks == span.start:
            continue
        if narrative_lists.only_leads(analysis, span.start, span.end, span.value.verb, actions):
            continue
        if not closed.touches(span.start, span.end):
            told = _measure(head, analysis, agents, replace(span, end=asks or span.end), span.value)
            if narrative_letters.explains(head, told):
                continue
            out += narrative_lists.spread(analysis, told, actions) or [told]
    return narrative_organisers.completed(analysis, spans, out)


def _asks(analysis: Analysis, span: Span) -> int | None:
    """Where the question in the clause begins, which «Скільки техніки було придбано?» is from its start and «Техніку
    придбали, чи не так?» from the comma; None where it asks nothing."""
    sentence = analysis.sentences[bisect_right(analysis.sentences, span.start, key=lambda s: s.start) - 1]
    if analysis.plain[span.end : max(sentence.end, span.end)].strip()[:1] != "?":
        return None
    added = _ADDED_QUESTION.search(analysis.plain, span.start, span.end)
    return added.start() if added else span.start


def _measure(head: Head, analysis: Analysis, agents: Agents, span: Span, action: Action) -> Measure:
    sentence = analysis.sentences[bisect_right(analysis.sentences, span.start, key=lambda s: s.start) - 1]
    item = narrative_letters.fulfilled(analysis, span.start) if head.kind in ("letter", "report") else None
    end, note = _noted(analysis, span, sentence)
    who = (
        note.parties
        if note is not None
        else agents.of(
            span.start, span.end, sentence=sentence, verb_start=action.verb, passive=action.passive, first=action.first
        )
    )
    when = deadlines.in_text(
        analysis.plain, sentence.start if action.first else span.start, end, analysis.context, mode="report"
    )  # what the sentence says before its first clause counts too
    return Measure(
        type=action.type,
        text=Joined(analysis.text, [(span.start, end)]).text,
        spans=((span.start, end),),
        status=action.status,
        responsible=tuple(who),
        deadlines=(*when, *(note.deadlines if note is not None else ())),
        fulfils=(-1, item) if item is not None else None,
        rule=span.rule,
        score=span.score,
    )


def _noted(analysis: Analysis, span: Span, sentence: Sentence) -> tuple[int, trailers.Trailer | None]:
    """The end of the action, and who answers for it, where a bracket at its end or right behind it says so."""
    hit = _NOTED.search(analysis.plain, span.start, max(span.end, sentence.end))
    if (
        hit is None
        or analysis.plain[hit.end() : span.end].strip(" .;")
        or analysis.plain[span.end : hit.start()].strip()
    ):
        return span.end, None
    note = trailers.read(analysis, hit.start(), hit.end(), (), listed=False)
    end = span.start + len(analysis.plain[span.start : min(hit.start(), span.end)].rstrip())
    return (end, note) if note.parties and end > span.start else (span.end, None)
