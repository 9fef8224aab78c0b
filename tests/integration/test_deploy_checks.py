# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""deploy.yml asks a URL of each host, and loses a host in the middle of its deployment."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fronts import LIGHT_ONLY
from rolling import NAME, PASSWORD, VERSIONS, deploy, words
from simulated import READY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY
ONE, TWO = "h01", "h02"


class Site(BaseHTTPRequestHandler):
    """One host's site is well, the other's is not; the first answer of each comes too early."""

    asked: dict[str, int] = {}  # of the class: each request has an object of its own

    def do_GET(self) -> None:
        self.asked[self.path] = self.asked.get(self.path, 0) + 1
        self.send_response(200 if self.path == f"/{ONE}" and self.asked[self.path] > 1 else 503)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture(scope="module")
def shop(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    fleet = fleet_of(registry=VERSIONS, **{ONE: READY, TWO: READY})
    assert deploy(fleet, 1).code == 0
    return fleet


def image(fleet: SimulatedFleet, host: str) -> str:
    return str(fleet.engine(host)["web"]["Config"]["Image"])


def test_a_url_that_does_not_answer_well_takes_its_host_back(shop: SimulatedFleet, site: str) -> None:
    url = {"deploy_url": f"{site}/{{{{ inventory_hostname }}}}", "deploy_retries": 2, "deploy_delay": 0}
    run = deploy(shop, 2, winfleet_serial=1, **url)
    assert run.code != 0 and words(run) == {ONE: "deployed", TWO: "rolled back"}, run.output
    assert (image(shop, ONE), image(shop, TWO)) == (f"{NAME}:2", f"{NAME}:1")
    assert Site.asked[f"/{ONE}"] == 2, "the first answer was not the last"


def test_a_host_that_is_lost_in_the_middle_is_told_and_gone_on_with(shop: SimulatedFleet) -> None:
    """A pull outlives it; what has no pull does not."""
    shop.fault(ONE, "drop-in-act")
    run = deploy(shop, 3)
    assert run.code == 0 and "the work goes on on the host" in run.output, run.output
    shop.fault(ONE, "clear")
    anew = {**WEB, "image": f"{NAME}:3", "env": {"DB_PASSWORD": PASSWORD, "COLOUR": "red"}}
    shop.fault(ONE, "drop-in-act")
    lost = deploy(shop, 3, containers_list=[anew])
    shop.fault(ONE, "clear")
    assert lost.code != 0 and words(lost)[TWO] == "not begun", lost.output
    assert words(lost)[ONE] in ("not reached", "rolled back"), lost.output
    again = deploy(shop, 3, containers_list=[anew])
    assert again.code == 0, again.output
    assert all("COLOUR=red" in shop.engine(host)["web"]["Config"]["Env"] for host in (ONE, TWO))


def test_a_host_whose_drain_cannot_be_reached_is_not_touched_and_has_failed(shop: SimulatedFleet) -> None:
    """Ansible takes it out of the play, past every rescue; what was not drained must not be replaced."""
    was = image(shop, TWO)
    task = {"ansible.builtin.raw": "true", "vars": {"ansible_port": 1}, "when": f"inventory_hostname == '{TWO}'"}
    hook = shop.folder / "drain.yml"
    hook.write_text(json.dumps([task]), encoding="utf-8")
    run = deploy(shop, 4, winfleet_serial="100%", deploy_drain_tasks=str(hook))
    assert run.code != 0 and words(run) == {ONE: "deployed", TWO: "failed"}, run.output
    assert "it fell out of the run" in run.output and image(shop, TWO) == was
    run = deploy(shop, 4, winfleet_serial="100%", deploy_undrain_tasks=str(hook))
    assert run.code != 0 and words(run) == {ONE: "unchanged", TWO: "failed"}, run.output


def test_a_project_that_no_host_has_is_an_error(shop: SimulatedFleet) -> None:
    run = deploy(shop, 5, winfleet_serial="100%", deploy_projects=["shopp"])
    assert run.code != 0 and "shopp: no host of this run declares such a project" in run.output, run.output
