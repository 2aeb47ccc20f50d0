"""What the service measures of itself, for Prometheus: requests by route, and the state of its queue."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Depends, FastAPI
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from prometheus_fastapi_instrumentator import Instrumentator

from api.deps import require
from extractor.errors import StoreError


class _Queue(Collector):
    """Asked for when the numbers are."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing is asked of the database before the service has started."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The queue as it is now."""
        state = self._app.state.service
        yield GaugeMetricFamily("vytiah_files_in_hand", "Files that this process reads now", value=state.runner.in_hand)
        try:
            waiting = state.jobs.waiting()
        except StoreError:
            # The rest is told all the same; that this is missing says enough.
            return
        yield GaugeMetricFamily("vytiah_files_waiting", "Files that wait or are read, of all processes", value=waiting)


def register(app: FastAPI) -> None:
    """GET /metrics, for whoever may read."""
    registry = CollectorRegistry()
    registry.register(_Queue(app))
    # Addresses that no route has are counted as one: else a scan of addresses would make numbers without end.
    instrumentator = Instrumentator(registry=registry, excluded_handlers=["/health/.*", "/metrics"])
    instrumentator.instrument(app)
    instrumentator.expose(app, include_in_schema=False, dependencies=[Depends(require("read"))])
