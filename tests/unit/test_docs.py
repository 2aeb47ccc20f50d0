"""What the documentation shows is what the program does."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor import extract


@pytest.fixture(scope="module")
def readme(pytestconfig: pytest.Config) -> str:
    return (pytestconfig.rootpath / "README.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def assert_shown(shown: Any, found: Any, path: str) -> None:
    """Everything that is shown stands in what was found."""
    if isinstance(shown, dict):
        for key, value in shown.items():
            assert key in found, f"{path}.{key}"
            assert_shown(value, found[key], f"{path}.{key}")
    elif isinstance(shown, list):
        for i, value in enumerate(shown):
            assert_shown(value, found[i], f"{path}[{i}]")
    else:
        assert shown == found, path


def test_the_readme_shows_what_comes_out(readme: str) -> None:
    order, shown = blocks(readme, "text")[0], json.loads(blocks(readme, "json")[0])
    assert_shown(shown, json.loads(extract(order.encode(), name="order.txt").model_dump_json()), "$")


def test_the_first_commands_are_make_run_and_make_test(readme: str) -> None:
    commands = [line.split("#")[0].strip() for line in blocks(readme, "sh")[0].splitlines()]
    assert commands == ["make run", "make test"]


def test_the_readme_shows_the_component_of_spacy(readme: str) -> None:
    (code,) = (block for block in blocks(readme, "python") if "spacy" in block)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8", timeout=120)
    assert ("Олена Вербицька", "PERS") in ast.literal_eval(done.stdout)


def test_every_warning_is_documented(pytestconfig: pytest.Config) -> None:
    root = pytestconfig.rootpath
    listed = re.findall(r"^\| `(\w+)`", (root / "docs" / "warnings.md").read_text(encoding="utf-8"), re.MULTILINE)
    sources = [p.read_text(encoding="utf-8") for p in (root / "extractor").rglob("*.py")]
    given = {code for s in sources for code in re.findall(r"(?:Notice|Alert|_notice)\(\s*\"(\w+)\"", s)}
    assert given == set(listed)


def test_links_lead_somewhere(pytestconfig: pytest.Config) -> None:
    root = pytestconfig.rootpath
    pages = [root / "README.md", *sorted((root / "docs").glob("*.md"))]
    dead = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / Path(target)).exists()
    ]
    assert dead == []
