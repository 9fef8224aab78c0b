# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: fleet
type: stdout
short_description: Shows a run for people, with what was changed on each host, why, and the fleet's sums
version_added: 0.1.0
description:
  - For each host a few lines on what was changed and why, what was refused, and what was proven. A host where nothing differs is one line.
  - Progress of pulls, and warnings, stand between them as always.
  - At the end stand the fleet's sums, and which hosts failed or were not reached.
  - Tasks of other collections are shown where they change something or fail, C(ansible.builtin.debug) always. With C(-v) everything is shown as by
    the callback C(default).
extends_documentation_fragment:
  - default_callback
  - result_format_callback
requirements:
  - "Set as stdout: C(stdout_callback = winfleet.containers.fleet) below C([defaults]) of ansible.cfg, or E(ANSIBLE_STDOUT_CALLBACK)."
author:
  - winfleet.containers contributors (@winfleet)
"""

import textwrap
from collections import Counter
from collections.abc import Iterable
from typing import Any

from ansible import constants
from ansible.plugins.callback.default import CallbackModule as Default
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.host_text import without_marks
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.screen.lines import (
    COLLECTION,
    lines_of,
    refusal_of,
    said_by_debug,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.screen.sums import count, proofs, sentences

WIDTH = 100  # of a terminal
PLACE = "    "
THEIR_OWN = (f"{COLLECTION}fleet_report", f"{COLLECTION}fleet_status")  # they print what they have to say
DEBUG = ("debug", "ansible.builtin.debug", "ansible.legacy.debug")


class CallbackModule(Default):
    """Stdout callback for people."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "winfleet.containers.fleet"

    def __init__(self) -> None:
        super().__init__()
        self._done: Counter[str] = Counter()
        self._proven: dict[tuple[str, str], str] = {}
        self._away: set[str] = set()  # hosts that were not reached, where the play goes on all the same

    @property
    def _whole(self) -> bool:
        """Whether everything is shown as by the default callback."""
        return bool(self._display.verbosity)

    def _print_task_banner(self, task: Any) -> None:
        if self._whole:
            super()._print_task_banner(task)
        else:
            self._last_task_banner = task._uuid  # as the default does

    def _tell(self, name: str, word: str, lines: Iterable[str], color: str, stderr: bool = False) -> None:
        """The host with a word, and what is said of it below."""
        self._display.display(f"{name}  {word}", color=color, stderr=stderr)
        for text in lines:
            for line in textwrap.wrap(
                without_marks(text), WIDTH, initial_indent=PLACE, subsequent_indent=PLACE * 2, break_long_words=False
            ) or [""]:
                self._display.display(line, color=color, stderr=stderr)

    def v2_runner_on_ok(self, result: Any) -> None:
        loop = bool(result.task.loop and "results" in result.result)
        if not loop:
            self._add(result)
        if self._whole:
            super().v2_runner_on_ok(result)
        elif not loop:  # its items have told of themselves
            self._tell_ok(result)

    def _tell_ok(self, result: Any) -> None:
        action, told = _action(result), result.result
        self._handle_warnings_and_exception(result)
        lines = lines_of(action, told)
        changed = bool(told.get("changed"))
        if action in DEBUG:
            self._tell(self.host_label(result), "says", said_by_debug(told), constants.COLOR_OK)
        elif action in THEIR_OWN:
            return
        elif told.get("refused"):  # and the task goes on all the same
            self._tell(self.host_label(result), "refused", _masked(refusal_of(told)), constants.COLOR_SKIP)
        elif action.startswith(COLLECTION) and (changed or lines):
            would = result.task.check_mode and (changed or count(told))
            word = "would change" if would else "changed" if changed else "unchanged"
            color = constants.COLOR_CHANGED if changed or would else constants.COLOR_OK
            self._tell(self.host_label(result), word, lines, color)
        elif changed:
            self._tell(
                self.host_label(result),
                f"changed: {result.task.get_name()}{self._item(result)}",
                (),
                constants.COLOR_CHANGED,
            )

    def _item(self, result: Any) -> str:
        """Which of a loop it is; nothing where that is nobody's business."""
        label = "" if "censored" in result.result else self._get_item_label(result.result)
        return f" ({Masker().text(without_marks(str(label)))})" if label not in (None, "") else ""

    def v2_runner_item_on_ok(self, result: Any) -> None:
        self._add(result)
        if self._whole:
            super().v2_runner_item_on_ok(result)
        else:
            self._tell_ok(result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        if self._whole:
            super().v2_runner_on_failed(result, ignore_errors)
            return
        self._handle_warnings(result.result)
        result.result.pop("exception", None)  # its words are the message's
        if result.task.loop and "results" in result.result:
            return
        word = "refused" if result.result.get("refused") else "failed"
        if ignore_errors or result.task.ignore_errors:
            word += ", ignored"
        if not _action(result).startswith(COLLECTION):
            word += f": {result.task.get_name()}{self._item(result)}"
        stderr = bool(self.get_option("display_failed_stderr"))
        self._tell(self.host_label(result), word, _masked(refusal_of(result.result)), constants.COLOR_ERROR, stderr)

    def v2_runner_item_on_failed(self, result: Any) -> None:
        if self._whole:
            super().v2_runner_item_on_failed(result)
        else:
            self.v2_runner_on_failed(result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._away.add(result.host.get_name())
        if self._whole:
            super().v2_runner_on_unreachable(result)
            return
        self._handle_warnings(result.result)
        result.result.pop("exception", None)
        stderr = bool(self.get_option("display_failed_stderr"))
        lines = _masked(refusal_of(result.result))
        self._tell(self.host_label(result), "not reached", lines, constants.COLOR_UNREACHABLE, stderr)

    def v2_runner_on_skipped(self, result: Any) -> None:
        if self._whole:
            super().v2_runner_on_skipped(result)

    def v2_runner_item_on_skipped(self, result: Any) -> None:
        if self._whole:
            super().v2_runner_item_on_skipped(result)

    def v2_playbook_on_include(self, included_file: Any) -> None:
        if self._whole:
            super().v2_playbook_on_include(included_file)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        if self._whole:
            super().v2_playbook_on_stats(stats)
        recap = {host: stats.summarize(host) for host in sorted(stats.processed)}
        self._display.banner("THE FLEET")
        for text in sentences(self._done, Counter(self._proven.values()), recap, self._away):
            for line in textwrap.wrap(text, WIDTH, subsequent_indent=PLACE, break_long_words=False):
                self._display.display(line)

    def _add(self, result: Any) -> None:
        """A proof that is taken again counts once, by the last word."""
        if _action(result).startswith(COLLECTION):
            if not result.task.delegate_to:
                self._away.discard(result.host.get_name())
            if result.result.get("changed") and not result.task.check_mode:
                self._done += count(result.result)
            for name, verdict in proofs(result.result):
                self._proven[result.host.get_name(), name] = verdict


def _action(result: Any) -> str:
    """By its whole name, however the task calls it."""
    return str(result.task.resolved_action or result.task.action)


def _masked(lines: Iterable[str]) -> list[str]:
    return list(map(Masker().text, lines))
