"""How is an encrypted message laid out? (MS-WSMV 2.2.9.1; the clients' encryption.py)"""

from __future__ import annotations

import struct

CONTENT_TYPE = 'multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted";boundary="Encrypted Boundary"'
_PROTOCOL = b"application/HTTP-SPNEGO-session-encrypted"
_BOUNDARY = b"--Encrypted Boundary"
_SEPARATOR = _BOUNDARY + b"\r\n"
_END = _BOUNDARY + b"--\r\n"
_OCTETS = b"\tContent-Type: application/octet-stream\r\n"


def is_encrypted(content_type: str) -> bool:
    """Whether a Content-Type header announces an encrypted message."""
    return content_type.lower().startswith("multipart/encrypted")


def frame(header: bytes, data: bytes, plain_length: int) -> bytes:
    """The HTTP body that carries `data` with its signature `header`; `plain_length` includes padding, in bytes."""
    length = str(plain_length).encode()
    return b"".join(
        (
            _SEPARATOR,
            b"\tContent-Type: ", _PROTOCOL, b"\r\n",
            b"\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=", length, b"\r\n",
            _SEPARATOR,
            _OCTETS,
            struct.pack("<i", len(header)), header, data,
            _END,
        )
    )  # fmt: skip


def unframe(body: bytes) -> tuple[bytes, bytes, int]:
    """The signature, the data and the announced plain length in an HTTP body; ValueError if it is laid out otherwise.

    Only the first two separators count: ciphertext may contain the same bytes.
    """
    parts = body.split(_SEPARATOR, 2)
    if len(parts) != 3 or parts[0]:
        raise ValueError("not a multipart/encrypted body")
    about, payload = parts[1], parts[2]
    if not payload.startswith(_OCTETS) or not payload.endswith(_END):
        raise ValueError("no octet-stream part")
    payload = payload[len(_OCTETS) : -len(_END)]
    length = about.rpartition(b"Length=")[2].strip()
    if len(payload) < 4 or not length.isdigit():
        raise ValueError("no lengths")
    (header_length,) = struct.unpack("<i", payload[:4])
    if not 0 <= header_length <= len(payload) - 4:
        raise ValueError("signature length out of range")
    return payload[4 : 4 + header_length], payload[4 + header_length :], int(length)
