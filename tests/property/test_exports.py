"""Any text in every place of an extraction: each form stays valid for its own reader, and says the same again."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile

import openpyxl
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pyarrow import parquet
from spacy.tokens import DocBin
from unit.export.made import exported, order

from extractor.export.recurrence import whole
from extractor.export.tables import TABLE
from extractor.export.texts import legal, neutral, original
from extractor.schema.contract import Extraction

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the libraries' own imports
    from followthemoney import model
    from rdflib import Graph

#: What the contract can hold: any text but lone surrogates, with what breaks formats more often than chance has it.
_LONG = ("\x1b[31m", "<b>", "]]>", "_x0041_", "а\u0301", "=HYPERLINK(1)", "\r\nEND:VTODO\r\n")
BREAKING = st.sampled_from((*"=+-@\t\r\n\x00\x85\u2028\ufffe\uffff\"',;\\^:&😀\u202e", *_LONG))
TEXTS = (
    st.lists(BREAKING | st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=8)
    .map("".join)
    .filter(bool)
)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(TEXTS)
def test_neutral_is_never_a_formula_and_comes_back(text):
    cell = neutral(text)
    assert original(cell) == legal(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(TEXTS)
@SLOW
def test_csv(text):
    read = list(csv.reader(io.StringIO(exported("csv", [order(text)]).decode(), newline="")))
    assert len(read) == 2
    assert original(read[1][TABLE["measures"].column("text")]) == legal(text)


@given(TEXTS)
@SLOW
def test_xlsx(text):
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx", [order(text)])))
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            assert all(c.data_type != "f" for c in row)
    assert book["Заходи"].max_row == 2


@given(TEXTS)
@SLOW
def test_parquet_and_the_package(text):
    read = parquet.read_table(io.BytesIO(exported("parquet", [order(text)]))).to_pylist()
    assert read[0]["text"] == text
    with zipfile.ZipFile(io.BytesIO(exported("datapackage", [order(text)]))) as package:
        rows = list(csv.reader(io.StringIO(package.read("measures.csv").decode(), newline="")))
    assert len(rows) == 2


@given(TEXTS)
@SLOW
def test_calendar(text):
    data = exported("icalendar", [order(text)])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (todo,) = Calendar.from_ical(data).todos
    assert todo["SUMMARY"] == " ".join(legal(text).split())[:120] or len(text) > 100
    assert len(todo["ATTENDEE"]) == 2
    assert data.count(b"BEGIN:") == data.count(b"\r\nEND:") == 3


@given(TEXTS)
@SLOW
def test_json_forms(text):
    assert Extraction.model_validate(json.loads(exported("json", [order(text)]))[0]) == order(text)
    assert exported("jsonl", [order(text)]).count(b"\n") == 1
    task = json.loads(exported("labelstudio", [order(text)]))[0]
    values = [r["value"] for r in task["predictions"][0]["result"] if r["type"] == "labels"]
    assert values
    assert all(task["data"]["text"][v["start"] : v["end"]] == v["text"] for v in values)
    for line in exported("ftm", [order(text)]).splitlines():
        entity = json.loads(line)
        model.get_proxy(entity)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert len(Graph().parse(data=exported("jsonld", [order(text)]), format="json-ld"))


@given(TEXTS)
@SLOW
def test_spacy(text):
    (doc,) = DocBin().from_bytes(exported("spacy", [order(text)])).get_docs(spacy.blank("xx").vocab)
    assert doc.text == text
    assert all((s.start_char, s.end_char) == (0, len(text)) for group in doc.spans.values() for s in group)


@given(
    st.text(st.sampled_from("FREQ=DAILYMONTHWEKBYD;,-0123456789UNTIL"), max_size=40)
    | st.builds(
        "FREQ={};INTERVAL={};BYMONTHDAY={}".format,
        st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        st.integers(-2, 120),
        st.integers(-40, 40),
    ),
    st.dates(),
)
def test_any_recurrence_is_a_rule_or_none(value, begin):
    found = whole(value, begin, None)
    assert found is None or found.first >= begin
