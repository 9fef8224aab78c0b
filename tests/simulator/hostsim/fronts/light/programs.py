"""The two host programs, `_look` and `_act` (docs/verbs.md): a loop over a table of verbs, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hostsim.fronts.light import engine, features, files, machine, services
from hostsim.fronts.light.answers import Answer, answer, date, failure, field_text, limited
from hostsim.fronts.light.host import Host
from hostsim.fronts.light.seen import compare

Verb = Callable[[Host, dict[str, Any]], Any]
LOCK = "C:\\ProgramData\\winfleet\\containers.lock"

LOOKS: dict[str, Verb] = {
    "cim": machine.cim,
    "registry": machine.registry,
    "service": services.service,
    "file": files.file,
    "boot": machine.boot,
    "features": features.features,
    "processes": machine.processes,
    "compute_systems": machine.compute_systems,
    "engine": engine.look,
}

STEPS: dict[str, Verb] = {
    "engine": engine.step,
    "wait": engine.wait,
    "feature": features.feature,
    "reboot": machine.reboot,
}


def look(host: Host, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"winfleet": {"looks": _looks(host, arguments)}}


def act(host: Host, arguments: dict[str, Any]) -> dict[str, Any]:
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
            done["steps"], done["undone"] = _steps(host, steps)
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


def _steps(host: Host, steps: list[dict[str, Any]]) -> tuple[list[Answer], list[Answer]]:
    answers: list[Answer] = []
    done: list[dict[str, Any]] = []
    for step in steps:
        answers.append(
            {"ok": True, "value": {"skipped": True}} if _is_skipped(step, answers) else _ask(STEPS, host, step)
        )
        if not answers[-1]["ok"]:
            same_item = [
                earlier for earlier in reversed(done) if (earlier.get("item") or "") == (step.get("item") or "")
            ]
            return answers, [_ask(STEPS, host, undo) for earlier in same_item for undo in earlier.get("undo") or []]
        done.append(step)
    return answers, []


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
