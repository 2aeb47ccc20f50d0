"""Files in: forms, bodies, archives; what is waited for, repeated, refused."""

from __future__ import annotations

import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from service_samples import ORDER, WAIT, Service, order, state_of, zipped

from extractor import Settings, extract

RULES = Settings(nlp="rules")


def test_one_file_is_answered_with_its_extraction(client: TestClient) -> None:
    answer = client.post("/v1/documents", files={"file": ("наказ.txt", order(100))}, headers=WAIT)
    assert answer.status_code == 200
    assert answer.text == extract(order(100), name="наказ.txt", settings=RULES).model_dump_json()
    document_id = hashlib.sha256(order(100)).hexdigest()[:32]
    assert answer.headers["content-location"] == f"/v1/documents/{document_id}/extraction"
    assert answer.headers["preference-applied"] == "wait=60"
    assert client.get(answer.headers["content-location"]).text == answer.text


def test_a_body_is_a_file_too(client: TestClient) -> None:
    headers = {**WAIT, "X-Filename": quote("лист № 5.txt"), "Content-Type": "text/plain"}
    answer = client.post("/v1/documents", content=order(101), headers=headers)
    assert answer.json()["source"]["filename"] == "лист № 5.txt"
    headers = {**WAIT, "Content-Disposition": f"attachment; filename*=UTF-8''{quote('другий.txt')}"}
    answer = client.post("/v1/documents", content=order(102), headers=headers)
    assert answer.json()["source"]["filename"] == "другий.txt"


def test_who_does_not_wait_gets_a_job(client: TestClient) -> None:
    answer = client.post("/v1/documents", content=order(103), headers={"Prefer": "respond-async"})
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "respond-async"
    assert int(answer.headers["retry-after"]) > 0
    job = ended(client, answer.headers["location"])
    (file,) = job["files"]
    assert (job["status"], file["status"], file["attempts"]) == ("done", "done", 1)
    (found,) = file["documents"]
    assert client.get(f"/v1/documents/{found['id']}").json()["number"] == "103"


def ended(client: TestClient, location: str) -> dict[str, object] | object:
    """The job, when its events have ended."""
    with client.stream("GET", f"{location}/events") as stream:
        lines = list(stream.iter_lines())
    kinds = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    assert kinds[-1] == "end"
    assert set(kinds[:-1]) <= {"progress"}
    data = [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]
    assert client.get(location).json() == json.loads(data[-1])
    return json.loads(data[-1])


def test_several_files_are_one_job(client: TestClient) -> None:
    files = [("file", ("a.txt", order(104))), ("file", ("b.txt", b"")), ("file", ("c.txt", order(105)))]
    answer = client.post("/v1/documents", files=files, headers=WAIT)
    assert answer.status_code == 200
    job = answer.json()
    assert [f["status"] for f in job["files"]] == ["done", "failed", "done"]
    assert job["files"][1]["error"]["code"] == "empty_file"
    assert (len(job.pop("extractions")), job.pop("left_out")) == (2, 0)
    assert client.get(f"/v1/jobs/{job['id']}").json() == job
    assert job["id"] in [j["id"] for j in client.get("/v1/jobs").json()["items"]]


def test_an_archive_is_its_documents(client: TestClient) -> None:
    members = {"накази/1.txt": order(106), "2.txt": order(107), "програма.exe": b"MZ" + bytes(200)}
    answer = client.post("/v1/documents", files={"file": ("архів.zip", zipped(members))}, headers=WAIT)
    assert answer.status_code == 200
    documents = answer.json()["files"][0]["documents"]
    names = {d["name"]: d["error"] and d["error"]["code"] for d in documents}
    assert names == {
        "архів.zip/накази/1.txt": None,
        "архів.zip/2.txt": None,
        "архів.zip/програма.exe": "unsupported_type",
    }
    assert [w["name"] for w in answer.json()["warnings"]] == ["архів.zip/програма.exe"]
    assert [e["document"]["number"] for e in answer.json()["extractions"]] == ["106", "107"]
    good = [d["id"] for d in documents if d["error"] is None]
    for document_id, data in zip(good, (order(106), order(107)), strict=True):
        assert client.get(f"/v1/documents/{document_id}/file").content == data


def test_an_archive_of_one_document_is_that_document(client: TestClient) -> None:
    answer = client.post("/v1/documents", content=zipped({"лист.txt": order(108)}), headers=WAIT)
    assert answer.status_code == 200
    assert answer.json()["document"]["number"] == "108"


def test_the_same_bytes_are_one_document(client: TestClient) -> None:
    for name in ("перший.txt", "другий.txt"):
        answer = client.post("/v1/documents", files={"file": (name, order(109))}, headers=WAIT)
        assert answer.status_code == 200
    document_id = hashlib.sha256(order(109)).hexdigest()[:32]
    listed = [d["id"] for d in client.get("/v1/documents", params={"number": "109"}).json()["items"]]
    assert listed == [document_id]
    places = [s["place"] for s in client.get(f"/v1/documents/{document_id}/sightings").json()["items"]]
    assert sorted(places) == ["другий.txt", "перший.txt"]


def test_an_answer_takes_as_many_extractions_as_it_may(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    members = {f"{n}.txt": order(n) for n in (7_101, 7_102, 7_103)}
    monkeypatch.setattr("api.sending._LONGEST", 2 * len(order(7_101).decode()))
    answer = client.post("/v1/documents", content=zipped(members), headers=WAIT)
    assert [e["document"]["number"] for e in answer.json()["extractions"]] == ["7101", "7102"]
    assert answer.json()["left_out"] == 1
    assert [d["error"] for d in answer.json()["files"][0]["documents"]] == [None] * 3
    monkeypatch.setattr("api.sending._MOST", 1)
    again = client.post("/v1/documents", content=zipped(members), headers=WAIT)
    assert ([e["document"]["number"] for e in again.json()["extractions"]], again.json()["left_out"]) == (["7101"], 2)


def test_the_same_idempotency_key_is_one_job(client: TestClient) -> None:
    headers = {"Idempotency-Key": "вихідний-1".encode().hex(), "Prefer": "respond-async"}
    first = client.post("/v1/documents", content=order(110), headers=headers)
    ended(client, first.headers["location"])
    again = client.post("/v1/documents", content=order(110), headers=headers)
    # The job has ended by now, so that the answer is its result.
    assert (again.status_code, again.json()["document"]["number"]) == (200, "110")
    other = client.post("/v1/documents", content=order(111), headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert client.get("/v1/documents", params={"number": "111"}).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "empty_file"),
        (b"a" * 100_001, 413, "limit_bytes"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), 415, "unsupported_type"),
        (b"%PDF-1.7\n" + b"\0" * 500, 422, "corrupted"),
    ],
)
def test_what_cannot_be_read_is_a_problem(client: TestClient, body: bytes, status: int, code: str) -> None:
    answer = client.post("/v1/documents", content=body, headers=WAIT)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nno end", "damaged_request"),
        ("multipart/form-data; boundary=x", b"no boundary at all", "damaged_request"),
        ("multipart/form-data", b"--x--", "damaged_request"),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x--", "damaged_request"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
            "no_file",
        ),
    ],
)
def test_damaged_forms_are_problems(client: TestClient, kind: str, body: bytes, code: str) -> None:
    answer = client.post("/v1/documents", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_full_queue_says_when_to_come_back(service: Service) -> None:
    client = service(max_queue=1, workers=1)
    answers = [
        client.post("/v1/documents", files=[("file", (f"{n}.txt", order(n))) for n in (1, 2)]),
        client.post("/v1/documents", content=order(3), headers=WAIT),
    ]
    assert [a.status_code for a in answers] == [503, 200]
    assert answers[0].json()["code"] == "queue_full"
    assert int(answers[0].headers["retry-after"]) > 0


def test_of_a_flood_what_was_accepted_is_read_and_the_rest_is_told_so(service: Service) -> None:
    client = service(max_queue=2, workers=1)
    later = {"Prefer": "respond-async"}
    answers = [client.post("/v1/documents", content=order(n), headers=later) for n in range(12)]
    refused = [a for a in answers if a.status_code == 503]
    assert {(a.json()["code"], a.headers["retry-after"]) for a in refused} <= {("queue_full", "2")}
    accepted = [a for a in answers if a not in refused]
    assert {a.status_code for a in accepted} == {202}
    jobs = [a.headers["location"] for a in accepted]
    assert jobs
    for job in jobs:
        assert "event: end" in client.get(f"{job}/events").text
        assert client.get(job).json()["status"] == "done"


def test_where_the_queue_was_full_a_moment_ago_nothing_is_taken(service: Service) -> None:
    client = service()
    state = state_of(client)
    state.full_until = time.monotonic() + 60
    for body in (ORDER.encode(), b"x" * 2**20):
        answer = client.post("/v1/documents", content=body, headers=WAIT)
        assert (answer.status_code, answer.json()["code"]) == (503, "queue_full")
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/v1/documents").json()["items"] == []
    state.full_until = 0.0
    assert client.post("/v1/documents", content=ORDER.encode(), headers=WAIT).status_code == 200


def test_who_asks_too_often_is_told_when_to_come_back(service: Service) -> None:
    client = service(rate=3)
    answers = [client.get("/v1/documents") for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert answers[-1].json()["code"] == "rate_limited"
    assert int(answers[-1].headers["retry-after"]) > 0


def test_a_full_disk_is_507(service: Service) -> None:
    answer = service(min_free=2**60).post("/v1/documents", content=ORDER.encode())
    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")


def test_what_is_being_stopped_takes_nothing(service: Service) -> None:
    client = service()
    state_of(client).draining = True
    for answer in (client.post("/v1/documents", content=ORDER.encode()), client.get("/health/ready")):
        assert (answer.status_code, answer.json()["code"]) == (503, "draining")
        assert int(answer.headers["retry-after"]) > 0
    assert client.get("/health/live").status_code == 200


def test_a_cancelled_job_has_ended_and_its_files_are_gone(service: Service) -> None:
    client = service()
    files = [("file", (f"{n}.txt", order(n))) for n in range(30)]
    location = client.post("/v1/documents", files=files, headers={"Prefer": "respond-async"}).headers["location"]
    job = client.delete(location).json()
    assert job["status"] in ("cancelled", "done")
    assert job["finished"] is not None
    assert "cancelled" in [f["status"] for f in job["files"]]
    assert client.get(location).json()["status"] == job["status"]


def test_nothing_is_left_of_a_refused_request(service: Service) -> None:
    client = service(Settings(nlp="rules", max_bytes=1_000))
    files = [("file", ("a.txt", order(1))), ("file", ("b.txt", b"b" * 2_000))]
    assert client.post("/v1/documents", files=files).status_code == 413
    root = state_of(client).data / "uploads"
    assert [p for p in root.rglob("*") if p.is_file()] == []


def test_the_answer_is_what_is_kept(client: TestClient) -> None:
    answer = client.post("/v1/documents", content=order(7_001), headers=WAIT)
    assert answer.status_code == 200
    assert answer.content == client.get(answer.headers["content-location"]).content


def test_what_waits_behind_others_is_answered_with_its_extraction(client: TestClient) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda n: client.post("/v1/documents", content=order(n), headers=WAIT), range(7_010, 7_016))
        )
    assert [answer.status_code for answer in answers] == [200] * 6
    assert [answer.json()["document"]["number"] for answer in answers] == [str(n) for n in range(7_010, 7_016)]


def test_several_files_end_as_one_job(client: TestClient) -> None:
    files = [("file", (f"{n}.txt", order(n))) for n in (7_020, 7_021)]
    answer = client.post("/v1/documents", files=files, headers=WAIT)
    assert answer.status_code == 200
    assert [f["status"] for f in answer.json()["files"]] == ["done", "done"]


def test_a_file_that_was_read_ahead_and_not_accepted_leaves_nothing(service: Service, tmp_path: Path) -> None:
    full = service(max_queue=0)
    state = state_of(full)
    while not state.runner.idle:
        time.sleep(0.01)
    answer = full.post("/v1/documents", content=order(7_030))
    assert (answer.status_code, answer.json()["code"]) == (503, "queue_full")
    while not state.runner.idle:
        time.sleep(0.01)
    assert full.get("/v1/documents").json()["items"] == []
    assert not [path for path in (tmp_path / "data" / "uploads").rglob("*") if path.is_file()]


def test_the_job_of_an_archive_says_where_each_extraction_is(client: TestClient) -> None:
    data = zipped({"а.txt": order(7_040), "б.txt": order(7_041), "в.png": b"\x89PNG\r\n\x1a\n"})
    job = client.post("/v1/documents", content=data, headers=WAIT).json()
    found = {document["name"].rpartition("/")[2]: document for document in job["files"][0]["documents"]}
    numbers = {
        name: client.get(document["extraction"]).json()["document"]["number"]
        for name, document in found.items()
        if document["error"] is None
    }
    assert numbers == {"а.txt": "7040", "б.txt": "7041"}
    assert found["в.png"]["extraction"] is None


def test_the_page_of_a_job_that_is_over_goes_on_to_its_document(client: TestClient) -> None:
    """A short job may end between the answer that names its page and the first look at it."""
    job = client.post("/v1/documents", content=order(977), headers={"Prefer": "wait=0"}).headers["location"]
    while client.get(job).json()["status"] not in ("done", "failed"):
        time.sleep(0.05)
    page = client.get(job.removeprefix("/v1"))
    assert page.url.path.startswith("/documents/")
    assert "977" in page.text
    watched = client.get(job.removeprefix("/v1"), headers={"HX-Request": "true"})
    assert watched.headers["HX-Redirect"] == page.url.path
