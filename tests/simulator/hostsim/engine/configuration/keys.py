"""Which keys does the configuration have, of which types? moby daemon/config/{config,config_windows,builder,opts}.go.

`inside` says which embedded structs Go names on the way to a member. A key that is here but has no flag is unknown to
the engine all the same (reading.py).
"""

from __future__ import annotations

from typing import Any

from ..go_json import Anything, Checked, Map, Member, Pointer, Scalar, Slice, Struct
from .flag_table import Number
from .ip_addresses import new_address, old_address

TEXT, BOOL, INT, UINT32 = Scalar("string", ""), Scalar("bool", False), Scalar("int", 0), Scalar("uint32", 0)
TEXTS, SWITCHES = Slice(TEXT), Map(BOOL)
COMMON = "CommonConfig"


def _empty_is_none(check: Any) -> Any:
    return lambda text: check(text) if text else ""


OLD_ADDRESS = Checked("net.IP", _empty_is_none(old_address))
NEW_ADDRESS = Checked("netip.Addr", _empty_is_none(new_address))
PROXIES = Struct("Proxies", tuple(Member(name, TEXT) for name in ("http-proxy", "https-proxy", "no-proxy")), "config")
# What has a reader of its own asks encoding/json anew, and is told of under the name of the struct around it
NRI = Struct(
    "Config",
    (Member("enable", BOOL), *(Member(name, TEXT) for name in ("plugin-path", "plugin-config-path", "socket-path"))),
    "opts",
)

GC = Struct(
    "BuilderConfig",
    (
        Member("Enabled", BOOL),
        Member("Policy", Slice(Anything())),
        *(
            Member(name, TEXT)
            for name in ("DefaultReservedSpace", "DefaultMaxUsedSpace", "DefaultMinFreeSpace", "DefaultKeepStorage")
        ),
    ),
    "config",
)
BUILDER = Struct(
    "BuilderConfig",
    (
        Member("GC", GC),
        Member(
            "Entitlements",
            Struct(
                "BuilderEntitlements",
                (Member("network-host", Pointer(BOOL)), Member("security-insecure", Pointer(BOOL))),
                "config",
            ),
        ),
        Member(
            "History",
            Pointer(
                Struct(
                    "BuilderHistoryConfig",
                    (Member("MaxAge", Anything()), Member("MaxEntries", Scalar("int64", 0))),
                    "config",
                )
            ),
        ),
    ),
    "config",
)

# the embedded struct, the key, its type; rows of other versions below
ROWS: tuple[tuple[str, str, Any], ...] = (
    ("", "authorization-plugins", TEXTS),
    ("", "exec-opts", TEXTS),
    ("", "storage-driver", TEXT),
    ("", "storage-opts", TEXTS),
    ("", "labels", TEXTS),
    ("", "network-diagnostic-port", INT),
    ("", "pidfile", TEXT),
    ("", "data-root", TEXT),
    ("", "exec-root", TEXT),
    ("", "group", TEXT),
    ("", "proxies", PROXIES),
    ("", "live-restore", BOOL),
    ("", "max-concurrent-downloads", INT),
    ("", "max-concurrent-uploads", INT),
    ("", "max-download-attempts", INT),
    ("", "shutdown-timeout", INT),
    ("", "debug", BOOL),
    ("", "hosts", TEXTS),
    ("", "tls", Pointer(BOOL)),
    ("", "tlsverify", Pointer(BOOL)),
    ("TLSOptions", "tlscacert", TEXT),
    ("TLSOptions", "tlscert", TEXT),
    ("TLSOptions", "tlskey", TEXT),
    ("", "swarm-default-advertise-addr", TEXT),
    ("", "swarm-raft-heartbeat-tick", UINT32),
    ("", "swarm-raft-election-tick", UINT32),
    ("", "metrics-addr", TEXT),
    ("DNSConfig", "dns-opts", TEXTS),
    ("DNSConfig", "dns-search", TEXTS),
    ("DNSConfig", "host-gateway-ip", OLD_ADDRESS),
    ("DNSConfig", "host-gateway-ips", Slice(NEW_ADDRESS)),
    ("LogConfig", "log-driver", TEXT),
    ("LogConfig", "log-opts", Map(TEXT)),
    ("BridgeConfig.DefaultBridgeConfig.commonBridgeConfig", "bridge", TEXT),
    ("BridgeConfig.DefaultBridgeConfig.commonBridgeConfig", "fixed-cidr", TEXT),
    ("BridgeConfig.DefaultBridgeConfig", "mtu", INT),
    ("NetworkConfig", "network-control-plane-mtu", INT),
    ("NetworkConfig", "default-network-opts", Map(Map(TEXT))),
    ("ServiceOptions", "registry-mirrors", TEXTS),
    ("ServiceOptions", "insecure-registries", TEXTS),
    ("", "experimental", BOOL),
    ("", "node-generic-resources", TEXTS),
    ("", "containerd", TEXT),
    ("", "cri-containerd", BOOL),
    ("", "features", SWITCHES),
    ("", "builder", BUILDER),
    ("", "containerd-namespace", TEXT),
    ("", "containerd-plugin-namespace", TEXT),
    ("", "default-runtime", TEXT),
    ("", "cdi-spec-dirs", TEXTS),
)
BEFORE_29: tuple[tuple[str, str, Any], ...] = (
    ("", "raw-logs", BOOL),
    ("", "log-level", TEXT),
    ("", "log-format", Scalar("log.OutputFormat", "")),
    ("", "api-cors-header", TEXT),
    ("DNSConfig", "dns", Slice(OLD_ADDRESS)),
)
SINCE_29: tuple[tuple[str, str, Any], ...] = (
    ("DaemonLogConfig", "raw-logs", BOOL),
    ("DaemonLogConfig", "log-level", TEXT),
    ("DaemonLogConfig", "log-format", Scalar("log.OutputFormat", "")),
    ("DNSConfig", "dns", Slice(NEW_ADDRESS)),
    ("ContainerDefaults", "default-stop-timeout", INT),
    ("NetworkConfig", "firewall-backend", TEXT),
    ("", "min-api-version", TEXT),
    ("", "nri-opts", NRI),
)


def _config(rows: tuple[tuple[str, str, Any], ...]) -> Struct:
    members = (Member(key, type_, inside=f"{COMMON}.{of}" if of else COMMON) for of, key, type_ in rows)
    return Struct("Config", tuple(members), "config")


_CONFIGS = {False: _config(ROWS + BEFORE_29), True: _config(ROWS + SINCE_29)}


def config_of(number: Number) -> Struct:
    return _CONFIGS[number >= (29, 0)]
