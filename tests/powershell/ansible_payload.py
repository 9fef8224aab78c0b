"""Builds what Ansible sends to a host for one of the two host programs, with Ansible's own code, and runs it."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ansible.executor.powershell import module_manifest

ROOT = Path(__file__).parents[2]
PWSH = shutil.which("pwsh")


def payload(program: str, arguments: dict[str, Any]) -> bytes:
    """The standard input of `powershell`; `program` is `_look` or `_act`."""
    path = ROOT / "plugins" / "modules" / f"{program}.ps1"
    return module_manifest._create_powershell_wrapper(
        name=f"ansible_collections.winfleet.containers.plugins.modules.{program}",
        module_data=path.read_bytes(),
        module_path=str(path),
        module_args=arguments,
        environment={},
        async_timeout=0,
        become_plugin=None,
        substyle="powershell",
        task_vars={},
        profile="legacy",
    )


def command_line() -> list[str]:
    bootstrap = module_manifest._get_powershell_script("bootstrap_wrapper.ps1").decode()
    encoded = base64.b64encode(bootstrap.encode("utf-16-le")).decode()
    return ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Unrestricted", "-EncodedCommand", encoded]


def run(
    program: str,
    arguments: dict[str, Any],
    environment: dict[str, str],
    before: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """The answer under our key; raises AssertionError where the host printed anything but that one object."""
    assert PWSH is not None
    done = subprocess.run(
        [PWSH, *command_line()],
        input=payload(program, arguments),
        env=environment,
        preexec_fn=before,
        capture_output=True,
        timeout=60,
        check=False,
    )
    lines = done.stdout.decode().strip().splitlines()
    assert len(lines) == 1, (done.stdout.decode(), done.stderr.decode())
    assert done.stderr.decode().strip() in ("", "#< CLIXML"), done.stderr.decode()
    result = json.loads(lines[0])
    assert set(result) == {"winfleet"}, result
    return result["winfleet"]
