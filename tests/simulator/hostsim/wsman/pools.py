"""What can be done with a PowerShell shell? PSRP fragments pass through to a pool; nothing here reads them."""

from __future__ import annotations

import threading
import uuid
from collections import deque
from typing import Protocol
from xml.sax.saxutils import escape

from hostsim.wsman.faults import Fault
from hostsim.wsman.shells import Opening, Shell
from hostsim.wsman.soap import Request
from hostsim.wsman.streams import decoded, received, sent_data


class Pool(Protocol):
    """A runspace pool behind a PowerShell shell. Any call raises EOFError once the pool is gone."""

    def send(self, pipeline_id: str | None, stream: str, data: bytes) -> None:
        """Fragments for a pipeline or the pool (None); `stream` is stdin, or pr for answers to host calls."""

    def command(self, pipeline_id: str, data: bytes) -> None:
        """A new pipeline with the first fragments of CreatePipeline."""

    def receive(self, pipeline_id: str | None, timeout: float) -> tuple[list[bytes], bool]:
        """New fragments within `timeout` seconds, and whether the pipeline has ended with them."""

    def signal(self, pipeline_id: str) -> None:
        """Stops a pipeline, if it is at work, and closes it."""

    def close(self) -> None:
        """Ends the pool and all its pipelines."""


class PoolOpener(Protocol):
    """The part of a front that a PowerShell shell needs."""

    def open_pool(self, pool_id: str, creation: bytes) -> Pool:
        """A pool for the fragments of SessionCapability and InitRunspacePool in `creation`."""


class PoolShell(Shell):
    """A shell of resource http://schemas.microsoft.com/powershell/*; its ShellId is the runspace pool's id."""

    input_streams = "stdin pr"
    output_streams = "stdout"

    def __init__(self, opening: Opening, front: PoolOpener) -> None:
        shell = opening.request.find("rsp:Shell")
        creation = opening.request.find("rsp:Shell/ps:creationXml")
        if shell is None or creation is None:
            raise Fault("bad_message", problem="no creationXml in rsp:Shell")
        super().__init__(opening, shell.get("ShellId"))
        #: What did not fit into the last answer, and whether the pipeline has ended, by pipeline (None: the pool).
        self._pending: dict[str | None, deque[bytes]] = {None: deque()}
        self._done: set[str | None] = set()
        self._lock = threading.Lock()
        self._pool = front.open_pool(self.id, decoded(creation))

    def command(self, request: Request) -> str:
        line = request.find("rsp:CommandLine")
        arguments = request.find("rsp:CommandLine/rsp:Arguments")
        if line is None or arguments is None:
            raise Fault("bad_message", problem="no rsp:Arguments in rsp:CommandLine")
        pipeline_id = line.get("CommandId") or str(uuid.uuid4()).upper()
        data = decoded(arguments)
        with self._lock:
            if len(self._pending) > self.knobs.max_commands_per_pool:
                raise Fault("too_many_pipelines")
            self._pending[pipeline_id] = deque()
        self.reporter.pipeline(data)
        self._pool.command(pipeline_id, data)
        return f"<rsp:CommandResponse><rsp:CommandId>{escape(pipeline_id)}</rsp:CommandId></rsp:CommandResponse>"

    def _known(self, pipeline_id: str) -> str | None:
        if (pipeline_id or None) not in self._pending:
            raise Fault("unknown_command")
        return pipeline_id or None

    def send(self, request: Request) -> str:
        pipeline_id, stream, data, _ = sent_data(request)
        known = self._known(pipeline_id)
        if known:
            self.reporter.pipeline(data)
        self._pool.send(known, stream, data)
        return "<rsp:SendResponse/>"

    def receive(self, request: Request) -> str:
        desired = request.find("rsp:Receive/rsp:DesiredStream")
        pipeline_id = self._known(desired.get("CommandId", "") if desired is not None else "")
        pending = self._pending[pipeline_id]
        if not pending and pipeline_id not in self._done:
            pieces, done = self._pool.receive(pipeline_id, min(request.timeout, self.knobs.max_timeout))
            pending.extend(pieces)
            if done:
                self._done.add(pipeline_id)
            elif not pieces:
                raise Fault("timed_out")
        budget = request.stream_budget()
        answer: list[tuple[str, bytes]] = []
        while pending and (not answer or len(pending[0]) <= budget):
            budget -= len(pending[0])
            answer.append(("stdout", pending.popleft()))
        state = None
        if pipeline_id:
            state = "Done" if pipeline_id in self._done and not pending else "Running"
        return received(answer, pipeline_id or "", state)

    def signal(self, request: Request) -> str:
        """Both signals that PSRP knows (powershell/signal/ctrl_c, Terminate) stop and forget the pipeline."""
        signal = request.find("rsp:Signal")
        pipeline_id = self._known(signal.get("CommandId", "") if signal is not None else "")
        if pipeline_id is None:
            raise Fault("unknown_command")
        self._pool.signal(pipeline_id)
        with self._lock:
            self._pending.pop(pipeline_id, None)
            self._done.discard(pipeline_id)
        return "<rsp:SignalResponse/>"

    def close(self) -> None:
        self._pool.close()
