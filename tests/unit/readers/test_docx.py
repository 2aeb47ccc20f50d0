from __future__ import annotations

import io
import zipfile

import pytest

from extractor import readers
from extractor.errors import SourceError
from extractor.readers.docx_numbering import Level, Numbering
from extractor.schema.document import Document
from extractor.settings import Settings

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def packed(
    body: str, *, namespace: str = NAMESPACE, head: str = "", codec: str = "utf-8", parts: dict[str, str] | None = None
) -> bytes:
    """An office file of the body alone, and of what `parts` names: neither types nor relationships unless given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'{head}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
        for name, content in {"word/document.xml": document, **(parts or {})}.items():
            archive.writestr(name, content.encode(codec))
    return out.getvalue()


def p(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def read(body: str, settings: Settings | None = None) -> Document:
    return readers.read(packed(body), "a.docx", settings=settings or Settings())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("Перший") + p("Другий"), "Перший\nДругий"),
        (p("Перший") + "<w:p/><w:p/>" + p("Другий"), "Перший\n\nДругий"),
        (p("сло\u00adво"), "слово"),
        ("<w:p><w:r><w:t>Рада.</w:t><w:br/><w:t>Голова</w:t></w:r></w:p>", "Рада.\nГолова"),
        ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("не сховано"), "не сховано"),
        ('<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>', "7"),
        ("<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>видно</w:t></w:r></w:p>", "видно"),
        ("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>кінець</w:t></w:r></w:p>", "кінець"),
        ("<w:p><w:r><w:t>1\uf0b0, \uf0b7</w:t></w:r></w:p>", "1°, •"),
        ("<w:p><w:r><w:t>перед<!-- ні -->і<?ні?>після</w:t></w:r></w:p>", "передіпісля"),
        (
            '<w:p><w:r><w:t>а</w:t></w:r> <w:r><w:t xml:space="preserve"> </w:t></w:r><w:r><w:t>б</w:t></w:r></w:p>',
            "а б",
        ),
    ],
)
def test_text(body: str, text: str) -> None:
    assert read(body).text == text


def test_strict_variant_is_read() -> None:
    data = packed(p("Строгий"), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert readers.read(data).text == "Строгий"


def test_relationships_to_missing_parts_do_no_harm() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = "".join(
        f'<Relationship Id="r{i}" Type="{office}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(
            [("image", "../NULL"), ("styles", "none.xml"), ("header", "top.xml"), ("footer", "gone.xml")]
        )
    )
    parts = {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
        "word/top.xml": f'<w:hdr xmlns:w="{NAMESPACE}">{p("Додаток")}</w:hdr>',
    }
    used = "".join(
        f'<w:{kind}Reference xmlns:r="{office}" r:id="r{i}"/>'
        for i, kind in [(2, "header"), (3, "footer"), (9, "header")]
    )
    document = readers.read(packed(p("Текст") + f"<w:sectPr>{used}</w:sectPr>", parts=parts))
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [
        ("header", "Додаток"),
        ("paragraph", "Текст"),
    ]


def test_merged_cells_stand_once() -> None:
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = read(
        f"<w:tbl><w:tr>{cell('а', start)}{cell('б', '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:tr>"
        f"<w:tr>{cell('', more)}{cell('в')}{cell('г')}</w:tr></w:tbl>"
    )
    table = document.blocks[0].table
    assert table is not None
    assert document.text == "а\tб\t\n\tв\tг"
    assert [(c.row, c.column, c.row_span, c.column_span, document.text[c.start : c.end]) for c in table.cells] == [
        (0, 0, 2, 1, "а"),
        (0, 1, 1, 2, "б"),
        (1, 1, 1, 1, "в"),
        (1, 2, 1, 1, "г"),
    ]


def test_columns_in_which_no_cell_begins_are_not_counted() -> None:
    wide = '<w:gridSpan w:val="3"/>'
    document = read(f"<w:tbl><w:tr>{cell('а', wide)}{cell('б', wide)}</w:tr></w:tbl>")
    assert document.text == "а\tб"


def test_a_frame_of_one_cell_is_no_table() -> None:
    document = read(f"<w:tbl><w:tr>{cell('у рамці')}</w:tr></w:tbl>")
    assert [b.kind for b in document.blocks] == ["paragraph"]


def numbers(levels: dict[int, Level], asked: list[int]) -> list[str]:
    numbering = Numbering(abstract_of={"1": "a"}, levels={"1": levels})
    return [numbering.next("1", level) for level in asked]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", ["1.", "2."]),
        ("decimalZero", ["01.", "02."]),
        ("upperRoman", ["I.", "II."]),
        ("lowerRoman", ["i.", "ii."]),
        ("lowerLetter", ["a.", "b."]),
        ("russianLower", ["а.", "б."]),
        ("russianUpper", ["А.", "Б."]),
        ("ukrainianLower", ["а.", "б."]),
        ("unheardOf", ["1.", "2."]),
    ],
)
def test_formats(form: str, expected: list[str]) -> None:
    assert numbers({0: Level(form=form, text="%1.")}, [0, 0]) == expected


@pytest.mark.parametrize(
    ("levels", "asked", "expected"),
    [
        ({0: Level(text="%1."), 1: Level(text="%1.%2.")}, [0, 1, 1, 0, 1], ["1.", "1.1.", "1.2.", "2.", "2.1."]),
        ({0: Level(text="%1."), 1: Level(text="%1.%2.")}, [1, 1, 0], ["1.1.", "1.2.", "2."]),
        ({0: Level(text="%1."), 1: Level(text="%2)", restart=0)}, [0, 1, 0, 1], ["1.", "1)", "2.", "2)"]),
        ({0: Level(start=5, text="п. %1")}, [0, 0], ["п. 5", "п. 6"]),
        ({0: Level(form="upperRoman", text="%1"), 1: Level(text="%1.%2", legal=True)}, [0, 1], ["I", "1.1"]),
        ({0: Level(form="bullet", text="–")}, [0, 0], ["–", "–"]),
        ({0: Level(text="%1.")}, [3], [""]),
    ],
)
def test_levels(levels: dict[int, Level], asked: list[int], expected: list[str]) -> None:
    assert numbers(levels, asked) == expected


def refused(data: bytes, settings: Settings | None = None) -> str:
    with pytest.raises(SourceError) as error:
        readers.read(data, "a.docx", settings=settings or Settings())
    return error.value.code


def test_what_unpacks_to_too_much_is_refused_while_inflating() -> None:
    assert refused(packed(p("а" * 3_000_000)), Settings(max_unpacked=2**20)) == "limit_unpacked"


def test_too_many_cells_are_refused() -> None:
    row = f"<w:tr>{cell('а') * 50}</w:tr>"
    assert refused(packed(f"<w:tbl>{row * 30}</w:tbl>"), Settings(max_cells=1000)) == "limit_cells"
    huge = cell("а", '<w:gridSpan w:val="999"/>')
    assert refused(packed(f"<w:tbl>{f'<w:tr>{huge}</w:tr>' * 20}</w:tbl>"), Settings(max_cells=10_000)) == "limit_cells"


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE w:document [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;">]>'
    assert refused(packed(p("&b;"), head=bomb)) == "corrupted"
    assert refused(packed(p("&b;"), head=f"<!--{'а' * 9_000}-->" + bomb)) == "corrupted"
    assert (
        refused(packed(p("&b;"), head='<?xml version="1.0" encoding="UTF-16"?>' + bomb, codec="utf-16")) == "corrupted"
    )


def test_broken_xml_and_empty_bodies() -> None:
    assert refused(packed("<w:p>")) == "corrupted"
    assert refused(packed("<w:p/>")) == "no_text"


def test_password_flag_of_the_zip() -> None:
    data = bytearray(packed(p("таємно")))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)) == "encrypted"


def test_a_hundred_pages_are_read_whole() -> None:
    words = "".join(f'<w:r><w:t xml:space="preserve">слово{i} </w:t></w:r>' for i in range(30))
    body = f"<w:p>{words}</w:p>" * 1000 + f"<w:p>{words * 100}</w:p>"
    data = packed(body)
    document = readers.read(data)
    assert len(document.text) > 250_000


def test_a_part_that_is_there_twice_is_refused() -> None:
    out = io.BytesIO(packed(p("Перший")))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{NAMESPACE}"><w:body/></w:document>')
    assert refused(out.getvalue()) == "corrupted"
