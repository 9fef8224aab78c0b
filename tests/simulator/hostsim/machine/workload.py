"""Which processes a container's command makes, and whether and how it ends by itself."""

from __future__ import annotations

import ntpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

MIB = 1024 * 1024
SYSTEM32 = "C:\\Windows\\System32\\"
# As they are spelled on the disk; HCS tells the name as it was called (isolation.md 6: `PING.EXE` against `ping`)
ON_DISK = {
    "ping.exe": ("PING.EXE", SYSTEM32),
    "cmd.exe": ("cmd.exe", SYSTEM32),
    "powershell.exe": ("powershell.exe", SYSTEM32 + "WindowsPowerShell\\v1.0\\"),
    "whoami.exe": ("whoami.exe", SYSTEM32),
    "hostname.exe": ("HOSTNAME.EXE", SYSTEM32),
    "timeout.exe": ("timeout.exe", SYSTEM32),
}
WORKING_SET = {"ping.exe": 856_064, "cmd.exe": 1_224_704, "powershell.exe": 54 * MIB}
OTHER_WORKING_SET = 6 * MIB
BUILTINS = ("echo", "ver", "dir", "type", "set", "exit", "rem", "cd", "md", "mkdir", "del", "copy", "move")
LOOPS = ("for", "goto", "pause")
SHELL_SECONDS = 0.3


SAY_SECONDS = 0.05  # from the start of `say` to its first word


class Printed(NamedTuple):
    """So many seconds after the start; stream 1 is stdout, 2 stderr."""

    after: float
    stream: int
    data: bytes


@dataclass(frozen=True)
class Workload:
    """Image names as called; `seconds` None = runs until it is stopped. `missing` is the program that is not there."""

    images: tuple[str, ...]
    seconds: float | None
    exit_code: int
    printed: tuple[Printed, ...] = ()
    missing: str = ""


def image_name(program: str) -> str:
    r"""`C:\app\web.exe` -> `web.exe`, `ping` -> `ping.exe`."""
    name = ntpath.basename(program.strip().strip('"'))
    return name if "." in name else name + ".exe"


def words(command: Sequence[str]) -> list[str]:
    """The words of a command; a single text (shell form) is split at blanks, quotes kept together."""
    if len(command) != 1:
        return list(command)
    return [piece.strip('"') for piece in re.findall(r'"[^"]*"|[^\s"]+', command[0])]


def workload(command: Sequence[str]) -> Workload:
    """What runs for a command. An empty one is the images' usual `c:\\windows\\system32\\cmd.exe`."""
    parts = words(command) or ["cmd.exe"]
    image = image_name(parts[0])
    if image.lower() == "cmd.exe":
        return _shell(image, parts[1:])
    if image.lower() == "say.exe":
        return _say(image, parts[1:])
    missing = parts[0] if image.lower() == "notfound.exe" else ""
    return Workload((image,), *_end(image, parts[1:]), missing=missing)


def further(command: Sequence[str]) -> Workload:
    """What a further process of a container does (an exec, a health check). It has no session to begin, and what the
    machine does not know ends at once, with the code of an `exit` at its end."""
    work = workload(command)
    if work.seconds is None and not _endless(work.images[-1]):
        code = re.search(r"exit\s+(?:/b\s+)?(\d+)\s*$", " ".join(command), re.IGNORECASE)
        return replace(work, seconds=0.0, exit_code=int(code[1]) if code else 0)
    if work.seconds is not None and work.images[0].lower() == "cmd.exe":
        return replace(work, seconds=max(0.0, work.seconds - SHELL_SECONDS))
    return work


def _endless(image: str) -> bool:
    return image.lower() in ("ping.exe", "hang.exe")


def _say(image: str, arguments: Sequence[str]) -> Workload:
    """`say out:TEXT err:TEXT raw:TEXT sleep:MS exit:CODE`, in their order; `_` is a blank, raw has no end of line."""
    at, code, printed = SAY_SECONDS, 0, list[Printed]()
    for argument in arguments:
        verb, _colon, value = argument.partition(":")
        text = value.replace("_", " ")
        if verb == "sleep":
            at += int(value) / 1000
        elif verb == "exit":
            code = int(value)
            break
        elif verb in ("out", "err", "raw"):
            line = text if verb == "raw" else f"{text}\r\n"
            printed.append(Printed(at, 2 if verb == "err" else 1, line.encode()))
    return Workload((image,), at, code, tuple(printed))


def on_disk(image: str) -> tuple[str, str]:
    """The image's name and path as the disk spells them."""
    name, folder = ON_DISK.get(image.lower(), (image, "C:\\app\\"))
    return name, folder + name


def _shell(image: str, arguments: list[str]) -> Workload:
    switches = [argument.lower() for argument in arguments]
    if "/c" not in switches:
        return Workload((image,), None, 0)
    line = " ".join(arguments[switches.index("/c") + 1 :])
    if not line.strip():
        return Workload((image,), SHELL_SECONDS, 0)
    images, seconds, code, printed = [image], 0.0, 0, list[Printed]()
    for piece in re.split(r"&+", re.sub(r">\s*&\s*2\b", ">2", line)):
        rest = words([piece])
        if not rest:
            continue
        word = rest[0].lower()
        if word in LOOPS:
            return Workload(tuple(images), None, 0, tuple(printed))
        if word in BUILTINS:
            seconds = max(seconds, SHELL_SECONDS)
            if word == "echo":
                printed.append(Printed(0.0, *_echo(piece)))
            elif word == "exit":
                code = int(rest[-1]) if re.fullmatch(r"-?\d+", rest[-1]) else code
                break
            continue
        inner = image_name(rest[0])
        images.append(inner)
        if inner.lower() == "say.exe":
            said = _say(inner, rest[1:])
            printed += [line._replace(after=seconds + line.after) for line in said.printed]
            seconds, code = seconds + (said.seconds or 0.0), said.exit_code
            continue
        lasts, code = _end(inner, rest[1:])
        if lasts is None:
            return Workload(tuple(images), None, 0, tuple(printed))
        seconds += lasts
    return Workload(tuple(images), seconds, code, tuple(printed))


def _echo(piece: str) -> tuple[int, bytes]:
    """What `echo TEXT` writes, and where: `>&2` and `1>&2` are stderr."""
    text = piece.lstrip()[len("echo") :].removeprefix(" ")
    plain = re.sub(r"\s*1?>2\s*$", "", text)
    return (1, f"{text}\r\n".encode()) if plain == text else (2, f"{plain}\r\n".encode())


def _end(image: str, arguments: list[str]) -> tuple[float | None, int]:
    lower = [argument.lower() for argument in arguments]
    if image.lower() == "ping.exe" and "-t" not in lower:
        count = int(lower[lower.index("-n") + 1]) if "-n" in lower[:-1] and lower[-1] != "-n" else 4
        return max(0.1, count - 1.0), 0
    if image.lower() in ("whoami.exe", "hostname.exe"):
        return SHELL_SECONDS, 0
    return None, 0
