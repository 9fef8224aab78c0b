"""Which recorded rows is the simulated engine not asked for, and why? What HNS, HCS or Wine decided, and what would
need the internet, is not moby's; what is only left undone says so."""

from __future__ import annotations

WINE_CON = "Wine opens CON where Windows has no such path below a drive"
STAND_IN_HNS = "the stand-in for HNS said yes; here networks and ports are those of the simulated host"
STAND_IN_HCS = "the stand-in for HCS has no memory to run out of; the simulated host has"

# (file, version or "" for both, case) -> why
LEFT_OUT: dict[tuple[str, str, str], str] = {
    ("create", "", "Binds=['C:\\\\con:C:\\\\x']"): WINE_CON,
    ("create", "", "Mounts=[{'Type': 'bind', 'Source': 'C:\\\\con', 'Target': 'C:\\\\x'}]"): WINE_CON,
    (
        "create",
        "",
        "StorageOpt={'size': '1.5GB'}",
    ): "Wine opens no disk; on Windows the engine would make one of this size",
    ("start", "", "Isolation='hyperv', Memory=1000000000000000"): STAND_IN_HCS,
    (
        "start",
        "28.5.2",
        "LogConfig={'Type': 'awslogs', 'Config': {'awslogs-group': 'x'}}",
    ): "the driver asked the internet",
    (
        "start",
        "",
        "Healthcheck={'Test': ['CMD', 'x'], 'Interval': 1000000}",
    ): "whether a probe of 1 ms is running at the moment",
    ("start", "29.7.2", "NetworkMode='bridge'"): STAND_IN_HNS,
    ("start", "29.7.2", "NetworkMode='host', Links=['a:b']"): STAND_IN_HNS,
    ("start", "29.7.2", "PortBindings={'80/tcp': [{'HostPort': '1'}, {'HostPort': '1'}]}"): STAND_IN_HNS,
}


def why_left_out(kind: str, version: str, case: str) -> str | None:
    """The reason; None where the row counts."""
    return LEFT_OUT.get((kind, "", case)) or LEFT_OUT.get((kind, version, case))
