"""`make demo`: the main job on a simulated fleet, from nothing; an error unless a second run changes nothing."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))

from fleet import CACHE, CHECKOUT, ENGINE, INVENTORY, simulator, up
from tables import deployed, engines, refused

from playbooks import Run, play

DECLARED = CHECKOUT / "demo" / "inventory"
REFUSED_HOSTS = {"win10home"}
REPORT = CHECKOUT / "report"
SHOWS = {
    "live": "This shows the host programs in a real PowerShell on simulated hosts; it does not show Windows.",
    "light": "This shows the playbooks on simulated hosts; it shows no PowerShell program, and not Windows.",
}


def heading(text: str) -> None:
    print(f"\n=== {text}", flush=True)


def complaints(first: Run, second: Run, wishes: Run) -> list[str]:
    """What the demo promises and these runs did not keep."""
    found = []
    unexpected = {host: text for host, text in first.failures().items() if host not in REFUSED_HOSTS}
    found += [f"site.yml failed on {host}: {text}" for host, text in unexpected.items()]
    found += [f"{host} was not refused" for host in REFUSED_HOSTS if host not in first.failures()]
    found += [
        f"the second site.yml changed {host} ({recap['changed']} tasks)"
        for host, recap in second.hosts.items()
        if recap["changed"]
    ]
    found += [
        f"the second site.yml failed on {host}: {text}"
        for host, text in second.failures().items()
        if host not in REFUSED_HOSTS
    ]
    if not second.hosts:
        found.append("the second site.yml reached no host")
    if wishes.code:
        found.append("a set that cannot run was not refused")
    return found


def portal(version: str) -> list[str]:
    """The arguments that declare a second project on two of the hosts, out of a compose file."""
    portal = {
        "project": "portal",
        "isolation": "process",
        "compose_files": [str(CHECKOUT / "demo" / "compose.yml")],
        "compose_env": {"VERSION": version},
    }
    options = {
        "containers_sets": [portal],
        "deploy_projects": ["portal"],
        "deploy_settle": 1,
        "winfleet_hosts": "srv2022:srv2025",
        "winfleet_serial": [1, "100%"],
        "status_page": False,
    }
    path = CACHE / f"portal-{version}.json"
    path.write_text(json.dumps(options), encoding="utf-8")
    return ["-e", f"@{path}"]


def not_rolled(rolled: list[Run], status: Run) -> list[str]:
    """What the demo promises of the compose file and these runs did not keep."""
    found = [f"the compose file was not rolled out ({text})" for run in rolled for text in run.failures().values()]
    sums = next(iter(status.of("fleet_status").values()), {}).get("sums", {})
    if sums.get("drifted") != 0 or sums.get("unknown") != 0:
        found.append("the status is not that of what was deployed")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--front", choices=sorted(SHOWS), default="live" if shutil.which("pwsh") else "light")
    front = parser.parse_args().front
    started = time.monotonic()
    os.environ["ANSIBLE_STDOUT_CALLBACK"] = "winfleet.containers.fleet"
    inventories = [INVENTORY, ENGINE, DECLARED]

    heading(f"A simulated fleet of five Windows hosts comes up ({front} hosts)")
    code = up("tests/simulator/fleets/demo.yml", ["--front", front])
    if code:
        return code
    try:
        heading("site.yml, from nothing: features, reboots where needed, engine, containers in both modes, proof")
        first = play("winfleet.containers.site", inventories, CACHE / "first.jsonl")
        heading("Sets that cannot run are refused, each before anything is pulled")
        wishes = play(str(Path("demo") / "refused.yml"), inventories, CACHE / "refused.jsonl")
        heading("The fleet's page")
        page = play("winfleet.containers.report", inventories, CACHE / "report.jsonl", "-e", f"report_folder={REPORT}")
        heading("site.yml again: nothing may change")
        second = play("winfleet.containers.site", inventories, CACHE / "second.jsonl")
        heading("A compose file is rolled out over two hosts, a canary first; then another version of it")
        rolled = [
            play("winfleet.containers.deploy", inventories, CACHE / f"roll-{version}.jsonl", *portal(version))
            for version in ("1", "2")
        ]
        heading("What runs there now, and whether it is what is declared")
        status = play("winfleet.containers.status", inventories, CACHE / "status.jsonl", *portal("2"))
    finally:
        simulator("down")

    heading("Which engine was brought, and by which steps")
    print(engines(first))
    heading("What was deployed, in which mode, and what proves it")
    print(deployed(first))
    heading("What was refused, and why")
    print(refused(first, wishes))
    found = complaints(first, second, wishes)
    if page.code:
        found.append("the fleet's page was not written")
    found += not_rolled(rolled, status)
    heading(f"Done in {time.monotonic() - started:.0f} s")
    unchanged = sum(not recap["changed"] for recap in second.hosts.values())
    print(f"The second site.yml: changed=0 on {unchanged} of {len(second.hosts)} hosts.")
    print(f"The fleet's page: {REPORT / 'fleet.html'}")
    print(f"Which front ran: {front}.\n{SHOWS[front]}")
    for text in found:
        print(f"ERROR: {text}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
