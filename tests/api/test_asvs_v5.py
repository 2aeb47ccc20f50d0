"""OWASP ASVS 5.0, chapter V5 (file handling): each of its 13 requirements, by its number.

V5.1.1 asks for documentation and is held to docs/service.md; the others are tried on a running service."""

from __future__ import annotations

import io
import stat
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from fastapi.testclient import TestClient
from PIL import Image
from service_samples import ORDER, WAIT, Service, order, state_of, zipped

from extractor import Settings

HOSTILE_NAMES = [
    "../../etc/passwd.txt",
    "..\\..\\windows\\win.ini",
    "/etc/cron.d/evil",
    "C:\\evil.txt",
    "a\0b.txt",
    "<script>alert(1)</script>.txt",
    '"; filename="x.html',
    "a\r\nSet-Cookie: x=1.txt",
    "наказ\u202etxt.exe",
    "." * 300 + ".txt",
    "CON",
]


def code(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def uploads(client: TestClient) -> Path:
    root = state_of(client).data
    assert isinstance(root, Path)
    return root


def test_v5_1_1_what_may_be_sent_is_written_down(pytestconfig: pytest.Config) -> None:
    text = (pytestconfig.rootpath / "docs" / "service.md").read_text(encoding="utf-8")
    files = text.partition("\n## Files\n")[2].partition("\n## ")[0]
    for word in ("**Types.**", "**Limits.**", "**Malware.**", "unpacked", "extension"):
        assert word in files


def test_v5_2_1_a_file_is_of_a_size_that_can_be_worked_on(client: TestClient) -> None:
    for headers in ({}, {"Transfer-Encoding": "chunked"}):
        answer = client.post("/v1/documents", content=iter([b"a" * 60_000] * 2), headers=headers)
        assert code(answer) == (413, "limit_bytes")
    form = client.post("/v1/documents", files={"file": ("a.txt", b"a" * 100_001)})
    assert code(form) == (413, "limit_bytes")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("letter.pdf", b"\x7fELF\x02\x01\x01" + bytes(200), (415, "unsupported_type")),
        ("letter.docx", b"MZ" + bytes(200), (415, "unsupported_type")),
    ],
)
def test_v5_2_2_the_content_decides_and_not_the_extension(
    client: TestClient, name: str, data: bytes, expected: tuple[int, str]
) -> None:
    assert code(client.post("/v1/documents", files={"file": (name, data)}, headers=WAIT)) == expected


def test_v5_2_2_an_extension_that_belies_the_content_is_warned_of(client: TestClient) -> None:
    answer = client.post("/v1/documents", files={"file": ("letter.pdf", order(520))}, headers=WAIT)
    assert answer.json()["source"]["media_type"] == "text/plain"
    assert "type_mismatch" in [w["code"] for w in answer.json()["warnings"]]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"max_unpacked": 5_000}, "limit_unpacked"),
        ({"max_members": 2}, "limit_members"),
        ({"max_part": 500}, "limit_part"),
    ],
)
def test_v5_2_3_archives_are_measured_before_they_are_opened(
    service: Service, limits: dict[str, Any], expected: str
) -> None:
    members = {f"{n}.txt": ORDER.encode() * 10 for n in range(6)}
    settings = replace(Settings(nlp="rules"), **limits)
    answer = service(settings).post("/v1/documents", content=zipped(members), headers=WAIT)
    assert expected in answer.text


def test_v5_2_4_a_key_has_a_quota_of_files_and_bytes(service: Service) -> None:
    client = service()
    access = state_of(client).access
    for limits in ({"max_files": 1}, {"max_bytes": 10}):
        headers = {"X-API-Key": access.add_key("quota", ["write"], **limits)[1], **WAIT}
        assert client.post("/v1/documents", content=ORDER.encode(), headers=headers).status_code == 200
        assert code(client.post("/v1/documents", content=ORDER.encode(), headers=headers)) == (429, "quota_exceeded")


def test_v5_2_5_links_in_archives_are_not_followed(client: TestClient, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("таємне слово", encoding="utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(secret))
        archive.writestr("good.txt", order(525))
    answer = client.post("/v1/documents", content=out.getvalue(), headers=WAIT)
    assert answer.status_code == 200
    assert "таємне" not in answer.text
    assert "таємне" not in client.get("/v1/documents", params={"format": "jsonl"}).text


def test_v5_2_6_pictures_are_of_a_size_that_can_be_worked_on(service: Service) -> None:
    client = service(Settings(nlp="rules", max_pixels=1_000))
    out = io.BytesIO()
    Image.new("L", (100, 100), 255).save(out, "PNG")
    answer = client.post("/v1/documents", files={"file": ("a.png", out.getvalue())}, headers=WAIT)
    assert answer.status_code == 422
    assert answer.json()["code"] == "limit_pixels"


@pytest.mark.parametrize("name", ["a.html", "a.php", "a.svg", "a.txt"])
def test_v5_3_1_what_was_sent_is_never_run(client: TestClient, name: str) -> None:
    data = b"<html><body><p>" + order(531) + name.encode() + b"</p><script>alert(1)</script></body></html>"
    answer = client.post("/v1/documents", files={"file": (name, data)}, headers=WAIT)
    document_id = answer.headers["content-location"].split("/")[3]
    file = client.get(f"/v1/documents/{document_id}/file")
    assert file.content == data
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in file.headers["content-security-policy"]
    assert file.headers["x-content-type-options"] == "nosniff"
    # And it is no file of a server's tree: nothing below the data folder has an address of its own.
    kept = [p for p in uploads(client).rglob("*") if p.is_file()]
    assert all(p.stat().st_mode & 0o111 == 0 for p in kept)
    for path in kept[:5]:
        assert client.get(f"/{quote(str(path.relative_to(uploads(client))))}").status_code == 404


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_v5_3_2_names_of_files_are_made_here(client: TestClient, name: str) -> None:
    before = {p for p in uploads(client).rglob("*") if p.is_file()}
    headers = {**WAIT, "X-Filename": quote(name)}
    answer = client.post("/v1/documents", content=order(5320 + HOSTILE_NAMES.index(name)), headers=headers)
    assert answer.status_code == 200
    shown = answer.json()["source"]["filename"]
    assert shown is None or (shown.isprintable() and not set("/\\") & set(shown) and len(shown) <= 255)
    made = {p for p in uploads(client).rglob("*") if p.is_file()} - before
    kept = [p for p in made if p.parent.parent.name == "uploads"]
    assert [len(p.name) for p in kept] == [32]
    assert all(set(p.name) <= set("0123456789abcdef") for p in kept)


@pytest.mark.parametrize("name", ["../../../up.txt", "/tmp/absolute.txt", "a/../../b.txt", "..\\back.txt"])
def test_v5_3_3_paths_inside_archives_are_not_followed(client: TestClient, name: str) -> None:
    marker = order(533) + name.encode()
    answer = client.post("/v1/documents", content=zipped({name: marker}), headers=WAIT)
    assert answer.status_code == 200
    document_id = answer.headers["content-location"].split("/")[3]
    assert client.get(f"/v1/documents/{document_id}/file").content == marker
    assert not (uploads(client).parent / "up.txt").exists()
    assert not Path("/tmp/absolute.txt").exists()


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_v5_4_1_and_v5_4_2_names_in_answers_are_encoded(client: TestClient, name: str) -> None:
    data = order(5410 + HOSTILE_NAMES.index(name))
    form = client.post("/v1/documents", content=data, headers={**WAIT, "X-Filename": quote(name)})
    document_id = form.headers["content-location"].split("/")[3]
    file = client.get(f"/v1/documents/{document_id}/file")
    disposition = file.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="')
    plain, _, whole = disposition.removeprefix('attachment; filename="').partition("\"; filename*=UTF-8''")
    assert plain
    assert whole
    assert all(c.isalnum() or c in "._ -" for c in plain)
    assert all(c.isascii() and (c.isalnum() or c in "%._-~") for c in whole)
    assert "set-cookie" not in file.headers


def test_v5_4_3_a_scanner_looks_before_a_reader_does(service: Service, tmp_path: Path) -> None:
    script = tmp_path / "scanner.py"
    script.write_text("import sys; sys.exit(b'EICAR' in open(sys.argv[1], 'rb').read())", encoding="utf-8")
    client = service(scan=(sys.executable, str(script), "{}"))
    bad = client.post("/v1/documents", content=order(543) + b"EICAR", headers=WAIT)
    assert code(bad) == (422, "infected")
    assert [p for p in (uploads(client) / "uploads").rglob("*") if p.is_file()] == []
    assert client.post("/v1/documents", content=order(543), headers=WAIT).status_code == 200


def test_v5_4_3_what_no_scanner_has_looked_at_is_not_read(service: Service) -> None:
    client = service(scan=(sys.executable, "-c", "raise SystemExit(2)"))
    assert client.post("/v1/documents", content=order(543), headers=WAIT).status_code == 500
    assert client.get("/v1/documents").json()["items"] == []
