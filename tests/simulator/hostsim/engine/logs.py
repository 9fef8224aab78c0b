"""What has a container printed, and how does the engine hand it out? (real-engine.md 7; moby daemon/logs.go)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..machine.workload import workload
from .container import Container

KEPT = 10_000  # lines of one container
MOST = 16 * 1024  # a longer line is several messages (moby daemon/logger/copier.go)


def lines_of(container: Container, fault: dict[str, Any] | None) -> list[tuple[int, bytes]]:
    """What a run prints: its command's `echo`, and what the fault `prints` says, `\\n` for the end of a line."""
    said = [(stream, f"{text}\r\n".encode()) for stream, text in workload(container.command).printed]
    if fault is not None:
        data = bytes.fromhex(fault["hex"]) if fault["hex"] else str(fault["text"]).replace("\\n", "\r\n").encode()
        said += [(fault["stream"], line) for line in data.splitlines(keepends=True)]
    return said


def tail_of(container: Container, tail: str, stdout: bool, stderr: bool) -> list[tuple[int, bytes]]:
    """The last lines; they are counted before the stream is chosen, and what is no number is all of them."""
    kept = container.printed
    if tail.isascii() and tail.isdecimal():
        kept = kept[len(kept) - int(tail) :] if int(tail) < len(kept) else kept
    return [(stream, line) for stream, line in kept if (stdout if stream == 1 else stderr)]


def framed(lines: list[tuple[int, bytes]], tty: bool) -> Iterator[bytes]:
    """Frames of eight bytes, stream and length, unless the container has a terminal."""
    for stream, line in lines:
        for start in range(0, len(line), MOST):
            part = line[start : start + MOST]
            yield part if tty else bytes([stream, 0, 0, 0]) + len(part).to_bytes(4, "big") + part
