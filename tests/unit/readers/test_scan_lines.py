"""Ruling lines in pictures, the angle of a page, paper and ink: geometry, without text recognition."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
from PIL import Image, ImageDraw

from extractor.readers import pdf_tables, scan_lines, scan_upright
from extractor.readers.pdf_sheet import Sheet, Word

DPI = 300


def page(width: int = 1500, height: int = 1000, level: int = 255) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (width, height), level)
    return image, ImageDraw.Draw(image)


def lines_of_text(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    """Lines of blocks as wide as words and as high as letters."""
    for y in range(120, height - 120, 60):
        x = 120
        while x < width - 200:
            draw.rectangle((x, y, x + 60 + (x * y) % 50, y + 24), fill=0)
            x += 140


def test_a_table_of_thin_lines() -> None:
    image, draw = page()
    for y in (100, 300, 700):
        draw.line((100, y, 1300, y), fill=0, width=3)
    for x in (100, 500, 1300):
        draw.line((x, 100, x, 700), fill=0, width=3)
    lines_of_text(draw, 90, 1000)
    across, down = scan_lines.find(scan_upright.ink_of(image), DPI)
    assert [round(r.place, -1) for r in across] == [100, 300, 700]
    assert [round(r.place, -1) for r in down] == [100, 500, 1300]
    assert all(abs(r.start - 100) <= 12 and abs(r.end - 1300) <= 12 for r in across)
    scale = 72 / DPI
    sheet = Sheet(1, 360, 240, 0)
    sheet.across = [(r.place * scale, r.start * scale, r.end * scale) for r in across]
    sheet.down = [(r.place * scale, r.start * scale, r.end * scale) for r in down]
    (grid,) = pdf_tables.drawn(sheet)
    assert (grid.rows, grid.columns) == (2, 2)


def test_text_bars_and_photographs_are_no_lines() -> None:
    image, draw = page()
    lines_of_text(draw, 1500, 700)
    draw.rectangle((100, 750, 900, 900), fill=0)
    across, down = scan_lines.find(scan_upright.ink_of(image), DPI)
    assert (across, down) == ([], [])


def test_lines_are_erased_with_their_margin() -> None:
    grey: Any = numpy.zeros((40, 40), dtype=numpy.uint8)
    scan_lines.erase(grey, [scan_lines.Rule(10, 12, 5, 20)], down=False, margin=1)
    assert (grey == 255).sum() == 5 * 15
    assert grey[9:14, 5:20].min() == 255


@pytest.mark.parametrize("degrees", [-3.0, -1.0, 0.4, 2.0, 5.0])
def test_the_angle_of_a_page(degrees: float) -> None:
    image, draw = page()
    lines_of_text(draw, 1500, 1000)
    turned = image.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)
    found = scan_upright.skew_of(scan_upright.ink_of(turned), DPI)
    assert found == pytest.approx(degrees, abs=0.1)
    level = scan_upright.straightened(turned, found)
    assert scan_upright.skew_of(scan_upright.ink_of(level), DPI) == pytest.approx(0, abs=0.1)


def test_a_level_page_is_left_alone() -> None:
    image, draw = page()
    lines_of_text(draw, 1500, 1000)
    assert scan_upright.skew_of(scan_upright.ink_of(image), DPI) == 0.0
    assert scan_upright.straightened(image, 0.0) is image


def test_a_box_is_shown_where_the_askew_page_has_it() -> None:
    image, draw = page()
    lines_of_text(draw, 1500, 700)
    draw.rectangle((1300, 900, 1339, 919), fill=0)
    skew = 2.0
    turned = image.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=255)
    ys, xs = numpy.nonzero(numpy.asarray(turned)[850:, 1200:] < 128)
    sheet = Sheet(1, 1500, 1000, 0, skew=skew)
    x0, top, x1, bottom = sheet.shown(Word("■", 1300, 900, 1340, 920, 920, 20))
    assert ((x0 + x1) / 2, (top + bottom) / 2) == pytest.approx((1200 + xs.mean(), 850 + ys.mean()), abs=2)


def test_lines_of_text_that_run_down_the_page() -> None:
    image, draw = page()
    lines_of_text(draw, 1500, 1000)
    ink = scan_upright.ink_of(image)
    assert not scan_upright.lies(ink)
    assert scan_upright.lies(ink.T)


def test_a_blank_or_noisy_page_has_no_ink() -> None:
    assert not scan_upright.ink_of(page(level=255)[0]).any()
    assert not scan_upright.ink_of(page(level=128)[0]).any()
    noise: Any = numpy.random.default_rng(1).normal(240, 5, (400, 400)).clip(0, 255).astype(numpy.uint8)
    assert not scan_upright.ink_of(Image.fromarray(noise)).any()


def test_shadow_and_darkness_are_evened_out() -> None:
    image, draw = page()
    lines_of_text(draw, 1500, 1000)
    plain = scan_upright.ink_of(image)
    shade: Any = numpy.linspace(0.35, 1.0, 1500)[None, :]
    shadowed = Image.fromarray((numpy.asarray(image) * shade).astype(numpy.uint8))
    assert (scan_upright.ink_of(scan_upright.evened(shadowed)) != plain).mean() < 0.01
    inverted = image.point(lambda level: 255 - level)
    assert (scan_upright.ink_of(scan_upright.evened(inverted)) != plain).mean() < 0.01
    assert scan_upright.evened(image) is image
