"""The step `dockerd`: that program, run."""

from __future__ import annotations

from typing import Any

from hostsim.fronts.light.answers import Failed
from hostsim.fronts.light.file_steps import BAD_ARGUMENT
from hostsim.fronts.light.host import Host

FLAGS = {
    "version": "--version", "validate": "--validate", "register": "--register-service",
    "unregister": "--unregister-service",
}  # fmt: skip


def dockerd(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    do, path, expect = step.get("do"), step["path"], step.get("expect")
    if do not in FLAGS:
        raise Failed(*BAD_ARGUMENT, f"To '{do}' dockerd is not possible.")
    stdout, stderr, code = host.machine.run_program(path, [FLAGS[do], *(step.get("arguments") or [])])
    value = {"ExitCode": code, "Output": stdout + stderr}
    said = value["Output"].strip()
    if code:
        raise Failed("status", str(code), said, value)
    if expect and not said.startswith(f"Docker version {expect},"):
        raise Failed("version", "", f"{path} should be version {expect} and says: {said}", value)
    return value
