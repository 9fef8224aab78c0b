"""site.yml on the demo's fleet, in four beats: check mode, nothing happened, real run, again changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from simulated import SimulatedFleet

from playbooks import CHECKOUT, Run

DECLARED = str(CHECKOUT / "demo" / "inventory")
RUNNABLE = ["srv2022", "srv2019", "srv2025", "win11"]
FAILURES = {**dict.fromkeys(RUNNABLE, 0), "win10home": 1}
REBOOTED = {"srv2022": True, "srv2019": True, "srv2025": False, "win11": True}
MODES = {
    "srv2022": {"web": "process", "legacy": "hyperv"},
    "srv2019": {"web": "process"},
    "srv2025": {"web": "process", "older": "process", "untrusted": "hyperv"},
    "win11": {"tools": "hyperv"},
}


def timeless(state: Any) -> Any:
    """A machine's state without what a clock alone changes."""
    if isinstance(state, dict):
        return {
            key: timeless(value)
            for key, value in state.items()
            if key not in ("clock", "time", "now", "LocalDateTime", "uptime")
        }
    if isinstance(state, list):
        return [timeless(item) for item in state]
    return state


@pytest.fixture(scope="module")
def beats(demo_fleet: SimulatedFleet) -> dict[str, Any]:
    """The runs and what was seen between them."""
    site = ("winfleet.containers.site", "-i", DECLARED, "-i", str(demo_fleet.folder / "engine.yml"))
    seen: dict[str, Any] = {"before": {host: demo_fleet.state(host) for host in RUNNABLE}}
    seen["check"] = demo_fleet.play(*site, "--check", "--diff")
    seen["after_check"] = {host: demo_fleet.state(host) for host in RUNNABLE}
    seen["real"] = demo_fleet.play(*site, "--diff")
    seen["after_real"] = {host: demo_fleet.state(host) for host in RUNNABLE}
    for host in RUNNABLE:
        demo_fleet.counts(host, reset=True)
    seen["again"] = demo_fleet.play(*site)
    seen["calls"] = {host: demo_fleet.counts(host) for host in RUNNABLE}
    return seen


def test_check_mode_says_what_it_would_change(beats: dict[str, Any]) -> None:
    run: Run = beats["check"]
    assert {host: recap["failures"] for host, recap in run.hosts.items()} == FAILURES, run.output
    assert all(run.hosts[host]["changed"] > 0 for host in RUNNABLE)


def test_check_mode_leaves_the_machines_as_they_were(beats: dict[str, Any]) -> None:
    for host in RUNNABLE:
        assert timeless(beats["after_check"][host]) == timeless(beats["before"][host]), host


def test_the_diff_of_check_mode_names_what_the_real_run_does(beats: dict[str, Any]) -> None:
    planned, done = beats["check"].of("container_host"), beats["real"].of("container_host")
    for host in RUNNABLE:
        assert planned[host]["diff"] == done[host]["diff"], host
        features = {"features"} if host != "srv2025" else set()
        assert set(planned[host]["diff"]["after"]) == {"project shop", "engine", *features}
    names = {
        host: {entry["name"] for made in sets for entry in made["containers"]}
        for host, sets in beats["check"].part("sets").items()
    }
    assert {host: names[host] for host in RUNNABLE} == {host: set(modes) for host, modes in MODES.items()}


def test_check_mode_says_what_it_assumes(beats: dict[str, Any]) -> None:
    for host in RUNNABLE:
        told = " ".join(beats["check"].of("container_host")[host].get("warnings", []))
        assert "once the host is prepared" in told, (host, told)


def test_the_real_run_converges(beats: dict[str, Any]) -> None:
    run: Run = beats["real"]
    assert {host: recap["failures"] for host, recap in run.hosts.items()} == FAILURES, run.output


def test_a_reboot_where_one_is_needed_and_nowhere_else(beats: dict[str, Any]) -> None:
    booted = {
        when: {host: beats[when][host]["machine"]["boot_time"] for host in RUNNABLE}
        for when in ("before", "after_real")
    }
    assert {host: booted["before"][host] != booted["after_real"][host] for host in RUNNABLE} == REBOOTED
    assert {host: beats["real"].part("features")[host]["rebooted"] for host in RUNNABLE} == REBOOTED


def test_each_host_gets_its_engine(beats: dict[str, Any]) -> None:
    for host in RUNNABLE:
        assert beats["before"][host]["engine"] is None
        assert beats["after_real"][host]["engine"]["version"] == "29.7.2"
        told = beats["real"].part("engine")[host]
        assert told["action"] == "install" and told["version"] == {"before": None, "after": "29.7.2"}
        assert beats["again"].part("engine")[host]["action"] == "none"


def test_each_container_runs_in_its_mode_and_that_is_proven(beats: dict[str, Any]) -> None:
    effective = {
        host: {entry["name"]: entry["isolation"]["effective"] for made in sets for entry in made["containers"]}
        for host, sets in beats["real"].part("sets").items()
    }
    assert {host: effective[host] for host in RUNNABLE} == MODES
    proofs = beats["real"].part("proof")
    for host in RUNNABLE:
        verdicts = {entry["name"]: entry["verdict"] for entry in proofs[host]["proof"]}
        assert verdicts == dict.fromkeys(MODES[host], "proven")


def test_the_edition_without_the_feature_is_refused_with_the_reason(beats: dict[str, Any]) -> None:
    message = beats["real"].failures()["win10home"]
    assert message.startswith("win10home: ")
    assert "Home" in message


def test_again_changes_nothing(beats: dict[str, Any]) -> None:
    run: Run = beats["again"]
    assert {host: recap["changed"] for host, recap in run.hosts.items()} == dict.fromkeys(
        [*RUNNABLE, "win10home"], 0
    ), run.output
    assert not [host for host in RUNNABLE if run.hosts[host]["failures"]]


def test_a_site_that_changes_nothing_is_one_call(beats: dict[str, Any]) -> None:
    """Features, engine, containers and proof: one look and no act."""
    for host in RUNNABLE:
        calls = beats["calls"][host]
        assert calls["modules"] == {"_look": 1}, host
        assert calls["commands"] == 1
        assert calls["messages"] <= 11
