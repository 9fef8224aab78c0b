"""The event logs, as Get-WinEvent would give their records."""

from __future__ import annotations

from typing import Any

from .clock import Clock

Event = dict[str, Any]

LOGS = ("Application", "HardwareEvents", "Security", "Setup", "System")
LEVELS = {"Critical": 1, "Error": 2, "Warning": 3, "Information": 4}


class Events:
    """Records of all logs in the order in which they were written."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._records: list[Event] = []

    def write(self, log: str, source: str, event_id: int, level: str, text: str) -> None:
        """Append one record; `level` is Information, Warning or Error."""
        self._records.append(
            {
                "RecordId": len(self._records) + 1,
                "LogName": log,
                "ProviderName": source,
                "Id": event_id,
                "Level": LEVELS[level],
                "LevelDisplayName": level,
                "TimeCreated": self._clock.now(),
                "Message": text,
            }
        )

    def read(self, log: str | None = None, source: str | None = None, count: int | None = None) -> list[Event]:
        """The newest `count` records first; `log` and `source` compare in any case."""
        found = [
            dict(record)
            for record in reversed(self._records)
            if (log is None or record["LogName"].lower() == log.lower())
            and (source is None or record["ProviderName"].lower() == source.lower())
        ]
        return found if count is None else found[:count]

    def has_log(self, log: str) -> bool:
        """Whether there is a log of that name."""
        names = {*LOGS, *(record["LogName"] for record in self._records)}
        return log.lower() in {name.lower() for name in names}
