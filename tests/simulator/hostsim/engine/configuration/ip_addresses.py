"""Which texts are addresses? Go's two parsers, and what they say of the others."""

from __future__ import annotations

import ipaddress

from .addresses import NotAllowed
from .go_format import quoted


def old_address(text: str) -> str:
    """net.ParseIP, which knows no zones. Raises NotAllowed."""
    try:
        if "%" in text:
            raise ValueError(text)
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise NotAllowed(f"invalid IP address: {text}") from error


def new_address(text: str) -> str:
    """netip.ParseAddr. Raises NotAllowed."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise NotAllowed(f"ParseAddr({quoted(text)}): {_why_no_address(text)}") from error


def _why_no_address(text: str) -> str:
    """netip.parseIPv4Fields; of an IPv6 address it is not told as finely."""
    dot, colon = text.find("."), text.find(":")
    if colon >= 0 and (dot < 0 or colon < dot):
        return "each colon-separated field must have at least one digit, at " + quoted(text)
    if dot < 0:
        return "unexpected character" if "%" in text else "unable to parse IP"
    field = ""
    fields = 0
    for place, letter in enumerate(text):
        if letter.isascii() and letter.isdigit():
            if field == "0":
                return "IPv4 field has octet with leading zero"
            field += letter
            if int(field) > 255:
                return "IPv4 field has value >255"
        elif letter == ".":
            if not field or place == len(text) - 1:
                return f"IPv4 field must have at least one digit, at {quoted(text[place:])}"
            if fields == 3:
                return "IPv4 address too long"
            fields, field = fields + 1, ""
        else:
            return f"unexpected character, at {quoted(text[place:])}"
    return "IPv4 address too short"
