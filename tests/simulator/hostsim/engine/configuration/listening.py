"""Where does the engine listen, what does it warn of, and whom does it let in? moby daemon/listeners, loadListeners."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from .addresses import NotAllowed

if TYPE_CHECKING:
    from .starting import Start

UNIX = (29, 5)  # since then an engine on Windows listens there as well
TAKEN = "Only one usage of each socket address (protocol/network address/port) is normally permitted."  # WSAEADDRINUSE
INSECURE = (
    "Binding to IP address without --tlsverify is insecure and gives root access on this machine to everyone who has "
    "access to your network.",
    "Binding to an IP address, even on localhost, can also give access to scripts run in a browser. Be safe out there!",
    "[DEPRECATION NOTICE] In future versions this will be a hard failure preventing the daemon from starting! Learn "
    "more at: https://docs.docker.com/go/api-security/",
)
OPEN = (
    "Binding to an IP address without --tlsverify is deprecated. Startup is intentionally being slowed down to show "
    "this message",
    "Please consider generating tls certificates with client validation to prevent exposing unauthenticated root "
    "access to your network",
    "You can override this by explicitly specifying '--tls=false' or '--tlsverify=false'",
    "Support for listening on TCP without authentication or explicit intent to run without authentication will be "
    "removed in the next release",
)


def check(going: Start) -> None:
    """Each of `hosts` in its order. Raises NotAllowed."""
    for host in going.config["hosts"]:
        proto, _, address = host.partition("://")
        if proto == "tcp":
            _warn_of_port(going, host, address)
            if going.world.port_is_taken(address):
                raise NotAllowed(f"listen tcp {address}: bind: {TAKEN}")
        elif proto == "npipe":
            _accounts(going)
        elif proto != "unix" or going.version.number < UNIX:
            kinds = "tcp, unix and npipe" if going.version.number >= UNIX else "tcp and npipe"
            raise NotAllowed(f"invalid protocol format: windows only supports {kinds}")
        else:
            _accounts(going)


def _warn_of_port(going: Start, host: str, address: str) -> None:
    config = going.config
    if config["tls"] and config["tlsverify"] is not False:
        return
    for text in INSECURE:
        going.say("warn", text, f"host={host}")
    if config["tls"] is None and not _is_loopback(address):
        for text in OPEN:
            going.say("warn", text, f"host={host}")


def _is_loopback(address: str) -> bool:
    host = address.rpartition(":")[0].strip("[]")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _accounts(going: Start) -> None:
    """Those of `group` may open the pipe (go-winio LookupSidByName)."""
    if not going.config["group"]:
        return
    for name in going.config["group"].split(","):
        name = name.strip() if going.version.number >= (29, 0) else name
        if not name:
            raise NotAllowed("lookup account: empty account name specified")
        if not going.world.has_account(name):
            raise NotAllowed(f"lookup account {name}: not found")
