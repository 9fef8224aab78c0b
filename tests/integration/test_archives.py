# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image that comes out of an archive, on a host that no registry knows: in four beats, refused, broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fronts import FRONTS
from hostsim.engine.archives import Stored, write
from hostsim.engine.registry_rows import read_entry
from simulated import READY, WEB, SimulatedFleet

IMAGE = "registry.example/site:1"
SHOP = {**WEB, "image": IMAGE}


def saved(path: Path, os_version: str, name: str = IMAGE) -> str:
    reference, document = read_entry(name, {"os_version": os_version, "size": "3MB", "layers": 2})
    path.write_bytes(write([Stored(document.images[0], (reference,))]))
    return str(path)


@pytest.fixture(scope="module", params=FRONTS)
def fleet(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedFleet]:
    made = SimulatedFleet(tmp_path_factory.mktemp("fleet"), str(request.param))
    made.up({"hosts": dict.fromkeys(("srv", "refused", "broken"), READY), "registry": {}})
    yield made
    made.down()


def test_one_of_the_controller_in_four_beats(fleet: SimulatedFleet, tmp_path: Path) -> None:
    path = saved(tmp_path / "site.tar", "10.0.26100.4061")
    declared: dict[str, Any] = {"project": "test", "containers": [SHOP], "archives": {IMAGE: path}, "pull": "never"}
    check = fleet.task("srv", "containers", declared, "--check")
    assert check.failures() == {} and f"would load {IMAGE}, create web" in check.output, check.output
    assert fleet.engine("srv") == {}
    run = fleet.task("srv", "containers", declared)
    assert run.failures() == {}, run.output
    assert fleet.engine("srv")["web"]["State"]["Running"] is True
    assert IMAGE in str(fleet.state("srv")["engine"]["images"])
    fleet.counts("srv", reset=True)
    again = fleet.task("srv", "containers", declared)
    assert again.of("containers")["srv"]["changed"] is False
    assert fleet.module_calls("srv") == {"_look": 1}


def test_one_that_cannot_run_there_is_refused_before_it_is_sent(fleet: SimulatedFleet, tmp_path: Path) -> None:
    path = saved(tmp_path / "old.tar", "10.0.17763.1")
    run = fleet.task("refused", "containers", {"project": "test", "containers": [SHOP], "archives": {IMAGE: path}})
    assert "17763" in run.failures()["refused"], run.output
    assert "send the archive" not in run.output


def test_what_is_wrong_with_an_archive_is_one_clear_error(fleet: SimulatedFleet, tmp_path: Path) -> None:
    other = saved(tmp_path / "other.tar", "10.0.26100.4061", "registry.example/other:1")
    plain = tmp_path / "plain.tar"
    plain.write_bytes(b"this is no tar")
    wrong = {
        other: "holds registry.example/other:1, and not this image",
        str(plain): "is no archive of docker save",
        "https://files.example/a.tar": "an archive is not downloaded",
        "nowhere.tar": "nowhere.tar is not on the controller",
        r"D:\nowhere.tar": "There is no file D:\\nowhere.tar",
    }
    for path, words in wrong.items():
        declared = {"project": "test", "containers": [SHOP], "archives": {IMAGE: path}}
        run = fleet.task("broken", "containers", declared)
        assert words in run.failures()["broken"], run.output
        assert "Traceback" not in run.output
    run = fleet.task("broken", "containers", {"project": "test", "containers": [SHOP], "archives": {"a:1": other}})
    assert "archives.a:1: " in run.failures()["broken"]
    assert fleet.engine("broken") == {}
