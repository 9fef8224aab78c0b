"""The calls that fronts, the engine and the fleet's commands make on a machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import cim, faults, identity, registry_keys, service_methods
from .core import Call, Command
from .events import Event
from .file_calls import FileCalls
from .jsonable import jsonable
from .service_table import Row
from .services import Program


class Machine(FileCalls):
    """A simulated Windows host, built from one entry of a fleet file; thread-safe.

    What Windows names has Windows' names; times are aware datetimes, sizes bytes. Refusals are WindowsError.
    """

    # what it says

    def cim(self, class_name: str, namespace: str = "root/cimv2") -> list[dict[str, Any]]:
        """Get-CimInstance: all instances, Windows' names, aware datetimes. Raises WindowsError."""
        with self.lock:
            return cim.instances(self, class_name, namespace)

    def registry(self, path: str) -> dict[str, Any] | None:
        """A key's values, or None where there is no such key."""
        with self.lock:
            return self.parts.registry.get(path)

    def registry_subkeys(self, path: str) -> list[str]:
        """The names of the keys directly below."""
        with self.lock:
            return self.parts.registry.subkeys(path)

    def set_registry(self, path: str, values: Mapping[str, Any]) -> None:
        """Write values into a key."""
        with self.lock:
            registry_keys.write(self, path, dict(values))

    def remove_registry(self, path: str) -> None:
        """Remove a key and all below it."""
        with self.lock:
            self.parts.registry.remove(path)

    def bcdedit_current(self) -> str:
        """bcdedit.exe /enum {current}."""
        with self.lock:
            return identity.bcdedit(self.description, self.parts.virtualization.launch_type)

    def processes(self) -> list[dict[str, Any]]:
        """`{ProcessId, ParentProcessId, Name, SessionId, CreationDate, ExecutablePath, Owner}`, by PID."""
        with self.lock:
            return self.parts.processes.rows()

    def path(self, path: str) -> dict[str, Any]:
        """`{"exists", "directory", "Length"}`."""
        with self.lock:
            return self.parts.files.look(path)

    def item(self, path: str) -> dict[str, Any]:
        """Get-Item: as `path`; raises WindowsError for a path that it cannot read."""
        with self.lock:
            return self.parts.files.item(path)

    def add_path(self, path: str, directory: bool = True, length: int | None = None) -> None:
        """Make a folder or file, with its parents. Raises WindowsError 0x80070070 on a full disk."""
        with self.lock:
            self.parts.files.add(path, directory, length)

    def read_file(self, path: str) -> bytes:
        """A file's content. Raises WindowsError with .NET's words."""
        with self.lock:
            return self.parts.files.read(path)

    def write_file(self, path: str, content: bytes) -> None:
        """Write a file into a folder that is there. Raises WindowsError."""
        with self.lock:
            self.parts.files.write(path, content)

    def files_named(self, name: str) -> list[str]:
        """The paths of all files of a name."""
        with self.lock:
            return self.parts.files.ending("\\" + name)

    def has_account(self, name: str) -> bool:
        """Whether Windows knows a user or a group of that name."""
        with self.lock:
            return self.accounts.has(name)

    def make_group(self, name: str) -> bool:
        """New-LocalGroup: whether there was none of that name."""
        with self.lock:
            return self.accounts.make_group(name)

    def remove_path(self, path: str) -> None:
        """Remove a path and all below it."""
        with self.lock:
            self.parts.files.remove(path)

    def events(self, log: str | None = None, source: str | None = None, count: int | None = None) -> list[Event]:
        """Get-WinEvent, the newest first."""
        with self.lock:
            return self.parts.events.read(log, source, count)

    def has_log(self, log: str) -> bool:
        """Whether there is an event log of that name."""
        with self.lock:
            return self.parts.events.has_log(log)

    def write_event(self, source: str, text: str, level: str = "Information", event_id: int = 1) -> None:
        """Write to the Application log."""
        with self.lock:
            self.parts.events.write("Application", source, event_id, level, text)

    # features

    def windows_features(self) -> list[dict[str, Any]]:
        """Get-WindowsFeature: `{Name, DisplayName, Installed, InstallState}`. Raises CommandNotFound on clients."""
        time.sleep(self.features_take)
        with self.lock:
            self.settling.looked("Get-WindowsFeature", self.restart_by_itself)
            return self.parts.features.server_manager()

    def install_windows_feature(
        self, names: Iterable[str], management_tools: bool = False, source: str | None = None
    ) -> dict[str, Any]:
        """Install-WindowsFeature: `{Success, RestartNeeded "Yes"|"No", ExitCode, FeatureResult}`."""
        with self.lock:
            return self.parts.features.install(names, management_tools, source)

    def uninstall_windows_feature(self, names: Iterable[str]) -> dict[str, Any]:
        """Uninstall-WindowsFeature, shaped as the installation."""
        with self.lock:
            return self.parts.features.uninstall(names)

    def optional_features(self, name: str = "*") -> list[dict[str, Any]]:
        """Get-WindowsOptionalFeature -Online: `{FeatureName, DisplayName, State, RestartRequired}`.

        All of them; `name` says which one the question was about.
        """
        with self.lock:
            self.settling.looked(f"Get-WindowsOptionalFeature {name.lower()}", self.restart_by_itself)
            return self.parts.features.dism()

    def enable_optional_feature(self, name: str, all: bool = True, source: str | None = None) -> dict[str, Any]:
        """Enable-WindowsOptionalFeature -NoRestart: `{RestartNeeded: bool}`."""
        with self.lock:
            return self.parts.features.enable(name, all, source)

    def disable_optional_feature(self, name: str) -> dict[str, Any]:
        """Disable-WindowsOptionalFeature -NoRestart: `{RestartNeeded: bool}`."""
        with self.lock:
            return self.parts.features.disable(name)

    # services: the lock is theirs, since programs start and stop without it

    def service(self, name: str) -> dict[str, Any] | None:
        """Win32_Service's row of one service, or None."""
        return self.parts.services.one(name)

    def services(self) -> list[dict[str, Any]]:
        """Win32_Service, by name."""
        return self.parts.services.all()

    def start_service(self, name: str) -> None:
        """Start-Service; returns when the program runs."""
        self.parts.services.start(name)

    def stop_service(self, name: str) -> None:
        """Stop-Service; returns when the program has stopped."""
        self.parts.services.stop(name)

    def register_service_program(self, name: str, program: Program) -> None:
        """Say what a service runs; it is started at once where the service counts as running."""
        self.parts.services.register(name, program)

    def register_kind(self, kind: str, call: Call, maker: Callable[[str], Program] | None = None) -> None:
        """Say what programs of a kind (program_files.py) do: when they are called, and when a service starts one, for
        which `maker` gets the service's name."""
        self.calls[kind] = call
        if maker is not None:
            self.parts.services.register_kind(kind, maker)

    def register_command(self, name: str, command: Command) -> None:
        """Say what a program does that is called from a command line: it is there while a file of its name is."""
        self.commands[name.lower()] = command

    def create_service(
        self,
        name: str,
        display: str,
        path: str,
        start_mode: str = "Auto",
        failure_actions: tuple[int, ...] | None = None,
        depends: tuple[str, ...] = (),
    ) -> None:
        """CreateService, as LocalSystem. Raises WindowsError."""
        self.parts.services.create(
            Row(name, display, path, start_mode, failure_actions=failure_actions, depends=depends)
        )

    def change_service(self, name: str, **properties: Any) -> None:
        """ChangeServiceConfig: PathName, DisplayName, StartMode, DelayedAutoStart. Raises WindowsError 1060."""
        self.parts.services.change(name, **properties)

    def service_program(self, name: str) -> str:
        """The file that a service starts."""
        return self.parts.services.program_of(name)

    def service_method(self, name: str, method: str, arguments: Mapping[str, Any]) -> int:
        """What a method of Win32_Service returns (service_methods.py)."""
        return service_methods.call(self, name, method, arguments)

    def delete_service(self, name: str) -> None:
        """DeleteService. Raises WindowsError."""
        self.parts.services.delete(name)

    def service_exited(self, name: str, text: str | None = None) -> None:
        """The service's program died by itself; `text` goes to the Application log."""
        self.parts.services.exited(name, text)

    # from outside

    def fault(self, name: str, /, **arguments: Any) -> None:
        """Make something go wrong (faults.py). Raises ValueError when there is no such fault."""
        with self.lock:
            faults.inject(self, name, **arguments)

    def state(self) -> dict[str, Any]:
        """The whole machine, ready for JSON: the same for the same name, description and calls, apart from times."""
        with self.lock:
            parts, about = self.parts, self.description
            whole = {
                "name": self.name,
                "release": about.release.name,
                "product": identity.product_name(about),
                "build": about.build,
                "revision": about.revision,
                "edition": about.edition.edition_id,
                "installation": about.installation,
                "product_type": about.product_type,
                "processors": about.processors,
                "memory": about.memory,
                "time": self.clock.now(),
                "boot_time": self.boot_time,
                "power": {"power": self.power, **parts.power.state()},
                "virtualization": parts.virtualization.state(),
                "features": parts.features.state(),
                "markers": self.markers,
                "services": {row["Name"]: row for row in parts.services.all()},
                "processes": parts.processes.rows(),
                "compute_systems": parts.compute.state(),
                "registry": parts.registry.state(),
                "files": parts.files.state(),
                "events": parts.events.read(),
                "groups": self.accounts.state(),
                "faults": faults.state(self),
            }
        return dict(jsonable(whole))
