"""Who waits for connections? One thread for all endpoints of the process; each connection gets a thread of its own."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

#: How often endpoints with something alive are asked whether their host still has power, in seconds.
TICK = 0.2

Accepted = Callable[[socket.socket, tuple[str, int]], None]


class Acceptor:
    """Accepts on any number of listening sockets with one thread, and ticks."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._jobs: SimpleQueue[tuple[Callable[[], None], threading.Event]] = SimpleQueue()
        self._wake_read, self._wake_write = socket.socketpair()
        self._wake_read.setblocking(False)
        self._selector.register(self._wake_read, selectors.EVENT_READ)
        self._ticks: list[Callable[[], None]] = []
        self._thread = threading.Thread(target=self._run, name="winrm-acceptor", daemon=True)
        self._thread.start()

    def add(self, listeners: dict[socket.socket, Accepted], tick: Callable[[], None]) -> None:
        """Starts to accept on `listeners`, and calls `tick` every TICK seconds (it must not block)."""

        def job() -> None:
            for listener, accepted in listeners.items():
                listener.setblocking(False)
                self._selector.register(listener, selectors.EVENT_READ, accepted)
            self._ticks.append(tick)

        self._do(job)

    def remove(self, listeners: list[socket.socket], tick: Callable[[], None]) -> None:
        """Stops accepting on `listeners` and closes them."""

        def job() -> None:
            for listener in listeners:
                self._selector.unregister(listener)
                listener.close()
            self._ticks.remove(tick)

        self._do(job)

    def _do(self, job: Callable[[], None]) -> None:
        done = threading.Event()
        self._jobs.put((job, done))
        self._wake_write.send(b"!")
        done.wait()

    def _run(self) -> None:
        next_tick = time.monotonic() + TICK
        while True:
            for key, _ in self._selector.select(max(0.0, next_tick - time.monotonic())):
                if key.data is None:
                    self._work()
                else:
                    self._accept(key.fileobj, key.data)  # type: ignore[arg-type]
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + TICK
                for tick in list(self._ticks):
                    tick()

    def _work(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._wake_read.recv(4096)
        while not self._jobs.empty():
            job, done = self._jobs.get()
            job()
            done.set()

    @staticmethod
    def _accept(listener: socket.socket, accepted: Accepted) -> None:
        try:
            connection, address = listener.accept()
        except BlockingIOError:
            return
        except OSError:  # out of descriptors, or closed a moment ago
            time.sleep(0.02)
            return
        connection.setblocking(True)
        accepted(connection, address)


_shared: Acceptor | None = None
_making = threading.Lock()


def shared_acceptor() -> Acceptor:
    """The acceptor of this process, made when first needed."""
    global _shared
    with _making:
        if _shared is None:
            _shared = Acceptor()
        return _shared
