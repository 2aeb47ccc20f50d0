"""What pages are made of, without a browser: words, marks, forms, plots, and the vendored script."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import api.pages
from api.errors import SERVICE_CODES
from api.pages import charts, forms, marks, shown, told
from api.pages.marks import Mark
from api.pages.words import LANGUAGES, Words, catalogue, choose
from extractor import Settings, extract
from extractor.data import load
from extractor.errors import SOURCE_CODES
from extractor.export import EXPORTERS
from extractor.schema import facts

PAGES = Path(api.pages.__file__).parent
VALUES = {
    "kind": facts.DocumentKind,
    "type": facts.MeasureType,
    "status": facts.Status,
    "role": facts.Role,
    "party_kind": facts.PartyKind,
    "deadline_kind": facts.DeadlineKind,
    "anchor": facts.Anchor,
    "precision": facts.Precision,
    "comparator": facts.Comparator,
    "unit_kind": facts.UnitKind,
    "organisation_kind": facts.OrganisationKind,
    "reference_type": facts.ReferenceType,
    "place_type": facts.PlaceType,
}


def test_every_message_has_words_in_both_languages() -> None:
    forms_of = {"uk": 3, "en": 2}
    for key, words in catalogue().items():
        assert set(words) == set(LANGUAGES), key
        for language, said in words.items():
            if isinstance(said, list):
                assert len(said) == forms_of[language], (key, language)
            assert all(said), (key, language)


def test_every_message_that_a_template_or_a_route_names_is_in_the_catalogue() -> None:
    named = set()
    for file in (*PAGES.glob("templates/*.html"), *PAGES.glob("*.py")):
        named |= set(re.findall(r"""\b(?:t|words)\(["']([a-z_]+\.[a-z_]*[a-z])["']""", file.read_text("utf-8")))
    assert len(named) > 100
    assert named <= set(catalogue()), named - set(catalogue())


@pytest.mark.parametrize("group", VALUES)
def test_every_value_of_the_contract_has_a_word(group: str) -> None:
    missing = [v for v in get_args(VALUES[group]) if f"{group}.{v}" not in catalogue()]
    assert not missing


def test_every_code_of_an_error_and_every_export_has_words() -> None:
    codes = {*SOURCE_CODES, *SERVICE_CODES} - {"precondition_required", "key_reused"}  # these two only programs meet
    assert not [c for c in codes if f"code.{c}" not in catalogue()]
    assert not [e.NAME for e in EXPORTERS if f"format.{e.NAME}" not in catalogue()]


def test_whoever_answers_for_a_measure_is_of_a_kind_that_has_a_word() -> None:
    """Lists of bodies hold groups and posts too, where these answer for something."""
    assert not [kind for kind in get_args(facts.PartyKind) if f"organisation_kind.{kind}" not in catalogue()]


def test_every_unit_of_letters_has_a_word() -> None:
    codes = {unit["code"] for unit in load("units")["unit"]} - {"%", "°C"}
    assert len(codes) > 20
    assert not [code for code in codes if f"unit.{code}" not in catalogue()]


def test_every_file_that_is_not_read_comes_with_advice() -> None:
    codes = {*SOURCE_CODES} - {"not_found", "unreadable"}  # of paths: nothing that was sent
    assert not [code for code in codes if f"advice.{code}" not in catalogue()]


def test_every_warning_has_a_name_and_a_line() -> None:
    listed = re.findall(r"^\| `([a-z_]+)` \|", (PAGES.parents[1] / "docs" / "warnings.md").read_text("utf-8"), re.M)
    assert len(listed) > 15
    lines = {key.removeprefix("warned.").partition("-")[0] for key in catalogue() if key.startswith("warned.")}
    assert set(listed) == lines
    assert not [code for code in listed if f"warning.{code}" not in catalogue()]


ACT = "ВЕРБІВСЬКА РАЙОННА РАДА\n\nРІШЕННЯ\n\n04 березня 2030 року № 57\n\nПро паводок\n\n{}\n\nГолова Олена СТЕЦЬ\n"


@pytest.mark.parametrize(
    ("data", "name", "code", "line"),
    [
        (
            "1. Відділу освіти до 31 лютого 2030 року оглянути школи.",
            "а.txt",
            "impossible_date",
            "Такого дня немає",
        ),
        ("1. Відділу oсвiти до 31 березня 2030 року оглянути школи.", "а.txt", "homoglyphs", "Таких слів: 1."),
        ("1. Оглянути школи.\x00", "а.txt", "nul_dropped", "нульові знаки"),
        ("1. Оглянути школи.", "а.html", "type_mismatch", "Файл названо .html, а вміст у ньому text/plain"),
    ],
)
def test_what_is_warned_of_is_said_in_the_readers_language(data: str, name: str, code: str, line: str) -> None:
    found = extract(ACT.format(data).encode(), name=name, settings=Settings(nlp="rules"))
    (warning,) = (w for w in found.warnings if w.code == code)
    assert line in told.warning(code, warning.message, Words("uk"))
    assert told.warning(code, warning.message, Words("en")) == warning.message


@pytest.mark.parametrize(
    ("code", "message", "line"),
    [
        (
            "date_conflict",
            "the head dates the act 2030-03-04, its approval block 2030-04-03",
            "У заголовку акта — 04.03.2030, у грифі затвердження — 03.04.2030.",
        ),
        ("table_gap", "item 7 stands twice", "Пункт 7 стоїть двічі."),
        ("table_gap", "the items go from 3 to 5: 4 is missing", "Після пункту 3 іде 5: немає 4."),
        (
            "total_mismatch",
            "the total 1234.5 is not the sum of the 3 numbers above, 930",
            "Надруковано 1\N{NO-BREAK SPACE}234,5; чисел над ним: 3, їхня сума: 930.",
        ),
        (
            "total_mismatch",
            "the total 12345678901234567.89 is not the sum of the 21 numbers above, 1234567.88",
            "Надруковано 12\N{NO-BREAK SPACE}345\N{NO-BREAK SPACE}678\N{NO-BREAK SPACE}901\N{NO-BREAK SPACE}234"
            "\N{NO-BREAK SPACE}567,89; чисел над ним: 21, їхня сума: 1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,88.",
        ),
        (
            "mixed_language",
            "9% of the text is in another language (ru)",
            "Іншою мовою (російською) написано 9% тексту.",
        ),
        (
            "mixed_language",
            "9% of the text is in another language (uk)",
            "Іншою мовою (українською) написано 9% тексту.",
        ),
        ("unreadable_page", "pages 1-4, 7: the page is damaged", "Сторінки: 1–4, 7. Решту документа прочитано."),
        ("unreadable_part", "а.zip/б.docx: the zip archive is damaged [corrupted]", "а.zip/б.docx: файл пошкоджено."),
        ("unreadable_part", "а: б [в].zip: the zip archive is damaged [corrupted]", "а: б [в].zip: файл пошкоджено."),
        ("unreadable_part", "words of a later version", ""),
    ],
)  # fmt: skip
def test_lines_of_warnings_are_put_together_again(code: str, message: str, line: str) -> None:
    assert told.warning(code, message, Words("uk")) == line


@pytest.mark.parametrize(
    ("n", "words"),
    [(1, "1 згадка"), (2, "2 згадки"), (5, "5 згадок"), (11, "11 згадок"), (21, "21 згадка"), (112, "112 згадок")],
)
def test_numbers_take_their_form(n: int, words: str) -> None:
    assert Words("uk")("organisation.mentions", n) == words


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        (None, None, "uk"),
        (None, "en-GB,en;q=0.9", "en"),
        (None, "de,en;q=0.4,uk;q=0.8", "uk"),
        ("en", "uk", "en"),
        ("xx", "fr", "uk"),
        (None, "en;q=x,,;;", "uk"),
    ],
)
def test_whose_language_it_is(cookie: str | None, accepted: str | None, language: str) -> None:
    assert choose(cookie, accepted) == language


_TEXTS = st.text(alphabet=st.sampled_from("аб \n\t\x00\u202e𝔘."), max_size=120)


@given(_TEXTS, st.data())
def test_marks_never_change_move_or_lose_a_character(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    kinds = st.sampled_from(("measure", "deadline", "party"))
    drawn = data.draw(st.lists(st.tuples(offsets, offsets, kinds), max_size=8))
    marked = [Mark(a, b, kind, f"{kind}{n}", None, None) for n, (a, b, kind) in enumerate(drawn) if a < b]
    begins = marks.parts(text, 30)
    bounds = list(zip(begins, [*begins[1:], len(text)], strict=True))
    whole = []
    for start, end in bounds:
        for line in marks.lines(text, marked, start, end):
            said = "".join(run.text for run in line.runs)
            assert said == shown.text(text[line.start : line.start + len(said)])
            assert "\n" not in said
            whole.append(said)
            at = line.start
            for run in line.runs:
                over = {m.item for m in marked if m.start <= at and m.end >= at + len(run.text)}
                assert set(run.items) == over
                at += len(run.text)
    assert sum(map(len, whole)) == len(text) - text.count("\n")
    assert all(end - start <= 30 for start, end in bounds)


@given(_TEXTS)
def test_what_is_shown_of_a_text_is_as_long(text: str) -> None:
    assert len(shown.text(text)) == len(text)
    assert not set(shown.text(text)) & {"\x00", "\u202e"}


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("start_out", "один два три"),
        ("start_in", "три"),
        ("end_in", "два"),
        ("end_out", "два три чотири"),
    ],
)
def test_borders_move_by_words(how: str, words: str) -> None:
    text = "один два три  чотири"
    start, end = forms.moved(text, 5, 12, how)
    assert " ".join(text[start:end].split()) == words


def test_borders_stop_at_the_ends_and_at_each_other() -> None:
    assert forms.moved("одне", 0, 4, "start_out") == (0, 4)
    assert forms.moved("одне", 0, 4, "end_out") == (0, 4)
    assert forms.moved("одне", 0, 4, "start_in") == (0, 4)
    assert forms.moved("одне", 0, 4, "end_in") == (0, 4)


def test_typed_words_are_found_where_they_stand_nearest() -> None:
    text = "два слова\nдалі два\tслова"
    assert forms.located(text, "два  слова", 0) == (0, 9)
    assert forms.located(text, "два слова", 20) == (15, 24)
    assert forms.located(text, "три слова", 0) is None
    assert forms.located(text, "", 0) is None


@given(st.lists(st.integers(0, 100_000), max_size=30))
def test_plots_stay_in_their_frame(numbers: list[int]) -> None:
    values = [charts.Value(f"назва {n}", n) for n in numbers]
    for plot in (charts.columns("x", values, ""), charts.rows("x", values, "")):
        for bar in plot.bars:
            assert bar.x >= 0
            assert bar.x + bar.width <= plot.width
            assert bar.y >= 0
            assert bar.y + bar.height <= plot.height
        assert [bar.value for bar in plot.bars] == numbers


def test_numbers_of_lying_bars_stand_in_a_column_before_the_bars() -> None:
    bars = charts.rows("x", [charts.Value("довга назва", 100_000), charts.Value("коротка", 1)], "").bars
    assert len({bar.value_x for bar in bars}) == 1
    assert all(bar.label_x < bar.value_x < bar.x for bar in bars)


def test_the_vendored_script_is_the_one_that_its_note_names() -> None:
    note = (PAGES / "static" / "vendor" / "README.md").read_text("utf-8")
    data = (PAGES / "static" / "vendor" / "htmx.min.js").read_bytes()
    assert f"{hashlib.sha256(data).hexdigest()}  htmx.min.js" in note


def test_templates_switch_no_escaping_off_and_hold_no_script() -> None:
    for template in PAGES.glob("templates/*.html"):
        html = template.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+false", html), template.name
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|hx-on", html), template.name
