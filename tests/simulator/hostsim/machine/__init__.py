"""One simulated Windows machine, below any network: what it is, what it runs, and how it reboots."""

from __future__ import annotations

from .errors import CommandNotFound, HcsError, ServiceError, WindowsError
from .machine import Machine

__all__ = ["CommandNotFound", "HcsError", "Machine", "ServiceError", "WindowsError"]
