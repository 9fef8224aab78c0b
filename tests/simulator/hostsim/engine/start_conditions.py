"""Can the engine start on this host at all? moby daemon/daemon_windows.go checkSystem."""

from __future__ import annotations

from .host import Host, MachineLike
from .versions import EngineVersion

REQUIRED_SERVICES = ("hns", "vmcompute")


class CannotStart(Exception):
    """The text that the engine ends with."""


def check_system(machine: MachineLike, host: Host, version: EngineVersion) -> None:
    """Raise CannotStart where this engine does not run on this host."""
    if version.number >= (23, 0) and host.build < 17763:
        raise CannotStart(
            "this version of Windows does not support the docker daemon (Windows build 17763 or higher is required)"
        )
    if host.build < 14393:
        raise CannotStart("The docker daemon requires build 14393 or later of Windows Server 2016 or Windows 10")
    if machine.service("vmcompute") is None:  # the feature brings the library and the service together
        raise CannotStart("failed to load vmcompute.dll, ensure that the Containers feature is installed")
    for name in REQUIRED_SERVICES:
        if machine.service(name) is None:
            raise CannotStart(
                "a required service is not installed, ensure the Containers feature is installed: failed to open "
                f"service {name}: The specified service does not exist as an installed service."
            )
