# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How does a program read its command line, and how is a word written so that it is read again? Go's own reader, which
is that of Microsoft's C runtime (golang/go src/os/exec_windows.go commandLineToArgv)."""

from __future__ import annotations

from dataclasses import dataclass

BLANKS = " \t"


@dataclass(frozen=True)
class Word:
    """A word, and where it stands in the line."""

    text: str
    start: int
    end: int


def words(line: str) -> list[Word]:
    found: list[Word] = []
    at = 0
    while at < len(line):
        if line[at] in BLANKS:
            at += 1
            continue
        text, end = _word(line, at)
        found.append(Word(text, at, end))
        at = end
    return found


def _word(line: str, at: int) -> tuple[str, int]:
    made: list[str] = []
    inside = False
    slashes = 0
    while at < len(line):
        letter = line[at]
        at += 1
        if letter == "\\":
            slashes += 1
            continue
        if letter == '"':
            made.append("\\" * (slashes // 2))
            if slashes % 2:
                made.append('"')
            elif inside and line[at : at + 1] == '"':
                made.append('"')
                at += 1
            else:
                inside = not inside
            slashes = 0
            continue
        made.append("\\" * slashes)
        slashes = 0
        if letter in BLANKS and not inside:
            return "".join(made), at - 1
        made.append(letter)
    made.append("\\" * slashes)
    return "".join(made), at


def quoted(text: str) -> str:
    """A word as it must stand in a line (golang/go src/syscall/exec_windows.go EscapeArg)."""
    if text and not any(letter in text for letter in ' \t"'):
        return text
    made = ['"']
    slashes = 0
    for letter in text:
        if letter == '"':
            made.append("\\" * (slashes + 1))  # the ones before it twice, one for itself
        slashes = slashes + 1 if letter == "\\" else 0
        made.append(letter)
    return "".join([*made, "\\" * slashes, '"'])
