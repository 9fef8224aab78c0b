"""How does Go print values (`%v`, `%q`), and what does it trim?"""

from __future__ import annotations

import math
from typing import Any

#: unicode.IsSpace; Python's own list has the separators of ASCII (1c to 1f) as well
SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
ESCAPED = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}


def trimmed(text: str) -> str:
    """strings.TrimSpace."""
    return text.strip(SPACES)


def quoted(text: str) -> str:
    """strconv.Quote."""
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if letter in ESCAPED:
        return ESCAPED[letter]
    if letter.isprintable():
        return letter
    code = ord(letter)
    if code < 0x20 or code == 0x7F:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown(value: Any) -> str:
    """`%v` of what encoding/json makes of a value: every number is a float64 there."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, list | tuple):
        return "[" + " ".join(shown(element) for element in value) + "]"
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{shown(value[key])}" for key in sorted(value)) + "]"
    return str(value)


def _number(value: float) -> str:
    """%g with the fewest digits: an exponent below -4 and from 6 on (strconv ftoa.go)."""
    if value == 0:
        return "-0" if math.copysign(1, value) < 0 else "0"
    mantissa, _, exponent = f"{value!r}".partition("e")
    digits, power = _digits(mantissa, int(exponent or 0))
    if -4 <= power < 6:
        return f"{value:.{max(0, len(digits) - 1 - power)}f}"
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[0]}{'.' + digits[1:] if digits[1:] else ''}e{'-' if power < 0 else '+'}{abs(power):02d}"


def _digits(mantissa: str, exponent: int) -> tuple[str, int]:
    """The digits without leading and trailing zeros, and the power of ten of the first."""
    whole, _, part = mantissa.lstrip("-").partition(".")
    together = whole + part
    leading = len(together) - len(together.lstrip("0"))
    return together.strip("0"), exponent + len(whole) - 1 - leading
