"""What the tests of the service send, and how."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import cast

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.state import State

ORDER = "НАКАЗ\n\n3 травня 2022 р. № 12\n\nПро огляд шкіл\n\n1. Відділу освіти до 01.06.2022 оглянути 4 школи.\n"
WAIT = {"Prefer": "wait=60"}
#: The service answers on loopback for names of loopback only.
BASE = "http://localhost"

Service = Callable[..., TestClient]


def state_of(client: TestClient) -> State:
    """What the service behind the client holds."""
    return cast(State, cast(FastAPI, client.app).state.service)


def order(number: int) -> bytes:
    """An order of its own."""
    return ORDER.replace("№ 12", f"№ {number}").encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()
