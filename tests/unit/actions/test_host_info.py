"""The whole module host_info."""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.action import host_info


def test_one_look_tells_the_host_and_both_modes(host: Any, run: Any) -> None:
    result = run(host_info, {"images": [{"os_version": "ltsc2019"}, {"os_version": "ltsc2019", "isolation": "hyperv"}]})
    assert [name for name, _ in host.calls] == ["_look"]
    assert not result["changed"]
    assert result["host"]["build"] == 20348
    assert result["host"]["engine"]["state"] == "running"
    assert set(result["isolation"]) == {"process", "hyperv"}
    assert [image["verdict"] in ("yes", "by_rule") for image in result["images"]] == [False, True]


def test_a_look_that_fails_spoils_its_own_facts_only(host: Any, run: Any) -> None:
    host.engine = None
    result = run(host_info, {}, check=True)
    assert not result.get("failed")
    assert result["host"]["engine"]["state"] == "unreachable"
    assert result["host"]["features"]["containers"] == "enabled"


def test_a_host_that_tells_nothing_is_a_clear_error(host: Any, run: Any) -> None:
    denied = {
        "ok": False,
        "error": {"type": "System.UnauthorizedAccessException", "code": "0x80070005", "text": "Access denied"},
    }
    host.said = dict.fromkeys(["cim", "registry"], denied)
    result = run(host_info, {})
    assert result["failed"]
    assert "Administrators" in result["msg"]
