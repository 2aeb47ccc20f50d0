"""Verbs inside and outside of names in quotation marks."""

from __future__ import annotations

import pytest

from extractor import pipeline
from extractor.assemble import ordering


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        # a name within a name, each closed by one mark
        (
            '1. Учреждению "Служба района "Лан" провести ремонт, открыть проезд к парку "Сад" со стороны реки.',
            "провести",
        ),
        ('1. Установі "Служба району "Лан" провести ремонт біля парку "Сад".', "провести"),
        # verbs of a name order nothing
        ('1. Газете "Спешите читать" сообщить о ремонте парка "Сад".', "сообщить"),
        ("1. Газеті «Хочу жити» повідомити про ремонт.", "повідомити"),
    ],
)
def test_the_first_verb_outside_quotations(text: str, verb: str) -> None:
    analysis = pipeline.trace(pipeline.read(text.encode(), name="акт.txt"))[0]
    found = ordering.infinitive(analysis, 0, len(analysis.plain))
    assert found is not None
    assert analysis.plain[slice(*found)] == verb
