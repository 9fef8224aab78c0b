"""What the engine tells of a container that declares nothing, of what a plan asks for (the recorded plain containers of
moby 28.5.2 and 29.7.2: tests/simulator/recorded/data/create-plain-*.json)."""

from __future__ import annotations

from typing import Any

HOST: dict[str, Any] = {
    "NetworkMode": "default",
    "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
    "Memory": 0,
    "NanoCpus": 0,
    "CpuCount": 0,
    "CpuPercent": 0,
    "CpuShares": 0,
    "IOMaximumIOps": 0,
    "IOMaximumBandwidth": 0,
    "Dns": None,
    "DnsSearch": None,
    "LogConfig": {"Type": "json-file", "Config": {}},
    "PortBindings": {},
    "Binds": None,
    "Devices": None,
    "SecurityOpt": None,
}
CONFIG: dict[str, Any] = {
    "Env": None,
    "Cmd": None,
    "Entrypoint": None,
    "User": "",
    "WorkingDir": "",
    "Domainname": "",
    "Tty": False,
    "OpenStdin": False,
}
