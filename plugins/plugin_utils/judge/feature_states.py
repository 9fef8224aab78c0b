# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In which state are the features that containers need? ServerManager's and DISM's answers, made one; and what can be
told without them, because a feature was seen at work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.features import Features
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.prerequisites import hypervisor

# Every state that a feature can have. `in_use`: it was seen at work, nobody asked whether it is enabled.
STATES = (
    "enabled",
    "in_use",
    "enable_pending",
    "disable_pending",
    "disabled",
    "removed",
    "unavailable",
    "unknown",
)

SERVER_MANAGER_NAMES = {"containers": "Containers", "hyper_v": "Hyper-V"}
DISM_NAMES = {"containers": "Containers", "hyper_v": "Microsoft-Hyper-V"}
# The part of Hyper-V that is the hypervisor itself: on servers, on clients. It can be off while the role is on
# (kubernetes-sigs/image-builder, images/capi/ansible/windows/roles/systemprep).
HYPERVISOR_PARTS = ("Microsoft-Hyper-V-Online", "Microsoft-Hyper-V-Hypervisor")

_SERVER_MANAGER_STATES = {
    "installed": "enabled",
    "available": "disabled",
    "installpending": "enable_pending",
    "uninstallpending": "disable_pending",
    "removed": "removed",
}
# ansible.windows matches `Enabled*`, the enumeration says `EnablePending`: both spellings are read.
_DISM_STATES = {
    "enabled": "enabled",
    "enablepending": "enable_pending",
    "enabledpending": "enable_pending",
    "disabled": "disabled",
    "disablepending": "disable_pending",
    "disabledpending": "disable_pending",
    "disabledwithpayloadremoved": "removed",
    "removed": "removed",
    "notpresent": "unavailable",
}
PENDING = ("enable_pending", "disable_pending")


def feature_states(said: Features | None) -> dict[str, str]:
    """{containers, hyper_v}; "unknown" where neither source answered, and "unavailable" where the sources that answered
    do not know the name."""
    features = said or Features()
    server_manager = _said(features.server_manager, _SERVER_MANAGER_STATES)
    dism = _said(features.dism, _DISM_STATES)
    states = {
        feature: _one(server_manager, SERVER_MANAGER_NAMES[feature], dism, DISM_NAMES[feature])
        for feature in SERVER_MANAGER_NAMES
    }
    parts = [dism[name.lower()] for name in HYPERVISOR_PARTS if dism and name.lower() in dism]
    if states["hyper_v"] == "enabled" and parts and "enabled" not in parts:
        states["hyper_v"] = parts[0]
    return states


def seen_at_work(host: Mapping[str, Any], marked: bool | None) -> dict[str, str]:
    """{feature: "in_use"} for those that work on this host, of facts that cost no slow look.

    Containers: an engine for Windows answers, which it does not without the feature's services. Hyper-V: a hypervisor
    runs, vmms (which comes with the role) as well, and the table of prerequisites does not hold the hypervisor to be
    the one below this virtual machine. Where Windows waits for a restart (`marked`, None where that is not known) a
    feature that works may be gone after it, so nothing is said."""
    if marked is not False:
        return {}
    engine, virtualization = host.get("engine") or {}, host.get("virtualization") or {}
    vmms = (host.get("services") or {}).get("vmms") or {}
    found = {}
    if engine.get("state") == "running" and engine.get("os_type") == "windows":
        found["containers"] = "in_use"
    if (
        vmms.get("state") == "Running"
        and virtualization.get("hypervisor_present") is True
        and hypervisor({**host, "features": {}})["verdict"] in ("yes", "by_rule")
    ):
        found["hyper_v"] = "in_use"
    return found


def _said(rows: Any, words: Mapping[str, str]) -> dict[str, str] | None:
    return None if rows is None else {row.name.lower(): words.get(row.state.lower(), "unknown") for row in rows}


def _one(first: dict[str, str] | None, first_name: str, second: dict[str, str] | None, second_name: str) -> str:
    answered = [(said, name.lower()) for said, name in ((first, first_name), (second, second_name)) if said is not None]
    if not answered:
        return "unknown"
    states = [said[name] for said, name in answered if name in said]
    if not states:
        return "unavailable"
    pending = [state for state in states if state in PENDING]
    certain = [state for state in states if state != "unknown"]
    return (pending or certain or states)[0]
