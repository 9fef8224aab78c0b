"""What a host can run once it is prepared is never less than what it can run now, in no sentence either (K14)."""

from __future__ import annotations

import itertools

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.features.difference import difference
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_from
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import LOOK_NAMES
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_modes
from host_answers import server_2022

ORDER = ["no", "unknown", "by_rule", "yes"]
STATES = ("enabled", "in_use", "disabled", "unknown", "enable_pending", "disable_pending", "removed", "unavailable")
HOST = host_from([read(Answer, server_2022()[name], "") for name in LOOK_NAMES])


@pytest.mark.parametrize("containers", STATES)
def test_prepared_is_never_less_than_now(containers: str) -> None:
    for hyper_v, engine, vm, hypervisor in itertools.product(
        STATES, ("running", "stopped", "absent", "failing"), (True, False, None), (True, False, None)
    ):
        host = {
            **HOST,
            "features": {"containers": containers, "hyper_v": hyper_v},
            "engine": {**HOST["engine"], "state": engine},
            "virtualization": {**HOST["virtualization"], "vm": vm, "hypervisor_present": hypervisor},
        }
        now, then = judge_modes(host), judge_modes(host, prepared=True)
        for mode in now:
            assert ORDER.index(then[mode]["verdict"]) >= ORDER.index(now[mode]["verdict"]), (mode, host)
        made = difference(host, {"containers": True, "hyper_v": True})
        for text in [*made.problems, *made.warnings]:
            assert text.count("hyper_v:") <= 1
            head = text.partition(". ")[0]
            assert not ("cannot run" in head and "not known" in head), text
