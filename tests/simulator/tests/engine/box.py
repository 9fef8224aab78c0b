"""A machine, its engine and a client that asks in process; what they know."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from hostsim.engine import Engine
from hostsim.machine import Machine
from werkzeug.test import Client

NANO = "mcr.microsoft.com/windows/nanoserver"
REGISTRY: dict[str, Any] = {
    f"{NANO}:ltsc2016": {"os_version": "10.0.14393.2580", "size": "1.1GB"},
    f"{NANO}:ltsc2019": {"os_version": "10.0.17763.1039", "size": "251MB"},
    f"{NANO}:ltsc2022": {"os_version": "10.0.20348.2113", "size": "296MB", "layers": 2},
    f"{NANO}:ltsc2025": {"os_version": "10.0.26100.3775", "size": "310MB"},
    f"{NANO}:multi": {
        "platforms": [
            {"os": "linux"},
            {"os_version": "10.0.17763.1039"},
            {"os_version": "10.0.20348.2113"},
            {"os_version": "10.0.26100.3775"},
        ]
    },
    f"{NANO}:only2025": {"platforms": [{"os_version": "10.0.26100.3775"}]},
    f"{NANO}:healthy": {
        "os_version": "10.0.20348.2113",
        "revision": "h",
        "config": {"Healthcheck": {"Test": ["CMD", "x"]}},
    },
    "alpine:3": {"os": "linux"},
    "private.example/app:1": {"os_version": "10.0.20348.1", "denied": True},
}
SERVER_2022 = {"release": "2022", "edition": "ServerDatacenter", "features": ["Containers", "Hyper-V"]}


class Box:
    """A machine, its engine, and a client without a network."""

    def __init__(self, host: dict[str, Any], **engine: Any) -> None:
        self.machine = Machine({"engine": {"state": "stopped"}, "paths": ["C:\\Data"], "outage": 0.05, **host}, "box")
        engine = {"registry": REGISTRY, "images": [f"{NANO}:ltsc2022", f"{NANO}:ltsc2019", f"{NANO}:healthy"], **engine}
        engine["images"] = [name for name in engine["images"] if name in engine["registry"]]
        self.engine = Engine(self.machine, **engine)
        self.machine.register_service_program("docker", self.engine)
        self.client = Client(self.engine.app)

    def up(self) -> Box:
        """The box with its engine started."""
        self.machine.start_service("docker")
        return self

    def get(self, path: str) -> Any:
        """The JSON of a GET that has to succeed."""
        response = self.client.get(path)
        assert response.status_code == 200, response.text
        return response.json

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """Status and message (or text) of a request."""
        response = (
            self.client.open(path, method=method, json=body)
            if body is not None
            else self.client.open(path, method=method)
        )
        told = response.json if response.is_json and response.text.startswith('{"message"') else {}
        return response.status_code, told.get("message", response.text)

    def create(self, name: str = "web", tag: str = "ltsc2022", start: bool = False, **body: Any) -> str:
        """Create (and start) a container that runs until it is stopped; its id."""
        response = self.client.post(
            f"/containers/create?name={name}",
            json={"Image": f"{NANO}:{tag}", "Cmd": ["ping", "-t", "localhost"], **body},
        )
        assert response.status_code == 201, response.text
        if start:
            assert self.ask("POST", f"/containers/{name}/start") == (204, "")
        return response.json["Id"]

    def state(self, name: str = "web") -> dict[str, Any]:
        """The State of a container."""
        return self.get(f"/containers/{name}/json")["State"]


def until(condition: Callable[[], Any], seconds: float = 5.0) -> Any:
    """Wait for a condition; its last value."""
    end = time.monotonic() + seconds
    while not (value := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return value
