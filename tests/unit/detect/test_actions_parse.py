"""What the parse of a clause says to the reader of actions, on the trees of corpus/treebank."""

from __future__ import annotations

import pytest
from unit.treebank import gold, trees

from extractor.detect.actions_clauses import Clause, clauses_of
from extractor.detect.actions_parse import features, predicate, responsible
from extractor.schema.analysis import Language
from extractor.schema.parse import Parse, Word
from extractor.schema.span import Span


def read(start: str, language: Language) -> tuple[str, Parse, list[Clause]]:
    """A sentence of the treebank, its parse and the clauses that the rules make of it."""
    text = next(t for t, _ in trees(language) if t.startswith(start))
    return text, gold(start, language), clauses_of(text, 0, len(text), language)


@pytest.mark.parametrize(
    ("start", "language", "number", "expected"),
    [
        ("Відділ освіти провів", "uk", 0, {"dep.role.root", "dep.subject.active", "dep.Tense.Past", "dep.Aspect.Perf"}),
        ("У громаді відремонтовано", "uk", 0, {"dep.impersonal", "dep.subject.none", "dep.has.obj"}),
        ("Голова ради повідомив", "uk", 0, {"dep.role.root", "dep.has.ccomp", "dep.subject.Anim"}),
        ("Голова ради повідомив", "uk", 1, {"dep.role.ccomp", "dep.depth.1", "dep.impersonal"}),
        ("Роботи будуть завершені", "uk", 0, {"dep.aux.Fut", "dep.subject.passive", "dep.Voice.Pass"}),
        ("Міст був збудований", "uk", 0, {"dep.aux.Past", "dep.subject.passive", "dep.agent"}),
        ("Рада не затвердила", "uk", 0, {"dep.negated", "dep.has.advcl"}),
        ("Пожежу ліквідовано", "uk", 0, {"dep.agent", "dep.impersonal"}),
        ("Просимо надати", "uk", 0, {"dep.has.xcomp", "dep.subject.none", "dep.Tense.Pres"}),
        ("Глава района сообщил", "ru", 1, {"dep.role.ccomp", "dep.subject.passive"}),
        ("Договор подписан", "ru", 0, {"dep.agent", "dep.Voice.Pass"}),
        ("Раньше здесь работал", "ru", 1, {"dep.conj", "dep.depth.0"}),
    ],
)
def test_features(start: str, language: Language, number: int, expected: set[str]) -> None:
    _, parse, clauses = read(start, language)
    assert expected <= set(features(parse, clauses[number]))


@pytest.mark.parametrize(
    ("start", "language", "number", "who"),
    [
        ("Відділ освіти провів", "uk", 0, "Відділ освіти"),
        ("Міст був збудований", "uk", 0, "місцевою компанією"),
        ("Пожежу ліквідовано", "uk", 0, "рятувальниками"),
        ("Роботи будуть завершені", "uk", 0, None),
        ("У громаді відремонтовано", "uk", 0, None),
        ("Ремонт даху виконала", "uk", 0, "бригада комунального підприємства"),
        ("Волонтёры собрали", "ru", 0, "Волонтёры"),
        ("Договор подписан", "ru", 0, "директором театра"),
        ("Мероприятия проводятся", "ru", 0, None),
    ],
)
def test_who_acts(start: str, language: Language, number: int, who: str | None) -> None:
    text, parse, clauses = read(start, language)
    place = responsible(parse, clauses[number])
    assert (text[place[0] : place[1]] if place else None) == who


def test_a_subject_is_shared_with_the_predicate_before() -> None:
    text, parse, clauses = read("Волонтери зібрали", "uk")
    second = next(c for c in clauses if text[c.predicates[0].start :].startswith("передали"))
    assert "dep.subject.shared" in features(parse, second)
    place = responsible(parse, second)
    assert place is not None
    assert text[slice(*place)] == "Волонтери"


def test_the_agent_of_a_parser_without_subtypes() -> None:
    """obl in a bare instrumental, animate or an organisation; a means is neither."""
    text, parse, clauses = read("Міст був збудований", "uk")
    plain = [Word(w.start, w.end, w.lemma, w.upos, w.feats, w.head, w.relation) for w in parse.words]
    bare = Parse(parse.start, parse.end, tuple(plain))
    body = Span(text.index("місцевою"), len(text) - 1, "organisation", "test")
    assert responsible(bare, clauses[0], [body]) == (body.start, body.end)
    assert "dep.agent" not in features(bare, clauses[0])


def test_spans_say_what_the_subject_is() -> None:
    text, parse, clauses = read("Відділ освіти провів", "uk")
    body = Span(0, text.index(" провів"), "organisation", "test")
    assert "dep.subject.organisation" in features(parse, clauses[0], [body])
    assert "dep.subject.organisation" not in features(parse, clauses[0])


def test_a_sentence_without_a_parse() -> None:
    text, _, clauses = read("Відділ освіти провів", "uk")
    empty = Parse(0, len(text), ())
    assert features(empty, clauses[0]) == ["dep.none"]
    assert predicate(empty, clauses[0]) is None
    assert responsible(empty, clauses[0]) is None


def test_heads_in_a_circle_end() -> None:
    """A damaged model may say anything; nothing of ours may hang on it."""
    text, parse, clauses = read("Волонтери зібрали", "uk")
    knot = [
        Word(w.start, w.end, w.lemma, w.upos, w.feats, (i + 1) % len(parse.words), "conj")
        for i, w in enumerate(parse.words)
    ]
    tied = Parse(0, len(text), tuple(knot))
    assert "dep.role.conj" in features(tied, clauses[0])
    assert responsible(tied, clauses[0]) is None
    assert tied.subtree(0) == (0, len(text))
