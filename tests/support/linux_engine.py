"""What an engine on Linux says, or takes, in other words than one on Windows: all that the tests change on the way
between the collection and a real engine (engine_between.py), and why."""

from __future__ import annotations

from engine_between import Otherwise

INFO, IMAGE, DISTRIBUTION = "GET /info", "GET /images/.+/json", "GET /distribution/.+/json"
CREATE, INSPECT, LIST = "POST /containers/create", "GET /containers/[^/]+/json", "GET /containers/json"
NETWORKS, NETWORK, NEW_NETWORK = "GET /networks", "GET /networks/[^/]+", "POST /networks/create"
NO_ISOLATION = "an engine for Linux has no isolation modes: it is refused before anything is done (deploy/part.py)"
NOT_OF_WINDOWS = "an image for Linux never runs on Windows: it is refused before all else (judge/image_rules.py)"
NO_DRIVE = "a folder has no drive on Linux: a target must begin with a slash there, and with a drive on Windows"
NO_HNS = "nat is a driver of Windows; Linux has bridge, which does the same"

# All that the deployment of an image is asked for
OF_IMAGES = (
    Otherwise(INFO, "OSType", "linux", "windows", NO_ISOLATION),
    Otherwise(DISTRIBUTION, "Platforms.[].os", "linux", "windows", NOT_OF_WINDOWS),
    Otherwise(IMAGE, "Os", "linux", "windows", NOT_OF_WINDOWS),
)
# Of a set whose image is there
OF_SETS = (
    *(row for row in OF_IMAGES if row.asked != DISTRIBUTION),
    Otherwise(CREATE, "HostConfig.Mounts.[].Target", "/data", "C:\\data", NO_DRIVE, sent=True),
    Otherwise(INSPECT, "HostConfig.Mounts.[].Target", "/data", "C:\\data", NO_DRIVE),
    Otherwise(INSPECT, "Mounts.[].Destination", "/data", "C:\\data", NO_DRIVE),
    Otherwise(LIST, "[].Mounts.[].Destination", "/data", "C:\\data", NO_DRIVE),
    Otherwise(NEW_NETWORK, "Driver", "bridge", "nat", NO_HNS, sent=True),
    Otherwise(NETWORKS, "[].Driver", "bridge", "nat", NO_HNS),
    Otherwise(NETWORK, "Driver", "bridge", "nat", NO_HNS),
)
