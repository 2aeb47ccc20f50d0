"""The declared dependencies are what the code imports, and the doctor looks at each of them."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from extractor import artifacts
from extractor.evaluate.doctor import checks
from extractor.readers import doc_antiword, office_libreoffice

ROOT = Path(__file__).parents[3]
OURS = {"extractor", "api", "tests", "unit"}
#: Dictionaries and their quick look-up, which pymorphy3 finds by itself.
FOUND_BY_PYMORPHY = {"dawg2", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk"}
#: Modules named otherwise than their distribution, for extras that are not installed.
OTHERWISE = {"sklearn": "scikit-learn"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def names(requirements: list[str]) -> set[str]:
    return {_canonical(re.split("[>=[;]", r)[0]) for r in requirements}


def _canonical(name: str) -> str:
    """A distribution's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def imported(folder: str) -> set[str]:
    """The distributions whose modules a folder's files import, wherever in the file."""
    modules: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    known = packages_distributions()
    beside = {p.stem for p in (ROOT / folder).rglob("*.py")} - known.keys()
    return {
        _canonical(distribution)
        for module in modules - OURS - beside - sys.stdlib_module_names
        for distribution in known.get(module, [OTHERWISE.get(module, module)])
    }


def test_dependencies_are_what_the_code_imports() -> None:
    required = names(PROJECT["dependencies"])
    extras = {name for extra in PROJECT["optional-dependencies"].values() for name in names(extra)}
    used = imported("extractor") | imported("api")
    assert required - FOUND_BY_PYMORPHY <= used, "declared, but not imported"
    assert used <= required | extras, "imported, but not declared"


def test_the_tests_import_what_the_dev_extra_holds() -> None:
    extras = PROJECT["optional-dependencies"]
    (own,) = (r for r in extras["dev"] if r.startswith("vytiah["))
    with_extras = [r for extra in own[len("vytiah[") : -1].split(",") for r in extras[extra]]
    assert imported("tests") <= names([*PROJECT["dependencies"], *extras["dev"], *with_extras])


def test_doctor_looks_at_every_dependency() -> None:
    found = {check.name: check for check in checks()}
    assert names(PROJECT["dependencies"]) <= found.keys()
    assert all(found[name].ok for name in names([r for r in PROJECT["dependencies"] if ";" not in r]))


def test_doctor_says_what_the_models_are_and_that_the_tagger_runs() -> None:
    found = {check.name: check for check in checks()}
    for name in artifacts.manifest():
        assert found[f"model {name}"].ok
        assert found[f"model {name}"].detail.endswith("hash as in the manifest")
    assert found["tagger"].ok
    assert "(PERS)" in found["tagger"].detail


@pytest.mark.usefixtures("tiny_models")
def test_doctor_says_which_model_is_damaged(tiny_models: Path) -> None:
    path = tiny_models / "tagger" / "upper.onnx"
    path.write_bytes(path.read_bytes()[:-1])
    found = {check.name: check for check in checks()}
    for name in ("model tagger", "tagger"):
        assert not found[name].ok
        assert not found[name].optional
        assert "upper.onnx is not the file" in found[name].detail


def test_doctor_says_which_package_a_missing_program_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_libreoffice, "program", lambda: None)
    monkeypatch.setattr(doc_antiword, "program", lambda: None)
    found = {check.name: check for check in checks()}
    for name, package in (("libreoffice", office_libreoffice.PACKAGE), ("antiword", doc_antiword.PACKAGE)):
        assert (found[name].ok, found[name].optional) == (False, True)
        assert f"apt install {package}" in found[name].detail
