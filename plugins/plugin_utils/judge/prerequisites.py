# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Can this host run Hyper-V isolated containers? Combined signals, because each of them alone misleads.

A running hypervisor hides the processor's flags; `HypervisorPresent` is true in every virtual machine; a feature that
is enabled proves nothing (DISM enables Hyper-V on a machine that cannot run it). So the signals are first put into
words, and two tables say what every combination means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import edition
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.platforms import NESTED_ENABLE, PLATFORMS

REQUIREMENTS = (
    "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/system-requirements"
)
FLAGS = "https://github.com/MicrosoftDocs/windowsserverdocs/issues/4847"
DISM_SKIPS_CHECK = (
    "https://github.com/kubernetes-sigs/image-builder/tree/main/images/capi/ansible/windows/roles/systemprep"
)

RULE = "Hyper-V isolation needs the Hyper-V feature and a hypervisor of this Windows that is running"

NESTING_MEMORY = 4_000_000_000  # bytes; a machine of 4 GB reports a little less than 4 GiB
NESTING_PROCESSORS = 2

WORDS: dict[str, tuple[str, ...]] = {
    "feature": ("on", "pending_on", "pending_off", "off", "removed", "unavailable", "unknown"),
    "hypervisor": ("running", "none", "unknown"),
    "place": ("physical", "guest", "unknown"),
    "launch": ("auto", "off", "unknown"),
    "processor": ("capable", "incapable", "hidden", "unknown"),
    "vmms": ("running", "stopped", "absent", "unknown"),
}

_FEATURE = {
    "enabled": "on",
    "in_use": "on",
    "enable_pending": "pending_on",
    "disable_pending": "pending_off",
    "disabled": "off",
    "removed": "removed",
    "unavailable": "unavailable",
}


@dataclass(frozen=True)
class Answer:
    """What a combination means: the verdict now, the sentence that says why, the remedies' keys, and whether enabling
    the feature and a restart is all that is missing (`prepare`: then OUTLOOK says what comes of it)."""

    verdict: str
    fact: str
    remedies: tuple[str, ...] = ()
    prepare: bool = False


REMEDIES: dict[str, str] = {
    "enable": "Enable Hyper-V and restart: winfleet.containers.host_features with hyper_v: true.",
    "restart": "Restart the host, so that the Hyper-V feature takes effect.",
    "restore": "Enable Hyper-V with an installation source (host_features, option source): its files were removed.",
    "launch": "Run bcdedit /set hypervisorlaunchtype auto on the host and restart it.",
    "start_vmms": "Start the service vmms (Hyper-V Virtual Machine Management); see its event log if it ends again.",
    "another_edition": "Use a host whose edition has Hyper-V, or process isolation where the image's build allows it.",
    "look": "Read the host's facts again with winfleet.containers.host_info as an administrator.",
}

# feature, hypervisor, place, launch, processor, vmms -> answer; "*" is any word; the first row that fits decides.
STATES: tuple[tuple[tuple[str, str, str, str, str, str], Answer], ...] = (
    (
        ("unavailable", "*", "*", "*", "*", "*"),
        Answer("no", "this Windows does not offer the Hyper-V feature", ("another_edition",)),
    ),
    (
        ("removed", "*", "*", "*", "*", "*"),
        Answer("no", "the files of the Hyper-V feature were removed", ("restore",), True),
    ),
    (
        ("pending_on", "*", "*", "*", "*", "*"),
        Answer("no", "Hyper-V is enabled but waits for a restart", ("restart",), True),
    ),
    (
        ("pending_off", "*", "*", "*", "*", "*"),
        Answer("no", "Hyper-V will be gone after the pending restart", ("enable",), True),
    ),
    (("off", "*", "*", "*", "*", "*"), Answer("no", "the Hyper-V feature is not enabled", ("enable",), True)),
    (("unknown", "none", "*", "*", "*", "*"), Answer("no", "no hypervisor is running", ("enable",), True)),
    (
        ("unknown", "*", "*", "off", "*", "*"),
        Answer("unknown", "the boot entry says hypervisorlaunchtype Off", ("launch", "look")),
    ),
    (
        ("unknown", "*", "*", "*", "*", "*"),
        Answer("unknown", "the state of the Hyper-V feature is not known", ("look",)),
    ),
    (
        ("on", "none", "*", "*", "incapable", "*"),
        Answer(
            "no",
            "Hyper-V is enabled, but the processor's virtualization is not available to this Windows",
            ("nesting",),
        ),
    ),
    (
        ("on", "none", "*", "off", "*", "*"),
        Answer("no", "no hypervisor is running: hypervisorlaunchtype is Off", ("launch",)),
    ),
    (
        ("on", "none", "*", "*", "*", "*"),
        Answer("no", "Hyper-V is enabled, but no hypervisor is running", ("restart", "launch")),
    ),
    (
        ("on", "running", "physical", "off", "*", "*"),
        Answer(
            "yes",
            "the hypervisor is running, but will not after the next restart: hypervisorlaunchtype is Off",
            ("launch",),
        ),
    ),
    (
        ("on", "running", "physical", "*", "*", "stopped"),
        Answer("by_rule", "the hypervisor is running, vmms is not", ("start_vmms",)),
    ),
    (("on", "running", "physical", "*", "*", "*"), Answer("yes", "Hyper-V is enabled and its hypervisor is running")),
    (
        ("on", "running", "*", "off", "*", "*"),
        Answer(
            "no",
            "the hypervisor seen is the one below this virtual machine: hypervisorlaunchtype is Off here",
            ("launch",),
        ),
    ),
    (
        ("on", "running", "guest", "*", "capable", "*"),
        Answer(
            "no",
            "the processor still shows its virtualization, so this Windows' own hypervisor did not start",
            ("launch", "restart"),
        ),
    ),
    (
        ("on", "running", "guest", "*", "*", "stopped"),
        Answer(
            "no",
            "Hyper-V is enabled in this virtual machine, but its service vmms is not running",
            ("nesting", "start_vmms"),
        ),
    ),
    (
        ("on", "running", "guest", "*", "*", "*"),
        Answer(
            "by_rule", "Hyper-V is enabled in this virtual machine; only the start of a container proves that it nests"
        ),
    ),
    (
        ("on", "running", "unknown", "*", "*", "running"),
        Answer("by_rule", "Hyper-V is enabled, a hypervisor and vmms are running; the platform is not known"),
    ),
    (
        ("on", "running", "unknown", "*", "*", "*"),
        Answer("unknown", "whether the hypervisor is this Windows' own is not known", ("look",)),
    ),
    (("on", "unknown", "*", "off", "*", "*"), Answer("no", "hypervisorlaunchtype is Off", ("launch",))),
    (
        ("on", "unknown", "*", "*", "*", "*"),
        Answer("unknown", "whether a hypervisor is running is not known", ("look",)),
    ),
)

# (place, processor) -> could Hyper-V run here once it is enabled and the host restarted?
OUTLOOK: dict[tuple[str, str], Answer] = {
    ("physical", "capable"): Answer("by_rule", "the processor offers what Hyper-V needs"),
    ("physical", "incapable"): Answer("no", "the processor's virtualization is off or missing", ("nesting",)),
    ("physical", "hidden"): Answer("by_rule", "a hypervisor runs already on this physical machine"),
    ("physical", "unknown"): Answer("unknown", "the processor's abilities are not known", ("look",)),
    ("guest", "capable"): Answer("by_rule", "the platform exposes virtualization to this virtual machine"),
    ("guest", "incapable"): Answer(
        "no", "the platform does not expose virtualization to this virtual machine", ("nesting",)
    ),
    ("guest", "hidden"): Answer(
        "no", "the platform does not expose virtualization to this virtual machine", ("nesting",)
    ),
    ("guest", "unknown"): Answer("unknown", "whether the platform nests is not known", ("look",)),
    ("unknown", "capable"): Answer("by_rule", "the processor offers what Hyper-V needs"),
    ("unknown", "incapable"): Answer("no", "the processor's virtualization is off or missing", ("nesting",)),
    ("unknown", "hidden"): Answer("unknown", "a hypervisor hides the processor's abilities", ("nesting",)),
    ("unknown", "unknown"): Answer("unknown", "the processor's abilities are not known", ("look",)),
}


def hypervisor(host: dict[str, Any], prepared: bool = False) -> dict[str, Any]:
    """{verdict: yes|by_rule|no|unknown, reasons, remedies} for "Hyper-V can run containers here". With `prepared` it
    answers for the time after the feature has been enabled and the host restarted, as far as that can be known."""
    known = edition(host.get("edition"), host.get("product_type"))
    if known.hyper_v is False:
        reason = _reason(
            "the edition must have Hyper-V", "hyperv", f"edition {known.edition} ({known.family})", known.source
        )
        return {"verdict": "no", "reasons": [reason], "remedies": [REMEDIES["another_edition"]]}
    words = signals(host)
    state, outlook = state_of(words), OUTLOOK[words["place"], words["processor"]]
    answers = [state]
    if state.prepare:
        answers = [outlook] if prepared else [state, *([outlook] if outlook.verdict in ("no", "unknown") else [])]
    reasons = [
        _reason(RULE, "hyperv", answer.fact, DISM_SKIPS_CHECK if answer is state else FLAGS) for answer in answers
    ]
    # What the platform must do comes first: enabling a feature that cannot start is no use.
    keys = [key for answer in reversed(answers) for key in answer.remedies]
    if outlook.verdict == "no" and state.prepare and not prepared:
        keys = ["nesting", *(key for key in keys if key != "nesting")]
    remedies = [_remedy(key, host) for key in dict.fromkeys(keys)]
    verdict = answers[0].verdict
    if words["place"] == "guest":
        for fact, remedy in _too_small(host):
            reasons.append(
                _reason("nested Hyper-V wants at least 4 GB and 2 processors", "hyperv", fact, NESTED_ENABLE)
            )
            remedies.append(remedy)
    return {"verdict": verdict, "reasons": reasons, "remedies": remedies}


def signals(host: dict[str, Any]) -> dict[str, str]:
    """The host's signals in the words of WORDS."""
    machine = host.get("virtualization") or {}
    services = host.get("services")
    vmms = "unknown" if services is None else "absent"
    if services and "vmms" in services:
        vmms = "running" if services["vmms"].get("state") == "Running" else "stopped"
    feature = _FEATURE.get((host.get("features") or {}).get("hyper_v") or "", "unknown")
    if feature == "unknown":
        # The service comes with the role, so it tells the role where the slow look at the features was left out.
        feature = {"running": "on", "stopped": "on", "absent": "off", "unknown": "unknown"}[vmms]
    return {
        "feature": feature,
        "hypervisor": _word(machine.get("hypervisor_present"), "running", "none"),
        "place": _word(machine.get("vm"), "guest", "physical"),
        "launch": machine.get("launch_type") or "unknown",
        "processor": _processor(machine),
        "vmms": vmms,
    }


def state_of(words: dict[str, str]) -> Answer:
    """The answer of STATES for one combination of words."""
    asked = tuple(words[name] for name in WORDS)
    return next(
        answer for row, answer in STATES if all(cell in ("*", word) for cell, word in zip(row, asked, strict=True))
    )


def _word(flag: bool | None, true: str, false: str) -> str:
    return "unknown" if flag is None else (true if flag else false)


def _processor(machine: dict[str, Any]) -> str:
    present, monitor = machine.get("hypervisor_present"), machine.get("vm_monitor")
    if present is False:
        flags = [machine.get("firmware_enabled"), machine.get("slat"), monitor]
        return "incapable" if False in flags else ("unknown" if None in flags else "capable")
    if monitor is None:
        return "unknown"
    if monitor:
        return "capable"
    return "hidden" if present else "unknown"


def _remedy(key: str, host: dict[str, Any]) -> str:
    if key != "nesting":
        return REMEDIES[key]
    return PLATFORMS.get((host.get("virtualization") or {}).get("platform") or "unknown", PLATFORMS["unknown"]).nesting


def _too_small(host: dict[str, Any]) -> list[tuple[str, str]]:
    memory, processors = host.get("memory"), host.get("processors")
    small = []
    if memory is not None and memory < NESTING_MEMORY:
        small.append(
            (f"{memory / 2**30:.1f} GiB of memory", "Give the virtual machine at least 4 GB of memory, not dynamic.")
        )
    if processors is not None and processors < NESTING_PROCESSORS:
        small.append((f"{processors} processor", "Give the virtual machine at least 2 virtual processors."))
    return small


def _reason(rule: str, value: str, fact: str, source: str) -> dict[str, str]:
    return {"rule": rule, "value": value, "fact": fact, "source": source}
