"""What the engine's layers use is told where it was asked for, or why it is not known."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer, Failure
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_state import layers_size


def said(status: int, body: Any) -> Answer:
    return Answer(True, [{"status": status, "body": json.dumps(body)}])


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (said(200, {"LayersSize": 7, "Images": []}), 7),
        (said(200, {"Images": [], "ImageUsage": {"TotalSize": 8}}), 8),
        (said(200, {"Images": [], "ImageUsage": {}}), 0),  # 29 leaves out what is 0
        (said(500, {"message": "no such layer"}), "status 500: no such layer"),
        (Answer(False, error=Failure("timeout", "", "No answer.")), "timeout: No answer."),
    ],
)
def test_the_size_or_why_it_is_not_known(answer: Answer, wanted: int | str) -> None:
    assert layers_size(answer) == wanted


def test_a_body_that_is_none_is_told_so() -> None:
    with pytest.raises(WrongShape):
        layers_size(said(200, {"LayersSize": "much"}))
