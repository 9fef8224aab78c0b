"""container_logs on simulated hosts: two calls, streams apart, bounds, secrets, and logs that cannot be read."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from planted import Planted, found
from simulated import READY, WEB, SimulatedFleet

from playbooks import Run

IMAGE = WEB["image"]
PLANTED = Planted("logs")
PRIVATE = PLANTED.new("lines of a key")
KEY = f"-----BEGIN PRIVATE KEY-----|{PRIVATE}|{PRIVATE[::-1]}|-----END PRIVATE KEY-----"
LICENSE = PLANTED.new("license that is declared to the task", "L-{}-x")
PASSWORD = PLANTED.new("env of the container")
ARGUMENT = PLANTED.new("argument that is printed")
SAID = [
    *("out:gr\u00fc\u00df_dich", f"err:connecting_with_{PASSWORD}", f"out:login_--password_{ARGUMENT}_failed"),
    *(f"out:{line}" for line in KEY.split("|")),
    *(f"out:license_{LICENSE}", "err:bye", "exit:3"),
]
BOXES: dict[str, dict[str, Any]] = {
    "says": {"Cmd": ["say.exe", *SAID], "Env": [f"DB_PASSWORD={PASSWORD}"]},
    "terminal": {"Cmd": ["say.exe", "out:C:\\>hello", "err:there", "exit:0"], "Tty": True},
    "many": {"Cmd": ["say.exe", *(f"out:line_{number}" for number in range(2000)), "exit:0"]},
    "none": {"Cmd": ["ping", "-t", "::1"], "HostConfig": {"LogConfig": {"Type": "none", "Config": {}}}},
    "etw": {
        "Cmd": ["ping", "-t", "::1"],
        "HostConfig": {"LogConfig": {"Type": "etwlogs", "Config": {"cache-disabled": "true"}}},
    },
    "silent": {"Cmd": ["ping", "-t", "::1"]},
}


@pytest.fixture(scope="module")
def hosts(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    described = {
        host: {**READY, "images": [IMAGE], "engine": {"state": "running", "version": version}}
        for host, version in (("srv", "28.5.2"), ("newer", "29.7.2"))
    }
    fleet = fleet_of(**described)
    for host in described:
        for name, body in BOXES.items():
            fleet.run_by_hand(host, name, IMAGE, **body)
    time.sleep(0.5)
    return fleet


def ask(fleet: SimulatedFleet, host: str, *arguments: str, **options: Any) -> Run:
    fleet.module_calls(host)
    run = fleet.task(host, "container_logs", {"secrets": [LICENSE], **options}, "-vvv", *arguments)
    assert found(PLANTED.secrets, json.dumps([line["result"] for line in run.results], ensure_ascii=False)) == []
    assert found({**PLANTED.secrets}, run.output) == []
    assert "Traceback" not in run.output
    return run


def logs(fleet: SimulatedFleet, host: str, *arguments: str, **options: Any) -> list[dict[str, Any]]:
    run = ask(fleet, host, *arguments, **options)
    assert run.hosts[host]["failures"] == 0, run.output
    assert fleet.module_calls(host) == {"_look": 2}
    result = run.of("container_logs")[host]
    assert result["changed"] is False
    return list(result["logs"])


def texts(log: dict[str, Any]) -> list[str]:
    return [line["text"] for line in log["lines"]]


@LIGHT_ONLY
@pytest.mark.parametrize("host", ["srv", "newer"])
def test_what_was_said_is_told_with_its_stream_and_without_secrets(hosts: SimulatedFleet, host: str) -> None:
    says, terminal = logs(hosts, host, names=["says", "terminal"])
    assert [(line["stream"], line["text"]) for line in says["lines"]] == [
        ("stdout", "gr\u00fc\u00df dich"),
        ("stderr", "connecting with ********"),
        ("stdout", "login --password ******** failed"),
        ("stdout", "-----BEGIN PRIVATE KEY-----********-----END PRIVATE KEY-----"),
        ("stdout", "license ********"),
        ("stderr", "bye"),
    ]
    assert (says["cut"], says["cut_by"], says["unread"], says["driver"]) == (False, None, None, "json-file")
    assert [(line["stream"], line["text"]) for line in terminal["lines"]] == [(None, "C:\\>hello"), (None, "there")]


@LIGHT_ONLY
def test_one_stream_with_times_in_check_mode(hosts: SimulatedFleet) -> None:
    (says,) = logs(hosts, "srv", "--check", name="says", stdout=False, timestamps=True)
    assert texts(says) == ["connecting with ********", "bye"]
    started = hosts.engine("srv")["says"]["State"]["StartedAt"]
    assert all(started[:17] <= line["time"] for line in says["lines"])
    assert logs(hosts, "srv", name="says", since="2999-01-01T00:00:00Z")[0]["lines"] == []
    assert len(logs(hosts, "srv", name="says", since="1h")[0]["lines"]) == 6
    assert len(logs(hosts, "srv", name="says", since=started)[0]["lines"]) == 6


@LIGHT_ONLY
def test_bounds_of_lines_and_bytes(hosts: SimulatedFleet) -> None:
    (many,) = logs(hosts, "srv", name="many")
    assert (len(many["lines"]), texts(many)[0], texts(many)[-1]) == (100, "line 1900", "line 1999")
    assert (many["cut"], many["cut_by"]) == (True, "tail")
    (many,) = logs(hosts, "srv", name="many", tail=2000)
    assert (len(many["lines"]), many["cut"]) == (2000, False)
    (many,) = logs(hosts, "srv", name="many", tail=2000, max_bytes=1024)
    assert (many["cut_by"], texts(many)[-1]) == ("bytes", "line 1999")
    assert 40 < len(many["lines"]) < 60
    assert set(texts(many)) <= {f"line {number}" for number in range(2000)}


@LIGHT_ONLY
def test_a_log_that_cannot_be_read_says_why_and_the_others_are_told(hosts: SimulatedFleet) -> None:
    run = ask(hosts, "srv", names=["none", "etw", "silent", "terminal"])
    assert run.hosts["srv"]["failures"] == 0, run.output
    result = run.of("container_logs")["srv"]
    told = {log["name"]: log for log in result["logs"]}
    for name, driver in (("none", "none"), ("etw", "etwlogs")):
        assert (told[name]["lines"], told[name]["driver"]) == (None, driver)
        assert "configured logging driver does not support reading" in told[name]["unread"]
    assert (told["silent"]["lines"], len(told["terminal"]["lines"])) == ([], 2)
    assert sorted(result["warnings"]) == [f"srv: container {name}: {told[name]['unread']}" for name in ("etw", "none")]


@LIGHT_ONLY
def test_a_dead_container_and_an_engine_that_fails(hosts: SimulatedFleet) -> None:
    hosts.run_by_hand("newer", "corpse", IMAGE, Cmd=["say.exe", "out:x", "exit:0"])
    time.sleep(0.3)
    hosts.fault("newer", "held-folder")
    with pytest.raises(AssertionError):
        hosts.by_hand("newer", "DELETE", "/containers/corpse")
    log, _other = logs(hosts, "newer", names=["corpse", "terminal"])
    assert hosts.engine("newer")["corpse"]["State"]["Status"] == "dead"
    assert "can not get logs from container which is dead or marked for removal" in log["unread"]
    hosts.fault("newer", "clear")
    hosts.fault("newer", "engine-answers", path="/logs", text=f"Zugriff verweigert: password={ARGUMENT}")
    try:
        (log,) = logs(hosts, "newer", name="says")
    finally:
        hosts.fault("newer", "clear")
    assert log["lines"] is None
    assert "Zugriff verweigert: password=********" in log["unread"]
    hosts.fault("newer", "engine-answers", path="/containers/json", text="kaputt")
    try:
        (message,) = ask(hosts, "newer", name="says").failures().values()
    finally:
        hosts.fault("newer", "clear")
    assert message.startswith("newer: The engine answered GET /containers/json")
    assert message.endswith("with status 500: kaputt")


@LIGHT_ONLY
def test_names_that_are_not_there_are_an_error_and_no_log_is_read(hosts: SimulatedFleet) -> None:
    (message,) = ask(hosts, "srv", names=["says", "ghost"]).failures().values()
    assert message == "srv: Not on the host: container ghost: there is no such container on the host"
    assert hosts.module_calls("srv") == {"_look": 1}
    (message,) = ask(hosts, "srv", "--check", name="say").failures().values()
    assert "container say: there is no such container" in message
    (message,) = ask(hosts, "srv").failures().values()
    assert "give one of the three" in message


@LIGHT_ONLY
def test_a_projects_logs(hosts: SimulatedFleet) -> None:
    crashes = {**WEB, "name": "crashes", "command": "cmd /c echo no disk & exit 5"}
    hosts.deploy(WEB, crashes, project="shop", wait=False)
    time.sleep(0.5)
    first, web = logs(hosts, "srv", project="shop")
    assert (first["name"], texts(first), web["name"], web["lines"]) == ("crashes", ["no disk "], "web", [])
    run = ask(hosts, "srv", project="nobody")
    result = run.of("container_logs")["srv"]
    assert (result["logs"], result["warnings"]) == ([], ["srv: project nobody: no container of it is on the host"])
    assert hosts.module_calls("srv") == {"_look": 1}


def test_on_both_fronts(fleet_of: Callable[..., SimulatedFleet]) -> None:
    """The programs of the hosts themselves, on the live front."""
    fleet = fleet_of(srv={**READY, "images": [IMAGE]})
    fleet.run_by_hand("srv", "says", IMAGE, **BOXES["says"])
    time.sleep(0.3)
    (says,) = logs(fleet, "srv", name="says", tail=2, since="10m")
    assert ([line["stream"] for line in says["lines"]], texts(says)) == (
        ["stdout", "stderr"],
        ["license ********", "bye"],
    )
    assert says["cut_by"] == "tail"
