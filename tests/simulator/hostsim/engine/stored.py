"""What does an engine of another version make of a container that is there? Its files are read into that version's
types: a member that they do not have has its zero value (moby container/container.go FromDisk)."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from . import wire, wire_values
from .container import Container
from .go_json import Array, Map, Member, Pointer, Slice, Struct
from .versions import EngineVersion


def reread(containers: Iterable[Container], version: EngineVersion) -> None:
    """Complete what is stored of containers. What this version does not know stays unseen."""
    host, config = wire.host_config(version.number), wire.config(version.number >= wire_values.TYPED_PORTS)
    for container in containers:
        container.host_config = completed(host, container.host_config)
        container.config = completed(config, container.config)


def completed(type_: Any, value: Any) -> Any:
    """A stored value with every member of a type."""
    if value is None:
        return None
    if isinstance(type_, Struct):
        return {**value, **{member.name: _member(member, value) for member in type_.members}}
    if isinstance(type_, Slice | Array):
        return [completed(type_.of, element) for element in value]
    if isinstance(type_, Map):
        return {key: completed(type_.of, element) for key, element in value.items()}
    return completed(type_.of, value) if isinstance(type_, Pointer) else value


def _member(member: Member, value: dict[str, Any]) -> Any:
    return completed(member.type, value[member.name]) if member.name in value else copy.deepcopy(member.type.zero)
