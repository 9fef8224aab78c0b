"""What does the engine refuse of a configuration that it could read? moby daemon/config/config.go Validate.

CHECKS stand in the order in which the engine makes them; each raises NotAllowed with its text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import addresses, rules
from .addresses import NotAllowed
from .flag_table import NEVER, Number

Config = dict[str, Any]
Check = Callable[[Config], None]
CORS = (
    'DEPRECATED: The "api-cors-header" config parameter and the dockerd "--api-cors-header" option have been removed; '
    "use a reverse proxy if you need CORS headers"
)
CRI = (
    'conflicting options: cannot use the "embedded-containerd" feature and CRI support (--cri-containerd) at the same '
    "time"
)


def _log_level(config: Config) -> None:
    if config["log-level"] and config["log-level"].lower() not in rules.LEVELS:
        raise NotAllowed(f"invalid logging level: {config['log-level']}")


def _log_format(config: Config) -> None:
    if config["log-format"] and config["log-format"] not in rules.FORMATS:
        raise NotAllowed(f"invalid log format: {config['log-format']}")


def _embedded(config: Config) -> None:
    if (config["features"] or {}).get("embedded-containerd") and config["cri-containerd"]:
        raise NotAllowed(CRI)


def _each(key: str, check: Callable[[str], Any]) -> Check:
    def run(config: Config) -> None:
        for value in config[key] or []:
            check(value)

    return run


def _least(key: str, words: str) -> Check:
    def run(config: Config) -> None:
        if config[key] < 0:
            raise NotAllowed(f"invalid {words}: {config[key]}")

    return run


def _port(config: Config) -> None:
    if not 0 <= config["network-diagnostic-port"] <= 65535:
        raise NotAllowed(
            f"invalid network-diagnostic-port ({config['network-diagnostic-port']}): value must be between 0 and 65535"
        )


def _cors(config: Config) -> None:
    if config["api-cors-header"]:
        raise NotAllowed(CORS)


ALWAYS, OLD, STOPS = ((0,), NEVER), ((0,), (29, 0)), ((29, 7), NEVER)
CHECKS: tuple[tuple[tuple[Number, Number], Check], ...] = (
    (ALWAYS, _log_level),
    (ALWAYS, _log_format),
    (STOPS, _embedded),
    (ALWAYS, _each("dns-search", rules.search_domain)),
    (ALWAYS, lambda config: rules.gateways(config["host-gateway-ips"] or [])),
    (ALWAYS, _each("labels", rules.label)),
    (ALWAYS, _least("mtu", "default MTU")),
    (ALWAYS, _least("max-concurrent-downloads", "max concurrent downloads")),
    (ALWAYS, _least("max-concurrent-uploads", "max concurrent uploads")),
    (ALWAYS, _least("max-download-attempts", "max download attempts")),
    (STOPS, _least("default-stop-timeout", "default stop timeout")),
    (ALWAYS, _port),
    (ALWAYS, lambda config: rules.resources(config["node-generic-resources"] or [])),
    (ALWAYS, _each("hosts", addresses.check_host)),
    (ALWAYS, _each("registry-mirrors", addresses.mirror)),
    (OLD, _cors),
    (ALWAYS, _each("exec-opts", rules.exec_option)),
)


def validate(config: Config, number: Number) -> None:
    """Raises NotAllowed with the first that is found."""
    for (since, until), check in CHECKS:
        if since <= number < until:
            check(config)
