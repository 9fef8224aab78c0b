"""Which flags has dockerd on Windows? moby cmd/dockerd/{docker,options,config,config_windows,service_windows}.go.

A flag whose value has a name of its own is called so in the file: `--label`, `labels`. Those with `field` go into the
configuration under that name, the others steer the program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import addresses, rules
from .ip_addresses import new_address
from .values import Addresses, Bool, Int, List, Nri, Switches, Table, Tables, Value

Number = tuple[int, ...]
ALWAYS: Number = (0,)
NEVER: Number = (10**6,)
PROGRAM_DATA = "C:\\ProgramData"
ROOT = PROGRAM_DATA + "\\docker"
NO_LOGIN = "C:\\Windows\\system32\\config\\systemprofile"


@dataclass(frozen=True)
class Flag:
    """`make` gives a fresh value; `since` and `until` are versions of the engine."""

    name: str
    make: Callable[[], Value]
    field: str = ""
    short: str = ""
    since: Number = ALWAYS
    until: Number = NEVER
    deprecated: str = ""
    hidden: bool = False


def _text(name: str, default: str = "", **about: object) -> Flag:
    return Flag(name, lambda: Value(default), name, **about)  # type: ignore[arg-type]


def _switch(name: str, field: str = "", default: bool = False, **about: object) -> Flag:
    return Flag(name, lambda: Bool(default), field, **about)  # type: ignore[arg-type]


def _number(name: str, default: int = 0, **about: object) -> Flag:
    return Flag(name, lambda: Int(default), name, **about)  # type: ignore[arg-type]


def _list(name: str, key: str, check: Callable[[str], str] | None = None, **about: object) -> Flag:
    return Flag(name, lambda: List(key, check), key or name, **about)  # type: ignore[arg-type]


RESTART = "Please use a restart policy on docker run"
CORS = "accessing Docker API through a browser is insecure; use a reverse proxy if you need CORS headers"
NONDISTRIBUTABLE = "Pushing nondistributable artifacts is now enabled by default. "

FLAGS: tuple[Flag, ...] = (
    # the program's own
    _switch("help", short="h"),
    _switch("version", short="v"),
    Flag("config-file", lambda: Value("")),
    _switch("validate", since=(23, 0)),
    Flag("service-name", lambda: Value("docker")),
    _switch("register-service"),
    _switch("unregister-service"),
    _switch("run-service", hidden=True),
    # options.go: taken into the configuration before the file is read
    _switch("debug", short="D"),
    _switch("tls"),
    _switch("tlsverify"),
    Flag("tlscacert", lambda: Value(NO_LOGIN + "\\.docker\\ca.pem")),
    Flag("tlscert", lambda: Value(NO_LOGIN + "\\.docker\\cert.pem")),
    Flag("tlskey", lambda: Value(NO_LOGIN + "\\.docker\\key.pem")),
    _list("host", "hosts", addresses.check_host, short="H"),
    _text("log-level", "info", short="l"),
    _text("log-format", "text", since=(25, 0)),
    # config.go
    _list("registry-mirror", "registry-mirrors", addresses.mirror),
    _list("insecure-registry", "insecure-registries", rules.index_name),
    _list("storage-opt", "storage-opts"),
    _list("authorization-plugin", "authorization-plugins"),
    _list("exec-opt", "exec-opts"),
    _text("pidfile", ROOT + "\\docker.pid", short="p"),
    _text("data-root", ROOT),
    _text("exec-root", ROOT + "\\exec-root"),
    _text("containerd"),
    _switch("cri-containerd", "cri-containerd"),
    Flag("feature", lambda: Switches("features"), "features", since=(28, 0)),
    Flag("default-network-opt", lambda: Tables("default-network-opts"), "default-network-opts", since=(24, 0)),
    _number("mtu", 1500, hidden=True),
    _number("network-control-plane-mtu", 1500),
    _number("network-diagnostic-port", hidden=True),
    _switch("raw-logs", "raw-logs"),
    Flag("dns", Addresses, "dns", until=(29, 0)),
    Flag("dns", lambda: List("dns", new_address), "dns", since=(29, 0)),
    _list("dns-opt", "dns-opts"),
    _list("dns-search", "", rules.search_domain),
    Flag("host-gateway-ip", lambda: List("host-gateway-ips", new_address), "host-gateway-ips"),
    _list("label", "labels", rules.label),
    _text("log-driver", "json-file"),
    Flag("log-opt", lambda: Table("log-opts"), "log-opts"),
    _number("max-concurrent-downloads", 3),
    _number("max-concurrent-uploads", 5),
    _number("max-download-attempts", 5),
    _number("shutdown-timeout", 15),
    _number("default-stop-timeout", 30, since=(29, 7)),
    _text("swarm-default-advertise-addr"),
    _switch("experimental", "experimental"),
    _text("metrics-addr"),
    _list("node-generic-resource", "node-generic-resources", rules.one_resource),
    _text("containerd-namespace", "moby"),
    Flag("containerd-plugins-namespace", lambda: Value("plugins.moby"), "containerd-plugin-namespace"),
    _text("default-runtime"),
    _text("http-proxy"),
    _text("https-proxy"),
    _text("no-proxy"),
    _list("cdi-spec-dir", "cdi-spec-dirs", since=(25, 0)),
    Flag("nri-opts", lambda: Nri("nri-opts"), "nri-opts", since=(29, 2)),
    Flag("allow-nondistributable-artifacts", lambda: List("allow-nondistributable-artifacts", rules.index_name),
         until=(29, 0), deprecated=NONDISTRIBUTABLE),
    _text("api-cors-header", until=(29, 0), deprecated=CORS),
    _switch("restart", default=True, short="r", deprecated=RESTART),
    # config_windows.go
    _text("fixed-cidr"),
    _text("bridge", short="b"),
    _text("group", short="G"),
)  # fmt: skip


def flags_of(number: Number) -> dict[str, Flag]:
    """By their names in the order in which pflag visits them."""
    found = {flag.name: flag for flag in FLAGS if flag.since <= number < flag.until}
    return {name: found[name] for name in sorted(found)}
