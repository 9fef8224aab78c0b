"""How does a message get in and out? HTTP/1.1 with keep-alive; one handler is one connection is one security context.

Bodies and Authorization headers are never logged: they hold passwords.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
from http.server import BaseHTTPRequestHandler
from typing import Protocol

from spnego.exceptions import SpnegoError

from hostsim.wsman.authentication import REFUSED, ConnectionSecurity, Judged
from hostsim.wsman.encryption import CONTENT_TYPE, frame, is_encrypted, unframe
from hostsim.wsman.operations import Caller

HANDSHAKE_TIMEOUT = 10.0
IDLE_TIMEOUT = 300.0
#: More than this is not even read, in bytes; above MaxEnvelopeSize there is a fault.
LARGEST_BODY = 4 * 1024 * 1024
SOAP_TYPE = "application/soap+xml;charset=UTF-8"


class CutOff(Exception):
    """The connection shall end without an answer (power loss, or a fault injected by a test)."""


class Service(Protocol):
    """What a connection needs of its endpoint."""

    def new_security(self, tls: bool) -> ConnectionSecurity:
        """A security context for a new connection."""

    def answer(self, message: bytes, caller: Caller) -> tuple[int, bytes]:
        """HTTP status and SOAP answer to a SOAP message; raises CutOff."""

    def answer_stranger(self, message: bytes) -> bytes | None:
        """The answer to a message without authentication, if it may have one (Identify)."""

    def exchanged(self, bytes_in: int, bytes_out: int) -> None:
        """Told of each exchange, with the sizes of the bodies."""

    def is_plain_allowed(self, tls: bool) -> bool:
        """Whether a message may come without message encryption."""


class Connection(BaseHTTPRequestHandler):
    """Serves one connection until either side ends it."""

    protocol_version = "HTTP/1.1"
    server_version = "Microsoft-HTTPAPI/2.0"
    sys_version = ""
    timeout = IDLE_TIMEOUT
    wbufsize = -1
    disable_nagle_algorithm = True

    def __init__(self, connection: socket.socket, address: tuple[str, int], service: Service, tls: bool) -> None:
        self._service = service
        self._tls = tls
        self._security = service.new_security(tls)
        super().__init__(connection, address, None)  # type: ignore[arg-type]

    def do_POST(self) -> None:
        body = self._body()
        if body is None:
            return
        try:
            self._serve(body)
        except CutOff:
            self.close_connection = True

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            self.close_connection = True
            self._reply(413 if length.isdigit() else 411)
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return None
        if self.path.rstrip("/").lower() != "/wsman":
            self._reply(404, received=len(body))
            return None
        return body

    def _serve(self, body: bytes) -> None:
        stranger = self.headers.get("WSMANIDENTIFY", "").lower() == "unauthenticated"
        if stranger and (answer := self._service.answer_stranger(body)) is not None:
            return self._reply(200, answer, received=len(body))
        judged = self._security.judge(self.headers.get("Authorization", ""))
        if judged.user is None:
            return self._refuse(judged, len(body))
        extra = {"WWW-Authenticate": judged.challenge} if judged.challenge else {}
        if not body:  # the last leg of Negotiate over HTTP carries no message
            return self._reply(200, headers=extra)
        encrypted = is_encrypted(self.headers.get("Content-Type", ""))
        try:
            message = self._open(body) if encrypted else body
        except (ValueError, SpnegoError):
            # Sealed for another connection, say: Windows answers 400, and Ansible forgives it when it cleans up.
            return self._reply(400, received=len(body))
        if not encrypted and not self._service.is_plain_allowed(self._tls):
            return self._refuse(REFUSED, len(body))
        status, answer = self._service.answer(message, Caller(judged.user, self.client_address[0]))
        if not encrypted:
            return self._reply(status, answer, extra, received=len(body))
        header, sealed, length = self._security.wrap(answer)
        return self._reply(status, frame(header, sealed, length), extra, CONTENT_TYPE, len(body))

    def _open(self, body: bytes) -> bytes:
        if not self._security.can_encrypt:
            raise ValueError("an encrypted message before the authentication")
        header, data, length = unframe(body)
        message = self._security.unwrap(header, data)
        if len(message) != length:
            raise ValueError("not the announced length")
        return message

    def _refuse(self, judged: Judged, received: int) -> None:
        offers = [judged.challenge] if judged.challenge else self._security.offers()
        self._reply(401, headers=[("WWW-Authenticate", offer) for offer in offers], received=received)

    def _reply(
        self,
        status: int,
        body: bytes = b"",
        headers: dict[str, str] | list[tuple[str, str]] | None = None,
        content_type: str = SOAP_TYPE,
        received: int = 0,
    ) -> None:
        self.send_response(status)
        for name, value in headers.items() if isinstance(headers, dict) else headers or ():
            self.send_header(name, value)
        if body:
            self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self._service.exchanged(received, len(body))

    def version_string(self) -> str:
        return self.server_version

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def serve(connection: socket.socket, address: tuple[str, int], service: Service, tls: ssl.SSLContext | None) -> None:
    """Serves a connection to its end, in the caller's thread; a TLS handshake comes first, with a time-out."""
    try:
        if tls is not None:
            connection.settimeout(HANDSHAKE_TIMEOUT)
            connection = tls.wrap_socket(connection, server_side=True)
        Connection(connection, address, service, tls is not None)
    except OSError:  # no handshake, or cut by one side
        pass
    finally:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()


def reset(connection: socket.socket) -> None:
    """Closes a connection with a reset, as a host does whose service is gone."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
