"""Every page: no barrier that axe finds, on a phone, in the dark, in both languages, strangers' texts inert."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from page_samples import CORPUS, ORDER, PAYLOADS, hostile
from page_service import Service, Watched, upload
from playwright.sync_api import Page, expect

from extractor import Settings, extract
from extractor.schema.contract import Extraction
from extractor.store import Correction, Filter, open_store

Tab = Callable[..., Watched]
#: What WCAG 2.2 AA and axe's own good practice ask for.
_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def made(text: str, **source: object) -> Extraction:
    """An extraction of the text, whose source says something else of it."""
    found = extract(text.encode(), name="зразок.txt", settings=Settings(nlp="rules"))
    return found.model_copy(update={"source": found.source.model_copy(update=source)})


@pytest.fixture(scope="module")
def pages(service: Service) -> dict[str, str]:
    """The address of every kind of page, filled."""
    order = upload(service, "весняний паводок.txt", ORDER.replace("№ 57", "№ 80").encode())
    pdf = upload(service, "укриття.pdf", (CORPUS / "order_uk_hospital_shelters.pdf").read_bytes())
    scan = made(ORDER.replace("№ 57", "№ 81"), sha256="e" * 64, ocr=True, filename="скан.tif")
    with open_store(service.database) as store:
        store.save(scan)
        store.correct(order, Correction(action="confirm", item="m1"), by="Ганна")
        store.correct(order, Correction(action="reject", item="m4"), by="Ганна", revision=None)
        body = store.organisations(Filter(responsible="відділ цивільного захисту")).items[0].id
    return {
        "documents": "/?q=паводку",
        "text": f"/documents/{order}",
        "picture": f"/documents/{pdf}?view=pages&drawn=1",
        "scan": "/documents/" + "e" * 32,
        "edit": f"/documents/{order}/edit/m1-deadline-0",
        "add": f"/documents/{order}/add?kind=deadline&start_at=0&end_at=20",
        "history": f"/documents/{order}/history",
        "card": f"/documents/{order}/card",
        "delete": f"/documents/{order}/delete",
        "deadlines": "/deadlines?today=2030-03-12",
        "by body": "/deadlines?today=2030-03-12&by=body",
        "organisations": "/organisations",
        "organisation": f"/organisations/{body}",
        "overview": "/overview?today=2030-03-12",
        "missing": "/documents/" + "0" * 32,
    }


def barriers(page: Page, rules: dict[str, object]) -> list[str]:
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]} ({len(v['nodes'])})" for v in found]


@pytest.mark.parametrize(
    ("scheme", "rules"), [("light", _RULES), ("dark", {"runOnly": ["color-contrast"]})], ids=["light", "dark"]
)
def test_axe_finds_no_barrier(
    service: Service, tab: Tab, pages: dict[str, str], scheme: str, rules: dict[str, object]
) -> None:
    """In the dark only colours are different."""
    watched = tab(service, color_scheme=scheme)
    found = {}
    for name, address in pages.items():
        page = watched.open(address)
        page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        if faults := barriers(page, rules):
            found[name] = faults
    watched.open(pages["text"]).keyboard.press("?")
    if faults := barriers(watched.page, rules):
        found["keys"] = faults
    assert not found, found


def test_on_a_phone_nothing_is_wider_than_the_screen(service: Service, tab: Tab, pages: dict[str, str]) -> None:
    watched = tab(service, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    wide = {}
    for name, address in pages.items():
        page = watched.open(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[name] = width
    assert not wide, wide
    page = watched.open(pages["text"])
    mark = page.locator("#text a.mark.deadline").first
    mark.tap()
    expect(page.locator("#c-m1-deadline-0")).to_be_in_viewport()


def test_on_a_phone_nothing_that_a_clerk_needs_is_hidden_or_squeezed(
    service: Service, tab: Tab, pages: dict[str, str]
) -> None:
    watched = tab(service, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    expect(watched.open(pages["deadlines"]).locator(".due .who").first).to_be_visible()
    task = watched.open(pages["card"]).locator(".tasks td").nth(1).bounding_box()
    assert task is not None
    assert task["width"] > 250
    number = watched.open(pages["overview"]).locator("figure[aria-labelledby=chart-bodies] .value").first.bounding_box()
    assert number is not None
    assert number["x"] + number["width"] < 360


def test_dark_is_dark(service: Service, tab: Tab, pages: dict[str, str]) -> None:
    page = tab(service, color_scheme="dark").open(pages["text"])
    red = page.evaluate("getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/)[0]")
    assert int(red) < 60


def test_languages(service: Service, tab: Tab, pages: dict[str, str]) -> None:
    watched = tab(service, locale="en-GB")
    page = watched.open(pages["text"])
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="What was found")).to_be_visible()
    expect(page.locator("#text")).to_have_attribute("lang", "uk")
    page.get_by_role("button", name="Українською").click()
    expect(page.get_by_role("heading", name="Що знайдено")).to_be_visible()
    assert page.url.endswith(pages["text"])
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "uk")


def test_what_text_recognition_read_is_marked(service: Service, tab: Tab, pages: dict[str, str]) -> None:
    page = tab(service).open(pages["scan"])
    expect(page.locator(".note.ocr")).to_contain_text("розпізнано зі скану")
    expect(page.locator("article.measure .state.ocr").first).to_be_visible()
    page.goto(service.base + "/?q=паводку")
    expect(page.locator("tr", has_text="скан.tif").locator(".state.ocr")).to_be_visible()


def test_strangers_texts_and_names_stay_text(service: Service, tab: Tab) -> None:
    watched = tab(service)
    addresses = ["/", "/deadlines?today=2030-03-12", "/deadlines?today=2030-03-12&by=body", "/organisations"]
    addresses += ["/overview?today=2030-03-12"]
    for number, payload in enumerate(PAYLOADS):
        document = upload(service, f"{payload}.txt".replace("/", "∕"), hostile(payload, number))
        with open_store(service.database) as store:
            store.correct(
                document, Correction(action="edit", item="m1", changes={"text": payload}, note=payload), by=payload
            )
            bodies = store.organisations(Filter(ids=(document,))).items
        addresses += [f"/documents/{document}{rest}" for rest in ("", "/card", "/history", "/edit/m1")]
        addresses += [f"/organisations/{body.id}" for body in bodies[:1]]
        addresses.append(f"/?q={urllib.request.quote(payload)}")
    for address in addresses:
        page = watched.open(address)
        strange = page.evaluate(
            """() => [...document.querySelectorAll("script, iframe, img, object, embed, base, [onerror], [onload]")]
               .filter((e) => !(e.tagName === "SCRIPT" && e.src.startsWith(location.origin + "/static/")))
               .map((e) => e.outerHTML)
               .concat([...document.querySelectorAll("[href], [src], [action]")]
               .map((e) => e.getAttribute("href") || e.getAttribute("src") || e.getAttribute("action") || "")
               .filter((h) => /^\\s*javascript:/i.test(h)))"""
        )
        assert not strange, (address, strange)
        assert "49$" not in page.content(), address
    page = watched.open(f"/documents/{document}")
    expect(page.locator("#text")).to_contain_text(PAYLOADS[-1])
    expect(page.locator("#c-m1 .words")).to_have_text(PAYLOADS[-1])


def test_names_that_would_deceive_are_shown_as_they_are(service: Service, tab: Tab) -> None:
    scan = made(ORDER.replace("№ 57", "№ 82"), sha256="d" * 64, filename="план\u202etxt.exe\x1b[31m.txt")
    scan = scan.model_copy(update={"text": scan.text.replace("Голова", "Гол\u202eва")})
    with open_store(service.database) as store:
        store.save(scan)
    page = tab(service).open("/documents/" + "d" * 32)
    expect(page.locator(".headline .file")).to_contain_text("план\\u202etxt.exe\\u001b[31m.txt")
    expect(page.locator("#text")).to_contain_text("Гол\u25ccва")
    assert "\u202e" not in page.content()


def test_a_text_of_a_million_characters_comes_in_parts(service: Service, tab: Tab) -> None:
    line = "Рядок довгого звіту, у якому нічого не доручено.\n"
    short = made(ORDER.replace("№ 57", "№ 83"), sha256="c" * 64, filename="довгий.txt")
    whole = short.model_copy(update={"text": short.text + "\n" + line * 25_000})
    assert len(whole.text) > 1_000_000
    with open_store(service.database) as store:
        store.save(whole)
    page = tab(service).open("/documents/" + "c" * 32)
    count = page.evaluate("document.getElementById('text').textContent.length")
    assert 10_000 < count < 30_000
    expect(page.locator(".pager")).to_contain_text(re.compile(r"Частина 1 з \d\d"))
    page.get_by_role("link", name="Наступна").click()
    expect(page.locator(".pager")).to_contain_text("Частина 2 з")
    expect(page.locator("#text p").first).to_contain_text("Рядок довгого звіту")
    expect(page.locator("article.measure")).to_have_count(0)


def test_pages_may_run_nothing_but_our_own(service: Service) -> None:
    with urllib.request.urlopen(service.base + "/overview") as answer:
        policy = answer.headers["Content-Security-Policy"]
        html = answer.read().decode()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]*\s(on\w+|style)=", html)


def test_a_page_that_is_not_there(service: Service, tab: Tab) -> None:
    page = tab(service).open("/documents/" + "0" * 32)
    expect(page.get_by_role("heading", level=1)).to_have_text("Такої сторінки немає")
    page.get_by_role("link", name="До документів").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Документи")
