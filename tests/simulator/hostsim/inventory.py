"""How does Ansible reach the fleet? The inventory as data, and as a private file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

GROUP = "simulated"
HEADER = "# Written by the simulator's `up`; removed by `down`. The passwords are those of this fleet alone.\n"


def inventory(
    hosts: dict[str, int], user: str, password: str, scheme: str, certificates: dict[str, str] | None = None
) -> dict[str, Any]:
    """The inventory of hosts by name and port. Works with `winrm`, and with `-e ansible_connection=psrp` as well.

    `certificates` (host -> path of its PEM) makes the connections validate them; without it nothing is validated.
    """
    common = {
        "ansible_connection": "winrm",
        "ansible_host": "127.0.0.1",
        "ansible_user": user,
        "ansible_password": password,
        "ansible_winrm_scheme": scheme,
        "ansible_winrm_transport": "ntlm",
        "ansible_winrm_server_cert_validation": "validate" if certificates else "ignore",
        "ansible_psrp_protocol": scheme,
        "ansible_psrp_auth": "ntlm",
        "ansible_psrp_cert_validation": "validate" if certificates else "ignore",
    }
    entries = {name: {"ansible_port": port, **_trust(name, certificates)} for name, port in hosts.items()}
    return {"all": {"children": {GROUP: {"hosts": entries, "vars": common}}}}


def _trust(name: str, certificates: dict[str, str] | None) -> dict[str, str]:
    if not certificates:
        return {}
    return {"ansible_winrm_ca_trust_path": certificates[name], "ansible_psrp_ca_cert": certificates[name]}


def write_inventory(path: Path, content: dict[str, Any]) -> None:
    """Writes the file so that only its owner can read it at any time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(HEADER + yaml.safe_dump(content, sort_keys=False))
    fresh.replace(path)


def is_ours(path: Path) -> bool:
    """Whether `write_inventory` wrote this file."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), encoding="utf-8", errors="replace") as file:
            return os.fstat(file.fileno()).st_uid == os.getuid() and file.readline() == HEADER
    except OSError:
        return False


def remove_inventory(path: Path) -> None:
    """Whatever else stands there by now stays."""
    if is_ours(path):
        path.unlink(missing_ok=True)
