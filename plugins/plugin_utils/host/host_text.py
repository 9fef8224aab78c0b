# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which parts of a host's text must not reach a terminal or a reader as they are?"""

from __future__ import annotations

import re

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_spans import closing_bracket

# Whatever separates lines for somebody (VT, FF, NEL, U+2028, U+2029) becomes a blank, a lone CR a newline. The rest is
# taken out and not shown as `\x1b`: marks within a secret (a text of UTF-16 read as bytes has a NUL behind each letter)
# would keep it from being found, and a reader puts it together without trouble.
_ENDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ESCAPE_SEQUENCE = re.compile("\x1b\\[[0-9;?]{0,32}[A-Za-z]")
_BLANKS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), " ")
_REMOVED = (
    *range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F),
    *range(0x2066, 0x206A), 0xFEFF,
)  # fmt: skip
_TABLE = {
    **dict.fromkeys(_REMOVED, None),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # half of a pair of UTF-16: nothing can write it
    **_BLANKS,
}

# Engines up to 19.03 end HCS errors with the whole configuration of the container or process (docker/for-win#4320).
_EXTRA = re.compile(r"[ \t]{0,8}\(?\bextra info:\s{0,8}(?=\{)", re.IGNORECASE)


def has_marks(text: str) -> bool:
    return _ENDS.search(text) is not None


def without_marks(text: str) -> str:
    """Newlines and tabs stay; other control characters, escape sequences, direction marks and byte order marks go;
    half a surrogate pair becomes U+FFFD."""
    return _ESCAPE_SEQUENCE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)


def without_extra_info(text: str) -> str:
    """`text` without `extra info: {...}`; what stands before and behind it stays. An object that is cut off ends where
    the JSON text around it does, or with the text."""
    if "info:" not in text.lower():
        return text
    kept, done = [], 0
    for found in _EXTRA.finditer(text):
        if found.start() < done:
            continue
        end = closing_bracket(text, found.end(), len(text)) or len(text)
        if "(" in found[0] and text[end : end + 1] == ")":
            end += 1
        kept.append(text[done : found.start()])
        done = end
    return "".join([*kept, text[done:]])
