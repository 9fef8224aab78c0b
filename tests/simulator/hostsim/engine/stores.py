"""What does an engine find below a data root? What an engine left there, wherever the folder has been moved since."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..machine.errors import WindowsError
from . import stored
from .configuration.flag_table import ROOT
from .execution import Executions
from .images import Images
from .volumes import Volumes

if TYPE_CHECKING:
    from .engine import Engine

MARK = "engine-id"  # moby daemon/id.go; of older engines it stands for their key


class Stores:
    """Containers, executions, images and volumes of each data root, known by the file `engine-id` in it; networks are
    the host's. A root that was removed is an empty one, one that was moved has what it had."""

    def __init__(self, engine: Engine, root: str) -> None:
        self._engine = engine
        self._default = root
        self._current = str(uuid.uuid4())
        self._first: str | None = self._current  # of the default root, until a start has left its mark
        self._kept: dict[str, tuple[Any, ...]] = {}

    def use(self, configured: str) -> None:
        """Go on with what there is below a root. The default of the configuration is the engine's own."""
        engine = self._engine
        root = self._default if configured == ROOT else configured
        mark = self._mark(root)
        if mark != self._current:
            self._kept[self._current] = (engine.containers, engine.executions, engine.images, engine.volumes)
            fresh: tuple[Any, ...] = ({}, Executions(engine), Images(), Volumes(root, engine.version))
            engine.containers, engine.executions, engine.images, engine.volumes = self._kept.pop(mark, fresh)
            self._current = mark
            stored.reread(engine.containers.values(), engine.version)
        engine.data_root = root
        engine.volumes.at(root)

    def _mark(self, root: str) -> str:
        machine, path = self._engine.machine, f"{root}\\{MARK}"
        try:
            return machine.read_file(path).decode()
        except WindowsError:
            pass
        mark = str(uuid.uuid4())
        if root.lower() == self._default.lower() and self._first is not None:
            mark, self._first = self._first, None
        machine.add_path(root)
        machine.write_file(path, mark.encode())
        return mark
