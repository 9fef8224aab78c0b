"""The faults of engines themselves: who meets one is warned before, and told what happened after."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import engine_faults
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import read_set
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.seen import Containers
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer, Failure
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import kind_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_faults import FAULTS, faults_of

VERSIONS = [
    ("26.0.2", False), ("26.1.0", True), ("27.5.1", True), ("28.5.2", True), ("28.5.2+azure-1", True),
    ("29.1.3", True), ("29.1.4", False), ("29.7.2", False), ("20.10.24", False), ("", False), ("dev", False),
]  # fmt: skip
CUT = Answer(ok=False, error=Failure(type=engine_faults.CUT, code="0x80070026", text="The pipe ended"))


def met(engine: Any, declared: list[dict[str, Any]], acting: set[str], here: dict[str, Any] | None = None) -> Any:
    world = World(containers=Containers(here={name: read(Container, one, "") for name, one in (here or {}).items()}))
    return engine_faults.met(read_set(declared, None), acting, world, {"engine": {"version": engine}})


def alone(**options: Any) -> dict[str, Any]:
    return {"name": "alone", "image": "nano:2022", "isolation": "process", "network": "none", **options}


@pytest.mark.parametrize(("version", "has_it"), VERSIONS)
def test_versions_are_compared_as_versions(version: str, has_it: bool) -> None:
    assert bool(faults_of(version, "network", "none")) is has_it
    assert set(met(version, [alone()], {"alone"})) == ({"alone"} if has_it else set())
    assert faults_of(version, "network", "nat") == []


def test_only_what_is_acted_on_is_warned_of() -> None:
    other = alone(name="web", network="nat")
    found = met("28.5.2", [alone(), other], {"alone", "web"})
    assert [name for name, _text in engine_faults.warnings(found, "28.5.2")] == ["alone"]
    assert "engine 28.5.2 crashes" in engine_faults.warnings(found, "28.5.2")[0][1]
    assert met("28.5.2", [alone(), other], {"web"}) == {}


@pytest.mark.parametrize("declared", [[{"name": "alone", "state": "absent"}], [alone(network="nat")]])
def test_one_that_stands_without_a_network_is_warned_of_when_it_goes(engine: Any, declared: Any) -> None:
    host = engine()
    assert host.act(host.plan([alone()]).steps)
    stands = {"alone": host.containers["alone"]}
    assert set(met("28.5.2", declared, {"alone"}, stands)) == {"alone"}
    assert met("28.5.2", declared, set(), stands) == {}


STEPS = [
    ("POST", "/containers/x/start", "cuts the start"),
    ("POST", "/containers/x/stop?t=30", "all containers of this host have ended"),
    ("DELETE", "/containers/x?force=1", "all containers of this host have ended"),
]


@pytest.mark.parametrize(("method", "path", "words"), STEPS)
def test_what_happened_is_told_by_the_step(method: str, path: str, words: str) -> None:
    step = {"verb": "engine", "method": method, "path": path, "item": "alone"}
    found = met("28.5.2", [alone()], {"alone"})
    told = engine_faults.what_happened(found, "28.5.2", step, CUT)
    assert words in told and "28.5.2" in told and "moby#51822" in told and "29.1.4" in told
    other = Answer(ok=False, error=Failure(type="status", code="500", text="The pipe ended"))
    assert engine_faults.what_happened(found, "28.5.2", step, other) == ""
    assert engine_faults.what_happened(found, "28.5.2", {**step, "item": "web"}, CUT) == ""


def test_the_table_is_complete() -> None:
    for fault in FAULTS:
        assert fault.first <= fault.last and fault.source
        assert "{engine}" in fault.before and all("{engine}" in text for text in fault.after.values())
        assert None in fault.after
        kinds = {kind_of({"verb": "engine", "method": method, "path": path}) for method, path, _words in STEPS}
        assert set(fault.after) - {None} <= kinds
