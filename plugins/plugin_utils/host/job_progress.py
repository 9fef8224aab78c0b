# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far is a job? Which step is under way, and of a pull the layers and bytes, by the lines that the engine streams
(moby pkg/streamformatter)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step

THERE = ("Already exists", "Pull complete")
FETCHED = (*THERE, "Download complete", "Verifying Checksum", "Extracting")
LONGEST_LINE = 65536


class JobProgress:
    """Fed with what a job writes: which step begins, and the engine's lines. What is no such line is passed over."""

    def __init__(self, steps: Sequence[Step], at_work: Callable[[Step], str]) -> None:
        self._steps, self._name = steps, at_work
        self._rest = b""
        self._step: Step | None = None
        self._begin()

    def _begin(self) -> None:
        self._layers: dict[str, str] = {}
        self._sizes: dict[str, tuple[int, int]] = {}  # bytes that came, and of how many

    def feed(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[-LONGEST_LINE:]
        for line in lines:
            try:
                told = json.loads(line) if line.strip() else None
            except ValueError:
                continue
            if isinstance(told, Mapping):
                self._hear(told)

    def _hear(self, told: Mapping[str, Any]) -> None:
        number = told.get("step")
        if isinstance(number, int) and 0 <= number < len(self._steps):
            self._step = self._steps[number]
            self._begin()
        layer, status, detail = told.get("id"), told.get("status"), told.get("progressDetail")
        if not isinstance(layer, str) or not isinstance(status, str) or status.startswith("Pulling from"):
            return
        if len(self._layers) < 1024 or layer in self._layers:
            self._layers[layer] = status
        if status in ("Downloading", "Loading layer") and isinstance(detail, Mapping):
            came, whole = (_number(detail.get(key)) for key in ("current", "total"))
            self._sizes[layer] = (came, max(came, whole))
        elif status in FETCHED and layer in self._sizes:
            whole = self._sizes[layer][1]
            self._sizes[layer] = (whole, whole)

    def text(self) -> str:
        """`pulling image A: 3 of 7 layers, 812 MB of 2,140 MB`; without a pull what the step does."""
        if self._step is None:
            return ""
        name = self._name(self._step)
        if not self._layers:
            return name
        there = sum(status in THERE for status in self._layers.values())
        came, whole = (sum(sizes[place] for sizes in self._sizes.values()) for place in (0, 1))
        waits = next((text for text in self._layers.values() if text.startswith("Retrying")), "")
        told = [f"{there} of {len(self._layers)} layers"]
        told += [f"{_megabytes(came)} of {_megabytes(whole)}"] if whole else []
        told += ["unpacking"] if whole and came == whole and there < len(self._layers) else []
        told += [f"the registry broke off ({waits.lower()})"] if waits else []
        return f"{name}: {', '.join(told)}"


def _number(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
