"""`vytiah feed`, as a user types it, with the receiver of the documents as a process of its own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner
from unit.export.made import order

from extractor.cli import app
from extractor.store import open_store

RECEIVER = Path(__file__).parents[2] / "docs" / "examples" / "receiver.py"
SECRET = "whsec_" + "QUFB" * 8


def vytiah(*args: str | Path) -> Result:
    return CliRunner().invoke(app, ["feed", *map(str, args)])


def lines(done: Result) -> list[dict[str, Any]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    with open_store(path) as made:
        for text in ("один", "два", "три"):
            made.save(order(text))
    return path


def test_a_registry_connects_and_is_told_of_everything(store, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, RECEIVER, "--secret", SECRET, "--port", str(port), "--database", tmp_path / "r.db"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as receiver:
        try:
            assert receiver.stdout is not None
            assert "listening" in receiver.stdout.readline()
            url = f"http://127.0.0.1:{port}/hook"
            (made,) = lines(vytiah("subscribe", url, "--store", store, "--secret", SECRET, "--allow-private"))
            pushed = vytiah("push", "--store", store)
            assert (pushed.exit_code, pushed.stderr) == (0, "vytiah: 3 delivered, 0 to be tried again, 0 given up\n")
            (listed,) = lines(vytiah("list", "--store", store))
            assert (listed["id"], listed["delivered"], listed["waiting"]) == (made["id"], 3, 0)
            assert SECRET not in json.dumps(listed)
        finally:
            receiver.kill()
    assert (tmp_path / "r.db").stat().st_size


def test_a_private_address_is_given_up_and_can_be_requeued(store):
    (made,) = lines(vytiah("subscribe", "https://127.0.0.1/hook", "--store", store))
    assert made["secret"].startswith("whsec_")
    assert vytiah("push", "--store", store).exit_code == 1
    found = lines(vytiah("dead", "--store", store, "--subscription", made["id"]))
    assert len(found) == 3
    assert found[0]["error"] == "127.0.0.1 is 127.0.0.1, an address of a private network"
    assert found[0]["change"]["document_id"]
    assert vytiah("dead", "--store", store, "--requeue").stderr == "vytiah: 3 to be tried again\n"
    assert lines(vytiah("dead", "--store", store)) == []
    assert vytiah("resume", made["id"], "--store", store).exit_code == 0
    assert vytiah("unsubscribe", made["id"], "--store", store).exit_code == 0
    assert lines(vytiah("list", "--store", store)) == []


def test_changes_go_on_behind_a_cursor(store):
    every = lines(vytiah("changes", "--store", store))
    assert [c["kind"] for c in every] == ["document.extracted"] * 3
    assert lines(vytiah("changes", "--store", store, "--after", every[0]["cursor"])) == every[1:]
    assert lines(vytiah("changes", "--store", store, "--limit", "2")) == every[:2]
    assert lines(vytiah("changes", "--store", store, "--after", "999")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a process there at once")
def test_watching_sends_what_comes_and_ends_when_told(store):
    command = [sys.executable, "-m", "extractor.cli", "feed"]
    with subprocess.Popen([*command, "push", "--store", store, "--watch"], stderr=subprocess.PIPE) as watching:
        vytiah("subscribe", "https://127.0.0.1/hook", "--store", store)
        until = time.monotonic() + 60
        while not lines(vytiah("dead", "--store", store)) and time.monotonic() < until:
            time.sleep(0.2)
        watching.send_signal(signal.SIGTERM)
        _, said = watching.communicate(timeout=60)
    assert watching.returncode == 0
    assert said == b"vytiah: 0 delivered, 0 to be tried again, 3 given up\n"


@pytest.mark.parametrize(
    "args",
    [
        ["subscribe", "http://registry.example/hook"],
        ["subscribe", "https://registry.example/hook", "--secret", "short"],
        ["subscribe", "https://registry.example/hook", "--event", "document.eaten"],
        ["unsubscribe", "absent"],
        ["resume", "absent"],
        ["dead", "--subscription", "absent"],
    ],
)
def test_what_cannot_be_is_an_error_in_one_line(store, args):
    done = vytiah(*args, "--store", store)
    assert done.exit_code == 1
    assert str(done.exception)
    assert "\n" not in str(done.exception)


def test_no_store_is_made_by_asking_for_one(tmp_path):
    assert vytiah("list", "--store", tmp_path / "absent.db").exit_code == 2
    assert list(tmp_path.iterdir()) == []
