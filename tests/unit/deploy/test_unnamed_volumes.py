"""Data in volumes: what goes along when a container is created anew, and what stays where one goes (K8, K14)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import report

VOLUME = "ab" * 32


def web(**options: Any) -> dict[str, Any]:
    return {"name": "web", "image": "nano:2022", "isolation": "process", **options}


def deployed(engine: Any, target: str = "c:\\cache", name: str = VOLUME, has: Any = None) -> Any:
    host = engine()
    host.registry["nano:2022"]["Config"]["Volumes"] = {"C:/Cache": {}} if has is None else has
    assert host.act(host.plan([web()]).steps)
    host.containers["web"]["Mounts"] = [
        {"Type": "volume", "Name": name, "Destination": target, "Driver": "local", "RW": True}
    ]
    return host


def binds(plan: Any) -> list[str]:
    (step,) = [step for step in plan.steps if step.get("path", "").startswith("/containers/create")]
    return list(json.loads(step["body"])["HostConfig"].get("Binds", []))


def test_it_goes_along_and_is_no_difference_afterwards(engine: Any) -> None:
    host = deployed(engine)
    made = host.plan([web(memory="1g")])
    assert binds(made) == [f"{VOLUME}:c:\\cache"]
    assert made.items[0].why == [
        "memory is 0 and must be 1073741824; the data of its unnamed volume at c:\\cache goes along"
    ]
    assert host.act(made.steps)
    assert host.containers["web"]["HostConfig"]["Binds"] == [f"{VOLUME}:c:\\cache"]
    assert host.plan([web(memory="1g")]).steps == []


def test_a_dead_ones_goes_along_as_well(engine: Any) -> None:
    host = deployed(engine)
    host.containers["web"]["State"].update(Running=False, Status="dead")
    assert binds(host.plan([web()])) == [f"{VOLUME}:c:\\cache"]


@pytest.mark.parametrize(
    ("changed", "declared"),
    [
        ({"name": "data"}, {}),  # declared by whoever made it
        ({"has": {}}, {}),  # the image has no volume there any more
        ({}, {"mounts": [{"type": "volume", "source": "cache", "target": "C:/CACHE/"}]}),
        ({}, {"mounts": [{"source": "C:\\data", "target": "c:\\cache"}]}),
    ],
)
def test_it_stays_behind_where_something_else_is_meant(engine: Any, changed: Any, declared: Any) -> None:
    assert binds(deployed(engine, **changed).plan([web(memory="1g", **declared)])) == []


def test_where_the_new_image_is_not_known_yet_nothing_is_lost(engine: Any) -> None:
    assert binds(deployed(engine).plan([web(image="core:2022")])) == [f"{VOLUME}:c:\\cache"]


def mounted(*names: str) -> list[dict[str, Any]]:
    return [{"Type": "volume", "Name": name, "Destination": f"c:\\{place}"} for place, name in enumerate(names)]


@pytest.mark.parametrize("prune", [True, False])
def test_what_stays_where_a_container_goes_is_told(engine: Any, prune: bool) -> None:
    host = engine()
    names = ("a", "b", "web")
    assert host.act(host.plan([{**web(), "name": f"{name}{name}"} for name in names]).steps)
    host.containers["aa"]["Mounts"] = [*mounted("logs", "shared", VOLUME), {"Type": "bind", "Source": "C:\\x"}]
    host.containers["bb"]["Mounts"] = mounted("data")
    host.containers["webweb"]["Mounts"] = mounted("shared")
    wanted = [{**web(), "name": "webweb"}]
    if not prune:
        wanted += [{**web(), "name": "aa", "state": "absent"}, {**web(), "name": "bb", "state": "absent"}]
    declared = host.declared(wanted, prune=prune)
    told = report.left_volumes(declared, host.plan(wanted, prune=prune), host.world(declared))
    assert len(told) == 1
    assert "the volumes data, logs, 1 without a name of what is removed stay on the host" in told[0]


def test_nothing_is_told_where_nothing_stays(engine: Any) -> None:
    host = deployed(engine)
    declared = host.declared([web(memory="1g")])
    assert report.left_volumes(declared, host.plan([web(memory="1g")]), host.world(declared)) == []
