# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module fleet_status: runs on the controller alone, and tells what runs where and what has drifted."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import checked, lines
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.plain import plain
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.document import natural
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.files import write
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.rows import host_status
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.sums import (
    is_drifted,
    is_unknown,
    sentences,
    sums,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.table import table
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.which import FILTERS, narrowed

HOST = {
    "name": {"type": "str", "required": True},
    "host": {"type": "dict", "default": {}},
    "error": {"type": "str", "default": ""},
    "sets": {"type": "list", "elements": "dict", "default": []},
    "judged": {"type": "list", "elements": "dict", "default": []},
    "seen": {"type": "dict", "default": {}},
}
SPEC: dict[str, dict[str, Any]] = {
    "hosts": {"type": "list", "elements": "dict", "required": True, "options": HOST},
    **{name: {"type": "list", "elements": "str", "default": []} for name in FILTERS},
    "only": {"type": "list", "elements": "str", "choices": ["drift", "behind"], "default": []},
    "foreign": {"type": "str", "choices": ["show", "hide", "drift"], "default": "show"},
    "fail_on": {"type": "list", "elements": "str", "choices": ["drift", "unknown", "behind"], "default": []},
    "data": {"type": "path"},
}
SCHEMA = 1
FAILS = {
    "drift": (is_drifted, "drifted from what is declared"),
    "unknown": (is_unknown, "could not be compared"),
    "behind": (lambda host: any(row["behind"] for row in host["containers"]), "behind a tag or an update of Windows"),
}


class ActionModule(ActionBase):
    """Tells the fleet's status."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_async = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        options, problems = checked(SPEC, plain(self._task.args))
        if problems:
            raise AnsibleActionFail("\n".join(lines(problems)))
        every = [Masker().data(host_status(host, options["foreign"] == "drift")) for host in options["hosts"]]
        every.sort(key=lambda host: natural(host["name"]))
        meant, shown = narrowed(every, {**options, "only": []}), narrowed(every, options)
        counted = sums(meant)
        told = sentences(meant, counted)
        if options["data"] and not self._task.check_mode:
            _write(Path(options["data"]), {"sums": counted, "sentences": told, "hosts": shown})
        if not self._task.no_log:
            for text in [*table(shown), "", *told]:
                Display().display(text)
        failing = [
            f"{', '.join(names)}: {words}"
            for name, (fails, words) in FAILS.items()
            if name in options["fail_on"] and (names := [host["name"] for host in meant if fails(host)])
        ]
        failed = {"failed": True, "msg": "; ".join(failing)} if failing else {}
        return {**result, "changed": False, "hosts": shown, "sums": counted, "sentences": told, **failed}


def _write(path: Path, told: dict[str, Any]) -> None:
    generated = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        write(path, json.dumps({"schema": SCHEMA, "generated": generated, **told}, indent=2) + "\n")
    except OSError as error:
        raise AnsibleActionFail(
            f"The status cannot be written: {error}. Give `data` where this user may write."
        ) from error
