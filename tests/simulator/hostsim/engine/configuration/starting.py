"""What does the engine find only when it starts, and what does it say? moby cmd/dockerd/daemon.go start and
daemon/daemon.go NewDaemon.

STEPS stand in the engine's order. One of them tells Windows that the service runs (SERVICE_RUNS): what is found after
it ends a service that was running already.
"""

from __future__ import annotations

import ntpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from .. import log_options, storage
from ..versions import EngineVersion, api_number
from . import listening, registries, rules
from .addresses import NotAllowed
from .flag_table import NEVER, Number
from .go_format import quoted
from .loading import Loaded

LEVELS = ("error", "warn", "info", "debug")
V1, V2 = "com.docker.hcsshim.v1", "io.containerd.runhcs.v1"
NO_CONTAINERD = 'failed to start containerd: exec: "containerd.exe": executable file not found in %PATH%'
BUILDKIT = (
    "Buildkit feature is enabled in the daemon.json configuration file. Support for BuildKit on Windows is "
    "experimental, and enabling this feature may not work. Use at your own risk!"
)
EMBEDDED = (29, 7)
OLDEST_API = "1.24"


class World(Protocol):
    """What the host has, as far as a start asks it."""

    def make_folder(self, path: str) -> str | None:
        """None, or why Windows does not make it."""

    def has_account(self, name: str) -> bool: ...

    def port_is_taken(self, address: str) -> bool: ...

    def unfit(self) -> str | None:
        """Why the engine does not run on this host at all."""

    def is_client(self) -> bool: ...

    def file_system(self, path: str) -> str:
        """That of a path's drive: NTFS, ReFS."""

    def is_old_client(self) -> bool:
        """One before release 1809."""


@dataclass(frozen=True)
class Line:
    """A line of the engine's log; `about` is its fields as `name=value`."""

    level: str
    text: str
    about: str = ""


@dataclass
class Start:
    """A start: what was said, how it ended. `result` is starts, ends or waits."""

    config: dict[str, Any]
    version: EngineVersion
    world: World
    lines: list[Line] = field(default_factory=list)
    result: str = "starts"
    error: str = ""
    was_running: bool = False
    isolation: str = ""

    def say(self, level: str, text: str, about: str = "") -> None:
        least = "debug" if self.config["debug"] else (self.config["log-level"] or "info").lower()
        shown = LEVELS.index(least) if least in LEVELS else len(LEVELS) if least == "trace" else -1
        if LEVELS.index(level) <= shown:
            self.lines.append(Line(level, text, about))


def start(loaded: Loaded, version: EngineVersion, world: World) -> Start:
    """Goes through STEPS until one ends it."""
    going = Start(loaded.values, version, world)
    for since, until, prefix, step in STEPS:
        if not since <= version.number < until:
            continue
        try:
            step(going)
        except NotAllowed as error:
            going.result, going.error = "ends", prefix + str(error)
            break
        if going.result != "starts":
            break
    return going


def _fits(going: Start) -> None:
    why = going.world.unfit()
    if why:
        raise NotAllowed(why)


def _folders(going: Start) -> None:
    root = going.config["data-root"]
    for path in (root, going.config["exec-root"]):
        why = going.world.make_folder(path)
        if why:
            raise NotAllowed(f"mkdir {path}: {why}")


def _experimental(going: Start) -> None:
    if going.config["experimental"]:
        going.say("warn", "Running with experimental features enabled")


def _embedded(going: Start) -> bool:
    return going.version.number >= EMBEDDED and bool((going.config["features"] or {}).get("embedded-containerd"))


def _containerd(going: Start) -> None:
    config, new = going.config, going.version.number >= (29, 0)
    if _embedded(going):
        going.say("warn", "Running with experimental embedded-containerd mode")
    if config["containerd"] or _embedded(going):
        return
    runtime = config["default-runtime"]
    if runtime not in ("", V1) if new else runtime == V2:
        raise NotAllowed(NO_CONTAINERD)


def _service_runs(going: Start) -> None:
    going.was_running = True


def _api_versions(going: Start) -> None:
    told, newest = going.config["min-api-version"], going.version.api
    if told and not api_number(OLDEST_API) <= _api_number(told) <= api_number(newest):
        raise NotAllowed(f"invalid minimum API version ({told}): must be between {OLDEST_API} and {newest}")


def _api_number(text: str) -> tuple[int, int]:
    parts = [int(part) if part.isdigit() else 0 for part in [*text.split("."), "0"]]
    return parts[0], parts[1]


def _registries(going: Start) -> None:
    config = going.config
    registries.mirrors(config["registry-mirrors"] or [])
    registries.insecure(config["insecure-registries"] or [], going.version.number, lambda text: going.say("warn", text))


def _isolation(going: Start) -> None:
    going.isolation = "hyperv" if going.world.is_client() else "process"
    told = dict(rules.exec_option(option) for option in going.config["exec-opts"] or [])
    wanted, modern = told.get("isolation", "").lower(), going.version.number >= (23, 0)
    if wanted not in ("", "default", "process", "hyperv"):
        raise NotAllowed(f"{'invalid' if modern else 'Invalid'} exec-opt value for 'isolation':'{told['isolation']}'")
    if wanted == "process" and going.world.is_old_client() and not modern:
        raise NotAllowed("Windows client operating systems earlier than version 1809 can only run Hyper-V containers")
    if wanted in ("process", "hyperv"):
        going.isolation = wanted
    going.say("info", f"Windows default isolation mode: {going.isolation}")


def _connects(going: Start) -> None:
    """No simulated host has a containerd beside its engine."""
    if going.config["containerd"] and not _embedded(going):
        raise NotAllowed(f"failed to dial {quoted(going.config['containerd'])}: context deadline exceeded")


def _log_options(going: Start) -> None:
    name, options = going.config["log-driver"], going.config["log-opts"] or {}
    if not options or name == "none":
        return
    problem = (
        log_options.problem_of(name, options, going.version)
        if name in log_options.DRIVERS
        else (f"logger: no log driver named '{name}' is registered")
    )
    if problem:
        raise NotAllowed("failed to set log opts: " + problem)


def _storage(going: Start) -> None:
    if (going.config["features"] or {}).get("containerd-snapshotter") and not _embedded(going):
        raise NotAllowed("containerd snapshotter is enabled but containerd is not configured")
    if not re.match(r"[A-Za-z]:", ntpath.splitdrive(going.config["data-root"])[0]):
        raise NotAllowed(_graphdriver("the path provided to GetFileSystemType must start with a drive letter"))
    home = ntpath.join(going.config["data-root"], "windowsfilter")
    if going.world.file_system(home).lower() == "refs":
        raise NotAllowed(_graphdriver(f"{home} is on an ReFS volume - ReFS volumes are not supported"))
    for option in going.config["storage-opts"] or []:
        key, _, size = option.partition("=")
        if key.lower() == "size" and storage.size(size) is None:
            raise NotAllowed(
                _graphdriver(f"windowsfilter failed to parse default storage options: invalid size: '{size}'")
            )


def _graphdriver(why: str) -> str:
    return f"error initializing graphdriver: {why}: windowsfilter"


def _runtime(going: Start) -> None:
    runtime = going.config["default-runtime"]
    if runtime not in ("", V1, V2):
        raise NotAllowed(f"unknown windows runtime {runtime}")


def _plugins(going: Start) -> None:
    """A plugin that is not there is waited for, each time twice as long (moby pkg/plugins)."""
    for name in going.config["authorization-plugins"] or []:
        for seconds in (2, 4, 8):
            going.say("warn", f"Unable to locate plugin: {name}, retrying in {seconds}s")
        going.result = "waits"
        return


def _serves(going: Start) -> None:
    if going.result == "starts":
        if (going.config["features"] or {}).get("buildkit"):
            going.say("warn", BUILDKIT)
        going.say("info", "Daemon has completed initialization")
        for host in going.config["hosts"]:
            going.say("info", f"API listen on {host.partition('://')[2]}")


DAEMON = "failed to start daemon: "
Step = Callable[[Start], None]
# since, until, what the engine puts before the text, the step
STEPS: tuple[tuple[Number, Number, str, Step], ...] = (
    ((29, 2), NEVER, "system requirements not met: ", _fits),
    ((0,), NEVER, "", lambda going: going.say("info", "Starting up")),
    ((0,), NEVER, "", _folders),
    ((0,), NEVER, "", _experimental),
    ((0,), NEVER, "failed to load listeners: ", listening.check),
    ((0,), NEVER, "", _containerd),
    ((0,), NEVER, "", _service_runs),
    ((29, 0), NEVER, "failed to start API server: ", _api_versions),
    ((0,), (29, 2), DAEMON, _fits),
    ((0,), NEVER, DAEMON, _registries),
    ((0,), NEVER, f"{DAEMON}error setting default isolation mode: ", _isolation),
    ((0,), NEVER, DAEMON, _connects),
    ((0,), NEVER, f"{DAEMON}failed to set log opts: ", _log_options),
    ((0,), NEVER, DAEMON, _storage),
    ((0,), (29, 0), DAEMON, _runtime),
    ((0,), NEVER, "", _plugins),
    ((0,), NEVER, "", _serves),
)
