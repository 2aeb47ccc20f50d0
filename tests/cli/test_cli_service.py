"""`vytiah keys`, `users` and `serve`, as typed: what is kept, what is refused, how a service starts and ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor.cli import app

pytest.importorskip("uvicorn", reason="the service is an extra: pip install 'vytiah[serve]'")

PASSWORD = "річка виходить із берегів"
_PATIENCE = 120


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, which VYTIAH_DATA names."""
    monkeypatch.setenv("VYTIAH_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def typed(*words: str, line: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=line)


@pytest.mark.usefixtures("data")
def test_a_key_is_printed_once_listed_and_revoked() -> None:
    made = typed("keys", "add", "реєстр", "--scope", "read", "--scope", "write", "--max-files", "10")
    assert made.exit_code == 0
    key = made.stdout.strip()
    assert re.fullmatch(r"vyt_[0-9a-f]{8}_[\w-]{43}", key)
    name = key.split("_")[1]
    listed = typed("keys", "list").stdout
    assert listed.split() == [name, "read,write", "open", "реєстр"]
    assert key not in listed
    assert typed("keys", "revoke", name).exit_code == 0
    assert typed("keys", "list").stdout.split() == [name, "read,write", "revoked", "реєстр"]
    again = typed("keys", "revoke", name)
    assert (again.exit_code, "no such key" in again.stderr) == (1, True)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("words", [("реєстр", "--scope", "everything"), ("a/b",), ("",)])
def test_a_key_that_cannot_be_is_refused_and_not_kept(words: tuple[str, ...]) -> None:
    refused = typed("keys", "add", *words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("vytiah: ")
    assert typed("keys", "list").stdout == ""


def test_a_key_opens_what_the_service_keeps_in_the_same_folder(data: Path) -> None:
    from api.access import Access
    from api.database import Database

    key = typed("keys", "add", "реєстр").stdout.strip()
    database = Database(str(data / "vytiah.db"))
    found = Access(database).by_key(key)
    database.close()
    assert found is not None
    assert (found.name, found.scopes) == ("реєстр", frozenset({"read"}))


def test_a_user_is_made_given_another_password_and_disabled(data: Path) -> None:
    from api.access import Access
    from api.database import Database

    def logs_in(password: str) -> bool:
        database = Database(str(data / "vytiah.db"))
        value = Access(database).log_in("оксана", password)
        database.close()
        return value is not None

    assert typed("users", "add", "оксана", "--password-stdin", line=f"{PASSWORD}\n").exit_code == 0
    assert typed("users", "list").stdout.split() == ["read,write,review", "open", "оксана"]
    assert logs_in(PASSWORD)
    other = "ліс росте за рікою"
    typed_twice = typed("users", "add", "оксана", "--scope", "read", line=f"{other}\n{other}\n")
    assert typed_twice.exit_code == 0
    assert other not in typed_twice.output
    assert (logs_in(PASSWORD), logs_in(other)) == (False, True)
    assert typed("users", "disable", "оксана").exit_code == 0
    assert typed("users", "list").stdout.split() == ["read", "disabled", "оксана"]
    assert not logs_in(other)


@pytest.mark.usefixtures("data")
def test_a_short_password_makes_no_user() -> None:
    refused = typed("users", "add", "оксана", "--password-stdin", line="коротко\n")
    assert (refused.exit_code, "at least 12" in refused.stderr) == (2, True)
    assert typed("users", "list").stdout == ""
    assert typed("users", "disable", "оксана").exit_code == 1


def _refused(*words: str) -> tuple[int, str]:
    """How a service ends that does not start; in a process of its own, as it sets up the logs of its process."""
    command = [sys.executable, "-m", "extractor.cli", "serve", "--nlp", "rules", "--workers", "1", *words]
    ended = subprocess.run(command, capture_output=True, check=False, text=True, timeout=_PATIENCE)
    return ended.returncode, ended.stderr


def test_without_a_key_it_does_not_start_where_others_reach_it(tmp_path: Path) -> None:
    code, said = _refused("--data", str(tmp_path), "--host", "0.0.0.0")
    assert (code, said.count("\n")) == (1, 1)
    assert "`vytiah keys add`" in said


def test_a_store_that_is_none_is_told_in_a_line(tmp_path: Path) -> None:
    code, said = _refused("--data", str(tmp_path), "--store", "mysql://nowhere/x")
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("vytiah: ")


def _started(data: Path, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", "--data", str(data), "--port", str(port), "--nlp", "rules", "--workers", "1", "--drain", "20"]
    with log.open("wb") as stream:
        process = subprocess.Popen([sys.executable, "-m", "extractor.cli", *words], stderr=stream)
    base, end = f"http://127.0.0.1:{port}", time.monotonic() + _PATIENCE
    while True:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < end
        try:
            with urllib.request.urlopen(f"{base}/health/ready", timeout=10):
                return process, base
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_what_it_has_accepted_and_leaves_with_0(tmp_path: Path, how: signal.Signals) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    process, base = _started(data, log)
    try:
        text = "НАКАЗ\n\n3 травня 2022 р. № 12\n\n1. Відділу освіти до 01.06.2022 оглянути 4 школи.\n"
        request = urllib.request.Request(
            f"{base}/v1/documents", text.encode(), {"Prefer": "respond-async", "Content-Type": "text/plain"}
        )
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            assert answer.status in (200, 202)
        process.send_signal(how)
        assert process.wait(_PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
    said = log.read_text(encoding="utf-8")
    assert said.startswith(f"vytiah: {base}/ · data in {data} · store ")
    assert "OPEN to everybody on this machine" in said
    assert "Traceback" not in said
    # What was accepted is read, or is waiting for the next start.
    from api.database import Database
    from api.jobs import Jobs

    database = Database(str(data / "vytiah.db"))
    (job,) = Jobs(database, max_queue=1, max_attempts=1, lease=1).recent(None, 5)
    database.close()
    assert job.state in ("done", "queued")
