"""The start loads everything, and changes nothing."""

from __future__ import annotations

import re
import subprocess
import sys

from extractor.pipeline import extract, warm_up

TEXT = "РІШЕННЯ\n\nвід 3 березня 2020 року № 7\n\n1. Відділу освіти до 1 травня 2020 року полагодити 2 мости.\n"


def test_results_are_the_same() -> None:
    before = extract(TEXT.encode()).model_dump_json()
    warm_up()
    assert extract(TEXT.encode()).model_dump_json() == before


def test_little_is_left_to_compile() -> None:
    script = (
        "import re._compiler as compiler\n"
        "from extractor.pipeline import extract, warm_up\n"
        "warm_up()\n"
        "done, real = [], compiler.compile\n"
        "compiler.compile = lambda *a: done.append(a) or real(*a)\n"
        f"extract({TEXT!r}.encode())\n"
        "print(len(done))\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert re.fullmatch(r"\d+\s*", ran.stdout)
    assert int(ran.stdout) <= 3
