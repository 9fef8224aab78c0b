"""The whole module container_host: its door, and what its parts tell together."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.action import container_host

WEB = {"name": "web", "image": "nano:2022", "isolation": "process"}
SHOP = {"project": "shop", "containers": [WEB]}

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"sets": [None]}, "sets: number 1, which is null, is not allowed"),
    ({"sets": "shop"}, "sets: a text is not allowed"),
    ({"sets": [{"containers": [WEB]}]}, "sets: number 1, project: is missing"),
    ({"sets": [SHOP, SHOP]}, "the project shop is declared by the projects shop and shop"),
    (
        {"sets": [SHOP, {"project": "tools", "containers": [{**WEB, "name": "WEB"}]}]},
        "the container web is declared by the projects shop and tools",
    ),
    (
        {
            "sets": [
                {"project": "a", "containers": [{**WEB, "ports": ["80:80"]}]},
                {"project": "b", "containers": [{**WEB, "name": "api", "ports": ["80:81"]}]},
            ]
        },
        "the host's port 80/tcp is declared by the projects a and b",
    ),
    ({"sets": [{**SHOP, "timeout": 0}]}, "project shop: timeout: 0 is not allowed"),
    ({"features": {"reboot_timeout": 0}}, "features: reboot_timeout: 0 is not allowed"),
    ({"features": {"hyper_v": "maybe"}}, "features.hyper_v: 'maybe' is not allowed; allowed are auto, true, false"),
    ({"require": {"build": "new"}}, "require.build: 'new' is not allowed"),
    ({"proof": {"required": True}}, "proof.required: is not an option (its value: True); require is meant?"),
]


@pytest.mark.parametrize(("given", "words"), WRONG)
def test_what_is_wrong_is_told_before_anything_is_sent(host: Any, run: Any, given: dict[str, Any], words: str) -> None:
    result = run(container_host, given)
    assert result["failed"]
    assert words in result["msg"]
    assert host.calls == []


def test_spellings_and_nulls_are_levelled_out(host: Any, run: Any) -> None:
    given = {
        "require": {"build": None, "isolation": ["Hyper-V", "process"]},
        "features": {"containers": None, "hyper_v": True, "isolation_modes": ["hyper-v"]},
        "sets": [{**SHOP, "isolation": None, "timeout": None, "prune": None}],
        "proof": None,
    }
    result = run(container_host, given)
    assert not result.get("failed"), result
    assert [name for name, _asked in host.calls] == ["_look", "_act"]
    assert result["sets"][0]["containers"][0]["state"] == "running"
    assert result["host"]["edition"] == "ServerDatacenter"
    assert run(container_host, given)["changed"] is False


def test_projects_may_be_called_as_the_parts_are(host: Any, run: Any) -> None:
    sets = [{"project": name, "containers": [{**WEB, "name": f"web-{name}"}]} for name in ("features", "host", "proof")]
    result = run(container_host, {"features": {}, "sets": sets})
    assert [made["project"] for made in result["sets"]] == ["features", "host", "proof"]
    assert result["features"]["rebooted"] is False


def test_a_host_that_is_not_what_it_must_be_is_told_so_and_left_alone(host: Any, run: Any) -> None:
    require = {"build": 26100, "editions": ["ServerStandard"], "isolation": ["process"]}
    result = run(container_host, {"require": require, "features": {}, "sets": [SHOP]})
    assert [name for name, _asked in host.calls] == ["_look"]
    assert "require.build: the host runs build 20348" in result["msg"]
    assert "require.editions: the host is edition ServerDatacenter" in result["msg"]


def test_a_later_project_that_is_refused_keeps_the_first_from_acting(host: Any, run: Any) -> None:
    late = {"project": "late", "pull": "never", "containers": [{**WEB, "name": "late"}]}
    result = run(container_host, {"sets": [SHOP, late]})
    assert result["failed"]
    assert result["changed"] is False
    assert "project late: container late: image: nano:2022 is not on the host" in result["msg"]
    assert [name for name, _asked in host.calls] == ["_look"]
