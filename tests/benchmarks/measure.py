"""`make bench`: round trips and seconds of the collection beside ansible.windows, as ratios within one run.

On simulated hosts, so that no number here says how fast Windows is; what is compared runs in turn on the same host. It
needs a PowerShell, since only a live host runs the peer's modules.
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


def one_host(fleet: SimulatedFleet, number: int, rounds: int) -> list[Ratio]:
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
        Ratio(f"{number} unchanged containers / win_ping", "s", ours, ping, 0.9),
        Ratio(f"{number} unchanged containers / a module call for each", "messages", messages[number], looped, 1 / 20),
        Ratio(f"{number} unchanged containers / 1 unchanged", "messages", messages[number], messages[1], None),
    ]


def many_hosts(fleet: SimulatedFleet, numbers: tuple[int, int], rounds: int) -> list[Ratio]:
    """The controller's processor seconds for a host must not grow with the number of hosts."""
    for_a_host = []
    for number in numbers:
        say(f"  {number} light hosts")
        fleet.up({"hosts": {f"srv{index:04d}": READY for index in range(number)}, "registry": REGISTRY})
        play(fleet, containers(3), "--forks", "20")
        [used] = in_turn(rounds, lambda: play(fleet, containers(3), "--forks", "20"), measure=processor_seconds)
        fleet.down()
        for_a_host.append(used / number)
    return [Ratio(f"for a host, {numbers[1]} hosts / {numbers[0]} hosts", "cpu s", for_a_host[1], for_a_host[0], 1.2)]


def on(place: Path, front: str, measure: Callable[[SimulatedFleet], list[Ratio]]) -> list[Ratio]:
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
    parser.add_argument("--hosts", type=int, nargs=2, default=[20, 200], metavar=("FEW", "MANY"))
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    if shutil.which("pwsh") is None:
        sys.exit("bench: no pwsh on PATH, so there is no host that runs ansible.windows")
    os.environ["ANSIBLE_COLLECTIONS_PATH"] = os.pathsep.join([str(CHECKOUT / ".tree"), str(collections())])
    found: list[Ratio] = []
    with tempfile.TemporaryDirectory(prefix="wf-") as folder:
        place = Path(folder)
        found += on(place, "live", lambda fleet: one_host(fleet, given.containers, given.rounds))
        found += on(place, "light", lambda fleet: many_hosts(fleet, tuple(given.hosts), max(1, given.rounds // 2)))
    say(f"\n{'':<52} {'ours':>8} {'peer':>8} {'':<8} {'ratio':>6}  budget")
    for ratio in found:
        say(ratio.line())
    return int(any(ratio.most is not None and ratio.value > ratio.most for ratio in found))


if __name__ == "__main__":
    sys.exit(main())
