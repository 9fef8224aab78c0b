"""What the registry holds: keys that follow from the machine's parts, and keys that were written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Key = dict[str, Any]
HIVES = {"hkey_local_machine": "HKLM", "hklm": "HKLM", "hkey_current_user": "HKCU", "hkcu": "HKCU"}

CURRENT_VERSION = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
WINLOGON = CURRENT_VERSION + "\\Winlogon"
AUTO_LOGON_CHECKED = WINLOGON + "\\AutoLogonChecked"
VOLATILE_STORE = CURRENT_VERSION + "\\HostComputeService\\VolatileStore\\ComputeSystem"
CBS = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing"
CBS_REBOOT_PENDING = CBS + "\\RebootPending"
AUTO_UPDATE = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update"
UPDATE_REBOOT_REQUIRED = AUTO_UPDATE + "\\RebootRequired"
SESSION_MANAGER = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager"
ENVIRONMENT = SESSION_MANAGER + "\\Environment"
SERVICES = "HKLM\\SYSTEM\\CurrentControlSet\\Services"
COMPUTER_NAME = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\ComputerName"


VARIABLES = {
    "SystemRoot": "C:\\Windows", "windir": "C:\\Windows", "ProgramFiles": "C:\\Program Files",
    "ProgramData": "C:\\ProgramData",
}  # fmt: skip


def expanded(value: Any) -> Any:
    """A value as RegistryKey.GetValue gives it: with the variables of a text (REG_EXPAND_SZ)."""
    if not isinstance(value, str):
        return value
    known = {name.lower(): text for name, text in VARIABLES.items()}
    return re.sub(r"%(\w+)%", lambda match: known.get(match[1].lower(), match[0]), value)


def normal(path: str) -> str:
    r"""`HKLM:\A\B\`, `Registry::HKEY_LOCAL_MACHINE\A\B`, `hklm/A/B` -> `HKLM\A\B`."""
    text = path.replace("/", "\\")
    if "::" in text:
        text = text.split("::", 1)[1]
    hive, _, rest = text.partition("\\")
    rest = "\\".join(part for part in rest.split("\\") if part)
    name = HIVES.get(hive.rstrip(":").lower(), hive.rstrip(":"))
    return f"{name}\\{rest}" if rest else name


class Registry:
    """`derived` maps a path to a function that gives the key's values, or None while the key is not there."""

    def __init__(self, derived: Mapping[str, Callable[[], Key | None]], below: Callable[[], Mapping[str, Key]]) -> None:
        self._derived = {path.lower(): (path, function) for path, function in derived.items()}
        self._below = below
        self._written: dict[str, tuple[str, Key]] = {}
        self._removed: set[str] = set()

    def get(self, path: str) -> Key | None:
        """The key's values; a key that only has keys below it has none ({}); None where there is no such key."""
        wanted = normal(path).lower()
        keys = self._keys()
        if wanted in keys:
            return dict(keys[wanted][1])
        return {} if any(key.startswith(wanted + "\\") for key in keys) else None

    def subkeys(self, path: str) -> list[str]:
        """The names of the keys directly below."""
        start = normal(path) + "\\"
        found: dict[str, str] = {}
        for key, (spelled, _) in self._keys().items():
            if key.startswith(start.lower()):
                name = spelled[len(start) :].split("\\", 1)[0]
                found.setdefault(name.lower(), name)
        return [found[name] for name in sorted(found)]

    def set(self, path: str, values: Key) -> None:
        """Write a key; values that are there already stay, and so does how their names are spelled."""
        spelled = normal(path)
        names = {name.lower(): name for name in self.get(path) or {}}
        values = {names.get(name.lower(), name): value for name, value in values.items()}
        key = spelled.lower()
        self._removed.discard(key)
        spelled, before = self._written.get(key, (spelled, {}))
        self._written[key] = (spelled, _over(before, values))

    def remove(self, path: str) -> None:
        """Remove a key and all below it."""
        gone = normal(path).lower()
        for key in [key for key in self._written if key == gone or key.startswith(gone + "\\")]:
            del self._written[key]
        self._removed |= {key for key in self._derived if key == gone or key.startswith(gone + "\\")}

    def boot(self) -> None:
        """Derived keys that were removed may appear again."""
        self._removed.clear()

    def state(self) -> dict[str, Key]:
        """Every key by its path."""
        return {spelled: dict(values) for _, (spelled, values) in sorted(self._keys().items())}

    def _keys(self) -> dict[str, tuple[str, Key]]:
        keys: dict[str, tuple[str, Key]] = {}
        for key, (spelled, function) in self._derived.items():
            values = None if key in self._removed else function()
            if values is not None:
                keys[key] = (spelled, values)
        for path, values in self._below().items():
            keys[path.lower()] = (path, values)
        for key, (spelled, values) in self._written.items():
            keys[key] = (spelled, _over(keys.get(key, (spelled, {}))[1], values))
        return keys


def _over(before: Key, values: Key) -> Key:
    """Values over others; a value's name knows no case and keeps its first spelling."""
    names = {name.lower(): name for name in before}
    return {**before, **{names.get(name.lower(), name): value for name, value in values.items()}}
