"""Which reader a content gets, and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractor import readers
from extractor.errors import SourceError
from extractor.settings import Settings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SECRET = "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le")


def archive(*names: str) -> bytes:
    """A zip of these names: the same bytes at any hour, as they are in the names of tests."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty_file"),
        (b" \n\t ", "a.txt", "no_text"),
        (b"\x89PNG\r\n\x1a\n123", "scan.png", "corrupted"),
        (b"\xff\xd8\xff\xe0 jfif", "scan.docx", "corrupted"),
        (b"{\\rtf1 }", "a.rtf", "no_text"),
        (OLE, "a.doc", "corrupted"),
        (OLE + SECRET, "a.docx", "encrypted"),
        (archive("a.txt"), "a.zip", "unsupported_type"),
        (archive("xl/workbook.xml"), "a.docx", "corrupted"),
        (archive("word/document.xml"), "a.docx", "corrupted"),
        (archive("word/document.xml")[:60], "a.docx", "corrupted"),
        (b"<?xml version='1.0'?><book>x</book>", "a.xml", "unsupported_type"),
        (bytes(range(256)) * 20, "a.bin", "unsupported_type"),
        (b"\x78\x9f\x3e\x22\x01\x00\x01", "winmail.dat", "unsupported_type"),
        (b"<html><body><script>1</script></body></html>", "a.html", "no_text"),
    ],
)
def test_refused(data: bytes, name: str, code: str) -> None:
    with pytest.raises(SourceError) as error:
        readers.read(data, name)
    assert error.value.code == code
    assert error.value.message


def test_size_is_limited() -> None:
    with pytest.raises(SourceError) as error:
        readers.read(b"text " * 10, settings=Settings(max_bytes=20))
    assert error.value.code == "limit_bytes"


@pytest.mark.parametrize(
    ("data", "name", "reader", "warned"),
    [
        ("Лист про воду".encode(), "a.txt", "text", False),
        ("Лист про воду".encode(), None, "text", False),
        ("Лист про воду".encode(), "a.md", "text", False),
        ("Лист про воду".encode(), "a.docx", "text", True),
        ("Лист про воду".encode(), "a.doc", "text", True),
        ("<html><body><p>Лист</p></body></html>".encode(), "a.html", "html", False),
        ("<html><body><p>Лист</p></body></html>".encode(), "a.doc", "html", True),
        ("\ufeff<!DOCTYPE html><p>Лист".encode(), "a.txt", "html", True),
        ("<p>одна мітка в листі".encode(), "a.txt", "text", False),
        ("Лист, де <b>дещо</b> виділено".encode(), "a.txt", "text", False),
    ],
)
def test_content_decides(data: bytes, name: str | None, reader: str, warned: bool) -> None:
    document = readers.read(data, name)
    assert document.source.reader == reader
    assert ("type_mismatch" in [n.code for n in document.notices]) is warned


def test_registry_is_complete() -> None:
    names = [reader.NAME for reader in readers.READERS]
    assert len(set(names)) == len(names)
    for reader in readers.READERS:
        assert reader.MEDIA_TYPES
        assert reader.EXTENSIONS
        assert all(e == e.lower() and not e.startswith(".") for e in reader.EXTENSIONS)
