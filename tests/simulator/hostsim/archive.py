"""What does an archive of an engine hold? Made of stand-ins, the same bytes each time.

docker    Docker's static archive: one folder `docker` with the programs (download.docker.com/win/static)
mirantis  the same folder with more files beside them (GK: Docker EE's and Mirantis' archives)
plain     the two programs at the archive's top
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

from hostsim.engine.versions import engine_version
from hostsim.machine.program_files import MACHINES, stand_in

LAYOUTS = ("docker", "mirantis", "plain")
ARCHS = ("amd64", "arm64")
DATE = (2026, 1, 1, 0, 0, 0)
WITH_PROXY = ((0,), (28, 0))  # docker-proxy.exe was in Docker's archives of these engines (GK)
MIRANTIS = {
    "licenses.txt": b"Licenses of a stand-in.\r\n",
    "libwinpthread-1.dll": b"MZ stand-in",
    "vcruntime140.dll": b"MZ stand-in",
}


def entries(version: str, layout: str, arch: str) -> dict[str, bytes]:
    """The archive's files by their names. ValueError for what is no version, layout or processor."""
    if layout not in LAYOUTS or arch not in MACHINES:
        raise ValueError(f"layouts are {', '.join(LAYOUTS)}; processors are {', '.join(MACHINES)}")
    number = engine_version(version).number
    files = {f"{kind}.exe": stand_in(kind, version, arch) for kind in ("docker", "dockerd")}
    if layout == "plain":
        return files
    if WITH_PROXY[0] <= number < WITH_PROXY[1]:
        files["docker-proxy.exe"] = stand_in("docker-proxy", version, arch)
    if layout == "mirantis":
        files |= {**MIRANTIS, "metadata.json": f'{{"version": "{version}"}}\n'.encode()}
    return {f"docker/{name}": content for name, content in sorted(files.items())}


def archive(version: str, layout: str = "docker", arch: str = "amd64") -> bytes:
    """The archive's bytes. ValueError as `entries`."""
    files = entries(version, layout, arch)
    folders = sorted({f"{name.rpartition('/')[0]}/" for name in files if "/" in name})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in (*folders, *files):
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 0  # FAT, whatever makes it
            entry.compress_type = zipfile.ZIP_STORED if name.endswith("/") else zipfile.ZIP_DEFLATED
            target.writestr(entry, files.get(name, b""))
    return buffer.getvalue()


def write(path: Path, version: str, layout: str, arch: str) -> str:
    """Writes an archive; its SHA-256."""
    content = archive(version, layout, arch)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()
