"""The live front: commands run in a PowerShell of this machine, with Windows' own commands from a module."""

from __future__ import annotations

from .front import LiveFront

__all__ = ["LiveFront"]
