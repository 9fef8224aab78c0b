"""Words for what Windows has not got, and how many processors a container may have."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.options import refused_options, too_many_cpus
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_options import ROWS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import Row

LACKING = [row for row in ROWS if row.lacks]


@pytest.mark.parametrize("row", LACKING, ids=lambda row: (row.api or row.also)[0])
def test_every_word_for_what_windows_lacks_is_told(row: Row) -> None:
    for word in (*row.compose, *row.docker_container, *row.also):
        if "." in word:
            continue
        for spelling in (word, "".join(part.title() for part in word.split("_"))):
            [finding] = refused_options({spelling: 7})
            assert finding["option"] == spelling and finding["value"] == 7
            assert finding["action"] == ("warn" if row.warns else "refuse")
            assert row.lacks in finding["reason"] and finding["way_out"] and finding["source"]


def test_null_is_the_default() -> None:
    assert refused_options({"mem_swappiness": None, "privileged": None}) == []


def test_what_is_ours_is_not_told_here() -> None:
    assert refused_options({"memory": 5, "cpus": 900, "colour": "blue"}) == []


@pytest.mark.parametrize("name", ["shm_size", "ipc_mode", "pid_mode"])
def test_what_windows_cannot_share_says_so(name: str) -> None:
    [finding] = refused_options({name: "host"})
    assert finding["action"] == "refuse" and "Windows has no" in finding["reason"]


@pytest.mark.parametrize(
    ("cpus", "processors", "told"),
    [(0.005, 4, True), (4, 4, False), (4.5, 4, True), (400, None, False), (0.001, None, True), (None, 4, False)],
)
def test_processors(cpus: Any, processors: Any, told: bool) -> None:
    found = too_many_cpus(cpus, processors)
    assert (found is not None) is told
    assert found is None or (found["option"], found["action"]) == ("cpus", "refuse")


def test_capabilities_are_refused_by_the_engine_and_not_ignored() -> None:
    [finding] = refused_options({"cap_add": ["NET_ADMIN"]})
    assert "the engine refuses" in finding["reason"]
