"""Warnings, and the page that explains their codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import extractor
from extractor import pipeline
from extractor.schema.facts import Alert

CODE = re.compile(r"(?:Alert|Notice)\(\s*\"([a-z_]+)\"")
DOCS = Path(extractor.__file__).parents[1] / "docs" / "warnings.md"


def alerts_of(text: str, name: str = "папір.txt") -> tuple[Alert, ...]:
    return pipeline.trace(pipeline.read(text.encode(), name=name))[2].warnings


PLAN = "№\tЗахід\tВідповідальні\tТермін\n{}"
CASES = [
    (PLAN.format("1\tОгляд шкіл\tвідділ освіти\t01.09.2021\n4\tОгляд садків\tвідділ освіти\t02.09.2021\n"),
     "table_gap", "2-3"),
    (PLAN.format("1\tОгляд шкіл\tвідділ освіти\t01.09.2021\n1\tОгляд садків\tвідділ освіти\t02.09.2021\n"),
     "table_gap", "twice"),
    ("Рада призначила толоку на 31.02.2021 о десятій годині.", "impossible_date", "31.02.2021"),
    ("Район отримав нову тeхніку для ремонту доріг.", "homoglyphs", "1 word"),
    ("№\tВулиця\tМетрів\n1\tСадова\t100\n2\tЛугова\t50\nРазом\t\t140\n", "total_mismatch", "140"),
    ("РОЗПОРЯДЖЕННЯ\nвід 01.02.2021 № 7\nПро план\n\n1. Затвердити план.\n\nГолова    І. Клен\n\n"
     "ЗАТВЕРДЖЕНО\nРозпорядження голови\n03.02.2021 № 7\n\nПЛАН\n", "date_conflict", "2021-02-03"),
    ("Відділ освіти провів нараду з директорами шкіл щодо підготовки до зими та ремонту їдалень.\n\n"
     "Отдел культуры сообщает, что библиотека переехала в новое здание на улице Садовой, дом пять.\n",
     "mixed_language", "ru"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "words"), CASES, ids=[c[1] for c in CASES])
def test_warnings(text: str, code: str, words: str) -> None:
    found = [a for a in alerts_of(text) if a.code == code]
    assert len(found) == 1
    assert words in found[0].message
    assert all(0 <= a < b <= len(text) for a, b in found[0].spans)


def test_nothing_to_warn_of() -> None:
    text = PLAN.format("1\tОгляд шкіл\tвідділ освіти\t01.09.2021\n2\tОгляд садків\tвідділ освіти\t02.09.2021\n")
    assert alerts_of(text) == ()


def test_what_the_reader_noticed_comes_first() -> None:
    found = alerts_of("Толока буде 31.02.2021.", name="папір.pdf")
    assert [a.code for a in found] == ["type_mismatch", "impossible_date"]


def test_every_code_is_explained() -> None:
    sources = [p.read_text(encoding="utf-8") for p in Path(extractor.__file__).parent.rglob("*.py")]
    used = {code for source in sources for code in CODE.findall(source)}
    explained = set(re.findall(r"^\| `(\w+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    assert used
    assert used <= explained
