"""Each limit of the readers at limit - 1, limit and limit + 1: the last is refused, with the limit's own code."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage

import pytest

from extractor import readers
from extractor.errors import SourceError
from extractor.readers import Source, containers, inputs
from extractor.readers.compose import Composer
from extractor.readers.office_zip import OfficeZip
from extractor.readers.sheet_grid import Sheet, write
from extractor.settings import Settings

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
LIMIT = 40

#: Bytes of a document that measures so much.
Build = Callable[[int], bytes]


def archive(*members: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as zipped:
        for name, content in members:
            # The type of an OpenDocument file is stored as it is.
            zipped.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else method)
    return out.getvalue()


def docx(body: str, *more: tuple[str, str]) -> bytes:
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return archive(("word/document.xml", document), *more)


def odt(body: str, kind: str = "text") -> bytes:
    names = " ".join(f'xmlns:{n}="{OPEN}:{n}:1.0"' for n in ("office", "text", "table"))
    content = f"<office:document-content {names}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
    media = f"application/vnd.oasis.opendocument.{kind}"
    return archive(("mimetype", media), ("content.xml", f"{content}</office:document-content>"))


def xlsx(rows: str) -> bytes:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    book = f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets><sheet name="План" r:id="r1"/></sheets></workbook>'
    related = f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/a.xml"/>'
    return archive(
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{related}</Relationships>'),
        ("xl/worksheets/a.xml", f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'),
    )


def xlsx_cells(*texts: str) -> str:
    cells = "".join(f"<c t='inlineStr'><is><t>{t}</t></is></c>" for t in texts)
    return f"<row>{cells}</row>"


def mail(text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Лист"
    message.set_content(text)
    return message.as_bytes()


def docx_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def ods_row(*texts: str) -> str:
    cells = "".join(f"<table:table-cell><text:p>{t}</text:p></table:table-cell>" for t in texts)
    return f"<table:table><table:table-row>{cells}</table:table-row></table:table>"


#: Format → a document whose text is so many characters long.
CHARACTERS: dict[str, Build] = {
    "txt": lambda n: ("а" * n).encode(),
    "html": lambda n: f"<html><body><p>{'а' * n}</p></body></html>".encode(),
    "docx": lambda n: docx(docx_paragraph("а" * n)),
    "docx, two paragraphs": lambda n: docx(docx_paragraph("а" * (n - 2)) + docx_paragraph("б")),
    "odt": lambda n: odt(f"<text:p>{'а' * n}</text:p>"),
    "rtf": lambda n: rb"{\rtf1\ansi " + b"a" * n + b"}",
    "xlsx": lambda n: xlsx(xlsx_cells("а" * n)),
    "ods": lambda n: odt(ods_row("а" * n), "spreadsheet"),
    "eml": lambda n: mail("а" * (n - len("Лист\n\n\n")) + "\n"),
}


def rtf_row(cells: int) -> bytes:
    edges = b"".join(b"\\cellx%d" % (1000 * (i + 1)) for i in range(cells))
    return b"\\trowd" + edges + b"\\pard\\intbl " + b"a\\cell " * cells + b"\\row\n"


def html_table(rows: str) -> bytes:
    return f"<html><body><table><tr><td>а<td>б<td>в<tr><td>а<td>б<td>в{rows}</table></body></html>".encode()


CELL = f"<w:tc>{docx_paragraph('а')}</w:tc>"

#: Format → a document whose tables have so many cells, merged ones counted as what they cover; `n` is above 8.
CELLS: dict[str, Build] = {
    "txt": lambda n: ("а\tб\tв\n" * 4 + "\t".join("а" * (n - 12))).encode(),
    "html": lambda n: html_table(f"<tr>{'<td>а' * (n - 6)}"),
    "html, merged": lambda n: html_table(f"<tr><td colspan={n - 6}>а"),
    "docx": lambda n: docx(f"<w:tbl><w:tr>{CELL * n}</w:tr></w:tbl>"),
    "docx, merged": lambda n: docx(
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='{n - 1}'/></w:tcPr><w:p/></w:tc>{CELL}</w:tr></w:tbl>"
    ),
    "odt": lambda n: odt(ods_row(*"а" * n)),
    "odt, repeated": lambda n: odt(
        f'<table:table><table:table-row><table:table-cell table:number-columns-repeated="{n - 1}">'
        "<text:p>а</text:p></table:table-cell><table:table-cell/></table:table-row></table:table>"
    ),
    "odt, merged": lambda n: odt(
        f'<table:table><table:table-row><table:table-cell table:number-columns-spanned="{n - 1}">'
        "<text:p>а</text:p></table:table-cell><table:table-cell><text:p>б</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    ),
    "rtf": lambda n: b"{\\rtf1\\ansi " + rtf_row(n - 3) + rtf_row(3) + b"}",
    "rtf, merged": lambda n: (
        b"{\\rtf1\\ansi \\trowd\\cellx%d\\pard\\intbl a\\cell \\row\n" % (1000 * (n // 2))
        + rtf_row(n // 2)
        + (b"\\pard b\\par " + rtf_row(1) if n % 2 else b"")
        + b"}"
    ),
    "xlsx": lambda n: xlsx(xlsx_cells(*"а" * n)),
    "ods": lambda n: odt(ods_row(*"а" * n), "spreadsheet"),
}


def nested(depth: int, within: int, element: str) -> str:
    """Elements inside each other, so that with `within` around them they are `depth` deep."""
    return f"<{element}>" * (depth - within) + f"</{element}>" * (depth - within)


STYLED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
)

#: Format → a document whose elements stand so deep inside each other.
DEPTHS: dict[str, Build] = {
    "docx": lambda n: docx(docx_paragraph("а") + nested(n, 2, "w:sdt")),
    "docx, styles": lambda n: docx(
        docx_paragraph("а"),
        ("word/_rels/document.xml.rels", STYLED),
        ("word/styles.xml", f'<w:styles xmlns:w="{WORD}">{nested(n, 1, "w:style")}</w:styles>'),
    ),
    "odt": lambda n: odt("<text:p>а</text:p>" + nested(n, 3, "text:section")),
    "fodt": lambda n: (
        f'<office:document xmlns:office="{OPEN}:office:1.0" xmlns:text="{OPEN}:text:1.0" '
        f'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f"<text:p>а</text:p>{nested(n, 3, 'text:section')}</office:text></office:body></office:document>"
    ).encode(),
    "xlsx": lambda n: xlsx(xlsx_cells("а") + nested(n, 2, "row")),
    "xlsx, in a cell": lambda n: xlsx(f"<row><c t='inlineStr'><is><t>а</t></is>{nested(n, 4, 'is')}</c></row>"),
    "ods": lambda n: odt(ods_row("а") + nested(n, 3, "table:shapes"), "spreadsheet"),
}


def code_of(reading: Callable[[], object]) -> str | None:
    """The code of what refuses to read, None where nothing does."""
    try:
        reading()
    except SourceError as error:
        return error.code
    return None


def outcome(data: bytes, settings: Settings) -> str | None:
    return code_of(lambda: readers.read(data, settings=settings))


def at_the_limit(build: Build, settings: Settings) -> list[str | None]:
    return [outcome(build(n), settings) for n in (LIMIT - 1, LIMIT, LIMIT + 1)]


@pytest.mark.parametrize("form", CHARACTERS)
def test_characters(form: str) -> None:
    found = at_the_limit(CHARACTERS[form], Settings(max_characters=LIMIT))
    assert found == [None, None, "limit_characters"]


@pytest.mark.parametrize("form", CELLS)
def test_cells(form: str) -> None:
    assert at_the_limit(CELLS[form], Settings(max_cells=LIMIT)) == [None, None, "limit_cells"]


@pytest.mark.parametrize("form", DEPTHS)
def test_depth_of_xml(form: str) -> None:
    assert at_the_limit(DEPTHS[form], Settings(max_xml_depth=LIMIT)) == [None, None, "limit_xml_depth"]


@pytest.mark.parametrize("form", DEPTHS)
def test_depth_of_xml_by_default(form: str) -> None:
    codes = [outcome(DEPTHS[form](n), Settings()) for n in (255, 256, 257)]
    assert codes == [None, None, "limit_xml_depth"]


@pytest.mark.parametrize("build", [lambda n: docx(docx_paragraph("а"), *((f"x/{i}", "") for i in range(n - 1)))])
def test_members_of_an_office_file(build: Build) -> None:
    assert at_the_limit(build, Settings(max_office_members=LIMIT)) == [None, None, "limit_members"]
    codes = [outcome(build(n), Settings()) for n in (999, 1_000, 1_001)]
    assert codes == [None, None, "limit_members"]


def test_members_are_counted_whatever_the_records_at_the_end_say() -> None:
    data = docx(docx_paragraph("а"), *((f"x/{i}", "") for i in range(LIMIT)))
    end = data.rindex(b"PK\x05\x06")
    directory, at = struct.unpack_from("<II", data, end + 12)
    wide = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, LIMIT + 1, LIMIT + 1, directory, at)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    last = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, 46, at, 0)
    for commented in (b"", b"\0\0"):
        lying = data[:end] + wide + locator + last[:20] + struct.pack("<H", len(commented)) + commented
        assert outcome(lying, Settings(max_office_members=LIMIT)) == "limit_members"
        assert outcome(lying, Settings(max_office_members=LIMIT + 1)) is None


def test_bytes() -> None:
    settings = Settings(max_bytes=LIMIT)
    assert at_the_limit(lambda n: b"a" * n, settings) == [None, None, "limit_bytes"]
    codes = [code_of(lambda n=n: inputs.opened(b"a" * n, None, settings)) for n in (LIMIT - 1, LIMIT, LIMIT + 1)]
    assert codes == [None, None, "limit_bytes"]


@pytest.mark.parametrize(("limit", "code"), [("max_unpacked", "limit_unpacked"), ("max_part", "limit_part")])
def test_what_a_part_of_an_office_file_unpacks_to(limit: str, code: str) -> None:
    data = archive(("a", b"0" * LIMIT))
    packages = [OfficeZip(data, replace(Settings(), **{limit: n})) for n in (LIMIT - 1, LIMIT, LIMIT + 1)]
    assert [code_of(lambda p=package: p.part("a")) for package in packages] == [code, None, None]


def test_how_many_times_its_size_an_office_file_unpacks_to() -> None:
    data = archive(("a", b"0" * 100_000), ("b", random.Random(1).randbytes(5_000)))
    times = 100_000 // len(data)
    limits = [(times, 1), (times + 1, 1), (1, 99_999), (1, 100_000)]
    packages = [OfficeZip(data, Settings(max_ratio=ratio, free_ratio=free)) for ratio, free in limits]
    codes = [code_of(lambda p=package: p.part("a")) for package in packages]
    assert codes == ["limit_ratio", None, "limit_ratio", None]


def test_a_filled_sheet_is_counted_before_it_is_laid_out() -> None:
    sheet = Sheet("а", LIMIT)
    for i in range(LIMIT):
        sheet.put(i, i, "х")
    with pytest.raises(SourceError) as error:
        write([sheet], Composer(10_000), LIMIT * LIMIT - 1)
    assert error.value.code == "limit_cells"
    write([sheet], Composer(10_000), LIMIT * LIMIT)
    with pytest.raises(SourceError) as error:
        sheet.put(LIMIT, 0, "х")
    assert error.value.code == "limit_cells"


@pytest.mark.parametrize(
    ("build", "settings", "code"),
    [
        (lambda n: mail_with("а" * n), Settings(max_part=LIMIT * 2 + 1), "limit_part"),
        (lambda n: gzip.compress(b"a" * n), Settings(max_part=LIMIT), "limit_part"),
        (lambda n: gzip.compress(b"a" * n), Settings(max_unpacked=LIMIT), "limit_unpacked"),
        (lambda n: archive(*((str(i), "а") for i in range(n))), Settings(max_members=LIMIT), "limit_members"),
    ],
)
def test_containers(build: Build, settings: Settings, code: str) -> None:
    codes = [
        {f.error.code for f in containers.documents(Source(build(n), "a", ""), settings) if f.error}
        for n in (LIMIT - 1, LIMIT, LIMIT + 1)
    ]
    assert codes == [set(), set(), {code}]


def mail_with(text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Лист"
    message.set_content("Див. додаток.")
    message.add_attachment(text.encode(), maintype="text", subtype="plain", filename="додаток.txt")
    return message.as_bytes()


def test_documents_of_a_signed_container_are_counted_once() -> None:
    media = ("mimetype", "application/vnd.etsi.asic-e+zip")
    data = archive(media, *((f"{i}.txt", "текст") for i in range(LIMIT - 1)))
    assert len(list(containers.documents(Source(data, "a.asice", ""), Settings(max_members=LIMIT)))) == LIMIT - 1
    found = list(containers.documents(Source(data, "a.asice", ""), Settings(max_members=LIMIT - 1)))
    assert [f.error.code for f in found if f.error] == ["limit_members"]


def depth(n: int) -> bytes:
    data = "текст".encode()
    for _ in range(n):
        data = archive(("a", data))
    return data


def test_depth_of_containers() -> None:
    codes = [[f.error.code if f.error else None for f in containers.documents(Source(depth(n), "a", ""), Settings())]
             for n in (9, 10, 11)]  # fmt: skip
    assert codes == [[None], [None], ["limit_depth"]]
