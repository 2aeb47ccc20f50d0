"""`vytiah models`: the models of stanza, the accuracy tier. Thin shells over extractor.text.parse_models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.errors import ModelError
from extractor.schema.analysis import Language
from extractor.text import parse_models

app = typer.Typer(
    help="List or fetch the models of stanza, the accuracy tier.", no_args_is_help=True, rich_markup_mode=None
)

Languages = Annotated[str, typer.Option("--lang", metavar="uk,ru", help="Languages, with commas between.")]
Folder = Annotated[
    Path | None,
    typer.Option("--dir", metavar="DIR", help=f"The folder of models; else ${parse_models.VARIABLE}, or the user's."),
]


@app.command("list")
def list_(lang: Languages = "uk,ru", dir_: Folder = None) -> None:
    """Say which models are there and whole."""
    folder = dir_ or parse_models.default_folder()
    languages = _languages(lang)
    typer.echo(f"models in {folder}")
    whole = [_shown(folder, language) for language in languages]
    if not all(whole):
        raise ModelError(f"not all models are there: {parse_models.fetch_command(folder, languages)}")


@app.command()
def fetch(lang: Languages = "uk,ru", dir_: Folder = None) -> None:
    """Get the models from the network."""
    folder = dir_ or parse_models.default_folder()
    languages = _languages(lang)
    for language in languages:
        trees, licence = parse_models.TREES[language]
        typer.echo(f"{language}: stanza's default models, trained on {trees} ({licence}: see docs/stanza.md)")
    parse_models.fetch(folder, languages)
    for language in languages:
        _shown(folder, language)


def _languages(named: str) -> list[Language]:
    """The languages of «uk,ru», each once."""
    wanted = {name.strip() for name in named.split(",")}
    unknown = sorted(wanted - set(parse_models.LANGUAGES))
    if unknown:
        raise typer.BadParameter(f"no such language: {', '.join(unknown)}; known: {', '.join(parse_models.LANGUAGES)}")
    return [language for language in parse_models.LANGUAGES if language in wanted]


def _shown(folder: Path, language: Language) -> bool:
    """Print a language's models; are all of them whole?"""
    try:
        files = parse_models.listed(folder, language)
    except ModelError as error:
        typer.echo(f"{language}: {error}")
        return False
    states = [file.state() for file in files]
    for file, state in zip(files, states, strict=True):
        typer.echo(f"{language}  {state:8}{file.processor}/{file.package}  {file.size / 1e6:.1f} MB")
    typer.echo(f"{language}: {sum(file.size for file in files) / 1e6:.1f} MB")
    return all(state == "ok" for state in states)
