"""Which orders are a race in what an engine answers, and what is compared instead? Only those that data/README.md
names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: Statuses that the engine writes for one layer after the other, before any work on them begins
ANNOUNCED = ("Pulling fs layer", "Already exists", "Preparing")


def pruned(rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What a prune of images took: for each image what went with it, in order, and which layers went. Go walks over the
    images in any order, and so which image was the last of a layer changes; within an image the order counts."""
    images: dict[str, list[Any]] = {}
    layers: list[str] = []
    run: list[Any] = []
    for row in rows:
        ended = any("Deleted" in one for one in run)
        if ended and "Deleted" in row:
            layers.append(row["Deleted"])
            continue
        if ended:
            run = []
        run.append(row)
        images[str(run[0].get("Untagged", run[0].get("Deleted")))] = run
    return {"images": images, "layers": layers}


def progress(lines: Sequence[Any]) -> list[Any]:
    """A stream with what is told of several layers at a time gathered by layer: they are transferred side by side. All
    else, and the order of the lines of one layer, stays."""
    found: list[Any] = []
    for line in lines:
        layer = line.get("id") if isinstance(line, Mapping) and "progressDetail" in line else None
        if layer is None or line.get("status") in ANNOUNCED:
            found.append(line)
            continue
        if not (found and isinstance(found[-1], dict) and "layers" in found[-1]):
            found.append({"layers": {}})
        found[-1]["layers"].setdefault(layer, []).append(_unread(line))
    return found


def _unread(line: Mapping[str, Any]) -> Mapping[str, Any]:
    """How much of a download came with one read is the network's: 3661, 32768 or 36707 bytes in the recording."""
    detail = line["progressDetail"]
    if line.get("status") != "Downloading" or not 0 < detail.get("current", 0) < detail.get("total", 0):
        return line
    bar = {"progress": "some"} if "progress" in line else {}
    return {**line, **bar, "progressDetail": {"current": "some", "total": detail["total"]}}
