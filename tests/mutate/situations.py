"""Which good answers are there? Records what the simulated light host and the models of the unit tests answer to each
module, with the truth about the containers beside it."""

from __future__ import annotations

import copy
import importlib.util
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.reboot import BOOT_LOOK
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import host_looks
from hostsim.engine.registry import Registry
from hostsim.fleet import fleet_from
from hostsim.fronts.light import programs
from hostsim.fronts.light.host import Host as LightHost
from hostsim.fronts.light.pipe import Pipe
from hostsim.host import SimulatedHost
from replay import Situation, Truth, run
from simulated import READY, REGISTRY, WEB

TESTS = Path(__file__).resolve().parents[1]
CORE = "mcr.microsoft.com/windows/servercore:ltsc2025"
NANO = WEB["image"]
FULL = {
    **WEB,
    "env": {"APP": "shop", "TOKEN": "s3cret-of-the-shop"},
    "ports": ["8080:80"],
    "mounts": [{"source": "C:\\data", "target": "C:\\shop"}],
    "memory": "512m",
    "cpus": 2,
    "restart_policy": "on-failure:3",
    "labels": {"team": "web"},
    "hostname": "web1",
    "annotations": {"note": "x"},
}
API = {**WEB, "name": "api", "isolation": "hyperv", "image": CORE, "entrypoint": ["ping"], "command": ["-t", "::1"]}
JOINED = {**WEB, "name": "side", "network": "container:web"}
OFF = {**WEB, "name": "off", "state": "stopped"}
SHOP = [FULL, API]
MORE = [*SHOP, JOINED, OFF]


class Recorder:
    """Stands for Ansible's way to a host (`execute`), and notes what is answered."""

    def __init__(self, host: Any, situation: Situation) -> None:
        self._host, self._situation, self._acted = host, situation, False

    def execute(self, module_name: str, module_args: dict[str, Any], task_vars: Any) -> dict[str, Any]:
        name = module_name.rpartition(".")[2]
        raw = json.loads(json.dumps(self._host(name, module_args)))
        if name == "_act":
            self._acted = True
            told = {key: value for key, value in raw["winfleet"].items() if key != "looks"}
            self._situation.acted[json.dumps(module_args["steps"], sort_keys=True)] = {**raw, "winfleet": told}
        self._situation.whole.setdefault(name, raw)
        phase = self._situation.after if self._acted else self._situation.before
        for look, answer in zip(module_args["looks"], raw["winfleet"]["looks"], strict=False):
            phase[json.dumps(look, sort_keys=True)] = answer
        return raw


class Light:
    """A light host of the simulator, asked in this process."""

    def __init__(self, simulated: SimulatedHost, pipes: Path) -> None:
        self.simulated = simulated
        self._host = LightHost(simulated.machine, simulated.engine, pipes)

    def __call__(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        raw = {"_look": programs.look, "_act": programs.act}[name](self._host, arguments)
        for look, answer in zip(arguments["looks"], raw["winfleet"]["looks"], strict=False):
            if look["verb"] == "boot" and answer["ok"]:
                answer["value"].setdefault("Uptime", _uptime(answer["value"]))
        return {**raw, "changed": False}

    def engine(self, method: str, path: str, body: dict[str, Any] | None = None) -> None:
        pipe = Pipe(self._host, "docker_engine", 5)
        try:
            answer = pipe.ask(method, path, 30, json.dumps(body) if body is not None else None)
        finally:
            pipe.close()
        assert answer["status"] in (200, 201, 204), answer

    def truth(self) -> dict[str, Truth]:
        boxes = self.simulated.state()["engine"]["containers"]
        return {
            box["Name"].lstrip("/"): Truth(
                box["Id"],
                box["State"]["Running"],
                box["HostConfig"]["Isolation"],
                box["Config"]["Labels"].get("winfleet.project"),
            )
            for box in boxes
        }


def _uptime(told: dict[str, Any]) -> float:
    first, now = (datetime.fromisoformat(told[name][:19]) for name in ("LastBootUpTime", "LocalDateTime"))
    return (now - first).total_seconds()


@contextmanager
def light_host(**more: Any) -> Iterator[Light]:
    folder = Path(tempfile.mkdtemp(prefix="winfleet-mutate-"))
    fleet = fleet_from({"hosts": {"srv": {**READY, "paths": ["C:\\data"], **more}}, "registry": REGISTRY})
    pipes = folder / "p"
    pipes.mkdir()
    host = SimulatedHost(fleet.hosts[0], "light", Registry(fleet.registry), fleet.users, folder, pipes)
    try:
        yield Light(host, pipes)
    finally:
        host.stop()
        shutil.rmtree(folder, ignore_errors=True)


def deployed(*containers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"project": "shop", "containers": list(containers), "allow_piercing": ["port", "volume", "network"], **more}


def both(*sets: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"sets": list(sets), "proof": {"require": False}, "features": {"hyper_v": True}, **more}


def record(host: Any, name: str, module: str, arguments: dict[str, Any], check: bool = False, **more: Any) -> Situation:
    """What a run of the module hears on the host; also what it would have heard, had it asked all it can."""
    situation = Situation(name, module, arguments, check, **more)
    if isinstance(host, Light):
        situation.truth = host.truth()
    recorder = Recorder(host, situation)
    recorder.execute("_look", {"looks": [*host_looks(features=True), BOOT_LOOK]}, None)
    situation.whole.clear()
    result = run(situation, recorder.execute)
    if isinstance(host, Light):
        situation.truth |= host.truth()
    assert "Traceback" not in str(result), result
    return situation


def situations() -> list[Situation]:
    return [*_of_light_hosts(), *_of_models()]


def _of_light_hosts() -> Iterator[Situation]:
    with light_host() as host:
        yield record(host, "containers: nothing there", "containers", deployed(*SHOP))
        yield record(host, "containers: unchanged", "containers", deployed(*SHOP))
        yield record(host, "containers: unchanged, always pulled", "containers", deployed(*SHOP, pull="always"))
        yield record(host, "isolation_proof: of a project", "isolation_proof", {"project": "shop"})
        yield record(host, "isolation_proof: required", "isolation_proof", {"names": ["web", "api"], "require": True})
        yield lying(record(host, "isolation_proof: liars", "isolation_proof", {"project": "shop"}))
        second = {"project": "tools", "containers": [{**WEB, "name": "tool", "isolation": "hyperv"}]}
        yield record(host, "container_host: one of two sets is there", "container_host", both(deployed(*SHOP), second))
        yield record(host, "container_host: unchanged", "container_host", both(deployed(*SHOP), second))
        yield lying(record(host, "container_host: liars", "container_host", both(deployed(*SHOP), second)))
        changed = {**FULL, "env": {"APP": "other"}}
        update = {**API, "restart_policy": "always"}
        record(host, "", "containers", deployed(*MORE))
        yield record(host, "containers: joined and stopped, unchanged", "containers", deployed(*MORE))
        plan = deployed(changed, update, {**OFF, "state": "started"}, prune=True)
        yield record(host, "containers: differing, checked", "containers", plan, check=True)
        yield record(host, "containers: differing", "containers", plan)
        absent = {"state": "absent"}
        yield record(host, "containers: absent", "containers", deployed({"name": "web", **absent}, prune=True))
        yield record(host, "containers: absent and gone", "containers", deployed({"name": "web", **absent}))
        yield record(host, "host_info", "host_info", {"images": [{"os_version": "10.0.26100.1"}]})
        yield record(host, "containers_info: of a host", "containers_info", {})
        yield record(host, "containers_info: of a project", "containers_info", {"project": "shop", "images": False})
        yield record(host, "container_logs", "container_logs", {"project": "shop"})
    with light_host(images=[NANO]) as host:
        run_by_hand(host, "web", {})
        yield record(host, "containers: foreign", "containers", deployed(WEB))
        yield record(host, "containers: adopted", "containers", deployed(WEB, adopt=True))
        run_by_hand(host, "web.winfleet-old", {})
        yield record(host, "containers: a foreign one in the way", "containers", deployed({**WEB, "hostname": "h"}))
    for name, successor in (("leftover", False), ("leftover and successor", True)):
        with light_host(images=[NANO]) as host:
            run(Situation("", "containers", deployed(WEB)), Recorder(host, Situation("", "", {})).execute)
            body = host.simulated.state()["engine"]["containers"][0]
            host.engine("POST", "/containers/web/rename?name=web.winfleet-old")
            if successor:
                run_by_hand(host, "web", body["Config"]["Labels"], body["Config"]["Cmd"])
            yield record(host, f"containers: {name}", "containers", deployed(WEB))


def run_by_hand(host: Light, name: str, labels: dict[str, str], command: list[str] | None = None) -> None:
    body = {"Image": NANO, "Labels": labels, "HostConfig": {"Isolation": "process"}}
    host.engine("POST", f"/containers/create?name={name}", {**body, "Cmd": command or ["ping", "-t", "::1"]})
    host.engine("POST", f"/containers/{name}/start")


def lying(situation: Situation) -> Situation:
    """The engine says of each container the other mode than it runs in, and so does what it was created with."""
    told = copy.deepcopy(situation)
    other = {"process": "hyperv", "hyperv": "process"}
    for each in told.arguments.get("sets", []):
        each["containers"] = [{**one, "isolation": other[one["isolation"]]} for one in each["containers"]]
    flip = {'"Isolation": "process"': '"Isolation": "@"', '"Isolation": "hyperv"': '"Isolation": "process"',
            '"Isolation": "@"': '"Isolation": "hyperv"',
            '"winfleet.isolation": "process"': '"winfleet.isolation": "@"',
            '"winfleet.isolation": "hyperv"': '"winfleet.isolation": "process"',
            '"winfleet.isolation": "@"': '"winfleet.isolation": "hyperv"'}  # fmt: skip
    for answer in told.before.values():
        for entry in answer["value"] if isinstance(answer.get("value"), list) else []:
            for one in [entry, *(entry.get("each") or [])]:
                if "HostConfig" in str(one.get("body")):
                    text = json.dumps(json.loads(one["body"]))
                    for was, now in flip.items():
                        text = text.replace(was, now)
                    one["body"] = text
    told.liars = frozenset(told.truth)
    return told


def _of_models() -> Iterator[Situation]:
    fake = _unit_conftest()
    host = fake.FakeHost()
    host.hypervisor, host.engine, host.services = False, None, []
    host.features = {"Containers": "Available", "Hyper-V": "Available"}
    wanted = {"containers": True, "hyper_v": True}
    yield record(
        _asked(host), "host_features: to be enabled, with a reboot", "host_features", {**wanted, "reboot": True}
    )
    host.away, host.uptime, host.hypervisor = 0, 5.0, True
    yield record(_asked(host), "host_features: unchanged", "host_features", wanted)
    yield record(_asked(host), "host_features: to be disabled", "host_features", {"hyper_v": False})
    bare = fake.FakeHost()
    bare.engine, bare.services = None, []
    yield record(_asked(bare), "host_info: no engine", "host_info", {})
    yield record(_asked(bare), "containers: no engine", "containers", deployed(WEB))
    yield record(_asked(bare), "containers: nothing is declared and no engine there", "containers", deployed())
    client = fake.FakeHost()
    client.edition, client.product_type, client.hypervisor = "Professional", 1, False
    client.features = {"Containers": "Available", "Hyper-V": "Available"}
    yield record(_asked(client), "host_features: a client", "host_features", {**wanted, "reboot": False})


def _asked(host: Any) -> Any:
    def ask(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        given = {"seen": [], "steps": [], **arguments}
        return dict(host.execute(f"winfleet.containers.{name}", given, None))

    return ask


def _unit_conftest() -> ModuleType:
    """The models that the unit tests of the actions have."""
    for folder in ("deploy", "actions"):
        sys.path.insert(0, str(TESTS / "unit" / folder))
    spec = importlib.util.spec_from_file_location("mutate_models", TESTS / "unit" / "actions" / "conftest.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made
