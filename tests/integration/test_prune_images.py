# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A newer version of a set takes the images of the older one with it, in four beats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fronts import LIGHT_ONLY
from simulated import READY, REGISTRY, WEB, SimulatedFleet

OLD, NEW, OTHER = "registry.example/shop/web:1", "registry.example/shop/web:2", "registry.example/shop/api:1"
IMAGES = {name: {**REGISTRY[WEB["image"]], "layers": [{"content": name, "size": "10MB"}]} for name in (OLD, NEW, OTHER)}

pytestmark = LIGHT_ONLY


def test_four_beats(fleet_of: Callable[..., SimulatedFleet], front: str) -> None:
    fleet = fleet_of(registry={**REGISTRY, **IMAGES}, srv={**READY, "images": [OTHER]})

    def deploy(image: str, *arguments: str) -> Any:
        declared = {"project": "test", "containers": [{**WEB, "image": image}], "prune_images": True}
        run = fleet.task("srv", "containers", declared, *arguments)
        assert run.failures() == {}, run.output
        return run.of("containers")["srv"]

    def images() -> str:
        return str(fleet.state("srv")["engine"]["images"])

    assert deploy(OLD)["pruned_images"] == []
    assert deploy(NEW, "--check")["pruned_images"] == [OLD]
    assert OLD in images() and NEW not in images()
    assert deploy(NEW)["pruned_images"] == [OLD]
    assert OLD not in images() and NEW in images() and OTHER in images()
    fleet.counts("srv", reset=True)
    again = deploy(NEW)
    assert (again["changed"], again["pruned_images"]) == (False, [])
    assert fleet.module_calls("srv") == {"_look": 1}
