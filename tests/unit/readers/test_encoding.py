from __future__ import annotations

import pytest

from extractor.readers.encoding import decode, single_byte

UKRAINIAN = "Про затвердження плану заходів її єдиної громади"
RUSSIAN = "О внесении изменений в объявленный порядок"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8-u"),
        (UKRAINIAN, "cp1125"),
        (UKRAINIAN, "mac-cyrillic"),
        (UKRAINIAN, "utf-16-le"),
        (UKRAINIAN, "utf-16-be"),
        (UKRAINIAN, "utf-8"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "mac-cyrillic"),
        ("НАКАЗ МІНІСТЕРСТВА", "cp1251"),
        ("НАКАЗ МІНІСТЕРСТВА", "koi8-u"),
        ("ПОСТАНОВЛЕНИЕ ГЛАВЫ", "cp866"),
        ("Директору школи", "cp1251"),
        ("Директору школи", "koi8-u"),
        ("«Вишиванка» – № 5", "utf-16-le"),
        ("м. Одеса, вул. Морська", "mac-cyrillic"),
    ],
)
def test_decode(text: str, codec: str) -> None:
    found = decode(text.encode(codec))
    assert found.text == text
    assert found.damaged == 0


@pytest.mark.parametrize(
    ("text", "codec"),
    [(UKRAINIAN, "koi8-u"), (RUSSIAN, "koi8-r"), (UKRAINIAN, "cp1251"), (RUSSIAN, "cp866"), (UKRAINIAN, "cp1125")],
)
def test_single_byte_names_the_codec(text: str, codec: str) -> None:
    assert single_byte(text.encode(codec)) == codec


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_is_no_text(codec: str) -> None:
    assert decode(UKRAINIAN.encode(codec)).text == UKRAINIAN


def test_declared_charset_is_believed_where_the_bytes_agree() -> None:
    assert decode("ул. Ы".encode("cp1251"), "windows-1251").codec == "cp1251"
    assert decode(RUSSIAN.encode("cp1251"), "utf-8").codec == "cp1251"
    assert decode(RUSSIAN.encode(), "windows-1251").codec == "utf-8"
    assert decode(RUSSIAN.encode("cp1251"), "no-such-charset").text == RUSSIAN


def test_damaged_utf8_stays_utf8() -> None:
    found = decode((UKRAINIAN * 3).encode() + b"\xd0")
    assert (found.codec, found.damaged) == ("utf-8", 1)
    assert found.text.startswith(UKRAINIAN)
