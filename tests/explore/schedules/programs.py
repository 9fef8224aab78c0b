"""Where does a host program stand? `_look` and `_act` (docs/verbs.md) as machines that make one step at a time, so that
another run may come between any two of them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

from . import engine
from .controller import TEXTS, quiet_look
from .engine import Host

Entry = tuple[Any, ...]  # (status, body), ("each", ((for, status, body), ...)), ("skipped",)


class Said(NamedTuple):
    """The answer of a step: its status, and whether it was well. One that was not `tried` has none."""

    ok: bool
    status: int
    tried: bool = True


NOT_TRIED = Said(False, 0, False)


class Call(NamedTuple):
    """A host program at work. `phase`, and `place` in it: of a look `looks`, `answer`; of an act `lock`, `seen`,
    `steps`,
    `undo`, `looks`, `release`, `answer`. `hindered`: the items that failed and those that need one; `undid`: those of
    which something was undone. `ran`: the containers that ran, and had come up, when the act got the lock;
    `fitted`: what was as it is declared at any moment of the look."""

    kind: str
    asked: int
    phase: str
    place: int = 0
    denied: str = ""  # why the lock was not got
    differs: str = ""  # what is not as it was seen
    last: str = ""
    steps: tuple[Said, ...] = ()
    undo: tuple[str, ...] = ()  # the steps to undo, as JSON
    undone: tuple[Said, ...] = ()
    hindered: frozenset[str] = frozenset()
    undid: frozenset[str] = frozenset()
    read: tuple[Entry, ...] = ()
    ran: tuple[str, ...] = ()
    fitted: frozenset[str] = frozenset()


class Program(NamedTuple):
    """What a call asks: `requests` are those of all its looks at containers, `first` where each look's begin."""

    seen: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    looks: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    first: dict[int, int]


@cache
def program(asked: int) -> Program:
    told = TEXTS.value(asked)
    requests: list[dict[str, Any]] = []
    first = {}
    for number, look in enumerate(told["looks"]):
        if quiet_look(look) is None:
            first[number] = len(requests)
            requests += [_moved(request, len(requests)) for request in look["requests"]]
    return Program(told.get("seen", []), told.get("steps", []), told["looks"], requests, first)


def _moved(request: dict[str, Any], by: int) -> dict[str, Any]:
    """References among requests are by number."""
    return {
        key: {**value, "request": value["request"] + by} if key in ("only_if", "each") else value
        for key, value in request.items()
    }


@cache
def _told(body: str) -> Any:
    return json.loads(body)


def begun(kind: str, asked: int) -> Call:
    return Call(kind, asked, "lock" if kind == "act" else "looks")


def read_on(host: Host, requests: list[dict[str, Any]], read: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], str]:
    """One more request, and those behind it whose answers no step of a run can change; what was asked, in words."""
    told = ""
    while len(read) < len(requests) or _open_each(requests, read):
        place = len(read) - 1 if _open_each(requests, read) else len(read)
        request = requests[place]
        dynamic = request["path"].startswith("/containers")
        if dynamic and told:
            break
        each, only = request.get("each"), request.get("only_if")
        if each:
            have = read[place][1] if place < len(read) else ()
            rows = _rows(requests, read, place)
            if len(have) < len(rows):
                called = rows[len(have)]
                path = request["path"].replace("{}", called)
                have = (*have, (called, *engine.get(host, path)))
                told = path
            read = (*read[:place], ("each", have))
        elif only and read[only["request"]][0] not in only["status"]:
            read = (*read, ("skipped",))
        else:
            read = (*read, engine.get(host, request["path"]))
            if dynamic:
                told = request["path"]
    return read, told or "the images"


def _rows(requests: list[dict[str, Any]], read: tuple[Entry, ...], place: int) -> list[str]:
    each = requests[place]["each"]
    status, body = read[each["request"]][:2]
    return [str(row[each["field"]]) for row in _told(body)] if status == 200 else []


def _open_each(requests: list[dict[str, Any]], read: tuple[Entry, ...]) -> bool:
    """Whether the last entry is a list of answers that is not complete yet."""
    if not read or read[-1][0] != "each":
        return False
    return len(read[-1][1]) < len(_rows(requests, read, len(read) - 1))


def all_read(call: Call) -> bool:
    requests = program(call.asked).requests
    return len(call.read) == len(requests) and not _open_each(requests, call.read)


def differs(host: Host, fact: dict[str, Any]) -> str:
    """As module_utils/_Seen.psm1 compares; "" where nothing differs."""
    path = fact["path"]
    status, body = engine.get(host, path)
    if status != fact["status"]:
        return f"The status of {path} is {status} and was {fact['status']}."
    told = _told(body)
    for field, was in fact.get("fields", {}).items():
        now = _text_at(told, field)
        if now != was:
            return f"{field} of {path} is '{now}' and was '{was}'."
    if "rows" in fact and {row[fact["rows"]] for row in told} != set(fact["values"]):
        return f"{fact['rows']} of {path} is otherwise."
    return ""


def _text_at(told: Any, field: str) -> str:
    for key in field.split("."):
        told = told.get(key) if isinstance(told, dict) else None
    return "" if told is None else told if isinstance(told, str) else json.dumps(told)


def waited(host: Host, step: dict[str, Any]) -> Said | None:
    """How a `wait` ends (module_utils/_Engine.psm1 Test-EngineField); None where it goes on."""
    status, body = engine.get(host, step["path"])
    if status != 200:
        return Said(False, status)
    told = _told(body)
    for field, values in step["fail_values"].items():
        if _text_at(told, field) in values:
            return Said(False, 0)
    return Said(True, 200) if _text_at(told, step["field"]) in step["values"] else None


def failed(call: Call) -> Call:
    """The last step that was made has failed: what is undone, and whom it keeps from going on
    (module_utils/_Steps.psm1)."""
    steps = program(call.asked).steps
    before = call.hindered
    hindered = set(before) | {_item(steps[len(call.steps) - 1])}
    while more := {_item(step) for step in steps if hindered & set(step.get("needs", []))} - hindered:
        hindered |= more
    undo = undo_of(steps, call.steps, hindered - before)
    call = call._replace(hindered=frozenset(hindered), undid=call.undid | {item for item, _undo in undo})
    if not undo:
        return gone_on(call)
    return call._replace(phase="undo", place=0, undo=tuple(text for _item, text in undo))


def undo_of(steps: list[dict[str, Any]], made: tuple[Said, ...], items: set[str]) -> list[tuple[str, str]]:
    """(item, the step to undo, as JSON) of what was done for these items, the latest first."""
    return [
        (_item(step), json.dumps(undo))
        for step, said in reversed(list(zip(steps, made, strict=False)))
        if said.ok and _item(step) in items
        for undo in step.get("undo", [])
    ]


def gone_on(call: Call) -> Call:
    """The next step that is tried is ahead, or there is none."""
    steps, said = program(call.asked).steps, call.steps
    while len(said) < len(steps) and _item(steps[len(said)]) in call.hindered:
        said = (*said, NOT_TRIED)
    return call._replace(steps=said, phase="steps" if len(said) < len(steps) else "looks", place=0)


def _item(step: dict[str, Any]) -> str:
    return str(step.get("item"))


def answer(call: Call) -> dict[str, Any]:
    """What the program gives back."""
    looks = _looks(call)
    if call.kind == "look":
        return {"looks": looks}
    last = {"who": call.last, "since": "2026-11-24T08:00:00.0000000Z"} if call.last else None
    if call.denied:
        text = f"Another act ({call.denied}) has had the lock for 60 s."
        return {"lock": _failed("timeout", "", text), "steps": [], "undone": [], "looks": []}
    if call.differs:
        seen = _failed("changed", "", call.differs)
        return {"lock": _well(True), "last": last, "seen": seen, "steps": [], "undone": [], "looks": []}
    return {
        "lock": _well(True),
        "last": last,
        "seen": _well(len(program(call.asked).seen)),
        "steps": [_step_answer(said) for said in call.steps],
        "undone": [_step_answer(said) for said in call.undone],
        "looks": looks,
    }


def _looks(call: Call) -> list[dict[str, Any]]:
    asked = program(call.asked)
    if call.phase != "answer" or call.denied or call.differs:
        return []
    answers = []
    for number, look in enumerate(asked.looks):
        quiet = quiet_look(look)
        if quiet is None:
            first = asked.first[number]
            quiet = _well([_entry(entry) for entry in call.read[first : first + len(look["requests"])]])
        answers.append(quiet)
    return answers


def _entry(entry: Entry) -> dict[str, Any]:
    if entry[0] == "skipped":
        return {"skipped": True}
    if entry[0] == "each":
        return {"each": [{"for": called, "status": status, "body": body} for called, status, body in entry[1]]}
    return {"status": entry[0], "body": entry[1]}


def _step_answer(said: Said) -> dict[str, Any]:
    if not said.tried:
        return _failed("not_tried", "", "It was not tried.")
    if said.ok:
        return _well({"status": said.status, "body": ""})
    return _failed("status" if said.status else "state", str(said.status or ""), "it did not go")


def _well(value: Any) -> dict[str, Any]:
    return {"ok": True, "value": value}


def _failed(kind: str, code: str, text: str) -> dict[str, Any]:
    return {"ok": False, "error": {"type": kind, "code": code, "text": text}}
