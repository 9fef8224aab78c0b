# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Private: measures on one host what is assumed of Windows, and writes one file (docs/first-day-on-windows.md)."""

from __future__ import annotations

import platform
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail, AnsibleConnectionFailure
from ansible.plugins.action import ActionBase
from ansible.release import __version__ as ansible_version
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.version import VERSION
from ansible_collections.winfleet.containers.plugins.plugin_utils.first_day.paper import (
    as_text,
    lines,
    masked_part,
    names_in,
    rows_of,
    without_names,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.first_day.questions import CALL, Part, parts
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.files import write

ARGUMENTS: dict[str, dict[str, Any]] = {
    "file": {"type": "path", "required": True},
    "hide_names": {"type": "bool", "default": False},
    "shutdown": {"type": "bool", "default": False},
}
# So many calls in a row that the connection did not survive, and the rest is not tried.
LOST_AT_MOST = 2
NOT_SO = "not_as_it_should"


class ActionModule(ActionBase):
    TRANSFERS_FILES = False
    _requires_connection = True
    _supports_check_mode = True
    _supports_async = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        _outcome, options = self.validate_argument_spec(argument_spec=ARGUMENTS)
        self._vars = task_vars or {}
        host = str(self._vars.get("inventory_hostname", "the host"))
        known = [host, *(str(self._vars.get(name) or "") for name in ("ansible_host", "ansible_user"))]
        document: dict[str, Any] = {
            "what": "First day on Windows: what a host answers to the assumptions of winfleet.containers",
            "format": 1,
            "collection": VERSION,
            "ansible_core": ansible_version,
            "python": platform.python_version(),
            "connection": str(self._connection.transport),
            "host": host,
            "started": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "complete": False,
            "parts": [],
        }
        path = Path(options["file"])
        asked = parts(shutdown=options["shutdown"] and not self._task.check_mode)
        lost = 0
        for part in asked:
            found = self._ask(part, first=not document["parts"])
            document["parts"].append(masked_part(found))
            lost = lost + 1 if (found.get("error") or {}).get("type") == "connection" else 0
            document["complete"] = len(document["parts"]) == len(asked)
            # After each part: what was learnt stays, whatever the next one does.
            paper = without_names(document, names_in(document["parts"], known) if options["hide_names"] else ())
            self._write(path, as_text(paper))
            if lost >= LOST_AT_MOST:
                break
        answered = [part for part in document["parts"] if "rows" in part and part["program"] != CALL]
        result.update(changed=False, file=str(path), complete=document["complete"])
        if answered:
            result["lines"] = lines(paper)
        else:
            detail = next((part["error"]["text"] for part in paper["parts"] if "error" in part), "no answer")
            result.update(
                failed=True,
                msg=f"first_day needs a PowerShell on {paper['host']}, and none ran its programs: Windows PowerShell "
                f"5.1, or a simulated host that was brought up with --front live. (The host says: {detail[:200]})",
            )
        return result

    def _ask(self, part: Part, first: bool) -> dict[str, Any]:
        """`{name, program, seconds, rows}`, or with `error` {type, text} in the place of rows."""
        arguments = {"looks" if part.program == CALL else "probes": list(part.asks.values())}
        found: dict[str, Any] = {"name": part.name, "program": part.program}
        start = time.monotonic()
        try:
            raw = self._execute_module(
                module_name=f"winfleet.containers.{part.program}", module_args=arguments, task_vars=self._vars
            )
            found["seconds"] = round(time.monotonic() - start, 3)
            said = raw.get("winfleet")
            if isinstance(said, Mapping):
                return {**found, "rows": rows_of(part, said)}
            found["error"] = {"type": "connection" if raw.get("unreachable") else NOT_SO, "text": _said(raw)}
        except (AnsibleConnectionFailure, OSError) as error:  # the winrm plugin lets the errors of requests through
            if first:
                raise AnsibleConnectionFailure(f"{type(error).__name__}: {error}") from error
            found["error"] = {"type": "connection", "text": f"{type(error).__name__}: {error}"}
        except ValueError as error:
            found["error"] = {"type": NOT_SO, "text": str(error)}
        return {"seconds": round(time.monotonic() - start, 3), **found}

    def _write(self, path: Path, text: str) -> None:
        try:
            write(path, text)
        except OSError as error:
            raise AnsibleActionFail(
                f"The file {path} cannot be written: {error}. Give first_day_file where this user may write."
            ) from None  # Ansible would say the error twice


def _said(raw: Mapping[str, Any]) -> str:
    """What stands where an answer should: a message, or what PowerShell wrote, in one line."""
    keys = ("module_stderr", "module_stdout", "msg", "exception")
    text = " ".join(str(raw[key]) for key in keys if raw.get(key)) or "no answer"
    return " ".join(text.split())[:1500]
