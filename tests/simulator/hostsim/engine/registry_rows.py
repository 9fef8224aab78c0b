"""How is what a registry holds described in a fleet file, and what has what is not said?

An image: {os_version, size, layers, config, ...}, or {platforms: [...]} for a list of them. `config` holds members of
the image's Config (`Healthcheck`, `Cmd`, `Env`, ...), `layers` is a number or a list of {content, size, compressed}:
layers of the same content are one. `artifact` {config, layers} are the media types of what is no image, `broken` says
what of it the registry serves wrong. `denied: true` makes a repository that wants a login.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .contents import (
    DOCKER_LIST,
    DOCKER_MANIFEST,
    OCI_INDEX,
    OCI_MANIFEST,
    Layer,
    Manifest,
    config_document,
    digest_of,
    list_document,
    made_layer,
    manifest_document,
)
from .logins import KINDS, Login
from .references import BadReference, Reference, read_reference
from .registry_hosts import Document, Fault, RegistryHost

UNITS = {"": 1, "B": 1, "kB": 10**3, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}

BASE_CONFIG = {"Cmd": ["c:\\windows\\system32\\cmd.exe"]}  # as Microsoft's base images have it
CREATED = "2024-01-01T00:00:00Z"
CREATED_BY = "Apply image"
IMAGE_KEYS = (
    "os_version", "size", "layers", "platforms", "config", "denied", "os", "architecture", "revision", "created",
    "created_by", "author", "comment", "oci", "artifact", "broken",
)  # fmt: skip
HOST_KEYS = ("login", "users", "refresh", "tokens", "private", "faults")
FAULT_KINDS = ("cut", "limit", "unavailable", "gateway", "deny", "down")
BROKEN = ("config", "lost config", "layer", "lost layer")


def read_entry(name: str, value: Mapping[str, Any]) -> tuple[Reference, Document]:
    """What the fleet file says of a reference; ValueError for a name that is none."""
    try:
        reference = read_reference(name)
    except BadReference as error:
        raise ValueError(f"registry: {name!r}: {error}") from error
    oci = bool(value.get("oci"))
    platforms = value.get("platforms")
    if platforms is None:
        return reference, _document(reference.familiar_repository, value, oci)
    children = tuple(_document(reference.familiar_repository, row, oci) for row in platforms)
    payload = list_document([(child.images[0], len(child.payload)) for child in children], oci)
    images = tuple(child.images[0] for child in children)
    return reference, Document(OCI_INDEX if oci else DOCKER_LIST, payload, images, children, is_list=True)


def read_host(name: str, about: Mapping[str, Any]) -> RegistryHost:
    """A registry of the fleet file; ValueError for what is none."""
    unknown = set(about) - set(HOST_KEYS)
    if unknown:
        raise ValueError(f"registries: {name}: '{min(unknown)}' is unknown; known are {', '.join(HOST_KEYS)}.")
    kind = str(about.get("login", "open"))
    if kind not in KINDS:
        raise ValueError(f"registries: {name}: a login is {', '.join(KINDS)}, not {kind!r}.")
    users = {str(user): str(word) for user, word in (about.get("users") or {}).items()}
    private = about.get("private")
    login = Login(
        kind, users, tuple(about.get("refresh") or ()), tuple(about.get("tokens") or ()),
        None if private is None else tuple(str(start) for start in private),
    )  # fmt: skip
    faults = {str(start): _fault(name, fault) for start, fault in (about.get("faults") or {}).items()}
    return RegistryHost(name, login, faults)


def _fault(name: str, value: Any) -> Fault:
    told = {"kind": value} if isinstance(value, str) else dict(value)
    if told.get("kind") not in FAULT_KINDS:
        raise ValueError(f"registries: {name}: a fault is {', '.join(FAULT_KINDS)}, not {told.get('kind')!r}.")
    return Fault(told["kind"], float(told.get("second", 1)), int(told.get("after", 0)))


def _document(repository: str, row: Mapping[str, Any], oci: bool) -> Document:
    image = _image(repository, row)
    broken, artifact = str(row.get("broken") or ""), row.get("artifact") or {}
    config_type, layer_type = str(artifact.get("config") or ""), str(artifact.get("layers") or "")
    if config_type:
        image = Manifest(b'{"name":"artifact"}', image.layers)
    if broken and broken not in BROKEN:
        raise ValueError(f"registry: broken is {', '.join(BROKEN)}, not {broken!r}")
    payload = manifest_document(image, oci, config_type, layer_type)
    image = Manifest(image.document, image.layers, digest_of(payload))
    return Document(
        OCI_MANIFEST if oci else DOCKER_MANIFEST, payload, (image,), config_type=config_type, broken=broken
    )  # fmt: skip


def _image(repository: str, row: Mapping[str, Any]) -> Manifest:
    nano = {"User": "ContainerUser"} if repository.endswith("/nanoserver") else {}  # isolation.md 4.5
    about = {
        "os": row.get("os", "windows"), "architecture": row.get("architecture", "amd64"),
        "os_version": str(row.get("os_version") or ""), "created": str(row.get("created") or CREATED),
        "created_by": row.get("created_by") or CREATED_BY, "author": row.get("author"), "comment": row.get("comment"),
    }  # fmt: skip
    layers = _layers((repository, about["os"], about["architecture"], about["os_version"]), row)
    return Manifest(config_document(about, {**BASE_CONFIG, **nano, **(row.get("config") or {})}, layers), layers)


def _layers(of: tuple[str, ...], row: Mapping[str, Any]) -> tuple[Layer, ...]:
    given = row.get("layers", 1)
    if isinstance(given, list | tuple):
        return tuple(
            made_layer(str(one["content"]), read_size(one.get("size", 0)), one.get("compressed")) for one in given
        )
    size, count = read_size(row.get("size", "250MB")), int(given)
    # What two references of a repository describe alike is one image; `revision` tells them apart.
    name = " ".join((*of, str(row.get("revision", ""))))
    sizes = [size // count + (size % count if number == 0 else 0) for number in range(count)]
    return tuple(made_layer(f"{name} {number}", one) for number, one in enumerate(sizes))


def read_size(value: int | str) -> int:
    """Bytes of `296MB`, `4.84GB`, `1GiB` or a number; ValueError otherwise."""
    if isinstance(value, int):
        return value
    found = re.fullmatch(r"([\d.]+)\s*([A-Za-z]*)", value.strip())
    if not found or found[2] not in UNITS:
        raise ValueError(f"not a size: {value!r}")
    return int(float(found[1]) * UNITS[found[2]])
