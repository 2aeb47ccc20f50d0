"""Persons named before a verb who are given something and do nothing."""

from __future__ import annotations

import pytest
from unit.detect.of_one_line import analysis_of

from extractor.detect.parties import addressee
from extractor.schema.analysis import Language

GIVEN = [
    ("uk", "Водію Гаю О.П. оголосити подяку за сумлінну працю"),
    ("uk", "Особам, винним у недбалості, оголосити догану"),
    ("uk", "Головному бухгалтеру Липі В.М. надати щорічну відпустку на 24 дні"),
    ("uk", "Лаборанту Буку І.П. встановити надбавку 20 відсотків"),
    ("uk", "Працівникам архіву виплатити премію за рік"),
    ("ru", "Водителю Серову А.А. объявить благодарность"),
    ("ru", "Сотрудникам архива выплатить премию за год"),
]

GIVING = [
    ("uk", "Головному бухгалтеру виплатити премію за рік", ["Головний бухгалтер"]),
    ("uk", "Керівникам шкіл установити доплати в межах фонду", ["Керівники шкіл"]),
    ("uk", "Начальнику відділу кадрів надати відпустки працівникам", ["Начальник відділу кадрів"]),
    ("uk", "Відділу обліку виплатити премію за рік", ["Відділ обліку"]),
    ("uk", "Методисту Бук Н.І. надати допомогу школам", ["Методист Бук Н.І."]),
    ("uk", "Водію Гаю О.П. надати автобус до огляду", ["Водій Гай О.П."]),
    ("ru", "Главному бухгалтеру начислить премию", ["Главный бухгалтер"]),
]


@pytest.mark.parametrize(("language", "text"), GIVEN)
def test_who_is_given_something_does_nothing(language: Language, text: str) -> None:
    assert addressee(analysis_of(text, language), 0, len(text)) == ([], 0)


@pytest.mark.parametrize(("language", "text", "expected"), GIVING)
def test_who_gives_acts(language: Language, text: str, expected: list[str]) -> None:
    assert [p.name for p in addressee(analysis_of(text, language), 0, len(text))[0]] == expected
