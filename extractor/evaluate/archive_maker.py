"""`python -m extractor.evaluate.archive_maker DIR --documents N`: an archive of small made-up orders to try a batch on.

The same N gives the same bytes. Nothing in it is of a real document: numbers choose among words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Annotated, Final

import typer

#: Documents of one folder.
_FOLDER: Final = 500
_BODIES: Final = (
    "Відділу освіти", "Управлінню житлового господарства", "Відділу культури", "Сектору молоді та спорту",
    "Фінансовому управлінню", "Службі у справах дітей", "Відділу містобудування", "Центру зайнятості",
)  # fmt: skip
_DEEDS: Final = (
    "перевірити {n} шкіл", "полагодити {n} дитячих майданчиків", "висадити {n} дерев", "провести {n} зустрічей",
    "подати звіт про {n} звернень", "закупити {n} комплектів меблів", "оглянути {n} зупинок",
    "виділити {n} тис. грн на ремонт мосту",
)  # fmt: skip
_MONTHS: Final = (
    "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада",
    "грудня",
)  # fmt: skip
_TOPICS: Final = ("благоустрій громади", "підготовку до зими", "літнє оздоровлення", "утримання доріг", "облік майна")


def document(number: int) -> str:
    """The text of the document of this number: some 200 to 500 characters."""
    of = Random(number)
    year = of.randint(2012, 2023)
    lines = [
        "РОЗПОРЯДЖЕННЯ",
        "",
        f"{of.randint(1, 28)} {of.choice(_MONTHS)} {year} року № {number}",
        "",
        f"Про {of.choice(_TOPICS)}",
        "",
    ]
    for point in range(1, of.randint(2, 4)):
        deed = of.choice(_DEEDS).format(n=of.randint(2, 900))
        lines.append(f"{point}. {of.choice(_BODIES)} до {of.randint(1, 28)} {of.choice(_MONTHS)} {year} року {deed}.")
    return "\n".join([*lines, "", "Голова ради"]) + "\n"


def write(folder: Path, documents: int, *, zipped: int = 0) -> None:
    """Write the documents, five hundred a folder; with `zipped`, every such folder's first so many in an archive."""
    for first in range(0, documents, _FOLDER):
        inside = folder / f"{first // _FOLDER:05}"
        inside.mkdir(parents=True, exist_ok=True)
        numbers = range(first, min(first + _FOLDER, documents))
        if zipped:
            (inside / "letters.zip").write_bytes(_zip(numbers[:zipped]))
        for number in numbers[zipped:]:
            (inside / f"{number:07}.txt").write_text(document(number), encoding="utf-8")


def _zip(numbers: range) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _members(numbers):
            archive.writestr(name, text)
    return out.getvalue()


def _members(numbers: range) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    for number in numbers:
        # A fixed time: the same call makes the same bytes.
        yield zipfile.ZipInfo(f"letters/{number:07}.txt", (2020, 1, 1, 0, 0, 0)), document(number)


def main(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write; it need not be there.")],
    documents: Annotated[int, typer.Option(min=1, help="How many.")] = 1_000,
    zipped: Annotated[int, typer.Option(min=0, help="How many of every 500 stand in a zip archive.")] = 0,
) -> None:
    """Write an archive of small made-up orders."""
    write(folder, documents, zipped=zipped)


if __name__ == "__main__":
    typer.run(main)
