# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between a network as it is declared and as the engine tells it? Only what is declared is compared."""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.difference import Difference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.kinds import owner_of, without_ours
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.declared import NetworkSpec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.seen import Network


def difference(spec: NetworkSpec, network: Network) -> dict[str, Difference]:
    """By option; empty where the network is as declared.

    Labels are compared where ours stand among them: a nat network that the engine made anew after a restart has lost
    all of them (moby/moby#49179), and is the same network.
    """
    found: dict[str, Difference] = {}
    if network.driver != spec.driver:
        found["driver"] = Difference(network.driver, spec.driver)
    for place, option in enumerate(("subnet", "gateway")):
        wanted = [row[place] for row in spec.subnets or () if row[place] is not None]
        there = [row[place] for row in network.subnets]
        if not set(wanted) <= set(there) or (option == "subnet" and wanted and len(wanted) != len(there)):
            found[option] = Difference(", ".join(filter(None, there)), ", ".join(map(str, wanted)))
    options = {key: network.options.get(key) for key in spec.options}
    if options != spec.options:
        found["options"] = Difference(options, dict(spec.options))
    if owner_of(network.labels) is not None and without_ours(network.labels) != spec.labels:
        found["labels"] = Difference(without_ours(network.labels), dict(spec.labels))
    return found
