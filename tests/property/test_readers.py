"""Any bytes are a Document or a SourceError; a Document keeps its laws."""

from __future__ import annotations

import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import readers
from extractor.errors import SourceError
from extractor.schema.document import Document

NAMES = st.sampled_from([None, "a.txt", "a.html", "a.docx", "a.pdf", "a"])
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LETTERS = st.text("абвгдежзиклмнопрстуфхцчшщьюяіїєґАБВІ «»–№.,()0123456789\t\n", min_size=1, max_size=300)
TAGS = st.sampled_from(
    "<p> </p> <div> </div> <table> </table> <tr> <td> <td rowspan=2> <td colspan=3> <ul> <ol start=3> <li> </ul> <h1>"
    " </h1> <a href=#> </a> <br> <nav> </nav> <article> </article> <b> <!-- --> &nbsp; &#55296; < >".split(" ")
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PIECES = st.sampled_from(
    [
        "<w:p><w:r><w:t>слово</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr></w:tbl>",
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="12"/><w:numId w:val="7"/></w:numPr></w:pPr></w:p>',
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>',
        '<w:p><w:r><w:sym w:char="D800"/><w:tab/><w:br/></w:r></w:p>',
        '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="-1"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>'
        "<w:p><w:r><w:t>клітина</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "<w:sdt><w:sdtContent/></w:sdt>",
    ]
)


def check(data: bytes, name: str | None) -> Document | None:
    try:
        document = readers.read(data, name)
    except SourceError:
        return None
    text = document.text
    text.encode("utf-8")
    assert "\0" not in text
    assert "\r" not in text
    end = 0
    for block in document.blocks:
        assert end <= block.start <= block.end <= len(text)
        end = block.end
        if block.table is None:
            continue
        taken: set[tuple[int, int]] = set()
        last = block.start
        for cell in block.table.cells:
            assert last <= cell.start <= cell.end <= block.end
            last = cell.end
            assert cell.row + cell.row_span <= block.table.rows
            assert cell.column + cell.column_span <= block.table.columns
            assert (cell.row, cell.column) not in taken
            taken.add((cell.row, cell.column))
    for hint in document.hints:
        assert 0 <= hint.start <= hint.end <= len(text)
    assert readers.read(data, name) == document
    return document


@QUIET
@given(st.binary(max_size=400), NAMES)
def test_any_bytes(data: bytes, name: str | None) -> None:
    check(data, name)


@QUIET
@given(
    st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04", b"PK\x03\x04word/", b"<html>", b"\xff\xfe"]), st.binary(max_size=200)
)
def test_any_bytes_after_a_signature(head: bytes, rest: bytes) -> None:
    check(head + rest, None)


@QUIET
@given(LETTERS)
def test_typed_text_is_kept(text: str) -> None:
    document = check(text.encode(), "a.txt")
    if document is not None:
        assert document.text == text


@QUIET
@given(LETTERS, st.sampled_from(["cp1251", "koi8-u", "cp1125", "utf-16-le", "mac-cyrillic"]))
def test_any_encoding(text: str, codec: str) -> None:
    check(text.encode(codec, "ignore") or b"-", "a.txt")


@QUIET
@given(st.lists(TAGS | LETTERS, max_size=60))
def test_any_markup(pieces: list[str]) -> None:
    check(("<html><body>" + "".join(pieces)).encode(), "a.html")


@QUIET
@given(st.lists(PIECES, max_size=12))
def test_any_office_markup(pieces: list[str]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{''.join(pieces)}</w:body></w:document>")
    check(out.getvalue(), "a.docx")
