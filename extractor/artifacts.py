"""Trained artifacts: the files of models/, found in a checkout and in an installed wheel, checked by their hashes."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from extractor.errors import ModelError

#: In a wheel the files lie inside the package, in a checkout beside it.
_HOMES = (Path(__file__).parent / "model_files", Path(__file__).parent.parent / "models")


@cache
def home() -> Path:
    """The folder that holds MANIFEST.toml. Raises ModelError where there is none."""
    for folder in _HOMES:
        if (folder / "MANIFEST.toml").is_file():
            return folder
    raise ModelError("models/MANIFEST.toml is missing: the installation is incomplete")


@cache
def manifest() -> dict[str, Any]:
    """The manifest: a table for each model with version, data, licence, command, and its file
    with sha256, or the `files` with theirs."""
    return tomllib.loads((home() / "MANIFEST.toml").read_text(encoding="utf-8"))


def versions() -> dict[str, str]:
    """Name and version of each model, as the output's producer says them."""
    return {name: str(entry["version"]) for name, entry in manifest().items()}


@cache
def load(name: str) -> dict[str, Any]:
    """The TOML artifact of a model, read once a process. Raises ModelError where it is missing or not the one that
    the manifest names."""
    entry = _entry(name)
    return tomllib.loads(_checked(name, entry["file"], entry["sha256"]).decode("utf-8"))


def files(name: str) -> dict[str, bytes]:
    """The files of a model that has several, by their names. Raises ModelError as `load` does."""
    hashes = _entry(name)["files"]
    return {Path(path).name: _checked(name, path, sha256) for path, sha256 in hashes.items()}


def size(name: str) -> int:
    """Bytes of a model's file or files. Raises ModelError as `load` does."""
    entry = _entry(name)
    hashes = entry["files"] if "files" in entry else {entry["file"]: entry["sha256"]}
    return sum(len(_checked(name, path, sha256)) for path, sha256 in hashes.items())


def _entry(name: str) -> dict[str, Any]:
    entry: dict[str, Any] | None = manifest().get(name)
    if entry is None:
        raise ModelError(f"no model {name!r} in models/MANIFEST.toml")
    return entry


def _checked(name: str, path: str, sha256: str) -> bytes:
    """The bytes of a file of models/ that are those of the manifest."""
    try:
        data = (home() / path).read_bytes()
    except OSError as error:
        raise ModelError(f"model {name}: {error.strerror}: {path}") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(f"model {name}: {path} is not the file that the manifest names")
    return data
