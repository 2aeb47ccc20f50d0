"""What is installed and whether it works: the lines of `vytiah doctor`."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from extractor import artifacts
from extractor.errors import ModelError, SourceError
from extractor.readers import archive_foreign, doc_antiword, ocr, office_libreoffice, scan_pages
from extractor.settings import DEFAULT
from extractor.version import __version__

#: The name at the head of a requirement such as "lxml>=5.3".
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")

#: What recognition is tried on.
_DRAWN: Final = "2021-12-31"

#: What the tagger is tried on.
_SAMPLE: Final = "Міністр освіти України Олена Вербицька прибула до Києва."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; an `optional` one may be absent."""

    name: str
    ok: bool
    detail: str
    optional: bool = False


def checks() -> Iterator[Check]:
    """Everything that an extraction needs, in the order it is needed."""
    yield Check("vytiah", True, __version__)
    yield Check("python", sys.version_info >= (3, 11), f"{platform.python_version()} on {platform.system()}")
    yield from _packages()
    yield from _knowledge()
    yield from _models()
    yield from _dictionaries()
    yield from _office_programs()
    yield from _recognition()
    yield _libarchive()


def _packages() -> Iterator[Check]:
    """The packages that the project's metadata asks for, extras left out; those on a condition are optional."""
    try:
        required = requires("vytiah") or []
    except PackageNotFoundError:
        yield Check("packages", False, "vytiah is not installed as a package: pip install --editable .")
        return
    for line in required:
        named = _NAME.match(line)
        if named is None or "extra ==" in line:
            continue
        name = named.group()
        try:
            yield Check(name, True, version(name))
        except PackageNotFoundError:
            yield Check(name, False, f"not installed: pip install {name}", optional=";" in line)


def _knowledge() -> Iterator[Check]:
    from extractor.data import load

    for entry in sorted(files("extractor.data").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            try:
                yield Check(f"data {entry.name}", True, f"{len(load(Path(entry.name).stem))} tables")
            except ModelError as error:
                yield Check(f"data {entry.name}", False, str(error))


def _models() -> Iterator[Check]:
    try:
        listed = artifacts.versions()
    except ModelError as error:
        yield Check("models", False, str(error))
        return
    for name, version_ in listed.items():
        try:
            size = artifacts.size(name)
        except ModelError as error:
            yield Check(f"model {name}", False, str(error))
        else:
            yield Check(f"model {name}", True, f"version {version_}, {size / 1e6:.1f} MB, hash as in the manifest")
    yield _tagger()


def _tagger() -> Check:
    """Does the tagger run, and find what it cannot miss?"""
    from extractor.text import tagger

    try:
        found = tagger.shipped().tag(_SAMPLE, tagger.lines(_SAMPLE))
    except ModelError as error:
        return Check("tagger", False, str(error))
    shown = ", ".join(f"{_SAMPLE[n.start : n.end]} ({n.label})" for n in found)
    return Check("tagger", bool(found), shown or f"nothing found in: {_SAMPLE}")


def _dictionaries() -> Iterator[Check]:
    from extractor.text.morphology import parses

    for language, word, lemma in (("uk", "департаментами", "департамент"), ("ru", "управлениями", "управление")):
        try:
            found = parses(word, "uk" if language == "uk" else "ru")[0].normal_form
            yield Check(f"morphology {language}", found == lemma, f"{word} → {found}")
        except (OSError, ValueError, ImportError) as error:
            yield Check(f"morphology {language}", False, str(error))


def _office_programs() -> Iterator[Check]:
    """Programs of the system that old office files are read through; each is optional."""
    for name, path, package, use in (
        ("libreoffice", office_libreoffice.program(), office_libreoffice.PACKAGE, "reads .doc and .wps"),
        ("antiword", doc_antiword.program(), doc_antiword.PACKAGE, "reads .doc without list numbers, for want of it"),
    ):
        yield Check(name, path is not None, path or f"not installed: apt install {package} ({use})", optional=True)


def _recognition() -> Iterator[Check]:
    """The program that scans are read with, its languages, and whether it reads."""
    path = ocr.program()
    if path is None:
        yield Check("tesseract", False, f"not installed: apt install {ocr.PACKAGES} (reads scans)", optional=True)
        return
    yield Check("tesseract", True, f"{path}, {scan_pages.threads(DEFAULT)} pages at a time")
    uses = {"ukr": "", "rus": "", "eng": "without it «№» and addresses are misread", "osd": "turned pages stay turned"}
    for name, use in uses.items():
        detail = "installed" if name in ocr.languages() else f"not installed: apt install tesseract-ocr-{name}"
        why = f" ({use})" if use and name not in ocr.languages() else ""
        yield Check(f"tesseract {name}", name in ocr.languages(), detail + why, optional=True)
    if {"ukr", "rus"} <= ocr.languages():
        yield _reads()


def _reads() -> Check:
    """Does recognition read a line that Pillow draws?"""
    picture = Image.new("L", (640, 120), 255)
    ImageDraw.Draw(picture).text((40, 30), _DRAWN, font=ImageFont.load_default(48), fill=0)
    try:
        found = " ".join(w.text for w in ocr.recognise([ocr.Piece(picture, 6)], 300)[0])
    except SourceError as error:
        return Check("recognition", False, error.message, optional=True)
    return Check("recognition", _DRAWN in found, found or "nothing was read", optional=True)


def _libarchive() -> Check:
    """The library of the system that some archives are read through."""
    try:
        binding = archive_foreign.libarchive()
    except SourceError as error:
        return Check("libarchive", False, error.message, optional=True)
    return Check("libarchive", True, f"version {binding.ffi.version_number()}")
