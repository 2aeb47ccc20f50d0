"""Where a webhook may go, and that no receiver can hold it up."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from extractor.feed import sending
from extractor.feed.addresses import is_public
from extractor.feed.sending import NotSentError, Sender


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_the_open_internet(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
     "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
     "2002:7f00:1::1", "2002:808:808::1", "2001:db8::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "x", ""],
)  # fmt: skip
def test_no_address_of_a_network_of_ours(address):
    assert not is_public(address)


@contextmanager
def listening(answer: bytes = b"HTTP/1.1 204 X\r\n\r\n", pause: float = 0.0) -> Iterator[tuple[int, list[bytes]]]:
    """A server that takes what comes and says the bytes of the answer, with a pause before each; (port, heard)."""
    heard: list[bytes] = []
    over = threading.Event()

    def serve(server: socket.socket) -> None:
        while not over.is_set():
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                heard.append(connection.recv(65536))
                for n in range(len(answer)) if pause else ():
                    if over.wait(pause):
                        return
                    try:
                        connection.sendall(answer[n : n + 1])
                    except OSError:
                        break
                if not pause:
                    connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,), daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], heard
        finally:
            over.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "127.1"])
def test_a_private_address_is_refused_before_anything_is_sent(host):
    with listening() as (port, heard), Sender() as sender:
        with pytest.raises(NotSentError, match="an address of a private network") as refused:
            sender.post(f"http://{host}:{port}/", b"{}", {})
        assert refused.value.permanent
        assert heard == []


def test_a_name_is_judged_by_the_address_that_is_connected_to(monkeypatch):
    """A name that is public when asked first and private when asked again is connected to where it was judged."""
    asked: list[str] = []

    def answers(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) > 1 else ["192.0.2.7"]

    monkeypatch.setattr(sending, "resolved", answers)
    with listening() as (port, heard), Sender() as sender:
        with pytest.raises(NotSentError):
            sender.post(f"http://rebinds.example:{port}/", b"{}", {})
        assert (asked, heard) == (["rebinds.example"], [])


def test_one_private_address_among_several_is_enough(monkeypatch):
    monkeypatch.setattr(sending, "resolved", lambda *_: ["93.184.216.34", "10.0.0.1"])
    with Sender() as sender, pytest.raises(NotSentError, match=r"10\.0\.0\.1"):
        sender.post("http://both.example/", b"{}", {})


def test_an_allowed_private_address_is_reached_by_its_name():
    with listening() as (port, heard), Sender(allow_private=True) as sender:
        assert sender.post(f"http://localhost:{port}/hook?x=1", b"{}", {"a": "b"}).status == 204
        assert heard[0].startswith(b"POST /hook?x=1 HTTP/1.1\r\n")
        assert f"\r\nHost: localhost:{port}\r\n".lower().encode() in heard[0].lower()


def test_no_proxy_of_the_environment_is_used(monkeypatch):
    with listening() as (port, heard), listening() as (other, proxied):
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{other}")
        with Sender(allow_private=True) as sender:
            assert sender.post(f"http://127.0.0.1:{port}/", b"{}", {}).status == 204
        assert (len(heard), proxied) == (1, [])


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1000, b"HTTP/1.1 200 OK\r\n" * 100])
def test_a_receiver_that_drips_its_answer_holds_nothing_up(answer):
    with listening(answer, pause=0.05) as (port, _), Sender(allow_private=True, seconds=0.4) as sender:
        begun = time.monotonic()
        with pytest.raises(NotSentError, match=r"no answer within 0\.4 s") as slow:
            sender.post(f"http://127.0.0.1:{port}/", b"{}", {})
        assert time.monotonic() - begun < 5
        assert not slow.value.permanent


def test_a_body_that_never_ends_is_not_waited_for():
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n" + b"x" * 100_000
    with listening(answer) as (port, _), Sender(allow_private=True, seconds=5) as sender:
        assert sender.post(f"http://127.0.0.1:{port}/", b"{}", {}).status == 200


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\nX" * 9, b"\x00\xff" * 500]
)
def test_what_is_no_http_is_no_answer(answer):
    with listening(answer) as (port, _), Sender(allow_private=True, seconds=5) as sender:
        with pytest.raises(NotSentError, match="no connection") as broken:
            sender.post(f"http://127.0.0.1:{port}/", b"{}", {})
        assert not broken.value.permanent


def test_https_is_spoken_to_those_who_have_a_certificate():
    with (
        listening(b"no tls here") as (port, _),
        Sender(allow_private=True, seconds=5) as sender,
        pytest.raises(NotSentError, match="no connection"),
    ):
        sender.post(f"https://127.0.0.1:{port}/", b"{}", {})


@pytest.mark.parametrize("header", ["7", " 7 ", "date", "-5", "soon", "99999999999", "Wed, 99 Foo"])
def test_retry_after_is_seconds_or_a_date(header):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=1000), usegmt=True)
    answer = f"HTTP/1.1 429 X\r\nRetry-After: {date if header == 'date' else header}\r\n\r\n".encode()
    with listening(answer) as (port, _), Sender(allow_private=True, seconds=5) as sender:
        wish = sender.post(f"http://127.0.0.1:{port}/", b"{}", {}).retry_after
    if header == "date":
        assert wish is not None
        assert 900 < wish <= 1000
    else:
        assert wish == {"7": 7, "99999999999": 86400}.get(header.strip())
