"""Drawings inside drawings: circles and towers of them are refused before anything parses the PDF."""

from __future__ import annotations

import zlib

import pytest

from extractor.errors import SourceError
from extractor.readers import pdf_forms


def pdf(forms: dict[int, tuple[str, dict[str, int] | None]], *, packed: bool = False) -> bytes:
    """Forms by number: their commands, and the forms that they know by name (None: the page's)."""
    out = b"%PDF-1.5\n"
    for number, (commands, known) in forms.items():
        data = zlib.compress(commands.encode()) if packed else commands.encode()
        names = " ".join(f"/{name} {target} 0 R" for name, target in (known or {}).items())
        resources = "" if known is None else f"/Resources << /XObject << {names} >> >>"
        head = f"{number} 0 obj\n<< /Type /XObject /Subtype /Form {resources} /Length {len(data)} >>\nstream\n"
        out += head.encode() + data + b"\nendstream\nendobj\n"
    return out


def code_of(data: bytes) -> str | None:
    try:
        pdf_forms.check(data)
    except SourceError as error:
        return error.code
    return None


@pytest.mark.parametrize("packed", [True, False])
def test_circles(packed: bool) -> None:
    assert code_of(pdf({5: ("/X Do /X Do", {"X": 5})}, packed=packed)) == "corrupted"
    assert code_of(pdf({5: ("/B Do", {"B": 6}), 6: ("q /A Do Q", {"A": 5})}, packed=packed)) == "corrupted"


def test_a_form_that_only_knows_itself_is_no_circle() -> None:
    assert code_of(pdf({5: ("/B Do", {"A": 5, "B": 6}), 6: ("0 0 m", {"A": 5, "B": 6})})) is None


@pytest.mark.parametrize(("floors", "code"), [(6, "limit_members"), (4, None)])
def test_towers(floors: int, code: str | None) -> None:
    """Ten on each floor: a hundred thousand and some with five floors under the first, eleven thousand with three."""
    forms = {n: ("/X Do " * 10, {"X": n + 1}) for n in range(1, floors)}
    assert code_of(pdf({**forms, floors: ("0 0 m", {})})) == code


def test_resources_by_reference_and_of_the_page() -> None:
    known = b"9 0 obj\n<< /XObject 10 0 R >>\nendobj\n10 0 obj\n<< /X 5 0 R >>\nendobj\n"
    form = b"5 0 obj\n<< /Subtype /Form /Resources 9 0 R >>\nstream\n/X Do\nendstream\nendobj\n"
    assert code_of(b"%PDF-1.5\n" + form + known) == "corrupted"
    page = b"3 0 obj\n<< /Type /Page /Resources << /XObject << /X 5 0 R >> >> >>\nendobj\n"
    assert code_of(pdf({5: ("/X Do", None)}) + page) == "corrupted"


def test_other_bytes_pass() -> None:
    assert code_of(b"") is None
    assert code_of(b"%PDF-1.5 5 0 obj << /Subtype /Form") is None
