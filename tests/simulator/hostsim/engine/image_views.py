"""How does the engine show an image: inspected, in the list, in its history? By engine version and API version (moby
api/server/router/image)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from .contents import Layer
from .images import Image, Images
from .versions import EngineVersion
from .wording import stamp

Api = tuple[int, int]
NEVER = "1970-01-01T00:00:00Z"

EMPTY_CONFIG: dict[str, Any] = {
    "Hostname": "", "Domainname": "", "User": "", "AttachStdin": False, "AttachStdout": False, "AttachStderr": False,
    "Tty": False, "OpenStdin": False, "StdinOnce": False, "Env": None, "Cmd": None, "Image": "", "Volumes": None,
    "WorkingDir": "", "Entrypoint": None, "OnBuild": None, "Labels": None,
}  # fmt: skip
KEPT = ("Cmd", "Entrypoint", "Env", "Labels", "OnBuild", "User", "Volumes", "WorkingDir")


def inspect(images: Images, image: Image, version: EngineVersion, api: Api, data_root: str) -> dict[str, Any]:
    """The body of GET /images/NAME/json."""
    manifest = image.manifest
    folder = images.folders[manifest.chains[-1]] if manifest.chains else ""
    comment = str(manifest.history[-1].get("comment", "")) if manifest.history else ""
    old = {"Parent": "", "Comment": comment, "DockerVersion": "", "Author": manifest.author}
    if api >= (1, 52):
        old = {name: value for name, value in old.items() if value and name in ("Comment", "Author")}
    size = _virtual(manifest.size, version, api)
    os_version = {"OsVersion": manifest.os_version} if manifest.os_version else {}
    return {
        "Id": image.id, "RepoTags": list(image.tags), "RepoDigests": list(image.digests), **old,
        "Created": manifest.created or ("0001-01-01T00:00:00Z" if api < (1, 44) else ""), **_container(version, api),
        "Config": _config(manifest.config, api), "Architecture": manifest.architecture, "Os": manifest.os, **os_version,
        "Size": manifest.size, **size,
        "GraphDriver": {
            "Data": {"dir": f"{data_root}\\windowsfilter\\{folder}"} if folder else None, "Name": "windowsfilter",
        },
        "RootFS": {
            "Type": "layers", **({"Layers": [layer.diff_id for layer in manifest.layers]} if manifest.layers else {}),
        },
        "Metadata": {"LastTagTime": stamp(image.tagged)},
    }  # fmt: skip


def _virtual(size: int, version: EngineVersion, api: Api) -> dict[str, int]:
    """The size once more, until API 1.44; from 25 to 28 not where it is 0."""
    return {"VirtualSize": size} if api < (1, 44) and (size or not (25, 0) <= version.number < (29, 0)) else {}


def _container(version: EngineVersion, api: Api) -> dict[str, Any]:
    """What older APIs tell of the container that an image was made from: nothing is known of it."""
    if api >= (1, 45) and version.number >= (26, 0):
        return {}
    empty = dict(EMPTY_CONFIG)
    if version.number >= (29, 0):
        del empty["OnBuild"]
        return {"Container": "", "ContainerConfig": empty}
    return {**({"Container": ""} if version.number < (26, 0) else {}), "ContainerConfig": empty}


def _config(config: Any, api: Api) -> dict[str, Any]:
    told = {name: value for name, value in config.items() if value not in (None, "", [], {}, False)}
    if api < (1, 50):
        return {**EMPTY_CONFIG, **told}
    return {**({name: EMPTY_CONFIG[name] for name in KEPT} if api < (1, 52) else {}), **told}


def summary(
    image: Image, version: EngineVersion, api: Api, tags: list[str] | None = None,
    digests: list[str] | None = None, containers: int = -1, shared: int = -1,
) -> dict[str, Any]:  # fmt: skip
    """The image's row in GET /images/json; `tags` and `digests` that a filter left."""
    tags = list(image.tags) if tags is None else tags
    digests = list(image.digests) if digests is None else digests
    if api < (1, 43):
        none = not tags and not digests
        tags, digests = (["<none>:<none>"] if none else tags), (["<none>@<none>"] if none else digests)
    size = _virtual(image.manifest.size, version, api)
    rows: dict[str, Any] = {"RepoDigests": digests, "RepoTags": tags}
    if api < (1, 43):
        rows = {name: value or None for name, value in rows.items()}
    return {
        "Containers": containers if api >= (1, 51) else -1, "Created": int(image.created.timestamp()), "Id": image.id,
        "Labels": image.manifest.config.get("Labels"), "ParentId": "", **rows, "SharedSize": shared,
        "Size": image.manifest.size, **size,
    }  # fmt: skip


def usage(image: Image, version: EngineVersion, api: Api, containers: int) -> dict[str, Any]:
    """The image's row in GET /system/df, which leaves a list without names null."""
    row = summary(image, version, api)
    names = {name: row[name] or None for name in ("RepoDigests", "RepoTags")}
    return {**row, **names, "Containers": containers, "SharedSize": 0}


def shared_sizes(images: Images) -> dict[str, int]:
    """Image id -> bytes of its layers that other images have as well."""
    counts = Counter(chain for image in images.by_id.values() for chain in image.manifest.chains)
    return {
        image.id: sum(
            layer.size
            for layer, chain in zip(image.manifest.layers, image.manifest.chains, strict=True) if counts[chain] > 1
        )
        for image in images.by_id.values()
    }  # fmt: skip


def history(image: Image) -> list[dict[str, Any]]:
    """The body of GET /images/NAME/history: a row for each step, the newest first."""
    layers = iter(image.manifest.layers)
    rows: list[dict[str, Any]] = []
    for step in image.manifest.history:
        layer: Layer | None = None if step.get("empty_layer") else next(layers, None)
        made = datetime.fromisoformat(str(step.get("created") or NEVER))
        rows.insert(0, {
            "Comment": step.get("comment", ""), "Created": int(made.timestamp()),
            "CreatedBy": step.get("created_by", ""), "Id": "<missing>", "Size": layer.size if layer else 0,
            "Tags": None,
        })  # fmt: skip
    if rows:
        rows[0] |= {"Id": image.id, "Tags": list(image.tags) or None}
    return rows
