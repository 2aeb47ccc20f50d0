"""The PDF reader: order, paragraphs, notices, errors."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_writer import Pdf, Sheet, wrap

from extractor.errors import SourceError
from extractor.readers import Source, pdf
from extractor.schema.document import Document
from extractor.settings import Settings

LONG = (
    "Рада вирішила підтримати пропозиції громади щодо ремонту доріг та освітлення вулиць у селах району протягом року, "
    "а також створити робочу групу для нагляду за виконанням робіт і доручити їй щомісячно звітувати перед радою про "
    "стан справ і витрачені кошти місцевого бюджету на ці потреби."
)


#: Text recognition has tests of its own: here a picture is a picture.
PLAIN = Settings(ocr=False)


def read(source: Pdf | bytes, options: Settings = PLAIN) -> Document:
    data = source if isinstance(source, bytes) else source.save()
    return pdf.read(Source(data, "a.pdf", hashlib.sha256(data).hexdigest()), options)


def code_of(source: Pdf | bytes, options: Settings = PLAIN) -> str:
    with pytest.raises(SourceError) as caught:
        read(source, options)
    return caught.value.code


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


def texts(document: Document) -> list[str]:
    return [text for _, text in blocks(document)]


def one_page() -> tuple[Pdf, Sheet]:
    made = Pdf()
    return made, made.page()


def check(document: Document) -> None:
    """What holds of every Document of this reader."""
    covered = [False] * len(document.text)
    for box in document.boxes:
        assert 0 <= box.start < box.end <= len(document.text)
        covered[box.start : box.end] = [True] * (box.end - box.start)
    assert all(c.isspace() or covered[i] for i, c in enumerate(document.text))
    starts = [b.start for b in document.boxes]
    assert starts == sorted(starts)
    end = 0
    for block in document.blocks:
        assert end <= block.start <= block.end
        end = block.end
    at = 0
    for page in document.pages:
        assert page.start == at
        at = page.end
    assert at == len(document.text)
    document.text.encode("utf-8")


def test_wrapped_lines_make_paragraphs_by_indent() -> None:
    made, sheet = one_page()
    first = "Затвердити план заходів щодо підтримки родин, які проживають у громаді, на 2024 рік згідно з додатком."
    second = "Контроль за виконанням рішення покласти на заступника голови ради згідно з розподілом обов’язків."
    sheet.paragraph(sheet.paragraph(80, first, indent=36), second, indent=36)
    found = read(made)
    check(found)
    assert texts(found) == [first, second]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1. Провести навчання.", "2. Надати звіт."], ["1. Провести навчання.", "2. Надати звіт."]),
        (["• перевірити стан укриттів", "• оновити списки"], ["• перевірити стан укриттів", "• оновити списки"]),
        (["Про проведення", "літнього табору"], ["Про проведення літнього табору"]),
        (["Про затвердження Положення про", "Центр послуг"], ["Про затвердження Положення про Центр послуг"]),
        (["Відділ освіти", "Відділ культури"], ["Відділ освіти", "Відділ культури"]),
        (["Рада ветеранів", "", "", "Голова ради"], ["Рада ветеранів", "Голова ради"]),
    ],
)
def test_short_lines(lines: list[str], expected: list[str]) -> None:
    made, sheet = one_page()
    sheet.lines(72, 80, lines)
    sheet.paragraph(300, LONG)
    assert texts(read(made))[:-1] == expected


@pytest.mark.parametrize(
    ("left", "right", "elsewhere", "expected"),
    [
        ("соціально-", "психологічної допомоги", "соціально-психологічної", "соціально-психологічної допомоги"),
        ("дер-", "жавної допомоги", "державної", "державної допомоги"),
        ("дітей-", "сиріт", "", "дітей-сиріт"),
        ("у 2020-", "2025 роках", "", "у 2020-2025 роках"),
        ("Івано-", "Франківська", "", "Івано-Франківська"),
        ("соціально-", "та науково-технічні", "", "соціально- та науково-технічні"),
        ("про", "підго\u00adтовку", "", "про підготовку"),
    ],
)
def test_hyphens_at_line_ends(left: str, right: str, elsewhere: str, expected: str) -> None:
    made, sheet = one_page()
    filler = ("звіт " * 15)[: 74 - len(left)].rstrip() + " "
    sheet.lines(72, 80, [filler + left, right])
    sheet.paragraph(200, f"{LONG} {elsewhere}")
    found = texts(read(made))[0]
    assert found == filler + expected


def test_a_text_that_breaks_words_keeps_compounds() -> None:
    made, sheet = one_page()
    words = [
        "органі-",
        "зації робіт соціально-",
        "культурної сфери та забез-",
        "печення потреб мешкан-",
        "ців громади району",
    ]
    sheet.lines(72, 80, words, step=14)
    assert texts(read(made)) == [
        "організації робіт соціально-культурної сфери та забезпечення потреб мешканців громади району"
    ]


def test_paragraph_over_a_page_break_and_furniture() -> None:
    made = Pdf()
    lines = wrap(f"{LONG} {LONG}", 450, 12)
    half = len(lines) // 2
    for number, part in ((1, lines[:half]), (2, lines[half:]), (3, ["Кінець тексту."])):
        sheet = made.page()
        sheet.text(290, 30, str(number))
        sheet.text(72, 45, "Програма розвитку громади", size=9)
        sheet.lines(72, 80, part)
        sheet.text(72, 800, "вул. Миру, 5", size=8)
    found = read(made)
    check(found)
    assert f"{LONG} {LONG}" in texts(found)
    kinds = {text: kind for kind, text in blocks(found)}
    assert kinds["Програма розвитку громади"] == "header"
    assert kinds["вул. Миру, 5"] == "footer"
    assert kinds["2"] == "header"
    assert {b.page for b in found.boxes_of(*next((b.start, b.end) for b in found.blocks if b.end - b.start > 300))} == {
        1,
        2,
    }


def test_footnote_waits_for_the_sentence() -> None:
    made = Pdf()
    lines = wrap(f"{LONG} {LONG}", 450, 12)
    sheet = made.page()
    y = sheet.lines(72, 80, lines[:5])
    sheet.text(72, y + 20, "* Дані управління статистики.", size=8)
    made.page().lines(72, 80, lines[5:])
    assert blocks(read(made)) == [("paragraph", f"{LONG} {LONG}"), ("footnote", "* Дані управління статистики.")]


def test_letterhead_columns_are_read_one_after_the_other() -> None:
    made, sheet = one_page()
    sheet.lines(72, 60, ["ДЕПАРТАМЕНТ ОСВІТИ", "обласної державної", "адміністрації"], size=11, step=13)
    sheet.lines(330, 60, ["Керівникам органів", "управління освітою", "територіальних громад"], size=11, step=13)
    sheet.paragraph(180, LONG)
    assert texts(read(made)) == [
        "ДЕПАРТАМЕНТ ОСВІТИ обласної державної адміністрації",
        "Керівникам органів управління освітою територіальних громад",
        LONG,
    ]


def test_signatures_stay_with_their_offices() -> None:
    made, sheet = one_page()
    y = sheet.paragraph(80, LONG)
    y = sheet.lines(72, y + 20, ["Заступник директора", "департаменту"])
    sheet.text(400, y - 14, "Олена КОВАЛЬ")
    sheet.text(72, y + 20, "Начальник відділу")
    sheet.text(400, y + 20, "І. П. Петренко")
    assert texts(read(made))[1:] == [
        "Заступник директора департаменту\tОлена КОВАЛЬ",
        "Начальник відділу\tІ. П. Петренко",
    ]


def test_gazette_columns() -> None:
    made, sheet = one_page()
    lines = wrap(f"{LONG} {LONG}", 210, 10)
    half = len(lines) // 2
    sheet.text(200, 60, "ВІСНИК РАДИ")
    sheet.lines(72, 90, lines[:half], size=10, step=12)
    sheet.lines(305, 90, lines[half:], size=10, step=12)
    assert " ".join(texts(read(made))[1:]) == f"{LONG} {LONG}"


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_turned_pages(rotate: int) -> None:
    made = Pdf()
    made.page(rotate=rotate).lines(72, 80, ["Надати звіт до", "першого червня"])
    found = read(made)
    check(found)
    assert found.text == "Надати звіт до першого червня\n"
    page = found.pages[0]
    assert (page.width, page.height) == ((842.0, 595.0) if rotate != 180 else (595.0, 842.0))
    first = found.boxes[0]
    assert {90: first.x0 > 700, 180: first.top > 700, 270: first.x1 < 100}[rotate]


def test_text_drawn_upwards() -> None:
    made, sheet = one_page()
    sheet.text(100, 400, "Надати звіт до", turn=90)
    sheet.text(114, 400, "першого червня", turn=90)
    found = read(made)
    assert found.text == "Надати звіт до першого червня\n"
    box = found.boxes[0]
    assert (round(box.x0), round(box.bottom)) == (91, 400)


def test_boxes_are_where_the_words_are() -> None:
    made, sheet = one_page()
    sheet.text(72, 100, "Надати звіт")
    found = read(made)
    start = found.text.index("звіт")
    (box,) = found.boxes_of(start, start + 4)
    assert (box.page, round(box.x0), round(box.x1)) == (1, 72 + 7 * 6, 72 + 11 * 6)
    assert box.top < 95
    assert box.bottom >= 100


def test_bold_made_by_printing_twice_and_letters_set_apart() -> None:
    made, sheet = one_page()
    sheet.text(200, 80, "РІШЕННЯ")
    sheet.text(200.4, 80, "РІШЕННЯ")
    sheet.text(200, 120, "НАКАЗ", spacing=6)
    assert texts(read(made)) == ["РІШЕННЯ", "НАКАЗ"]


def test_heading_is_bold_in_plain_text() -> None:
    made, sheet = one_page()
    sheet.text(72, 80, "Загальні положення", font="bold")
    sheet.paragraph(94, LONG)
    assert blocks(read(made)) == [("heading", "Загальні положення"), ("paragraph", LONG)]


def test_invisible_text_is_read_over_a_scan_only() -> None:
    made, sheet = one_page()
    sheet.text(72, 80, "Видимий рядок")
    sheet.text(72, 300, "Прихований рядок", mode=3)
    assert texts(read(made)) == ["Видимий рядок"]
    scan, page = one_page()
    page.picture(0, 0, 595, 842)
    page.text(72, 80, "Розпізнаний рядок", mode=3)
    assert texts(read(scan)) == ["Розпізнаний рядок"]


def test_notices_name_the_pages() -> None:
    made = Pdf()
    made.page().text(72, 80, "Текст першої сторінки.")
    made.page().picture(0, 0, 595, 842)
    made.page().lines(72, 80, ["Затвердити план заходів"] * 8, font="private")
    found = read(made)
    check(found)
    assert found.partial
    notices = {n.code: n.message for n in found.notices}
    assert notices.keys() == {"no_text_layer", "rubbish_text_layer"}
    assert notices["no_text_layer"].startswith("page 2:")
    assert notices["rubbish_text_layer"].startswith("page 3:")
    assert texts(found)[0] == "Текст першої сторінки."


def test_windows_cyrillic_given_as_latin_is_decoded() -> None:
    made, sheet = one_page()
    sheet.lines(72, 80, wrap(f"{LONG} Її об’єднання є ґрунтовним.", 450, 12), font="latin")
    found = read(made)
    assert found.text == f"{LONG} Її об’єднання є ґрунтовним.\n"
    assert not found.partial


def test_errors() -> None:
    assert code_of(b"%PDF-1.4 nothing here") == "corrupted"
    assert code_of(Pdf()) in {"corrupted", "no_text"}
    scan, page = one_page()
    page.picture(0, 0, 595, 842)
    assert code_of(scan) == "no_text"
    locked, page = one_page()
    locked.encrypt = True
    page.text(72, 80, "Текст")
    assert code_of(locked) == "encrypted"
    long = Pdf()
    for _ in range(3):
        long.page().paragraph(80, LONG)
    assert code_of(long, Settings(max_pages=2)) == "limit_pages"
    assert code_of(long, Settings(max_characters=100)) == "limit_characters"


def sample() -> bytes:
    made, sheet = one_page()
    y = sheet.paragraph(80, LONG)
    sheet.table(72, y + 10, [150, 200], [["Захід", "Виконавець"], ["Звіт", "Відділ освіти"]])
    made.page().text(72, 80, "Кінець")
    return made.save()


SAMPLE = sample()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    cuts=st.lists(
        st.tuples(st.integers(8, len(SAMPLE) - 1), st.integers(0, 30), st.binary(max_size=12)), min_size=1, max_size=8
    )
)
def test_any_pdf_bytes_give_a_document_or_a_source_error(cuts: list[tuple[int, int, bytes]]) -> None:
    data = SAMPLE
    for at, length, piece in cuts:
        data = data[:at] + piece + data[at + length :]
    try:
        found = read(data)
    except SourceError:
        return
    check(found)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_after_the_mark(rest: bytes) -> None:
    assert code_of(b"%PDF-1.7\n" + rest) in {"corrupted", "no_text", "encrypted"}


def test_a_page_enlarged_without_end_is_no_fault() -> None:
    made, sheet = one_page()
    sheet.text(72, 80, "Затвердити план заходів.")
    sheet.content.append(b"2 0 0 2 0 0 cm " * 2_000)
    sheet.line(72, 90, 400, 90)
    sheet.text(72, 100, "Понад усе.")
    assert "план заходів" in read(made).text


def test_twenty_pages_are_read_whole() -> None:
    made = Pdf()
    for _ in range(20):
        sheet = made.page()
        y = 60.0
        while y < 720:
            y = sheet.paragraph(y, LONG, indent=36)
    data = made.save()
    found = read(data)
    assert len(found.pages) == 20


def test_same_bytes_same_document() -> None:
    assert read(SAMPLE) == read(SAMPLE)
    assert pdf.recognises(Source(SAMPLE, None, ""))
    assert not pdf.recognises(Source(b"PK\x03\x04", "a.pdf", ""))
