from __future__ import annotations

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
