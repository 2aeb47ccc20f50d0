"""A document whose Extraction is long is kept as any other, though another worker makes what the store holds of it."""

from __future__ import annotations

import pickle
from concurrent.futures import Future
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from service_samples import WAIT, Service, state_of, zipped

from api.runner import Runner, Running
from extractor import Settings, extract
from extractor.batch.results import prepare, result_of, to_save
from extractor.batch.workers import Workers
from extractor.schema.contract import Extraction

SUMS = 16_000
LONG = "Відомість витрат\n\n" + "\n".join(
    f"Село {n}: витрачено " + ", ".join(f"{n * 100 + k} грн" for k in range(100)) + "." for n in range(SUMS // 100)
)
RULES = Settings(nlp="rules")


@pytest.fixture(scope="module")
def found() -> Extraction:
    return extract(LONG.encode(), name="довге.txt", settings=RULES)


def test_a_worker_that_reads_a_long_document_leaves_the_rest_to_another(found: Extraction) -> None:
    result = result_of(Path("довге.txt"), found, stored=True)
    assert result.prepared is None
    short = extract(LONG[:2000].encode(), name="коротке.txt", settings=RULES)
    here = result_of(Path("коротке.txt"), short, stored=True)
    there = pickle.loads(pickle.dumps(prepare(here.json)))
    assert here.prepared is not None
    assert (there.json, there.mark, there.facts) == (here.json, here.prepared.mark, here.prepared.facts)
    assert there.made == here.prepared.made


@pytest.mark.parametrize("inside", [False, True])
def test_a_long_result_is_kept(service: Service, found: Extraction, *, inside: bool) -> None:
    client: TestClient = service(max_request=2**23)
    data = zipped({"довге.txt": LONG.encode()}) if inside else LONG.encode()
    answer = client.post("/v1/documents", content=data, headers={**WAIT, "X-Filename": "long"})
    assert answer.status_code == 200
    (kept,) = client.get("/v1/documents").json()["items"]
    read = client.get(f"/v1/documents/{kept['id']}/extraction").json()
    assert len(read["figures"]) == len(found.figures) > SUMS // 2
    assert client.get("/v1/figures?limit=1").json()["items"][0]["document_id"] == kept["id"]


def test_what_no_worker_can_make_is_made_here(service: Service, found: Extraction) -> None:
    state = state_of(service())
    running = Running("довге.txt", "stored", "0" * 64, {}, Future())
    result = result_of(Path("довге.txt"), found)
    with Workers(1, Settings(nlp="rules", max_seconds=0.001)) as hurried:
        runner = Runner(state.jobs, hurried, state.store, state.uploads)
        assert runner._prepared(running, result).prepared is None
    with Workers(1, RULES) as patient:
        made = Runner(state.jobs, patient, state.store, state.uploads)._prepared(running, result).prepared
    assert made is not None
    assert made.made == to_save(result).made
