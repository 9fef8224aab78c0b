# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps that an act may be made of (docs/verbs.md), as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import path_of

Step = dict[str, Any]

STOP_SECONDS = 30  # the engine's own default on Windows (moby daemon/stop.go, container/container.go)
LONGEST_STOP = 600
STOP_GRACE = 90  # a kill waits up to 75 s after the stop time-out (moby daemon/kill.go)
PULL_SILENCE = 900  # a layer is unpacked without a byte of progress


def engine(method: str, path: str, accept: Sequence[int], *, send: Any = None, **more: Any) -> Step:
    step: Step = {"verb": "engine", "method": method, "path": path, "accept": list(accept), **more}
    if send is not None:
        step["body"] = json.dumps(send, ensure_ascii=True, sort_keys=True)
    return step


def changes(made: Sequence[Step]) -> bool:
    """Whether anything is changed by them: what is only waited for, or got ready `aside`, changes nothing."""
    return any(step["verb"] != "wait" and not step.get("aside") for step in made)


# What an engine step asks for, by its method and a part of its path.
KINDS: tuple[tuple[str, str, str], ...] = (
    ("POST", "/images/create", "pull"),
    ("POST", "/images/load", "load"),
    ("GET", "/images/", "holds"),
    ("POST", "/containers/create", "create"),
    ("POST", "/networks/create", "create"),
    ("POST", "/volumes/create", "create"),
    ("POST", "/connect", "connect"),
    ("POST", "/start", "start"),
    ("POST", "/stop", "stop"),
    ("POST", "/unpause", "unpause"),
    ("POST", "/rename", "rename"),
    ("POST", "/update", "update"),
    ("DELETE", "/containers/", "remove"),
    ("DELETE", "/networks/", "remove"),
    ("DELETE", "/volumes/", "remove"),
    ("DELETE", "/images/", "remove"),
)


def kind_of(step: Step) -> str | None:
    """pull, create, start ...; of steps of other verbs the verb; None where an engine step is none of these."""
    if step["verb"] != "engine":
        return str(step["verb"])
    path = str(step.get("path", "")).partition("?")[0]
    return next((kind for method, part, kind in KINDS if step.get("method") == method and part in path), None)


def pull(reference: str) -> Step:
    """An error in the progress stream comes with status 200, as a line with `errorDetail`."""
    name, at, digest = reference.partition("@")
    if at:
        tag = digest
    else:
        head, colon, tail = name.rpartition(":")
        name, tag = (head, tail) if colon and "/" not in tail else (name, "latest")
    return engine(
        "POST",
        path_of("/images/create", fromImage=name, tag=tag),
        [200],
        fail_on='"errorDetail"',
        tail=20,
        follow=True,
        timeout=PULL_SILENCE,
    )


def load(archive: str, sha256: str | None) -> Step:
    """The error of an archive that is none comes with status 200 as well."""
    return engine(
        "POST",
        path_of("/images/load", quiet="0"),
        [200],
        body_file=archive,
        **({"sha256": sha256} if sha256 else {}),
        fail_on='"errorDetail"',
        tail=20,
        follow=True,
        timeout=PULL_SILENCE,
    )


def holds(reference: str) -> Step:
    """That an image of this name is there."""
    return engine("GET", path_of("/images/{}/json", reference), [200])


def seen(path: str, status: int = 200, **fields: Any) -> dict[str, Any]:
    """What a plan rests on: the same answer to the same request (docs/verbs.md, `seen`). A field's dots are written as
    double underscores."""
    told = {name.replace("__", "."): _as_text(value) for name, value in fields.items()}
    return {"path": path, "status": status, "fields": told} if told else {"path": path, "status": status}


def _as_text(value: Any) -> str:
    """How the host program compares: null is the empty text, truth values and numbers are as JSON writes them."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def create(name: str, create_body: dict[str, Any]) -> Step:
    return engine("POST", path_of("/containers/create", name=name), [201], send=create_body)


def create_network(body: dict[str, Any]) -> Step:
    return engine("POST", path_of("/networks/create"), [201], send=body)


def connect(network: str, name: str, settings: dict[str, Any]) -> Step:
    """A container that does not run yet to one more network."""
    body = {"Container": name, "EndpointConfig": settings}
    return engine("POST", path_of("/networks/{}/connect", network), [200], send=body)


def remove_network(name: str) -> Step:
    return engine("DELETE", path_of("/networks/{}", name), [204, 404])


def create_volume(body: dict[str, Any]) -> Step:
    """The engine answers so where the volume is there already, too (moby daemon/volume/service)."""
    return engine("POST", path_of("/volumes/create"), [201], send=body)


def remove_volume(name: str) -> Step:
    return engine("DELETE", path_of("/volumes/{}", name), [204, 404])


def remove_image(name: str) -> Step:
    """409 is of one that somebody uses by now."""
    return engine("DELETE", path_of("/images/{}", name), [200, 404, 409])


def start(name: str) -> Step:
    return engine("POST", path_of("/containers/{}/start", name), [204, 304])


def stop(name: str, seconds: int | None = None) -> Step:
    """`seconds` are those that the container has of its own, None where it has none: the engine goes by them."""
    own = seconds is not None and seconds >= 0
    given = {} if own else {"t": STOP_SECONDS}
    waited = seconds if own and seconds is not None else STOP_SECONDS
    return engine("POST", path_of("/containers/{}/stop", name, **given), [204, 304], timeout=waited + STOP_GRACE)


def stop_listed(name: str) -> Step:
    """Of one that was only listed, which does not tell how long it may take."""
    return engine("POST", path_of("/containers/{}/stop", name), [204, 304], timeout=LONGEST_STOP + STOP_GRACE)


def unpause(name: str) -> Step:
    return engine("POST", path_of("/containers/{}/unpause", name), [204])


def rename(name: str, new: str) -> Step:
    return engine("POST", path_of("/containers/{}/rename", name, name=new), [204])


def remove(name: str) -> Step:
    """Anonymous volumes are kept (no `v=1`): nothing that a container wrote is lost by replacing it."""
    return engine("DELETE", path_of("/containers/{}", name, force=True), [204, 404], timeout=STOP_GRACE)


def update(name: str, change: dict[str, Any]) -> Step:
    return engine("POST", path_of("/containers/{}/update", name), [200], send=change)


# What must stay as it was when a container came up: Running is true of one that restarts as well (moby/moby#39740).
SINCE_THEN = ["RestartCount", "State.StartedAt"]
NOT_UP = ["exited", "dead", "removing", "restarting"]
SETTLE_GRACE = 30  # of the engine's answers, beside the settle time itself


def wait_running(name: str, timeout: int) -> Step:
    return _wait(name, "State.Running", ["true"], {"State.Status": NOT_UP}, timeout)


NO_CHECK = ["none", ""]  # of one without a health check: the field is not there, which is the empty text


def wait_healthy(name: str, timeout: int, needed: bool = False) -> Step:
    """Ends at once where there is no health check; well, unless it is `needed` that it says healthy."""
    bad = {"State.Health.Status": ["unhealthy", *(NO_CHECK if needed else [])], "State.Status": NOT_UP}
    return _wait(name, "State.Health.Status", ["healthy", *([] if needed else NO_CHECK)], bad, timeout)


def wait_settled(name: str, settle: int) -> Step:
    """It still runs `settle` seconds after it was seen to run first, and has not started anew since."""
    bad = {"State.Health.Status": ["unhealthy"], "State.Status": NOT_UP}
    return {**_wait(name, "State.Status", ["running"], bad, settle + SETTLE_GRACE), "hold": settle}


def wait_ended(name: str, timeout: int) -> Step:
    """Until it is over, however it ended."""
    bad = {"State.Status": ["dead", "removing"]}
    return {**_wait(name, "State.Status", ["exited"], bad, timeout), "unchanged": []}


def wait_succeeded(name: str, codes: Sequence[int]) -> Step:
    """Of one that is over, so that another code stays another."""
    return {**_wait(name, "State.ExitCode", [str(code) for code in codes], {}, 1), "unchanged": []}


def _wait(name: str, field: str, values: list[str], fail_values: dict[str, list[str]], timeout: int) -> Step:
    return {
        "verb": "wait",
        "path": path_of("/containers/{}/json", name),
        "field": field,
        "values": values,
        "fail_values": fail_values,
        "unchanged": SINCE_THEN,
        "timeout": timeout,
    }


# What Windows says where a change of features takes effect only after a restart: ServerManager's words, DISM's truth.
RESTART_NEEDED = {"field": "result.RestartNeeded", "values": ["Yes", "Maybe", "true"]}


def reboot(message: str, delay: int = 5, after: Sequence[int] = ()) -> Step:
    """The delay lets the answer reach the controller before the host goes down. With `after`, the numbers of earlier
    steps, only if one of them says that a restart is needed."""
    step: Step = {"verb": "reboot", "delay": delay, "message": message}
    return {**step, "only_if": {"steps": list(after), **RESTART_NEEDED}} if after else step
