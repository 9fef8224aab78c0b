"""Does dockerd answer as the recorded one? A row of daemon-json-validate.jsonl or daemon-start.jsonl, asked."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from typing import Any

from hostsim.engine.configuration import Ended, Missing, command
from hostsim.engine.configuration.starting import start
from hostsim.engine.versions import engine_version

from .creation import in_windows_words

FILE = "C:\\cfg\\x.json"


def validated(row: Mapping[str, Any]) -> tuple[int, str]:
    """The exit code and the line that `dockerd --validate` says."""

    def read(path: str) -> bytes:
        if path != FILE or row["file"] is None:
            raise Missing(f"open {path}: The system cannot find the file specified.")
        return content(row["file"])

    arguments = ["--validate", "--config-file", FILE, *row["flags"]]
    ended = command(arguments, engine_version(row["moby"]), read)
    assert isinstance(ended, Ended), ended
    return ended.exit_code, first_line(ended.stderr)


def content(told: str) -> bytes:
    """The bytes of a file as the recording shows them."""
    return ast.literal_eval(told) if re.fullmatch(r"""b(['"]).*\1""", told, re.DOTALL) else told.encode()


def first_line(text: str) -> str:
    """What the recording keeps of an output: the first line, which for the usage alone is empty."""
    return text.split("\n", 1)[0].rstrip()


def difference(row: Mapping[str, Any]) -> list[str]:
    """What differs, in words."""
    exit_code, said = validated(row)
    wanted = in_windows_words(row["said"])
    found = [] if exit_code == row["exit"] else [f"exit code {exit_code}, recorded {row['exit']}"]
    return found + ([] if unordered(said) == unordered(wanted) else [f"says {said!r}, recorded {wanted!r}"])


def unordered(text: str) -> str:
    """Go gives the keys that it does not know in any order."""
    start, found, names = text.partition("don't match any configuration option: ")
    return start + found + ", ".join(sorted(names.split(", ")))


class World:
    """The host of the recording: drive C, no group of its own, a port that somebody has."""

    PORT = "127.0.0.1:23751"

    def make_folder(self, path: str) -> str | None:
        if path.startswith("\\\\"):
            return "The system cannot find the path specified."
        return "The system cannot find the file specified." if re.match(r"(?i)[abd-z]:", path) else None

    def has_account(self, name: str) -> bool:
        return name in ("Administrators", "Users")

    def port_is_taken(self, address: str) -> bool:
        return address == self.PORT

    def unfit(self) -> str | None:
        return None

    def file_system(self, path: str) -> str:
        return "NTFS"

    def is_client(self) -> bool:
        return False

    def is_old_client(self) -> bool:
        return False


def started(row: Mapping[str, Any]) -> tuple[str, list[str]]:
    """How a start with this daemon.json ends, and what the engine says that is no mere information."""
    version = engine_version(row["moby"])
    going = command([], version, lambda path: json.dumps(row["config"]).encode())
    if isinstance(going, Ended):
        return "ends", [going.stderr.strip()]
    found = start(going.configuration, version, World())
    said = {line.text for line in found.lines if line.level != "info" or "isolation" in line.text}
    said |= set(going.configuration.warnings)
    return RESULTS[found.result], sorted({*said, *([found.error] if found.error else [])})


RESULTS = {"starts": "starts", "ends": "ends", "waits": "neither within 60 s"}


def difference_of_start(row: Mapping[str, Any]) -> list[str]:
    result, said = started(row)
    wanted = sorted(in_windows_words(text) for text in row["said"])
    found = [] if result == row["result"] else [f"{result}, recorded {row['result']}"]
    return found + ([] if said == wanted else [f"says {said}, recorded {wanted}"])
