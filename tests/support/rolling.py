"""A small shop for tests of rolling deploys: its versions in a registry, its declaration, and how its hosts stand."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from simulated import READY, REGISTRY, WEB, SimulatedFleet

from playbooks import CHECKOUT, Run, command_of, environment_of

NAME = "registry.example.com/shop/web"
HEALTHY = {"Test": ["CMD-SHELL", "exit 0"], "Interval": 5 * 10**8, "Retries": 1}
UNHEALTHY = {"Test": ["CMD-SHELL", "echo no database & exit 1"], "Interval": 10**8, "Retries": 1}
BASE = REGISTRY[WEB["image"]]
VERSIONS = {
    **REGISTRY,
    **{
        f"{NAME}:{number}": {**BASE, "size": f"{10 + number}MB", "config": {"Healthcheck": HEALTHY}}
        for number in range(1, 7)
    },
    f"{NAME}:sick": {**BASE, "size": "9MB", "config": {"Healthcheck": UNHEALTHY}},
    f"{NAME}:newer": {"os_version": "10.0.29000.1", "size": "310MB", "layers": 1},
}
FLEET = {f"h{number:02}": READY for number in range(1, 13)}
PASSWORD = "pa55-W0rd-of-the-sh0p"
ROW = 100


def declared(version: Any, **more: Any) -> dict[str, Any]:
    """The variables of a deploy: `web` of a version with a password, and `same`, which every version has."""
    web = {**WEB, "image": f"{NAME}:{version}", "env": {"DB_PASSWORD": PASSWORD}}
    containers = [web, {**WEB, "name": "same"}]
    return {"containers_project": "shop", "containers_list": containers, "deploy_settle": 0, **more}


def deploy(fleet: SimulatedFleet, version: Any, *arguments: str, **more: Any) -> Run:
    return fleet.play("winfleet.containers.deploy", *arguments, variables=declared(version, **more))


def rollback(fleet: SimulatedFleet, version: Any, *arguments: str, **more: Any) -> Run:
    """`version` is what the inventory declares."""
    return fleet.play("winfleet.containers.rollback", *arguments, variables=declared(version, **more))


def rows(run: Run) -> dict[str, tuple[str, ...]]:
    """The lines of hosts of the report's table, by host: before, now, and the word for it."""
    (lines,) = [line["result"]["msg"] for line in run.results if line["task"].endswith("Say what each host runs now")]
    assert max(map(len, lines)) <= ROW - 12, lines  # Ansible's own output stands around them
    told = [line for line in lines[1 : lines.index("")] if not line.startswith(" ")]
    return {line.split()[0]: (line[22:34].strip(), line[36:48].strip(), line[50:62].strip()) for line in told}


def words(run: Run) -> dict[str, str]:
    return {host: found[2] for host, found in rows(run).items()}


def image(fleet: SimulatedFleet, host: str, name: str = "web") -> str:
    """What a container that runs is made of; says how it stands where it does not run, or is not healthy yet."""
    connection = http.client.HTTPConnection("docker", timeout=30)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(fleet.engine_pipe(list(FLEET).index(host))))
    connection.request("GET", "/containers/json?all=1")
    rows_told = json.loads(connection.getresponse().read())
    connection.close()
    found = {one["Names"][0].lstrip("/"): one for one in rows_told}
    if name not in found:
        return "absent"
    row = found[name]
    well = row["State"] == "running" and "starting" not in row["Status"]
    return str(row["Image"] if well else row["Status"])


def images(fleet: SimulatedFleet, hosts: list[str]) -> set[str]:
    return {image(fleet, host) for host in hosts}


def calls(fleet: SimulatedFleet) -> dict[str, dict[str, int]]:
    """Calls of modules since the last reset, of the hosts that had any; resets."""
    return {host: found for host in FLEET if (found := fleet.module_calls(host))}


@contextmanager
def begun(fleet: SimulatedFleet, playbook: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A playbook that runs beside the test, to be cut off; its processes are a group of their own."""
    command = [*command_of(playbook, [fleet.inventory]), *arguments]
    environment = environment_of(fleet.folder / "cut.jsonl")
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=CHECKOUT, env=environment, stdout=quiet, stderr=quiet, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Watched:
    """Looks at the fleet's engines from outside, again and again: `worst` is how many hosts had no `web` that ran
    and was healthy."""

    def __init__(self, fleet: SimulatedFleet) -> None:
        self._fleet, self._over = fleet, threading.Event()
        self.worst, self.looks = 0, 0
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            away = [host for host in FLEET if not image(self._fleet, host).startswith(NAME)]
            self.worst, self.looks = max(self.worst, len(away)), self.looks + 1
            time.sleep(0.01)
