"""What does the engine find wrong when it starts a container, before it asks the Host Compute Service?

moby daemon/oci_windows.go and daemon/internal/libcontainerd/local/local_windows.go (isolation.md 1.4, 1.7, 1.8).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .container import Container
from .texts import refusal
from .versions import EngineVersion

DEVICE_TYPES = ("class", "vpci-class-guid")
CREDENTIAL_SPECS = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization\\Containers\\CredentialSpecs"


def check_devices(container: Container, version: EngineVersion) -> None:
    """Raise ApiError 500 for device paths of the wrong form, and for any device under hyperv."""
    for device in container.host_config["Devices"] or []:
        path = str(device.get("PathOnHost") or "")
        kind, separator, _rest = path.partition("://")
        if not separator:
            kind, separator, _rest = path.partition("/")
            if not separator or kind != "class":
                raise refusal("device_path", version, path=path)
        elif version.number < (23, 0):
            raise refusal("device_path", version, path=path)
        if not kind:
            raise refusal("device_id_type", version, path=path)
        if container.isolation == "hyperv":
            raise refusal("device_hyperv", version)
        if kind not in DEVICE_TYPES:
            raise refusal("device_type", version, type=kind)


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
        if not separator or not rest or scheme not in ("file", "registry", "raw"):
            raise refusal("credential_prefix", version)
        base = f"{data_root}\\CredentialSpecs"
        if scheme == "file":
            if rest[1:2] == ":" or rest[0] in "/\\":
                raise refusal("credential_absolute", version)
            if ".." in rest.replace("/", "\\").split("\\"):
                raise refusal("credential_outside", version, base=base)
            if not exists(f"{base}\\{rest}"):
                raise refusal("credential_missing", version, id=container.id)
        if scheme == "registry" and rest not in (registry(f"HKLM:\\{CREDENTIAL_SPECS}") or {}):
            raise refusal("credential_registry", version, name=rest, id=container.id)
