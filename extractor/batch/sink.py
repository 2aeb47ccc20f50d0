"""Where a batch puts results: files, a store, or both; each is safe when the call returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.batch.manifest import Place, Record
from extractor.batch.results import Result, to_save
from extractor.batch.write import Folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.store import Store


class Sink:
    """Puts each result where it was asked to be; doing it twice is doing it once.

    filed: into files of `folder`. store: into this store; `stored` is its address for the manifest, no password in it.
    Raises OSError where a file cannot be written, StoreError where the store fails."""

    def __init__(self, folder: Folder, *, filed: bool, store: Store | None = None) -> None:
        self.folder = folder
        self.filed = filed
        self.stored = None if store is None else store.url
        self._store = store

    def has(self, record: Record) -> bool:
        """Is what is done in every place where it was asked to be?"""
        filed = record.filed or not self.filed or (record.status != "done")
        return filed and (self.stored is None or record.stored == self.stored)

    def file(self, results: Iterable[tuple[str, Result]]) -> None:
        """Write the files of results, each with the SHA-256 of its document; failures have none."""
        if self.filed:
            self.folder.write({self.folder.result(of): r.json + "\n" for of, r in results if r.code is None})

    def save(self, results: Sequence[tuple[Place, Result]]) -> None:
        """Save results in the store, each as seen at its place: all of them, or with an error none."""
        if self._store is None or not results:
            return
        from extractor.store import Entry

        self._store.save_all([Entry(to_save(result), place.shown) for place, result in results])

    def note(self, place: Place) -> None:
        """Note in the store another place of a document that it has."""
        if self._store is None or place.sha256 is None:
            return
        kept = self._store.extraction(place.sha256[:32], corrected=False)
        if kept is not None:
            self._store.save(kept, seen_at=place.shown)

    def copy(self, place: Place, record: Record) -> bool:
        """Save in the store what stands in a file, without reading the document anew; False where there is no file."""
        file = self.folder.result(record.sha256)
        if self._store is None or not record.filed or not file.is_file():
            return False
        self.save([(place, Result(place.path, file.read_text(encoding="utf-8").rstrip("\n")))])
        return True
