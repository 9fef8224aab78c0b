"""What a host is: one entry of a fleet file, checked and with its defaults filled in."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import net_framework
from .editions import Edition, edition_of
from .installations import Installation, installation
from .program_files import stand_in
from .releases import Release, release_built, release_named
from .virtualization import PLATFORMS

UNITS = {"": 1, "b": 1, "k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4}
DOMAIN_ROLES = {"server": ("standalone", "member", "controller"), "client": ("standalone", "member")}
INSTALLATIONS = {"server": ("Server", "Server Core"), "client": ("Client",)}
MESSAGES = ("english", "other")
FILE_SYSTEMS = ("NTFS", "ReFS")


@dataclass(frozen=True)
class Disk:
    """A fixed drive; sizes in bytes."""

    size: int
    free: int
    file_system: str = "NTFS"


@dataclass(frozen=True)
class Description:
    """Sizes in bytes, times in seconds; `firmware` and `slat` describe the processor of a physical host; `messages` is
    the language of Windows' own texts."""

    name: str
    release: Release
    edition: Edition
    build: int
    revision: int
    installation: str
    domain_role: str
    platform: str
    nested: bool
    processors: int
    memory: int
    firmware: bool
    slat: bool
    features: tuple[str, ...]
    removed_features: tuple[str, ...]
    features_without_restart: tuple[str, ...]
    engine: Installation
    paths: tuple[str, ...]
    files: Mapping[str, bytes]
    groups: tuple[str, ...]
    disks: Mapping[str, Disk]
    net_framework: str
    outage: float
    settle: float
    messages: str = "english"

    @property
    def kind(self) -> str:
        """`server` or `client`."""
        return self.edition.kind

    @property
    def product_type(self) -> int:
        """1 workstation, 2 domain controller, 3 server."""
        if self.edition.product_type is not None:
            return self.edition.product_type
        if self.kind == "client":
            return 1
        return 2 if self.domain_role == "controller" else 3


def size(value: int | str) -> int:
    """Bytes from a number or a text such as `16GiB`, `512m`. Raises ValueError."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?", str(value).strip().lower())
    if match is None:
        raise ValueError(f"size {value!r} is not a number of bytes with a unit, such as 16GiB")
    return int(float(match.group(1)) * UNITS[match.group(2)])


def one_of(host: str, key: str, value: Any, allowed: tuple[str, ...]) -> str:
    """The value if it is allowed. Raises ValueError that names the host and the key."""
    if value not in allowed:
        raise ValueError(f"host {host}: {key} is {value!r}; allowed are: {', '.join(allowed)}")
    return str(value)


def describe(host: Mapping[str, Any], name: str | None = None) -> Description:
    """A Description from a fleet file's entry; `name` or the entry's own `name`. Raises ValueError."""
    name = str(name or host.get("name") or "host")
    build = host.get("build")
    edition = edition_of(host.get("edition") or _usual_edition(host))
    if host.get("release") is not None:
        release = release_named(str(host["release"]))
    else:
        release = release_built(int(build or 20348), edition.kind)
    if release.kind != edition.kind:
        raise ValueError(f"host {name}: edition {edition.edition_id} does not exist on release {release.name}")
    virtual = host.get("virtual") or "physical"
    role = one_of(name, "domain_role", host.get("domain_role") or "standalone", DOMAIN_ROLES[edition.kind])
    revision = host.get("revision")
    engine = installation(name, host.get("engine"))
    usual = "Client" if edition.kind == "client" else "Server"
    return Description(
        name=name,
        release=release,
        edition=edition,
        build=int(build) if build is not None else release.build,
        revision=release.revision if revision is None else int(revision),
        installation=one_of(name, "installation", host.get("installation") or usual, INSTALLATIONS[edition.kind]),
        domain_role=role,
        platform=one_of(name, "virtual", virtual, tuple(PLATFORMS)),
        nested=bool(host.get("nested", False)),
        processors=int(host.get("processors") or 4),
        memory=size(host.get("memory") or "8GiB"),
        firmware=bool(host.get("virtualization_firmware", True)),
        slat=bool(host.get("slat", True)),
        features=tuple(host.get("features") or ()),
        removed_features=tuple(host.get("removed_features") or ()),
        features_without_restart=tuple(host.get("features_without_restart") or ()),
        engine=engine,
        paths=tuple(host.get("paths") or ()),
        files={str(path): _content(name, path, told) for path, told in (host.get("files") or {}).items()},
        groups=(*(str(group) for group in host.get("groups") or ()), *engine.groups()),
        disks=_disks(name, host.get("disks") or {}),
        net_framework=one_of(
            name,
            "net_framework",
            str(host.get("net_framework") or net_framework.shipped(int(build or release.build))),
            tuple(net_framework.RELEASES),
        ),
        outage=float(host.get("outage", 2)),
        settle=float(host.get("settle", 0.5)),
        messages=one_of(name, "messages", host.get("messages") or "english", MESSAGES),
    )


def _usual_edition(host: Mapping[str, Any]) -> str:
    release = str(host.get("release") or "")
    client = host.get("installation") == "Client" or release.startswith(("10 ", "11 "))
    return "Professional" if client else "ServerDatacenter"


def _disks(name: str, disks: Mapping[str, Any]) -> dict[str, Disk]:
    """`{C: {size: 127GiB, free: 90GiB, file_system: ReFS}}`; every machine has a C:."""
    found = {}
    for drive, told in {"C": {}, **disks}.items():
        if not re.fullmatch(r"[A-Z]", str(drive)):
            raise ValueError(f"host {name}: disks: {drive!r} is no drive letter, such as D")
        about = {"size": "127GiB", **(told or {})}
        whole = size(about["size"])
        free = min(whole, size(about.get("free", whole * 3 // 4)))
        kind = one_of(name, f"disks.{drive}.file_system", about.get("file_system", "NTFS"), FILE_SYSTEMS)
        found[f"{drive}:"] = Disk(whole, free, kind)
    return found


def _content(name: str, path: str, told: Any) -> bytes:
    """A file's text, `{base64: TEXT}`, or `{program: dockerd, version: 29.7.2, arch: amd64}` for a stand-in."""
    if not isinstance(told, Mapping):
        return str(told).encode()
    try:
        if "base64" in told:
            return base64.b64decode(told["base64"], validate=True)
        return stand_in(str(told["program"]), str(told["version"]), str(told.get("arch", "amd64")))
    except (KeyError, ValueError) as error:
        raise ValueError(f"host {name}: files: {path}: a text, base64, or program and version ({error})") from error
