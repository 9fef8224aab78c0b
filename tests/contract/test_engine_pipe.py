"""The engine verbs, asked of the simulated engine and of a real Docker Engine: the same answers are expected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from asking import run
from cases import CASES, descriptions
from expectation import complaints
from fronts import needs_powershell
from hostsim.fronts.light import LightFront
from hostsim.fronts.live import LiveFront
from hostsim.machine import Machine
from real_engine import docker_engine, layer, needs_engine
from standing import host_from

SCRIPT = yaml.safe_load((CASES / "engine_pipe.yml").read_text(encoding="utf-8"))
NAME, TAG = "mcr.microsoft.com/windows/nanoserver", "ltsc2025"
FRONTS = [
    pytest.param(LightFront, id="light"),
    pytest.param(LiveFront, id="live", marks=[pytest.mark.live, needs_powershell]),
]


def play(front: Any) -> dict[str, Any]:
    """Asks everything of one engine in order; what each question was answered."""
    answers: dict[str, Any] = {}
    for line in SCRIPT:
        if line["kind"] == "look":
            answer = run(front, "_look", {"looks": [{"verb": "engine", **line["ask"]}]})["looks"][0]
        else:
            answer = run(front, "_act", {"steps": [{"verb": line["kind"], **line["ask"]}]})["steps"][0]
        answers[line["name"]] = answer
    return answers


def check(answers: dict[str, Any]) -> None:
    found = {line["name"]: complaints({"ok": True, "value": line["answer"]}, answers[line["name"]]) for line in SCRIPT}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "front", [pytest.param("light"), pytest.param("live", marks=[pytest.mark.live, needs_powershell])]
)
def test_the_simulated_engine_answers(front: str) -> None:
    with host_from(descriptions(), "ready2025", front) as host:
        check(play(host.front))


@pytest.fixture(scope="module")
def pipes() -> Iterator[Path]:
    with docker_engine() as engine:
        engine.load(NAME, TAG, layer(("empty", b"")))
        yield engine.folder


@pytest.mark.dockerd
@needs_engine
@pytest.mark.parametrize("front", FRONTS)
def test_a_docker_engine_answers_alike(front: type[LightFront] | type[LiveFront], pipes: Path, tmp_path: Path) -> None:
    machine = Machine({"release": "2025", "edition": "ServerDatacenter"}, "real")
    standing = front(machine, None, pipes) if front is LightFront else LiveFront(machine, None, tmp_path, pipes)
    try:
        check(play(standing))
    finally:
        if isinstance(standing, LiveFront):
            standing.close()
