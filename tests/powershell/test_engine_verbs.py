"""The look `engine` and the steps `engine` and `wait`."""

from __future__ import annotations

import json

import pytest
from test_pipe import plain

pytestmark = pytest.mark.live


def inspect(running: bool, **state: object) -> bytes:
    return plain(
        json.dumps({"State": {"Running": running, **state}, "Config": {"Labels": {"a": "1", "A": "2", "": "3"}}})
    )


def test_only_if(session, engine):
    fake = engine([plain("", "404 Not Found")], [plain("sent")])
    requests = [
        {"path": "/0"},
        {"path": "/1", "only_if": {"request": 0, "status": [200]}},
        {"path": "/2", "only_if": {"request": 0, "status": [200, 404]}},
        {"path": "/3", "only_if": {"request": 1, "status": [200]}},
    ]
    value = session.look("engine", pipe=fake.name, requests=requests)["value"]
    assert value[1:] == [{"skipped": True}, {"status": 200, "body": "sent"}, {"skipped": True}]
    assert len(fake.requests) == 2


def test_each_puts_the_field_in_the_path_encoded(session, engine):
    listed = [{"Name": "a/b c", "Labels": {"x": "1", "X": "2"}}, {"Name": "é"}, {"Other": 1}]
    fake = engine([plain(json.dumps(listed))], [plain("A")], [plain("B")], [plain("C")])
    requests = [{"path": "/list"}, {"path": "/of/{}/top", "each": {"request": 0, "field": "Name"}}]
    value = session.look("engine", pipe=fake.name, requests=requests)["value"]
    assert value[1]["each"] == [
        {"for": "a/b c", "status": 200, "body": "A"},
        {"for": "é", "status": 200, "body": "B"},
        {"for": "", "status": 200, "body": "C"},
    ]
    assert [request.split()[1] for request in fake.requests[1:]] == [
        b"/of/a%2Fb%20c/top",
        b"/of/%C3%A9/top",
        b"/of//top",
    ]


@pytest.mark.parametrize("first", [plain("[]"), plain("{}", "500 Internal Server Error")])
def test_each_of_nothing(session, engine, first):
    requests = [{"path": "/list"}, {"path": "/{}", "each": {"request": 0, "field": "Id"}}]
    assert session.look("engine", pipe=engine([first]).name, requests=requests)["value"][1] == {"each": []}


def test_a_status_that_is_not_accepted_comes_with_the_answer(session, engine):
    fake = engine([plain('{"message":"in use"}\n', "409 Conflict")])
    answer = session.step("engine", pipe=fake.name, method="DELETE", path="/c", accept=[204, 404])
    assert answer == {
        "ok": False,
        "error": {"type": "status", "code": "409", "text": '{"message":"in use"}'},
        "value": {"status": 409, "body": '{"message":"in use"}\n'},
    }


def test_fail_on_and_tail(session, engine):
    lines = "".join(f'{{"id":{number}}}\r\n' for number in range(30))
    bad = lines + '{"errorDetail":{"message":"disk full"}}\r\n' + '{"id":99}\r\n'
    fake = engine([plain(lines)], [plain(bad)])
    ask = {
        "pipe": fake.name,
        "method": "POST",
        "path": "/images/create",
        "accept": [200],
        "fail_on": '"errorDetail"',
        "tail": 2,
    }
    assert session.step("engine", **ask)["value"]["body"] == '{"id":28}\n{"id":29}'
    failed = session.step("engine", **ask)
    assert failed["error"]["type"] == "text"
    assert failed["error"]["text"].startswith('{"errorDetail":{"message":"disk full"}}')
    assert failed["value"]["body"].splitlines()[-1] == '{"id":99}'


WAITS = {
    "it comes": ([inspect(False), inspect(True)], {"field": "State.Running", "values": ["true"]}, None),
    "null is the empty text": ([inspect(True, Health=None)], {"field": "State.Health", "values": [""]}, None),
    "so is what is not there": ([inspect(True)], {"field": "State.Health.Status", "values": [""]}, None),
    "numbers are texts": ([inspect(True, ExitCode=3)], {"field": "State.ExitCode", "values": ["3"]}, None),
    "texts compare by case": (
        [inspect(True, Status="Up")],
        {"field": "State.Status", "values": ["up"], "timeout": 0},
        "timeout",
    ),
    "it ends badly": (
        [inspect(False, Status="exited")],
        {"field": "State.Running", "values": ["true"], "fail_values": {"State.Status": ["dead", "exited"]}},
        "state",
    ),
    "it has gone": ([plain("{}", "404 Not Found")], {"field": "State.Running", "values": ["true"]}, "status"),
    "the time is over": ([inspect(False)], {"field": "State.Running", "values": ["true"], "timeout": 0}, "timeout"),
}


@pytest.mark.parametrize("name", WAITS)
def test_wait(session, engine, name):
    answers, ask, failure = WAITS[name]
    fake = engine(*[[answer] for answer in answers])
    answer = session.step("wait", pipe=fake.name, path="/c/json", interval=0, **ask)
    assert answer.get("error", {}).get("type") == failure
    assert answer["value"]["body"] == answers[-1].decode().split("\r\n\r\n", 1)[1]
    assert len(fake.requests) == len(answers)


def test_undo_runs_for_the_same_item_the_latest_first(session, engine):
    fake = engine(
        *[[plain("")] for _ in range(3)], [plain("", "500 No")], [plain("", "404 No")], [plain("")], [plain("")]
    )

    def step(item: str, path: str, *undo: str) -> dict[str, object]:
        def one(to: str) -> dict[str, object]:
            return {"verb": "engine", "pipe": fake.name, "method": "POST", "path": to, "accept": [200]}

        return {**one(path), "item": item, "undo": [one(each) for each in undo]}

    done = session.steps(
        step("web", "/1", "/-1"),
        step("db", "/2", "/-2"),
        step("web", "/3", "/-3a", "/-3b"),
        step("web", "/4", "/-4"),
        step("web", "/5"),
    )
    assert [answer["ok"] for answer in done["steps"]] == [True, True, True, False]
    assert [request.split()[1] for request in fake.requests] == [b"/1", b"/2", b"/3", b"/4", b"/-3a", b"/-3b", b"/-1"]
    assert [answer["ok"] for answer in done["undone"]] == [False, True, True]
