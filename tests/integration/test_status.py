# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""status.yml and drift.yml on a fleet that was deployed and then changed by hand, each kind of drift once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from simulated import READY, REGISTRY, WEB, SimulatedFleet

from playbooks import Run

NANO = WEB["image"]
CORE = "mcr.microsoft.com/windows/servercore:ltsc2025"
BEHIND = {"os_version": "10.0.26100.1000", "layers": [{"content": "behind", "size": "300MB"}]}
APP = {"os_version": "10.0.26100.4061", "layers": [{"content": "app", "size": "300MB"}]}
NAMES = ("web", "gone", "rests", "mode", "image", "policy")
IMAGES = {"web": "registry.example/app:1"}
DECLARED = [{**WEB, "name": name, "image": IMAGES.get(name, NANO), "restart_policy": "always"} for name in NAMES]
SETS: dict[str, Any] = {
    "containers_project": "shop",
    "containers_list": DECLARED,
    "containers_networks": {"back": {"driver": "nat"}},
    "containers_settle": 0,
}
HOSTS = ("same", "drifted", "late", "down")


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedFleet]:
    made = SimulatedFleet(tmp_path_factory.mktemp("fleet"), "light")
    made.up(
        {
            "hosts": dict.fromkeys(HOSTS, READY),
            "registry": {**REGISTRY, "registry.example/old:1": BEHIND, "registry.example/app:1": APP},
        }
    )
    # The tag meant something else when the image came to the host.
    hand_pull(made, "late", "registry.example/old:1")
    made.by_hand("late", "POST", "/images/registry.example/old:1/tag?repo=registry.example/app&tag=1")
    run = made.play("playbooks/site.yml", variables=SETS)
    assert run.failures() == {}, run.output
    drift(made)
    made.fault("down", "endpoint-gone")
    yield made
    made.down()


def drift(fleet: SimulatedFleet) -> None:
    """By hand, on the host `drifted`; what was made anew keeps the labels that say whose it is."""
    hand = fleet.by_hand
    before = fleet.engine("drifted")
    for name in ("gone", "mode", "image"):
        hand("drifted", "DELETE", f"/containers/{name}?force=true")
    hand("drifted", "POST", "/containers/rests/stop")
    hand("drifted", "POST", "/containers/policy/update", {"RestartPolicy": {"Name": "no"}})
    for reference in (CORE, "registry.example/old:1"):
        hand_pull(fleet, "drifted", reference)
    for name, image, isolation in (("mode", NANO, "hyperv"), ("image", CORE, "process"), ("surplus", NANO, "process")):
        labels = before["mode" if name == "surplus" else name]["Config"]["Labels"]
        body = {"Cmd": ["ping", "-t", "localhost"], "Labels": labels}
        host = {"Isolation": isolation, "RestartPolicy": {"Name": "always"}}
        fleet.run_by_hand("drifted", name, image, **body, HostConfig=host)
    fleet.run_by_hand("drifted", "somebodys", "registry.example/old:1", HostConfig={"Isolation": "hyperv"})
    hand("drifted", "DELETE", "/networks/back")


def hand_pull(fleet: SimulatedFleet, host: str, reference: str) -> None:
    """Its answer is a stream of lines, of which by_hand reads none as JSON."""
    image, _colon, tag = reference.rpartition(":")
    with pytest.raises(json.JSONDecodeError):
        fleet.by_hand(host, "POST", f"/images/create?fromImage={image}&tag={tag}")


def whole(run: Run) -> dict[str, Any]:
    """It is recorded under the first host that is left in the play."""
    return next(iter(run.of("fleet_status").values()))


def told(run: Run) -> dict[str, dict[str, Any]]:
    return {host["name"]: host for host in whole(run)["hosts"]}


def kinds(host: dict[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in (*host["drift"], *(one for row in host["containers"] for one in row["drift"])):
        found.setdefault(one["item"], set()).add(one["kind"])
    return found


def test_each_kind_of_drift_is_told_and_nothing_is_changed(fleet: SimulatedFleet, tmp_path: Path) -> None:
    for host in HOSTS[:3]:
        fleet.counts(host, reset=True)
    path = tmp_path / "status.json"
    more = {"status_data": str(path), "report_folder": str(tmp_path)}
    run = fleet.play("playbooks/status.yml", variables={**SETS, **more})
    assert run.code == 0, run.output
    hosts = told(run)
    assert kinds(hosts["same"]) == kinds(hosts["late"]) == {}
    assert kinds(hosts["drifted"]) == {
        "gone": {"missing"},
        "rests": {"state"},
        "mode": {"mode"},
        "image": {"image"},
        "policy": {"hand"},
        "surplus": {"extra"},
        "back": {"network"},
    }, run.output
    assert hosts["down"]["error"] and hosts["down"]["containers"] == []
    for host in HOSTS[:3]:
        assert set(fleet.module_calls(host)) == {"_look"}
    rows = {row["name"]: row for row in hosts["drifted"]["containers"]}
    assert set(rows) == {*NAMES, "surplus", "somebodys"}
    assert (rows["gone"]["state"], rows["gone"]["seconds"]) == ("absent", None)
    assert (rows["mode"]["declared_mode"], rows["mode"]["mode"]) == ("process", "hyperv")
    assert (rows["somebodys"]["project"], rows["somebodys"]["drift"]) == (None, [])
    assert [one["kind"] for one in rows["somebodys"]["behind"]] == ["image"]
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["hosts"] == whole(run)["hosts"]
    assert written["sums"]["drifted"] == 1 and written["sums"]["unknown"] == 1
    page = (tmp_path / "fleet.html").read_text(encoding="utf-8")
    assert "somebodys" in page and "was changed on the host" in page


def test_the_table_reads_well_in_100_columns(fleet: SimulatedFleet) -> None:
    run = fleet.play("playbooks/status.yml", variables={**SETS, "status_page": False})
    lines = run.output.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("HOST"))
    last = next(place for place, line in enumerate(lines) if "containers on 4 hosts" in line)
    assert max(map(len, lines[first : last + 1])) <= 100
    assert "    drift: is declared and not there" in lines
    assert "Drifted from the inventory: drifted." in lines
    assert "Not known: down." in lines
    assert any(line.startswith("down  not known:") for line in lines)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"status_states": ["exited"]}, {"rests"}),
        ({"status_modes": ["hyperv"]}, {"mode", "somebodys"}),
        ({"status_images": ["*SERVERCORE*"]}, {"image"}),
        ({"status_projects": ["shop"], "status_containers": ["s*"]}, {"surplus"}),
        ({"status_foreign": "hide", "status_only": ["behind"]}, set()),
    ],
)
def test_filters_leave_what_fits(fleet: SimulatedFleet, filters: dict[str, Any], names: set[str]) -> None:
    run = fleet.play("playbooks/status.yml", "--limit", "drifted", variables={**SETS, "status_page": False, **filters})
    assert {row["name"] for host in told(run).values() for row in host["containers"]} == names, run.output


def test_drift_ends_with_an_error_that_names_the_hosts(fleet: SimulatedFleet) -> None:
    run = fleet.play("playbooks/drift.yml", variables=SETS)
    assert run.code != 0
    assert whole(run)["msg"] == "drifted: drifted from what is declared; down: could not be compared"
    assert fleet.play("playbooks/drift.yml", "--limit", "same", variables=SETS).code == 0
    typed_wrong = {**SETS, "status_projects": ["shopp"]}
    run = fleet.play("playbooks/drift.yml", "--limit", "same", variables=typed_wrong)
    assert run.code != 0 and whole(run)["msg"] == "nothing fits the filters, so that nothing was compared"


def test_what_is_declared_anew_is_told_from_what_was_changed_on_the_host(fleet: SimulatedFleet) -> None:
    anew = [{**one, "env": {"COLOUR": "red"}} if one["name"] == "web" else one for one in DECLARED]
    run = fleet.play("playbooks/drift.yml", "--limit", "same", variables={**SETS, "containers_list": anew})
    assert kinds(told(run)["same"]) == {"web": {"declaration"}}
    assert run.code != 0


def test_a_tag_that_moved_is_told_where_the_registries_are_asked(fleet: SimulatedFleet) -> None:
    variables = {**SETS, "status_page": False, "status_registries": True}
    run = fleet.play("playbooks/status.yml", "--limit", "same,late", variables=variables)
    late = {
        host: {row["name"]: [one["kind"] for one in row["behind"]] for row in found["containers"] if row["behind"]}
        for host, found in told(run).items()
    }
    assert late == {"same": {}, "late": {"web": ["tag", "image"]}}, run.output
    assert kinds(told(run)["late"]) == {}
    assert whole(run)["sums"]["behind_tag"] == 1
