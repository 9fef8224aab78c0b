"""What is a program's file? Stand-ins for dockerd.exe and its like: a PE header that says for which processor, and a
marker that says which program of which version it is. What they do when they run is told to the machine elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass

#: IMAGE_FILE_HEADER.Machine (winnt.h)
MACHINES = {"amd64": 0x8664, "386": 0x014C, "arm64": 0xAA64, "arm": 0x01C4}
#: What runs on the processors that these hosts have
RUNS_HERE = ("amd64", "386")
SIZE = 16_384
HEADER_AT, OPTIONAL_SIZE, CONTENT_AT = 0x80, 240, 0x400
MARK = b"HOSTSIM PROGRAM "
DOS_WORDS = b"This program cannot be run in DOS mode.\r\r\n$"
PRODUCTS = {
    "dockerd": "Docker Engine", "docker": "Docker Client", "docker-proxy": "Docker Proxy",
    "containerd": "containerd", "nssm": "NSSM 64-bit", "desktop": "Docker Desktop",
}  # fmt: skip


@dataclass(frozen=True)
class Program:
    """`kind` is the program's name without .exe, empty for a program that is no stand-in; `arch` is Go's name of the
    processor."""

    kind: str
    version: str
    arch: str

    @property
    def versions(self) -> dict[str, str | None]:
        """What VersionInfo tells: the version's text in both (moby hack/make/.mkwinres)."""
        return {"FileVersion": self.version or None, "ProductVersion": self.version or None}


def stand_in(kind: str, version: str, arch: str = "amd64") -> bytes:
    """The bytes of a program, always the same for the same words. ValueError for a processor that is not known."""
    if arch not in MACHINES:
        raise ValueError(f"processor {arch!r} is not known; known are: {', '.join(MACHINES)}")
    told = json.dumps({"arch": arch, "kind": kind, "version": version}, sort_keys=True).encode()
    names = (
        f"VS_VERSION_INFO\0ProductName\0{PRODUCTS.get(kind, kind)}\0FileVersion\0{version}\0ProductVersion\0{version}\0"
    )
    content = MARK + told + b"\n\0" + names.encode("utf-16-le")
    head = _header(arch)
    body = head.ljust(CONTENT_AT, b"\0") + content
    return body + _filling(told, SIZE - len(body))


def read(content: bytes) -> Program | None:
    """The program that a file is, or None: no PE file, or one of which the end is missing."""
    if len(content) < HEADER_AT or content[:2] != b"MZ":
        return None
    (at,) = struct.unpack_from("<I", content, 0x3C)
    if content[at : at + 4] != b"PE\0\0" or len(content) < at + 24:
        return None
    machine, sections, _time, _symbols, _count, optional, _flags = struct.unpack_from("<HHIIIHH", content, at + 4)
    table = at + 24 + optional
    for number in range(sections):
        if len(content) < table + 40 * (number + 1):
            return None
        size, start = struct.unpack_from("<II", content, table + 40 * number + 16)
        if len(content) < start + size:
            return None
    arch = next((name for name, value in MACHINES.items() if value == machine), "")
    begin = content.find(MARK)
    if begin < 0:
        return Program("", "", arch)
    told = json.loads(content[begin + len(MARK) : content.index(b"\n", begin)])
    return Program(told["kind"], told["version"], arch)


def _header(arch: str) -> bytes:
    dos = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", HEADER_AT) + DOS_WORDS
    coff = struct.pack("<HHIIIHH", MACHINES[arch], 1, 0, 0, 0, OPTIONAL_SIZE, 0x22)
    magic = 0x10B if arch in ("386", "arm") else 0x20B
    optional = struct.pack("<H", magic).ljust(OPTIONAL_SIZE, b"\0")
    raw = SIZE - CONTENT_AT
    section = struct.pack("<8sIIIIIIHHI", b".rsrc", raw, 0x1000, raw, CONTENT_AT, 0, 0, 0, 0, 0x40000040)
    return dos.ljust(HEADER_AT, b"\0") + b"PE\0\0" + coff + optional + section


def _filling(seed: bytes, length: int) -> bytes:
    """Bytes that do not compress well, so that an archive of stand-ins has some size."""
    blocks = (hashlib.sha256(seed + struct.pack("<I", number)).digest() for number in range(length // 32 + 1))
    return b"".join(blocks)[:length]
