"""How do streams travel? base64 in rsp:Stream, as many bytes an answer as the client's envelope holds."""

from __future__ import annotations

import base64
import binascii
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from hostsim.wsman.faults import Fault
from hostsim.wsman.soap import COMMAND_STATE, Request


def sent_data(request: Request) -> tuple[str, str, bytes, bool]:
    """What a Send carries: command id (empty: the shell), stream, bytes, and whether the stream ends with them.

    End is `true` (pywinrm), `True` or `False` (pypsrp), or absent.
    """
    stream = request.find("rsp:Send/rsp:Stream")
    if stream is None:
        raise Fault("bad_message", problem="no rsp:Stream in rsp:Send")
    end = stream.get("End", "").lower() == "true"
    return stream.get("CommandId", ""), stream.get("Name", "stdin"), decoded(stream), end


def decoded(element: ET.Element) -> bytes:
    """The bytes that an element holds as base64."""
    try:
        return base64.b64decode(element.text or "", validate=False)
    except binascii.Error as error:
        raise Fault("bad_message", problem=f"bad base64 ({error})") from error


def received(
    pieces: Iterable[tuple[str, bytes]], command_id: str, state: str | None, exit_code: int | None = None
) -> str:
    """The body of a ReceiveResponse: (stream, bytes) in order; `state` Running or Done, None without a CommandState.

    The exit code is a signed 32-bit number on the wire.
    """
    command = f" CommandId={quoteattr(command_id)}" if command_id else ""
    parts = [
        f"<rsp:Stream Name={quoteattr(name)}{command}>{base64.b64encode(data).decode()}</rsp:Stream>"
        for name, data in pieces
    ]
    if exit_code is not None:
        parts += [f'<rsp:Stream Name="{name}"{command} End="true"></rsp:Stream>' for name in ("stdout", "stderr")]
    if state:
        code = "" if exit_code is None else f"<rsp:ExitCode>{signed(exit_code)}</rsp:ExitCode>"
        parts.append(f'<rsp:CommandState{command} State="{COMMAND_STATE}{state}">{code}</rsp:CommandState>')
    return f"<rsp:ReceiveResponse>{''.join(parts)}</rsp:ReceiveResponse>"


def signed(code: int) -> int:
    """`code` as a signed number of 32 bits."""
    return (code + 2**31) % 2**32 - 2**31
