"""Options of an extraction, with their defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

#: Which models read along: none; the tagger's early exit; the whole tagger; the whole tagger and stanza's parser.
Nlp = Literal["rules", "fast", "accurate", "stanza"]
#: Which weights are used: all, or only those that carry no condition on use but attribution.
Weights = Literal["all", "free"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Options; the same document and the same Settings give the same Extraction.

    nlp: which models read along with the rules.
    weights: "free" leaves out the models trained on non-commercial data, the tagger among them: `nlp` is then "rules".
    stanza_dir: the folder of stanza's models; None is the one that `vytiah models` fills.
    max_bytes: largest input file, in bytes.
    max_characters: longest canonical text, in code points.
    max_pages: most pages of a PDF.
    max_cells: most table cells after spans.
    max_unpacked: most bytes an office file, or all that an archive or mail holds, may unpack to.
    max_part: most bytes one member of an archive or mail may unpack to.
    max_ratio: how many times its own size an archive or mail may unpack to, once that is more than `free_ratio` bytes.
    max_members: most members of an archive or mail, with those of the archives and mails inside it.
    max_depth: how many archives and mails may stand around a document.
    max_office_members: most members of an office file's own archive.
    max_xml_depth: how deep elements of an XML file may stand inside each other.
    ocr: whether scans are read by text recognition; where False, a scan is no_text.
    ocr_threads: how many pages are recognised at one time; 0 is two, or one where there is one core.
    max_ocr_pages: most pages of one file that are read by text recognition.
    max_pixels: most pixels of one picture, and of one page drawn for text recognition.
    max_seconds: wall-clock seconds for one document, in a worker process. Recognition ends before they do: pages that
        it has not come to are left out, with a warning.
    max_memory: most bytes of memory that a worker process and the programs it started may hold together.
    """

    nlp: Nlp = "accurate"
    weights: Weights = "all"
    stanza_dir: Path | None = None
    max_bytes: int = 50 * 2**20
    max_characters: int = 10_000_000
    max_pages: int = 2_000
    max_cells: int = 1_000_000
    max_unpacked: int = 500 * 2**20
    max_part: int = 256 * 2**20
    max_ratio: int = 100
    free_ratio: int = 10 * 2**20
    max_members: int = 10_000
    max_depth: int = 10
    max_office_members: int = 1_000
    max_xml_depth: int = 256
    ocr: bool = True
    ocr_threads: int = 0
    max_ocr_pages: int = 200
    max_pixels: int = 100_000_000
    max_seconds: float = 60
    max_memory: int = 2**30


DEFAULT = Settings()
