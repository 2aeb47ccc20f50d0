"""docs/service.md says what the service does."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from api.errors import SERVICE_CODES


@pytest.fixture(scope="module")
def text(pytestconfig: pytest.Config) -> str:
    return (pytestconfig.rootpath / "docs" / "service.md").read_text(encoding="utf-8")


def test_every_code_is_documented_with_its_status(text: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d{3}) \| (.+) \|$", text, re.MULTILINE)
    assert {code: (int(status), meaning) for code, status, meaning in rows} == SERVICE_CODES


def test_every_address_is_documented(text: str, client: TestClient) -> None:
    table = text.partition("## Addresses")[2].partition("**Waiting.**")[0]
    for path in client.get("/openapi.json").json()["paths"]:
        parts = [p for p in path.split("/") if p and not p.startswith("{")]
        last = parts[-1] if len(parts) > 1 else path.strip("/")
        assert last.partition("?")[0] in table, path
