"""Organisations, people and places corrected in a browser: by mouse, by keys, without scripts, without barriers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from page_samples import ORDER
from page_service import Service, Watched, upload
from playwright.sync_api import Locator, Page, expect

Tab = Callable[..., Watched]
_NUMBERS = count(300)
_GROUPS = ("organisations", "people", "places")
#: What WCAG 2.2 AA and axe's own good practice ask for.
_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture
def document(service: Service) -> str:
    """The address of an order of its own."""
    number = next(_NUMBERS)
    return f"/documents/{upload(service, f'назви {number}.txt', ORDER.replace('№ 57', f'№ {number}').encode())}"


def opened(page: Page, group: str) -> Locator:
    """A group of cards, opened by a click as a reader would."""
    heading = page.locator(f"#g-{group}")
    heading.click()
    return page.locator("details.group", has=heading)


def select(page: Page, words: str) -> None:
    """Selects the first such words of the text."""
    found = page.evaluate(
        """(words) => {
          const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode());) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at); range.setEnd(node, at + words.length);
            getSelection().removeAllRanges(); getSelection().addRange(range);
            return true;
          }
          return false;
        }""",
        words,
    )
    assert found, words


def test_an_organisation_is_renamed_and_its_group_stays_open(service: Service, tab: Tab, document: str) -> None:
    page = tab(service).open(document)
    group = opened(page, "organisations")
    card = group.locator("li", has_text="цивільного захисту").first
    item = card.get_attribute("data-item")
    card.locator(".edit").click()
    form = card.locator("form[data-spans]")
    expect(form.get_by_label("Назва", exact=True)).to_be_focused()
    form.get_by_label("Повна назва").fill("Відділ цивільного захисту Вербівської РДА")
    form.get_by_label("Вид", exact=True).select_option(label="місцеве самоврядування")
    form.get_by_role("button", name="Зберегти", exact=True).click()
    expect(page.locator(f"#c-{item} strong")).to_have_text("Відділ цивільного захисту Вербівської РДА")
    expect(page.locator(f"#c-{item} .state.edited")).to_be_visible()
    expect(page.locator(f"#c-{item}")).to_be_focused()
    page.locator(f"#c-{item}").get_by_role("link", name="сторінка органу").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Відділ цивільного захисту Вербівської РДА")


def test_a_place_is_made_of_selected_words(service: Service, tab: Tab, document: str) -> None:
    page = tab(service, locale="en-GB").open(document)
    select(page, "сільських рад")
    page.locator("#selection").get_by_role("button", name="place").click()
    form = page.locator("#adding form")
    expect(form.get_by_label("Name", exact=True)).to_have_value("сільських рад")
    form.get_by_label("Name", exact=True).fill("сільські ради")
    form.get_by_label("Type", exact=True).select_option(label="village")
    form.get_by_role("button", name="Save", exact=True).click()
    card = page.locator("li.place", has_text="сільські ради")
    expect(card).to_be_focused()
    expect(card.locator(".state.added")).to_have_text("added by a person")
    expect(page.locator("#text .mark.place", has_text="сільських рад")).to_be_visible()


def test_keys_are_enough_for_names_too(service: Service, tab: Tab, document: str) -> None:
    page = tab(service).open(document)
    heading = page.locator("details.group", has=page.locator("#g-organisations")).locator("summary")
    heading.focus()
    page.keyboard.press("Enter")
    cards = page.locator("li.organisation")
    total = cards.count()
    first, second = cards.nth(0), cards.nth(1)
    kept, gone = first.get_attribute("id"), second.locator("strong").text_content()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    first.focus()
    page.keyboard.press("c")
    expect(page.locator(f"#{kept} .state.confirmed")).to_be_visible()
    expect(page.locator(f"#{kept}")).to_be_focused()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("x")
    expect(cards).to_have_count(total - 1)
    expect(page.locator("li.organisation", has_text=gone or "?")).to_have_count(0)
    page.keyboard.press("k")
    expect(page.locator(f"#{kept}")).to_be_focused()
    page.keyboard.press("e")
    name = page.locator(f"#{kept} form [name=f_name]")
    expect(name).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#{kept}")).to_be_focused()
    # Shown in the text, and back.
    page.keyboard.press("Enter")
    expect(page.locator("#text a.mark:focus")).to_have_count(1)


def test_a_person_is_added_and_corrected_without_scripts(service: Service, tab: Tab, document: str) -> None:
    page = tab(service, java_script_enabled=False).open(document)
    page.locator("#add").click()
    page.get_by_label("Додати", exact=True).select_option("person")
    page.get_by_role("button", name="Вибрати", exact=True).click()
    page.locator("[name=quote]").fill("Олена СТЕЦЬ")
    page.get_by_label("Посада").fill("голова")
    page.get_by_role("button", name="Зберегти", exact=True).click()
    card = page.locator("li.person", has_text="голова")
    # The address names the card, and the browser opens its group.
    expect(card).to_be_visible()
    card.locator(".edit").click()
    page.get_by_label("Прізвище, ім’я, по батькові").fill("Стець Олена Петрівна")
    page.get_by_role("button", name="Зберегти", exact=True).click()
    expect(page.locator("li.person", has_text="Стець Олена Петрівна")).to_be_visible()


@pytest.mark.parametrize("language", ["uk-UA", "en-GB"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_in_the_forms(
    service: Service, tab: Tab, document: str, language: str, scheme: str
) -> None:
    watched = tab(service, locale=language, color_scheme=scheme, viewport={"width": 360, "height": 740})
    page = watched.open(document)
    for group in _GROUPS:
        if page.locator(f"#g-{group}").count():
            card = opened(page, group).locator("li").first
            card.locator(".edit").click()
            expect(card.locator("form[data-spans]")).to_be_visible()
    select(page, "сільських рад")
    page.locator("#selection [data-add=organisation]").click()
    expect(page.locator("#adding form")).to_be_visible()
    found = Axe().run(page, options=_RULES).response["violations"]
    assert not [f"{v['id']}: {v['nodes'][0]['html'][:200]} ({len(v['nodes'])})" for v in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_card_takes_keys_as_soon_as_it_is_there(service: Service, tab: Tab, document: str) -> None:
    """A person's key may come in the very moment in which the corrected cards have come in: here it is the first thing
    that happens once they stand in their place. Were they not ready yet, it would lead away from the page."""
    page = tab(service).open(document)
    page.locator("article.measure").first.focus()
    page.evaluate(
        """() => document.addEventListener("htmx:afterSwap", () => queueMicrotask(() => {
          const pressed = new KeyboardEvent("keydown", { key: "e", bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(pressed);
        }), { once: true })"""
    )
    page.keyboard.press("c")
    expect(page.locator("form[data-spans] textarea").first).to_be_focused()
    expect(page.locator("article.measure .state.confirmed")).to_have_count(1)
    assert page.url == service.base + document
