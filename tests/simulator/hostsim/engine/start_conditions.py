"""Can the engine start on this host, and which isolation is its default?

moby daemon/daemon_windows.go checkSystem and setDefaultIsolation, daemon/config/config_windows.go (isolation.md 1.1,
1.3).
"""

from __future__ import annotations

from collections.abc import Sequence

from .host import Host, MachineLike
from .versions import EngineVersion

REQUIRED_SERVICES = ("hns", "vmcompute")
MODES = ("process", "hyperv")


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


def default_isolation(exec_opts: Sequence[str], host: Host, version: EngineVersion) -> str:
    """`process` or `hyperv`: by product type, unless exec-opts say otherwise. Raises CannotStart for a bad option."""
    isolation = "hyperv" if host.client else "process"
    for option in exec_opts:
        key, equals, value = option.partition("=")
        if not equals:
            raise CannotStart(f"Unable to parse exec-opt '{option}'")
        if key.strip().lower() == "native.cgroupdriver":
            raise CannotStart("option 'native.cgroupdriver' is only supported on linux")
        if key.strip().lower() != "isolation":
            raise CannotStart(f"unknown option: '{key}'")
        wanted = value.strip().lower()
        if wanted not in ("", "default", *MODES):
            start = "invalid" if version.number >= (23, 0) else "Invalid"
            raise CannotStart(f"{start} exec-opt value for 'isolation':'{value}'")
        if wanted == "process" and host.client and host.build < 17763 and version.number < (23, 0):
            raise CannotStart(
                "Windows client operating systems earlier than version 1809 can only run Hyper-V containers"
            )
        isolation = wanted if wanted in MODES else isolation
    return isolation
