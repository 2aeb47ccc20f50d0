"""Made-up papers, and real ones with their layout changed."""

from __future__ import annotations

import tomllib
from random import Random

from extractor import layout, readers
from extractor.layout.blocks_model import ROLES
from extractor.learn import papers
from extractor.learn.papers_altered import CHANGES, altered, lines_of

ACT = """\
ГАЙОВА СІЛЬСЬКА РАДА

Р І Ш Е Н Н Я

від 14 травня 2019 року № 31

Про ремонт мосту

1. Виділити кошти на ремонт мосту.

Сільський голова Степан ГАЙДУК
"""


def test_papers_are_the_same_each_time_and_all_their_roles_are_known() -> None:
    made = list(papers.made())
    assert made == list(papers.made())
    assert {role for paper in made for role, _ in paper.lines} == {*ROLES, ""}
    forms = tomllib.loads((papers.HOME / "forms.toml").read_text(encoding="utf-8"))["form"]
    assert len(made) == papers.PAPERS * sum(len(form.get("languages", ("uk", "ru"))) for form in forms)
    assert len({form["id"] for form in forms}) == len(forms)
    assert all((role == "") == (not text.strip()) for paper in made for role, text in paper.lines)


def test_another_seed_gives_other_papers() -> None:
    assert next(papers.made(1)).text != next(papers.made(0)).text


def test_a_paper_is_altered_and_its_roles_are_kept() -> None:
    outline = layout.parse(readers.read(ACT.encode(), "рішення.txt"))
    lines = lines_of(outline.document, outline.paragraphs)
    assert ("signature", "Сільський голова Степан ГАЙДУК") in lines
    random, menus = Random(0), papers.menus()
    for change in CHANGES:
        assert altered(lines, [change], menus, random) != lines or change == "loose"
    tight = altered(lines, ["tight", "plain", "signed", "parted"], menus, random)
    assert tight == [
        ("letterhead", "Гайова сільська рада"),
        ("kind", "Рішення"),
        ("requisite", "від 14 травня 2019 року № 31"),
        ("title", "Про ремонт мосту"),
        ("body", "1. Виділити кошти на ремонт мосту."),
        ("signature", "Сільський голова"),
        ("signature", "Степан Гайдук"),
    ]
    framed = altered(lines, ["framed", "cut"], menus, random)
    assert (framed[0][0], framed[-1][0]) == ("furniture", "furniture")
    assert all(role != "letterhead" for role, _ in framed)
