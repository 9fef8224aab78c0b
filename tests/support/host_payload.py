"""What Ansible sends to a host to run one of the two host programs, made by Ansible's own code."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from ansible.executor.powershell import module_manifest

MODULES = Path(__file__).resolve().parents[2] / "plugins" / "modules"


def bootstrap() -> list[str]:
    """The arguments of `powershell`, as the connections start every module."""
    script = module_manifest._get_powershell_script("bootstrap_wrapper.ps1").decode()
    encoded = base64.b64encode(script.encode("utf-16-le")).decode()
    return ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Unrestricted", "-EncodedCommand", encoded]


def payload(program: str, arguments: dict[str, Any]) -> bytes:
    """The standard input of `powershell`; `program` is `_look` or `_act`."""
    path = MODULES / f"{program}.ps1"
    return bytes(
        module_manifest._create_powershell_wrapper(
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
    )
