"""Every operation of the OpenAPI document, with inputs made from it: no fault, and answers as they are described.

The same inputs each time, few of them: the limits and the files themselves have tests of their own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from service_samples import order

from api import create_app
from api.options import Options
from extractor import Settings


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The described service, served for real, with a document in it."""
    options = Options(data=tmp_path_factory.mktemp("data"), workers=1, max_wait=1, wait=0.1, max_queue=50)
    app = create_app(Settings(nlp="rules", max_bytes=1_000), options)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    assert httpx2.post(f"{base}/v1/documents", content=order(1)).status_code in (200, 202)
    yield schemathesis.openapi.from_url(f"{base}/openapi.json")
    server.should_exit = True
    thread.join()


def operations() -> list[tuple[str, str]]:
    """Path and method of each; events end when their job does, and have a test of their own."""
    paths = create_app().openapi()["paths"]
    return [(path, method) for path, item in paths.items() for method in item if not path.endswith("/events")]


@pytest.mark.parametrize(("path", "method"), operations())
def test_every_operation(made: Any, path: str, method: str) -> None:
    @given(case=made[path][method].as_strategy())
    @settings(max_examples=6, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def answered(case: Any) -> None:
        case.call_and_validate(checks=[not_a_server_error, content_type_conformance, response_schema_conformance])

    answered()


def test_what_is_described(made: Any) -> None:
    assert made.raw_schema["openapi"].startswith("3.1")
    paths = made.raw_schema["paths"]
    assert {"/v1/documents", "/v1/jobs/{job_id}", "/v1/changes", "/v1/deadlines.ics", "/v1/schema"} <= set(paths)
    assert all("description" in operation for path in paths.values() for operation in path.values())
