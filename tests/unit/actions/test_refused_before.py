"""What a run cannot do is refused before anything is changed: in check mode and in the real run alike, and by each
module that would have to do it."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.action import container_host, containers, host_features

WEB = {"name": "web", "image": "nano:2022", "isolation": "process", "allow_piercing": ["network", "credential_spec"]}
BARE = {"Containers": "Available", "Hyper-V": "Available"}


def no_engine(host: Any) -> None:
    host.engine, host.services, host.features = None, [], dict(BARE)


def linux_mode(host: Any) -> None:
    host.os_type = "linux"


def stopped(host: Any) -> None:
    host.engine, host.service_state = None, "Stopped"


def elsewhere(host: Any) -> None:
    """The file is where it would be, were it not for daemon.json."""
    host.data_root = "D:\\docker"
    host.files.add("c:\\programdata\\docker\\credentialspecs\\gmsa.json")


def other_entries(host: Any) -> None:
    host.entries = {"other"}


def ready(host: Any) -> None:
    pass


# What is declared, what the host is, and the words of the refusal.
REFUSED: dict[str, tuple[dict[str, Any], Any, list[str]]] = {
    "no engine": ({}, no_engine, ["No engine is installed on this host"]),
    "an engine for Linux": ({}, linux_mode, ["runs Linux containers", "SwitchDaemon"]),
    "a stopped engine": ({}, stopped, ["service docker is stopped", "Start-Service docker"]),
    "no network host": (
        {"network": "host"},
        ready,
        ["no network host", "a name like others"],
    ),
    "no such network": ({"network": "corp"}, ready, ["container web: network", "no network corp", "nat, none"]),
    "a network in other case": ({"network": "LAN"}, ready, ["network", "no network LAN"]),
    "a network's id": ({"network": "f" * 64}, ready, ["no network ffff"]),
    "nobody to join": ({"network": "container:db"}, ready, ["container:db cannot be joined", "no container"]),
    "no such file": (
        {"credential_spec": "file://gmsa.json"},
        ready,
        ["credential_spec", "C:\\ProgramData\\docker\\CredentialSpecs\\gmsa.json", "New-CredentialSpec"],
    ),
    "a file in a folder": ({"credential_spec": "file://sub\\gmsa.json"}, ready, ["CredentialSpecs\\sub\\gmsa.json"]),
    "a file elsewhere": (
        {"credential_spec": "file://gmsa.json"},
        elsewhere,
        ["D:\\docker\\CredentialSpecs\\gmsa.json"],
    ),
    "no such entry": ({"credential_spec": "registry://gmsa"}, other_entries, ["no entry gmsa"]),
    "no entry at all": ({"credential_spec": "registry://gmsa"}, ready, ["no entry gmsa"]),
}
MODULES = {
    "containers": (containers, lambda web: {"project": "shop", "containers": [web]}),
    "container_host": (
        container_host,
        lambda web: {"features": {"reboot": True}, "sets": [{"project": "shop", "containers": [web]}]},
    ),
}


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("what", REFUSED)
def test_refused_and_nothing_is_done(host: Any, run: Any, what: str, module: str, check: bool) -> None:
    options, is_so, words = REFUSED[what]
    is_so(host)
    plugin, arguments = MODULES[module]
    result = run(plugin, arguments({**WEB, **options}), check=check)
    assert result.get("failed"), result
    assert [word for word in words if word not in result["msg"]] == [], result["msg"]
    assert {name for name, _asked in host.calls} == {"_look"}
    assert (result["changed"], result.get("diff")) == (False, None)


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
def test_a_missing_folder_is_told_before_the_features_are_changed(host: Any, run: Any, check: bool) -> None:
    """The engine is there and cannot run yet: the folders of the host can be looked at all the same."""
    stopped(host)
    host.features = dict(BARE)
    mounts = [{"source": "C:\\nowhere", "target": "C:\\d"}]
    web = {**WEB, "mounts": mounts, "allow_piercing": ["volume"]}
    result = run(container_host, MODULES["container_host"][1](web), check=check)
    assert "the source C:\\nowhere is not there" in result["msg"]
    assert {name for name, _asked in host.calls} == {"_look"}


def test_a_task_before_may_make_a_folder_so_that_check_mode_warns(host: Any, run: Any) -> None:
    web = {**WEB, "mounts": [{"source": "C:\\nowhere", "target": "C:\\d"}], "allow_piercing": ["volume"]}
    checked = run(containers, MODULES["containers"][1](web), check=True)
    assert not checked.get("failed"), checked
    assert "the source C:\\nowhere is not there" in " ".join(checked["warnings"])
    assert run(containers, MODULES["containers"][1](web))["failed"]


def there(host: Any) -> None:
    host.files.add("c:\\programdata\\docker\\credentialspecs\\gmsa.json")


def there_elsewhere(host: Any) -> None:
    host.data_root = "D:\\docker"
    host.files.add("d:\\docker\\credentialspecs\\gmsa.json")


def untold(host: Any) -> None:
    """Nothing that could not be read counts as absent."""
    host.said["registry"] = lambda look: (
        {"ok": False, "error": {"type": "x", "code": "", "text": "denied"}}
        if look["path"].endswith("CredentialSpecs")
        else None
    )


ACCEPTED: dict[str, tuple[dict[str, Any], Any]] = {
    "a network": ({"network": "lan"}, ready),
    "a network by its id": ({"network": "3" * 64}, ready),
    "a network by the beginning of its id": ({"network": "3" * 12}, ready),
    "the default network": ({"network": "default"}, ready),
    "none": ({"network": "none"}, ready),
    "a file": ({"credential_spec": "file://gmsa.json"}, there),
    "a file of another data root": ({"credential_spec": "file://gmsa.json"}, there_elsewhere),
    "an entry": ({"credential_spec": "registry://Gmsa"}, lambda host: host.entries.add("Gmsa")),
    "a registry that could not be read": ({"credential_spec": "registry://gmsa"}, untold),
    "a spec in the option": ({"credential_spec": "raw://{}"}, ready),
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_what_is_there_is_used(host: Any, run: Any, what: str) -> None:
    options, is_so = ACCEPTED[what]
    is_so(host)
    result = run(containers, {"project": "shop", "containers": [{**WEB, **options}]})
    assert not result.get("failed"), result
    assert result["containers"][0]["state"] == "running"


@pytest.mark.parametrize(("state", "joined"), [("started", True), ("stopped", False), ("absent", False)])
def test_a_container_of_the_set_can_be_joined_where_it_is_to_run(host: Any, run: Any, state: str, joined: bool) -> None:
    db = {**WEB, "name": "db", "state": state}
    result = run(containers, {"project": "shop", "containers": [{**WEB, "network": "container:db"}, db]})
    assert bool(result.get("failed")) is not joined, result
    assert joined or f"it is declared {state}" in result["msg"]


def test_another_project_of_the_run_may_bring_the_one_that_is_joined(host: Any, run: Any) -> None:
    first = {"project": "a", "containers": [{**WEB, "name": "db"}]}
    second = {"project": "b", "containers": [{**WEB, "network": "container:db"}]}
    result = run(container_host, {"sets": [first, second]})
    assert not result.get("failed"), result


def test_a_container_that_stands_is_not_held_against_what_is_gone(host: Any, run: Any) -> None:
    """Only what would be created or started is judged: what runs shows that it can."""
    host.engine.networks["corp"] = {**host.engine.networks["lan"], "Name": "corp", "Id": "4" * 64}
    wanted = {"project": "shop", "containers": [{**WEB, "network": "corp"}]}
    assert run(containers, wanted)["changed"]
    del host.engine.networks["corp"]
    again = run(containers, wanted)
    assert (again.get("failed"), again["changed"]) == (None, False)


def test_verdicts_are_told_with_the_refusal(host: Any, run: Any) -> None:
    """preflight.yml shows them also of a host without an engine."""
    no_engine(host)
    result = run(containers, {"project": "shop", "containers": [WEB]}, check=True)
    assert [row["container"] for row in result["verdicts"]] == ["web"]


def test_features_alone_need_no_engine(host: Any, run: Any) -> None:
    no_engine(host)
    result = run(host_features, {"containers": True})
    assert not result.get("failed"), result
    assert result["changed"]


def test_nothing_to_run_needs_no_engine(host: Any, run: Any) -> None:
    no_engine(host)
    gone = {"project": "shop", "containers": [{"name": "web", "state": "absent"}], "prune": True}
    for check in (True, False):
        result = run(containers, gone, check=check)
        assert (result.get("failed"), result["changed"]) == (None, False), result


SHOP = [{"project": "shop", "containers": [WEB]}]


@pytest.mark.parametrize("check", [True, False], ids=["check", "real"])
@pytest.mark.parametrize("said", [{}, {"reboot": None}], ids=["left out", "null"])
@pytest.mark.parametrize(
    "features",
    [
        {"Containers": "Available", "Hyper-V": "Available"},
        {"Containers": "InstallPending", "Hyper-V": "Installed"},
        {"Containers": "Removed", "Hyper-V": "Installed"},
    ],
    ids=["disabled", "pending", "removed"],
)
def test_a_reboot_that_nobody_declared_is_asked_for(
    host: Any, run: Any, features: dict[str, str], said: dict[str, Any], check: bool
) -> None:
    stopped(host)
    host.features = features
    result = run(container_host, {"features": said, "sets": SHOP}, check=check)
    assert "features.reboot: Windows may need a reboot for the Containers feature" in result["msg"]
    assert {name for name, _asked in host.calls} == {"_look"}
    assert result["changed"] is False


def test_it_is_not_asked_for_where_nothing_depends_on_it(host: Any, run: Any) -> None:
    assert not run(container_host, {"features": {}, "sets": SHOP}).get("failed")  # the features are there
    no_engine(host)
    assert run(container_host, {"features": {}})["changed"]  # nothing to run on them


def test_the_reboot_that_is_left_is_said(host: Any, run: Any) -> None:
    no_engine(host)
    first = run(host_features, {})
    assert first["warnings"] == [
        "srv: the Containers feature waits for a reboot of the host, which is not made here since reboot is not true "
        "(host_reboot for the roles and site.yml)."
    ]
    again = run(host_features, {"reboot": False})
    assert (again["changed"], again["warnings"][0]) == (False, first["warnings"][0])
    assert "warnings" not in run(host_features, {"reboot": True})
