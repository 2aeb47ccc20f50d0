"""`vytiah search`, `show` and `stats`, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor import Settings, extract
from extractor.cli import app
from extractor.store import Correction, open_store

ORDER = """ВИРІВСЬКА МІСЬКА РАДА
РОЗПОРЯДЖЕННЯ
14.02.2023 № 27-р

Про ремонт шкіл

1. Відділу освіти Вирівської міської ради до 01.08.2023 провести ремонт 12 шкіл.
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store with one paper, which VYTIAH_STORE names."""
    file = tmp_path / "papers.db"
    monkeypatch.setenv("VYTIAH_STORE", str(file))
    with open_store(file) as store:
        found = extract(ORDER.encode(), name="order.txt", settings=Settings(nlp="rules"))
        identity = store.save(found, seen_at="папка/\x1b[31morder.txt").document_id
        store.correct(identity, Correction(action="confirm", item="m1"), by="Олена")
    return identity


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(words), env={"COLUMNS": "160"})
    return done.exit_code, done.stdout, done.stderr


def test_search_shows_documents_and_the_measures_that_are_meant(place: str) -> None:
    code, out, _ = run("search", "школа", "--responsible", "відділ освіти", "--due-before", "2023-12-31")
    assert code == 0
    assert place[:12] in out
    assert "m1 2023-08-01" in out
    assert run("search", "школа", "--due-before", "2023-01-01")[0] == 3
    assert run("search", "--kind", "order", "--overdue")[0] == 0
    assert run("search", "--kind", "letter")[0] == 3


def test_search_gives_json(place: str) -> None:
    code, out, _ = run("search", "школами", "--json")
    assert code == 0
    (hit,) = json.loads(out)
    assert (hit["document"]["id"], hit["document"]["number"]) == (place, "27-р")
    assert hit["snippets"]


def test_show_takes_the_beginning_of_an_id(place: str) -> None:
    code, out, _ = run("show", place[:8])
    assert code == 0
    assert "провести ремонт 12 шкіл" in out
    assert "planned, confirmed" in out
    assert "Олена: confirm m1" in out
    assert "\x1b" not in out
    assert json.loads(run("show", place, "--json")[1])["document"]["number"] == "27-р"
    assert run("show", "zz")[0] == run("show", place, "--version", "9")[0] == 3


def test_stats_count(place: str) -> None:
    code, out, _ = run("stats")
    assert code == 0
    assert "papers.db" in out
    assert json.loads(run("stats", "--json")[1])["documents"] == 1
    assert place


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    code, _, error = run("stats", "--store", str(tmp_path / "none.db"))
    assert code == 1
    assert error.endswith("[store_unavailable]\n")
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_date_is_wrong_usage(place: str) -> None:
    assert run("search", "--due-before", "завтра")[0] == 2
    assert place
