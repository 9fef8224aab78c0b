"""A fleet in slices, as Automation Platform runs a sliced job: site.yml twice by ansible-runner on light hosts.

slices.py [--hosts 1000] [--slices 4] [--together]; docs/scale.md has the last numbers. .venv-platform must be there
(tools/setup.sh platform).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "simulator"))

from simulated import READY, REGISTRY, WEB, SimulatedFleet

from playbooks import CHECKOUT

SHOP = {"containers_project": "shop", "containers_list": [WEB], "containers_settle": 0}
PYTHON = CHECKOUT / ".venv-platform" / "bin"


def one(fleet: SimulatedFleet, folder: Path, place: int, total: int) -> dict[str, Any]:
    variables = folder / "variables.json"
    private = folder / f"slice-{place}"
    private.mkdir(exist_ok=True)
    script = str(CHECKOUT / "tests" / "support" / "runner_slice.py")
    texts = [str(private), str(fleet.inventory), "site.yml", str(variables), str(place), str(total)]
    environment = {**os.environ, "PATH": f"{PYTHON}:{os.environ['PATH']}"}
    done = subprocess.run(
        [PYTHON / "python", script, *texts], env=environment, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=1000)
    parser.add_argument("--slices", type=int, default=4)
    parser.add_argument("--together", action="store_true", help="all slices at the same time")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    fleet = SimulatedFleet(folder / "fleet", "light")
    fleet.folder.mkdir()
    names = [f"srv{number:04}" for number in range(options.hosts)]
    fleet.up({"hosts": dict.fromkeys(names, READY), "registry": REGISTRY})
    (folder / "variables.json").write_text(json.dumps(SHOP), encoding="utf-8")
    bad = 0
    try:
        for what in ("deploys", "changes nothing"):
            started = time.monotonic()
            with ThreadPoolExecutor(options.slices if options.together else 1) as threads:
                told = list(threads.map(lambda place: one(fleet, folder, place, options.slices), range(options.slices)))
            hosts = [counts for slice_ in told for counts in slice_["hosts"].values()]
            changed = sum(bool(counts.get("changed")) for counts in hosts)
            bad += sum(slice_["status"] != "successful" for slice_ in told) + (len(hosts) != options.hosts)
            print(
                f"site.yml {what}: {time.monotonic() - started:.0f} s, {len(hosts)} hosts in {options.slices} slices "
                f"({', '.join(str(slice_['seconds']) for slice_ in told)} s); {changed} changed; "
                f"at most {max(slice_['peak_kib'] for slice_ in told) // 1024} MiB for a process",
                flush=True,
            )
    finally:
        fleet.down()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
