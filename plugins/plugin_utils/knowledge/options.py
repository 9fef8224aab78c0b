# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One row for each option of a container: how it is sent when the container is created, and how it is read back and
compared.

A row compares two plain values, `wanted` and `found`. What the engine changes by itself is levelled out in both of
them, and what comes from the image is taken out of both, so that values are equal exactly where nothing is to be done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import (
    Binding,
    Container,
    ImageConfig,
)

UNREADABLE = object()  # this engine does not tell the value; the digest in the container's label decides


@dataclass(frozen=True)
class Option:
    """`send(value)` gives what is put into the create body, as {dotted field: value}; not asked where the value is
    None or empty. `wanted(value, image)` and `found(container, image)` give the two values that are compared, `image`
    being the image's Config. `from_image` says that the value cannot be told where the image's Config is not known.
    `secret` values are never shown. `zero_asks`: 0 is a value like others; `empty_asks`: an empty list is."""

    send: Callable[[Any], Mapping[str, Any]]
    wanted: Callable[[Any, ImageConfig], Any]
    found: Callable[[Container, ImageConfig], Any]
    from_image: bool = False
    secret: bool = False
    zero_asks: bool = False
    empty_asks: bool = False

    def asks(self, value: Any) -> bool:
        """Whether anything is to be sent."""
        return bool(value) or (self.zero_asks and value == 0) or (self.empty_asks and value == [])


def _same(value: Any, image: ImageConfig) -> Any:
    return value


# names to texts, less what the image brings.
def _env_of(items: Iterable[str]) -> dict[str, str]:
    """Windows does not tell PATH from Path."""
    return {key.upper(): value for key, _equals, value in (item.partition("=") for item in items)}


def _less(values: Mapping[str, str], image: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if image.get(key) != value}


def _wanted_env(value: Mapping[str, str], image: ImageConfig) -> dict[str, str]:
    return _less({key.upper(): text for key, text in value.items()}, _env_of(image.env))


def _found_env(container: Container, image: ImageConfig) -> dict[str, str]:
    return _less(_env_of(container.config.env), _env_of(image.env))


def _wanted_labels(value: Mapping[str, str], image: ImageConfig) -> dict[str, str]:
    return _less(value, image.labels)


def _found_labels(container: Container, image: ImageConfig) -> dict[str, str]:
    found = _less(container.labels, image.labels)
    return {key: value for key, value in found.items() if not key.startswith("winfleet.")}


def _found_annotations(container: Container, image: ImageConfig) -> Any:
    # Engines before API 1.43 drop them without a word and have no such field.
    return UNREADABLE if container.host.annotations is None else dict(container.host.annotations)


# what is started.
def _of_image(
    field: str, level: Callable[[Any], Any], empty: bool = False
) -> tuple[Callable[[Any, ImageConfig], Any], Callable[..., Any]]:
    """The image's own value stands where none is declared. `empty`: one that is empty takes it away."""

    def wanted(value: Any, image: ImageConfig) -> Any:
        return level(value if value or (empty and value is not None) else getattr(image, field))

    def found(container: Container, image: ImageConfig) -> Any:
        return level(getattr(container.config, field))

    return wanted, found


def _list(value: Any) -> list[str]:
    return list(value or [])


def _word(value: Any) -> str:
    return str(value or "").lower()


# paths.
def plain_path(path: str) -> str:
    """Inspect may give paths in lower case, with backslashes, without the last one (moby
    daemon/volume/mounts/windows_parser.go)."""
    path = path.replace("/", "\\").lower().rstrip("\\")
    return path + "\\" if path.endswith(":") else path


def _mount(kind: str, source: str, target: str, read_only: bool) -> tuple[str, str, str, bool]:
    return kind, plain_path(source) if kind != "volume" else source.lower(), plain_path(target), read_only


def _wanted_mounts(value: list[Mapping[str, Any]], image: ImageConfig) -> list[tuple[str, str, str, bool]]:
    return sorted(_mount(item["type"], item["source"], item["target"], item["read_only"]) for item in value)


UNNAMED = re.compile("[0-9a-f]{64}")  # of a volume that the engine named (moby daemon/volume/service, stringid)
_BIND = re.compile(
    r"(?:(?P<source>(?:[a-z]:[\\/]|[\\/]{2})[^:]*|[^:\\/]+):)?(?P<target>(?:[a-z]:)?[^:]+)(?::(?P<mode>\w+))?",
    re.IGNORECASE,
)


def _found_mounts(container: Container, image: ImageConfig) -> list[tuple[str, str, str, bool]]:
    """Structured mounts, and the `Binds` texts of containers that another tool created."""
    found = [_mount(item.type, item.source, item.target, item.read_only) for item in container.host.mounts]
    for text in container.host.binds:
        match = _BIND.fullmatch(text)
        source = (match["source"] if match else text) or ""
        kind = (
            "npipe"
            if plain_path(source).startswith("\\\\.\\pipe\\")
            else "bind"
            if re.match(r"[a-zA-Z]:|\\\\", source)
            else "volume"
        )
        if kind == "volume" and UNNAMED.fullmatch(source):
            continue  # carried over from the container before it, as compose does: nobody declares it
        found.append(_mount(kind, source, match["target"] if match else "", bool(match and match["mode"] == "ro")))
    return sorted(found)


def _send_mounts(value: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {
        "HostConfig.Mounts": [
            {"Type": item["type"], "Source": item["source"], "Target": item["target"], "ReadOnly": item["read_only"]}
            for item in value
        ]
    }


# ports.
def _port_key(port: Mapping[str, Any]) -> str:
    return f"{port['container_port']}/{port['protocol']}"


def _send_ports(value: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    bindings: dict[str, list[dict[str, str]]] = {}
    for port in value:
        bindings.setdefault(_port_key(port), []).append({"HostPort": str(port["host_port"] or "")})
    return {"ExposedPorts": {key: {} for key in bindings}, "HostConfig.PortBindings": bindings}


def _wanted_ports(value: list[Mapping[str, Any]], image: ImageConfig) -> list[str]:
    return sorted(f"{port['host_port'] or ''}:{_port_key(port)}" for port in value)


def _found_ports(container: Container, image: ImageConfig) -> list[str]:
    return sorted(
        f"{binding.port.removeprefix('0')}:{key if '/' in key else f'{key}/tcp'}"  # kept as it was sent (recorded)
        for key, bindings in container.host.port_bindings.items()
        for binding in bindings or (Binding(""),)
    )


# the health check.
def _wanted_health(value: Mapping[str, Any] | None, image: ImageConfig) -> dict[str, Any]:
    """What is not declared of it is the image's (moby daemon/commit.go merge)."""
    return {**_healthy(image.healthcheck), **(value or {})}


def _healthy(found: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty, which asks for nothing."""
    return {key: list(item) if isinstance(item, (list, tuple)) else item for key, item in found.items() if item}


# the rest.
def _found_hostname(container: Container, image: ImageConfig) -> str:
    """The engine gives a container without one the first twelve digits of its id (moby daemon/container.go), and one
    that joins another's network that one's name when it starts (recorded; initializeNetworking)."""
    if container.host.network_mode.startswith("container:"):
        return ""
    name = container.config.hostname
    return "" if name and container.id.startswith(name) else name.lower()


def _network(value: Any) -> str:
    """``, `default` and `nat` are one network on Windows."""
    return "nat" if value in (None, "", "default", "nat") else str(value)


def endpoint_settings(value: Mapping[str, Any]) -> dict[str, Any]:
    """How a container is on one network, as the engine is told it."""
    address, mac = value["ipv4_address"], value["mac_address"]
    return {
        **({"Aliases": value["aliases"]} if value["aliases"] else {}),
        **({"IPAMConfig": {"IPv4Address": address}} if address else {}),
        **({"MacAddress": mac} if mac else {}),
    }


def _send_endpoint(value: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Of the first alone: engines before API 1.44 create a container on one network."""
    return {"NetworkingConfig.EndpointsConfig": {value[0]["name"]: endpoint_settings(value[0])}}


def _wanted_endpoints(value: list[Mapping[str, Any]] | None, image: ImageConfig) -> dict[str, dict[str, Any]]:
    return {
        _network(one["name"]): {key: item for key, item in one.items() if item and key != "name"} for one in value or []
    }


def _found_endpoints(container: Container, image: ImageConfig) -> dict[str, dict[str, Any]]:
    """Older APIs add the short id to the aliases (recorded); a card's address is told whoever chose it."""
    told = {
        _network(name): {
            "aliases": sorted(alias for alias in found.aliases if not container.id.startswith(alias)),
            "ipv4_address": found.asked.v4,
            "mac_address": found.mac.lower().replace("-", ":"),
        }
        for name, found in container.endpoints.items()
    }
    return {name: {key: item for key, item in found.items() if item} for name, found in told.items()}


def _policy(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"Name": value["name"], "MaximumRetryCount": value["maximum_retry_count"]}


def _found_policy(container: Container, image: ImageConfig) -> dict[str, Any]:
    found = container.host.restart_policy
    return {"Name": found.name or "no", "MaximumRetryCount": found.retries}


def _found_credential_spec(container: Container, image: ImageConfig) -> str:
    specs = [
        item.partition("=")[2] for item in container.host.security_opt if item.lower().startswith("credentialspec=")
    ]
    scheme, separator, rest = (specs[-1] if specs else "").partition("://")  # the last one wins (moby oci_windows.go)
    return f"{scheme.lower()}{separator}{rest}"  # the engine reads the scheme in any case, and keeps it (recorded)


def _text(value: Any, image: ImageConfig) -> str:
    return str(value or "")


def _signal(value: str) -> str:
    """The engine keeps it as it was written, and reads SIGTERM, TERM and sigterm as one (moby/sys/signal)."""
    return value.upper().removeprefix("SIG")


def _of_host(member: str, field: str, empty: Callable[..., Any]) -> Option:
    """One of HostConfig that is kept as it was sent."""
    return Option(
        lambda v: {f"HostConfig.{member}": v},
        lambda v, image: empty(v or empty()),
        lambda c, image: empty(getattr(c.host, field)),
    )


_command = _of_image("cmd", _list)
_entrypoint = _of_image("entrypoint", _list, empty=True)
_user = _of_image("user", _word)
_working_dir = _of_image("working_dir", lambda value: plain_path(str(value or "")))

OPTIONS: dict[str, Option] = {
    "command": Option(lambda v: {"Cmd": v}, *_command, from_image=True),
    "entrypoint": Option(lambda v: {"Entrypoint": v}, *_entrypoint, from_image=True, empty_asks=True),
    "env": Option(
        lambda v: {"Env": [f"{key}={text}" for key, text in sorted(v.items())]},
        _wanted_env,
        _found_env,
        from_image=True,
        secret=True,
    ),
    "ports": Option(_send_ports, _wanted_ports, _found_ports),
    "mounts": Option(_send_mounts, _wanted_mounts, _found_mounts),
    "memory": Option(lambda v: {"HostConfig.Memory": v}, lambda v, image: v or 0, lambda c, image: c.host.memory),
    "cpus": Option(
        lambda v: {"HostConfig.NanoCpus": round(v * 1e9)},
        lambda v, image: round((v or 0) * 1e9),
        lambda c, image: c.host.nano_cpus,
    ),
    "restart_policy": Option(
        lambda v: {"HostConfig.RestartPolicy": _policy(v)}, lambda v, image: _policy(v), _found_policy
    ),
    "labels": Option(lambda v: {"Labels": v}, _wanted_labels, _found_labels, from_image=True),
    "network": Option(
        lambda v: {"HostConfig.NetworkMode": v},
        lambda v, image: _network(v),
        lambda c, image: _network(c.host.network_mode),
    ),
    # What is declared of them beside their names; those, containers/places.py brings together with `network`.
    "networks": Option(_send_endpoint, _wanted_endpoints, _found_endpoints),
    "devices": Option(
        lambda v: {"HostConfig.Devices": [{"PathOnHost": path} for path in v]},
        lambda v, image: sorted(map(_word, v)),
        lambda c, image: sorted(_word(item.path) for item in c.host.devices),
    ),
    "credential_spec": Option(
        lambda v: {"HostConfig.SecurityOpt": [f"credentialspec={v}"]},
        lambda v, image: v or "",
        _found_credential_spec,
        secret=True,
    ),
    "user": Option(lambda v: {"User": v}, *_user, from_image=True),
    "working_dir": Option(lambda v: {"WorkingDir": v}, *_working_dir, from_image=True),
    "hostname": Option(lambda v: {"Hostname": v}, lambda v, image: _word(v), _found_hostname),
    "annotations": Option(lambda v: {"HostConfig.Annotations": v}, _same, _found_annotations),
    "healthcheck": Option(
        lambda v: {"Healthcheck": v},
        _wanted_health,
        lambda c, image: _healthy(c.config.healthcheck),
        from_image=True,
    ),
    "stop_signal": Option(
        lambda v: {"StopSignal": v},
        lambda v, image: _signal(v or image.stop_signal),
        lambda c, image: _signal(c.config.stop_signal),
        from_image=True,
    ),
    "stop_timeout": Option(lambda v: {"StopTimeout": v}, _same, lambda c, image: c.config.stop_timeout, zero_asks=True),
    "domainname": Option(lambda v: {"Domainname": v}, _text, lambda c, image: c.config.domainname),
    "tty": Option(lambda v: {"Tty": v}, lambda v, image: bool(v), lambda c, image: c.config.tty),
    "stdin_open": Option(lambda v: {"OpenStdin": v}, lambda v, image: bool(v), lambda c, image: c.config.stdin_open),
    "dns": _of_host("Dns", "dns", list),
    "dns_search": _of_host("DnsSearch", "dns_search", list),
    "cpu_count": _of_host("CpuCount", "cpu_count", int),
    "cpu_percent": _of_host("CpuPercent", "cpu_percent", int),
    "cpu_shares": _of_host("CpuShares", "cpu_shares", int),
    "io_maximum_iops": _of_host("IOMaximumIOps", "io_maximum_iops", int),
    "io_maximum_bandwidth": _of_host("IOMaximumBandwidth", "io_maximum_bandwidth", int),
    "storage_opt": _of_host("StorageOpt", "storage_opt", dict),
    "log_driver": Option(lambda v: {"HostConfig.LogConfig.Type": v}, _text, lambda c, image: c.host.log.driver),
    "log_options": Option(
        lambda v: {"HostConfig.LogConfig.Config": v},
        lambda v, image: dict(v or {}),
        lambda c, image: dict(c.host.log.options),
    ),
}
