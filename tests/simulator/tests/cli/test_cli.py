"""The program from outside: a fleet comes up, answers, is broken and mended, and ends with nothing left."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import winrm
import yaml
from hostsim.control import ask
from hostsim.faults import FAULTS
from hostsim.places import alive

SIMULATOR = Path(__file__).resolve().parents[2]
FLEET = SIMULATOR / "fleets" / "small.yml"


@dataclass
class Program:
    """`python tests/simulator` with a state folder of its own, and a temporary folder of its own for its sockets."""

    folder: Path
    temporary: Path

    @property
    def inventory(self) -> Path:
        return self.folder / "hosts.yml"

    def run(self, *arguments: str, simulator: Path = SIMULATOR) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(simulator), "--state-dir", str(self.folder / "state"), *arguments]
        environment = {**os.environ, "TMPDIR": str(self.temporary)}
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=90, env=environment)

    def ask(self, *arguments: str) -> Any:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def question(self, name: str, **more: Any) -> Any:
        """As `ask`, by the socket of the fleet, without a Python for each question."""
        (note,) = self.temporary.glob("winfleet-*/*/daemon.json")
        return ask(note.parent, {"ask": name, **more})

    def up(self, **more: Any) -> subprocess.CompletedProcess[str]:
        return self.run("up", str(FLEET), "--front", "light", "--inventory", str(self.inventory), **more)

    def pids(self) -> list[int]:
        return [json.loads(path.read_text())["pid"] for path in self.temporary.glob("winfleet-*/*/daemon.json")]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    temporary = Path("/tmp") / f"t{os.getpid()}-{time.monotonic_ns() % 10**9}"
    temporary.mkdir()
    made = Program(tmp_path, temporary)
    yield made
    made.run("down")
    for path in temporary.rglob("*"):
        assert path.is_dir(), f"left behind: {path}"
    temporary.rmdir()


def test_a_whole_life(program: Program) -> None:
    up = program.up()
    assert up.returncode == 0, up.stderr
    assert max(len(line) for line in up.stdout.splitlines() if "Inventory" not in line) <= 100
    assert "light" in up.stdout
    assert stat.S_IMODE(program.inventory.stat().st_mode) == 0o600
    assert stat.S_IMODE((program.folder / "state").stat().st_mode) == 0o700

    hosts = program.ask("status", "--json")["hosts"]
    assert {name: (host["power"], host["engine"]) for name, host in hosts.items()} == {
        "ready": ("up", "running"),
        "home": ("up", "absent"),
    }
    inventory = yaml.safe_load(program.inventory.read_text())["all"]["children"]["simulated"]
    assert {name: entry["ansible_port"] for name, entry in inventory["hosts"].items()} == {
        name: host["ports"]["http"] for name, host in hosts.items()
    }
    state = program.ask("state", "ready")
    assert state["machine"]["edition"] == "ServerDatacenter"
    assert state["engine"]["containers"] == []
    assert program.ask("state", "home")["engine"] is None

    variables = inventory["vars"]
    session = winrm.Session(
        f"http://127.0.0.1:{hosts['ready']['ports']['http']}/wsman",
        auth=(variables["ansible_user"], variables["ansible_password"]),
        transport="ntlm",
    )
    program.ask("counts", "ready", "--json", "--reset")
    assert b"Microsoft Windows [Version 10.0.26100" in session.run_cmd("ver").std_out
    unknown = session.run_cmd("ls", ["-l"])
    assert unknown.status_code == 1
    assert unknown.std_err.startswith(b"'ls' is not recognized as an internal or external command")
    counts = program.ask("counts", "ready", "--json")
    assert (counts["shells"], counts["commands"], counts["modules"]) == (2, 2, {})
    assert counts["messages"] > 8
    assert variables["ansible_password"] not in program.run("logs").stdout

    pid = program.pids()[0]
    down = program.run("down")
    assert (down.returncode, down.stdout) == (0, "The fleet has ended.\n")
    assert not alive(pid)
    assert not program.inventory.exists()
    assert not (program.folder / "state").exists()
    assert program.run("down").stdout == "No fleet runs.\n"


def test_every_fault_can_be_set_and_cleared_and_the_host_is_as_before(program: Program) -> None:
    program.up()
    before = program.ask("state", "ready")
    assert program.run("fault", "ready", "slow").stdout == f"ready: {FAULTS['slow'].does}.\n"
    assert program.run("fault", "ready", "clear").stdout == "ready: all faults are cleared.\n"
    for kind in ("slow", "engine-slow"):
        program.run("fault", "ready", kind)
    assert program.run("fault", "ready", "clear", "only=slow").stdout == "ready: slow is cleared.\n"
    assert program.question("status")["hosts"]["ready"]["faults"] == 1
    program.run("fault", "ready", "clear")
    for kind in FAULTS:
        assert program.question("fault", host="ready", kind=kind, options={}) == f"ready: {FAULTS[kind].does}."
        assert program.question("status")["hosts"]["ready"]["faults"] == 1
        program.question("fault", host="ready", kind="clear", options={})
    after = program.ask("state", "ready")
    assert program.ask("status", "--json")["hosts"]["ready"]["faults"] == 0
    assert after["engine"]["faults"] == before["engine"]["faults"] == {}
    assert after["engine"]["running"] is True
    for part in ("features", "markers", "registry", "files"):
        assert after["machine"][part] == before["machine"][part], part


def test_a_host_that_reboots_looks_down(program: Program) -> None:
    program.up()
    booted = program.ask("state", "ready")["machine"]["boot_time"]
    assert program.run("reboot", "ready").stdout == "ready reboots.\n"
    seen = set()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not {"up", "down"} <= seen:
        seen.add(program.question("status")["hosts"]["ready"]["power"])
    assert {"up", "down"} <= seen
    while program.question("status")["hosts"]["ready"]["power"] == "down":
        assert time.monotonic() < deadline
    assert program.ask("state", "ready")["machine"]["boot_time"] > booted


WRONG = {
    "an unknown host": (["state", "nobody"], "There is no host 'nobody'; there are ready, home."),
    "an unknown kind": (["fault", "ready", "earthquake"], "There is no fault 'earthquake'; there are "),
    "an unknown option": (
        ["fault", "ready", "slow", "minutes=1"],
        "The fault 'slow' has no option 'minutes'; its options are seconds.",
    ),
    "an option of a fault without any": (
        ["fault", "ready", "disk-full", "x=1"],
        "The fault 'disk-full' has no option 'x'; it has none.",
    ),
    "a value that is none": (
        ["fault", "ready", "slow", "seconds=long"],
        "'seconds=long' of the fault 'slow' is no float.",
    ),
    "fewer steps than none": (["fault", "ready", "act-dies", "step=-1"], "A number of steps is at least 0, not -1."),
    "no NAME=VALUE": (["fault", "ready", "slow", "2"], "An option of a fault is NAME=VALUE, not '2'."),
    "a fault without its engine": (
        ["fault", "home", "pipe-denied"],
        "The host home has no engine that could be broken.",
    ),
    "a second fleet": (["up", str(FLEET)], "A fleet runs already"),
}


def test_what_is_wrong_is_one_clear_error(program: Program) -> None:
    program.up()
    for name, (arguments, words) in WRONG.items():
        done = program.run(*arguments)
        assert (done.returncode, done.stdout) == (2, ""), name
        assert done.stderr.startswith(words), name
        assert done.stderr.count("\n") == 1, name


def test_without_a_fleet(program: Program, tmp_path: Path) -> None:
    done = program.run("state", "ready")
    assert done.returncode == 2
    assert done.stderr.startswith("No fleet runs with --state-dir ")
    bad = tmp_path / "bad.yml"
    bad.write_text("hosts: {web1: {memmory: 4GiB}}", encoding="utf-8")
    done = program.run("up", str(bad))
    assert done.returncode == 2
    assert f"{bad}: host web1: 'memmory' is unknown; known are release," in done.stderr
    assert not (tmp_path / "state").exists()
    assert program.run("status").stdout == "No fleet runs.\n"


def test_a_daemon_that_was_killed_is_no_fleet(program: Program) -> None:
    program.up()
    pid = program.pids()[0]
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while program.run("status").stdout != "No fleet runs.\n":
        assert time.monotonic() < deadline
    assert program.up().returncode == 0
    assert program.pids() != [pid]


def test_a_fleet_whose_checkout_is_gone_is_found(program: Program, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    (checkout / "tests").mkdir(parents=True)
    link = checkout / "tests" / "simulator"
    subprocess.run(["cp", "-r", str(SIMULATOR), str(link)], check=True)
    other = Program(tmp_path / "other", program.temporary)
    other.folder.mkdir()
    assert other.up(simulator=link).returncode == 0
    (checkout / "tests").rename(tmp_path / "moved")
    told = " ".join(program.run("status").stdout.split())
    assert "Another fleet runs (its checkout is gone)" in told
    assert f"--state-dir {other.folder / 'state'}" in told
    assert other.run("down").stdout == "The fleet has ended.\n"
    assert program.run("status").stdout == "No fleet runs.\n"
