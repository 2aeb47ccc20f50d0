"""A service with users: who is not known must log in, and sees what his scopes allow."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_samples import ORDER
from page_service import Service, Watched, served
from playwright.sync_api import expect

Tab = Callable[..., Watched]
PASSWORD = "річка виходить із берегів"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with a clerk, who may do what clerks do, and a guest, who may only read."""
    data = tmp_path_factory.mktemp("closed")
    for name, scopes in (("Ганна", ("read", "write", "review")), ("Гість", ("read",))):
        _add_user(data, name, scopes)
    yield from served(data)


def _add_user(data: Path, name: str, scopes: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "extractor.cli", "users", "add", name, "--data", str(data)]
    for scope in scopes:
        command += ["--scope", scope]
    command.append("--password-stdin")
    subprocess.run(command, input=PASSWORD.encode(), check=True, capture_output=True)


def test_a_clerk_logs_in_works_and_logs_out(closed: Service, tab: Tab) -> None:
    page = tab(closed).open("/deadlines?by=body")
    assert "/login?next=" in page.url
    page.get_by_label("Ім’я").fill("Ганна")
    page.get_by_label("Пароль").fill("не той пароль")
    page.get_by_role("button", name="Увійти").click()
    expect(page.get_by_role("alert")).to_have_text("Ім’я або пароль неправильні.")
    page.goto(closed.base + "/deadlines?by=body")
    page.get_by_label("Ім’я").fill("Ганна")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Увійти").click()
    page.wait_for_url("**/deadlines?by=body")
    page.goto(closed.base + "/")
    page.set_input_files("#files", {"name": "а.txt", "mimeType": "text/plain", "buffer": ORDER.encode()})
    page.wait_for_url("**/documents/*")
    page.locator("#c-m1 [value=confirm]").click()
    expect(page.locator("#c-m1 > header .state.confirmed")).to_be_visible()
    page.goto(page.url.split("#")[0] + "/history")
    expect(page.locator(".history")).to_contain_text("Ганна")
    page.get_by_role("button", name="Вийти").click()
    page.wait_for_url("**/login")
    page.goto(closed.base + "/")
    assert "/login" in page.url


def test_who_may_only_read_is_shown_no_forms(closed: Service, tab: Tab) -> None:
    page = tab(closed).open("/login")
    page.get_by_label("Ім’я").fill("Гість")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Увійти").click()
    page.wait_for_url(re.compile(r"/$"))
    expect(page.locator("#upload")).to_have_count(0)
    page.locator(".list tbody a").first.click()
    expect(page.locator("article.measure").first).to_be_visible()
    expect(page.locator("form.judge, .edit, #add")).to_have_count(0)
    page.goto(page.url.split("#")[0] + "/edit/m1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Немає дозволу")


def test_a_form_without_the_token_of_the_page_does_nothing(closed: Service, tab: Tab) -> None:
    page = tab(closed).open("/login")
    page.get_by_label("Ім’я").fill("Ганна")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Увійти").click()
    page.wait_for_url(re.compile(r"/$"))
    address = page.locator(".list tbody a").first.get_attribute("href")
    for path, form in (
        (f"{address}/review", {"item": "m2", "action": "reject"}),
        (f"{address}/delete", {}),
        (f"{address}/edit/m2", {"f_text": "інше"}),
        ("/upload", {"file": "x"}),
    ):
        answer = page.request.post(closed.base + path, form=form)
        assert answer.status == 403, path
    page.goto(f"{closed.base}{address}")
    expect(page.locator("#c-m2 > header .state.rejected")).to_have_count(0)
