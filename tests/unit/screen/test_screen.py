# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of results, and what comes together over a run."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.screen.lines import (
    MODULES,
    lines_of,
    refusal_of,
    said_by_debug,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.screen.sums import (
    ACTIONS,
    WORDS,
    count,
    proofs,
    sentences,
)

FEATURES = {
    "features": {
        "before": {"containers": "disabled", "hyper_v": "enabled"},
        "after": {"containers": "enabled", "hyper_v": "enabled"},
    },
    "rebooted": True,
    "elapsed": 42,
}
ENGINE = {"changes": ["install engine 29.7.2", "start the service docker"]}
SET = {
    "project": "shop",
    "pulled": ["a:1"],
    "networks": [{"name": "back", "actions": ["create"], "why": ["it is not there"]}],
    "volumes": [{"name": "data", "actions": [], "why": []}],
    "containers": [
        {"name": "web", "actions": ["recreate", "start"], "why": ["image differs", "it is to run"]},
        {"name": "api", "actions": [], "why": []},
    ],
    "pruned_images": ["old:1"],
}
PROOF = {
    "proof": [
        {"name": "web", "verdict": "proven", "claimed": "process", "evidence": ["x"]},
        {"name": "api", "verdict": "refuted", "claimed": "process", "evidence": ["no worker process", "y"]},
    ]
}
OF_FEATURES = ["features: Containers disabled -> enabled", "rebooted, back after 42 s"]
OF_ENGINE = ["engine: install engine 29.7.2", "engine: start the service docker"]
OF_SET = [
    "shop: pull a:1",
    "shop: create network back: it is not there",
    "shop: recreate web: image differs",
    "shop: start web: it is to run",
    "shop: remove image old:1",
]
OF_PROOF = ["proven: web (process)", "refuted: api (process): no worker process; y"]
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "host_features": (FEATURES, OF_FEATURES),
    "engine": ({"engine": ENGINE}, OF_ENGINE),
    "containers": (SET, OF_SET),
    "isolation_proof": (PROOF, OF_PROOF),
    "container_host": (
        {"features": FEATURES, "engine": ENGINE, "sets": [SET], "proof": PROOF},
        [*OF_FEATURES, *OF_ENGINE, *OF_SET, *OF_PROOF],
    ),
}


@pytest.mark.parametrize("module", MODULES)
def test_lines_of_each_module(module: str) -> None:
    result, lines = CASES[module]
    assert lines_of(f"winfleet.containers.{module}", result) == lines
    assert lines_of(f"winfleet.containers.{module}", {"censored": "no_log"}) == []


def test_others_say_nothing() -> None:
    assert lines_of("ansible.builtin.copy", SET) == []


def test_a_reboot_that_is_pending_is_told() -> None:
    assert lines_of("winfleet.containers.host_features", {"reboot_required": True}) == ["a reboot is pending"]


def test_refusals_are_told_one_by_one_and_errors_by_their_lines() -> None:
    assert refusal_of({"refused": ["one", "two"], "msg": "x"}) == ["one", "two"]
    step = {"log": ["last words"], "health_log": ["404"]}
    assert refusal_of({"msg": "it failed:\n  why\n\n", "failed_step": step}) == [
        "it failed:",
        "why",
        "its log: last words",
        "its health check: 404",
    ]
    assert refusal_of({}) == ["it says nothing"]
    assert refusal_of({"censored": "the output has been hidden"}) == ["no_log hides what it said"]
    assert refusal_of({"msg": "rc 3", "stdout": "a", "stderr": "\n".join("bcdefg")}) == ["rc 3", *"cdefg"]


def test_debug_tells_a_message_or_a_variable() -> None:
    assert said_by_debug({"msg": "a\nb", "changed": False}) == ["a", "b"]
    assert said_by_debug({"msg": ["a", 1]}) == ["a", "1"]
    assert said_by_debug({"ports": [80], "changed": False, "failed": False, "_ansible_no_log": None}) == ["ports: [80]"]


def test_what_was_done_is_counted_once() -> None:
    assert count(CASES["container_host"][0]) == {"rebooted": 1, "engines": 1, "pulled": 1, "recreated": 1, "started": 1}
    assert count(SET) == {"pulled": 1, "recreated": 1, "started": 1}
    assert set(ACTIONS.values()) <= set(WORDS)
    assert dict(proofs(PROOF)) == dict(proofs({"proof": PROOF})) == {"web": "proven", "api": "refuted"}


def test_the_sums_of_a_fleet() -> None:
    same = {"failures": 0, "unreachable": 0, "changed": 0}
    recap = {
        "a": {**same, "changed": 1},
        "b": same,
        "c": {**same, "failures": 1, "changed": 1},
        "d": {**same, "unreachable": 1},
    }
    told = list(sentences({"pulled": 2, "created": 1}, {"proven": 2, "refuted": 1}, recap))
    assert told == [
        "4 hosts: 1 changed, 1 unchanged, 1 failed, 1 not reached.",
        "2 images pulled, 1 container created.",
        "2 of 3 containers proven to be isolated as declared; 1 refuted.",
        "failed: c",
        "not reached: d",
    ]
    told = list(sentences({}, {}, recap, {"b", "c"}))  # away, and the play went on
    assert told[0] == "4 hosts: 1 changed, 0 unchanged, 3 not reached." and told[-1] == "not reached: b, c, d"
    assert list(sentences({}, {}, {"a": same})) == ["1 host: 0 changed, 1 unchanged."]
