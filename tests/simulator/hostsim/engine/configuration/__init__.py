"""How the engine reads its command line and its file daemon.json, and what it finds in them."""

from .command import Ended, GoesOn, command
from .loading import Loaded, Missing

__all__ = ["Ended", "GoesOn", "Loaded", "Missing", "command"]
