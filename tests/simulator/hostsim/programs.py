"""What do programs of a simulated host print that are called from a command line? By their kinds (program_files.py)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hostsim.engine import dockerd
from hostsim.engine.dockerd import Dockerd, EngineService
from hostsim.engine.versions import engine_version
from hostsim.machine import Machine
from hostsim.machine.program_files import Program
from hostsim.machine.programs import ProgramError

Printed = tuple[str, str, int]
NOT_HERE = "error during connect: the client of a simulated host tells its version alone.\n"


def register(machine: Machine, maker: Callable[[str], EngineService]) -> None:
    """Tells a machine of them; `maker` makes what a service runs that starts an engine, of the service's name."""

    def call(path: str, program: Program, arguments: Sequence[str]) -> Printed:
        return Dockerd(machine, engine_version(program.version), path).call(arguments)

    def by_name(arguments: Sequence[str]) -> Printed:
        """As cmd.exe starts it, which says why Windows does not, and hands the code on."""
        try:
            return machine.run_program(machine.which(dockerd.NAME), arguments)
        except ProgramError as error:
            return "", error.text + "\n", error.native

    machine.register_kind(dockerd.KIND, call, maker)
    machine.register_kind("nssm", _nssm, maker)
    machine.register_kind("docker", _client)
    machine.register_kind("containerd", _containerd)
    machine.register_command(dockerd.NAME, by_name)


def _client(path: str, program: Program, arguments: Sequence[str]) -> Printed:
    if list(arguments) in (["--version"], ["-v"]):
        return f"Docker version {program.version}, build {engine_version(program.version).commit}\n", "", 0
    return "", NOT_HERE, 1


def _containerd(path: str, program: Program, arguments: Sequence[str]) -> Printed:
    if list(arguments) in (["--version"], ["-v"]):
        return f"containerd github.com/containerd/containerd v{program.version} 05044ec0a9a7\n", "", 0
    return "", "containerd: a simulated host runs it as a service only\n", 1


def _nssm(path: str, program: Program, arguments: Sequence[str]) -> Printed:
    return f"NSSM: The non-sucking service manager\nVersion {program.version} 64-bit\n", "", 0
