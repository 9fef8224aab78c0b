# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a host on the first day on Windows: the table of parts, each one call of one host program.

A part is a call of its own, so that a probe that hangs, or ends the PowerShell, spoils its part only, and so that the
first answer of each is as cold as it is in a real run, where each look is a new process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.feature_states import (
    DISM_NAMES,
    HYPERVISOR_PARTS,
    SERVER_MANAGER_NAMES,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import HOST_LOOKS, LOOK_NAMES

Ask = dict[str, Any]

FACTS = "_first_day"
LOOKS = "_first_day_looks"
CALL = "_look"

NO_SUCH = "winfleet-no-such"
LARGE = 5_000_000
SHUTDOWN_DELAY = 600
# Whose rows of the process table the file keeps: what the proof rests on, not what else runs on a host.
PROCESSES = ("csrss.exe", "wininit.exe", "smss.exe", "CExecSvc.exe", "vmwp.exe", "vmcompute.exe", "dockerd.exe")
# No host is asked over the network: `localhost` is the host itself, and `.invalid` is nobody's (RFC 2606).
PATHS = {
    "a folder": r"C:\Windows",
    "a file": r"C:\Windows\System32\kernel32.dll",
    "a folder, with a slash at its end": "C:\\Windows\\",
    "missing": rf"C:\{NO_SUCH}",
    "missing, below a file": r"C:\Windows\System32\kernel32.dll\x",
    "missing drive": rf"Q:\{NO_SUCH}",
    "without access": rf"C:\System Volume Information\{NO_SUCH}",
    "without access, another": rf"C:\Windows\System32\LogFiles\WMI\RtBackup\{NO_SUCH}",
    "UNC of this host": r"\\localhost\C$\Windows",
    "UNC without the share": rf"\\localhost\{NO_SUCH}\x",
    "UNC without the host": rf"\\winfleet.invalid\{NO_SUCH}\x",
    "characters that no path has": r'C:\a|b<c>"d',
    "a star": r"C:\Win*",
    "device path": r"\\?\C:\Windows",
    "a volume's path": rf"\\?\Volume{{00000000-0000-0000-0000-000000000000}}\{NO_SUCH}",
    "the engine's pipe": r"\\.\pipe\docker_engine",
    "too long": "C:\\" + "\\".join(["winfleet" * 8] * 6),
    "relative": "Windows",
    "a device's name": r"C:\Windows\nul",
}
# The engine's requests that a run makes of every host, and those whose bodies are kept: the others hold environments.
REQUESTS = ("/_ping", "/version", "/info", "/containers/json?all=1", "/images/json", "/networks", "/volumes")
SHOWN_BODIES = ("/_ping", "/version", "/info")

# Of the class of network adapters; only SYSTEM may open it.
_CLOSED_KEY = r"HKLM:\SYSTEM\CurrentControlSet\Control\Class\{4d36e972-e325-11ce-bfc1-08002be10318}\Properties"
_DISM = [*DISM_NAMES.values(), *HYPERVISOR_PARTS]
_SERVER_MANAGER = list(SERVER_MANAGER_NAMES.values())


@dataclass(frozen=True)
class Part:
    """One call: `asks` by label. For the program `_look` they are looks, of the two others probes."""

    name: str
    program: str
    asks: dict[str, Ask]


def parts(shutdown: bool = False) -> list[Part]:
    """All parts in the order in which they are asked; what does something stands last, and only if it is asked for."""
    found = [*_CALLS, *_FACT_PARTS, _CLASS, *_look_parts()]
    return [*found, _SHUTDOWN] if shutdown else found


_INI = r"C:\Windows\win.ini"


def _look(look: Ask) -> Ask:
    return {"verb": "look", "times": 2, "look": look}


def _look_parts() -> Iterator[Part]:
    """Every verb of docs/verbs.md: those of the host looks under their names, and the looks that only others make."""
    more: dict[str, Ask] = {
        "processes": {"verb": "processes", "owners_of": ["vmwp.exe"]},
        "compute_systems": {"verb": "compute_systems"},
        **{f"file: {label}": {"verb": "file", "paths": [path]} for label, path in PATHS.items()},
        "file: version and digest": {"verb": "file", "paths": [_INI], "versions": True, "digests": True},
        "text": {"verb": "text", "path": _INI},
        "job": {"verb": "job", "id": "0" * 32},
        "accounts": {"verb": "accounts", "names": ["docker-users", "Administrators", r"NT AUTHORITY\SYSTEM", NO_SUCH]},
        "events": {"verb": "events", "log": "System", "source": "Service Control Manager", "count": 2},
        "events: the engine's": {"verb": "events", "source": "docker", "count": 2},
        "events: a missing source": {"verb": "events", "source": NO_SUCH, "count": 2},
        "an engine's pipe that is missing": {
            "verb": "engine",
            "pipe": NO_SUCH,
            "connect_timeout": 2,
            "requests": [{"path": "/_ping"}],
        },
        **{
            f"engine: {path}": {"verb": "engine", "connect_timeout": 2, "requests": [{"path": path}]}
            for path in REQUESTS
        },
        "engine: top of all": {
            "verb": "engine",
            "connect_timeout": 2,
            "requests": [
                {"path": "/containers/json"},
                {"path": "/containers/{}/top", "each": {"request": 0, "field": "Id"}},
            ],
        },
        "features: a missing name": {"verb": "features", "server_manager": [NO_SUCH], "dism": [NO_SUCH]},
        "cim: a missing class": {"verb": "cim", "class": "Win32_WinfleetNoSuch", "properties": ["Name"]},
        "cim: a missing property": {"verb": "cim", "class": "Win32_OperatingSystem", "properties": ["WinfleetNoSuch"]},
        "registry: a missing key": {"verb": "registry", "path": rf"HKLM:\SOFTWARE\{NO_SUCH}", "names": ["x"]},
        "registry: without access": {"verb": "registry", "path": _CLOSED_KEY, "names": ["x"]},
        "service: a missing name": {"verb": "service", "names": [NO_SUCH]},
    }
    asks = {**dict(zip(LOOK_NAMES, HOST_LOOKS, strict=True)), **more}
    for verb in sorted({look["verb"] for look in asks.values()}):
        of_verb = {label: _look(look) for label, look in asks.items() if look["verb"] == verb}
        yield Part(f"look {verb}", LOOKS, of_verb)


_CALLS = (
    Part("call without a look", CALL, {}),
    Part("call without a look, again", CALL, {}),
    Part("call with all looks of host_info", CALL, dict(zip(LOOK_NAMES, HOST_LOOKS, strict=True))),
)
_FACT_PARTS = (
    Part("versions", FACTS, {name: {"verb": name} for name in ("versions", "session", "names")}),
    Part("clock", FACTS, {"clock": {"verb": "clock", "samples": 4, "pause": 2}}),
    Part(
        "json",
        FACTS,
        {"forms": {"verb": "json_forms"}, "5 MB": {"verb": "json_large", "times": 2, "characters": LARGE}},
    ),
    Part("wire", FACTS, {"5 MB": {"verb": "text", "characters": LARGE}}),
    Part("paths", FACTS, {label: {"verb": "path", "path": path} for label, path in PATHS.items()}),
    Part(
        "registry",
        FACTS,
        {
            name: {"verb": "registry", "path": look["path"], "names": look["names"]}
            for name, look in zip(LOOK_NAMES, HOST_LOOKS, strict=True)
            if look["verb"] == "registry"
        },
    ),
    Part(
        "pipes",
        FACTS,
        {
            "missing": {"verb": "pipe_missing", "wait": 2000},
            "missing, not waited for": {"verb": "pipe_missing", "wait": 0},
            "busy": {"verb": "pipe_busy", "wait": 2000},
            "without access": {"verb": "pipe_denied", "wait": 2000},
            "the engine's": {"verb": "pipe", "name": "docker_engine", "wait": 2000},
        },
    ),
    Part("lock", FACTS, {"taken": {"verb": "lock", "path": _INI}}),
    Part(
        "processes",
        FACTS,
        {
            "owners": {"verb": "owners", "names": list(PROCESSES)},
            "hcsdiag": {"verb": "hcsdiag", "times": 2},
            "compute_process": {"verb": "compute_process", "times": 2},
        },
    ),
    Part(
        "server_manager",
        FACTS,
        {
            "all": {"verb": "server_manager_all", "times": 2, "names": _SERVER_MANAGER},
            "one": {"verb": "server_manager_one", "times": 2, "name": "Containers"},
            "a missing name": {"verb": "server_manager_one", "name": NO_SUCH},
        },
    ),
    Part(
        "dism",
        FACTS,
        {
            **{name: {"verb": "dism_one", "times": 2, "name": name} for name in _DISM},
            "a missing name": {"verb": "dism_one", "name": NO_SUCH},
            "all": {"verb": "dism_all", "names": _DISM},
        },
    ),
)
_CLASS = Part(
    "class",
    LOOKS,
    {
        "an answer": {"verb": "pipe_answer", "times": 2, "size": 100, "chunk": 0, "timeout": 10},
        "an answer in chunks": {"verb": "pipe_answer", "size": 6400, "chunk": 64, "timeout": 10},
        "5 MB": {"verb": "pipe_answer", "size": LARGE, "chunk": 0, "timeout": 60},
        "500 kB in chunks of 32 bytes": {"verb": "pipe_answer", "size": LARGE // 10, "chunk": 32, "timeout": 60},
        "no answer": {"verb": "pipe_answer", "size": -1, "chunk": 0, "timeout": 1},
    },
)
_SHUTDOWN = Part("shutdown", FACTS, {"codes": {"verb": "shutdown", "delay": SHUTDOWN_DELAY}})
