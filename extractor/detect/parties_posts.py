"""Persons named by one post in the plural: «директорам Озерного ліцею Гаю О.П., Лугової школи Бук Н.І.»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from extractor.detect.parties_text import View, tidy
from extractor.normalize import heads
from extractor.normalize.cases import best_group, groups, nominative
from extractor.normalize.phrases import cut
from extractor.normalize.words import Case
from extractor.schema.facts import Party

if TYPE_CHECKING:
    from extractor.schema.analysis import Language

#: A surname with initials behind it, as those named by their post are.
_PERSON: Final = re.compile(
    r"[А-ЯІЇЄҐЁ][а-яіїєґё'’-]+\s+[А-ЯІЇЄҐЁ]\.\s?(?:[А-ЯІЇЄҐЁ]\.?)?(?=\s*(?:[,;]|\Z|та\s|і\s|й\s|и\s))"
)
#: «заступникам директора з навчальної роботи Гаю О.П., з виховної Бук Н.І.»: no body begins so.
_LEADS_ON: Final = frozenset("з із зі по с со у в при на за".split())
#: A deputy of whom it is not said whose, and one of whom it is.
_DEPUTY: Final = re.compile(r"(?:(?:перш|перв)[а-яії]+\s+)(?:заступник|заместител)[а-яії]*", re.IGNORECASE)
_DEPUTY_OF: Final = re.compile(
    r"(?i:(?:(?:перш|перв)[а-яії]+\s+)?(?:заступник|заместител)[а-яії]*\s+)"
    r"(?P<owner>[\w'’]+(?:\s+[\w'’]+){0,3}?)(?=\Z|\s+(?:з|із|по)\s|,|\s+[-–—]\s|\s+[А-ЯІЇЄҐЁ])"
)
_NEXT: Final = re.compile(r"\s*(?:[,;]|та\s|і\s|й\s|и\s)\s*")


def with_owner(found: Sequence[Party]) -> list[Party]:
    """«Першим заступникам, заступникам міністра»: whose deputies they are is said once, behind the last of them."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        own = _DEPUTY.fullmatch(out[i].name)
        owned = _DEPUTY_OF.match(out[i + 1].name)
        if own is not None and owned is not None:
            out[i] = replace(out[i], name=f"{out[i].name} {owned['owner']}", spans=(*out[i].spans, *out[i + 1].spans))
    return out


def of_one_post(view: View, found: Sequence[Party], language: Language, case: Case) -> list[Party]:
    """«Директорам Озерного ліцею Гаю О.П., Лугової школи Бук Н.І.»: the post that is named once goes to each person."""
    if _PERSON.search(view.line) is None:
        return list(found)
    places = {offset: i for i, offset in enumerate(view.offsets)}
    out: list[Party] = []
    post: str | None = None
    owner = ""
    formed = False
    for party in found:
        at = places[party.spans[0][0]] if party.spans else -1
        last = places[party.spans[-1][1] - 1] + 1 if party.spans else -1
        own = _post_of_several(view.line[at:last], language, case) if at >= 0 else None
        post = own[0] if own is not None else post
        begin = at + own[1] if own is not None else at
        parts = _persons(view.line, begin, last) if post is not None else []
        if own is not None and parts:
            owner, formed = "", _formed(view.line[begin : parts[0][1]])
        several = [view.line[start:name_at] for start, name_at, _ in parts]
        fits = next((k for k, w in enumerate(several) if not _of_the_post(w, language, formed=formed)), len(parts))
        if post is None or not fits or (own is None and party.kind in ("official", "group")):
            out.append(party)
            post = None
            continue
        for k, (start, name_at, stop) in enumerate(parts[:fits]):
            person = nominative(tidy(view.line[name_at:stop]), language, case=None if case == "nom" else case)
            # «заступникам голови Гаю О.П., Бук Н.І.»: whose it is goes to those who have no owner of their own
            owner = tidy(view.line[start:name_at]) or owner
            name = " ".join(w for w in (post, owner, person) if w)
            spans = view.spans(at if k == 0 else start, stop)
            out.append(replace(party, kind="official", name=name, spans=spans))
        if fits < len(parts):
            start, stop = parts[fits][0], parts[-1][2]
            body = nominative(tidy(view.line[start:stop]), language, case=None if case == "nom" else case)
            out.append(replace(party, kind="organisation", name=body, spans=view.spans(start, stop)))
            post = None
    return out


def _formed(words: str) -> bool:
    """Does an abbreviated legal form, or another word in capitals, stand first («ТОВ «Ясен»», «ЗОШ № 3»)?"""
    first = words.strip()[:2]
    return len(first) > 1 and first.isalpha() and first.isupper()


def _of_the_post(words: str, language: Language, *, formed: bool) -> bool:
    """Can `words`, before a person, say where the post that was named is held: «Лугової школи», «№ 5», nothing?

    A body in another case only has the person behind its name («управлінню освіти Клену В.В.»). The case of a legal
    form is not seen: it goes on with the post where the run began with one (`formed`)."""
    words = words.strip()
    if not words or not words[0].isalpha():
        return True
    if _formed(words):
        return formed
    pieces = cut(words)
    return pieces[0].text.lower() in _LEADS_ON or any(g.case == "gen" for g in groups(pieces, 0, language))


def _post_of_several(words: str, language: Language, case: Case) -> tuple[str, int] | None:
    """The post in the singular that opens `words` in the plural, and where what follows it begins."""
    if _PERSON.search(words) is None:
        return None
    pieces = cut(words)
    group = best_group(pieces, 0, language, case)
    if group is None or not group.plural or not heads.is_official(group.lemma, language):
        return None
    end = pieces[group.end - 1].end
    return nominative(words[:end], language, number="sing", case=None if case == "nom" else case), end


def _persons(line: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Each person of line[start:end] with what stands before the name: (start, where the name begins, end); [] where
    it ends in none."""
    out: list[tuple[int, int, int]] = []
    for hit in _PERSON.finditer(line, start, end):
        out.append((start, hit.start(), hit.end()))
        comma = _NEXT.match(line, hit.end(), end)
        start = comma.end() if comma else hit.end()
    return [] if line[start:end].strip(" .,;") else out
