"""What does a verb act on? One simulated host as the light front sees it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class Died(Exception):
    """The host program was killed: it answers nothing, and undoes nothing."""


@dataclass(frozen=True)
class Trouble:
    """What befalls the next act: its step of that number fails, or its program is killed after so many steps."""

    fails_at: int | None = None
    dies_after: int | None = None
    died: Callable[[], None] = lambda: None

    def before(self, number: int) -> bool:
        """Whether the step of this number, from 1, fails. Raises Died."""
        if self.dies_after == number - 1:
            self.died()
            raise Died
        return self.fails_at == number


@dataclass
class Job:
    """An act that outlives its connection: where it stands, what it answered; `held` while its process runs."""

    progress: bytearray = field(default_factory=bytearray)
    answer: str | None = None
    held: bool = True


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

    jobs: dict[str, Job] = field(default_factory=dict)
    job: Job | None = None  # of the act under way, which is one at a time

    trouble: Trouble = Trouble()

    def pipe(self, name: str) -> Path:
        """The unix socket that stands for `\\\\.\\pipe\\NAME` (.NET's own name for it on Unix)."""
        return self.pipes / f"CoreFxPipe_{name}"

    def take_trouble(self) -> Trouble:
        """What befalls this act, and no other."""
        trouble, self.trouble = self.trouble, Trouble()
        return trouble
