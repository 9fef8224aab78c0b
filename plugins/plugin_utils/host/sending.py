# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where does a file of the controller go before the act that needs it? Beside its target, under the first free name.

A connection that is cut leaves a PowerShell on the host that waits for the rest and holds the file open (File.Create
shares it with nobody) until WinRM ends its shell (IdleTimeout, 2 hours): no other transfer can write there. So there
are several names; the act moves the one that arrived whole to its target, and a half one never has that name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.file import Path, paths
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import value
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Decision, Look, Send, Step
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem

NAMES = 3  # as many transfers of one file may be under way, or hang, at once


def looks_of(sends: Sequence[Send]) -> list[Look]:
    return [{"verb": "file", "paths": _names(send), "digests": True} for send in sends]


def _names(send: Send) -> list[str]:
    return [f"{send.target}.{number}.part" for number in range(1, NAMES + 1)]


def placed(sends: Sequence[Send], answers: Sequence[Answer], host: str) -> list[tuple[Send, bool]]:
    """Each with the place where it arrives as its target, and whether it is there already, whole, from a run that was
    broken off before its act. Raises HostProblem."""
    return [_placed(send, paths(value(answer, "Windows")), host) for send, answer in zip(sends, answers, strict=True)]


def _placed(send: Send, rows: Sequence[Path], host: str) -> tuple[Send, bool]:
    free = [row for row in rows if row.error is None and not row.directory]
    if not free:
        why = "; ".join(dict.fromkeys(row.error.text for row in rows if row.error is not None))
        raise HostProblem(
            f"{send.what} cannot be sent to {host}: as {send.target}.1.part and so on it cannot be written ({why}). "
            "Other transfers of it are under way, or their connections were lost and Windows has not ended them yet "
            "(WinRM's IdleTimeout; Restart-Service WinRM ends them at once)."
        )
    there = next((row for row in free if row.sha256 == send.sha256), None)
    return replace(send, target=(there or free[0]).path), there is not None


def with_arrivals(decision: Decision, arrived: Sequence[Send]) -> Decision:
    """The decision whose steps begin by moving what arrived to where the others expect it."""
    item = decision.steps[0].get("item")
    moves: list[Step] = [
        {
            **({"item": item} if item is not None else {}),
            "verb": "file",
            "do": "move",
            "path": sent.target,
            "to": send.target,
            "aside": True,
        }
        for send, sent in zip(decision.sends, arrived, strict=True)
    ]
    return replace(decision, steps=[*moves, *decision.steps])


def size_text(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size:,} bytes"


# What the plugin winrm raises where a message was lost on the way: the host said nothing then
# (plugins/connection/winrm.py, _winrm_exec)
UNANSWERED = re.compile(r"winrm send_input failed;\s*stdout:\s*stderr\s*")


def unanswered(words: str) -> bool:
    """Whether an AnsibleError of put_file is a connection that was lost."""
    return UNANSWERED.fullmatch(words) is not None


def not_taken(send: Send, host: str, words: str) -> str:
    """What any other AnsibleError of put_file means. Mostly it has no words: why the script on the host failed is
    printed to where the plugins do not read it (ansible-core 2.20 to 2.22, Write-AnsibleErrorJson)."""
    told = " ".join(words.split())[:600]
    why = "Ansible does not pass on why" if told in ("", "Unexpected AnsibleError error.") else told
    return (
        f"{send.what} ({size_text(send.size)}) could not be written on {host} as {send.target} ({why}). There has to "
        "be room for it on that drive, and the connection's user must be allowed to write there."
    )
