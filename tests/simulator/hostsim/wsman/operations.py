"""Which operation does a message ask for? One row an Action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from xml.sax.saxutils import escape

from hostsim.wsman.faults import Fault
from hostsim.wsman.knobs import Knobs
from hostsim.wsman.observer import Reporter
from hostsim.wsman.pools import PoolOpener, PoolShell
from hostsim.wsman.shell_table import ShellTable
from hostsim.wsman.shells import Opening, Shell
from hostsim.wsman.soap import CONFIG, IDENTITY, POWERSHELL, SHELL, TRANSFER, WSMAN, Request
from hostsim.wsman.text_shells import Starter, TextShell

CMD = SHELL + "/cmd"
ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
KNOWN_OPTIONS = {
    "WINRS_NOPROFILE",
    "WINRS_CODEPAGE",
    "WINRS_CONSOLEMODE_STDIN",
    "WINRS_SKIP_CMD_SHELL",
    "WSMAN_CMDSHELL_OPTION_KEEPALIVE",
    "protocolversion",
}


class Front(Starter, PoolOpener, Protocol):
    """What runs behind the endpoint: command lines and PowerShell pools."""


@dataclass
class Service:
    """What the operations of one endpoint work on."""

    machine: str
    knobs: Knobs
    front: Front
    reporter: Reporter
    shells: ShellTable


@dataclass(frozen=True)
class Caller:
    """Who asks: account and address."""

    user: str
    address: str


def operate(service: Service, request: Request, caller: Caller) -> tuple[str, str]:
    """The Action and the body of the answer; raises Fault."""
    if request.find("id:Identify") is not None:
        return "", identify(service.knobs.os_version)
    for name, option in request.options.items():
        if option.must_comply and name not in KNOWN_OPTIONS:
            raise Fault("bad_option", option=name)
    operation = OPERATIONS.get(request.action)
    if operation is None:
        raise Fault("unsupported", action=request.action or "a message without an Action")
    return request.action + "Response", operation(service, request, caller)


def _create(service: Service, request: Request, caller: Caller) -> str:
    opening = Opening(request, caller.user, caller.address, service.knobs, service.reporter)

    def make() -> Shell:
        if request.resource == CMD:
            return TextShell(opening, service.front)
        if request.resource.startswith(POWERSHELL + "/"):
            return PoolShell(opening, service.front)
        raise Fault("unknown_resource", resource=request.resource)

    shell = service.shells.open(caller.user, make)
    service.reporter.shell()
    return (
        f"<x:ResourceCreated><a:Address>http://{escape(service.machine)}:5985/wsman</a:Address>"
        f"<a:ReferenceParameters><w:ResourceURI>{escape(request.resource)}</w:ResourceURI><w:SelectorSet>"
        f'<w:Selector Name="ShellId">{escape(shell.id)}</w:Selector></w:SelectorSet></a:ReferenceParameters>'
        f"</x:ResourceCreated>{shell.describe()}"
    )


def _delete(service: Service, request: Request, caller: Caller) -> str:
    service.shells.delete(request.shell_id, caller.user)
    return ""


def _get(service: Service, request: Request, caller: Caller) -> str:
    if request.resource.startswith(CONFIG):
        return config(service.knobs)
    with service.shells.use(request.shell_id, caller.user) as shell:
        return shell.describe()


def _in_shell(work: Callable[[Shell, Request], str]) -> Callable[[Service, Request, Caller], str]:
    def operation(service: Service, request: Request, caller: Caller) -> str:
        with service.shells.use(request.shell_id, caller.user) as shell:
            try:
                return work(shell, request)
            except EOFError as error:
                service.shells.forget(shell)
                raise Fault("unknown_shell") from error

    return operation


def _command(service: Service, request: Request, caller: Caller) -> str:
    service.shells.check_operations(caller.user)
    return _in_shell(lambda shell, asked: shell.command(asked))(service, request, caller)


def _unsupported(service: Service, request: Request, caller: Caller) -> str:
    raise Fault("unsupported", action=request.action)


OPERATIONS: dict[str, Callable[[Service, Request, Caller], str]] = {
    TRANSFER + "/Create": _create,
    TRANSFER + "/Delete": _delete,
    TRANSFER + "/Get": _get,
    SHELL + "/Command": _command,
    SHELL + "/Send": _in_shell(lambda shell, request: shell.send(request)),
    SHELL + "/Receive": _in_shell(lambda shell, request: shell.receive(request)),
    SHELL + "/Signal": _in_shell(lambda shell, request: shell.signal(request)),
    SHELL + "/Connect": _unsupported,
    SHELL + "/Disconnect": _unsupported,
    SHELL + "/Reconnect": _unsupported,
    ENUMERATION + "/Enumerate": _unsupported,
    ENUMERATION + "/Pull": _unsupported,
}


def identify(os_version: str) -> str:
    """The body of an IdentifyResponse; strangers are told no version."""
    return (
        f'<wsmid:IdentifyResponse xmlns:wsmid="{IDENTITY}"><wsmid:ProtocolVersion>{WSMAN}</wsmid:ProtocolVersion>'
        "<wsmid:ProductVendor>Microsoft Corporation</wsmid:ProductVendor>"
        f"<wsmid:ProductVersion>OS: {os_version} SP: 0.0 Stack: 3.0</wsmid:ProductVersion></wsmid:IdentifyResponse>"
    )


def config(knobs: Knobs) -> str:
    """The body of `winrm get winrm/config`, those parts that recordings show."""
    tree = {
        "MaxEnvelopeSizekb": knobs.max_envelope // 1024,
        "MaxTimeoutms": int(knobs.max_timeout * 1000),
        "MaxBatchItems": 32000,
        "Service": {
            "MaxConcurrentOperationsPerUser": knobs.max_operations_per_user,
            "EnumerationTimeoutms": 240000,
            "MaxConnections": 300,
            "MaxPacketRetrievalTimeSeconds": 120,
            "AllowUnencrypted": knobs.allow_unencrypted,
            "Auth": {
                "Basic": knobs.basic,
                "Kerberos": False,
                "Negotiate": knobs.negotiate,
                "Certificate": False,
                "CredSSP": False,
                "CbtHardeningLevel": knobs.channel_binding.capitalize(),
            },
        },
        "Winrs": {
            "AllowRemoteShellAccess": True,
            "IdleTimeout": int(knobs.idle_timeout * 1000),
            "MaxConcurrentUsers": knobs.max_concurrent_users,
            "MaxProcessesPerShell": knobs.max_processes_per_shell,
            "MaxShellsPerUser": knobs.max_shells_per_user,
        },
    }
    return f'<cfg:Config xmlns:cfg="{CONFIG}">{_elements(tree)}</cfg:Config>'


def _elements(tree: dict[str, Any]) -> str:
    def content(value: Any) -> str:
        if isinstance(value, dict):
            return _elements(value)
        return str(value).lower() if isinstance(value, bool) else str(value)

    return "".join(f"<cfg:{name}>{content(value)}</cfg:{name}>" for name, value in tree.items())
