"""Which engines die of a container without a network? moby/moby#51822.

libnetwork/network_windows.go of 26.1.0 looks for the endpoint of HNS that has the container's address, and reads that
of one that has none; with no endpoint on the host there is nothing to compare with. Guarded in 29.1.4 (moby#51830). In
the request that starts it Go's server swallows the panic and cuts the connection; where it ends, nobody does.
"""

from __future__ import annotations

from collections.abc import Mapping

from .container import Container
from .versions import EngineVersion

SINCE, UNTIL = (26, 1, 0), (29, 1, 3)
NULL = "none"  # the one network of the driver null


def panics(version: EngineVersion, container: Container, containers: Mapping[str, Container]) -> bool:
    """Whether the engine dies of giving or taking this container's endpoint: others have theirs, of which HNS tells."""
    return (
        SINCE <= version.number <= UNTIL
        and NULL in container.endpoints
        and any(
            endpoint["IPAddress"]
            for other in containers.values()
            if other is not container
            for endpoint in other.endpoints.values()
        )
    )
