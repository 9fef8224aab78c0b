# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts are secret by a container's own environment? What a variable with a secret name holds, and what has the
form of a secret in any of them: nobody declares it to a module that only looks, and the container may well say it."""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker


def own_masker(env: Sequence[str]) -> Masker:
    return Masker(None, Declared({"env": list(env)}, set()).secrets)
