"""Strangers' names and words as a database may hold them."""

from __future__ import annotations

from typing import overload


@overload
def legible(text: str) -> str: ...


@overload
def legible(text: None) -> None: ...


def legible(text: str | None) -> str | None:
    """The text without NUL, lone surrogates (bytes of a file's name that are no UTF-8) written out."""
    if text is None or text.isprintable():
        return text
    return text.replace("\0", "").encode("utf-8", "backslashreplace").decode()
