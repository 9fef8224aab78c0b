# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A set out of compose files is rolled out, told by status.yml, and taken back: what is kept is what they came to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fronts import LIGHT_ONLY
from simulated import READY, SimulatedFleet

SECRET = "correct-horse-battery"
FILE = """
services:
  web:
    image: mcr.microsoft.com/windows/nanoserver:ltsc2025
    command: ping -t localhost -l ${SIZE}
    environment:
      DB_PASSWORD: ${DB_PASSWORD}
      SIZE: ${SIZE}
    networks: [back, front]
networks:
  back: {driver: nat}
  front: {driver: internal}
"""


@LIGHT_ONLY
def test_a_compose_file_is_rolled_out_and_taken_back(
    fleet_of: Callable[..., SimulatedFleet], tmp_path: Path, front: str
) -> None:
    fleet = fleet_of(one=READY, two=READY)
    (tmp_path / "compose.yml").write_text(FILE, encoding="utf-8")

    def options(size: str) -> dict[str, Any]:
        return {
            "containers_project": "shop",
            "containers_compose_files": [str(tmp_path / "compose.yml")],
            "containers_compose_env": {"SIZE": size, "DB_PASSWORD": SECRET},
            "containers_isolation": "process",
            "containers_allow_piercing": ["network"],
            "deploy_settle": 0,
        }

    def runs(size: str) -> bool:
        about = [fleet.engine(host)["web"]["Config"] for host in ("one", "two")]
        return all(one["Cmd"][4] == size and f"DB_PASSWORD={SECRET}" in one["Env"] for one in about)

    said = ""
    for size in ("100", "200"):
        run = fleet.play("playbooks/deploy.yml", variables=options(size))
        assert run.code == 0, run.output
        assert runs(size)
        said += run.output
        again = fleet.play("playbooks/deploy.yml", variables=options(size))
        assert [counts["changed"] for host, counts in again.hosts.items() if host != "localhost"] == [0, 0]
    assert set(fleet.engine("one")["web"]["NetworkSettings"]["Networks"]) == {"shop_back", "shop_front"}

    status = fleet.play("playbooks/status.yml", variables={**options("200"), "status_page": False})
    told = next(iter(status.of("fleet_status").values()))
    assert told["sums"]["drifted"] == told["sums"]["unknown"] == 0, status.output
    assert [row["project"] for host in told["hosts"] for row in host["containers"]] == ["shop", "shop"]
    drifted = fleet.play("playbooks/drift.yml", variables=options("300"))
    assert drifted.code != 0 and "is declared anew since it was made" in drifted.output

    kept = [volume for host in ("one", "two") for volume in fleet.by_hand(host, "GET", "/volumes")["Volumes"]]
    assert kept and SECRET not in json.dumps(kept)
    back = fleet.play("playbooks/rollback.yml", variables=options("200"))
    assert back.code == 0, back.output
    assert runs("100")
    assert SECRET not in said + status.output + back.output + drifted.output
