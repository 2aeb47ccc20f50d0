"""What a page draws beside its text: thin lines, pictures; and whether its text is meant to be seen."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium

#: Left, top (or bottom, in the file's own coordinates), right, bottom (or top).
Rect = tuple[float, float, float, float]
#: Rendering mode of text that is there to be searched, not seen.
INVISIBLE: Final = 3
#: A drawing with more objects than this is a map or a chart, not a form.
_MOST_OBJECTS: Final = 30_000
_MOST_POINTS: Final = 64
#: Thicker bars than this (points) are shading.
_THIN: Final = 3.5


@dataclass(slots=True)
class Drawing:
    """`lines`: thin axis-parallel lines in the file's coordinates (y upwards); `pictured`: the share of the page that
    its largest picture covers; `pixels`, how many pixels its largest picture has; how many pieces of text are `visible`
    and `invisible`; `any`, whether there is anything."""

    lines: list[Rect] = field(default_factory=list)
    pictured: float = 0.0
    pixels: int = 0
    any: bool = False
    visible: int = 0
    invisible: int = 0


def drawing_of(page: Any, area: float) -> Drawing:
    """What is drawn on a page (a pdfium handle) of this area."""
    out = Drawing()
    for item, outer in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(item)
        out.any = True
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            out.lines.extend(_lines_of(item, outer))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            out.pictured = max(out.pictured, _area_of(item, outer) / max(1.0, area))
            out.pixels = max(out.pixels, _pixels_of(item))
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(item) == INVISIBLE:
                out.invisible += 1
            else:
                out.visible += 1
    return out


Matrix = tuple[float, float, float, float, float, float]
_UNIT: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """The page's objects with the matrix of the form they stand in; at most _MOST_OBJECTS."""
    left = _MOST_OBJECTS
    stack: list[tuple[Any, Matrix, int]] = []
    for i in range(min(left, pdfium.FPDFPage_CountObjects(page))):
        stack.append((pdfium.FPDFPage_GetObject(page, i), _UNIT, 0))
        while stack and left > 0:
            item, outer, depth = stack.pop()
            left -= 1
            if not item:
                continue
            if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM and depth < 4:
                inner = _times(_matrix_of(item), outer)
                for j in range(min(left, pdfium.FPDFFormObj_CountObjects(item))):
                    stack.append((pdfium.FPDFFormObj_GetObject(item, j), inner, depth + 1))
            else:
                yield item, outer


def _matrix_of(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _UNIT
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    k, l, m, n, o, p = then  # noqa: E741 - a matrix is six letters
    return a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p


def _area_of(item: Any, outer: Matrix) -> float:
    a, b, c, d, _, _ = _times(_matrix_of(item), outer)
    return abs(a * d - b * c)


def _pixels_of(item: Any) -> int:
    """How many pixels a picture has, as it says itself; nothing is unpacked for that."""
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(item, width, height):
        return 0
    return int(width.value) * int(height.value)


def _lines_of(item: Any, outer: Matrix) -> Iterator[Rect]:
    """The lines that a path draws: strokes along an axis, the sides of stroked boxes, and thin filled bars."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    count = pdfium.FPDFPath_CountSegments(item)
    if count > _MOST_POINTS * 16 or not pdfium.FPDFPath_GetDrawMode(item, fill, stroke):
        return
    if not fill.value and not stroke.value:
        return
    for points in _subpaths(item, count, _times(_matrix_of(item), outer)):
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        bounds = (min(xs), min(ys), max(xs), max(ys))
        if not all(map(math.isfinite, bounds)):
            continue
        wide, tall = bounds[2] - bounds[0], bounds[3] - bounds[1]
        if min(wide, tall) <= _THIN:
            if max(wide, tall) > 0.5:
                yield bounds
        elif stroke.value:
            for (ax, ay), (bx, by) in pairwise(points):
                if abs(ax - bx) < 0.7 or abs(ay - by) < 0.7:
                    yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _subpaths(item: Any, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Points of each part of a path; curves end a part."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if points and pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 2:
            points.append(points[0])
    if len(points) > 1:
        yield points
