"""Which host stands behind a case? One simulated host, without its network, in a state that the case describes."""

from __future__ import annotations

import fcntl
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from archives import archive
from asking import run
from hostsim import faults
from hostsim.engine.registry import Registry
from hostsim.fleet import fleet_from
from hostsim.fronts.light.host import Host as PipeHost
from hostsim.fronts.light.pipe import Pipe
from hostsim.host import SimulatedHost
from serving import Server

LOCKED_WITHIN = 20.0  # a PowerShell needs about one second


class Host:
    """What a case's `before` may do to a host, each method one key of it."""

    def __init__(self, simulated: SimulatedHost, pipes: Path) -> None:
        self.simulated = simulated
        self._pipes = pipes
        self.front = simulated.front
        self.server: Server | None = None
        self._boots = threading.Semaphore(0)
        simulated.machine.on_boot(self._boots.release)

    def fault(self, text: str) -> None:
        """`KIND NAME=VALUE ...`, as on the simulator's command line."""
        kind, *options = text.split()
        faults.apply(self.simulated, kind, dict(option.split("=", 1) for option in options))

    def run(self, container: dict[str, Any]) -> None:
        """Creates a container and starts it, from the body of the engine's create and its `name`."""
        body = {key: value for key, value in container.items() if key != "name"}
        self._engine("POST", f"/containers/create?name={container['name']}", body)
        self._engine("POST", f"/containers/{container['name']}/start")

    def serve(self, now: bool) -> None:
        """There is a web server; `{served}` in what is asked is its address."""
        self.server = Server() if now else None

    def archive(self, name: str) -> None:
        """An archive of cases/archives.yml lies at `C:\\data\\NAME.zip`."""
        self.simulated.machine.write_file(f"C:\\data\\{name}.zip", archive(name))

    def part(self, length: int) -> None:
        """So much of the archive `good` was downloaded before."""
        self.simulated.machine.write_file("C:\\data\\new.zip.part", archive("good")[:length])

    def close(self) -> None:
        if self.server is not None:
            self.server.close()

    def hold_lock(self, seconds: int) -> None:
        """Another act has the host's lock for so long."""
        never = {"verb": "wait", "path": "/info", "field": "Name", "values": ["nobody"], "timeout": seconds}
        act = {"who": "the holder", "steps": [never]}
        threading.Thread(target=run, args=(self.front, "_act", act), daemon=True).start()
        end = time.monotonic() + LOCKED_WITHIN
        while not self._locked():
            assert time.monotonic() < end, f"the other act has not got the lock within {LOCKED_WITHIN:g} s"
            time.sleep(0.05)

    def begin_job(self, name: str) -> None:
        """An act is at work as a job, for as long as the case takes."""
        never = {"verb": "wait", "path": "/info", "field": "Name", "values": ["nobody"], "timeout": 8}
        act = {"steps": [never], "job": {"id": name}}

        def work() -> None:
            with suppress(AssertionError):  # its host is taken down under it
                run(self.front, "_act", act)

        threading.Thread(target=work, daemon=True).start()
        end = time.monotonic() + LOCKED_WITHIN
        look = {"looks": [{"verb": "job", "id": name}]}
        while run(self.front, "_look", look)["looks"][0]["value"]["state"] == "none":
            assert time.monotonic() < end, f"the job has not begun within {LOCKED_WITHIN:g} s"

    def _locked(self) -> bool:
        """Whether an act has the lock; .NET on Linux locks a file that is not shared with flock."""
        host = self.front.host
        if hasattr(host, "act_lock"):
            return bool(host.act_lock.locked())
        path = Path(host.environment()["ProgramData"]) / "winfleet" / "containers.lock"
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def act(self, arguments: dict[str, Any]) -> None:
        """Another act was here before."""
        answer = run(self.front, "_act", arguments)
        assert answer.get("job") or answer["lock"]["ok"]

    def look(self, look: dict[str, Any]) -> None:
        """Somebody looks."""
        assert run(self.front, "_look", {"looks": [look]})["looks"][0]["ok"]

    def reboot(self, now: bool) -> None:
        """The machine is rebooted, and up again."""
        assert self.simulated.machine.shutdown(0 if now else 1) == 0
        self.come_back(30)

    def come_back(self, seconds: float) -> None:
        """A reboot that is on its way is over."""
        assert self._boots.acquire(timeout=seconds), f"no reboot within {seconds:g} s"

    def go_down(self, now: bool) -> None:
        """The machine stops its services, and answers nearly to the end."""
        self.simulated.machine.parts.power.phase = "stopping" if now else "up"

    def shut_down(self, delay: float) -> None:
        """A reboot is on its way already."""
        self.simulated.machine.shutdown(delay)

    def _engine(self, method: str, path: str, body: dict[str, Any] | None = None) -> None:
        pipe = Pipe(PipeHost(self.simulated.machine, self.simulated.engine, self._pipes), "docker_engine", 5)
        try:
            answer = pipe.ask(method, path, 30, json.dumps(body) if body is not None else None)
        finally:
            pipe.close()
        assert answer["status"] in (200, 201, 204), answer


@contextmanager
def host_from(description: dict[str, Any], name: str, front: str) -> Iterator[Host]:
    """The named host of a fleet description, gone afterwards with all that belonged to it."""
    folder = Path(tempfile.mkdtemp(prefix="winfleet-case-"))
    fleet = fleet_from({**description, "hosts": {name: description["hosts"][name]}})
    pipes = folder / "p"
    pipes.mkdir()
    host = SimulatedHost(fleet.hosts[0], front, Registry(fleet.registry, fleet.registries), fleet.users, folder, pipes)
    standing = Host(host, pipes)
    try:
        yield standing
    finally:
        standing.close()
        host.stop()
        shutil.rmtree(folder, ignore_errors=True)
