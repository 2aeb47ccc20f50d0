"""The service, in process: what it did first, and what it says of itself."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from service_samples import BASE, ORDER, Service

from api import create_app
from extractor import Settings, extract
from extractor.settings import Nlp


def test_a_document_in_an_extraction_out(client: TestClient) -> None:
    answer = client.post("/v1/extractions", content=ORDER.encode(), headers={"X-Filename": quote("наказ.txt")})
    assert answer.status_code == 200
    assert (
        answer.content.decode()
        == extract(ORDER.encode(), name="наказ.txt", settings=Settings(nlp="rules")).model_dump_json()
    )
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "empty_file"),
        (b"a" * 100_001, 413, "limit_bytes"),
        (b"PK\x05\x06" + bytes(18), 422, "no_text"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), 415, "unsupported_type"),
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


def test_a_missing_model_is_a_problem_that_names_it(service: Service, tmp_path: Path) -> None:
    client = service(Settings(stanza_dir=tmp_path / "nothing"))
    answer = client.post("/v1/extractions", params={"nlp": "stanza"}, content=ORDER.encode())
    assert (answer.status_code, answer.json()["code"]) == (503, "missing_model")
    assert "stanza" in answer.json()["detail"]


def test_a_fault_of_ours_is_a_problem_that_tells_nothing_of_it() -> None:
    app = create_app()

    @app.get("/fault")
    def fault() -> None:
        raise RuntimeError("inner words")

    answer = TestClient(app, base_url=BASE).get("/fault")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "inner words" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_name_is_never_a_path(client: TestClient) -> None:
    answer = client.post("/v1/extractions", content=ORDER.encode(), headers={"X-Filename": "..%2F..%5Cetc%2Fa%00b.txt"})
    assert answer.json()["source"]["filename"] == "ab.txt"


def test_what_it_says_of_itself(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "alive"}
    assert client.get("/version").json()["name"] == "vytiah"
    assert client.get("/v1/schema").json()["title"] == "Extraction"
    assert "/v1/extractions" in client.get("/openapi.json").json()["paths"]


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(("language", "words"), [("uk", "Такої сторінки немає"), ("en", "There is no such page")])
def test_a_browser_is_told_in_a_page_that_there_is_none(client: TestClient, language: str, words: str) -> None:
    answer = client.get("/nowhere", headers={**BROWSER, "Accept-Language": language})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert words in answer.text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html;q=0.5", "image/png"])
def test_a_program_is_told_in_a_problem(client: TestClient, accept: str) -> None:
    answer = client.get("/nowhere", headers={"Accept": accept})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_browser_is_told_in_a_page_what_an_address_does_not_answer(client: TestClient) -> None:
    answer = client.delete("/deadlines", headers=BROWSER)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.headers["content-type"].startswith("text/html")
