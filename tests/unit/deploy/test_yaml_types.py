"""What YAML made of a value is not taken for what was written."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import (
    CONTAINER_OPTIONS,
    read_container,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.yaml_types import SHAPES
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.written import Dated, Misread, OddKey

BASE = {"name": "web", "image": "nano:2022", "isolation": "process"}


def wrong(**options: Any) -> list[str]:
    return read_container({**BASE, **options}, None)[1]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"ports": [Misread(3233, "53:53")]}, ["ports", "number 1", "53:53 is 3233"]),
        ({"ports": [Misread(127342, "2122:22")]}, ["ports", "2122:22"]),
        ({"ports": ["80", 8.5]}, ["ports", "number 2", "8.5"]),
        ({"env": {"MODE": Misread(493, "0755")}}, ["env", "MODE"]),
        ({"env": {"VERSION": 1.1}}, ["env", "VERSION"]),
        ({"env": {"BIG": float("inf")}}, ["env", "BIG"]),
        ({"env": {"ON": True}}, ["env", "ON"]),
        ({"env": {"DAY": Dated(__import__("datetime").date(2026, 1, 1), None)}}, ["env", "DAY"]),
        ({"env": {OddKey("True"): "x"}}, ["env", "the name True"]),
        ({"labels": {"version": 1.2}}, ["labels", "version", "1.2"]),
        ({"annotations": {"a": False}}, ["annotations", "a", "false"]),
        ({"command": ["app", 1.10]}, ["command", "number 2", "1.1"]),
        ({"command": 1.5}, ["command", "1.5"]),
        ({"entrypoint": ["app", Misread(8, "010")]}, ["entrypoint", "010 is 8"]),
        ({"image": 1.10}, ["image", "1.1"]),
        ({"name": Misread(493, "0755")}, ["name", "0755"]),
        ({"hostname": Misread(750, "12:30")}, ["hostname", "12:30"]),
        ({"user": True}, ["user", "true"]),
        ({"network": 1.5}, ["network"]),
        ({"working_dir": 2.0}, ["working_dir"]),
        ({"credential_spec": 1.5}, ["credential_spec"]),
    ],
)
def test_it_is_refused_by_key_with_the_way_out(options: dict[str, Any], words: list[str]) -> None:
    (line,) = {*wrong(**options)} - {"name: is missing; it is required"}
    assert [word for word in [*words, "put it in quotes"] if word not in line] == [], line


def test_no_value_of_env_is_told() -> None:
    (line,) = wrong(env={"PIN": Misread(493, "0755")})
    assert "0755" not in line and "493" not in line


@pytest.mark.parametrize(
    "options",
    [
        {"env": {"PORT": 8080, "TEXT": "0755", "EMPTY": ""}},
        {"labels": {"n": 5}},
        {"ports": [80, "8080:80"]},
        {"command": ["ping", "-n", 4]},
        {"memory": 1073741824},
        {"restart_policy": False},
        {"cpus": 1.5},
    ],
)
def test_what_is_unambiguous_is_taken(options: dict[str, Any]) -> None:
    assert wrong(**options) == []


def test_every_option_of_texts_has_a_shape() -> None:
    texts = {name for name, row in CONTAINER_OPTIONS.items() if row["type"] in ("str", "raw", "dict")}
    texts |= {name for name, row in CONTAINER_OPTIONS.items() if row.get("elements") == "str"}
    without = {"isolation", "state", "restart_policy", "allow_piercing"}  # choices, and YAML's `no` that means no
    without |= {
        "networks",
        "healthcheck",
        "env_file",
        "depends_on",
        "rerun",
    }  # what is in them is of several kinds, and their readers say what it may be
    assert texts - without == set(SHAPES) - {"ports"}  # texts, or compose's long form


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        ({"working_dir": "D:\\tmp"}, True),
        ({"working_dir": "d:/"}, True),
        ({"working_dir": "C:\\app"}, False),
        ({"working_dir": "\\app"}, False),
        ({"working_dir": "D:\\tmp", "mounts": [{"type": "volume", "source": "data", "target": "D:"}]}, False),
        ({"working_dir": "D:\\tmp", "mounts": [{"type": "volume", "source": "data", "target": "E:\\x"}]}, True),
    ],
)
def test_a_folder_on_a_drive_that_no_mount_brings_is_refused(options: dict[str, Any], refused: bool) -> None:
    assert bool(wrong(**options)) == refused
