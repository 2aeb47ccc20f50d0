"""Folders of stanza models: where they lie, which are there, whether they are whole, and how they are fetched.

The layout is stanza's own: DIR/resources.json names for each language the models of each package with their hashes,
DIR/LANGUAGE/PROCESSOR/PACKAGE.pt are the models. Nothing here is fetched unless `fetch` is called."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from extractor.errors import ModelError
from extractor.schema.analysis import Language

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
#: What a parse needs; the splitter of multiword tokens («mwt») and what the models build on come with them.
PROCESSORS: Final = ("tokenize", "pos", "lemma", "depparse")
#: Said wherever the package is missing.
INSTALL: Final = "stanza is not installed: pip install 'vytiah[stanza]'"
#: Names the folder of models.
VARIABLE: Final = "VYTIAH_STANZA_DIR"

#: Of each language's official models: the trees they are trained on and the licence of those trees, as the treebank's
#: own LICENSE.txt says it.
TREES: Final[dict[Language, tuple[str, str]]] = {
    "uk": ("UD Ukrainian-IU", "CC BY-NC-SA 4.0"),
    "ru": ("UD Russian-SynTagRus", "CC BY-NC-SA 4.0"),
}

State = Literal["ok", "missing", "damaged"]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One model that a language needs, and what its file is like: `state`, size in bytes."""

    language: Language
    processor: str
    package: str
    path: Path
    md5: str

    @property
    def size(self) -> int:
        """Size in bytes, 0 where the file is missing."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def state(self) -> State:
        """Is the file there, and is it the one that the list of models names?"""
        if not self.path.is_file():
            return "missing"
        with self.path.open("rb") as stream:
            found = hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
        return "ok" if found == self.md5 else "damaged"


def default_folder() -> Path:
    """$VYTIAH_STANZA_DIR, or else the user's data folder."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "vytiah" / "stanza"


def fetch_command(folder: Path, languages: Sequence[Language] = LANGUAGES) -> str:
    """The command that gets the models."""
    return f"vytiah models fetch --lang {','.join(languages)} --dir {shlex.quote(str(folder))}"


def listed(folder: Path, language: Language) -> tuple[ModelFile, ...]:
    """The files that a parse of the language needs, whether they are there or not.

    Raises ModelError where the folder has no list of models, or the list has no such language."""
    try:
        return tuple(_files(folder, language, _resources(folder)[language]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{folder / 'resources.json'} names no models for {language}: {fetch_command(folder, [language])}"
        ) from error


def require(folder: Path, language: Language) -> None:
    """Raises ModelError, naming the command that gets them, where models of the language are missing."""
    missing = [f for f in listed(folder, language) if not f.path.is_file()]
    if missing:
        first = missing[0].path.relative_to(folder)
        raise ModelError(f"stanza model missing: {first} in {folder}: {fetch_command(folder, [language])}")


def fetch(folder: Path, languages: Sequence[Language] = LANGUAGES) -> None:
    """Gets stanza's list of models and the default models of the languages into the folder; those there are kept.

    Stanza's own downloader does it: the list comes from GitHub, the models from Hugging Face, each checked against the
    hash in the list. Raises ModelError where stanza is not installed, nothing can be reached, or a file is damaged."""
    try:
        from stanza.resources import common
    except ImportError as error:
        raise ModelError(INSTALL) from error
    try:
        for language in languages:
            common.download(language, model_dir=str(folder), processors=",".join(PROCESSORS), verbose=False)
    except Exception as error:  # the network's, the hub's and the disk's errors share no base
        raise ModelError(f"cannot fetch stanza models: {_cause(error)}. {_BY_HAND}") from error
    finally:
        _resources.cache_clear()
    damaged = [str(f.path) for language in languages for f in listed(folder, language) if f.state() != "ok"]
    if damaged:
        raise ModelError(f"fetched, but not whole: {', '.join(damaged)}")


_BY_HAND: Final = (
    "Stanza's list is on GitHub, its models on Hugging Face. On a machine that reaches neither, copy a folder that was "
    f"fetched elsewhere and name it with --dir or {VARIABLE}"
)


def _cause(error: BaseException) -> str:
    """The innermost cause in one line: what the network said, not what each layer made of it."""
    while error.__cause__ is not None or error.__context__ is not None:
        error = error.__cause__ or error.__context__ or error
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


@cache
def _resources(folder: Path) -> dict[str, Any]:
    """The list of models of a folder, read once a process."""
    path = folder / "resources.json"
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"no stanza models in {folder}: {fetch_command(folder)}") from error
    except (OSError, ValueError) as error:
        raise ModelError(f"cannot read {path}: {error}") from error
    if not isinstance(read, dict):
        raise ModelError(f"cannot read {path}: not a list of models")
    return read


def _files(folder: Path, language: Language, entry: dict[str, Any]) -> Iterator[ModelFile]:
    """The models of the default package that a parse needs, and those that these build on."""
    package: dict[str, str] = entry["packages"]["default"]
    wanted = [(name, package[name]) for name in PROCESSORS]
    if "mwt" in package:
        wanted.append(("mwt", package["mwt"]))
    done: set[tuple[str, str]] = set()
    while wanted:
        processor, name = wanted.pop(0)
        if (processor, name) in done or name == "identity":  # a lemmatizer that leaves words as they are
            continue
        done.add((processor, name))
        model = entry[processor][name]
        wanted += [(need["model"], need["package"]) for need in model.get("dependencies", [])]
        yield ModelFile(language, processor, name, folder / language / processor / f"{name}.pt", model["md5"])
