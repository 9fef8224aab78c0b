"""How does a request become a container, and how does a container go?"""

from __future__ import annotations

import copy
import ntpath
from typing import TYPE_CHECKING, Any

from . import mounts, names, refusals
from .container import Container
from .errors import ApiError
from .host_config import read_host_config
from .images import Image
from .networks import ENDPOINT
from .references import BadReference, read_reference
from .refusals import Request
from .texts import refusal

if TYPE_CHECKING:
    from .engine import Engine

# member of Config, default; the members below are shown only where they have a value
CONFIG: tuple[tuple[str, Any], ...] = (
    ("Hostname", ""), ("Domainname", ""), ("User", ""), ("AttachStdin", False), ("AttachStdout", False),
    ("AttachStderr", False), ("Tty", False), ("OpenStdin", False), ("StdinOnce", False), ("Env", None), ("Cmd", None),
    ("Image", ""), ("Volumes", None), ("WorkingDir", ""), ("Entrypoint", None), ("OnBuild", None), ("Labels", None),
)  # fmt: skip
ONLY_WHEN_SET = (
    "ExposedPorts", "Healthcheck", "ArgsEscaped", "NetworkDisabled", "MacAddress", "StopSignal", "StopTimeout", "Shell",
)  # fmt: skip
DEFAULT_NETWORKS = ("", "default", "nat")


class Creation:
    """Creates and removes containers. Every call is made under the engine's lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._made = 0

    def create(self, name: str, body: dict[str, Any]) -> tuple[Container, list[str]]:
        """POST /containers/create: the container and the warnings. Raises ApiError."""
        engine = self._engine
        members = {key.lower(): value for key, value in body.items()}
        given = {key: members.get(key.lower()) for key, _default in CONFIG}
        given |= {key: members[key.lower()] for key in ONLY_WHEN_SET if members.get(key.lower())}
        host_config = read_host_config(members.get("hostconfig"), engine.version)
        wanted = self.request(_with_defaults(given), host_config)
        refusals.check(wanted, refusals.DECODING)
        warnings = refusals.settle_cpu_conflicts(host_config, wanted.hyperv)
        refusals.check(wanted, refusals.SETTINGS)
        mounts.check_mounts(host_config, engine.machine.path)
        image = self._image(str(given["Image"] or ""))
        config = _merged(given, image)
        self._made += 1
        identifier = names.long_id("container", engine.name, self._made)
        name = name.removeprefix("/") or names.made_up_name(identifier, (c.name for c in engine.containers.values()))
        names.reserve(name, engine.containers, engine.version)
        if not config["Hostname"] and not str(host_config["NetworkMode"]).startswith("container:"):
            config["Hostname"] = identifier[:12]
        if config["WorkingDir"]:
            config["WorkingDir"] = ntpath.normpath(config["WorkingDir"])
        if host_config["Isolation"].lower() in ("", "default"):
            host_config["Isolation"] = engine.default_isolation
        points = self._mounts(host_config, config, identifier)
        networking = members.get("networkingconfig") or {}
        endpoints = _endpoints(str(host_config["NetworkMode"]), networking.get("EndpointsConfig") or {})
        container = Container(identifier, name, engine.now(), config, host_config, image.manifest, points, endpoints)
        for volume in engine.volumes.attach(container, engine.now()):
            engine.events.log("volume", "create", volume.name, {"driver": "local"})
        engine.containers[identifier] = container
        engine.log(container, "create")
        return container, warnings

    def rename(self, container: Container, name: str) -> None:
        """POST /containers/ID/rename. Raises ApiError."""
        engine, name = self._engine, name.removeprefix("/")
        if not name:
            raise refusal("rename_empty", engine.version)
        if name == container.name:
            raise refusal("rename_same", engine.version)
        names.reserve(name, engine.containers, engine.version, renaming=True)
        old, container.name = container.name, name
        engine.log(container, "rename", oldName=f"/{old}")

    def remove(self, container: Container, volumes: bool = False, force: bool = False) -> None:
        """DELETE /containers/ID. Raises ApiError 409 for what runs, unless forced."""
        engine, state = self._engine, container.state
        if state.running and not force:
            procedure = "unpause and then stop the container" if state.paused else "stop the container"
            raise refusal(
                "remove_running", engine.version, id=container.id, name=container.name, state=state.status,
                procedure=procedure, Procedure=procedure[0].upper() + procedure[1:],
            )  # fmt: skip
        container.removed = True
        if state.running:
            engine.runtime.kill(container)
        engine.runtime.forget(container)
        engine.containers.pop(container.id, None)
        for name in engine.volumes.detach(container, volumes):
            engine.events.log("volume", "destroy", name, {"driver": "local"})
        engine.log(container, "destroy")
        engine.changed.notify_all()

    def request(self, config: dict[str, Any], host_config: dict[str, Any]) -> Request:
        """What the checks look at."""
        engine, host = self._engine, self._engine.host()
        isolation = host_config["Isolation"].lower()
        hyperv = isolation == "hyperv" or (isolation in ("", "default") and engine.default_isolation == "hyperv")
        return Request(config, host_config, engine.version, hyperv, host.client, host.build, host.processors)

    def _image(self, name: str) -> Image:
        engine = self._engine
        try:
            shown = read_reference(name).familiar if name else ""
        except BadReference as error:
            raise ApiError(400, str(error)) from error
        image = engine.images.find(name) if name else None
        if image is None:
            raise refusal("no_such_image" if name else "no_command", engine.version, ref=shown)
        return image

    def _mounts(self, host_config: dict[str, Any], config: dict[str, Any], identifier: str) -> list[dict[str, Any]]:
        """Mount points of the request, of `VolumesFrom`, and the anonymous volumes of Config.Volumes."""
        engine = self._engine
        points = mounts.read_mounts(host_config, engine.machine.path)
        for text in host_config["VolumesFrom"] or []:
            source, _colon, mode = text.partition(":")
            for point in engine.find(source).mounts:
                points.append({**point, "RW": point["RW"] and mode != "ro"})
        taken = {point["Destination"].lower() for point in points}
        for target in config.get("Volumes") or {}:
            if target.lower().rstrip("\\") not in taken:
                points += mounts.read_mounts({"Binds": [target]}, engine.machine.path)
        for point in points:
            if point["Type"] == "volume" and not point["Name"]:
                point["Name"] = names.long_id("volume", identifier, point["Destination"])
                point["Anonymous"] = True
        return points


def _with_defaults(given: dict[str, Any]) -> dict[str, Any]:
    extra = {key: given[key] for key in ONLY_WHEN_SET if key in given}
    config = {key: copy.deepcopy(default if given[key] is None else given[key]) for key, default in CONFIG}
    return {**config, **copy.deepcopy(extra)}


def _merged(given: dict[str, Any], image: Image) -> dict[str, Any]:
    """The request's Config with what the image adds to it (moby runconfig Merge)."""
    config, base = _with_defaults(given), image.manifest.config
    if isinstance(config["Cmd"], str):
        config["Cmd"] = [config["Cmd"]]
    if not config["Entrypoint"]:
        config["Cmd"] = config["Cmd"] or copy.deepcopy(base.get("Cmd"))
        config["Entrypoint"] = copy.deepcopy(base.get("Entrypoint"))
    for key in ("User", "WorkingDir", "Healthcheck", "StopSignal", "Shell"):
        if not config.get(key) and base.get(key):
            config[key] = copy.deepcopy(base[key])
    named = {entry.partition("=")[0].lower() for entry in config["Env"] or []}
    inherited = [entry for entry in base.get("Env") or [] if entry.partition("=")[0].lower() not in named]
    config["Env"] = [*(config["Env"] or []), *inherited] or None
    for key in ("ExposedPorts", "Volumes"):
        both = {**(base.get(key) or {}), **(config.get(key) or {})}
        if both:
            config[key] = both
    config["Labels"] = {**(base.get("Labels") or {}), **(config["Labels"] or {})}
    return config


def _endpoints(mode: str, wanted: dict[str, Any]) -> dict[str, dict[str, Any]]:
    if mode.startswith("container:"):
        return {}
    name = "nat" if mode in DEFAULT_NETWORKS else mode
    found = {key: value for key, value in wanted.items() if key not in ("default",)}
    found.setdefault(name, None)
    return {key: {**copy.deepcopy(ENDPOINT), **_asked(value)} for key, value in found.items()}


def _asked(settings: dict[str, Any] | None) -> dict[str, Any]:
    return {
        key: (settings or {})[key]
        for key in ("IPAMConfig", "Aliases", "DriverOpts", "Links")
        if (settings or {}).get(key)
    }
