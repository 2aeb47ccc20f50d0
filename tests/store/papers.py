"""Papers written for these tests, and what is found in them: extracted once a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from extractor.schema.contract import Extraction

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
    from extractor import Settings, extract

    return extract(text.encode(), name=name, settings=Settings(nlp="rules"))


def order() -> Extraction:
    return extraction(ORDER, "order.txt")


def letter() -> Extraction:
    return extraction(LETTER, "letter.txt")


def copies(count: int, of: Path | None = None) -> list[Extraction]:
    """Papers that differ in their bytes only. `of`: a file with an extraction's JSON, for programs that would else
    have to extract one first."""
    found = order() if of is None else Extraction.model_validate_json(of.read_bytes())
    sources = (found.source.model_copy(update={"sha256": f"{number:064x}"[::-1]}) for number in range(1, count + 1))
    return [found.model_copy(update={"source": source}) for source in sources]


def written(folder: Path) -> str:
    """The path of a file with an extraction's JSON."""
    place = folder / "order.json"
    place.write_text(order().model_dump_json(), encoding="utf-8")
    return str(place)
