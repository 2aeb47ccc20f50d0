"""Any bytes are documents or are said to be unreadable; a path is never one that leads anywhere."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.readers import Source, archive_names, containers
from extractor.settings import Settings

QUIET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LETTER: Final = "Лист про воду".encode()
MAIL: Final = (
    b"From: a@b.ua\r\nMIME-Version: 1.0\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
    b"--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + LETTER + b"\r\n"
    b"--B\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n" + LETTER + b"\r\n--B--\r\n"
)


def zipped(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("лист.txt", LETTER)
        archive.writestr("лист.eml", MAIL)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("лист.txt")
        info.size = len(LETTER)
        archive.addfile(info, io.BytesIO(LETTER))
    return out.getvalue()


GOOD: Final = (
    MAIL, zipped(zipfile.ZIP_DEFLATED), zipped(zipfile.ZIP_BZIP2), zipped(zipfile.ZIP_LZMA), tarred(),
    gzip.compress(tarred()),
)  # fmt: skip
HEADS: Final = (b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x00",
    b"Rar!\x1a\x07\x01\x00", b"0\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", b"From: a\r\nReceived: b\r\n",
)  # fmt: skip


def check(data: bytes) -> None:
    found = list(containers.documents(Source(data, "a", ""), Settings()))
    assert found
    assert [f.error.message for f in found if f.error and f.error.code == "internal"] == []


@QUIET
@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_any_bytes_after_a_signature(head: bytes, rest: bytes) -> None:
    check(head + rest)


@QUIET
@given(st.sampled_from(GOOD), st.integers(0, 2000), st.integers(0, 40), st.binary(max_size=8))
def test_damaged_containers(good: bytes, at: int, cut: int, put: bytes) -> None:
    at %= len(good)
    check(good[:at] + put + good[at + cut :])


@QUIET
@given(st.text(st.sampled_from("a./\\:C\0 \ud800и"), max_size=30))
def test_a_path_leads_nowhere(name: str) -> None:
    shown = archive_names.inner_path(name)
    shown.encode()
    assert not shown.startswith("/")
    assert "\\" not in shown
    assert not {"", ".", ".."} & set(shown.split("/"))
