"""What can be made to go wrong with an engine, from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# fault -> its arguments, with their defaults (None: must be given)
FAULTS: dict[str, dict[str, Any]] = {
    "lie": {"claims": "hyperv", "runs": "process"},  # containers that claim one mode run in the other
    "slow": {"seconds": 1.0},  # before each answer
    "fail_start": {"code": "0xc0370106", "times": None},  # HCS refuses; times: how often, None = always
    "fail_process": {"code": "0x2", "times": None},  # the container's first process cannot be made
    "held_folder": {"times": None},  # a container's folder cannot be removed: it stays as a dead one
    "prints": {"text": "", "hex": "", "stream": 1},  # what every container prints when it starts
    "pull_error": {"text": "unexpected EOF", "times": None},  # in the stream
    "pull_delay": {"seconds": 1.0},  # in the middle of the stream
    "pull_pace": {"seconds": 0.5},  # before each line of the stream
    "drop": {"times": 1, "after": 0, "path": ""},  # end the connection in the middle of an answer of such a path
    "answers": {"path": "", "status": 500, "text": "Internal Server Error"},  # instead of what such a path asks for
    "pipe": {"state": "denied"},  # denied or missing, whatever the service does
    "crash": {},  # the process dies now
}


@dataclass
class Faults:
    """The faults that are on: name -> arguments."""

    on: dict[str, dict[str, Any]] = field(default_factory=dict)

    def set(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        """Turn one on; ValueError for a name or an argument that the table does not have."""
        if name not in FAULTS:
            raise ValueError(f"fault {name!r} is not known to engines; known are: {', '.join(FAULTS)}")
        unknown = set(given) - set(FAULTS[name])
        if unknown:
            raise ValueError(f"fault {name}: unknown argument {', '.join(sorted(unknown))}")
        self.on[name] = {**FAULTS[name], **given}
        return self.on[name]

    def clear(self, name: str | None = None) -> None:
        """Turn one off, or all."""
        if name is None:
            self.on.clear()
        else:
            self.on.pop(name, None)

    def get(self, name: str) -> dict[str, Any] | None:
        """The arguments of a fault that is on."""
        return self.on.get(name)

    def use(self, name: str) -> dict[str, Any] | None:
        """As `get`, and one time less is left."""
        fault = self.on.get(name)
        if fault is not None and fault["times"] is not None:
            fault["times"] -= 1
            if fault["times"] <= 0:
                del self.on[name]
        return fault

    def refuses(self, path: str) -> tuple[int, str] | None:
        """The status and the text with which a request of this path is answered, whatever it asks for."""
        fault = self.on.get("answers")
        return None if fault is None or fault["path"] not in path else (int(fault["status"]), str(fault["text"]))

    def drops(self, path: str) -> bool:
        """Whether the answer to a request of this path is cut: after so many others that fit."""
        fault = self.on.get("drop")
        if fault is None or fault["path"] not in path:
            return False
        if fault["after"] > 0:
            fault["after"] -= 1
            return False
        return self.use("drop") is not None
