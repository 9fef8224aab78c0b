"""Does Windows still configure its features after a boot? They stay pending then, and it restarts once more by itself.

ansible/ansible#28389 and #41713: the first boot after a feature was enabled is not the last; a host that answers is not
yet one that is done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Settling:
    """After each of the next `reboots` boots that find features pending, these stay so for `looks` looks at them.

    While the last of these looks is answered the machine is told to restart. A look at the features may be several
    questions (ServerManager and DISM, DISM for each name): the same question once more is the next look.
    """

    def __init__(self) -> None:
        self._looks = 0
        self._reboots = 0
        self._seen = 0
        self._asked: set[str] = set()
        self._configures = False

    def expect(self, looks: int, reboots: int) -> None:
        """From the next boot on; 0 reboots: as any machine."""
        self._looks, self._reboots = looks, reboots

    def boot(self, pending: bool) -> bool:
        """Whether this boot leaves pending what was pending."""
        self._seen = 0
        self._asked = set()
        self._configures = pending and self._reboots > 0
        if self._configures:
            self._reboots -= 1
        return self._configures

    def looked(self, question: str, restart: Callable[[], None]) -> None:
        """Somebody asks for features; `restart` is called for the last look that is answered so."""
        if not self._configures:
            return
        if not self._asked or question in self._asked:
            self._asked = set()
            self._seen += 1
            if self._seen == self._looks:
                restart()
        self._asked.add(question)

    def state(self) -> dict[str, Any]:
        """For the machine's state."""
        return {"looks": self._looks, "reboots": self._reboots, "configures": self._configures}
