"""Many documents in one input: each is extracted, and what is lost is told of."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from extractor import extract, extract_all
from extractor.batch import OutputNames, Result, extract_each, extract_one
from extractor.errors import SourceError
from extractor.schema.contract import Extraction, Failure

LETTER = "Лист про воду. Просимо надати відповідь до 05.03.2025.".encode()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_one_document_in_an_archive_is_the_document() -> None:
    found = extract(zipped(a=LETTER), name="a.zip")
    assert found.source.filename == "a.zip/a"
    assert found.source.container is not None
    assert found.source.container.path == "a"


def test_several_documents_are_not_one() -> None:
    with pytest.raises(SourceError) as error:
        extract(zipped(a=LETTER, b=LETTER))
    assert error.value.code == "several_documents"


def test_failures_keep_their_place_and_the_last_extraction_names_them() -> None:
    found = list(extract_all(zipped(a=b"", b=LETTER, c=b"MZ\x90", d=LETTER, e=b""), name="x.zip"))
    assert [type(f) for f in found] == [Failure, Extraction, Failure, Extraction, Failure]
    last = found[3]
    assert isinstance(last, Extraction)
    assert last.status == "partial"
    assert [w.message.partition(":")[0] for w in last.warnings] == ["x.zip/a", "x.zip/c", "x.zip/e"]


def test_a_plain_file_is_one_extraction() -> None:
    (found,) = extract_all(LETTER, name="a.txt")
    assert found == extract(LETTER, name="a.txt")


def test_an_attachment_finds_its_mail() -> None:
    mail = (
        b"From: a@b.ua\r\nMIME-Version: 1.0\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
        b"--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + LETTER + b"\r\n"
        b"--B\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n" + LETTER + b"\r\n--B--\r\n"
    )
    cover, attached = extract_all(mail, name="лист.eml")
    assert attached.source.container is not None
    assert attached.source.container.sha256 == cover.source.sha256


def test_a_fault_of_ours_in_one_member_leaves_the_rest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from extractor import assemble

    run = assemble.run

    def faulty(head: object, analysis: object, spans: object) -> object:
        if "ЗБІЙ" in analysis.outline.document.text:  # type: ignore[attr-defined]
            raise ZeroDivisionError("whoops")
        return run(head, analysis, spans)  # type: ignore[arg-type]

    monkeypatch.setattr(assemble, "run", faulty)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(a=LETTER, b="ЗБІЙ".encode(), c=LETTER))
    assert [(r.member, r.code) for r in extract_each(path)] == [("a", None), ("b", "internal"), ("c", None)]
    assert extract_one(path).code == "several_documents"


def test_output_names_are_each_their_own() -> None:
    archive, other = Path("x/a.zip"), Path("y/a.zip")
    names = OutputNames([archive, other, Path("a-b.txt")])

    def of(path: Path, member: str | None) -> str:
        return names.of(Result(path, "", member=member))

    assert of(archive, "b.txt") == "a.zip-b.json"
    assert of(archive, "../../b.pdf") == "a.zip-b-2.json"
    assert of(archive, "тека/план № 5 (а).docx") == "a.zip-тека_план № 5 (а).json"
    assert of(other, "b.txt") == "a.zip-2-b.json"
    assert of(Path("a-b.txt"), None) == "a-b.json"
