"""`make fleet` and `make fleet-down`: leaves the simulated fleet up to play with."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SIMULATOR = CHECKOUT / "tests" / "simulator"
CACHE = CHECKOUT / ".cache" / "fleet"
INVENTORY = CACHE / "hosts.yml"
ENGINE = CACHE / "engine.yml"
VERSION = "29.7.2"

COMMANDS = """
The fleet is up. Its inventory: {inventory}
Some commands to play with:

  .venv/bin/ansible-playbook {options} winfleet.containers.site
  .venv/bin/ansible-playbook {options} winfleet.containers.site --check --diff
  .venv/bin/ansible-playbook {options} winfleet.containers.preflight
  .venv/bin/ansible {options} srv2022 -m winfleet.containers.host_info
  .venv/bin/python tests/simulator --state-dir {state} status
  .venv/bin/python tests/simulator --state-dir {state} state srv2022
  .venv/bin/python tests/simulator --state-dir {state} fault srv2025 lie-hyperv
  make fleet-down
"""


def simulator(*arguments: str) -> int:
    """The simulator's exit code; what it prints goes to the terminal."""
    command = [sys.executable, str(SIMULATOR), "--state-dir", str(CACHE / "state"), *arguments]
    return subprocess.run(command, cwd=CHECKOUT, check=False).returncode


def up(fleet: str, front: list[str]) -> int:
    """Brings the fleet up and writes its inventory; an exit code."""
    CACHE.mkdir(parents=True, exist_ok=True)
    code = declare_engine()
    if code:
        return code
    return simulator("up", fleet, "--inventory", str(INVENTORY), *front)


def declare_engine() -> int:
    """A small archive with the simulator's stand-ins for an engine's programs, and an inventory that declares it."""
    archive = CACHE / f"docker-{VERSION}.zip"
    code = simulator("archive", VERSION, str(archive))
    if code == 0:
        sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
        declared = {"engine_version": VERSION, "engine_archive": str(archive), "engine_checksum": sha256}
        ENGINE.write_text(json.dumps({"all": {"vars": declared}}, indent=2) + "\n", encoding="utf-8")
    return code


def main(arguments: list[str]) -> int:
    if arguments[0] == "down":
        return simulator("down")
    code = up(arguments[1], arguments[2:])
    if code == 0:
        inventory = INVENTORY.relative_to(CHECKOUT)
        state = (CACHE / "state").relative_to(CHECKOUT)
        print(
            COMMANDS.format(
                inventory=inventory,
                options=f"-i {inventory} -i {ENGINE.relative_to(CHECKOUT)} -i demo/inventory",
                state=state,
            )
        )
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
