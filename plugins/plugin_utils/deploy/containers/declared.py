# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is declared? The set of containers as the playbook says it, normalised, or everything that is wrong with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import (
    durations,
    resources,
    surroundings,
    values,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.gathered import (
    Around,
    environment,
    mounts_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.dependencies import depends_on
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.dependencies import (
    problems as dependency_problems,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.endpoint import networks, settle
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.healthcheck import HEALTH_OPTIONS, healthcheck
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.declared import reference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.mounted import MOUNT_OPTIONS, mounts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.order import Port, ports_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.published import ports
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.scale import copies
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.yaml_types import misread_options
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import (
    NO_OPTION,
    OPTIONS_ARE,
    Problem,
    Refused,
    brief,
    checked,
    lines,
    shown,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.options import refused_options
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.isolation_modes import (
    ISOLATION_MODES,
    isolation,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.piercings import PERMISSIONS

Spec = dict[str, Any]

STATES = {
    "present": "started",
    "started": "started",
    "stopped": "stopped",
    "absent": "absent",
    "restarted": "started",
}

# The options of one container, as Ansible's argument specification.
CONTAINER_OPTIONS: dict[str, Any] = {
    "name": {"type": "str", "required": True},
    "image": {"type": "str"},
    "isolation": {"type": "str", "choices": list(ISOLATION_MODES)},
    "state": {"type": "str", "choices": list(STATES), "default": "started"},
    "command": {"type": "raw"},
    "entrypoint": {"type": "raw"},
    "env": {"type": "dict", "default": {}, "no_log": True},
    "env_file": {"type": "raw"},
    "secrets": {"type": "dict", "default": {}, "no_log": True},
    "ports": {"type": "list", "elements": "raw", "default": []},
    "volumes": {"type": "list", "elements": "raw", "default": []},
    "mounts": {"type": "list", "elements": "dict", "default": [], "options": MOUNT_OPTIONS},
    "memory": {"type": "str"},
    "cpus": {"type": "float"},
    "restart_policy": {"type": "str", "default": "no"},
    "labels": {"type": "dict", "default": {}},
    "network": {"type": "str"},
    "networks": {"type": "raw"},
    "devices": {"type": "list", "elements": "str", "default": []},
    "credential_spec": {"type": "str", "no_log": True},
    "user": {"type": "str"},
    "working_dir": {"type": "str"},
    "hostname": {"type": "str"},
    "annotations": {"type": "dict", "default": {}},
    "healthcheck": {"type": "dict", "options": HEALTH_OPTIONS},
    "stop_signal": {"type": "str"},
    "stop_timeout": {"type": "raw"},
    "domainname": {"type": "str"},
    "dns": {"type": "list", "elements": "str", "default": []},
    "dns_search": {"type": "list", "elements": "str", "default": []},
    "tty": {"type": "bool", "default": False},
    "stdin_open": {"type": "bool", "default": False},
    "platform": {"type": "str"},
    "cpu_count": {"type": "int"},
    "cpu_percent": {"type": "int"},
    "cpu_shares": {"type": "int"},
    "io_maximum_iops": {"type": "int"},
    "io_maximum_bandwidth": {"type": "str"},
    "storage_opt": {"type": "dict", "default": {}},
    "log_driver": {"type": "str"},
    "log_options": {"type": "dict", "default": {}},
    "depends_on": {"type": "raw"},
    "once": {"type": "bool", "default": False},
    "exit_codes": {"type": "list", "elements": "int", "default": [0]},
    "rerun": {"type": "str", "choices": ["changed", "always"], "default": "changed"},
    "scale": {"type": "int"},
    "allow_piercing": {"type": "list", "elements": "str", "choices": list(PERMISSIONS), "default": []},
}
# How each option's value is read; the one reader of this table is `read_container`.
READERS: dict[str, Any] = {
    "name": values.name,
    "image": reference,
    "isolation": isolation,
    "state": STATES.__getitem__,
    "command": values.arguments,
    "entrypoint": values.arguments,
    "env": values.texts,
    "ports": ports,
    "mounts": mounts,
    "memory": values.memory,
    "cpus": values.cpus,
    "restart_policy": values.restart_policy,
    "labels": values.labels,
    "network": values.network,
    "networks": networks,
    "devices": values.devices,
    "credential_spec": values.credential_spec,
    "user": values.text,
    "working_dir": values.working_dir,
    "hostname": values.hostname,
    "annotations": values.annotation_texts,
    "healthcheck": healthcheck,
    "stop_signal": surroundings.stop_signal,
    "stop_timeout": durations.seconds,
    "domainname": surroundings.domainname,
    "dns": surroundings.dns,
    "dns_search": surroundings.dns_search,
    "tty": bool,
    "stdin_open": bool,
    "platform": surroundings.platform,
    "cpu_count": resources.cpu_count,
    "cpu_percent": resources.cpu_percent,
    "cpu_shares": resources.cpu_shares,
    "io_maximum_iops": resources.io_maximum_iops,
    "io_maximum_bandwidth": resources.io_maximum_bandwidth,
    "storage_opt": lambda value: resources.storage_opt(value) if value else {},
    "log_driver": surroundings.log_driver,
    "log_options": values.names_to_texts,
    "depends_on": depends_on,
    "once": bool,
    "exit_codes": values.exit_codes,
    "rerun": str,
    "allow_piercing": list,
}
# What a container that is to exist must declare.
NEEDED = {
    "image": "is missing; a container that is to exist needs one (name and state alone are for one that is there)",
    "isolation": "is not declared; allowed are process, hyperv and default, on the container or on the whole set",
}


STATE_ALONE = {"name", "state"}  # of one that is there, whatever it is made of


def read_set(containers: list[Any], mode: str | None, around: Around | None = None) -> list[Spec]:
    """The CONTAINER SPECs, sorted by name. `mode` is for those that declare none of their own.

    Raises Refused with every problem of the whole set, sorted by container.
    """
    around = replace(around or Around(), mode=mode)
    specs: list[Spec] = []
    containers, problems, services = copies(containers)
    for position, given in enumerate(containers, 1):
        label = f"container {given.get('name') or f'number {position}'}" if isinstance(given, Mapping) else ""
        if not label:
            problems.append((f"container number {position}", "must be a dictionary with name, image and isolation"))
            continue
        spec, wrong = read_container(given, around)
        specs.append(spec)
        problems += [(label, line) for line in wrong]
    names = [str(spec.get("name")).lower() for spec in specs if spec.get("name")]
    problems += [
        (f"container {name}", "name: is used by two containers of the set; each needs a name of its own")
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
    problems += _shared_ports(specs)
    if not problems:
        problems += [(f"container {name}", text) for name, text in dependency_problems(specs, services)]
    if problems:
        told = [f"{label}: {line}" for label, line in sorted(problems)]
        raise Refused([*told, *_options_once(line for _label, line in problems)])
    return sorted(specs, key=lambda spec: str(spec["name"]))


def _options_once(told: Iterable[str]) -> list[str]:
    """The list of the options, where one of the lines says of a word that it is none and cannot say which is meant."""
    unknown = any(line.partition(NO_OPTION)[1] and ";" not in line.partition(NO_OPTION)[2] for line in told)
    return [f"containers: {OPTIONS_ARE.format(', '.join(sorted(CONTAINER_OPTIONS)))}"] if unknown else []


def _shared_ports(specs: list[Spec]) -> list[tuple[str, str]]:
    """Two containers that run cannot have one port of the host."""
    users: dict[Port, list[str]] = {}
    for spec in specs:
        for port in ports_of(spec) if spec["state"] == "started" else ():
            users.setdefault(port, []).append(str(spec.get("name")))
    return [
        (
            f"container {names[0]}",
            f"ports: port {port}/{protocol} of the host is declared for {' and '.join(names[1:])} as well; give each "
            "container a port of its own",
        )
        for (port, protocol), names in ((port, sorted(names)) for port, names in users.items())
        if len(names) > 1
    ]


def read_container(given: Mapping[str, Any], around: Around | None = None) -> tuple[Spec, list[str]]:
    """One CONTAINER SPEC and what is wrong with it."""
    around = around or Around()
    given = dict(given)
    service = given.pop("service", None)
    foreign = {row["option"]: row for row in _foreign(given)}
    problems: list[Problem] = [
        (name, f"{brief(name, row['value'])} is refused: {row['reason']}. {row['way_out']}")
        for name, row in foreign.items()
        if row["action"] == "refuse"
    ]
    known = {name: value for name, value in given.items() if name not in foreign and value is not None}
    if around.mode is not None:
        known.setdefault("isolation", around.mode)
    misread = misread_options(known)
    problems += misread
    known = {name: value for name, value in known.items() if name not in {option for option, _text in misread}}
    spelt, wrong = _spelt(known)
    problems += wrong
    options, wrong = checked(CONTAINER_OPTIONS, spelt, listed=False)
    problems += wrong
    for gather in (environment, mounts_of):
        problems += gather(options, around, {name for name, _text in problems})
    failed = {name for name, _text in problems}
    spec: Spec = {}
    for name, read in READERS.items():
        spec[name], value = None, options.get(name)
        if value is None or name in failed:
            continue
        try:
            spec[name] = read(value)
        except ValueError as error:
            problems.append((name, _said(name, value, str(error))))
    spec["name"], spec["service"] = spec["name"] or given.get("name"), service
    spec["restarts"] = options.get("state") == "restarted"
    spec["as_it_is"] = "state" in known and spec["state"] != "absent" and set(known) - {"isolation"} <= STATE_ALONE
    if spec["as_it_is"] and "isolation" not in given:
        spec["isolation"] = None
        return spec, lines(problems)
    problems += settle(spec)
    if not failed & {"working_dir", "mounts"} and (text := _no_such_drive(spec)):
        problems.append(("working_dir", text))
    beside = [*_joined(spec), *_ends(spec, known), *resources.conflicts(spec), *surroundings.log_problems(spec)]
    problems += [(name, text) for name, text in beside if name not in failed]
    if spec["state"] != "absent":
        problems += [(name, text) for name, text in NEEDED.items() if name not in known and name not in failed]
    return spec, lines(problems)


def _joined(spec: Spec) -> list[Problem]:
    """Who joins another container's network has that one's name and ports; the engine refuses both (recorded)."""
    target = values.joins(spec["network"])
    if target is None:
        return []
    if target == spec["name"]:
        return [("network", shown(spec["network"], "it is the container itself: name another one", False))]
    way_out = f"leave it out, or declare it for {target}"
    return [
        (name, shown(given, f"network container:{target} brings the {what} of {target}: {way_out}", False))
        for name, what, given in (
            ("hostname", "host name", spec["hostname"]),
            ("ports", "ports", [f"{port['container_port']}/{port['protocol']}" for port in spec["ports"] or []]),
            ("dns", "name servers", spec["dns"]),
        )
        if given
    ]


OF_ONCE = ("exit_codes", "rerun")


def _ends(spec: Spec, known: Mapping[str, Any]) -> list[Problem]:
    """One that is meant to end is not started anew by the engine, and has nobody who would ask for its health."""
    if not spec["once"]:
        text = "says how a container ends that is meant to: give once: true, or leave it out"
        return [(name, shown(known[name], text, False)) for name in OF_ONCE if name in known]
    policy = (spec["restart_policy"] or {}).get("name", "no")
    if policy not in ("no", "on-failure"):
        return [
            (
                "restart_policy",
                shown(policy, "a container with once: true ends: allowed are no and on-failure:N", False),
            )
        ]
    if spec["state"] == "stopped":
        return [("state", shown("stopped", "a container with once: true runs until it ends, or is absent", False))]
    return []


def _no_such_drive(spec: Spec) -> str | None:
    """A container has the drive C: alone, and those that something is mounted to."""
    folder = str(spec["working_dir"] or "")
    drive = folder[:2].upper()
    if drive[1:] != ":" or drive == "C:":
        return None
    if any(mount["target"][:2].upper() == drive for mount in spec["mounts"] or []):
        return None
    return shown(
        folder, f"the container has no drive {drive}: give a folder on C:, or mount something to {drive}", False
    )


def ignored_options(containers: list[Any]) -> list[tuple[str, str]]:
    """(container, text) for what Windows ignores without harm: it is dropped, and warned of."""
    return [
        (str(given.get("name")), f"{row['option']}: {row['reason']}")
        for given in containers
        if isinstance(given, Mapping)
        for row in _foreign(given)
        if row["action"] == "warn"
    ]


def _foreign(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Options of containers elsewhere that Windows refuses or ignores."""
    return refused_options({name: value for name, value in given.items() if name not in CONTAINER_OPTIONS})


def _spelt(known: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Spellings that the validator's choices would refuse, and YAML's `no`, which it would turn into `False`."""
    spelt = dict(known)
    if spelt.get("restart_policy") is False:
        spelt["restart_policy"] = "no"
    try:
        if "isolation" in spelt:
            spelt["isolation"] = isolation(spelt["isolation"])
    except ValueError as error:
        return {**spelt, "isolation": None}, [("isolation", shown(known["isolation"], str(error), False))]
    return spelt, []


def _said(name: str, value: Any, allowed: str) -> str:
    """Readers of lists and dictionaries name the part that is wrong themselves, of one that was no list as well."""
    return (
        allowed
        if isinstance(value, dict | list) or " is not allowed; " in allowed
        else shown(value, allowed, CONTAINER_OPTIONS[name].get("no_log", False))
    )


# All of them stand on a container that is ours; one or the other may come out of an image that was made of a container.
SERVICE_LABEL = "winfleet.service"  # of a copy: the name that is declared, with scale
OUR_LABELS = ("winfleet.project", "winfleet.version", "winfleet.digest", "winfleet.isolation")


NOT_OF_THE_ENGINE = (
    *("state", "allow_piercing", "platform", "depends_on", "once", "exit_codes", "rerun", "service", "restarts"),
    "as_it_is",
)
# Options that came later: where they are unset, the digest is that of the container that was made without them.
SINCE_THEN = frozenset(CONTAINER_OPTIONS) - {
    *("name", "image", "isolation", "state", "command", "entrypoint", "env", "ports", "mounts", "memory", "cpus"),
    *("restart_policy", "labels", "network", "devices", "credential_spec", "user", "working_dir", "hostname"),
    *("annotations", "allow_piercing"),
}


def digest(spec: Spec) -> str:
    """A SHA-256 of what the engine is told when the container is created. No secret is part of it: whoever may read the
    label could try values until one fits."""
    told = {
        key: value
        for key, value in spec.items()
        if key not in NOT_OF_THE_ENGINE and not (key in SINCE_THEN and value in (None, False, [], {}))
    }
    if len(told.get("networks") or ()) == 1:  # as it was told when there could be no other
        told["networks"] = told["networks"][0]
    text = json.dumps(Masker().without_secrets(told), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def labels_of(spec: Spec, project: str, version: str) -> dict[str, str]:
    """The labels by which a later run knows its own."""
    own = dict(zip(OUR_LABELS, (project, version, digest(spec), str(spec["isolation"])), strict=True))
    return {**own, SERVICE_LABEL: spec["service"]} if spec.get("service") else own


def owner(labels: Mapping[str, str]) -> str | None:
    """The project that a container with these labels belongs to."""
    return labels["winfleet.project"] if all(name in labels for name in OUR_LABELS) else None
