"""Which fault does Windows answer, in which words, and with which codes?

Texts and codes: pypsrp's recorded conversations (tests_pypsrp/responses), MS-WSMV 2.2.4.43, hashicorp/vagrant#7489,
masterzen/winrm#129, jborean93/pypsrp#148. A row without a code is one for which no recording tells it.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

WSMAN_FAULT = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
ADDRESSING_FAULT = "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault"
_DETAIL = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/"
_SERVICE = "The WS-Management service cannot "
_SHELL_PROVIDER = ("Shell provider", r"%systemroot%\system32\WsmSvc.dll")
_CMD_PLUGIN = ("Shell cmd plugin", r"%systemroot%\system32\winrscmd.dll")


@dataclass(frozen=True)
class Shape:
    """One fault: SOAP code and subcode, WSManFault code, text with the fields that the raiser gives."""

    value: str
    subcode: str
    code: int | None
    text: str
    detail: str | None = None
    provider: tuple[str, str] | None = None
    wmi: bool = False


FAULTS: dict[str, Shape] = {
    "timed_out": Shape(
        "s:Receiver",
        "w:TimedOut",
        2150858793,
        _SERVICE + "complete the operation within the time specified in OperationTimeout.  ",
    ),
    "unknown_shell": Shape(
        "s:Sender",
        "w:InvalidSelectors",
        2150858843,
        _SERVICE + "process the request because the request contained invalid selectors for the resource. ",
        "UnexpectedSelectors",
        _SHELL_PROVIDER,
    ),
    "unknown_command": Shape(
        "s:Sender", "w:InvalidParameter", 87, "The parameter is incorrect. ", "InvalidValue", _CMD_PLUGIN
    ),
    "bad_timeout": Shape(
        "s:Sender",
        "a:InvalidMessageInformationHeader",
        2150858767,
        _SERVICE + "process the request because of an invalid timeout field in the SOAP header: {timeout}. ",
    ),
    "too_many_shells": Shape(
        "s:Receiver",
        "w:QuotaLimit",
        2150859173,
        _SERVICE + "process the request. This user is allowed a maximum number of {limit} concurrent shells, which has "
        "been exceeded. Close existing shells or raise the quota for this user. ",
    ),
    "too_many_users": Shape(
        "s:Receiver",
        "w:QuotaLimit",
        2150859179,
        _SERVICE + "process the request. The maximum number of {limit} users executing shell operations has been "
        "exceeded. Retry after sometime or raise the quota for concurrent shell users. ",
    ),
    # The one place where Ansible looks for a quota is error_Code of MSFT_WmiError (ansible/ansible#83656).
    "too_many_operations": Shape(
        "s:Receiver",
        "w:InternalError",
        2150859174,
        _SERVICE + "process the request. This user is allowed a maximum number of {limit} concurrent operations, which "
        "has been exceeded. Close existing operations for this user, or raise the quota for this user. ",
        wmi=True,
    ),
    "too_many_processes": Shape(
        "s:Receiver",
        "w:QuotaLimit",
        None,
        _SERVICE + "process the request. The maximum number of {limit} processes for this shell has been exceeded. ",
    ),
    "too_many_pipelines": Shape(
        "s:Receiver",
        "w:InternalError",
        None,
        "The maximum number of concurrent commands per shell has been exceeded. Retry the request later or raise the "
        "Maximum Commands per Shell quota. ",
    ),
    # ERROR_BUSY while an earlier Send is at work; only tests make it.
    "busy": Shape("s:Receiver", "w:InternalError", 170, "The requested resource is in use. ", provider=_CMD_PLUGIN),
    # Input for a process that has ended, or after its end: that there is a fault is known, its code is assumed.
    "broken_pipe": Shape("s:Receiver", "w:InternalError", 109, "The pipe has been ended. ", provider=_CMD_PLUGIN),
    "bad_message": Shape("s:Sender", "w:SchemaValidationError", None, _SERVICE + "process the request: {problem}. "),
    "bad_option": Shape(
        "s:Sender",
        "w:InvalidOptions",
        None,
        _SERVICE + "process the request because the option {option} must be complied with and is not known. ",
        "InvalidValue",
    ),
    "too_large": Shape(
        "s:Sender",
        "w:EncodingLimit",
        None,
        _SERVICE + "process the request. The size of the request exceeded the configured MaxEnvelopeSize of {limit}. ",
        "MaxEnvelopeSizeExceeded",
    ),
    "unknown_resource": Shape(
        "s:Sender",
        "a:DestinationUnreachable",
        2150858752,
        _SERVICE + "process the request. The resource URI ({resource}) was not found in the WS-Management catalog. ",
        "InvalidResourceURI",
    ),
    "unsupported": Shape(
        "s:Sender", "a:ActionNotSupported", None, _SERVICE + "process the request: {action} is not supported here. "
    ),
}


class Fault(Exception):
    """A fault by its name in `FAULTS`, with the values of the fields of its text."""

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.name = name
        self.shape = FAULTS[name]
        self.text = self.shape.text.format(**values)

    @property
    def action(self) -> str:
        """The Action of the answer that carries this fault."""
        return ADDRESSING_FAULT if self.shape.subcode.startswith("a:") else WSMAN_FAULT


def fault_body(fault: Fault, machine: str) -> str:
    """The content of `s:Body` for `fault`, as `machine` would send it."""
    shape = fault.shape
    text = escape(fault.text)
    detail = f"<w:FaultDetail>{_DETAIL}{shape.detail}</w:FaultDetail>" if shape.detail else ""
    if shape.wmi:
        detail += _wmi_error(shape.code or 0, text)
    elif shape.code is not None:
        detail += _wsman_fault(shape.code, machine, shape.provider, text)
    return (
        f"<s:Fault><s:Code><s:Value>{shape.value}</s:Value><s:Subcode><s:Value>{shape.subcode}</s:Value></s:Subcode>"
        f'</s:Code><s:Reason><s:Text xml:lang="en-US">{text}</s:Text></s:Reason><s:Detail>{detail}</s:Detail></s:Fault>'
    )


def _wsman_fault(code: int, machine: str, provider: tuple[str, str] | None, text: str) -> str:
    message = text
    if provider is not None:
        name, path = provider
        message = f"<f:ProviderFault provider={quoteattr(name)} path={quoteattr(path)}>{text}</f:ProviderFault>"
    return (
        '<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"'
        f' Code="{code}" Machine={quoteattr(machine)}><f:Message>{message}</f:Message></f:WSManFault>'
    )


def _wmi_error(code: int, text: str) -> str:
    return (
        '<p:MSFT_WmiError b:IsCIM_Error="true" xmlns:b="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"'
        ' xmlns:p="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/MSFT_WmiError"'
        ' xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="p:MSFT_WmiError_Type">'
        '<p:CIMStatusCode xsi:type="cim:cimUnsignedInt">27</p:CIMStatusCode>'
        f'<p:Message xsi:type="cim:cimString">{text}</p:Message>'
        f'<p:MessageID xsi:type="cim:cimString">HRESULT 0x{code:08x}</p:MessageID>'
        f'<p:error_Code xsi:type="cim:cimUnsignedInt">{code}</p:error_Code></p:MSFT_WmiError>'
    )
