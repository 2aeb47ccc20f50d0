"""The shape of a parse."""

from __future__ import annotations

from unit.treebank import gold


def test_children_ancestors_and_subtree() -> None:
    text = "Міст був збудований місцевою компанією."
    parse = gold(text, "uk")
    company = parse.at(text.index("компанією"), text.index("компанією") + 1)
    assert company is not None
    assert [parse.words[i].lemma for i in parse.children[company]] == ["місцевий"]
    assert [parse.words[i].lemma for i in parse.ancestors(company)] == ["збудований"]
    start, end = parse.subtree(company)
    assert text[start:end] == "місцевою компанією"


def test_a_place_without_a_word() -> None:
    text = "Рада не затвердила бюджет"
    parse = gold(text, "uk")
    assert parse.at(4, 5) is None  # the space between two words
