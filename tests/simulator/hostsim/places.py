"""Where does a fleet keep its things?

A fleet has two folders: the state folder that the user may choose (log, inventory, the hosts' files), and a short one
below the temporary folder for its unix sockets, whose paths may not be longer than about a hundred bytes. The second
is named after the first, and holds a note about the daemon: so `status` finds a fleet wherever its state folder is,
even when the checkout that started it is gone.

Anybody may make a folder of a known name below the temporary folder. So nothing is read from or written into one that
is not this user's own and closed to all others, and what a note names is ended or removed only where it is what the
note says: the process by its start, files by the mark that is in them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
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
ATTEMPTS = 100  # at folders that other fleets of this user make and remove at the same time
MARK = ".winfleet-simulator"  # in a state folder: what stands there under our names is ours


class Untrusted(Exception):
    """A folder that somebody else made or can write to, or that holds what is not ours; the text is for the user."""


@dataclass(frozen=True)
class Note:
    """A running daemon: `checkout` is where the program that started it lies, `inventory` a file that ends with it;
    `started` tells its process from a later one of the same number (empty where this computer does not tell)."""

    pid: int
    started: str
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


def trusted(folder: Path) -> bool:
    """Whether the folder is there. Raises Untrusted where it is not this user's own, a folder and not a link, closed to
    all others."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise Untrusted(f"{folder} cannot be looked at ({error.strerror}).") from error
    why = (
        "is a link or a file" if not stat.S_ISDIR(found.st_mode)
        else "belongs to another user" if found.st_uid != os.getuid()
        else "is open to other users" if stat.S_IMODE(found.st_mode) & 0o077
        else ""
    )  # fmt: skip
    if why:
        raise Untrusted(
            f"{folder} {why}, and is not used: nothing in it can be trusted. Look at who made it, remove it, or set "
            "TMPDIR to a folder of your own."
        )
    return True


def check(state_dir: Path) -> None:
    """Raises Untrusted where a folder below the temporary folder is not this user's own."""
    for folder in (BASE, socket_dir(state_dir), *([state_dir] if state_dir.parent == BASE else [])):
        if not trusted(folder):
            return


def make_dirs(state_dir: Path) -> None:
    """Both folders, for their owner alone; what a daemon that was killed left there goes. Raises Untrusted."""
    remove_dirs(state_dir)
    _make_socket_dir(socket_dir(state_dir))
    state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    foreign = [name for name in (HOSTS, LOG, INVENTORY) if os.path.lexists(state_dir / name)]
    if foreign:
        raise Untrusted(
            f"{state_dir} holds {', '.join(foreign)}, which the simulator did not write; choose another folder."
        )
    if state_dir.stat().st_uid != os.getuid():
        raise Untrusted(f"{state_dir} belongs to another user; choose a folder of your own.")
    (state_dir / MARK).touch(mode=0o600)


def _make_socket_dir(folder: Path) -> None:
    """A fleet that ends takes the common folder away where nothing is in it, so that it comes with this one inside."""
    BASE.parent.mkdir(parents=True, exist_ok=True)
    for _attempt in range(ATTEMPTS):
        with contextlib.suppress(FileNotFoundError):  # it went between the two
            if trusted(BASE):
                folder.mkdir(mode=0o700, exist_ok=True)
                trusted(folder)  # whoever was faster
                return
        made = Path(tempfile.mkdtemp(prefix=f"{BASE.name}-", dir=BASE.parent))
        (made / folder.name).mkdir(mode=0o700)
        try:
            made.rename(BASE)  # onto what is not there, or empty
        except OSError:
            shutil.rmtree(made)
            continue
        return
    raise Untrusted(f"{BASE} was removed {ATTEMPTS} times while a folder was made in it.")


def remove_dirs(state_dir: Path) -> None:
    """Everything that a fleet wrote in its folders, and the folders where nothing else is in them. Raises Untrusted."""
    check(state_dir)
    if (state_dir / MARK).is_file():
        _remove(state_dir / HOSTS)
        for name in (LOG, INVENTORY, MARK):
            (state_dir / name).unlink(missing_ok=True)
    shutil.rmtree(socket_dir(state_dir), ignore_errors=True)
    for folder in (state_dir, BASE):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _remove(folder: Path) -> None:
    """rmtree refuses links by itself."""
    if not folder.is_symlink():
        shutil.rmtree(folder, ignore_errors=True)


def write_note(note: Note) -> None:
    (socket_dir(Path(note.state_dir)) / NOTE).write_text(json.dumps(asdict(note)), encoding="utf-8")


def read_note(state_dir: Path) -> Note | None:
    """The note of the daemon that runs with this state folder, or None. Raises Untrusted."""
    check(state_dir)
    return _read(socket_dir(state_dir) / NOTE)


def running() -> list[Note]:
    """The fleets that run on this computer for this user. Raises Untrusted."""
    if not trusted(BASE):
        return []
    notes = (_read(path) for path in sorted(BASE.glob(f"*/{NOTE}")))
    return [note for note in notes if note is not None]


def _read(path: Path) -> Note | None:
    try:
        if not trusted(path.parent):
            return None
        note = Note(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, OSError):
        return None
    return note if is_daemon(note) else None


def is_daemon(note: Note) -> bool:
    """Whether the process that wrote this note still runs: the number alone may be another one's by now."""
    if not (isinstance(note.pid, int) and note.pid > 1 and alive(note.pid)):
        return False
    return started(note.pid) == note.started


def started(pid: int) -> str:
    """When a process began, in the kernel's ticks; empty where this computer does not tell (no /proc)."""
    with contextlib.suppress(OSError, IndexError):
        return _stat(pid)[19]
    return ""


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not (where /proc tells)."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    with contextlib.suppress(OSError, IndexError):
        return _stat(pid)[0] != "Z"
    return True


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on (proc(5): state is number 3, starttime 22)."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
