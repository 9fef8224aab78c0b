"""rollback.yml: a host goes back to the set before, with the image that ran and the secrets of the inventory."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from planted import Planted, found
from rolling import NAME, PASSWORD, VERSIONS, declared, deploy, image, rollback, rows, words
from simulated import READY, WEB, SimulatedFleet

HOST = "h01"


@pytest.fixture
def host(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    """One that ran version 1 and then 2."""
    fleet = fleet_of(registry=VERSIONS, h01=READY)
    for version in (1, 2):
        assert deploy(fleet, version).code == 0
    fleet.module_calls(HOST)
    return fleet


def kept(fleet: SimulatedFleet) -> str:
    return json.dumps([one["Labels"] for one in fleet.by_hand(HOST, "GET", "/volumes")["Volumes"]])


def test_it_goes_back_and_then_stays(host: SimulatedFleet) -> None:
    """On either front: a sick version goes back by itself, a good one with the playbook; twice is once."""
    run = deploy(host, "sick")
    assert words(run) == {HOST: "rolled back"} and image(host, HOST) == f"{NAME}:2", run.output
    run = rollback(host, 2)
    assert run.code == 0 and words(run) == {HOST: "taken back"} and image(host, HOST) == f"{NAME}:1", run.output
    first = rows(run)[HOST][1]
    host.module_calls(HOST)
    again = rollback(host, 2)
    assert again.code == 0 and rows(again)[HOST][1:] == (first, "unchanged"), again.output
    assert not again.hosts[HOST]["changed"] and "_act" not in host.module_calls(HOST)


@LIGHT_ONLY
def test_check_mode_says_what_it_would_go_back_to(host: SimulatedFleet) -> None:
    run = rollback(host, 2, "--check")
    assert run.code == 0 and "would recreate web" in run.output
    assert image(host, HOST) == f"{NAME}:2" and set(host.module_calls(HOST)) == {"_look"}


@LIGHT_ONLY
def test_the_image_is_the_one_that_ran_wherever_its_tag_is_now(host: SimulatedFleet) -> None:
    host.by_hand(HOST, "DELETE", f"/images/{NAME}:1")
    assert rollback(host, 2).code == 0
    assert image(host, HOST).startswith(f"{NAME}@sha256:")
    assert deploy(host, 2).code == 0 and image(host, HOST) == f"{NAME}:2"


@LIGHT_ONLY
def test_a_kept_set_is_named_by_its_digest(host: SimulatedFleet) -> None:
    assert deploy(host, 3).code == 0
    run = host.task(HOST, "containers", {**_one(3), "keep": 3}, "--check")
    sets = run.of("containers")[HOST]["kept"]["sets"]
    assert [one["images"][-1] for one in sets] == [f"{NAME}:{number}" for number in (3, 2, 1)]
    run = rollback(host, 3, deploy_rollback_to=sets[2]["digest"][:10])
    assert run.code == 0 and image(host, HOST) == f"{NAME}:1", run.output
    run = rollback(host, 3, deploy_rollback_to="nothing")
    assert run.code != 0 and "to: 'nothing' is the beginning of none of the kept sets" in " ".join(run.output.split())


def _one(version: Any) -> dict[str, Any]:
    told = declared(version)
    return {"project": told["containers_project"], "containers": told["containers_list"]}


@LIGHT_ONLY
def test_what_came_with_the_new_set_goes_and_what_went_comes(host: SimulatedFleet) -> None:
    more = declared(3)
    more["containers_list"] = [more["containers_list"][0], {**WEB, "name": "cache"}]
    more["containers_prune"] = True
    assert host.play("winfleet.containers.deploy", variables=more).code == 0
    assert set(host.engine(HOST)) == {"web", "cache"}
    assert host.play("winfleet.containers.rollback", variables=more).code == 0
    assert set(host.engine(HOST)) == {"web", "same"} and image(host, HOST) == f"{NAME}:2"


@LIGHT_ONLY
def test_a_value_that_the_inventory_has_no_more_is_named_first(host: SimulatedFleet) -> None:
    more = declared(2)
    more["containers_list"][0] = {**more["containers_list"][0], "env": {}}
    assert host.play("winfleet.containers.deploy", variables=more).code == 0
    host.module_calls(HOST)
    run = host.play("winfleet.containers.rollback", variables=more)
    words_said = " ".join(run.output.split())
    assert run.code != 0 and "container web: the inventory has no value any more for DB_PASSWORD of env" in words_said
    assert set(host.module_calls(HOST)) == {"_look"} and image(host, HOST) == f"{NAME}:2"
    run = host.play(
        "winfleet.containers.rollback", variables={**more, "deploy_rollback_env": {"web": {"DB_PASSWORD": "x1-y2-z3"}}}
    )
    assert run.code == 0 and "x1-y2-z3" not in run.output, run.output
    assert "DB_PASSWORD=x1-y2-z3" in host.engine(HOST)["web"]["Config"]["Env"]


@LIGHT_ONLY
def test_a_host_that_keeps_nothing_says_so(fleet_of: Callable[..., SimulatedFleet]) -> None:
    fleet = fleet_of(registry=VERSIONS, h01=READY)
    assert deploy(fleet, 1, containers_keep=0).code == 0 and kept(fleet) == "[]"
    run = rollback(fleet, 1)
    assert run.code != 0 and words(run) == {HOST: "refused"}
    assert "no set of it is kept on this host, so that there is no way back" in " ".join(run.output.split())


@LIGHT_ONLY
def test_no_secret_is_kept_or_told(fleet_of: Callable[..., SimulatedFleet]) -> None:
    """Secrets of every kind, in a set that is deployed, kept, replaced and gone back to."""
    fleet = fleet_of(registry=VERSIONS, h01=READY)
    planted = Planted("kept")
    container = planted.container("planted")
    told = []
    for memory in ("512m", "600m"):
        given = {"containers_project": "shop", "containers_list": [{**container, "memory": memory}]}
        variables = {**given, "containers_allow_piercing": ["credential_spec"], "deploy_settle": 0}
        run = fleet.play("winfleet.containers.deploy", "--diff", "-v", variables=variables)
        assert run.code == 0, run.output
        told.append(run)
    told.append(fleet.play("winfleet.containers.rollback", "--diff", "-v", variables=variables))
    assert told[-1].code == 0 and words(told[-1]) == {HOST: "taken back"}, told[-1].output
    volumes = kept(fleet)
    assert "winfleet.kept.sets" in volumes and "DB_PASSWORD" in volumes
    everything = volumes + "".join(run.output + json.dumps(run.results) for run in told)
    assert found(planted.secrets, everything) == []


@LIGHT_ONLY
def test_site_keeps_what_it_is_told_to_keep_and_is_one_call(fleet_of: Callable[..., SimulatedFleet]) -> None:
    fleet = fleet_of(registry=VERSIONS, h01=READY)
    for version in (1, 2, 2):
        variables = {**declared(version), "containers_keep": 2, "host_reboot": False}
        run = fleet.play("winfleet.containers.site", variables=variables)
        assert run.code == 0, run.output
        seen = fleet.module_calls(HOST)
    assert seen == {"_look": 1} and not run.hosts[HOST]["changed"]
    assert PASSWORD not in kept(fleet) and base64.b64encode(PASSWORD.encode()).decode() not in kept(fleet)
    assert rollback(fleet, 2).code == 0 and image(fleet, HOST) == f"{NAME}:1"
