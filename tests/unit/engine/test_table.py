"""Each situation: check mode changes nothing, the first run does what it must, the second changes nothing."""

from __future__ import annotations

import copy
import json

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from engine_situations import SITUATIONS, Situation
from model_host import CONFIG, ModelHost, run

EACH = pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)


def standing(host: ModelHost) -> object:
    return copy.deepcopy((host.files, host.services, host.path, host.containers, host.accounts, host.running_with))


@EACH
def test_check_mode_leaves_the_host_as_it_was(situation: Situation) -> None:
    host = ModelHost()
    given = situation.make(host)
    before = standing(host)
    outcome = run(host, check=True, **given)
    assert standing(host) == before and (host.acts_made, host.sent) == (0, [])
    if situation.assumes:
        assert any("is taken to be brought before" in text for text in outcome.decisions["engine"].warnings)
    elif situation.refused:
        assert situation.refused in str(outcome.problem)
    else:
        assert outcome.problem is None
        assert outcome.results["engine"]["action"] == situation.action
        assert bool(outcome.decisions["engine"].steps) is (situation.action != "none")


@EACH
def test_the_first_run_does_it_and_the_second_nothing(situation: Situation) -> None:
    host = ModelHost()
    given = situation.make(host)
    before = standing(host)
    outcome = run(host, **given)
    if situation.refused:
        assert isinstance(outcome.problem, Refused) and situation.refused in str(outcome.problem)
        assert standing(host) == before and not outcome.changed
        return
    assert outcome.problem is None, str(outcome.problem)
    assert outcome.results["engine"]["action"] == situation.action
    assert outcome.changed is (situation.action != "none")
    assert (host.running_with or [None])[0] == situation.version
    if situation.config is not None:
        assert json.loads(host.files[CONFIG.lower()].decode("utf-8")) == situation.config
        assert host.running_with is not None and json.loads(host.running_with[1]) == situation.config
    situation.check(host)
    assert not [path for path in host.files if ".winfleet\\" in path or (path.endswith(".zip") and "temp" in path)]
    after, looks = standing(host), host.looks_made
    again = run(host, **given)
    assert again.problem is None and not again.changed and standing(host) == after
    assert not again.decisions["engine"].steps
    assert again.results["engine"]["action"] == "none"
    if situation.name not in ("other place", "absent", "absent, containers are stopped", "absent with its data"):
        assert host.looks_made == looks + 1, "an unchanged host costs one look"


@EACH
def test_the_diff_has_only_what_differs(situation: Situation) -> None:
    if situation.refused:
        return
    host = ModelHost()
    decision = run(host, check=True, **situation.make(host)).decisions["engine"]
    assert bool(decision.before or decision.after) is (situation.action != "none")
    assert decision.before != decision.after or not decision.before
    for key in set(decision.before) & set(decision.after):
        assert decision.before[key] != decision.after[key]
