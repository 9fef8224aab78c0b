"""Which modules does a light host run? The two host programs; all others are scripts for a PowerShell."""

from __future__ import annotations

import contextlib
import json
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hostsim.fronts.background import Background, background
from hostsim.fronts.light import programs
from hostsim.fronts.light.answers import printed
from hostsim.fronts.light.host import Died, Host
from hostsim.fronts.payload import ModuleCall, module_call, script_name
from hostsim.machine import WindowsError

PROGRAMS: dict[str, Callable[[Host, dict[str, Any]], dict[str, Any]]] = {
    "winfleet.containers._look": programs.look,
    "winfleet.containers._act": programs.act,
}


@dataclass(frozen=True)
class Result:
    """What a PowerShell would leave behind: the bytes of both outputs and the exit code."""

    stdout: bytes
    stderr: bytes
    exit_code: int


def run(host: Host, stdin: bytes) -> Result:
    """Runs what Ansible's bootstrap script would run with this standard input. Raises Died."""
    if (apart := background(stdin)) is not None:
        return _begun(host, apart)
    call = module_call(stdin)
    if call is None:
        return no_powershell(f"the script '{script_name(stdin) or 'without a manifest'}'")
    program = PROGRAMS.get(call.name)
    if program is None:
        return no_powershell(f"the module '{call.name}'")
    try:
        return Result(printed(program(host, arguments_of(call))), b"", 0)
    except Died:
        raise
    except Exception as error:  # a fault of the simulator: told as Ansible tells a module's, and in the daemon's log
        traceback.print_exc()
        return Result(
            printed({"failed": True, "msg": f"Unhandled exception while executing module: {error!r}"}), b"", 1
        )


HOME = "C:\\Users\\Administrator"


def _begun(host: Host, apart: Background) -> Result:
    """The module runs in a process of its own, whose answer goes into the results file."""
    folder = apart.folder.replace("%USERPROFILE%", HOME)
    host.machine.add_path(folder)
    results = f"{folder}\\{apart.job}"
    host.machine.write_file(results, json.dumps(apart.started(results)).encode())

    def work() -> None:
        with contextlib.suppress(Died, WindowsError):
            host.machine.write_file(results, apart.ended(results, run(host, apart.stdin).stdout))

    threading.Thread(target=work, daemon=True, name="light-background").start()
    return Result(printed(apart.started(results)), b"", 0)


def arguments_of(call: ModuleCall) -> dict[str, Any]:
    """The arguments without Ansible's own."""
    return {name: value for name, value in call.arguments.items() if not name.startswith("_ansible_")}


def no_powershell(what: str) -> Result:
    """A PowerShell error on stderr and exit code 1, as a host gives it for a script that cannot run."""
    text = (
        f"A light host of the simulator runs no PowerShell, so it cannot run {what}. "
        "Bring the fleet up with --front live.\r\n"
        "    + CategoryInfo          : NotImplemented: (:) [], RuntimeException\r\n"
        "    + FullyQualifiedErrorId : LightHostRunsNoPowerShell\r\n"
    )
    return Result(b"", text.encode(), 1)
