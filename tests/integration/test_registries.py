"""A registry that wants a login, on a simulated host: with the credentials of the task, with those of a docker
configuration, with wrong ones and without any; they are shown and kept nowhere."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from fronts import FRONTS
from simulated import READY, REGISTRY, WEB, SimulatedFleet

IMAGE = "private.example/team/nanoserver:1"
SECRET = "pa55-of-the-registry"
SHOP = {**WEB, "image": IMAGE}


@pytest.fixture(scope="module", params=FRONTS)
def fleet(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = SimulatedFleet(tmp_path_factory.mktemp("fleet"), str(request.param))
    made.up(
        {
            "hosts": {"srv": READY, "file": READY},
            "registry": {**REGISTRY, IMAGE: REGISTRY[WEB["image"]]},
            "registries": {"private.example": {"login": "basic", "users": {"deploy": SECRET}}},
        }
    )
    yield made
    made.down()


def wishes(**more: Any) -> dict[str, Any]:
    return {"project": "test", "containers": [SHOP], **more}


def of_task(password: str) -> dict[str, Any]:
    return {"registries": {"private.example": {"username": "deploy", "password": password}}}


def shown(fleet: SimulatedFleet, run: Any, host: str) -> str:
    return str(run.output) + json.dumps(run.results) + json.dumps(fleet.state(host))


def test_without_or_with_wrong_ones_it_is_one_clear_error(fleet: SimulatedFleet) -> None:
    run = fleet.task("srv", "containers", wishes())
    text = run.failures()["srv"]
    assert f"image {IMAGE}: pulling the image failed" in text and "no basic auth credentials" in text
    run = fleet.task("srv", "containers", wishes(**of_task("not-the-one")))
    text = run.failures()["srv"]
    assert "with the credentials of registries, private.example as deploy" in text
    assert "not-the-one" not in shown(fleet, run, "srv") and "Traceback" not in run.output


def test_with_the_tasks_own_it_is_pulled_and_they_are_nowhere(fleet: SimulatedFleet) -> None:
    run = fleet.task("srv", "containers", wishes(**of_task(SECRET)), "-vvv", "--diff")
    assert run.failures() == {}, run.output
    assert run.of("containers")["srv"]["pulled"] == [IMAGE]
    told = shown(fleet, run, "srv")
    header = base64.urlsafe_b64encode(json.dumps({"username": "deploy", "password": SECRET}).encode()).decode()
    assert SECRET not in told and header[:40] not in told
    assert fleet.task("srv", "containers", wishes(**of_task(SECRET))).of("containers")["srv"]["changed"] is False


def test_with_those_of_the_controllers_docker_configuration(fleet: SimulatedFleet, tmp_path: Path) -> None:
    entry = base64.b64encode(f"deploy:{SECRET}".encode()).decode()
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"auths": {"private.example": {"auth": entry}}}), encoding="utf-8")
    run = fleet.task("file", "containers", wishes(docker_config=str(path)), "-vvv")
    assert run.failures() == {}, run.output
    told = shown(fleet, run, "file")
    assert SECRET not in told and entry not in told
