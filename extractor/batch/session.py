"""Everything that a batch needs, opened in order and closed in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
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
from extractor.settings import Settings
from extractor.version import __version__

#: Settings that tell what a worker may take, not what is found in a document.
_LIMITS_OF_WORKERS: Final = ("max_seconds", "max_memory", "ocr_threads", "stanza_dir")
#: The manifest's name in the folder of a batch.
MANIFEST: Final = "manifest.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A batch that is asked for. folder: of the manifest, the lists and, where `filed`, the results. store: a URL."""

    plan: Plan
    folder: Path
    settings: Settings
    filed: bool = True
    store: str | None = None


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

            store = stack.enter_context(open_store(order.store))
        with manifest.writing():
            version = manifest.version(*_version(order.settings))
        sink = Sink(folder, filed=order.filed, store=store)
        batch = Batch(order.plan, version, manifest, sink, stack.enter_context(engine()), watch)
        yield batch
        if not batch.counts.interrupted:
            write_lists(manifest, folder)


def _version(settings: Settings) -> tuple[str, str, str]:
    """Program, models and settings, as the manifest tells results apart."""
    chosen = {k: v for k, v in asdict(settings).items() if k not in _LIMITS_OF_WORKERS}
    return f"vytiah {__version__}", _text(artifacts.versions()), _text(chosen)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
