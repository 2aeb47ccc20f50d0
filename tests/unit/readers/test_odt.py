from __future__ import annotations

import io
import zipfile

import pytest

from extractor import readers
from extractor.errors import SourceError
from extractor.schema.document import Document
from extractor.settings import Settings

NAMES = (
    " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
    )
    + ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
TYPE = "application/vnd.oasis.opendocument.text"
STYLES = (
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"'
    ' style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."'
    ' text:display-levels="2"/><text:list-level-style-number text:level="3" style:num-suffix=")"'
    ' style:num-format="а, б, .., аа, бб, ... (uk)"/></text:list-style>'
)


def packed(body: str, *, parts: dict[str, str] | None = None, kind: str = TYPE, root: str = "text") -> bytes:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:{root}>{body}</office:{root}></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in {"mimetype": kind, "content.xml": content, **(parts or {})}.items():
            archive.writestr(name, text)
    return out.getvalue()


def read(body: str, settings: Settings | None = None) -> Document:
    return readers.read(packed(body), "a.odt", settings=settings or Settings())


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<table:table-cell {properties}>{p(text)}</table:table-cell>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("Про  воду\n та тепло", "Про воду та тепло"),
        ('а<text:s text:c="2"/>б<text:tab/>в', "а  б\tв"),
        ('видно<text:span text:style-name="H"> сховано</text:span> далі', "видно далі"),
        ("слово<text:change-start text:change-id='c1'/> нове", "слово нове"),
        ("№ <text:a>5</text:a><text:bookmark text:name='x'/>-р", "№ 5-р"),
    ],
)
def test_text_of_a_paragraph(inside: str, text: str) -> None:
    assert read(p(inside)).text == text


def test_tracked_deletions_and_hidden_sections_are_left_out() -> None:
    deleted = f"<text:tracked-changes><text:changed-region>{p('старе')}</text:changed-region></text:tracked-changes>"
    hidden = f'<text:section text:display="none">{p("приховане")}</text:section>'
    shown = f"<text:section>{p('розділ')}</text:section>"
    assert read(deleted + p("нове") + hidden + shown).text == "нове\nрозділ"


def test_list_numbers_levels_and_what_goes_on() -> None:
    def item(inner: str, start: str = "") -> str:
        return f"<text:list-item{start}>{inner}</text:list-item>"

    third = f"<text:list>{item(p('по школах'))}{item(p('по садках'))}</text:list>"
    deeper = f"<text:list>{item(p('оглянути') + third)}</text:list>"
    first = f'<text:list xml:id="one" text:style-name="L">{item(p("Відділу освіти:") + deeper)}</text:list>'
    goes_on = f'<text:list text:continue-list="one" text:style-name="L">{item(p("Відділу культури"))}</text:list>'
    anew = f'<text:list text:style-name="L">{item(p("знову"))}{item(p("сьомий"), chr(32) + START)}</text:list>'
    document = read(first + p("між списками") + goes_on + anew)
    assert document.text.split("\n") == [
        "1. Відділу освіти:",
        "1.1. оглянути",
        "а) по школах",
        "б) по садках",
        "між списками",
        "2. Відділу культури",
        "1. знову",
        "7. сьомий",
    ]
    assert [b.level for b in document.blocks if b.kind == "list_item"] == [0, 1, 2, 2, 0, 0, 0]


START = 'text:start-value="7"'


def test_table_keeps_its_spans_and_repeats() -> None:
    rows = [
        tc("№") + tc("Захід", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>",
        tc("1") + tc("оглянути", 'table:number-rows-spanned="2"') + tc("до 01.05.2023"),
        tc("2") + "<table:covered-table-cell/>" + tc("постійно"),
    ]
    inner = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    repeated = f'<table:table-row table:number-rows-repeated="2">{tc("-", REPEATED)}</table:table-row>'
    document = read(f"<table:table>{inner}{repeated}</table:table>")
    table = document.blocks[0].table
    assert table is not None
    assert (table.rows, table.columns) == (5, 3)
    shown = [(c.row, c.column, c.row_span, c.column_span, document.text[c.start : c.end]) for c in table.cells]
    assert (0, 1, 1, 2, "Захід") in shown
    assert (1, 1, 2, 1, "оглянути") in shown
    assert shown[-6:] == [(row, column, 1, 1, "-") for row in (3, 4) for column in (0, 1, 2)]


REPEATED = 'table:number-columns-repeated="3"'


def test_boxes_stand_after_their_paragraph_and_notes_last() -> None:
    box = f"<draw:frame><draw:text-box>{p('у рамці')}</draw:text-box></draw:frame>"
    body = f"<text:note-body>{p('примітка')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    document = read(p(f"Текст{box}{note} далі") + p("кінець"))
    assert document.text == "Текст далі\nу рамці\nкінець\nпримітка"
    assert document.blocks[-1].kind == "footnote"


def test_more_cells_than_the_limit_are_refused_before_they_are_made() -> None:
    cell = tc("х", 'table:number-columns-repeated="2147483647"')
    row = f'<table:table-row table:number-rows-repeated="2147483647">{cell}{tc("у")}</table:table-row>'
    with pytest.raises(SourceError) as error:
        read(f"<table:table>{row}</table:table>")
    assert error.value.code == "limit_cells"


def test_encrypted_file_is_said_to_be_encrypted() -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    with pytest.raises(SourceError) as error:
        readers.read(packed(p("x"), parts={"META-INF/manifest.xml": manifest}), "a.odt")
    assert error.value.code == "encrypted"


def test_document_type_is_refused() -> None:
    content = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>'
    with pytest.raises(SourceError) as error:
        readers.read(packed("", parts={"styles.xml": content}), "a.odt")
    assert error.value.code == "corrupted"


def test_flat_file_is_read() -> None:
    flat = (
        f'<?xml version="1.0"?><office:document {NAMES} office:mimetype="{TYPE}"><office:body><office:text>'
        f"{p('Одним файлом')}</office:text></office:body></office:document>"
    )
    document = readers.read(flat.encode(), "a.fodt")
    assert (document.source.reader, document.text) == ("odt", "Одним файлом")
