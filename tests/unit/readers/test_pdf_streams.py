"""What a PDF's streams unpack to is counted before anything parses it; each limit at its edge."""

from __future__ import annotations

import zlib

import pytest

from extractor.errors import SourceError
from extractor.readers import pdf_streams
from extractor.settings import DEFAULT, Settings

SIZE = 30_000


def pdf(*streams: bytes, kind: bytes = b"") -> bytes:
    objects = b"".join(
        b"%d 0 obj\n<< %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, kind, len(data), data)
        for number, data in enumerate(streams, 1)
    )
    return b"%PDF-1.5\n" + objects


def code_of(data: bytes, settings: Settings) -> str | None:
    try:
        pdf_streams.check(data, settings)
    except SourceError as error:
        return error.code
    return None


@pytest.mark.parametrize(("limit", "code"), [(SIZE - 1, "limit_part"), (SIZE, None), (SIZE + 1, None)])
def test_one_stream(limit: int, code: str | None) -> None:
    data = pdf(zlib.compress(b" " * SIZE))
    assert code_of(data, Settings(max_part=limit)) == code


@pytest.mark.parametrize(("limit", "code"), [(3 * SIZE - 1, "limit_unpacked"), (3 * SIZE, None), (3 * SIZE + 1, None)])
def test_all_streams(limit: int, code: str | None) -> None:
    data = pdf(*[zlib.compress(b" " * SIZE)] * 3)
    assert code_of(data, Settings(max_unpacked=limit)) == code


@pytest.mark.parametrize(("free", "code"), [(SIZE - 1, "limit_ratio"), (SIZE, None), (SIZE + 1, None)])
def test_many_times_the_file(free: int, code: str | None) -> None:
    data = pdf(zlib.compress(b" " * SIZE))
    assert code_of(data, Settings(free_ratio=free, max_ratio=2)) == code


def test_what_is_packed_twice_and_thrice_is_counted_to_the_bottom() -> None:
    inner = zlib.compress(b" " * SIZE)
    assert code_of(pdf(zlib.compress(zlib.compress(inner))), Settings(max_part=SIZE - 1)) == "limit_part"


def test_a_white_picture_may_unpack_to_a_thousand_times_its_size() -> None:
    packed = zlib.compress(bytes(2_000_000))
    assert code_of(pdf(packed, kind=b"/Subtype /Image"), Settings(free_ratio=1_000)) is None
    assert code_of(pdf(packed), Settings(free_ratio=1_000)) == "limit_ratio"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.5 stream",
        b"stream\nendstream",
        pdf(b"\xff\xd8\xff\xe0 no zlib"),
        pdf(zlib.compress(b"text")[:-3]),
        pdf(zlib.compress(b"BT (stream) Tj ET")),
    ],
)
def test_what_is_no_bomb_passes(data: bytes) -> None:
    assert code_of(data, DEFAULT) is None
