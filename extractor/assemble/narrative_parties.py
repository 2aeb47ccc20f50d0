"""Who acts in a clause of news, letters and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractor.assemble.narrative_parties_asked import appealed
from extractor.assemble.narrative_parties_lists import agent_before_colon, lead_of, leads_in, subject_before_colon
from extractor.assemble.narrative_parties_mentions import Acting, Chain, chains, mentions
from extractor.assemble.narrative_parties_names import named, names_of
from extractor.assemble.narrative_parties_places import places
from extractor.assemble.narrative_parties_predicates import Act, act_of
from extractor.assemble.narrative_parties_roles import acting, own_subject
from extractor.assemble.narrative_parties_words import Line, pattern, read, words
from extractor.detect.actions_clauses import clauses_of
from extractor.schema.analysis import Analysis, Sentence
from extractor.schema.facts import Party
from extractor.schema.span import Span

#: How many sentences back an antecedent of «вони» is looked for.
_BACK: Final = 2
_ELIDED: Final = ".elided"


class Agents:
    """The parties of a document's clauses, asked for in reading order; it remembers those of the clauses before.

    `spans` are all that the detectors found in the document."""

    def __init__(self, analysis: Analysis, spans: Sequence[Span]) -> None:
        self._analysis = analysis
        self._places = places(analysis.plain, spans)
        self._names = names_of(analysis, spans)
        self._sentence: tuple[int, Line, list[Chain]] | None = None
        self._of_sentence: tuple[int, list[Party]] = (-1, [])
        self._speaks = -1  # the sentence whose last parties only said something
        self._last: list[tuple[int, bool, list[Party]]] = []

    def of(
        self, start: int, end: int, *, sentence: Sentence, verb_start: int, passive: bool, first: bool
    ) -> list[Party]:
        """Who acts in the clause text[start:end] of a sentence, in reading order; [] where nobody is named.

        `verb_start` is the offset of its predicate, `passive` whether that is impersonal or passive; `first` is
        false for a later clause, whose elided subject is that of the clause before. Bodies and people that are not
        named are never guessed; an elided or anaphoric party has the name of its antecedent."""
        line, found = self._read(sentence)
        if not line.pieces:
            return []
        if not first and self._of_sentence[0] != sentence.start:
            self._before(sentence, start)
        act = act_of(line, (start, end), verb_start, passive=passive)
        own = self._own(line, found, act)
        if not own and not first and self._elided(sentence, line, act):
            own = [_elided(p) for p in self._of_sentence[1] if p.role != "supporter"]
        elif not own and first:
            own = self._after_pronoun(line, act) or self._gone_on(line, act) or self._of_list(sentence, line, act)
        if own:
            self._remember(sentence, act, own)
        elif self._of_sentence[0] != sentence.start:
            self._of_sentence = (sentence.start, [])
        return own

    def _read(self, sentence: Sentence) -> tuple[Line, list[Chain]]:
        if self._sentence is None or self._sentence[0] != sentence.start:
            line = read(self._analysis.plain, sentence.start, sentence.end, sentence.language)
            self._sentence = (sentence.start, line, list(chains(line, mentions(line, self._places))))
        return self._sentence[1], self._sentence[2]

    def _own(self, line: Line, found: Sequence[Chain], act: Act) -> list[Party]:
        out: list[Party] = []
        chosen = acting(line, found, act)
        if not chosen and act.low:
            asked = appealed(line, found, act) if act.infinitive or act.at < act.low or act.advised else None
            chosen = [] if asked is None else [asked]
        for who in chosen:
            if who.chain[0].kind == "pronoun":
                out.extend(self._antecedent(line, who))
            else:
                out.extend(named(self._analysis, line, self._names, who))
        if not out and act.passive:
            this = pattern("by_this_act").search(
                self._analysis.plain, line.pieces[act.low].start, line.pieces[act.at].end
            )
            if this is not None and self._last and self._near(self._last[-1][0], line.pieces[0].start):
                out = [replace(p, spans=(this.span(),), rule="narrative.act") for p in self._last[-1][2]]
        return out

    def _near(self, before: int, start: int) -> bool:
        """Is the sentence that begins at `before` the one before that at `start`, or the same?"""
        return sum(before < s.start <= start for s in self._analysis.sentences) <= 1

    def _antecedent(self, line: Line, who: Acting) -> list[Party]:
        """Those whom «вони» or «він» stands for: who acted last, in the sentence before at most."""
        m = who.chain[0]
        at = line.pieces[m.first]
        if not self._last or self._last[-1][0] < line.pieces[0].start:
            self._look_back(line.pieces[0].start)
        for _, plural, last in reversed(self._last):
            if plural == m.plural:
                return [replace(p, spans=((at.start, at.end),), rule="narrative.anaphora") for p in last]
        return []

    def _after_pronoun(self, line: Line, act: Act) -> list[Party]:
        """«Вони оглянули сад. Завтра висадять дерева»: the subject elided right after a sentence about «вони»."""
        if act.passive or act.first_person or not self._last or own_subject(line, act):
            return []
        before, plural, last = self._last[-1]
        anaphoric = last[0].rule.startswith("narrative.anaphora")
        if not anaphoric or act.plural != plural or not self._near(before, line.pieces[0].start):
            return []
        return [_elided(p) for p in last]

    def _gone_on(self, line: Line, act: Act) -> list[Party]:
        """«Депутати відвідали школу. Також оглянули котельню»: the subject of the sentence before, which this one goes
        on with at its very verb; «Відділом видано 5 довідок. Також складено акти»: the agent of a passive."""
        opens = pattern("goes_on").match(self._analysis.plain, line.pieces[0].start, line.pieces[act.at].end)
        if opens is None or opens.end() != line.pieces[act.at].start or act.first_person:
            return []
        self._look_back(line.pieces[0].start)
        if not self._last or not self._near(self._last[-1][0], line.pieces[0].start):
            return []
        _, plural, last = self._last[-1]
        rule = "agent" if act.passive else "subject"
        doers = [p for p in last if p.rule.removesuffix(_ELIDED) == f"narrative.{rule}"]
        if not act.passive and (act.plural != plural or own_subject(line, act)):
            return []
        return [_elided(p) for p in doers if p.name.split()[0].lower() not in words("residents")]

    def _of_list(self, sentence: Sentence, line: Line, act: Act) -> list[Party]:
        """«Патрульні за тиждень: - склали …; - зупинили …»: the subject that stands before the colon of a list whose
        items begin with its verbs; «Відділом за тиждень: - видано …; - перевірено …»: the agent of passives."""
        if act.first_person or (not act.passive and (act.plural is None or own_subject(line, act))):
            return []
        lead = lead_of(self._analysis, sentence)
        if lead is None:
            return []
        above = read(self._analysis.plain, lead.start, lead.end, lead.language)
        found = list(chains(above, mentions(above, self._places)))
        who = agent_before_colon(above, found) if act.passive else subject_before_colon(above, found, act)
        if who is not None:
            return [_elided(p) for p in named(self._analysis, above, self._names, who)]
        return self._of_lead(lead, above, found, act)

    def _of_lead(self, lead: Sentence, above: Line, found: Sequence[Chain], act: Act) -> list[Party]:
        """«Депутати ухвалили низку рішень: - виділили …; - внесли …»: the subject of the verb that the list tells more
        of, where its number is that of the item's verb; the agent of a passive one, where the items are passive too."""
        told = clauses_of(self._analysis.plain, lead.start, lead.end, lead.language)
        main = told[-1].predicates[0] if told else None
        if main is None or not leads_in(self._analysis.plain, main.start, lead.end):
            return []
        passive = main.verb.form in ("impersonal", "passive")
        does = act_of(above, (told[-1].start, told[-1].end), main.start, passive=passive)
        if passive != act.passive or not (passive or does.plural == act.plural) or told[-1].relative:
            return []
        return [_elided(p) for p in self._own(above, found, does) if p.role == "executor"]

    def _look_back(self, start: int) -> None:
        """Reads the sentence before, where no clause of it was asked for."""
        before = [s for s in self._analysis.sentences if s.end <= start][-1:]
        for s in before:
            if self._last and self._last[-1][0] >= s.start:
                continue
            held = self._sentence
            self._sentence = None
            self._before(s, s.end)
            self._sentence = held

    def _before(self, sentence: Sentence, until: int) -> None:
        """Reads the clauses of a sentence that begin before an offset."""
        self._of_sentence = (sentence.start, [])
        line, found = self._read(sentence)
        for clause in clauses_of(self._analysis.plain, sentence.start, sentence.end, sentence.language):
            if clause.start >= until or clause.relative:
                continue
            main = clause.predicates[0]
            passive = main.verb.form in ("impersonal", "passive")
            act = act_of(line, (clause.start, min(clause.end, until)), main.start, passive=passive)
            own = self._own(line, found, act)
            if own:
                self._remember(sentence, act, own)

    def _elided(self, sentence: Sentence, line: Line, act: Act) -> bool:
        """Can the subject be that of the clause before: is the verb no first person, and its number theirs?"""
        parties = self._of_sentence[1]
        if not parties or act.first_person:
            return False
        speaker = self._speaks == sentence.start
        if act.passive:
            told = any(p.rule.removesuffix(_ELIDED).endswith(("subject", "anaphora")) for p in parties)
            return not speaker and not told  # «рада звернулася до суду, … було відхилено»: by others
        if own_subject(line, act) or (speaker and line.clause[act.at]):
            return False
        many = len(parties) > 1 or parties[0].kind == "group"
        return act.plural is None or act.plural == many

    def _remember(self, sentence: Sentence, act: Act, own: list[Party]) -> None:
        self._of_sentence = (sentence.start, own)
        self._speaks = sentence.start if pattern("saying").match(act.text) else -1
        many = len(own) > 1 or own[0].kind == "group"
        self._last = [*self._last[-_BACK:], (sentence.start, many, own)]


def _elided(party: Party) -> Party:
    return party if party.rule.endswith(_ELIDED) else replace(party, rule=party.rule + _ELIDED)
