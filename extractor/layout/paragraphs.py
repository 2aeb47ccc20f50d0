"""Paragraphs: the reader's blocks, or in plain text the lines joined where they are mere wraps.

Plain text reaches us wrapped by a typist at 60-90 columns, unwrapped, or (tokenised corpora) unwrapped with a
point's number alone on a line. A lower-case beginning joins in all of them; a capital only where the text is
wrapped and the line above is full; lines in capitals join up to the next body, kind or title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extractor.layout.zones_address import DATIVE
from extractor.layout.zones_view import DATE
from extractor.normalize.words import readings
from extractor.schema.analysis import Language
from extractor.schema.document import Document
from extractor.schema.outline import Paragraph, ParagraphRole

_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
#: A line that begins a thing of its own, never the rest of the line above.
_OPENS: Final = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})* ?[.)]|[IVXІХV]{1,6} ?[.)]|[а-яіїєґa-z] ?\)|[•*·▪]\s|(?:№|N) ?[\d_]|"
    r"(?:Стаття|Статья|Розділ|Раздел|Глава|ГЛАВА|РОЗДІЛ|РАЗДЕЛ|СТАТТЯ|СТАТЬЯ) [\dIVXІХ]|"
    r"Додат(?:ок|ки)\b|ДОДАТОК|Приложени[ея]|ПРИЛОЖЕНИ|З ?А ?Т ?В ?Е ?Р ?Д ?Ж|У ?Т ?В ?Е ?Р ?Ж ?Д|Затверджен[оаі]\b|"
    r"Утвержден[оаы]?\b|Погоджено|ПОГОДЖЕНО|Согласовано|СОГЛАСОВАНО)(?!\S*\d{4})"
)
_DASHED: Final = re.compile(r"[-–—]\s?\S")
#: A point's number, or a division's, alone on its line: its text follows on the next.
_LABEL_ALONE: Final = re.compile(
    r"\s*(?:\d{1,3}(?:\.\d{1,3})* ?[.)]|[IVXІХ]{1,6} ?\.|[а-яіїєґ] ?\)|[-–—•]|"
    r"(?:Розділ|Раздел) [IVXІХ\d]{1,4} ?\.?|№|N)\s*\Z"
)
#: An item that acts, in a list whose items are parted by commas.
_ACTING_ITEM: Final = re.compile(r"[а-яіїєґ']{3,}(?:ти|тися|тись|ать|ять|еть|ить|ться|сти)\s")
#: A point that has only named whom it addresses: «3. Керівникам структурних підрозділів», «1. Службі доріг».
_ADDRESSES: Final = re.compile(
    r"\d{1,3}(?:\.\d{1,3})* ?[.)] ?(?P<whom>[А-ЯІЇЄҐЁ][\w'’-]*(?:ам|ям|ому|ові|еві|єві|ю|у)|"
    r"(?:Служб|Рад|Установ|Палат|Дільниц)[іе]|(?:Адміністраці|Інспекці|Комісі|Дирекці|Агенці|Поліці)ї|"
    r"(?:Администраци|Инспекци|Комисси|Дирекци|Полици)и)(?: [\w'’-]+){0,7}\Z"
)
#: Words that show the line to be a sentence: what is to be done, or what was («прийнято», «утверждено»).
_PREDICATE: Final = re.compile(r"[а-яіїєґё'’]{2,}(?:ти|тися|ть|ться|сти|чь|[аяеєіїоу]но|[аяиіїу]то)(?![\w'’])")
#: A day without its year at the end of a line, and the year that the next one begins with.
_DAY_LAST: Final = re.compile(
    r"\d ?(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|січня|лютого|березня|"
    r"квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня)\s*\Z",
    re.IGNORECASE,
)
#: A line that begins with a time of day is one of an agenda under a day alone, or under another such line.
_CLOCK_FIRST: Final = re.compile(r"(?:об?|з|із|с|в) (?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d)", re.IGNORECASE)
DAY_ALONE: Final = re.compile(
    r"\d{1,2} (?:січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|января|февраля|"
    r"марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)(?: \d{4}(?: року| года)?)?"
    r"(?:[,.]? ?\(?[а-яіїє'’]{5,12}\)?)?\s*\Z",
    re.IGNORECASE,
)
_YEAR_FIRST: Final = re.compile(r"(?:19|20)\d\d\b")
#: A title in quotation marks, whole: no line goes on with it.
_QUOTED_TITLE: Final = re.compile(r"[«\"“„](?:Про|Об?|ПРО|ОБ?)\s[^«»\"“”„]+[»\"”]\Z")
#: The same without its mark: taken for a point's number only where it goes on counting.
_NUMBER_ALONE: Final = re.compile(r"(\d{1,2})(?: ?[.)])?\Z")
_ENDS: Final = re.compile(r"[.!?:;…]\s?[»\")]*\s*\Z")
#: An abbreviation that cannot end a sentence: what it shortens stands before a name or a number.
_SHORTENED: Final = re.compile(
    r"(?<![\w-])(?:смт|пгт|р\. ?п|вул|ул|пров|пер|просп|пл|ім|им|ст|п|пп|ч|кв|буд|тов|гр|св|акад|проф|[мгсд])\s?\.\s*\Z"
)
#: A word or a mark that cannot end a paragraph.
_HANGS: Final = re.compile(
    r"(?:[,–—-]|\s(?:і|й|та|и|або|или|чи|в|у|во|на|по|з|із|зі|с|со|до|від|от|про|о|об|для|за|при|к|ко|під|под|над|"
    r"між|между|через|без|щодо|как|як|що|что|не|№))\s*\Z",
    re.IGNORECASE,
)
_AFTER_NUMBER: Final = re.compile(r"\d\s*г\s?\.\s*\Z")
_SMALL: Final = re.compile(r"[\"(«„“]?\s?[a-zа-яёіїєґ]")
_DATED: Final = re.compile(r"(?:от|від|вiд)\s?[«\"_\d]")
#: A line that is complete as it stands: a kind, a date with a number, a place, a phone, an e-mail.
_CLOSED: Final = re.compile(
    r"\s*(?:(?:№|N)\s?[\w/.-]+|(?:(?:от|від)\s)?[«\"]?\s?[\d_]{1,2}\s?[»\"]?[\s.]\S+.{0,40}(?:№|N)\s?[\w/.-]*|"
    r"[+(\d][\d\s()+-]{4,18})\s*\Z"
)
_PLACE: Final = re.compile(
    r"\s*(?:м|г|с|смт|пгт|р\. ?п|рп|сел|д|ст)\s?\.\s?[А-ЯІЇЄҐЁ][\w'’-]+(?:[ -]+[А-ЯІЇЄҐЁ][\w'’-]+)?\s*\Z"
)
#: The line of an act's requisites that begins with the place: «г. Луговое   № 2   14 марта 2019 года».
_PLACED: Final = re.compile(
    r"(?:м|г|с|смт|пгт|р\. ?п|рп|сел|д|ст)\s?\.\s?[А-ЯІЇЄҐЁ][\w'’-]+(?:[ -][А-ЯІЇЄҐЁ][\w'’-]+)?,?\s+"
    r"(?:№|N|[«\"]?\d{1,2}[»\".\s]|від|от)"
)
_KIND: Final = re.compile(
    r"\s*(?:постановление|постанова|розпорядження|распоряжение|наказ|приказ|рішення|решение|указ|закон|протокол|лист|"
    r"письмо|план|програма|программа|положення|положение|порядок|звіт|отчет|отчёт|проект|проєкт)\s*\Z",
    re.IGNORECASE,
)
_APPROVED: Final = re.compile(r"\W*(?:затвердж|утвержд|додат|приложен|погодж|согласов|схвал)", re.IGNORECASE)
#: A body's head noun in the nominative, an act's kind or its «Про …»: a new line of the letterhead begins.
_HEADS_UNIT: Final = re.compile(
    r"(?:(?:[\w'’-]+ ){0,3}(?:СЕСІЯ|СЕССИЯ|СКЛИКАННЯ|СОЗЫВА?|ЗАСІДАННЯ|ЗАСЕДАНИЕ)\s*\Z|"
    r"УКРАЇНА|РОССИЙСКАЯ ФЕДЕРАЦИЯ|(?:ПРО|О|ОБ|ЩОДО)\s|ПОСТАНОВ|РОЗПОРЯД|РАСПОРЯЖ|НАКАЗ|ПРИКАЗ|РІШЕН|РЕШЕН|УКАЗ|"
    r"(?:ФЕДЕРАЛЬНЫЙ )?ЗАКОН|ПРОТОКОЛ|[А-ЯІЇЄҐ]*ШАНОВН|УВАЖАЕМ|ПЛАН|ЛИСТ|ПИСЬМО|ТЕЛЕГРАМ|ТЕЛЕФОНОГРАМ|"
    r"\w(?: \w){3}|(?:[А-ЯІЇЄҐЁ'’-]+ ){0,5}(?:АДМІНІСТРАЦІЯ|АДМИНИСТРАЦИЯ|"
    r"РАДА|ДУМА|СОВЕТ|СОБРАНИЕ|ЦЕНТР|ДЕПАРТАМЕНТ|УПРАВЛІННЯ|УПРАВЛЕНИЕ|ВІДДІЛ|ОТДЕЛ|МІНІСТЕРСТВО|МИНИСТЕРСТВО|КОМІТЕТ|"
    r"КОМИТЕТ|СЛУЖБА|ЛІЦЕЙ|ЛИЦЕЙ|ГІМНАЗІЯ|ГИМНАЗИЯ|ШКОЛА|КОЛЕДЖ|КОЛЛЕДЖ|ЛІКАРНЯ|БОЛЬНИЦА|АРХІВ|АРХИВ|МУЗЕЙ|"
    r"ІНСТИТУТ|ИНСТИТУТ|УНІВЕРСИТЕТ|УНИВЕРСИТЕТ|ІНСПЕКЦІЯ|ИНСПЕКЦИЯ|КОМІСІЯ|КОМИССИЯ|АГЕНТСТВО|ПРАВИТЕЛЬСТВО|ГЛАВА|ПРЕЗИДЕНТ|ГУБЕРНАТОР|ОБЛАСТЬ|РАЙОН|РЕСПУБЛИКА|КРАЙ|ОКРУГ|"
    r"ПОСТАНОВЛЯЄ|ПОСТАНОВЛЯЕТ|ПОСТАНОВЛЯЮ|НАКАЗУЮ|ПРИКАЗЫВАЮ|ВИРІШИЛА|ВИРІШИВ|РЕШИЛА?)\b)"
)
_CONTACT: Final = re.compile(
    r"(?:вул|ул|просп|пл|пров|пер|бульв|майдан|тел|факс|код єдрпоу|(?:e|е)\s?-?\s?mail)\b", re.IGNORECASE
)
#: The name alone of who signs: nothing goes on with it.
_SIGNED: Final = re.compile(r"\s*(?:[А-ЯІЇЄҐЁ]\s?\.\s?){2}[А-ЯІЇЄҐЁ][А-ЯІЇЄҐЁа-яіїєґё'’-]+\s*\Z")
#: The head of a letter in two columns: its own number and date, or those of what it answers, and a wide gap.
_BESIDE: Final = re.compile(
    r"(?:(?P<answers>(?i:на)\s{1,3}(?:№|N)\s?[\w/.-]{1,30}"
    r"(?:\s{1,3}(?:від|от)\s{1,3}[\w.]{1,12}(?: [\w.]{1,12}){0,3})?)"
    rf"|(?:(?:від|от)\s{{1,3}})?(?:{DATE}|_{{2,40}})\s{{1,3}}(?:№|N)\s?[\w/.-]{{1,40}}"
    rf"|(?:[Вв]их\s?\.\s?)?(?:№|N)\s?[\w/.-]{{1,30}}\s{{1,3}}(?:від|от)\s{{1,3}}(?:{DATE}))"
    r"(?P<gap> {3,}|[ ]*\t[ \t]*)(?=[А-ЯІЇЄҐЁ«])"
)
#: So many lines down such a head may stand.
_HEAD: Final = 40
_LETTER: Final = re.compile(r"[^\W\d_]")
#: Text counts as wrapped where no more lines than this share are longer than its column.
_OVERLONG: Final = 0.03
#: A title or a name that is longer than this is no title any more, and no quotation is followed through it.
_SHORT: Final = 250
#: The end of a line that tells whether it can be the last of a paragraph.
_TAIL: Final = 14
#: The longest line, in characters, that a typewriter's page or a wrapped file has.
_TYPIST: Final = 130


@dataclass(frozen=True, slots=True)
class _Lines:
    """What the lines of a stretch have in common: the column they are wrapped at (0: none).

    `indented`: paragraphs are told apart by an indent; `narrow`: no line is longer than a typist's."""

    text: str
    width: int
    indented: bool
    narrow: bool


def find(document: Document) -> tuple[Paragraph, ...]:
    """All paragraphs, sorted; table cells with text have the role "cell"."""
    out: list[Paragraph] = []
    done = 0
    for block in document.blocks:
        out.extend(_of_lines(document.text, done, block.start))
        done = block.end
        if block.table is not None:
            cells = (_trim(document.text, c.start, c.end) for c in block.table.cells)
            out.extend(Paragraph(a, b, "cell") for a, b in cells if a < b)
        else:
            start, end = _trim(document.text, block.start, block.end)
            role: ParagraphRole = "body"
            if block.kind in ("header", "footer"):
                role = "furniture"
            elif block.kind == "heading":
                role = "heading"
            if start < end:
                out.append(Paragraph(start, end, role))
    out.extend(_of_lines(document.text, done, len(document.text)))
    return tuple(sorted(out, key=lambda p: p.start))


def _of_lines(text: str, start: int, end: int) -> list[Paragraph]:
    """Paragraphs of plain lines: wrapped lines are joined, blank lines part."""
    lines = [_trim(text, m.start(), m.end()) for m in _LINE.finditer(text, start, end)]
    lines = [(a, b) for a, b in lines if a < b]
    if not lines:
        return []
    narrow = max(b - a for a, b in lines) <= _TYPIST
    shared = _Lines(text, _wrap_width(lines), _is_indented(text, lines), narrow)
    head = [part for a, b in lines[:_HEAD] for part in _parted(text, a, b)]
    lines = [*head, *lines[_HEAD:]]
    out: list[Paragraph] = []
    last, counted, labelled = (0, 0), 0, False
    for a, b in lines:
        if out and (labelled or _continues(shared, out[-1], last, a, b)):
            out[-1] = Paragraph(out[-1].start, b)
        else:
            out.append(Paragraph(a, b))
        alone = _NUMBER_ALONE.match(text[a:b])
        labelled = alone is not None and counted > 0 and int(alone.group(1)) == counted + 1
        if labelled or (alone is not None and b - a > len(alone.group(1))):
            counted = int(alone.group(1)) if alone else 0
        last = (a, b)
    return out


def _parted(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The line, or its two columns: «14.02.2023 № 112      Голові громади», «На № 15 від 3.02.2023   Олені ГНАТЮК»."""
    beside = _BESIDE.match(text, start, end)
    if beside is None or not (beside["answers"] or DATIVE.match(text, beside.end(), end)):
        return ((start, end),)
    return ((start, beside.start("gap")), (beside.end(), end))


def _wrap_width(lines: list[tuple[int, int]]) -> int:
    """The column that a typist or a converter wrapped at; 0 where lines are whole paragraphs."""
    lengths = sorted(b - a for a, b in lines)
    if len(lengths) < 6:
        return 0
    width = lengths[-1 - int(len(lengths) * _OVERLONG)]
    full = sum(1 for n in lengths if n >= 0.75 * width)
    return width if 40 <= width <= _TYPIST and full >= 0.4 * len(lengths) else 0


def _is_indented(text: str, lines: list[tuple[int, int]]) -> bool:
    """Are paragraphs told apart by an indent of their first line?"""
    deep = sum(1 for a, _ in lines if _indent(text, a) >= 2)
    return 0 < deep <= 0.5 * len(lines)


def _indent(text: str, start: int) -> int:
    return start - (text.rfind("\n", 0, start) + 1)


def _continues(shared: _Lines, above: Paragraph, last: tuple[int, int], start: int, end: int) -> bool:
    """Is text[start:end] the rest of the paragraph above, whose last line is text[last]?"""
    text = shared.text
    gap = text[above.end : start]
    blank = gap.count("\n") > 1
    line_above = text[last[0] : last[1]]
    tail = line_above[-_TAIL:]
    if "\t" in gap or "\t" in line_above or text.find("\t", start, end) >= 0:
        return False
    if _LABEL_ALONE.match(line_above):
        return not blank and not _LABEL_ALONE.match(text, start, end)
    ended = bool(_ENDS.search(tail))
    if blank:
        dated = _DATED.match(text, start, end) and _CLOSED.match(text[start:end])
        return shared.narrow and text[start].islower() and len(line_above) > 40 and not ended and not dated
    full = 0 < 0.93 * shared.width <= len(line_above) + 1 + _first_word(text, start, end)
    verdict = _by_signs(text, above, line_above, start, end, runs_over=full and not ended)
    return verdict if verdict is not None else _runs_on(shared, line_above, start, end, full=full, ended=ended)


def _by_signs(text: str, above: Paragraph, line_above: str, start: int, end: int, *, runs_over: bool) -> bool | None:
    """Whether the lines belong together, where a mark of either says so; `runs_over`: the line above is full and its
    sentence has not ended."""
    if _OPENS.match(text, start, end):
        return runs_over and text[start] in "№N"
    if _DASHED.match(text, start, end):
        return runs_over and not line_above.endswith(",")
    if _KIND.match(line_above.replace(" ", "")) or any(p.match(line_above) for p in (_CLOSED, _PLACE)):
        return False
    if _CONTACT.match(text, start, end) and not _HANGS.search(line_above[-_TAIL:]):
        return False
    if (
        _PLACE.match(text[start:end])
        or _PLACED.match(text, start, end)
        or (text[start] == "(" and text[end - 1] == ")")
    ):
        return False
    if _DATED.match(text, start, end) and _CLOSED.match(text[start:end]):
        return bool(_APPROVED.match(text, above.start, above.end)) or runs_over
    if _stands_apart(text, above, line_above, start, end):
        return False
    return True if _closes_quote(text, above, start, end) or _is_cut(text, above, line_above, start, end) else None


def _stands_apart(text: str, above: Paragraph, line_above: str, start: int, end: int) -> bool:
    """Is the line above a whole title in quotation marks, are both items that act, of a list behind a colon, or lines
    of an agenda that begin with their time?"""
    if _CLOCK_FIRST.match(text, start, end) and (DAY_ALONE.match(line_above) or _CLOCK_FIRST.match(line_above)):
        return True
    if text[start].isupper() and _QUOTED_TITLE.match(text[above.start : above.end]):
        return True
    if not line_above.endswith(",") or _ACTING_ITEM.match(text, above.start, above.end) is None:
        return False
    if _ACTING_ITEM.match(text, start, end) is None:
        return False
    before = text[max(0, above.start - 400) : above.start].rstrip()[-160:]
    return before.endswith(":") or (before.endswith(",") and _ACTING_ITEM.match(before.rpartition("\n")[2]) is not None)


def _is_cut(text: str, above: Paragraph, line_above: str, start: int, end: int) -> bool:
    """Has the line above broken off in a bracket that this one closes, or behind the addressee of a point?"""
    if line_above.count("(") > line_above.count(")") and text.count(")", start, end) > text.count("(", start, end):
        return True
    if _DAY_LAST.search(line_above[-_TAIL:]) and _YEAR_FIRST.match(text, start, end):
        return True
    opening = " ".join(text[above.start : above.end].split()) if above.end - above.start < _SHORT else ""
    addressed = _ADDRESSES.match(opening) or (_ADDRESSES.match(line_above) if len(line_above) < _SHORT else None)
    return addressed is not None and not _PREDICATE.search(addressed.string) and _is_dative(addressed["whom"])


def _is_dative(word: str) -> bool:
    """Can a word in -у or -ю be a dative, as the dictionaries know it? «Директору» can, «Інформацію» cannot."""
    languages: tuple[Language, ...] = ("uk", "ru")
    found = [r.case for language in languages for r in readings(word.casefold(), language)]
    return not found or "dat" in found


def _closes_quote(text: str, above: Paragraph, start: int, end: int) -> bool:
    """Does this line close the quotation mark that a short paragraph above has left open?"""
    if above.end - above.start > _SHORT or _ENDS.search(text, max(above.start, above.end - _TAIL), above.end):
        return False
    left_open = text.count("«", above.start, above.end) - text.count("»", above.start, above.end)
    return left_open > 0 and text.count("»", start, end) - text.count("«", start, end) >= left_open


def _runs_on(shared: _Lines, line_above: str, start: int, end: int, *, full: bool, ended: bool) -> bool:
    """The cases of a line without a sign of its own: small letter, capitals, a full line above."""
    text, tail = shared.text, line_above[-_TAIL:]
    shortened = ended and bool(_SHORTENED.search(tail)) and not _AFTER_NUMBER.search(tail)
    if _SMALL.match(text, start, end):
        return not ended or shortened or (full and line_above.rstrip().endswith("."))
    if shortened or (_HANGS.search(tail) and not _is_capitals(line_above)):
        return True
    if _SIGNED.match(line_above):
        return False
    if _is_capitals(line_above) and _is_capitals(text[start:end]):
        return not ended and not _HEADS_UNIT.match(text, start, end)
    if not shared.width:
        return False
    if not full:
        return text[start] in "(«" and not ended and len(line_above) > 0.5 * shared.width
    if shared.indented:
        return _indent(text, start) < 2
    return not ended


def _is_capitals(line: str) -> bool:
    """Are all letters of this line capitals (and is it more than an abbreviation)?"""
    return line[:12] == line[:12].upper() and len(_LETTER.findall(line[:12])) > 2 and line == line.upper()


def _first_word(text: str, start: int, end: int) -> int:
    stop = text.find(" ", start, end)
    return (stop if stop > 0 else end) - start


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the white space around, and the bars that a table's borders leave at the end of a line; one that begins
    with a bar is a row."""
    while start < end and text[start].isspace():
        start += 1
    row = text[start : start + 1] == "|" and text[start:end].strip("| \n\t") != ""
    while end > start and (text[end - 1].isspace() or (text[end - 1] == "|" and not row)):
        end -= 1
    return start, end
