"""Scans read by tesseract: one page of our own, printed, scanned a degree askew, and turned into what people send."""

from __future__ import annotations

import difflib
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import docx.shared
import pytest
from pdf_writer import Pdf
from PIL import Image

from extractor.errors import SourceError
from extractor.readers import Source, image, ocr, pdf, read, scan_pages
from extractor.schema.document import Document
from extractor.settings import Settings

needs_tesseract = pytest.mark.skipif(
    not {"ukr", "rus", "eng", "osd"} <= ocr.languages(),
    reason="tesseract is not installed, or lacks Ukrainian, Russian, English or its script detection",
)
SCAN = (Path(__file__).parent / "scans" / "order.png").read_bytes()
TEXT = """ГЛИНСЬКА СІЛЬСЬКА РАДА
РОЗПОРЯДЖЕННЯ
14 березня 2024 року № 27-р
Про підготовку укриттів до зими
1. Відділу освіти (Марчук О. П.) до 25.09.2024 перевірити стан укриттів у закладах освіти громади та подати звіт голові.
2. Затвердити перелік робіт, що додається:
№ з/п	Захід	Строк	Виконавець
1	Утеплити вхідні двері сховища ліцею	до 01.10.2024	Відділ освіти
2	Придбати 12 обігрівачів	вересень 2024 року	Комунальне підприємство «Добробут»
3	Завезти 40 тонн вугілля	до 15.11.2024	Старости
Сільський голова	Ганна КОВАЛЬ
"""


def picture() -> Image.Image:
    return Image.open(io.BytesIO(SCAN)).convert("L")


def saved(page: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    page.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def likeness(found: str, expected: str = TEXT) -> float:
    return difflib.SequenceMatcher(None, expected, found, autojunk=False).ratio()


def code_of(data: bytes, options: Settings) -> str:
    with pytest.raises(SourceError) as caught:
        read(data, settings=options)
    return caught.value.code


def check_table(document: Document) -> None:
    (table,) = [b.table for b in document.blocks if b.table]
    assert (table.rows, table.columns) == (4, 4)
    cells = {(c.row, c.column): document.text[c.start : c.end] for c in table.cells}
    assert cells[1, 2] == "до 01.10.2024"
    assert cells[2, 3] == "Комунальне підприємство «Добробут»"


@needs_tesseract
def test_a_scan_is_read_with_its_table() -> None:
    found = read(SCAN, "order.png")
    assert likeness(found.text) > 0.985
    check_table(found)
    assert (found.source.reader, found.source.media_type, found.source.pages) == ("image", "image/png", 1)
    assert found.source.ocr
    assert not found.partial
    assert [n.message for n in found.notices if n.code == "recognised"] == [
        "page 1: read from a picture by text recognition"
    ]


@needs_tesseract
@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])
def test_a_page_on_its_side_or_head_is_set_upright(turn: Image.Transpose) -> None:
    turned = picture().transpose(turn)
    found = read(saved(turned, "JPEG", quality=85, dpi=(200, 200)), "order.jpg")
    assert likeness(found.text) > 0.97
    check_table(found)
    page = found.pages[0]
    assert page.width is not None
    assert page.height is not None
    assert (page.width > page.height) == (turned.width > turned.height)
    head = next(b for b in found.boxes if found.text[b.start : b.end] == "РОЗПОРЯДЖЕННЯ")
    down = turn == Image.Transpose.ROTATE_180
    assert (head.top > 0.5 * page.height) if down else (head.x0 < 0.5 * page.width)


@needs_tesseract
def test_a_tiff_of_two_pages_and_a_damaged_one() -> None:
    blank = Image.new("L", (1654, 1166), 255)
    data = saved(picture(), "TIFF", save_all=True, append_images=[blank], dpi=(200, 200))
    found = read(data, "order.tif")
    assert found.source.pages == 2
    assert likeness(found.text) > 0.985
    cut = saved(picture(), "PNG")[:9_000]
    assert code_of(cut, Settings()) == "corrupted"


@needs_tesseract
def test_a_scanned_pdf_beside_a_page_with_text() -> None:
    scanned = saved(picture(), "PDF", resolution=200, quality=85)
    found = read(scanned, "order.pdf")
    assert likeness(found.text) > 0.98
    assert found.source.ocr
    check_table(found)
    assert read(scanned, "order.pdf") == found


def in_docx(*pictures: bytes) -> bytes:
    made = docx.Document()
    for content in pictures:
        made.add_picture(io.BytesIO(content), width=docx.shared.Inches(6))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def in_odt(*pictures: bytes) -> bytes:
    names = "office:1.0 text:1.0 drawing:1.0".split()
    spaces = " ".join(f'xmlns:{n[:4]}="urn:oasis:names:tc:opendocument:xmlns:{n}"' for n in names)
    frames = "".join(
        f'<text:p><draw:frame><draw:image xlink:href="Pictures/{at}.png"/></draw:frame></text:p>'
        for at in range(len(pictures))
    )
    content = (
        f'<offi:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink"><offi:body><offi:text>{frames}'
        "</offi:text></offi:body></offi:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        for at, picture_ in enumerate(pictures):
            archive.writestr(f"Pictures/{at}.png", picture_)
    return out.getvalue()


@needs_tesseract
@pytest.mark.parametrize("put", [in_docx, in_odt])
def test_pages_pasted_into_a_document_are_read_as_a_scan(put: Callable[..., bytes]) -> None:
    icon = saved(Image.new("L", (20, 20), 0), "PNG")
    found = read(put(icon, SCAN))
    assert likeness(found.text) > 0.985
    check_table(found)
    assert (found.source.ocr, found.source.pages, found.partial) == (True, 1, False)


def test_a_document_with_no_picture_of_a_page_says_so() -> None:
    icon = saved(Image.new("L", (20, 20), 0), "PNG")
    assert [code_of(put(icon), Settings()) for put in (in_docx, in_odt)] == ["no_text", "no_text"]
    assert code_of(in_docx(SCAN), Settings(ocr=False)) == "no_text"


@needs_tesseract
def test_a_good_text_layer_is_kept() -> None:
    made = Pdf()
    made.page().picture(0, 0, 595, 842)
    made.sheets[0].lines(72, 80, ["Затвердити план заходів з підготовки до зими."] * 3)
    data = made.save()
    found = pdf.read(Source(data, None, hashlib.sha256(data).hexdigest()), Settings())
    assert found.text.count("Затвердити план заходів з підготовки до зими.") == 3
    assert not found.source.ocr


@needs_tesseract
def test_a_blank_page_is_no_text() -> None:
    assert code_of(saved(Image.new("L", (800, 800), 255), "PNG"), Settings()) == "no_text"


@needs_tesseract
def test_what_is_read_badly_is_marked() -> None:
    small = picture().resize((500, 352), Image.Resampling.BOX)
    found = read(saved(small.resize((1654, 1166)), "PNG", dpi=(200, 200)), "order.png")
    (marked,) = [n for n in found.notices if n.code == "low_confidence"]
    assert marked.spans
    assert all(found.text[a:b].strip() for a, b in marked.spans)


def test_switched_off() -> None:
    assert code_of(SCAN, Settings(ocr=False)) == "no_text"
    assert code_of(saved(picture(), "PDF"), Settings(ocr=False)) == "no_text"


def scans(count: int) -> bytes:
    made = Pdf()
    for _ in range(count):
        made.page().picture(0, 0, 595, 842)
    return made.save()


@pytest.mark.parametrize(("limit", "over"), [(2, True), (3, False), (4, False)])
def test_pages_of_a_pdf_that_need_recognition(limit: int, over: bool) -> None:
    assert (code_of(scans(3), Settings(max_ocr_pages=limit)) == "limit_ocr_pages") is over


def test_without_tesseract_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ocr.program.cache_clear()
    ocr.languages.cache_clear()
    try:
        with pytest.raises(SourceError, match="tesseract-ocr-ukr") as caught:
            read(SCAN, "order.png")
        assert caught.value.code == "missing_program"
        assert code_of(scans(1), Settings()) == "missing_program"
        mixed = Pdf()
        mixed.page().text(72, 80, "Текст першої сторінки.")
        mixed.page().picture(0, 0, 595, 842)
        found = read(mixed.save(), "a.pdf")
        assert found.partial
        (notice,) = found.notices
        assert notice.code == "no_text_layer"
        assert "page 2" in notice.message
        assert "tesseract-ocr" in notice.message
    finally:
        monkeypatch.undo()
        ocr.program.cache_clear()
        ocr.languages.cache_clear()


def test_a_program_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program of tesseract's name that lists languages and reads nothing."""
    broken = tmp_path / "tesseract"
    broken.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && printf "List:\\nukr\\nrus\\n" && exit 0\nexit 3\n')
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    ocr.program.cache_clear()
    ocr.languages.cache_clear()
    try:
        assert code_of(SCAN, Settings()) == "ocr_failed"
    finally:
        monkeypatch.undo()
        ocr.program.cache_clear()
        ocr.languages.cache_clear()


def test_pages_at_one_time() -> None:
    assert scan_pages.threads(Settings(ocr_threads=3)) == 3
    assert scan_pages.threads(Settings()) in (1, 2)


@needs_tesseract
def test_pages_that_the_time_does_not_suffice_for_leave_the_others() -> None:
    made = Pdf()
    made.page().lines(72, 80, ["Затвердити план заходів з підготовки до зими."] * 3)
    for _ in range(2):
        made.page().picture(0, 0, 595, 842)
    data = made.save()
    source = Source(data, None, hashlib.sha256(data).hexdigest())
    found = pdf.read(source, Settings(max_seconds=0))
    assert found.text.count("Затвердити") == 3
    assert found.partial
    (notice,) = [n for n in found.notices if n.code == "unreadable_page"]
    # Page 2 is seen to be blank without tesseract.
    assert notice.message == f"page 3: {ocr.TOO_LONG}"
    assert code_of(SCAN, Settings(max_seconds=0)) == "timeout"


@pytest.mark.parametrize(
    ("numbers", "shown"), [([3], "page 3"), ([1, 2, 3, 7], "pages 1-3, 7"), ([2, 4], "pages 2, 4")]
)
def test_pages_are_named(numbers: list[int], shown: str) -> None:
    assert scan_pages.listed(numbers) == shown


def test_every_picture_type_has_an_extension() -> None:
    assert {"png", "jpg", "tif", "tiff", "bmp", "webp"} <= set(image.EXTENSIONS)
