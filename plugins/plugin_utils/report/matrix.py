# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which image runs on which host: the cells of the drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import image_version
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.hosts import MODES, RUNS

# A wider drawing is not read any more; the other images are in the list of containers.
MOST_DECLARED = 8

# cell -> (what stands in it, what it means). The best first: this is the order of the legend and of the drawn shares.
CELLS = {
    "both": ("PH", "runs in process and in Hyper-V isolation"),
    "process": ("P", "runs in process isolation"),
    "hyperv": ("H", "runs in Hyper-V isolation"),
    "prepare": ("!", "would run, but the host lacks something first"),
    "no": ("\N{MULTIPLICATION SIGN}", "cannot run here"),
    "unknown": ("?", "not known"),
}

# What becomes of an image in one mode on one host. PREPARE: not now, but with the features enabled and a restart.
RUN, PREPARE, NO, UNKNOWN = "run", "prepare", "no", "unknown"


def mode_word(host: dict[str, Any], version: str, mode: str, mode_verdict: str) -> str:
    """RUN, PREPARE, NO or UNKNOWN for an image's OS version on a host whose verdict on the mode as such is known."""
    now = judge_image(host, version, mode)["verdict"]
    if now in RUNS:
        return RUN if mode_verdict in RUNS else UNKNOWN
    if now == "no":
        later = judge_image(host, version, mode, prepared=True)["verdict"]
        return {"no": NO, "unknown": UNKNOWN}.get(later, PREPARE)
    return UNKNOWN


# (process, hyperv) -> cell; what is not here has no mode that runs.
_RUNNING = {(True, True): "both", (True, False): "process", (False, True): "hyperv"}
_REST = ((PREPARE, "prepare"), (UNKNOWN, "unknown"), (NO, "no"))


def cell(process: str, hyperv: str) -> str:
    """The cell of two words of `mode_word`."""
    running = _RUNNING.get((process == RUN, hyperv == RUN))
    return running or next(name for word, name in _REST if word in (process, hyperv))


def columns(rows: Iterable[Mapping[str, Any]], tags: Sequence[str]) -> tuple[list[dict[str, Any]], int]:
    """The images of the drawing, and how many declared ones had no place in it.

    First the base images (`tags`: well-known tags or versions), then the images that most hosts declare. Each is
    `{image, version, declared}`, `version` empty if no host knew it.
    """
    base = [{"image": tag, "version": tag, "declared": False} for tag in tags if image_version(tag)]
    asked: Counter[str] = Counter()
    versions: dict[str, str] = {}
    for row in rows:
        for item in row["containers"]:
            if item["image"]:
                asked[item["image"]] += 1
                versions[item["image"]] = max(versions.get(item["image"], ""), item["os_version"])
    kept = sorted(asked, key=lambda image: (-asked[image], image))[:MOST_DECLARED]
    declared = [{"image": image, "version": versions[image], "declared": True} for image in sorted(kept)]
    return base + declared, len(asked) - len(kept)


def cells(host: dict[str, Any], row: Mapping[str, Any], images: Sequence[Mapping[str, Any]]) -> list[str]:
    """The cells of one host, one an image, in their order; `host` is what host_info returned, `row` its report."""
    if not host.get("build"):
        return ["unknown" for _image in images]
    verdicts = {mode: row["isolation"][mode]["verdict"] for mode in MODES}
    return [
        cell(*(mode_word(host, image["version"], mode, verdicts[mode]) for mode in MODES))
        if image["version"]
        else "unknown"
        for image in images
    ]
