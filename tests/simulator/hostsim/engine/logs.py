"""What has a container printed, and what of it is read? (moby daemon/logs.go, daemon/logger)"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

KEPT = 10_000  # lines of one container
MOST = 16 * 1024  # a longer line is several messages (moby daemon/logger/copier.go)
#: Drivers that read what they wrote; each other one but `none` has a cache that does
#: (moby daemon/logger/loggerutils/cache)
READ_THEMSELVES = ("json-file", "local")
#: Since which version a driver keeps attributes with its messages
KEEPS_ATTRIBUTES = {"json-file": (0,), "local": (29, 0)}


@dataclass(frozen=True)
class Message:
    """One message of a log; stream 1 is stdout, 2 stderr."""

    stream: int
    data: bytes
    when: datetime


class Log:
    """The messages of all runs of a container, the oldest forgotten; they are numbered from 0 on."""

    def __init__(self) -> None:
        self._messages: list[Message] = []
        self._dropped = 0

    def add(self, stream: int, data: bytes, when: datetime) -> None:
        """What was written at once: a message for each line, long ones in pieces."""
        for line in data.splitlines(keepends=True):
            for start in range(0, len(line), MOST):
                self._messages.append(Message(stream, line[start : start + MOST], when))
        surplus = len(self._messages) - KEPT
        if surplus > 0:
            del self._messages[:surplus]
            self._dropped += surplus

    def __len__(self) -> int:
        return self._dropped + len(self._messages)

    def since(self, number: int) -> list[Message]:
        """The messages from that number on."""
        return self._messages[max(0, number - self._dropped) :]

    def first_of(self, tail: int | None) -> int:
        """The number of the first of so many at the end; None is all."""
        return self._dropped if tail is None else max(self._dropped, len(self) - tail)


@dataclass(frozen=True)
class Asked:
    """What a request wants of a log; `since` and `until` in seconds since 1970."""

    stdout: bool
    stderr: bool
    since: float | None = None
    until: float | None = None
    timestamps: bool = False
    details: bool = False

    def wants(self, message: Message) -> bool:
        """Whether it is told."""
        at = message.when.timestamp()
        return (
            (self.stdout if message.stream == 1 else self.stderr)
            and (self.since is None or at >= self.since)
            and (self.until is None or at <= self.until)
        )

    def told(self, message: Message, attributes: str) -> bytes:
        """The message as it is written: date, attributes, line (moby httputils.WriteLogStream)."""
        begin = f"{message.when:%Y-%m-%dT%H:%M:%S}.{message.when.microsecond:06d}000Z " if self.timestamps else ""
        return (begin + (f"{attributes} " if self.details else "")).encode() + message.data


def reads_nothing(log_config: Mapping[str, Any]) -> bool:
    """Whether the driver does not support reading: there is no file, and no cache in its place."""
    kind = log_config["Type"]
    uncached = str((log_config["Config"] or {}).get("cache-disabled", "")).lower() in ("1", "t", "true")
    return kind == "none" or (kind not in READ_THEMSELVES and uncached)


def tail_number(text: str) -> int | None:
    """How many at the end; what is no number, or a negative one, is all of them."""
    return int(text) if re.fullmatch(r"\+?\d+", text) else None


def attributes(host_config: Mapping[str, Any], config: Mapping[str, Any], version: tuple[int, ...]) -> str:
    """The labels and variables that the log's options choose (moby ExtraAttributes), as `details` has them."""
    log = host_config["LogConfig"]
    if version < KEEPS_ATTRIBUTES.get(log["Type"], (10**6,)):
        return ""
    options = log["Config"] or {}
    env = dict(entry.partition("=")[::2] for entry in config["Env"] or [] if "=" in entry)
    found: dict[str, str] = {}
    for source, option in ((config["Labels"] or {}, "labels"), (env, "env")):
        found |= {key: source[key] for key in options.get(option, "").split(",") if key in source}
        pattern = options.get(f"{option}-regex", "")
        found |= {key: value for key, value in source.items() if pattern and re.search(pattern, key)}
    if options.get("tag"):
        found["tag"] = options["tag"]
    return ",".join(f"{quote_plus(key)}={quote_plus(value)}" for key, value in sorted(found.items()))


def frame(stream: int, data: bytes) -> bytes:
    """Eight bytes, stream and length, before the data."""
    return bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data


def fault_lines(fault: dict[str, Any] | None) -> list[tuple[int, bytes]]:
    """What the fault `prints` says, `\\n` for the end of a line."""
    if fault is None:
        return []
    data = bytes.fromhex(fault["hex"]) if fault["hex"] else str(fault["text"]).replace("\\n", "\r\n").encode()
    return [(fault["stream"], data)]
