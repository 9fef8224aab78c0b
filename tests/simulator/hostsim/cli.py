"""What can be typed? The subcommands of `python tests/simulator`, and how each talks to the daemon."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hostsim import archive, daemon, places, tables
from hostsim.control import ControlError, NotRunning, ask
from hostsim.fleet import FleetError

FAILED, WRONG = 1, 2


def main(arguments: list[str]) -> int:
    """Runs one subcommand; 0, 1 where something failed, 2 where the user asked for what is not there."""
    options = parser().parse_args(arguments)
    if options.run is make_archive:
        return int(options.run(options))  # it needs no fleet
    options.state_dir = (options.state_dir or options.own_state_dir or places.default_state_dir()).resolve()
    try:
        places.check(options.state_dir)
        return int(options.run(options))
    except NotRunning:
        print(f"No fleet runs with --state-dir {options.state_dir}; `up FLEET.yml` starts one.", file=sys.stderr)
    except (ControlError, FleetError, places.Untrusted) as error:
        print(error, file=sys.stderr)
    except daemon.StartError as error:
        print(error, file=sys.stderr)
        return FAILED
    return WRONG


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="python tests/simulator", description="Simulated Windows container hosts.")
    top.add_argument(
        "--state-dir", type=Path, help="where the fleet keeps its log and files (default: one for each checkout)"
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name, (run, help_, arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=help_, description=help_)
        command.add_argument("--state-dir", type=Path, dest="own_state_dir", help=argparse.SUPPRESS)
        command.set_defaults(run=run)
        for flags, settings in arguments:
            command.add_argument(*flags, **settings)
    return top


def up(options: argparse.Namespace) -> int:
    front = options.front or ("live" if shutil.which("pwsh") else "light")
    if front == "live" and not shutil.which("pwsh"):
        raise ControlError("--front live needs a PowerShell: pwsh is not on PATH. --front light does without.")
    given = options.inventory or options.state_dir / places.INVENTORY
    daemon.launch(options.fleet.resolve(), front, options.state_dir, given.resolve(), options.scheme)
    print(tables.fleet(_ask(options, "status")))
    print(f"Inventory: {given}")
    return 0


def down(options: argparse.Namespace) -> int:
    print("The fleet has ended." if daemon.end(options.state_dir) else "No fleet runs.")
    return 0


def status(options: argparse.Namespace) -> int:
    others = [note for note in places.running() if Path(note.state_dir) != options.state_dir]
    mine = _ask(options, "status") if places.read_note(options.state_dir) else None
    if options.json:
        print(json.dumps({**(mine or {"hosts": {}}), "others": [vars(note) for note in others]}, indent=2))
        return 0
    print(tables.fleet(mine) if mine else "No fleet runs.")
    if others:
        print(tables.others(others))
    return 0


def state(options: argparse.Namespace) -> int:
    print(json.dumps(_ask(options, "state", host=options.host), indent=2))
    return 0


def fault(options: argparse.Namespace) -> int:
    given: dict[str, str] = {}
    for text in options.options:
        name, equals, value = text.partition("=")
        if not equals:
            raise ControlError(f"An option of a fault is NAME=VALUE, not '{text}'.")
        given[name] = value
    print(_ask(options, "fault", host=options.host, kind=options.kind, options=given))
    return 0


def counts(options: argparse.Namespace) -> int:
    found = _ask(options, "counts", host=options.host, reset=options.reset)
    print(json.dumps(found, indent=2) if options.json else tables.counts(found))
    return 0


def reboot(options: argparse.Namespace) -> int:
    print(_ask(options, "reboot", host=options.host))
    return 0


def logs(options: argparse.Namespace) -> int:
    path = options.state_dir / places.LOG
    if not path.exists():
        raise ControlError(f"There is no log in {options.state_dir}.")
    sys.stdout.write(path.read_text(encoding="utf-8", errors="replace"))
    return 0


def make_archive(options: argparse.Namespace) -> int:
    try:
        print(archive.write(options.file, options.version, options.layout, options.arch))
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return WRONG
    return 0


def _ask(options: argparse.Namespace, question: str, /, **more: Any) -> Any:
    return ask(places.socket_dir(options.state_dir), {"ask": question, **more})


Argument = tuple[list[str], dict[str, Any]]
HOST: Argument = (["host"], {"metavar": "HOST"})
JSON: Argument = (["--json"], {"action": "store_true", "help": "as JSON"})
COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str, list[Argument]]] = {
    "up": (
        up,
        "bring a fleet up and write its inventory",
        [
            (["fleet"], {"metavar": "FLEET.yml", "type": Path}),
            (["--front"], {"choices": ["live", "light"], "help": "default: live where a pwsh is on PATH, else light"}),
            (["--inventory"], {"type": Path, "metavar": "FILE", "help": "default: inventory.yml in the state folder"}),
            (["--scheme"], {"choices": ["http", "https"], "default": "http", "help": "of the inventory's connections"}),
        ],
    ),
    "down": (down, "end the fleet; nothing of it is left", []),
    "status": (status, "the hosts, and other fleets that run on this computer", [JSON]),
    "state": (state, "the whole machine and its engine as JSON", [HOST]),
    "fault": (
        fault,
        "break something on a host, or mend all with the kind clear",
        [HOST, (["kind"], {"metavar": "KIND"}), (["options"], {"metavar": "NAME=VALUE", "nargs": "*"})],
    ),
    "counts": (
        counts,
        "WinRM messages, bytes, shells, commands and module calls",
        [HOST, (["--reset"], {"action": "store_true", "help": "start again at nothing afterwards"}), JSON],
    ),
    "reboot": (reboot, "reboot a host from outside", [HOST]),
    "archive": (
        make_archive,
        "make an archive of an engine from stand-ins, and print its SHA-256",
        [
            (["version"], {"metavar": "VERSION"}),
            (["file"], {"metavar": "FILE", "type": Path}),
            (
                ["--layout"],
                {"choices": archive.LAYOUTS, "default": "docker", "help": "whose archive (default: docker)"},
            ),
            (["--arch"], {"choices": archive.ARCHS, "default": "amd64", "help": "the processor (default: amd64)"}),
        ],
    ),
    "logs": (logs, "the daemon's log", []),
}
