"""What does sc.exe print? `query`, `qc`, `start`, `stop` and `delete` of one service (GK: the layout)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hostsim.fronts.printed import Printed
from hostsim.machine import WindowsError

ABSENT, ABSENT_WORDS = 1060, "The specified service does not exist as an installed service."
NOT_STARTED = 1053
STATES = {"Stopped": (1, "STOPPED"), "Start Pending": (2, "START_PENDING"), "Stop Pending": (3, "STOP_PENDING"),
          "Running": (4, "RUNNING")}  # fmt: skip
STARTS = {"Auto": (2, "AUTO_START"), "Manual": (3, "DEMAND_START"), "Disabled": (4, "DISABLED")}
FLAGS = {"Running": "(STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)"}


def _table(rows: list[tuple[str, str]]) -> str:
    return "".join(f"        {name:<19}: {value}\n" if name else f"{' ' * 32}{value}\n" for name, value in rows)


def _query(row: Mapping[str, Any]) -> str:
    number, state = STATES[row["State"]]
    code = row["ExitCode"]
    return f"\nSERVICE_NAME: {row['Name']} \n" + _table([
        ("TYPE", "10  WIN32_OWN_PROCESS  "),
        ("STATE", f"{number}  {state} "),
        ("", FLAGS.get(row["State"], "(NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN)")),
        ("WIN32_EXIT_CODE", f"{code}  (0x{code:x})"),
        ("SERVICE_EXIT_CODE", "1  (0x1)" if code == 1066 else "0  (0x0)"),
        ("CHECKPOINT", "0x0"),
        ("WAIT_HINT", "0x0"),
    ])  # fmt: skip


def _qc(row: Mapping[str, Any]) -> str:
    number, start = STARTS[row["StartMode"]]
    return f"[SC] QueryServiceConfig SUCCESS\n\nSERVICE_NAME: {row['Name']}\n" + _table([
        ("TYPE", "10  WIN32_OWN_PROCESS "),
        ("START_TYPE", f"{number}   {start}"),
        ("ERROR_CONTROL", "1   NORMAL"),
        ("BINARY_PATH_NAME", f"{row['PathName']} "),
        ("LOAD_ORDER_GROUP", ""),
        ("TAG", "0"),
        ("DISPLAY_NAME", row["DisplayName"]),
        ("DEPENDENCIES", ""),
        ("SERVICE_START_NAME", row["StartName"]),
    ])  # fmt: skip


def _start(machine: Any, name: str) -> str:
    machine.start_service(name)
    return _query(machine.service(name) or {})


def _stop(machine: Any, name: str) -> str:
    machine.stop_service(name)
    return _query(machine.service(name) or {})


def _delete(machine: Any, name: str) -> str:
    machine.delete_service(name)
    return "[SC] DeleteService SUCCESS\n"


# verb -> what fails of a service that is not there, what is done
VERBS: dict[str, tuple[str, Callable[[Any, str], str]]] = {
    "query": ("EnumQueryServicesStatus:OpenService", lambda machine, name: _query(machine.service(name))),
    "qc": ("OpenService", lambda machine, name: _qc(machine.service(name))),
    "start": ("OpenService", _start),
    "stop": ("OpenService", _stop),
    "delete": ("OpenService", _delete),
}


def run(machine: Any, arguments: list[str]) -> Printed:
    """Exit code and words as winerror.h has them."""
    verb, name = (arguments[0].lower(), arguments[1]) if len(arguments) > 1 else ("", "")
    if verb not in VERBS:
        return Printed("ERROR:  Unrecognized command\n", exit_code=1639)
    call, act = VERBS[verb]
    if machine.service(name) is None:
        return Printed(f"[SC] {call} FAILED {ABSENT}:\n\n{ABSENT_WORDS}\n\n", exit_code=ABSENT)
    try:
        return Printed(act(machine, name))
    except WindowsError as error:
        code = int(error.code, 16) & 0xFFFF if error.code.startswith("0x8007") else NOT_STARTED
        return Printed(f"[SC] {verb.capitalize()}Service FAILED {code}:\n\n{error.text}\n\n", exit_code=code)
