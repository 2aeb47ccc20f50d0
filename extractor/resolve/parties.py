"""Bodies that only the lists of responsible bodies show: «департаменти облдержадміністрації: освіти; культури»."""

from __future__ import annotations

from typing import Final

from extractor.detect.organisations_lexicon import head, lexicon
from extractor.detect.parties_words import kind_of
from extractor.schema.analysis import Language
from extractor.schema.facts import Facts, Organisation, OrganisationKind, Party
from extractor.text.stretches import Stretches

_STEM: Final = 4


def mentions(facts: Facts, language: Language) -> list[Organisation]:
    """The mentions of `facts` with those that lists add, less what lists show to be no body: a shared head
    («департаменти облдержадміністрації»), a piece of a name that a page break has cut, a group («райради»)."""
    listed = [p for m in facts.measures for p in m.responsible]
    cut = {start for p in listed if len(p.spans) > 1 and p.kind == "organisation" for start, _ in p.spans}
    groups = {(span, _first(p.name)) for p in listed if p.kind == "group" for span in p.spans}
    kept = [
        o
        for o in facts.organisations
        if not o.spans or (o.spans[0][0] not in cut and (o.spans[0], _first(o.name)) not in groups)
    ]
    starts = {o.spans[0][0] for o in kept if o.spans}
    told = Stretches(span for o in kept for span in o.spans)
    out = list(kept)
    for party in listed:
        if (
            party.kind != "organisation"
            or not party.spans
            or (len(party.spans) == 1 and not _alone(party, told, language))
        ):
            continue
        if len(party.spans) > 1 or party.spans[0][0] not in starts:
            out.append(_body(party, language))
    issuer = facts.head.issuer
    acts = issuer is not None and kind_of(issuer.name, language) == "organisation"  # no «міський голова»
    if (
        issuer is not None
        and acts
        and issuer.kind == "organisation"
        and issuer.spans
        and _alone(issuer, told, language)
    ):
        out.append(_body(issuer, language))
    return sorted(out, key=lambda o: min(o.spans, default=(0, 0)))


def _first(name: str) -> str:
    """How a name begins, in any case: «представники ради» is another thing than its «рада»."""
    return name[:_STEM].casefold()


def _alone(party: Party, told: Stretches, language: Language) -> bool:
    """Is a party that stands whole a body that no mention tells of: a name with a head or a capital, not found yet?"""
    if told.touches(*party.spans[0]):
        return False
    # all in small letters («детская поликлиника») it is a common noun, or its mention would have been found
    proper = any(c.isupper() for c in party.name)
    return party.name[:1].isupper() or (proper and _kind(party.name, language) is not None)


def _kind(name: str, language: Language) -> OrganisationKind | None:
    known = lexicon()
    for w in name.split():
        bare = w.strip('«»",.;()')
        kind = known.acronyms.get(bare) or known.legal.get(bare)
        if kind is not None:
            return kind
        noun = head(bare, language) if bare else None
        if noun is not None:
            return noun.kind
    return None


def _body(party: Party, language: Language) -> Organisation:
    return Organisation(
        name=party.name,
        kind=_kind(party.name, language) or "other",
        spans=party.spans,
        score=0.8,
        rule="organisations.parties",
    )
