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
    """The manifest: a table for each model with version, file, sha256, data, licence and command."""
    return tomllib.loads((home() / "MANIFEST.toml").read_text(encoding="utf-8"))


def versions() -> dict[str, str]:
    """Name and version of each model, as the output's producer says them."""
    return {name: str(entry["version"]) for name, entry in manifest().items()}


@cache
def load(name: str) -> dict[str, Any]:
    """The TOML artifact of a model, read once a process. Raises ModelError where it is missing or not the one that
    the manifest names."""
    entry = manifest().get(name)
    if entry is None:
        raise ModelError(f"no model {name!r} in models/MANIFEST.toml")
    try:
        data = (home() / entry["file"]).read_bytes()
    except OSError as error:
        raise ModelError(f"model {name}: {error.strerror}: {entry['file']}") from error
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise ModelError(f"model {name}: {entry['file']} is not the file that the manifest names")
    return tomllib.loads(data.decode("utf-8"))
