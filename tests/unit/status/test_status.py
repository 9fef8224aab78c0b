# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has drifted, what is behind, and how it is told."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.status import behind, drift, sums, table
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.behind import behind as behind_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.behind import behind_tag
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.drift import KINDS, drift_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.rows import host_status
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.which import FILTERS, narrowed

SETS = [{"project": "shop"}]


def judged(**row: Any) -> dict[str, Any]:
    """A row of the module containers in check mode."""
    return {
        "name": "web",
        "image": "a:1",
        "isolation": {"declared": "process"},
        "state": "running",
        "actions": [],
        "why": [],
        "differs": [],
        "declared_anew": None,
        **row,
    }


def there(**row: Any) -> dict[str, Any]:
    """A row of containers_info."""
    return {
        **dict.fromkeys(("image_id", "health", "since", "exit_code", "unread", "os_version")),
        "name": "web",
        "project": "shop",
        "image": "a:1",
        "state": "running",
        "seconds": 90000,
        "restarts": 0,
        "restarting": False,
        "isolation": {"effective": "process"},
        **row,
    }


def said(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"project": "shop", "containers": list(rows), **more}


ABSENT = {"state": "absent", "actions": ["create"], "why": ["it is not there"]}
CASES: dict[str, tuple[dict[str, Any], list[dict[str, Any]], set[str]]] = {
    "nothing": (said(judged()), [there()], set()),
    "missing": (said(judged(**ABSENT)), [], {"missing"}),
    "missing and refused": (said(judged(state="absent", refused=["no"]), refused=["no"]), [], {"missing"}),
    "declared absent, and it is": (said(judged(state="absent")), [], set()),
    "declared absent": (said(judged(actions=["remove"])), [there()], {"extra"}),
    "extra": (said(judged()), [there(), there(name="more")], {"extra"}),
    "another project": (said(judged()), [there(), there(name="more", project="old")], {"extra"}),
    "kept by an earlier run": (said(judged()), [there(), there(name="web.winfleet-failed")], set()),
    "somebody's": (said(judged()), [there(), there(name="other", project=None)], set()),
    "image": (said(judged(differs=["image"], actions=["recreate"])), [there()], {"image"}),
    "mode": (said(judged(differs=["isolation"], actions=["recreate"])), [there()], {"mode"}),
    "by hand": (said(judged(differs=["env"], actions=["recreate"], declared_anew=False)), [there()], {"hand"}),
    "anew": (said(judged(differs=["env"], actions=["recreate"], declared_anew=True)), [there()], {"declaration"}),
    "several": (said(judged(differs=["image", "env"], actions=["recreate"])), [there()], {"image", "hand"}),
    "stopped": (said(judged(actions=["start"], differs=["state"])), [there(state="exited")], {"state"}),
    "unhealthy": (said(judged(actions=["wait"])), [there(health="unhealthy")], {"state"}),
    "refused": (said(judged(refused=["no"])), [there()], {"unknown"}),
    "network": (said(judged(), networks=[{"name": "n", "actions": ["create"], "why": []}]), [there()], {"network"}),
    "volume": (said(judged(), volumes=[{"name": "v", "actions": ["create"], "why": []}]), [there()], {"volume"}),
    "no answer": ({"msg": "it timed out"}, [there()], {"unknown"}),
    "neither rows nor a failure": ({"changed": False}, [there()], {"unknown"}),
    "refused as a whole": ({"refused": ["no"], "msg": "no", "containers": []}, [there()], {"unknown"}),
}


@pytest.mark.parametrize("name", CASES)
def test_kinds_of_drift(name: str) -> None:
    answer, containers, kinds = CASES[name]
    assert {one.kind for one in drift_of(SETS, [answer], containers)} == kinds


def test_every_kind_is_a_case_and_reads_as_a_sentence() -> None:
    told = {kind for _answer, _containers, kinds in CASES.values() for kind in kinds} | {"foreign"}
    assert told == set(KINDS)
    assert all(drift.Drift(kind, "web", "why").sentence() == f"{words}: why" for kind, words in KINDS.items())


def test_containers_of_nobody_are_drift_where_that_is_asked_for() -> None:
    containers = [there(), there(name="other", project=None)]
    assert [one.item for one in drift_of(SETS, [said(judged())], containers, foreign=True)] == ["other"]


def test_without_a_project_nothing_is_compared() -> None:
    assert drift_of([], [], [there()], foreign=True) == []


def test_a_project_without_an_answer_hides_no_other() -> None:
    sets = [{"project": "one"}, {"project": "shop"}]
    found = drift_of(sets, [{}, said(judged(**ABSENT))], [there(name="its", project="one")])
    assert {(one.item, one.kind) for one in found} == {("project one", "unknown"), ("web", "missing")}


def test_an_image_whose_tag_has_moved_is_behind_and_has_not_drifted() -> None:
    answer = said(judged(differs=["image"], actions=["recreate"]), judged(**ABSENT, name="api"), pulled=["a:1", "b:1"])
    moved = behind_tag([answer])
    assert moved == {"a:1"}
    assert {(one.item, one.kind) for one in drift_of(SETS, [answer], [there()], False, moved)} == {("api", "missing")}
    differs = said(judged(differs=["image", "env"], actions=["recreate"], declared_anew=False))
    assert {one.kind for one in drift_of(SETS, [differs], [there()], False, moved)} == {"hand"}


@pytest.mark.parametrize(
    ("image", "host", "kinds"),
    [
        ("10.0.20348.1", "10.0.20348.2", ["image"]),
        ("10.0.20348.10", "10.0.20348.9", ["host"]),
        ("10.0.20348.2", "10.0.20348.2", []),
        ("10.0.17763.1", "10.0.20348.2", []),
        (None, "10.0.20348.2", []),
        ("10.0.20348.1", "", []),
        ("10.0.20348", "10.0.20348.2", []),
        ("10.0.20348.x", "10.0.20348.2", []),
    ],
)
def test_revisions_are_compared_within_a_build(image: str | None, host: str, kinds: list[str]) -> None:
    assert [one["kind"] for one in behind_of(there(os_version=image), host, set())] == kinds
    assert set(kinds) <= set(behind.KINDS)


def member(**more: Any) -> dict[str, Any]:
    return {
        "name": "srv",
        "host": {"version": "10.0.20348.2", "engine": {"state": "running"}},
        "sets": SETS,
        "judged": [said(judged())],
        "seen": {"containers": [there()]},
        **more,
    }


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({}, ""),
        ({"host": {}, "error": "no route"}, "no route"),
        ({"host": {}}, "it was not looked at"),
        ({"host": {"engine": {"state": "stopped"}}, "seen": {}}, "the engine is stopped"),
        ({"seen": {"msg": "denied"}}, "denied"),
        ({"seen": {}}, "it was not asked"),
    ],
)
def test_what_is_not_known_is_told(more: dict[str, Any], error: str) -> None:
    found = host_status(member(**more))
    assert found["error"] == error
    assert sums.is_unknown(found) is bool(error)
    assert sums.sums([found])["unknown"] == bool(error)


def test_a_declared_container_of_an_engine_that_was_not_read_is_not_taken_for_missing() -> None:
    found = host_status(member(host={"engine": {"state": "stopped"}}, seen={}, judged=[{"msg": "no engine"}]))
    assert found["containers"] == [] and [one["kind"] for one in found["drift"]] == ["unknown"]


OPTIONS: dict[str, Any] = {**{name: [] for name in FILTERS}, "only": [], "foreign": "show"}
FITS = {
    "projects": ["SH*"],
    "containers": ["w?b"],
    "images": ["a:*"],
    "states": ["running"],
    "healths": [""],
    "modes": ["process", "hyperv"],
}


@pytest.mark.parametrize("name", FILTERS)
def test_each_filter(name: str) -> None:
    host = host_status(member())
    assert len(narrowed([host], {**OPTIONS, name: FITS[name]})[0]["containers"]) == 1
    assert narrowed([host], {**OPTIONS, name: ["no such"]}) == []
    assert narrowed([host_status(member(host={}))], {**OPTIONS, name: ["no such"]}) != []


def test_words_of_a_state() -> None:
    row = {**host_status(member())["containers"][0]}
    assert table.state_words(row) == "running 1 d"
    assert table.state_words({**row, "health": "unhealthy", "restarts": 1}) == "running 1 d, unhealthy, 1 restart"
    ended = {**row, "state": "exited", "seconds": 59, "exit_code": 0xC000013A}
    assert table.state_words(ended) == "exited 59 s, code 0xC000013A"
    assert table.state_words({**row, "restarting": True, "restarts": 7}) == (
        "running 1 d, restarts again and again, 7 restarts"
    )
    assert table.state_words({**row, "state": "absent", "seconds": None}) == "not there"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59, "59 s"), (3599, "59 min"), (86399, "23 h"), (None, "")]
)
def test_ages(seconds: int | None, words: str) -> None:
    assert table.age(seconds) == words


def test_the_table_has_100_columns_whatever_the_names() -> None:
    long = "x" * 150
    rows = [there(name=long, image=f"registry.example/{long}", project=long)]
    found = host_status(member(name=long, seen={"containers": rows}, judged=[said(judged(**ABSENT))]))
    lines = table.table([found])
    assert max(map(len, lines)) <= 100
    assert "".join(line[:20].strip() for line in lines).count("x") >= 150
    assert table.table([]) == ["No container fits."]
