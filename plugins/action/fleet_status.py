# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module fleet_status: runs on the controller alone, and tells what runs where and what has drifted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.utils.display import Display
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.action import MEMBER, FleetAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.document import natural, stamp
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.files import as_json, write
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.rows import host_status
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.sums import (
    is_drifted,
    is_unknown,
    sentences,
    sums,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.table import table
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.which import FILTERS, narrowed

SPEC: dict[str, dict[str, Any]] = {
    "hosts": {"type": "list", "elements": "dict", "required": True, "options": MEMBER},
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


class ActionModule(FleetAction):
    """Tells the fleet's status."""

    SPEC = SPEC

    def told(self, options: dict[str, Any], now: datetime) -> dict[str, Any]:
        masker = Masker()
        every = [masker.data(host_status(host, options["foreign"] == "drift")) for host in options["hosts"]]
        every.sort(key=lambda host: natural(host["name"]))
        meant, shown = narrowed(every, {**options, "only": []}), narrowed(every, options)
        counted = sums(meant)
        said = sentences(meant, counted)
        if options["data"] and not self._task.check_mode:
            about = {"schema": SCHEMA, "generated": stamp(now), "sums": counted, "sentences": said, "hosts": shown}
            _write(Path(options["data"]), about)
        if not self._task.no_log:
            for text in [*table(shown), "", *said]:
                Display().display(text)
        failing = [
            f"{', '.join(names)}: {words}"
            for name, (fails, words) in FAILS.items()
            if name in options["fail_on"] and (names := [host["name"] for host in meant if fails(host)])
        ]
        if options["hosts"] and not meant and "unknown" in options["fail_on"]:
            failing.append("nothing fits the filters, so that nothing was compared")
        failed = {"failed": True, "msg": "; ".join(failing)} if failing else {}
        return {"changed": False, "hosts": shown, "sums": counted, "sentences": said, **failed}


def _write(path: Path, about: dict[str, Any]) -> None:
    try:
        write(path, as_json(about))
    except OSError as error:
        raise AnsibleActionFail(
            f"The status cannot be written: {error}. Give `data` where this user may write."
        ) from error
