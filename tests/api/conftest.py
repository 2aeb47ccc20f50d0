"""A service in process, for every test of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from service_samples import BASE, Service

from api import create_app
from api.options import Options
from extractor import Settings


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An open service with one worker, small limits and a data folder."""
    options = Options(data=tmp_path_factory.mktemp("data"), workers=1)
    with TestClient(create_app(Settings(nlp="rules", max_bytes=100_000), options), base_url=BASE) as started:
        yield started


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Makes a service with options of the test's own; `settings` apart."""
    started: list[TestClient] = []

    def start(settings: Settings | None = None, **options: object) -> TestClient:
        given: dict[str, Any] = {"data": tmp_path / "data", "workers": 1, **options}
        app = create_app(settings or Settings(nlp="rules"), Options(**given))
        one = TestClient(app, base_url=BASE)
        one.__enter__()
        started.append(one)
        return one

    yield start
    for one in started:
        one.__exit__(None, None, None)
