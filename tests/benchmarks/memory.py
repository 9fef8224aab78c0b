"""How much memory do processes hold at their peak? Read from Linux' /proc while something runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

PROC = Path("/proc")
EVERY = 0.5  # seconds between two samples
MIB = 1024


class Peak:
    """The peak of the sum of all processes below `root` (and of itself, if `itself`), in MiB.

    What processes share (all of Ansible before its forks) counts once: it is the proportional set size.
    """

    def __init__(self, root: int, itself: bool = True) -> None:
        self._root, self._itself = root, itself
        self.mib = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(EVERY):
            watched = below(self._root) | ({self._root} if self._itself else set())
            self.mib = max(self.mib, sum(map(_held, watched)) / MIB)


def below(root: int) -> set[int]:
    """The processes that descend from `root`."""
    parents = {int(path.name): _parent(path) for path in PROC.iterdir() if path.name.isdecimal()}
    found: set[int] = set()
    more = {root}
    while more:
        more = {pid for pid, parent in parents.items() if parent in more} - found
        found |= more
    return found


def _parent(process: Path) -> int:
    return _read(process / "stat", lambda text: int(text.rpartition(")")[2].split()[1]))


def _held(pid: int) -> int:
    """Its proportional set size in KiB."""
    return _read(PROC / str(pid) / "smaps_rollup", lambda text: int(text.partition("\nPss:")[2].split()[0]))


def _read(path: Path, number: Callable[[str], int]) -> int:
    try:
        return number(path.read_text(encoding="utf-8"))
    except (OSError, IndexError, ValueError):  # the process has gone
        return 0
