"""What a program of a simulated host leaves behind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Printed:
    """What a program wrote to its two outputs, and its exit code."""

    stdout: str = ""
    stderr: str = ""
    exit_code: int = 0
