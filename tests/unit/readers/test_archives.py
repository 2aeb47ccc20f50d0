"""Archives: names in any encoding, members that fail alone, and everything that is made to do harm."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib

import pytest

from extractor.errors import SourceError
from extractor.readers import Source, archive_foreign, archive_names, containers
from extractor.settings import Settings

LETTER = "Лист про воду. Просимо надати відповідь до 05.03.2025.".encode()


@pytest.fixture
def _libarchive() -> None:
    try:
        archive_foreign.libarchive()
    except SourceError as error:
        pytest.skip(error.message)


def source(data: bytes, name: str = "архів") -> Source:
    return Source(data, name, hashlib.sha256(data).hexdigest())


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def tarred(*members: tuple[tarfile.TarInfo | str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def paths(data: bytes, settings: Settings | None = None) -> list[tuple[str | None, str | None]]:
    """What is found: the name, and the code of what failed."""
    found = containers.documents(source(data), settings or Settings())
    return [(f.name, f.error.code if f.error else None) for f in found]


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """The archive with another name of the same length in it, as a tool wrote it that knew no UTF-8."""
    assert len(old) == len(new)
    return data.replace(old, new)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("план заходів.txt", "cp1251"),
        ("Наказ про відпустки.docx", "cp1125"),
        ("отчет за квартал.doc", "cp866"),
        ("ПЛАН_РОБОТИ_НА_РIК.txt", "cp866"),
        ("Протокол.txt", "cp866"),
        ("Рішення сесії.pdf", "koi8-u"),
        ("рішення/їхній лист.pdf", "utf-8"),
    ],
)
def test_names_without_a_flag_are_put_right(name: str, codec: str) -> None:
    raw = name.encode(codec)
    stand_in = b"x" * len(raw)
    data = renamed(zipped((stand_in.decode(), LETTER)), stand_in, raw)
    assert paths(data) == [(f"архів/{name}", None)]


def test_names_of_one_archive_are_judged_together() -> None:
    names = ["Звіт.txt", "№ 5.txt", "довідка.txt"]
    assert archive_names.codec([n.encode("cp1251") for n in names]) == "cp1251"


def test_a_name_in_the_unicode_field_is_believed() -> None:
    info = zipfile.ZipInfo("plan.txt")
    told = b"\x01" + struct.pack("<I", zlib.crc32(b"plan.txt")) + "план.txt".encode()
    info.extra = struct.pack("<HH", 0x7075, len(told)) + told
    assert paths(zipped((info, LETTER))) == [("архів/план.txt", None)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/cron.d/job", "etc/cron.d/job"),
        ("C:\\Windows\\win.ini", "Windows/win.ini"),
        ("\\\\server\\share\\лист.txt", "server/share/лист.txt"),
        ("a/./b//../c.txt", "a/b/c.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\0b\ud800.txt", "a\ufffdb\ufffd.txt"),
        ("план заходів.txt", "план заходів.txt"),
    ],
)
def test_paths_lead_nowhere(name: str, shown: str) -> None:
    assert archive_names.inner_path(name) == shown


def test_what_systems_leave_behind_is_no_document() -> None:
    data = zipped(("__MACOSX/._a.txt", b"x"), ("тека/Thumbs.db", b"x"), ("~$лист.docx", b"x"), ("лист.txt", LETTER))
    assert paths(data) == [("архів/лист.txt", None)]


def test_archives_in_archives() -> None:
    inner = zipped(("b.txt", LETTER))
    data = zipped(("a.txt", LETTER), ("тека/внутрішній.zip", inner))
    found = list(containers.documents(source(data), Settings()))
    assert [f.name for f in found] == ["архів/a.txt", "архів/тека/внутрішній.zip/b.txt"]
    deep = found[1].container
    assert deep is not None
    assert (deep.filename, deep.path, deep.depth) == ("архів/тека/внутрішній.zip", "b.txt", 2)
    assert deep.sha256 == hashlib.sha256(inner).hexdigest()


def test_an_office_file_is_no_archive() -> None:
    office = zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
    assert containers.kind_of(source(office)) is None
    # A folder called word is one like any other, and office files inside do not make their archive one.
    assert paths(zipped(("word/a.txt", LETTER), ("b.docx", office), method=zipfile.ZIP_STORED)) == [
        ("архів/word/a.txt", None),
        ("архів/b.docx", None),
    ]


def test_links_are_not_followed() -> None:
    link = zipfile.ZipInfo("passwd")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    assert paths(zipped((link, b"/etc/passwd"), ("a.txt", LETTER))) == [
        ("архів/passwd", "unsupported_type"),
        ("архів/a.txt", None),
    ]
    member = tarfile.TarInfo("passwd")
    member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    assert paths(tarred((member, b""), ("a.txt", LETTER))) == [
        ("архів/passwd", "unsupported_type"),
        ("архів/a.txt", None),
    ]


def test_a_protected_member_leaves_the_rest() -> None:
    data = bytearray(zipped(("secret.txt", LETTER), ("a.txt", LETTER)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert paths(bytes(data)) == [("архів/secret.txt", "encrypted"), ("архів/a.txt", None)]


def test_a_damaged_member_leaves_the_rest() -> None:
    data = bytearray(zipped(("a.txt", LETTER * 9), ("b.txt", LETTER)))
    data[50:60] = bytes(10)
    assert paths(bytes(data)) == [("архів/a.txt", "corrupted"), ("архів/b.txt", None)]


def test_two_members_of_one_name_are_both_found_and_told_of() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a.txt", LETTER), ("a.txt", b"other"))
    found = list(containers.documents(source(data), Settings()))
    assert [f.data for f in found] == [LETTER, b"other"]
    assert [[n.code for n in f.notices] for f in found] == [["same_name"], ["same_name"]]
    assert [
        [n.code for n in f.notices] for f in containers.documents(source(tarred(("a", b"1"), ("a", b"2"))), Settings())
    ] == [[], ["same_name"]]


@pytest.mark.parametrize(
    "pack", [lambda d: d, gzip.compress, bz2.compress, lzma.compress], ids=["tar", "tar.gz", "tar.bz2", "tar.xz"]
)
def test_tars(pack: object) -> None:
    assert callable(pack)
    data = pack(tarred(("тека/лист.txt", LETTER), ("b.txt", bytes(range(256)) * 200)))
    assert paths(data) == [("архів/тека/лист.txt", None), ("архів/b.txt", None)]
    assert paths(data[: len(data) // 2])[-1][1] == "corrupted"


def test_names_in_old_tars() -> None:
    name = "звіт.txt".encode("cp1251")
    data = renamed(tarred(("x" * len(name), LETTER)), b"x" * len(name), name)
    # The checksum of the header is over the name.
    header = bytearray(data[:512])
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    assert paths(bytes(header) + data[512:]) == [("архів/звіт.txt", None)]


def test_a_single_packed_file_is_that_file() -> None:
    packed = Source(gzip.compress(LETTER), "лист.txt.gz", "")
    assert [(f.name, f.data) for f in containers.documents(packed, Settings())] == [("лист.txt.gz/лист.txt", LETTER)]


@pytest.mark.parametrize(
    ("data", "settings", "codes"),
    [
        (zipped(("a", b"0" * 900), ("b", b"0")), Settings(max_unpacked=900), [None, "limit_unpacked"]),
        (zipped(("a", b"0" * 900), ("b", b"0")), Settings(max_unpacked=901), [None, None]),
        (zipped(("a", b"0" * 900), ("b", b"0")), Settings(max_part=900), [None, None]),
        (zipped(("a", b"0" * 900), ("b", b"0")), Settings(max_part=899), ["limit_part", None]),
        (zipped(("a", b"0" * 90_000)), Settings(free_ratio=89_999), ["limit_ratio"]),
        (zipped(("a", b"0" * 90_000)), Settings(free_ratio=90_000), [None]),
        (zipped(("a", b"0" * 90_000)), Settings(free_ratio=9, max_ratio=10_000), [None]),
        (zipped(("a", b"0" * 90_000), method=zipfile.ZIP_BZIP2), Settings(free_ratio=89_999), ["limit_ratio"]),
        (zipped(("a", b"0" * 90_000), method=zipfile.ZIP_LZMA), Settings(free_ratio=89_999), ["limit_ratio"]),
        (gzip.compress(b"0" * 90_000), Settings(free_ratio=89_999), ["limit_ratio"]),
        (gzip.compress(tarred(("a", b"0" * 90_000))), Settings(free_ratio=80_000), ["limit_ratio"]),
        (zipped(("a", b"1"), ("b", b"2")), Settings(max_members=2), [None, None]),
        (zipped(("a", b"1"), ("b", b"2")), Settings(max_members=1), ["limit_members"]),
        (tarred(("a", b"1"), ("b", b"2")), Settings(max_members=1), [None, "limit_members"]),
        (zipped(("a.zip", zipped(("b", b"1")))), Settings(max_depth=2), [None]),
        (zipped(("a.zip", zipped(("b", b"1")))), Settings(max_depth=1), ["limit_depth"]),
    ],
)
def test_limits(data: bytes, settings: Settings, codes: list[str | None]) -> None:
    assert [code for _, code in paths(data, settings)] == codes


def test_a_limit_of_the_whole_ends_the_walk_at_every_depth() -> None:
    inner = zipped(("x", b"0" * 900), ("y", b"0" * 900))
    data = zipped(("1.zip", inner), ("2.zip", inner), ("3.zip", inner), method=zipfile.ZIP_STORED)
    codes = [code for _, code in paths(data, Settings(max_unpacked=len(inner) + 1000))]
    assert codes == [None, "limit_unpacked"]


def test_sizes_in_headers_are_not_believed() -> None:
    data = bytearray(zipped(("a.txt", b"A" * 50_000)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = data[22:26] = struct.pack("<I", 10)
    assert paths(bytes(data)) == [("архів/a.txt", "corrupted")]


def test_an_empty_archive_says_so() -> None:
    assert paths(zipped()) == [("архів", "no_text")]


@pytest.mark.usefixtures("_libarchive")
def test_of_a_cut_archive_what_stands_before_the_cut_is_read() -> None:
    data = zipped(("тека/a.txt", LETTER), ("b.txt", LETTER))
    assert paths(data[: data.index(b"b.txt") + 20]) == [
        ("архів/тека/a.txt", None),
        ("архів/b.txt", "corrupted"),
        ("архів", "corrupted"),
    ]


@pytest.mark.parametrize("first", ["[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "word/document.xml"])
def test_a_cut_office_file_is_one_file(first: str) -> None:
    office = zipped((first, b"<Types/>"), ("word/styles.xml", b"<w/>"))
    assert containers.kind_of(source(office[: office.index(b"styles") + 20])) is None


def test_a_cut_archive_with_a_folder_called_word_is_an_archive() -> None:
    data = zipped(("word/a.txt", LETTER), ("b.txt", LETTER))
    assert paths(data[: data.index(b"b.txt") + 20])[0] == ("архів/word/a.txt", None)


def test_a_damaged_archive_says_so() -> None:
    assert paths(zipped(("a.txt", LETTER))[:40])[-1] == ("архів", "corrupted")


def stored_rar(*members: tuple[bytes, bytes], flags: int = 0x8000) -> bytes:
    """A RAR archive (version 4) of members that are stored, as its technical note describes it."""

    def block(kind: int, flags: int, body: bytes) -> bytes:
        rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest

    made = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, content in members:
        head = struct.pack(
            "<IIBIIBBHI", len(content), len(content), 3, zlib.crc32(content), 0x5A21_0000, 20, 0x30, len(name), 0o100644
        )
        made += block(0x74, flags, head + name) + content
    return made + block(0x7B, 0, b"")


def seven_zipped(*members: tuple[str, bytes]) -> bytes:
    binding = archive_foreign.libarchive()
    pieces: list[bytes] = []
    with binding.custom_writer(lambda piece: pieces.append(bytes(piece)) or len(piece), "7zip") as archive:
        for name, content in members:
            archive.add_file_from_memory(name, len(content), content)
    return b"".join(pieces)


@pytest.mark.usefixtures("_libarchive")
def test_rar() -> None:
    data = stored_rar((b"a.txt", LETTER), (b"b.txt", LETTER))
    assert paths(data) == [("архів/a.txt", None), ("архів/b.txt", None)]
    assert paths(data[:-60])[-1][1] == "corrupted"


@pytest.mark.usefixtures("_libarchive")
def test_a_protected_rar() -> None:
    codes = {code for _, code in paths(stored_rar((b"a.txt", LETTER), flags=0x8004))}
    assert codes == {"encrypted"}


@pytest.mark.usefixtures("_libarchive")
def test_seven_zip() -> None:
    data = seven_zipped(("тека/лист.txt", LETTER), ("b.txt", b"0" * 9000))
    assert paths(data) == [("архів/тека/лист.txt", None), ("архів/b.txt", None)]
    assert paths(data, Settings(max_part=8999))[1] == ("архів/b.txt", "limit_part")
    assert paths(data[:-9])[-1][1] == "corrupted"


@pytest.mark.usefixtures("_libarchive")
def test_a_wrong_checksum_is_damage(capfd: pytest.CaptureFixture[str]) -> None:
    data = zipped(("a.txt", LETTER), ("b.txt", LETTER), method=zipfile.ZIP_STORED)
    data = data[: data.index(b"PK\x01\x02")].replace(LETTER, b"\0" + LETTER[1:], 1)
    assert paths(data) == [("архів/a.txt", "corrupted"), ("архів/b.txt", None), ("архів", "corrupted")]
    assert capfd.readouterr().err == ""


def test_a_member_without_a_name_is_read() -> None:
    data = bytearray(zipped(("a", LETTER)))
    # The name's byte becomes one of the extra field, in both headers.
    for at in (26, data.index(b"PK\x01\x02") + 28):
        struct.pack_into("<HH", data, at, 0, 1)
    assert paths(bytes(data)) == [("архів/unnamed", None)]


def test_without_libarchive_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "libarchive", None)
    assert paths(b"7z\xbc\xaf\x27\x1c" + bytes(40)) == [("архів", "missing_program")]


def test_unpack_gives_the_members_of_one_container() -> None:
    members = list(containers.unpack(source(zipped(("a.zip", zipped(("b", b"1"))))), Settings()))
    assert [m.path for m in members] == ["a.zip"]
    with pytest.raises(SourceError, match="no archive"):
        list(containers.unpack(source(LETTER), Settings()))
