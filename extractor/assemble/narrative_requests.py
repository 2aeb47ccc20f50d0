"""What a text asks somebody to do: «просимо надати …», «пропонуємо керівникам провести …»."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractor.assemble import narrative_pieces, ordering
from extractor.assemble.addressed import Addressed
from extractor.assemble.narrative_requests_words import Word, asking, pattern, quoted, stems, words
from extractor.detect import deadlines, parties
from extractor.detect.parties_lists import parties as parties_of
from extractor.detect.parties_text import view
from extractor.detect.parties_words import start_of
from extractor.layout.zones_view import GROUNDS
from extractor.normalize.cases import groups
from extractor.normalize.dates import lowered
from extractor.normalize.phrases import cut
from extractor.normalize.words import Case
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Deadline, Measure, MeasureType, Party
from extractor.schema.outline import ParagraphRole
from extractor.text.offsets import Joined

_READ: Final[frozenset[ParagraphRole]] = frozenset({"body", "point", "heading"})
#: A request and what it asks for stand no further apart, in characters.
_REACH: Final = 600
#: A clause is followed back no further than this, in characters.
_BACK: Final = 1000
#: What stands behind the last word of an action.
_ENDS: Final = ".;,:!"
#: What stands between the asking word and the one asked, and says nothing of him.
_POLITE: Final = re.compile(
    r"[\s,]*(?:(?:вас|вам|до вас|к вам|також|ще раз|терміново|невідкладно|убедительно|переконливо|також|также|срочно|"
    r"шановн\w+ \w+|уважаем\w+ \w+|повторно|додатково|дополнительно|при цьому)(?=[\s,:.])[\s,]*)+",
    re.IGNORECASE,
)
_TO: Final = re.compile(r"[\s,]*(до|к|ко|від|от)\s+", re.IGNORECASE)
#: A clause that a relative or a conjunction opens retells; nobody is asked in it.
_SUBORDINATE: Final = re.compile(
    r"(?:що|щоб|як(?:ий|а|е|і|их|им|ими|ою|ої|ого|ому|у|ій)|якщо|чого|хто|котор\w+|что|чтобы|если|кто|коли|когда)\b",
    re.IGNORECASE,
)
_BORDER: Final = re.compile(
    r"[;:]\s|[.!?]\s|,\s(?:а|але|тому|отже|поэтому|но|і|та|и|[уву]\sзв'язку\s(?:із?|з)\sчим|в\sсвязи\sс\sчем)\s"
)
#: Where the list of those asked ends: a time, a purpose, a relative clause.
_STOP: Final = re.compile(
    r",\s(?:як|котор|що|что)|\s(?:у|в)\s(?:\S+\s){0,2}(?:термін|строк|срок|порядк)|\s(?:до|к)\s\d|\s(?:з метою|с целью|"
    r"в целях|протягом|упродовж|в течение|не пізніше|не позднее|відповідно|согласно|згідно|на виконання|із? проханням|"
    r"з проханням|с просьбой|із? закликом|з закликом|с призывом|з пропозицією|с предложением)(?=\s)",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(r"\s(?:та|і|й|и|а також|а также|також|также|а|але|но|тому|отже|поэтому)\Z")
#: What the sender needs himself.
_OURS: Final = re.compile(r"(?:наш(?:ому|ій|им)|нашему|нашей|нашим|нам)\s", re.IGNORECASE)
#: What links a sentence to the one before it and says nothing of its own.
LINK: Final = re.compile(
    r"(?:також|крім того|окрім цього|при цьому|водночас|одночасно|также|кроме того|при этом|одновременно)[\s,]+",
    re.IGNORECASE,
)
#: What the law makes necessary is told, not asked: «Відповідно до статті 5 Закону необхідно подати …».
_BY_LAW: Final = re.compile(
    r"(?:відповідно|згідно|согласно|в\sсоответствии)\s[^,]{0,200}?\b(?:закон|кодекс|статт|стать|порядк|правил|положен)",
    re.IGNORECASE,
)
#: A clause that tells more of a word, or what is to be said.
_RELATIVE: Final = re.compile(
    r",\s(?:(?:в|у|на|о|об|про|з|із|с|до|к|за|по|для|при)\s)?(?:як(?:ий|а|е|і|их|им|ими|ою|ої|ого|ому|у|ій)|котор\w+|що|что)\b",
    re.IGNORECASE,
)
#: What is asked for is to be told.
_EXPLAINED: Final = re.compile(r"(?:роз'|разъ)ясн", re.IGNORECASE)
#: No more stands between the asker and his word, in characters.
_ASIDE: Final = 12
#: What somebody stands behind is no party himself: «В інформації необхідно зазначити».
_PREPOSITION: Final = re.compile(r"(?:в|у|во|на|о|об|про|при|по|за|для|під|под|після|после)\s", re.IGNORECASE)
_NEGATED: Final = re.compile(r"\bне\s\Z", re.IGNORECASE)
#: Typists' apostrophes that the readers of names do not know.
_APOSTROPHES: Final = re.compile("[‘´′]")
#: A verb whose objects the items under it name.
_CARRIES: Final = re.compile(
    r"(?:забезпечити|забезпечувати|сприяти|посприяти|організувати|провести|здійснити|обеспечить|способствовать|"
    r"организовать|провести|осуществить)(?:\s(?:таке|наступне|следующее))?\s*",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"\s*(?:(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]|[а-яіїєґa-z]\)|[-•*▪])\s*")


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked for in text[start:end], the whole of the clause that asks.

    `measures` are several where a list follows the request, none where nothing is to be done or everybody is asked.
    `public`: the reading public is asked."""

    start: int
    end: int
    measures: tuple[Measure, ...]
    public: bool = False


def read(analysis: Analysis, letter: Addressed | None = None) -> list[Request]:
    """All requests of the document, in reading order. `letter`: those whom the letter addresses, of whom it asks what
    is «необхідно»; None for other papers."""
    return list(_Reader(analysis, letter).run())


def infinitive(analysis: Analysis, start: int, end: int) -> int | None:
    """Where the first infinitive of text[start:end] outside quotation marks and brackets begins, its «не» with it."""
    verb = ordering.infinitive(analysis, start, end, asides=False)
    if verb is None:
        return None
    negated = _NEGATED.search(analysis.plain, start, verb[0])
    return negated.start() if negated is not None else verb[0]


def end_of(plain: str, start: int, end: int) -> int:
    """Where the last word of text[start:end] ends; in time that grows with the text, however many marks follow it."""
    while end > start and (plain[end - 1] in _ENDS or plain[end - 1].isspace()):
        end -= 1
    return end


def _sign(label: re.Match[str] | None) -> str:
    """What kind of label an item of a list has: a number, a letter, the dash that it is; "" for none."""
    if label is None:
        return ""
    if label.group("number") is not None:
        return "1"
    return label.group().strip()[-1]


def fronted(analysis: Analysis, start: int, end: int) -> bool:
    """Does what is asked for stand first in text[start:end], before the word that asks («Звіт про роботу …»)?"""
    return pattern("fronted").match(analysis.plain, start, end) is not None


def reports(analysis: Analysis, start: int, end: int) -> bool:
    """Is it information that the action text[start:end] gives, wherever its verb stands?"""
    verb = infinitive(analysis, start, end)
    if verb is None:
        return False
    said = analysis.plain[verb:end].lower()
    if fronted(analysis, start, end):
        said = f"{said.split()[0]} {analysis.plain[start:end].lower()}"
    return pattern("report").match(said) is not None


def terms(analysis: Analysis, start: int, end: int) -> list[Deadline]:
    """By when what text[start:end] asks is to be done; a day that a relative clause tells is that of something else
    («надати акти, які складено 5 травня»)."""
    found = deadlines.in_text(analysis.plain, start, end, analysis.context, mode="act")
    relative = _RELATIVE.search(analysis.plain, start, end)
    if relative is None:
        return list(found)
    return [
        d
        for d in found
        if d.spans[0][0] < relative.start()
        or d.kind not in ("on", "during")
        or analysis.plain[start : d.spans[0][0]].rstrip().endswith(",")
    ]


class _Reader:
    """Reads the requests of one document."""

    def __init__(self, analysis: Analysis, letter: Addressed | None) -> None:
        self.analysis, self.plain, self.letter = analysis, analysis.plain, letter
        self.low = lowered(self.plain)
        self.stems = sorted(hit.span() for stem in stems() for hit in stem.finditer(self.low))
        self.text = _APOSTROPHES.sub("’", analysis.text)
        self.paragraphs = [p for p in analysis.outline.paragraphs if p.role in _READ]
        self.sentences: dict[int, list[tuple[int, int]]] = {}
        for s in analysis.sentences:
            start = analysis.outline.paragraphs[s.paragraph].start
            self.sentences.setdefault(start, []).append((s.start, s.end))

    def run(self) -> Iterator[Request]:
        """The requests, in reading order."""
        done = 0
        for i, paragraph in enumerate(self.paragraphs):
            k = bisect_left(self.stems, (paragraph.start, 0))
            if k == len(self.stems) or self.stems[k][1] > paragraph.end:
                continue
            whole = (paragraph.start, paragraph.end)
            for start, end in self.sentences.get(paragraph.start, [whole]):
                own = quoted(self.plain, start, end)
                hits = [m for m in asking().finditer(self.plain, own, end) if self._counts(m, start)]
                hits = [m for i, m in enumerate(hits) if i or m.lastgroup != "further"]
                for k, hit in enumerate(hits):
                    if hit.start() < done:
                        continue
                    begin = self._opening(start, hits[k - 1], hit) if k else self._clause(start, hit.start())
                    stop = self._before(start, hit, hits[k + 1]) if k + 1 < len(hits) else end
                    found = self._request(i, hit, begin, stop)
                    if found is not None:
                        done = found.end
                        yield found

    def _counts(self, hit: re.Match[str], sentence: int) -> bool:
        """Does this word ask, here? Not in quotation marks, not negated, not in a clause that retells."""
        before = self.plain[max(sentence, hit.start() - _BACK) : hit.start()]
        if before.count("«") > before.count("»") or before.count("(") > before.count(")") or _NEGATED.search(before):
            return False
        word = words()[str(hit.lastgroup)]
        clause = before.rpartition(",")[2].strip()
        if word.opens and before.strip() and not before.rstrip().endswith((":", ",", ".", "-")):
            return False
        return not (_SUBORDINATE.match(clause) and (word.third or word.needs_report))

    def _clause(self, sentence: int, at: int) -> int:
        """Where the clause with the asking word at `at` begins: after the last border before it."""
        start = max(sentence, at - _BACK)
        for hit in _BORDER.finditer(self.plain, start, at):
            start = hit.end()
        return start

    def _opening(self, sentence: int, above: re.Match[str], hit: re.Match[str]) -> int:
        """Where the clause of an asking word begins that another of its sentence stands above: behind the last border,
        or behind the comma after which it names those asked («…, громадам слід …»)."""
        start = max(self._clause(sentence, hit.start()), above.end())
        comma = self.plain.rfind(", ", start, hit.start())
        if comma >= 0 and self._parties(comma + 2, hit.start(), words()[str(hit.lastgroup)].case):
            return comma + 2
        return start

    def _before(self, sentence: int, hit: re.Match[str], following: re.Match[str]) -> int:
        """Where a request ends that another of the same sentence follows."""
        border = self._opening(sentence, hit, following)
        end = end_of(self.plain, hit.end(), border if border > hit.end() else following.start())
        joint = _JOINT.search(self.plain, max(hit.end(), end - 12), end)
        return end if joint is None else end_of(self.plain, hit.end(), joint.start())

    def _request(self, index: int, hit: re.Match[str], begin: int, end: int) -> Request | None:
        word = words()[str(hit.lastgroup)]
        verb = infinitive(self.analysis, hit.end(), min(end, hit.end() + _REACH))
        lead = self._listing(hit.end(), end)
        if lead is not None and (verb is None or verb > lead):
            return self._list(index, word, hit.end(), begin, end)
        if lead is not None and verb is not None and _CARRIES.fullmatch(self.plain, verb, lead):
            carried = self._list(index, word, hit.end(), begin, end, carried=verb)
            if carried is not None:
                return carried
        thing = pattern("things").match(self.plain, hit.end(), end) if self.letter and word.case == "acc" else None
        if thing is not None and word.type == "task":
            start = self._text_start(word, begin, hit, hit.start(), asked=False)
            kind: MeasureType = "reporting" if _EXPLAINED.search(thing.group()) else "task"
            return Request(begin, end, tuple(self._measure(kind, (start, end), (), since=begin)))
        if verb is None:
            return None
        asked, public, everybody = self._asked(word, hit.end(), verb)
        low = self.plain[verb:end].lower()
        report = pattern("report").match(low) is not None
        fronted = pattern("fronted").match(self.plain, begin, hit.start()) is not None
        if not report and fronted:
            report = pattern("report").match(f"{low.split()[0]} {self.plain[begin : hit.start()].lower()}") is not None
        needed = word.needs_report and not (report and fronted)
        if needed and not self._needs(begin, hit.start(), low):
            return Request(begin, end, ()) if self.letter is not None else None
        if needed or not (asked or everybody or word.third):
            asked = self._before_word(word, begin, hit.start())
        if everybody or pattern("formula").match(low):
            return Request(begin, end, (), public)
        plainly = not (fronted or needed or asked or word.third)
        fronted = fronted or (plainly and narrative_pieces.named_first(self.analysis, begin, hit.start()))
        start = begin if fronted else self._text_start(word, begin, hit, verb, asked=bool(asked))
        since = begin if fronted or needed or self._timed(begin, hit.start()) else hit.end()
        kind = "reporting" if report else word.type
        return Request(begin, end, tuple(self._actions(kind, (start, end), asked, since=since, word=word)), public)

    def _actions(
        self, kind: MeasureType, place: tuple[int, int], asked: Sequence[Party], *, since: int, word: Word
    ) -> list[Measure]:
        """The measure whose action is text[start:end], or one for each action that it lists."""
        listed = narrative_pieces.items(self.analysis, *place)
        if len(listed) == 1:
            return self._measure(kind, place, asked, since=since)
        found: list[Measure] = []
        for i, (first, at) in enumerate(listed):
            of_item: MeasureType = "reporting" if reports(self.analysis, *at) else word.type
            found += self._measure(of_item, at, asked, since=first if i else since)
        return found

    def _before_word(self, word: Word, start: int, end: int) -> list[Party]:
        """Those who are asked in text[start:end], before the asking word: «Керівникам закладів рекомендуємо …»."""
        if GROUNDS.match(self.plain, start, end) is not None or word.case == "gen":
            return []
        asked = narrative_pieces.asks_them(self.plain[start:end], word.case, self.analysis.language)
        return self._parties(start, end, word.case) if asked else []

    def _needs(self, start: int, end: int, action: str) -> bool:
        """Does a letter say in text[start:end], before «необхідно», no more than to whom, when, in which paper and on
        what grounds? `action`: what follows it, from its verb on."""
        link = LINK.match(self.plain, start, end)
        begin = link.end() if link is not None else start
        said = self.plain[begin:end].strip()
        if self.letter is None or pattern("public").match(said) or _OURS.match(said):
            return False
        if pattern("anybody").match(said) and not self.letter.includes(said):
            return False
        if pattern("within").fullmatch(said) or said.lower() == "вам":
            return True
        if pattern("noted").match(action):
            return False
        grounds = GROUNDS.match(said) is not None and _BY_LAW.match(said) is None
        if not said or grounds or narrative_pieces.only_time(self.analysis, begin, end):
            return True
        return bool(self._parties(begin, end, "dat")) and (not self.letter.alone or self.letter.includes(said))

    def _timed(self, start: int, end: int) -> bool:
        """Does text[start:end], which an asking word follows, end with a time: «До 5 травня просимо …»?"""
        last = max(start, self.plain.rfind(",", start, end) + 1)
        return last < end and narrative_pieces.only_time(self.analysis, last, end)

    def _text_start(self, word: Word, begin: int, hit: re.Match[str], verb: int, *, asked: bool) -> int:
        """The action begins at its verb; where nobody is named who is asked, the asker right before the asking word
        (a subject in the third person) keeps the clause whole."""
        if asked or not word.third:
            return verb
        subject = [p for p in parties.agents(self.analysis, begin, hit.end()) if p.role == "executor" and p.spans]
        near = subject and "," not in self.plain[subject[-1].spans[-1][1] : hit.start()]
        return subject[-1].spans[0][0] if near and hit.start() - subject[-1].spans[-1][1] <= _ASIDE else verb

    def _asked(self, word: Word, start: int, end: int) -> tuple[list[Party], bool, bool]:
        """(who is asked in text[start:end], is it the public, is it just everybody)."""
        polite = _POLITE.match(self.plain, start, end)
        at = polite.end() if polite is not None else start
        case: Case = word.case
        to = _TO.match(self.plain, at, end)
        if to is not None:
            at, case = to.end(), "dat" if to.group(1).lower() in ("к", "ко") else "gen"
        elif word.case == "gen":
            return [], False, False
        while at < end and self.plain[at] in " ,:":
            at += 1
        public = pattern("public").match(self.plain, at, end) is not None or polite is not None
        everybody = pattern("everybody").match(self.plain, at, end)
        if everybody is not None:
            at = everybody.end() + 1
        stop = _STOP.search(self.plain, at, end)
        until = stop.start() if stop is not None else end
        found = self._parties(at, until, case)
        return found, public, everybody is not None and not found

    def _parties(self, start: int, end: int, case: Case) -> list[Party]:
        if end - start < 3:
            return []
        line = view(self.text, self.plain, [(start, end)])
        if _PREPOSITION.match(line.line) or not self._names(line.line.partition(",")[0].strip(), case):
            return []
        return [
            replace(p, rule="letter.asked")
            for p in parties_of(line, 0, len(line.line), self.analysis.language, case)
            if p.role == "executor"
        ]

    def _names(self, words: str, case: Case) -> bool:
        """Do the words begin with a body or with people, in this case?"""
        if start_of(words, self.analysis.language, case) in ("party", "either"):
            return True
        found = groups(cut(words), 0, self.analysis.language)
        return any(g.animate and g.case in (case, "gen" if case == "acc" else case) for g in found)

    def _listing(self, start: int, end: int) -> int | None:
        """Where a colon ends the sentence, so that what is asked stands in the paragraphs below."""
        stop = len(self.plain[start:end].rstrip()) + start
        return stop - 1 if self.plain[stop - 1] == ":" else None

    def _list(
        self, index: int, word: Word, at: int, begin: int, end: int, *, carried: int | None = None
    ) -> Request | None:
        """A request with its list: each item that begins with an infinitive, or a time before one, is a measure.

        `carried`: where the verb begins whose objects the items name («забезпечити: - проведення огляду»); each of
        them is one, with the time that stands above the list where it tells none."""
        asked, public, _ = self._asked(word, at, carried or self._listing(at, end) or end)
        when = deadlines.in_text(self.plain, begin, end, self.analysis.context, mode="act") if carried else ()
        public = public or (word.needs_report and not asked)  # «щоб отримати довідку, потрібно: …» tells the reader how
        found: list[Measure] = []
        last = end
        sign: str | None = None
        for p in self.paragraphs[index + 1 :]:
            label = _ITEM.match(self.plain, p.start, p.end)
            sign, before = _sign(label), sign
            if carried is not None and before not in (None, sign):
                break
            start = label.end() if label is not None else p.start
            verb = infinitive(self.analysis, start, min(p.end, start + _REACH)) if carried is None else start
            if verb is None or (label is None and not self.plain[start].islower()) or not self._leads(start, verb):
                break
            number = label.group("number") if label is not None else None
            if carried is None and fronted(self.analysis, start, verb):
                verb = start
            kind: MeasureType = "reporting" if self._reports(verb, p.end, carried) else word.type
            item = self._measure(kind, (verb, p.end), asked, since=start, number=number)
            found += [m if m.deadlines else replace(m, deadlines=tuple(when)) for m in item]
            last = p.end
            if self.plain[start : p.end].rstrip().endswith(".") and label is None:
                break
        return Request(begin, last, tuple(found), public) if found else None

    def _reports(self, start: int, end: int, carried: int | None) -> bool:
        """Is the item text[start:end] to give information? An object of a verb above has none of its own."""
        if carried is None:
            return reports(self.analysis, start, end)
        return pattern("report").match(self.plain[start:end].lower()) is not None

    def _leads(self, start: int, verb: int) -> bool:
        """Does the item begin with its verb, with a time before it, or with what is to be told?"""
        return (
            verb - start <= 3
            or fronted(self.analysis, start, verb)
            or bool(deadlines.in_text(self.plain, start, verb, self.analysis.context, mode="act"))
        )

    def _measure(
        self,
        kind: MeasureType,
        place: tuple[int, int],
        asked: Sequence[Party],
        *,
        since: int,
        number: str | None = None,
    ) -> list[Measure]:
        """The measure whose action is text[start:end]; what stands from `since` on may tell its time."""
        start = place[0]
        end = end_of(self.plain, *place)
        if end - start < 3:
            return []
        when = terms(self.analysis, since, end)
        return [
            Measure(
                type=kind,
                text=Joined(self.analysis.text, [(start, end)]).text,
                spans=((start, end),),
                number=number,
                responsible=tuple(asked),
                deadlines=tuple(when),
                rule="letter.request",
                score=0.85,
            )
        ]
