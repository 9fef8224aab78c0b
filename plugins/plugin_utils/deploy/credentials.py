# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where does the engine look for a credential spec, and is it there? (moby daemon/oci_windows.go)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

ROOT = r"C:\ProgramData\docker"  # the engine's data root unless its daemon.json names another
KEY = r"HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Virtualization\Containers\CredentialSpecs"

Specs = Iterable[Mapping[str, Any]]


def file_of(credential_spec: str | None, root: str) -> str | None:
    """The path of a `file://` spec; one that leaves the folder is refused by the engine, whatever is there."""
    kind, _colon, name = str(credential_spec or "").partition("://")
    return f"{root}\\CredentialSpecs\\{name}" if kind.lower() == "file" and name else None


def entry_of(credential_spec: str | None) -> str | None:
    """The value of the registry that a `registry://` spec names."""
    kind, _colon, name = str(credential_spec or "").partition("://")
    return name if kind.lower() == "registry" and name else None


def files(specs: Specs, root: str) -> list[str]:
    return sorted({path for spec in specs if (path := file_of(spec["credential_spec"], root))})


def entries_look(specs: Specs) -> list[dict[str, Any]]:
    """One look at the registry, where a container names an entry of it."""
    names = sorted({name for spec in specs if (name := entry_of(spec["credential_spec"]))})
    return [{"verb": "registry", "path": KEY, "names": names}] if names else []
