# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which flags of dockerd are no keys, and which keys has the engine for Windows not? The rows; engine_settings.py
reads them."""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_row import Flag, Lacking

FLAGS: tuple[Flag, ...] = (
    Flag("help", "it prints the flags", switch=True, short="h"),
    Flag("version", "it prints the version", switch=True, short="v"),
    Flag("config-file", "where daemon.json is, on the service's command line alone"),
    Flag("validate", "dockerd checks its configuration and ends", switch=True, since="23.0.0", ends=True),
    Flag("service-name", "the name of the service, on its command line alone"),
    Flag("register-service", "dockerd makes the service and ends", switch=True, ends=True),
    Flag("unregister-service", "dockerd removes the service and ends", switch=True, ends=True),
    Flag("run-service", "it is on every service's command line", switch=True),
    Flag("containerd-plugins-namespace", "the service's command line alone can set it"),
    Flag("http-proxy", "as a key it stands below proxies", since="23.0.0"),
    Flag("https-proxy", "as a key it stands below proxies", since="23.0.0"),
    Flag("no-proxy", "as a key it stands below proxies", since="23.0.0"),
    Flag("restart", "containers have restart policies", switch=True, short="r"),
)

_LINUX = "it is one of Linux"


def _lacking(keys: str, why: str = _LINUX, way_out: str = "leave it out", **about: str) -> Lacking:
    return Lacking(tuple(keys.split()), why, way_out, **about)


LACKING: tuple[Lacking, ...] = (
    _lacking(
        "live-restore iptables ip6tables ip-forward ip-masq icc ip ipv6 bip bip6 fixed-cidr-v6 default-gateway "
        "default-gateway-v6 userland-proxy userland-proxy-path firewall-backend allow-direct-routing cgroup-parent "
        "default-cgroupns-mode cpu-rt-period cpu-rt-runtime default-shm-size default-ipc-mode default-ulimits "
        "seccomp-profile selinux-enabled no-new-privileges userns-remap oom-score-adjust runtimes rootless "
        "bridge-accept-fwmark ip-forward-no-drop"
    ),
    _lacking("init init-path", "Windows has no program that runs as the first of a container"),
    _lacking(
        "default-address-pools",
        "Windows itself gives networks their subnets",
        "use fixed-cidr for nat, and a subnet for each other network",
    ),
    _lacking("storage-driver", "Windows has one storage driver", since="23.0.0"),
    _lacking("graph", "it is called data-root", "write data-root", since="23.0.0"),
    _lacking(
        "cluster-store cluster-advertise cluster-store-opts cluster-store-opt",
        "the old Swarm is gone",
        since="23.0.0",
        source="moby/moby cmd/dockerd/config.go, v23.0.0",
    ),
    _lacking("disable-legacy-registry", "the old registry protocol is gone"),
    _lacking("api-cors-header", "headers for browsers are gone", "use a reverse proxy", since="29.0.0"),
    _lacking(
        "swarm-raft-heartbeat-tick swarm-raft-election-tick containerd-plugin-namespace",
        "it has no flag, and a key without one is unknown to the engine",
        source="moby/moby daemon/config/config.go findConfigurationConflicts",
    ),
)
#: Names of other tools' options, and of the engine's own in other spellings
CALLED: dict[str, str] = {
    "isolation": "exec-opts with isolation=",
    "dns-server": "dns",
    "dns-servers": "dns",
    "mirrors": "registry-mirrors",
    "data-dir": "data-root",
    "root": "data-root",
    "log-options": "log-opts",
    "max-size": "log-opts with max-size",
    "max-file": "log-opts with max-file",
    "tag": "log-opts with tag",
    "proxy": "proxies with http-proxy and https-proxy",
    "size": "storage-opts with the text size=SIZE in a list",
    "storage-options": "storage-opts",
    "exec-options": "exec-opts",
    "tls-verify": "tlsverify",
    "tls-ca-cert": "tlscacert",
    "tls-cert": "tlscert",
    "tls-key": "tlskey",
}
