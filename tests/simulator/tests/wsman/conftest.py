"""An endpoint with a front that needs no PowerShell, and the real clients of Ansible's connection plugins."""

from __future__ import annotations

import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psrpcore
import pytest
from hostsim.fronts.cmd import Console, Printed, not_recognized, run_builtin
from hostsim.fronts.live_process import PrintedProcess
from hostsim.wsman import Endpoint, Knobs
from psrpcore.types import PSInvocationState
from pypsrp.wsman import WSMan
from winrm.protocol import Protocol

USER, PASSWORD = "vagrant", "Tr0ub4dor&3-correct"
OTHER_PASSWORD = "a-Second-1"


class ScriptedProcess:
    """Runs `cat` (prints its input), `slow SECONDS`, `spew BYTES`, `json`, `forever`; ends then, or when terminated."""

    def __init__(self, line: str) -> None:
        self._name, _, argument = line.partition(" ")
        self._argument = float((argument.split() or ["0"])[0])
        self._started = time.monotonic()
        self._input = bytearray()
        self._printed = {"spew": b"x" * int(self._argument), "json": b"{}"}.get(self._name, b"")
        self._done = threading.Event()
        if self._printed:
            self._done.set()
        self.terminated = False

    def write(self, data: bytes, end: bool) -> None:
        if self.terminated:
            raise BrokenPipeError
        self._input += data
        if end:
            self._printed = bytes(self._input)
            self._done.set()

    def read(self, timeout: float) -> tuple[bytes, bytes, int | None]:
        left = self._started + self._argument - time.monotonic() if self._name == "slow" else timeout
        if not self._done.wait(min(timeout, max(0.0, left))):
            if self._name != "slow" or left > timeout:
                return b"", b"", None
            self._done.set()
        printed, self._printed = self._printed, b""
        return printed, b"", -1 if self.terminated else 0

    def terminate(self) -> None:
        self.terminated = True
        self._done.set()


class ScriptedPool:
    """A runspace pool by psrpcore: each pipeline puts out its script and its input; `forever` does not end."""

    def __init__(self, pool_id: str, creation: bytes) -> None:
        self._pool = psrpcore.ServerRunspacePool()
        self._pipelines: dict[str | None, Any] = {}
        self._out: dict[str | None, list[bytes]] = {None: []}
        self._done: set[str | None] = set()
        self._changed = threading.Condition()
        self.closed = False
        self.send(None, "stdin", creation)

    def _feed(self, pipeline_id: str | None, stream: str, data: bytes) -> None:
        kind = psrpcore.StreamType.prompt_response if stream == "pr" else psrpcore.StreamType.default
        payload_id = uuid.UUID(pipeline_id) if pipeline_id else None
        self._pool.receive_data(psrpcore.PSRPPayload(data, kind, payload_id))
        while event := self._pool.next_event():
            self._react(pipeline_id, event)
        while payload := self._pool.data_to_send():
            key = str(payload.pipeline_id).upper() if payload.pipeline_id else None
            self._out[key].append(payload.data)
        self._changed.notify_all()

    def _react(self, pipeline_id: str | None, event: Any) -> None:
        pipeline = self._pipelines.get(pipeline_id)
        if isinstance(event, psrpcore.CreatePipelineEvent):
            script = event.pipeline.commands[0].command_text
            pipeline.start()
            pipeline.write_output(f"ran {script}")
            if event.pipeline.no_input and script != "forever":
                self._end(pipeline_id)
        elif isinstance(event, psrpcore.PipelineInputEvent):
            pipeline.write_output(event.data)
        elif isinstance(event, psrpcore.EndOfPipelineInputEvent):
            self._end(pipeline_id)

    def _end(self, pipeline_id: str | None) -> None:
        self._pipelines[pipeline_id].complete()
        self._done.add(pipeline_id)

    def send(self, pipeline_id: str | None, stream: str, data: bytes) -> None:
        with self._changed:
            if self.closed:
                raise EOFError
            self._feed(pipeline_id, stream, data)

    def command(self, pipeline_id: str, data: bytes) -> None:
        with self._changed:
            self._out[pipeline_id] = []
            self._pipelines[pipeline_id] = psrpcore.ServerPipeline(self._pool, uuid.UUID(pipeline_id))
            self._feed(pipeline_id, "stdin", data)

    def receive(self, pipeline_id: str | None, timeout: float) -> tuple[list[bytes], bool]:
        with self._changed:
            self._changed.wait_for(lambda: self._out.get(pipeline_id) or self.closed, timeout)
            if self.closed:
                raise EOFError
            packets, self._out[pipeline_id] = self._out[pipeline_id], []
            return packets, pipeline_id in self._done

    def signal(self, pipeline_id: str) -> None:
        with self._changed:
            pipeline = self._pipelines.pop(pipeline_id)
            if pipeline.state == PSInvocationState.Running:
                pipeline.begin_stop()
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self.closed = True
            self._changed.notify_all()


class ScriptedFront:
    """Starts scripted processes, cmd.exe's built-ins, and scripted pools."""

    SCRIPTED = ("cat", "slow", "spew", "json", "forever")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.processes: list[ScriptedProcess] = []
        self.pools: list[ScriptedPool] = []

    def start(self, command_line: str) -> ScriptedProcess | PrintedProcess:
        self.lines.append(command_line)
        if command_line.split()[0] in self.SCRIPTED:
            self.processes.append(ScriptedProcess(command_line))
            return self.processes[-1]
        printed: Printed = run_builtin(command_line, Console("SRV2022")) or not_recognized(command_line)
        return PrintedProcess(printed)

    def open_pool(self, pool_id: str, creation: bytes) -> ScriptedPool:
        self.pools.append(ScriptedPool(pool_id, creation))
        return self.pools[-1]


@dataclass
class Seen:
    """An observer that keeps all it is told."""

    messages: list[tuple[int, int]] = field(default_factory=list)
    shells: int = 0
    commands: list[str] = field(default_factory=list)
    inputs: list[bytes] = field(default_factory=list)
    pipelines: list[bytes] = field(default_factory=list)

    def message(self, bytes_in: int, bytes_out: int) -> None:
        self.messages.append((bytes_in, bytes_out))

    def shell(self) -> None:
        self.shells += 1

    def command(self, text: str) -> None:
        self.commands.append(text)

    def input(self, data: bytes) -> None:
        self.inputs.append(data)

    def pipeline(self, data: bytes) -> None:
        self.pipelines.append(data)


class Host:
    """One endpoint with its front, its observer and its power switch; makes clients for itself."""

    def __init__(self, **knobs: Any) -> None:
        users = {USER: knobs.pop("password", PASSWORD), "other": OTHER_PASSWORD}
        self.front = ScriptedFront()
        self.seen = Seen()
        self.up = True
        self.endpoint = Endpoint("SRV2022", users, lambda: self.up, self.front, self.seen, knobs=Knobs(**knobs))
        self.endpoint.start()

    def url(self, scheme: str) -> str:
        port = self.endpoint.https_port if scheme == "https" else self.endpoint.http_port
        return f"{scheme}://127.0.0.1:{port}/wsman"

    def pywinrm(self, transport: str = "basic", scheme: str = "http", **options: Any) -> Protocol:
        options = {"username": USER, "password": PASSWORD, "ca_trust_path": str(self.endpoint.certificate)} | options
        return Protocol(self.url(scheme), transport=transport, **options)

    def pypsrp(self, auth: str = "basic", scheme: str = "http", **options: Any) -> WSMan:
        ssl = scheme == "https"
        if auth == "basic" and not ssl:
            options.setdefault("encryption", "never")
        options = {"username": USER, "password": PASSWORD, "cert_validation": str(self.endpoint.certificate)} | options
        port = self.endpoint.https_port if ssl else self.endpoint.http_port
        return WSMan("127.0.0.1", port=port, ssl=ssl, auth=auth, no_proxy=True, **options)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clients read proxies and authorities of the environment, which are none of these tests' business."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


@pytest.fixture
def make_host() -> Iterator[Callable[..., Host]]:
    """Hosts with knobs of one's own; all end with the test."""
    hosts: list[Host] = []

    def make(**knobs: Any) -> Host:
        hosts.append(Host(**knobs))
        return hosts[-1]

    yield make
    for host in hosts:
        host.endpoint.stop()


@pytest.fixture
def host(make_host: Callable[..., Host]) -> Host:
    return make_host()


class LiveEnvironment:
    """The smallest host that a real PowerShell can run on: two folders, and links to the engine on its PATH."""

    hostname = "SRV2022"

    def __init__(self, folder: Path, engine: Path) -> None:
        self.folder = folder
        self.pwsh = engine
        for name in ("bin", "home", "tmp"):
            (folder / name).mkdir()
        for name in ("powershell", "PowerShell", "pwsh"):
            (folder / "bin" / name).symlink_to(engine)

    def environment(self) -> dict[str, str]:
        return {
            "PATH": str(self.folder / "bin"),
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "USERNAME": "vagrant",
            "LANG": "C.UTF-8",
            "POWERSHELL_TELEMETRY_OPTOUT": "1",
            "POWERSHELL_UPDATECHECK": "Off",
            "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": os.environ.get("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
        }


@pytest.fixture
def live_environment(tmp_path: Path) -> LiveEnvironment:
    engine = shutil.which("pwsh")
    if engine is None:
        pytest.skip("no pwsh on PATH")
    return LiveEnvironment(tmp_path, Path(engine).resolve())
