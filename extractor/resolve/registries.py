"""Registries that bodies can be looked up in. One is added as a module of its own and an item of REGISTRIES."""

from __future__ import annotations

from typing import Protocol

from extractor.schema.facts import Organisation


class Registry(Protocol):
    """A register of bodies or places that a user has given."""

    def resolve(self, body: Organisation) -> Organisation:
        """The body with what the registry knows of it; unchanged where it knows none, or several."""
        ...


#: In order of priority: what one has filled in, the next leaves alone.
REGISTRIES: tuple[Registry, ...] = ()


def look_up(body: Organisation) -> Organisation:
    """The body as all registries know it."""
    for registry in REGISTRIES:
        body = registry.resolve(body)
    return body
