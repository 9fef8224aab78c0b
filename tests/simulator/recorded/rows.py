"""The recorded rows, and the engine of which they are asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hostsim.engine import Engine
from hostsim.machine import Machine
from werkzeug.test import Client

DATA = Path(__file__).with_name("data")
VERSIONS = ("28.5.2", "29.7.2")
DATA_ROOTS = {"28.5.2": "C:\\dd", "29.7.2": "C:\\dd29"}
#: The host of the recording, and what it had (data/README.md)
HOST = {
    "release": "2022",
    "edition": "ServerDatacenter",
    "features": ["Containers", "Hyper-V"],
    "revision": 2113,
    "processors": 2,
    "engine": {"state": "stopped"},
    "paths": ["C:\\Data", "C:\\Data\\sub"],
    "outage": 0.05,
    "messages": "other",  # Wine's
}
_SAME = {"os_version": "10.0.20348.2113", "size": 0, "created_by": "made"}
_LAYER = [{"content": "os"}]  # all that have a layer have this one
_CMD = {"Cmd": ["cmd.exe"]}
_CHECK = {"Healthcheck": {"Test": ["CMD", "check.exe"]}}
IMAGES: dict[str, dict[str, Any]] = {
    "base:latest": {**_SAME, "layers": 0, "config": _CMD},
    "nocmd:latest": {**_SAME, "layers": 0, "config": {"Cmd": None}},
    "vol:latest": {**_SAME, "layers": 0, "config": {**_CMD, "Volumes": {"c:\\cache": {}}}},
    "healthy:latest": {**_SAME, "layers": 0, "config": {**_CMD, **_CHECK}},
    "os:latest": {**_SAME, "layers": _LAYER, "config": _CMD},
    "oshealthy:latest": {**_SAME, "layers": _LAYER, "config": {**_CMD, **_CHECK}},
    "old:latest": {"os_version": "10.0.17763.1", "size": 0, "layers": _LAYER, "config": _CMD},
    "new:latest": {"os_version": "10.0.26100.1", "size": 0, "layers": _LAYER, "config": _CMD},
}


def read(name: str) -> Iterator[dict[str, Any]]:
    """The rows of a file below data/."""
    with (DATA / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def plain(name: str) -> dict[str, Any]:
    leaves: dict[str, Any] = json.loads((DATA / name).read_text("utf-8"))
    return leaves


class Asked:
    """A host like the recorded one, its engine in one version, and a client that asks in process."""

    def __init__(self, version: str, base: bool = True, registry: Any = None, images: Any = None) -> None:
        """`base`: there is a container `base1` that runs. `images`: {name: what differs in its configuration}."""
        self.machine = Machine(HOST, "box")
        self.machine.parts.files.add("C:\\Data\\file.txt", directory=False)
        self.engine = Engine(
            self.machine,
            version=version,
            registry=registry,
            images=_images(images or {}),
            data=DATA_ROOTS[version],
            soon=None,
        )
        self.machine.register_service_program("docker", self.engine)
        self.client = Client(self.engine.app)
        self.machine.start_service("docker")
        if not base:
            return
        assert self.ask("POST", "/containers/create?name=base1", json={"Image": "os:latest"}).status_code == 201
        assert self.ask("POST", "/containers/base1/start").status_code == 204

    def ask(self, method: str, path: str, **what: Any) -> Any:
        return self.client.open(path, method=method, **what)


def _images(others: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: {**image, "config": {**image["config"], **others.get(name, {})}} for name, image in IMAGES.items()}


def leaves(document: Any, place: str = "") -> dict[str, Any]:
    """{dotted place: value}: lists and empty tables are values."""
    if not isinstance(document, Mapping) or not document:
        return {place: document}
    found: dict[str, Any] = {}
    for key, value in document.items():
        found |= leaves(value, f"{place}.{key}" if place else key)
    return found


_HEX = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def without_ids(value: Any) -> Any:
    """Ids by their kind: they differ from engine to engine."""
    return json.loads(_HEX.sub("<id>", json.dumps(value)))
