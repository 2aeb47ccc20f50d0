"""A page of a stored file as a picture. It is drawn in a worker process: the file is a stranger's."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extractor.errors import SourceError

if TYPE_CHECKING:
    from PIL import Image

#: Pixels a point of a page: 144 dots an inch, sharp on a screen at twice its size.
SCALE: Final = 2.0
#: Pixels of the longer side at most; larger pages are drawn smaller.
_LONGEST: Final = 4_000
#: The dots per inch of a picture that does not tell them, as scanners use.
_DPI: Final = 300.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as PNG, and its size in points, in which `bbox` of an Extraction counts."""

    png: bytes
    width: float
    height: float


def draw(path: str, number: int, max_pixels: int) -> Drawn | None:
    """Page `number` (from 1) of a PDF or a picture; None where the file has no such page.

    Raises SourceError: unsupported_type, encrypted, corrupted, limit_pixels."""
    with open(path, "rb") as stream:  # noqa: PTH123 - workers get plain strings
        start = stream.read(1024)
    if b"%PDF-" in start:
        return _pdf(path, number)
    return _picture(path, number, max_pixels)


def _pdf(path: str, number: int) -> Drawn | None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "corrupted"
        raise SourceError(code, "the PDF cannot be opened") from error
    try:
        if number > len(document):
            return None
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(SCALE, _LONGEST / max(width, height, 1.0))
        image = page.render(scale=scale).to_pil()
        return Drawn(_png(image), width, height)
    finally:
        document.close()


def _picture(path: str, number: int, max_pixels: int) -> Drawn | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")) as image:
            if image.width * image.height > max_pixels:
                raise SourceError("limit_pixels", f"the picture has more than {max_pixels:,} pixels")
            if number > getattr(image, "n_frames", 1):
                return None
            image.seek(number - 1)
            across, down = image.info.get("dpi", (_DPI, _DPI))
            width = image.width * 72 / (float(across) or _DPI)
            height = image.height * 72 / (float(down) or _DPI)
            shown = image.convert("RGB")
            shown.thumbnail((_LONGEST // 2, _LONGEST // 2))
            return Drawn(_png(shown), width, height)
    except UnidentifiedImageError as error:
        raise SourceError("unsupported_type", "only pages of PDF files and of pictures are drawn") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise SourceError("corrupted", "the picture cannot be opened") from error


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()
