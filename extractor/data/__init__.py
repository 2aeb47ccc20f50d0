"""Knowledge as data: word lists and patterns in TOML, each pattern with the examples that are its tests."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from extractor.errors import ModelError


@cache
def load(name: str) -> dict[str, Any]:
    """The data file NAME.toml, read once a process. Raises ModelError where it is missing or damaged."""
    try:
        return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"data file {name}.toml: {error}") from error
