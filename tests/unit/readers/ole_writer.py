"""The smallest writer of OLE compound files (MS-CFB, version 3) that makes files as tests want them.

Streams are padded to the 4096 bytes from which on they stand in sectors of their own."""

from __future__ import annotations

import struct
from typing import Final, TypeAlias

Tree: TypeAlias = "dict[str, bytes | Tree]"

_SECTOR: Final = 512
_LEAST: Final = 4096
_NONE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(tree: Tree) -> bytes:
    """The file that holds this tree of storages (mappings) and streams (bytes)."""
    entries: list[list[object]] = [["Root Entry", 5, _NONE, b""]]
    _add(tree, entries, 0)
    sectors: list[bytes] = []
    chains: list[tuple[int, int]] = []
    placed: list[tuple[int, int]] = []
    for _, kind, _, content in entries:
        assert isinstance(content, bytes)
        padded = content.ljust(_LEAST, b"\0") if kind == 2 else b""
        placed.append((_put(padded, sectors, chains), len(padded)))
    siblings = _siblings(tree, [1])
    directory = b"".join(
        _entry(str(name), int(str(kind)), int(str(child)), siblings.get(i, _NONE), *placed[i])
        for i, (name, kind, child, _) in enumerate(entries)
    )
    first_directory = _put(directory.ljust(-len(directory) % _SECTOR + len(directory), b"\0"), sectors, chains)
    tables = 1
    while (len(sectors) + tables) * 4 > tables * _SECTOR:
        tables += 1
    links = [_END] * len(sectors) + [_FAT] * tables
    for start, count in chains:
        for at in range(start, start + count - 1):
            links[at] = at + 1
    table = struct.pack(f"<{len(links)}I", *links).ljust(tables * _SECTOR, b"\xff")
    difat = [len(sectors) + i for i in range(tables)] + [_NONE] * (109 - tables)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, first_directory, 0, _LEAST, _END, 0, _END, 0)
    return header + struct.pack("<109I", *difat) + b"".join(sectors) + table


def _add(tree: Tree, entries: list[list[object]], parent: int) -> None:
    """Entries of a storage's members, those inside each behind it; the parent learns of its first."""
    if tree:
        entries[parent][2] = len(entries)
    for name, content in sorted(tree.items()):
        entries.append([name, 2 if isinstance(content, bytes) else 1, _NONE, b""])
        if isinstance(content, bytes):
            entries[-1][3] = content
        else:
            _add(content, entries, len(entries) - 1)


def _siblings(tree: Tree, counter: list[int]) -> dict[int, int]:
    """Each member's next sibling: a tree that leans to one side is one too."""
    found: dict[int, int] = {}
    before: int | None = None
    for _, content in sorted(tree.items()):
        own = counter[0]
        counter[0] += 1
        if before is not None:
            found[before] = own
        before = own
        if not isinstance(content, bytes):
            found.update(_siblings(content, counter))
    return found


def _put(content: bytes, sectors: list[bytes], chains: list[tuple[int, int]]) -> int:
    if not content:
        return _END
    start = len(sectors)
    sectors += [content[i : i + _SECTOR].ljust(_SECTOR, b"\0") for i in range(0, len(content), _SECTOR)]
    chains.append((start, len(sectors) - start))
    return start


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, _NONE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
