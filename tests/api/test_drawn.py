"""Drawn pages stay within their bound on the disk."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from service_samples import WAIT, Service, state_of

from api.drawn import sweep
from api.housekeeping import Housekeeping

PDF = Path(__file__).parents[2] / "corpus" / "documents" / "order_uk_hospital_shelters.pdf"


def page(folder: Path, name: str, *, size: int, used: float) -> None:
    folder.mkdir(exist_ok=True)
    for suffix, bytes_ in ((".png", size - 10), (".json", 10)):
        path = folder / f"{name}{suffix}"
        path.write_bytes(b"x" * bytes_)
        os.utime(path, (used, used))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_least_recently_used_go_first_until_the_rest_fits(tmp_path: Path) -> None:
    for number, used in enumerate((5_000, 1_000, 4_000, 2_000, 3_000)):
        page(tmp_path, f"{number}-1", size=100, used=used)
    assert sweep(tmp_path, 500) == 0
    assert sweep(tmp_path, 350) == 2
    assert names(tmp_path) == {"0-1.png", "0-1.json", "2-1.png", "2-1.json", "4-1.png", "4-1.json"}
    # Looked at since.
    os.utime(tmp_path / "4-1.json", (9_000, 9_000))
    assert sweep(tmp_path, 100) == 2
    assert names(tmp_path) == {"4-1.png", "4-1.json"}
    assert sweep(tmp_path, 0) == 1
    assert names(tmp_path) == set()
    assert sweep(tmp_path / "nowhere", 0) == 0


def test_what_a_killed_process_left_half_written_goes_with_its_page(tmp_path: Path) -> None:
    page(tmp_path, "a-1", size=100, used=2_000)
    left = tmp_path / "b-1.png.0123abcd"
    left.write_bytes(b"x" * 100)
    os.utime(left, (1_000, 1_000))
    assert sweep(tmp_path, 150) == 1
    assert names(tmp_path) == {"a-1.png", "a-1.json"}


def test_what_was_used_a_moment_ago_is_let_be(tmp_path: Path) -> None:
    now = time.time()
    page(tmp_path, "a-1", size=100, used=now - 30)
    page(tmp_path, "b-1", size=100, used=now - 90)
    (tmp_path / "c-1.png.0123abcd").write_bytes(b"x" * 100)
    assert sweep(tmp_path, 0) == 1
    assert names(tmp_path) == {"a-1.png", "a-1.json", "c-1.png.0123abcd"}


@pytest.mark.parametrize("taken", ["as it is looked at", "as it is put"])
def test_what_is_taken_meanwhile_is_drawn_again(service: Service, monkeypatch: pytest.MonkeyPatch, taken: str) -> None:
    client = service()
    place = client.post("/v1/documents", content=PDF.read_bytes(), headers=WAIT).headers["content-location"]
    address = place.replace("/extraction", "/pages/1.png")
    first = client.get(address)
    folder = state_of(client).pages
    for kept in folder.iterdir():
        # The size goes first, by another process, or the picture, between one look and the other.
        if taken == "as it is put" or kept.suffix == ".png":
            kept.unlink()
    if taken == "as it is put":
        replace = Path.replace

        def late(self: Path, target: Path) -> Path:
            if self.parent == folder:
                self.unlink()
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", late)
    assert client.get(address).content == first.content
    size = client.get(address.removesuffix(".png"))
    assert size.status_code == 200
    assert size.json()["page"] == 1


def test_a_file_taken_between_a_look_and_its_use(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    client = service()
    place = client.post("/v1/documents", content=PDF.read_bytes(), headers=WAIT).headers["content-location"]
    address = place.replace("/extraction", "/pages/1.png")
    first = client.get(address)
    folder, utime = state_of(client).pages, os.utime

    def late(path: Path, *times: float) -> None:
        for kept in folder.iterdir():
            kept.unlink()
        utime(path, *times)

    monkeypatch.setattr(os, "utime", late)
    assert client.get(address).content == first.content


def test_a_service_keeps_its_bound_and_draws_again_what_is_asked_for(service: Service) -> None:
    client = service(max_drawn=1)
    place = client.post("/v1/documents", content=PDF.read_bytes(), headers=WAIT).headers["content-location"]
    address = place.replace("/extraction", "/pages/1.png")
    first = client.get(address)
    assert first.status_code == 200
    state = state_of(client)
    Housekeeping(state.database, state.store, state.uploads, state.pages, state.options).stop()
    assert len(names(state.pages)) == 2
    for path in state.pages.iterdir():
        os.utime(path, (1_000, 1_000))
    Housekeeping(state.database, state.store, state.uploads, state.pages, state.options).stop()
    assert names(state.pages) == set()
    assert client.get(address).content == first.content


def test_a_page_that_is_looked_at_is_used(service: Service) -> None:
    client = service()
    place = client.post("/v1/documents", content=PDF.read_bytes(), headers=WAIT).headers["content-location"]
    address = place.replace("/extraction", "/pages/1.png")
    client.get(address)
    folder = state_of(client).pages
    for path in folder.iterdir():
        os.utime(path, (1_000, 1_000))
    page(folder, "other-1", size=100, used=2_000)
    assert client.get(address).status_code == 200
    assert sweep(folder, sum(path.stat().st_size for path in folder.iterdir()) - 1) == 1
    assert "other-1.png" not in names(folder)
