"""How does a PSRP runspace pool answer on a light host? psrpcore speaks the protocol, the modules do the work."""

from __future__ import annotations

import threading
import time
import uuid
from collections import defaultdict
from typing import Any

from psrpcore import PSRPPayload, ServerPipeline, ServerRunspacePool, StreamType
from psrpcore.types import (
    ErrorCategory,
    ErrorCategoryInfo,
    HostMethodIdentifier,
    NETException,
    PSInvocationState,
    PSRPMessageType,
)

from hostsim.fronts.light.host import Died, Host
from hostsim.fronts.light.modules import Result, no_powershell, run

STREAMS = {"stdin": StreamType.default, "pr": StreamType.prompt_response}
OVER = (PSInvocationState.Completed, PSInvocationState.Failed, PSInvocationState.Stopped)


class Pool:
    """One runspace pool.

    `creation` holds the fragments of the Create message; ids are texts in any case, as WS-Management carries them.
    """

    def __init__(self, host: Host, pool_id: str, creation: bytes) -> None:
        self._host = host
        self._pool = ServerRunspacePool()
        self._pipelines: dict[uuid.UUID, ServerPipeline] = {}
        self._input: dict[uuid.UUID, list[str]] = defaultdict(list)
        self._reads_input: dict[uuid.UUID, bool] = {}
        self._out: dict[uuid.UUID | None, list[bytes]] = defaultdict(list)
        self._change = threading.Condition()
        self._died = False
        self.send(None, "stdin", creation)

    def send(self, pipeline_id: str | None, stream: str, data: bytes) -> None:
        """Fragments from the client, for the pool (None) or for a pipeline."""
        with self._change:
            self._pool.receive_data(PSRPPayload(data, STREAMS[stream], _key(pipeline_id)))
            while (event := self._pool.next_event()) is not None:
                self._handle(event)
            self._flush()

    def command(self, pipeline_id: str, data: bytes) -> None:
        """A new pipeline and the first fragments of its CreatePipeline message."""
        with self._change:
            key = _key(pipeline_id)
            assert key is not None
            # psrpcore fails with "Failed to find pipeline" unless the pipeline is there before its first fragment.
            self._pipelines[key] = ServerPipeline(self._pool, key)
        self.send(pipeline_id, "stdin", data)

    def receive(self, pipeline_id: str | None, timeout: float) -> tuple[list[bytes], bool]:
        """Packets for the client since the last call, and whether the pipeline is over; waits `timeout` seconds.

        EOFError where its host program was killed.
        """
        key = _key(pipeline_id)
        deadline = time.monotonic() + timeout
        with self._change:
            while not self._died and not self._out[key] and (left := deadline - time.monotonic()) > 0:
                self._change.wait(left)
            if self._died:
                raise EOFError("the host program was killed")
            packets = self._out.pop(key, [])
            return packets, key is not None and self._over(key)

    def signal(self, pipeline_id: str) -> None:
        """Stops a pipeline that still runs, and forgets it."""
        with self._change:
            key = _key(pipeline_id)
            pipeline = self._pipelines.pop(key, None) if key else None
            if pipeline is not None and pipeline.state == PSInvocationState.Running:
                pipeline.stop()
            self._flush()

    def close(self) -> None:
        with self._change:
            self._pipelines.clear()
            self._change.notify_all()

    def _over(self, key: uuid.UUID) -> bool:
        pipeline = self._pipelines.get(key)
        return pipeline is None or pipeline.state in OVER

    def _handle(self, event: Any) -> None:
        key = event.pipeline_id
        if event.message_type == PSRPMessageType.CreatePipeline:
            pipeline = self._pipelines[key]
            pipeline.start()
            text = "\n".join(str(command.command_text) for command in event.pipeline.commands)
            self._reads_input[key] = not event.pipeline.no_input
            if event.pipeline.no_input:
                self._work(pipeline, lambda: no_powershell(_described(text)))
        elif event.message_type == PSRPMessageType.PipelineInput:
            self._input[key].append(str(event.data))
        elif event.message_type == PSRPMessageType.EndOfPipelineInput and key in self._pipelines:
            stdin = "\n".join(self._input.pop(key, [])).encode("utf-8", "surrogatepass")
            self._work(self._pipelines[key], lambda: run(self._host, stdin))

    def _work(self, pipeline: ServerPipeline, work: Any) -> None:
        threading.Thread(target=self._run, args=(pipeline, work), daemon=True, name="light-pipeline").start()

    def _run(self, pipeline: ServerPipeline, work: Any) -> None:
        try:
            result: Result = work()
        except Died:
            with self._change:
                self._died = True
                self._change.notify_all()
            return
        with self._change:
            if pipeline.state == PSInvocationState.Running:
                _write(pipeline, result)
            self._flush()

    def _flush(self) -> None:
        while (payload := self._pool.data_to_send()) is not None:
            self._out[payload.pipeline_id].append(payload.data)
        self._change.notify_all()


def _write(pipeline: ServerPipeline, result: Result) -> None:
    for line in result.stdout.decode().splitlines() if result.stdout else []:
        pipeline.write_output(line)
    if result.stderr:
        text = result.stderr.decode().split("\r\n")[0]  # what follows is how a console shows a record
        pipeline.write_error(
            NETException(Message=text, HResult=-2146233087),
            category_info=ErrorCategoryInfo(Category=ErrorCategory.NotImplemented, Reason="RuntimeException"),
            fully_qualified_error_id="LightHostRunsNoPowerShell",
        )
    if result.exit_code:
        pipeline.host_call(HostMethodIdentifier.SetShouldExit, [result.exit_code])
    pipeline.complete()


def _described(text: str) -> str:
    return f"'{' '.join(text.split())[:60]}'"


def _key(pipeline_id: str | None) -> uuid.UUID | None:
    return uuid.UUID(pipeline_id) if pipeline_id else None
