"""Which values have the bodies of the engine's API, and how are texts among them read? moby api/types at v28.5.2 and
v29.0.0: 29 decodes ports and addresses where it reads JSON."""

from __future__ import annotations

import ipaddress
import re

from .go_json import Map, NotThatType, Scalar, Slice
from .versions import Number

BOOL, TEXT = Scalar("bool", False), Scalar("string", "")
INT, INT64, UINT, UINT16, UINT64 = (Scalar(name, 0) for name in ("int", "int64", "uint", "uint16", "uint64"))
DURATION = Scalar("time.Duration", 0)
TEXTS, TABLE = Slice(TEXT), Map(TEXT)
TYPED_PORTS: Number = (29, 0)


def named(name: str) -> Scalar:
    return Scalar(f"container.{name}", "")


def words(new: bool) -> Slice:
    """strslice.StrSlice until 28, []string since 29."""
    return Slice(TEXT, or_text=not new)


def port_number(text: str) -> None:
    """network.ParsePort of 29."""
    if not text:
        raise NotThatType("invalid port '': value is empty")
    if not re.fullmatch(r"\d+", text):
        raise NotThatType(f"invalid port '{text}': invalid syntax")
    if int(text) > 65535:
        raise NotThatType(f"invalid port '{text}': value out of range")


def read_port(text: str) -> str:
    """network.Port of 29: `80` is `80/tcp`, protocols in lower case; the empty text is the zero port."""
    if not text:
        return ""
    number, slash, protocol = text.partition("/")
    port_number(number)
    if slash and not protocol:
        raise NotThatType(f"invalid port '{text}': protocol is empty")
    return f"{int(number)}/{protocol.lower() or 'tcp'}"


def read_address(text: str) -> str:
    """netip.Addr of 29."""
    if text:
        try:
            ipaddress.ip_address(text)
        except ValueError as error:
            raise NotThatType(f'ParseAddr("{text}"): unable to parse IP') from error
    return text


def read_mac(text: str) -> str:
    """network.HardwareAddr of 29."""
    if text and not re.fullmatch(r"([0-9A-Fa-f]{2}([:-]))([0-9A-Fa-f]{2}\2){4}[0-9A-Fa-f]{2}", text):
        raise NotThatType(f"address {text}: invalid MAC address")
    return text.lower().replace("-", ":")


def read_prefix(text: str) -> str:
    """netip.Prefix of 29; the empty text is the zero prefix."""
    address, slash, bits = text.rpartition("/")
    if text and not slash:
        raise NotThatType(f"netip.ParsePrefix(\"{text}\"): no '/'")
    if text:
        try:
            longest = ipaddress.ip_address(address).max_prefixlen
        except ValueError as error:
            raise NotThatType(f'netip.ParsePrefix("{text}"): ParseAddr("{address}"): unable to parse IP') from error
        if not re.fullmatch(r"0|[1-9]\d{0,2}", bits):
            raise NotThatType(f'netip.ParsePrefix("{text}"): bad bits after slash: "{bits}"')
        if int(bits) > longest:
            raise NotThatType(f'netip.ParsePrefix("{text}"): prefix length out of range')
    return text
