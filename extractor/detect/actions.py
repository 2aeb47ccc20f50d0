"""Clauses of running text that tell of an action, with how surely they do.

A linear model (actions_model) over named features (actions_features) decides."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from extractor.detect import actions_parse
from extractor.detect.actions_beside import drawn, rows
from extractor.detect.actions_clauses import Clause, clauses_of
from extractor.detect.actions_features import Context, features, stems
from extractor.detect.actions_lexicon import classes_of, occasions, phrase
from extractor.detect.actions_model import shipped
from extractor.detect.actions_nouns import Named
from extractor.detect.actions_quotations import dashed_items, quotations
from extractor.detect.actions_surer import counts_of, is_past, lift
from extractor.detect.actions_trim import extent
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Action, MeasureType, Status
from extractor.schema.outline import ParagraphRole
from extractor.schema.span import Span
from extractor.settings import Weights

#: Below this a clause is not worth handing on.
LEAST: Final = 0.2
#: Features of clauses that report nothing done; taking part belongs to the event taken part in, and «від учителів - 12
#: тис. грн, від лікарів - 8» only divides a total.
_NO_ACTIONS: Final = frozenset({"negated", "entitled", "quoted", "attends", "breakdown", "serves"})
_RUNNING: Final[frozenset[ParagraphRole]] = frozenset({"body", "point"})
_TAKES_PLACE: Final = ("відбутися", "відбуватися", "состояться")
_CONVENES: Final = ("скликати", "скликатися", "созвать", "созывать", "созываться")
#: Beginnings of verbs of what is held, whatever class of verbs they count with.
_GOES_ON: Final = (
    "розпочат", "розпочин", "тривати", "пройт", "проход", "провест", "провод", "завершит", "начат", "начин", "продолж",
    "закончит",
)  # fmt: skip
_CHARGES: Final = ("доручити", "дати", "поручить", "дать")
_HOLDS: Final = frozenset({"hold", "receive"})


def detect(analysis: Analysis, found: Sequence[Span], *, weights: Weights = "all") -> list[Span]:
    """Spans labelled "action" over clauses of running text, those that overlap the surer only.

    `weights` names the fit."""
    model = shipped(weights)
    out = []
    read = list(candidates(analysis, found))
    counts = counts_of(found)
    clauses = [clause for clause, _, _ in read]
    starts = [s.start for s in analysis.sentences]
    numbers = [bisect_right(starts, clause.start) for clause in clauses]
    rowed = rows(clauses, numbers, [is_past(names) for _, _, names in read])
    odds = [
        model.odds(names, told(analysis, place)) + max(row, lift(analysis.plain, clause, place, names, counts))
        if _NO_ACTIONS.isdisjoint(names)
        else None
        for row, (clause, place, names) in zip(rowed, read, strict=True)
    ]
    elided = ["subject.none" in names for _, _, names in read]
    for (clause, place, _), held in zip(read, drawn(clauses, numbers, odds, elided), strict=True):
        score = 0.0 if held is None else 1 / (1 + math.exp(-held))
        if score >= LEAST:
            body = analysis.plain[place[0] : place[1]]
            main = clause.predicates[0]
            passive = main.verb.form in ("impersonal", "passive")
            action = Action(_type(clause, body), _status(clause), main.start, passive, clause.first)
            rule = "action.relative" if clause.relative else "action.clause"
            out.append(Span(place[0], place[1], "action", rule, round(score, 3), action))
    return _apart(out)


def told(analysis: Analysis, place: tuple[int, int]) -> float | None:
    """The tagger's mean log odds that the words of a stretch tell of a measure; None where it has read none."""
    first = bisect_left(analysis.told, (place[0], -math.inf))
    last = bisect_left(analysis.told, (place[1], -math.inf))
    odds = [o for _, o in analysis.told[first:last]]
    return sum(odds) / len(odds) if odds else None


def candidates(analysis: Analysis, found: Sequence[Span]) -> Iterator[tuple[Clause, tuple[int, int], list[str]]]:
    """Every clause with a predicate in running text, its extent and its features, each once."""
    context = _context(analysis, found)
    names = sorted((s.start, s.end) for s in found if s.label in ("organisation", "reference"))
    headlines = {_bare(analysis.plain[p.start : p.end]) for p in analysis.outline.paragraphs if p.role == "title"}
    longest = max(map(len, headlines), default=0) + 10  # with marks that the bare words lack
    for number, sentence in enumerate(analysis.sentences):
        if analysis.outline.paragraphs[sentence.paragraph].role not in _RUNNING:
            continue
        short = sentence.end - sentence.start < longest
        if short and _bare(analysis.plain[sentence.start : sentence.end]) in headlines:
            continue  # pages print their headline again above the text
        for clause in clauses_of(analysis.plain, sentence.start, sentence.end, sentence.language):
            place = _whole(extent(analysis.plain, clause, sentence.language), names)
            if place[1] - place[0] < 8:
                continue
            held = [*features(analysis, sentence, clause, place, context)]
            if analysis.parses:
                held += actions_parse.features(analysis.parses[number], clause, found)
            yield clause, place, list(dict.fromkeys(held))


def _bare(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().lower()


def _whole(place: tuple[int, int], names: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The extent with its borders out of the names of bodies and acts: «комісія з питань ТЕБ та НС» is one."""
    start, end = place
    at = bisect_left(names, (start - _LONGEST_NAME,))
    while at < len(names) and names[at][0] < end:
        a, b = names[at]
        if a < start < b:
            start = b
        if a < end < b:
            end = b
        at += 1
    return start, end


#: No name is longer, in characters.
_LONGEST_NAME: Final = 400


def _context(analysis: Analysis, found: Sequence[Span]) -> Context:
    running = [s for s in analysis.sentences if analysis.outline.paragraphs[s.paragraph].role in _RUNNING]
    body = [s.paragraph for s in running]
    title = " ".join(analysis.plain[p.start : p.end] for p in analysis.outline.paragraphs if p.role == "title")
    years = [int(y) for y in re.findall(r"\b(?:19[89]\d|20[0-4]\d)\b(?= ?(?:рок|год|р\.|г\.|,))", analysis.plain)]
    if analysis.context.document_date:
        years = [int(analysis.context.document_date[:4])]
    named = Named(
        frozenset(s.start for s in found if s.label == "organisation"),
        frozenset(s.start for s in found if s.label == "person"),
    )
    return Context(
        latest_year=max(years, default=None),
        title_stems=stems(title),
        spans=sorted(found, key=lambda s: s.start),
        first_body=body[0] if body else -1,
        last_body=body[-1] if body else -1,
        named=named,
        order={s.start: i for i, s in enumerate(running)},
        day=date.fromisoformat(analysis.context.document_date) if analysis.context.document_date else None,
        lead_stems=stems(analysis.plain[running[0].start : running[0].end]) if running else frozenset(),
        quoted=quotations(analysis),
        items=dashed_items(analysis),
    )


def _type(clause: Clause, body: str) -> MeasureType:
    if phrase("advises").search(body[:200]) and any(p.modal or p.verb.form != "past" for p in clause.predicates):
        return "recommendation"
    if phrase("obliges").search(body[:250]) and clause.predicates[-1].modal:
        return "task"
    charges = any(p.verb.lemma.startswith(_CHARGES) for p in clause.predicates)
    if charges and phrase("charges").search(body[:400]):
        return "task"
    names = {n for p in clause.predicates for n in classes_of(p.verb.lemma)}
    takes_place = any(p.verb.lemma.startswith(_TAKES_PLACE) for p in clause.predicates)
    convened = any(p.verb.lemma.startswith(_CONVENES) for p in clause.predicates)
    held = convened or names & _HOLDS or any(p.verb.lemma.startswith(_GOES_ON) for p in clause.predicates)
    if takes_place or (held and occasions().search(body)):
        return "event"
    return "activity"


def _status(clause: Clause) -> Status:
    main = clause.predicates[-1]
    if main.verb.form in ("future", "infinitive") or (main.auxiliary or "").startswith("буд") or main.modal:
        return "planned"
    return "ongoing" if main.verb.form == "present" else "done"


def _apart(spans: list[Span]) -> list[Span]:
    """The spans without those that a surer one overlaps; a main clause goes before a relative one inside it."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.rule == "action.relative", -s.score, s.start)):
        if not any(span.start < k.end and span.end > k.start for k in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)
