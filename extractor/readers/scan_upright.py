"""A picture of a page made ready to be read: even paper, straight lines, ink apart from paper."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy
from PIL import Image, ImageFilter

from extractor.readers.scan_lines import pooled

#: Paper that differs by more than this many levels of grey is lit unevenly: a photograph.
_UNEVEN: Final = 30
#: Ink and paper are at least this many levels of grey apart.
_CONTRAST: Final = 40
#: Degrees: a page is laid askew by no more, and less does no harm.
_MOST_SKEW: Final = 6.0
_LEAST_SKEW: Final = 0.05
#: Pixels that the angle is judged by; more change nothing.
_SAMPLE: Final = 120_000


def evened(page: Image.Image) -> Image.Image:
    """The grey page with its paper evened out where light or shadow lies on it, and dark on light."""
    small = page.resize((max(1, page.width // 16), max(1, page.height // 16)), Image.Resampling.BOX)
    levels: Any = numpy.asarray(small)
    if numpy.median(levels) < 96:  # light letters on a dark ground
        page = page.point(lambda level: 255 - level)
        small = small.point(lambda level: 255 - level)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(2))
    levels = numpy.asarray(paper)
    low, high = numpy.percentile(levels, (3, 97))
    if high - low < _UNEVEN:
        return page
    ground: Any = numpy.asarray(paper.resize(page.size, Image.Resampling.BILINEAR))
    grey: Any = numpy.asarray(page)
    out = grey.astype(numpy.uint16) * 245 // numpy.maximum(ground, 40)
    return Image.fromarray(out.clip(0, 255).astype(numpy.uint8))


def ink_of(page: Image.Image) -> Any:
    """Where the grey page has ink: booleans by row and column; none where it is blank. Parted by Otsu's method."""
    grey: Any = numpy.asarray(page)
    counts: Any = numpy.bincount(grey[::2, ::2].ravel(), minlength=256).astype(numpy.float64)
    total, levels = counts.sum(), numpy.arange(256)
    below, weighted = counts.cumsum(), (counts * levels).cumsum()
    with numpy.errstate(divide="ignore", invalid="ignore"):
        dark, light = weighted / below, (weighted[-1] - weighted) / (total - below)
        between = numpy.nan_to_num(below * (total - below) * (light - dark) ** 2)
    level = int(between.argmax())
    if not between.any() or light[level] - dark[level] < _CONTRAST:
        return numpy.zeros(grey.shape, dtype=bool)
    return grey <= level


def lies(ink: Any) -> bool:
    """Do the lines of text run down the page rather than across it?

    Lines of text make the sums of rows jump between ink and white, those of columns hardly."""
    rows, columns = ink.sum(axis=1, dtype=numpy.int64), ink.sum(axis=0, dtype=numpy.int64)
    across = (numpy.diff(rows) ** 2).sum() / max(1, ink.shape[1])
    down = (numpy.diff(columns) ** 2).sum() / max(1, ink.shape[0])
    return bool(down > across)


def skew_of(ink: Any, dpi: float) -> float:
    """How many degrees the lines of the page fall to the right; 0.0 where that is not to be told."""
    small = pooled(ink, max(1, round(dpi / 150)))
    ys, xs = numpy.nonzero(small)
    if len(ys) < 2000:
        return 0.0
    stride = max(1, len(ys) // _SAMPLE)
    ys, xs = ys[::stride].astype(numpy.float32), xs[::stride].astype(numpy.float32)
    best, step = 0.0, 0.5
    angles = numpy.arange(-_MOST_SKEW, _MOST_SKEW + step / 2, step)
    for step in (0.5, 0.1, 0.02):
        scores = [(_sharpness(ys, xs, float(a)), -abs(float(a))) for a in angles]
        best = float(angles[max(range(len(scores)), key=scores.__getitem__)])
        angles = numpy.arange(best - step, best + step * 1.01, step / 5)
    if abs(best) < _LEAST_SKEW or abs(best) >= _MOST_SKEW or _sharpness(ys, xs, best) < 1.05 * _sharpness(ys, xs, 0.0):
        return 0.0
    return round(best, 2)


def _sharpness(ys: Any, xs: Any, degrees: float) -> float:
    """How sharply ink and white alternate from row to row once the page is turned back by this angle."""
    level = ys - xs * math.tan(math.radians(degrees))
    counts = numpy.bincount((level - level.min()).astype(numpy.int64))
    return float((numpy.diff(counts) ** 2).sum())


def straightened(page: Image.Image, degrees: float) -> Image.Image:
    """The page turned so that lines which fall by this angle run level; its size stays."""
    if not degrees:
        return page
    return page.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=255)
