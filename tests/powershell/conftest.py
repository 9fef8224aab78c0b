"""One simulated host and one PowerShell session for all tests here; without a pwsh on PATH they are skipped."""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from raw_engine import RawEngine, Saying  # noqa: E402

MODULES = HERE.parents[1] / "plugins" / "module_utils"
PWSH = shutil.which("pwsh")
SERVER = {
    "release": "2022",
    "edition": "ServerDatacenter",
    "installation": "Server Core",
    "features": ["Containers", "Hyper-V"],
    "engine": {"state": "stopped", "version": "28.5.2"},
    "paths": ["C:\\data"],
}
CLIENT = {"build": 22631, "edition": "Professional", "installation": "Client", "engine": {"state": "absent"}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if PWSH is None and HERE in item.path.parents and item.path.name != "test_sources.py":
            item.add_marker(pytest.mark.skip(reason="NOT RUN: there is no pwsh on PATH, so no host program was tried"))


class LiveHost:
    """A live front on a machine of its own, in a folder that is gone afterwards."""

    def __init__(self, entry: dict[str, Any]) -> None:
        from hostsim.fronts.live import LiveFront
        from hostsim.machine import Machine

        self.folder = Path(tempfile.mkdtemp(prefix="wf-"))
        self.pipes = self.folder / "s"
        self.machine = Machine(entry, "SRV")
        self.front = LiveFront(self.machine, None, self.folder / "h", self.pipes)
        self.environment = self.front.host.environment()

    def close(self) -> None:
        self.front.close()
        self.machine.close()
        shutil.rmtree(self.folder)


class Session:
    """The verbs in a PowerShell that stays."""

    def __init__(self, host: LiveHost) -> None:
        self.host = host
        self._process = subprocess.Popen(
            [str(PWSH), "-NoProfile", "-NonInteractive", "-File", str(HERE / "session.ps1"), str(MODULES)],
            env=host.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, question: dict[str, Any], timeout: float = 30) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], timeout)
        assert ready, f"no answer to {question} within {timeout} s"
        return json.loads(self._process.stdout.readline())

    def look(self, verb: str, **ask: Any) -> Any:
        return self.ask({"look": {"verb": verb, **ask}})

    def step(self, verb: str, **ask: Any) -> Any:
        return self.ask({"step": {"verb": verb, **ask}})

    def steps(self, *steps: dict[str, Any]) -> Any:
        return self.ask({"steps": list(steps)})

    def script(self, text: str) -> Any:
        return self.ask({"script": text})

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)


@pytest.fixture(scope="session")
def server() -> Iterator[LiveHost]:
    host = LiveHost(SERVER)
    yield host
    host.close()


@pytest.fixture(scope="session")
def session(server: LiveHost) -> Iterator[Session]:
    session = Session(server)
    yield session
    session.close()


@pytest.fixture(scope="session")
def client_session() -> Iterator[Session]:
    host = LiveHost(CLIENT)
    session = Session(host)
    yield session
    session.close()
    host.close()


@pytest.fixture
def engine(server: LiveHost, request: pytest.FixtureRequest) -> Iterator[Callable[..., RawEngine]]:
    """engine(ANSWER, ...) starts a RawEngine on a pipe of the test's own."""
    made: list[RawEngine] = []

    def start(*answers: list[Saying]) -> RawEngine:
        made.append(RawEngine(server.pipes, f"e{len(made)}{abs(hash(request.node.name)) % 10**6}", list(answers)))
        return made[-1]

    yield start
    for each in made:
        each.close()
