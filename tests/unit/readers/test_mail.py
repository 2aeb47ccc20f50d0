"""Mails: what the body says, whatever its encoding, and what is attached."""

from __future__ import annotations

import hashlib
import io
import zipfile
from base64 import b64encode, encodebytes

import pytest

from extractor import readers
from extractor.errors import SourceError
from extractor.readers import Source, containers, mail_words
from extractor.settings import Settings

BODY = "Просимо до 05.03.2025 надати звіт про ремонт доріг."


def mail(body: bytes, content: str = "text/plain; charset=utf-8", *more: bytes, subject: bytes = b"") -> bytes:
    head = [
        b"From: =?utf-8?b?" + b64encode("Відділ освіти".encode()) + b"?= <osvita@example.ua>",
        b"To: a@example.ua, =?koi8-u?q?" + b"=F0=C5=D4=D2=CF" + b"?= <b@example.ua>",
        b"Subject: " + (subject or "Про звіт".encode()),
        b"Date: Mon, 3 Feb 2025 10:00:00 +0200",
        b"MIME-Version: 1.0",
        b"Content-Type: " + content.encode(),
        *more,
    ]
    return b"\r\n".join([*head, b"", body])


def part(content: str, body: bytes, *more: str) -> bytes:
    lines = [f"Content-Type: {content}", *more, "Content-Transfer-Encoding: base64", ""]
    return "\r\n".join(lines).encode() + b"\r\n" + encodebytes(body)


def parts(*made: bytes, kind: str = "mixed", **options: bytes) -> bytes:
    body = b"".join(b"--BB\r\n" + p + b"\r\n" for p in made) + b"--BB--\r\n"
    return mail(body, f"multipart/{kind}; boundary=BB", **options)


def attached(name: str, body: bytes) -> bytes:
    return part("application/octet-stream", body, f'Content-Disposition: attachment; filename="{name}"')


def found(data: bytes, settings: Settings | None = None) -> list[containers.Found]:
    return list(
        containers.documents(Source(data, "лист.eml", hashlib.sha256(data).hexdigest()), settings or Settings())
    )


def test_a_mail_is_its_subject_and_body_and_its_header_stands_beside() -> None:
    document = readers.read(mail(BODY.encode()), "лист.eml")
    assert document.text == f"Про звіт\n\n{BODY}"
    facts = document.source.mail
    assert facts is not None
    assert (document.source.reader, facts.sender, facts.subject) == (
        "mail",
        "Відділ освіти <osvita@example.ua>",
        "Про звіт",
    )
    assert (facts.to, facts.date) == (("a@example.ua", "Петро <b@example.ua>"), "2025-02-03T10:00:00+02:00")


def test_a_page_keeps_its_tables_where_the_subject_moves_them() -> None:
    page = f"<html><body><p>Добрий день</p><table><tr><td>1</td><td>{BODY}</td></tr></table></body></html>"
    document = readers.read(mail(page.encode(), "text/html; charset=utf-8"))
    table = next(b.table for b in document.blocks if b.table)
    assert [document.text[c.start : c.end] for c in table.cells] == ["1", BODY]
    assert document.blocks[0].kind == "heading"


def test_of_alternatives_the_page_is_read_and_where_it_is_empty_the_text() -> None:
    plain = part("text/plain; charset=utf-8", BODY.encode())
    page = part("text/html; charset=utf-8", b"<html><body><p>\xd0\xa2\xd0\xb0\xd0\xba</p></body></html>")
    assert readers.read(parts(plain, page, kind="alternative")).text == "Про звіт\n\nТак"
    empty = part("text/html", b"<html><body><img src=x></body></html>")
    assert readers.read(parts(plain, empty, kind="alternative")).text == f"Про звіт\n\n{BODY}"


def test_a_letter_and_its_footer_are_both_read() -> None:
    two = parts(part("text/plain; charset=utf-8", BODY.encode()), part("text/plain", b"-- \nOffice"))
    assert readers.read(two).text == f"Про звіт\n\n{BODY}\n\n--\nOffice".replace("--\n", "-- \n")


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("cp1251", "windows-1251"),
        ("koi8-u", "koi8-u"),
        ("cp1251", "koi8-r"),
        ("cp1251", "us-ascii"),
        ("cp1251", "x-no-such-charset"),
        ("utf-8", "utf-8\0"),
        ("koi8-u", "iso-8859-1"),
        ("utf-8", "windows-1251"),
    ],
)
def test_a_charset_is_believed_where_the_bytes_agree(codec: str, said: str) -> None:
    assert BODY in readers.read(mail(BODY.encode(codec), f"text/plain; charset={said}")).text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Про звіт".encode().decode("ascii", "surrogateescape"), "Про звіт"),
        ("Про нараду в районі".encode("cp1251").decode("ascii", "surrogateescape"), "Про нараду в районі"),
        ("Про нараду в районі".encode("koi8-u").decode("ascii", "surrogateescape"), "Про нараду в районі"),
        ("=?windows-1251?Q?=CF=F0=EE_=E7=E2=B3=F2?=", "Про звіт"),
        ("=?x-unknown?B?" + b64encode("Про нараду".encode("cp1251")).decode() + "?=", "Про нараду"),
        ("=?utf-8?b?0J8=?= =?utf-8?b?0YDQvg==?=", "Про"),
        ("Re: =?utf-8?b?0J/RgNC+?=\r\n and more", "Re: Про and more"),
        ("=?utf-8?b?0?=", "=?utf-8?b?0?="),
        ("a\0b\x1b[31m", "ab[31m"),
    ],
)
def test_header_words(raw: str, shown: str) -> None:
    assert mail_words.decoded(raw) == shown


@pytest.mark.parametrize("raw", ["Mon, 30 Feb 2025 25:61:61 +9999", "", "yesterday", "=?x?b?x?="])
def test_a_date_that_is_none(raw: str) -> None:
    assert mail_words.date(raw) is None


@pytest.mark.parametrize("charset", ["=idna", "=punycode", "=undefined", "*=utf-8'x'y", "=zlib_codec", "="])
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    document = readers.read(mail(BODY.encode("cp1251"), f"text/plain; charset{charset}"), "лист.eml")
    assert document.text == f"Про звіт\n\n{BODY}"


def test_attachments_are_documents_linked_to_their_mail() -> None:
    data = parts(part("text/plain; charset=utf-8", BODY.encode()), attached("план.txt", BODY.encode()))
    cover, plan = found(data)
    assert (cover.name, cover.container, cover.optional) == ("лист.eml", None, True)
    assert (plan.name, plan.data) == ("лист.eml/план.txt", BODY.encode())
    assert plan.container is not None
    assert (plan.container.sha256, plan.container.depth) == (hashlib.sha256(data).hexdigest(), 1)


@pytest.mark.parametrize(
    "disposition",
    [
        b"attachment; filename*=utf-8''%D0%BF%D0%BB%D0%B0%D0%BD%20%D1%80%D0%BE%D0%B1%D1%96%D1%82.txt",
        b'attachment; filename="=?utf-8?b?' + b64encode("план робіт.txt".encode()) + b'?="',
        b'attachment; filename="' + "план робіт.txt".encode("cp1251") + b'"',
        b'attachment; filename="' + "план робіт.txt".encode() + b'"',
        b"attachment; filename*0*=koi8-u''%D0%CC%C1%CE%20; filename*1*=%D2%CF%C2%A6%D4.txt",
        b'attachment; filename="..\\..\\' + "план робіт.txt".encode() + b'"',
    ],
)
def test_names_of_attachments(disposition: bytes) -> None:
    one = b"Content-Type: application/octet-stream\r\nContent-Disposition: " + disposition + b"\r\n\r\n" + BODY.encode()
    assert [f.name for f in found(parts(one))] == ["лист.eml", "лист.eml/план робіт.txt"]


def test_mails_in_mails_and_archives_in_mails() -> None:
    inner = parts(part("text/plain; charset=utf-8", BODY.encode()), attached("a.txt", b"1"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("b.txt", BODY)
    forwarded = b"Content-Type: message/rfc822\r\n\r\n" + inner.replace(b"BB", b"inner")
    names = [f.name for f in found(parts(forwarded, attached("c.zip", packed.getvalue())))]
    assert names == ["лист.eml", "лист.eml/part-1.eml", "лист.eml/part-1.eml/a.txt", "лист.eml/c.zip/b.txt"]


def test_pictures_of_a_footer_may_hold_no_text() -> None:
    logo = part("image/png; name=logo.png", b"\x89PNG", "Content-ID: <1>")
    scan = attached("scan.png", b"\x89PNG")
    assert [(f.name, f.optional) for f in found(parts(part("text/html", b"<p>x"), logo, scan, kind="related"))] == [
        ("лист.eml", True),
        ("лист.eml/logo.png", True),
        ("лист.eml/scan.png", False),
    ]
    assert [f.optional for f in found(parts(scan))] == [True, False]


def test_a_saved_page_is_no_mail() -> None:
    page = part("text/html; charset=utf-8", f"<html><body><p>{BODY}</p></body></html>".encode())
    data = parts(page, kind="related").replace(b"To: a@example.ua", b"Snapshot-Content-Location: x\r\nX-To: a")
    assert containers.kind_of(Source(data, "a.mhtml", "")) is None
    assert readers.read(data, "a.mhtml").source.reader == "mhtml"


@pytest.mark.parametrize(
    ("text", "name", "is_mail"),
    [
        ("From: a@b.ua\nSubject: x\nDate: y\n\nтекст", "a.eml", True),
        ("From: a@b.ua\nSubject: x\nDate: y\n\nтекст", "a.txt", False),
        ("Return-Path: <a@b.ua>\r\nReceived: by x\r\n\r\nтекст", "a.txt", True),
        ("From a@b.ua Mon Feb 3\nFrom: a@b.ua\nMIME-Version: 1.0\n\nтекст", None, True),
        ("Кому: Міністерству\nТема: звіт\n\nтекст", "a.eml", False),
        ("To: the office\n\nтекст", "a.eml", False),
        ("текст\nFrom: a\nReceived: b\n", "a.eml", False),
    ],
)
def test_what_is_a_mail(text: str, name: str | None, is_mail: bool) -> None:
    kind = containers.kind_of(Source(text.encode(), name, ""))
    assert (kind is not None) is is_mail


def test_a_mail_without_text_says_so() -> None:
    with pytest.raises(SourceError) as error:
        readers.read(mail(b" "))
    assert error.value.code == "no_text"


def test_what_is_made_to_do_harm() -> None:
    nested = mail(BODY.encode())
    for _ in range(3000):
        nested = mail(nested, "message/rfc822")
    assert [f.error.code for f in found(nested) if f.error] == ["limit_depth"]
    deep = part("text/plain", b"x")
    for i in range(30):
        inner = f"b{i}"
        deep = f"Content-Type: multipart/mixed; boundary={inner}\r\n\r\n--{inner}\r\n".encode() + deep
    assert [f.error.code for f in found(parts(deep)) if f.error] == ["limit_depth"]
    many = parts(*[attached("a.txt", b"1")] * 12)
    assert [f.error.code for f in found(many, Settings(max_members=11)) if f.error] == ["limit_members"]
    assert len(found(many, Settings(max_members=12))) == 13


def test_a_mail_that_stops_in_the_middle_is_read_so_far() -> None:
    data = parts(part("text/plain; charset=utf-8", BODY.encode()), attached("a.txt", BODY.encode()))
    assert BODY in readers.read(data[: data.index(b"--BB--") - 40]).text
