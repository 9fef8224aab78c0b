# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why did a task of a rolling deploy fail? Of what Ansible keeps of it, in words for the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.screen.lines import COLLECTION, HIDDEN, wrote

SPEAK_FOR_THEMSELVES = (COLLECTION, "ansible.builtin.fail", "ansible.builtin.assert")
LONGEST_SAID = 300


def deploy_why(result: Mapping[str, Any], task: Mapping[str, Any]) -> str:
    """`result` and `task` are ansible_failed_result and ansible_failed_task. A task of somebody else's is named."""
    said = HIDDEN if task.get("no_log") else _said(result)
    if said and str(task.get("action")).startswith(SPEAK_FOR_THEMSELVES):
        return said
    return f"{task.get('name') or task.get('action') or 'a task'}: {said or 'it failed'}"


def _said(result: Mapping[str, Any]) -> str:
    """The message, and the end of what a program wrote; of a loop, of its first item that failed."""
    items = (one for one in result.get("results") or () if isinstance(one, Mapping) and one.get("failed"))
    if (item := next(items, None)) is not None:
        return _said(item)
    message = str(result.get("msg") or "").strip()
    return " ".join([message, Masker().text("\n".join(wrote(result)))[-LONGEST_SAID:]]).strip()
