"""The whole module isolation_proof."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.action import containers, isolation_proof

GUID = "6F1B8F3E-5A0C-4C3B-9E57-2D0B9C1E7A10"
LIARS_GUID = "6F1B8F3E-5A0C-4C3B-9E57-2D0B9C1E7A11"
STARTED = "2026-11-24T08:00:00.0000000Z"


@pytest.fixture
def deployed(host: Any, run: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """web under process isolation, api under hyperv, both as they claim; `lies` makes web run as what it does not
    claim."""
    host.lies = False
    listed = [
        {"name": "web", "image": "nano:2022", "isolation": "process"},
        {"name": "api", "image": "nano:2022", "isolation": "hyperv"},
        {"name": "off", "image": "nano:2022", "isolation": "process", "state": "stopped"},
    ]
    assert not run(containers, {"project": "shop", "containers": listed}).get("failed")
    plain, boxes = host.engine.get, host.engine.containers

    def get(path: str) -> tuple[int, Any]:
        if not path.endswith("/top"):
            return plain(path)
        status, box = plain(path.replace("/top", "/json"))
        if status != 200 or not box["State"]["Running"]:
            return 409, {"message": "is not running"}
        pid = {"/web": "3964", "/api": "1732"}[box["Name"]]
        return 200, {"Titles": ["Name", "PID", "CPU", "Private Working Set"], "Processes": [["ping.exe", pid, "", ""]]}

    def processes(look: dict[str, Any]) -> dict[str, Any]:
        rows = [
            {
                "ProcessId": 5000,
                "Name": "vmwp.exe",
                "SessionId": 0,
                "CreationDate": STARTED,
                "Owner": f"NT VIRTUAL MACHINE\\{GUID}",
            }
        ]
        if host.lies:
            rows.append({**rows[0], "ProcessId": 5004, "Owner": f"NT VIRTUAL MACHINE\\{LIARS_GUID}"})
        else:
            rows.append({"ProcessId": 3964, "Name": "PING.EXE", "SessionId": 4, "CreationDate": STARTED, "Owner": None})
        return {"ok": True, "value": rows}

    def systems(look: dict[str, Any]) -> dict[str, Any]:
        none = "00000000-0000-0000-0000-000000000000"
        rows = [
            {"Id": boxes["web"]["Id"], "RuntimeId": LIARS_GUID if host.lies else none},
            {"Id": boxes["api"]["Id"], "RuntimeId": GUID},
        ]
        return {
            "ok": True,
            "value": {"hcsdiag": {"ok": False, "error": {}}, "compute_process": {"ok": True, "value": rows}},
        }

    monkeypatch.setattr(host.engine, "get", get)
    host.said = {"processes": processes, "compute_systems": systems}
    return host


@pytest.mark.parametrize("check", [False, True])
def test_one_look_proves_a_project_and_changes_nothing(deployed: Any, run: Any, check: bool) -> None:
    before = json.dumps(deployed.engine.containers, sort_keys=True)
    result = run(isolation_proof, {"project": "shop", "require": True}, check=check)
    assert not result.get("failed"), result
    assert [name for name, _ in deployed.calls] == ["_look"]
    assert [(row["name"], row["verdict"]) for row in result["proof"]] == [
        ("api", "proven"),
        ("off", "inconclusive"),
        ("web", "proven"),
    ]
    assert result["proven"]
    assert not result["changed"]
    assert json.dumps(deployed.engine.containers, sort_keys=True) == before


def test_a_lying_engine_is_refuted_by_name(deployed: Any, run: Any) -> None:
    deployed.lies = True
    result = run(isolation_proof, {"project": "shop", "require": True})
    assert result["failed"]
    assert "container web: refuted" in result["msg"]
    assert LIARS_GUID in result["msg"]
    assert "container api" not in result["msg"]
    without = run(isolation_proof, {"project": "shop"})
    assert not without.get("failed")
    assert not without["proven"]


def test_named_containers_must_be_there_and_run(deployed: Any, run: Any) -> None:
    assert run(isolation_proof, {"names": ["web"], "require": True})["proven"]
    assert "there is no such container" in run(isolation_proof, {"names": ["web", "ghost"]})["msg"]
    assert "container off: inconclusive" in run(isolation_proof, {"names": ["off"], "require": True})["msg"]


def test_a_project_without_running_containers_is_not_proven(deployed: Any, run: Any) -> None:
    result = run(isolation_proof, {"project": "nothing", "require": True})
    assert result["failed"]
    assert "project nothing" in result["msg"]


@pytest.mark.parametrize("given", [{}, {"project": "shop", "names": ["web"]}, {"names": []}])
def test_one_of_project_and_names_is_needed(host: Any, run: Any, given: Any) -> None:
    result = run(isolation_proof, given)
    assert result["failed"]
    assert host.calls == []


def test_an_engine_that_is_not_reached_is_one_clear_error(deployed: Any, run: Any) -> None:
    deployed.engine = None
    result = run(isolation_proof, {"project": "shop"})
    assert result["failed"]
    assert "docker_engine is not there" in result["msg"]


def test_check_mode_warns_of_what_an_earlier_task_would_have_deployed(deployed: Any, run: Any) -> None:
    result = run(isolation_proof, {"project": "nothing", "require": True}, check=True)
    assert not result.get("failed")
    assert "no container of it runs" in result["warnings"][0]
    deployed.engine = None
    result = run(isolation_proof, {"project": "shop", "require": True}, check=True)
    assert not result.get("failed")
    assert "docker_engine is not there" in result["warnings"][0]
