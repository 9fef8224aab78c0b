"""The verbs about the engine: the look `engine`, the steps `engine` and `wait`."""

from __future__ import annotations

import time
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from hostsim.fronts.light.answers import Failed, as_text, document, field_text
from hostsim.fronts.light.host import Host
from hostsim.fronts.light.pipe import ENDED, TIMED_OUT, Pipe, Response
from hostsim.fronts.light.services import row


def _open(host: Host, asked: dict[str, Any], patience: float = 5) -> Pipe:
    name = asked.get("pipe") or "docker_engine"
    return Pipe(host, name, _seconds(asked.get("connect_timeout"), patience), asked.get("services"))


def _seconds(value: Any, default: float) -> float:
    return float(default if value is None else value)


def look(host: Host, asked: dict[str, Any]) -> list[Response]:
    """All requests of an `engine` look, over one connection, with conditions (`only_if`) and repetitions (`each`)."""
    pipe = _open(host, asked)
    answers: list[Response] = []
    try:
        for request in asked.get("requests") or []:
            answers.append(_request(pipe, request, answers, _seconds(asked.get("timeout"), 60)))
    finally:
        pipe.close()
    return answers


def _request(pipe: Pipe, request: dict[str, Any], earlier: list[Response], timeout: float) -> Response:
    method, path = request.get("method") or "GET", request["path"]
    only_if = request.get("only_if")
    if only_if and earlier[only_if["request"]].get("status") not in only_if["status"]:
        return {"skipped": True}
    each = request.get("each")
    if not each:
        return pipe.ask(method, path, timeout, headers=request.get("headers"), last=int(request.get("last") or 0))
    answer = earlier[each["request"]]
    elements = document(answer["body"]) if answer.get("status") == 200 else []
    keys = [as_text(element.get(each["field"])) for element in elements]
    return {
        "each": [{"for": key, **pipe.ask(method, path.replace("{}", quote(key, safe="")), timeout)} for key in keys]
    }


def step(host: Host, asked: dict[str, Any]) -> Response:
    """One request that changes something: its status must be one of `accept`, its body must not hold `fail_on`."""
    pipe = _open(host, asked)
    try:
        method, timeout = asked.get("method") or "GET", _seconds(asked.get("timeout"), 300)
        heard = host.job.progress.extend if asked.get("follow") and host.job is not None else None
        body = _file(host, asked) if asked.get("body_file") else asked.get("body")
        response = pipe.ask(method, asked["path"], timeout, body, asked.get("headers"), heard=heard)
    finally:
        pipe.close()
    whole = response["body"]
    if asked.get("tail"):
        response["body"] = "\n".join([line for line in whole.splitlines() if line][-int(asked["tail"]) :])
    if response["status"] not in (asked.get("accept") or []):
        raise _status(response)
    forbidden = asked.get("fail_on")
    if forbidden and forbidden in whole:
        line = whole.rfind("\n", 0, whole.index(forbidden)) + 1
        raise Failed("text", "", whole[line:].strip(), response)
    return response


def _file(host: Host, asked: dict[str, Any]) -> bytes:
    path, wanted = str(asked["body_file"]), asked.get("sha256")
    if not host.machine.path(path)["exists"]:
        raise Failed("System.IO.FileNotFoundException", "0x80070002", f"There is no file {path}.")
    content = bytes(host.machine.read_file(path))
    found = sha256(content).hexdigest()
    if wanted and found != wanted:
        raise Failed("digest", "", f"The SHA-256 of {path} is {found} and should be {wanted}.")
    return content


NOT_YET = (TIMED_OUT[0], ENDED[0])


def wait(host: Host, asked: dict[str, Any]) -> Response:
    """Asks until a field of the answer has one of the values, or one that ends it badly, or the time is over. With
    services no pipe is "not yet", as long as one of these runs or starts."""
    path, field, limit = asked["path"], asked["field"], _seconds(asked.get("timeout"), 60)
    interval, services = _seconds(asked.get("interval"), 1), asked.get("services")
    started = time.monotonic()
    pipe: Pipe | None = None
    response: Response | None = None
    try:
        while True:
            try:
                pipe = pipe or _open(host, asked, 5 if services is None else 0)
                response = pipe.ask("GET", path, max(1, limit - (time.monotonic() - started)))
                if _has(asked, response):
                    if _held(host, asked, document(response["body"]), response):
                        return response
                    time.sleep(0.25)
                    continue
            except Failed as failed:
                if services is None or failed.type not in NOT_YET:
                    raise
                if pipe is not None:
                    pipe.close()
                pipe, response = None, None
                _need_service(host, services)
            if time.monotonic() - started + interval >= limit:
                wanted = " or ".join(asked["values"])
                raise Failed("timeout", "", f"{field} of {path} has not become {wanted} within {limit:g} s.", response)
            time.sleep(interval)
    finally:
        if pipe is not None:
            pipe.close()


def _has(asked: dict[str, Any], response: Response) -> bool:
    """Whether the field has one of the values. Raises Failed for a bad status and for one of the `fail_values`."""
    if response["status"] != 200:
        raise _status(response)
    found = document(response["body"])
    for bad, values in (asked.get("fail_values") or {}).items():
        if field_text(found, bad) in values:
            raise Failed("state", "", f"{bad} of {asked['path']} is '{field_text(found, bad)}'.", response)
    return field_text(found, asked["field"]) in asked["values"]


def _need_service(host: Host, names: list[str]) -> None:
    """Raises Failed where none of the services runs or starts."""
    texts = []
    for name in names:
        found = row(host, name)
        if found and found["State"] in ("Running", "Start Pending"):
            return
        told = f"The service {found['Name']} is {found['State']} (exit code {found['ExitCode']})." if found else None
        texts.append(told or f"There is no service {name}.")
    raise Failed("state", "", " ".join(texts))


def _held(host: Host, asked: dict[str, Any], found: Any, response: Response) -> bool:
    """Whether the value has stood for the seconds of `hold` since it was first seen in this act, with the fields of
    `unchanged` as they were then."""
    if asked.get("unchanged") is None:
        return True
    path = asked["path"]
    now = {field: field_text(found, field) for field in asked["unchanged"]}
    began, then = host.reached.setdefault(path, (time.monotonic(), now))
    for field, value in now.items():
        if field in then and then[field] != value:
            raise Failed("state", "", f"{field} of {path} was '{then[field]}' and is '{value}'.", response)
    return time.monotonic() - began >= float(asked.get("hold") or 0)


def _status(response: Response) -> Failed:
    return Failed("status", str(response["status"]), response["body"].strip(), response)
