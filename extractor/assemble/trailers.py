"""What stands under a point and says who and when: «Відповідальний: …», «Термін: …»; in list plans without labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractor.assemble import ordering
from extractor.detect import deadlines, parties
from extractor.detect.parties_words import start_of
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Deadline, Party
from extractor.text.language import language_of

_LABEL: Final = re.compile(
    r"(?P<who>(?:відповідальн|ответственн)\w+|виконав(?:ець|ці)|исполнител[ьи]|відп\.|отв\.)"
    r"(?:\s+(?:за|особ[аи]|лицо|лица|виконання|виконавці|исполнение|выполнение|исполнители)){0,3}\s*[:\-]\s*"
    r"|(?P<when>термін\w*|строк\w*|срок\w*)(?:\s+(?:виконання|проведення|исполнения|выполнения|проведения))?\s*[:\-]\s*",
    re.IGNORECASE,
)
#: A label inside a paragraph comes after the end of a sentence or in a bracket.
_BEFORE: Final = re.compile(r"(?:[.;,)]\s*|\(|\n)\Z")
#: What a full stop or a bracket belongs to: an initial, «(за згодою)».
_INITIAL: Final = re.compile(r"(?:\b[А-ЯІЇЄҐ]|\([^()]*)\Z")
_FIRST: Final = re.compile(r"[,;(\n]")
#: A line that is nothing but parties, or nothing but a term, is no longer than this.
_LONGEST: Final = 400
_LONGEST_TERM: Final = 100
#: A line of columns begins with its term: «до», «з» may stand before the day.
_MARKER: Final = 4
#: Who signs, with his initials: the day before him is that of the signature.
_SIGNER: Final = re.compile(
    r"[А-ЯІЇЄҐЁ]\.\s?(?:[А-ЯІЇЄҐЁ]\.\s?)?(?:[А-ЯІЇЄҐЁ][\w'-]+\s?)?\Z|\s[А-ЯІЇЄҐЁ][\w'-]+\s[А-ЯІЇЄҐЁ]{3,}\s?\Z"
)
_LINE: Final = re.compile(r"[^\n]+")
_CLOCK: Final = re.compile(r"[\s,-]*(?:(?:об?\s)?(?:[01]?\d|2[0-3])[.:]\d\d(?:\s?год\w*\.?)?\s+)?")


@dataclass(frozen=True, slots=True)
class Trailer:
    """The end of the action's own text, and what the lines behind it say."""

    end: int
    parties: tuple[Party, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


def read(analysis: Analysis, start: int, end: int, following: Sequence[tuple[int, int]], *, listed: bool) -> Trailer:
    """The trailer of the point text[start:end] with the paragraphs that follow it up to the next point.

    Lines of parties without a label count in plans set as lists (`listed`) only."""
    who: list[Party] = []
    when: list[Deadline] = []
    stop = end
    for i, (a, b) in enumerate([(start, end), *following]):
        labels = [m for m in _LABEL.finditer(analysis.plain, a, b) if _stands_apart(analysis.plain, a, m.start())]
        if i and not labels:
            if _is_term(analysis, a, b, when) or (listed and _names(analysis, a, b, who)):
                continue
            if not who and not when:
                _term_and_names(analysis, [(a, b), *following[i:]], who, when)
            break
        if i and labels[0].start() > a + 2:
            break
        if not i and labels:
            stop = labels[0].start()
        for label, until in zip(labels, [*(m.start() for m in labels), b][1:], strict=True):
            _labelled(analysis, label, until, who, when)
    while stop > start and analysis.plain[stop - 1] in " (\n":
        stop -= 1
    return Trailer(stop, tuple(who), tuple(when))


def _stands_apart(plain: str, start: int, at: int) -> bool:
    return not plain[start:at].strip() or _BEFORE.search(plain, start, at) is not None


def _labelled(analysis: Analysis, label: re.Match[str], end: int, who: list[Party], when: list[Deadline]) -> None:
    if label.group("when"):
        when += deadlines.in_cell(analysis.plain, label.end(), end, analysis.context)
    else:
        spoken = language_of(analysis.plain[label.end() : end], analysis.language)
        stop = _without_stop(analysis.plain, label.end(), end)
        who += parties.in_cell(analysis.text, analysis.plain, label.end(), stop, spoken)


def _without_stop(plain: str, start: int, end: int) -> int:
    """The end of a list without the marks behind it; an initial keeps its full stop."""
    stop = end
    while stop > start and plain[stop - 1] in " .;,)\n":
        stop -= 1
    return stop + 1 if _INITIAL.search(plain, start, stop) and plain[stop : stop + 1] in (".", ")") else stop


def _is_term(analysis: Analysis, start: int, end: int, when: list[Deadline]) -> bool:
    """Is the paragraph nothing but a term («до 01.09.2022»)? Takes it."""
    if end - start > _LONGEST_TERM:
        return False
    found = deadlines.in_cell(analysis.plain, start, end, analysis.context)
    covered = sum(b - a for d in found for a, b in d.spans)
    if not found or 3 * covered < 2 * len(analysis.plain[start:end].strip()):
        return False
    when += found
    return True


def _term_and_names(
    analysis: Analysis, lines: Sequence[tuple[int, int]], who: list[Party], when: list[Deadline]
) -> None:
    """Takes the columns of a page that stand in one line under a point: «22.01.2019 Відділ культури», with what goes on
    with the name on the next line. A line that tells of somebody's deed is none."""
    (start, end), *below = lines
    plain = analysis.plain
    found = deadlines.in_cell(plain, start, min(end, start + _LONGEST_TERM), analysis.context)
    spans = [span for d in found for span in d.spans]
    if not spans or min(a for a, _ in spans) > start + _MARKER:
        return
    begin = _past_clock(plain, max(b for _, b in spans), end)
    first = _FIRST.split(plain[begin:end])[0].rstrip(" .")
    language = language_of(plain[begin:end], analysis.language)
    if end - start > _LONGEST or start_of(first, language, "nom") != "party":
        return
    if _SIGNER.search(plain, begin, end) is not None:
        return
    if ordering.acts(analysis, begin, end) or ordering.tells(analysis, begin, end):
        return
    pieces = []
    for line in _LINE.finditer(plain, begin, end):
        a = _past_clock(plain, *line.span())
        pieces.append((a, _without_stop(plain, a, line.end())))
    if below and not plain[begin:end].rstrip().endswith("."):
        a = _past_clock(plain, below[0][0], below[0][1])
        if below[0][1] - a <= _LONGEST_TERM and plain[a : a + 1].islower():
            pieces.append((a, _without_stop(plain, a, below[0][1])))
    when += found
    who += parties.in_pieces(analysis.text, plain, pieces, language)


def _past_clock(plain: str, start: int, end: int) -> int:
    """`start` moved past spaces and a time of day."""
    hit = _CLOCK.match(plain, start, end)
    return hit.end() if hit is not None else start


def _names(analysis: Analysis, start: int, end: int, who: list[Party]) -> bool:
    """Is the paragraph nothing but parties? Takes them."""
    piece = analysis.plain[start:end]
    language = language_of(piece, analysis.language)
    if (
        end - start > _LONGEST
        or ":" in piece
        or start_of(_FIRST.split(piece)[0].rstrip(" ."), language, "nom") not in ("party", "either")
    ):
        return False
    if ordering.infinitive(analysis, start, end) is not None:
        return False
    stop = _without_stop(analysis.plain, start, end)
    who += parties.in_cell(analysis.text, analysis.plain, start, stop, language)
    return True
