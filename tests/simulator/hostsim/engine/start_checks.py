"""What does the engine find wrong when it starts a container, before it asks the Host Compute Service?

moby daemon/oci_windows.go and daemon/internal/libcontainerd/local/local_windows.go (isolation.md 1.4, 1.7, 1.8).
"""

from __future__ import annotations

import ntpath
from collections.abc import Callable, Iterator
from typing import Any

from .container import Container
from .texts import refusal
from .versions import EngineVersion

DEVICE_TYPES = ("class", "vpci-class-guid")
CREDENTIAL_SPECS = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization\\Containers\\CredentialSpecs"


def check_device_paths(container: Container, version: EngineVersion) -> None:
    """Raise ApiError 500 for device paths of the wrong form (moby daemon/oci_windows.go)."""
    for path, kind, separator in _devices(container):
        if not separator or (separator == "/" and kind != "class") or (separator == "://" and version.number < (23, 0)):
            raise refusal("device_path", version, path=path)
        if not kind:
            raise refusal("device_id_type", version, path=path)


def check_device_types(container: Container, version: EngineVersion) -> None:
    """Raise ApiError 500 for what cannot be given to a container (moby libcontainerd/local)."""
    for _path, kind, _separator in _devices(container):
        if container.isolation == "hyperv":
            raise refusal("device_hyperv", version)
        if kind not in DEVICE_TYPES:
            raise refusal("device_type", version, type=kind)


def _devices(container: Container) -> Iterator[tuple[str, str, str]]:
    """(path, type, what stands behind the type)."""
    for device in container.host_config["Devices"] or []:
        path = str(device["PathOnHost"])
        for separator in ("://", "/"):
            kind, found, _rest = path.partition(separator)
            if found:
                break
        yield path, kind, found


def check_subpaths(container: Container, version: EngineVersion, exists: Callable[[str], bool]) -> None:
    """Raise ApiError 404 for a part of a volume that is not there."""
    for mount in container.host_config["Mounts"] or []:
        subpath = (mount["VolumeOptions"] or {}).get("Subpath")
        if not subpath:
            continue
        source = next(point["Source"] for point in container.mounts if point["Name"] == mount["Source"])
        path = ntpath.normpath(f"{source}\\{subpath}")
        if not exists(path):
            raise refusal("subpath_missing", version, path=path)


def check_extra_hosts(container: Container, version: EngineVersion) -> None:
    """Raise ApiError 500 for host-gateway, whose address nobody gives on Windows (moby
    daemon/container_operations.go)."""
    for entry in container.host_config["ExtraHosts"] or []:
        if str(entry).partition(":")[2] == "host-gateway":
            raise refusal("host_gateway", version)


def check_credentials(
    container: Container, version: EngineVersion, data_root: str, exists: Callable[[str], bool],
    registry: Callable[[str], dict[str, Any] | None],
) -> None:  # fmt: skip
    """Raise ApiError 500 for security options that are no credential spec, or one that is not there."""
    for option in container.host_config["SecurityOpt"] or []:
        key, equals, value = str(option).partition("=")
        if not equals:
            raise refusal("security_no_equals", version, value=option)
        if key.lower() != "credentialspec":
            raise refusal("security_key", version, key=key)
        scheme, separator, rest = value.partition("://")
        scheme = scheme.lower()
        if not separator or not rest or scheme not in ("file", "registry", "raw"):
            raise refusal("credential_prefix", version)
        base = f"{data_root}\\CredentialSpecs"
        if scheme == "file":
            if rest[1:2] == ":" or rest[0] in "/\\":
                raise refusal("credential_absolute", version)
            if ".." in rest.replace("/", "\\").split("\\"):
                raise refusal("credential_outside", version, base=base)
            if not exists(f"{base}\\{rest}"):
                path = ntpath.normpath(f"{base}\\{rest}")
                kind = "file" if exists(ntpath.dirname(path)) or ntpath.dirname(path) == base else "path"
                raise refusal("credential_missing", version, id=container.id, path=path, kind=kind)
        if scheme == "registry" and rest not in (registry(f"HKLM:\\{CREDENTIAL_SPECS}") or {}):
            raise refusal("credential_registry", version, name=rest, id=container.id)
