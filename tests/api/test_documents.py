"""Documents and what stands in them, over HTTP: cards, pages of lists, exports, files, pictures, corrections, hooks."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator

import pypdfium2
import pytest
from fastapi.testclient import TestClient
from PIL import Image
from service_samples import BASE, WAIT, order, state_of, zipped

from api import create_app
from api.options import Options
from extractor import Settings
from extractor.export import EXPORTERS, Exporter


def id_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


IDS = [id_of(order(n)) for n in range(1, 6)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service with five orders in it."""
    options = Options(data=tmp_path_factory.mktemp("data"), workers=1)
    with TestClient(create_app(Settings(nlp="rules"), options), base_url=BASE) as client:
        archive = zipped({f"{n}.txt": order(n) for n in range(1, 6)})
        assert client.post("/v1/documents", content=archive, headers=WAIT).status_code == 200
        yield client


@pytest.mark.parametrize("path", ["documents", "measures", "deadlines", "figures"])
def test_lists_come_in_pages(filled: TestClient, path: str) -> None:
    seen, pages, url = [], 0, f"/v1/{path}?limit=2&kind=order"
    while url:
        answer = filled.get(url)
        page = answer.json()
        seen += [item.get("document_id") or item["id"] for item in page["items"]]
        pages += 1
        link = answer.headers.get("link", "")
        assert bool(link) == (page["next"] is not None)
        url = link.partition(">")[0].removeprefix("<")
    assert pages == 3
    assert sorted(seen) == sorted(IDS)


def test_filters_narrow(filled: TestClient) -> None:
    def numbers(**asked: str) -> list[str]:
        return sorted(d["number"] for d in filled.get("/v1/documents", params=asked).json()["items"])

    assert numbers() == ["1", "2", "3", "4", "5"]
    assert numbers(number="3") == ["3"]
    assert numbers(kind="letter") == []
    assert numbers(q="школи -вигадане") == ["1", "2", "3", "4", "5"]
    assert numbers(due_before="2022-05-31") == []
    assert numbers(due_before="2022-06-01", responsible="відділ освіти") == ["1", "2", "3", "4", "5"]
    assert numbers(dated_after="2022-05-04") == []


def test_search_tells_the_places(filled: TestClient) -> None:
    hits = filled.get("/v1/search", params={"q": "школа"}).json()["items"]
    assert len(hits) == 5
    snippet = hits[0]["snippets"][0]
    assert all("шк" in snippet["text"][start:end].lower() for start, end in snippet["marks"])


def test_bodies_and_counts(filled: TestClient) -> None:
    (body, *_) = filled.get("/v1/organisations").json()["items"]
    assert filled.get(f"/v1/organisations/{body['id']}").json() == body
    assert filled.get(f"/v1/organisations/{'0' * 32}").status_code == 404
    assert filled.get("/v1/stats").json()["documents"] == 5


def test_what_has_not_changed_is_not_sent_again(filled: TestClient) -> None:
    for path in ("", "/extraction", "/file"):
        first = filled.get(f"/v1/documents/{IDS[0]}{path}")
        again = filled.get(f"/v1/documents/{IDS[0]}{path}", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("exporter", EXPORTERS, ids=[e.NAME for e in EXPORTERS])
def test_exports_by_format_and_by_accept(filled: TestClient, exporter: Exporter) -> None:
    name, kind = exporter.NAME, exporter.MEDIA_TYPE
    by_format = filled.get("/v1/documents", params={"format": name})
    assert by_format.status_code == 200
    assert by_format.headers["content-type"].partition(";")[0] == kind
    assert by_format.headers["content-disposition"].startswith("attachment")
    if kind != "application/json":
        by_accept = filled.get("/v1/documents", headers={"Accept": kind})
        assert by_accept.headers["content-type"] == by_format.headers["content-type"]


def test_what_is_not_written_is_not_acceptable(filled: TestClient) -> None:
    answer = filled.get("/v1/documents", headers={"Accept": "video/mp4"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")


def test_the_calendar_is_one(filled: TestClient) -> None:
    answer = filled.get("/v1/deadlines.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.count("BEGIN:VTODO") == 5


def test_changes_are_read_behind_a_cursor(filled: TestClient) -> None:
    first = filled.get("/v1/changes", params={"limit": 3}).json()
    rest = filled.get("/v1/changes", params={"after": first["next"]}).json()
    told = [c["document_id"] for c in (*first["items"], *rest["items"]) if c["kind"] == "document.extracted"]
    assert sorted(told) == sorted(IDS)
    end = filled.get("/v1/changes", params={"after": rest["next"]}).json()
    assert end == {"items": [], "next": rest["next"]}


def test_a_correction_needs_what_was_seen_and_holds(filled: TestClient) -> None:
    path = f"/v1/documents/{IDS[1]}"
    etag = filled.get(path).headers["etag"]
    said = {"action": "edit", "item": "m1/deadlines/0", "changes": {"end": "2027-02-03"}}
    without = filled.patch(f"{path}/extraction", json=said)
    assert (without.status_code, without.json()["code"]) == (428, "precondition_required")
    made = filled.patch(f"{path}/extraction", json=said, headers={"If-Match": etag})
    assert made.status_code == 200
    assert made.headers["etag"] == filled.get(path).headers["etag"] != etag
    late = filled.patch(f"{path}/extraction", json=said, headers={"If-Match": etag})
    assert (late.status_code, late.json()["code"]) == (412, "precondition_failed")
    measures = filled.get(f"{path}/extraction").json()["measures"]
    assert measures[0]["deadlines"][0]["end"] == "2027-02-03"
    plain = filled.get(f"{path}/extraction", params={"corrected": False}).json()
    assert plain["measures"][0]["deadlines"][0]["end"] == "2022-06-01"
    (line,) = filled.get(f"{path}/history").json()["items"]
    assert (line["by"], line["action"], line["item"]) == ("local", "edit", "m1/deadlines/0")


@pytest.mark.parametrize(
    "said",
    [
        {"action": "edit", "item": "m99"},
        {"action": "edit", "item": "m1", "changes": {"id": "x"}},
        {"action": "burn"},
        {},
    ],
)
def test_corrections_that_cannot_be(filled: TestClient, said: dict[str, object]) -> None:
    answer = filled.patch(f"/v1/documents/{IDS[2]}/extraction", json=said, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_a_page_is_drawn_and_measured(filled: TestClient) -> None:
    out = io.BytesIO()
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(200, 300)
    pdf.save(out)
    filled.post("/v1/documents", content=out.getvalue(), headers=WAIT)
    path = f"/v1/documents/{id_of(out.getvalue())}/pages"
    for _ in range(2):
        picture = filled.get(f"{path}/1.png")
        assert picture.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(picture.content)).size == (400, 600)
    assert filled.get(f"{path}/1").json() == {"page": 1, "width": 200.0, "height": 300.0}
    assert filled.get(f"{path}/2.png").status_code == 404
    assert filled.get(f"/v1/documents/{IDS[0]}/pages/1.png").json()["code"] == "no_page"


def test_a_deleted_document_is_gone_with_its_file(filled: TestClient) -> None:
    data = order(77)
    filled.post("/v1/documents", content=data, headers=WAIT)
    path = f"/v1/documents/{id_of(data)}"
    kept = state_of(filled).data / "uploads"
    before = len([p for p in kept.rglob("*") if p.is_file()])
    assert filled.delete(path).status_code == 204
    assert [filled.get(f"{path}{p}").status_code for p in ("", "/extraction", "/file")] == [404] * 3
    assert filled.delete(path).status_code == 404
    assert len([p for p in kept.rglob("*") if p.is_file()]) == before - 1
    assert filled.post("/v1/documents", content=data, headers=WAIT).status_code == 200


def test_why_a_document_could_not_be_read_is_kept(filled: TestClient) -> None:
    data = b"%PDF-1.7\n" + b"\1" * 500
    filled.post("/v1/documents", content=data, headers=WAIT)
    path = f"/v1/documents/{id_of(data)}"
    card = filled.get(path).json()
    assert (card["status"], card["error"]["code"]) == ("failed", "corrupted")
    assert filled.get(f"{path}/failure").json()["error"]["code"] == "corrupted"
    answer = filled.get(f"{path}/extraction")
    assert (answer.status_code, answer.json()["code"]) == (422, "corrupted")


def test_hooks_are_made_listed_and_ended(filled: TestClient) -> None:
    made = filled.post("/v1/webhooks", json={"url": "https://registry.example/hook", "kinds": ["order"]})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    location = made.headers["location"]
    shown = filled.get(location)
    assert shown.json()["kinds"] == ["order"]
    assert made.json()["secret"] not in shown.text + filled.get("/v1/webhooks").text
    assert filled.post(f"{location}/resume").status_code == 200
    assert filled.delete(location).status_code == 204
    assert filled.get(location).status_code == 404


@pytest.mark.parametrize(
    "url", ["http://registry.example/", "https://u:p@registry.example/", "file:///etc/passwd", "x"]
)
def test_hooks_to_where_nothing_is_sent(filled: TestClient, url: str) -> None:
    answer = filled.post("/v1/webhooks", json={"url": url})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_large_bodies_that_are_no_upload_are_refused(filled: TestClient) -> None:
    body = json.dumps({"url": "https://registry.example/" + "a" * 2**21}).encode()
    for content in (body, iter([body])):
        answer = filled.post("/v1/webhooks", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 413)


def test_metrics_count_requests_and_the_queue(filled: TestClient) -> None:
    text = filled.get("/metrics").text
    assert 'http_requests_total{handler="/v1/documents"' in text
    assert "vytiah_files_waiting 0.0" in text
