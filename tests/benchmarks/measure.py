"""`make bench`: round trips and seconds of the collection beside ansible.windows, as ratios within one run.

On simulated hosts, so that no number here says how fast Windows is; what is compared runs in turn on the same host. The
live part needs a PowerShell, since only a live host runs the peer's modules. docs/benchmarks.md has the last numbers.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "simulator"))

from hostsim.places import read_note
from memory import Peak
from peer import collections
from simulated import READY, REGISTRY, WEB, SimulatedFleet

from playbooks import CHECKOUT, Run

PING: dict[str, Any] = {"ansible.windows.win_ping": {}}


@dataclass(frozen=True)
class Ratio:
    """`ours` and `peer` in the same unit; `most` is the budget of ours / peer, None where there is none."""

    what: str
    unit: str
    ours: float
    peer: float
    most: float | None

    @property
    def value(self) -> float:
        return self.ours / self.peer

    def line(self) -> str:
        kept = "kept" if self.most is None or self.value <= self.most else "MISSED"
        budget = "" if self.most is None else f"at most {self.most:.3g}: {kept}"
        return f"{self.what:<52} {self.ours:>8.2f} {self.peer:>8.2f} {self.unit:<8} {self.value:>6.3f}  {budget}"


@dataclass(frozen=True)
class Number:
    """What is told as it is, with nothing beside it."""

    what: str
    unit: str
    value: float

    def line(self) -> str:
        return f"{self.what:<52} {self.value:>8.2f} {'':>8} {self.unit}"


Row = Ratio | Number


def say(text: str) -> None:
    print(text, flush=True)


def play(fleet: SimulatedFleet, task: dict[str, Any], *arguments: str) -> Run:
    """One task on all hosts of the fleet. Raises AssertionError where it fails."""
    run = fleet.play(fleet.playbook([("bench", "all", task)]), *arguments)
    assert run.code == 0, run.output
    return run


def containers(number: int) -> dict[str, Any]:
    """The task that declares so many containers."""
    declared = [{**WEB, "name": f"web{index:03d}"} for index in range(number)]
    return {"winfleet.containers.containers": {"project": "bench", "containers": declared, "wait": False}}


CONTAINERS = 3
FORKS = ("--forks", "20")
VARIABLES = {
    "containers_project": "bench",
    "containers_list": containers(CONTAINERS)["winfleet.containers.containers"]["containers"],
    "containers_wait": False,
}


def seconds(work: Callable[[], Any]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def processor_seconds(work: Callable[[], Any]) -> float:
    """Of the controller: what `ansible-playbook` and its workers used. The simulated hosts are no children of ours."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turn(rounds: int, *works: Callable[[], Any], measure: Callable[..., float] = seconds) -> list[float]:
    """The median of each, measured in turn so that a busy machine is busy for all of them."""
    found = [[measure(work) for work in works] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*found, strict=True)]


def one_host(fleet: SimulatedFleet, number: int, rounds: int) -> list[Row]:
    """A set that does not change, beside the cheapest call that Ansible has for Windows."""
    fleet.up({"hosts": {"srv": READY}, "registry": REGISTRY})
    messages: dict[int, int] = {}
    for count in (1, number):
        say(f"  {count} containers are deployed")
        play(fleet, containers(count))
        fleet.counts("srv", reset=True)
        again = play(fleet, containers(count))
        counts = fleet.counts("srv", reset=True)
        assert again.hosts["srv"]["changed"] == 0, again.output
        assert counts["modules"] == {"_look": 1}, counts
        messages[count] = counts["messages"]
    say(f"  {rounds} rounds of seconds")
    ours, ping = in_turn(rounds, lambda: play(fleet, containers(number)), lambda: play(fleet, PING))
    say(f"  a loop of {number} module calls")
    fleet.counts("srv", reset=True)
    play(fleet, {**PING, "loop": list(range(number))})
    looped = fleet.counts("srv", reset=True)["messages"]
    return [
        Ratio(f"{number} unchanged containers / win_ping", "s", ours, ping, 0.85),
        Ratio(f"{number} unchanged containers / a module call for each", "messages", messages[number], looped, 1 / 20),
        Ratio(f"{number} unchanged containers / 1 unchanged", "messages", messages[number], messages[1], None),
    ]


def many_hosts(fleet: SimulatedFleet, numbers: list[int], rounds: int) -> list[Row]:
    """site.yml beside its task for the containers alone, both with the same variables, and what a host costs: the
    controller's processor seconds must not grow with the number of hosts."""
    found: list[Row] = []
    for_a_host: list[float] = []
    for number in numbers:
        say(f"  {number} light hosts")
        fleet.up({"hosts": {f"srv{index:04d}": READY for index in range(number)}, "registry": REGISTRY})
        began = time.monotonic()
        whole(fleet)
        deployed = time.monotonic() - began
        with Peak(os.getpid(), itself=False) as controller, Peak(simulator(fleet)) as daemon:
            unchanged = seconds(lambda: whole(fleet))
        hosts = f"{number} hosts: "
        if rounds:
            site, task = in_turn(rounds, lambda: whole(fleet), lambda: alone(fleet), measure=processor_seconds)
            for_a_host.append(task / number)
            found.append(
                Ratio(f"{hosts}site.yml / the containers task, a host", "cpu s", site / number, task / number, 1.5)
            )
        fleet.down()
        found += [
            Number(f"{hosts}site.yml deploys {CONTAINERS} containers on each", "s", deployed),
            Number(f"{hosts}site.yml again, nothing changes", "s", unchanged),
            Number(f"{hosts}memory of ansible-playbook and its forks", "MiB", controller.mib),
            Number(f"{hosts}memory of the simulator", "MiB", daemon.mib),
        ]
    if len(for_a_host) > 1:
        few, many = numbers[0], numbers[-1]
        found.append(
            Ratio(f"the containers task for a host, {many} hosts / {few}", "cpu s", for_a_host[-1], for_a_host[0], 1.2)
        )
    return found


def whole(fleet: SimulatedFleet) -> Run:
    return _done(fleet.play("winfleet.containers.site", *FORKS, variables=VARIABLES))


def alone(fleet: SimulatedFleet) -> Run:
    """As somebody writes it into a playbook, with the variables of site.yml."""
    options = {
        "project": "{{ containers_project }}",
        "containers": "{{ containers_list }}",
        "wait": "{{ containers_wait }}",
    }
    task = {"winfleet.containers.containers": options}
    return _done(fleet.play(fleet.playbook([("bench", "all", task)]), *FORKS, variables=VARIABLES))


def _done(run: Run) -> Run:
    assert run.code == 0, run.output
    return run


def simulator(fleet: SimulatedFleet) -> int:
    """The number of its process."""
    note = read_note(fleet.folder / "state")
    assert note is not None, "the simulator does not run"
    return note.pid


def on(place: Path, front: str, measure: Callable[[SimulatedFleet], list[Row]]) -> list[Row]:
    """Measures on a fleet of this front, which has ended afterwards."""
    say(f"{front} hosts")
    (place / front).mkdir()
    fleet = SimulatedFleet(place / front, front)
    try:
        return measure(fleet)
    finally:
        fleet.down()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--containers", type=int, default=100)
    parser.add_argument("--hosts", type=int, nargs="*", default=[20, 100, 200], metavar="NUMBER")
    parser.add_argument("--rounds", type=int, default=5, help="0 leaves out what is measured in turn on light hosts")
    parser.add_argument("--front", choices=["live", "light"], help="only what is measured on such hosts")
    given = parser.parse_args()
    if given.front != "light" and not given.rounds:
        parser.error("live hosts are measured in turn: give --front light with --rounds 0")
    if given.front != "light" and shutil.which("pwsh") is None:
        sys.exit("bench: no pwsh on PATH, so there is no host that runs ansible.windows (--front light needs none)")
    tree = [str(CHECKOUT / ".tree")]
    found: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="wf-") as folder:
        place = Path(folder)
        if given.front != "light":
            os.environ["ANSIBLE_COLLECTIONS_PATH"] = os.pathsep.join([*tree, str(collections())])
            found += on(place, "live", lambda fleet: one_host(fleet, given.containers, given.rounds))
        if given.front != "live":
            os.environ["ANSIBLE_COLLECTIONS_PATH"] = os.pathsep.join(tree)
            found += on(place, "light", lambda fleet: many_hosts(fleet, given.hosts, (given.rounds + 1) // 2))
    say(f"\n{'':<52} {'ours':>8} {'peer':>8} {'':<8} {'ratio':>6}  budget")
    for row in found:
        say(row.line())
    return int(any(isinstance(row, Ratio) and row.most is not None and row.value > row.most for row in found))


if __name__ == "__main__":
    sys.exit(main())
