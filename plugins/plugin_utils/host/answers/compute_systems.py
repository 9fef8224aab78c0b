# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which compute systems does the host run, and which of them is a virtual machine?

Get-ComputeProcess says it in a property, hcsdiag in a text; neither is documented, so only what is whole counts: a GUID
that is all zeros means no virtual machine, another one names it, and everything else means that it is not known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, read, read_rows
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape

LOOK = "the look compute_systems"
GUID = re.compile(r"\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?", re.IGNORECASE)
NO_MACHINE = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class ComputeProcess:
    """A row of Get-ComputeProcess."""

    id: str = at("Id")
    runtime: str | None = at("RuntimeId", None)


@dataclass(frozen=True)
class Sources:
    hcsdiag: Answer = at("hcsdiag")
    compute_process: Answer = at("compute_process")


@dataclass(frozen=True)
class ComputeSystem:
    """`machine` is the GUID of its virtual machine in lower case, NO_MACHINE where it has none, and None where that
    cannot be told."""

    id: str
    machine: str | None


@dataclass(frozen=True)
class ComputeSystems:
    """What either source tells; None where it did not answer, with its own words in `errors`."""

    processes: tuple[ComputeSystem, ...] | None
    diagnosis: tuple[ComputeSystem, ...] | None
    errors: tuple[str, ...] = ()


def compute_systems(value: Any) -> ComputeSystems:
    said = read(Sources, value, LOOK)
    rows = (
        read_rows(ComputeProcess, said.compute_process.value, LOOK, "compute_process.value")
        if said.compute_process.ok
        else None
    )
    return ComputeSystems(
        None if rows is None else tuple(ComputeSystem(row.id.lower(), machine_of(row.runtime)) for row in rows),
        listed(_text(said.hcsdiag.value)) if said.hcsdiag.ok else None,
        tuple(
            f"{name}: {answer.error.text or answer.error.type or 'no answer'}"
            for name, answer in (("Get-ComputeProcess", said.compute_process), ("hcsdiag", said.hcsdiag))
            if not answer.ok
        ),
    )


def machine_of(text: str | None) -> str | None:
    """A whole GUID in lower case, None for everything else."""
    found = GUID.fullmatch((text or "").strip())
    return found[1].lower() if found else None


def listed(text: str) -> tuple[ComputeSystem, ...]:
    """`hcsdiag list`: a line with the id, then an indented line `TYPE, STATE, GUID, OWNER`, padded with blanks and
    tabs. The last field shows that the third one is whole, wherever the text was cut."""
    found: list[ComputeSystem] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if not line[0].isspace():
            found.append(ComputeSystem(line.strip().lower(), None))
            continue
        fields = [part.strip() for part in line.split(",")]
        if found and found[-1].machine is None and len(fields) >= 4:
            found[-1] = ComputeSystem(found[-1].id, machine_of(fields[2]))
    return tuple(found)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise WrongShape(LOOK, "hcsdiag.value", "null" if value is None else type(value).__name__, "a text")
