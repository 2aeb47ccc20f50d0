"""Names in quotation marks and fields in capitals: what they share, and where a body of its own begins."""

from __future__ import annotations

import pytest

from extractor.detect.parties_lists import parties
from extractor.detect.parties_text import view
from extractor.schema.analysis import Language

LISTS: list[tuple[Language, str, list[str]]] = [
    ("uk", "Школам «Промінь», «Зоря»", ["Школа «Промінь»", "Школа «Зоря»"]),
    ("uk", "Директорам шкіл «Промінь» та «Зоря»", ["Директор школи «Промінь»", "Директор школи «Зоря»"]),
    ("ru", "Детским садам «Луч», «Ёлка»", ["Детский сад «Луч»", "Детский сад «Ёлка»"]),
    (
        "ru",
        'Главным врачам учреждений "Дом", "Сад"',
        ['Главный врач учреждения "Дом"', 'Главный врач учреждения "Сад"'],
    ),
    # one school, and a firm; a body between; a head of its own
    ("ru", "Директору школы «Луч», «Водоканалу»", ["Директор школы «Луч»", "«Водоканалу»"]),
    ("uk", "Школам «Промінь», відділу освіти, «Водоканалу»", ["Школи «Промінь»", "відділ освіти", "«Водоканалу»"]),
    ("uk", "Школам «Промінь», клубу «Зоря»", ["Школи «Промінь»", "клуб «Зоря»"]),
    # fields of work in a row, and bodies in capitals behind them
    ("ru", "Отделу по ГО, ЧС и МР, отделу культуры", ["Отдел по ГО, ЧС и МР", "отдел культуры"]),
    ("uk", "Відділу з питань НС, ЦЗ та МР", ["Відділ з питань НС, ЦЗ та МР"]),
    ("ru", "Отделу по делам ГО, ЧС, ЦРБ", ["Отдел по делам ГО, ЧС", "ЦРБ"]),
    ("ru", "Отделу по ГО и ЧС, МЧС", ["Отдел по ГО и ЧС", "МЧС"]),
    ("uk", "Відділу освіти, НС області", ["Відділ освіти", "НС області"]),
    # a commission that stands always
    ("uk", "Відділу освіти і постійно діючій комісії з бюджету", ["Відділ освіти", "постійно діюча комісія з бюджету"]),
]


@pytest.mark.parametrize(("language", "words", "expected"), LISTS)
def test_lists(language: Language, words: str, expected: list[str]) -> None:
    line = view(words, words, [(0, len(words))])
    assert [p.name for p in parties(line, 0, len(words), language, "dat")] == expected
