# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On which networks is a container?"""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.seen import Network, named
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container


def lost_networks(container: Container, networks: Sequence[Network] | None) -> list[str]:
    """Those of one that does not run that were made anew since: it starts no more, as it knows a network by its id
    (moby daemon/container_operations.go getNetworkID). None are told where nobody asked for the networks."""
    if networks is None or container.state.running:
        return []
    there = {network.id for network in networks}
    return sorted(
        name
        for name, endpoint in container.endpoints.items()
        if named(name) and name != "nat" and endpoint.network and endpoint.network not in there
    )
