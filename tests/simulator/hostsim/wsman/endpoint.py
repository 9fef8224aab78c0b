"""The endpoint of one host: listeners, power, shells, and the faults that a test injects from outside."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from hostsim.wsman.acceptor import Accepted, shared_acceptor
from hostsim.wsman.authentication import ConnectionSecurity, Users
from hostsim.wsman.certificate import make_certificate
from hostsim.wsman.faults import Fault
from hostsim.wsman.http_layer import CutOff, reset, serve
from hostsim.wsman.knobs import Knobs
from hostsim.wsman.observer import Reporter
from hostsim.wsman.operations import Caller, Front, Service, identify, operate
from hostsim.wsman.shell_table import ShellTable
from hostsim.wsman.shells import Shell
from hostsim.wsman.soap import NAMES, envelope, fault_envelope, message_id_of, parse_request


class Endpoint:
    """WinRM of one simulated host on free ports of 127.0.0.1.

    `power` says whether the host is up: while it is not, connections are reset and shells are lost. `delay` is added to
    each message, in seconds. Use: start(), then http_port, https_port and certificate (a PEM file), at last stop().
    """

    def __init__(
        self,
        machine_name: str,
        users: Mapping[str, str],
        power: Callable[[], bool],
        front: Front,
        observer: object | None = None,
        http: bool = True,
        https: bool = True,
        knobs: Knobs | None = None,
    ) -> None:
        self.knobs = knobs or Knobs()
        self.delay = 0.0
        self.http_port: int | None = None
        self.https_port: int | None = None
        self.certificate: Path | None = None
        self._machine = machine_name
        self._users = Users(users, machine_name)
        self._power = power
        self._reporter = Reporter(observer)
        self._shells = ShellTable(self.knobs)
        self._service = Service(machine_name, self.knobs, front, self._reporter, self._shells)
        self._want = (http, https)
        self._listeners: list[socket.socket] = []
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._messages_left: int | None = None
        self._answer_lost = False
        self._injected: list[tuple[str, Fault]] = []

    def start(self) -> None:
        """Makes users and certificate, and listens."""
        self._folder = Path(tempfile.mkdtemp(prefix="hostsim-winrm-"))
        self._users.write(self._folder)
        self._binding: bytes | None = None
        accepting: dict[socket.socket, Accepted] = {}
        http, https = self._want
        if http:
            listener = socket.create_server(("127.0.0.1", 0), backlog=128)
            self.http_port = listener.getsockname()[1]
            accepting[listener] = lambda connection, address: self._accepted(connection, address, None)
        if https:
            self.certificate, tls, self._binding = make_certificate(self._machine, self._folder)
            listener = socket.create_server(("127.0.0.1", 0), backlog=128)
            self.https_port = listener.getsockname()[1]
            accepting[listener] = lambda connection, address: self._accepted(connection, address, tls)
        self._listeners = list(accepting)
        shared_acceptor().add(accepting, self._tick)

    def stop(self) -> None:
        """Stops listening, ends connections and shells, and removes what start() made on disk."""
        listeners, self._listeners = self._listeners, []
        if listeners:
            shared_acceptor().remove(listeners, self._tick)
            self.drop_connections()
            _close_all(self._shells.take_all())
            shutil.rmtree(self._folder, ignore_errors=True)

    # Power

    def power_lost(self) -> None:
        """Forgets all shells and cuts all connections, at once; what the shells held ends in the background.

        Noticed without this call too, 0.2 s late: call it where an outage may be shorter.
        """
        shells = self._shells.take_all()
        self.drop_connections()
        if shells:
            threading.Thread(target=_close_all, args=(shells,), name="power-loss", daemon=True).start()

    def _tick(self) -> None:
        if (self._connections or len(self._shells)) and not self._power():
            self.power_lost()

    # Faults from outside

    def drop_connections(self) -> None:
        """Cuts all TCP connections now; shells stay."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def fail_after(self, messages: int) -> None:
        """After so many more messages the next one gets no answer, its connection is cut; then all is well again."""
        with self._lock:
            self._messages_left = messages

    def lose_answer(self) -> None:
        """The message now at work, or else the next one, is done, but its connection is cut before the answer."""
        self._answer_lost = True

    def inject(self, fault: Fault, operation: str) -> None:
        """The next request whose Action ends in `operation` (`Send`, say) is not done but answered with `fault`."""
        with self._lock:
            self._injected.append((operation, fault))

    # What a connection needs

    def _accepted(self, connection: socket.socket, address: tuple[str, int], tls: ssl.SSLContext | None) -> None:
        if not self._power():
            reset(connection)
            return
        threading.Thread(target=self._serve, args=(connection, address, tls), name="winrm", daemon=True).start()

    def _serve(self, connection: socket.socket, address: tuple[str, int], tls: ssl.SSLContext | None) -> None:
        with connection.dup() as control:  # to cut the connection from another thread, under TLS as well
            with self._lock:
                self._connections.add(control)
            try:
                serve(connection, address, self, tls)
            finally:
                with self._lock:
                    self._connections.discard(control)

    def new_security(self, tls: bool) -> ConnectionSecurity:
        return ConnectionSecurity(self._users, self.knobs, self._binding if tls else None)

    def is_plain_allowed(self, tls: bool) -> bool:
        return tls or self.knobs.allow_unencrypted

    def exchanged(self, bytes_in: int, bytes_out: int) -> None:
        self._reporter.message(bytes_in, bytes_out)

    def answer(self, message: bytes, caller: Caller) -> tuple[int, bytes]:
        self._go_through_faults()
        try:
            if len(message) > self.knobs.max_envelope:
                raise Fault("too_large", limit=self.knobs.max_envelope)
            request = parse_request(message, self.knobs.max_envelope)
            injected = self._injected_for(request.action)
            if injected:
                raise injected
            action, body = operate(self._service, request, caller)
        except Fault as fault:
            answer = 500, fault_envelope(fault, message_id_of(message), self._machine)
        else:
            answer = 200, envelope(action, request.message_id, body)
        if not self._power():  # an answer that the host could not send any more
            raise CutOff
        if self._answer_lost:
            self._answer_lost = False
            raise CutOff
        return answer

    def answer_stranger(self, message: bytes) -> bytes | None:
        with contextlib.suppress(ET.ParseError):
            if ET.fromstring(message).find("s:Body/id:Identify", NAMES) is not None:
                return envelope("", "", identify("0.0.0"))
        return None

    def _go_through_faults(self) -> None:
        if self.delay:
            time.sleep(self.delay)
        with self._lock:
            left = self._messages_left
            self._messages_left = left - 1 if left else None
        if left == 0 or not self._power():
            raise CutOff

    def _injected_for(self, action: str) -> Fault | None:
        with self._lock:
            for index, (operation, fault) in enumerate(self._injected):
                if action.endswith("/" + operation):
                    del self._injected[index]
                    return fault
        return None


def _close_all(shells: Iterable[Shell]) -> None:
    for shell in shells:
        shell.close()
