# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a key of compose that is no option here: an error, a warning, or nothing? The table of options says
why, and what to write instead; this one says of which keys the deployed set is whole without them."""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_options import row_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import words

REFUSE, WARN, SILENT = "refuse", "warn", "silent"

#: Done by the loader, or without a meaning for a container that is declared
DONE = frozenset(
    words(
        "profiles extends env_file label_file expose attach develop pull_refresh_after "
        "ports.name ports.mode ports.app_protocol volumes.consistency volumes.bind volumes.bind.create_host_path "
        "volumes.bind.recursive volumes.bind.selinux volumes.volume devices.target "
        "networks.priority deploy deploy.resources deploy.resources.limits deploy.resources.reservations"
    )
)
#: Of swarm, or of a machine that chooses: one host does the same without it, and it is told
TOLD = {
    "deploy.labels": "labels of a service are swarm's; labels of the container stand in labels",
    "deploy.placement": "the inventory says which host runs what",
    "deploy.endpoint_mode": "there is no load balancer of swarm's",
    "deploy.update_config": "serial of a play and winfleet_serial take hosts in turn",
    "deploy.rollback_config": "a container that does not come up gives way to the one before it",
    "deploy.restart_policy.delay": "the engine chooses the time between restarts",
    "deploy.restart_policy.max_attempts": "attempts are counted with the condition on-failure alone",
    "deploy.restart_policy.window": "the engine chooses the time between restarts",
    "deploy.resources.reservations.cpus": "an engine reserves no processors; cpus limits them",
    "deploy.resources.reservations.memory": "an engine for Windows reserves no memory; mem_limit limits it",
    "devices.permissions": "Windows gives a device with all that it can do",
    "networks.interface_name": "Windows names the cards of a container itself",
    "networks.gw_priority": "the network that comes first brings the gateway",
}
#: Where the table speaks to somebody who writes a list of containers
INSTEAD = {
    "build": "nothing is built on a host: build the image elsewhere, push it to a registry, and name it in image",
    "secrets": "Windows containers get no files of secrets; mount a folder of the host, or use environment",
    "configs": "Windows containers get no files of configs; mount a folder of the host, or write them into the image",
    "volumes.volume.nocopy": "a volume gets what the image has there, always: leave it out",
    "volumes.volume.subpath": "a folder of a volume cannot be mounted yet: mount the volume, or a folder of the host",
    "volumes.volume.labels": "labels of a volume stand at the volume, below volumes of the file",
    "post_start": "commands beside the container's own cannot be declared yet: put them into the image's entrypoint",
    "pre_stop": "commands beside the container's own cannot be declared yet: put them into the image's entrypoint",
}


def foreign(word: str, value: Any) -> tuple[str, str]:
    """REFUSE, WARN or SILENT, and why and what to do, of a key with dots between its parts. Keys that begin with x-
    are the file's own."""
    if value is None or word.rpartition(".")[2].startswith("x-"):
        return SILENT, ""
    if word in TOLD:
        return (WARN, TOLD[word]) if value else (SILENT, "")
    if word in DONE:
        return SILENT, ""
    if word in INSTEAD:
        return (REFUSE, INSTEAD[word]) if value else (SILENT, "")
    row = row_of(word)
    if row is None:
        return REFUSE, "this collection does not know it: leave it out"
    if row.asks_for_nothing(value) or (not value and not row.zero_asks):
        return SILENT, ""
    if row.lacks:
        return (WARN if row.warns else REFUSE), f"{row.lacks}. {row.way_out}"
    return REFUSE, row.told
