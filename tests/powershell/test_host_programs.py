"""Both programs, sent as Ansible sends them."""

from __future__ import annotations

import threading
import time

import pytest
from raw_engine import RawEngine
from running import run
from test_pipe import plain

pytestmark = pytest.mark.live


def test_look(server, engine):
    fake = engine([plain('{"Name": "日本\u2028\u0085"}')])
    looks = [
        {"verb": "registry", "path": "HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion", "names": ["EditionID"]},
        {"verb": "nope"},
        {"verb": "cim", "class": "Win32_Nope", "properties": ["a"]},
        {"verb": "engine", "pipe": fake.name, "requests": [{"path": "/info"}]},
    ]
    answers = run("_look", {"looks": looks}, server.environment)["looks"]
    assert answers[0]["value"]["values"] == {"EditionID": "ServerDatacenter"}
    assert [answer["ok"] for answer in answers] == [True, False, False, True]
    assert answers[3]["value"] == [{"status": 200, "body": '{"Name": "日本\u2028\u0085"}'}]


def test_act(server, engine):
    fake = engine([plain("", "201 Created")], [plain("", "500 No")], [plain("", "204 No Content")], [plain("[]")])

    def step(method: str, path: str, accept: int) -> dict[str, object]:
        return {"verb": "engine", "pipe": fake.name, "method": method, "path": path, "accept": [accept]}

    answer = run(
        "_act",
        {
            "steps": [
                {**step("POST", "/create", 201), "item": "web", "undo": [step("DELETE", "/web", 204)]},
                {**step("POST", "/start", 204), "item": "web"},
            ],
            "looks": [{"verb": "engine", "pipe": fake.name, "requests": [{"path": "/list"}]}],
        },
        server.environment,
    )
    assert answer["lock"] == {"ok": True, "value": True}
    assert [each["ok"] for each in answer["steps"]] == [True, False]
    assert answer["undone"] == [{"ok": True, "item": "web", "value": {"status": 204, "body": ""}}]
    assert answer["looks"] == [{"ok": True, "value": [{"status": 200, "body": "[]"}]}]


def test_two_acts_do_not_overlap(server, engine):
    over = threading.Event()
    fake: RawEngine = engine([over, plain("")])
    wait = {"verb": "engine", "pipe": fake.name, "path": "/slow", "accept": [200]}
    first: list[dict[str, object]] = []
    thread = threading.Thread(
        target=lambda: first.append(run("_act", {"who": "somebody", "steps": [wait]}, server.environment))
    )
    thread.start()
    while not fake.requests:
        time.sleep(0.05)
    second = run("_act", {"steps": [wait], "looks": [{"verb": "boot"}], "lock_timeout": 0}, server.environment)
    over.set()
    thread.join()
    assert second["lock"]["error"]["type"] == "timeout"
    assert "(somebody, since 20" in second["lock"]["error"]["text"]
    assert (second["last"], second["seen"]) == (None, None)
    assert (second["steps"], second["undone"], second["looks"]) == ([], [], [])
    assert first[0]["steps"] == [{"ok": True, "value": {"status": 200, "body": ""}}]
    assert len(fake.requests) == 1


def test_seen_is_asked_over_one_connection_before_the_first_step(server, engine):
    listed = '[{"Id": "b"}, {"Id": "a"}]'
    fake = engine(
        [plain('{"Id": "a", "N": 1, "B": true}')], [plain(listed)], [plain("", "404 Not Found")], [plain("done")]
    )
    seen = [
        {"path": "/a/json", "status": 200, "fields": {"Id": "a", "N": "1", "B": "true", "None": ""}, "pipe": fake.name},
        {"path": "/json", "status": 200, "rows": "Id", "values": ["a", "b"], "pipe": fake.name},
        {"path": "/c/json", "status": 404, "pipe": fake.name},
    ]
    step = {"verb": "engine", "pipe": fake.name, "path": "/step", "accept": [200]}
    answer = run("_act", {"seen": seen, "steps": [step]}, server.environment)
    assert answer["seen"] == {"ok": True, "value": 3}
    assert [request.split()[1] for request in fake.requests] == [b"/a/json", b"/json", b"/c/json", b"/step"]
    assert fake.connections == 2
