"""The light front: a host's programs without a PowerShell (README, "Two fronts")."""

from __future__ import annotations

from hostsim.fronts.light.front import LightFront

__all__ = ["LightFront"]
