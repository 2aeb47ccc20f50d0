from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.batch.manifest import Manifest, ManifestError, Place, Record

SHA = "a" * 64
PLACE = Place(Path("/archive/рішення.txt"), size=12, mtime=1_600_000_000_123_456_789, sha256=SHA)
RECORD = Record(SHA, PLACE.path, status="done", attempts=2, seconds=0.25, version=1, filed=True, stored="sqlite:///x")


def put_and_stop(manifest: Manifest) -> None:
    with manifest.writing():
        manifest.put_place(PLACE)
        raise KeyboardInterrupt


def put_many(manifest: Manifest) -> None:
    with manifest.writing():
        for number in range(1_000):
            manifest.put_place(replace(PLACE, ordinal=number))


def test_what_was_put_is_there_after_opening_again(tmp_path: Path) -> None:
    with Manifest(tmp_path / "m") as manifest, manifest.writing():
        assert manifest.run == 1
        version = manifest.version("vytiah 1", "{}", "{}")
        record = replace(RECORD, version=version)
        manifest.put_place(PLACE)
        manifest.put(record)
    with Manifest(tmp_path / "m") as manifest:
        assert manifest.run == 2
        found = manifest.at(PLACE.path)
        assert found is not None
        assert (found.place, found.record) == (PLACE, record)
        assert manifest.record(SHA) == record
        assert manifest.record(SHA, "container") is None
        assert manifest.at(Path("/archive/інше.txt")) is None
        assert list(manifest.seen()) == [found]


def test_names_that_are_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(b"/archive/\xf0\xff.txt"))
    with Manifest(tmp_path / "m") as manifest:
        with manifest.writing():
            manifest.put_place(replace(PLACE, path=path))
            manifest.put(replace(RECORD, path=path, version=None))
        assert [seen.place.path for seen in manifest.seen()] == [path]
        found = manifest.record(SHA)
        assert found is not None
        assert found.path == path


def test_all_or_nothing(tmp_path: Path) -> None:
    with Manifest(tmp_path / "m") as manifest:
        with pytest.raises(KeyboardInterrupt):
            put_and_stop(manifest)
        assert manifest.at(PLACE.path) is None
        with manifest.writing():
            manifest.put_place(PLACE)
        assert manifest.at(PLACE.path) is not None


def test_full_disk(tmp_path: Path) -> None:
    """A database that may grow no further says so as a full disk does."""
    with Manifest(tmp_path / "m") as manifest:
        pages = manifest._db.execute("PRAGMA page_count").fetchone()[0]
        manifest._db.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            put_many(manifest)
        assert list(manifest.seen()) == []
        manifest._db.execute("PRAGMA max_page_count = 100000")
        with manifest.writing():
            manifest.put_place(PLACE)
        assert len(list(manifest.seen())) == 1


def test_members_and_their_failures(tmp_path: Path) -> None:
    good, bad = "1" * 64, "2" * 64
    with Manifest(tmp_path / "m") as manifest, manifest.writing():
        manifest.put_place(replace(PLACE, kind="container"))
        manifest.put(replace(RECORD, kind="container", version=None))
        manifest.put_place(replace(PLACE, ordinal=1, member="a", sha256=good))
        manifest.put(replace(RECORD, sha256=good, version=None))
        manifest.put_place(replace(PLACE, ordinal=2, member="b", sha256=bad))
        manifest.put(replace(RECORD, sha256=bad, status="failed", code="corrupted", version=None))
        manifest.put_place(replace(PLACE, ordinal=3, member="c", sha256=None, code="limit_part"))
        assert manifest.failed_members(PLACE.path) == 2
        assert [s.place.member for s in manifest.seen(failed=True)] == ["b", "c"]
        assert [s.place.shown for s in manifest.seen()][1] == "/archive/рішення.txt/a"
        manifest.drop_members(PLACE.path)
        assert [s.place.ordinal for s in manifest.seen()] == [0]


def test_lists_are_as_new_as_what_was_written(tmp_path: Path) -> None:
    with Manifest(tmp_path / "m") as manifest, manifest.writing():
        manifest.mark_listed(True)
    with Manifest(tmp_path / "m") as manifest:
        assert manifest.listed
        with pytest.raises(KeyboardInterrupt):
            put_and_stop(manifest)
        assert manifest.listed
        with manifest.writing():
            manifest.put_place(PLACE)
    with Manifest(tmp_path / "m") as manifest:
        assert not manifest.listed


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 50, b"\0" * 5000])
def test_a_file_that_is_no_manifest(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m").write_bytes(content)
    with pytest.raises(ManifestError):
        Manifest(tmp_path / "m")


def test_a_manifest_of_another_layout(tmp_path: Path) -> None:
    with Manifest(tmp_path / "m") as manifest, manifest.writing():
        manifest._db.execute("UPDATE meta SET value = '99' WHERE key = 'layout'")
    with pytest.raises(ManifestError, match="another version"):
        Manifest(tmp_path / "m")
