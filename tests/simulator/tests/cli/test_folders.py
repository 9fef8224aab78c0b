"""Whose folders and processes are used? Those of this user alone: anybody may make a folder of a known name first."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostsim import places

SIMULATOR = Path(__file__).resolve().parents[2]
FLEET = SIMULATOR / "fleets" / "small.yml"
NOBODY = 65534


@dataclass
class Computer:
    """A temporary folder in which somebody was first."""

    temporary: Path
    state: Path

    @property
    def base(self) -> Path:
        return self.temporary / f"winfleet-{os.getuid()}"

    @property
    def sockets(self) -> Path:
        return self.base / places._digest(self.state.resolve())

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(SIMULATOR), "--state-dir", str(self.state), *arguments]
        environment = {**os.environ, "TMPDIR": str(self.temporary)}
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=90, env=environment)

    def up(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("up", str(FLEET), "--front", "light", *arguments)

    def plant(self, victim: int, file: Path, **more: object) -> None:
        """A note that names a process and a file of the user."""
        self.sockets.mkdir(parents=True, exist_ok=True)
        note = {"pid": victim, "state_dir": str(self.state), "checkout": "/", "fleet": "x", "front": "light"}
        told = {**note, "inventory": str(file), **more}
        (self.sockets / "daemon.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    temporary = Path("/tmp") / f"f{os.getpid()}-{time.monotonic_ns() % 10**9}"
    temporary.mkdir()
    made = Computer(temporary, tmp_path / "state")
    yield made
    subprocess.run(["rm", "-rf", str(temporary)], check=True)


@pytest.fixture
def victim() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "60"], start_new_session=True)
    yield process
    process.kill()
    process.wait()


def open_to_all(base: Path, sockets: Path) -> None:
    base.chmod(0o777)


def open_to_the_group(base: Path, sockets: Path) -> None:
    base.chmod(0o750)


def readable(base: Path, sockets: Path) -> None:
    base.chmod(0o704)


def inner_open(base: Path, sockets: Path) -> None:
    base.chmod(0o700)
    sockets.chmod(0o777)


def a_link(base: Path, sockets: Path) -> None:
    away = base.with_name("away")
    base.chmod(0o700)
    sockets.chmod(0o700)
    base.rename(away)
    base.symlink_to(away)


def an_inner_link(base: Path, sockets: Path) -> None:
    base.chmod(0o700)
    away = base.with_name("inner")
    sockets.rename(away)
    sockets.symlink_to(away)


def anothers(base: Path, sockets: Path) -> None:
    for folder in (base, sockets):
        folder.chmod(0o700)
    os.chown(base, NOBODY, NOBODY)


def anothers_inside(base: Path, sockets: Path) -> None:
    for folder in (base, sockets):
        folder.chmod(0o700)
    os.chown(sockets, NOBODY, NOBODY)


FOREIGN: list[Callable[[Path, Path], None]] = [
    open_to_all, open_to_the_group, readable, inner_open, a_link, an_inner_link,
    *([anothers, anothers_inside] if os.getuid() == 0 else []),
]  # fmt: skip


@pytest.mark.parametrize("command", ["up", "down", "status", "state", "logs"])
@pytest.mark.parametrize("made", FOREIGN, ids=lambda made: made.__name__)
def test_a_folder_that_may_be_anothers_is_refused(
    computer: Computer,
    victim: subprocess.Popen[bytes],
    tmp_path: Path,
    made: Callable[[Path, Path], None],
    command: str,
) -> None:
    mine = tmp_path / "mine.yml"
    mine.write_text("mine", encoding="utf-8")
    computer.plant(victim.pid, mine, started=places.started(victim.pid))
    made(computer.base, computer.sockets)
    arguments = {"up": (str(FLEET), "--front", "light"), "state": ("ready",)}.get(command, ())
    done = computer.run(command, *arguments)
    assert (done.returncode, done.stdout) == (2, ""), done
    assert "is not used" in done.stderr
    assert str(computer.base) in done.stderr
    assert victim.poll() is None
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "more", [{}, {"started": "1"}, {"started": ""}, {"started": None}, {"pid": -1, "started": ""}, {"pid": 1}]
)
def test_a_process_that_is_not_the_daemon_is_not_ended(
    computer: Computer, victim: subprocess.Popen[bytes], tmp_path: Path, more: dict[str, object]
) -> None:
    """Its number may be another process's by now."""
    mine = tmp_path / "mine.yml"
    mine.write_text("mine", encoding="utf-8")
    computer.plant(victim.pid, mine, **more)
    computer.base.chmod(0o700)
    computer.sockets.chmod(0o700)
    assert computer.run("down").stdout == "No fleet runs.\n"
    assert victim.poll() is None
    assert mine.exists()


def test_an_inventory_that_was_replaced_stays(computer: Computer, tmp_path: Path) -> None:
    inventory = tmp_path / "hosts.yml"
    assert computer.up("--inventory", str(inventory)).returncode == 0
    inventory.write_text("all: {}\n", encoding="utf-8")
    assert computer.run("down").stdout == "The fleet has ended.\n"
    assert inventory.read_text(encoding="utf-8") == "all: {}\n"


def test_a_file_of_the_user_is_not_replaced_by_the_inventory(computer: Computer, tmp_path: Path) -> None:
    inventory = tmp_path / "hosts.yml"
    inventory.write_text("all: {}\n", encoding="utf-8")
    done = computer.up("--inventory", str(inventory))
    assert (done.returncode, done.stdout) == (2, "")
    assert "was not written by the simulator" in done.stderr
    assert inventory.read_text(encoding="utf-8") == "all: {}\n"


@pytest.mark.parametrize("name", ["hosts", "daemon.log", "inventory.yml"])
def test_a_folder_of_the_user_keeps_what_is_in_it(computer: Computer, name: str) -> None:
    """--state-dir may name a folder in which something of the user has one of our names."""
    computer.state.mkdir()
    mine = computer.state / name
    mine.mkdir() if name == "hosts" else mine.write_text("mine", encoding="utf-8")
    done = computer.up()
    assert (done.returncode, done.stdout) == (2, "")
    assert name in done.stderr
    computer.run("down")
    assert mine.exists()


def test_the_folders_are_for_their_owner_alone(computer: Computer) -> None:
    assert computer.up().returncode == 0
    try:
        for folder in (computer.base, computer.sockets, computer.state):
            assert stat.S_IMODE(folder.lstat().st_mode) == 0o700
    finally:
        assert computer.run("down").stdout == "The fleet has ended.\n"
    assert not computer.base.exists()
    assert not computer.state.exists()


def test_fleets_that_end_at_the_same_time_do_not_hinder_one_that_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever ends removes the common folder where nothing is in it: also between the two that another one makes."""
    monkeypatch.setattr(places, "BASE", tmp_path / "common")
    ended = threading.Event()

    def end_fleets() -> None:
        while not ended.is_set():
            with contextlib.suppress(OSError):
                places.BASE.rmdir()
            time.sleep(0.0002)

    others = threading.Thread(target=end_fleets)
    others.start()
    try:
        for _fleet in range(300):
            places.make_dirs(tmp_path / "state")
            assert places.socket_dir(tmp_path / "state").is_dir()
            places.remove_dirs(tmp_path / "state")
    finally:
        ended.set()
        others.join()
