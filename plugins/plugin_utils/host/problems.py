# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong on a host, said once and for people."""

from __future__ import annotations


class HostProblem(Exception):
    """One clear sentence or two for the user: what is wrong on the host, and the way out."""


class WrongShape(HostProblem):
    """An answer that is not of the shape that docs/verbs.md or the engine's API give it. `look` is what was asked,
    `field` the dotted place in the answer; the base action puts the host's name before it."""

    def __init__(self, look: str, field: str, found: str, expected: str) -> None:
        self.look, self.field = look, field
        look, field = _short(look, 250), _short(field, 120)
        where = f"{field} is {found}" if field else f"it is {found}"
        super().__init__(f"its answer to {look} does not fit: {where}, and {expected} was expected")


def _short(text: str, limit: int) -> str:
    """What a host named so may be of any length."""
    return text if len(text) <= limit else f"{text[:limit]}..."


class Lost(Exception):
    """The connection was lost: what was asked may have been done or not."""
