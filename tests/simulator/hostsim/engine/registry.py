"""Which images can be pulled, and for which platforms?

Made from the fleet file: {reference: {os_version, size, layers, config}} for a single manifest, or {reference:
{platforms: [{os,
architecture, os_version, size, layers, config}, ...]}} for a manifest list. `config` holds members of the image's
Config
(`Healthcheck`, `Cmd`, `Env`, ...). `denied: true` makes a repository that wants a login.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .references import BadReference, Reference, read_reference

UNITS = {"": 1, "B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}

BASE_CONFIG = {"Cmd": ["c:\\windows\\system32\\cmd.exe"]}  # as Microsoft's base images have it


@dataclass(frozen=True)
class Manifest:
    """One image for one platform; `os_version` is empty where the image does not say it."""

    os: str
    architecture: str
    os_version: str
    size: int
    layers: tuple[str, ...]
    digest: str
    image_id: str
    config: Mapping[str, Any] = field(default_factory=dict)

    @property
    def build(self) -> int | None:
        """The build in `os_version`, or None."""
        parts = self.os_version.split(".")
        return int(parts[2]) if len(parts) >= 3 and parts[2].isdigit() else None

    @property
    def revision(self) -> int | None:
        """The revision in `os_version`, or None where it has three parts (A5.2)."""
        parts = self.os_version.split(".")
        return int(parts[3]) if len(parts) >= 4 and parts[3].isdigit() else None


@dataclass(frozen=True)
class Entry:
    """What stands behind one reference: its manifests, whether they are a list, and the digest of the whole."""

    reference: Reference
    manifests: tuple[Manifest, ...]
    is_list: bool
    digest: str
    denied: bool = False


class Registry:
    """All references of the fleet file; hosts that occur in none of them do not exist."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self.entries: dict[str, Entry] = {}
        for name, value in (entries or {}).items():
            entry = read_entry(name, value)
            self.entries[entry.reference.familiar] = entry

    def find(self, reference: Reference) -> Entry | None:
        """The entry of a reference, by tag or by the digest of an entry or one of its manifests."""
        if not reference.digest:
            return self.entries.get(reference.familiar)
        for entry in self.entries.values():
            same = entry.reference.familiar_repository == reference.familiar_repository
            if same and reference.digest in (entry.digest, *(manifest.digest for manifest in entry.manifests)):
                return entry
        return None

    def knows_host(self, host: str) -> bool:
        """Whether a registry answers at that host."""
        return host == "docker.io" or any(entry.reference.host == host for entry in self.entries.values())

    def knows_repository(self, reference: Reference) -> bool:
        """Whether the repository exists (with whatever tag) and may be read."""
        return any(
            entry.reference.familiar_repository == reference.familiar_repository and not entry.denied
            for entry in self.entries.values()
        )


def read_entry(name: str, value: Mapping[str, Any]) -> Entry:
    """An Entry from the fleet file's form; ValueError for a name that is none."""
    try:
        reference = read_reference(name)
    except BadReference as error:
        raise ValueError(f"registry: {name!r}: {error}") from error
    platforms = value.get("platforms")
    rows = platforms if platforms is not None else [value]
    manifests = tuple(_manifest(reference.familiar_repository, row) for row in rows)
    digest = _digest("list", *(m.digest for m in manifests)) if platforms is not None else manifests[0].digest
    return Entry(reference, manifests, platforms is not None, digest, bool(value.get("denied")))


def _manifest(repository: str, row: Mapping[str, Any]) -> Manifest:
    nano = {"User": "ContainerUser"} if repository.endswith("/nanoserver") else {}  # isolation.md 4.5
    os, architecture = row.get("os", "windows"), row.get("architecture", "amd64")
    version = str(row.get("os_version") or "")
    base = (repository, os, architecture, version, str(row.get("revision", "")))
    layers = tuple(_digest("layer", *base, str(n)) for n in range(int(row.get("layers", 1))))
    # What two references describe alike is one image; one with another config or of another size is another.
    key = (*base, str(row.get("size", "")), json.dumps(row.get("config") or {}, sort_keys=True), *layers)
    return Manifest(
        os=os, architecture=architecture, os_version=version, size=read_size(row.get("size", "250MB")), layers=layers,
        digest=_digest("manifest", *key), image_id=_digest("config", *key), config={**BASE_CONFIG, **nano,
        **(row.get("config") or {})},
    )  # fmt: skip


def read_size(value: int | str) -> int:
    """Bytes of `296MB`, `4.84GB`, `1GiB` or a number; ValueError otherwise."""
    if isinstance(value, int):
        return value
    found = re.fullmatch(r"([\d.]+)\s*([A-Za-z]*)", value.strip())
    if not found or found[2] not in UNITS:
        raise ValueError(f"not a size: {value!r}")
    return int(float(found[1]) * UNITS[found[2]])


def _digest(*parts: str) -> str:
    return "sha256:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()
