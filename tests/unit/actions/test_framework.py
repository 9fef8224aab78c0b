"""The .NET Framework that the host programs need: said in the first look of every module, before anything else."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.framework import (
    FRAMEWORK_LOOK,
    NEEDED,
    VERSIONS,
    FrameworkPart,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_looks

ACTIONS = Path(__file__).parents[3] / "plugins" / "action"
# what a module needs to get as far as its first look
GIVEN: dict[str, dict[str, Any]] = {
    "container_host": {},
    "container_logs": {"project": "shop"},
    "containers": {"project": "shop", "containers": []},
    "containers_info": {},
    "containers_rollback": {"sets": [{"project": "shop", "containers": []}]},
    "engine": {"config": {"debug": False}},
    "host_features": {},
    "host_info": {},
    "isolation_proof": {"project": "shop"},
}


def modules() -> list[str]:
    """Those that reach a host."""
    found = []
    for path in sorted(ACTIONS.glob("[a-z]*.py")):
        action = importlib.import_module(
            f"ansible_collections.winfleet.containers.plugins.action.{path.stem}"
        ).ActionModule
        found += [path.stem] if issubclass(action, ConvergeAction) else []
    return found


def told(values: dict[str, Any], exists: bool = True) -> Answer:
    return Answer(True, {"exists": exists, "values": values})


@pytest.mark.parametrize("release", [*VERSIONS, *(least + 6 for least in VERSIONS), 1])
def test_every_version_is_told_by_its_name(release: int) -> None:
    part = FrameworkPart()
    assert part.looks(Course()) == [FRAMEWORK_LOOK]
    if release >= NEEDED:
        assert part.decide([told({"Release": release})], Course()).steps == []
        return
    with pytest.raises(Refused) as caught:
        part.decide([told({"Release": release})], Course())
    (text,) = caught.value.problems
    name = [version for least, version in VERSIONS.items() if least <= release]
    assert f"this host has {name[-1] if name else 'an older one'} (Release {release})" in text
    assert "4.7.2 or newer is needed" in text
    assert "Install .NET Framework 4.8" in text


@pytest.mark.parametrize("answer", [Answer(False), told({}, exists=False), told({})])
def test_a_host_that_does_not_say_is_not_refused(answer: Answer) -> None:
    assert FrameworkPart().decide([answer], Course()).result == {}


def test_an_answer_of_a_wrong_shape_is_one_sentence() -> None:
    with pytest.raises(WrongShape):
        FrameworkPart().decide([told({"Release": "new"})], Course())


@pytest.mark.parametrize("module", modules())
def test_every_module_says_it_once_and_does_nothing(host: Any, run: Any, module: str) -> None:
    plugin = importlib.import_module(f"ansible_collections.winfleet.containers.plugins.action.{module}")
    old = {"ok": True, "value": {"exists": True, "values": {"Release": 394802}}}
    host.said |= {verb: {"ok": False, "error": {"type": "x"}} for verb in ("processes", "compute_systems")}
    host.said["registry"] = lambda look: old if look == FRAMEWORK_LOOK else None
    result = run(plugin, GIVEN[module])
    assert result["failed"]
    assert not result["changed"]
    (problem,) = result["refused"]
    assert "this host has 4.6.2 (Release 394802)" in problem
    assert result["msg"] == f"srv: Refused, and nothing was changed: {problem}"
    ((name, asked),) = host.calls
    assert name == "_look"
    assert asked["looks"].count(FRAMEWORK_LOOK) == 1


def test_a_module_asks_for_one_look_more_and_returns_nothing_of_it(host: Any, run: Any) -> None:
    plugin = importlib.import_module("ansible_collections.winfleet.containers.plugins.action.container_host")
    result = run(plugin, {})
    assert "framework" not in result
    ((_look, asked),) = host.calls
    assert asked["looks"] == [FRAMEWORK_LOOK, *host_looks(features=False)]
