"""Does dockerd answer as the recorded one? A row of daemon-json-validate.jsonl or daemon-start.jsonl, asked."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any

from hostsim.engine.configuration import Ended, Missing, command
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
