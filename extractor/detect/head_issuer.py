"""Whose document it is, and to whom it goes: bodies and officials of the head in the nominative."""

from __future__ import annotations

import re
from typing import Final

from extractor.data import load
from extractor.layout.zones_tail import split_signature
from extractor.layout.zones_view import POSITION, operative, unspaced
from extractor.normalize.cases import nominative
from extractor.normalize.words import Case
from extractor.schema.analysis import Analysis
from extractor.schema.facts import DocumentKind, Party, PartyKind
from extractor.schema.outline import Paragraph

_BODIES: Final = load("head")["bodies"]
_WHOLE: Final = frozenset(str(_BODIES["whole"]).split())
_PART: Final = frozenset(str(_BODIES["part"]).split())
_OFFICIALS: Final = re.compile(
    r"(?:голов|глав|президент|губернатор|міністр|министр|мэр|начальник|директор|керівник|руководител)", re.IGNORECASE
)
_WORD: Final = re.compile(r"[\w'-]+")
_PLACES: Final = re.compile(
    r"(?:україна|украина|российская федерация|[\w' -]+(?:область|район|край|округ|республика)|республика [\w' -]+)\Z",
    re.IGNORECASE,
)
#: Adjectives of kinds of bodies, which no name of a place is made of; all other «-ський», «-ский» are names.
_COMMON: Final = re.compile(
    r"(?:сільськ|сельск|міськ|городск|города|городу|районн|обласн|областн|селищн|державн|государств|муниципальн|комунальн|військов|военн|"
    r"цивільн|виконавч|исполнит|краев|медичн|медицин|соціальн|социальн|громадськ|обществ|господарськ|хозяйств|юридичн|"
    r"сімейн|дитяч|детск|територіальн|территориальн|міжрайонн|межрайонн|поселков|науков|научн|наукоськ|педагогічн|"
    r"педагогическ|технічн|техническ|фізичн|физическ|ветеринарн|санітарн|санитарн|історичн|краєзнавч|загальн|"
    r"економічн|экономическ|фінансов|финансов|земельн|культурн|кадров|центральн|обʼєднан|об'єднан)",
)
_NAMED: Final = re.compile(r".*(?:ськ|цьк|зьк|ск|цк)(?:ий|а|е|ого|ої|ому|ій|ая|ое|ой|ым|ою)\Z")
_COUNTRIES: Final = re.compile(
    r"(?:україн|украин|росси[йи]|федераци[ия]\Z|крим|крым|коми\Z|татарстан|башкортостан|дагестан|марий|удмурт|чуваш|"
    r"саха\Z|якути|донецьк)"
)
_UNIT: Final = re.compile(
    r"(?:область|області|области|району?|района|край|краю|края|федераци[яи]|сельсовета?|сільради|ради|рада)\Z"
)
#: Who speaks in a letter or report: a body before its verb.
_SPEAKS: Final = re.compile(
    r"(?P<body>(?:[А-ЯІЇЄҐЁ][\w'-]+)(?: (?!(?:що|який|яка)\b)[\w'\"«»-]+){0,9}?) (?:щиро |ще раз |офіційно |вкотре )?"
    r"(?:звіту(?:є|ють)|інформу(?:є|ють)|повідомля(?:є|ють)|зверта(?:єть|ють)ся|нагаду(?:є|ють)|просить|пропонує|"
    r"информирует|сообщает|обращается|просит|напоминает|отчитывается)\b"
)
_VERB: Final = re.compile(
    r"\s*(?:п\s?о\s?с\s?т\s?а|в\s?и\s?р\s?і\s?ш|р\s?е\s?ш\s?и|у\s?х\s?в\s?а\s?л)\w*[\w\s]{0,60}:?\s*\Z", re.IGNORECASE
)
_REST_OF_NAME: Final = re.compile(
    r"(?:для|з|із|та|і|и|по|с|у|в|при|щодо|імені|ім\.|имени|им\.)\s|"
    r"[\w'-]+(?:ої|ой|ого) (?:області|области|району|района|края|краю)\Z",
    re.IGNORECASE,
)
_OPENS_LETTER: Final = re.compile(
    r"(?:відкритий )?(?:лист|письмо)\s|звернення (?:[^«»]{0,80}? )?до\s|обращение (?:[^«»]{0,80}? )?к\s|до\s|"
    r"(?:шановн|уважаем)\w+\s",
    re.IGNORECASE,
)
_OF_BODY: Final = re.compile(
    r"(?P<body>(?:[\w'-]+(?:ої|ого|ой) ){1,4}(?:ради|громади|адміністрації|думы|администрации|совета)|"
    r"виконавчого комітету(?: (?:[\w'-]+ої ){1,2}ради)?|"
    r"(?:ГБОУ|МБОУ|МКОУ|МАОУ|ГБУ|МБУ|МАУ|МКУ|КУ|КЗ|КНП|ДУ|ДП|ГУ)\s.+?)"
    r"(?=\s(?:з|із|від|от|на|за|в|у|с|VI{0,3}|IX)\s|\s\d|\Z|\.)"
)
_COUNCIL: Final = re.compile(r"(?P<kind>(?:селищн|міськ|сільськ|районн|обласн)[а-яіїє]+) (?P<body>рад[аиіу])")


def issuer(analysis: Analysis, kind: DocumentKind) -> Party | None:
    """The body or official that issues the document; of news, only one that signs it."""
    paragraphs = analysis.outline.paragraphs
    signing = [p for p in paragraphs if p.role == "signature"]
    if kind == "news":
        body = next((p for p in signing if _is_body_alone(_line(analysis, p))), None)
        return _party(analysis, body.start, body.end) if body else None
    head = _from_letterhead(analysis) or _from_operative(analysis)
    if head is not None:
        return head
    if kind in ("decision", "order", "plan", "report", "protocol"):
        title = next(
            (p for p in paragraphs if p.role in ("title", "heading") and _OF_BODY.search(_line(analysis, p))), None
        )
        if title is not None and title.start < 3000:
            return _of_title(analysis, title, institutions=kind in ("plan", "report"))
    if kind in ("letter", "report"):
        return _speaker(analysis)
    return None


def addressees(analysis: Analysis, kind: DocumentKind) -> list[Party]:
    """To whom a letter goes: its address block, or its headline in the dative."""
    blocks = [(p.start, p.end) for p in analysis.outline.paragraphs if p.role == "addressee"]
    if not blocks and kind == "letter":
        title = next((p for p in analysis.outline.paragraphs if p.role == "title"), None)
        blocks = [_addressed(analysis, title)] if title is not None else []
    out: list[Party] = []
    for start, end in _one_each(analysis, [b for b in blocks if b[0] < b[1]]):
        name = " ".join(analysis.text[start:end].split()).strip(" !.,:;")
        if not _WORD.search(name):
            continue
        name = nominative(name, analysis.language, case=_case(analysis, start))
        out.append(Party(_kind_of_party(name), name, ((start, end),), rule="head.addressee"))
    return out


def _line(analysis: Analysis, p: Paragraph) -> str:
    return " ".join(analysis.plain[p.start : p.end].split())


def _names_body(line: str) -> bool:
    words = [w.casefold() for w in _WORD.findall(line)]
    return any(w in _WHOLE or w in _PART or w.startswith(("прес", "упр", "облдерж")) for w in words)


def _is_body_alone(line: str) -> bool:
    """A body's name, not an official's or a person's with a position."""
    parts = split_signature(line)
    return _names_body(line) and not POSITION.match(line) and (parts is None or not parts[0])


def _from_letterhead(analysis: Analysis) -> Party | None:
    """The body of the letterhead: the first of two equals, the part below its whole."""
    lines = [p for p in analysis.outline.paragraphs if p.role == "letterhead"]
    named = next((p for p in analysis.outline.paragraphs if p.role == "kind"), None)
    bodies = [p for p in lines if _names_body(_line(analysis, p)) and not _PLACES.match(_line(analysis, p))]
    above = [p for p in bodies if named is None or p.end <= named.start]
    if not above and named is not None:
        return _behind_kind(analysis, named, bodies)
    if not above:
        return None
    chosen = above[0]
    for p in above[1:]:
        if _head_noun(_line(analysis, p)) in _PART:
            chosen = p
    end = chosen.end
    for p in lines:
        if p.start > end and _carries_on(analysis, end, p):
            end = p.end
    return _party(analysis, chosen.start, end)


def _behind_kind(analysis: Analysis, named: Paragraph, bodies: list[Paragraph]) -> Party | None:
    """«ПОСТАНОВЛЕНИЕ / АДМИНИСТРАЦИИ …»: the genitive under or behind the word for the kind."""
    if bodies:
        return _party(analysis, bodies[0].start, bodies[0].end, genitive=True)
    line = _line(analysis, named)
    hit = re.match(
        r"(?:указ|розпорядження|распоряжение|наказ|приказ|рішення|решение|постанова|постановление)\s+(?=\D)",
        line,
        re.IGNORECASE,
    )
    if hit is None or not _names_body(line[hit.end() :]):
        return None
    start = analysis.plain.find(line[hit.end() :].split()[0], named.start)
    stop = re.compile(r"\s*(?:№|N\s?\d|від\s|от\s|\d)").search(analysis.plain, start, named.end)
    return _party(analysis, start, stop.start() if stop else named.end, genitive=True)


def _carries_on(analysis: Analysis, end: int, p: Paragraph) -> bool:
    """Is the letterhead line p the rest of the name that ends at `end`: «… / ДЛЯ СІМ'Ї», «… / Курганской области»?"""
    if analysis.plain[end : p.start].strip():
        return False
    line = _line(analysis, p)
    return bool(_REST_OF_NAME.match(line))


def _from_operative(analysis: Analysis) -> Party | None:
    """«… администрация муниципального района ПОСТАНОВЛЯЕТ:»: the body before the operative word."""
    paragraphs = analysis.outline.paragraphs
    for i, p in enumerate(paragraphs):
        if p.end - p.start > 3000 or not operative(_line(analysis, p)[-600:]):
            continue
        stretch = analysis.plain[max(p.start, p.end - 300) : p.end]
        base = p.end - len(stretch)
        if len(_WORD.findall(unspaced(_line(analysis, p)))) < 2 and i:
            base = max(paragraphs[i - 1].start, paragraphs[i - 1].end - 300)
            stretch = analysis.plain[base : paragraphs[i - 1].end]
        hits = [h for h in _WORD.finditer(stretch) if h.group().casefold() in _SUBJECTS]
        if not hits:
            return None
        start = hits[-1].start()
        while (
            before := re.search(r"([А-ЯІЇЄҐЁ]?[\w'-]+(?:ська|цька|ая|на|ний|ний|ий))\s\Z", stretch[:start])
        ) is not None:
            start = before.start()
        end = _VERB.search(stretch)
        stop = end.start() if end else len(stretch)
        if stop <= start:
            return None
        return _party(analysis, base + start, base + stop)
    return None


_SUBJECTS: Final = frozenset(
    "администрация адміністрація рада дума совет собрание комітет комитет правительство кабінет "
    "комісія комиссия".split()
)


def _of_title(analysis: Analysis, title: Paragraph, *, institutions: bool) -> Party | None:
    """The body whose plan or decision the headline announces; a council is named in full where the text does.

    An institution («КНП …») reports and plans, but acts name it as the one they are about."""
    hit = _OF_BODY.search(analysis.plain, title.start, title.end)
    if hit is None or (not institutions and hit.group("body")[:2].isupper()):
        return None
    party = _party(analysis, *hit.span("body"), genitive=True)
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


def _speaker(analysis: Analysis) -> Party | None:
    for p in analysis.outline.paragraphs:
        if p.role not in ("title", "body"):
            continue
        for hit in _SPEAKS.finditer(analysis.plain, p.start, min(p.end, p.start + 1500)):
            if _names_body(hit.group("body")) and not _OFFICIALS.match(hit.group("body")):
                start = _start_of_body(hit.group("body"))
                return _party(analysis, hit.start("body") + start, hit.end("body"))
    return None


def _start_of_body(phrase: str) -> int:
    """Where the name begins in a run of words that may open with the end of something else («стану Драбівська …»)."""
    starts = [h.start() for h in re.finditer(r"(?<![\w'«-])[А-ЯІЇЄҐЁ]", phrase)]
    head = next((h.start() for h in _WORD.finditer(phrase) if h.group().casefold() in _WHOLE | _PART), 0)
    before = [s for s in starts if s <= head]
    return before[-1] if before and head else 0


def _head_noun(line: str) -> str:
    return next((w.casefold() for w in _WORD.findall(line) if w.casefold() in _WHOLE | _PART), "")


def _party(analysis: Analysis, start: int, end: int, *, genitive: bool = False) -> Party:
    while end > start and analysis.plain[end - 1] in " .,:;\n\t":
        end -= 1
    name = " ".join(analysis.text[start:end].split())
    name = re.sub(r"« (?=\S)|(?<=\S) »", lambda m: m.group().strip(), name)
    if name.upper() == name and any(c.isalpha() for c in name):
        name = sentence_case(name, analysis)
    if genitive:
        name = nominative(name, analysis.language, case="gen")
        name = name[:1].upper() + name[1:] if analysis.text[start].isupper() else name
    return Party(_kind_of_party(name), name, ((start, end),), rule="head.issuer")


def _kind_of_party(name: str) -> PartyKind:
    if _OFFICIALS.match(name):
        return "official"
    return "organisation" if _names_body(name) else "group"


def sentence_case(name: str, analysis: Analysis) -> str:
    """A name in capitals as running text writes it: «АДМІНІСТРАЦІЯ ІЗЮМСЬКОГО РАЙОНУ» → «Адміністрація Ізюмського
    району». A word that the document itself writes with a capital in mid-sentence keeps it."""
    out = []
    for i, word in enumerate(name.split(" ")):
        low = word.lower()
        bare = low.strip("«»\"'.,()")
        proper = (
            (_NAMED.match(bare) and not _COMMON.match(bare)) or _COUNTRIES.match(bare) or "«" in word or '"' in word
        )
        if i == 0 or proper or _capital_in_text(bare, analysis):
            at = next((k for k, c in enumerate(low) if c.isalpha()), 0)
            low = low[:at] + low[at].upper() + low[at + 1 :]
        out.append(low)
    return " ".join(out)


def _capital_in_text(word: str, analysis: Analysis) -> bool:
    if len(word) < 5 or _COMMON.match(word) or word in _WHOLE or word in _PART or _UNIT.match(word):
        return False
    stem = re.escape(word[:-2])
    return re.search(rf"[а-яіїєґё,] {stem[:1].upper()}{stem[1:]}[а-яіїєґё']{{0,4}}\b", analysis.plain) is not None


def _addressed(analysis: Analysis, title: Paragraph) -> tuple[int, int]:
    """The part of a headline that names whom it addresses; empty where it names none."""
    line = analysis.plain[title.start : title.end]
    opened = _OPENS_LETTER.match(line)
    dative = re.match(
        r"(?:[\w'-]+(?:ам|ям|им|их)\s)?[\w'-]+(?:ам|ям|ові|еві|єві|у|ю)\b", line[opened.end() :] if opened else line
    )
    said = opened.group().casefold().strip() if opened else ""
    if not dative and not said.endswith(("до", "к")) and not said.startswith(("шановн", "уважаем")):
        return 0, 0
    return title.start + (opened.end() if opened else 0), title.end


def _one_each(analysis: Analysis, blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Blocks parted where a comma begins one more addressee in the same case («Керівникам …, старостам …»); the lines
    of one addressee's block put together."""
    out: list[tuple[int, int]] = []
    for start, end in blocks:
        line = analysis.plain[start:end]
        small = line[:1].islower() and bool(out) and out[-1][1] < start
        if small and not analysis.plain[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], end)
            continue
        ending = _dative_ending(line)
        at = 0
        for hit in re.finditer(r",\s(?=(\S+)(?:\s(\S+))?)", line):
            if (
                ending
                and any(_dative_ending(w or "") for w in hit.groups())
                and not re.match(r"як|котор", hit.group(1))
            ):
                out.append((start + at, start + hit.start()))
                at = hit.end()
        out.append((start + at, end))
    return out


def _dative_ending(phrase: str) -> bool:
    return bool(re.match(r"[\w'-]+(?:ам|ям|ові|еві|єві|ому|им|ым|у|ю|ій|і)\b", phrase))


def _case(analysis: Analysis, start: int) -> Case | None:
    before = analysis.plain[max(0, start - 20) : start].casefold().rstrip()
    return "gen" if before.endswith(("звернення до", " до")) else None
