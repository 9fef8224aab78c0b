"""Small compose files of the shapes that public ones for Windows have, and what each is deployed as."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import ARGUMENTS
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import checked

IMAGE = "mcr.microsoft.com/windows/nanoserver:ltsc2025"
FILES = Path(__file__).parent / "compose_files"
NAMES = sorted(path.name for path in FILES.iterdir() if path.is_dir())
#: Of every case: what the set declares beside the files
SET: dict[str, Any] = {"project": "shop", "isolation": "process", "project_dir": "D:\\shop"}
MORE: dict[str, dict[str, Any]] = {
    "overrides": {
        "compose_files": ["compose.yml", "compose.production.yml"],
        "compose_env": {"ISOLATION": "hyperv"},
        "allow_piercing": ["port", "volume"],
    },
    "pipes": {"allow_piercing": ["named_pipe", "named_pipe.engine", "volume"]},
    "trailing": {"allow_piercing": ["volume", "volume.drive_root"]},
    "environments": {"compose_env": {"PASSED": "D:\\passed on"}},
    "profiles": {"compose_profiles": ["debug"], "allow_piercing": ["volume"]},
    "copies": {"allow_piercing": ["port"]},
    "external": {"allow_piercing": ["network", "volume"]},
    "limits": {"allow_piercing": ["credential_spec"]},
    "variables": {"allow_piercing": ["volume"]},
    "parts": {"allow_piercing": ["volume"]},
    "crlf": {"allow_piercing": ["volume"]},
    "newcomer": {"allow_piercing": ["port", "volume", "device"]},
}
#: Whose files get the line ends of Windows
CRLF = ("crlf",)
#: Which are saved in another encoding
ENCODED = {"newcomer/compose.yml": "utf-16", "newcomer/.env": "utf-8-sig"}


@dataclass(frozen=True)
class Case:
    """`options` of the set, with whole paths of its files; `wanted` has the members `containers`, `networks` and
    `volumes` of the set, `told` of its result, and what is left out."""

    options: dict[str, Any]
    wanted: dict[str, Any] = field(default_factory=dict)


def case(name: str, folder: Path) -> Case:
    """With its files in a folder of their own."""
    place = folder / name
    shutil.copytree(FILES / name, place)
    for path in place.rglob("*") if name in CRLF else ():
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    for path, encoding in (
        (folder / path, encoding) for path, encoding in ENCODED.items() if path.startswith(f"{name}/")
    ):
        path.write_text(path.read_text("utf-8"), encoding)
    options = {**SET, "compose_files": ["compose.yml"], **MORE.get(name, {})}
    options["compose_files"] = [str(place / file) for file in options["compose_files"]]
    return Case(options, json.loads((place / "wanted.json").read_text("utf-8")))


def options_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a set as the validator leaves them."""
    options, problems = checked(ARGUMENTS, {"project": "shop", "isolation": "process", **given})
    assert problems == []
    return options
