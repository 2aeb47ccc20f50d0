"""`vytiah export`, as a user types it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from icalendar import Calendar
from typer.testing import CliRunner
from unit.export.made import exported, golden, order

from extractor.cli import app
from extractor.export import EXPORTERS
from extractor.store import open_store


def vytiah(*args: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(app, ["export", *map(str, args)], input=stdin)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    path = tmp_path / "results.jsonl"
    path.write_bytes(exported("jsonl", golden()))
    return path


@pytest.fixture
def store(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    with open_store(url) as made:
        for extraction in golden():
            made.save(extraction)
    return url


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda e: e.NAME)
def test_the_name_of_the_output_tells_the_form(results, tmp_path, exporter):
    out = tmp_path / f"out.{exporter.EXTENSION}"
    done = vytiah(results, "-o", out)
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == exported(exporter.NAME, golden())
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([out.name, results.name])


def test_standard_input_and_output(results):
    done = vytiah("-", "--format", "csv", "--table", "figures", "--bom", stdin=results.read_bytes())
    assert done.exit_code == 0
    assert done.stdout_bytes == exported("csv", golden(), table="figures", bom=True)


def measures(done: Result) -> set[tuple[str, str]]:
    assert done.exit_code == 0, done.output
    return {(r["document_id"], r["measure_id"]) for r in csv.DictReader(io.StringIO(done.stdout))}


@pytest.mark.parametrize(
    "filters",
    [
        ["--kind", "order"],
        ["--kind", "order", "--kind", "letter"],
        ["--language", "ru"],
        ["--due-before", "2021-12-31"],
        ["--due-after", "2022-01-01", "--due-before", "2023-12-31"],
        ["--status", "planned"],
        ["--text", "автобус"],
        ["--responsible", "управління"],
    ],
)
def test_files_and_a_store_are_asked_alike(results, store, filters):
    """And the answer is smaller than everything, and not nothing."""
    of_files = measures(vytiah(results, "-f", "csv", *filters))
    of_store = measures(vytiah("--store", store, "-f", "csv", *filters))
    assert of_files == of_store
    assert set() < of_files < measures(vytiah(results, "-f", "csv"))


def test_measures_that_were_not_asked_for_are_left_out_unless_told(results):
    found = vytiah(results, "-f", "json", "--due-before", "2021-12-31")
    asked = json.loads(found.stdout)
    whole = json.loads(vytiah(results, "-f", "json", "--due-before", "2021-12-31", "--whole").stdout)
    ends = [d["end"] for x in asked for m in x["measures"] for d in m["deadlines"] if d["end"]]
    assert min(ends) <= "2021-12-31"
    assert all(any(d["end"] or d["offset"] for d in m["deadlines"]) for x in asked for m in x["measures"])
    assert [x["source"] for x in asked] == [x["source"] for x in whole]
    assert sum(len(x["measures"]) for x in asked) < sum(len(x["measures"]) for x in whole)


def test_links_and_reminders_come_into_the_calendar(results):
    done = vytiah(results, "-f", "icalendar", "--link", "https://r.example/{id}", "--alarm", "-1")
    todos = Calendar.from_ical(done.stdout_bytes).todos
    assert all(t["URL"].startswith("https://r.example/") and not t.subcomponents for t in todos)


@pytest.mark.usefixtures("results")
def test_files_that_are_no_results_are_told_and_the_rest_is_written(tmp_path):
    (tmp_path / "bad\x1b.json").write_text("{}")
    done = vytiah(tmp_path, "-o", tmp_path / "out.jsonl")
    assert done.exit_code == 1
    assert "bad\\x1b.json, line 1: it is no result of vytiah extract: status" in done.stderr
    assert (tmp_path / "out.jsonl").read_bytes() == exported("jsonl", golden())


def test_a_document_in_two_files_is_written_once(results, tmp_path):
    (tmp_path / "again.jsonl").write_bytes(results.read_bytes())
    assert vytiah(tmp_path, "-f", "jsonl").stdout_bytes == exported("jsonl", golden())


def test_nothing_matched(results):
    done = vytiah(results, "-f", "json", "--kind", "protocol")
    assert (done.exit_code, done.stdout, done.stderr) == (3, "[]\n", "vytiah: nothing matched\n")


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["x.json"],
        ["x.json", "-o", "x.docx"],
        ["x.json", "-f", "csv", "--store", "y.db"],
        ["x.json", "-f", "csv", "--due-before", "tomorrow"],
        ["x.json", "-f", "csv", "--since", "2021-01-01"],
        ["x.json", "-f", "csv", "--link", "javascript:alert(1)"],
        ["x.json", "-f", "csv", "--table", "cells"],
        ["--store", "absent.db", "-f", "csv"],
        ["x.json", "-o", "no/such/folder/x.csv"],
    ],
)
def test_wrong_usage(args, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("x.json").write_bytes(exported("json", [order()]))
    assert vytiah(*args).exit_code == 2
    assert not Path("absent.db").exists()


def test_a_fault_leaves_the_old_file_as_it_was(results, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    out.write_text("old")
    from extractor.export import csv_table

    monkeypatch.setattr(csv_table, "rows", lambda *_: 1 / 0)
    assert vytiah(results, "-o", out).exception
    assert out.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.csv", "results.jsonl"]
