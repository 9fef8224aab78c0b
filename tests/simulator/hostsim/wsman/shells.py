"""What is a shell, of either kind? (MS-WSMV 3.1.4.1.30 to 3.1.4.1.35)"""

from __future__ import annotations

import time
import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass
from xml.sax.saxutils import escape

from hostsim.wsman.knobs import Knobs
from hostsim.wsman.observer import Reporter
from hostsim.wsman.soap import Request, parse_duration


@dataclass(frozen=True)
class Opening:
    """What a new shell comes from: the Create request, its sender's account and address, the service's settings."""

    request: Request
    owner: str
    client: str
    knobs: Knobs
    reporter: Reporter


class Shell(ABC):
    """What text shells and PowerShell shells have in common: an id, an owner, streams and clocks."""

    input_streams = "stdin"
    output_streams = "stdout stderr"

    def __init__(self, opening: Opening, shell_id: str | None = None) -> None:
        self.id = shell_id or str(uuid.uuid4()).upper()
        self.resource = opening.request.resource
        self.owner = opening.owner
        self.client = opening.client
        self.knobs = opening.knobs
        self.reporter = opening.reporter
        idle = opening.request.body.findtext(".//{*}IdleTimeOut", "")
        self.idle_timeout = parse_duration(idle) or self.knobs.idle_timeout
        self.created = self.touched = time.monotonic()
        self.busy = 0

    #: How many operations this shell holds of its owner's quota.
    operations = 0

    def is_idle(self, now: float) -> bool:
        """Whether its idle time-out has passed; a request at work keeps it awake."""
        return not self.busy and now - self.touched > self.idle_timeout

    def describe(self) -> str:
        """The element rsp:Shell, as Create and Get answer it."""
        now = time.monotonic()
        fields = {
            "ShellId": self.id,
            "ResourceUri": self.resource,
            "Owner": self.owner,
            "ClientIP": self.client,
            "ProcessId": str(4000 + uuid.uuid5(uuid.NAMESPACE_OID, self.id).int % 4000 // 4 * 4),
            "IdleTimeOut": f"PT{self.idle_timeout:.3f}S",
            "MaxIdleTimeOut": "PT2147483.647S",
            "InputStreams": self.input_streams,
            "OutputStreams": self.output_streams,
            "Locale": "en-US",
            "DataLocale": "en-US",
            "CompressionMode": "NoCompression",
            "ProfileLoaded": "Yes",
            "Encoding": "UTF8",
            "BufferMode": "Block",
            "State": "Connected",
            "ShellRunTime": _days(now - self.created),
            "ShellInactivity": _days(now - self.touched),
        }
        return "<rsp:Shell>{}</rsp:Shell>".format(
            "".join(f"<rsp:{name}>{escape(value)}</rsp:{name}>" for name, value in fields.items())
        )

    # Each of the operations takes its request and returns the body of the answer, or raises Fault.

    @abstractmethod
    def command(self, request: Request) -> str:
        """Starts a command line or a pipeline."""

    @abstractmethod
    def send(self, request: Request) -> str:
        """Gives input."""

    @abstractmethod
    def receive(self, request: Request) -> str:
        """Waits for output."""

    @abstractmethod
    def signal(self, request: Request) -> str:
        """Ends a command."""

    @abstractmethod
    def close(self) -> None:
        """Ends all that the shell holds."""


def _days(seconds: float) -> str:
    whole = int(seconds)
    return f"P{whole // 86400}DT{whole // 3600 % 24}H{whole // 60 % 60}M{whole % 60}S"
