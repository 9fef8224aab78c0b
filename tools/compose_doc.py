"""Writes the table of docs/compose.md: what becomes of each key of a compose file's service.

python tools/compose_doc.py [--check]: with --check nothing is written, and the exit code is 1 where the file is not
current. It needs the collection on ANSIBLE_COLLECTIONS_PATH (make setup makes .tree).
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOC = ROOT / "docs" / "compose.md"
sys.path.insert(0, str(ROOT / ".tree"))

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.service import (  # noqa: E402
    DEEP,
    TAKEN,
    WITH_OTHERS,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.compose_keys import (  # noqa: E402
    SILENT,
    WARN,
    foreign,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_options import ROWS  # noqa: E402

BEGIN, END = "<!-- the table, by tools/compose_doc.py -->\n", "<!-- its end -->\n"
SOMETHING = "something"  # a value that asks for something
#: What is read in another way than by a row of its own
SPECIAL = {
    "container_name": "the container's name; without it the service's",
    "mac_address": "that of its first network",
    "build": "refused without `image`; beside one it is left out, with a warning",
    "links": "nothing: names of one network are known; an alias (`db:database`) is refused",
    "pull_policy": "a warning where the set's `pull` says something else",
    "deploy.mode": "`replicated`: nothing; `global`: a warning; jobs are refused",
}


def keys() -> list[str]:
    """Those of a service, and below deploy, logging and what is a list of dictionaries."""
    found = {word for row in ROWS for word in row.compose if not word.endswith("*")}
    nested = (
        *DEEP,
        "volumes",
        "volumes.bind",
        "volumes.volume",
        "networks",
        "ports",
        "healthcheck",
        "devices",
        "credential_spec",
    )
    return sorted(word for word in found if "." not in word or word.rpartition(".")[0] in nested)


def line(key: str) -> str:
    option = TAKEN.get(key, (None,))[0]
    if key in SPECIAL:
        return f"| `{key}` | {SPECIAL[key]} |"
    if option is not None:
        return f"| `{key}` | `{option}` |"
    action, text = foreign(key, SOMETHING)
    if action == SILENT or key in DEEP or key in WITH_OTHERS:
        return f"| `{key}` | - |"
    return f"| `{key}` | {'a warning' if action == WARN else 'refused'}: {text.rstrip('.')} |"


def own(key: str) -> bool:
    """Whether it is worth a line: parts of what is read whole are not."""
    outer, _dot, _inner = key.rpartition(".")
    return outer not in TAKEN or foreign(key, SOMETHING)[0] != SILENT


def parts_taken(key: str) -> bool:
    """A part that its reader takes (mounted.py, attached.py, running.py)."""
    return key in PARTS


PARTS = frozenset(
    f"{key}.{part}"
    for key, parts in {
        "volumes": ("type", "source", "target", "read_only"),
        "networks": ("aliases", "ipv4_address", "mac_address", "priority"),
        "ports": ("target", "published", "protocol", "host_ip"),
        "healthcheck": ("test", "interval", "timeout", "start_period", "start_interval", "retries", "disable"),
        "devices": ("source",),
        "credential_spec": ("file", "registry", "config"),
    }.items()
    for part in parts
)


def document() -> str:
    text = DOC.read_text("utf-8")
    head, _begin, rest = text.partition(BEGIN)
    _table, _end, tail = rest.partition(END)
    rows = [line(key) for key in keys() if own(key) and not parts_taken(key)]
    return head + BEGIN + "\n".join(["| key | here |", "|---|---|", *rows]) + "\n" + END + tail


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(DOC.read_text("utf-8") != document())
    DOC.write_text(document(), "utf-8")
