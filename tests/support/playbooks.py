"""Runs a playbook against a simulated fleet and keeps what it returned: for the demo and the integration tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Run:
    """`results`: the recorded lines `{event, host, task, action, result}`; `hosts`: the recap by host."""

    code: int
    results: list[dict[str, Any]] = field(default_factory=list)
    hosts: dict[str, dict[str, int]] = field(default_factory=dict)
    output: str = ""

    def of(self, action: str) -> dict[str, dict[str, Any]]:
        """The last result of a module of the collection, by host."""
        wanted = f"winfleet.containers.{action}"
        return {line["host"]: line["result"] for line in self.results if line["action"] == wanted}

    def part(self, name: str) -> dict[str, Any]:
        """What a part of container_host returned last, by host: `features`, `sets` or `proof`."""
        return {host: result[name] for host, result in self.of("container_host").items() if name in result}

    def failures(self) -> dict[str, str]:
        return {line["host"]: str(line["result"].get("msg", "")) for line in self.results if line["event"] != "ok"}


def command_of(playbook: str, inventories: list[Path]) -> list[str]:
    command = [sys.executable, "-m", "ansible", "playbook", playbook]
    return command + [text for inventory in inventories for text in ("-i", str(inventory))]


def environment_of(record: Path) -> dict[str, str]:
    return os.environ | {
        "ANSIBLE_CALLBACK_PLUGINS": str(CHECKOUT / "tests" / "support" / "callbacks"),
        "ANSIBLE_CALLBACKS_ENABLED": "record",
        "RECORD_RESULTS": str(record),
        "ANSIBLE_CONFIG": str(CHECKOUT / "ansible.cfg"),
        "PYTHONUNBUFFERED": "1",
    }


def play(playbook: str, inventories: list[Path], record: Path, *arguments: str, quiet: bool = False) -> Run:
    """A failed playbook is a Run with a code other than 0. With `quiet` its output is in `Run.output` alone."""
    record.unlink(missing_ok=True)
    command, environment = command_of(playbook, inventories), environment_of(record)
    if not quiet:
        print(f"$ ansible-playbook {playbook} {' '.join(arguments)}".rstrip(), flush=True)
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True} if quiet else {}
    done = subprocess.run([*command, *arguments], cwd=CHECKOUT, env=environment, check=False, **pipe)  # type: ignore[call-overload]
    run = Run(done.returncode, output=done.stdout or "")
    for text in record.read_text(encoding="utf-8").splitlines() if record.exists() else []:
        line = json.loads(text)
        if line["event"] == "stats":
            run.hosts = line["hosts"]
        else:
            run.results.append(line)
    return run
