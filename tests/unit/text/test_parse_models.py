"""Folders of stanza models: which are there, whether they are whole, and what is said where they are not."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import ModelError
from extractor.text import parse_models

#: Processor, package and what it builds on, as stanza 1.15 lists its Ukrainian models; the last is not needed.
MODELS = {
    "tokenize": ("iu", ()),
    "mwt": ("iu", ()),
    "lemma": ("iu_nocharlm", ()),
    "pos": ("iu_charlm", ("pretrain", "forward_charlm", "backward_charlm")),
    "depparse": ("iu_charlm", ("pretrain", "forward_charlm", "backward_charlm")),
    "pretrain": ("conll17", ()),
    "forward_charlm": ("conll17", ()),
    "backward_charlm": ("conll17", ()),
    "ner": ("languk", ("pretrain", "forward_charlm", "backward_charlm")),
}
NEEDED = sorted(set(MODELS) - {"ner"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder laid out as stanza lays them out; each model holds but its own name, «ner» is not there."""
    entry: dict[str, Any] = {"packages": {"default": {"optional": {"lemma": "iu_charlm"}}}, "lang_name": "Ukrainian"}
    for processor, (package, needs) in MODELS.items():
        path = tmp_path / "uk" / processor / f"{package}.pt"
        if processor in NEEDED:
            path.parent.mkdir(parents=True)
            path.write_text(processor, encoding="utf-8")
        model: dict[str, Any] = {"md5": hashlib.md5(processor.encode()).hexdigest()}
        if needs:
            model["dependencies"] = [{"model": name, "package": "conll17"} for name in needs]
        entry[processor] = {package: model}
        if package != "conll17":
            entry["packages"]["default"][processor] = package
    (tmp_path / "resources.json").write_text(json.dumps({"uk": entry, "url": "…"}), encoding="utf-8")
    return tmp_path


def test_all_that_a_parse_needs_is_listed_once(folder: Path) -> None:
    files = parse_models.listed(folder, "uk")
    assert sorted(f.processor for f in files) == NEEDED
    assert {f.state() for f in files} == {"ok"}
    assert sum(f.size for f in files) == sum(map(len, NEEDED))
    parse_models.require(folder, "uk")


def test_a_lemmatizer_that_changes_nothing_has_no_file(folder: Path) -> None:
    read = json.loads((folder / "resources.json").read_text(encoding="utf-8"))
    read["uk"]["packages"]["default"]["lemma"] = "identity"
    (folder / "resources.json").write_text(json.dumps(read), encoding="utf-8")
    assert "lemma" not in {f.processor for f in parse_models.listed(folder, "uk")}


def damage(folder: Path) -> None:
    (folder / "uk" / "pos" / "iu_charlm.pt").write_bytes(b"other")


def remove(folder: Path) -> None:
    (folder / "uk" / "pos" / "iu_charlm.pt").unlink()


@pytest.mark.parametrize(("change", "state"), [(damage, "damaged"), (remove, "missing")])
def test_a_file_that_is_not_what_the_list_names(folder: Path, change: Callable[[Path], None], state: str) -> None:
    change(folder)
    assert [f.processor for f in parse_models.listed(folder, "uk") if f.state() == state] == ["pos"]


def test_a_missing_model_names_the_command(folder: Path) -> None:
    remove(folder)
    with pytest.raises(ModelError, match=r"missing: uk/pos/iu_charlm\.pt .* vytiah models fetch --lang uk --dir "):
        parse_models.require(folder, "uk")


@pytest.mark.parametrize("content", ["", "[]", "{", "\0", '{"ru": []}', '{"ru": {"packages": {"default": {}}}}'])
def test_a_list_that_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "resources.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"resources\.json"):
        parse_models.listed(tmp_path, "ru")


def test_an_empty_folder_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no stanza models in .*: vytiah models fetch --lang uk,ru --dir "):
        parse_models.require(tmp_path, "ru")


def test_where_models_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(parse_models.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert parse_models.default_folder() == Path("/data/vytiah/stanza")
    monkeypatch.setenv(parse_models.VARIABLE, "/models")
    assert parse_models.default_folder() == Path("/models")


def test_fetching_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stanza's own downloader meets a name that cannot be resolved."""
    pytest.importorskip("stanza", reason="fetches by stanza's downloader: pip install 'vytiah[stanza]'")

    def no_network(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    for proxy in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(proxy, raising=False)
    with pytest.raises(ModelError, match=r"cannot fetch stanza models: .*name resolution.*copy a folder"):
        parse_models.fetch(tmp_path, ["uk"])
