"""The list of documents, what was not read, and the overview, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from lxml import html
from service_samples import BASE, WAIT, order, state_of

from api import create_app
from api.options import Options
from extractor import Settings
from extractor.schema.contract import FailedSource, Failure, FailureError

UK = {"Accept-Language": "uk"}
ROWS = "//table/tbody/tr"
LETTER = "ЛИСТ\n\n3 травня 2022 р. № 7\n\nПро дамби\n\nПросимо до 01.06.2022 оглянути дамби на річці Тиша.\n"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service with two orders and a letter in it."""
    options = Options(data=tmp_path_factory.mktemp("data"), workers=1)
    with TestClient(create_app(Settings(nlp="rules"), options), base_url=BASE, headers=UK) as client:
        for data in (order(1), order(2), LETTER.encode()):
            assert client.post("/v1/documents", content=data, headers=WAIT).status_code == 200
        yield client


def test_what_is_searched_for_is_shown_where_it_stands(filled: TestClient) -> None:
    page = html.fromstring(filled.get("/", params={"q": "дамба"}).text)
    (row,) = page.xpath(ROWS)
    said = row.xpath(".//*[@class='said']")[0]
    assert "оглянути дамби на річці Тиша" in said.text_content()
    assert "дамби" in said.xpath(".//mark/text()")
    # The place begins the text: nothing is left out before it, as it is before another.
    assert said.text_content().startswith("ЛИСТ")
    behind = html.fromstring(filled.get("/", params={"q": "Тиша"}).text).xpath("//*[@class='said']")[0]
    assert behind.text_content().startswith("…")
    narrowed = html.fromstring(filled.get("/", params={"q": "школи -дамба", "kind": "order"}).text)
    assert len(narrowed.xpath(ROWS)) == 2
    assert "Нічого не знайдено" in filled.get("/", params={"q": "хмарочос"}).text


def test_a_page_that_the_browser_goes_back_to_is_whole(filled: TestClient) -> None:
    script = {"HX-Request": "true"}
    assert "<header" not in filled.get("/", params={"q": "дамба"}, headers=script).text
    back = filled.get("/", params={"q": "дамба"}, headers={**script, "HX-History-Restore-Request": "true"}).text
    assert "<header" in back
    assert 'id="q"' in back


def test_numbers_go_with_their_nouns(filled: TestClient) -> None:
    page = html.fromstring(filled.get("/overview", params={"today": "2022-05-10"}).text)
    told = [" ".join(item.text_content().split()) for item in page.xpath("//*[@class='tally']/li")]
    assert told[0] == "3 документи"
    late = html.fromstring(filled.get("/overview", params={"today": "2026-05-10"}).text)
    (earlier,) = late.xpath("//figure/p[@class='hint']/a")
    assert earlier.text_content() == "Раніше минули ще 3 строки: див. «Строки»."


def test_what_was_not_read_comes_with_advice(filled: TestClient) -> None:
    error = FailureError(code="encrypted", message="the file is protected by a password")
    source = FailedSource(filename="таємне.pdf", sha256="f" * 64, bytes=7)
    state_of(filled).store.save(Failure(source=source, error=error))
    page = html.fromstring(filled.get("/documents/" + "f" * 32).text)
    assert "зніміть пароль" in page.text_content()
    (told,) = page.xpath("//details//*[@lang='en']")
    assert told.text_content() == "the file is protected by a password"
