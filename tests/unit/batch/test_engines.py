"""Both engines with real processes: the same results, byte for byte, whatever dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import distributed
import pytest
from unit.batch.batches import SETTINGS, files, note, zipped

from extractor.batch import session
from extractor.batch.counts import Counts
from extractor.batch.engine import Engine, EngineError
from extractor.batch.engine_dask import DaskEngine
from extractor.batch.engine_local import LocalEngine
from extractor.batch.finds import Plan
from extractor.batch.tasks import Task


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    for number in range(12):
        (root / f"{number:02}.txt").write_text(note(number), encoding="utf-8")
    (root / "empty.txt").write_bytes(b"")
    (root / "a.zip").write_bytes(
        zipped({"in.txt": note(3).encode(), "x/y.txt": note(20).encode(), "odd": b"\0\1" * 99})
    )
    return root


@pytest.fixture(scope="module")
def expected(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("local")
    counts = run(archive, out, lambda: LocalEngine(2, SETTINGS))
    assert (counts.documents, counts.failed, counts.containers) == (13, 2, 1)
    return files(out)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    make: Any = distributed.LocalCluster
    with make(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50) as made:
        yield made


def run(archive: Path, out: Path, make: Callable[[], Engine], watch: Callable[[Counts], None] | None = None) -> Counts:
    plan = Plan(roots=(archive,), max_bytes=SETTINGS.max_bytes)
    order = session.Order(plan=plan, folder=out, settings=SETTINGS)
    with session.opened(order, make, watch or (lambda _: None)) as batch:
        return batch.run()


def test_one_process_and_two(archive: Path, tmp_path: Path, expected: dict[str, bytes]) -> None:
    run(archive, tmp_path / "out", lambda: LocalEngine(1, SETTINGS))
    assert files(tmp_path / "out") == expected


@pytest.mark.parametrize("ship_bytes", [False, True])
def test_a_cluster(
    archive: Path, tmp_path: Path, expected: dict[str, bytes], cluster: Any, *, ship_bytes: bool
) -> None:
    address = cluster.scheduler_address
    run(archive, tmp_path / "out", lambda: DaskEngine(SETTINGS, scheduler=address, ship_bytes=ship_bytes))
    assert files(tmp_path / "out") == expected


def test_a_worker_of_the_cluster_dies(archive: Path, tmp_path: Path, expected: dict[str, bytes], cluster: Any) -> None:
    """What it had in hand is done again by others."""
    killed: list[int] = []
    with cluster.get_client() as client:

        def kill(counts: Counts) -> None:
            if counts.documents >= 3 and not killed:
                killed.extend(list(client.run(os.getpid).values())[:1])
                os.kill(killed[0], signal.SIGKILL)

        counts = run(archive, tmp_path / "out", lambda: DaskEngine(SETTINGS, scheduler=cluster.scheduler_address), kill)
    assert killed
    assert counts.documents == 13
    assert files(tmp_path / "out") == expected


def test_a_file_that_the_cluster_is_to_be_sent_and_cannot_be_opened(tmp_path: Path, cluster: Any) -> None:
    with DaskEngine(SETTINGS, scheduler=cluster.scheduler_address, ship_bytes=True) as engine:
        answer = engine.submit(Task(tmp_path / "gone.txt")).result(60)
    assert isinstance(answer, list)
    assert [result.code for result in answer] == ["unreadable"]


def test_no_cluster_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.batch import engine_dask

    monkeypatch.setattr(engine_dask, "_PATIENCE", 1)
    with pytest.raises(EngineError, match="cannot be used"):
        DaskEngine(SETTINGS, scheduler="tcp://127.0.0.1:9")
