"""The mask over all time expressions, and dates that there are not."""

from __future__ import annotations

import pytest

from extractor.detect import dates, deadlines
from extractor.schema.analysis import Analysis
from extractor.schema.document import Document, SourceFacts
from extractor.schema.outline import Outline
from extractor.text import plain


def analysis(text: str) -> Analysis:
    source = SourceFacts(filename=None, sha256="", media_type="text/plain", bytes=len(text), reader="text")
    outline = Outline(document=Document(text, source), paragraphs=())
    return Analysis(outline=outline, plain=plain.level(text)[0], language="uk", languages=(), sentences=())


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Наказ від 31.12.2021 № 5", ["31.12.2021"]),
        ("За 9 місяців 2021 року надано 15 послуг", ["9 місяців 2021 року"]),
        ("протягом 10 робочих днів передати 12 ліжок", ["10 робочих днів"]),
        ("о 10:30 зібралося 40 осіб, о 18-00 – 25", ["10:30", "о 18-00"]),
        ("2 рази на рік, щомісяця до 5 числа", ["2 рази на рік", "щомісяця", "5 числа"]),
        ("на 2021-2025 роки 300 тис. грн", ["2021-2025 роки"]),
        ("придбано 2021 книгу, 15 парт і 5 м тканини", []),
        ("імені Т.Г. Шевченка, 12 учнів", []),
        ("31.02.2021 передано 5 шаф", ["31.02.2021"]),
        ("від 3 до 17 років", ["17 років"]),
    ],
)
def test_mask(text: str, masked: list[str]) -> None:
    spans = deadlines.detect(analysis(text), ())
    assert [text[s.start : s.end] for s in spans] == masked
    assert all(s.label == "date" for s in spans)


def test_a_full_date_has_its_value_and_nothing_else_has() -> None:
    spans = deadlines.detect(analysis("01.02.2021, 5-6 травня 2021 року, 31.04.2021, І квартал"), ())
    assert [s.value for s in spans] == ["2021-02-01", None, None, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("до 31.02.2021 подати", ["31.02.2021"]),
        ("32 січня 2021 року", ["32 січня 2021 року"]),
        ("« 30 » лютого 2020 р.", ["« 30 » лютого 2020 р."]),
        ("29.02.2021 та 29.02.2020", ["29.02.2021"]),
        ("00.00.2016 № 00", []),
        ("31.12.2021", []),
        ("кадастровий номер 99.99.2021", []),
    ],
)
def test_impossible(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in dates.impossible(analysis(text))] == expected


@pytest.mark.parametrize(
    "piece",
    ["1, ", "1-2.", "січень, ", "до 5 і ", "2020 та ", "раз на ", "«1» ", "п'яти ", "щопонеділка та ", "31.12."],
)
def test_long_lists_are_read_to_their_end(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert all(s.label == "date" for s in deadlines.detect(analysis(text), ()))
