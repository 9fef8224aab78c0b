"""What must not come of a wrong answer?

Two kinds of mutation. Most are no answer that a host could give, and must end in an error or leave the run as it was.
Some are `another truth` (rule: `another_truth`): a value of the right type, an empty list or table as Go writes it
(null), a member that Go leaves out where it is empty, a row more or less, 404 as the answer to a GET of one thing.
After those another plan is right. What may never be said holds of both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ansible.errors import AnsibleConnectionFailure, AnsibleError
from mutants import JSON, MISSING, STATUSES, Mutation
from replay import WHOLE, Ran, Situation

PYTHON = re.compile(
    r"NoneType|Traceback|object is not|not iterable|Expecting value|Extra data|unhashable|has no attribute|"
    r"not subscriptable|recursion|KeyError|TypeError|ValueError|AttributeError|IndexError|not supported between|"
    r"must be str|can't concat|AssertionError|surrogates not allowed|invalid literal|Exceeds the limit",
    re.IGNORECASE,
)
LONGEST, LONGEST_OF_REFUSALS = 700, 1000  # a refusal has its reasons and ways out in it
# Members that Go leaves out where they are empty (`omitempty`; moby api/types)
OMITTED = {
    "Mounts", "Annotations", "Health", "Type", "Source", "Target", "ReadOnly", "OsVersion", "os.version", "os.features",
}  # fmt: skip
# Tables whose members have names of their users' own: one more or less is like a row of a list
TABLES = {"Labels", "Annotations", "PortBindings"}
# What Go writes as null where it is empty
NULL_TABLES = {
    *TABLES,
    "Binds",
    "Devices",
    "SecurityOpt",
    "Mounts",
    "Env",
    "Cmd",
    "Entrypoint",
    "RepoDigests",
    "Platforms",
}
# Of an image's Config all members (moby api/types/image, since API 1.50)
OMITTED_OF_IMAGES = {"Env", "Cmd", "Entrypoint", "Labels", "User", "WorkingDir"}
# How a message says what it is about: the look and its field, the engine's status, or what it speaks of
NAMED = re.compile(
    r"its answer to .+ does not fit: |with status -?\d+|did not answer as it should|answers to \d+|the host says|"
    r"Refused, and nothing|Not proven|No engine is installed|Asking .+( failed|: (the answer was|it ended))|"
    r"could not be read|does not say|"
    r"The connection to|Another run is at work|Somebody else is at work|The lock that|After the (reboot|features)|"
    r"The host did not|The host is back|failed"
)


def faults(situation: Situation, good: Ran, site: tuple[str, str], mutation: Mutation, ran: Ran) -> Iterator[str]:
    """What is wrong with what came of it, each in a few words."""
    if ran.raised is not None:
        if not isinstance(ran.raised, (AnsibleConnectionFailure, AnsibleError)):
            yield f"raised {type(ran.raised).__name__}: {str(ran.raised)[:200]}"
        elif PYTHON.search(str(ran.raised)):
            yield f"raised with a Python error in it: {str(ran.raised)[:200]}"
        return
    yield from _of_texts(ran.result)
    yield from _of_proof(situation, ran.result)
    other = another_truth(site, mutation)
    failed = bool(ran.result.get("failed"))
    if failed:
        yield from _of_message(str(ran.result.get("msg")))
    elif not other:
        if ran.steps != good.steps:
            yield f"ok with other steps: {_words(ran.steps)} instead of {_words(good.steps)}"
        elif _told(ran.result) != _told(good.result):
            yield f"ok, but tells otherwise: {_told(ran.result)} instead of {_told(good.result)}"
    if not other:
        lost = sorted(set(_destroys(ran.steps)) - set(_destroys(good.steps)))
        if lost:
            yield f"destroys {lost}"


def another_truth(site: tuple[str, str], mutation: Mutation) -> bool:
    good, made, path = mutation.good, mutation.made, mutation.path
    if site[0] in (WHOLE, "acted"):
        return False
    if mutation.kind.startswith("status 404"):
        return "each" in path or _of_one(site, path)
    if isinstance(good, dict) and ("status" in good or "ok" in good or "each" in good):
        return False
    if made is MISSING:
        name = path[-1]
        return (
            isinstance(name, int)
            or name in OMITTED
            or (len(path) > 1 and path[-2] in TABLES)
            or (JSON in path and _of_image(site, path, name))
        )
    if mutation.kind in ("deep", "deep objects", "5000 digits", "1e999", "huge number", "infinite", "not a number"):
        return False
    if made is None:
        go_writes = isinstance(good, (list, dict)) or _of_image(site, path, path[-1:][0] if path else "")
        return (JSON in path and go_writes) or _may_be_null(path)
    if good is None and JSON in path and path[-1] in NULL_TABLES:
        return isinstance(made, (list, dict))
    return type(made) is type(good) or (type(good) in (int, float) and type(made) in (int, float))


def _of_one(site: tuple[str, str], path: Any) -> bool:
    """Whether the request is for one thing: a container or an image."""
    return re.match(r"/(containers|images|distribution)/.+/(json|top)$", _asked(site, path)) is not None


def _of_image(site: tuple[str, str], path: Any, name: Any) -> bool:
    return name in OMITTED_OF_IMAGES and _asked(site, path).startswith("/images/")


def _asked(site: tuple[str, str], path: Any) -> str:
    """The path of the engine's request whose answer this is part of."""
    look = json.loads(site[1])
    if look["verb"] != "engine" or len(path) < 2 or not isinstance(path[1], int):
        return ""
    return str(look["requests"][path[1]]["path"]).partition("?")[0]


def _may_be_null(path: Any) -> bool:
    """Windows' own properties (docs/verbs.md: a property that the class lacks is null)."""
    return JSON not in path and bool(path) and isinstance(path[-1], str) and path[-1][:1].isupper()


def _of_texts(result: dict[str, Any]) -> Iterator[str]:
    try:
        json.dumps(result).encode()
        json.dumps(result, ensure_ascii=False).encode()
    except (ValueError, TypeError, RecursionError) as error:
        yield f"the result cannot be written: {type(error).__name__}"


def _of_proof(situation: Situation, result: dict[str, Any]) -> Iterator[str]:
    told = result.get("proof", result)
    rows = told.get("proof", []) if isinstance(told, dict) else told
    proven = told.get("proven") if isinstance(told, dict) else result.get("proven")
    for row in rows if isinstance(rows, list) else []:
        if row["verdict"] == "proven" and row["name"] in situation.liars:
            yield f"{row['name']} is said to be proven, and lies"
        real = situation.truth.get(row["name"])
        if row["verdict"] == "proven" and (real is None or real.mode != row["claimed"]):
            yield f"{row['name']} is said to be proven as {row['claimed']}"
    if proven:
        wanted = situation.arguments.get("names") or [
            name
            for name, one in situation.truth.items()
            if one.runs and one.project in (situation.arguments.get("project"), *_projects(situation))
        ]
        lacking = {*wanted} - {row["name"] for row in rows if row["verdict"] == "proven"}
        if lacking:
            yield f"all is said to be proven without {sorted(lacking)}"


def _projects(situation: Situation) -> list[str]:
    return [each["project"] for each in situation.arguments.get("sets", [])]


def _of_message(text: str) -> Iterator[str]:
    if PYTHON.search(text):
        yield f"a Python error in the message: {text[:300]}"
    longest = max(text.splitlines() or [""], key=len)
    if len(longest) > (LONGEST_OF_REFUSALS if "Refused" in text else LONGEST):
        yield f"a message of {len(longest)} characters: {longest[:160]}"
    if not NAMED.search(text):
        yield f"a message that names nothing: {text[:200]}"


def _told(result: dict[str, Any]) -> list[Any]:
    """What a result says of the containers, without words that may differ."""
    rows = [*result.get("containers", []), *(row for each in result.get("sets", []) for row in each["containers"])]
    return [(row["name"], row["state"], row.get("actions")) for row in rows]


def _words(steps: list[dict[str, Any]]) -> list[str]:
    return [f"{step.get('method', step['verb'])} {str(step.get('path', step.get('names')))[:40]}" for step in steps][:6]


def _destroys(steps: list[dict[str, Any]]) -> list[str]:
    """What a step ends or takes away: containers, features, the host's uptime."""
    return [
        str(step.get("path", step["verb"]))
        for step in steps
        if step.get("method") == "DELETE" or "/stop" in str(step.get("path")) or step.get("action") == "disable"
        or step["verb"] == "reboot"
    ]  # fmt: skip


assert 404 in STATUSES
