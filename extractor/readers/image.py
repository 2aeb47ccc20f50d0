"""Pictures of pages (PNG, JPEG, TIFF of many pages, BMP, WebP): Pillow unpacks them, tesseract reads them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy
from PIL import Image, ImageOps

from extractor.errors import SourceError
from extractor.readers import pdf_layout, scan_pages
from extractor.readers.pdf_sheet import Sheet
from extractor.readers.scan_page import Picture
from extractor.schema.document import Document, Notice, SourceFacts
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.readers import Source

NAME: Final = "image"
#: Pillow's name of a format, its media type, its extensions. No other format of Pillow's is ever tried.
_FORMATS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "PNG": ("image/png", ("png",)),
    "JPEG": ("image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    "TIFF": ("image/tiff", ("tif", "tiff")),
    "BMP": ("image/bmp", ("bmp",)),
    "WEBP": ("image/webp", ("webp",)),
}
MEDIA_TYPES: Final = tuple(media_type for media_type, _ in _FORMATS.values())
EXTENSIONS: Final = tuple(extension for _, extensions in _FORMATS.values() for extension in extensions)
_SIGNATURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
#: Sizes that the second header of a bitmap may have.
_BITMAP_HEADERS: Final = (12, 40, 52, 56, 64, 108, 124)
#: Smaller pictures, in pixels along a side, are icons.
_SMALLEST: Final = 24
#: Dots per inch that a scanner or a fax may have; others are a screen's, or nobody's.
_FEWEST_DPI, _MOST_DPI = 90, 1_300
#: Inches: the longer side of a page whose file does not say its size.
_LONG_SIDE: Final = 11.69
#: A picture is enlarged by no more than this, and read with no more pixels than these.
_LARGEST_SCALE: Final = 3.0
_MOST_PIXELS: Final = 24_000_000


def recognises(source: Source) -> bool:
    """A picture says so in its first bytes."""
    return is_picture(source.data)


def is_picture(data: bytes) -> bool:
    """Are these bytes a picture of one of the formats that are read?"""
    if data.startswith(_SIGNATURES):
        return True
    if data.startswith(b"BM"):
        return int.from_bytes(data[14:18], "little") in _BITMAP_HEADERS and data[6:10] == b"\0\0\0\0"
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def read(source: Source, settings: Settings) -> Document:
    """The Document. Raises SourceError: corrupted, no_text, limit_pixels, limit_part, limit_ocr_pages,
    limit_characters, limit_cells, missing_program, ocr_failed."""
    with opened(source.data) as image:
        count = frames(image, settings.max_ocr_pages)
        media_type, extensions = _FORMATS[str(image.format)]
        _check_size(image, settings)
        if not settings.ocr:
            raise SourceError("no_text", "the file is a picture, and text recognition is switched off")
        if is_icon(image):
            raise SourceError("no_text", "the picture is too small to hold text")

        def draw(number: int) -> Picture:
            return frame(image, number, settings)

        found = scan_pages.read(range(1, count + 1), draw, settings)
    sheets, losses = sorted_out(found, count)
    composer = pdf_layout.composed(sheets, settings)
    facts = SourceFacts(source.name, source.sha256, media_type, len(source.data), NAME, pages=count, ocr=True)
    return Document(
        text=composer.text,
        source=facts,
        blocks=tuple(composer.blocks),
        pages=composer.pages(),
        boxes=tuple(composer.boxes),
        notices=(
            *_mismatch(source, media_type, extensions),
            *losses,
            *scan_pages.notices(sheets, composer.doubtful),
        ),
        partial=bool(losses),
    )


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """The picture, of which only the head is read yet. Raises SourceError: corrupted, limit_pixels, limit_part."""
    with warnings.catch_warnings():
        # Pillow warns of pictures that we refuse ourselves, and of slips that it passes over.
        warnings.simplefilter("ignore")
        with _damage_told():
            image = Image.open(io.BytesIO(data), formats=tuple(_FORMATS))
        with image:
            yield image


def frames(image: Image.Image, most: int) -> int:
    """How many pages a picture has; no more than one over `most` are counted. Animations are one picture."""
    count = 1
    if image.format == "TIFF":
        with _damage_told():
            while count <= most:
                try:
                    image.seek(count)
                except EOFError:
                    break
                count += 1
            image.seek(0)
    if count > most:
        raise SourceError("limit_ocr_pages", f"the picture has more than {most:,} pages; the limit is that")
    return count


@contextmanager
def _damage_told() -> Iterator[None]:
    """What Pillow raises over a damaged picture, as a SourceError."""
    try:
        yield
    except Image.DecompressionBombError as error:
        raise SourceError("limit_pixels", "the picture has more pixels than the limit") from error
    except MemoryError as error:
        raise SourceError("limit_memory", "the picture takes more memory than there is") from error
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError) as error:
        if "MAX_TEXT" in str(error):
            raise SourceError("limit_part", "a text inside the picture unpacks to too much") from error
        raise SourceError("corrupted", "the picture is damaged") from error


def _check_size(image: Image.Image, settings: Settings) -> None:
    if image.width * image.height > settings.max_pixels:
        size = f"{image.width:,} by {image.height:,} pixels"
        raise SourceError("limit_pixels", f"{size}; the limit is {settings.max_pixels:,} in all")


def is_icon(image: Image.Image) -> bool:
    """Is the picture too small to hold text?"""
    return max(image.size) < _SMALLEST or min(image.size) < _SMALLEST / 2


def frame(image: Image.Image, number: int, settings: Settings) -> Picture:
    """One page (from 1), as grey, upright by its camera's word, with the dots per inch that letters need."""
    with _damage_told():
        if number > 1:
            image.seek(number - 1)
        _check_size(image, settings)
        across, down = _dots(image)
        grey = _grey(ImageOps.exif_transpose(image))
    if image.size != grey.size:
        across, down = down, across
    dpi = max(across, down)
    target = min(scan_pages.DPI, dpi * _LARGEST_SCALE)
    if 0.66 * scan_pages.DPI <= dpi <= 1.34 * scan_pages.DPI:
        target = dpi
    width, height = grey.width * target / across, grey.height * target / down
    if width * height > _MOST_PIXELS:
        target *= (_MOST_PIXELS / (width * height)) ** 0.5
        width, height = grey.width * target / across, grey.height * target / down
    size = max(1, round(width)), max(1, round(height))
    return Picture(grey if size == grey.size else grey.resize(size, Image.Resampling.BICUBIC), target)


def _dots(image: Image.Image) -> tuple[float, float]:
    """Dots per inch, across and down; those of a page of usual size where the file tells none that can be true."""
    told: Any = image.info.get("dpi")
    try:
        across, down = float(told[0]), float(told[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        across = down = 0.0
    if _FEWEST_DPI < across <= _MOST_DPI and _FEWEST_DPI < down <= _MOST_DPI:
        inches = max(image.width / across, image.height / down)
        if 2 <= inches <= 60:
            return across, down
    guess = max(image.size) / _LONG_SIDE
    return guess, guess


def _grey(image: Image.Image) -> Image.Image:
    """The picture in levels of grey, on white where it is transparent."""
    if image.mode.startswith(("I", "F")):
        levels: Any = numpy.asarray(image, dtype=numpy.float32)
        low, high = float(levels.min()), float(levels.max())
        return Image.fromarray(((levels - low) * (255 / max(high - low, 1.0))).astype(numpy.uint8))
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        image = ground
    return image.convert("L")


def sorted_out(found: dict[int, Sheet | SourceError], count: int) -> tuple[Sequence[Sheet], Sequence[Notice]]:
    """The sheets in order, without words where nothing could be read, and what is lost with the pages that failed.

    Raises SourceError where no page gave a word: why the first failed, or no_text."""
    sheets: list[Sheet] = []
    failed: dict[int, SourceError] = {}
    for number in range(1, count + 1):
        sheet = found[number]
        if isinstance(sheet, SourceError):
            failed[number] = sheet
            sheet = Sheet(number, 0.0, 0.0, 0)
        if not scan_pages.readable(sheet):
            sheet.words = []
        sheets.append(sheet)
    if not any(s.words for s in sheets):
        raise next(iter(failed.values()), SourceError("no_text", "no text was found in the picture"))
    reasons: dict[str, list[int]] = {}
    for number, error in failed.items():
        reasons.setdefault(error.message, []).append(number)
    losses = [Notice("unreadable_page", f"{scan_pages.listed(numbers)}: {why}") for why, numbers in reasons.items()]
    return sheets, losses


def _mismatch(source: Source, media_type: str, extensions: Sequence[str]) -> Iterator[Notice]:
    """A JPEG named .png; names of other formats are compared for all readers alike."""
    if source.extension in EXTENSIONS and source.extension not in extensions:
        yield Notice("type_mismatch", f"the file is named .{source.extension}, its content is {media_type}")
