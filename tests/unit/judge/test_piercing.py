"""Which ways through the isolation are found, which class they are, and what permits them."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.piercing import (
    KINDS,
    PERMISSIONS,
    Facts,
    piercings,
    violations,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.piercings import (
    CLASSES,
    PIPES,
    RISKY_FOLDERS,
)


def bind(source: str, kind: str = "bind") -> dict[str, Any]:
    return {"mounts": [{"type": kind, "source": source, "target": r"c:\x", "read_only": False}]}


FOUND = [
    (bind(r"C:\data"), "volume", "bind"),
    (bind("c:/data/logs"), "volume", "bind"),
    (bind(r"C:\windows.old"), "volume", "system_folder"),
    (bind(r"C:\Documents and Settings\Administrator\.ssh"), "volume", "users"),
    (bind(r"c:/documents and settings/x"), "volume", "users"),
    (bind(r"C:\Users\All Users\docker"), "volume", "engine_data"),
    (bind(r"C:\Users\Default User"), "volume", "users"),
    (bind(r"C:\ProgramData\Application Data\docker"), "volume", "engine_data"),
    (bind(r"C:\Windows::$INDEX_ALLOCATION"), "volume", "system_folder"),
    (bind(r"C:\System Volume Information"), "volume", "system_folder"),
    (bind(r"\\localhost\ADMIN$\System32"), "volume", "system_folder"),
    (bind(r"\\.\pipe\.\docker_engine", "npipe"), "named_pipe", "engine"),
    (bind(r"\\.\pipe\x\..\docker_engine", "npipe"), "named_pipe", "engine"),
    (bind("\\\\.\\pipe\\\\docker_engine", "npipe"), "named_pipe", "engine"),
    (bind(r"\\.\pipe\docker_engine.", "npipe"), "named_pipe", "engine"),
    (bind("\\\\.\\pipe\\docker_engine \t", "npipe"), "named_pipe", "engine"),
    (bind(r"\\.\pipe\dockerBackendApiServer", "npipe"), "named_pipe", "engine"),
    (bind(r"\\.\pipe\dockerDesktopLinuxEngine", "npipe"), "named_pipe", "engine"),
    (bind(r"\\.\pipe\rancher_desktop\docker_engine", "npipe"), "named_pipe", "engine"),
    (bind(r"\\.\pipe\podman-machine-default", "npipe"), "named_pipe", "other_engine"),
    (bind(r"\\.\pipe\buildkitd", "npipe"), "named_pipe", "other_engine"),
    (bind(r"\\.\pipe\LSASS", "npipe"), "named_pipe", "windows"),
    (bind(r"\\.\pipe\svcctl", "npipe"), "named_pipe", "windows"),
    (bind(r"\\.\pipe\samr", "npipe"), "named_pipe", "windows"),
    (bind(r"\\.\pipe\openssh-ssh-agent", "npipe"), "named_pipe", "windows"),
    (bind("C:\\"), "volume", "drive_root"),
    (bind("D:"), "volume", "drive_root"),
    (bind("//?/E:/"), "volume", "drive_root"),
    (bind(r"C:\data\.."), "volume", "drive_root"),
    (bind(r"\\?\Volume{2443d38a-1379-4bcf-a4b7-fc6ad4cd7b65}\x"), "volume", "drive_root"),
    (bind(r"\\localhost\C$\Windows"), "volume", "system_folder"),
    (bind(r"\\srv\share\x"), "volume", "network_share"),
    (bind(r"C:\Windows"), "volume", "system_folder"),
    (bind(r"\\?\c:\windows\System32"), "volume", "system_folder"),
    (bind(r"C:\data\..\WINDOWS\temp"), "volume", "system_folder"),
    (bind(r"C:\Windows. \x"), "volume", "system_folder"),
    (bind(r"\Windows"), "volume", "system_folder"),
    (bind(r"C:\ProgramData"), "volume", "system_folder"),
    (bind(r"C:\ProgramData\docker\volumes"), "volume", "engine_data"),
    (bind(r"C:\Users\admin"), "volume", "users"),
    (bind(r"C:\PROGRA~3\docker"), "volume", "short_name"),
    (bind("data", "volume"), "volume", "named_volume"),
    (bind(r"C:\Windows", "volume"), "volume", "system_folder"),
    (bind(r"\\.\pipe\app", "npipe"), "named_pipe", "pipe"),
    (bind(r"\\.\pipe\docker_engine", "npipe"), "named_pipe", "engine"),
    (bind("//./pipe/Docker_Engine", "npipe"), "named_pipe", "engine"),
    (bind(r"\\.\pipe\docker_engine", "bind"), "named_pipe", "engine"),
    (bind(r"\\.\pipe\docker_engine_windows", "npipe"), "named_pipe", "engine"),
    (bind(r"\\.\pipe\containerd-containerd", "npipe"), "named_pipe", "other_engine"),
    ({"ports": [{"container_port": 80, "protocol": "tcp", "host_port": 8080}]}, "port", "published"),
    ({"network": "container:web"}, "network", "container"),
    ({"network": "transparent"}, "network", "host_lan"),
    ({"network": "nat", "networks": [{"name": "nat"}, {"name": "l2bridge"}]}, "network", "host_lan"),
    ({"devices": ["class/5B45201D-F2F2-4F3B-85BB-30FF1F953599"]}, "device", "device"),
    ({"credential_spec": "file://web.json"}, "credential_spec", "credential_spec"),
    ({"annotations": {"microsoft.com/hostprocess-container": "true"}}, "host_process", "annotation"),
    ({"annotations": {"microsoft.com/hostprocess-inherit-user": "true"}}, "host_process", "annotation"),
    ({"user": "ContainerAdministrator", "isolation": "process"}, "user", "administrator"),
]


@pytest.mark.parametrize(("options", "kind", "name"), FOUND)
def test_found(options: dict[str, Any], kind: str, name: str) -> None:
    [piercing] = piercings({"name": "web", "isolation": "hyperv", **options})
    assert (piercing["kind"], piercing["class"]) == (kind, name)
    assert piercing["reason"] == CLASSES[kind, name].reason
    assert piercing["option"] in options
    assert piercing["value"]


def test_every_class_is_found_once() -> None:
    assert {(kind, name) for _options, kind, name in FOUND} == set(CLASSES)
    assert {name for _pattern, name in PIPES} <= {name for _kind, name in CLASSES}
    assert {name for _folder, name in RISKY_FOLDERS} <= {name for _kind, name in CLASSES}


@pytest.mark.parametrize(("options", "kind", "name"), FOUND)
def test_permission(options: dict[str, Any], kind: str, name: str) -> None:
    spec = {"name": "web", "isolation": "hyperv", **options}
    permission = CLASSES[kind, name].permission
    general, by_name = violations([spec], [kind]), violations([spec], [f"{kind}.{name}"])
    if permission == "none":
        assert violations([spec], []) == []
        return
    assert len(violations([spec], [])) == 1
    assert bool(general) is (permission != "kind")
    assert bool(by_name) is (permission != "by_name")
    assert bool(violations([spec], PERMISSIONS)) is (permission == "never")
    if permission in ("kind", "by_name"):
        assert violations([spec], [])[0]["permission"] in PERMISSIONS
        assert violations([{**spec, "allow_piercing": [violations([spec], [])[0]["permission"]]}], []) == []


def test_the_engines_own_pipe_never_goes_by_a_general_permission() -> None:
    spec = {"name": "web", **bind(r"\\.\pipe\docker_engine", "npipe")}
    [violation] = violations([spec], list(KINDS))
    assert violation["refused"] is True
    assert violation["permission"] == "named_pipe.engine"
    assert "full control of the host" in violation["reason"]


def test_nothing_pierces() -> None:
    assert (
        piercings(
            {
                "name": "web",
                "isolation": "process",
                "network": "nat",
                "user": "ContainerUser",
                "mounts": [],
                "ports": None,
            }
        )
        == []
    )
    assert piercings({"name": "web", "isolation": "hyperv", "user": "ContainerAdministrator"}) == []


def test_violations_are_sorted_and_skip_what_goes_away() -> None:
    specs = [{"name": name, **bind(r"C:\data")} for name in ("b", "a")] + [
        {"name": "c", "state": "absent", **bind(r"C:\data")}
    ]
    assert [row["container"] for row in violations(specs, [])] == ["a", "b"]


def test_a_raw_credential_spec_is_not_shown() -> None:
    [piercing] = piercings({"name": "web", "credential_spec": 'raw://{"DomainJoinConfig": "secret"}'})
    assert "secret" not in str(piercing)


def test_the_kinds() -> None:
    assert KINDS == ("volume", "named_pipe", "port", "network", "device", "credential_spec")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (r"E:\Dockertest", "engine_data"),
        (r"E:\Dockertest\volumes", "engine_data"),
        (r"e:/dockertest/windowsfilter/x", "engine_data"),
        (r"E:\sub\..\Dockertest", "engine_data"),
        (r"\\?\E:\Dockertest", "engine_data"),
        (r"\\localhost\E$\Dockertest", "engine_data"),
        (r"E:\Dockertest2", "bind"),
        (r"D:\Dockertest", "bind"),
        (r"E:\data", "bind"),
    ],
)
def test_the_engines_data_are_where_the_engine_says(source: str, found: str) -> None:
    [piercing] = piercings({"name": "web", **bind(source)}, Facts(data_root=r"E:\Dockertest"))
    assert piercing["class"] == found


def test_a_folder_that_holds_the_engines_data_is_the_engines_data() -> None:
    [piercing] = piercings({"name": "web", **bind(r"E:\a")}, Facts(data_root=r"E:\a\docker"))
    assert piercing["class"] == "engine_data"


@pytest.mark.parametrize("driver", ["transparent", "l2bridge", "l2tunnel", "overlay"])
def test_the_driver_decides_and_not_the_name(driver: str) -> None:
    spec = {"name": "web", "network": "InternetSwitch"}
    facts = Facts(drivers={"InternetSwitch": driver, "transparent": "nat"})
    [piercing] = piercings(spec, facts)
    assert (piercing["kind"], piercing["class"]) == ("network", "host_lan")
    assert violations([spec], [], facts) and not violations([spec], ["network"], facts)
    assert piercings({"name": "web", "network": "transparent"}, facts) == []
    assert piercings({"name": "web", "network": "transparent"}, Facts()) != []
