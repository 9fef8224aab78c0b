"""What does a controller ask next? The collection's own Run and ContainersPart, carried on from the answers so far.

A run depends on nothing but its answers, so it is made anew from them each time: there is no thread to hold.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import (
    ARGUMENTS,
    Declared,
    read_declared,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.part import ContainersPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Acted, Answer, Looked
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import checked
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Look, Open, Reboot
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.reboot import Returned
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.run import Lost, Run, Snapshot, counted
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import ENGINE_LOOK

HOST = "srv"
LOST = -1  # in a run's history: the connection was cut

ROWS: dict[str, dict[str, Any]] = {
    "Win32_OperatingSystem": {"CSName": "SRV", "ProductType": 3, "BuildNumber": "20348", "SystemDrive": "C:"},
    "Win32_ComputerSystem": {"Name": "SRV", "HypervisorPresent": True, "DomainRole": 3, "NumberOfLogicalProcessors": 4},
    "Win32_Processor": {"VirtualizationFirmwareEnabled": True},
    "Win32_LogicalDisk": {"DeviceID": "C:", "FreeSpace": 2**36, "Size": 2**37},
}
WINDOWS = {"CurrentBuild": "20348", "UBR": 2113, "EditionID": "ServerDatacenter", "InstallationType": "Server Core"}
ENGINE = {
    "/version": '{"Version": "28.5.2", "ApiVersion": "1.51"}',
    "/info": '{"OSType": "windows", "Isolation": "process"}',
}


def quiet_look(look: Look) -> dict[str, Any] | None:
    """The answer of a host that never changes; None for what is asked of the engine about containers."""
    if look == ENGINE_LOOK:
        return _well([{"status": 200, "body": ENGINE[request["path"]]} for request in look["requests"]])
    if look["verb"] == "cim":
        return _well([ROWS[look["class"]]])
    if look["verb"] == "registry":
        here = look["path"].endswith("Windows NT\\CurrentVersion")
        return _well({"exists": here, "values": WINDOWS if here else {}})
    if look["verb"] == "service":
        return _well([{"Name": "docker", "State": "Running", "StartMode": "Auto"}])
    if look["verb"] == "file":
        return _well([])
    assert look["verb"] == "engine", look
    return None


def _well(value: Any) -> dict[str, Any]:
    return {"ok": True, "value": value}


class Texts:
    """Numbers for texts, so that states are small and compared fast."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: Any) -> int:
        text = json.dumps(value, sort_keys=True)
        if text not in self._numbers:
            self._numbers[text] = len(self._texts)
            self._texts.append(text)
        return self._numbers[text]

    @cache  # noqa: B019 - there is one, for the life of the process
    def value(self, number: int) -> Any:
        return json.loads(self._texts[number])


TEXTS = Texts()


@dataclass(frozen=True)
class Ask:
    """The next remote call: `kind` look or act; `asked` is the number of its arguments."""

    kind: str
    asked: int


@dataclass(frozen=True)
class End:
    """How a run ended: `problem` is its sentence, "" for none, `kind` the sort of it."""

    changed: bool
    problem: str = ""
    kind: str = ""
    failed: bool = False


class _Waits(BaseException):
    """The run waits for an answer that is not there yet. Not an Exception: the run would tell it as a problem."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        super().__init__()


class Replay:
    """Hands that know the answers so far."""

    def __init__(self, history: Sequence[int]) -> None:
        self._history = iter(history)

    def look(self, looks: list[Look]) -> Sequence[Answer]:
        return counted(_looked(self._next("look", {"looks": looks})).looks, len(looks), HOST)

    def act(self, doing: str, asked: dict[str, Any]) -> Acted:
        return _acted(self._next("act", asked))

    def wait(self, reboot: Reboot, snapshot: Snapshot) -> Returned:
        raise AssertionError("nothing here reboots")

    def _next(self, kind: str, asked: dict[str, Any]) -> int:
        number = next(self._history, None)
        if number is None:
            raise _Waits(Ask(kind, TEXTS.number(asked)))
        if number == LOST:
            raise Lost("the connection was cut")
        return number


@cache
def _looked(number: int) -> Looked:
    return read(Looked, TEXTS.value(number), "the program _look")


@cache
def _acted(number: int) -> Acted:
    return read(Acted, TEXTS.value(number), "the program _act")


@dataclass(frozen=True)
class Wish:
    """What a run declares, as JSON."""

    text: str

    @property
    def declared(self) -> Declared:
        return _declared(self.text)


@cache
def _declared(text: str) -> Declared:
    options, problems = checked(ARGUMENTS, json.loads(text))
    assert not problems, problems
    return read_declared(options)


def wish(*containers: dict[str, Any], project: str = "shop", **more: Any) -> Wish:
    """A set, as a playbook declares it."""
    return Wish(json.dumps({"project": project, "isolation": "process", "containers": containers, **more}))


_KNOWN: dict[tuple[Wish, int, tuple[int, ...]], Ask | End] = {}


def goes_on(wanted: Wish, history: tuple[int, ...]) -> Ask | End:
    """What a run that has had these answers does next. A run of one part acts once, or finds the host otherwise than
    seen and looks anew: but for their number, only the last look and what came of it count."""
    known = wanted, len(history), history[-2:] if len(history) % 2 == 0 else history[-1:]  # a look comes first
    if known not in _KNOWN:
        _KNOWN[known] = _goes_on(wanted, history)
    return _KNOWN[known]


class _Part(ContainersPart):
    """The collection's part; as it is pure, it decides once on the same answers. These live as long as the process,
    so that which they are tells them apart."""

    _decided: dict[tuple[Any, ...], tuple[Decision | Open, dict[str, Any]]] = {}

    def __init__(self, wanted: Wish) -> None:
        super().__init__(wanted.declared)
        self._wanted = wanted

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
        known = self._wanted, course, tuple(map(id, answers))
        if known not in self._decided:
            self._decided[known] = super().decide(answers, course), dict(vars(self))
        decision, state = self._decided[known]
        vars(self).update(state)
        return decision


def _goes_on(wanted: Wish, history: tuple[int, ...]) -> Ask | End:
    run = Run([_Part(wanted)], Replay(history), HOST, "the controller", False)
    try:
        outcome = run()
    except _Waits as waiting:
        return waiting.ask
    problem = outcome.problem
    return End(
        outcome.changed,
        str(problem) if problem else "",
        type(problem).__name__ if problem else "",
        bool(outcome.failed),
    )


def forget() -> None:
    """For those who change what decides."""
    _KNOWN.clear()
    _Part._decided.clear()
