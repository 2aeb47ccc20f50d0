"""Outlook's files: the same parts as any mail."""

from __future__ import annotations

import hashlib
import struct

import pytest
from ole_writer import Tree, compound

from extractor import readers
from extractor.errors import SourceError
from extractor.readers import Source, containers, msg_rtf
from extractor.settings import Settings

BODY = "Просимо до 05.03.2025 надати звіт про ремонт доріг."


def string(tag: int, text: str) -> tuple[str, bytes]:
    return f"__substg1.0_{tag:04X}001F", text.encode("utf-16-le")


def fixed(header: int, *entries: tuple[int, int, int]) -> tuple[str, bytes]:
    """The property stream: type, tag and value of each entry behind the header."""
    made = b"".join(struct.pack("<HHIQ", kind, tag, 6, value) for kind, tag, value in entries)
    return "__properties_version1.0", bytes(header) + made


def message(*streams: tuple[str, bytes | Tree], header: int = 32) -> Tree:
    sent = fixed(header, (0x40, 0x0039, 133_830_432_000_000_000))
    return dict([sent, string(0x0037, "Про звіт"), string(0x0C1A, "Відділ освіти"), *streams])


def found(tree: Tree, settings: Settings | None = None) -> list[containers.Found]:
    data = compound(tree)
    return list(
        containers.documents(Source(data, "лист.msg", hashlib.sha256(data).hexdigest()), settings or Settings())
    )


def test_a_message() -> None:
    streams = [string(0x1000, BODY), string(0x0E04, "Іван Коваль; Рада"), string(0x5D01, "osvita@example.ua")]
    document = readers.read(compound(message(*streams)), "лист.msg")
    assert document.text == f"Про звіт\n\n{BODY}"
    facts = document.source.mail
    assert facts is not None
    assert (facts.sender, facts.to) == ("Відділ освіти <osvita@example.ua>", ("Іван Коваль", "Рада"))
    assert (facts.date, document.source.reader) == ("2025-02-03T08:00:00+00:00", "msg")


def test_the_page_is_read_where_there_is_one() -> None:
    page = f"<html><body><p>{BODY}</p><table><tr><td>1</td><td>2</td></tr></table></body></html>".ljust(5000)
    tree = message(string(0x1000, "інше"), ("__substg1.0_10130102", page.encode("cp1251")))
    assert readers.read(compound(tree)).text == f"Про звіт\n\n{BODY}\n1\t2"


def test_strings_of_old_programs_are_in_a_code_page() -> None:
    tree = message(fixed(32, (3, 0x3FFD, 1251)), ("__substg1.0_1000001E", BODY.encode("cp1251")))
    assert BODY in readers.read(compound(tree)).text


def test_attachments_and_messages_inside() -> None:
    content = BODY.encode().ljust(5000)
    attachment: Tree = dict([fixed(8), string(0x3707, "план робіт.txt"), ("__substg1.0_37010102", content)])
    inner = message(string(0x1000, "Вкладений лист"), ("__attach_version1.0_#00000000", attachment), header=24)
    forwarded: Tree = dict([fixed(8), string(0x3001, "Fwd"), ("__substg1.0_3701000D", inner)])
    tree = message(
        string(0x1000, BODY),
        ("__attach_version1.0_#00000000", attachment),
        ("__attach_version1.0_#00000001", forwarded),
    )
    cover, plan, fwd, fwd_plan = found(tree)
    assert (cover.name, plan.name, plan.data) == ("лист.msg", "лист.msg/план робіт.txt", content)
    assert (fwd.name, fwd_plan.name) == ("лист.msg/Fwd.eml", "лист.msg/Fwd.eml/план робіт.txt")
    assert fwd_plan.data == content
    document = readers.read(fwd.data, fwd.name)
    assert document.text == "Про звіт\n\nВкладений лист"
    assert document.source.mail is not None
    assert document.source.mail.date == "2025-02-03T08:00:00+00:00"


def test_an_object_without_a_file_is_told_of() -> None:
    tree = message(string(0x1000, BODY), ("__attach_version1.0_#00000000", dict([fixed(8), string(0x3001, "Схема")])))
    assert [(f.name, f.error and f.error.code) for f in found(tree)] == [
        ("лист.msg", None),
        ("лист.msg/Схема", "unsupported_type"),
    ]


def test_messages_nested_without_end() -> None:
    tree = message(string(0x1000, BODY), header=24)
    for _ in range(4):
        holder: Tree = dict([fixed(8), string(0x3001, "Fwd"), ("__substg1.0_3701000D", tree)])
        tree = message(string(0x1000, BODY), ("__attach_version1.0_#00000000", holder), header=24)
    codes = [f.error.code for f in found(tree, Settings(max_depth=2)) if f.error]
    assert set(codes) == {"limit_depth"}
    assert [f.error for f in found(tree, Settings(max_depth=5)) if f.error] == []


#: The example of MS-OXRTFCP 4.1.1.
COMPRESSED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def test_a_body_in_compressed_rtf_alone() -> None:
    assert msg_rtf.unpacked(COMPRESSED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    stored = struct.pack("<II4sI", 20, 8, b"MELA", 0) + b"{\\rtf1 a}"
    assert msg_rtf.unpacked(stored) == b"{\\rtf1 a"
    assert [msg_rtf.unpacked(bad) for bad in (b"", b"x" * 40)] == [None, None]
    names = [f.name for f in found(message(("__substg1.0_10090102", COMPRESSED)))]
    assert names == ["лист.msg", "лист.msg/body.rtf"]


@pytest.mark.parametrize("cut", [600, 2000, 9000])
def test_a_damaged_file_is_a_source_error(cut: int) -> None:
    data = compound(message(string(0x1000, BODY)))
    with pytest.raises(SourceError):
        readers.read(data[:cut], "лист.msg")
