"""What does a verb act on? One simulated host as the light front sees it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Host:
    """The machine, its engine (None where none is installed), the folder of its pipes, the lock that an act takes."""

    machine: Any
    engine: Any
    pipes: Path
    act_lock: threading.Lock = field(default_factory=threading.Lock)
    last_act: dict[str, str] | None = None  # what a real host's act leaves in a file beside its lock
    # of the act under way: when a path first had what it was waited for, and what its other fields were then
    reached: dict[str, tuple[float, dict[str, str]]] = field(default_factory=dict)

    def pipe(self, name: str) -> Path:
        """The unix socket that stands for `\\\\.\\pipe\\NAME` (.NET's own name for it on Unix)."""
        return self.pipes / f"CoreFxPipe_{name}"
