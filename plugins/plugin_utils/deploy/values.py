# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the value of one option is read: text that people write in, plain data out.

Each reader raises ValueError with what is allowed; the door puts the container, the option and the value before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

RESTART_POLICIES = ("no", "always", "unless-stopped", "on-failure")
UNITS = {"": 1, "b": 1, "k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4}


LONGEST = 255  # of a name; the engine itself takes 64 KiB


def name(value: str) -> str:
    if len(value) > LONGEST:
        raise ValueError(f"{LONGEST} characters are allowed")
    if not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+", value) or value.endswith((OLD, FAILED)):
        raise ValueError(
            "allowed are two or more letters, digits, '_', '.' and '-', the first a letter or a digit, "
            f"and no name that ends in {OLD} or {FAILED}"
        )
    return value


OLD = ".winfleet-old"  # under this ending a replaced container waits until its successor runs
FAILED = ".winfleet-failed"  # under this one lies a container that did not come up and was to be kept


def plain_name(name: str) -> str:
    """The declared name of a container that has one of our endings."""
    return name.removesuffix(OLD).removesuffix(FAILED)


def arguments(value: Any) -> list[str]:
    """A list stays as it is; a text is split as Windows splits a command line."""
    if isinstance(value, str):
        return split_command_line(value)
    if not isinstance(value, list) or any(isinstance(item, (Mapping, list, bool)) or item is None for item in value):
        raise ValueError("allowed is a text, or a list of texts")
    return [str(item) for item in value]


def split_command_line(line: str) -> list[str]:
    """Blanks separate, double quotes hold together; a backslash is itself unless a quote follows
    (CommandLineToArgvW)."""
    words: list[str] = []
    word, quoted, begun = "", False, False
    for piece in re.findall(r'\\*"|\\+|[ \t]+|[^\\" \t]+', line):
        slashes = len(piece) - 1 if piece.endswith('"') else 0
        if piece.endswith('"'):
            word, begun = word + "\\" * (slashes // 2) + ('"' if slashes % 2 else ""), True
            quoted = quoted if slashes % 2 else not quoted
        elif piece.isspace() and not quoted:
            words, word, begun = ([*words, word] if begun else words), "", False
        else:
            word, begun = word + piece, True
    if quoted:
        raise ValueError("a double quote is not closed")
    return [*words, word] if begun else words


def texts(value: Mapping[str, Any]) -> dict[str, str]:
    """Names to texts. A YAML `yes` or an empty value is not a text: what it would become is not what was written."""
    for key, item in value.items():
        if not key or "=" in key or "\0" in key:
            raise ValueError(f"the name {key!r} must not be empty and must not hold '='")
        if isinstance(item, (bool, Mapping, list)) or item is None:
            raise ValueError(f"the value of {key} must be a text: put it in quotes")
    folded = [key.lower() for key in value]
    twice = sorted(key for key in value if folded.count(key.lower()) > 1)
    if twice:
        raise ValueError(f"{' and '.join(twice)} are one name on Windows: keep one of them")
    return {key: str(item) for key, item in value.items()}


def labels(value: Mapping[str, Any]) -> dict[str, str]:
    ours = sorted(key for key in value if key.lower().startswith("winfleet."))
    if ours:
        raise ValueError(f"labels that begin with 'winfleet.' are the collection's own: remove {', '.join(ours)}")
    return names_to_texts(value)


def annotation_texts(value: Mapping[str, Any]) -> dict[str, str]:
    """An empty name is refused by the engine, of a label it is not (recorded)."""
    if "" in value:
        raise ValueError("a name is empty; give it one, or leave it out")
    return names_to_texts(value)


def names_to_texts(value: Mapping[str, Any]) -> dict[str, str]:
    wrong = sorted(key for key, item in value.items() if isinstance(item, (bool, Mapping, list)) or item is None)
    if wrong:
        raise ValueError(f"the value of {', '.join(wrong)} must be a text: put it in quotes")
    return {key: str(item) for key, item in value.items()}


def size_of(value: Any) -> int | None:
    """Bytes, of 512m, 2g, 1.5GiB; None for what is no size."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?", str(value).strip().lower())
    return int(float(match[1]) * UNITS[match[2]]) if match else None


def memory(value: Any) -> int:
    """Bytes. The engine gives Windows whole megabytes (moby daemon/oci_windows.go), so less than one is an error."""
    size = size_of(value) or 0
    if size < UNITS["m"]:
        raise ValueError("allowed is a size such as 512m, 2g or 1.5GiB, at least 1m")
    return size


def cpus(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = 0.0
    if isinstance(value, bool) or not 0.01 <= number <= 1024:
        raise ValueError("allowed is a number of processors from 0.01, such as 1.5")
    return round(number, 9)


def restart_policy(value: Any) -> dict[str, Any]:
    """`on-failure:3` bounds the retries; YAML's `no` is a truth value and means `no`."""
    word, colon, count = ("no" if value is False else str(value).lower()).partition(":")
    if word not in RESTART_POLICIES or (colon and (word != "on-failure" or not count.isdigit())):
        raise ValueError("allowed are no, always, unless-stopped, on-failure and on-failure:N")
    return {"name": word, "maximum_retry_count": int(count or 0)}


def windows_path(path: str) -> str:
    """Backslashes, and none at the end except a drive's own."""
    path = path.replace("/", "\\")
    stripped = path.rstrip("\\")
    return stripped + "\\" if re.fullmatch(r"[a-zA-Z]:", stripped) else stripped or path


def working_dir(value: str) -> str:
    path = windows_path(value)
    if not re.match(r"[a-zA-Z]:\\|\\", path) or "\\..\\" in path + "\\":
        raise ValueError("allowed is an absolute path such as C:\\app")
    return path


CODES = 2**32  # of Windows; what a program calls -1 is the last of them


def exit_codes(value: list[int]) -> list[int]:
    """As the engine tells them, which has no negative ones."""
    wrong = [code for code in value if not -CODES // 2 <= code < CODES]
    if wrong or not value:
        raise ValueError(f"{(wrong or value)!r} is not allowed; allowed are one or more numbers up to {CODES - 1}")
    return sorted({code % CODES for code in value})


# What the engine starts a container with (moby daemon/oci_windows.go, libcontainerd/local); it tells case.
DEVICE_TYPES = ("class", "vpci-class-guid")
_GUID = r"\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?"
_DEVICE = re.compile(rf"(?:class/|(?:{'|'.join(DEVICE_TYPES)})://){_GUID}")


def device(value: str) -> str:
    if not _DEVICE.fullmatch(value):
        raise ValueError(
            f"{value!r} is not allowed; allowed is class/GUID, class://GUID or vpci-class-guid://GUID with the GUID "
            f"of an "
            "interface class: no other device starts in a container"
        )
    return value


def devices(value: list[Any]) -> list[str]:
    return sorted(device(str(item)) for item in value)


def credential_spec(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    check = _CREDENTIALS.get(scheme.lower())
    if not separator or not rest or check is None:
        raise ValueError("allowed is file://NAME.json, registry://NAME or raw://JSON")
    problem = check(rest)
    if problem:
        raise ValueError(problem)
    return f"{scheme.lower()}://{rest}"


def _credential_file(path: str) -> str | None:
    parts = path.replace("/", "\\").split("\\")
    if ":" in path or not parts[0] or ".." in parts:
        return "the path behind file:// is one below the engine's folder CredentialSpecs, such as file://webapp.json"
    return None


def _credential_key(path: str) -> str | None:
    return "the name behind registry:// has no backslash or slash" if re.search(r"[\\/]", path) else None


def _credential_json(path: str) -> str | None:
    try:
        told = json.loads(path)
    except (ValueError, RecursionError):
        told = None
    return None if isinstance(told, dict) else "what stands behind raw:// is no JSON object"


_CREDENTIALS = {"file": _credential_file, "registry": _credential_key, "raw": _credential_json}


def hostname(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9_])?", value):
        raise ValueError("allowed are up to 63 letters, digits, '-', '_' and '.'")
    return value


def network(value: str) -> str:
    kind, colon, target = value.partition(":")
    if colon and kind == "container" and not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+", target):
        raise ValueError("container: is followed by the name of the container whose network is shared")
    if not value.strip() or len(value) > LONGEST or (colon and kind != "container"):
        raise ValueError("allowed is the name of a network of the host, nat, none, or container:NAME")
    return value


def text(value: Any) -> str:
    if "\0" in str(value) or len(str(value)) > LONGEST:
        raise ValueError(f"up to {LONGEST} characters are allowed")
    return str(value)


def joins(network: str | None) -> str | None:
    """The name or id of the container whose network is joined, of `container:NAME`."""
    kind, _colon, target = str(network or "").partition(":")
    return target if kind == "container" else None
