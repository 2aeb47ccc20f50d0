from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import readers
from extractor.errors import SourceError
from extractor.readers.rtf_tables import CellFormat, Row, grid
from extractor.schema.document import Document

HEAD = rb"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset2 Symbol;}{\f2\fcharset238 Ari;}}"


def escaped(text: str) -> bytes:
    return b"".join(b"\\'%02x" % c if c > 126 else bytes([c]) for c in text.encode("cp1251"))


def read(body: bytes, head: bytes = HEAD) -> Document:
    return readers.read(head + body + b"}", "a.rtf")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (escaped("Про воду"), "Про воду"),
        ("Про воду".encode("cp1251"), "Про воду"),
        (rb"\uc1\u1055?\u1088?\u1086?", "Про"),
        (rb"\uc0\u1055\u1088\u1086  x", "Про x"),
        (rb"{\uc2\u1055\'3f\'3f\u1088??}", "Пр"),
        (rb"\uc0\u55357\u-8947 x", "\U0001f50dx"),
        (rb"{\upr{abc}{\*\ud{\uc0\u1055}}}", "П"),
        (b"\\'cf\\'f0\r\n\\'ee", "Про"),
        (rb"one\tab two\~three\_four\emdash five", "one\ttwo\u00a0three-four—five"),
        (rb"\f1\'b7\f0  item", "• item"),
        (rb"{\f2\'b9}x", "ąx"),
        (rb"shown{\v hidden}{\deleted gone} on", "shown on"),
        (rb"a{\*\unknown no}{\info{\title no}}{\pict\bin3 }}}b}c", "ac"),
        (rb"{\field{\*\fldinst INCLUDETEXT no}{\fldrslt result}}", "result"),
        (rb"{\object{\*\objdata 0105}{\result drawn}}", "drawn"),
    ],
)
def test_text(body: bytes, text: str) -> None:
    assert read(body).text == text


def test_code_page_that_nobody_declares_is_told_by_its_letters() -> None:
    document = read(escaped("Забезпечити підготовку закладів освіти"), head=rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}")
    assert (document.text, document.source.encoding) == ("Забезпечити підготовку закладів освіти", "cp1251")


def test_list_numbers_are_those_displayed() -> None:
    document = read(rb"\pard{\listtext\f0 1.\tab}\ilvl0 first\par\pard{\listtext\f1\'b7\tab}\ilvl1 second\par")
    assert document.text == "1. first\n• second"
    assert [(b.kind, b.level) for b in document.blocks] == [("list_item", 0), ("list_item", 1)]


def test_table_of_merged_cells() -> None:
    def row(cells: list[tuple[bytes, int, bytes]]) -> bytes:
        forms = b"".join(form + b"\\cellx%d" % edge for form, edge, _ in cells)
        return b"\\trowd" + forms + b"\\pard\\intbl " + b"\\cell ".join(t for *_, t in cells) + b"\\cell\\row "

    body = (
        b"before\\par "
        + row([(b"", 1000, b"No"), (b"", 4000, b"wide")])
        + row([(b"", 1000, b"1"), (b"\\clvmgf", 2510, b"both\\par lines"), (b"", 4000, b"a")])
        + row([(b"", 1000, b"2"), (b"\\clvmrg", 2500, b""), (b"", 4000, b"b")])
        + b"\\pard after\\par"
    )
    document = read(body)
    table = document.blocks[1].table
    assert table is not None
    assert [b.kind for b in document.blocks] == ["paragraph", "table", "paragraph"]
    assert [(c.row, c.column, c.row_span, c.column_span, document.text[c.start : c.end]) for c in table.cells] == [
        (0, 0, 1, 1, "No"),
        (0, 1, 1, 2, "wide"),
        (1, 0, 1, 1, "1"),
        (1, 1, 2, 1, "both\nlines"),
        (1, 2, 1, 1, "a"),
        (2, 0, 1, 1, "2"),
        (2, 2, 1, 1, "b"),
    ]


def test_table_in_a_cell_is_lines_of_it() -> None:
    body = (
        rb"\trowd\cellx3000\cellx6000\pard\intbl x\cell\pard\intbl\itap2 water\nestcell 5\nestcell"
        rb"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}\pard\intbl total\cell\row"
    )
    document = read(body)
    assert document.text == "x\twater 5\ntotal"


def test_merged_across() -> None:
    forms = [CellFormat(1000, across="first"), CellFormat(2000, across="more"), CellFormat(3000)]
    line = Row(0, tuple(zip(forms, ["a", "", "b"], strict=True)))
    other = Row(0, tuple(zip([CellFormat(1000), CellFormat(2000), CellFormat(3000)], "cde", strict=True)))
    assert [(c.row, c.column, c.column_span, c.text) for c in grid([line, other])[:2]] == [
        (0, 0, 2, "a"),
        (0, 2, 1, "b"),
    ]


def test_headers_first_notes_and_footers_last_boxes_after_their_paragraph() -> None:
    body = (
        rb"{\header Council\par}{\footer 12\par}{\footer Street\par}\pard text{\footnote\pard note}"
        rb"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt boxed\par}}} on\par\pard end\par"
    )
    document = read(body)
    assert document.text == "Council\ntext on\nboxed\nend\nStreet\nnote"
    assert [b.kind for b in document.blocks][::5] == ["header", "footnote"]


@pytest.mark.parametrize(
    "body",
    [
        b"text" + b"}" * 9 + b"{" * 50,
        b"{" * 5000 + b"text",
        rb"{\pict\bin2147483647 abc}",
        rb"text\cell\row\nestcell x",
    ],
)
def test_damage_loses_no_text_before_it(body: bytes) -> None:
    assert read(b"start " + body).text.startswith("start")


def test_bytes_that_are_no_rtf_are_said_to_be_damage() -> None:
    with pytest.raises(SourceError) as error:
        read(bytes(range(1, 32)) * 20)
    assert error.value.code == "corrupted"


PIECES = st.sampled_from(
    [
        *rb"{ } \par \pard \plain \cell \row \trowd \cellx900 \cellx-5 \clvmgf \clvmrg \clmrg \intbl \itap2".split(),
        *rb"\nestcell \nestrow \uc3 \u-1 \u1055 \'e0 \f1 \f9 \v \bin9 text".split(),
        *rb"{\shptxt {\header {\footnote {\upr {\listtext {\*".split(),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_order_of_words_is_a_document_or_refused(pieces: list[bytes]) -> None:
    try:
        document = read(b" ".join(pieces))
    except SourceError:
        return
    end = 0
    for block in document.blocks:
        assert end <= block.start <= block.end <= len(document.text)
        end = block.end
        places = [(c.row, c.column) for c in block.table.cells] if block.table else []
        assert len(places) == len(set(places))
        for cell in block.table.cells if block.table else ():
            assert cell.row + cell.row_span <= block.table.rows
            assert cell.column + cell.column_span <= block.table.columns
