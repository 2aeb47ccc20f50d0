"""What of the tagger's finds becomes a body: each find is written down here, so that no model is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor import layout, readers, text
from extractor.detect import named
from extractor.schema.analysis import Named
from extractor.schema.facts import Organisation
from extractor.settings import DEFAULT


def bodies(words: str, name: str) -> list[str]:
    """The bodies where the tagger is sure that `name` is one's."""
    analysis = text.analyse(layout.parse(readers.read(words.encode(), "a.txt", settings=DEFAULT)))
    start = words.index(name)
    analysis = replace(analysis, named=(Named(start, start + len(name), "ORG", 0.999),))
    return [s.value.name for s in named.bodies(analysis, ()) if isinstance(s.value, Organisation)]


def test_a_quoted_name_is_a_body() -> None:
    assert bodies("Допомогла «Серцевина» з міста.", "Серцевина") == ["Серцевина"]


@pytest.mark.parametrize("noun", ["акція", "гурток", "Регіон", "тарифу", "програмою"])
def test_the_noun_before_the_quotation_tells_what_it_names(noun: str) -> None:
    assert bodies(f"Відомо про {noun} «Серцевина» з міста.", "Серцевина") == []
