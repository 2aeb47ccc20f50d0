"""Finds references: acts and documents that the text cites, one span a mention.

Nouns that open a mention are knowledge (data/references.toml); what follows a noun decides whether it is one.
The document itself, its approval block and the programme that it approves are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, cast

from extractor.data import load
from extractor.detect import references_acts as acts
from extractor.detect import references_named as named
from extractor.detect import references_own as own
from extractor.detect import references_parts as parts
from extractor.detect.organisations_lexicon import lexicon
from extractor.detect.references_provisions import provisions_before
from extractor.normalize.cases import nominative
from extractor.normalize.dates import lowered
from extractor.schema.analysis import Analysis, Language
from extractor.schema.facts import Reference, ReferenceType
from extractor.schema.span import Span

_THIS: Final = re.compile(
    r"\b(?:ц(?:ього|им|ьому|ій|я|ієї|ією|ей|е|ю)|дан(?:ого|ым|им|ий|ое|ої|ому|ной)|настоящ\w+|наступн\w+)\s+\Z", re.I
)
_HIGH: Final = re.compile(r"правительств|президи|суд|врач|лікар|гос(?:ударственной\s+)?дум|верховн", re.I)
_NO_TITLE: Final = re.compile(
    r"проє?кт|телеканал|слов[аоі]|ініціатив|конкурс|викон|реалізац|реализац|комп'ютерн|телевізійн|\bпро\b|\bщодо\b|газет|парті|пункт|позиц|Підпрограм|Подпрограм",
    re.I,
)
_QUOTE: Final = re.compile(r"[«\"]")
_NO_GAP: Final = re.compile(r"[.,;:!?()\t]|\n\s*\n|(?<!КПКВК )\b\d{4}")
_OBJECT: Final = re.compile(r"\b(?:на|для|з|із|с|со|из|від|від|між|между|по|у|в|до|к)\s", re.I)
_IN_BRACKETS: Final = re.compile(r"\s*\(\s*(\d+[\w/-]*)\s*\)")
_SITTING: Final = re.compile(
    r"^(?:позачергов\w+\s+|чергов\w+\s+)?(?:(?:[\dIVXІХ]+|[\w'-]+ої)\s+)?(?:сесі[їія]\w*|сесси[ияю]|засідання|заседания)\s+|\s+[IVXІХ\d]+\s+(?:скликання|созыва)",
    re.I,
)
_COUNTRY: Final = re.compile(r"(?:України|Украины|Российской\s+Федерации|РФ)\Z")
_ABOUT: Final = re.compile(r"(?:про|об?|щодо|на|для)\s", re.I)
_COUNCIL: Final = re.compile(
    r"(?:\s+(?:Ради\s+Безпеки|Совета\s+Безопасности|РБ|СБ)(?:\s+ООН|\s+Організації[^«.;]{0,24})?)?\s+(?:№\s*)?(\d{3,4})(?!\d)"
    r"(?:\s+(?:Ради\s+Безпеки|Совета\s+Безопасности|РБ|СБ)(?:\s+ООН)?)?(?:\s+\(\d{4}\))?",
    re.I,
)
_SIGNED: Final = re.compile(
    r"\b(?:подписал|підписа[влн]|видав|издал|утвердил|ухвалив|прийняв|принял)\w*\b[^.;]{0,40}\Z", re.I
)
_HASHTAG: Final = re.compile(r"(?:\s+[А-ЯІЇЄ][а-яіїє]+){0,3}\s+(#[\w]+)")
_BETWEEN_STATES: Final = re.compile(r"(?:\s+[\wА-Яа-яІЇЄіїє'-]+){0,2}\s+(?:між|между)\s+[А-ЯІЇЄ]")
_QUOTED_LIST: Final = re.compile(r"[ \n]*(?:,|та|і|й|и)[ \n]*(?=[«\"])")
_REGULATES: Final = re.compile(r"\s+(?:про|об?)\s", re.I)
#: «виконання Плану …», «Отчет о реализации Плана …».
_FULFILS: Final = re.compile(
    r"\b(?:виконанн\w+|реалізаці\w+|исполнени\w+|выполнени\w+|реализаци\w+|до|к|відповідно до|згідно з)\s+\Z", re.I
)
#: For when a plan is: what is left without it must say whose it is, or of what.
_PERIOD: Final = re.compile(
    r"\s(?:на|до|за|у|в|протягом|упродовж|в течение)\s(?:\d|[IVХІ]+\b|кін|конц|перш|перв|друг|втор|трет|четверт|"
    r"поточн|текущ|наступн|следующ|найближч|ближайш|цей|этот|рік|год|тижд|недел|місяц|месяц|квартал|півріч|полугод|"
    r"січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|янв|фев|март|апр|ма[йея]|июн|июл|авг|сент|окт|нояб|"
    r"дек).*",
    re.I | re.S,
)
_PASSED: Final = re.compile(
    r"\b(?:затверджен\w|затверди(?:ли|в|ла)|схвал(?:ено|или|ив)|утвержден[ыоа]?|утверди(?:ли|л|ла))\s+(?:[А-ЯІЇЄа-яіїє]+\s+)?\Z",
    re.I,
)
_CHANGES: Final = re.compile(
    r"\b(?:змін\w*|доповнен\w*|изменени\w*|дополнени\w*)\s+(?:до|у|в|к|во)\s+(?:[\w'-]+\s+){0,3}\Z", re.I
)


_ADJECTIVE: Final = re.compile(
    r"\b(?:федеральн|конституц|обласн|областн|краев|спільн|совместн|протокольн|кабінетн|виконавч)\w+\s+\Z", re.I
)


def _with_adjective(plain: str, start: int) -> int:
    """Where the adjective of the noun at `start` begins: «Федерального закона»."""
    found = _ADJECTIVE.search(plain, max(0, start - 22), start)
    return found.start() if found else start


_GROUPS: Final = re.compile(r"(?<=[а-яіїєґ])\((?:\?:)?[^()]*\)\??")


class _Head:
    """One noun of the data file."""

    def __init__(self, entry: dict[str, object]) -> None:
        self.id = str(entry["id"])
        self.type = cast("ReferenceType", entry["type"])
        self.shape = str(entry["shape"])


@lru_cache(maxsize=1)
def _heads() -> tuple[re.Pattern[str], dict[str, _Head]]:
    """The pattern of all nouns, a named group each, and what they stand for."""
    entries = load("references")["head"]
    pattern = "|".join(f"(?P<{e['id']}>{e['pattern']})" for e in entries)
    return re.compile(rf"(?<![\w'-])(?={_prefixes(entries)})(?:{pattern})(?![\w'-])"), {
        e["id"]: _Head(e) for e in entries
    }


def _prefixes(entries: list[dict[str, str]]) -> str:
    """The first three letters of every noun as one alternation: it turns most words away before the nouns are tried."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for stem in re.findall(r"(?:^|\|)\(?(?:\?:|\?-i:)?([а-яіїєґА-ЯІЇЄҐ]+)", _GROUPS.sub("", entry["pattern"])):
            found.setdefault(stem[0], set()).add(stem[1:3])
    return "|".join(f"{first}(?:{'|'.join(sorted(rest))})" for first, rest in sorted(found.items()))


#: A quoted name, as a legal form has it behind itself.
_QUOTED_NAME: Final = re.compile(r"\s*(?:[А-ЯІЇЄҐ]{2,4}\s*)?[«\"]")


@lru_cache(maxsize=1)
def _short_codes() -> re.Pattern[str]:
    names = sorted(load("references")["codes"], key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?=[А-Я][А-Яор])(?:{'|'.join(re.escape(n).replace(chr(92) + ' ', ' ') for n in names)})(?![\w-])"
    )


def detect(analysis: Analysis, found: Sequence[Span]) -> list[Span]:  # noqa: ARG001 - the detectors' common signature
    """Spans labelled "reference", each with its Reference, in reading order."""
    return _Scan(analysis).run()


class _Scan:
    """One pass over one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.plain = analysis.plain
        self.text = analysis.text
        self.starts = [s.start for s in analysis.sentences]
        self.own = own.numbers(analysis, _heads()[0])
        self.named = tuple(
            (p.start, p.end) for p in analysis.outline.paragraphs if p.role == "kind" and self.plain[p.start].isupper()
        )
        self.titles = tuple((p.start, p.end) for p in analysis.outline.paragraphs if p.role == "title")
        self.stamp = own.approving_stamp(analysis)
        self.approved: list[str] = []
        self.out: list[Span] = []
        self.covered = 0
        self.quoted_until = 0

    def run(self) -> list[Span]:
        pattern, heads = _heads()
        for head in pattern.finditer(lowered(self.plain)):
            kind = heads[str(head.lastgroup)]
            if head.end() - head.start() == 2 and not self.plain[head.start() : head.end()].isupper():
                continue
            if _THIS.search(self.plain, max(0, head.start() - 14), head.start()):
                continue
            if kind.shape in ("act", "paper"):
                self.read_acts(head, kind)
            elif head.start() < (self.quoted_until if kind.shape == "treaty" else self.covered):
                continue
            elif kind.shape == "code":
                self.codes(head)
            elif kind.shape == "constitution":
                self.constitution(head)
            elif kind.shape == "treaty":
                self.treaty(head, kind)
            else:
                self.read_named(head, kind)
        self.short_codes()
        own.complete(self.out)
        return sorted((s for s in self.out if not self._is_approved(s)), key=lambda s: (s.start, -s.end))

    def _is_approved(self, span: Span) -> bool:
        value = span.value
        if not isinstance(value, Reference) or value.number or value.date or not value.title:
            return False
        return own.key(value.title) in self.approved

    def language(self, at: int) -> Language:
        i = bisect_right(self.starts, at) - 1
        return self.analysis.sentences[i].language if i >= 0 else self.analysis.language

    def add(self, start: int, end: int, value: Reference, rule: str, *, score: float = 0.9) -> None:
        self.out.append(Span(start, end, "reference", f"references.{rule}", score, value))
        self.covered = max(self.covered, end)
        if self.plain[max(0, end - 2) : end].strip()[-1:] in '»"':
            self.quoted_until = self.covered

    def read_acts(self, head: re.Match[str], kind: _Head) -> None:
        if self.stamp and self.stamp[0] <= head.start() < self.stamp[1]:
            self.approving_act(head, kind, *self.stamp)
            return
        inside = head.start() < self.covered
        if kind.id == "written_resolution" and self.council(head):
            return
        read = acts.read(self.plain, self.text, head, self.language(head.start()))
        for i, act in enumerate(read):
            if inside and not (act.number and act.date):
                return
            if kind.shape == "paper" and not act.dated:
                return
            if any(a <= head.start() < b for a, b in self.named) or own.is_own(
                self.analysis, self.own, act, head.start(), first=i == 0
            ):
                self.covered = max(self.covered, act.end)
                continue
            start, named_provisions = (
                provisions_before(self.plain, _with_adjective(self.plain, act.start)) if i == 0 else (act.start, ())
            )
            issuer = self.issuer(act) if act.issuer else None
            date = act.date or (self.date_of_signing(head.start()) if not act.dated and i == 0 else None)
            value = Reference(self.type_of(kind, issuer), issuer, act.number, date, act.title, named_provisions)
            self.add(start, act.end, value, kind.id, score=0.95 if act.number and act.date else 0.8)

    def approving_act(self, head: re.Match[str], kind: _Head, start: int, end: int) -> None:
        """The act that the stamp above a paper that stands alone names: «ЗАТВЕРДЖЕНО / Наказ директора … / … № 3»."""
        number = parts.NUMBER_AT.search(self.plain, head.end(), end)
        day = parts.DATE_AT.search(self.plain, head.end(), end)
        if head.start() < self.covered or not (number and day):
            return
        issuer_end = min(number.start(), day.start())
        act = acts.Act(head.start(), max(number.end(), day.end()), issuer=(head.end(), issuer_end))
        act.number = re.sub(r"\s+", "", number["number"])
        issuer = self.issuer(act)
        value = Reference(self.type_of(kind, issuer), issuer, act.number, parts.iso(day))
        self.add(act.start, act.end, value, "approving_act", score=0.9)
        self.covered = max(self.covered, end if start <= head.start() else self.covered)

    def issuer(self, act: acts.Act) -> str | None:
        """Who issued the act, in the nominative: «сесії селищної ради» → «селищна рада»."""
        if act.issuer is None:
            return None
        words = _SITTING.sub("", parts.words_of(self.text, *act.issuer)).strip(" ,(-")
        words = re.sub(r"\bКМУ\b", "Кабінету Міністрів України", words)
        if len(words) < 3 or _ABOUT.match(words) or _COUNTRY.match(words):
            return None
        return nominative(words, self.language(act.start))

    def council(self, head: re.Match[str]) -> bool:
        """«резолюції Ради Безпеки ООН 1325 «Жінки, мир, безпека»»: a number without its sign."""
        found = _COUNCIL.match(self.plain, head.end())
        if found is None:
            return False
        at = found.end() + (self.plain[found.end() : found.end() + 1] == " ")
        title = parts.title_at(self.plain, at) if self.plain[at : at + 1] in ("«", '"') else None
        words = parts.words_of(self.text, title.start, title.end) if title else None
        end = title.after if title else found.end()
        self.add(head.start(), end, Reference("resolution", None, found[1], None, words), "council_resolution")
        return True

    def date_of_signing(self, at: int) -> str | None:
        """«7 червня 2017 року Президент підписав указ № …»: the only date before the verb, in the sentence."""
        i = bisect_right(self.starts, at) - 1
        if i < 0 or not _SIGNED.search(self.plain, max(self.starts[i], at - 60), at):
            return None
        days = list(parts.DATE_AT.finditer(self.plain, self.starts[i], at))
        return parts.iso(days[0]) if len(days) == 1 else None

    def type_of(self, kind: _Head, issuer: str | None) -> ReferenceType:
        """A постановление of a local administration is a decree, one of the government or a court a resolution."""
        if kind.id == "resolution" and self.analysis.language == "ru" and not _HIGH.search(issuer or ""):
            return "decree"
        if kind.id == "amended":
            return own.type_of_act(self.analysis, _heads()[0], {k: h.type for k, h in _heads()[1].items()})
        return kind.type

    def codes(self, head: re.Match[str]) -> None:
        for name in named.codes(self.plain, self.text, head.span(), self.language(head.start())):
            start, named_provisions = provisions_before(self.plain, name.start)
            number = _IN_BRACKETS.match(self.plain, name.end)
            value = Reference("code", None, number[1] if number else None, None, name.title, named_provisions)
            self.add(start, number.end() if number else name.end, value, "code")

    def constitution(self, head: re.Match[str]) -> None:
        if not self.plain[head.start()].isupper():
            return
        end = named.country_after(self.plain, head.end())
        noun = "Конституція" if self.language(head.start()) == "uk" else "Конституция"
        title = f"{noun} {parts.words_of(self.text, head.end(), end)}".strip()
        start, named_provisions = provisions_before(self.plain, head.start())
        self.add(start, end, Reference("law", title=title, provisions=named_provisions), "constitution")

    def short_codes(self) -> None:
        for found in _short_codes().finditer(self.plain):
            start, named_provisions = provisions_before(self.plain, found.start())
            if found.group() in lexicon().legal and not named_provisions:
                russian = self.language(found.start()) == "ru"
                if russian or _QUOTED_NAME.match(self.plain, found.end()):
                    continue  # «ГКУ «Лесничество»»: a state institution
            title = load("references")["codes"][found.group()]
            self.add(start, found.end(), Reference("code", title=title, provisions=named_provisions), "short_code")

    def treaty(self, head: re.Match[str], kind: _Head) -> None:
        word = head.group().casefold()
        if self.quoted(head, kind):
            return
        capital = self.plain[head.start()].isupper()
        world = word.startswith(("конвенц", "харт"))
        states = _BETWEEN_STATES.match(self.plain, head.end())
        about = capital and _REGULATES.match(self.plain, head.end())
        if states or (world and capital) or about:
            name = named.unquoted(self.plain, self.text, head.span(), self.language(head.start()))
            if name and len(name.title.split()) > 2:
                title = name.title if capital else name.title[:1].lower() + name.title[1:]
                self.add(name.start, name.end, Reference("convention", title=title), kind.id)
                return
        for act in acts.read(self.plain, self.text, head, self.language(head.start())):
            if act.date:
                self.add(act.start, act.end, Reference("other", None, act.number, act.date, act.title), "contract")

    def quoted(self, head: re.Match[str], kind: _Head) -> bool:
        """A title in quotes behind the noun, and those that follow it in a list. True where one was read."""
        hashtag = _HASHTAG.match(self.plain, head.end()) if kind.id == "programme" else None
        if hashtag:
            self.add(head.start(), hashtag.end(), Reference(kind.type, title=hashtag[1]), kind.id, score=0.7)
            return True
        at = self._quote_after(head.end(), self.language(head.start()), treaty=kind.shape == "treaty")
        if at is None:
            return False
        title = parts.title_at(self.plain, at, limit=400)
        start = head.start()
        while title is not None:
            words = parts.words_of(self.text, title.start, title.end)
            if own.approves(self.plain, start) or own.is_heading(self.plain, head, title.after):
                self.approved.append(own.key(words))
                self.covered = max(self.covered, title.after)
            else:
                self.add(start, title.after, Reference(kind.type, title=words), kind.id)
            more = _QUOTED_LIST.match(self.plain, title.after)
            start = more.end() if more else title.after
            title = parts.title_at(self.plain, start, limit=400) if more else None
        return True

    def _quote_after(self, at: int, language: Language, *, treaty: bool) -> int | None:
        """Where the title in quotes opens, if nothing but the noun's own attributes stands before it."""
        begin = at
        for _ in range(3):
            found = _QUOTE.search(self.plain, at, begin + 130)
            if found is None:
                return None
            gap = self.plain[begin : found.start()]
            if _NO_GAP.search(gap) or _NO_TITLE.search(gap) or not acts.balanced(gap) or acts.has_verb(gap, language):
                return None
            if treaty and _OBJECT.search(gap):
                return None
            if not named.quote_is_part(self.plain, found.start()):
                return found.start()
            inner = parts.title_at(self.plain, found.start(), limit=160)
            if inner is None:
                return None
            at = inner.after
        return None

    def read_named(self, head: re.Match[str], kind: _Head) -> None:
        if kind.shape == "named" and self.quoted(head, kind):
            return
        name = named.unquoted(self.plain, self.text, head.span(), self.language(head.start()))
        if name is None:
            return
        if own.approves(self.plain, name.start):
            self.approved.append(own.key(name.title))
            return
        if not self._is_name(head, kind, name):
            return
        start, named_provisions = provisions_before(self.plain, name.start)
        self.add(
            start, name.end, Reference(kind.type, title=name.title, provisions=named_provisions), kind.id, score=0.8
        )

    def _is_name(self, head: re.Match[str], kind: _Head, name: named.Name) -> bool:
        """Is this the name of one document, or but the noun in running text?"""
        begin = name.start
        capital = self.plain[begin].isupper() and not self._opens_sentence(begin)
        words = len(name.title.split())
        changed = capital and _CHANGES.search(self.plain, max(0, begin - 60), begin) is not None
        if kind.id == "programme":
            named_so = named.begins_a_name(self.plain, head.end(), self.language(begin), years=name.years)
            return named_so and ((name.years and name.body > 1) or (capital and name.body > 3))
        if kind.id == "strategy":
            return (name.years and name.body > 1) or (capital and name.body > 2)
        if kind.id == "concept":
            return (capital and words > 2) or words > 6
        if kind.id == "charter":
            return capital and words > 1
        passed = _PASSED.search(self.plain, max(0, begin - 40), begin) is not None
        cited = self.plain[begin].isupper() and provisions_before(self.plain, begin)[0] < begin
        if head.group().casefold().startswith("план"):
            dated = name.years and begin < head.start() and self.plain[begin].isupper()
            whose = len(_PERIOD.sub("", name.title).split()) > 2
            fulfilled = self.plain[begin].isupper() and _FULFILS.search(self.plain, max(0, begin - 40), begin)
            titled = name.years or any(a <= begin < b for a, b in self.titles)
            return (
                words > 3
                and whose
                and bool(passed or changed or name.approved or cited or dated or (fulfilled and titled))
            )
        regulates = head.group().casefold().startswith("полож") and _REGULATES.match(self.plain, head.end())
        model = self.plain[begin : begin + 5].casefold() in ("типов", "примі", "пример", "єдини", "едины")
        return capital and words > 2 and bool(model or passed or changed or name.approved or regulates or cited)

    def _opens_sentence(self, at: int) -> bool:
        i = bisect_right(self.starts, at) - 1
        return i >= 0 and not self.plain[self.starts[i] : at].strip(' "«-0123456789.)')
