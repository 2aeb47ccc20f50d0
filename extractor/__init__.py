"""Vytiah: from letters, orders, plans and news in Ukrainian and Russian to measures with who, when and how much.

>>> from extractor import extract
>>> extraction = extract("order.docx")           # doctest: +SKIP
>>> extraction.measures[0].responsible[0].name   # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.version import __version__

if TYPE_CHECKING:
    from extractor.errors import SourceError
    from extractor.pipeline import extract, extract_all
    from extractor.schema.contract import Extraction
    from extractor.settings import Settings

__all__ = ["Extraction", "Settings", "SourceError", "__version__", "extract", "extract_all"]

_HOMES = {
    "Extraction": "extractor.schema.contract",
    "Settings": "extractor.settings",
    "SourceError": "extractor.errors",
    "extract": "extractor.pipeline",
    "extract_all": "extractor.pipeline",
}


def __getattr__(name: str) -> Any:
    """Public names are loaded when first asked for, so that `vytiah --help` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'extractor' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
