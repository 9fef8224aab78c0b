"""The four beats of a test: check mode, nothing happened, the real run, and again, which changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulated import SimulatedFleet

from playbooks import Run


@dataclass
class Beats:
    """`between` is what stood after check mode, `calls` are those of the last beat."""

    fleet: SimulatedFleet
    check: Run
    between: dict[str, Any]
    real: Run
    calls: dict[str, Any]
    again: Run
