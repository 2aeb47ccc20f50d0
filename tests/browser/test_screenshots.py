"""The pictures of the guides: made by `pytest tests/browser/test_screenshots.py --regenerate`, small enough to keep."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from page_samples import CORPUS
from page_service import Service, Watched, until_drawn, upload
from PIL import Image
from playwright.sync_api import Page, expect

from extractor.store import Correction, open_store

Tab = Callable[..., Watched]
GUIDES = Path(__file__).parents[2] / "docs" / "uk"
_LARGEST = 150_000
_SENT = (
    "protocol_uk_winter.txt", "plan_uk_digital_services.docx", "order_uk_school_buses.txt",
    "letter_uk_youth_answer.txt",
    "order_uk_hospital_shelters.pdf",
)  # fmt: skip


def kept(page: Page, name: str) -> None:
    """The picture in 200 colours: half of its bytes, and nobody sees it."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(200).save(GUIDES / "img" / f"{name}.png", optimize=True)


def test_every_picture_of_a_guide_is_there_and_small() -> None:
    named = {
        name for guide in GUIDES.glob("*.md") for name in re.findall(r"\(img/([\w-]+\.png)\)", guide.read_text("utf-8"))
    }
    there = {picture.name: picture.stat().st_size for picture in (GUIDES / "img").glob("*.png")}
    assert named == set(there)
    assert named
    assert all(size <= _LARGEST for size in there.values()), there


def test_pictures(service: Service, tab: Tab, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--regenerate"):
        pytest.skip("pictures are made anew with --regenerate only")
    sent = {name: upload(service, name, (CORPUS / name).read_bytes()) for name in _SENT}
    pdf, letter = sent["order_uk_hospital_shelters.pdf"], sent["letter_uk_youth_answer.txt"]
    with open_store(service.database) as store:
        store.correct(pdf, Correction(action="confirm", item="m1"), by="Ганна Коваль")
    page = tab(service, viewport={"width": 1280, "height": 800}, reduced_motion="reduce").open("/")
    kept(page, "documents")
    page.goto(f"{service.base}/documents/{letter}")
    page.locator("#c-m2 .show").first.click()
    kept(page, "document")
    page.locator("#c-m2 > .actions > .edit").click()
    expect(page.locator("form[data-spans]")).to_be_visible()
    page.locator("form[data-spans]").scroll_into_view_if_needed()
    kept(page, "edit")
    page.goto(f"{service.base}/documents/{pdf}?view=pages&drawn=1")
    until_drawn(page)
    page.locator("svg a.box[data-items=m1]").click()
    kept(page, "pages")
    page.goto(f"{service.base}/documents/{pdf}/card")
    kept(page, "card")
    page.goto(f"{service.base}/deadlines?today=2023-09-12")
    kept(page, "deadlines")
    page.goto(f"{service.base}/overview?today=2023-09-12")
    kept(page, "overview")
    phone = tab(service, viewport={"width": 360, "height": 720}, color_scheme="dark")
    phone.open(f"/documents/{pdf}")
    kept(phone.page, "phone")
    pytest.fail("the pictures were made anew: look at them")
