# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which state do ServerManager and DISM each give a feature?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, read, read_rows
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer

LOOK = "the look features"


@dataclass(frozen=True)
class ServerManagerFeature:
    """`state`: Installed, Available, Removed, InstallPending, UninstallPending."""

    name: str = at("Name")
    state: str = at("InstallState")


@dataclass(frozen=True)
class DismFeature:
    """`state`: Enabled, Disabled, EnablePending, DisablePending, DisabledWithPayloadRemoved ..."""

    name: str = at("FeatureName")
    state: str = at("State")


@dataclass(frozen=True)
class Providers:
    server_manager: Answer = at("server_manager")
    dism: Answer = at("dism")


@dataclass(frozen=True)
class Features:
    """The rows of each provider, None where it did not answer; features that it does not know have no row. `errors`
    are the hosts' own words for those that did not."""

    server_manager: tuple[ServerManagerFeature, ...] | None = None
    dism: tuple[DismFeature, ...] | None = None
    errors: tuple[str, ...] = ()


def features(value: Any) -> Features:
    said = read(Providers, value, LOOK)
    first, second = said.server_manager, said.dism
    return Features(
        read_rows(ServerManagerFeature, first.value, LOOK, "server_manager.value") if first.ok else None,
        read_rows(DismFeature, second.value, LOOK, "dism.value") if second.ok else None,
        tuple(answer.error.text or answer.error.type for answer in (first, second) if not answer.ok),
    )
