"""Where does the MAC address of a container stand? moby daemon/server/router/container handleMACAddressBC."""

from __future__ import annotations

import re
from typing import Any

from .texts import refusal
from .versions import EngineVersion

DEPRECATED = "The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead."
#: Since this version an endpoint has one of its own, for clients of that API
OF_ENDPOINTS, ASKED_BY = (25, 0), (1, 44)
ADDRESS = re.compile(r"^[0-9A-Fa-f]{2}([:-])[0-9A-Fa-f]{2}(\1[0-9A-Fa-f]{2}){4,}$")


def settle(
    config: dict[str, Any],
    host: dict[str, Any],
    endpoints: dict[str, dict[str, Any] | None],
    version: EngineVersion,
    api: tuple[int, int],
) -> list[str]:
    """The address goes to the endpoint of the container's network, and is shown in both places. The warnings.

    Raises ApiError for one that is none.
    """
    wide = config.get("MacAddress")
    if version.number >= OF_ENDPOINTS and api < ASKED_BY and not wide:  # an old API would have ignored it
        endpoints |= {name: {**settings, "MacAddress": ""} for name, settings in endpoints.items() if settings}
    if version.number < OF_ENDPOINTS or wide is None:
        return []
    mode = str(host["NetworkMode"])
    warnings = []
    if wide:
        warnings.append(DEPRECATED)
        if mode.startswith("container:"):
            config["MacAddress"] = ""
        else:
            endpoint = endpoints.get(mode) or {}
            endpoints[mode] = {**endpoint, "MacAddress": wide}
    for name, settings in endpoints.items():
        address = (settings or {}).get("MacAddress")
        if address and not ADDRESS.match(address):
            raise refusal("endpoint_config", version, network=name, problem=f"invalid MAC address {address}")
        if address and name == mode:
            config["MacAddress"] = address
    return warnings
