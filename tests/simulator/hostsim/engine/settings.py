"""What of its configuration does the simulated engine heed?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .configuration import registries

PIPE = "docker_engine"
HUB = {"Name": "docker.io", "Mirrors": [], "Secure": True, "Official": True}


@dataclass(frozen=True)
class Settings:
    """`values` is the whole configuration under the file's names; none before the first start."""

    isolation: str = "process"
    values: dict[str, Any] = field(default_factory=dict)
    number: tuple[int, ...] = (0,)

    @property
    def log_driver(self) -> str:
        return str(self.values.get("log-driver") or "json-file")

    @property
    def log_options(self) -> dict[str, str]:
        return dict(self.values.get("log-opts") or {})

    @property
    def pipes(self) -> list[str]:
        """The names of the pipes on which the engine listens."""
        hosts = self.values.get("hosts", [f"npipe:////./pipe/{PIPE}"])
        paths = [host.removeprefix("npipe://") for host in hosts if host.startswith("npipe://")]
        return [path.replace("\\", "/").rsplit("/", 1)[-1] for path in paths]

    @property
    def exec_options(self) -> list[str]:
        return list(self.values.get("exec-opts") or [])

    def fill(self, log: dict[str, Any]) -> None:
        """A container's LogConfig with what the engine adds to it (moby daemon/logs.go mergeAndVerifyLogConfig)."""
        if not self.log_options and self.log_driver == "json-file":
            return
        log["Type"] = log["Type"] or self.log_driver
        if log["Type"] == self.log_driver:
            log["Config"] = {**self.log_options, **(log["Config"] or {})}

    def told(self) -> dict[str, Any]:
        """The fields of GET /info that follow from it."""
        values, proxies = self.values, self.values.get("proxies") or {}
        networks, names = registries.insecure(values.get("insecure-registries") or [], self.number, lambda text: None)
        mirrors = registries.mirrors(values.get("registry-mirrors") or [])
        insecure = {name: {"Name": name, "Mirrors": [], "Secure": False, "Official": False} for name in names}
        return {
            "Debug": bool(values.get("debug")),
            "LoggingDriver": self.log_driver,
            "RegistryConfig": {
                "InsecureRegistryCIDRs": networks,
                "IndexConfigs": {**insecure, "docker.io": {**HUB, "Mirrors": mirrors}},
                "Mirrors": mirrors or ([] if not (28, 0) <= self.number < (29, 0) else None),
            },
            "HttpProxy": proxies.get("http-proxy", ""), "HttpsProxy": proxies.get("https-proxy", ""),
            "NoProxy": proxies.get("no-proxy", ""), "Labels": list(values.get("labels") or []),
            "ExperimentalBuild": bool(values.get("experimental")),
        }  # fmt: skip
