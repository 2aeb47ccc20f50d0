"""The lines of `vytiah explain`: place, what, rule, score, quote, value."""

from __future__ import annotations

from pathlib import Path

from extractor.evaluate.explain import lines

TEXT = """РІШЕННЯ

від 3 березня 2020 року № 7

ВИРІШИЛИ:

1. Відділу освіти до 1 травня 2020 року полагодити 2 мости.
"""


def test_values_are_shown_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    shown = list(lines(path))
    assert any(" date " in line and line.endswith("= 2020-05-01") for line in shown)
    assert not any("built-in method" in line for line in shown)
