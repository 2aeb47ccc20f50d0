"""The contract's JSON Schema (draft 2020-12)."""

from __future__ import annotations

import json

from extractor.schema.contract import SCHEMA_VERSION, Extraction


def text() -> str:
    """The schema as it is committed: sorted where order means nothing, two spaces a level, a final line break."""
    schema = Extraction.model_json_schema(mode="serialization")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:vytiah:extraction:{SCHEMA_VERSION}",
        **schema,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
