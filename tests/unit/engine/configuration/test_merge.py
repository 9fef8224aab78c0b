"""What becomes of the file's settings and the declared ones, and what differs."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.merge import differs, merged

# found, declared, with "replace", with "append"
CASES: tuple[tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]], ...] = (
    ({"b": 1, "a": 2}, {"a": 3}, {"b": 1, "a": 3}, {"b": 1, "a": 3}),
    ({"a": 1}, {"c": 1, "b": 2}, {"a": 1, "c": 1, "b": 2}, {"a": 1, "c": 1, "b": 2}),
    ({"a": 1, "b": 2}, {"a": None}, {"b": 2}, {"b": 2}),
    ({"a": 1}, {"b": None}, {"a": 1}, {"a": 1}),
    ({"dns": ["1"]}, {"dns": ["2"]}, {"dns": ["2"]}, {"dns": ["1", "2"]}),
    ({"dns": ["1", "2"]}, {"dns": ["2", "1"]}, {"dns": ["2", "1"]}, {"dns": ["1", "2"]}),
    ({"dns": ["1"]}, {"dns": []}, {"dns": []}, {"dns": ["1"]}),
    ({"dns": None}, {"dns": ["1"]}, {"dns": ["1"]}, {"dns": ["1"]}),
    ({"dns": "1"}, {"dns": ["2"]}, {"dns": ["2"]}, {"dns": ["2"]}),
    (
        {"exec-opts": ["isolation=process"]},
        {"exec-opts": ["isolation=hyperv"]},
        {"exec-opts": ["isolation=hyperv"]},
        {"exec-opts": ["isolation=hyperv"]},
    ),
    (
        {"labels": ["a=1", "b=1", "a=0"]},
        {"labels": ["a=2", "c=1"]},
        {"labels": ["a=2", "c=1"]},
        {"labels": ["a=2", "b=1", "c=1"]},
    ),
    (
        # the names of Swarm's resources stand there more than once
        {"node-generic-resources": ["gpu=a"]},
        {"node-generic-resources": ["gpu=b"]},
        {"node-generic-resources": ["gpu=b"]},
        {"node-generic-resources": ["gpu=a", "gpu=b"]},
    ),
    (
        {"log-opts": {"max-size": "1m", "tag": "x"}},
        {"log-opts": {"tag": None, "max-file": "3"}},
        {"log-opts": {"max-size": "1m", "max-file": "3"}},
        {"log-opts": {"max-size": "1m", "max-file": "3"}},
    ),
    ({}, {"log-opts": {"tag": None, "a": "b"}}, {"log-opts": {"a": "b"}}, {"log-opts": {"a": "b"}}),
    ({"a": "x"}, {"a": {"b": 1}}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    ({"a": {"b": 1}}, {"a": "x"}, {"a": "x"}, {"a": "x"}),
)


@pytest.mark.parametrize("lists", ["replace", "append"])
@pytest.mark.parametrize(("found", "declared", "replaced", "appended"), CASES)
def test_merged(
    found: dict[str, Any], declared: dict[str, Any], replaced: dict[str, Any], appended: dict[str, Any], lists: str
) -> None:
    before = repr(found)
    made = merged(found, declared, lists)
    assert list(made.items()) == list((replaced if lists == "replace" else appended).items())
    assert merged(made, declared, lists) == made, "a second run changes nothing"
    assert repr(found) == before


def test_what_is_merged_is_the_files_own_copy() -> None:
    declared: dict[str, Any] = {"a": {"b": ["c"]}, "d": ("e",)}
    made = merged({}, declared)
    assert made == {"a": {"b": ["c"]}, "d": ["e"]}
    made["a"]["b"].append("x")
    assert declared["a"]["b"] == ["c"]


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ({}, {}, {}, {}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, {}, {}),
        ({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}),
        ({"a": 1}, {}, {"a": 1}, {}),
        ({}, {"a": 1}, {}, {"a": 1}),
        ({"a": None}, {}, {"a": None}, {}),
        ({"a": 1}, {"a": True}, {"a": 1}, {"a": True}),
        ({"a": [1]}, {"a": [True]}, {"a": [1]}, {"a": [True]}),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, {"a": ["x", "y"]}, {"a": ["y", "x"]}),
        (
            {"l": {"a": "1", "b": "2"}, "x": 1},
            {"l": {"a": "1", "b": "3", "c": "4"}, "x": 1},
            {"l": {"b": "2"}},
            {"l": {"b": "3", "c": "4"}},
        ),
        ({"l": {"a": 1}}, {"l": "x"}, {"l": {"a": 1}}, {"l": "x"}),
    ],
)
def test_what_differs(old: dict[str, Any], new: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> None:
    assert repr(differs(old, new)) == repr((before, after))
