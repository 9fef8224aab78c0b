"""What does a request ask, and how is an answer written?"""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from hostsim.wsman.faults import Fault, fault_body

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
CONFIG = "http://schemas.microsoft.com/wbem/wsman/1/config"
IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
POWERSHELL = "http://schemas.microsoft.com/powershell"
ANONYMOUS = ADDRESSING + "/role/anonymous"
COMMAND_STATE = SHELL + "/CommandState/"

NAMES = {"s": SOAP, "a": ADDRESSING, "w": WSMAN, "rsp": SHELL, "id": IDENTITY, "ps": POWERSHELL}

#: The operation timeout when a request names none (MaxTimeoutms).
DEFAULT_TIMEOUT = 60.0
#: Room left in an answer's envelope for what is not stream data.
ENVELOPE_OVERHEAD = 4096

_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")

_ENVELOPE = (
    '<s:Envelope xml:lang="en-US" xmlns:s="' + SOAP + '" xmlns:a="' + ADDRESSING + '" xmlns:x="' + TRANSFER + '"'
    ' xmlns:w="' + WSMAN + '" xmlns:rsp="' + SHELL + '" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd">'
    "<s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
)
_HEADER = (
    "<a:Action>{action}</a:Action><a:MessageID>uuid:{id}</a:MessageID><a:To>" + ANONYMOUS + "</a:To>"
    "<a:RelatesTo>{relates_to}</a:RelatesTo>"
)


@dataclass(frozen=True)
class Option:
    """One entry of the OptionSet."""

    value: str
    must_comply: bool


@dataclass(frozen=True)
class Request:
    """One SOAP message. `timeout` in seconds; `selectors` and `options` by name; `body` is the element `s:Body`."""

    action: str
    resource: str
    message_id: str
    timeout: float
    max_envelope: int
    selectors: Mapping[str, str]
    options: Mapping[str, Option]
    body: ET.Element = field(repr=False)

    @property
    def shell_id(self) -> str:
        """The ShellId selector; empty without one."""
        return self.selectors.get("ShellId", "")

    def find(self, path: str) -> ET.Element | None:
        """The first element at `path` (prefixes of `NAMES`) below the body."""
        return self.body.find(path, NAMES)

    def stream_budget(self) -> int:
        """How many raw bytes of stream data fit into an answer that the client accepts."""
        return max(1024, (self.max_envelope - ENVELOPE_OVERHEAD) * 3 // 4)


def parse_duration(text: str) -> float | None:
    """Seconds of an xs:duration of days and less; None when it is none, or is negative or zero."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds or None


def parse_request(message: bytes, max_envelope: int) -> Request:
    """The request in `message`; raises a Fault for what is no SOAP message or has a bad header."""
    try:
        envelope = ET.fromstring(message)
    except ET.ParseError as error:
        raise Fault("bad_message", problem=f"no XML ({error})") from error
    header, body = envelope.find("s:Header", NAMES), envelope.find("s:Body", NAMES)
    if body is None:
        raise Fault("bad_message", problem="no s:Body")
    if header is None:  # Identify comes without one
        header = ET.Element("Header")

    def text(path: str) -> str:
        return (header.findtext(path, "", NAMES) or "").strip()

    return Request(
        action=text("a:Action"),
        resource=text("w:ResourceURI"),
        message_id=text("a:MessageID"),
        timeout=_timeout(text("w:OperationTimeout")),
        max_envelope=_envelope(text("w:MaxEnvelopeSize"), max_envelope),
        selectors={
            node.get("Name", ""): (node.text or "").strip()
            for node in header.iterfind("w:SelectorSet/w:Selector", NAMES)
        },
        options={
            node.get("Name", ""): Option(node.text or "", node.get("MustComply", "").lower() == "true")
            for node in header.iterfind("w:OptionSet/w:Option", NAMES)
        },
        body=body,
    )


def message_id_of(message: bytes) -> str:
    """The MessageID of a message that could not be parsed as a request, for RelatesTo; empty if it has none."""
    try:
        return ET.fromstring(message).findtext("s:Header/a:MessageID", "", NAMES).strip()
    except ET.ParseError:
        return ""


def _timeout(text: str) -> float:
    if not text:
        return DEFAULT_TIMEOUT
    seconds = parse_duration(text)
    if seconds is None:
        raise Fault("bad_timeout", timeout=text)
    return seconds


def _envelope(text: str, limit: int) -> int:
    return min(int(text), limit) if text.isdigit() and int(text) > 0 else limit


def envelope(action: str, relates_to: str, body: str) -> bytes:
    """A whole answer; `relates_to` is the request's MessageID as it came (pypsrp compares the whole text).

    Without an action, as in Identify, the header is empty.
    """
    message_id = str(uuid.uuid4()).upper()
    header = _HEADER.format(action=action, id=message_id, relates_to=escape(relates_to)) if action else ""
    return _ENVELOPE.format(header=header, body=body).encode()


def fault_envelope(fault: Fault, relates_to: str, machine: str) -> bytes:
    """A whole answer with a fault in it."""
    return envelope(fault.action, relates_to, fault_body(fault, machine))
