"""How does a pipe that may not be opened look to a process of a live host? As a socket that nobody may open."""

from __future__ import annotations

import ctypes
import os
import stat
from pathlib import Path
from typing import Any

PR_CAPBSET_DROP = 24  # linux/prctl.h
CAP_DAC_OVERRIDE = 1  # linux/capability.h


def show(engine: Any, pipe: Path) -> None:
    """Puts such a socket in the place of the engine's pipe while its state is `denied`, and takes it away after."""
    denied = engine is not None and engine.pipe_state == "denied"
    if denied and not pipe.exists():
        os.mknod(pipe, stat.S_IFSOCK)
        pipe.chmod(0)
    elif not denied and pipe.exists() and stat.S_IMODE(pipe.stat().st_mode) == 0:
        pipe.unlink(missing_ok=True)


def respect_modes() -> None:
    """Root's children of this thread may no longer open what its mode forbids."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)
