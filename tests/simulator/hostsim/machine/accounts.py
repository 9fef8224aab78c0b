"""Which users and groups does a machine have? Those of every Windows, and those that somebody made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

OWN = "S-1-5-21-1004336348-1177238915-682003330"  # of the computer; its accounts count on from it
# as far as somebody names one (learn.microsoft.com, "Security identifiers")
KNOWN = {
    "Administrators": "S-1-5-32-544", "Users": "S-1-5-32-545", "Guests": "S-1-5-32-546", "Power Users": "S-1-5-32-547",
    "Event Log Readers": "S-1-5-32-573", "Hyper-V Administrators": "S-1-5-32-578",
    "Remote Management Users": "S-1-5-32-580", "Everyone": "S-1-1-0", "Authenticated Users": "S-1-5-11",
    "SYSTEM": "S-1-5-18", "Local Service": "S-1-5-19", "Network Service": "S-1-5-20", "Administrator": f"{OWN}-500",
}  # fmt: skip
FIRST = 1001


class Accounts:
    """The accounts of one machine; names know no case."""

    def __init__(self, computer: str, groups: Iterable[str]) -> None:
        self._computer = computer
        self._made = list(groups)

    def make_group(self, name: str) -> bool:
        """Whether there was none of that name."""
        if self.has(name):
            return False
        self._made.append(name)
        return True

    def has(self, name: str) -> bool:
        """Whether a user or a group is called so, with or without a domain before it."""
        wanted = name.rsplit("\\", 1)[-1].lower()
        return any(row["Name"].lower() == wanted for row in self.rows())

    def rows(self) -> list[dict[str, Any]]:
        """Win32_Account: all of them are local."""
        made = {name: f"{OWN}-{FIRST + place}" for place, name in enumerate(self._made)}
        return [
            {
                "Name": name,
                "Caption": f"{self._computer}\\{name}",
                "Domain": self._computer,
                "LocalAccount": True,
                "SID": sid,
                "Status": "OK",
            }
            for name, sid in {**KNOWN, **made}.items()
        ]

    def state(self) -> list[str]:
        """The names of those that not every Windows has."""
        return list(self._made)
