"""What can be made to fail on a host? A table: the kind, its options with their defaults, and where it goes.

Each kind is a function that breaks something and returns the function that mends it; `clear` mends all, the latest
first.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hostsim.control import ControlError
from hostsim.engine import Engine
from hostsim.fronts.light import LightFront
from hostsim.fronts.light.host import Trouble
from hostsim.host import SimulatedHost
from hostsim.wsman.faults import Fault as WinRMFault

NEVER = sys.maxsize
# moby daemon/graphdriver/windows: what a driver is refused that another program holds
NO_START = "failed to start daemon: error initializing graphdriver: windowsfilter: Access is denied."

Mend = Callable[[], Any]
Break = Callable[..., Mend]


@dataclass(frozen=True)
class Fault:
    """One kind: `options` maps the name of an option to its default, whose type is the option's type."""

    does: str
    apply: Break
    options: dict[str, Any] = field(default_factory=dict)


def engine_of(host: SimulatedHost) -> Engine:
    """The host's engine. Raises ControlError where there is none to break."""
    if host.engine is None:
        raise ControlError(f"The host {host.name} has no engine that could be broken.")
    return host.engine


def _endpoint_gone(host: SimulatedHost) -> Mend:
    host.reachable = False
    host.endpoint.drop_connections()

    def mend() -> None:
        host.reachable = True

    return mend


def _slow(host: SimulatedHost, seconds: float) -> Mend:
    host.endpoint.delay = seconds
    return lambda: setattr(host.endpoint, "delay", 0)


def _drop_after(host: SimulatedHost, messages: int) -> Mend:
    host.endpoint.fail_after(messages)
    return lambda: host.endpoint.fail_after(NEVER)


def _drop_in_act(host: SimulatedHost, messages: int) -> Mend:
    """Message 1 of an act is its Command, 2 the last Send, which tells its name: the first whose answer can be lost."""

    def watch(module: str) -> None:
        if module == "_act":
            host.counts.on_module = None
            if messages <= 2:
                host.endpoint.lose_answer()
            else:
                host.endpoint.fail_after(messages - 3)

    host.counts.on_module = watch

    def mend() -> None:
        host.counts.on_module = None
        host.endpoint.fail_after(NEVER)

    return mend


# kind: the operation that is refused, the fault, the number in its text (Windows' defaults)
QUOTAS = {"shells": ("Create", "too_many_shells", 30), "operations": ("Command", "too_many_operations", 1500)}


def _quota(host: SimulatedHost, kind: str) -> Mend:
    if kind not in QUOTAS:
        raise ControlError(f"A quota's kind is {' or '.join(QUOTAS)}, not '{kind}'.")
    operation, fault, limit = QUOTAS[kind]
    host.endpoint.inject(WinRMFault(fault, limit=limit), operation)
    return lambda: None


def _engine_stopped(host: SimulatedHost) -> Mend:
    engine_of(host)
    service = host.engine_service()
    host.machine.stop_service(service)
    return lambda: host.machine.start_service(service)


def _engine_crash(host: SimulatedHost) -> Mend:
    engine_of(host).fault("crash")
    return lambda: host.machine.start_service(host.engine_service())


def _engine_fails(host: SimulatedHost, version: str, text: str) -> Mend:
    host.engine_fails[version] = text
    return lambda: host.engine_fails.pop(version, None)


def _engine_hangs(host: SimulatedHost, version: str) -> Mend:
    host.engine_hangs.add(version)
    return lambda: host.engine_hangs.discard(version)


def _service_slow(host: SimulatedHost, seconds: float, service: str) -> Mend:
    host.machine.fault("service_slow", seconds=seconds, service=service or host.engine_service())
    return lambda: host.machine.fault("service_slow", on=False)


def _of_engine(name: str, **fixed: Any) -> Break:
    def apply(host: SimulatedHost, **options: Any) -> Mend:
        engine_of(host).fault(name, **fixed, **options)
        return lambda: engine_of(host).clear_fault(name)

    return apply


def _pipe_denied(host: SimulatedHost) -> Mend:
    """In the engine's place stands a socket that nobody may open (root's live processes respect its mode, too)."""
    engine_of(host).fault("pipe", state="denied")
    with socket.socket(socket.AF_UNIX) as closed:
        closed.bind(str(host.engine_pipe))
    host.engine_pipe.chmod(0)
    return lambda: engine_of(host).clear_fault("pipe")


def _trouble(host: SimulatedHost, trouble: Trouble, step: int) -> Mend:
    if not isinstance(host.front, LightFront):
        raise ControlError(f"The host {host.name} is no light one: what runs on it are real programs.")
    if step < 0:
        raise ControlError(f"A number of steps is at least 0, not {step}.")
    light = host.front.host
    light.trouble = trouble
    return lambda: setattr(light, "trouble", Trouble())


def _step_fails(host: SimulatedHost, step: int) -> Mend:
    return _trouble(host, Trouble(fails_at=step), step)


def _act_dies(host: SimulatedHost, step: int) -> Mend:
    return _trouble(host, Trouble(dies_after=step, died=host.endpoint.drop_connections), step)


def _of_machine(name: str) -> Break:
    def apply(host: SimulatedHost, **options: Any) -> Mend:
        try:
            host.machine.fault(name, **options)
        except ValueError as error:
            raise ControlError(f"The fault '{name.replace('_', '-')}': {error}.") from error
        return lambda: host.machine.fault(name, on=False)

    return apply


FAULTS: dict[str, Fault] = {
    "endpoint-gone": Fault("WinRM refuses every connection", _endpoint_gone),
    "slow": Fault("each WinRM message takes so many seconds longer", _slow, {"seconds": 2.0}),
    "drop-after": Fault("the connection is cut after so many more WinRM messages", _drop_after, {"messages": 3}),
    "drop-in-act": Fault(
        "the connection is cut at the n-th message of the next act (2 the Send, 3 the Receive, 4 the Signal)",
        _drop_in_act,
        {"messages": 3},
    ),
    "quota": Fault("the next request is over a quota of WinRM (kind shells or operations)", _quota, {"kind": "shells"}),
    "engine-stopped": Fault("the service docker is stopped", _engine_stopped),
    "engine-crash": Fault("the engine dies, and its service with it", _engine_crash),
    "engine-fails": Fault(
        "an engine of this version (of any, where none is said) does not come up, and says this in the event log",
        _engine_fails,
        {"version": "", "text": NO_START},
    ),
    "engine-hangs": Fault(
        "the service of an engine of this version (of any, where none is said) runs, and its pipe never comes",
        _engine_hangs,
        {"version": ""},
    ),
    "service-slow": Fault(
        "each start of the service (the engine's, where none is said) takes so many seconds longer",
        _service_slow,
        {"seconds": 5.0, "service": ""},
    ),
    "engine-slow": Fault("the engine answers so many seconds later", _of_engine("slow"), {"seconds": 2.0}),
    "engine-drop": Fault("the engine ends its connection in the middle of the next answer", _of_engine("drop")),
    "engine-answers": Fault(
        "the engine answers each request of such a path with this status and text",
        _of_engine("answers"),
        {"path": "", "status": 500, "text": "Internal Server Error"},
    ),
    "pipe-missing": Fault("the engine runs, its named pipe is not there", _of_engine("pipe", state="missing")),
    "pipe-denied": Fault("the engine's named pipe may not be opened", _pipe_denied),
    "lie-hyperv": Fault("the engine says hyperv and runs process", _of_engine("lie", claims="hyperv", runs="process")),
    "lie-process": Fault("the engine says process and runs hyperv", _of_engine("lie", claims="process", runs="hyperv")),
    "start-failure": Fault(
        "so many of the next starts of containers fail with this HCS code",
        _of_engine("fail_start"),
        {"code": "0xc0370106", "times": 1},
    ),
    "process-failure": Fault(
        "so many of the next containers cannot make their first process; engines up to 19.03 tell all of it",
        _of_engine("fail_process"),
        {"code": "0x2", "times": 1},
    ),
    "held-folder": Fault(
        "the folder of so many of the next containers that are removed cannot be removed: they stay as dead ones",
        _of_engine("held_folder"),
        {"times": 1},
    ),
    "prints": Fault(
        "containers print this text (or these bytes) when they start, to stream 1 or 2",
        _of_engine("prints"),
        {"text": "", "hex": "", "stream": 1},
    ),
    "pull-error": Fault("pulls end with this error", _of_engine("pull_error"), {"text": "unexpected EOF"}),
    "pull-slow": Fault("each line of a pull's stream takes so many seconds", _of_engine("pull_pace"), {"seconds": 0.5}),
    "no-rights": Fault(
        "the connection's user is no administrator: files of the system and services may not be changed",
        _of_machine("no_rights"),
    ),
    "disk-full": Fault("nothing more can be written to the disk", _of_machine("disk_full")),
    "feature-source-missing": Fault(
        "the files of a feature are nowhere to be found", _of_machine("features_source_missing")
    ),
    "compute-denied": Fault("the user may not ask the Host Compute Service", _of_machine("hcs_denied")),
    "hypervisor-off": Fault(
        "the hypervisor does not run, and hypervisorlaunchtype is Off", _of_machine("hypervisor_off")
    ),
    "slow-features": Fault(
        "Get-WindowsFeature takes so many seconds, every time", _of_machine("slow_features"), {"seconds": 30.0}
    ),
    "settling": Fault(
        "after the next reboot features stay pending for so many looks at them, then the host reboots by itself, "
        "so many times",
        _of_machine("settling"),
        {"looks": 2, "reboots": 1},
    ),
    "step-fails": Fault(
        "the step of that number, from 1, of the next act fails before it does anything; light hosts only",
        _step_fails,
        {"step": 1},
    ),
    "act-dies": Fault(
        "the host program is killed after so many steps of the next act, and its connection ends; light hosts only",
        _act_dies,
        {"step": 1},
    ),
    "reboot-pending": Fault("something else left a mark that a reboot is pending", _of_machine("reboot_pending")),
}


def apply(host: SimulatedHost, kind: str, given: dict[str, str]) -> str:
    """Breaks something, or mends all or `only` one kind (`clear`); says what is so now. Raises ControlError for what is
    unknown."""
    if kind == "clear":
        return _clear(host, given.get("only"))
    host.mends.append((kind, _known(kind).apply(host, **_options(kind, _known(kind), given))))
    return f"{host.name}: {_known(kind).does}."


def _known(kind: str) -> Fault:
    fault = FAULTS.get(kind)
    if fault is None:
        raise ControlError(f"There is no fault '{kind}'; there are {', '.join(sorted(FAULTS))}, and clear.")
    return fault


def _clear(host: SimulatedHost, kind: str | None) -> str:
    if kind is not None:
        _known(kind)
    for one in reversed([one for one in host.mends if kind in (None, one[0])]):
        host.mends.remove(one)
        one[1]()
    return f"{host.name}: all faults are cleared." if kind is None else f"{host.name}: {kind} is cleared."


def _options(kind: str, fault: Fault, given: dict[str, str]) -> dict[str, Any]:
    options = dict(fault.options)
    for name, text in given.items():
        if name not in options:
            known = f"its options are {', '.join(fault.options)}" if fault.options else "it has none"
            raise ControlError(f"The fault '{kind}' has no option '{name}'; {known}.")
        try:
            options[name] = type(options[name])(text)
        except ValueError:
            raise ControlError(f"'{name}={text}' of the fault '{kind}' is no {type(options[name]).__name__}.") from None
    return options
