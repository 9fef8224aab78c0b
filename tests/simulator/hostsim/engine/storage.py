"""What is read of `StorageOpt`? moby daemon/graphdriver/windows parseStorageOpt: `size` alone, whatever its case."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .texts import refusal
from .versions import EngineVersion

UNITS = {unit: 1024**power for power, unit in enumerate(("", "k", "m", "g", "t", "p"))}
SIZE = re.compile(r"^(\d+(?:\.\d+)*) ?([kKmMgGtTpP])?[iI]?[bB]?$")


def check(options: Mapping[str, str] | None, version: EngineVersion) -> None:
    """Raise ApiError 500 for a size that is none."""
    for name, value in (options or {}).items():
        if name.lower() == "size" and size(value) is None:
            raise refusal("storage_size", version, value=value)


def size(text: str) -> int | None:
    """Bytes of `1.5GB` in units of 1024, as go-units RAMInBytes reads it; None for what is no size."""
    found = SIZE.match(text)
    if not found or found[1].count(".") > 1:
        return None
    return int(float(found[1]) * UNITS[(found[2] or "").lower()])
