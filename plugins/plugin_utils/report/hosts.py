# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the report says of one host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.room import PULL_NEEDS, engine_disk, in_gib
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.host_text import without_marks
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_modes
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import product_name, release
from ansible_collections.winfleet.containers.plugins.plugin_utils.report import engines
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.containers import declared_containers
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.findings import (
    LACKS,
    finding,
    of_containers,
    of_drift,
    reason_text,
    worst,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.support import support

MODES = ("process", "hyperv")
MODE_NAMES = {"process": "process isolation", "hyperv": "Hyper-V isolation"}
VERDICTS = ("yes", "by_rule", "no", "unknown")
RUNS = ("yes", "by_rule")

NO_ANSWER = "not reached"


def host_row(member: Mapping[str, Any], today: date) -> dict[str, Any]:
    """One host of the document, from `{name, host, error, isolation, declared, seen, problems, verdicts,
    proof}`; only `name` must be there.

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
        "engine": masker.data(engines.facts(host, today)),
        "disks": _disks(host),
        "reboot": masker.data({"pending": host.get("reboot_pending"), "reasons": host.get("reboot_reasons") or []}),
        "support": support(known, str(host.get("edition") or ""), today),
        "containers": declared_containers(member, masker),
        "running": masker.data(list(member.get("running") or ())),
    }
    lacks = [(kind, masker.data(lack)) for kind, lack in _lacks(row, member)]
    row["lacks"] = [lack for _kind, lack in lacks]
    row["findings"] = [
        *of_containers(row),
        *(finding(*LACKS[kind], lack["what"], lack["why"], lack["remedies"]) for kind, lack in lacks),
        *_room(host),
        *of_drift(masker.data(list(member.get("drift") or ()))),
    ]
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


def _room(host: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What is said of a drive that has little room for a pull."""
    disk = engine_disk(host)
    if disk is not None and disk["free"] is not None and disk["free"] < PULL_NEEDS:
        yield finding(
            "coming",
            "warn",
            f"little room on drive {_fact(disk['drive'])} for images and containers",
            [f"{in_gib(disk['free'])} are free there."],
            ["Free space there (docker system prune removes what nobody uses), or move the engine's data-root."],
        )


def _disks(host: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The drives of Windows and of the engine's folder; the size of the engine's layers where it was asked for."""
    layers = (host.get("engine") or {}).get("layers_size")
    return [
        {
            "drive": _fact(disk["drive"]),
            "free": disk["free"],
            "size": disk["size"],
            "layers": layers if disk is engine_disk(host) else None,
        }
        for disk in host.get("disks") or []
        if disk["system"] or disk["engine"]
    ]


ENGINE_REMEDIES = {
    "absent": "Declare an engine (engine_version, engine_archive; README, 'On your own hosts'), and run site.yml.",
    "desktop": "Log on the user of Docker Desktop, or install an engine as a service.",
    "failing": "Look at the engine's error and the Application event log (source docker); restart the engine "
    "(Restart-Service docker).",
    "stopped": "Start the service docker (Start-Service docker); the Application event log, source docker, says why "
    "it ended.",
    "unreachable": "Look at the engine's error, and whether this user may open its named pipe.",
}


def _lacks(row: Mapping[str, Any], member: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What keeps the host from running everything, each with its kind in LACKS: `{what, mode, why: [text], remedies:
    [text]}`, the nearest first.

    `mode` is empty where it is not about one isolation mode.
    """
    if not row["reached"]:
        remedy = "Check the connection (ansible -m winfleet.containers.host_info HOST), then write the report again."
        why = str(member.get("error") or "") or "The host gave no answer."
        return [("unreached", _lack("not reached", [why], [remedy]))]
    found = []
    for problem in member.get("problems") or []:
        what = f"project {problem['project']}: its containers could not be judged"
        found.append(("project", _lack(what, [str(problem["text"])], ["Correct what the reason says."])))
    if row["reboot"]["pending"]:
        found.append(("reboot", _lack("reboot pending", row["reboot"]["reasons"], ["Reboot the host."])))
    nothing = all(answer["verdict"] == "no" for answer in row["isolation"].values())
    for mode, answer in row["isolation"].items():
        if answer["verdict"] not in RUNS:
            word = "no" if answer["verdict"] == "no" else "not known:"
            why_not = [reason_text(reason) for reason in answer["reasons"]]
            lack = _lack(f"{word} {MODE_NAMES[mode]}", why_not, answer["remedies"], mode)
            found.append(("nothing runs" if nothing else "mode", lack))
    state = row["engine"]["state"]
    if _lacks_engine(row):
        said = [*row["engine"]["remarks"], *([row["engine"]["error"]] if row["engine"]["error"] else [])]
        wanted = any(item["wanted"] == "started" for item in row["containers"])
        kind = "engine with containers" if wanted else "engine"
        found.append((kind, _lack(f"engine {state}", said, [ENGINE_REMEDIES[state]])))
    found += [(kind, _lack(what, why, remedies)) for kind, what, why, remedies in engines.lacks(row["engine"])]
    standing = row["support"]["state"]
    verb = {"ended": "ended", "ending": "ends"}.get(standing)
    if verb:
        last = [f"Microsoft's last security update: {row['support']['ends']}."]
        remedy = "Move the host to a supported release."
        found.append((standing, _lack(f"support of {row['release']} {verb}", last, [remedy])))
    return found


def _lacks_engine(row: Mapping[str, Any]) -> bool:
    runs_some = any(answer["verdict"] != "no" for answer in row["isolation"].values())
    return row["engine"]["state"] in ENGINE_REMEDIES and runs_some


def _lack(what: str, why: list[str], remedies: list[str], mode: str = "") -> dict[str, Any]:
    return {"what": what, "mode": mode, "why": why, "remedies": remedies}


def _level(row: Mapping[str, Any]) -> str:
    """How much a host wants attention: `bad` runs nothing, or not what was declared; `warn` lacks something."""
    verdicts = [row["isolation"][mode]["verdict"] for mode in MODES]
    if not row["reached"]:
        return "unknown"
    known = [entry["level"] for entry in row["findings"]]
    if row["engine"]["state"] in ENGINE_REMEDIES:
        known.append("warn")
    if not any(verdict in RUNS for verdict in verdicts):
        known.append("unknown")
    return worst(known)
