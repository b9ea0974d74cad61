"""As much of OpenAPI 3.0 as Cardcom's file uses, to hold our requests against it."""

import json
import os
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

VARIABLE = "FITKIT_CARDCOM_OPENAPI"


def path() -> Path | None:
    """Where the file lies; None: it is not at hand."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named and Path(named).is_file() else None


@cache
def schemas(file: Path) -> dict[str, Any]:
    whole = json.loads(file.read_text("utf-8-sig"))
    return {"paths": whole["paths"], **whole["components"]["schemas"]}


def request_schema(file: Path, url: str) -> str:
    """The name of the schema that a POST takes."""
    body = schemas(file)["paths"][f"/api/v11{url}"]["post"]["requestBody"]
    return body["content"]["application/json"]["schema"]["oneOf"][0]["$ref"].rpartition("/")[2]


def properties(file: Path, name: str) -> tuple[dict[str, Any], set[str]]:
    """Fields of an object schema, with those it extends, and which are required."""
    schema = schemas(file)[name]
    found: dict[str, Any] = {}
    required: set[str] = set()
    for part in [*schema.get("allOf", []), schema]:
        if "$ref" in part:
            more, needed = properties(file, part["$ref"].rpartition("/")[2])
            found |= more
            required |= needed
        else:
            found |= part.get("properties", {})
            required |= set(part.get("required", []))
    return found, required


def problems(file: Path, name: str, value: Any, where: str = "") -> list[str]:
    """What is wrong with a value of a named schema; empty when nothing is."""
    schema = schemas(file)[name]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value!r} is none of {name}"]
    known, required = properties(file, name)
    if not isinstance(value, dict):
        return [f"{where}: no object"]
    found = [f"{where}.{n}: unknown" for n in value if n not in known]
    found += [f"{where}.{n}: missing" for n in required if n not in value]
    for n, inner in value.items():
        if n in known:
            found += _of(file, known[n], inner, f"{where}.{n}")
    return found


def _of(file: Path, schema: dict[str, Any], value: Any, where: str) -> list[str]:
    if value is None:
        return [] if schema.get("nullable") else [f"{where}: null"]
    for ref in [schema, *schema.get("oneOf", []), *schema.get("allOf", [])]:
        if "$ref" in ref:
            return problems(file, ref["$ref"].rpartition("/")[2], value, where)
    if schema.get("type") == "array":
        if not isinstance(value, list):
            return [f"{where}: no list"]
        rows = enumerate(value)
        return [p for i, v in rows for p in _of(file, schema["items"], v, f"{where}[{i}]")]
    return [] if _is(schema, value) else [f"{where}: {value!r} is no {schema}"]


def _is(schema: dict[str, Any], value: Any) -> bool:
    match schema.get("type"):
        case "string":
            return (
                isinstance(value, str)
                and schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**6)
                and _formatted(schema.get("format", ""), value)
            )
        case "integer":
            most = 2 ** (31 if schema.get("format") == "int32" else 63)
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < most
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
    raise AssertionError(f"a type that is not known: {schema}")


def _formatted(kind: str, value: str) -> bool:
    try:
        match kind:
            case "guid":
                UUID(value)
            case "date-time":
                datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
