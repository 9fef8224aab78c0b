"""The two host programs, `_look` and `_act` (docs/verbs.md): a loop over a table of verbs, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hostsim.fronts.light import (
    accounts,
    archives,
    dockerd,
    download,
    engine,
    features,
    file_steps,
    files,
    jobs,
    machine,
    service_steps,
    services,
)
from hostsim.fronts.light.answers import Answer, answer, date, failure, field_text, limited
from hostsim.fronts.light.host import Host, Job, Trouble
from hostsim.fronts.light.seen import compare

Verb = Callable[[Host, dict[str, Any]], Any]
LOCK = "C:\\ProgramData\\winfleet\\containers.lock"

LOOKS: dict[str, Verb] = {
    "cim": machine.cim,
    "registry": machine.registry,
    "service": services.service,
    "file": files.file,
    "text": files.text,
    "accounts": accounts.accounts,
    "boot": machine.boot,
    "events": accounts.events,
    "features": features.features,
    "job": jobs.look,
    "processes": machine.processes,
    "compute_systems": machine.compute_systems,
    "engine": engine.look,
}

STEPS: dict[str, Verb] = {
    "engine": engine.step,
    "wait": engine.wait,
    "dockerd": dockerd.dockerd,
    "download": download.download,
    "environment": accounts.environment,
    "feature": features.feature,
    "group": accounts.group,
    "job": jobs.remove,
    "service": service_steps.service,
    "unpack": archives.unpack,
    "file": file_steps.file,
    "folder": file_steps.folder,
    "reboot": machine.reboot,
}


def look(host: Host, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"winfleet": {"looks": _looks(host, arguments)}}


def act(host: Host, arguments: dict[str, Any]) -> dict[str, Any]:
    job = arguments.get("job")
    return jobs.run(host, job, lambda job: _act(host, arguments, job)) if job else _act(host, arguments, None)


def _act(host: Host, arguments: dict[str, Any], job: Job | None) -> dict[str, Any]:
    given = arguments.get("lock_timeout")
    patience = 60.0 if given is None else float(given)
    nothing: dict[str, Any] = {"last": None, "seen": None, "steps": [], "undone": [], "looks": []}
    if not host.act_lock.acquire(timeout=patience):
        text = f"Another act{_whose(host.last_act)} has had the lock {LOCK} for {patience:g} s."
        return {"winfleet": {**nothing, "lock": failure("timeout", "", text)}}
    try:
        last = host.last_act
        host.last_act = {"who": limited(str(arguments.get("who") or "")), "since": date(datetime.now(UTC))}
        seen = answer(lambda: compare(host, arguments.get("seen") or []))
        done = {**nothing, "lock": {"ok": True, "value": True}, "last": last, "seen": seen}
        if seen["ok"]:
            steps = arguments.get("steps") or []
            host.reached = {}
            trouble = host.take_trouble()
            with jobs.at_work(host, job):
                done["steps"], done["undone"] = _steps(host, steps, bool(arguments.get("independent")), trouble)
            if not _reboots(steps, done["steps"]):
                done["looks"] = _looks(host, arguments)
    finally:
        host.act_lock.release()
    return {"winfleet": done}


def _whose(note: dict[str, str] | None) -> str:
    """Who has the lock, and since when."""
    if note is None:
        return ""
    return f" ({', '.join(part for part in (note['who'], f'since {note["since"]}') if part)})"


def _reboots(steps: list[dict[str, Any]], answers: list[Answer]) -> bool:
    """Whether a step has sent the machine down."""
    pairs = zip(steps, answers, strict=False)
    return any(step.get("verb") == "reboot" and each["ok"] and "skipped" not in each["value"] for step, each in pairs)


def _looks(host: Host, arguments: dict[str, Any]) -> list[Answer]:
    return [_ask(LOOKS, host, look) for look in arguments.get("looks") or []]


# A failure of these types is the item's own; any other would meet every item that follows.
ITEMS_OWN = ("status", "state", "text")


# The simulator's fault `step-fails`.
BROKEN = ("System.ComponentModel.Win32Exception", "0x80004005", "Unspecified error")


def _steps(
    host: Host, steps: list[dict[str, Any]], independent: bool, trouble: Trouble
) -> tuple[list[Answer], list[Answer]]:
    answers: list[Answer] = []
    undone: list[Answer] = []
    done: list[dict[str, Any]] = []
    hindered: dict[str, str] = {}
    over: str | None = None
    for number, step in enumerate(steps, 1):
        fails = trouble.before(number)
        item = _item(step)
        because = over if over is not None else hindered.get(item)
        if because is not None:
            answers.append(failure("not_tried", "", f"It was not tried, since {because} failed."))
            continue
        jobs.begins(host, number - 1)
        if fails:
            answers.append(failure(*BROKEN))
        elif _is_skipped(step, answers):
            answers.append({"ok": True, "value": {"skipped": True}})
        else:
            answers.append(_ask(STEPS, host, step))
        if answers[-1]["ok"]:
            done.append(step)
            continue
        if step.get("evidence") is not None:
            answers[-1]["evidence"] = [_ask({**LOOKS, "wait": engine.wait}, host, look) for look in step["evidence"]]
        _hinder(hindered, item, steps)
        for earlier in reversed(done):
            if _item(earlier) in hindered:
                undone += [{**_ask(STEPS, host, undo), "item": _item(earlier)} for undo in earlier.get("undo") or []]
        done = [earlier for earlier in done if _item(earlier) not in hindered]
        if not independent:
            break
        if answers[-1]["error"]["type"] not in ITEMS_OWN and step["verb"] != "wait":
            over = item
    trouble.before(len(steps) + 1)
    return answers, undone


def _item(step: dict[str, Any]) -> str:
    return str(step.get("item") or "")


def _hinder(hindered: dict[str, str], failed: str, steps: list[dict[str, Any]]) -> None:
    """Adds the item that failed, and those that need one that is there, however far round."""
    hindered[failed] = failed
    while found := {
        _item(step)
        for step in steps
        if _item(step) not in hindered and any(needed in hindered for needed in step.get("needs") or [])
    }:
        hindered.update(dict.fromkeys(found, failed))


def _is_skipped(step: dict[str, Any], earlier: list[Answer]) -> bool:
    """Whether none of the earlier steps that `only_if` names has one of its values in its field."""
    condition = step.get("only_if")
    if not condition:
        return False
    answers = (earlier[index].get("value") for index in condition["steps"])
    return not any(field_text(value, condition["field"]) in condition["values"] for value in answers)


def _ask(verbs: dict[str, Verb], host: Host, asked: dict[str, Any]) -> Answer:
    name = str(asked.get("verb") or "")
    verb = verbs.get(name)
    if verb is None:
        return failure("unknown_verb", "", f"This host program knows no verb '{name}'.")
    return answer(lambda: verb(host, asked))
