"""What the fixtures of the browser tests give."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class Service:
    """A running service."""

    base: str
    data: Path

    @property
    def database(self) -> Path:
        return self.data / "vytiah.db"


@dataclass
class Watched:
    """A tab, and what went wrong in it."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def served(data: Path, *more: str) -> Iterator[Service]:
    """A service on a free port that keeps what it is sent in `data`, until it is asked for again."""
    port = _free_port()
    command = [sys.executable, "-m", "extractor.cli", "serve", "--port", str(port), "--data", str(data)]
    command += ["--workers", "1", "--nlp", "rules", *more]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        try:
            _wait(process, port, data / "log")
            yield Service(f"http://127.0.0.1:{port}", data)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    assert b"Traceback" not in (data / "log").read_bytes(), "the service's log has a fault of ours"


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=20):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the service did not start:\n{log.read_text(errors='replace')[-3000:]}")


def upload(service: Service, name: str, data: bytes) -> str:
    """The id of the document, sent as a program would."""
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    quoted = head.replace(name, name.replace('"', "%22")).encode()
    body = quoted + data + f"\r\n--{boundary}--\r\n".encode()
    request = urllib.request.Request(
        service.base + "/v1/documents",
        body,
        {"Content-Type": f"multipart/form-data; boundary={boundary}", "Prefer": "wait=60"},
    )
    with urllib.request.urlopen(request, timeout=90) as answer:
        return str(answer.headers["Content-Location"]).split("/")[3]


def until_drawn(page: Page) -> None:
    """Waits for a page's picture; a machine with much to do may need more than one try."""
    for _ in range(5):
        page.locator("svg.sheet, #text > .empty:not([hx-get])").first.wait_for()
        if page.locator("svg.sheet").count():
            return
        page.locator("#text > .empty a").click()
    pytest.fail("the page was not drawn")
