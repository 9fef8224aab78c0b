"""Which services there are, and which feature brings them."""

from __future__ import annotations

from dataclasses import dataclass

SVCHOST = "C:\\Windows\\System32\\svchost.exe -k "
DOCKERD = "C:\\Program Files\\Docker\\dockerd.exe"


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

# display name, recovery and account: moby daemon/command/service_windows.go (isolation.md 5.1)
DOCKER = Row("docker", "Docker Engine", f'"{DOCKERD}" --run-service', source="isolation.md 5.1")
# Its engine is a program of whoever is logged on (docs.docker.com, "Understand permission requirements for Windows")
DESKTOP = Row("com.docker.service", "Docker Desktop Service",
    '"C:\\Program Files\\Docker\\Docker\\com.docker.service"', "Manual", False, source="isolation.md 5")  # fmt: skip
# What an `engine.state` of a host adds to them
OF_ENGINE: dict[str, tuple[Row, ...]] = {
    "absent": (),
    "desktop": (DESKTOP,),
    "stopped": (DOCKER,),
    "running": (DOCKER,),
}
