# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Can this host run this image in this mode, why, and what would run instead?"""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_rules import HOST_RULES
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.image_rules import IMAGE_RULES
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.question import (
    MODES,
    SPELLINGS,
    Finding,
    Question,
    Rule,
    findings,
    question,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import edition

__all__ = ["effective_mode", "judge_image", "judge_modes"]

DEFAULT_RULE = "the engine resolves the isolation default when it creates a container"
DEFAULT_SOURCE = "moby/moby daemon/daemon_windows.go setDefaultIsolation"
# The worst outcome decides. "unproven" stands for unknown where the host itself is judged.
_WORST_FIRST = ("no", "unknown", "by_rule", "yes")


def effective_mode(host: dict[str, Any], mode: str) -> str | None:
    """What `mode` comes to on this host, "process" or "hyperv"; None where a default cannot be resolved.

    A default is what the engine says; else process, but hyperv where ProductType is 1 (Windows 10 and 11 without
    multi-session). Raises ValueError for a mode that does not exist."""
    wanted = SPELLINGS.get(str(mode).strip().lower())
    if wanted is None:
        raise ValueError(f"isolation {mode!r} does not exist: use process, hyperv or default")
    if wanted != "default":
        return wanted
    said = (host.get("engine") or {}).get("default_isolation")
    if said in MODES:
        return str(said)
    product_type = host.get("product_type")
    if product_type is not None:
        return "hyperv" if product_type == 1 else "process"
    if edition(host.get("edition")).counts_as_server:
        return "process"
    kind = Question(host, "process").kind
    return {"client": "hyperv", "server": "process"}.get(kind or "")


def judge_image(
    host: dict[str, Any],
    image_os_version: str | None,
    mode: str,
    prepared: bool = False,
    architecture: str | None = None,
) -> dict[str, Any]:
    """{verdict: yes|by_rule|no|unknown, reasons: [{rule, value, fact, source}], remedies: [text]} for an image on a
    host.

    `host` as host_info returns it, or as little as {build, kind}: what a host does not tell is not held against it.
    `image_os_version` is "10.0.BUILD[.REVISION]" or a well-known tag (ltsc2022); None or an unknown text gives
    "unknown". `mode` is process, hyperv or default. `prepared` leaves out what enabling the features and a restart
    would change. `architecture`: the image's, None where it is not known. Raises ValueError for another mode."""
    effective = effective_mode(host, mode)
    if effective is None:
        reason = {
            "rule": DEFAULT_RULE,
            "value": str(mode),
            "fact": "the engine's default is not known",
            "source": DEFAULT_SOURCE,
        }
        return {"verdict": "unknown", "reasons": [reason], "remedies": ["Declare isolation: process or hyperv."]}
    asked = question(host, image_os_version, effective, prepared, architecture)
    verdict = _verdict(findings(HOST_RULES + IMAGE_RULES, asked), unproven=None)
    if SPELLINGS[str(mode).strip().lower()] == "default":
        fact = f"default means {effective} here"
        verdict["reasons"].append({"rule": DEFAULT_RULE, "value": "default", "fact": fact, "source": DEFAULT_SOURCE})
    return verdict


def judge_modes(host: dict[str, Any], prepared: bool = False) -> dict[str, dict[str, Any]]:
    """{process: {supported: bool or None, verdict, reasons, remedies}, hyperv: {...}}: what the host supports,
    whatever the image."""
    modes = {}
    for mode in MODES:
        verdict = _verdict(findings(HOST_RULES, Question(host, mode, prepared=prepared)), unproven="unknown")
        supported = {"yes": True, "by_rule": True, "no": False}.get(verdict["verdict"])
        modes[mode] = {"supported": supported, **verdict}
    return modes


def _verdict(found: list[tuple[Rule, Finding]], unproven: str | None) -> dict[str, Any]:
    outcomes = {unproven if finding.outcome == "unproven" else finding.outcome for _rule, finding in found}
    verdict = next((outcome for outcome in _WORST_FIRST if outcome in outcomes), "by_rule")
    deciding = [verdict, "unproven"] if verdict == unproven else [verdict]
    decided = _told(found, deciding)
    # What speaks for a host that is refused anyway, or was not told, only hides why it is refused.
    beside = ["note"] if verdict == "no" else ["yes", "note", "unproven"]
    informing = _told(found, [outcome for outcome in beside if outcome not in deciding])
    advising = decided + _told(found, ["note"])
    return {
        "verdict": verdict,
        "reasons": [
            {"rule": rule.text, "value": finding.value, "fact": finding.fact, "source": finding.source or rule.source}
            for rule, finding in decided + informing
        ],
        "remedies": list(dict.fromkeys(remedy for _rule, finding in advising for remedy in finding.remedies)),
    }


def _told(found: list[tuple[Rule, Finding]], outcomes: list[str]) -> list[tuple[Rule, Finding]]:
    return [row for outcome in outcomes for row in found if row[1].outcome == outcome]
