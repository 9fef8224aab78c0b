"""What can a flag hold? Each kind takes a text as pflag's or moby's type does, and prints itself (moby opts/)."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any

from .addresses import NotAllowed
from .go_format import quoted, shown, trimmed
from .ip_addresses import old_address

TRUE = ("1", "t", "T", "true", "TRUE", "True")
FALSE = ("0", "f", "F", "false", "FALSE", "False")
Check = Callable[[str], str]


def parse_bool(text: str) -> bool:
    """strconv.ParseBool. Raises NotAllowed."""
    if text not in (*TRUE, *FALSE):
        raise NotAllowed(f"strconv.ParseBool: parsing {quoted(text)}: invalid syntax")
    return text in TRUE


def parse_int(text: str) -> int:
    """strconv.ParseInt with base 0, 64 bits. Raises NotAllowed."""
    if not re.fullmatch(r"[+-]?(0[xX]_?[0-9a-fA-F]+|0[bB]_?[01]+|0[oO]?_?[0-7]*|[1-9](_?[0-9])*)", text):
        raise NotAllowed(f"strconv.ParseInt: parsing {quoted(text)}: invalid syntax")
    plain = re.sub(r"^([+-]?)0(?=[0-7])", r"\g<1>0o", text)
    number = int(plain, 0)
    if not -(2**63) <= number < 2**63:
        raise NotAllowed(f"strconv.ParseInt: parsing {quoted(text)}: value out of range")
    return number


class Value:
    """One flag's value; `value` is what the configuration gets."""

    type = "string"
    name = ""  # of moby's NamedOption: what the file calls it

    def __init__(self, default: Any = "") -> None:
        self.value = default

    def set(self, text: str) -> None:
        """Take a text. Raises NotAllowed."""
        self.value = text

    def __str__(self) -> str:
        return shown(self.value)


class Bool(Value):
    type = "bool"

    def set(self, text: str) -> None:
        self.value = False  # as pflag leaves it where the text is none
        self.value = parse_bool(text)


class Int(Value):
    type = "int"

    def set(self, text: str) -> None:
        self.value = parse_int(text)

    def __str__(self) -> str:
        return str(self.value)


class List(Value):
    type = "list"

    def __init__(self, name: str = "", check: Check | None = None) -> None:
        super().__init__([])
        self.name, self._check = name, check

    def set(self, text: str) -> None:
        self.value = [*self.value, self._check(text) if self._check else text]

    def __str__(self) -> str:
        return shown(self.value) if self.value else ""


class Addresses(Value):
    """pflag's own list of addresses, which prints itself with commas."""

    type = "ipSlice"

    def __init__(self) -> None:
        super().__init__([])

    def set(self, text: str) -> None:
        for part in next(csv.reader([re.sub("[\"'`]", "", text)]), [""]):
            try:
                self.value = [*self.value, old_address(trimmed(part))]
            except NotAllowed as error:
                raise NotAllowed(f"invalid string being converted to IP address: {part}") from error

    def __str__(self) -> str:
        return "[" + ",".join(self.value) + "]"


class Table(Value):
    type = "map"

    def __init__(self, name: str) -> None:
        super().__init__({})
        self.name = name

    def set(self, text: str) -> None:
        key, _, value = text.partition("=")
        self.value = {**self.value, key: value}


class Tables(Table):
    type = "mapmap"

    def set(self, text: str) -> None:
        parts = text.split("=", 2)
        if len(parts) < 3:
            raise NotAllowed(f"invalid value {quoted(text)} for map option, should be root-key=key=value")
        root, key, value = parts
        self.value = {**self.value, root: {**self.value.get(root, {}), key: value}}


class Switches(Table):
    """`features`: a name alone is true."""

    def set(self, text: str) -> None:
        key, equals, value = text.partition("=")
        if not key:
            raise NotAllowed(f"invalid option name: {text}")
        self.value = {**self.value, key: parse_bool(value) if equals else True}


class Nri(Table):
    """`nri-opts`: several of key=value with commas between them."""

    type = "nri-opts"
    TEXTS = ("plugin-path", "plugin-config-path", "socket-path")

    def set(self, text: str) -> None:
        for field in next(csv.reader([text]), []):
            key, _, value = field.partition("=")
            if key == "enable":
                try:
                    self.value = {**self.value, "enable": parse_bool(value or "true")}
                except NotAllowed as error:
                    raise NotAllowed(f"invalid value for NRI enable {quoted(value)}: {error}") from error
            elif key in self.TEXTS:
                self.value = {**self.value, key: value}
            else:
                raise NotAllowed(f"unexpected key '{key}' in '{field}'")

    def __str__(self) -> str:
        told = [f"{key}={self.value[key]}" for key in self.TEXTS if self.value.get(key)]
        return ",".join([f"enable={shown(bool(self.value.get('enable')))}", *told])
