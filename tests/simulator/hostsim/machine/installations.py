"""What does an engine's entry in a fleet file mean? The files, services and registry that its installer leaves."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .program_files import stand_in
from .registry import SERVICES
from .service_table import RECOVERY, Row

STATES = ("absent", "desktop", "containerd", "stopped", "running")
MODES = ("windows", "linux")
WRAPPERS = ("nssm",)
VERSION = "28.5.2"
KEYS = ("state", "version", "exec_opts", "path", "service", "flags", "installer", "wrapper", "mode")
DATA_ROOT = "C:\\ProgramData\\docker"
CONFIGURATION = DATA_ROOT + "\\config\\daemon.json"
EVENT_SOURCES = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog"
NSSM = "C:\\Program Files\\nssm\\nssm.exe"
#: What Microsoft's script writes: ConvertTo-Json of Windows PowerShell, in ASCII
MICROSOFT_FILE = '{\r\n    "hosts":  [\r\n                  "npipe://"\r\n              ]\r\n}\r\n'


@dataclass(frozen=True)
class Installer:
    """`tools` is where docker.exe is, below the engine's folder; `beside` are further files of that folder (programs by
    their kind, else texts); `files` others; `log` the event log of the source; `to_path` whether Path gets the tools'
    folder."""

    folder: str = "C:\\Program Files\\Docker"
    service: str = "docker"
    display: str = "Docker Engine"
    flags: tuple[str, ...] = ()
    tools: str = ""
    beside: tuple[tuple[str, str], ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    depends: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    log: str = "Application"
    to_path: bool = True


INSTALLERS: dict[str, Installer] = {
    "zip": Installer(),  # isolation.md 5.1
    # isolation.md 5.2, until August 2026: `& dockerd --register-service --service-name $DockerServiceName`
    "microsoft": Installer(
        folder="C:\\Windows\\System32", flags=("--service-name", "docker"), files={CONFIGURATION: MICROSOFT_FILE},
        to_path=False,
    ),
    # GK: what the archives of Docker EE and Mirantis hold beside the two programs
    "mirantis": Installer(beside=(("licenses.txt", "licenses"), ("metadata.json", "{}"))),
    # github.com/slonopotamus/stevedore, wix/main.wxs
    "stevedore": Installer(
        folder="C:\\Program Files\\Stevedore", service="stevedore", display="Stevedore",
        flags=(
            "--service-name", "stevedore", "--group", "docker-users",
            "--host", "npipe:////./pipe/dockerDesktopWindowsEngine", "--host", "npipe:////./pipe/docker_engine",
        ),
        tools="\\bin", depends=("EventLog",), groups=("docker-users",), log="stevedore",
    ),
}  # fmt: skip
# Docker Desktop: its service is of whoever is logged on (docs.docker.com, "Understand permission requirements for
# Windows"); in Windows mode it starts a dockerd.exe of its own
DESKTOP_FOLDER = "C:\\Program Files\\Docker\\Docker"
DESKTOP_LINE = f'"{DESKTOP_FOLDER}\\com.docker.service"'
DESKTOP = Row("com.docker.service", "Docker Desktop Service", DESKTOP_LINE, "Manual", False, source="isolation.md 5")
# containerd's cmd/containerd/command/service_windows.go
CONTAINERD_FILE = "C:\\Program Files\\containerd\\containerd.exe"
CONTAINERD_VERSION = "1.7.27"


def containerd_row(file: str = CONTAINERD_FILE) -> Row:
    return Row(
        "containerd", "Containerd", f'"{file}" --run-service', failure_actions=RECOVERY, about="Container runtime",
        source="containerd's service_windows.go",
    )  # fmt: skip


@dataclass(frozen=True)
class Installation:
    """One host's engine as its fleet file tells it, with the defaults of its installer."""

    state: str = "absent"
    version: str = VERSION
    exec_opts: tuple[str, ...] = ()
    folder: str = ""
    service: str = ""
    flags: tuple[str, ...] = ()
    installer: str = "zip"
    wrapper: str = ""
    mode: str = ""

    @property
    def by(self) -> Installer:
        return INSTALLERS[self.installer]

    @property
    def program(self) -> str:
        folder = f"{DESKTOP_FOLDER}\\resources" if self.state == "desktop" else self.folder
        return f"{folder}\\dockerd.exe"

    @property
    def is_service(self) -> bool:
        """Whether there is an engine that a service runs."""
        return self.state in ("stopped", "running")

    def rows(self) -> tuple[Row, ...]:
        """The services that it adds."""
        if self.state == "desktop":
            return (DESKTOP,)
        if self.state == "containerd":
            return (containerd_row(),)
        if not self.is_service:
            return ()
        words = [NSSM] if self.wrapper else [self.program, "--run-service", *self.flags]
        recovery = None if self.wrapper else RECOVERY
        own = Row(self.service, self.by.display, _line(words), failure_actions=recovery, depends=self.by.depends,
                  source="isolation.md 5.1")  # fmt: skip
        beside = f"{self.folder}\\containerd.exe"
        return (own, containerd_row(beside)) if self.installer == "stevedore" else (own,)

    def files(self) -> dict[str, bytes]:
        """The files that it adds, with their content."""
        if self.state == "desktop":
            programs = {"com.docker.service": "desktop", "resources\\dockerd.exe": "dockerd",
                        "resources\\bin\\docker.exe": "docker"}  # fmt: skip
            return {f"{DESKTOP_FOLDER}\\{name}": stand_in(kind, self.version) for name, kind in programs.items()}
        if self.state == "containerd":
            return {CONTAINERD_FILE: stand_in("containerd", CONTAINERD_VERSION)}
        if not self.is_service:
            return {}
        found = {
            self.program: stand_in("dockerd", self.version),
            f"{self.folder}{self.by.tools}\\docker.exe": stand_in("docker", self.version),
            **{f"{self.folder}\\{name}": text.encode() for name, text in self.by.beside},
            **{path: text.encode("ascii") for path, text in self.by.files.items()},
        }
        if self.installer == "stevedore":
            found[f"{self.folder}\\containerd.exe"] = stand_in("containerd", CONTAINERD_VERSION)
        if self.wrapper:
            found[NSSM] = stand_in("nssm", "2.24")
        if self.exec_opts:
            found[CONFIGURATION] = json.dumps({"exec-opts": list(self.exec_opts)}, indent=2).encode()
        return found

    def registry(self) -> dict[str, dict[str, Any]]:
        """The keys that it adds beside the services' own."""
        if not self.is_service:
            return {}
        parameters = f"{SERVICES}\\{self.service}\\Parameters"
        if self.wrapper:  # nssm.cc/usage; AppExit says that the service ends with the program
            flags = subprocess.list2cmdline([*self.flags])
            values = {"Application": self.program, "AppParameters": flags, "AppDirectory": self.folder}
            return {parameters: values, f"{parameters}\\AppExit": {"(default)": "Exit"}}
        return {f"{EVENT_SOURCES}\\{self.by.log}\\{self.service}": event_source(self.program)}

    def groups(self) -> tuple[str, ...]:
        """The groups that it makes."""
        return self.by.groups if self.is_service else ()

    def path_entries(self) -> tuple[str, ...]:
        """What it adds to Path."""
        if self.state == "desktop":
            return (f"{DESKTOP_FOLDER}\\resources\\bin",)
        if self.state == "containerd":
            return (CONTAINERD_FILE.rpartition("\\")[0],)
        return (self.folder + self.by.tools,) if self.is_service and self.by.to_path else ()


def event_source(program: str) -> dict[str, Any]:
    """A key of an event source as golang.org/x/sys/windows/svc/eventlog Install writes it."""
    return {"CustomSource": 1, "EventMessageFile": program, "TypesSupported": 7}


def installation(host: str, entry: Mapping[str, Any] | None) -> Installation:
    """Of a host's `engine`. Raises ValueError that names the host and the key."""
    told = dict(entry or {})
    state = _one_of(host, "state", str(told.get("state") or "absent"), STATES)
    installer = _one_of(host, "installer", str(told.get("installer") or "zip"), tuple(INSTALLERS))
    by = INSTALLERS[installer]
    service = str(told.get("service") or by.service)
    flags = tuple(str(flag) for flag in told.get("flags") or by.flags)
    if service != by.service or told.get("flags"):
        flags = _of_service(flags, service)
    mode = told.get("mode")
    wrapper = told.get("wrapper")
    if mode and state != "desktop":
        raise ValueError(f"host {host}: engine.mode is Docker Desktop's; engine.state is {state!r}")
    return Installation(
        state=state,
        version=str(told.get("version") or VERSION),
        exec_opts=tuple(str(option) for option in told.get("exec_opts") or ()),
        folder=str(told.get("path") or by.folder).rstrip("\\"),
        service=service,
        flags=flags,
        installer=installer,
        wrapper=_one_of(host, "wrapper", str(wrapper), WRAPPERS) if wrapper else "",
        mode=_one_of(host, "mode", str(mode), MODES) if mode else "",
    )


def _of_service(flags: tuple[str, ...], service: str) -> tuple[str, ...]:
    """The flags with the service's name, which the engine has to know."""
    words = list(flags)
    if "--service-name" in words:
        at = words.index("--service-name")
        del words[at : at + 2]
    return (*(() if service == "docker" else ("--service-name", service)), *words)


def _line(words: list[str]) -> str:
    return subprocess.list2cmdline(words)


def _one_of(host: str, key: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"host {host}: engine.{key} is {value!r}; allowed are: {', '.join(allowed)}")
    return value
