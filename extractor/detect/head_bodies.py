"""Names of bodies and officials in a head: what they are, and how running text writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractor.data import load
from extractor.detect.organisations_lexicon import lexicon
from extractor.detect.organisations_places import own_name
from extractor.layout.zones_view import levelled
from extractor.normalize.cases import nominative
from extractor.normalize.words import parses
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import Party, PartyKind
from extractor.schema.outline import Paragraph

_BODIES: Final = load("head")["bodies"]
_WHOLE: Final = frozenset(str(_BODIES["whole"]).split())
_PART: Final = frozenset(str(_BODIES["part"]).split())
_SUPREME: Final = frozenset(str(_BODIES["supreme"]).split())
_INSTITUTIONS: Final = frozenset(str(_BODIES["institution"]).split())
NOUNS: Final = _WHOLE | _PART | _SUPREME | _INSTITUTIONS
#: What `rank` gives for a department.
PART: Final = 2
OFFICIALS: Final = re.compile(
    r"(?:голов|глав|президент|губернатор|міністр|министр|мэр|начальник|директор|керівник|руководител)", re.IGNORECASE
)
_WORD: Final = re.compile(r"[\w'-]+")
#: Adjectives of kinds of bodies, which no name of a place is made of; all other «-ський», «-ский» are names.
_COMMON: Final = re.compile(
    r"(?:сільськ|сельск|міськ|городск|города|городу|районн|обласн|областн|селищн|державн|государств|муниципальн|комунальн|військов|военн|"
    r"цивільн|виконавч|исполнит|краев|медичн|медицин|соціальн|социальн|громадськ|обществ|господарськ|хозяйств|юридичн|"
    r"сімейн|дитяч|детск|територіальн|территориальн|міжрайонн|межрайонн|поселков|науков|научн|наукоськ|педагогічн|"
    r"педагогическ|технічн|техническ|фізичн|физическ|ветеринарн|санітарн|санитарн|історичн|краєзнавч|загальн|"
    r"економічн|экономическ|фінансов|финансов|земельн|культурн|кадров|центральн|обʼєднан|об'єднан)",
)
#: «ТОВ «Тополя»», «ОАО "ЗАРЕЧЬЕ"».
_COMPANY: Final = re.compile(r"\W{0,2}(?P<form>[А-ЯІЇЄҐЁ][А-ЯІЇЄҐЁа-яіїєґё]{1,5})\s+[«\"]\s?[^\W\d_]")
#: A line in capitals with a word that is no abbreviation.
_IN_CAPITALS: Final = re.compile(r"(?=.*[А-ЯІЇЄҐЁ]{6})[^а-яіїєґё]*\Z")
_LATIN: Final = re.compile(r"[A-Za-z]")
_UNIT_NEXT: Final = re.compile(
    r"(?:област|район|кра[йюя]|територіальн|сільськ|селищн|міськ|сельск|городск|округ)", re.I
)
#: Authorities both of whose words have a capital: «Кабінет Міністрів», «Верховна Рада», «Верховный Суд».
_AUTHORITIES: Final = re.compile(
    r"((?<!\w)(?:Кабінет[ау]? |Кабинет[ау]? |Верховн\w+ ))((?:міністрів|министров|рад[аи]|суд[ау]?|совета?)(?!\w))"
)
_ADJECTIVE: Final = re.compile(r".*(?:а|ої|ий|ого|ій|ая|ой|ое)\Z")
_NAMED: Final = re.compile(r".*(?:ськ|цьк|зьк|ск|цк)(?:ий|а|е|ого|ої|ому|ій|ая|ое|ой|ым|ою)\Z")
_COUNTRIES: Final = re.compile(
    r"(?:україн|украин|росси[йи]|федераци[ия]\Z|крим|крым|коми\Z|татарстан|башкортостан|дагестан|марий|удмурт|чуваш|"
    r"саха\Z|якути|донецьк)"
)
_UNIT: Final = re.compile(
    r"(?:область|області|области|району?|района|край|краю|края|федераци[яи]|сельсовета?|сільради|ради|рада)\Z"
)


def line(analysis: Analysis, p: Paragraph) -> str:
    """The plain text of a paragraph on one line."""
    return " ".join(analysis.plain[p.start : p.end].split())


def printed(analysis: Analysis, start: int, end: int) -> str:
    """text[start:end] on one line as it was meant: Latin letters typed for Cyrillic ones are put right."""
    text, plain = analysis.text[start:end], analysis.plain[start:end]
    if _LATIN.search(text):
        text = "".join(b if a != b and a.isascii() and a.isalpha() else a for a, b in zip(text, plain, strict=True))
        text = levelled(text) if _LATIN.search(text) and not text.isascii() else text
    return " ".join(text.split())


def names_body(line: str) -> bool:
    """Is there a noun in this line that bodies are called by, or does it begin with a company's form and name?"""
    company = _COMPANY.match(line)
    if company is not None and company["form"] in lexicon().legal:
        return True
    words = [w.casefold() for w in _WORD.findall(line)]
    return any(w in NOUNS or w.startswith(("прес", "упр", "облдерж")) for w in words)


def head_noun(line: str) -> str:
    """The first noun in this line that bodies are called by; "" where there is none."""
    return next((w.casefold() for w in _WORD.findall(line) if w.casefold() in NOUNS), "")


def rank(line: str) -> int:
    """How far down the line of authority the body of this line stands: 0 the government and ministries, 1 agencies,
    councils and administrations, 2 departments, 3 institutions."""
    noun = head_noun(line)
    if noun in _INSTITUTIONS:
        return 3
    if noun in _PART:
        return PART
    return 0 if noun in _SUPREME else 1


def party(analysis: Analysis, pieces: Sequence[tuple[int, int]], *, genitive: bool = False) -> Party:
    """The body or official named in these stretches, out of its capitals and (`genitive`) in the nominative."""
    spans: list[tuple[int, int]] = []
    for start, end in pieces:
        stop = end
        while stop > start and analysis.plain[stop - 1] in " .,:;\n\t":
            stop -= 1
        spans.append((start, stop))
    lines = [printed(analysis, a, b) for a, b in spans]
    if len(lines) > 1 and _IN_CAPITALS.match(lines[0]) and not " ".join(lines).isupper():
        lines[0] = sentence_case(lines[0], analysis)  # «УПРАВЛЕНИЕ КУЛЬТУРЫ / администрации …»
    whole = " ".join(lines)
    name = re.sub(r"« (?=\S)|(?<=\S) »", lambda m: m.group().strip(), whole)
    if name.upper() == name and any(c.isalpha() for c in name):
        name = sentence_case(name, analysis)
    if genitive:
        name = _in_nominative(name, analysis.language)
        name = name[:1].upper() + name[1:] if analysis.text[spans[0][0]].isupper() else name
    return Party(kind_of_party(name), name, tuple(spans), rule="head.issuer")


def _in_nominative(name: str, language: Language) -> str:
    """A name in the genitive, put into the nominative; of «МБОУ школы № 3» the noun behind the letters."""
    form, _, noun = name.partition(" ")
    if form in lexicon().legal and noun[:1].islower():
        return f"{form} {nominative(noun, language, case='gen')}"
    return nominative(name, language, case="gen")


def kind_of_party(name: str) -> PartyKind:
    """An official, an organisation, or a group of either."""
    if OFFICIALS.match(name):
        return "official"
    return "organisation" if names_body(name) else "group"


def sentence_case(name: str, analysis: Analysis) -> str:
    """A name in capitals as running text writes it: «АДМІНІСТРАЦІЯ ІЗЮМСЬКОГО РАЙОНУ» → «Адміністрація Ізюмського
    району». The letters of a company's form stay; a word that the document itself writes with a capital in
    mid-sentence keeps it."""
    out = []
    words = name.split(" ")
    for i, word in enumerate(words):
        if word in lexicon().legal:
            out.append(word)  # «ТОВ «Тополя»»
            continue
        low = word.lower()
        bare = low.strip("«»\"'.,()")
        proper = (
            (_NAMED.match(bare) and not _COMMON.match(bare)) or _COUNTRIES.match(bare) or "«" in word or '"' in word
        )
        proper = proper or own_name(words, i, analysis.language)
        unit = words[i + 1].lower() if i + 1 < len(words) else ""
        of_place = _UNIT_NEXT.match(unit) and _ADJECTIVE.match(bare) and not _COMMON.match(bare)
        if i == 0 or proper or of_place or _capital_in_text(bare, analysis):
            at = next((k for k, c in enumerate(low) if c.isalpha()), 0)
            low = low[:at] + low[at].upper() + low[at + 1 :]
            low = _of_town(low, analysis.language, area=_UNIT_NEXT.match(unit) is not None)
        out.append(low)
    return _AUTHORITIES.sub(lambda m: m.group(1) + m.group(2).capitalize(), " ".join(out))


#: Upon what river a town stands: «Каменск-на-Дону».
_UPON: Final = re.compile(r"(-(?:на|над|під|под)-)(\w)")
#: First halves in «-о» and «-е» that begin the name of a place: sides and sizes, and towns and lands called so.
_OF_PLACE: Final = re.compile(
    r"(?:північно|південно|східно|західно|центрально|верхньо|нижньо|велико|мало|ново|старо|"
    r"северо|южно|юго|восточно|западно|верхне|нижне|средне|івано|ивано|спасо|свято|києво|киево|петро|ямало|наро)\Z"
)


def _of_town(word: str, language: Language, *, area: bool) -> str:
    """«Івано-франківська» with both its capitals; «Науково-дослідницький» and «Українсько-польська» keep one: there
    the first half is no place, and joined by «-о-». area: a word for a territory or its level follows."""
    word = _UPON.sub(lambda m: m.group(1) + m.group(2).upper(), word)
    first, hyphen, second = word.partition("-")
    low = first.lower()
    if not hyphen or not _NAMED.match(second) or _COMMON.match(second):
        return word
    place = area or _OF_PLACE.match(low) or not low.endswith(("о", "е"))
    if not place and "Geox" not in str(parses(low, language)[0].tag):
        return word
    return f"{first}-{second[:1].upper()}{second[1:]}"


def _capital_in_text(word: str, analysis: Analysis) -> bool:
    if len(word) < 5 or _COMMON.match(word) or word in NOUNS or _UNIT.match(word):
        return False
    stem = re.escape(word[:-2])
    return re.search(rf"[а-яіїєґё,] {stem[:1].upper()}{stem[1:]}[а-яіїєґё']{{0,4}}\b", analysis.plain) is not None
