# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does not fit on the drive is refused before a byte of it is pulled; what does is pulled without a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, REGISTRY, WEB, SimulatedFleet
from tls_registry import TlsRegistry, image_answers, tls_registry

pytestmark = LIGHT_ONLY
GIB = 2**30
IMAGE = "registry.example/large/app:1"
ROOM = {"os_version": "10.0.26100.4061", "layers": 1}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsRegistry]:
    answers = image_answers("large/app", {"sha256:one": 3 * GIB})
    with tls_registry(tmp_path_factory.mktemp("registry"), "registry.example", answers=answers) as made:
        yield made


@pytest.fixture(autouse=True)
def asked(registry: TlsRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in registry.environment.items():
        monkeypatch.setenv(name, text)
    registry.asked.clear()


def test_four_hosts(fleet_of: Callable[..., SimulatedFleet], registry: TlsRegistry, tmp_path: Path) -> None:
    hosts = {
        name: {**READY, "disks": {"C": {"size": "127GiB", "free": free}}}
        for name, free in {"full": "2GiB", "little": "6GiB", "enough": "12GiB", "much": "60GiB"}.items()
    }
    fleet = fleet_of(registry={**REGISTRY, IMAGE: ROOM}, **hosts)
    web = {**WEB, "image": IMAGE}

    for more in (["--check"], []):
        fleet.counts("full", reset=True)
        run = fleet.task("full", "containers", {"project": "t", "containers": [web]}, *more)
        words = " ".join(run.failures()["full"].split())
        assert "images: drive C: has 2.0 GiB free" in words.replace(", where the engine keeps them,", "")
        assert f"({IMAGE}) takes 3.0 GiB before it is even unpacked" in words and "check_room: false" in words
        assert fleet.module_calls("full") == {"_look": 2}, "what is there, and of which layers it is made"
    assert fleet.engine("full") == {}

    run = fleet.deploy(web, host="little")
    assert run.failures() == {} and "3.0 GiB of layers that are not there yet" in _told(run.output), run.output
    run = fleet.deploy(web, host="enough")
    assert run.failures() == {} and "free;" not in _told(run.output), run.output
    assert {one.url for one in registry.asked} == {
        f"https://registry.example/v2/large/app/{path}" for path in ("manifests/1", "blobs/sha256:config")
    }

    registry.asked.clear()
    for host in ("little", "enough"):  # nothing is pulled
        fleet.counts(host, reset=True)
        assert fleet.deploy(web, host=host).hosts[host]["changed"] == 0
        assert fleet.module_calls(host) == {"_look": 1}
    fleet.counts("much", reset=True)
    assert fleet.deploy(web, host="much").failures() == {}
    assert fleet.module_calls("much")["_look"] == 2 and registry.asked == []

    run = fleet.deploy(web, host="full", check_room=False)
    assert run.failures() == {} and "Server Core alone takes about 6 GB" in _told(run.output), run.output
    assert registry.asked == []


def test_a_registry_that_is_not_reached_is_no_failure(
    fleet_of: Callable[..., SimulatedFleet], registry: TlsRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = {**READY, "disks": {"C": {"size": "127GiB", "free": "2GiB"}}}
    fleet = fleet_of(registry={**REGISTRY, IMAGE: ROOM}, full=full)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    run = fleet.deploy({**WEB, "image": IMAGE}, host="full")
    assert run.failures() == {}, run.output
    assert "registry.example was not reached from the controller (ProxyError)" in _told(run.output), run.output


def _told(output: str) -> str:
    return re.sub(r"\s+", " ", output)
