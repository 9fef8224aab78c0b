"""A slice of a fleet by ansible-runner, as Automation Platform runs one: a program for the Python of .venv-platform.

runner_slice.py FOLDER INVENTORY PLAYBOOK VARIABLES PLACE TOTAL: the hosts PLACE, PLACE + TOTAL, ... of the inventory;
prints `{"status", "seconds", "hosts": {name: {"ok", "changed", ...}}, "peak_kib"}` as its last line.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import ansible_runner

CHECKOUT = Path(__file__).resolve().parents[2]


def main(folder: Path, inventory: Path, playbook: str, variables: Path, place: int, total: int) -> None:
    told, _error = ansible_runner.get_inventory("list", [str(inventory)], response_format="json", quiet=True)
    hosts = sorted(told["_meta"]["hostvars"])
    started = time.monotonic()
    run = ansible_runner.run(
        private_data_dir=str(folder),
        ident=f"slice-{place}",
        inventory=str(inventory),
        playbook=str(CHECKOUT / "playbooks" / playbook),
        limit=":".join(hosts[place::total]),
        extravars=json.loads(variables.read_text(encoding="utf-8")),
        envvars={
            "ANSIBLE_COLLECTIONS_PATH": str(CHECKOUT / ".tree"),
            "ANSIBLE_HOME": str(folder / "home"),
            "ANSIBLE_HOST_KEY_CHECKING": "false",
            "ANSIBLE_FORKS": "20",
        },
        quiet=True,
    )
    counts: dict[str, dict[str, int]] = {}
    for word, found in (run.stats or {}).items():
        for host, number in found.items():
            counts.setdefault(host, {})[word] = number
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    seconds = round(time.monotonic() - started, 1)
    print(json.dumps({"status": run.status, "seconds": seconds, "hosts": counts, "peak_kib": peak}))


if __name__ == "__main__":
    *texts, place, total = sys.argv[1:]
    main(Path(texts[0]), Path(texts[1]), texts[2], Path(texts[3]), int(place), int(total))
