"""Old office files and saved pages. What needs a program of the system is skipped where that is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from ole_writer import compound

from extractor import readers
from extractor.errors import SourceError
from extractor.readers import doc_antiword, office_libreoffice, office_ole
from extractor.readers.office_libreoffice import converted, run_fenced

WORD_XML = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r>'
    "<w:t>Провести огляд</w:t></w:r></w:p></w:body></w:wordDocument>"
).encode()
needs_libreoffice = pytest.mark.skipif(office_libreoffice.program() is None, reason="LibreOffice is not installed")


def test_without_programs_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    office_libreoffice.program.cache_clear()
    doc_antiword.program.cache_clear()
    try:
        with pytest.raises(SourceError, match=office_libreoffice.PACKAGE) as error:
            readers.read(WORD_XML, "a.doc")
        assert error.value.code == "missing_program"
    finally:
        monkeypatch.undo()
        office_libreoffice.program.cache_clear()
        doc_antiword.program.cache_clear()


@needs_libreoffice
def test_word_xml_through_libreoffice() -> None:
    document = readers.read(WORD_XML, "a.doc")
    assert document.text == "Провести огляд"
    assert (document.source.reader, document.source.bytes) == ("doc", len(WORD_XML))


@needs_libreoffice
def test_what_is_made_may_be_no_larger_than_a_file_that_is_read() -> None:
    size = len(converted(WORD_XML, "xml", max_bytes=2**20))
    with pytest.raises(SourceError) as error:
        converted(WORD_XML, "xml", max_bytes=size // 2)
    assert error.value.code == "limit_bytes"


def test_a_program_that_takes_too_long_ends_with_all_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    child = f"import time; time.sleep(2); open({str(mark)!r}, 'w')"
    parent = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    assert run_fenced([sys.executable, "-c", parent], 0.5, folder=tmp_path, environment={}) is None
    assert not mark.exists()


def test_what_an_ole_file_is() -> None:
    assert office_ole.kind_of(b"%PDF-1.4") == ""
    with pytest.raises(SourceError) as error:
        office_ole.kind_of(office_ole.SIGN + bytes(600))
    assert error.value.code == "corrupted"


def test_a_directory_that_hangs_in_one_long_chain_is_damage() -> None:
    assert office_ole.kind_of(compound({"WordDocument": b"", "a": {}})) == "text"
    with pytest.raises(SourceError) as error:
        office_ole.kind_of(compound({f"{number:04}": {} for number in range(1_200)}))
    assert error.value.code == "corrupted"


PAGE = "<html><body><p>Розклад руху</p><table><tr><td>1<td>ранок</tr><tr><td>2<td>вечір</tr></table></body></html>"
SAVED = (
    b"From: <Saved by a browser>\r\nSnapshot-Content-Location: http://site.example/a\r\nSubject: x\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    + PAGE.encode("cp1251")
    + b"\r\n--b\r\nContent-Type: text/css\r\n\r\np {}\r\n--b--\r\n"
)


def test_saved_page() -> None:
    document = readers.read(SAVED, "a.mht")
    assert (document.source.reader, document.source.media_type) == ("mhtml", "multipart/related")
    assert document.text == "Розклад руху\n1\tранок\n2\tвечір"


def test_saved_page_without_a_page_is_damaged() -> None:
    with pytest.raises(SourceError) as error:
        readers.read(SAVED.replace(b"text/html\r\n", b"text/css\r\n"), "a.mht")
    assert error.value.code == "corrupted"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (
            SAVED.replace(b"Content-Type: text/html", b"Content-Type: text/html; charset=idna").replace(
                PAGE.encode("cp1251"), b""
            ),
            "no_text",
        ),
        (
            SAVED.partition(b"--b")[0]
            + b"".join(
                b"--b%d\r\nContent-Type: multipart/related; boundary=b%d\r\n\r\n" % (i, i + 1) for i in range(3_000)
            ).replace(b"b0", b"b", 1),
            "limit_depth",
        ),
    ],
)
def test_a_saved_page_made_to_do_harm(data: bytes, code: str) -> None:
    with pytest.raises(SourceError) as error:
        readers.read(data, "a.mhtml")
    assert error.value.code == code
