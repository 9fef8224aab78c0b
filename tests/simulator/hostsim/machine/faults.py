"""What can be made to go wrong with a machine: one table of faults, read by `Machine.fault`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .registry_keys import MARKERS

if TYPE_CHECKING:
    from .core import Core


def features_source_missing(machine: Core, on: bool = True) -> None:
    """Features cannot be enabled for want of their files (0x800f081f), unless an existing source is given."""
    machine.parts.features.source_missing = on


def features_removed(machine: Core, names: Sequence[str] = ("Containers",)) -> None:
    """Features that are off lose their files: Removed, DisabledWithPayloadRemoved."""
    machine.parts.features.remove_payload(names)


def hypervisor_off(machine: Core, on: bool = True) -> None:
    """hypervisorlaunchtype Off, as if the machine had been booted so; `on=False` as if it had been booted without."""
    virtualization = machine.parts.virtualization
    virtualization.launch_type = "Off" if on else None
    virtualization.boot(machine.parts.features.hypervisor())


def disk_full(machine: Core, on: bool = True) -> None:
    """Nothing new can be written, no container can start (0x80070070)."""
    machine.parts.files.full = on


def no_rights(machine: Core, on: bool = True) -> None:
    """The user is no administrator: files of the system and services may not be changed (0x80070005, 2)."""
    machine.parts.files.protected = on
    machine.unprivileged = on


def service_fails(machine: Core, service: str = "docker", text: str | None = "The service could not start.") -> None:
    """The service cannot start and writes `text` to the Application log; `text=None` heals it."""
    if text is None:
        machine.parts.services.failing.pop(service.lower(), None)
    else:
        machine.parts.services.failing[service.lower()] = text


def service_slow(machine: Core, seconds: float = 5.0, service: str = "docker", on: bool = True) -> None:
    """Each start of the service takes so many seconds longer; it says Start Pending meanwhile."""
    if on:
        machine.parts.services.slow[service.lower()] = seconds
    else:
        machine.parts.services.slow.clear()


def reboot_pending(machine: Core, marker: str = "windows_update", on: bool = True) -> None:
    """A marker of a pending reboot that no feature left; a boot clears it."""
    if marker not in MARKERS:
        raise ValueError(f"marker {marker!r} is not known; known are: {', '.join(MARKERS)}")
    (machine.markers.add if on else machine.markers.discard)(marker)


def hcs_denied(machine: Core, on: bool = True) -> None:
    """The user may not ask the Host Compute Service (0x8037011b)."""
    machine.hcs_denied = on


def slow_features(machine: Core, seconds: float = 30.0, on: bool = True) -> None:
    """Get-WindowsFeature takes so long, each time (PowerShell/PowerShell#24500)."""
    machine.features_take = seconds if on else 0.0


def settling(machine: Core, looks: int = 2, reboots: int = 1, on: bool = True) -> None:
    """After the next boot features stay pending for so many looks at them, then the machine reboots by itself."""
    if on and (looks < 1 or reboots < 1):
        raise ValueError(f"looks and reboots are at least 1, not {looks} and {reboots}")
    machine.settling.expect(*((looks, reboots) if on else (0, 0)))


FAULTS: dict[str, Callable[..., None]] = {
    function.__name__: function
    for function in (
        features_source_missing,
        features_removed,
        hypervisor_off,
        disk_full,
        no_rights,
        service_fails,
        service_slow,
        reboot_pending,
        hcs_denied,
        slow_features,
        settling,
    )
}


def inject(machine: Core, name: str, **arguments: Any) -> None:
    """Apply a fault. Raises ValueError when there is none of that name, TypeError for unknown arguments."""
    if name not in FAULTS:
        raise ValueError(f"fault {name!r} is not known to machines; known are: {', '.join(FAULTS)}")
    FAULTS[name](machine, **arguments)


def state(machine: Core) -> dict[str, Any]:
    """Which lasting faults are on (for the machine's state)."""
    return {
        "features_source_missing": machine.parts.features.source_missing,
        "disk_full": machine.parts.files.full,
        "no_rights": machine.unprivileged,
        "service_fails": dict(machine.parts.services.failing),
        "service_slow": dict(machine.parts.services.slow),
        "hcs_denied": machine.hcs_denied,
        "slow_features": machine.features_take,
        "settling": machine.settling.state(),
    }
