"""What a dependency parse says of a clause: names of features for the reader of actions, all beginning with «dep.».

They stand beside those of actions_features, which see words and order; these see who depends on whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from extractor.detect.actions_clauses import Clause
from extractor.schema.parse import Parse, Word
from extractor.schema.span import Span

_SUBJECTS: Final = frozenset({"nsubj", "csubj"})
#: Relations that make a clause subordinate; «parataxis» is how direct speech and its «сказав» hang together.
_SUBORDINATE: Final = frozenset({"advcl", "acl", "ccomp", "csubj", "xcomp"})
#: A word in one of these belongs to the predicate above it.
_UPWARD: Final = frozenset({"aux", "cop", "fixed"})
_FEATURES: Final = ("Aspect", "Tense", "Mood", "VerbForm", "Voice")


def features(parse: Parse, clause: Clause, spans: Sequence[Span] = ()) -> list[str]:
    """Names of what the parse of the clause's sentence says of it; ["dep.none"] where it has no word there.

    `spans` are those found in the document: a subject that is an organisation or a person says so."""
    head = predicate(parse, clause)
    if head is None:
        return ["dep.none"]
    return [
        *_of_role(parse, head),
        *_of_form(parse, head),
        *_of_subject(parse, head, spans),
        *_of_agent(parse, head, spans),
    ]


def predicate(parse: Parse, clause: Clause) -> int | None:
    """Index of the word that heads the clause: the parse's head of its first predicate, auxiliaries left behind."""
    first = clause.predicates[0]
    at = parse.at(first.start, first.end)
    if at is None:
        return None
    for above in parse.ancestors(at):
        if parse.words[at].relation not in _UPWARD or parse.words[above].start < clause.start:
            break
        at = above
    return at


def responsible(parse: Parse, clause: Clause, spans: Sequence[Span] = ()) -> tuple[int, int] | None:
    """The place of whoever the parse says acts: the subject of an active predicate, the agent of a passive one.

    None where it names nobody; a subject shared with the predicate before («провели та нагородили») counts."""
    head = predicate(parse, clause)
    if head is None:
        return None
    agent = _agent(parse, head, spans)
    if agent is not None:
        return parse.subtree(agent)
    subject = _subject(parse, head)
    if subject is None or parse.words[subject].deprel.endswith(":pass"):
        return None
    return parse.subtree(subject)


def _of_role(parse: Parse, head: int) -> Iterator[str]:
    """Main or subordinate, and how deep."""
    first = _first_conjunct(parse, head)
    relation = parse.words[first].relation
    yield f"dep.role.{relation}"
    if first != head:
        yield "dep.conj"
    depth = sum(parse.words[i].relation in _SUBORDINATE for i in (first, *parse.ancestors(first)))
    yield f"dep.depth.{min(depth, 2)}"
    below = {parse.words[i].relation for i in parse.children[head]}
    for name in ("ccomp", "xcomp", "parataxis", "obj", "iobj", "mark", "advcl"):
        if name in below:
            yield f"dep.has.{name}"


def _of_form(parse: Parse, head: int) -> Iterator[str]:
    """Tense, aspect, mood, voice and negation of the predicate with its auxiliaries."""
    word = parse.words[head]
    yield f"dep.upos.{word.upos}"
    for name in _FEATURES:
        value = _feature(word, name)
        if value:
            yield f"dep.{name}.{value}"
    if "Person=0" in word.feats:
        yield "dep.impersonal"
    for i in parse.children[head]:
        child = parse.words[i]
        if child.relation == "aux" and _feature(child, "Tense"):
            yield f"dep.aux.{_feature(child, 'Tense')}"
        if child.relation == "advmod" and "Polarity=Neg" in child.feats:
            yield "dep.negated"


def _of_subject(parse: Parse, head: int, spans: Sequence[Span]) -> Iterator[str]:
    """Whether there is a subject, active or passive, and what it is."""
    subject = _subject(parse, head)
    if subject is None:
        yield "dep.subject.none"
        return
    word = parse.words[subject]
    yield "dep.subject.passive" if word.deprel.endswith(":pass") else "dep.subject.active"
    if word.head != head:
        yield "dep.subject.shared"
    yield f"dep.subject.{word.upos}"
    animacy = _feature(word, "Animacy")
    if animacy:
        yield f"dep.subject.{animacy}"
    yield f"dep.subject.{'before' if subject < head else 'after'}"
    for label in ("organisation", "person"):
        if _is(word, label, spans):
            yield f"dep.subject.{label}"


def _of_agent(parse: Parse, head: int, spans: Sequence[Span]) -> Iterator[str]:
    if _agent(parse, head, spans) is not None:
        yield "dep.agent"


def _agent(parse: Parse, head: int, spans: Sequence[Span]) -> int | None:
    """Who does what a passive or an impersonal form says: «проведено радою», «построен компанией».

    A parser that does not know the subtype says obl: then a bare instrumental that is animate or an organisation."""
    bare = []
    for i in parse.children[head]:
        word = parse.words[i]
        if word.deprel == "obl:agent":
            return i
        if word.relation == "obl" and "Case=Ins" in word.feats and not _has(parse, i, "case"):
            bare.append(i)
    if not ({"Voice=Pass", "Person=0"} & parse.words[head].feats):
        return None
    return next(
        (i for i in bare if "Animacy=Anim" in parse.words[i].feats or _is(parse.words[i], "organisation", spans)), None
    )


def _subject(parse: Parse, head: int) -> int | None:
    """The predicate's own subject, else that of the predicate it is joined to."""
    at: int | None = head
    seen: set[int] = set()
    while at is not None and at not in seen:
        seen.add(at)
        for i in parse.children[at]:
            if parse.words[i].relation in _SUBJECTS:
                return i
        at = parse.words[at].head if parse.words[at].relation == "conj" else None
    return None


def _first_conjunct(parse: Parse, head: int) -> int:
    for above in parse.ancestors(head):
        if parse.words[head].relation != "conj":
            break
        head = above
    return head


def _is(word: Word, label: str, spans: Sequence[Span]) -> bool:
    """Does a span with this label cover any of the word?"""
    return any(s.label == label and s.start < word.end and s.end > word.start for s in spans)


def _has(parse: Parse, i: int, relation: str) -> bool:
    return any(parse.words[k].relation == relation for k in parse.children[i])


def _feature(word: Word, name: str) -> str | None:
    """The value of a universal feature of the word."""
    return next((f[len(name) + 1 :] for f in word.feats if f.startswith(f"{name}=")), None)
