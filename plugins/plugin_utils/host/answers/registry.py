# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a key of the registry hold? Values keep the type that the registry gives them, so a number may be a
text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import Digits, at, read


@dataclass(frozen=True)
class Key:
    """A key where it matters whether it is there, and whether a value has a content."""

    exists: bool = at("exists")
    values: Mapping[str, Any] = at("values", {})

    def marks(self, names: Sequence[str]) -> bool:
        """Whether one of these values has a content; without names, whether the key is there."""
        return self.exists and (not names or any(self.values.get(name) for name in names))


@dataclass(frozen=True)
class CurrentVersion:
    r"""HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion: the builds are texts, UBR is a number."""

    exists: bool = at("exists")
    current_build: Digits | None = at("values.CurrentBuild", None)
    current_build_number: Digits | None = at("values.CurrentBuildNumber", None)
    revision: Digits | None = at("values.UBR", None)
    edition: str | None = at("values.EditionID", None)
    installation: str | None = at("values.InstallationType", None)
    product: str | None = at("values.ProductName", None)

    @property
    def build(self) -> int | None:
        return self.current_build or self.current_build_number


@dataclass(frozen=True)
class ComputerName:
    exists: bool = at("exists")
    name: str = at("values.ComputerName", "")


@dataclass(frozen=True)
class Framework:
    """The .NET Framework from 4.5 on: `release` grows with its version."""

    exists: bool = at("exists")
    release: Digits | None = at("values.Release", None)


def key(value: Any, path: str) -> Key:
    return read(Key, value, _look(path))


def current_version(value: Any) -> CurrentVersion:
    return read(CurrentVersion, value, _look(r"HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion"))


def computer_name(value: Any, path: str) -> ComputerName:
    return read(ComputerName, value, _look(path))


def framework(value: Any, path: str) -> Framework:
    return read(Framework, value, _look(path))


def _look(path: str) -> str:
    return f"the look registry ({path})"
