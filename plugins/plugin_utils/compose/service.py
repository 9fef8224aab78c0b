# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does one service of a compose file come to, as a container of a set? A row for each key that is an option."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.attached import attached, joined
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.mounted import mounts
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.notes import Around, Notes
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.running import (
    command,
    credential_spec,
    depends_on,
    deploy_mode,
    devices,
    environment,
    healthcheck,
    links,
    ports,
    pull_policy,
    restart_policy,
    security_opt,
    words_of,
)

Read = Callable[[Any, Notes, Around], Any]


def same(value: Any, notes: Notes, around: Around) -> Any:
    return value


# (key of the service, our option, how its value is read). A reader that gives None leaves the option out; where two
# rows give one option, the first that gives something counts, as it does for compose.
ROWS: tuple[tuple[str, str | None, Read], ...] = (
    ("image", "image", same),
    ("isolation", "isolation", same),
    ("command", "command", command),
    ("entrypoint", "entrypoint", words_of),  # an empty one takes the image's away
    ("environment", "env", environment),
    ("ports", "ports", ports),
    ("volumes", "mounts", mounts),
    ("mem_limit", "memory", same),
    ("deploy.resources.limits.memory", "memory", same),
    ("cpus", "cpus", same),
    ("deploy.resources.limits.cpus", "cpus", same),
    ("cpu_count", "cpu_count", same),
    ("cpu_percent", "cpu_percent", same),
    ("cpu_shares", "cpu_shares", same),
    ("deploy.restart_policy", "restart_policy", restart_policy),
    ("restart", "restart_policy", same),
    ("scale", "scale", same),
    ("deploy.replicas", "scale", same),
    ("deploy.mode", None, deploy_mode),
    ("labels", "labels", same),
    ("annotations", "annotations", same),
    ("network_mode", "network", joined),
    ("networks", "networks", attached),
    ("devices", "devices", devices),
    ("credential_spec", "credential_spec", credential_spec),
    ("security_opt", "credential_spec", security_opt),
    ("user", "user", same),
    ("working_dir", "working_dir", same),
    ("hostname", "hostname", same),
    ("domainname", "domainname", same),
    ("dns", "dns", same),
    ("dns_search", "dns_search", same),
    ("healthcheck", "healthcheck", healthcheck),
    ("depends_on", "depends_on", depends_on),
    ("links", None, links),
    ("stop_signal", "stop_signal", same),
    ("stop_grace_period", "stop_timeout", same),
    ("tty", "tty", same),
    ("stdin_open", "stdin_open", same),
    ("platform", "platform", same),
    ("storage_opt", "storage_opt", same),
    ("logging.driver", "log_driver", same),
    ("logging.options", "log_options", same),
    ("pull_policy", None, pull_policy),
)
TAKEN = {key: (option, read) for key, option, read in ROWS}
#: Read together with another key, or only in the file's frame
WITH_OTHERS = ("container_name", "mac_address", "build")
#: Which of their parts are rows of their own
DEEP = ("deploy", "deploy.resources", "deploy.resources.limits", "deploy.resources.reservations", "logging")


def container(service: Mapping[str, Any], notes: Notes, around: Around) -> tuple[dict[str, Any], dict[str, str]]:
    """What `containers` takes, of a service as the loader has it, and the key that each option came of; `notes` gets
    what cannot be so, or is left out."""
    keys = {"name": "container_name"}
    made: dict[str, Any] = {"name": around.names[notes.service]}
    parts = dict(_parts("", service))
    for key, option, read in ROWS:
        value = parts.pop(key, None)
        if value is None:
            continue
        told = read(value, notes.at(key), around)
        if option is None or told is None:
            continue
        keys.setdefault(option, key)
        if str(made.setdefault(option, told)) != str(told):
            notes.warn(key, value, f"has no effect here: {keys[option]} says something else")
    if service.get("build"):
        (notes.warn if service.get("image") else notes.foreign)("build", service["build"])
    for key, value in parts.items():
        if key not in WITH_OTHERS:
            notes.foreign(key, value)
    if notes.service in around.completed:
        made["once"] = True
    return made, keys


def _parts(outer: str, value: Mapping[str, Any]) -> Any:
    for name, item in value.items():
        key = f"{outer}{name}"
        if key in DEEP and isinstance(item, Mapping):
            yield from _parts(f"{key}.", item)
        else:
            yield key, item
