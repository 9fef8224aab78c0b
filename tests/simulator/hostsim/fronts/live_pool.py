"""How does a PowerShell shell run on this machine? A runspace pool in a `pwsh -s`, bridged packet by packet.

`pwsh -s` (ServerMode) speaks one XML element a line on stdin and stdout, with PSRP fragments in base64. Rules:
PowerShell's OutOfProcTransportManager.cs and OutOfProcServerMediator.cs. An empty line would end the server.
"""

from __future__ import annotations

import base64
import contextlib
import os
import re
import signal
import struct
import subprocess
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator

from hostsim.fronts.live_process import Environment

POOL = "00000000-0000-0000-0000-000000000000"
#: WSMan's names for streams, and the server's.
STREAMS = {"stdin": "Default", "pr": "PromptResponse"}
PIPELINE_STATE = 0x00041006
ACK_TIMEOUT = 30.0
CLOSE_TIMEOUT = 5.0
_PACKET = re.compile(r"<(?P<kind>\w+)(?P<attributes>[^>]*?)(?:/>|>(?P<text>[^<]*)</\w+>)\s*")
_GUID = re.compile(r"PSGuid='([0-9a-fA-F-]{36})'")


class LivePool:
    """One runspace pool in a process of its own. EOFError is raised once the process is gone."""

    def __init__(self, environment: Environment, creation: bytes) -> None:
        self._process = subprocess.Popen(
            [str(environment.pwsh), "-NoLogo", "-NoProfile", "-s"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment.environment()),
            cwd=environment.folder,
            start_new_session=True,
        )
        self._received: dict[str, deque[bytes]] = {POOL: deque()}
        self._ends: dict[str, PipelineEnd] = {}
        self._awaited: Counter[tuple[str, str]] = Counter()
        self._changed = threading.Condition()
        self._writing = threading.Lock()
        self._turns: dict[str, threading.Lock] = {POOL: threading.Lock()}
        self._gone = False
        threading.Thread(target=self._listen, daemon=True).start()
        self.send(None, "stdin", creation)

    def send(self, pipeline_id: str | None, stream: str, data: bytes) -> None:
        """Passes fragments on, after the server has taken those before them: it works on packets in parallel."""
        guid = _guid(pipeline_id)
        turn = self._turns.get(guid)
        if turn is None or not data:  # closed meanwhile
            return
        with turn:
            self._await("DataAck", guid)
            self._write(
                f"<Data Stream='{STREAMS[stream]}' PSGuid='{guid}'>{base64.b64encode(data).decode()}</Data>",
                "DataAck",
                guid,
            )

    def command(self, pipeline_id: str, data: bytes) -> None:
        """Opens a pipeline; its first fragments follow once the server knows it."""
        guid = _guid(pipeline_id)
        with self._changed:
            self._received[guid] = deque()
            self._ends[guid] = PipelineEnd()
            self._turns[guid] = threading.Lock()
        self._ask("Command", guid, ACK_TIMEOUT)
        self.send(pipeline_id, "stdin", data)

    def receive(self, pipeline_id: str | None, timeout: float) -> tuple[list[bytes], bool]:
        """What the server has sent within `timeout` seconds, and whether the pipeline has ended with it."""
        guid = _guid(pipeline_id)
        with self._changed:
            # No queue: the pipeline was closed meanwhile, from another connection.
            self._changed.wait_for(lambda: self._received.get(guid, True) or self._gone, timeout)
            queue = self._received.get(guid, deque())
            if not queue and self._gone:
                raise EOFError("the PowerShell process has ended")
            packets = list(queue)
            queue.clear()
            end = self._ends.get(guid)
            return packets, end is not None and end.reached

    def signal(self, pipeline_id: str) -> None:
        """Stops a pipeline if it has not ended, and closes it: the pool cannot close before its pipelines."""
        guid = _guid(pipeline_id)
        with self._changed:
            end = self._ends.get(guid)
            turn = self._turns.get(guid)
        if end is None or turn is None:
            return
        with turn:  # a stop must not overtake the start: the server works on packets in parallel
            self._await("DataAck", guid)
        if not end.reached:
            self._ask("Signal", guid, ACK_TIMEOUT)
        self._ask("Close", guid, ACK_TIMEOUT)
        with self._changed:
            self._received.pop(guid, None)
            self._ends.pop(guid, None)
            self._turns.pop(guid, None)
            self._changed.notify_all()

    def close(self) -> None:
        """Closes pipelines and pool, then ends the process, which does not end by itself."""
        deadline = time.monotonic() + CLOSE_TIMEOUT
        with contextlib.suppress(EOFError):
            for guid in list(self._ends):
                self._ask("Close", guid, max(0.0, deadline - time.monotonic()))
            self._ask("Close", POOL, max(0.0, deadline - time.monotonic()))
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with contextlib.suppress(OSError):
            self._process.stdin.close()  # type: ignore[union-attr]

    def _ask(self, kind: str, guid: str, timeout: float) -> None:
        self._write(f"<{kind} PSGuid='{guid}' />", kind + "Ack", guid)
        self._await(kind + "Ack", guid, timeout)

    def _write(self, packet: str, answer: str, guid: str) -> None:
        with self._changed:
            self._awaited[answer, guid] += 1
        assert self._process.stdin is not None
        try:
            with self._writing:
                self._process.stdin.write(packet.encode() + b"\n")
                self._process.stdin.flush()
        except OSError as error:
            raise EOFError("the PowerShell process has ended") from error

    def _await(self, answer: str, guid: str, timeout: float = ACK_TIMEOUT) -> None:
        with self._changed:
            arrived = self._changed.wait_for(lambda: self._awaited[answer, guid] <= 0 or self._gone, timeout)
            if self._gone or not arrived:
                raise EOFError(f"the PowerShell process has not answered with {answer}")

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                for kind, guid, data in packets_in(line.decode("utf-8", "replace")):
                    with self._changed:
                        if kind == "Data":
                            self._keep(guid, data)
                        else:
                            self._awaited[kind, guid] -= 1
                        self._changed.notify_all()
        with self._changed:
            self._gone = True
            self._changed.notify_all()

    def _keep(self, guid: str, data: bytes) -> None:
        if guid in self._received:  # not one that was closed meanwhile
            self._received[guid].append(data)
            if guid in self._ends:
                self._ends[guid].look(data)


class PipelineEnd:
    """Has the message that says how a pipeline ended passed? A message is one or more fragments of the same object."""

    def __init__(self) -> None:
        self.reached = False
        self._object: int | None = None

    def look(self, fragments: bytes) -> None:
        """Looks at the headers of some whole fragments."""
        for object_id, first, last, blob in fragments_in(fragments):
            if first and message_type(blob) == PIPELINE_STATE:
                self._object = object_id
            if last and object_id == self._object:
                self.reached = True


def packets_in(line: str) -> Iterator[tuple[str, str, bytes]]:
    """(element, guid, data) of the packets in a line of the server."""
    for match in _PACKET.finditer(line):
        guid = _GUID.search(match["attributes"])
        if guid:
            yield match["kind"], guid[1].lower(), base64.b64decode(match["text"] or "")


def fragments_in(data: bytes) -> Iterator[tuple[int, bool, bool, bytes]]:
    """(object id, is first, is last, blob) of the fragments in `data` (MS-PSRP 2.2.4)."""
    position = 0
    while position + 21 <= len(data):
        object_id, _, flags, length = struct.unpack_from(">QQBI", data, position)
        yield object_id, bool(flags & 1), bool(flags & 2), data[position + 21 : position + 21 + length]
        position += 21 + length


def message_type(blob: bytes) -> int:
    """The type of the message whose first fragment this is (MS-PSRP 2.2.1); 0 if it is too short for one."""
    return int(struct.unpack_from("<I", blob, 4)[0]) if len(blob) >= 8 else 0


def _guid(pipeline_id: str | None) -> str:
    return pipeline_id.lower() if pipeline_id else POOL
