"""What a stranger writes is data in every answer: no browser takes it for a page."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from service_samples import ORDER, WAIT

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><iframe src=javascript:alert(1)>',
    "'-alert(1)-'",
    "{{7*7}}${7*7}<%=7*7%>",
    "</title><body onload=alert(1)>",
    '=HYPERLINK("javascript:alert(1)")',
]
ROUTES = [
    "/v1/documents",
    "/v1/documents/{id}",
    "/v1/documents/{id}/extraction",
    "/v1/documents/{id}/file",
    "/v1/documents/{id}/sightings",
    "/v1/measures",
    "/v1/figures",
    "/v1/organisations",
    "/v1/deadlines",
    "/v1/deadlines.ics",
    "/v1/search?q={payload}",
    "/v1/changes",
    "/v1/jobs",
    "/v1/documents?format=csv",
    "/v1/documents?format=xlsx",
    "/v1/documents?format=jsonl",
    "/v1/documents?issuer={payload}",
    "/v1/documents?after={payload}",
    "/v1/documents/{payload}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_a_stranger_writes_is_a_page(client: TestClient, payload: str) -> None:
    text = ORDER.replace("Про огляд шкіл", f"Про {payload}").replace("4 школи", f"4 школи {payload}")
    headers = {**WAIT, "X-Filename": quote(f"{payload}.txt")}
    assert client.post("/v1/documents", content=text.encode(), headers=headers).status_code == 200
    document_id = hashlib.sha256(text.encode()).hexdigest()[:32]
    for route in ROUTES:
        path = route.format(id=document_id, payload=quote(payload, safe=""))
        answer = client.get(path, headers={"Accept": "text/html, */*"} if "format" not in path else {})
        kind = answer.headers["content-type"].partition(";")[0]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert kind not in ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml"), path
        assert "default-src 'none'" in answer.headers["content-security-policy"], path
        assert answer.status_code in (200, 404, 422), path


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if "<" in p])
def test_an_address_that_is_none_is_inert_in_the_page_of_its_error(client: TestClient, payload: str) -> None:
    answer = client.get(f"/{quote(payload, safe='')}.txt?q={quote(payload, safe='')}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (404, "text/html")
    assert payload not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
