"""What holds of every document: nothing crashes, every span quotes, the same in gives the same out."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import SourceError, extract
from extractor.evaluate.score import broken_evidence
from extractor.schema.contract import Extraction

PIECES = [
    "РОЗПОРЯДЖЕННЯ", "ПОСТАНОВЛЕНИЕ", "НАКАЗУЮ:", "ПОСТАНОВЛЯЮ :", "від 5 травня 2021 р. № 17-р", "Про ремонт мосту",
    "1. Відділу освіти до 01.06.2021 оглянути 12 шкіл.", "1.1. Скласти акт.", "а) огляд;", "- двори;", "2)",
    "Контроль за виконанням залишаю за собою.", "№ з/п\tЗахід\tВиконавці\tТермін", "1\t2\t3\t4",
    "1.\tОгляд\tдепартаменти ОДА: фінансів; культури (за згодою)\tщомісяця до 5 числа", "\tкриниць\t\t",
    "Голова ради Іван КОВАЛЬ", "ЗАТВЕРДЖЕНО", "На № 12/3 від 04.05.2021", "До пункту 10. Вжити заходів.",
    "12 травня проведено нараду, складено акт «Про стан.", "«Дуже раді», – сказала Марія.", "4,5 млн грн і 12 %",
    "Согласно закону от 06.10.2003 № 131-ФЗ «Об общих принципах", "(далі – Центр", "))»»\"", "31.02.2021", "\u00a0", "",
    "Читайте також", "oсвіти i науки", "В 2020 году комитетом закуплено 3 автобуса, передано школам.", "І квартал",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=14).map("\n".join)


def shape(node: Any, shift: int) -> Any:
    """A fact without where it stands, offsets moved back by `shift`."""
    if isinstance(node, dict):
        moved = {
            k: (v - shift if k in ("start", "end") and isinstance(v, int) else shape(v, shift)) for k, v in node.items()
        }
        return {k: v for k, v in moved.items() if k not in ("sha256", "bytes", "text")}
    if isinstance(node, list):
        return [shape(x, shift) for x in node]
    return node


def read(text: str) -> Extraction | None:
    if not text.strip():
        return None  # nothing to read: a SourceError, which the byte property covers
    try:
        return extract(text.encode("utf-8"), name="x.txt")
    except SourceError:
        return None


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_every_text_is_read_and_every_span_quotes(text: str) -> None:
    found = read(text)
    if found is not None:
        wire = json.loads(found.model_dump_json())
        assert broken_evidence(wire) == 0
        kinds = ("measures", "organisations", "figures", "references", "people", "places")
        ids = [x["id"] for kind in kinds for x in wire[kind]]
        assert len(ids) == len(set(ids))
        assert all(m["text"].strip() and m["evidence"] for m in wire["measures"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, st.integers(1, 3))
def test_blank_lines_in_front_shift_offsets_and_change_no_fact(text: str, lines: int) -> None:
    text = text.lstrip()
    plain, shifted = read(text), read("\n" * lines + text)
    if plain is not None and shifted is not None:
        assert shape(json.loads(plain.model_dump_json()), 0) == shape(json.loads(shifted.model_dump_json()), lines)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.sampled_from(["x", "x.txt", "x.docx", "x.pdf", "x.html"]))
def test_any_bytes_are_an_extraction_or_a_source_error(data: bytes, name: str) -> None:
    try:
        found = extract(data, name=name)
    except SourceError:
        return
    assert broken_evidence(json.loads(found.model_dump_json())) == 0
