"""Results read back, and made smaller."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from unit.export.made import exported, order

from extractor.export import inputs
from extractor.export.inputs import Unread, results
from extractor.export.select import narrowed, once
from extractor.schema.contract import SCHEMA_VERSION, Extraction, FailedSource, Failure, FailureError

ONE, TWO = order("один"), order("два")
FAILURE = Failure(source=FailedSource(filename="x"), error=FailureError(code="encrypted", message="locked"))


def read(data: bytes) -> list[Extraction | Failure | Unread]:
    return list(results([Path("-")], io.BytesIO(data)))


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_arrays_and_lines_are_read(form, mark):
    assert read(mark + exported(form, [ONE, TWO])) == [ONE, TWO]


def test_one_object_is_read_indented_or_not():
    assert read(ONE.model_dump_json().encode()) == [ONE]
    assert read(ONE.model_dump_json(indent=2).encode()) == [ONE]


@pytest.mark.parametrize("found", [ONE, FAILURE])
def test_results_of_an_older_minor_version_are_read_as_todays(found):
    text = found.model_dump_json()
    assert f'"schema_version":"{SCHEMA_VERSION}"' in text
    assert read(text.replace(f'"schema_version":"{SCHEMA_VERSION}"', '"schema_version":"1.0"').encode()) == [found]


@pytest.mark.parametrize("version", ["0.9", "2.0", "1.999", "1", "x"])
def test_results_of_another_contract_are_told(version):
    text = ONE.model_dump_json().replace(f'"schema_version":"{SCHEMA_VERSION}"', f'"schema_version":"{version}"')
    [told] = read(text.encode())
    assert told == Unread("standard input, line 1", "it is no result of vytiah extract: schema_version")


def test_failures_and_empty_lines_stand_between():
    data = b"\n".join(x.model_dump_json().encode() for x in (ONE, FAILURE)) + b"\n\n" + TWO.model_dump_json().encode()
    assert read(data) == [ONE, FAILURE, TWO]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"PK\x03\x04", "it is not JSON"),
        (b"[1,", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b'{"a":' * 100_000, "it is not JSON"),
        (b"{}", "it is no result of vytiah extract: status"),
        (b"[7]", "it is no result of vytiah extract: "),
        (b'{"status": "failed"}', "it is no result of vytiah extract: source"),
    ],
)
def test_what_is_no_result_is_told(data, message):
    (unread,) = read(data)
    assert isinstance(unread, Unread)
    assert unread.message == message


def test_a_bad_line_leaves_the_others():
    data = exported("jsonl", [ONE]) + b"{]}\n" + exported("jsonl", [TWO])
    first, bad, last = read(data)
    assert (first, last) == (ONE, TWO)
    assert bad == Unread("standard input, line 2", "it is not JSON")


def test_what_is_too_long_is_passed_over(monkeypatch):
    line = exported("jsonl", [ONE])
    monkeypatch.setattr(inputs, "LONGEST", len(line))
    long = b"{" + b" " * len(line) * 2 + b"}\n"
    assert [x if isinstance(x, Extraction) else "long" for x in read(line + long + line)] == [ONE, "long", ONE]
    assert [type(x) for x in read(b"[" + b" " * len(line) * 2)] == [Unread]


def test_folders_give_their_results_sorted(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.json").write_bytes(exported("json", [TWO]))
    (tmp_path / "a.jsonl").write_bytes(exported("jsonl", [ONE]))
    (tmp_path / "notes.txt").write_text("no result")
    assert list(results([tmp_path], io.BytesIO())) == [ONE, TWO]
    assert [type(x) for x in results([tmp_path / "absent.json"], io.BytesIO())] == [Unread]


def test_a_document_is_given_once():
    assert list(once([ONE, TWO, ONE])) == [ONE, TWO]


def test_narrowing_leaves_no_link_into_nothing():
    assert narrowed(ONE, {"m1"}) == ONE
    bare = narrowed(ONE, set())
    assert (bare.measures, bare.figures) == ([], [])
    assert bare.organisations == ONE.organisations
