"""Small things that a clerk meets all day: going back, closing a form, the card's columns, the button of files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from page_samples import CORPUS, ORDER
from page_service import Service, Watched, upload
from playwright.sync_api import expect

Tab = Callable[..., Watched]


@pytest.fixture(scope="module")
def paper(service: Service) -> str:
    return f"/documents/{upload(service, 'день.txt', ORDER.replace('№ 57', '№ 91').encode())}"


@pytest.mark.usefixtures("paper")
def test_going_back_after_a_search_brings_the_whole_page(service: Service, tab: Tab) -> None:
    page = tab(service).open("/")
    page.locator("#q").fill("паводку")
    page.wait_for_url("**/?q=*")
    assert page.url.partition("?")[2].count("=") == 1, "fields that ask for nothing are not in the address"
    expect(page.locator("#results .said mark").first).to_be_visible()
    page.select_option("#kind", "letter")
    page.wait_for_url("**kind=letter*")
    page.go_back()
    expect(page.locator("#q")).to_have_value("паводку")
    expect(page.locator("header.top")).to_be_visible()
    expect(page.locator("#results .said mark").first).to_be_visible()


def test_a_form_that_is_closed_gives_the_keyboard_back(service: Service, tab: Tab, paper: str) -> None:
    page = tab(service).open(paper)
    page.locator("#add").click()
    expect(page.locator("[name=quote]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#add")).to_be_focused()
    page.keyboard.press("j")
    card = page.locator("article.measure").first
    expect(card).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("[name=quote]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_focused()


def test_the_page_itself_does_not_scroll_beside_a_document(service: Service, tab: Tab, paper: str) -> None:
    page = tab(service, viewport={"width": 1360, "height": 700}).open(paper)
    page.locator("#c-m3 > .actions > .edit").click()
    expect(page.locator("form[data-spans]")).to_be_visible()
    page.locator("form[data-spans] [name=note]").scroll_into_view_if_needed()
    assert page.evaluate("document.scrollingElement.scrollTop + document.body.scrollTop") == 0
    assert page.evaluate("document.querySelector('.top').getBoundingClientRect().top") == 0


def test_columns_of_the_card_hold_their_words(service: Service, tab: Tab) -> None:
    """A date is not broken, on the screen and on paper."""
    document = upload(service, "план.docx", (CORPUS / "plan_uk_digital_services.docx").read_bytes())
    page = tab(service).open(f"/documents/{document}/card")
    widths = """() => {
        const dates = [...document.querySelectorAll(".form.tasks time")];
        return dates.map((date) => date.getClientRects().length);
    }"""
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        if media == "print":
            page.set_viewport_size({"width": 680, "height": 900})
        lines = page.evaluate(widths)
        assert lines
        assert set(lines) == {1}, (media, lines)


def test_times_are_by_the_readers_clock(service: Service, tab: Tab, paper: str) -> None:
    page = tab(service, timezone_id="Europe/Kyiv").open(paper)
    page.locator("#c-m1 [value=confirm]").first.click()
    expect(page.locator("#c-m1 > header .state.confirmed")).to_be_visible()
    page.goto(service.base + paper + "/history")
    time = page.locator(".history time").first
    utc = time.get_attribute("datetime")
    shown = page.evaluate(
        "(utc) => new Date(utc).toLocaleString('uk-UA', {timeZone: 'Europe/Kyiv', hour: '2-digit', minute: '2-digit'})",
        utc,
    )
    expect(time).to_contain_text(shown)
    expect(page.locator(".history li").first).to_contain_text("без входу")


def test_files_are_chosen_by_a_button_in_the_pages_language(service: Service, tab: Tab) -> None:
    page = tab(service).open("/")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Вибрати файли").click()
    chooser.value.set_files({"name": "кнопка.txt", "mimeType": "text/plain", "buffer": ORDER.encode()})
    page.wait_for_url("**/documents/*")
