# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pull of 3 GB over a connection that is cut, and through a restart of the engine: once, to its end, seen."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fronts import FRONTS, LIGHT_ONLY
from simulated import READY, REGISTRY, WEB, SimulatedFleet

IMAGE = "registry.example/large:1"
LARGE = {
    "os_version": "10.0.26100.4061",
    "layers": [{"content": f"layer {number}", "size": "2500MB", "compressed": 10**9} for number in range(3)],
}
SHOP = {**WEB, "image": IMAGE}
PATIENCE = 60.0
PACE = 4.0  # seconds for each line of the engine; there are some sixty, so the pull is there until the fault is cleared


@pytest.fixture(scope="module", params=FRONTS)
def fleet(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedFleet]:
    made = SimulatedFleet(tmp_path_factory.mktemp("fleet"), str(request.param))
    hosts = ("cut", "restarted", "quick")
    made.up({"hosts": dict.fromkeys(hosts, READY), "registry": {**REGISTRY, IMAGE: LARGE}})
    yield made
    made.down()


def while_it_pulls(fleet: SimulatedFleet, host: str, befalls: Callable[[], None]) -> Any:
    """What befalls the host while a run pulls the large image there, and the run."""
    fleet.fault(host, "pull-slow", seconds=PACE)
    fleet.counts(host, reset=True)
    with ThreadPoolExecutor(1) as thread:
        run = thread.submit(fleet.deploy, SHOP, host=host)
        until(lambda: asked(fleet, host) > 2)  # the look before it, and one that was answered while it pulls
        befalls()
        return run.result()


def until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end, f"not within {PATIENCE:g} s"
        time.sleep(0.1)


def asked(fleet: SimulatedFleet, host: str) -> int:
    return int(fleet.counts(host)["modules"].get("_look", 0))


def there(fleet: SimulatedFleet, host: str) -> bool:
    return fleet.engine(host)["web"]["State"]["Running"] is True


def test_a_connection_that_is_cut_four_times(fleet: SimulatedFleet) -> None:
    def answered() -> None:
        """A look was answered, since another one came after it."""
        before = asked(fleet, "cut")
        until(lambda: asked(fleet, "cut") > before + 1)

    def befalls() -> None:
        for _cut in range(4):
            answered()
            fleet.fault("cut", "endpoint-gone")
            time.sleep(1)
            fleet.fault("cut", "clear", only="endpoint-gone")
        answered()
        fleet.fault("cut", "pull-slow", seconds=0.4)

    run = while_it_pulls(fleet, "cut", befalls)
    assert run.failures() == {}, run.output
    assert run.of("containers")["cut"]["changed"] and there(fleet, "cut")
    assert fleet.module_calls("cut")["_act"] == 2, "the act, and what tidies up after it"
    assert run.output.count("the connection was lost; the work goes on on the host") == 4, run.output
    assert run.output.count("the connection is there again") == 4
    told = re.findall(r"cut: pulling registry\.example/large:1: \d of \d layers, ([\d,]+) MB of [\d,]+ MB", run.output)
    megabytes = [int(number.replace(",", "")) for number in told]
    assert len(set(megabytes)) > 1 and megabytes == sorted(megabytes), run.output
    assert fleet.deploy(SHOP, host="cut").hosts["cut"]["changed"] == 0


def test_an_engine_that_is_restarted_in_the_middle(fleet: SimulatedFleet) -> None:
    def befalls() -> None:
        fleet.fault("restarted", "engine-crash")
        time.sleep(7)
        fleet.fault("restarted", "clear")

    run = while_it_pulls(fleet, "restarted", befalls)
    assert run.failures() == {}, run.output
    assert "restarted: the engine ended (pulling registry.example/large:1); it is looked at again" in run.output
    assert run.of("containers")["restarted"]["changed"] and there(fleet, "restarted")
    assert fleet.deploy(SHOP, host="restarted").hosts["restarted"]["changed"] == 0


def test_a_quick_pull_is_an_act_two_looks_and_what_tidies_up(fleet: SimulatedFleet) -> None:
    fleet.counts("quick", reset=True)
    run = fleet.deploy(SHOP, host="quick")
    assert run.failures() == {}, run.output
    assert fleet.module_calls("quick") == {"_look": 2, "_act": 2}
    fleet.counts("quick", reset=True)
    assert fleet.deploy(SHOP, host="quick").hosts["quick"]["changed"] == 0
    assert fleet.module_calls("quick") == {"_look": 1}


@LIGHT_ONLY
def test_a_program_that_is_killed_says_so_and_the_next_run_converges(
    fleet_of: Callable[..., SimulatedFleet], front: str
) -> None:
    fleet = fleet_of(registry={**REGISTRY, IMAGE: LARGE}, killed=READY)
    fleet.fault("killed", "act-dies", step=1)
    run = fleet.deploy(SHOP, host="killed")
    assert "was ended before it was done" in run.failures()["killed"], run.output
    assert fleet.deploy(SHOP, host="killed").failures() == {}
    assert there(fleet, "killed")
