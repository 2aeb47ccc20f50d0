from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor import layout, readers, text
from extractor.assemble.narrative_parties_names import fullest, names_of
from extractor.assemble.narrative_parties_people import People, people_of
from extractor.schema.analysis import Analysis
from extractor.schema.facts import Organisation, Person
from extractor.schema.span import Span

GIVEN = st.sampled_from(["", "І.", "Іван", "Ів.", "Ігор", "І", "Ольга"])
POSTS = st.sampled_from([None, "голова", "староста села"])
MANY = 200


def analysed(words: str) -> Analysis:
    return text.analyse(layout.parse(readers.read(words.encode(), "t.txt")))


def of(said: list[tuple[str, str, str | None]]) -> People:
    """The people of a document that says these surnames, given names and posts, one in a line."""
    lines = [f"{surname} {given}".strip() for surname, given, _ in said]
    analysis = analysed("\n".join(lines))
    spans, start = [], 0
    for line, (_, _, post) in zip(lines, said, strict=True):
        spans.append(Span(start, start + len(line), "person", "test", value=Person(line, post)))
        start += len(line) + 1
    return people_of(analysis, spans)


def test_a_person_named_again_and_again_is_kept_once_where_he_is_named_first() -> None:
    people = of([("Гай", "Іван", None), *[("Гай", "Іван", "голова")] * MANY, *[("Гай", "І.", None)] * MANY])
    assert [(k.given, k.post, k.at) for k in people.known] == [
        ("іван", (), 0),
        ("іван", ("голов",), 9),
        ("і.", (), 9 * (MANY + 1)),
    ]
    assert people.by_surname == {"гай": list(people.known)}
    assert people.called("Гай", "") == people.called("Гай", "і.") == "голова Гай Іван"


def test_nobody_is_told_by_a_surname_that_two_bear() -> None:
    people = of([("Гай", "Іван", "голова"), ("Гай", "Ольга", "староста"), *[("Гай", "", None)] * MANY])
    assert people.called("Гай", "") is None
    assert people.called("гай", "ольга") == "староста Гай Ольга"


def one_name(a: str, b: str) -> bool:
    """May two given names be of one person: as far as both go, three letters at most?"""
    short = min(len(a.rstrip(".")), len(b.rstrip(".")), 3)
    return a[:short] == b[:short]


@given(st.lists(st.tuples(st.just("Гай"), GIVEN, POSTS), min_size=1, max_size=8), GIVEN)
def test_a_surname_is_told_only_where_all_its_given_names_can_be_one(
    said: list[tuple[str, str, str | None]], asked: str
) -> None:
    low = asked.casefold()
    own = [(g.casefold(), post) for _, g, post in said if one_name(g.casefold(), low)]
    agreed = bool(own) and all(one_name(a, b) for a, _ in own for b, _ in own)
    fuller = [o for o in own if o[1]] or ([o for o in own if o[0]] if not low else [])
    found = of(said).called("Гай", low)
    assert (found is not None) == (agreed and bool(fuller))
    if found is not None:
        assert found.casefold() == " ".join(filter(None, (fuller[0][1], "гай", fuller[0][0])))


def test_what_ends_in_quotation_marks_is_found_by_them_among_many_names() -> None:
    bodies = [f"Товариство «Дуб {chr(0x410 + i % 32)}{chr(0x410 + i // 32)}»" for i in range(MANY)]
    analysis = analysed("\n".join(bodies))
    spans, start = [], 0
    for body in bodies:
        value = Organisation(body, "company")
        spans.append(Span(start, start + len(body), "organisation", "test", value=value))
        start += len(body) + 1
    names = names_of(analysis, spans)
    assert all(len(same) == 1 for same in names.by_quoted.values())
    assert [fullest(names, body.removeprefix("Товариство "), 0, "uk") for body in bodies] == bodies
    assert fullest(names, "«Липа»", 0, "uk") == "«Липа»"
