"""Where does a fleet keep its things?

A fleet has two folders: the state folder that the user may choose (log, inventory, the hosts' files), and a short one
below the temporary folder for its unix sockets, whose paths may not be longer than about a hundred bytes. The second
is named after the
first, and holds a note about the daemon: so `status` finds a fleet wherever its state folder is, even when the
checkout that started it
is gone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

# The folder of all fleets of this user; fixed here, as a daemon has a temporary folder of its own later.
BASE = Path(tempfile.gettempdir()) / f"winfleet-{os.getuid()}"
CHECKOUT = Path(__file__).resolve().parents[3]
NOTE = "daemon.json"
LOG = "daemon.log"
INVENTORY = "inventory.yml"
HOSTS = "hosts"


@dataclass(frozen=True)
class Note:
    """A running daemon: `checkout` is where the program that started it lies, `inventory` a file that ends with it."""

    pid: int
    state_dir: str
    checkout: str
    fleet: str
    front: str
    inventory: str

    @property
    def orphaned(self) -> bool:
        """Whether the checkout that started it is gone."""
        return not (Path(self.checkout) / "tests" / "simulator").is_dir()


def default_state_dir() -> Path:
    """One for each checkout."""
    return BASE / f"state-{_digest(CHECKOUT)}"


def socket_dir(state_dir: Path) -> Path:
    """The short folder that belongs to a state folder."""
    return BASE / _digest(state_dir.resolve())


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def make_dirs(state_dir: Path) -> None:
    """Both folders, for their owner alone; what a daemon that was killed left there goes."""
    remove_dirs(state_dir)
    sockets = socket_dir(state_dir)
    for folder in (BASE, sockets, state_dir):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def remove_dirs(state_dir: Path) -> None:
    """Everything that a fleet wrote in its folders, and the folders where nothing else is in them."""
    shutil.rmtree(state_dir / HOSTS, ignore_errors=True)
    for name in (LOG, INVENTORY):
        (state_dir / name).unlink(missing_ok=True)
    shutil.rmtree(socket_dir(state_dir), ignore_errors=True)
    for folder in (state_dir, BASE):
        with contextlib.suppress(OSError):
            folder.rmdir()


def write_note(note: Note) -> None:
    (socket_dir(Path(note.state_dir)) / NOTE).write_text(json.dumps(asdict(note)), encoding="utf-8")


def read_note(state_dir: Path) -> Note | None:
    """The note of the daemon that runs with this state folder, or None."""
    return _read(socket_dir(state_dir) / NOTE)


def running() -> list[Note]:
    """The fleets that run on this computer for this user."""
    notes = (_read(path) for path in sorted(BASE.glob(f"*/{NOTE}")))
    return [note for note in notes if note is not None]


def _read(path: Path) -> Note | None:
    try:
        note = Note(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, OSError):
        return None
    return note if alive(note.pid) else None


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not (where /proc tells)."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    return True
