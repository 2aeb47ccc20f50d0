"""Options of an extraction, with their defaults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Options; the same document and the same Settings give the same Extraction.

    max_bytes: largest input file, in bytes.
    max_characters: longest canonical text, in code points.
    max_pages: most pages of a PDF.
    max_cells: most table cells after spans.
    max_unpacked: most bytes an office file may unpack to.
    """

    max_bytes: int = 50 * 2**20
    max_characters: int = 10_000_000
    max_pages: int = 2_000
    max_cells: int = 1_000_000
    max_unpacked: int = 500 * 2**20


DEFAULT = Settings()
