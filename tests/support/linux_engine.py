"""What an engine on Linux says, or takes, in other words than one on Windows: all that the tests change on the way
between the collection and a real engine (engine_between.py), and why."""

from __future__ import annotations

from engine_between import Otherwise

INFO, IMAGE, DISTRIBUTION = "GET /info", "GET /images/.+/json", "GET /distribution/.+/json"
NO_ISOLATION = "an engine for Linux has no isolation modes: it is refused before anything is done (deploy/part.py)"
NOT_OF_WINDOWS = "an image for Linux never runs on Windows: it is refused before all else (judge/image_rules.py)"

# All that the deployment of an image is asked for
OF_IMAGES = (
    Otherwise(INFO, "OSType", "linux", "windows", NO_ISOLATION),
    Otherwise(DISTRIBUTION, "Platforms.[].os", "linux", "windows", NOT_OF_WINDOWS),
    Otherwise(IMAGE, "Os", "linux", "windows", NOT_OF_WINDOWS),
)
