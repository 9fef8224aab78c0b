"""What the engine knows of one container."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .contents import Manifest
from .logs import Log


@dataclass
class Health:
    """A health check's state: starting, healthy or unhealthy, with the log of probes."""

    status: str = "starting"
    failing_streak: int = 0
    log: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class State:
    """The State of inspect; `running` stays true while it is paused or waits for its restart, as in the engine."""

    running: bool = False
    paused: bool = False
    restarting: bool = False
    dead: bool = False
    removing: bool = False
    pid: int = 0
    exit_code: int = 0
    error: str = ""
    started: datetime | None = None
    finished: datetime | None = None
    health: Health | None = None

    @property
    def status(self) -> str:
        """moby StateString."""
        if self.running:
            return "paused" if self.paused else "restarting" if self.restarting else "running"
        if self.removing:
            return "removing"
        if self.dead:
            return "dead"
        return "exited" if self.started else "created"


@dataclass
class Container:
    """A container: its stored request, its image, its mounts and networks, and its state.

    `isolation` is what it was created with, resolved; `runs_as` is what it really runs as (they differ under the
    fault `lie`).
    """

    id: str
    name: str
    created: datetime
    config: dict[str, Any]
    host_config: dict[str, Any]
    image: Manifest
    mounts: list[dict[str, Any]]
    endpoints: dict[str, dict[str, Any]]
    state: State = field(default_factory=State)
    restart_count: int = 0
    stopped_by_hand: bool = False
    told_before_end: str = ""  # the event of the request that ends it, which comes before the end's own
    runs_as: str = ""
    removed: bool = False
    runs: int = 0  # grows with each start and loss: tells an old exit from a new one
    ports: dict[str, list[dict[str, str]] | None] = field(default_factory=dict)
    endpoint_count: int = 0  # how many it ever had: each has an id of its own
    log: Log = field(default_factory=Log)
    executions: list[str] = field(default_factory=list)  # ids of those that have not ended
    listed_endpoints: dict[str, dict[str, Any]] | None = None  # what the list still tells after a start that failed
    joined: list[tuple[str, str, str]] = field(default_factory=list)  # (id, name, driver) of the networks it is on now

    @property
    def isolation(self) -> str:
        """process or hyperv: resolved at create, never changed."""
        return str(self.host_config["Isolation"]).lower()

    @property
    def labels(self) -> dict[str, str]:
        """The labels, those of the image included."""
        return dict(self.config["Labels"])

    @property
    def command(self) -> list[str]:
        """Entrypoint and command as one list."""
        return [*(self.config.get("Entrypoint") or []), *(self.config.get("Cmd") or [])]

    def event_attributes(self) -> dict[str, str]:
        """The attributes of this container's events."""
        return {**self.labels, "image": self.config["Image"], "name": self.name}
