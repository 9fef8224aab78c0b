# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enables the Windows features that containers need, and reboots when, and only when, that is needed."""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.features.declared import ARGUMENTS, read, spelt
from ansible_collections.winfleet.containers.plugins.plugin_utils.features.part import FeaturesPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Part


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def spelt(self, given: dict[str, Any]) -> dict[str, Any]:
        return spelt(given)

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        return read(options)

    def parts(self, options: dict[str, Any]) -> list[Part]:
        return [FeaturesPart(options)]
