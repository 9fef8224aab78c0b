"""What does an engine find below another data root? Nothing, and again what it had where it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .configuration.flag_table import ROOT
from .execution import Executions
from .images import Images
from .volumes import Volumes

if TYPE_CHECKING:
    from .engine import Engine


class Stores:
    """Containers, executions, images and volumes of each data root; networks are the host's."""

    def __init__(self, engine: Engine, root: str) -> None:
        self._engine = engine
        self._default = root
        self._kept: dict[str, tuple[Any, ...]] = {}

    def use(self, configured: str) -> None:
        """Go on with what there is below a root. The default of the configuration is the engine's own."""
        engine = self._engine
        root = self._default if configured == ROOT else configured
        if root.lower() == engine.data_root.lower():
            return
        self._kept[engine.data_root.lower()] = (engine.containers, engine.executions, engine.images, engine.volumes)
        fresh: tuple[Any, ...] = ({}, Executions(engine), Images(), Volumes(root, engine.version))
        engine.data_root = root
        engine.containers, engine.executions, engine.images, engine.volumes = self._kept.pop(root.lower(), fresh)
