"""What did Ansible send? Reads the text that its connection plugins hand to a Windows host.

A module call is a command line `PowerShell ... -EncodedCommand B64` whose standard input is (ansible-core 2.20 to 2.22,
lib/ansible/executor/powershell/module_manifest.py):

    {"name": "exec_wrapper", "script": ..., "params": {...}}     one line
    NUL NUL NUL NUL                                              one line
    {"scripts": ..., "actions": [...], ...}                      or base64 of its gzip, with params.DecompressInput

The last action that has params.ForModule runs the module. Its arguments are the variable `complex_args` until 2.21, the
JSON text params.ArgumentJSON since.
A file that is sent (put_file) follows in lines of base64 after one more line of NUL, for winrm_put_file.ps1 or
psrp_put_file.ps1, which are the same in all three.
Over PSRP the same lines arrive as pipeline input, without the command line.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
from dataclasses import dataclass
from typing import Any

# PowerShell takes any beginning of -EncodedCommand, and -ec.
ENCODED = re.compile(
    r"""^\s*"?(?:[a-z]:)?(?:[^"\s]*[\\/])?(?:powershell|pwsh)(?:\.exe)?"?\s(?:.*?\s)??"""
    r"""-(?:ec|e(?:n(?:c(?:o(?:d(?:e(?:d(?:c\w*)?)?)?)?)?)?)?)\s+"?([A-Za-z0-9+/=]+)"?""",
    re.I | re.S,
)
SEPARATOR = re.compile(rb"\r?\n\0\0\0\0(?:\r?\n|$)")


@dataclass(frozen=True)
class ModuleCall:
    """A module call: the full name (`winfleet.containers._look`) and the arguments, with Ansible's own `_ansible_*`."""

    name: str
    arguments: dict[str, Any]


def encoded_script(command_line: str) -> str | None:
    """The text in a `PowerShell -EncodedCommand` line, with outer layers peeled off; None for any other line."""
    match = ENCODED.match(command_line)
    if not match:
        return None
    try:
        text = base64.b64decode(match[1], validate=True).decode("utf-16-le")
    except (binascii.Error, UnicodeDecodeError):
        return None
    inner = encoded_script(text)
    return text if inner is None else inner


def module_call(stdin: bytes) -> ModuleCall | None:
    """The module that a standard input asks for; None where it is something else (a script, a copied file, nothing)."""
    manifest = manifest_of(stdin)
    actions = manifest.get("actions") if isinstance(manifest, dict) else None
    for action in reversed(actions or []):
        params = action.get("params") or {}
        if params.get("ForModule"):
            return ModuleCall(public_name(params.get("Script", "")), _arguments(params))
    return None


def script_name(stdin: bytes) -> str | None:
    """The name of what runs last (`winrm_put_file.ps1`), for messages; None where there is no manifest."""
    manifest = manifest_of(stdin)
    actions = manifest.get("actions") if isinstance(manifest, dict) else None
    return str(actions[-1].get("name")) if actions else None


PUT_SCRIPTS = ("winrm_put_file.ps1", "psrp_put_file.ps1")


def sent_to(stdin: bytes) -> str | None:
    """Where to a file is on its way, of a standard input that begins as put_file of winrm and psrp begins it; None for
    any other. The file follows its manifest and one more separator, in lines of base64."""
    if len(SEPARATOR.findall(stdin)) < 2:  # nearly always
        return None
    manifest = manifest_of(stdin)
    actions = manifest.get("actions") if isinstance(manifest, dict) else None
    if actions and actions[-1].get("name") in PUT_SCRIPTS:
        return str(actions[-1]["params"]["Path"])
    return None


def public_name(script: str) -> str:
    """`ansible_collections.a.b.plugins.modules.c.ps1` -> `a.b.c`; Ansible's own -> `ansible.builtin.c`."""
    name = re.sub(r"\.ps1$", "", script, flags=re.I)
    match = re.fullmatch(r"ansible_collections\.([^.]+)\.([^.]+)\.plugins\.modules\.(.+)", name)
    if match:
        return ".".join(match.groups())
    return re.sub(r"^ansible\.(?:legacy|modules)\.", "ansible.builtin.", name)


def manifest_of(stdin: bytes) -> Any:
    """The manifest of a standard input; None where it has none."""
    parts = SEPARATOR.split(stdin, maxsplit=2)
    if len(parts) < 2:
        return None
    try:
        params = json.loads(parts[0]).get("params") or {}
        body = parts[1].strip()
        return json.loads(gzip.decompress(base64.b64decode(body)) if params.get("DecompressInput") else body)
    except (ValueError, AttributeError, OSError, EOFError):
        return None


def _arguments(params: dict[str, Any]) -> dict[str, Any]:
    if "ArgumentJSON" in params:
        return dict(json.loads(params["ArgumentJSON"]))
    variables = {variable["Name"]: variable["Value"] for variable in params.get("Variables") or []}
    return dict(variables.get("complex_args") or {})
