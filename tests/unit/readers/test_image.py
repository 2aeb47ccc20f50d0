"""The reader of pictures: types, damage and limits. What needs tesseract is in test_ocr.py."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from extractor.errors import SourceError
from extractor.readers import Source, image, scan_pages
from extractor.settings import Settings

SIDE = 100


def saved(kind: str, pages: int = 1, size: tuple[int, int] = (SIDE, SIDE), **options: Any) -> bytes:
    made = Image.new("L", size, 255)
    out = io.BytesIO()
    more = {"save_all": True, "append_images": [made] * (pages - 1)} if kind == "TIFF" else {}
    made.save(out, kind, **more, **options)
    return out.getvalue()


def source(data: bytes, name: str | None = None) -> Source:
    return Source(data, name, hashlib.sha256(data).hexdigest())


def code_of(data: bytes, options: Settings) -> str:
    with pytest.raises(SourceError) as caught:
        image.read(source(data), options)
    return caught.value.code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_a_picture_is_known_by_its_first_bytes(kind: str) -> None:
    data = saved(kind)
    assert image.recognises(source(data, "a.txt"))
    assert code_of(data, Settings(ocr=False)) == "no_text"


@pytest.mark.parametrize("data", [b"BM, as people say", b"RIFF....WAVEfmt ", b"GIF89a", b"%PDF-1.4", b""])
def test_what_is_no_picture(data: bytes) -> None:
    assert not image.recognises(source(data))


@pytest.mark.parametrize(("limit", "code"), [(9_999, "limit_pixels"), (10_000, "no_text"), (10_001, "no_text")])
def test_pixels(limit: int, code: str) -> None:
    assert code_of(saved("PNG"), Settings(ocr=False, max_pixels=limit)) == code


@pytest.mark.parametrize(("limit", "code"), [(2, "limit_ocr_pages"), (3, "no_text"), (4, "no_text")])
def test_pages(limit: int, code: str) -> None:
    assert code_of(saved("TIFF", pages=3), Settings(ocr=False, max_ocr_pages=limit)) == code


@pytest.mark.parametrize(("limit", "fits"), [(22_499, False), (22_500, True), (22_501, True)])
def test_pixels_of_a_drawn_page(limit: int, fits: bool) -> None:
    """An inch square has 22,500 pixels at the 150 dots an inch that letters need."""
    if fits:
        dpi = scan_pages.dpi_for(72, 72, Settings(max_pixels=limit))
        assert dpi >= 150
        assert dpi * dpi <= limit + 1
    else:
        with pytest.raises(SourceError) as caught:
            scan_pages.dpi_for(72, 72, Settings(max_pixels=limit))
        assert caught.value.code == "limit_pixels"


def test_pages_are_drawn_at_300_dots_until_they_are_large() -> None:
    assert scan_pages.dpi_for(595, 842, Settings()) == 300
    assert 150 <= scan_pages.dpi_for(2384, 3370, Settings()) < 300
    with pytest.raises(SourceError, match="pixels"):
        scan_pages.dpi_for(1e9, 1e9, Settings())
    with pytest.raises(SourceError, match="pixels"):
        scan_pages.dpi_for(float("inf"), 842, Settings())


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(b"\0" * ((SIDE + 1) * SIDE))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"\x89PNG\r\n\x1a\n", {"corrupted"}),
        (b"\xff\xd8\xff\xe0 no more", {"corrupted"}),
        (b"II*\0\x08\0\0\0", {"corrupted"}),
        (png(60_000, 60_000), {"limit_pixels"}),
        (png(2**31 - 1, 2**31 - 1), {"limit_pixels"}),
        (png(SIDE, SIDE, chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(3_000_000)))), {"limit_part"}),
    ],
)
def test_bad_pictures(data: bytes, codes: set[str]) -> None:
    assert code_of(data, Settings(ocr=False)) in codes


def test_a_fax_has_fewer_dots_down_than_across() -> None:
    made = Image.new("L", (1728, 1100), 255)
    made.info["dpi"] = (204, 98)
    found = image.frame(made, 1, Settings())
    assert found.dpi == 204
    assert found.image.size == (1728, round(1100 * 204 / 98))


@pytest.mark.parametrize(
    ("size", "told", "expected"),
    [
        ((2480, 3508), (300, 300), 300),
        ((2480, 3508), None, 300),
        ((2480, 3508), (72, 72), 300),
        ((827, 1169), (96, 96), 288),
        ((4961, 7016), (600, 600), 300),
        ((1240, 1754), (0, 0), 300),
    ],
)
def test_the_dots_that_a_picture_is_read_at(
    size: tuple[int, int], told: tuple[int, int] | None, expected: float
) -> None:
    made = Image.new("L", size, 255)
    if told:
        made.info["dpi"] = told
    assert image.frame(made, 1, Settings()).dpi == pytest.approx(expected, abs=2)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I", "F", "I;16"])
def test_every_mode_becomes_grey(mode: str) -> None:
    assert image._grey(Image.new(mode, (10, 10))).mode == "L"


def test_what_is_transparent_is_paper() -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    assert image._grey(clear).getextrema() == (255, 255)


SAMPLES = [saved("PNG"), saved("TIFF", pages=2), saved("JPEG"), saved("BMP", size=(30, 30)), saved("WEBP")]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.integers(0, 2_000), st.binary(max_size=8)), max_size=5))
def test_any_damage_gives_a_source_error(sample: bytes, cuts: list[tuple[int, bytes]]) -> None:
    data = sample
    for at, piece in cuts:
        data = data[: at % len(data)] + piece + data[at % len(data) + len(piece) :]
    if image.recognises(source(data)):
        code_of(data, Settings(ocr=False))
