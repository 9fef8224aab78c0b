"""What a user meets in the first week: reboots that are asked for, orphans, names, tags and warnings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from ansible_collections.winfleet.containers.plugins.modules import host_features
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

from playbooks import Run

pytestmark = LIGHT_ONLY
RAW = {**READY, "features": [], "engine": {"state": "stopped"}, "outage": 0.5}
NANO = "mcr.microsoft.com/windows/nanoserver"
SITE = "winfleet.containers.site"


@pytest.fixture(scope="module")
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    controllers = {**READY, "domain_role": "controller"}
    return fleet_of(raw=RAW, later=RAW, parts=RAW, srv=READY, dc1=controllers, dc2=controllers)


def site(fleet: SimulatedFleet, host: str, *arguments: str, containers: list[dict[str, Any]], **more: Any) -> Run:
    variables = {"containers_project": "shop", "containers_list": containers, **more}
    return fleet.play(SITE, "--limit", host, *arguments, variables=variables)


@pytest.mark.parametrize("check", [("--check",), ()], ids=["check", "real"])
def test_a_reboot_is_asked_for_before_anything_is_changed(fleet: SimulatedFleet, check: tuple[str, ...]) -> None:
    before = fleet.state("raw")["machine"]["boot_time"]
    fleet.counts("raw", reset=True)
    run = site(fleet, "raw", *check, containers=[WEB])
    message = run.failures()["raw"]
    assert [word for word in ("features.reboot", "host_reboot: true", "winfleet_serial") if word not in message] == []
    assert set(fleet.module_calls("raw")) == {"_look"}
    assert fleet.state("raw")["machine"]["boot_time"] == before


def test_without_the_reboot_the_features_are_changed_and_what_is_left_is_said(fleet: SimulatedFleet) -> None:
    boot = fleet.state("later")["machine"]["boot_time"]
    run = site(fleet, "later", containers=[WEB], host_reboot=False)
    result = run.of("container_host")["later"]
    assert "waits for a reboot" in " ".join(result["warnings"]), run.output
    assert "waits for a reboot" in run.failures()["later"]
    assert "host_reboot" in run.failures()["later"]
    assert fleet.state("later")["machine"]["boot_time"] == boot
    done = site(fleet, "later", containers=[WEB], host_reboot=True)
    assert done.code == 0, done.output
    assert site(fleet, "later", containers=[WEB], host_reboot=True).hosts["later"]["changed"] == 0


def test_tags_do_one_part_alone(fleet: SimulatedFleet) -> None:
    hyperv = {**WEB, "isolation": "hyperv"}
    features = site(fleet, "parts", "--tags", "features", containers=[hyperv], host_reboot=True)
    assert features.code == 0, features.output
    after = features.part("features")["parts"]["features"]["after"]
    assert set(after.values()) <= {"enabled", "in_use"}, after  # the declared mode counts
    assert fleet.engine("parts") == {}
    containers = site(fleet, "parts", "--tags", "containers", containers=[hyperv])
    assert containers.code == 0, containers.output
    assert set(fleet.engine("parts")) == {"web"}
    proof = site(fleet, "parts", "--tags", "proof", containers=[hyperv])
    assert proof.code == 0, proof.output
    assert "winfleet.containers.container_host" not in {line["action"] for line in proof.results}
    assert site(fleet, "parts", "--skip-tags", "proof", containers=[hyperv]).hosts["parts"]["changed"] == 0


def test_serial_takes_the_hosts_in_turn(fleet: SimulatedFleet) -> None:
    everything = ("--limit", "dc1,dc2,srv")
    for serial, plays in (("1", 3), ("'[1, \"100%\"]'", 2), ("100%", 1)):
        given = {
            "containers_project": "none",
            "winfleet_serial": serial.strip("'") if serial[0] != "'" else [1, "100%"],
        }
        run = fleet.play(SITE, *everything, "--check", variables=given)
        assert run.code == 0, run.output
        assert run.output.count("PLAY [Prepare") == plays, (serial, run.output)
    assert fleet.play(SITE, *everything, "--check", variables={}).output.count("PLAY [Prepare") == 1


def test_equal_warnings_of_two_hosts_are_told_of_each(fleet: SimulatedFleet) -> None:
    run = fleet.play(
        SITE, "--limit", "dc1,dc2", "--check", variables={"containers_project": "shop", "containers_list": [WEB]}
    )
    told = " ".join(run.output.split())
    for host in ("dc1", "dc2"):
        assert f"{host}: The host is a domain controller" in told


def test_what_is_declared_no_more_is_told_until_it_is_pruned(fleet: SimulatedFleet) -> None:
    api = {**WEB, "name": "api"}
    assert site(fleet, "srv", containers=[WEB, api]).code == 0
    for left in ([WEB], []):
        run = site(fleet, "srv", containers=left)
        warnings = [text for text in run.of("container_host")["srv"].get("warnings", []) if "any more" in text]
        assert len(warnings) == 1, run.output
        assert warnings[0].startswith("srv: project shop does not declare api (running)")
        assert "prune: true" in warnings[0]
        assert ("web (running)" in warnings[0]) == (not left)
        assert run.hosts["srv"]["changed"] == 0
    assert set(fleet.engine("srv")) == {"web", "api"}
    pruned = site(fleet, "srv", containers=[WEB], containers_prune=True)
    assert "any more" not in pruned.output
    assert set(fleet.engine("srv")) == {"web"}


def test_check_mode_says_what_would_be_done(fleet: SimulatedFleet) -> None:
    """Recreate, update, pull and create, in the console and container by container in the result."""
    first = [
        {**WEB, "name": "changes", "env": {"COLOUR": "red"}},
        {**WEB, "name": "policy", "restart_policy": "no"},
        {**WEB, "name": "stays"},
    ]
    assert fleet.deploy(*first, project="told").code == 0
    then = [
        {**first[0], "env": {"COLOUR": "blue"}},
        {**first[1], "restart_policy": "always"},
        first[2],
        {**WEB, "name": "new", "image": f"{NANO}:ltsc2022"},
    ]
    run = fleet.task("srv", "containers", {"project": "told", "containers": then}, "--check")
    told = " ".join(run.output.split())
    for words in (f"would pull {NANO}:ltsc2022", "recreate changes", "update policy", "create new"):
        assert words in told, run.output
    assert "stays" not in told
    actions = {row["name"]: row["actions"] for row in run.of("containers")["srv"]["containers"]}
    assert actions == {"changes": ["recreate"], "policy": ["update"], "stays": [], "new": ["create"]}
    assert run.of("containers")["srv"]["pulled"] == [f"{NANO}:ltsc2022"]


def test_the_diff_of_another_tag_holds_the_image_alone(fleet: SimulatedFleet) -> None:
    """The new image is not on the host, so that what it brings is not known; nothing of it is told."""
    web = {**WEB, "name": "tagged", "env": {"APP": "1"}, "user": "ContainerUser", "labels": {"team": "a"}}
    assert fleet.deploy(web, project="tags").code == 0
    other = {**web, "image": "mcr.microsoft.com/dotnet/runtime:8.0"}
    run = fleet.task("srv", "containers", {"project": "tags", "containers": [other]}, "--check", "--diff")
    diff = run.of("containers")["srv"]["diff"]
    assert set(diff["before"]["tagged"]) == set(diff["after"]["tagged"]) == {"image"}, diff
    changed = {**other, "env": {"APP": "2"}, "command": ["ping", "-t", "127.0.0.1"]}
    more = fleet.task("srv", "containers", {"project": "tags", "containers": [changed]}, "--check", "--diff")
    assert set(more.of("containers")["srv"]["diff"]["after"]["tagged"]) == {"image", "env", "command"}


def test_module_defaults_of_the_group_are_of_use_and_break_nothing(fleet: SimulatedFleet) -> None:
    path = fleet.folder / "defaults.yml"
    tasks = [
        {"winfleet.containers.host_info": {}},
        {"winfleet.containers.containers": {"containers": [{**WEB, "name": "defaulted"}]}},
        {"winfleet.containers.isolation_proof": {"require": True}},
    ]
    defaults = {"group/winfleet.containers.winfleet": {"project": "defaults"}}
    play = {"hosts": "srv", "gather_facts": False, "module_defaults": defaults, "tasks": tasks}
    path.write_text(yaml.safe_dump([play]), encoding="utf-8")
    run = fleet.play(str(path))
    assert run.code == 0, run.output
    assert run.of("containers")["srv"]["project"] == "defaults"
    assert {row["name"] for row in run.of("isolation_proof")["srv"]["proof"]} == {"defaulted"}


def test_a_task_with_become_is_answered_by_a_light_host(fleet: SimulatedFleet) -> None:
    """The simulator's README says why a live one cannot."""
    become = {"ansible_become": True, "ansible_become_method": "runas", "ansible_become_user": "SYSTEM"}
    run = fleet.task("srv", "host_info", {}, variables=become)
    assert run.code == 0, run.output


def test_an_example_holds_for_containers_without_a_mode_of_their_own(fleet: SimulatedFleet) -> None:
    (example,) = [task for task in yaml.safe_load(host_features.EXAMPLES) if "isolation_modes" in str(task)]
    path = fleet.folder / "example.yml"
    path.write_text(yaml.safe_dump([{"hosts": "srv", "gather_facts": False, "tasks": [example]}]), encoding="utf-8")
    for more in ({}, {"containers_isolation": "hyperv"}):
        variables = {"containers_list": [WEB, {"name": "b", "image": "x"}], **more}
        run = fleet.play(str(path), "--check", variables=variables)
        assert run.code == 0, run.output


def test_the_facts_of_a_host_are_printed_once(fleet: SimulatedFleet) -> None:
    """At -v a task's result is one line, and no second task repeats it."""
    play = fleet.folder / "roles.yml"
    roles = [f"winfleet.containers.{name}" for name in ("host", "containers", "proof")]
    play.write_text(yaml.safe_dump([{"hosts": "dc1", "gather_facts": False, "roles": roles}]), encoding="utf-8")
    variables = {"containers_project": "shop", "containers_list": [WEB], "report_folder": str(fleet.folder / "report")}
    for playbook in (SITE, str(play), "winfleet.containers.preflight", "winfleet.containers.report"):
        run = fleet.play(playbook, "-v", "--limit", "dc1,localhost", variables=variables)
        assert run.code == 0, run.output
        assert run.output.count("vm_monitor") == 1, playbook
