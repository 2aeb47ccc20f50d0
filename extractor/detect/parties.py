"""Who is responsible: cells and lists of bodies, addressees of points, controllers, agents of clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.detect.parties_agents import agents
from extractor.detect.parties_lists import parties
from extractor.detect.parties_points import addressee, controllers, partners
from extractor.detect.parties_text import view
from extractor.schema.facts import Party

__all__ = ["addressee", "agents", "controllers", "in_cell", "in_pieces", "partners"]

if TYPE_CHECKING:
    from extractor.schema.analysis import Language


def in_cell(text: str, plain: str, start: int, end: int, language: Language) -> list[Party]:
    """The parties listed in text[start:end], each with the words that a list shares put back to it."""
    return in_pieces(text, plain, [(start, end)], language)


def in_pieces(text: str, plain: str, pieces: Sequence[tuple[int, int]], language: Language) -> list[Party]:
    """The same for a cell that a page break has cut into several (start, end)."""
    joined = view(text, plain, pieces)
    return parties(joined, 0, len(joined.line), language)
