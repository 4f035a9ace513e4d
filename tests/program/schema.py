"""The JSON Schema of the reports, as the tests want it: what is not described
is not printed, while programs that read reports must let members be added."""

import json
import pathlib

import jsonschema

PATH = (pathlib.Path(__file__).resolve().parents[2] /
        "src/report/schema/mailpreflight-1.json")


def close(schema):
    """No other members than those described, at any depth."""
    if isinstance(schema, list):
        for part in schema:
            close(part)
    elif isinstance(schema, dict):
        for part in schema.values():
            close(part)
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)


def validator():
    schema = json.loads(PATH.read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    described = schema["properties"]
    close(schema)
    # What is described for all reports is that of a check's: the others are
    # closed themselves.
    del schema["additionalProperties"]
    schema["oneOf"][0] |= {"properties": dict.fromkeys(described, True),
                           "additionalProperties": False}
    return jsonschema.Draft7Validator(schema)
