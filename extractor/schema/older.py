"""Extractions that an older version of the program wrote."""

from __future__ import annotations

import json

from pydantic import ValidationError

from extractor.schema.contract import SCHEMA_VERSION, Extraction, Failure


def extraction_of(data: bytes | str) -> Extraction:
    """The Extraction that the JSON is. One of an older minor version of the contract becomes one of today's: it lacks
    only fields that may be absent. Raises ValidationError."""
    try:
        return Extraction.model_validate_json(data)
    except ValidationError as error:
        return Extraction.model_validate(_todays(data, error))


def failure_of(data: bytes | str) -> Failure:
    """The same of a Failure."""
    try:
        return Failure.model_validate_json(data)
    except ValidationError as error:
        return Failure.model_validate(_todays(data, error))


def _todays(data: bytes | str, error: ValidationError) -> object:
    """The JSON with today's version in it, where an older minor version is all that is wrong with that field."""
    if not any(wrong["loc"] == ("schema_version",) for wrong in error.errors()):
        raise error
    whole = json.loads(data)
    major, _, minor = str(whole["schema_version"]).partition(".")
    todays = SCHEMA_VERSION.split(".")
    if major != todays[0] or not minor.isdecimal() or int(minor) > int(todays[1]):
        raise error
    return {**whole, "schema_version": SCHEMA_VERSION}
