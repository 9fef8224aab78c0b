"""The requests that hand out what containers print: logs, attach, the start of an exec."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from .. import logs as log_of
from ..container import Container
from ..errors import ApiError
from ..execution import Execution
from ..texts import refusal
from .answers import body_of, flag, moment, nothing
from .hijack import NAMES_ENGINE, RAW_STREAM, TAKEN_OVER, stream_type, take_over

if TYPE_CHECKING:
    from ..engine import Engine

Write = Callable[[int, bytes], bytes]
MADE_IN = 0.02  # seconds until a process prints; recorded: 0.16 for the shortest


def logs(engine: Engine, request: Request, name: str) -> Response:
    """GET /containers/NAME/logs."""
    stdout, stderr = flag(request, "stdout"), flag(request, "stderr")
    if not (stdout or stderr):
        raise refusal("logs_streams", engine.version)
    with engine.lock:
        container = engine.find(name)
        if container.state.dead or container.state.removing:
            raise refusal("logs_dead", engine.version)
        if log_of.reads_nothing(container.host_config["LogConfig"]):
            raise refusal("logs_driver", engine.version)
        bounds = {bound: moment(engine, request, bound, f'"{bound}"') for bound in ("since", "until")}
        asked = log_of.Asked(
            stdout, stderr, bounds["since"], bounds["until"] or None,
            flag(request, "timestamps"), flag(request, "details"),
        )  # fmt: skip
        tty = bool(container.config.get("Tty"))
        first = container.log.first_of(log_of.tail_number(request.args.get("tail", "")))
        told = log_of.attributes(container.host_config, container.config, engine.version.number)
        follow = flag(request, "follow") and _runs(container)
    parts = (
        _written(tty)(message.stream, asked.told(message, told))
        if message is not None else b""
        for message in _messages(engine, container, first, follow) if message is None or asked.wants(message)
    )  # fmt: skip
    return Response(parts, 200, content_type=stream_type(engine, request, not tty))


def attach(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/attach. What it refuses is written as a line."""
    try:
        with engine.lock:
            container = engine.find(name)
            if container.state.paused:
                raise refusal("attach_paused", engine.version, name=name)
            if container.state.restarting:
                raise refusal("attach_restarting", engine.version, name=name)
            parts = _attached(engine, request, container)
    except ApiError as error:
        request.environ[TAKEN_OVER] = True
        return Response(f"{error.text}\r\n", error.status, content_type=RAW_STREAM)
    return take_over(engine, request, parts, not container.config.get("Tty"))


def _attached(engine: Engine, request: Request, container: Container) -> Iterator[bytes]:
    """Under the engine's lock, so that what is printed between the log and the stream is not lost."""
    asked = log_of.Asked(flag(request, "stdout"), flag(request, "stderr"))
    write = _written(bool(container.config.get("Tty")))
    old, begin = container.log.since(0), len(container.log)
    unread = log_of.reads_nothing(container.host_config["LogConfig"])
    stream = flag(request, "stream")
    waits = not _runs(container)  # for the next run: nobody closes the streams of one that has ended
    run = container.runs + 1 if waits else container.runs
    with_logs = flag(request, "logs")
    if not (with_logs and unread):
        engine.log(container, "attach")

    def parts() -> Iterator[bytes]:
        yield b""
        if with_logs and unread:
            problem = refusal("logs_driver", engine.version).text
            yield write(1, f"Error attaching: {problem}\n".encode())
            return
        if with_logs:
            yield from (write(message.stream, message.data) for message in old if asked.wants(message))
        if stream:
            for message in _messages(engine, container, begin, True, run):
                if message is None:
                    yield b""
                elif asked.wants(message):
                    yield write(message.stream, message.data)

    return parts()


def start_exec(engine: Engine, request: Request, name: str) -> Response:
    """POST /exec/ID/start: what it prints until its end, or nothing where it is detached."""
    body = body_of(engine, request)
    with engine.lock:
        made = engine.executions.active(name)
        if body.get("Detach"):
            engine.executions.start(made, lambda stream, data: None)
            return nothing(200)
    tty = bool(body.get("Tty"))
    response = take_over(engine, request, _run(engine, made, _written(tty)), not tty)
    request.environ[NAMES_ENGINE] = True
    return response


def _run(engine: Engine, made: Execution, write: Write) -> Iterator[bytes]:
    said: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def heard(stream: int, data: bytes) -> None:
        if made.streams["Stdout" if stream == 1 else "Stderr"]:
            said.put(write(stream, data))

    yield b""  # the head comes before the process is made, and what it prints later: clients read the two one by one
    time.sleep(MADE_IN)
    try:
        with engine.lock:
            attached = any(made.streams.values())
            made.at_end = lambda: said.put(None)
            engine.executions.start(made, heard)
    except ApiError as error:
        yield write(1, f"{error.text}\r\n".encode())
        return
    if not attached:
        return  # nothing to copy: the engine does not wait for its end
    while engine.running:
        try:
            part = said.get(timeout=1.0)
        except queue.Empty:
            yield b""
            continue
        if part is None:
            return
        yield part


def _written(tty: bool) -> Write:
    return (lambda _stream, data: data) if tty else log_of.frame


def _runs(container: Container) -> bool:
    return container.state.running and not container.state.restarting


def _messages(
    engine: Engine, container: Container, first: int, follow: bool, run: int | None = None
) -> Iterator[log_of.Message | None]:
    """The messages from that number on; with `follow` to the end of that run, or of this one. None is a pause."""
    number = first
    with engine.lock:
        run = container.runs if run is None else run
    while True:
        with engine.lock:
            news = container.log.since(number)
            number = len(container.log)
            over = container.removed or container.runs > run or (container.runs == run and not _runs(container))
            if not news:
                if not follow or over or not engine.running:
                    return
                engine.changed.wait(1.0)
        if not news:
            yield None
        yield from news
