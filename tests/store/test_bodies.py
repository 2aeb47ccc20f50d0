"""Who is one body over all documents: names with something of their own, and names that many have."""

from __future__ import annotations

from typing import Any

import pytest
from papers import order

from extractor.data import load
from extractor.schema.contract import Extraction, Organisation, Party
from extractor.store import Filter, Store
from extractor.store.identity import Bodies, Body, body_id, local, settled

OF_ONE = (
    "Вирівська міська рада",
    "вирівська міська рада",
    "Комунальне підприємство «Тепло»",
    "Департамент охорони здоров’я Зразківської обласної державної адміністрації",
    "Служба автомобільних доріг у Зразківській області",
    "Администрация города каменки",
    "Министерство сельского хозяйства приозерного края",
    "начальник відділу освіти Гончар П. І.",
    "Національна поліція у Зразківській області",
    "ТОВ Sample Trade",
)
NATIONAL = (
    "Міністерство фінансів",
    "Кабінет Міністрів України",
    "Верховна Рада",
    "Державна служба статистики",
    "Правительство Российской Федерации",
    "Пенсійний фонд України",
)
OF_MANY = (
    "департамент соціального захисту населення облдержадміністрації",
    "Відділ освіти",
    "виконавчий комітет міської ради",
    "администрация городского округа",
    "Министерство экономики области",
    "отдел технической защиты",
    "ОДА",
    "Сільські ради",
    "начальник управління",
)


KNOWLEDGE = load("bodies")
#: Is a name local, is it settled.
ONE, ONCE, MANY = (True, True), (False, True), (False, False)
#: What the examples of a table are, and its counterexamples.
SAID = {
    "adjective": (ONE, MANY),
    "common": (MANY, ONE),
    "place": (ONE, MANY),
    "territory": (ONE, MANY),
    "national": (ONCE, MANY),
    "countrywide": (ONCE, MANY),
    "part": (MANY, ONCE),
    "country": (ONCE, MANY),
    "level": (MANY, ONE),
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [(n, ONE) for n in OF_ONE] + [(n, ONCE) for n in NATIONAL] + [(n, MANY) for n in OF_MANY],
)
def test_what_a_name_says(name: str, expected: tuple[bool, bool]) -> None:
    assert (local(name), settled(name)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (name, expected)
        for table, said in SAID.items()
        for expected, kind in zip(said, ("examples", "counterexamples"), strict=True)
        for name in KNOWLEDGE[table][kind]
    ],
)
def test_examples_of_the_data_file(name: str, expected: tuple[bool, bool]) -> None:
    assert (local(name), settled(name)) == expected


def test_every_table_of_the_data_file_has_examples() -> None:
    assert set(SAID) == set(KNOWLEDGE)
    assert [t for t, entry in KNOWLEDGE.items() if not (entry["examples"] and entry["counterexamples"])] == []


def test_every_stem_and_word_of_the_data_file_is_read() -> None:
    def listed(table: str, key: str) -> list[str]:
        entries = KNOWLEDGE[table][key]
        return entries.split() if isinstance(entries, str) else entries

    def made(stem: str) -> str:
        return f"{stem}ій" if stem.endswith("ськ") else f"{stem}ая"

    def name(phrase: str) -> str:
        return " ".join(f"{stem}а" for stem in phrase.split())

    assert [s for s in listed("common", "stems") if local(made(s))] == []
    assert [s for s in listed("national", "stems") if not settled(name(s)) or local(name(s))] == []
    assert [w for w in listed("national", "words") if not settled(w) or settled(f"{w}а")] == []
    assert [w for w in listed("national", "alone") if not settled(w) or settled(f"{w} клубу")] == []
    assert [s for s in listed("countrywide", "stems") if not settled(f"{s}а рада") or settled(f"{s}а школа")] == []
    assert [n for n in listed("countrywide", "nouns") if not settled(f"національна {n}")] == []
    assert [b for b in listed("countrywide", "between") if not settled(f"національна вес{b}а рада")] == []
    assert [w for w in listed("part", "words") if settled(f"міністерство {w}")] == []
    assert [s for s in listed("country", "stems") if not settled(f"рада {s}") or local(f"рада {s}")] == []
    assert [w for w in listed("place", "kinds") if not local(f"рада {w} вирів")] == []
    assert [w for w in listed("place", "conjunctions") if local(f"рада села {w}")] == []
    assert [w for w in listed("territory", "nouns") if not local(f"рада зоряного {w}")] == []
    assert [e for e in listed("territory", "endings") if not local(f"рада зорян{e} громади")] == []
    assert [s for s in listed("territory", "unnamed") if local(f"рада {s}ого района")] == []
    assert [s for s in listed("adjective", "suffixes") if not local(f"выров{s}ого")] == []
    assert [e for e in listed("adjective", "endings") if not local(f"выровск{e}")] == []
    assert [w for w in listed("level", "words") if local(w.upper())] == []


def said(issuer: str | None, *named: tuple[str, str | None], over: dict[int, int] | None = None) -> Extraction:
    """The sample order as another body's, with these organisations (name, canonical); `over`: whose part which is."""
    found = order()
    parents = {lower: f"o{upper}" for lower, upper in (over or {}).items()}
    bodies = [
        Organisation(id=f"o{n}", name=name, canonical=canonical, parent_id=parents.get(n), evidence=[])
        for n, (name, canonical) in enumerate(named, start=1)
    ]
    by = None if issuer is None else next((o for o in bodies if issuer in (o.id, o.name)), None)
    party = None
    if issuer is not None:
        party = Party(
            kind="organisation", name=by.name if by else issuer, organisation_id=by.id if by else None, evidence=[]
        )
    header = found.document.model_copy(update={"issuer": party})
    return found.model_copy(update={"organisations": bodies, "document": header, "measures": []})


def body(extraction: Extraction, number: int) -> Body:
    return Bodies(extraction).of(extraction.organisations[number - 1])


COUNCIL = "Вирівська міська рада"
OBLAST = "Зразківська обласна державна адміністрація"


def test_a_name_of_many_hangs_on_what_stands_above_it() -> None:
    found = said(COUNCIL, ("облдержадміністрація", OBLAST), ("департамент освіти", None), over={2: 1})
    assert body(found, 1) == (OBLAST, None)
    assert body(found, 2) == ("департамент освіти", OBLAST)
    ministry = said(COUNCIL, ("Міністерство фінансів", None), ("департамент податків", None), over={2: 1})
    assert body(ministry, 2).authority == "Міністерство фінансів"


def test_else_on_the_highest_body_of_whom_the_document_is() -> None:
    assert body(said(COUNCIL, ("відділ освіти", None)), 1).authority == COUNCIL
    unit = said("o1", ("управління освіти", None), (COUNCIL, None), ("гімназія", None), over={1: 2})
    assert body(unit, 3) == ("гімназія", COUNCIL)
    assert body(unit, 1) == ("управління освіти", COUNCIL)
    assert body(said("Міністерство фінансів", ("відділ освіти", None)), 1).authority == "Міністерство фінансів"


def test_else_on_nothing() -> None:
    for issuer in (None, "міська рада"):
        assert body(said(issuer, ("відділ освіти", None)), 1) == ("відділ освіти", None)
    assert body(said("відділ освіти", ("відділ освіти", None)), 1) == ("відділ освіти", None)
    loop = said(None, ("відділ освіти", None), ("сектор", None), over={1: 2, 2: 1})
    assert body(loop, 1) == ("відділ освіти", None)


def test_an_issuer_whose_name_holds_another_hangs_on_that_one() -> None:
    """«Виконавчий комітет Вирівської міської ради» is no organisation of its own here."""
    found = order()
    start = found.text.index("ВИРІВСЬКА")
    span = next(s for o in found.organisations for s in o.evidence if s.start == start)
    inner = span.model_copy(update={"start": start + 3, "quote": found.text[start + 3 : span.end]})
    council = Organisation(id="o1", name=COUNCIL, evidence=[inner])
    party = Party(kind="organisation", name=f"Виконавчий комітет {COUNCIL}", evidence=[span])
    unit = Organisation(id="o2", name="відділ освіти", evidence=[])
    header = found.document.model_copy(update={"issuer": party})
    found = found.model_copy(update={"document": header, "organisations": [council, unit]})
    assert body(found, 2).authority == COUNCIL


def test_parties_are_known_as_organisations_are() -> None:
    bodies = Bodies(said(COUNCIL, ("відділ освіти", None)))

    def acting(**values: Any) -> Body:
        return bodies.acting(Party(**{"name": "директори шкіл", "kind": "group", "evidence": [], **values}))

    assert acting() == ("директори шкіл", COUNCIL)
    assert acting(organisation_id="o1") == ("відділ освіти", COUNCIL)
    assert acting(kind="person", name="гончар") == ("гончар", None)
    assert acting(organisation_id="o9", name="ТОВ «Ясен»") == ("ТОВ «Ясен»", None)


def test_names_that_differ_in_letters_only_are_one() -> None:
    assert body_id("Відділ освіти", 'Рада "Схід"') == body_id("ВІДДІЛ  ОСВІТИ", "рада «Схід»")
    assert len({body_id("відділ освіти"), body_id("відділ освіти", COUNCIL), body_id("відділ освіти", OBLAST)}) == 3


def kept(store: Store) -> list[str]:
    """Two councils' papers in the store; the ids of their «відділ освіти»."""
    ids = []
    for number, council in enumerate((COUNCIL, "Лугинецька міська рада")):
        found = said(council, ("Відділ освіти", None), (council, None))
        source = found.source.model_copy(update={"sha256": f"{number:064x}"[::-1]})
        store.save(found.model_copy(update={"source": source}))
        ids.append(body(found, 1).id)
    return ids


def test_a_body_for_each_authority(store: Store) -> None:
    ids = kept(store)
    rows = store.organisations(Filter(organisation="відділ освіти")).items
    assert {(row.id, row.name, row.authority, row.documents) for row in rows} == {
        (ids[0], "Відділ освіти", COUNCIL, 1),
        (ids[1], "Відділ освіти", "Лугинецька міська рада", 1),
    }
    assert store.organisation(ids[0]) in rows
    assert {row.name for row in store.organisations().items} == {
        "Відділ освіти",
        COUNCIL,
        "Лугинецька міська рада",
        "заступник міського голови Гончар П. І.",
    }


def test_words_of_the_authority_tell_which(store: Store) -> None:
    ids = kept(store)
    (row,) = store.organisations(Filter(organisation="відділу освіти Вирівської ради")).items
    assert row.id == ids[0]
    # A council's own name means the council, not all that hangs on it.
    assert [row.name for row in store.organisations(Filter(organisation="Вирівська міська рада")).items] == [COUNCIL]
    assert store.organisations(Filter(organisation="відділ фінансів Вирівської ради")).items == []


def test_an_id_of_former_days_means_all_of_that_name(store: Store) -> None:
    ids = kept(store)
    former = body_id("відділ освіти")
    assert store.organisation(former) is None
    assert {row.id for row in store.organisations(Filter(organisation=former)).items} == set(ids)
    first = store.documents().items[-1]
    store.delete(first.id)
    (left,) = store.organisations(Filter(organisation=former)).items
    assert store.organisation(former) == left
    # Where a document tells of no authority, the name alone is one again; who asks by it loses none of the others.
    store.save(said(None, ("відділ освіти", None)))
    one = store.organisation(former)
    assert one is not None
    assert (one.id, one.documents, one.authority) == (former, 1, None)
    assert {row.id for row in store.organisations(Filter(organisation=former)).items} == {former, left.id}
    assert [row.id for row in store.organisations(Filter(organisation=former, alone=True)).items] == [former]
    assert len(store.documents(Filter(organisation=former)).items) == 2
    assert [row.id for row in store.organisations(Filter(organisation=left.id)).items] == [left.id]


def test_a_name_of_many_words(store: Store) -> None:
    kept(store)
    for name in ("а " * 250, " ".join(f"слово{n}" for n in range(250)), "відділ освіти Вирівської ради " * 60):
        for wanted in (Filter(responsible=name), Filter(organisation=name), Filter(issuer=name)):
            store.measures(wanted)
            found = store.organisations(wanted).items
        assert len(found) <= 1
    found = store.organisations(Filter(organisation="відділ освіти Вирівської ради " * 60)).items
    assert [row.authority for row in found] == [COUNCIL]
