"""Who is on this connection? Basic for each message, Negotiate and NTLM once for a TCP connection.

pyspnego is the acceptor. It reads its users from the file named by the environment variable NTLM_USER_FILE, and NTLMv2
is demanded by LM_COMPAT_LEVEL: both belong to the process, so they are set, under a lock, only while a token is judged,
and each endpoint has a file of its own.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import spnego
from spnego.channel_bindings import GssChannelBindings
from spnego.exceptions import NegotiateOptions, SpnegoError

from hostsim.wsman.knobs import Knobs

_ENVIRONMENT = threading.Lock()
_NTLM_AUTHENTICATE = b"NTLMSSP\x00\x03\x00\x00\x00"
_AV_END, _AV_CHANNEL_BINDINGS = 0, 10


@dataclass(frozen=True)
class Judged:
    """What came of an Authorization header: a user, or a header to send along with 401, or neither (refused)."""

    user: str | None = None
    challenge: str | None = None


REFUSED = Judged()


class Users:
    """The accounts of one host, and their file for pyspnego, which nobody else can read."""

    def __init__(self, passwords: Mapping[str, str], machine: str) -> None:
        for name, password in passwords.items():
            if any(char in name + password for char in ":\r\n"):
                raise ValueError(f"User {name}: a colon or a line break in a name or password cannot be simulated.")
        self._passwords = {name.lower(): (name, password) for name, password in passwords.items()}
        self._domains = {"", ".", machine.lower()}
        self._file: Path | None = None

    def write(self, folder: Path) -> None:
        """Makes the file in `folder`; without it there is no NTLM."""
        self._file = folder / "ntlm-users"
        users = self._passwords.values()
        lines = [f"{domain}:{name}:{password}\n" for name, password in users for domain in sorted(self._domains)]
        with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write("".join(lines).encode())

    def name(self, principal: str) -> str | None:
        """The account that `principal` (`user` or `MACHINE\\user`, any case) means; None for a stranger."""
        domain, _, user = principal.rpartition("\\")
        known = self._passwords.get(user.lower())
        return known[0] if known and domain.lower() in self._domains else None

    def check(self, principal: str, password: str) -> str | None:
        """The account whose password this is."""
        name = self.name(principal)
        expected = self._passwords[name.lower()][1] if name else ""
        return name if hmac.compare_digest(expected.encode(), password.encode()) and name else None

    @contextmanager
    def in_environment(self) -> Iterator[None]:
        """Inside, pyspnego knows these users and no others."""
        wanted = {"NTLM_USER_FILE": str(self._file), "LM_COMPAT_LEVEL": "5"}
        with _ENVIRONMENT:
            before = {name: os.environ.get(name) for name in wanted}
            os.environ.update(wanted)
            try:
                yield
            finally:
                for name, value in before.items():
                    if value is None:
                        os.environ.pop(name, None)
                    else:
                        os.environ[name] = value


class ConnectionSecurity:
    """The security context of one TCP connection. Not for concurrent use: its cipher counts messages."""

    def __init__(self, users: Users, knobs: Knobs, binding: bytes | None) -> None:
        """`binding` is the application data of the TLS channel binding; None on plain HTTP."""
        self._users = users
        self._knobs = knobs
        self._binding = GssChannelBindings(application_data=binding) if binding else None
        self._context: spnego.ContextProxy | None = None
        self.user: str | None = None

    def offers(self) -> list[str]:
        """The values of WWW-Authenticate, one header each."""
        return ["Negotiate"] * self._knobs.negotiate + ['Basic realm="WSMAN"'] * self._knobs.basic

    def judge(self, authorization: str) -> Judged:
        """Looks at an Authorization header; without one, the connection's own user stays."""
        if not authorization:
            return Judged(user=self.user) if self.user else REFUSED
        scheme, _, value = authorization.partition(" ")
        try:
            token = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            return REFUSED
        if scheme.lower() == "basic" and self._knobs.basic:
            name, _, password = token.decode("utf-8", "replace").partition(":")
            return Judged(user=self._users.check(name, password))
        if scheme.lower() in ("negotiate", "ntlm") and self._knobs.negotiate:
            return self._negotiate(scheme, token)
        return REFUSED

    def _negotiate(self, scheme: str, token: bytes) -> Judged:
        self.user = None
        try:
            with self._users.in_environment():
                if self._context is None or self._context.complete:
                    self._context = spnego.server(protocol="negotiate", options=NegotiateOptions.use_negotiate)
                answer = self._context.step(token, channel_bindings=self._expected_binding(token))
        except (SpnegoError, ValueError, struct.error, IndexError):
            self._context = None
            return REFUSED
        challenge = f"{scheme} {base64.b64encode(answer).decode()}" if answer else None
        if self._context.complete:
            self.user = self._users.name(self._context.client_principal or "")
            return Judged(user=self.user, challenge=challenge) if self.user else REFUSED
        return Judged(challenge=challenge)

    def _expected_binding(self, token: bytes) -> GssChannelBindings | None:
        """What pyspnego shall compare with; it refuses a client that sends none, which Windows does only if strict."""
        start = token.find(_NTLM_AUTHENTICATE)
        if self._binding is None or self._knobs.channel_binding == "none" or start < 0:
            return None
        if has_channel_binding(token[start:]):
            return self._binding
        if self._knobs.channel_binding == "strict":
            raise ValueError("no channel binding")
        return None

    @property
    def can_encrypt(self) -> bool:
        """Whether there is a finished context to encrypt with."""
        return self._context is not None and self._context.complete and self.user is not None

    def wrap(self, data: bytes) -> tuple[bytes, bytes, int]:
        """Signature, ciphertext, length of the plain text with padding."""
        assert self._context is not None
        header, sealed, padding = self._context.wrap_winrm(data)
        return header, sealed, len(data) + padding

    def unwrap(self, header: bytes, data: bytes) -> bytes:
        """The plain text; SpnegoError if it was sealed for another connection or changed on the way."""
        assert self._context is not None
        return bytes(self._context.unwrap_winrm(header, data))


def has_channel_binding(authenticate: bytes) -> bool:
    """Whether an NTLM AUTHENTICATE_MESSAGE holds a channel binding that is not all zero (MS-NLMP 2.2.1.3, 2.2.2.1)."""
    length, _, offset = struct.unpack_from("<HHI", authenticate, 20)
    # NTLMv2_RESPONSE: proof (16), then NTLMv2_CLIENT_CHALLENGE with 28 bytes in front of its AV pairs.
    position, end = offset + 16 + 28, offset + length
    while position + 4 <= end:
        kind, size = struct.unpack_from("<HH", authenticate, position)
        if kind == _AV_END:
            return False
        if kind == _AV_CHANNEL_BINDINGS:
            return any(authenticate[position + 4 : position + 4 + size])
        position += 4 + size
    return False
