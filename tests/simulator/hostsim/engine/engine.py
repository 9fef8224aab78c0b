"""The simulated Docker Engine on a simulated Windows machine: its parts, its life, its faults."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..machine.errors import ServiceError
from ..machine.installations import VERSION
from . import dockerd, faults, health, inspect, names, stored
from .api.app import application
from .attachments import Attachments
from .configuration.flag_table import ROOT
from .configuration.starting import Line
from .container import Container
from .creation import Creation
from .events import Events
from .execution import Executions
from .host import Host, MachineLike, look_at
from .image_views import inspect as inspect_image
from .images import Image, Images
from .networks import Networks
from .pull import choose
from .references import read_reference
from .registry import Registry
from .registry_rows import read_entry
from .runtime import Runtime
from .server import Listener
from .settings import PIPE, Settings
from .stores import Stores
from .versions import api_number, engine_version
from .volumes import Volumes

DATA_ROOT = "C:\\ProgramData\\docker"
SERVICE = "docker"
EMPTY_TOO = (29, 0)
# two engines want the same pipe (go-winio ListenPipe)
TAKEN = "failed to load listeners: open //./pipe/docker_engine: Access is denied."


class Engine:
    """A Docker Engine as a Windows service's program: `start` and `stop`; `app` is its API (WSGI).

    `version` is the engine's whatever its file says; without it the file that its service starts tells it at each
    start. `registry` is what can be pulled, `images` what is there already: names of the registry's entries, or a
    mapping of names to such entries. `isolation` (process or hyperv) overrides the default that the product type and
    `exec_opts` give. `data` is the folder of the engine on the host. `soon` is how many seconds a health check waits
    at most; None: its whole interval. Stopped engines keep their containers, images, networks and volumes.
    """

    def __init__(
        self,
        machine: MachineLike,
        version: str | None = None,
        registry: Registry | Mapping[str, Mapping[str, Any]] | None = None,
        exec_opts: Sequence[str] = (),
        images: Iterable[str] | Mapping[str, Mapping[str, Any]] = (),
        isolation: str | None = None,
        data: str = DATA_ROOT,
        soon: float | None = health.SOON,
    ) -> None:
        self.machine = machine
        self._from_file = version is None
        self.version = engine_version(version or VERSION)
        self.registry = registry if isinstance(registry, Registry) else Registry(registry)
        self.exec_opts = list(exec_opts)
        self.data_root = data
        self.soon = soon
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.name = look_at(machine).name
        self.containers: dict[str, Container] = {}
        self.executions = Executions(self)
        self.images = Images()
        self._booted: datetime | None = None  # when the host was, as the engine ran last
        self.networks = Networks(self.name, self.version)
        self.attachments = Attachments(self.networks, self.version)
        self.volumes = Volumes(data, self.version)
        self.events = Events(self.now, empty_too=self.version.number >= EMPTY_TOO)
        self.faults = faults.Faults()
        self.creation = Creation(self)
        self.runtime = Runtime(self)
        self.app = application(self)
        self.running = False
        self.stopping = False
        self.service = SERVICE
        self.fails: dict[str, str] = {}  # versions ("" for each) that do not come up, and why
        self.hangs: set[str] = set()  # versions ("" for each) that run and never open their pipe
        self.mode = "windows"
        self._silent = False  # what it says goes nowhere but to its output
        self.settings = Settings(isolation or "process", number=self.version.number)
        self._stores = Stores(self, data)
        self._isolation = isolation
        self.default_isolation = isolation or "process"
        self._host: Host | None = None
        self._listeners: dict[str, Listener] = {}
        self._pipes: tuple[str, str] | None = None
        self._preload(images)

    # the service's program

    def start(self, service: str = SERVICE) -> None:
        """Read the configuration, check the host, bring the containers back, open the pipe. Raises ServiceError."""
        with self.lock:
            found = dockerd.launch(self.machine, service)
            if self.running:
                dockerd.log(self.machine, service, [Line("error", TAKEN)])
                raise ServiceError("")
            self.service, self._silent = service, found is not None and found.wrapped
            if found is not None:
                self._become(found.path)
            failing = self.fails.get(self.version.text) or self.fails.get("", "")
            loaded, going = dockerd.begin(self.machine, self.version, service, self.exec_opts, found, failing)
            self._host = look_at(self.machine)
            self.settings = Settings(going.isolation, loaded.values, self.version.number)
            self.default_isolation = self._isolation or going.isolation
            oldest = loaded.values.get("min-api-version") or engine_version(self.version.text).min_api
            self.version = replace(self.version, min_api=oldest)
            self._stores.use(loaded.values["data-root"])
            self.volumes.version = self.version
            if going.result != "starts" or self.hangs & {"", self.version.text}:
                return
            self._serve()

    def start_alone(self, path: str, mode: str) -> None:
        """As Docker Desktop starts the program of that path for whoever is logged on: no service does. `mode` is
        windows or linux."""
        with self.lock:
            self.mode, self._silent = mode, True
            self._become(path)
            self._host = look_at(self.machine)
            self.default_isolation = "hyperv" if self._host.client else "process"
            self._stores.use(ROOT)
            self._serve()

    def _serve(self) -> None:
        rebooted = self._booted not in (None, self.machine.boot_time)
        self._booted = self.machine.boot_time
        self.networks.ensure_default(self.now(), rebooted)
        self.running, self.stopping = True, False
        self.events.open()
        for each in (self.runtime.lost, self.runtime.come_back):  # the order of moby daemon.restore
            for container in list(self.containers.values()):
                each(container)
        self._listen_again()

    def _become(self, path: str) -> None:
        """The version of a file, unless the engine has one of its own."""
        program = dockerd.program_of(self.machine, path) if self._from_file else None
        if program is None or program.version == self.version.text:
            return
        self.version = engine_version(program.version)
        for part in (self.networks, self.attachments, self.volumes):
            part.version = self.version
        self.events.empty_too = self.version.number >= EMPTY_TOO
        stored.reread(self.containers.values(), self.version)

    def stop(self) -> None:
        """End all containers and close the pipe."""
        with self.lock:
            if not self.running:
                return
            self.stopping = True
            for container in list(self.containers.values()):
                self.runtime.end_with_engine(container)
        self._close()
        if not self._silent:
            dockerd.log(self.machine, self.service, dockerd.farewell(self.version))

    def crash(self) -> None:
        """The process dies: connections are cut, containers are left to themselves until the next start."""
        with self.lock:
            if not self.running:
                return
            for container in self.containers.values():
                self.runtime.forget(container)
        self._close()
        self.machine.service_exited(self.service)

    # the pipe

    @property
    def pipe_state(self) -> str:
        """`listening`, `missing` or `denied`; nothing but `listening` answers."""
        fault = self.faults.get("pipe")
        if fault:
            return str(fault["state"])
        return "listening" if self.running and self.settings.pipes else "missing"

    def listen(self, path: str) -> None:
        """Serve the API on a unix socket of that path while the engine runs (HTTP/1.1, keep-alive, chunked).

        The path ends with the name of the default pipe; others that are configured are beside it.
        """
        self._pipes = (path.removesuffix(PIPE), path)
        with self.lock:
            self._listen_again()

    def close(self) -> None:
        """Stop serving for good; the state stays readable."""
        self._close()
        self._pipes = None

    # faults

    def fault(self, name: str, **arguments: Any) -> None:
        """Make something go wrong (faults.py). Raises ValueError for what is not known."""
        if name == "crash":
            self.crash()
            return
        self.faults.set(name, arguments)
        with self.lock:
            self._listen_again()

    def clear_fault(self, name: str | None = None) -> None:
        """End one fault, or all."""
        self.faults.clear(name)
        with self.lock:
            self._listen_again()

    # for the parts

    def now(self) -> datetime:
        """The machine's time, aware."""
        return self.machine.clock.now()

    def host(self) -> Host:
        """The host as it was when the engine started."""
        return self._host or look_at(self.machine)

    def path_exists(self, path: str) -> bool:
        """Whether the host has such a path."""
        return bool(self.machine.path(path)["exists"])

    def find(self, text: str) -> Container:
        """The container of an id, a name, or the beginning of an id. Raises ApiError."""
        return names.find(self.containers, text, self.version)

    def log(self, container: Container, action: str, **attributes: str) -> None:
        """Write an event of a container."""
        self.events.log(
            "container", action, container.id, {**container.event_attributes(), **attributes},
            **{"from": container.config["Image"]},
        )  # fmt: skip

    def state(self) -> dict[str, Any]:
        """Everything the engine knows, ready for JSON; `runs_as` is what a container really runs as."""
        with self.lock:
            return {
                "version": self.version.text, "api_version": self.version.api, "running": self.running,
                "mode": self.mode, "service": self.service, "data_root": self.data_root,
                "pipe": self.pipe_state, "default_isolation": self.default_isolation,
                "exec_opts": self.settings.exec_options or list(self.exec_opts),
                "containers": [
                    {**inspect.inspect(container, self.version, self.data_root), "RunsAs": container.runs_as}
                    for container in self.containers.values()
                ],
                "images": [self._shown(image) for image in self.images.all()],
                "networks": [self.networks.shown(n, self.containers) for n in self.networks.by_id.values()],
                "volumes": [self.volumes.shown(volume) for volume in self.volumes.by_name.values()],
                "faults": {name: dict(arguments) for name, arguments in self.faults.on.items()},
            }  # fmt: skip

    # inside

    def _shown(self, image: Image) -> dict[str, Any]:
        return inspect_image(self.images, image, self.version, api_number(self.version.api), self.data_root)

    def _preload(self, images: Iterable[str] | Mapping[str, Mapping[str, Any]]) -> None:
        """What is there already came by pulls, or, where it is described here, from files: without a digest."""
        build = look_at(self.machine).build
        for name in images:
            reference = read_reference(name)
            given = images[name] if isinstance(images, Mapping) else None
            document = read_entry(name, given)[1] if given else self.registry.find(reference)
            if document is None:
                raise ValueError(f"image {name} is neither described nor in the registry")
            image = (choose(document, build, self.version) if document.is_list else document).images[0]
            if given:
                self.images.name(self.images.keep(image), reference)
            else:
                self.images.add(reference, document.digest, image)

    def _listen_again(self) -> None:
        if self._pipes is None:
            return
        start, default = self._pipes
        wanted = self.settings.pipes if self.pipe_state == "listening" else []
        paths = {default if name == PIPE else start + name for name in wanted}
        for path in paths - set(self._listeners):
            self._listeners[path] = Listener(path, self.app)
        for path, listener in self._listeners.items():
            if path in paths:
                listener.open()
            else:
                listener.close()

    def _close(self) -> None:
        with self.lock:
            self.running = False
            self.changed.notify_all()
        self.events.close()
        for listener in self._listeners.values():
            listener.close()
