"""A simulated Docker Engine, as it behaves on Windows."""

from __future__ import annotations

from .engine import Engine
from .errors import ApiError, ConnectionDropped, NotListening
from .registry import Registry

__all__ = ["ApiError", "ConnectionDropped", "Engine", "NotListening", "Registry"]
