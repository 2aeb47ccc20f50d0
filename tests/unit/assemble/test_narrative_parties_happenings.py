"""Happenings that take place are held by others; settlements act by the name of their own."""

from __future__ import annotations

import pytest
from unit.assemble.test_narrative_parties import names


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("В Озёрске пройдёт съезд учителей области.", []),
        ("У місті відбудеться форум волонтерів.", []),
        # a congress decides, whoever held it; people pass too; a council is no happening
        ("Съезд учителей принял резолюцию.", ["съезд учителей"]),
        ("Депутаты прошли обучение.", ["депутаты"]),
        # a settlement acts, or is where others do
        ("Луговое сельское поселение отремонтировало клуб.", ["луговое сельское поселение"]),
        ("В сельском поселении администрация отремонтировала клуб.", ["администрация"]),
        ("В поселении отремонтирован клуб.", []),
        ("Территорию поселения очистили от мусора.", []),
    ],
)
def test_who_acts(words: str, expected: list[str]) -> None:
    assert [n for clause in names(words) for n in clause] == expected
