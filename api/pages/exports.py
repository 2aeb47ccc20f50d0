"""Where what is shown can be had in the forms that others take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from extractor.export import EXPORTERS


@dataclass(frozen=True, slots=True)
class ExportLink:
    """A form and where it is had."""

    name: str
    address: str


def export_links(path: str, asked: Mapping[str, str]) -> list[ExportLink]:
    """A link for every exporter that this installation has; `asked` are the list's filters."""
    return [ExportLink(e.NAME, f"{path}?{urlencode({**asked, 'format': e.NAME})}") for e in EXPORTERS]
