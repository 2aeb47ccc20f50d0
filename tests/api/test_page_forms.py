"""Corrections of organisations, people, places and references by the page's forms, as a browser without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html
from service_samples import WAIT, state_of

from api.pages import editing, forms
from api.pages.words import Words
from extractor.schema.contract import Extraction
from extractor.store import HistoryRow
from extractor.store.correction import PARTS

LETTER = """\
ВЕРБІВСЬКА РАЙОННА ДЕРЖАВНА АДМІНІСТРАЦІЯ

РОЗПОРЯДЖЕННЯ

04 березня 2030 року                м. Вербів                № {number}

Про підготовку до весняного паводку

На виконання Закону України «Про місцеві державні адміністрації» зобов’язую:

1. Відділу цивільного захисту районної державної адміністрації (Коваль Г.П.) до 15 березня 2030 року перевірити дамби \
у селі Лозове.
2. Контроль за виконанням розпорядження покласти на заступника голови районної державної адміністрації Стеценка О.В.

Голова                                                Олена СТЕЦЬ
"""
UK = {"Accept-Language": "uk"}


class Paper:
    """A document of the service, and the page's forms for it."""

    def __init__(self, client: TestClient, number: int) -> None:
        self.client = client
        self.data = LETTER.format(number=number).encode()
        answer = client.post("/v1/documents", content=self.data, headers=WAIT)
        assert answer.status_code == 200
        self.id = answer.headers["content-location"].split("/")[3]

    @property
    def extraction(self) -> Extraction:
        found = state_of(self.client).store.extraction(self.id)
        assert found is not None
        return found

    def form(self, path: str) -> dict[str, str]:
        """What the form sends if nothing is touched."""
        page = html.fromstring(self.client.get(f"/documents/{self.id}/{path}", headers=UK).text)
        (form,) = page.xpath("//form[@data-spans]")
        fields = {e.get("name"): e.value or "" for e in form.xpath(".//input[@name] | .//textarea | .//select")}
        return {k: v for k, v in fields.items() if v is not None}

    def send(self, path: str, **changed: str) -> Any:
        fields = {**self.form(path), "action": "save", **changed}
        return self.client.post(f"/documents/{self.id}/{path.partition('?')[0]}", data=fields, headers=UK)

    def say(self, what: str, **fields: str) -> Any:
        return self.client.post(f"/documents/{self.id}/{what}", data=fields, headers=UK)

    def read_again(self) -> Extraction:
        """By another version of the program, which finds the same things under other ids."""
        before = state_of(self.client).store.extraction(self.id, corrected=False)
        assert before is not None
        shifted = before.model_dump(mode="json")
        shifted["producer"]["version"] = "99.0"
        for name, letter in (("organisations", "o"), ("people", "p"), ("places", "l"), ("references", "r")):
            listed = shifted[name]
            ids = {item["id"]: f"{letter}{n + 50}" for n, item in enumerate(listed)}
            text = str(shifted)
            assert all(text.count(f"'{new}'") == 0 for new in ids.values())
            shifted = _renamed(shifted, ids)
        state_of(self.client).store.save(Extraction.model_validate(shifted))
        return self.extraction


def _renamed(data: Any, ids: dict[str, str]) -> Any:
    if isinstance(data, dict):
        return {k: _renamed(v, ids) for k, v in data.items()}
    if isinstance(data, list):
        return [_renamed(v, ids) for v in data]
    return ids.get(data, data) if isinstance(data, str) else data


_numbers = iter(range(100, 1_000))


@pytest.fixture
def paper(client: TestClient) -> Paper:
    return Paper(client, next(_numbers))


def test_another_name_kind_and_code_of_an_organisation(paper: Paper) -> None:
    body = next(o for o in paper.extraction.organisations if "цивільного захисту" in o.name)
    form = paper.form(f"edit/{body.id}")
    assert form["f_name"] == body.name
    answer = paper.send(
        f"edit/{body.id}",
        f_canonical="Відділ цивільного захисту Вербівської РДА",
        f_kind="local_government",
        f_edrpou="12345678",
        note="за положенням",
    )
    assert answer.status_code == 200  # after the redirect to the card
    assert answer.url.fragment == f"c-{body.id}"
    for found in (paper.extraction, paper.read_again()):
        now = next(o for o in found.organisations if o.evidence == body.evidence)
        assert (now.name, now.canonical) == (body.name, "Відділ цивільного захисту Вербівської РДА")
        assert (now.kind, now.codes.edrpou) == ("local_government", "12345678")
    rows = state_of(paper.client).store.organisations().items
    assert any(row.name == "Відділ цивільного захисту Вербівської РДА" and row.measures for row in rows)


def test_a_person_gets_a_name_a_position_and_a_body(paper: Paper) -> None:
    person = next(p for p in paper.extraction.people if "Коваль" in p.name)
    body = next(o for o in paper.extraction.organisations if "цивільного захисту" in o.name)
    paper.send(
        f"edit/{person.id}",
        f_name="Коваль Ганна Петрівна",
        f_position="начальник відділу",
        f_organisation_id=body.id,
    )
    for found in (paper.extraction, paper.read_again()):
        now = next(p for p in found.people if p.evidence == person.evidence)
        assert (now.name, now.position) == ("Коваль Ганна Петрівна", "начальник відділу")
        assert next(o.name for o in found.organisations if o.id == now.organisation_id) == body.name


def test_a_place_gets_a_kind_and_a_reference_a_title(paper: Paper) -> None:
    place = next(p for p in paper.extraction.places if "Лозове" in p.name)
    act = paper.extraction.references[0]
    paper.send(f"edit/{place.id}", f_type="settlement", f_katottg="UA26040000000000000")
    paper.send(f"edit/{act.id}", f_title="Про місцеві державні адміністрації", f_number="586-XIV", f_date="1999-04-09")
    for found in (paper.extraction, paper.read_again()):
        now = next(p for p in found.places if p.evidence == place.evidence)
        assert (now.type, now.katottg) == ("settlement", "UA26040000000000000")
        cited = next(r for r in found.references if r.evidence == act.evidence)
        assert (cited.number, cited.date) == ("586-XIV", "1999-04-09")


def test_confirmed_and_rejected_they_stay_so_and_become_examples(paper: Paper) -> None:
    store = state_of(paper.client).store
    person = next(p for p in paper.extraction.people if "Коваль" in p.name)
    place = next(p for p in paper.extraction.places if "Лозове" in p.name)
    body = next(o for o in paper.extraction.organisations if "цивільного захисту" in o.name)
    paper.say("review", item=person.id, action="confirm", revision="")
    paper.say("review", item=place.id, action="reject", revision="")
    paper.say("review", item=body.id, action="confirm", revision="")
    again = paper.read_again()
    assert not any(p.evidence == place.evidence for p in again.places)
    states = store.states(paper.id)
    kept = {
        item.id for item in (*again.people, *again.organisations) if item.evidence in (person.evidence, body.evidence)
    }
    assert {states.get(item) for item in kept} == {"confirmed"}
    told = [(e.kind, e.decision, e.text[slice(*e.spans[0])]) for e in store.examples() if e.document_id == paper.id]
    assert told == [
        ("person", "confirm", person.evidence[0].quote),
        ("place", "reject", place.evidence[0].quote),
        ("organisation", "confirm", body.evidence[0].quote),
    ]


@pytest.mark.parametrize(
    ("kind", "words", "listed"),
    [
        ("organisation", "районної державної адміністрації", "organisations"),
        ("person", "Олена СТЕЦЬ", "people"),
        ("place", "Вербів", "places"),
        ("reference", "виконанням розпорядження", "references"),
    ],
)
def test_what_was_missed_is_added_on_words_of_the_text(paper: Paper, kind: str, words: str, listed: str) -> None:
    text = paper.extraction.text
    start = text.index(words)
    end = start + len(words)
    form = paper.form(f"add?kind={kind}&start_at={start}&end_at={end}")
    assert words in form.values()
    answer = paper.send(f"add?kind={kind}&start_at={start}&end_at={end}")
    assert answer.status_code == 200
    for found in (paper.extraction, paper.read_again()):
        added = [item for item in getattr(found, listed) if [(s.start, s.end) for s in item.evidence] == [(start, end)]]
        assert words in [getattr(item, "name", None) or getattr(item, "title", None) for item in added]
    history = paper.client.get(f"/documents/{paper.id}/history", headers=UK).text
    assert "додано:" in history


def test_typed_words_are_enough_where_nothing_can_be_selected(paper: Paper) -> None:
    answer = paper.send("add?kind=place", quote="весняного   паводку", f_type="other")
    assert answer.status_code == 200
    assert "весняного паводку" in [p.name for p in paper.extraction.places]
    answer = paper.send("add?kind=place", quote="м. Київ")
    assert (answer.status_code, "Таких слів у тексті немає" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("f_edrpou", "1234", "ЄДРПОУ"), ("f_name", "", "Назва")],
)
def test_a_field_that_cannot_stand_is_named(paper: Paper, field: str, value: str, words: str) -> None:
    body = paper.extraction.organisations[0]
    before = paper.extraction
    answer = paper.send(f"edit/{body.id}", **{field: value, "f_acronym": "АБВ"})
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert page.xpath("string(//*[@role='alert'])") == f"Не збережено: перевірте поле «{words}»"
    # What was typed is still there.
    assert page.xpath("//input[@name='f_acronym']/@value") == ["АБВ"]
    assert paper.extraction == before


def test_a_responsible_of_no_measure_is_refused_in_words(paper: Paper) -> None:
    answer = paper.send("add?kind=party", quote="районної державної адміністрації", measure="m99")
    assert answer.status_code == 422
    assert "перевірте поле «Захід»" in answer.text


def test_the_history_says_values_as_the_page_does(paper: Paper) -> None:
    body = next(o for o in paper.extraction.organisations if "цивільного захисту" in o.name)
    paper.send(f"edit/{body.id}", f_kind="ngo", f_edrpou="87654321")
    paper.send("edit/m1-deadline-0", f_end="2030-03-20")
    paper.send("edit/m1-party-0", f_by_consent="1")
    page = html.fromstring(paper.client.get(f"/documents/{paper.id}/history", headers=UK).text)
    changes = [" ".join(p.text_content().split()) for p in page.xpath("//p[@class='change']")]
    assert changes[0] == "за згодою: ні → так"
    assert changes[1] == "До: 15.03.2030 → 20.03.2030"
    assert "→ громадська організація" in changes[2]
    assert changes[3].endswith("→ 87654321")


def history(paper: Paper) -> list[str]:
    """The changes that the history tells, in words, the latest first."""
    answer = paper.client.get(f"/documents/{paper.id}/history", headers=UK)
    assert answer.status_code == 200
    found = html.fromstring(answer.text).xpath("//p[@class='change']")
    return [" ".join(p.text_content().split()) for p in found]


def correct(paper: Paper, **said: Any) -> None:
    """A correction by the API, which takes more than the forms send."""
    path = f"/v1/documents/{paper.id}/extraction"
    answer = paper.client.patch(path, json={"action": "edit", **said}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def test_the_history_of_what_the_api_takes(paper: Paper) -> None:
    start = paper.extraction.text.index("15 березня")
    correct(paper, action="add", kind="figure", item=None, spans=[[start, start + 2]], changes={"value": "15"})
    for changes, words in (
        ({"unit": {"kind": "percent"}}, "Чого одиниця: кількість → відсотки"),
        ({"unit": {"kind": "money", "code": "UAH"}}, "Чого одиниця: відсотки → грн"),
        ({"value": "12.5", "max": None}, "Число: 15 → 12.5"),
        ({"period": {"start": "2030-01-01", "end": None}}, "За період: → 01.01.2030"),
    ):
        figure = paper.extraction.figures[-1].id
        correct(paper, item=figure, changes=changes)
        assert words in history(paper)
    correct(paper, item="m1/deadlines/0", changes={"anchor": "publication", "precision": "half_year"})
    correct(paper, item="m1", changes={"section": ["Розділ I", "Глава 2"], "number": None})
    correct(paper, item="m1/responsible/0", changes={"by_consent": "yes"})
    assert {"Від чого: → від опублікування", "Точність: день → півріччя", "Розділ: → Розділ I; Глава 2"} <= {
        *history(paper)
    }
    correct(
        paper,
        item="document",
        spans=[[0, 10]],
        changes={
            "language": "ru",
            "addressees": [{"name": "Відділ освіти"}, {"name": "Відділ культури", "role": "supporter"}],
            "signatories": [{"name": "Олена Стець", "position": "голова"}, {"name": "Іван Гай", "position": None}],
            "contacts": {"emails": ["a@example.org", "b@example.org"], "phones": ["044 123"]},
            "in_reply_to": [{"number": "12", "date": "2030-01-05"}],
            "approval": {"by": "Рада", "number": None, "date": "2030-02-01"},
            "issuer": {"name": "Рада"},
            "drafted_by": None,
        },
    )
    told = history(paper)
    for words in (
        "Мова: українська → російська",
        "Кому: → Відділ освіти; Відділ культури",
        "Контакти: → a@example.org; b@example.org, 044 123",
        "На №: → 12, 05.01.2030",
        "Затверджено: → Рада, 01.02.2030",
    ):
        assert words in told
    assert any(words.endswith("→ Олена Стець; Іван Гай") for words in told)
    assert not [words for words in told if "{" in words or "[" in words]


@pytest.mark.parametrize("name", ["unit", "spans", "end", "kind", "addressees", "organisation_id", "by_consent"])
def test_the_history_never_fails_whatever_was_kept(name: str) -> None:
    values = (None, True, 0, 1.5, "", "а", [], {}, [None, 1], [[1, 2], 3, {}], {"name": 1}, {"code": 1}, {"kind": [1]})
    for value in values:
        for kind in ("document", "figure", "deadline", "party", "другий"):
            line = HistoryRow(1, "", "", "edit", kind, None, {name: value}, {}, (), None, 1, 1, False, True)
            (told,) = editing._told(line, Words("uk")).fields
            assert told[1] is None or isinstance(told[1], str)


def test_a_code_that_does_not_fit_stays_while_another_field_is_changed(paper: Paper) -> None:
    body = next(o for o in paper.extraction.organisations if "цивільного захисту" in o.name)
    correct(paper, item=body.id, changes={"codes": {"edrpou": "не встановлено"}})
    page = html.fromstring(paper.client.get(f"/documents/{paper.id}/edit/{body.id}", headers=UK).text)
    assert page.xpath("//input[@name='f_edrpou']/@pattern") == []
    assert paper.send(f"edit/{body.id}", f_kind="ngo").status_code == 200
    now = next(o for o in paper.extraction.organisations if o.id == body.id)
    assert (now.kind, now.codes.edrpou) == ("ngo", "не встановлено")
    assert paper.send(f"edit/{body.id}", f_edrpou="теж ні").status_code == 422
    paper.send(f"edit/{body.id}", f_edrpou="12345678")
    page = html.fromstring(paper.client.get(f"/documents/{paper.id}/edit/{body.id}", headers=UK).text)
    assert page.xpath("//input[@name='f_edrpou']/@pattern") == ["[0-9]{8,10}"]


@pytest.mark.parametrize("kind", forms.ADDED)
def test_before_words_are_chosen_every_kind_asks_for_all_but_what_they_fill(paper: Paper, kind: str) -> None:
    filled = {"measure": "f_text", "deadline": None, "figure": None, "reference": "f_title"}.get(kind, "f_name")
    blank, chosen = paper.form(f"add?kind={kind}"), paper.form(f"add?kind={kind}&start_at=0&end_at=10")
    assert {n for n in chosen if n.startswith("f_")} - {n for n in blank if n.startswith("f_")} == {filled} - {None}
    assert ("quote" in blank, "quote" in chosen) == (True, False)
    assert [("measure" in form) for form in (blank, chosen)] == [kind in PARTS] * 2


def test_what_is_meant_to_be_read_stands_whole(paper: Paper) -> None:
    """The rest of a shortened text would be reached by a pointer only."""
    text = "Перевірити дамби: " + ", ".join(f"дамба {n} біля села" for n in range(100)) + " і греблі"
    assert len(text) > 1600
    note = "Уточнено: " + "за листом району, " * 50 + "і телефоном"
    correct(paper, item="m1", changes={"text": text}, note=note)
    pages = [
        f"/documents/{paper.id}", f"/documents/{paper.id}/card", f"/documents/{paper.id}/history",
        "/deadlines?today=2030-03-05",
    ]  # fmt: skip
    for address in pages:
        page = html.fromstring(paper.client.get(address, headers=UK).text)
        assert text in page.text_content(), address
        assert not page.xpath("//*[@title=$text]", text=text), address
    assert note in page_text(paper, "history")


def page_text(paper: Paper, part: str) -> str:
    """The words of a page of the paper."""
    return str(html.fromstring(paper.client.get(f"/documents/{paper.id}/{part}", headers=UK).text).text_content())
