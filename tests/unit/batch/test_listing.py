from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.batch import listing
from extractor.batch.listing import Chosen, count, files, rank, roots

ALL = Chosen()


def names(root: Path, chosen: Chosen = ALL) -> list[str]:
    return [e.path.relative_to(root).as_posix() for e in files(root, chosen)]


def make(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path, encoding="utf-8")
    return root


def test_order_is_that_of_whole_paths(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.txt", "a b.txt", "a.txt", "a/b/c.txt", "Я/ї.txt")
    walked = [e.path for e in files(tmp_path, Chosen())]
    assert [p.relative_to(tmp_path).as_posix() for p in walked] == [
        "a/b/c.txt", "a/z.txt", "a b.txt", "a.txt", "b.txt", "Я/ї.txt",
    ]  # fmt: skip
    assert walked == sorted(walked, key=rank)


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 50_000])
def test_a_large_folder_is_sorted_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    make(tmp_path, *(f"{n * 7 % 20:02}{'/x' if n % 3 else ''}" for n in range(20)))
    monkeypatch.setattr(listing, "SORTED_AT_ONCE", at_once)
    walked = [e.path for e in files(tmp_path, Chosen())]
    assert len(walked) == 20
    assert walked == sorted(walked, key=rank)


def test_hidden_names_links_and_pipes_are_left_out(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret", encoding="utf-8")
    root = make(tmp_path / "root", "seen.txt", ".hidden.txt", ".git/config")
    (root / "link.txt").symlink_to(outside)
    (root / "around").symlink_to(root, target_is_directory=True)
    os.mkfifo(root / "pipe")
    assert names(root) == ["seen.txt"]


def test_a_root_may_be_a_link_or_a_file(tmp_path: Path) -> None:
    root = make(tmp_path / "root", "one.txt")
    (tmp_path / "link").symlink_to(root, target_is_directory=True)
    assert names(tmp_path / "link") == ["one.txt"]
    assert [e.path for e in files(root / "one.txt", Chosen())] == [root / "one.txt"]


def test_what_cannot_be_looked_at_is_said(tmp_path: Path) -> None:
    (entry,) = files(tmp_path / "gone", Chosen())
    assert entry.error == "cannot open: No such file or directory"


def test_folders_deeper_than_calls_may_be(tmp_path: Path) -> None:
    deep = tmp_path
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("d", dir_fd=handle)
        inner = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle, deep = inner, deep / "d"
    os.close(handle)
    make(tmp_path, "e.txt")
    found = list(files(tmp_path, Chosen()))
    assert found[-1].path == tmp_path / "e.txt"
    while deep != tmp_path:  # pytest's own cleaning would call itself as often
        deep.rmdir()
        deep = deep.parent


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [
        (Chosen(include=("*.txt",)), ["a/x.txt", "b/y.txt"]),
        (Chosen(include=("a/*",)), ["a/x.txt", "a/z.pdf"]),
        (Chosen(exclude=("a",)), ["b/y.txt"]),
        (Chosen(exclude=("*/x.*", "*.pdf")), ["b/y.txt"]),
        (Chosen(include=("*.txt",), exclude=("b/*",)), ["a/x.txt"]),
    ],
)
def test_include_and_exclude(tmp_path: Path, chosen: Chosen, wanted: list[str]) -> None:
    root = make(tmp_path, "a/x.txt", "a/z.pdf", "b/y.txt")
    assert names(root, chosen) == wanted
    assert list(count(root, chosen))[-1] == len(wanted)


def test_shards_part_the_archive_wherever_it_stands(tmp_path: Path) -> None:
    paths = [f"{n % 5}/{n}.txt" for n in range(60)]
    here, there = make(tmp_path / "here", *paths), make(tmp_path / "mnt" / "there", *paths)
    parts = [names(here, Chosen(shard=(i, 4))) for i in range(1, 5)]
    assert sorted(n for part in parts for n in part) == sorted(paths)
    assert all(5 < len(part) < 30 for part in parts)
    assert [names(there, Chosen(shard=(i, 4))) for i in range(1, 5)] == parts


def test_since(tmp_path: Path) -> None:
    root = make(tmp_path, "old.txt", "new.txt")
    os.utime(root / "old.txt", (1_000_000_000, 1_000_000_000))
    assert names(root, Chosen(since=1_000_000_001)) == ["new.txt"]
    assert names(root, Chosen(since=1_000_000_000)) == ["new.txt", "old.txt"]


def test_what_is_ours_is_no_part_of_the_archive(tmp_path: Path) -> None:
    root = make(tmp_path, "out/results/ab/x.json", "store.db", "one.txt")
    assert names(root, Chosen(own=(root / "out", root / "store.db"))) == ["one.txt"]


def test_roots_inside_roots_are_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert roots([Path("b"), Path("a/x"), Path("a"), Path("a b"), Path("b/../a")]) == [
        tmp_path / "a", tmp_path / "a b", tmp_path / "b",
    ]  # fmt: skip


def test_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(name)).write_bytes(b"x")
    (entry,) = files(tmp_path, Chosen())
    assert os.fsencode(entry.path) == name


PART = st.text("ab. ї", min_size=1, max_size=3).filter(lambda s: s not in (".", ".."))


@settings(max_examples=200)
@given(st.lists(st.lists(PART, min_size=1, max_size=3), min_size=2, max_size=8))
def test_rank_sorts_by_parts(paths: list[list[str]]) -> None:
    by_rank = sorted((Path("/", *parts) for parts in paths), key=rank)
    assert by_rank == sorted(by_rank, key=lambda p: [os.fsencode(part) for part in p.parts])
