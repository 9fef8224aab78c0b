"""Compares what a module returned with what its RETURN says, key by key, as deep as either goes."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

DOCS = "ansible_collections.winfleet.containers.plugins.modules"
# What Ansible itself, or every module, adds.
COMMON = {
    "changed",
    "failed",
    "msg",
    "warnings",
    "deprecations",
    "diff",
    "invocation",
    "exception",
    "failed_when_result",
}
TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "list": (list,),
    "dict": (dict,),
    "raw": (object,),
}
LINK = re.compile(r"(?:RV|M)\(winfleet\.containers\.(\w+)(?:#module:(\w+))?\)")


def documented(module: str) -> dict[str, Any]:
    return dict(yaml.safe_load(importlib.import_module(f"{DOCS}.{module}").RETURN))


def differences(result: Mapping[str, Any], module: str, place: str = "") -> Iterator[str]:
    """Keys that are not documented, or of another type, or without `contains`."""
    own = {key: value for key, value in result.items() if key not in COMMON and not key.startswith("_ansible")}
    yield from _of_dict(own, documented(module), place or module)


def _of_dict(values: Mapping[str, Any], rows: Mapping[str, Any], place: str) -> Iterator[str]:
    for key, value in values.items():
        where = f"{place}.{key}"
        if key not in rows:
            yield f"{where} is not documented"
        elif value is not None:
            yield from _of_value(value, rows[key], where)


def _of_value(value: Any, row: Mapping[str, Any], where: str) -> Iterator[str]:
    kinds = TYPES[row["type"]]
    if row["type"] == "raw":  # a table whose keys are the user's own
        return
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds and row["type"] != "raw"):
        yield f"{where} is a {type(value).__name__} and documented as {row['type']}"
        return
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict) != (row.get("elements") == "dict"):
                yield f"{where} holds a {type(item).__name__} and is documented as elements: {row.get('elements')}"
            elif isinstance(item, dict):
                yield from _of_dict(item, contained(row, where), where)
    elif isinstance(value, dict):
        yield from _of_dict(value, contained(row, where), where)


def contained(row: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """The rows of what is in it: its own, or those of the module or of the value that its description names."""
    if "contains" in row:
        return dict(row["contains"])
    words = row["description"] if isinstance(row["description"], str) else " ".join(row["description"])
    found = LINK.search(words)
    if found is None or "keys are those" not in words:
        return {}
    rows = documented(found[1])
    return contained(rows[found[2]], where) if found[2] else rows


def seen(value: Any, place: str) -> Iterator[str]:
    """The places of all keys of a result, lists without their numbers."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{place}.{key}"
            yield from seen(item, f"{place}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from seen(item, place)


def places(rows: Mapping[str, Any], place: str) -> Iterator[str]:
    """The places of all keys that a RETURN documents."""
    for key, row in rows.items():
        yield f"{place}.{key}"
        yield from places(row.get("contains") or {}, f"{place}.{key}")
