"""Mailboxes: several mails in one file."""

from __future__ import annotations

import hashlib

import pytest

from extractor.readers import Source, containers, inputs
from extractor.settings import Settings

MARK = b"From clerk@example.org Mon Feb  3 10:00:00 2025\n"


def mail(subject: str, body: str) -> bytes:
    head = f"From: a@example.org\nTo: b@example.org\nSubject: {subject}\nMessage-ID: <1@example.org>\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


def source(data: bytes, name: str) -> Source:
    return Source(data, name, hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("line", [b"\n", b"\r\n"])
def test_each_mail_is_a_document(line: bytes) -> None:
    escaped = mail("Second", ">From the beginning to the end.\n>>From a quotation.\n\nFrom here on, nothing.")
    data = (MARK + mail("First", "Water.") + b"\n" + MARK + escaped).replace(b"\n", line)
    found = list(inputs.each(source(data, "box"), Settings()))
    texts = [d.text for d in found if not isinstance(d, inputs.Unread)]
    assert texts == [
        "First\n\nWater.\n",
        "Second\n\nFrom the beginning to the end.\n>From a quotation.\n\nFrom here on, nothing.\n",
    ]
    assert [f.name for f in containers.documents(source(data, "box"), Settings())] == ["box/00001.eml", "box/00002.eml"]


def test_a_lone_mail_is_a_mailbox_only_by_its_name() -> None:
    data = MARK + mail("First", "Water.")
    assert [f.name for f in containers.documents(source(data, "a.eml"), Settings())] == ["a.eml"]
    assert [f.name for f in containers.documents(source(data, "a.mbox"), Settings())] == ["a.mbox/00001.eml"]


def test_members_are_counted() -> None:
    data = b"\n".join(MARK + mail(str(i), "Water.") for i in range(5))
    for most, codes in ((4, ["limit_members"]), (5, []), (6, [])):
        found = containers.documents(source(data, "a.mbox"), Settings(max_members=most))
        assert [f.error.code for f in found if f.error] == codes
