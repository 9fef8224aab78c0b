# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The look at a host as a part of a run: what it is, and which isolation modes it can run. It changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Look, Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_looks, known_host
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image, judge_modes


class HostPart(Part):
    name = "host"

    def __init__(self, images: Sequence[Mapping[str, Any]] = ()) -> None:
        """`images` are {os_version, isolation}, to be judged as well."""
        self._images = images

    def looks(self, course: Course) -> list[Look]:
        """All at once, the slow ones too: whoever asks for the host's facts wants to know them."""
        return host_looks(features=True)

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision:
        host = known_host(answers)
        verdicts = [{**image, **judge_image(host, image["os_version"], image["isolation"])} for image in self._images]
        return Decision(
            result={
                "host": host,
                "isolation": judge_modes(host),
                "prepared": judge_modes(host, prepared=True),
                "images": verdicts,
            }
        )
