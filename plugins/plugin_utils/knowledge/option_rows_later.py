# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would the engine for Windows do that cannot be declared here yet?"""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import (
    ACCEPTED,
    RECORDED,
    YET,
    Refusal,
    Row,
    host_config,
    words,
)


def _later(
    what: str,
    api: tuple[str, ...],
    compose: str = "",
    theirs: str = "",
    also: str = "",
    source: str = RECORDED,
    **more: Any,
) -> Row:
    return Row(
        source, words(compose), words(theirs), words(also), api=api, engine=ACCEPTED, way_out=f"{YET} ({what})", **more
    )


LATER: tuple[Row, ...] = (
    _later("the size of a terminal", host_config("ConsoleSize"), also="console_size"),
    _later(
        "the volumes of another container",
        host_config("VolumesFrom"),
        "volumes_from",
        "volumes_from",
        source="moby/moby daemon/volumes.go",
        refuses=(
            Refusal("a container that is not there", r"^No such container: "),
            Refusal("modes other than ro and rw", r"^invalid mode: "),
        ),
    ),
    _later(
        "a container without network; network: none is near to it", words("NetworkDisabled"), also="network_disabled"
    ),
    _later("the shell of a health check", words("Shell"), also="shell"),
    _later("how the command is escaped; the image says it", words("ArgsEscaped"), also="args_escaped"),
    _later("instructions for images that are made of it", words("OnBuild"), also="on_build"),
    Row(
        RECORDED,
        docker_container=words("auto_remove"),
        api=host_config("AutoRemove"),
        engine=ACCEPTED,
        refuses=(
            Refusal("true beside a restart policy", r"^can't create 'AutoRemove' container with restart policy$"),
        ),
        way_out="a container that is declared is kept; state: absent removes it",
    ),
    Row(
        RECORDED,
        docker_container=words("publish_all_ports"),
        api=host_config("PublishAllPorts"),
        engine=ACCEPTED,
        refuses=(Refusal("true with network container:NAME", r"^conflicting options: port publishing and"),),
        way_out="name each port in ports; without a host port Windows chooses one",
    ),
)
