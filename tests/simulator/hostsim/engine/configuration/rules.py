"""What must one value of the configuration look like? (moby opts/opts.go, registry/config.go, swarmkit's parser)"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .addresses import NotAllowed

LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9\-]*[a-zA-Z0-9])?"
DOMAIN = re.compile(rf"(:?:?{LABEL}(?:\.{LABEL})*)\.?\s*")
RESERVED = ("com.docker.", "io.docker.", "org.dockerproject.")
LEVELS = ("panic", "fatal", "error", "warn", "info", "debug", "trace")
FORMATS = ("text", "json")


def label(value: str) -> str:
    if "=" not in value:
        raise NotAllowed(f"bad attribute format: {value}")
    if value.lower().startswith(RESERVED):
        raise NotAllowed(
            f"label {value} is not allowed: the namespaces com.docker.*, io.docker.*, and org.dockerproject.* are "
            "reserved for internal use"
        )
    return value


def search_domain(value: str) -> str:
    value = value.strip(" ")
    if value == ".":
        return value
    found = DOMAIN.fullmatch(value) if re.search("[a-zA-Z]", value) else None
    if found is None or len(found[1]) >= 255:
        raise NotAllowed(f"{value} is not a valid domain")
    return found[1]


def index_name(value: str) -> str:
    value = "docker.io" if value == "index.docker.io" else value
    if value.startswith("-") or value.endswith("-"):
        raise NotAllowed(f"invalid index name ({value}). Cannot begin or end with a hyphen")
    return value


def one_resource(value: str) -> str:
    if "=" not in value:
        raise NotAllowed(f"invalid node-generic-resource format `{value}` expected `name=value`")
    return value


def resources(values: Sequence[str]) -> None:
    """Either one number or names for each key."""
    told: dict[str, list[str]] = {}
    for term in values:
        parts = term.split("=")
        if len(parts) != 2:
            raise _no_resource(f"incorrect term {term}, missing '=' or malformed expression")
        told.setdefault(parts[0].strip(), []).append(parts[1].strip())
    for key, found in told.items():
        numbers = [value for value in found if re.fullmatch(r"[+-]?\d+", value)]
        if len(found) == 1 and numbers:
            if int(numbers[0]) < 0:
                raise _no_resource(f"cannot ask for negative resource {key}")
        elif numbers:
            raise _no_resource(f"mixed discrete and named resources in expression '{key}=[{' '.join(found)}]'")


def _no_resource(why: str) -> NotAllowed:
    return NotAllowed(f"could not parse GenericResource: {why}")


def exec_option(value: str) -> tuple[str, str]:
    """The option's name and value (config.go parseExecOptions)."""
    key, equals, told = value.partition("=")
    key, told = key.strip().lower(), told.strip()
    if not equals or not key or not told:
        raise NotAllowed(f"invalid exec-opt ({value}): must be formatted 'opt=value'")
    if key == "native.cgroupdriver":
        raise NotAllowed(f"invalid exec-opt ({value}): option '{key}' is only supported on linux")
    if key != "isolation":
        raise NotAllowed(f"invalid exec-opt ({value}): unknown option: '{key}'")
    return key, told


def gateways(addresses: Sequence[str]) -> None:
    for family, colon in (("IPv4", False), ("IPv6", True)):
        if sum((":" in address) is colon for address in addresses) > 1:
            raise NotAllowed(f"only one {family} host gateway IP address can be specified")


def without_conflicts(labels: Sequence[str]) -> list[str]:
    """GetConflictFreeLabels: one of each; two values for one key are refused."""
    found: dict[str, str] = {}
    for text in labels:
        key, equals, value = text.partition("=")
        if equals:
            if found.get(key, value) != value:
                raise NotAllowed(f"conflict labels for {key}={value} and {key}={found[key]}")
            found[key] = value
    return [f"{key}={value}" for key, value in found.items()]
