"""Writes what each task returned, and the recap, as lines of JSON: for the demo's table and the integration tests."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: record
type: aggregate
short_description: Records task results as lines of JSON
description:
  - Appends a line for each task result, and one for the recap, to the file in the environment variable RECORD_RESULTS.
requirements:
  - enabled in configuration
"""


class CallbackModule(CallbackBase):
    """A line is `{event, host, task, action, result}`; the last is `{event: stats, hosts: {name: {ok, ...}}}`."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "record"
    CALLBACK_NEEDS_ENABLED = True

    def _write(self, line: dict[str, Any]) -> None:
        path = os.environ.get("RECORD_RESULTS")
        if path:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, default=str) + "\n")

    def _result(self, event: str, result: Any) -> None:
        self._write(
            {
                "event": event,
                "host": result._host.get_name(),
                "task": result._task.get_name(),
                "action": result._task.action,
                "result": dict(result._result),
            }
        )

    def v2_runner_on_ok(self, result: Any) -> None:
        self._result("ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._result("failed", result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._result("unreachable", result)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        self._write({"event": "stats", "hosts": {host: stats.summarize(host) for host in stats.processed}})
