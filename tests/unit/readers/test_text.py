from __future__ import annotations

import random

import pytest

from extractor import readers
from extractor.errors import SourceError
from extractor.settings import Settings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("а\r\nб\rв\n", "а\nб\nв\n"),
        ("сло\u00adво\u200b та\ufeffкож", "слово також"),
        ("стор. 1\fстор. 2", "стор. 1\nстор. 2"),
        ("стан\u2028рядок\u0085кінець", "стан\nрядок\nкінець"),
        ("ки\u0306їв і і\u0308жак", "кйїв і їжак"),
        ("á та а́кцент", "á та а́кцент"),
    ],
)
def test_characters(text: str, expected: str) -> None:
    assert readers.read(text.encode()).text == expected


def test_nul_is_dropped_with_a_notice() -> None:
    document = readers.read("Лист\0 про воду та все інше".encode())
    assert document.text == "Лист про воду та все інше"
    assert [n.code for n in document.notices] == ["nul_dropped"]


def test_encoding_is_told() -> None:
    assert readers.read("Про воду".encode("koi8-u")).source.encoding in ("koi8-u", "koi8-r")
    assert readers.read("Про її воду".encode("cp1251")).source.encoding == "cp1251"


def test_limits() -> None:
    with pytest.raises(SourceError) as error:
        readers.read("довгий текст".encode(), settings=Settings(max_characters=5))
    assert error.value.code == "limit_characters"
    with pytest.raises(SourceError) as error:
        readers.read(b"a\tb\tc\n" * 5, settings=Settings(max_cells=10))
    assert error.value.code == "limit_cells"


def test_a_file_in_several_encodings_is_read_line_by_line_and_said_to_be_so() -> None:
    words = "Провести нараду з питань цивільного захисту населення. Відповідальні: Департамент освіти і науки.\n"
    document = readers.read(b"".join(words.encode(c) for c in ("utf-8", "cp1251", "koi8-u", "utf-8")))
    assert document.text == words * 4
    assert [n.code for n in document.notices] == ["mixed_encodings"]


def test_what_a_terminal_leaves_in_a_text_is_left_out() -> None:
    words = "Провести нараду з питань цивільного захисту населення. " * 4
    marks = "".join(map(chr, [*range(1, 9), *range(0x0E, 0x20)]))
    assert readers.read(f"{words}{marks}{words}".encode()).text == words + words
    with pytest.raises(SourceError) as error:
        readers.read(random.Random(5).randbytes(5_000))
    assert error.value.code == "unsupported_type"


@pytest.mark.parametrize("name", ["план.docx", "план.PDF", "архів.zip"])
def test_what_is_left_of_a_file_is_no_text(name: str) -> None:
    with pytest.raises(SourceError) as error:
        readers.read(b"PK", name)
    assert error.value.code == "corrupted"
    assert readers.read("Наказ".encode(), name).text == "Наказ"
