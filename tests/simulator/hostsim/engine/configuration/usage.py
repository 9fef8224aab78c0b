"""What does dockerd print of its own use? The frame is cobra's; what each flag is for is left out here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .flag_table import Flag

HINT = "See 'dockerd --help'."
HEAD = "Usage:\tdockerd [OPTIONS]\n\nA self-sufficient runtime for containers.\n\nOptions:\n"


def usage(table: Mapping[str, Flag]) -> str:
    return HEAD + "\n".join(_line(flag) for flag in table.values() if not flag.hidden and not flag.deprecated) + "\n"


def _line(flag: Flag) -> str:
    kind = flag.make().type
    short = f"-{flag.short}, " if flag.short and flag.name != "help" else "    "
    return f"  {short}--{flag.name}" + ("" if kind == "bool" else f" {kind}")
