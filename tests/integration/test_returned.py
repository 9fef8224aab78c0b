"""RETURN says what the modules return: every key of real results is documented, and every documented key was seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from fronts import LIGHT_ONLY
from returned import COMMON, differences, documented, places, seen
from simulated import READY, REGISTRY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY
RAW = {**READY, "features": [], "engine": {"state": "stopped"}, "outage": 0.5}
HOME = {"release": "10 22H2", "edition": "Core"}
SETS = [
    {"project": "a", "containers": [{**WEB, "name": "one"}]},
    {"project": "b", "containers": [{**WEB, "name": "two", "isolation": "hyperv"}]},
]
NEWER = {**WEB, "name": "newer", "image": "mcr.microsoft.com/windows/servercore:ltsc2019"}
CHECK = {"Test": ["CMD-SHELL", "echo no database & exit 1"], "Interval": 10**8, "Retries": 1}
SICK = {**WEB, "name": "sick", "image": "registry.example.com/sick:1"}
CRASHES = {**WEB, "name": "crashes", "command": "cmd /c echo no disk & exit 5"}
IMAGES = {**REGISTRY, SICK["image"]: {**REGISTRY[WEB["image"]], "config": {"Healthcheck": CHECK}}}
COMPOSED = {"image": WEB["image"], "command": WEB["command"], "init": True}
Returned = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def results(fleet_of: Callable[..., SimulatedFleet], tmp_path_factory: pytest.TempPathFactory) -> Returned:
    """Many results of each module: of hosts of several kinds, done, planned, refused and failed."""
    desktop = {"release": "11 24H2", "engine": {"state": "desktop"}}
    guest = {**READY, "virtual": "vmware", "nested": False}
    fleet = fleet_of(registry=IMAGES, srv=READY, raw=RAW, restless=RAW, home=HOME, guest=guest, desktop=desktop)
    found: Returned = {}

    def task(host: str, module: str, options: dict[str, Any], *arguments: str) -> None:
        run = fleet.task(host, module, options, *arguments)
        for line in run.results:
            found.setdefault(line["action"].rpartition(".")[2], []).append(line["result"])

    for host in ("srv", "raw", "home", "guest", "desktop"):
        task(
            host,
            "host_info",
            {
                "images": [{"os_version": "ltsc2022"}, {"os_version": "ltsc2025", "isolation": "hyperv"}],
                "disk_usage": True,
            },
        )
    task("home", "host_features", {})
    task("raw", "host_features", {}, "--check")
    fleet.fault("restless", "settling", looks=2, reboots=1)
    task("restless", "host_features", {"reboot": True, "reboot_timeout": 120})
    fleet.fault("raw", "feature-source-missing")
    task("raw", "host_features", {"reboot": True})
    fleet.fault("raw", "clear")
    task("raw", "containers", {"project": "x", "containers": [WEB]})
    task("raw", "container_host", {"features": {"reboot": True}, "sets": SETS, "proof": {}}, "--check")
    task("raw", "container_host", {"features": {"reboot": True}, "sets": SETS, "proof": {}})
    task("home", "container_host", {"features": {}, "sets": SETS})
    task("srv", "containers", {"project": "x", "containers": [WEB, NEWER]})  # an older build: refused
    task("srv", "container_host", {"sets": [{"project": "x", "containers": [WEB, NEWER]}]})
    task("srv", "containers", {"project": "x", "containers": [WEB, {**WEB, "name": "api"}]})
    task("srv", "containers", {"project": "x", "containers": [WEB], "prune": True}, "--diff")
    fleet.fault("srv", "start-failure", code="0xc0370106", times=5)
    task("srv", "containers", {"project": "y", "containers": [{**WEB, "name": "fails"}]})
    task("srv", "container_host", {"sets": [{"project": "y", "containers": [{**WEB, "name": "fails"}]}]})
    fleet.fault("srv", "clear")
    task("srv", "containers", {"project": "x", "containers": [{**WEB, "network": "nowhere"}]}, "--check")
    sick = {"project": "z", "containers": [SICK, CRASHES]}
    task("srv", "containers", sick)
    task("srv", "container_host", {"sets": [sick]})
    task("srv", "containers", {"project": "z", "containers": [CRASHES]})
    once = {**WEB, "name": "once", "command": "cmd /c echo done", "once": True}
    task("srv", "containers", {"project": "z", "containers": [once]})
    composed = tmp_path_factory.mktemp("compose") / "compose.yml"
    composed.write_text(yaml.safe_dump({"services": {"composed": COMPOSED}}), encoding="utf-8")
    task("srv", "containers", {"project": "z", "isolation": "process", "compose_files": [str(composed)]})
    task("srv", "isolation_proof", {"project": "x", "require": True})
    task("srv", "isolation_proof", {"names": ["nobody"]})
    task("srv", "isolation_proof", {})
    task("srv", "containers", {"project": "x", "containers": [{**WEB, "memory": "lots"}]})
    task("srv", "container_host", {"engine": {}})
    netted = {"containers": [{**WEB, "name": "netted", "network": "back"}], "volumes": {"kept": {}}}
    back = {"driver": "nat", "subnet": "172.31.0.0/24"}
    task("srv", "containers", {"project": "n", **netted, "networks": {"back": back}})
    other = {"back": {**back, "subnet": "172.31.1.0/24"}}
    task("srv", "containers", {"project": "n", **netted, "networks": other}, "--check")
    task("srv", "containers", {"project": "n", **netted, "networks": {"back": {**other["back"], "recreate": True}}})
    task("srv", "containers", {"project": "n", "containers": [], "prune": True, "prune_volumes": True})
    mounted = {**WEB, "name": "mounted", "mounts": [{"type": "volume", "source": "data", "target": "C:\\d"}]}
    told = {**mounted, "ports": ["8080:80"]}
    task("srv", "containers", {"project": "i", "containers": [told], "allow_piercing": ["volume", "port"]})
    for module, options in (("containers_info", {}), ("container_logs", {"project": "i"})):
        task("srv", module, options)
        task("raw", module, options)
        task("desktop", module, options)
        task("srv", module, {"names": ["/"]})
    task("srv", "containers_info", {"names": ["mounted", "ghost"], "images": False})
    task("srv", "container_logs", {"name": "ghost"})
    spoke = {**CRASHES, "name": "spoke"}
    task("srv", "containers", {"project": "i", "containers": [spoke], "wait": False})
    time.sleep(0.5)
    task("srv", "container_logs", {"name": "spoke", "timestamps": True})
    for command in ("ping -t one", "ping -t two"):
        both = [{**WEB, "name": name, "command": command, "env": {"A": "b"}} for name in ("kept", "kept-too")]
        kept = [{"project": "k", "containers": both, "keep": 2}]
        task("srv", "containers", kept[0])
        task("srv", "container_host", {"sets": kept})
    task("srv", "containers_rollback", {"sets": kept, "unless_well": True})
    fleet.fault("srv", "start-failure", code="0xc0370106", times=4)
    task("srv", "containers_rollback", {"sets": kept})
    fleet.fault("srv", "clear")
    task("srv", "containers_rollback", {"sets": kept})
    task("srv", "containers_rollback", {"sets": kept, "to": "nothing"})
    task("srv", "containers_rollback", {"sets": [{**kept[0], "project": "never"}]})
    task("srv", "engine", {}, "--check")
    task("srv", "engine", {"adopt": True, "config": {"debug": True}}, "--diff")
    task("srv", "engine", {"config": {"debgu": True}})
    fleet.fault("srv", "engine-fails")
    task("srv", "engine", {"config": {"debug": False}})
    fleet.fault("srv", "clear")
    folder = tmp_path_factory.mktemp("report")
    report = {"hosts": [{"name": "srv"}], "page": str(folder / "f.html"), "data": str(folder / "f.json")}
    task("localhost", "fleet_report", report)
    task("localhost", "fleet_status", {"hosts": [DRIFTED]})
    return found


# A host as fleet_status takes it: a container that has drifted and is behind, and a network that is not there.
THERE = {"name": "web", "project": "shop", "image": "a:1", "state": "running", "os_version": "10.0.20348.1"}
SAID = {
    "name": "web",
    "image": "a:1",
    "state": "running",
    "differs": ["image"],
    "why": ["image differs"],
    "actions": [],
}
BACK = {"name": "back", "actions": ["create"], "why": ["it is not there"]}
DRIFTED = {
    "name": "srv",
    "host": {"version": "10.0.20348.2", "engine": {"state": "running"}},
    "sets": [{"project": "shop"}],
    "judged": [{"project": "shop", "containers": [SAID], "networks": [BACK]}],
    "seen": {"containers": [THERE]},
}
MODULES = [
    *("container_host", "container_logs", "containers", "containers_info", "containers_rollback", "engine"),
    *("fleet_report", "fleet_status", "host_features", "host_info", "isolation_proof"),
]


@pytest.mark.parametrize("module", MODULES)
def test_what_is_returned_is_documented(results: Returned, module: str) -> None:
    assert sorted({text for result in results[module] for text in differences(result, module)}) == []


@pytest.mark.parametrize("module", MODULES)
def test_what_is_documented_is_returned(results: Returned, module: str) -> None:
    """No key stands in RETURN that no result ever had."""
    had = {place for result in results[module] for place in seen(result, module)}
    if module == "isolation_proof":  # several projects are proven at once by container_host
        had |= {place for result in results["container_host"] for place in seen(result.get("proof"), module)}
    wanted = set(places(documented(module), module)) - {f"{module}.{key}" for key in COMMON}
    assert sorted(wanted - had) == []
