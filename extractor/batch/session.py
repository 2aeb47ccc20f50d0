"""Everything that a batch needs, opened in order and closed in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from extractor import artifacts
from extractor.batch.archive import Batch
from extractor.batch.counts import Counts
from extractor.batch.engine import Engine
from extractor.batch.finds import Plan
from extractor.batch.lists import write_lists
from extractor.batch.manifest import Manifest
from extractor.batch.sink import Sink
from extractor.batch.write import Folder, alone
from extractor.errors import ModelError
from extractor.settings import Settings
from extractor.version import __version__

#: Settings that change nothing of what is found. `max_seconds` and `max_memory` are none of them: a document, or some
#: pages of a scan, that they leave out would be found with more. For `stanza_dir` stand the models that lie in it.
_CHANGE_NOTHING: Final = ("ocr_threads", "stanza_dir")
#: The manifest's name in the folder of a batch.
MANIFEST: Final = "manifest.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A batch that is asked for. folder: of the manifest, the lists and, where `filed`, the results. store: a URL;
    patience: seconds to wait for it where it is locked or restarts."""

    plan: Plan
    folder: Path
    settings: Settings
    filed: bool = True
    store: str | None = None
    patience: float = 30


@contextmanager
def opened(order: Order, engine: Callable[[], Engine], watch: Callable[[Counts], None]) -> Iterator[Batch]:
    """The batch, ready to `run`; where it ran to its end, the index and the lists of failures are written.

    Raises InUseError, ManifestError, StoreError, EngineError where something cannot be opened, and what Batch.run
    raises; OSError and sqlite3.Error where something cannot be written. Whatever it is, the same order goes on from
    there."""
    with ExitStack() as stack:
        stack.enter_context(alone(order.folder))
        folder = Folder(order.folder)
        stack.callback(folder.close)
        manifest = stack.enter_context(Manifest(order.folder / MANIFEST))
        store = None
        if order.store is not None:
            from extractor.store import open_store

            store = stack.enter_context(open_store(order.store, patience=order.patience))
        with manifest.writing():
            version = manifest.version(*_version(order.settings))
        sink = Sink(folder, filed=order.filed, store=store)
        batch = Batch(order.plan, version, manifest, sink, stack.enter_context(engine()), watch)
        yield batch
        if not batch.counts.interrupted:
            write_lists(manifest, folder)


def _version(settings: Settings) -> tuple[str, str, str]:
    """Program, models and settings, as the manifest tells results apart."""
    chosen = {k: v for k, v in asdict(settings).items() if k not in _CHANGE_NOTHING}
    return f"vytiah {__version__}", _text(_models(settings)), _text(chosen)


def _models(settings: Settings) -> dict[str, str]:
    """The models by name and version; of stanza's by their MD5, as its own list of them has it."""
    found = artifacts.versions()
    if settings.nlp == "stanza":
        from extractor.text import parse_models

        folder = settings.stanza_dir or parse_models.default_folder()
        # Where models are missing, whoever is to work with them says so.
        with suppress(ModelError):
            files = [file for language in parse_models.LANGUAGES for file in parse_models.listed(folder, language)]
            found |= {f"stanza {f.language} {f.processor} {f.package}": f.md5 for f in files}
    return found


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
