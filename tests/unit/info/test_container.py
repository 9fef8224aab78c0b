"""What is told of one container, whatever it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.daemon import Info
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.container import (
    NOT_READ,
    container_rows,
    since_1970,
)
from told_host import CREATED, ENDED, ENGINE, LABELS, NEVER, NOW, STARTED, answers, box, error, row, seen_of


def told(*boxes: dict[str, Any], engine: Info = ENGINE, **more: Any) -> list[dict[str, Any]]:
    return container_rows(seen_of(answers(boxes, **more)), engine)


def one(**more: Any) -> dict[str, Any]:
    (found,) = told(box("web", **more))
    return found


def test_a_running_container() -> None:
    place = {
        "NetworkID": "n1",
        "IPAddress": "172.20.0.5",
        "Gateway": "172.20.0.1",
        "MacAddress": "00:15",
        "Aliases": ["w"],
    }
    found = one(
        labels={**LABELS, "winfleet.service": "front"},
        state={"Health": {"Status": "healthy", "FailingStreak": 0}},
        Mounts=[
            {"Type": "volume", "Name": "data", "Source": "C:\\v\\data", "Destination": "c:\\data", "RW": True},
            {"Type": "bind", "Source": "C:\\a", "Destination": "c:\\a", "RW": False},
            {"Type": "npipe", "Source": "\\\\.\\pipe\\x", "Destination": "\\\\.\\pipe\\x"},
        ],
        NetworkSettings={"Networks": {"nat": place}},
        Config={"Entrypoint": ["entry.exe"], "Cmd": ["x"]},
        RestartCount=2,
    )
    assert found == {
        "name": "web",
        "id": "0001" * 16,
        "project": "shop",
        "service": "front",
        "declared": True,
        "unread": None,
        "state": "running",
        "created": CREATED,
        "image": "nano:2022",
        "image_id": "sha256:nano",
        "os_version": "10.0.20348.1",
        "isolation": {"declared": "process", "effective": "process", "engine_default": "process"},
        "error": None,
        "health": "healthy",
        "failing": 0,
        "since": STARTED,
        "seconds": 3599,
        "started": STARTED,
        "finished": None,
        "restarts": 2,
        "restarting": False,
        "exit_code": None,
        "command": ["entry.exe", "x"],
        "ports": [],
        "network_mode": "nat",
        "networks": [
            {"name": "nat", "address": "172.20.0.5", "gateway": "172.20.0.1", "mac": "00:15", "aliases": ["w"]}
        ],
        "mounts": [
            {
                "type": "npipe",
                "name": None,
                "source": "\\\\.\\pipe\\x",
                "target": "\\\\.\\pipe\\x",
                "read_only": None,
            },
            {"type": "bind", "name": None, "source": "C:\\a", "target": "c:\\a", "read_only": True},
            {"type": "volume", "name": "data", "source": "C:\\v\\data", "target": "c:\\data", "read_only": False},
        ],
    }


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (
            ENDED,
            {"state": "exited", "since": "2026-11-24T08:59:00Z", "seconds": 60, "exit_code": 5, "restarting": False},
        ),
        ({**ENDED, "Status": "dead", "Dead": True}, {"state": "dead", "since": "2026-11-24T08:59:00Z", "exit_code": 5}),
        (
            {**ENDED, "Status": "created", "StartedAt": NEVER, "FinishedAt": NEVER, "ExitCode": 0},
            {"state": "created", "since": CREATED, "started": None, "finished": None, "exit_code": None},
        ),
        (
            {**ENDED, "Status": "created", "StartedAt": NEVER, "FinishedAt": NEVER, "ExitCode": 128, "Error": "a\r\nb"},
            {"state": "start_failed", "error": "a b", "since": CREATED, "exit_code": None},
        ),
        (
            {**ENDED, "Status": "restarting", "Running": True, "Restarting": True},
            {"state": "restarting", "since": "2026-11-24T08:59:00Z", "exit_code": 5, "restarting": True},
        ),
        ({"Status": "paused", "Paused": True}, {"state": "paused", "since": STARTED, "seconds": 3599}),
        ({"Health": {"Status": "unhealthy", "FailingStreak": 4}}, {"health": "unhealthy", "failing": 4}),
        ({}, {"health": None, "failing": None}),
    ],
)
def test_how_it_stands(state: dict[str, Any], wanted: dict[str, Any]) -> None:
    found = one(state=state)
    assert {key: found[key] for key in wanted} == wanted


def test_one_that_was_started_anew_a_moment_ago_is_restarting() -> None:
    found = one(state={"StartedAt": "2026-11-24T08:59:30Z"}, RestartCount=3)
    assert (found["state"], found["restarting"], found["restarts"]) == ("running", True, 3)


@pytest.mark.parametrize("time", [None, "", "soon", "2026-11-24T07:00:00Z"])
def test_seconds_are_those_of_the_engines_own_clock(time: str | None) -> None:
    (found,) = told(box("web"), engine=Info(time=time))
    assert found["seconds"] == (0 if time and time.startswith("2026") else None)


@pytest.mark.parametrize(
    ("bound", "published", "wanted"),
    [
        ({"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}, {}, [(80, "tcp", 8080, None, False)]),
        (
            {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]},
            {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}], "443/tcp": None},
            [(80, "tcp", 8080, "0.0.0.0", True)],
        ),
        ({"80/tcp": [{"HostIp": "", "HostPort": ""}]}, {"80/tcp": []}, [(80, "tcp", None, None, False)]),
        ({"80/tcp": None}, {"80/tcp": None}, []),
        (
            {"80/tcp": [{"HostPort": "81"}], "53/udp": [{"HostPort": "8000-8010"}]},
            {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "81"}, {"HostIp": "0.0.0.0", "HostPort": "80"}]},
            [(53, "udp", None, None, False), (80, "tcp", 80, "0.0.0.0", True), (80, "tcp", 81, "0.0.0.0", True)],
        ),
    ],
)
def test_ports_that_are_published_and_those_that_were_only_asked_for(bound: Any, published: Any, wanted: Any) -> None:
    found = one(HostConfig={"PortBindings": bound}, NetworkSettings={"Ports": published})
    assert [tuple(port.values()) for port in found["ports"]] == wanted


def test_a_foreign_one_has_no_project_whatever_single_labels_it_carries() -> None:
    found = one(labels={"winfleet.project": "shop", "winfleet.service": "x", "note": "correct-horse"})
    assert (found["declared"], found["project"], found["service"]) == (False, None, None)
    assert "correct-horse" not in json.dumps(found)
    assert one(labels={})["isolation"]["declared"] is None


@pytest.mark.parametrize(
    ("claimed", "default", "effective"),
    [
        ("Hyperv", "process", "hyperv"),
        ("process", "hyperv", "process"),
        ("default", "hyperv", "hyperv"),
        ("", None, None),
    ],
)
def test_the_effective_mode(claimed: str, default: str | None, effective: str | None) -> None:
    (found,) = told(box("web", HostConfig={"Isolation": claimed}), engine=Info(isolation=default))
    assert (found["isolation"]["effective"], found["isolation"]["engine_default"]) == (effective, default)


def test_whose_network_is_shared_is_told_by_name() -> None:
    web, side = box("web"), box("side", 2, HostConfig={"NetworkMode": f"container:{'0001' * 16}"})
    assert [found["network_mode"] for found in told(web, side)] == ["container:web", "nat"]
    assert told(side)[0]["network_mode"] == f"container:{'0001' * 16}"


def test_neither_env_nor_what_is_secret_by_it_is_told() -> None:
    env = ["DB_PASSWORD=correct-horse", "DSN=Server=db;Password=battery-staple;x=1", "MODE=production"]
    found = one(
        Config={"Env": env, "Cmd": ["app.exe", "correct-horse", "/p:battery-staple", "production"]},
        state={"Error": "CreateProcess: app.exe correct-horse"},
    )
    assert found["command"] == ["app.exe", "********", "/p:********", "production"]
    assert found["error"] == "CreateProcess: app.exe ********"
    assert "env" not in found


def test_what_could_not_be_read_is_null_and_says_why() -> None:
    web, sick = box("web"), box("sick", 2)
    inspects = {"each": [{"for": web["Id"], **_ok(web)}, {"for": sick["Id"], **error("Interner Fehler: \u00fc")}]}
    found, other = told(web, sick, inspect=inspects)
    assert (found["name"], other["name"], other["unread"]) == ("sick", "web", None)
    assert found["unread"] == (
        "the engine lists it, but it could not be read: The engine answered GET "
        f"/containers/{sick['Id']}/json with status 500: Interner Fehler: \u00fc"
    )
    assert {key: found[key] for key in NOT_READ} == NOT_READ
    assert (found["project"], found["state"], found["image"]) == ("shop", "running", "nano:2022")
    assert (found["created"], found["os_version"]) == ("2025-11-24T08:00:00Z", "10.0.20348.1")
    assert set(found) == set(other)


@pytest.mark.parametrize(
    ("inspect", "words"),
    [
        (error("No such container", 404), "it may just have been removed"),
        ({"status": 200, "body": "{}"}, "does not fit: Id is null"),
        ({"status": 200, "body": "<html>"}, "no JSON text"),
    ],
)
def test_every_container_that_is_listed_has_a_row(inspect: dict[str, Any], words: str) -> None:
    web = box("web")
    (found,) = told(web, inspect={"each": [{"for": web["Id"], **inspect}]})
    assert words in found["unread"]


def test_the_answer_about_another_container_is_none() -> None:
    web = box("web")
    (found,) = told(web, inspect={"each": [{"for": web["Id"], **_ok(box("api", 7))}]})
    assert "answered with the container api" in found["unread"]


@pytest.mark.parametrize("seconds", [None, 2**62, -(2**62)])
def test_a_date_that_is_none_is_null(seconds: int | None) -> None:
    assert since_1970(seconds) is None


def test_rows_are_sorted_by_name() -> None:
    assert [found["name"] for found in told(box("web"), box("api", 2), box("db", 3))] == ["api", "db", "web"]
    assert NOW


def _ok(body: dict[str, Any]) -> dict[str, Any]:
    return {"status": 200, "body": json.dumps(body)}


def test_a_row_without_a_name_is_called_by_its_id() -> None:
    web = box("web")
    said = answers([web], inspect={"each": [{"for": web["Id"], **error()}]})
    said["listed"] = {"status": 200, "body": json.dumps([row(web, Names=None)])}
    found = seen_of(said)
    assert found.warnings[0].startswith("container 000100010001: the engine lists it")
