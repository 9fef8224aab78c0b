"""Compose files on simulated hosts: each case of support/compose_cases on a host of its own, in four beats."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from beats import Beats
from compose_cases import FILES, NAMES, case
from fronts import LIGHT_ONLY
from simulated import READY, SimulatedFleet

pytestmark = LIGHT_ONLY
MAC = "02:15:5d:01:02:03"  # of the case addresses
FOLDERS = (
    *("data\\logs", "data\\conf", "data\\web", "cache", "logs", "conf", "agent", "forward\\x", "shared"),
    *(f"shop\\{name}" for name in ("conf", "scripts", "deep\\down", "sub\\data", "sub\\more", "site", "base\\base")),
)
HOST = {
    **READY,
    "engine": {"state": "running", "version": "29.7.2"},
    "disks": {"D": {}, "E": {}},
    "files": {
        **{f"D:\\{folder}\\x.txt": "x" for folder in FOLDERS},
        "E:\\x.txt": "x",
        "C:\\ProgramData\\docker\\CredentialSpecs\\webapp.json": "{}",
    },
}


@pytest.fixture(scope="module")
def beats(fleet_of: Callable[..., SimulatedFleet], tmp_path_factory: pytest.TempPathFactory) -> Beats:
    fleet = fleet_of(**dict.fromkeys(NAMES, HOST))
    fleet.by_hand("external", "POST", "/networks/create", {"Name": "corp-lan", "Driver": "nat"})
    fleet.by_hand("external", "POST", "/volumes/create", {"Name": "kept_for_ever"})
    folder = tmp_path_factory.mktemp("files")
    tasks = [(name, name, {"winfleet.containers.containers": case(name, folder).options}) for name in NAMES]
    playbook = fleet.playbook(tasks)
    check = fleet.play(playbook, "--check", "--diff")
    between = {name: fleet.engine(name) for name in NAMES}
    real = fleet.play(playbook, "--diff", "-vvv")
    for name in NAMES:
        fleet.counts(name, reset=True)
    again = fleet.play(playbook)
    return Beats(fleet, check, between, real, {name: fleet.module_calls(name) for name in NAMES}, again)


@pytest.mark.parametrize("name", NAMES)
def test_check_mode_says_so_and_does_nothing(beats: Beats, name: str) -> None:
    assert name not in beats.check.failures(), beats.check.failures()[name]
    assert beats.check.of("containers")[name]["changed"] is True and beats.between[name] == {}


def told(fields: dict[str, Any]) -> dict[str, Any]:
    """What asks for something."""
    return {key: value for key, value in sorted(fields.items()) if value not in (None, "", 0, [], {}, False)}


def own(labels: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in labels.items() if not key.startswith("winfleet.")}


def endpoint(end: dict[str, Any]) -> dict[str, Any]:
    """What was asked for; an address of the card that nobody declared is another one each time."""
    asked = {key: end.get(key) for key in ("Aliases", "IPAMConfig")}
    return told({**asked, "MacAddress": MAC if end.get("MacAddress", "").lower() == MAC else None})


def deployed(fleet: SimulatedFleet, name: str) -> dict[str, Any]:
    """What the engine was told of each container, to the last field, and of the networks and volumes."""
    engine = fleet.state(name)["engine"]
    found: dict[str, Any] = {"containers": {}, "networks": {}, "volumes": {}}
    for box in engine["containers"]:
        config = told(box["Config"])
        labels = own(config.pop("Labels", {}))
        if any(other["Id"].startswith(config.get("Hostname", "-")) for other in engine["containers"]):
            del config["Hostname"]  # the engine's own, or that of the container whose network is joined
        ends = {network: endpoint(end) for network, end in (box["NetworkSettings"]["Networks"] or {}).items()}
        found["containers"][box["Name"].lstrip("/")] = {
            "Config": told({**config, "Labels": labels}),
            "HostConfig": told(box["HostConfig"]),
            "Networks": ends,
            "Status": box["State"]["Status"],
        }
    for row in fleet.by_hand(name, "GET", "/networks"):
        if (labels := row["Labels"] or {}).get("winfleet.project"):
            options = {key: text for key, text in row["Options"].items() if not key.endswith(".hnsid")}
            found["networks"][row["Name"]] = {
                "Driver": row["Driver"],
                "IPAM": row["IPAM"]["Config"],
                "Options": options,
            }
            found["networks"][row["Name"]]["Labels"] = own(labels)
    for row in fleet.by_hand(name, "GET", "/volumes")["Volumes"] or []:
        if (labels := row["Labels"] or {}).get("winfleet.project"):
            found["volumes"][row["Name"]] = {"Driver": row["Driver"], "Labels": own(labels)}
    return found


@pytest.mark.parametrize("name", NAMES)
def test_it_is_deployed_to_the_last_field(beats: Beats, name: str) -> None:
    assert name not in beats.real.failures(), beats.real.failures()[name]
    wanted = json.loads((FILES / name / "deployed.json").read_text("utf-8"))
    assert deployed(beats.fleet, name) == wanted


@pytest.mark.parametrize("name", NAMES)
def test_again_changes_nothing_with_one_call(beats: Beats, name: str) -> None:
    assert beats.again.of("containers")[name]["changed"] is False, beats.again.of("containers")[name]
    assert beats.calls[name] == {"_look": 1}


def test_no_value_of_an_environment_is_shown(beats: Beats) -> None:
    for run in (beats.check, beats.real, beats.again):
        shown = run.output + json.dumps(run.results)
        assert "passed on" not in shown and "User Id=sa" not in shown and "dotenv-4711" not in shown


def test_what_is_left_out_is_told(beats: Beats) -> None:
    told = beats.again.of("containers")["limits"]
    assert any("deploy.placement has no effect here" in text for text in told["compose"]["left_out"])
    assert any("container swarm: compose.yml: deploy.placement has no effect" in text for text in told["warnings"])
    assert told["compose"]["isolation_of_the_set"] == ["swarm"]


def test_the_lookup_and_the_role_and_site_take_them_too(beats: Beats, tmp_path: Path) -> None:
    """What the module deployed is found unchanged, and proven."""
    one = case("variables", tmp_path)
    (file,) = one.options["compose_files"]
    lookup = f"lookup('winfleet.containers.compose', '{file}', project='shop')"
    listed = {
        f"containers_{key}": one.options[key] for key in ("project", "isolation", "project_dir", "allow_piercing")
    }
    by_lookup = {**listed, "containers_list": f"{{{{ {lookup}.containers }}}}"}
    for variables in ({**listed, "containers_compose_files": [file]}, by_lookup):
        run = beats.fleet.play("playbooks/site.yml", "--limit", "variables", variables=variables)
        assert run.failures() == {}, run.failures()
        (told,) = run.part("sets")["variables"]
        assert [row["actions"] for row in told["containers"]] == [[]]
        assert run.part("proof")["variables"]["proof"][0]["verdict"] == "proven"
    judged = beats.fleet.play(
        "playbooks/preflight.yml",
        *("--limit", "variables", "-e", f"report_folder={tmp_path / 'report'}"),
        variables={**listed, "containers_compose_files": [file]},
    )
    assert judged.failures() == {} and "web" in judged.output
    assert "web" in (tmp_path / "report" / "fleet.json").read_text("utf-8")


def test_a_refusal_is_one_error_before_anything_is_sent(beats: Beats, tmp_path: Path) -> None:
    (tmp_path / "compose.yml").write_text("services: {web: {image: a, privileged: true}}\n", encoding="utf-8")
    beats.fleet.counts("crlf", reset=True)
    options = {"project": "shop", "compose_files": [str(tmp_path / "compose.yml")]}
    run = beats.fleet.task("crlf", "containers", options)
    text = "compose.yml: service web: privileged: True is refused: Windows has no privileged containers. Leave it out."
    assert run.failures() == {"crlf": f"crlf: Refused, and nothing was changed: {text}"}
    run = beats.fleet.task("crlf", "containers", {**options, "compose_program": "/nowhere/docker-compose"})
    assert "there is no such program on the controller" in run.failures()["crlf"]
    assert beats.fleet.module_calls("crlf") == {}
