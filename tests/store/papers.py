"""Papers written for these tests, and what is found in them: extracted once a run."""

from __future__ import annotations

from functools import cache
from typing import Final

from extractor import Extraction, Settings, extract

ORDER: Final = """ВИРІВСЬКА МІСЬКА РАДА
РОЗПОРЯДЖЕННЯ
14.02.2023 № 27-р

Про підготовку закладів освіти до навчального року

1. Відділу освіти Вирівської міської ради (Ковальчук О.) до 01.08.2023 провести ремонт 12 шкіл на суму 450 тис. грн.
2. Комунальному підприємству «Тепло» до 15.09.2023 перевірити системи опалення у закладах освіти громади.
3. Відділу освіти Вирівської міської ради щокварталу інформувати міську раду про здоров’я дітей.
4. Контроль за виконанням розпорядження покласти на заступника міського голови Гончара П. І.

Міський голова                                   Іван СТЕПАНЮК
"""

LETTER: Final = """УПРАВЛЕНИЕ ЗДРАВООХРАНЕНИЯ ГОРОДА КАМЕНКИ
ул. Садовая, 4, г. Каменка
05.03.2022 № 118/04

О проведении вакцинации

Управление здравоохранения города Каменки сообщает, что в 2021 году привито 3 400 детей.
Просим до 20.04.2022 предоставить информацию об объёмах закупок вакцины.

Начальник управления                                   Н. Петрова
"""


@cache
def extraction(text: str, name: str = "paper.txt") -> Extraction:
    return extract(text.encode(), name=name, settings=Settings(nlp="rules"))


def order() -> Extraction:
    return extraction(ORDER, "order.txt")


def letter() -> Extraction:
    return extraction(LETTER, "letter.txt")
