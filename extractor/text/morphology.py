"""Morphology of single words. The dictionaries live with the normalisers; here is the door for the stages above."""

from __future__ import annotations

from extractor.normalize.words import Reading, analyzer, parses, readings

__all__ = ["Reading", "analyzer", "parses", "readings"]
