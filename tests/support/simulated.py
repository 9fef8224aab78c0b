"""A simulated fleet for tests: brings it up, asks it, breaks it, and runs playbooks on it."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from hostsim import places
from hostsim.control import ask
from hostsim.host import ENGINE_PIPE

from playbooks import CHECKOUT, Run, play

DEMO_FLEET = CHECKOUT / "tests" / "simulator" / "fleets" / "demo.yml"
REGISTRY = yaml.safe_load(DEMO_FLEET.read_text(encoding="utf-8"))["registry"]
# A host that lacks nothing, and a container that runs on it in both modes
READY = {
    "release": "2025",
    "edition": "ServerDatacenter",
    "features": ["Containers", "Hyper-V"],
    "engine": {"state": "running"},
}
WEB = {
    "name": "web",
    "image": "mcr.microsoft.com/windows/nanoserver:ltsc2025",
    "isolation": "process",
    "command": ["ping", "-t", "localhost"],
}


@dataclass
class SimulatedFleet:
    """One daemon of the simulator with its state below `folder`; `front` is `live` or `light`."""

    folder: Path
    front: str

    @property
    def inventory(self) -> Path:
        return self.folder / "hosts.yml"

    def simulator(self, *arguments: str) -> str:
        """What the simulator printed. Raises AssertionError with its words where it failed."""
        program = [sys.executable, str(CHECKOUT / "tests" / "simulator"), "--state-dir", str(self.folder / "state")]
        command = [*program, *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=120, env=os.environ | {"PYTHONPATH": ""}
        )
        assert done.returncode == 0, f"simulator {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def ask(self, question: str, **more: Any) -> Any:
        """What the fleet's daemon answers, as the command line asks it, without a Python for each question."""
        return ask(places.socket_dir(self.folder / "state"), {"ask": question, **more})

    def up(self, fleet: dict[str, Any]) -> None:
        path = self.folder / "fleet.yml"
        path.write_text(yaml.safe_dump(fleet), encoding="utf-8")
        self.simulator("up", str(path), "--front", self.front, "--inventory", str(self.inventory))

    def down(self) -> None:
        self.simulator("down")

    def engine_pipe(self, place: int = 0) -> Path:
        """The socket that is the pipe of the engine of the fleet's first, second ... host."""
        return places.socket_dir(self.folder / "state") / str(place) / ENGINE_PIPE

    def state(self, host: str) -> dict[str, Any]:
        return dict(self.ask("state", host=host))

    def counts(self, host: str, reset: bool = False) -> dict[str, Any]:
        return dict(self.ask("counts", host=host, reset=reset))

    def module_calls(self, host: str) -> dict[str, int]:
        """Calls of modules since the last reset, by name; resets."""
        return dict(self.counts(host, reset=True)["modules"])

    def fault(self, host: str, kind: str, **options: Any) -> None:
        self.ask("fault", host=host, kind=kind, options={name: str(value) for name, value in options.items()})

    def play(self, playbook: str, *arguments: str, variables: dict[str, Any] | None = None) -> Run:
        """A playbook by name or path; `variables` go in as extra variables, from a file."""
        extra: list[str] = []
        if variables is not None:
            path = self.folder / "variables.json"
            path.write_text(json.dumps(variables), encoding="utf-8")
            extra = ["-e", f"@{path}"]
        return play(playbook, [self.inventory], self.folder / "record.jsonl", *extra, *arguments, quiet=True)

    def ports(self, host: str) -> dict[str, int]:
        """`{http: port, https: port}`."""
        return dict(self.ask("status")["hosts"][host]["ports"])

    def task(
        self, host: str, module: str, options: dict[str, Any], *arguments: str, variables: dict[str, Any] | None = None
    ) -> Run:
        """One task of one module of the collection on one host."""
        path = self.playbook([(module, host, {f"winfleet.containers.{module}": options})])
        return self.play(path, *arguments, variables=variables)

    def attempts(self, tasks: dict[str, tuple[str, str, dict[str, Any]]]) -> dict[str, str]:
        """Runs named tasks `(host, module, options)` that all fail, in one playbook: their messages by name."""
        run = self.play(
            self.playbook(
                [
                    (name, host, {f"winfleet.containers.{module}": options, "ignore_errors": True})
                    for name, (host, module, options) in tasks.items()
                ]
            )
        )
        assert "Traceback" not in run.output, run.output
        return {line["task"]: line["result"]["msg"] for line in run.results if line["event"] == "failed"}

    def playbook(self, tasks: list[tuple[str, str, dict[str, Any]]]) -> str:
        """The path of a playbook with a play for each `(name, hosts, task)`."""
        path = self.folder / "tasks.yml"
        plays = [
            {"name": name, "hosts": hosts, "gather_facts": False, "tasks": [{"name": name, **task}]}
            for name, hosts, task in tasks
        ]
        path.write_text(yaml.safe_dump(plays), encoding="utf-8")
        return str(path)

    def deploy(
        self, *containers: dict[str, Any], host: str = "srv", project: str = "test", diff: bool = False, **options: Any
    ) -> Run:
        """Deploys containers to one host."""
        declared = {"project": project, "containers": list(containers), **options}
        return self.task(host, "containers", declared, *(["--diff"] if diff else []))

    def by_hand(self, host: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the host's engine answers to somebody who works on the host itself; null for no body."""
        order = list(yaml.safe_load((self.folder / "fleet.yml").read_text(encoding="utf-8"))["hosts"])
        pipe = places.socket_dir(self.folder / "state") / str(order.index(host)) / ENGINE_PIPE
        connection = http.client.HTTPConnection("docker", timeout=30)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(pipe))
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        told = answer.read().decode()
        connection.close()
        assert answer.status < 400, told
        return json.loads(told) if told else None

    def run_by_hand(self, host: str, name: str, image: str, **body: Any) -> None:
        """`docker run -d`, of an image that is there."""
        self.by_hand(host, "POST", f"/containers/create?name={name}", {"Image": image, **body})
        self.by_hand(host, "POST", f"/containers/{name}/start")

    def prove(self, host: str = "srv", project: str = "test", require: bool = False) -> dict[str, dict[str, Any]]:
        """The proof's entries by container."""
        run = self.task(host, "isolation_proof", {"project": project, "require": require})
        result = run.of("isolation_proof")[host]
        return {entry["name"]: entry for entry in result["proof"]}

    def engine(self, host: str = "srv") -> dict[str, dict[str, Any]]:
        """The containers that the host's engine has, by name."""
        return {entry["Name"].lstrip("/"): entry for entry in self.state(host)["engine"]["containers"]}
