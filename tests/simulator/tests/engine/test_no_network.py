"""Engines 26.1.0 to 29.1.3 die of containers without a network while others have one (moby/moby#51822)."""

from __future__ import annotations

import pytest
from hostsim.engine.errors import ConnectionDropped

from .box import SERVER_2022, Box, until

FAULTY = ["26.1.0", "27.5.1", "28.5.2", "29.0.0", "29.1.3"]
WELL = ["20.10.24", "26.0.2", "29.1.4", "29.7.2"]
NONE = {"HostConfig": {"NetworkMode": "none", "RestartPolicy": {"Name": "always"}}}


def box(version: str) -> Box:
    return Box(SERVER_2022, version=version).up()


@pytest.mark.parametrize("version", FAULTY)
def test_a_start_beside_a_container_with_a_network_cuts_the_connection(version: str) -> None:
    host = box(version)
    host.create("web", start=True)
    host.create("alone", **NONE)
    with pytest.raises(ConnectionDropped):
        host.ask("POST", "/containers/alone/start")
    assert host.state("alone")["Status"] == "created"
    assert host.state("web")["Status"] == "running"
    assert host.engine.running


@pytest.mark.parametrize("ask", ["POST /containers/alone/stop", "POST /containers/alone/kill",
    "DELETE /containers/alone?force=1", "POST /containers/alone/restart"])  # fmt: skip
@pytest.mark.parametrize("version", FAULTY)
def test_its_end_is_the_end_of_the_engine_and_of_all_containers(version: str, ask: str) -> None:
    host = box(version)
    host.create("alone", start=True, **NONE)
    host.create("web", start=True)
    with pytest.raises(ConnectionDropped):
        host.ask(*ask.split())
    assert not host.engine.running
    assert (host.machine.service("docker") or {})["State"] == "Stopped"
    host.machine.start_service("docker")
    assert host.state("web")["Status"] == "exited"
    assert host.state("alone")["Status"] == "running"  # its policy brings it back, while nothing else runs


def test_nobody_has_to_ask_for_its_end() -> None:
    host = box("28.5.2")
    host.create("alone", start=True, Cmd=["cmd", "/c", "echo x"], HostConfig={"NetworkMode": "none"})
    host.create("web", start=True)
    assert until(lambda: not host.engine.running)


@pytest.mark.parametrize("version", WELL)
def test_other_versions_live(version: str) -> None:
    host = box(version)
    host.create("web", start=True)
    host.create("alone", start=True, **NONE)
    assert host.ask("POST", "/containers/alone/stop") == (204, "")
    assert host.engine.running


@pytest.mark.parametrize("version", ["28.5.2"])
def test_alone_on_the_host_nothing_happens(version: str) -> None:
    host = box(version)
    host.create("one", start=True, **NONE)
    host.create("two", start=True, **NONE)
    host.create("web")
    assert host.ask("POST", "/containers/one/stop") == (204, "")
    assert host.engine.running
