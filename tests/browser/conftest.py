"""A real service on a free port, with SQLite in a temporary folder, and a real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="the browser tests drive Chromium by Playwright")

from page_service import Service, Watched, served
from playwright.sync_api import Browser, BrowserContext, Request, expect, sync_playwright

_ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_NAMES = ("chromium", "chromium-browser", "google-chrome")
#: Milliseconds that anything on a page may take, on a machine that does much else.
_PATIENCE = 60_000


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that whoever asks may use, as it starts on an empty machine."""
    yield from served(tmp_path_factory.mktemp("open"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Callable[..., Watched]]:
    """Opens tabs, each with cookies of its own; a fault in one, or a request to elsewhere, fails the test."""
    contexts: list[BrowserContext] = []
    tabs: list[Watched] = []

    def opened(service: Service, **options: Any) -> Watched:
        usual: dict[str, Any] = {"locale": "uk-UA", "viewport": {"width": 1360, "height": 850}}
        context = chromium.new_context(**{**usual, **options})
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        watched = Watched(context.new_page(), service.base)
        _watch(watched)
        tabs.append(watched)
        return watched

    yield opened
    for context in contexts:
        context.close()
    faults = [fault for watched in tabs for fault in watched.faults]
    assert not faults, faults


def _watch(watched: Watched) -> None:
    def asked(request: Request) -> None:
        if not request.url.startswith((watched.base, "blob:", "data:")):
            watched.faults.append(f"asked for {request.url}")

    page = watched.page
    page.on("request", asked)
    page.on("pageerror", lambda error: watched.faults.append(f"script: {error}"))
    page.on("dialog", lambda dialog: (watched.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    # Refusals of the policy are told on the console; so is every answer of 400 and above, which tests ask for.
    usual = ("Failed to load resource", "Response Status Error Code")
    page.on(
        "console",
        lambda said: (
            watched.faults.append(said.text)
            if said.type in ("error", "warning") and not said.text.startswith(usual)
            else None
        ),
    )
