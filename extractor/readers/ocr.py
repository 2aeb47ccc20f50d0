"""Text recognition by tesseract, called as a program: pictures in, words with boxes, base lines and certainty out."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree
from PIL import Image

from extractor.errors import SourceError
from extractor.readers.office_libreoffice import run_fenced

#: What to install on Debian and Ubuntu.
PACKAGES: Final = "tesseract-ocr tesseract-ocr-ukr tesseract-ocr-rus tesseract-ocr-eng tesseract-ocr-osd"
#: Both languages always: a Ukrainian page read without Russian keeps its letters, one read without English loses
#: every «№» and address. The first is the one that most of the document is in.
UKRAINIAN_FIRST: Final = ("ukr", "rus", "eng")
RUSSIAN_FIRST: Final = ("rus", "ukr", "eng")
#: Seconds for one page, on a machine that has much else to do; the whole document's time is limited elsewhere.
_SECONDS: Final = 300.0
TOO_LONG: Final = "text recognition takes longer than the document has: raise max_seconds (--wall)"
_TITLE: Final = re.compile(r"(bbox|baseline|x_size|x_wconf) ([-\d. ]+)")
_ROTATE: Final = re.compile(r"Rotate: (\d+)")
_SURE: Final = re.compile(r"Orientation confidence: ([\d.]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A grey picture to be read: a page or a part of it. `segmentation` is tesseract's mode: 3 finds the blocks of a
    page, 6 takes all for one block."""

    picture: Image.Image
    segmentation: int = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """A word as it was read, in pixels of its picture: box, base line, height of the font from the lowest to the
    highest letters of its line; `certainty` from 0 to 1."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    height: float
    certainty: float


@cache
def program() -> str | None:
    """The path of tesseract; None where it is not installed."""
    return shutil.which("tesseract")


@cache
def languages() -> frozenset[str]:
    """The languages that are installed with it, by tesseract's names; none where it is not there."""
    command = program()
    if command is None:
        return frozenset()
    try:
        told = subprocess.run([command, "--list-langs"], capture_output=True, timeout=_SECONDS, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(told.decode("utf-8", "replace").split("\n")[1:]) - {""}


def require() -> None:
    """Raises SourceError missing_program where tesseract or one of its two languages is not installed."""
    missing = [name for name in ("ukr", "rus") if name not in languages()]
    if program() is None:
        raise SourceError("missing_program", f"a scan is read through tesseract: install {PACKAGES}")
    if missing:
        packages = " ".join(f"tesseract-ocr-{name}" for name in missing)
        raise SourceError("missing_program", f"tesseract lacks the languages of the documents: install {packages}")


def recognise(
    pieces: Sequence[Piece], dpi: float, order: Sequence[str] = UKRAINIAN_FIRST, until: float = math.inf
) -> list[list[Recognised]]:
    """The words of each piece, in tesseract's order. One call for all pieces of one mode: the models load once.
    `until`: when to give up, by time.monotonic().

    Raises SourceError: missing_program, ocr_failed, timeout."""
    require()
    out: list[list[Recognised]] = [[] for _ in pieces]
    for mode in sorted({piece.segmentation for piece in pieces}):
        these = [at for at, piece in enumerate(pieces) if piece.segmentation == mode]
        found = _read([pieces[at].picture for at in these], mode, dpi, [x for x in order if x in languages()], until)
        for at, words in zip(these, found, strict=True):
            out[at] = words
    return out


def orientation(picture: Image.Image, dpi: float, until: float = math.inf) -> int | None:
    """Quarter turns clockwise that put the page upright; None where tesseract cannot tell."""
    if "osd" not in languages():
        return None
    with tempfile.TemporaryDirectory(prefix="vytiah-") as name:
        folder = Path(name)
        picture.save(folder / "page.pgm")
        status = _run(folder, ["page.pgm", "stdout", "-l", "osd", "--psm", "0", "--dpi", str(round(dpi))], until)
        told = (folder / "stdout").read_bytes().decode("utf-8", "replace")
    sure, turn = _SURE.search(told), _ROTATE.search(told)
    if status != 0 or not sure or not turn or float(sure[1]) < 2.0:
        return None
    return int(turn[1]) // 90 % 4


def _read(
    pictures: Sequence[Image.Image], mode: int, dpi: float, order: Sequence[str], until: float
) -> list[list[Recognised]]:
    with tempfile.TemporaryDirectory(prefix="vytiah-") as name:
        folder = Path(name)
        for at, picture in enumerate(pictures):
            picture.save(folder / f"{at}.pgm")
        (folder / "list").write_text("".join(f"{at}.pgm\n" for at in range(len(pictures))), encoding="ascii")
        arguments = ["list", "out", "-l", "+".join(order), "--psm", str(mode), "--dpi", str(round(dpi))]
        # Lines were turned dark on light before: the second try, inverted, would double the time of poor ones.
        arguments += ["-c", "invert_threshold=0", "hocr"]
        status = _run(folder, arguments, until)
        printed = folder / "out.hocr"
        if status is None:
            raise SourceError("timeout", TOO_LONG)
        if status != 0 or not printed.is_file():
            raise SourceError("ocr_failed", f"tesseract failed on a page (status {status})")
        return _pages(printed.read_bytes(), len(pictures))


def _run(folder: Path, arguments: Sequence[str], until: float) -> int | None:
    command = program()
    if command is None:
        raise SourceError("missing_program", f"a scan is read through tesseract: install {PACKAGES}")
    kept = {k: os.environ[k] for k in ("PATH", "TESSDATA_PREFIX") if k in os.environ}
    # One thread a page: tesseract's own threads cost twice the time that they save.
    environment = {"HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder), "OMP_THREAD_LIMIT": "1", **kept}
    seconds = min(_SECONDS, max(0.0, until - time.monotonic()))
    return run_fenced([command, *arguments], seconds, folder=folder, environment=environment)


def _pages(hocr: bytes, count: int) -> list[list[Recognised]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(hocr, parser)
    pages = [] if root is None else list(root.iterfind(".//{*}div[@class='ocr_page']"))
    if len(pages) != count:
        raise SourceError("ocr_failed", f"tesseract read {len(pages)} of {count} pictures")
    return [list(_words(page)) for page in pages]


def _words(page: etree._Element) -> Iterator[Recognised]:
    for line in page.iterfind(".//{*}span"):
        told = _facts(line)
        if "baseline" not in told or "bbox" not in told:
            continue
        left, _, _, low = told["bbox"]
        slope, offset = told["baseline"]
        height = told.get("x_size", [0.0])[0]
        for item in line.iterfind("{*}span[@class='ocrx_word']"):
            text = "".join(str(t) for t in item.itertext()).strip()
            facts = _facts(item)
            if not text or "bbox" not in facts:
                continue
            x0, top, x1, bottom = facts["bbox"]
            base = low + offset + slope * ((x0 + x1) / 2 - left)
            certainty = facts.get("x_wconf", [0.0])[0] / 100
            yield Recognised(text, x0, top, x1, bottom, base, height or bottom - top, certainty)


def _facts(element: etree._Element) -> dict[str, list[float]]:
    """The numbers that an element's title names."""
    return {key: [float(x) for x in values.split()] for key, values in _TITLE.findall(element.get("title") or "")}
