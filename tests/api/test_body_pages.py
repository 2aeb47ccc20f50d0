"""The page of a body, and the addresses that it had in former days."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from service_samples import state_of

from extractor import Settings, extract
from extractor.store import Filter
from extractor.store.identity import Bodies, body_id

PAPER = """{council} МІСЬКА РАДА
РОЗПОРЯДЖЕННЯ
14.02.2023 № {number}-р

Про підготовку до зими

1. Управлінню культури провести ремонт 12 бібліотек до 15.09.2023.

Міський голова                                   Іван СТЕПАНЮК
"""
NAME = "Управління культури"


@pytest.fixture(scope="module")
def bodies(client: TestClient) -> list[str]:
    """Two councils' orders in the service; the ids of the body that both call alike."""
    ids = []
    for number, council in enumerate(("ВИРІВСЬКА", "ЛУГИНЕЦЬКА"), start=31):
        text = PAPER.format(council=council, number=number)
        found = extract(text.encode(), name=f"{number}.txt", settings=Settings(nlp="rules"))
        state_of(client).store.save(found)
        (body,) = (o for o in found.organisations if o.name == NAME)
        ids.append(Bodies(found).of(body).id)
        document = client.get(f"/documents/{found.source.sha256[:32]}").text if found.source.sha256 else ""
        assert f'href="/organisations/{ids[-1]}"' in document
    return ids


def test_a_page_says_whose_body_it_is(client: TestClient, bodies: list[str]) -> None:
    for identity, council in zip(bodies, ("Вирівська", "Лугинецька"), strict=True):
        page = client.get(f"/organisations/{identity}")
        assert page.status_code == 200
        assert f"{NAME} ({council} міська рада)" in page.text
        listed = client.get("/organisations", params={"text": f"{NAME} {council}"}).text
        assert [other in listed for other in bodies] == [identity == other for other in bodies]


def test_an_address_of_former_days_leads_on(client: TestClient, bodies: list[str]) -> None:
    former = f"/organisations/{body_id(NAME)}"
    listed = client.get(former)
    assert listed.url.path == "/organisations"
    assert all(f"/organisations/{identity}" in listed.text for identity in bodies)
    documents = state_of(client).store.documents().items
    (first,) = (row for row in documents if row.number == "31-р")
    state_of(client).store.delete(first.id)
    assert client.get(former).url.path == f"/organisations/{bodies[1]}"
    assert client.get(f"/organisations/{'0' * 32}").status_code == 404


def test_a_page_of_a_name_alone_tells_the_others_apart(client: TestClient, bodies: list[str]) -> None:
    """One document tells of nobody above; a calendar of former days goes on with all of that name."""
    former = body_id(NAME)
    text = PAPER.format(council="", number=39).replace(" МІСЬКА РАДА\n", "").replace("Міський голова", "Голова")
    found = extract(text.encode(), name="39.txt", settings=Settings(nlp="rules"))
    (body,) = (o for o in found.organisations if o.name == NAME)
    assert Bodies(found).of(body).id == former
    state_of(client).store.save(found)
    page = client.get(f"/organisations/{former}")
    assert page.url.path == f"/organisations/{former}"
    assert page.text.count('<th scope="row">') == 1
    assert [f'href="/organisations/{identity}"' in page.text for identity in bodies] == [
        state_of(client).store.organisation(identity) is not None for identity in bodies
    ]
    calendar = client.get("/v1/deadlines.ics", params={"responsible": former}).text
    stored = state_of(client).store.measures(Filter(responsible="Управління культури")).items
    assert calendar.count("BEGIN:VTODO") == len(stored) > 1


def test_a_long_name_is_cut_in_the_address_of_the_list(client: TestClient) -> None:
    name = "управління " + "дуже " * 150 + "довгої назви"
    for number, council in enumerate(("ВИРІВСЬКА", "ЛУГИНЕЦЬКА"), start=41):
        text = PAPER.format(council=council, number=number)
        found = extract(text.encode(), name=f"{number}.txt", settings=Settings(nlp="rules"))
        listed = [o.model_copy(update={"name": name}) if o.name == NAME else o for o in found.organisations]
        state_of(client).store.save(found.model_copy(update={"organisations": listed}))
    answer = client.get(f"/organisations/{body_id(name)}")
    assert answer.status_code == 200
    assert answer.url.path == "/organisations"
