# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The look at a host as a part of a run: what it is, and which isolation modes it can run. It changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Look, Open, Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_files import asked, asking, first_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_info import with_engine
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_state import (
    DISK_USAGE_LOOK,
    layers_size,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import (
    host_looks,
    known_host,
    registered_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image, judge_modes


class HostPart(Part):
    name = "host"

    def __init__(
        self, images: Sequence[Mapping[str, Any]] = (), disk_usage: bool = False, today: date | None = None
    ) -> None:
        """`images` are {os_version, isolation}, to be judged as well. `disk_usage`: what the engine's layers use of
        their drive is asked, which may take minutes. `today` decides about the end of support."""
        self._images, self._disk_usage, self._today = images, disk_usage, today

    def looks(self, course: Course) -> list[Look]:
        """All at once, the slow ones too: whoever asks for the host's facts wants to know them."""
        return [*host_looks(features=True), *self._usage(), *first_looks()]

    def _usage(self) -> list[Look]:
        return [DISK_USAGE_LOOK] if self._disk_usage else []

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
        own = len(host_looks(features=True))
        usage, files = answers[own : own + len(self._usage())], answers[own + len(self._usage()) :]
        host = known_host(answers[:own])
        found = asked(asking(registered_of(answers[:own]), host["engine"].get("data_root")), files)
        if isinstance(found, list):
            return Open(found)
        host = with_engine(host, found, self._today or date.today())
        warnings = []
        if self._disk_usage and host["engine"]["state"] == "running":
            told = layers_size(usage[0])
            warnings = [f"what the engine's layers use is not known: {told}"] if isinstance(told, str) else []
            host["engine"] = {**host["engine"], "layers_size": None if warnings else told}
        verdicts = [{**image, **judge_image(host, image["os_version"], image["isolation"])} for image in self._images]
        return Decision(
            result={
                "host": host,
                "isolation": judge_modes(host),
                "prepared": judge_modes(host, prepared=True),
                "images": verdicts,
            },
            warnings=warnings,
        )
