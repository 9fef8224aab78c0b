"""A believable fleet of any size, as the role `report` collects it. The same numbers give the same fleet."""

from __future__ import annotations

import random
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image, judge_modes

# (short name, product, EditionID, release, build, revision, ProductType, installation, platform, share of the fleet)
MACHINES = [
    ("web", "Windows Server 2022 Datacenter", "ServerDatacenter", "2022", 20348, 4294, 3, "Server Core", "hyper-v", 30),
    ("app", "Windows Server 2019 Standard", "ServerStandard", "2019", 17763, 7919, 3, "Server Core", "vmware", 22),
    ("ai", "Windows Server 2025 Datacenter", "ServerDatacenter", "2025", 26100, 6899, 3, "Server Core", "physical", 18),
    ("dev", "Windows 10 Pro", "Professional", "11 24H2", 26100, 6899, 1, "Client", "physical", 10),
    ("desk", "Windows 10 Home", "Core", "10 22H2", 19045, 6456, 1, "Client", "physical", 3),
    ("erp", "Windows Server 2016 Standard", "ServerStandard", "2016", 14393, 8519, 3, "Server", "vmware", 7),
    ("edge", "Windows Server 23H2 Datacenter", "ServerDatacenter", "23H2", 25398, 1912, 3, "Server Core", "azure", 4),
    ("vdi", "Windows 11 Enterprise multi-session", "ServerRdsh", "11 23H2", 22631, 6060, 3, "Client", "azure", 3),
    ("iot", "Windows 10 IoT Enterprise LTSC", "IoTEnterpriseS", "10 1809", 17763, 7919, 1, "Client", "physical", 3),
]
SITES = ("ber", "lon", "nyc", "sgp", "mad")
# (name, image, the OS version of its manifest, isolation, environment)
CONTAINERS = [
    ("web", "mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022", "10.0.20348.4294", "process", {}),
    (
        "orders",
        "registry.example.com/shop/orders:4.12.0",
        "10.0.20348.4294",
        "process",
        {"DB_PASSWORD": "correct horse battery", "LOG_LEVEL": "information"},
    ),
    ("billing", "registry.example.com/shop/billing:2.0.3", "10.0.17763.7919", "hyperv", {"API_TOKEN": "tok-1f2e3d4c"}),
    (
        "agent",
        "registry.example.com/platform/agent@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "10.0.17763.7919",
        "default",
        {},
    ),
    ("inference", "registry.example.com/ml/inference:1.3.1-ltsc2025", "10.0.26100.6899", "hyperv", {}),
]
# What is usually declared on which machine; one host in twelve has one too many, which its build or edition refuses.
USUAL = {"web": (0, 1, 3), "app": (2, 3), "ai": (0, 1, 4), "dev": (2, 4), "edge": (0, 1), "vdi": (2,), "iot": (2,)}


def host(rng: random.Random, machine: tuple[Any, ...]) -> dict[str, Any]:
    """One HOST as host_info returns it."""
    _short, product, edition, release, build, revision, product_type, installation, platform, _share = machine
    client = installation == "Client"
    home = edition == "Core"
    virtual = platform != "physical"
    nested = not virtual or platform == "hyper-v" or (platform == "azure" and rng.random() < 0.8)
    fresh = rng.random() < 0.08
    state = "unavailable" if home else "disabled" if fresh else "enabled"
    hyper_v = state if nested or home else "disabled"
    pending = not home and not fresh and rng.random() < 0.07
    if pending:
        hyper_v = "enable_pending" if nested else hyper_v
    runs_hypervisor = hyper_v == "enabled"
    services = {} if home or fresh else {"vmcompute": _running(), "hns": _running(), "docker": _running()}
    if runs_hypervisor:
        services["vmms"] = _running()
    engine_state = "absent" if home or fresh else rng.choices(("running", "stopped"), (96, 4))[0]
    engine: dict[str, Any] = {
        "state": engine_state,
        "os_type": "windows" if engine_state == "running" else None,
        "error": None,
    }
    if engine_state != "absent":
        engine["version"] = "20.10.24" if build == 14393 else rng.choice(("28.5.2", "28.5.2", "27.5.1", "25.0.13"))
    if engine_state == "running":
        engine["default_isolation"] = "hyperv" if product_type == 1 else "process"
    engine |= _installed(machine, engine)
    return {
        "name": machine[0],
        "edition": edition,
        "product": product,
        "release": release,
        "kind": "client" if client else "server",
        "product_type": product_type,
        "build": build,
        "revision": revision,
        "version": f"10.0.{build}.{revision}",
        "installation": installation,
        "domain_controller": False,
        "system_drive": "C:",
        "processors": rng.choice((4, 8, 16, 32)),
        "memory": rng.choice((16, 32, 64, 256)) * 2**30,
        "virtualization": {
            "hypervisor_present": virtual or runs_hypervisor,
            "vm": virtual,
            "platform": platform,
            "firmware_enabled": None if virtual or runs_hypervisor else True,
            "slat": None if runs_hypervisor else nested,
            "vm_monitor": None if runs_hypervisor else nested,
            "launch_type": "auto" if nested else None,
        },
        "features": {"containers": state, "hyper_v": hyper_v},
        "services": services,
        "reboot_pending": pending,
        "reboot_reasons": ["Component Based Servicing: RebootPending"] if pending else [],
        "engine": engine,
    }


def _installed(machine: tuple[Any, ...], engine: dict[str, Any]) -> dict[str, Any]:
    """Who installed it, and what is wrong with its configuration; desktops have Docker Desktop, one kind containerd."""
    if machine[0] in ("dev", "vdi"):
        away = engine["state"] == "stopped"
        return {"source": {"title": "Docker Desktop", "may_change": False}, **({"state": "desktop"} if away else {})}
    if engine["state"] == "absent":
        there = {"source": {"title": "containerd without a Docker engine", "may_change": False}, "remarks": [ALONE]}
        return there if machine[0] == "edge" else {}
    broken = {"config_path": CONFIG, "config_error": "line 7, column 3: a comma before the end of the object"}
    return {
        "source": {"title": "Docker's archive, registered by hand", "may_change": True},
        "path": "C:\\Program Files\\docker\\dockerd.exe",
        **(broken if machine[0] == "ai" and engine["version"] == "25.0.13" else {"config_path": CONFIG}),
    }


CONFIG = "C:\\ProgramData\\docker\\config\\daemon.json"
ALONE = "there is containerd without a Docker engine (service containerd): it is no Docker engine and is left as it is."


def _running() -> dict[str, str]:
    return {"state": "Running", "start_mode": "Auto"}


def member(rng: random.Random, number: int, machine: tuple[Any, ...]) -> dict[str, Any]:
    """One host with what was declared, judged and proven on it."""
    name = f"{SITES[number % len(SITES)]}-{machine[0]}-{number // len(SITES) + 1:02d}.corp.example.com"
    if rng.random() < 0.012:
        return {"name": name}
    facts = {**host(rng, machine), "name": name.partition(".")[0].upper()}
    declared, verdicts, proof = [], [], []
    usual = USUAL.get(machine[0], ())
    chosen = {*rng.sample(usual, rng.randint(1, len(usual)) if usual else 0)}
    if rng.random() < 1 / 12 or number == 1:
        chosen.add(4)
    wanted = [CONTAINERS[place] for place in sorted(chosen)]
    for container, image, version, isolation, env in wanted:
        verdict = judge_image(facts, version, isolation)
        declared.append({"name": container, "image": image, "isolation": isolation, "env": env})
        verdicts.append({"container": container, "image": image, "mode": isolation, "os_version": version, **verdict})
        if verdict["verdict"] in ("yes", "by_rule") and facts["engine"]["state"] == "running":
            proof.append(_proof(rng, container, isolation))
    return {
        "name": name,
        "host": facts,
        "isolation": judge_modes(facts),
        "declared": declared,
        "verdicts": verdicts,
        "proof": proof,
    }


def _proof(rng: random.Random, container: str, isolation: str) -> dict[str, Any]:
    claimed = "process" if isolation == "default" else isolation
    verdict = rng.choices(("proven", "inconclusive", "refuted"), (195, 4, 1))[0]
    pid = rng.randrange(1000, 9000, 4)
    evidence = {
        "proven": [{"look": "processes", "found": f"w3wp.exe {pid}, session {rng.randint(2, 9)}"}],
        "inconclusive": [{"look": "processes", "found": "the container's processes ended between two looks"}],
        "refuted": [
            {
                "look": "processes",
                "found": f"process {pid} of a container that claims {claimed} is not where it belongs",
            }
        ],
    }
    return {
        "name": container,
        "declared": isolation,
        "claimed": claimed,
        "verdict": verdict,
        "evidence": evidence[verdict],
    }


def sample_fleet(size: int, seed: int = 5) -> list[dict[str, Any]]:
    """A fleet of `size` hosts; the first ones take one machine of each kind in turn, so that five already differ."""
    rng = random.Random(seed)
    shares = [machine[-1] for machine in MACHINES]
    machines = [*MACHINES[:5], *rng.choices(MACHINES, shares, k=max(0, size - 5))][:size]
    return [member(rng, number, machine) for number, machine in enumerate(machines)]
