# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is declared of a set as a whole? The options of one project, read at the door."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose import source
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.addresses import meant_twice, not_in_subnet
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import (
    CONTAINER_OPTIONS,
    Spec,
    ignored_options,
    read_set,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.gathered import Around
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.sequences import Waiting
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.durations import age
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.endpoint import by_name_of_host
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.environment import Found
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.archive import Archive, read_archives
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.declared import (
    NetworkSpec,
    read_networks,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.registries import Logins, logins
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.version import VERSION
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.declared import (
    VolumeSpec,
    read_volumes,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.isolation_modes import (
    ISOLATION_MODES,
    isolation,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.piercings import PERMISSIONS

ARGUMENTS: dict[str, Any] = {
    "project": {"type": "str", "required": True},
    "isolation": {"type": "str"},
    "project_dir": {"type": "str"},
    "allow_piercing": {"type": "list", "elements": "str", "choices": list(PERMISSIONS), "default": []},
    "containers": {"type": "list", "elements": "dict"},
    **source.ARGUMENTS,
    "networks": {"type": "dict", "default": {}},
    "volumes": {"type": "dict", "default": {}},
    "prune": {"type": "bool", "default": False},
    "prune_networks": {"type": "bool", "default": True},
    "prune_volumes": {"type": "bool", "default": False},
    "prune_images": {"type": "bool", "default": False},
    "prune_images_until": {"type": "str"},
    "archives": {"type": "dict", "default": {}},
    "registries": {"type": "dict", "default": {}, "no_log": False},
    "docker_config": {"type": "path"},
    "check_room": {"type": "bool", "default": True},
    "pull": {"type": "str", "choices": ["missing", "always", "never"], "default": "missing"},
    "adopt": {"type": "bool", "default": False},
    "wait": {"type": "bool", "default": True},
    "timeout": {"type": "int", "default": 300},
    "settle": {"type": "int", "default": 3},
    "keep_failed": {"type": "bool", "default": False},
    "keep": {"type": "int"},
}
# The documented specification: what the door checks container by container, so that it can name the container.
DOCUMENTED: dict[str, Any] = {
    **ARGUMENTS,
    "isolation": {"type": "str", "choices": list(ISOLATION_MODES)},
    "containers": {**ARGUMENTS["containers"], "options": CONTAINER_OPTIONS},
}


LONGEST_SETTLE = 600
MOST_KEPT = 10


@dataclass(frozen=True)
class Declared:
    """One project's set. `wait` in seconds, None for not waiting; `settle` the seconds in which one that came up
    must not end; `keep_failed`: one that does not come up is left under a name of its own; `allowed` are the
    permitted piercings; `services` the declared names, and whether each has copies (scale); `from_files`
    environments that came out of files, for the masker; `ignored` (container, text) for what Windows ignores
    without harm; `compose` what is told of the compose files that the set came out of; `beside` the projects that the
    same run changes before this one; `keep` how many sets that were well are kept on the host, None for leaving them as
    they are; `prune_images_until` in seconds; `check_room`: registries are asked what images take; `given` the options
    as they came; `version` is the collection's."""

    project: str
    specs: Sequence[Spec] = ()
    pull: str = "missing"
    prune: bool = False
    prune_networks: bool = True
    prune_volumes: bool = False
    prune_images: bool = False
    prune_images_until: int = 0
    adopt: bool = False
    wait: int | None = 300
    settle: int = 0
    keep_failed: bool = False
    allowed: Sequence[str] = ()
    ignored: Sequence[tuple[str, str]] = ()
    beside: Sequence[str] = ()
    services: Mapping[str, bool] = field(default_factory=dict)
    logins: Logins = field(default_factory=Logins)
    check_room: bool = True
    archives: Mapping[str, Archive] = field(default_factory=dict)
    from_files: Sequence[Mapping[str, Any]] = ()
    compose: Mapping[str, Any] | None = None
    version: str = VERSION
    networks: Sequence[NetworkSpec] = ()
    volumes: Sequence[VolumeSpec] = ()
    keep: int | None = None
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def wanted(self) -> list[Spec]:
        """Those that are to exist, and of which it is declared what they are made of."""
        return [spec for spec in self.specs if spec["state"] != "absent" and not spec["as_it_is"]]

    @property
    def waiting(self) -> Waiting:
        return Waiting(self.wait, self.settle, self.keep_failed)


def read_declared(options: Mapping[str, Any], found: Found = str) -> Declared:
    """The options of one set, as the validator left them; `found` finds a file of the controller, as Ansible does.
    Raises Refused with all that is wrong."""
    made = source.sourced(options, found)
    try:
        declared = _read(made.options, found)
    except Refused as refused:
        raise Refused([made.label(text) for text in refused.problems]) from None
    return replace(
        declared,
        ignored=[*declared.ignored, *made.left_out],
        from_files=[*declared.from_files, *made.secret],
        compose=made.told,
    )


def _read(options: Mapping[str, Any], found: Found) -> Declared:
    problems = []
    try:
        mode = isolation(options["isolation"]) if options["isolation"] else None
    except ValueError as error:
        mode = None
        problems.append(f"isolation: {shown(options['isolation'], str(error), False)}")
    if options["timeout"] < 1:
        problems.append(f"timeout: {shown(options['timeout'], 'allowed are seconds from 1', False)}")
    if not 0 <= options["settle"] <= LONGEST_SETTLE:
        text = f"allowed are 0 to {LONGEST_SETTLE} seconds; 0 is for not waiting any longer once it runs"
        problems.append(f"settle: {shown(options['settle'], text, False)}")
    if options["keep"] is not None and not 0 <= options["keep"] <= MOST_KEPT:
        text = f"allowed are 0 to {MOST_KEPT} sets; 0 is for keeping none"
        problems.append(f"keep: {shown(options['keep'], text, False)}")
    if not options["project"].strip():
        problems.append("project: is empty; give the set a short name")
    folder = options["project_dir"]
    if folder is not None and not _is_folder(folder):
        problems.append(f"project_dir: {shown(folder, 'it is a whole path of a folder of the host', False)}")
    specs: list[Spec] = []
    try:
        specs = read_set(options["containers"], mode, Around(project_dir=folder, found=found))
    except Refused as refused:
        problems += refused.problems
    networks: list[NetworkSpec] = []
    volumes: list[VolumeSpec] = []
    try:
        networks = read_networks(options["networks"])
    except Refused as refused:
        problems += refused.problems
    try:
        volumes = read_volumes(options["volumes"])
    except Refused as refused:
        problems += refused.problems
    if options["prune_volumes"] and not options["prune"]:
        problems.append("prune_volumes: goes with prune: true, which removes the containers that use them")
    until = 0
    try:
        until = age(options["prune_images_until"] or 0)
    except ValueError as error:
        problems.append(f"prune_images_until: {shown(options['prune_images_until'], str(error), False)}")
    if options["prune_images_until"] and not options["prune_images"]:
        problems.append("prune_images_until: goes with prune_images: true, whose images it narrows")
    who = Logins()
    try:
        who = logins(options, [str(spec["image"]) for spec in specs if spec["image"]], found)
    except Refused as refused:
        problems += refused.problems
    archives: dict[str, Archive] = {}
    try:
        archives = read_archives(options["archives"], [str(spec["image"]) for spec in specs if spec["image"]], found)
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(problems)
    by_host(specs, networks, volumes)
    if wrong := [*not_in_subnet(specs, networks), *meant_twice(specs)]:
        raise Refused(wrong)
    return Declared(
        project=options["project"],
        specs=specs,
        pull=options["pull"],
        check_room=options["check_room"],
        prune=options["prune"],
        prune_networks=options["prune_networks"],
        prune_volumes=options["prune_volumes"],
        prune_images=options["prune_images"],
        prune_images_until=until,
        networks=networks,
        volumes=volumes,
        adopt=options["adopt"],
        wait=options["timeout"] if options["wait"] else None,
        settle=options["settle"],
        keep_failed=options["keep_failed"],
        keep=options["keep"],
        given=options,
        allowed=options["allow_piercing"],
        ignored=ignored_options(options["containers"]),
        services=_services(options["containers"]),
        logins=who,
        archives=archives,
        from_files=[
            *({"env": spec["env"]} for spec in specs if _has_file(options["containers"], spec)),
            *who.secrets(),
        ],
    )


def _is_folder(path: str) -> bool:
    return bool(re.match(r"[a-zA-Z]:[\\/]", path)) and ".." not in re.split(r"[\\/]", path)


def _services(containers: Sequence[Any]) -> dict[str, bool]:
    return {str(given["name"]): given.get("scale") is not None for given in containers}


def _has_file(containers: Sequence[Any], spec: Spec) -> bool:
    return any(given.get("name") == spec["name"] and given.get("env_file") for given in containers)


def by_host(specs: Sequence[Spec], networks: Sequence[NetworkSpec], volumes: Sequence[VolumeSpec]) -> None:
    """Puts the names that the host knows in the place of those by which the set calls its networks and volumes."""
    names = {one.key: one.name for one in networks}
    called = {one.key.lower(): one.name for one in volumes}
    for spec in specs:
        by_name_of_host(spec, names)
        spec["mounts"] = [
            {**mount, "source": called.get(str(mount["source"]).lower(), mount["source"])}
            if mount["type"] == "volume"
            else mount
            for mount in spec["mounts"] or []
        ]
