"""What do a live host's processes see of Windows? Their folders, programs, environment variables and modules."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from pathlib import Path
from typing import Any

from hostsim.fronts.live.programs import is_installed, names
from hostsim.machine import WindowsError

HERE = Path(__file__).parent
MODULES = HERE / "modules"
SHIM = HERE / "shim.py"
# ansible-core 2.20 starts PowerShell, newer ones powershell
ENGINE_NAMES = ("powershell", "PowerShell", "pwsh")
# what a PowerShell of this machine may need to run at all
KEPT = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "DOTNET_ROOT", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT")


class HostEnvironment:
    """Prepares a host's folder; what `live_process` and `live_pool` want to know of a host."""

    def __init__(self, machine: Any, folder: Path, pipes: Path, pwsh: Path, ask: Path) -> None:
        self.machine = machine
        self.folder = folder
        self.pipes = pipes
        self.pwsh = pwsh
        self.ask = ask
        self.hostname: str = machine.name
        self.bin = folder / "bin"
        self.system = folder / "Windows" / "System32"
        for each in (self.bin, self.system, folder / "ProgramData", folder / "Temp", folder / "home", pipes):
            each.mkdir(parents=True, exist_ok=True)
        for name in ENGINE_NAMES:
            _link(self.bin / name, pwsh)
        (self.system / "kernel32.dll").touch()

    @property
    def version(self) -> str:
        """`10.0.20348.2113`, as `ver` shows it."""
        about = self.machine.description
        return f"10.0.{about.build}.{about.revision}"

    def environment(self) -> dict[str, str]:
        """All variables of a new process. Programs come and go with features: they are looked up now."""
        for name in names(self.machine):
            self._place(name)
        windows = self.folder / "Windows"
        return {
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            "PATH": f"{self.bin}{os.pathsep}{self.system}",
            "PSModulePath": f"{MODULES}{os.pathsep}{self.pwsh.parent / 'Modules'}",
            "PSModuleAnalysisCachePath": str(self.folder / "home" / "module-analysis"),
            "POWERSHELL_TELEMETRY_OPTOUT": "1",
            "POWERSHELL_UPDATECHECK": "Off",
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.pipes),
            "TEMP": str(self.folder / "Temp"),
            "TMP": str(self.folder / "Temp"),
            "OS": "Windows_NT",
            "COMPUTERNAME": self.hostname,
            "USERNAME": "Administrator",
            "USERPROFILE": str(self.folder / "home"),
            "SystemRoot": str(windows),
            "windir": str(windows),
            "ProgramData": str(self.folder / "ProgramData"),
            "HOSTSIM_ASK": str(self.ask),
        }

    def executables(self) -> dict[str, str]:
        """Which file of this computer stands for each program of Windows that is called by its whole path; what is no
        program cannot be started here either."""
        return {path: str(self._stand_in(path)) for path in self.machine.files_ending(".exe")}

    def _stand_in(self, path: str) -> Path:
        place = self.folder / "programs" / hashlib.sha256(path.lower().encode()).hexdigest()[:16]
        try:
            self.machine.find_program(path)
            text = f"#!/bin/sh\nexec '{sys.executable}' -IS '{SHIM}' '{path}' \"$@\"\n"
        except WindowsError:
            text = "no program"
        place.parent.mkdir(exist_ok=True)
        if not place.exists() or place.read_text() != text:
            # not over a file that is being started (ETXTBSY)
            beside = place.with_suffix(f".{threading.get_ident()}")
            beside.write_text(text)
            beside.chmod(0o755)
            beside.rename(place)
        return place

    def spool(self, path: str) -> str:
        """The file of this computer that a file of Windows' content is read from and written to."""
        return str(self.machine.spool(path, self.folder / "spools"))

    def _place(self, name: str) -> None:
        path = self.system / name
        if not is_installed(self.machine, name):
            path.unlink(missing_ok=True)
        elif not path.exists():
            path.write_text(f"#!/bin/sh\nexec '{sys.executable}' -IS '{SHIM}' {name} \"$@\"\n", "ascii")
            path.chmod(0o755)


def _link(path: Path, target: Path) -> None:
    if path.is_symlink():
        path.unlink()
    path.symlink_to(target)
