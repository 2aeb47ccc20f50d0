"""The way of a document through the page: sent, read, looked at, corrected, exported, in the calendar."""

from __future__ import annotations

import io
import json
import urllib.request
import zipfile
from collections.abc import Callable

import pytest
from page_samples import CORPUS, ORDER
from page_service import Service, Watched, until_drawn
from playwright.sync_api import Page, Route, expect

Tab = Callable[..., Watched]


def sent(page: Page, name: str, data: bytes) -> str:
    """The address of the document, sent as a file that is chosen on the page."""
    page.set_input_files("#files", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.wait_for_url("**/documents/*")
    return page.url


def drop(page: Page, name: str, text: str) -> None:
    """A file dropped on the form, as a mouse would."""
    held = page.evaluate_handle(
        "([name, text]) => { const held = new DataTransfer(); held.items.add(new File([text], name)); return held; }",
        [name, text],
    )
    page.dispatch_event("#upload", "drop", {"dataTransfer": held})


def test_from_a_dropped_file_to_the_calendar(service: Service, tab: Tab) -> None:
    watched = tab(service)
    page = watched.open("/")
    drop(page, "паводок.txt", ORDER)
    page.wait_for_url("**/documents/*")
    address = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("Про підготовку до весняного паводку")

    # Either side shows the other.
    deadline = page.locator("#text a.mark.deadline", has_text="до 15 березня 2030 року")
    deadline.click()
    expect(page.locator("#c-m1-deadline-0")).to_be_focused()
    expect(page.locator("#c-m1-deadline-0")).to_have_class("sub deadline on")
    page.locator("#c-m3 > .actions > .show").click()
    expect(page.locator("#text a.mark[data-items~=m3]").first).to_be_focused()

    # Another date.
    page.locator("#c-m1-deadline-0 .edit").click()
    page.locator("[name=f_end]").fill("2030-03-20")
    page.locator("[name=note]").fill("строк перенесено листом")
    page.get_by_role("button", name="Зберегти", exact=True).click()
    expect(page.locator("#c-m1-deadline-0 .chip")).to_have_text("до 20.03.2030")
    expect(page.locator("#c-m1-deadline-0")).to_be_focused()

    # Confirmed, and rejected.
    page.locator("#c-m2 [value=confirm]").click()
    expect(page.locator("#c-m2 > header .state.confirmed")).to_be_visible()
    rejected = page.locator("article.measure", has_text="каналів")
    rejected.locator("[value=reject]").click()
    expect(page.locator("article.measure")).to_have_count(3)
    expect(page.locator("#text .mark.measure", has_text="каналів")).to_have_count(0)

    _exported(service, page)

    # Who said what; and taken back.
    page.goto(address + "/history")
    expect(page.locator(".history li")).to_have_count(3)
    expect(page.locator(".history")).to_contain_text("строк перенесено листом")
    page.goto(address)
    page.get_by_text("Відхилене людьми").click()
    page.get_by_role("button", name="Повернути").click()
    expect(page.locator("article.measure")).to_have_count(4)


def _exported(service: Service, page: Page) -> None:
    """Exports carry what was corrected, and so does the calendar."""
    page.get_by_text("Експорт", exact=True).click()
    with page.expect_download() as held:
        page.get_by_role("link", name="JSON", exact=True).click()
    exported = json.loads(held.value.path().read_text(encoding="utf-8"))
    (found,) = exported if isinstance(exported, list) else [exported]
    assert found["measures"][0]["deadlines"][0]["end"] == "2030-03-20"
    assert not any("каналів" in measure["text"] for measure in found["measures"])
    page.goto(service.base + "/deadlines?today=2030-03-18")
    expect(page.locator(".column.week .due")).to_contain_text("перевірити 12 захисних дамб")
    address = page.locator("a[type='text/calendar']").get_attribute("href")
    calendar = page.request.get(f"{service.base}{address}").text()
    assert "BEGIN:VTODO" in calendar
    assert "20300320" in calendar


def test_selected_text_becomes_an_item_and_borders_are_moved(service: Service, tab: Tab) -> None:
    watched = tab(service)
    page = watched.open("/")
    sent(page, "додати.txt", ORDER.replace("№ 57", "№ 58").encode())
    before = page.locator("#c-m2 .sub.party").count()
    page.evaluate(
        """() => {
          const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          for (let node; (node = walk.nextNode());) {
            const at = node.data.indexOf("районну державну");
            if (at >= 0) { range.setStart(node, at); range.setEnd(node, at + "районну державну".length); break; }
          }
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    page.locator("#selection [data-add=party]").click()
    form = page.locator("#adding form")
    expect(form.locator("mark")).to_have_text("районну державну")
    form.get_by_role("button", name="Кінець на слово пізніше").click()
    expect(form.locator("mark")).to_have_text("районну державну адміністрацію")
    form.locator("[name=measure]").select_option("m2")
    form.locator("[name=f_name]").fill("Вербівська районна державна адміністрація")
    form.get_by_role("button", name="Зберегти", exact=True).click()
    expect(page.locator("#c-m2 .sub.party")).to_have_count(before + 1)
    added = page.locator("#c-m2 .sub.party", has_text="Вербівська районна державна адміністрація")
    expect(added.locator(".state.added")).to_be_visible()

    # A body of the document is chosen; a border is moved.
    added.locator(".edit").click()
    choices = page.locator("form[data-spans] [name=f_organisation_id]")
    choices.select_option(index=1)
    page.get_by_role("button", name="Зберегти", exact=True).click()
    expect(page.locator("form[data-spans]")).to_have_count(0)
    page.locator("#c-m3 > .actions > .edit").click()
    page.get_by_role("button", name="Кінець на слово раніше").click()
    expect(page.locator("form[data-spans] mark")).to_have_text("підготувати 40")
    page.get_by_role("button", name="Зберегти", exact=True).click()
    expect(page.locator("#c-m3 .words")).to_have_text("підготувати 40")
    expect(page.locator("#c-m3 > header .state.edited")).to_be_visible()


def test_somebody_else_was_first(service: Service, tab: Tab) -> None:
    first, second = tab(service), tab(service)
    address = sent(first.open("/"), "двоє.txt", ORDER.replace("№ 57", "№ 59").encode())
    second.page.goto(address)
    first.page.locator("#c-m1 [value=confirm]").click()
    expect(first.page.locator("#c-m1 > header .state.confirmed")).to_be_visible()
    second.page.locator("#c-m1 [value=reject]").click()
    expect(second.page.locator("#notice")).to_contain_text("тим часом змінив хтось інший")
    expect(second.page.locator("#c-m1")).to_be_visible()


def test_the_keyboard_is_enough(service: Service, tab: Tab) -> None:
    watched = tab(service)
    page = watched.open("/")
    sent(page, "клавіші.txt", ORDER.replace("№ 57", "№ 60").encode())
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    first = page.locator("article.measure").first
    expect(first).to_be_focused()
    item = first.get_attribute("data-item")
    page.keyboard.press("Enter")
    expect(page.locator(f"#text a.mark[data-items~={item}]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"#c-{item}")).to_be_focused()
    page.keyboard.press("e")
    text = page.locator("form[data-spans] textarea")
    expect(text).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("перевірити все")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#c-{item} .words")).to_have_text("перевірити все")
    count = page.locator("article.measure").count()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("article.measure")).to_have_count(count - 1)
    page.keyboard.press("c")
    expect(page.locator("article.measure .state.confirmed")).to_have_count(1)
    page.keyboard.press("a")
    quote = page.locator("#adding [name=quote]")
    expect(quote).to_be_focused()
    quote.fill("очистити  8 кілометрів")
    page.keyboard.press("Escape")
    expect(page.locator("#adding form")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("checkbox", name="Клавіші з однієї літери працюють").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#adding form")).to_have_count(0)


def test_pages_of_a_pdf_with_boxes(service: Service, tab: Tab) -> None:
    watched = tab(service)
    page = watched.open("/")
    sent(page, "укриття.pdf", (CORPUS / "order_uk_hospital_shelters.pdf").read_bytes())
    page.get_by_role("link", name="Сторінки", exact=True).click()
    until_drawn(page)
    box = page.locator("svg a.box[data-items=m1-deadline-0]")
    expect(box).to_be_visible()
    box.click()
    expect(page.locator("#c-m1-deadline-0")).to_be_focused()
    picture = page.evaluate(
        "async () => { const href = document.querySelector('svg image').getAttribute('href');"
        " const answer = await fetch(href); return [answer.status, answer.headers.get('content-type')]; }"
    )
    assert picture == [200, "image/png"]
    page.get_by_role("link", name="Наступна").click()
    expect(page.locator(".pager")).to_contain_text("Сторінка 2 з 2")


@pytest.mark.parametrize("script", [False], ids=["without scripts"])
def test_it_works_without_scripts(service: Service, tab: Tab, script: bool) -> None:
    watched = tab(service, java_script_enabled=script)
    page = watched.open("/")
    page.set_input_files(
        "#files", {"name": "без.txt", "mimeType": "text/plain", "buffer": ORDER.replace("№ 57", "№ 61").encode()}
    )
    page.get_by_role("button", name="Надіслати").click()
    page.wait_for_url("**/documents/*")
    page.locator("#text a.mark.deadline").first.click()
    assert page.url.endswith("#c-m1-deadline-0")
    page.locator("#c-m1 [value=confirm]").click()
    expect(page.locator("#c-m1 > header .state.confirmed")).to_be_visible()
    page.locator("#c-m1-deadline-0 .edit").click()
    page.locator("[name=f_end]").fill("2030-03-21")
    page.get_by_role("button", name="Зберегти", exact=True).click()
    expect(page.locator("#c-m1-deadline-0 .chip")).to_have_text("до 21.03.2030")
    page.locator("#add").click()
    page.locator("[name=quote]").fill("захисту населення району")
    page.get_by_role("button", name="Зберегти", exact=True).click()
    expect(page.locator("article.measure", has_text="захисту населення району")).to_be_visible()
    page.goto(service.base + "/?q=паводок")
    expect(page.locator(".list tbody tr").first).to_be_visible()


def test_several_files_are_a_job(service: Service, tab: Tab) -> None:
    watched = tab(service)
    page = watched.open("/")
    files = [
        {"name": f"{n}.txt", "mimeType": "text/plain", "buffer": ORDER.replace("№ 57", f"№ 7{n}").encode()}
        for n in range(3)
    ]
    page.set_input_files("#files", [*files, {"name": "порожній.txt", "mimeType": "text/plain", "buffer": b""}])
    page.wait_for_url("**/jobs/*")
    expect(page.get_by_role("status").first).to_contain_text("Опрацьовано 4 з 4")
    expect(page.locator("#job .state.done")).to_have_count(3)
    expect(page.locator("#job")).to_contain_text("файл порожній")
    page.get_by_role("link", name="1.txt").click()
    expect(page.locator("article.measure")).to_have_count(4)


def test_a_page_that_watches_a_job_asks_on_after_answers_that_failed(service: Service, tab: Tab) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for n in range(60):
            archive.writestr(f"{n}.txt", ORDER.replace("№ 57", f"№ 8{n}"))
    asked = urllib.request.Request(
        service.base + "/v1/documents", held.getvalue(), {"Content-Type": "application/zip", "Prefer": "wait=0"}
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        job = str(answer.headers["Location"]).removeprefix("/v1")
    watched = tab(service)
    ways: list[Callable[[Route], None]] = [
        lambda route: route.fulfill(status=503, body="busy"),
        lambda route: route.abort(),
        lambda route: route.fulfill(status=429, headers={"Retry-After": "1"}, body="slowly"),
    ]

    def failing(route: Route) -> None:
        (ways.pop(0) if ways and route.request.headers.get("hx-request") else Route.continue_)(route)

    watched.page.route(f"**{job}", failing)
    page = watched.open(job)
    expect(page.locator("#job .state.done")).to_have_count(1)
    assert not ways
    watched.faults[:] = [fault for fault in watched.faults if not fault.startswith("htmx:")]
