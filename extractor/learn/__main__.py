"""`python -m extractor.learn MODEL [--shared DIR]`: makes a shipped model again, by the steps that models/MANIFEST.toml
names. `make train MODEL=…` sets up what they need and calls this."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from extractor import artifacts


def steps(model: str, shared: Path) -> list[list[str]]:
    """The commands that make a model, in order, {shared} in them filled in. Raises KeyError for an unknown model."""
    return [shlex.split(step.format(shared=shlex.quote(str(shared)))) for step in artifacts.manifest()[model]["steps"]]


def main(arguments: Sequence[str]) -> int:
    """Runs the steps until one fails; its exit status, else 0."""
    parser = argparse.ArgumentParser(prog="python -m extractor.learn", description=__doc__)
    parser.add_argument("model", choices=sorted(artifacts.manifest()))
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora and annotations")
    options = parser.parse_args(arguments)
    for step in steps(options.model, options.shared):
        print(f"$ {shlex.join(step)}", flush=True)
        done = subprocess.run([sys.executable, *step[1:]] if step[0] == "python" else step, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
