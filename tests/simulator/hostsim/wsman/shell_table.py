"""Which shells live on a host, and may there be one more?"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hostsim.wsman.faults import Fault
from hostsim.wsman.knobs import Knobs
from hostsim.wsman.shells import Shell


class ShellTable:
    """The shells of one host by id. Orphans count until their idle time-out: each reset() of Ansible leaves one."""

    def __init__(self, knobs: Knobs) -> None:
        self._knobs = knobs
        self._shells: dict[str, Shell] = {}
        self._opening: Counter[str] = Counter()
        self._life = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._shells)

    def open(self, owner: str, make: Callable[[], Shell]) -> Shell:
        """Makes a shell and keeps it; raises the Faults of quotas. `make` runs without the table's lock."""
        self._close_idle()
        with self._lock:
            owned = +self._opening + Counter(shell.owner for shell in self._shells.values())
            if owned[owner] >= self._knobs.max_shells_per_user:
                raise Fault("too_many_shells", limit=self._knobs.max_shells_per_user)
            if owner not in owned and len(owned) >= self._knobs.max_concurrent_users:
                raise Fault("too_many_users", limit=self._knobs.max_concurrent_users)
            self._opening[owner] += 1
            life = self._life
        try:
            shell = make()
        finally:
            with self._lock:
                self._opening[owner] -= 1
        with self._lock:
            if life == self._life:
                self._shells[shell.id.upper()] = shell
                return shell
        shell.close()
        raise Fault("unknown_shell")

    @contextmanager
    def use(self, shell_id: str, owner: str) -> Iterator[Shell]:
        """The owner's shell, awake while in use; raises the Fault of unknown selectors."""
        self._close_idle()
        shell = self._shells.get(shell_id.upper())
        if shell is None or shell.owner != owner:
            raise Fault("unknown_shell")
        with self._lock:
            shell.busy += 1
        try:
            yield shell
        finally:
            with self._lock:
                shell.busy -= 1
                shell.touched = time.monotonic()

    def check_operations(self, owner: str) -> None:
        """Raises the Fault of MaxConcurrentOperationsPerUser if one more command were too many."""
        with self._lock:
            mine = sum(shell.operations for shell in self._shells.values() if shell.owner == owner)
        if mine >= self._knobs.max_operations_per_user:
            raise Fault("too_many_operations", limit=self._knobs.max_operations_per_user)

    def delete(self, shell_id: str, owner: str) -> None:
        """Closes a shell and forgets it."""
        with self.use(shell_id, owner) as shell, self._lock:
            self._shells.pop(shell_id.upper(), None)
        shell.close()

    def forget(self, shell: Shell) -> None:
        """Drops a shell whose process has died."""
        with self._lock:
            self._shells.pop(shell.id.upper(), None)
        shell.close()

    def take_all(self) -> list[Shell]:
        """Forgets all shells, those that are about to open as well, and returns the open ones for closing."""
        with self._lock:
            shells = list(self._shells.values())
            self._shells.clear()
            self._life += 1
        return shells

    def _close_idle(self) -> None:
        now = time.monotonic()
        with self._lock:
            idle = [key for key, shell in self._shells.items() if shell.is_idle(now)]
            shells = [self._shells.pop(key) for key in idle]
        for shell in shells:
            shell.close()
