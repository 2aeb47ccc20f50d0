"""The service, in process."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api import create_app
from extractor import Settings, extract
from extractor.errors import ModelError
from extractor.settings import Nlp
from extractor.text import tagger

ORDER = "НАКАЗ\n\n3 травня 2022 р. № 12\n\nПро огляд шкіл\n\n1. Відділу освіти до 01.06.2022 оглянути 4 школи.\n"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(max_bytes=10_000))) as started:
        yield started


def test_a_document_in_an_extraction_out(client: TestClient) -> None:
    answer = client.post("/v1/extractions", content=ORDER.encode(), headers={"X-Filename": quote("наказ.txt")})
    assert answer.status_code == 200
    assert answer.content.decode() == extract(ORDER.encode(), name="наказ.txt").model_dump_json()
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "empty_file"),
        (b"a" * 10_001, 413, "too_large"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 415, "unsupported_type"),
    ],
)
def test_problems_have_a_status_and_a_code(client: TestClient, body: bytes, status: int, code: str) -> None:
    answer = client.post("/v1/extractions", content=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("nlp", ["rules", "fast", "accurate"])
def test_the_query_says_which_models_read_along(client: TestClient, nlp: Nlp) -> None:
    answer = client.post("/v1/extractions", params={"nlp": nlp}, content=ORDER.encode())
    assert answer.status_code == 200
    assert answer.content.decode() == extract(ORDER.encode(), settings=Settings(nlp=nlp)).model_dump_json()


def test_a_setting_that_does_not_exist_is_a_problem(client: TestClient) -> None:
    answer = client.post("/v1/extractions", params={"nlp": "magic"}, content=ORDER.encode())
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "nlp" in answer.json()["detail"]


def test_a_missing_model_is_a_problem_that_names_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagger, "shipped", damaged)
    answer = client.post("/v1/extractions", params={"nlp": "fast"}, content=ORDER.encode())
    assert (answer.status_code, answer.json()["code"]) == (503, "missing_model")
    assert answer.json()["detail"] == "model tagger: no such file"


def damaged() -> tagger.Tagger:
    raise ModelError("model tagger: no such file")


def test_a_fault_of_ours_is_a_problem_that_tells_nothing_of_it() -> None:
    app = create_app()

    @app.get("/fault")
    def fault() -> None:
        raise RuntimeError("inner words")

    answer = TestClient(app, raise_server_exceptions=False).get("/fault")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "inner words" not in answer.text


def test_a_name_is_never_a_path(client: TestClient) -> None:
    answer = client.post("/v1/extractions", content=ORDER.encode(), headers={"X-Filename": "..%2F..%5Cetc%2Fa%00b.txt"})
    assert answer.json()["source"]["filename"] == "ab.txt"


def test_what_it_says_of_itself(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "alive"}
    assert client.get("/version").json()["name"] == "vytiah"
    assert client.get("/v1/schema").json()["title"] == "Extraction"
    assert "/v1/extractions" in client.get("/openapi.json").json()["paths"]
