# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In which state are the features that containers need? ServerManager's and DISM's answers, made one."""

from __future__ import annotations

from typing import Any

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


def feature_states(answer: dict[str, Any] | None) -> dict[str, str]:
    """{containers, hyper_v} of the `features` look's value (docs/verbs.md); "unknown" where neither source answered,
    and "unavailable" where the sources that answered do not know the name."""
    said = answer or {}
    server_manager = _said(said.get("server_manager"), "Name", "InstallState", _SERVER_MANAGER_STATES)
    dism = _said(said.get("dism"), "FeatureName", "State", _DISM_STATES)
    states = {
        feature: _one(server_manager, SERVER_MANAGER_NAMES[feature], dism, DISM_NAMES[feature])
        for feature in SERVER_MANAGER_NAMES
    }
    parts = [dism[name.lower()] for name in HYPERVISOR_PARTS if dism and name.lower() in dism]
    if states["hyper_v"] == "enabled" and parts and "enabled" not in parts:
        states["hyper_v"] = parts[0]
    return states


def _said(answer: Any, name: str, state: str, words: dict[str, str]) -> dict[str, str] | None:
    if not isinstance(answer, dict) or not answer.get("ok"):
        return None
    rows = answer.get("value") or []
    if isinstance(rows, dict):
        rows = [rows]
    return {str(row.get(name)).lower(): words.get(str(row.get(state)).lower(), "unknown") for row in rows}


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
