"""How does a fleet start and end? One detached process, started here, and ended for good."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from hostsim import places
from hostsim.control import ControlError, NotRunning, ask
from hostsim.fleet import read_fleet
from hostsim.inventory import is_ours, remove_inventory

START_SECONDS = 120.0
END_SECONDS = 20.0


class StartError(Exception):
    """A daemon that did not come up; the text ends with what its log says."""


def launch(fleet: Path, front: str, state_dir: Path, inventory: Path, scheme: str) -> None:
    """Starts a daemon and waits until each endpoint answers. Raises FleetError, ControlError, StartError."""
    note = places.read_note(state_dir)
    if note is not None:
        raise ControlError(f"A fleet runs already with --state-dir {state_dir} ({note.fleet}); `down` ends it.")
    read_fleet(fleet)
    keep_foreign(inventory)
    places.make_dirs(state_dir)
    log = state_dir / places.LOG
    arguments = [str(fleet), front, str(state_dir), str(inventory), scheme]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "hostsim.daemon", *arguments],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True, env=environment, cwd=state_dir,
        )  # fmt: skip
    try:
        _await(process, places.socket_dir(state_dir))
    except StartError as error:
        words = log.read_text(encoding="utf-8", errors="replace").strip() if log.exists() else ""
        _kill(process.pid)
        process.wait()
        places.remove_dirs(state_dir)
        raise StartError(f"{error}\n{words}" if words else str(error)) from error


def end(state_dir: Path) -> bool:
    """Ends the fleet of a state folder, by force where it does not end by itself; whether there was one. Only the
    process that wrote the note is ended, and of the inventory only a file that is one of ours is removed."""
    note = places.read_note(state_dir)
    if note is None:
        return False
    with contextlib.suppress(ControlError):
        ask(places.socket_dir(state_dir), {"ask": "down"}, timeout=5)
    if not _gone(note, END_SECONDS):
        if not note.started:
            raise ControlError(f"The fleet did not end. Whether process {note.pid} is its own cannot be told here.")
        _kill(note.pid)
        _gone(note, END_SECONDS)
    remove_inventory(Path(note.inventory))
    places.remove_dirs(state_dir)
    return True


def keep_foreign(inventory: Path) -> None:
    """Raises ControlError where the inventory would replace a file that is not one of ours."""
    if os.path.lexists(inventory) and not is_ours(inventory):
        raise ControlError(
            f"{inventory} is there already and was not written by the simulator; give --inventory another."
        )


def _await(process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise StartError(f"The fleet ended with exit code {process.returncode} before it was up.")
        with contextlib.suppress(NotRunning):
            hosts = ask(folder, {"ask": "status"})["hosts"]
            silent = [name for name, host in hosts.items() if not _answers(host["ports"]["http"])]
            if not silent:
                return
        time.sleep(0.05)
    raise StartError(f"The fleet was not up within {START_SECONDS:g} s.")


def _answers(port: int) -> bool:
    """Whether a WinRM service asks who is there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", "/wsman", headers={"Content-Length": "0"})
        return connection.getresponse().status == http.client.UNAUTHORIZED
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _gone(note: places.Note, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while places.is_daemon(note):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _kill(pid: int) -> None:
    """The daemon leads a session of its own, so its group is all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _main(arguments: list[str]) -> int:
    from hostsim.supervisor import run

    fleet, front, state_dir, inventory, scheme = arguments
    pid = os.getpid()
    note = places.Note(pid, places.started(pid), state_dir, str(places.CHECKOUT), fleet, front, inventory)
    return run(Path(fleet), front, Path(state_dir), Path(inventory), scheme, note)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
