# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module is made of: parts. Each says which looks it needs, decides what its answers call for, and concludes
what came of the steps. A part is pure; host/converge.py asks and acts for all parts of a run."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

Look = dict[str, Any]
Step = dict[str, Any]
Result = dict[str, Any]


@dataclass(frozen=True)
class Course:
    """Where a run stands when a part decides. `check`: nothing will be done. `ahead`: the names of the parts before
    this one that have steps which are not done yet, so that what they bring is not seen and has to be assumed."""

    check: bool = False
    ahead: tuple[str, ...] = ()


@dataclass
class Open:
    """The quick looks leave a question open: these slow ones are made as well, and the part decides again with their
    answers behind the others."""

    looks: list[Look]


@dataclass(frozen=True)
class Reboot:
    """How a reboot among the steps is waited for, `timeout` seconds in all. `settled` says of the answers to `looks`
    what Windows is still busy with, or None when it is done."""

    timeout: int
    looks: list[Look]
    settled: Callable[[Sequence[Answer]], str | None]


@dataclass
class Decision:
    """What comes of a look. Without `steps` nothing is changed. `seen` is what they rest on (docs/verbs.md); `looks`
    are made after them; `doing` says in a few words what they do; `name_step(step)` says which of them failed,
    `at_work(step)` which is under way, `undone(item)` what then came of what was begun, `what_happened(step, answer)`
    what is known of it beside (mostly nothing). `independent`: the items that have nothing to do with one that failed
    go on; `aside` are items of which nothing is said unless they fail. `result` is what the part returns if nothing is
    done."""

    result: Result = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    doing: str = ""
    name_step: Callable[[Step], str] = lambda step: str(step.get("item") or step["verb"])
    at_work: Callable[[Step], str] = lambda step: str(step.get("item") or step["verb"])
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    reboot: Reboot | None = None
    independent: bool = False
    aside: Sequence[str] = ()
    sends: Sequence[Send] = ()
    undone: Callable[[str], str] = lambda item: f"What was begun for {item} was undone."
    what_happened: Callable[[Step, Answer], str] = lambda step, answer: ""


@dataclass(frozen=True)
class Send:
    """A file of the controller (`source`) that is to be on the host at `target`, in a folder that every host has and
    where the connection's user may write. Others may write there as well: whoever uses it verifies the digest
    (hexadecimal, lower case) on the stream that it reads. `size` in bytes; `what` it is, in a few words."""

    source: str
    target: str
    sha256: str
    size: int
    what: str

    @classmethod
    def of(cls, source: str, target: str, sha256: str, what: str) -> Send:
        """Of a file as it is on the controller now. Raises Refused where that is not the file that is meant."""
        try:
            about = Path(source).stat()
            digest = _digest(source, about.st_mtime_ns, about.st_size)
        except OSError as error:
            raise Refused([f"{what}: {source} cannot be read on the controller ({error.strerror})"]) from error
        if digest != sha256:
            raise Refused([f"{what}: {source} on the controller has the SHA-256 {digest}, and {sha256} is declared"])
        return cls(source, target, sha256, about.st_size, what)


@cache
def _digest(source: str, changed: int, size: int) -> str:
    """A run decides more than once."""
    with Path(source).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Done:
    """What was done: the answers to the decision's `steps` (those that ran) and to its `looks`; the items that failed
    or were not reached; the seconds of a reboot (None where there was none) and how often the host went down in them.
    After a reboot `looks` holds the answers to the looks of `Reboot`."""

    steps: Sequence[Answer] = ()
    looks: Sequence[Answer] = ()
    unfinished: frozenset[str] = frozenset()
    rebooted: float | None = None
    reboots: int = 0


class Part(ABC):
    """`name` is the key of its result where a module has several parts; one that stands `beside` the others has nothing
    to show of its own in a diff."""

    name: str = ""
    beside: bool = False

    @abstractmethod
    def looks(self, course: Course) -> list[Look]:
        """What is asked of the host; the same look is asked once for all parts."""

    def likely(self) -> list[Look]:
        """What it will mostly leave open where a part before it had to act: it is asked along with the looks that
        follow that act, and costs no call of its own."""
        return []

    @abstractmethod
    def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
        """What the answers call for. Raises Refused or HostProblem."""

    def conclude(self, decision: Decision, done: Done) -> Result:
        """The part's result once its steps have run. Raises HostProblem."""
        return decision.result
