"""The look at a host as a part."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import LOOK_NAMES
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.part import HostPart
from host_answers import server_2022

ANSWERS = [read(Answer, server_2022()[name], "x") for name in LOOK_NAMES]


def test_one_look_tells_the_host_both_modes_and_the_images() -> None:
    images = [{"os_version": "ltsc2019", "isolation": "default"}, {"os_version": "ltsc2019", "isolation": "hyperv"}]
    part = HostPart(images)
    further = part.looks(Course())[len(ANSWERS) :]
    assert [look["verb"] for look in further] == ["cim", "file", "text"]
    decision = part.decide([*ANSWERS, *(Answer(False) for _look in further)], Course())
    assert isinstance(decision, Decision)
    assert decision.steps == []
    assert set(decision.result) == {"host", "isolation", "prepared", "images"}
    assert decision.result["host"]["build"] == 20348
    assert {mode: row["verdict"] for mode, row in decision.result["prepared"].items()} == {
        mode: row["verdict"] for mode, row in decision.result["isolation"].items()
    }
    assert [row["verdict"] for row in decision.result["images"]] == ["no", "yes"]
    assert decision.result["images"][1]["isolation"] == "hyperv"


def test_a_host_that_tells_nothing_is_a_clear_error() -> None:
    with pytest.raises(HostProblem, match="Administrators"):
        HostPart().decide([Answer(False)] * (len(ANSWERS) + 3), Course())
