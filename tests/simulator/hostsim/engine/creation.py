"""How does a request become a container, and how does a container go?"""

from __future__ import annotations

import copy
import ntpath
from typing import TYPE_CHECKING, Any

from . import decoding, endpoint_checks, log_options, mac_addresses, mounts, names, refusals, storage
from .container import Container
from .endpoints import endpoint_of, names_of
from .errors import ApiError
from .go_json import read
from .images import Image
from .platforms import check_platform, fits, platform_of, spelt
from .references import BadReference, read_reference
from .refusals import Request
from .texts import refusal
from .wire import HEALTHCHECK

if TYPE_CHECKING:
    from .engine import Engine

DEFAULT_NETWORKS = ("", "default", "nat")


class Creation:
    """Creates and removes containers. Every call is made under the engine's lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._made = 0

    def create(
        self, name: str, body: dict[str, Any], platform: str, api: tuple[int, int]
    ) -> tuple[Container, list[str]]:
        """POST /containers/create: the container and the warnings. Raises ApiError.

        The order is the engine's (moby daemon/server/router/container, daemon/create.go): decoding, the checks of the
        request, the image, the log's options, the name, the mounts.
        """
        engine = self._engine
        asked = decoding.create_request(body, engine.version)
        given, host_config, endpoints = asked.config, asked.host, asked.endpoints
        wanted = self.request(given, host_config)
        refusals.check(wanted, refusals.DECODING)
        endpoint_checks.check_number(endpoints, engine.version, api)
        warnings = mac_addresses.settle(given, host_config, endpoints, engine.version, api)
        warnings += decoding.fill_bindings(host_config, engine.version)
        check_platform(platform)
        mounts.check_mounts(host_config, engine.machine.path, engine.version)
        warnings += self.check_settings(wanted)
        image = self._image(given["Image"], platform)
        endpoint_checks.check(endpoints, engine.networks, engine.version)
        config = _merged(given, image)
        if config["Entrypoint"] == [""]:
            config["Entrypoint"] = None
        if not config["Entrypoint"] and not config["Cmd"]:
            raise refusal("no_command", engine.version)
        engine.settings.fill(host_config["LogConfig"])
        log_options.check(host_config["LogConfig"], engine.version)
        decoding.complete(host_config, engine.version)
        self._made += 1
        identifier = names.long_id("container", engine.name, self._made)
        name = name or names.made_up_name(identifier, (c.name for c in engine.containers.values()))
        name = names.reserve(name, engine.containers, engine.version)
        storage.check(host_config["StorageOpt"], engine.version)
        if not config["Hostname"] and not str(host_config["NetworkMode"]).startswith("container:"):
            config["Hostname"] = identifier[:12]
        if config["WorkingDir"]:
            config["WorkingDir"] = ntpath.normpath(config["WorkingDir"])
        if host_config["Isolation"].lower() in ("", "default"):
            host_config["Isolation"] = engine.default_isolation
        points = self._mounts(host_config, config, identifier)
        attached = _endpoints(str(host_config["NetworkMode"]), endpoints)
        container = Container(identifier, name, engine.now(), config, host_config, image.manifest, points, attached)
        for volume in engine.volumes.attach(container, engine.now()):
            engine.events.log("volume", "create", volume.name, {"driver": "local"})
        host_config["Links"] = None  # kept beside it, and shown for no network of Windows (moby daemon/links.go)
        engine.containers[identifier] = container
        engine.log(container, "create")
        return container, warnings

    def check_settings(self, wanted: Request) -> list[str]:
        """The checks that an update makes as well (moby daemon/container.go verifyContainerSettings). The warnings."""
        warnings = refusals.settle_cpu_conflicts(wanted.host, wanted.hyperv)
        refusals.check(wanted, refusals.SETTINGS)
        return warnings

    def rename(self, container: Container, name: str) -> None:
        """POST /containers/ID/rename. Raises ApiError."""
        engine, name = self._engine, name.removeprefix("/")
        if not name:
            raise refusal("rename_empty", engine.version)
        if name == container.name:
            raise refusal("rename_same", engine.version)
        names.reserve(f"/{name}", engine.containers, engine.version, renaming=True)
        old, container.name = container.name, name
        for endpoint in container.endpoints.values() if container.state.running else ():  # moby daemon/rename.go
            endpoint["DNSNames"] = names_of(container, endpoint)
        engine.log(container, "rename", oldName=f"/{old}")

    def remove(self, container: Container, volumes: bool = False, force: bool = False, asked: str = "") -> None:
        """DELETE /containers/ID. Raises ApiError 409 for what runs, unless forced."""
        engine, state = self._engine, container.state
        if state.running and not force:
            procedure = "unpause and then stop the container" if state.paused else "stop the container"
            raise refusal(
                "remove_running", engine.version, id=container.id, name=container.name, state=state.status,
                asked=asked or container.name,
                procedure=procedure, Procedure=procedure[0].upper() + procedure[1:],
            )  # fmt: skip
        container.removed = True
        if state.running:
            engine.runtime.kill(container)
        if engine.faults.use("held_folder"):
            container.removed, state.dead = False, True
            failed = refusal(
                "folder_held", engine.version, asked=asked or container.name,
                path=f"{engine.data_root}\\containers\\{container.id}",
            )  # fmt: skip
            state.error = failed.text.partition(": ")[2]
            raise failed
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

    def _image(self, name: str, platform: str) -> Image:
        engine = self._engine
        try:
            shown = read_reference(name).familiar if name else ""
        except BadReference as error:
            raise ApiError(400, error.said(engine.version)) from error
        image = engine.images.find(name) if name else None
        if image is None:
            raise refusal("no_such_image" if name else "no_command", engine.version, ref=shown)
        if not fits(platform, image.manifest):
            raise refusal(
                "image_platform", engine.version, name=name, has=platform_of(image.manifest), wanted=spelt(platform)
            )
        return image

    def _of(self, name: str) -> Container:
        try:
            return self._engine.find(name)
        except ApiError as error:
            raise ApiError(400, error.text) from error

    def _mounts(self, host_config: dict[str, Any], config: dict[str, Any], identifier: str) -> list[dict[str, Any]]:
        """Mount points of the request, of `VolumesFrom`, and the anonymous volumes of Config.Volumes."""
        engine = self._engine
        points = mounts.read_mounts(host_config, engine.machine.path)
        for point in points[: len(host_config["Binds"] or [])]:
            point["Unnamed"] = not point["Name"]  # a bind that is a target alone
        for text in host_config["VolumesFrom"] or []:
            source, _colon, mode = text.partition(":")
            if mode not in ("", "ro", "rw"):
                raise ApiError(400, f"invalid mode: {mode}")
            for point in self._of(source).mounts:
                points.append({**point, "RW": point["RW"] and mode != "ro", "Borrowed": True})
        taken = {point["Destination"].lower() for point in points}
        for target in config.get("Volumes") or {}:
            for point in mounts.read_anonymous(target, engine.machine.path):
                if point["Destination"].lower() not in taken:
                    taken.add(point["Destination"].lower())
                    points.append({**point, "OfConfig": True})
        for point in points:
            if point["Type"] == "volume" and not point["Name"]:
                point["Name"] = names.long_id("volume", identifier, point["Destination"])
                point["Anonymous"] = not point.get("Borrowed")
        return points


def _merged(given: dict[str, Any], image: Image) -> dict[str, Any]:
    """The request's Config with what the image adds to it (moby daemon/commit.go merge). Raises ApiError."""
    config, base = copy.deepcopy(given), image.manifest.config
    if not config["Entrypoint"]:
        config["Cmd"] = config["Cmd"] or copy.deepcopy(base.get("Cmd"))
        if config["Entrypoint"] is None:
            config["Entrypoint"] = copy.deepcopy(base.get("Entrypoint"))
    for key in ("User", "WorkingDir", "StopSignal", "Shell"):
        if not config.get(key) and base.get(key):
            config[key] = copy.deepcopy(base[key])
    if base.get("Healthcheck"):
        check = read(HEALTHCHECK, base["Healthcheck"])
        own = config["Healthcheck"] or {}
        config["Healthcheck"] = {key: own.get(key) or value for key, value in check.items()}
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
    if not found:  # one that names others is on those alone (moby daemon/container_operations.go)
        found[name] = None
    return {key: endpoint_of(value) for key, value in found.items()}
