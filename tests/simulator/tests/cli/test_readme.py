"""The README names every command, every fault with its options, and every key of a fleet file, and no others."""

from __future__ import annotations

import re
from pathlib import Path

from hostsim.cli import COMMANDS
from hostsim.faults import FAULTS
from hostsim.fleet import ENGINE_KEYS, HOST_KEYS
from hostsim.machine.installations import INSTALLERS, MODES, STATES, WRAPPERS

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return README.split(f"## {title}\n")[1].split("\n## ")[0]


def test_every_command() -> None:
    assert set(re.findall(r"^\| `(\w+)", section("Commands"), flags=re.M)) == set(COMMANDS)


def test_every_fault_and_its_options() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \| (.*) \|$", section("Faults"), flags=re.M)
    told = {kind: (set(re.findall(r"`(\w+)=", options)), does) for kind, options, does in rows}
    assert told == {kind: (set(fault.options), fault.does) for kind, fault in FAULTS.items()}


def test_every_key_of_a_host() -> None:
    text = section("The fleet file")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, flags=re.M))
    assert set(rows) == set(ENGINE_KEYS)
    for key, words in {"state": STATES, "installer": INSTALLERS, "wrapper": WRAPPERS, "mode": MODES}.items():
        assert [word for word in words if f"`{word}`" not in rows[key]] == []
    assert [key for key in HOST_KEYS if not re.search(rf"\b{key}:", text)] == []
