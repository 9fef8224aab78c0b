"""Which recorded rows is the simulated engine not asked for, and why? What HNS, HCS or Wine decided, and what would
need the internet, is not moby's; what is only left undone says so."""

from __future__ import annotations

WINE_CON = "Wine opens CON where Windows has no such path below a drive"
STAND_IN_HNS = "the stand-in for HNS said yes; here networks and ports are those of the simulated host"
STAND_IN_HCS = "the stand-in for HCS has no memory to run out of; the simulated host has"

AGAIN = "this engine was asked twice, and had the container of the first time"
FIRST_WORD = "a race: whether the program had printed before the request was attached"
TWO_STREAMS = "a race: which of the two streams was written first"
NO_NETWORK = "the recording had no network; the simulated registry answers"
LOG_LINES = "the whole log, with its times"

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
    ("requests", "28.5.2", "POST /containers/create?name=N1"): AGAIN,
    ("requests", "28.5.2", "POST /containers/create?name=v-old-process"): AGAIN,
    ("requests", "28.5.2", "POST /containers/create?name=v-old-hyperv"): AGAIN,
    ("requests", "28.5.2", "POST /containers/v-old-hyperv/start"): AGAIN,
    ("requests", "28.5.2", "POST /containers/create?name=v-new-process"): AGAIN,
    ("requests", "28.5.2", "POST /containers/create?name=v-new-hyperv"): AGAIN,
    ("requests", "", "POST /containers/v-new-process/start"): "the stand-in for HCS starts a newer image, Windows "
    "does not",
    ("requests", "", "GET /containers/e1/changes"): "Wine has no such folder of a layer",
    ("requests", "", "POST /commit?container=e1&repo=zze1"): "Wine has no such folder of a layer",
    ("requests", "", f"POST /volumes/create {'x' * 300}"): "Wine's words for a folder that cannot be made",
    ("requests", "", "POST /images/create?fromImage=os&platform=linux"): NO_NETWORK,
    ("requests", "", "GET /images/search"): NO_NETWORK,
    ("requests", "", "GET /distribution/zzz/json"): NO_NETWORK,
    ("requests", "", "POST /auth"): NO_NETWORK,
    ("daemon-start", "", "log-format json"): LOG_LINES,
    ("daily", "", "volume list | name part"): "chance: whether the name of an unnamed volume has an a in it",
    ("daily", "28.5.2", "logs | tail=2, stdout only (counted before the stream is chosen?)"): TWO_STREAMS,
    ("daily", "29.7.2", "attach | stream of a running one until its end"): FIRST_WORD,
}


def why_left_out(kind: str, version: str, case: str) -> str | None:
    """The reason; None where the row counts."""
    return LEFT_OUT.get((kind, "", case)) or LEFT_OUT.get((kind, version, case))
