"""The ANSWER of a verb, what the two host programs answer, and the readers of the looks that are not the engine's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers import (
    boot,
    cim,
    compute_systems,
    features,
    file,
    processes,
    registry,
    service,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import (
    Acted,
    Answer,
    Failure,
    LastAct,
    Looked,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape
from mutations import survived
from proof_host import NO_VM, Box, ProofHost, guid

OK = {"ok": True, "value": 1}
FAILED = {"ok": False, "error": {"type": "System.Exception", "code": "0x80131500", "text": "no"}}
ACTED = {
    "lock": {"ok": True, "value": True},
    "seen": {"ok": True, "value": True},
    "last": {"who": "deploy@controller", "since": "2026-11-24T08:00:00.0000000Z"},
    "steps": [OK, FAILED],
    "undone": [OK],
    "looks": [OK],
}


def test_an_answer() -> None:
    assert read(Answer, OK, "x") == Answer(True, 1)
    assert read(Answer, FAILED, "x") == Answer(False, None, Failure("System.Exception", "0x80131500", "no"))
    assert read(Answer, {"ok": False, "error": None}, "x") == Answer(False)
    with pytest.raises(WrongShape) as caught:
        read(Answer, {"value": 1}, "x")
    assert caught.value.field == "ok"


def test_what_the_programs_answer() -> None:
    assert read(Looked, {"looks": [OK, FAILED]}, "x").looks[1].error.text == "no"
    told = read(Acted, ACTED, "x")
    assert told.last == LastAct("deploy@controller", "2026-11-24T08:00:00.0000000Z")
    assert [answer.ok for answer in told.steps] == [True, False]
    busy = read(Acted, {"lock": FAILED, "steps": [], "undone": [], "looks": []}, "x")
    assert (busy.lock.ok, busy.last, busy.looks) == (False, None, ())
    with pytest.raises(WrongShape):
        read(Looked, {}, "x")


SYSTEM = [
    {
        "CSName": "SRV2022",
        "Caption": "Microsoft Windows Server 2022 Standard",
        "Version": "10.0.20348",
        "BuildNumber": "20348",
        "ProductType": 3,
        "SystemDrive": "C:",
    }
]
COMPUTER = [
    {
        "Name": "SRV2022",
        "Manufacturer": "Dell Inc.",
        "Model": "PowerEdge R650",
        "DomainRole": 3,
        "HypervisorPresent": True,
        "NumberOfLogicalProcessors": 16,
        "TotalPhysicalMemory": "68300000000",
    }
]
PROCESSOR = [
    {
        "VirtualizationFirmwareEnabled": None,
        "SecondLevelAddressTranslationExtensions": False,
        "VMMonitorModeExtensions": False,
    }
] * 2
WINDOWS = {  # A9.10
    "exists": True,
    "values": {
        "CurrentBuild": "20348",
        "CurrentBuildNumber": "20348",
        "EditionID": "ServerStandard",
        "InstallationType": "Server Core",
        "ProductName": "Windows Server 2022 Standard",
        "UBR": 2113,
    },
}
FILES = [
    {"path": "C:\\data", "exists": True, "directory": True, "Length": None, "error": None},
    {"path": "C:\\x.txt", "exists": True, "directory": False, "Length": 5, "error": None},
    {"path": "\\\\srv\\x", "exists": None, "directory": None, "Length": None, "error": FAILED["error"]},
]
BOOT = {
    "LastBootUpTime": "2026-11-24T08:00:00.0000000Z",
    "LocalDateTime": "2026-11-24T08:01:01.5000000Z",
    "Uptime": 61.5,
    "entry": {"ok": True, "value": "identifier              {current}\r\nhypervisorlaunchtype    Auto\r\n"},
}
FEATURES = {
    "server_manager": {"ok": True, "value": [{"Name": "Containers", "DisplayName": "x", "InstallState": "Installed"}]},
    "dism": {"ok": True, "value": {"FeatureName": "Containers", "State": "Enabled", "RestartRequired": "Possible"}},
}
SERVICES = [
    {"Name": "docker", "DisplayName": "Docker Engine", "State": "Running", "StartMode": "Auto", "PathName": None}
]
HOST = ProofHost([Box("web"), Box("api", "hyperv")])
HCSDIAG = ProofHost([Box("web"), Box("api", "hyperv")], source="hcsdiag")

READERS: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "operating_system": (cim.operating_system, SYSTEM),
    "computer": (cim.computer, COMPUTER),
    "processors": (cim.processors, PROCESSOR),
    "key": (partial(registry.key, path="HKLM:\\x"), {"exists": True, "values": {"Attempts": 1}}),
    "windows": (registry.current_version, WINDOWS),
    "computer_name": (
        partial(registry.computer_name, path="HKLM:\\x"),
        {"exists": True, "values": {"ComputerName": "S"}},
    ),
    "services": (service.services, SERVICES),
    "paths": (file.paths, FILES),
    "boot": (lambda value: boot.boot(value).launch_type, BOOT),
    "features": (features.features, FEATURES),
    "processes": (processes.processes, HOST.raw()[1]["value"][:6]),
    "compute_systems": (compute_systems.compute_systems, HOST.raw()[2]["value"]),
    "hcsdiag": (compute_systems.compute_systems, HCSDIAG.raw()[2]["value"]),
    "answer": (lambda value: read(Answer, value, "the program _look"), FAILED),
    "acted": (lambda value: read(Acted, value, "the program _act"), ACTED),
}


@pytest.mark.parametrize("name", READERS)
def test_every_mutation_is_read_or_refused_with_the_look(name: str) -> None:
    reader, good = READERS[name]
    reader(good)
    with pytest.raises(WrongShape) as caught:
        reader("no answer")
    assert caught.value.look.startswith("the ")
    fine, refused = survived(reader, good, WrongShape)
    assert fine and refused


def test_cim() -> None:
    told = cim.operating_system(SYSTEM)
    assert (told.name, told.build, told.product_type, told.system_drive) == ("SRV2022", 20348, 3, "C:")
    assert cim.operating_system(SYSTEM[0]) == told  # one object where a list was meant
    assert cim.operating_system([]) == cim.OperatingSystem()
    assert cim.computer(COMPUTER).memory == 68_300_000_000
    assert [row.slat for row in cim.processors(PROCESSOR)] == [False, False]
    assert cim.processors(PROCESSOR)[0].firmware_enabled is None


def test_registry() -> None:
    told = registry.current_version(WINDOWS)
    assert (told.build, told.revision, told.edition) == (20348, 2113, "ServerStandard")
    older = {"exists": True, "values": {"CurrentBuildNumber": "14393"}}
    assert registry.current_version(older).build == 14393
    assert registry.current_version({"exists": False, "values": {}}).build is None
    assert registry.computer_name({"exists": False}, "x").name == ""


@pytest.mark.parametrize(
    ("value", "names", "marks"),
    [
        ({"exists": True}, (), True),
        ({"exists": False}, (), False),
        ({"exists": True, "values": {"Attempts": 1}}, ("Attempts",), True),
        ({"exists": True, "values": {"Attempts": ["a", ""]}}, ("Attempts",), True),
        ({"exists": True, "values": {"Attempts": 0}}, ("Attempts",), False),
        ({"exists": True, "values": {"Attempts": []}}, ("Attempts",), False),
        ({"exists": True, "values": {}}, ("Attempts",), False),
    ],
)
def test_marks(value: Any, names: tuple[str, ...], marks: bool) -> None:
    assert registry.key(value, "x").marks(names) is marks


def test_files_say_what_they_are_or_why_that_cannot_be_told() -> None:
    folder, text, unknown = file.paths(FILES)
    assert (folder.exists, folder.directory, folder.error) == (True, True, None)
    assert (text.directory, text.length) == (False, 5)
    assert (unknown.exists, unknown.error and unknown.error.text) == (None, "no")


@pytest.mark.parametrize(
    ("entry", "launch"),
    [
        (BOOT["entry"], "auto"),
        ({"ok": True, "value": "hypervisorlaunchtype    Off"}, "off"),
        ({"ok": True, "value": "hypervisorlaunchtype    Sometimes"}, None),
        ({"ok": True, "value": "nothing of it"}, None),
        (FAILED, None),
        (None, None),
    ],
)
def test_boot(entry: Any, launch: str | None) -> None:
    told = boot.boot({**BOOT, "entry": entry})
    assert (told.uptime, told.launch_type) == (61.5, launch)


def test_features_of_both_providers() -> None:
    told = features.features(FEATURES)
    assert told.server_manager is not None and told.dism is not None
    assert (told.server_manager[0].state, told.dism[0].state, told.errors) == ("Installed", "Enabled", ())
    client = features.features({**FEATURES, "server_manager": FAILED})
    assert (client.server_manager, client.errors) == (None, ("no",))


def test_processes_and_services() -> None:
    idle, system, *_more = processes.processes(HOST.raw()[1]["value"])
    assert (idle.pid, idle.created, system.name, system.session) == (0, None, "System", 0)
    owners = [row.owner for row in processes.processes(HOST.raw()[1]["value"]) if row.owner]
    assert owners == [f"NT VIRTUAL MACHINE\\{guid(2)}"]
    assert service.services(SERVICES)[0].state == "Running"


@pytest.mark.parametrize("host", [HOST, HCSDIAG])
def test_compute_systems(host: ProofHost) -> None:
    told = compute_systems.compute_systems(host.raw()[2]["value"])
    (rows,) = [source for source in (told.processes, told.diagnosis) if source is not None]
    assert {row.id: row.machine for row in rows} == {
        host.boxes[0].id: compute_systems.NO_MACHINE,
        host.boxes[1].id: guid(2).lower(),
    }
    assert len(told.errors) == 1


def test_hcsdiag_as_it_was_recorded() -> None:
    machine = "DE1517EC-BF1D-5A0B-B459-77A48CB1AD97"
    recorded = f"cowork-vm-1699151a\n    VM,                       \tRunning, {machine}, cowork-vm-1699151a\n"
    (row,) = compute_systems.listed(recorded)
    assert (row.id, row.machine) == ("cowork-vm-1699151a", machine.lower())
    assert compute_systems.listed("") == compute_systems.listed("\r\n \r\n") == ()
    assert compute_systems.listed("    a line, without, an id, before\n") == ()


@pytest.mark.parametrize(
    ("text", "machine"),
    [
        (NO_VM, NO_VM),
        (f"{{{NO_VM}}}", NO_VM),
        (f" {guid(1)} ", guid(1).lower()),
        (guid(1)[:-1], None),
        (guid(1) + "0", None),
        (guid(1).replace("-", ""), None),
        ("n/a", None),
        ("", None),
        (None, None),
    ],
)
def test_only_a_whole_guid_names_a_machine_or_none(text: str | None, machine: str | None) -> None:
    assert compute_systems.machine_of(text) == machine
