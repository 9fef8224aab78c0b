# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the report says of one host."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.host_text import without_marks
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_modes
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import product_name, release
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.containers import declared_containers
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.support import support

MODES = ("process", "hyperv")
MODE_NAMES = {"process": "process isolation", "hyperv": "Hyper-V isolation"}
VERDICTS = ("yes", "by_rule", "no", "unknown")
RUNS = ("yes", "by_rule")

NO_ANSWER = "not reached"

# How much a host wants attention, most first.
LEVELS = ("bad", "warn", "unknown", "ok")


def host_row(member: Mapping[str, Any], today: date) -> dict[str, Any]:
    """One host of the document, from `{name, host, isolation, declared, verdicts, proof}`; only `name` must be there.

    Every text of the host in it is masked; facts (edition, product ...) only lose their marks. A host without
    `host` is one that was not reached: it keeps its declared containers.
    """
    host = member.get("host") or {}
    declared = member.get("declared") or []
    masker = Masker.of(declared)
    build, kind = host.get("build"), host.get("kind")
    known = release(int(build), str(kind)) if build and kind else None
    row = {
        "name": str(member["name"]),
        "reached": bool(host),
        "release": _fact(_release_name(host)),
        "product": _fact(product_name(host.get("product"), build, str(kind or ""))),
        "edition": _fact(host.get("edition")),
        "kind": kind or "",
        "build": int(build) if build else None,
        "version": _fact(host.get("version")),
        "installation": _fact(host.get("installation")),
        "platform": _fact((host.get("virtualization") or {}).get("platform")),
        "isolation": masker.data(_isolation(member)),
        "engine": masker.data(_engine(host)),
        "reboot": masker.data({"pending": host.get("reboot_pending"), "reasons": host.get("reboot_reasons") or []}),
        "support": support(known, str(host.get("edition") or ""), today),
        "containers": declared_containers(member, masker),
    }
    row["lacks"] = masker.data(_lacks(row))
    row["level"] = _level(row)
    return row


def _fact(value: Any) -> str:
    return without_marks(str(value or ""))


def _release_name(host: Mapping[str, Any]) -> str:
    """`Windows Server 2022`, `Windows 11 24H2`: the group under which the page shows the host."""
    if not host:
        return NO_ANSWER
    build, kind = host.get("build"), host.get("kind")
    name = host.get("release") or (release(int(build), str(kind)).release if build and kind else "")
    if not name:
        return f"build {build}" if build else "unknown release"
    return f"Windows Server {name}" if kind == "server" else f"Windows {name}"


def _isolation(member: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    given = member.get("isolation") or (judge_modes(member["host"]) if member.get("host") else {})
    return {mode: _mode(given.get(mode) or {}) for mode in MODES}


def _mode(answer: Mapping[str, Any]) -> dict[str, Any]:
    supported = answer.get("supported")
    verdict = answer.get("verdict")
    if verdict not in VERDICTS:
        verdict = "yes" if supported is True else "no" if supported is False else "unknown"
    return {
        "verdict": verdict,
        "reasons": [dict(reason) for reason in answer.get("reasons") or []],
        "remedies": [str(remedy) for remedy in answer.get("remedies") or []],
    }


def _engine(host: Mapping[str, Any]) -> dict[str, Any]:
    engine = host.get("engine") or {}
    return {key: engine.get(key) or "" for key in ("state", "version", "default_isolation", "error")}


ENGINE_REMEDIES = {
    "absent": "Install an engine (README, 'The first host'), and run the playbook again.",
    "desktop": "Log on the user of Docker Desktop, or install an engine as a service.",
    "failing": "Look at the engine's error and the Application event log (source docker); restart the engine "
    "(Restart-Service docker).",
    "stopped": "Start the service docker (Start-Service docker); the Application event log, source docker, says why "
    "it ended.",
    "unreachable": "Look at the engine's error, and whether this user may open its named pipe.",
}


def _lacks(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What keeps the host from running everything: `[{what, mode, why: [text], remedies: [text]}]`, the nearest first.

    `mode` is empty where it is not about one isolation mode.
    """
    if not row["reached"]:
        remedy = "Check the connection (ansible -m winfleet.containers.host_info HOST), then write the report again."
        return [_lack("not reached", ["The host gave no answer."], [remedy])]
    found = []
    if row["reboot"]["pending"]:
        found.append(_lack("reboot pending", row["reboot"]["reasons"], ["Reboot the host."]))
    for mode, answer in row["isolation"].items():
        if answer["verdict"] not in RUNS:
            word = "no" if answer["verdict"] == "no" else "not known:"
            why = [reason_text(reason) for reason in answer["reasons"]]
            found.append(_lack(f"{word} {MODE_NAMES[mode]}", why, answer["remedies"], mode))
    state = row["engine"]["state"]
    if state in ENGINE_REMEDIES and any(answer["verdict"] != "no" for answer in row["isolation"].values()):
        why = [row["engine"]["error"]] if row["engine"]["error"] else []
        found.append(_lack(f"engine {state}", why, [ENGINE_REMEDIES[state]]))
    verb = {"ended": "ended", "ending": "ends"}.get(row["support"]["state"])
    if verb:
        why = [f"Microsoft's last security update: {row['support']['ends']}."]
        found.append(_lack(f"support of {row['release']} {verb}", why, ["Move the host to a supported release."]))
    return found


def _lack(what: str, why: list[str], remedies: list[str], mode: str = "") -> dict[str, Any]:
    return {"what": what, "mode": mode, "why": why, "remedies": remedies}


def reason_text(reason: Mapping[str, Any]) -> str:
    """`rule (asked: value; this host: fact)` of one reason of a verdict."""
    parts = [("asked", reason.get("value")), ("this host", reason.get("fact"))]
    inside = "; ".join(f"{label}: {part}" for label, part in parts if part not in (None, ""))
    return f"{reason.get('rule', '')} ({inside})" if inside else str(reason.get("rule", ""))


def _level(row: Mapping[str, Any]) -> str:
    """How much a host wants attention: `bad` runs nothing, or not what was declared; `warn` lacks something."""
    verdicts = [row["isolation"][mode]["verdict"] for mode in MODES]
    outcomes = [container["outcome"] for container in row["containers"]]
    if not row["reached"]:
        return "unknown"
    if "refuted" in outcomes or "refused" in outcomes or verdicts == ["no", "no"] or row["support"]["state"] == "ended":
        return "bad"
    if row["reboot"]["pending"] or row["engine"]["state"] in ENGINE_REMEDIES or row["support"]["state"] == "ending":
        return "warn"
    if not any(verdict in RUNS for verdict in verdicts):
        return "unknown"
    return "ok"
