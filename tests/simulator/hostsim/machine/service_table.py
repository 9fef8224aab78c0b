"""Which services there are, and which feature brings them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

SVCHOST = "C:\\Windows\\System32\\svchost.exe -k "
#: What moby (cmd/dockerd/service_windows.go) and containerd set: restart after 15 s, twice, then nothing; counted anew
#: after 24 hours. The bytes are SERVICE_FAILURE_ACTIONS as the service control manager keeps it: reset period, no
#: message, no command, three actions from byte 20, each a type (1: restart) and milliseconds.
RECOVERY: tuple[int, ...] = tuple(struct.pack("<11I", 86_400, 0, 0, 3, 20, 1, 15_000, 1, 15_000, 0, 0))


@dataclass(frozen=True)
class Row:
    """`at_boot` whether it runs after a boot; `feature` DISM's name of the feature that brings it, by kind alike."""

    name: str
    display: str
    path: str
    start_mode: str = "Auto"
    at_boot: bool = True
    owner: str = "LocalSystem"
    feature: str | None = None
    source: str = "GK"
    failure_actions: tuple[int, ...] | None = None
    depends: tuple[str, ...] = ()
    about: str = ""
    delayed: bool = False


SERVICES: tuple[Row, ...] = (
    Row("Dhcp", "DHCP Client", SVCHOST + "LocalServiceNetworkRestricted -p", owner="NT AUTHORITY\\LocalService"),
    Row("EventLog", "Windows Event Log", SVCHOST + "LocalServiceNetworkRestricted -p",
        owner="NT AUTHORITY\\LocalService"),
    Row("LanmanServer", "Server", SVCHOST + "netsvcs -p"),
    Row("TrustedInstaller", "Windows Modules Installer", "C:\\Windows\\servicing\\TrustedInstaller.exe", "Manual",
        False),
    Row("Winmgmt", "Windows Management Instrumentation", SVCHOST + "netsvcs -p"),
    Row("WinRM", "Windows Remote Management (WS-Management)", SVCHOST + "NetworkService -p",
        owner="NT AUTHORITY\\NetworkService"),
    Row("wuauserv", "Windows Update", SVCHOST + "netsvcs -p", "Manual", False),
    Row("vmcompute", "Hyper-V Host Compute Service", "C:\\Windows\\system32\\vmcompute.exe", "Manual",
        feature="Containers", source="A8.2"),
    Row("hns", "Host Network Service", SVCHOST + "NetSvcs -p", "Manual", feature="Containers", source="A8.2"),
    Row("vmms", "Hyper-V Virtual Machine Management", "C:\\Windows\\system32\\vmms.exe", feature="Microsoft-Hyper-V",
        source="A8.1"),
)  # fmt: skip
