"""Which volumes has the engine, and who uses them?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .container import Container
from .mounts import RESERVED
from .names import long_id
from .texts import refusal
from .versions import EngineVersion

LONGEST = 255
ANONYMOUS = "com.docker.volume.anonymous"
LABELS_ANONYMOUS = (23, 0)  # moby volume/service/service.go
NAME = re.compile(r"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$")


@dataclass
class Volume:
    """One volume of the driver `local`."""

    name: str
    created: datetime
    mountpoint: str
    labels: dict[str, str] | None = None
    options: dict[str, str] | None = None
    anonymous: bool = False
    users: set[str] = field(default_factory=set)  # ids of the containers that mount it


class Volumes:
    """The volumes of one engine, by name."""

    def __init__(self, data_root: str, version: EngineVersion) -> None:
        self._data_root = data_root
        self.version = version
        self._made = 0
        self.by_name: dict[str, Volume] = {}

    def at(self, data_root: str) -> None:
        """They are below this folder now (moby volume/local finds them by their folders)."""
        self._data_root = data_root
        for volume in self.by_name.values():
            volume.mountpoint = f"{data_root}\\volumes\\{volume.name}\\_data"

    def create(self, body: dict[str, Any], now: datetime) -> tuple[Volume, bool]:
        """POST /volumes/create: the volume, and whether it is new. Raises ApiError."""
        name, driver = body.get("Name") or "", body.get("Driver") or "local"
        if driver != "local":
            raise refusal("volume_driver", self.version, name=name, driver=driver)
        anonymous = not name
        name = name or long_id("volume", self._data_root, now, self._made)
        if body.get("ClusterVolumeSpec") is not None:
            raise refusal("no_swarm", self.version)
        name = name.lower()  # moby daemon/volume/service: names tell no case on Windows
        if RESERVED.match(name):
            raise refusal("volume_reserved", self.version, name=name)
        if len(name) > LONGEST:
            raise refusal("volume_too_long", self.version, name=name, path=f"{self._data_root}\\volumes\\{name}")
        if re.search(r'[\\/:*?"<>|]', name):
            raise refusal("volume_windows_name", self.version, name=name)
        if len(name) < 2:
            raise refusal("volume_name_short", self.version, name=name)
        if not NAME.match(name):
            raise refusal("volume_name", self.version, name=name)
        if name in self.by_name:
            return self.by_name[name], False
        if body.get("DriverOpts"):
            raise refusal("volume_options", self.version, name=name)
        mountpoint = f"{self._data_root}\\volumes\\{name}\\_data"
        volume = Volume(name, now, mountpoint, body.get("Labels"), body.get("DriverOpts"))
        self._made += 1
        if anonymous:
            self._anonymous(volume)
        self.by_name[name] = volume
        return volume, True

    def find(self, name: str) -> Volume:
        """The volume of that name. Raises ApiError 404."""
        found = self.by_name.get(name.lower())
        if found is None:
            raise refusal("no_such_volume", self.version, name=name)
        return found

    def remove(self, name: str) -> None:
        """DELETE /volumes/NAME. Raises ApiError 404 or 409."""
        volume = self.find(name)
        if volume.users:
            raise refusal("volume_in_use", self.version, name=volume.name, ids=", ".join(sorted(volume.users)))
        del self.by_name[volume.name]

    def attach(self, container: Container, now: datetime) -> list[Volume]:
        """Make the volumes that a new container mounts; fills in their sources. Returns those that are new."""
        made = []
        for point in container.mounts:
            # what is borrowed by VolumesFrom is not counted, but for volumes of a Config (moby daemon/volumes.go asks
            # for those without a source)
            if point["Type"] != "volume" or (point.get("Borrowed") and not point.get("OfConfig")):
                continue
            body = {"Name": point["Name"], "Labels": point.get("Labels") or None, "Driver": point["Driver"]}
            body["DriverOpts"] = point.get("Options")
            volume, new = self.create(body, now)
            if new and point.get("Anonymous"):
                self._anonymous(volume)
            volume.users.add(container.id)
            point["Source"] = volume.mountpoint
            if new:
                made.append(volume)
        return made

    def detach(self, container: Container, remove_anonymous: bool) -> list[str]:
        """Forget a removed container; returns the names of the anonymous volumes that went with it."""
        gone = []
        for volume in [volume for volume in self.by_name.values() if container.id in volume.users]:
            volume.users.discard(container.id)
            if remove_anonymous and volume.anonymous and not volume.users:
                del self.by_name[volume.name]
                gone.append(volume.name)
        return gone

    def _anonymous(self, volume: Volume) -> None:
        volume.anonymous = True
        if self.version.number >= LABELS_ANONYMOUS:
            volume.labels = {**(volume.labels or {}), ANONYMOUS: ""}

    def usage(self, volume: Volume) -> dict[str, Any]:
        """The volume as /system/df shows it."""
        return {**self.shown(volume), "UsageData": {"RefCount": len(volume.users), "Size": 0}}

    def shown(self, volume: Volume) -> dict[str, Any]:
        """The volume as inspect and the list show it."""
        return {
            "CreatedAt": f"{volume.created:%Y-%m-%dT%H:%M:%S}Z", "Driver": "local", "Labels": volume.labels,
            "Mountpoint": volume.mountpoint, "Name": volume.name, "Options": volume.options, "Scope": "local",
        }  # fmt: skip
