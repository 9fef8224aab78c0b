"""Does an image fit the platform that a request asks for? moby daemon/server/router, containerd platforms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .contents import Manifest
from .errors import ApiError

SYSTEMS = ("windows", "linux", "darwin", "freebsd")
ARCHITECTURES = {
    "amd64": "amd64", "x86_64": "amd64", "x86-64": "amd64", "arm64": "arm64", "aarch64": "arm64", "386": "386",
    "i386": "386", "arm": "arm", "armhf": "arm", "ppc64le": "ppc64le", "s390x": "s390x", "riscv64": "riscv64",
}  # fmt: skip
PART = re.compile(r"^[A-Za-z0-9_.-]+(\([A-Za-z0-9_.+-]*\))?$")


@dataclass(frozen=True)
class Platform:
    """What a request asks for."""

    os: str
    architecture: str
    os_version: str = ""

    @property
    def short(self) -> str:
        return f"{self.os}/{self.architecture}"

    @property
    def full(self) -> str:
        return f"{self.os}{f'({self.os_version})' if self.os_version else ''}/{self.architecture}"


def read_platform(text: str) -> Platform | None:
    """The platform of a request; None where it says none. Raises ApiError 400."""
    if not text:
        return None
    version = re.match(r"[^/(]*\(([^)]*)\)", text)
    return Platform(*read(text), version[1] if version else "")


def read(text: str) -> tuple[str, str]:
    """(system, architecture) of `windows`, `windows/amd64`, `windows(10.0.20348)/amd64`. Raises ApiError 400."""
    parts = text.split("/")
    for part in parts:
        if not PART.match(part):
            raise ApiError(
                400, f'"{part}" is an invalid component of "{text}": platform specifier component must match '
                '"^[A-Za-z0-9_.-]+(?:\\\\(([A-Za-z0-9_.-]*)(?:(\\\\+[A-Za-z0-9_.+-]*)?)\\\\))?$": invalid argument',
            )  # fmt: skip
    first = parts[0].partition("(")[0].lower()
    if len(parts) == 1:
        if first in SYSTEMS:
            return first, "amd64"
        if first in ARCHITECTURES:
            return "windows", ARCHITECTURES[first]
        raise ApiError(400, f'"{text}": unknown operating system or architecture: invalid argument')
    if len(parts) > 3:
        raise ApiError(400, f'"{text}": cannot parse platform specifier: invalid argument')
    return first, ARCHITECTURES.get(parts[1].lower(), parts[1].lower())


def check_platform(text: str) -> None:
    """Raise ApiError for what is none."""
    if text:
        read(text)


def fits(text: str, manifest: Manifest) -> bool:
    """Whether the image is one of that platform; any fits where none is asked for."""
    return not text or read(text) == (manifest.os, manifest.architecture)


def spelt(text: str) -> str:
    """As the engine writes it."""
    return "/".join(read(text))


def platform_of(manifest: Manifest) -> str:
    return f"{manifest.os}/{manifest.architecture}"
