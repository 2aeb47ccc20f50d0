"""Whose document it is: a body or an official of the head, in the nominative."""

from __future__ import annotations

import re
from typing import Final

from extractor.detect import head_bodies as bodies
from extractor.detect import head_headline, head_letterhead
from extractor.detect.head_requisites import stamps
from extractor.layout.zones_tail import split_signature
from extractor.layout.zones_view import POSITION, operative, unspaced
from extractor.normalize.cases import nominative
from extractor.schema.analysis import Analysis
from extractor.schema.facts import DocumentKind, Party
from extractor.schema.outline import Paragraph
from extractor.text.morphology import parses

_WORD: Final = re.compile(r"[\w'-]+")
_TELLS: Final = re.compile(
    r"\b(?:звіту(?:є|ють)|інформу(?:є|ють)|повідомля(?:є|ють)|зверта(?:єть|ють)ся|нагаду(?:є|ють)|просить|пропонує|"
    r"надсилає|надає інформацію|роз'яснює|информирует|сообщает|обращается|просит|напоминает|отчитывается|направляет|"
    r"разъясняет)\b"
)
#: Who speaks in a letter or report: a body before its verb.
_SPEAKS: Final = re.compile(
    r"(?P<body>(?:[А-ЯІЇЄҐЁ][\w'-]+)(?: (?!(?:що|який|яка)\b)[\w'\"«»-]+){0,9}?) (?:щиро |ще раз |офіційно |вкотре )?"
    + _TELLS.pattern
)
#: The same, the grounds between it and its verb: «Міністерство … на виконання доручення …, просить».
_ON_GROUNDS: Final = re.compile(
    r"(?P<body>[А-ЯІЇЄҐЁ][\w'-]+(?: [\w'\"«»-]+){0,14}?)(?: \(дал(?:і|ее)[^()]{1,80}\))?,? (?=(?:на виконання|"
    r"відповідно|згідно|з метою|з огляду|у зв'язку|в рамках|у рамках|во исполнение|в соответствии|в целях|в связи|"
    r"на основании|согласно)\s)"
)
_SENTENCE_END: Final = re.compile(r"[.!?]\s+(?=[А-ЯІЇЄҐЁ])")
_VERB: Final = re.compile(
    r"\s*(?:п\s?о\s?с\s?т\s?а|в\s?и\s?р\s?і\s?ш|р\s?е\s?ш\s?и|у\s?х\s?в\s?а\s?л)\w*[\w\s]{0,60}:?\s*\Z", re.IGNORECASE
)
#: An adjective before the noun of a body, of any gender: «районна рада», «городской Совет», «районное Собрание».
_ADJECTIVE: Final = re.compile(r"[А-ЯІЇЄҐЁ]?[\w'-]+(?:ська|цька|зька|ське|цьке|зьке|ая|на|ний|ий|ый|ой|ое|ее)\s\Z")
_OF_BODY: Final = re.compile(
    r"(?P<body>(?:[\w'-]+(?:ої|ого|ой)(?:-[\w'-]+)? ){1,4}(?:ради|громади|адміністрації|думы|администрации|совета)|"
    r"виконавчого комітету(?: (?:[\w'-]+ої ){1,2}ради)?|"
    r"(?:ГБОУ|МБОУ|МКОУ|МАОУ|ГБУ|МБУ|МАУ|МКУ|КУ|КЗ|КНП|ДУ|ДП|ГУ)\s.+?)"
    r"(?=\s(?:з|із|від|от|на|за|в|у|с|VI{0,3}|IX)\s|\s\d|\Z|\.)"
)
#: Behind the word for the act, or the official who approves by hand.
_APPROVER: Final = re.compile(
    r"(?:(?:розпоряджен|рішен|наказ|постанов|указ|распоряжен|решени|приказ|протокол)\w*|"
    r"(?:затверджую|утверждаю)(?=\s+(?:голов|глав|директор|начальник|керівник|руководител|ректор|завідувач|заведующ)))\s+"
    r"(?P<by>(?:[^\W\d_][\w'-]*+|[«\"][^«»\"]+[»\"]|«[^«»]+«[^«»]+»»?|\s|,|-){1,90}?)"
    r"\s*(?=(?:від|от)\s|\d|№|N\s|[«\"]?_|[«\"]\d|[А-ЯІЇЄҐЁ]\s?\.|\Z)",
    re.IGNORECASE,
)
_SESSION: Final = re.compile(r"(?:[\w-]+\s)?(?:сесії|сессии)\s(?:[IVXІХ]+\s(?:скликання|созыва)\s)?", re.IGNORECASE)
#: «Звернення голови … до …», «Обращение главы … к …».
_APPEAL: Final = re.compile(
    r"(?:відкрите\s)?(?:звернення|обращение)\s+(?P<who>(?:[\w'-]+\s+){1,12}?)(?=(?:до|к|ко)\s|з\s+нагоди|по\s+случаю)",
    re.IGNORECASE,
)
_OFFICIAL: Final = re.compile(
    r"(?:(?:т\.в\.о\.|в\.о\.|и\.о\.|перш\w+|заступник\w+|заместител\w+|генеральн\w+)\s+)*"
    r"(?:голов[иа]|глав[ыа]|директора?|начальника?|керівника?|руководител[яь]|председател[яь]|ректора?|завідувача?|"
    r"заведующ\w+)\s+",
    re.IGNORECASE,
)
_COUNCIL: Final = re.compile(r"(?P<kind>(?:селищн|міськ|сільськ|районн|обласн)[а-яіїє]+) (?P<body>рад[аиіу])")


def issuer(analysis: Analysis, kind: DocumentKind) -> Party | None:
    """The body or official that issues the document; of news, only one that signs it."""
    paragraphs = analysis.outline.paragraphs
    signing = [p for p in paragraphs if p.role == "signature"]
    if kind == "news":
        body = next((p for p in signing if _is_body_alone(bodies.line(analysis, p))), None)
        return bodies.party(analysis, [(body.start, body.end)]) if body else None
    headline = head_headline.read(analysis)
    if headline is not None:
        return bodies.party(analysis, [headline.issuer], genitive=True)
    head = head_letterhead.issuer(analysis) or _from_operative(analysis)
    if head is not None:
        return head
    if kind in ("plan", "report", "other") and paragraphs and (stamped := _from_stamp(analysis)) is not None:
        return stamped
    if kind in ("decision", "order", "plan", "report", "protocol"):
        title = next(
            (p for p in paragraphs if p.role in ("title", "heading") and _OF_BODY.search(bodies.line(analysis, p))),
            None,
        )
        if title is not None and title.start < 3000:
            return _of_title(analysis, title, institutions=kind in ("plan", "report"))
    if kind in ("letter", "report"):
        return _appealing(analysis) or _speaker(analysis)
    return None


def _from_stamp(analysis: Analysis) -> Party | None:
    """Of a paper that stands alone: the body whose act or official approved it, as the stamp above it says."""
    first = next((p for p in analysis.outline.paragraphs if p.role != "furniture"), None)
    if first is None or first.role != "annex":
        return None
    stamp = stamps(analysis)[0]
    hit = _APPROVER.search(analysis.plain, stamp.start, stamp.end)
    if hit is None or "\t" in analysis.text[stamp.start : stamp.end]:
        return None
    start, end = hit.span("by")
    session = _SESSION.match(analysis.plain, start, end)
    start = session.end() if session else start
    official = _OFFICIAL.match(analysis.plain, start, end)
    if official and bodies.names_body(analysis.plain[official.end() : end]):
        start = official.end()
    if not bodies.names_body(analysis.plain[start:end]):
        return None
    return bodies.party(analysis, [(start, end)], genitive=True)


def _is_body_alone(line: str) -> bool:
    """A body's name, not an official's or a person's with a position."""
    parts = split_signature(line)
    return bodies.names_body(line) and not POSITION.match(line) and (parts is None or not parts[0])


def _from_operative(analysis: Analysis) -> Party | None:
    """«… администрация муниципального района ПОСТАНОВЛЯЕТ:»: the body before the operative word."""
    paragraphs = analysis.outline.paragraphs
    for i, p in enumerate(paragraphs):
        if p.end - p.start > 3000 or not operative(bodies.line(analysis, p)[-600:]):
            continue
        stretch = analysis.plain[max(p.start, p.end - 300) : p.end]
        base = p.end - len(stretch)
        if len(_WORD.findall(unspaced(bodies.line(analysis, p)))) < 2 and i:
            base = max(paragraphs[i - 1].start, paragraphs[i - 1].end - 300)
            stretch = analysis.plain[base : paragraphs[i - 1].end]
        hits = [h for h in _WORD.finditer(stretch) if h.group().casefold() in _SUBJECTS]
        if not hits:
            return None
        start = hits[-1].start()
        named = False
        while (before := _ADJECTIVE.search(stretch[:start])) is not None:
            capital = stretch[before.start()].isupper()
            if named and not capital:
                break  # «На основании закона Луговая районная дума …»: the name has begun
            start, named = before.start(), named or capital
        end = _VERB.search(stretch)
        stop = end.start() if end else len(stretch)
        if stop <= start:
            return None
        return bodies.party(analysis, [(base + start, base + stop)])
    return None


_SUBJECTS: Final = frozenset(
    "администрация адміністрація рада дума совет собрание комітет комитет правительство кабінет "
    "комісія комиссия исполком виконком акимат маслихат мэрия".split()
)


def _of_title(analysis: Analysis, title: Paragraph, *, institutions: bool) -> Party | None:
    """The body whose plan or decision the headline announces; a council is named in full where the text does.

    An institution («КНП …») reports and plans, but acts name it as the one they are about."""
    hit = _OF_BODY.search(analysis.plain, title.start, title.end)
    if hit is None or (not institutions and hit.group("body")[:2].isupper()):
        return None
    party = bodies.party(analysis, [hit.span("body")], genitive=True)
    council = _COUNCIL.search(party.name)
    if council is not None and not any(w[:1].isupper() for w in party.name.split()):
        stem = council.group("kind")[:6]
        full = re.search(rf"([А-ЯІЇЄҐЁ][\w'-]+ої) {stem}[а-яіїє]+ ради", analysis.plain)
        if full is not None:
            whole = nominative(full.group(), analysis.language, case="gen")
            name = (
                whole
                if party.name.startswith(council.group("kind"))
                else f"{party.name[: council.start()]}{full.group()}"
            )
            return Party(party.kind, name, (*party.spans, full.span()), rule="head.issuer.title")
    return party


def _appealing(analysis: Analysis) -> Party | None:
    """Who appeals to the readers in an appeal's own title."""
    title = next((p for p in analysis.outline.paragraphs if p.role == "title"), None)
    hit = _APPEAL.match(analysis.plain, title.start, title.end) if title is not None else None
    if hit is None or not (bodies.names_body(hit["who"]) or bodies.OFFICIALS.match(hit["who"])):
        return None
    return bodies.party(analysis, [hit.span("who")], genitive=True)


def _speaker(analysis: Analysis) -> Party | None:
    for p in analysis.outline.paragraphs:
        if p.role not in ("title", "body"):
            continue
        end = min(p.end, p.start + 1500)
        hits = list(_SPEAKS.finditer(analysis.plain, p.start, end))
        grounded = _ON_GROUNDS.match(analysis.plain, p.start, end)
        sentence = _SENTENCE_END.search(analysis.plain, grounded.end(), end) if grounded is not None else None
        told = sentence.start() if sentence is not None else end
        if grounded is not None and _TELLS.search(analysis.plain, grounded.end(), told):
            hits.insert(0, grounded)
        for hit in hits:
            named = _before_verb(hit.group("body"), analysis)
            if bodies.names_body(named) and not bodies.OFFICIALS.match(named):
                at = hit.start("body")
                return bodies.party(analysis, [(at + _start_of_body(named), at + len(named))])
    return None


def _before_verb(phrase: str, analysis: Analysis) -> str:
    """What stands before the first verb of the phrase: «Управління освіти розглянуло лист і …» names the one who
    did."""
    for word in _WORD.finditer(phrase):
        marks = parses(word.group().lower(), analysis.language)[0].tag.grammemes
        if word.start() and word.group().islower() and "VERB" in marks and "infn" not in marks:
            return phrase[: word.start()].rstrip()
    return phrase


def _start_of_body(phrase: str) -> int:
    """Where the name begins in a run of words that may open with the end of something else («стану Драбівська …»)."""
    starts = [h.start() for h in re.finditer(r"(?<![\w'«-])[А-ЯІЇЄҐЁ]", phrase)]
    head = next((h.start() for h in _WORD.finditer(phrase) if h.group().casefold() in bodies.NOUNS), 0)
    before = [s for s in starts if s <= head]
    return before[-1] if before and head else 0
