"""`python -m extractor.evaluate.scans FOLDER OUT`: documents printed by LibreOffice and scanned, to try recognition on.

Each document NAME.* of FOLDER becomes OUT/NAME.pdf, pages of pictures without a text layer, a little askew, blurred and
noisy as an office scanner makes them; its gold is copied beside it. The same input gives the same pictures."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import docx
import docx.shared
import numpy
import pypdfium2
import typer
from PIL import Image, ImageFilter

from extractor import readers
from extractor.readers import office_libreoffice

_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a page is scanned: dots per inch, degrees askew, the spread of the noise (of 255 levels of grey), the
    radius of the blur in points, quarter turns clockwise."""

    dpi: int = 300
    skew: float = 1.0
    noise: float = 8.0
    blur: float = 0.12
    turns: int = 0

    def scanned(self, page: Image.Image, seed: int) -> Image.Image:
        """The page, drawn in grey, as it comes out of the scanner."""
        turned = page.rotate(self.skew, Image.Resampling.BICUBIC, expand=False, fillcolor=250)
        blurred = turned.filter(ImageFilter.GaussianBlur(self.blur * self.dpi / 72))
        grey: Any = numpy.asarray(blurred, dtype=numpy.float32)
        grey = 20 + grey * (235 / 255)  # ink is not black and paper is not white
        grey += numpy.random.default_rng(seed).normal(0, self.noise, grey.shape)
        out = Image.fromarray(grey.clip(0, 255).astype(numpy.uint8))
        return out.rotate(-90 * self.turns, expand=True) if self.turns else out


def printed(source: Path, folder: Path) -> Path:
    """The document as a PDF in `folder`, by LibreOffice. Raises RuntimeError where that fails."""
    command = office_libreoffice.program()
    if command is None:
        raise RuntimeError(f"LibreOffice is not installed: apt install {office_libreoffice.PACKAGE}")
    if source.suffix.lower() == ".pdf":
        return Path(shutil.copy(source, folder / source.name))
    arguments = [command, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--nologo"]
    if source.suffix.lower() == ".txt":
        source = _set(source, folder / f"{source.stem}.docx")
    arguments += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(arguments, check=False, capture_output=True, timeout=_SECONDS)
    out = folder / f"{source.stem}.pdf"
    if not out.is_file():
        raise RuntimeError(f"LibreOffice cannot print {source}")
    return out


def _set(source: Path, out: Path) -> Path:
    """A text set as a clerk would: lines as they stand, long ones wrapped, tables with their borders."""
    read = readers.read(source.read_bytes(), source.name)
    made = docx.Document()
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Liberation Serif", docx.shared.Pt(11)
    style.paragraph_format.space_after = docx.shared.Pt(2)
    at = 0
    for table in (b.table for b in read.blocks if b.table):
        _lines(made, read.text[at : table.start])
        drawn = made.add_table(table.rows, table.columns, "Table Grid")
        for cell in table.cells:
            last = drawn.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
            drawn.cell(cell.row, cell.column).merge(last).text = read.text[cell.start : cell.end]
        at = table.end
    _lines(made, read.text[at:])
    made.save(str(out))
    return out


def _lines(made: Any, text: str) -> None:
    for line in text.strip("\n").split("\n"):
        made.add_paragraph(line.rstrip())


def pages(pdf: Path, scanner: Scanner) -> Iterator[Image.Image]:
    """Each page of a PDF as a picture from the scanner."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            drawn = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil()
            yield scanner.scanned(drawn, zlib.crc32(f"{pdf.name} {number}".encode()))


def scan(source: Path, out: Path, scanner: Scanner) -> None:
    """Write the document's scan to `out`: .pdf, .tif (all pages) or .png, .jpg (the first)."""
    with tempfile.TemporaryDirectory(prefix="vytiah-") as name:
        drawn = list(pages(printed(source, Path(name)), scanner))
    first, rest = drawn[0], drawn[1:]
    options: dict[str, Any] = {"dpi": (scanner.dpi, scanner.dpi)}
    if out.suffix in (".pdf", ".tif"):
        options |= {"save_all": True, "append_images": rest}
    if out.suffix == ".pdf":
        options |= {"resolution": scanner.dpi, "quality": 80}
    if out.suffix == ".tif":
        options |= {"compression": "tiff_lzw"}
    first.save(out, **options)


def main(  # noqa: PLR0913, PLR0917 - one parameter an option of the command
    folder: Annotated[Path, typer.Argument(help="A folder of documents, with or without gold.")],
    out: Annotated[Path, typer.Argument(help="The folder to write to.")],
    names: Annotated[list[str] | None, typer.Argument(help="Only these documents, without extension.")] = None,
    dpi: Annotated[int, typer.Option(help="Dots per inch.")] = 300,
    skew: Annotated[float, typer.Option(help="Degrees askew.")] = 1.0,
    noise: Annotated[float, typer.Option(help="Spread of the noise, in levels of grey.")] = 8.0,
    turns: Annotated[int, typer.Option(help="Quarter turns clockwise.")] = 0,
    kind: Annotated[str, typer.Option(help="pdf, tif, png or jpg; `text` prints a PDF with its text layer.")] = "pdf",
) -> None:
    """Print the documents of a folder and scan them."""
    out.mkdir(parents=True, exist_ok=True)
    scanner = Scanner(dpi=dpi, skew=skew, noise=noise, turns=turns)
    for source in sorted(p for p in folder.iterdir() if p.is_file() and not p.name.endswith(".gold.json")):
        if names and source.stem not in names:
            continue
        if kind == "text":
            with tempfile.TemporaryDirectory(prefix="vytiah-") as name:
                shutil.copy(printed(source, Path(name)), out / f"{source.stem}.pdf")
        else:
            scan(source, out / f"{source.stem}.{kind}", scanner)
        gold = folder / f"{source.stem}.gold.json"
        if gold.is_file():
            shutil.copy(gold, out)
        print(source.stem)


if __name__ == "__main__":
    typer.run(main)
