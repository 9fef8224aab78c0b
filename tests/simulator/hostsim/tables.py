"""How does the fleet look in a terminal of 100 columns?"""

from __future__ import annotations

import textwrap
from typing import Any

from hostsim.places import Note

WIDTH = 100
SAYS = {
    "live": "live: each command runs in a PowerShell of its own, on a simulated machine",
    "light": "light: no PowerShell; a stand-in answers the collection's own programs, other modules fail",
}


def grid(rows: list[list[str]], widths: list[int]) -> str:
    """Rows of texts under each other; a text that is too long is cut."""
    lines = ("  ".join(text[:width].ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def fleet(status: dict[str, Any]) -> str:
    """The hosts of a fleet, a row each."""
    rows = [["HOST", "WINDOWS", "BUILD", "POWER", "ENGINE", "HTTP", "HTTPS", "FAULTS"]]
    for name, host in status["hosts"].items():
        ports = host["ports"]
        row = [
            name,
            host["product"],
            host["build"],
            host["power"],
            host["engine"],
            ports["http"],
            ports["https"],
            host["faults"] or "",
        ]
        rows.append([str(cell) for cell in row])
    front = SAYS[status["front"]]
    return f"{grid(rows, [16, 30, 11, 5, 8, 5, 5, 6])}\nFront: {front}."


def counts(found: dict[str, Any]) -> str:
    """Numbers and module calls, a line each."""
    rows = [[name.replace("_", " "), str(value)] for name, value in found.items() if name != "modules"]
    rows += [[f"  {name}", str(number)] for name, number in found["modules"].items()]
    return grid(rows, [30, 20])


def others(notes: list[Note]) -> str:
    """Fleets with another state folder."""
    lines = []
    for note in notes:
        gone = " (its checkout is gone)" if note.orphaned else ""
        text = f"Another fleet runs{gone}: {note.fleet}, {note.front}, process {note.pid}, --state-dir {note.state_dir}"
        lines.append(textwrap.fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False))
    return "\n".join(lines)
