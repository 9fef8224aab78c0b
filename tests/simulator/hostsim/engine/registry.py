"""Which images can be pulled, from which registries? Hosts with their logins and faults, repositories, tags and what
stands behind them.

Made from the fleet file: `registry` {reference: an image} and `registries` {host: its login and its faults}
(registry_rows.py). A host that only has images is like Docker Hub: anybody may read what there is, and what there is
not looks like what is private. MCR tells what it does not have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .logins import Login
from .references import DEFAULT_HOST, Reference
from .registry_hosts import Document, RegistryHost, Repository
from .registry_rows import read_entry, read_host

MCR = "mcr.microsoft.com"


class Registry:
    """All registries that the host can reach; a name that is none of theirs does not exist."""

    def __init__(
        self,
        entries: Mapping[str, Mapping[str, Any]] | None = None,
        hosts: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.hosts: dict[str, RegistryHost] = {
            name: read_host(name, about or {}) for name, about in (hosts or {}).items()
        }
        self._host(DEFAULT_HOST)
        for name, value in (entries or {}).items():
            reference, document = read_entry(name, value)
            repository = self._host(reference.host).repositories.setdefault(reference.repository, Repository())
            repository.denied = repository.denied or bool(value.get("denied"))
            repository.put(document, reference.tag)

    def _host(self, name: str) -> RegistryHost:
        usual = RegistryHost(name, Login("token"), tells=name == MCR)
        return self.hosts.setdefault(name, usual)

    def find(self, reference: Reference) -> Document | None:
        """What is behind a reference, whoever may see it."""
        host = self.hosts.get(reference.host)
        repository = host.repositories.get(reference.repository) if host else None
        return repository.find(reference.digest or reference.tag) if repository else None
