# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a container have that cannot be declared? Whoever made it with our labels by hand, or changed it since, may
have set it: it is not as declared then, and is created anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container

# The word of docker_container -> where inspect says it. One that nobody gave it to has nothing there, or
# what is empty (recorded: the plain containers of moby 28.5.2 and 29.7.2).
OF_HOST_CONFIG: dict[str, str] = {
    "auto_remove": "AutoRemove",
    "cpu_count": "CpuCount",
    "cpu_percent": "CpuPercent",
    "cpu_shares": "CpuShares",
    "dns_opts": "DnsOptions",
    "dns_search_domains": "DnsSearch",
    "dns_servers": "Dns",
    "etc_hosts": "ExtraHosts",
    "io_maximum_bandwidth": "IOMaximumBandwidth",
    "io_maximum_iops": "IOMaximumIOps",
    "links": "Links",
    "publish_all_ports": "PublishAllPorts",
    "storage_opts": "StorageOpt",
    "volumes_from": "VolumesFrom",
}
OF_CONFIG: dict[str, str] = {
    "domainname": "Domainname",
    "interactive": "OpenStdin",
    "stop_timeout": "StopTimeout",
    "tty": "Tty",
}
# What the image may bring as well: it differs where it is not the image's.
OF_IMAGE: dict[str, str] = {"healthcheck": "Healthcheck", "stop_signal": "StopSignal"}


def undeclared(container: Container, brings: Mapping[str, Any] | None, log_driver: str | None) -> list[str]:
    """The words of what was set. `brings` is the image's config, None where it is not known; `log_driver` is the
    engine's own, None where it does not tell it."""
    found = [word for word, key in OF_HOST_CONFIG.items() if _set(container.raw_host.get(key))]
    found += [word for word, key in OF_CONFIG.items() if _set(container.raw_config.get(key))]
    if brings is not None:
        found += [
            word
            for word, key in OF_IMAGE.items()
            if _set(container.raw_config.get(key)) and container.raw_config.get(key) != brings.get(key)
        ]
    logs = container.raw_host.get("LogConfig")
    driver = logs.get("Type") if isinstance(logs, Mapping) else None
    if log_driver and isinstance(driver, str) and driver not in ("", log_driver):
        found.append("log_driver")
    return sorted(found)


def _set(value: Any) -> bool:
    """A list or a table of nothing asks for nothing."""
    if isinstance(value, Mapping):
        return any(_set(item) for item in value.values())
    if isinstance(value, list):
        return any(_set(item) for item in value)
    return bool(value)
