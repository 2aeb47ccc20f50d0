"""What people and programs read when a batch is over: the index of the archive, and what failed, by its code."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from extractor.batch.manifest import Manifest, Seen
from extractor.batch.write import Folder


def write_lists(manifest: Manifest, folder: Folder) -> None:
    """`index.jsonl` (a line a place) and `errors/CODE.jsonl` (a line a failure), in the order of paths.

    Written whole, from what the manifest holds; not at all where nothing has changed since. Raises OSError."""
    if manifest.listed:
        return
    with folder.writing(folder.path / "index.jsonl") as index:
        for seen in manifest.seen():
            index.write(_line(_entry(seen, folder)))
    written = set()
    with ExitStack() as stack:
        streams: dict[str, TextIO] = {}
        for seen in manifest.seen(failed=True):
            failure = _failure(seen)
            code = str(failure["code"])
            if code not in streams:
                written.add(f"{code}.jsonl")
                streams[code] = stack.enter_context(folder.writing(folder.path / "errors" / f"{code}.jsonl"))
            streams[code].write(_line(failure))
    for old in (folder.path / "errors").glob("*.jsonl"):
        if old.name not in written:
            old.unlink()
    with manifest.writing():
        manifest.mark_listed(True)


def _entry(seen: Seen, folder: Folder) -> dict[str, object]:
    place, record = seen.place, seen.record
    status = "failed" if record is None else "container" if record.kind == "container" else record.status
    filed = record is not None and record.kind == "document" and record.status == "done" and record.filed
    named = record is None or (record.path, record.ordinal) == (place.path, place.ordinal)
    return {
        "path": _text(place.path),
        "member": place.member,
        "bytes": place.size,
        "sha256": place.sha256,
        "status": status,
        "code": place.code or (record.code if record is not None else None),
        "result": folder.result(record.sha256).relative_to(folder.path).as_posix() if record and filed else None,
        "duplicate": not named,
    }


def _failure(seen: Seen) -> dict[str, object]:
    place, record = seen.place, seen.record
    code, message, attempts = place.code, place.message, 1
    if record is not None and code is None:
        code, message, attempts = record.code, record.message, record.attempts
    return {
        "path": _text(place.path),
        "member": place.member,
        "sha256": place.sha256,
        "code": code or "internal",
        "message": message,
        "attempts": attempts,
    }


def _line(entry: dict[str, object]) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _text(path: Path) -> str:
    """The path; bytes that are no text as hexadecimal escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
