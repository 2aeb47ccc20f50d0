"""What kind of document it is: by the line that names it, the operative word, the headline, the content.

Rules say it first; where no line of the document names the kind, a model weighs what they say against the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, cast

from extractor.data import load
from extractor.detect import head_answers, kind_model
from extractor.detect.kind_features import headline_of, readings
from extractor.detect.kind_lines import ACTS, headed
from extractor.layout.zones_address import addressed, personal
from extractor.layout.zones_page import published
from extractor.layout.zones_view import DATE, GROUNDS, LABEL, MONTHS, kind_of, operative, unspaced
from extractor.schema.analysis import Analysis
from extractor.schema.facts import DocumentKind
from extractor.schema.outline import Paragraph, ParagraphRole

_DATA: Final = load("head")
#: A line that begins with a day, and so many paragraphs are looked at for such.
_DAY: Final = re.compile(
    rf"(?:{DATE}|\d{{1,2}}(?:\s?[-–]\s?\d{{1,2}})?\s{MONTHS}|\d{{1,2}}\.\d{{2}}(?!\d))", re.IGNORECASE
)
_DAYS: Final = 200
_FIRST_POINT: Final = re.compile(r"1\.\s")
_ANNOUNCED: Final = re.compile(load("agenda")["announced"]["pattern"], re.IGNORECASE)
_HEADLINES: Final = tuple((e["kind"], re.compile(e["pattern"], re.IGNORECASE)) for e in _DATA["headline"])
_SELF: Final = tuple((e["kind"], re.compile(e["pattern"], re.IGNORECASE)) for e in _DATA["selfname"])
#: Every self-name has one of these: looking for them first is much cheaper.
_THIS: Final = (
    "астоящ",
    "анно",
    "анны",
    "цей ",
    "Цей ",
    "ього ",
    "цим ",
    "Цим ",
    "ьому ",
    "це р",
    "Це р",
    "я п",
    "ієї п",
    "аного ",
    "ане р",
    "онтроль за ",
)
_LETTER: Final = re.compile(r"\b(?:з повагою|с уважением|шановн(?:ий|а|і)\b|уважаем(?:ый|ая|ые)\b)", re.IGNORECASE)
#: A page that gives figures of what was achieved, announced as such in its first words.
_ACCOUNT: Final = re.compile(r"(?:основні показники|показники діяльності|основные показатели)", re.IGNORECASE)
#: … or in its first line: what was to be done, and how it is done.
_REPORTED: Final = re.compile(
    r"(?:інформація|довідка|звіт|информация|справка|отч[её]т)\s(?:про|щодо|о|об)\s"
    r"(?:виконання|реалізацію|стан|хід|результати|підсумки|выполнении|исполнении|реализации|состоянии|ходе|итогах)\b",
    re.IGNORECASE,
)
_PROGRAMME: Final = re.compile(
    r"(?:паспорт\b|муниципальная программа|государственная программа|відповідальний виконавець|"
    r"ответственный исполнитель)",
    re.IGNORECASE,
)
_STORY: Final = re.compile(
    r"(?:\d{1,2} \w+|сьогодні|вчора|учора|минулого|цього тижня|днями|сегодня|вчера)\b", re.IGNORECASE
)
#: A piece of a programme keeps speaking of it; news speak of one now and then.
_PROGRAMMES: Final = re.compile(r"\b(?:под|під)?програм+[а-яії]+", re.IGNORECASE)
_MANY: Final = 8
#: So begin the grounds of an act, which may say who decided what before.
_GROUND: Final = re.compile(
    r"(?:враховуючи|розглянувши|беручи|зважаючи|у зв'язку|учитывая|рассмотрев|в связи)", re.IGNORECASE
)
#: Somebody signed, issued or adopted an act: so speak news of it.
_SIGNED: Final = re.compile(
    r"\b(?:підписа|вида|ухвали|прийня|подписа|изда|приня)(?:в|ла|ли|л)\s(?:розпорядження|наказ|рішення|постанову|указ|"
    r"распоряжение|приказ|решение|постановление)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[«\"]?(?:про|о|об|щодо)\s", re.IGNORECASE)
#: Minutes say who sat and on what.
_SITTING: Final = re.compile(
    r"\b(?:присутні|присутствовали|порядок денний|повестка дня|слухали|слушали)\b", re.IGNORECASE
)
#: So begins what is read out to a gathering, above its greeting.
_READ_OUT: Final = re.compile(
    r"(?:(?:публічн|річн|щорічн|звітн|публичн|годов|ежегодн|отч[её]тн)\w{1,2}\s)?"
    r"(?:звіт|доповідь|отч[её]т|доклад|підсумки|итоги)\b",
    re.IGNORECASE,
)
#: A letter sends what it is with, or asks for something.
_SENDS: Final = re.compile(
    r"\b(?:надсила(?:ємо|ю)|направля(?:ємо|ю|ем)|подаємо|просимо|просим|пропонуємо|предлагаем)\b", re.IGNORECASE
)
#: A requisite that only acts have.
_NUMBERED: Final = re.compile(r"(?:№|N)\s?\d")
#: How far down a page the head of what it shows whole may stand.
_PRINTED: Final = 15
#: How far down a text a name of its kind may stand.
_NEAR: Final = 12
#: How far down a letter may greet.
_GREETED: Final = 6
#: How long an opening that names its kind may be.
_ONE_LINE: Final = 500
#: How long a line that is like a headline may be.
_HEADLINE: Final = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind, the span that shows it, how sure the rule is (1: the document says so itself), and which rule it was."""

    kind: DocumentKind
    span: tuple[int, int] | None
    score: float
    rule: str


def kind(analysis: Analysis, *, learned: bool = True) -> tuple[DocumentKind, tuple[int, int] | None, float]:
    """The kind, the span that shows it, and the calibrated probability that it is right.

    Where a line of the document names its kind, that stands; elsewhere a model that weighs the rule's word with the
    rest of what the document shows may overrule it. Without the model, or with `learned` off, it is the rules' kind,
    with their own score."""
    by_rule = ruled(analysis)
    probable = kind_model.probabilities(analysis, by_rule.kind, by_rule.rule) if learned else None
    if probable is None:
        return by_rule.kind, by_rule.span, by_rule.score
    best = kind_model.chosen(probable, by_rule.kind, by_rule.rule)
    return best, by_rule.span if best == by_rule.kind else _headline_span(analysis), round(probable[best], 3)


def _headline_span(analysis: Analysis) -> tuple[int, int] | None:
    return next(((p.start, p.end) for p in analysis.outline.paragraphs if p.role == "title"), None)


def ruled(analysis: Analysis) -> Verdict:
    """The kind by rules alone."""
    paragraphs = analysis.outline.paragraphs
    named = next((p for p in paragraphs if p.role == "kind"), None)
    if named is not None:
        found = kind_of(_line(analysis, named))
        if found is not None and _told_of(analysis, named):
            return _verdict("news", (named.start, named.end), 0.7, "told_of")
        if found is not None:
            return _verdict(found[0], (named.start, named.end), 1.0, "named")
    headline = headline_of(analysis)
    if headline is not None and _is_page(analysis):
        return _of_page(analysis, headline)
    return _of_text(analysis, headline)


def _told_of(analysis: Analysis, named: Paragraph) -> bool:
    """Is the line that names an act a headline over news of it: «Розпорядження голови про збори», «голова підписав
    розпорядження …»? An act says who disposes, not that he signed, and
    news have no points and no signature."""
    paragraphs = list(analysis.outline.paragraphs)
    if "«" not in analysis.plain[named.start : named.end] or _by_operative(analysis, paragraphs):
        return False
    if any(p.role == "signature" or _FIRST_POINT.match(_line(analysis, p, 10)) for p in paragraphs):
        return False
    lead = next((_line(analysis, p) for p in paragraphs if p.start >= named.end and p.role == "body"), "")
    return not _GROUND.match(lead) and _SIGNED.search(lead) is not None


def _verdict(found: str, span: tuple[int, int] | None, score: float, rule: str) -> Verdict:
    return Verdict(cast(DocumentKind, found), span, score, rule)


def _line(analysis: Analysis, p: Paragraph, longest: int = 700) -> str:
    return " ".join(analysis.plain[p.start : min(p.end, p.start + longest)].split())


def _is_page(analysis: Analysis) -> bool:
    if any(p.role == "addressee" for p in analysis.outline.paragraphs):
        return False
    hinted = any(h.field in ("published", "title") for h in analysis.outline.document.hints)
    requisites = [_line(analysis, p) for p in analysis.outline.paragraphs if p.role == "requisite"]
    if hinted or not requisites:
        return hinted
    return published(requisites[0]) is not None and not any(_NUMBERED.match(line) for line in requisites)


def _of_page(analysis: Analysis, headline: Paragraph) -> Verdict:
    title = _line(analysis, headline)
    span = (headline.start, headline.end)
    printed = _printed(analysis)
    if printed is not None:
        return printed
    body = [p for p in analysis.outline.paragraphs if p.role not in ("furniture", "title", "requisite")]
    speaks = _by_address(analysis, body)
    if speaks is not None:
        return speaks
    first = _line(analysis, body[0]) if body else ""
    for found, pattern in _HEADLINES:
        if pattern.search(title) and not (found == "report" and _tells_story(first)):
            return _verdict(found, span, 0.9, "headline")
    if _ACCOUNT.match(first):
        return Verdict("report", span, 0.8, "account")
    disposes = _operative_line(analysis, body)
    if disposes is not None:
        return disposes
    for p in body:
        act = operative(_line(analysis, p)) if p.end - p.start < 700 else None
        in_clause = body[0] is not p or _is_clause(title)
        if act is not None and p.role == "body" and in_clause and GROUNDS.match(first):
            return _verdict(act, (p.start, p.end), 0.8, "act_on_page")
    return Verdict("news", span, 0.9, "page")


def _printed(analysis: Analysis) -> Verdict | None:
    """An act or minutes that a page shows whole, with the line that heads them. A page that has several such lines and
    nothing that disposes is a digest; minutes alone hold decisions."""
    paragraphs = [p for p in analysis.outline.paragraphs if p.role not in ("furniture", "title")]
    heads = [(i, found) for i, p in enumerate(paragraphs) if (found := headed(_line(analysis, p))) is not None]
    if not heads or heads[0][0] >= _PRINTED:
        return None
    place, found = heads[0]
    several = any(other == found or found != "protocol" for _, other in heads[1:])
    if several and _by_operative(analysis, paragraphs[place:]) is None:
        return None
    return _verdict(found, (paragraphs[place].start, paragraphs[place].end), 0.9, "printed")


def _operative_line(analysis: Analysis, body: list[Paragraph]) -> Verdict | None:
    """An act that a page shows: its one operative word stands alone in a line, in capitals, above points. Minutes
    have several, or say who was heard."""
    lines = [_line(analysis, p, 100) for p in body]
    found = [i for i, line in enumerate(lines) if " " not in unspaced(line) and operative(line)]
    if len(found) != 1 or any(map(_SITTING.match, lines)) or not lines[found[0]].isupper():
        return None
    i = found[0]
    if i + 1 == len(body) or body[i + 1].role != "point":
        return None
    return _verdict(str(operative(lines[i])), (body[i].start, body[i].end), 0.9, "operative")


def _tells_story(line: str) -> bool:
    """Does the text open as news do, with the day something happened, or with a look back?"""
    return bool(_STORY.match(line))


def _of_text(analysis: Analysis, headline: Paragraph | None) -> Verdict:
    paragraphs = [p for p in analysis.outline.paragraphs if p.role not in ("furniture", "cell")]
    if not paragraphs:
        return _verdict("plan" if analysis.outline.plans else "other", None, 0.3, "empty")
    first = next((p for p in paragraphs if p.role not in ("annex", "requisite")), paragraphs[0])
    opening = _line(analysis, first)
    roles = {p.role for p in paragraphs}
    is_headed = headline is first and not _is_clause(opening)
    return (
        _by_title(analysis, headline)
        or _by_address(analysis, paragraphs)
        or (None if is_headed else _by_operative(analysis, paragraphs))
        or _by_opening(first, opening)
        or (None if is_headed or "addressee" in roles else _by_self_name(analysis, paragraphs))
        or _by_account(first, opening, roles)
        or _by_letter_roles(roles & {"reply", "addressee"})
        or (_printed(analysis) if "letterhead" in roles else None)
        or _by_letter_roles(roles)
        or _by_first_lines(analysis, paragraphs, first)
        or _by_shape(analysis, paragraphs, opening, roles)
    )


def _by_address(analysis: Analysis, paragraphs: list[Paragraph]) -> Verdict | None:
    """A letter says to whom it speaks and what for: it greets an official and asks or informs, or it begins with what
    it answers («На Ваш лист від …»)."""
    lines = [_line(analysis, p) for p in paragraphs[:_NEAR]]
    opening = next((line for line, p in zip(lines, paragraphs, strict=False) if p.role in ("body", "point")), "")
    if head_answers.answers(opening):
        return _verdict("letter", None, 0.9, "answers")
    greeted = next((i for i, line in enumerate(lines[:_GREETED]) if addressed(line)), None)
    if greeted is None or not any(head_answers.speaks(line) for line in lines[greeted + 1 :]):
        return None
    if not personal(lines[greeted]) and _is_speech(analysis, paragraphs[greeted], lines[greeted + 1 :]):
        return None
    return _verdict("letter", (paragraphs[greeted].start, paragraphs[greeted].end), 0.9, "salutation")


def _is_speech(analysis: Analysis, greeting: Paragraph, below: list[str]) -> bool:
    """Is it an account read out to a gathering: «Отчет главы», «Уважаемые депутаты!», «Докладываю …»? A letter that
    sends such a paper has an addressee, or says that it sends or asks."""
    if any(p.role in ("addressee", "reply") for p in analysis.outline.paragraphs):
        return False
    lines = (p for p in analysis.outline.paragraphs if p.end <= greeting.start and p.role != "furniture")
    above = (_line(analysis, p) for p in lines)
    return any(map(_READ_OUT.match, above)) and not any(map(_SENDS.search, below[:2]))


def _by_letter_roles(roles: set[ParagraphRole]) -> Verdict | None:
    if roles & {"reply", "addressee"}:
        return Verdict("letter", None, 0.9, "addressed")
    return Verdict("letter", None, 0.9, "letterhead") if {"letterhead", "title"} <= roles else None


def _has_days(analysis: Analysis) -> bool:
    """Do lines begin with days, as those of a plan of what is to come?"""
    return sum(_DAY.match(_line(analysis, p, 40)) is not None for p in analysis.outline.paragraphs[:_DAYS]) > 1


def _by_title(analysis: Analysis, headline: Paragraph | None) -> Verdict | None:
    """A paper whose title begins with the word for its kind in capitals («ЗВІТ про …», «ПРАВИЛА користування …»), or
    announces what will be done («Заходи, які відбудуться …»). Below an operative word it heads what an act adopts."""
    if headline is None or _by_operative(analysis, _above(analysis, headline)):
        return None
    line = _line(analysis, headline)
    if _ANNOUNCED.match(line) and _has_days(analysis):
        return _verdict("plan", (headline.start, headline.end), 1.0, "title_names")
    named = kind_of(line)
    if named is None or named[0] not in ("plan", "report", "other", "letter") or not unspaced(line)[:5].isupper():
        return None
    return _verdict(named[0], (headline.start, headline.end), 1.0, "title_names")


def _above(analysis: Analysis, line: Paragraph) -> list[Paragraph]:
    return [p for p in analysis.outline.paragraphs if p.end <= line.start and p.role not in ("furniture", "cell")]


def _by_operative(analysis: Analysis, paragraphs: list[Paragraph]) -> Verdict | None:
    for p in paragraphs:
        act = operative(_line(analysis, p)) if p.end - p.start < 700 and p.role in ("body", "heading") else None
        if act is not None:
            return _verdict(act, (p.start, p.end), 0.9, "operative")
    return None


def _by_opening(first: Paragraph, opening: str) -> Verdict | None:
    """A plan, programme or report that begins with its own name; minutes may go on in the same paragraph."""
    named = kind_of(opening) if not opening.endswith(";") else None
    if first.end - first.start >= _ONE_LINE and not (
        named is not None and named[0] == "protocol" and _SITTING.search(opening)
    ):
        return None
    if named is None or named[0] not in ("plan", "report", "protocol") or not named[1] or first.role == "point":
        return None
    return _verdict(named[0], (first.start, first.end), 0.9, "opening")


def _by_account(first: Paragraph, opening: str, roles: set[ParagraphRole]) -> Verdict | None:
    """An account whose first line says so («Інформація про виконання заходів»), above the heads of its columns."""
    if "reply" in roles or first.role not in ("letterhead", "title", "heading") or not _REPORTED.match(opening):
        return None
    return Verdict("report", (first.start, first.end), 0.9, "title_names")


def _by_self_name(analysis: Analysis, paragraphs: list[Paragraph]) -> Verdict | None:
    """«Цей Закон …», «настоящее постановление …», where the text is not news about an act."""
    if not any(word in analysis.plain for word in _THIS):
        return None
    for found, pattern in _SELF:
        hit = next((h for p in paragraphs if (h := pattern.search(analysis.plain, p.start, p.end))), None)
        if hit is not None:
            return _verdict(found, hit.span(), 0.8, "self_name")
    return None


def _by_first_lines(analysis: Analysis, paragraphs: list[Paragraph], first: Paragraph) -> Verdict | None:
    for p in paragraphs[:_NEAR]:
        line = _line(analysis, p)
        named_by = (*readings(line), *_capital_lines(analysis, p)) if p.role != "annex" else ()
        for printed in named_by if p.end - p.start < 300 else ():
            named = kind_of(printed)
            if named is not None and (p is first or not named[1] or p.role in ("title", "heading")):
                return _verdict(named[0], (p.start, p.end), 0.8, "first_lines")
        if _PROGRAMME.match(line):
            return Verdict("plan", (p.start, p.end), 0.7, "programme")
        headed_as = _like_headline(line) if p.role in ("body", "heading") else None
        if headed_as is not None:
            return _verdict(headed_as, (p.start, p.end), 0.7, "headline_below")
    if any(_LETTER.match(_line(analysis, p)) for p in (*paragraphs[:4], *paragraphs[-4:])):
        return Verdict("letter", None, 0.6, "greeting")
    return None


def _capital_lines(analysis: Analysis, p: Paragraph) -> list[str]:
    """The lines of a heading in capitals: «ЛУГІВСЬКА ГРОМАДА / СТРАТЕГІЯ РОЗВИТКУ»."""
    lines = analysis.text[p.start : p.end].split("\n") if p.role in ("heading", "title", "letterhead") else []
    return [" ".join(line.split()) for line in lines if line.isupper()] if len(lines) > 1 else []


def _like_headline(line: str) -> str | None:
    """The kind that a line below a site's own lines names as headlines do: «Звіт про роботу центру за рік». A sentence
    of the text is none."""
    if len(line) > _HEADLINE or line.endswith((".", ":", ";", ",")):
        return None
    return next((kind for kind, pattern in _HEADLINES if kind not in ACTS and pattern.search(line)), None)


def _by_shape(analysis: Analysis, paragraphs: list[Paragraph], opening: str, roles: set[ParagraphRole]) -> Verdict:
    if analysis.outline.plans:
        return Verdict("plan", None, 0.7, "plan_table")
    if paragraphs[0].role == "annex":
        return Verdict("plan", None, 0.5, "annex")
    if "title" in roles and _is_clause(opening):
        return Verdict("decree", None, 0.5, "clause")
    if len(_PROGRAMMES.findall(analysis.plain)) >= _MANY:
        return Verdict("plan", None, 0.4, "programmes")
    if LABEL.match(opening) or "heading" in {p.role for p in paragraphs[:3]}:
        return Verdict("other", None, 0.5, "list")
    return Verdict("news", None, 0.6, "prose")


def _is_clause(line: str) -> bool:
    """An act's title begins «Про …», «Об …»; a headline has a verb or names people."""
    return bool(_CLAUSE.match(line))
