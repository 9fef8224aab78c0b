# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must not even be tried, and why? Asked for the whole set before anything is pulled or changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.credentials import KEY, entry_of, file_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts, build_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.declared import NetworkSpec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.usable import (
    azure_drops,
    no_such_card,
    no_such_network,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import joins
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_rules import engine_version
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.image_rules import patch_level, troubled
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.options import too_many_cpus
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.piercing import Facts, violations
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.question import question
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import effective_mode, judge_image
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.warnings import warnings
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import (
    image_version,
    release,
    support_ended,
)

Host = dict[str, Any]


@dataclass
class Judgement:
    """`problems` and `warnings` are (container, text); `verdicts` has one for each container that is to exist:
    {container, image, os_version, mode, verdict, reasons, remedies}."""

    problems: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """One container that is to exist, and where."""

    spec: Spec
    mode: str | None
    host: Host
    world: World
    image: ImageFacts
    declared: Declared
    modes: Mapping[str, str | None]  # of all containers of the set


def judge(
    declared: Declared, acting: set[str], world: World, host: Host, provisional: bool, prepared: bool
) -> Judgement:
    """`acting`: the containers that steps would create or start; the others stand as evidence that they can run.

    `provisional`: others may act before this is carried out. `prepared`: the judge leaves out what enabling features
    would change.
    """
    found = Judgement(warnings=list(declared.ignored))
    modes = {spec["name"]: effective_mode(host, spec["isolation"]) for spec in declared.wanted}
    for violation in violations(declared.wanted, declared.allowed, facts_of(world, host, declared.networks)):
        found.problems.append((violation["container"], violation_text(violation)))
    for spec in declared.wanted:
        image = world.image(spec["image"])
        case = Case(spec, modes[spec["name"]], host, world, image, declared, modes)
        verdict = judge_image(
            host, image.os_version, spec["isolation"], prepared=prepared, architecture=image.architecture
        )
        found.verdicts.append(
            {
                "container": spec["name"],
                "image": spec["image"],
                "os_version": image.os_version,
                "mode": case.mode or spec["isolation"],
                **verdict,
            }
        )
        if declared.pull == "always" and (behind := _base_is_behind(case)):
            found.warnings.append((spec["name"], behind))
        if spec["name"] not in acting:
            continue
        problems = [text for rule in RULES if (text := rule(case))]
        if not problems and verdict["verdict"] == "no":
            problems = [verdict_text(spec, image, verdict)]
        found.problems += [(spec["name"], text) for text in problems]
        if image.id is None and image.os_version is None and not world.assumed:
            found.warnings.append((spec["name"], _unknown_version(image)))
        found.warnings += [(spec["name"], text) for caution in CAUTIONS if (text := caution(case))]
        # An earlier task of the play may be the one that creates the folder.
        (found.warnings if provisional else found.problems).extend(
            (spec["name"], text) for text in _missing_sources(case)
        )
    found.warnings += [("", text) for text in warnings(host, declared.wanted)]
    found.problems.sort()
    return found


def facts_of(world: World, host: Host, networks: Sequence[NetworkSpec] = ()) -> Facts:
    """What the host says of its networks and of the engine's folder, and what is declared of those that are yet to be
    made: facts go before names."""
    drivers = {network.name: network.driver for network in networks if not network.external}
    drivers |= {network.name: network.driver for network in world.networks or () if network.driver}
    return Facts(world.data_root or (host.get("engine") or {}).get("data_root"), drivers)


def violation_text(violation: Mapping[str, Any]) -> str:
    """Which piercing, what it gives away, and what permits it."""
    way_out = (
        f"allow_piercing: [{violation['permission']}] permits it" if violation["permission"] else "nothing permits it"
    )
    return (
        f"{violation['option']}: {violation['value']} reaches through the isolation ({violation['kind']}): "
        f"{violation['reason']}; {way_out}"
    )


def verdict_text(spec: Spec, image: ImageFacts, verdict: Mapping[str, Any]) -> str:
    """The rules, the value, the host's facts and the ways out."""
    facts: dict[str, list[str]] = {}
    for reason in verdict["reasons"]:
        facts.setdefault(reason["rule"], []).append(reason["fact"])
    reasons = "; ".join(f"{rule}; this host: {', '.join(found)}" for rule, found in facts.items())
    built = f" (built for {image.os_version})" if image.os_version else ""
    remedies = " ".join(verdict["remedies"])
    return (
        f"image: {spec['image']}{built} with isolation {spec['isolation']} cannot run here ({reasons}). {remedies}"
    ).strip()


def _linux_image(case: Case) -> str | None:
    if case.image.os in (None, "windows"):
        return None
    meant = case.image.os[:40]
    return f"image: {case.spec['image']} is an image for {meant}; a Windows container host needs one for Windows"


def _devices_with_hyperv(case: Case) -> str | None:
    """The engine says so only at the start (moby daemon/oci_windows.go setupWindowsDevices)."""
    if not case.spec["devices"] or case.mode != "hyperv":
        return None
    return (
        f"devices: {', '.join(case.spec['devices'])} cannot be given to a container with isolation hyperv; "
        "declare isolation: process, or leave the devices out"
    )


def _devices_of_newer_engines(case: Case) -> str | None:
    """IDType://ID is of API 1.42 (moby api/docs/CHANGELOG.md)."""
    said = (case.host.get("engine") or {}).get("version")
    version = engine_version(said)
    newer = [device for device in case.spec["devices"] if "://" in device]
    if not newer or version is None or version >= (23, 0):
        return None
    return f"devices: {', '.join(newer)} is not understood by engine {said} on the host; write class/GUID"


def _annotations_dropped(case: Case) -> str | None:
    """Annotations are of API 1.43 (moby api/docs/CHANGELOG.md)."""
    said = (case.host.get("engine") or {}).get("version")
    version = engine_version(said)
    if not case.spec["annotations"] or version is None or version >= (24, 0):
        return None
    return f"annotations: engine {said} drops them without a word; 24.0 and newer keep them"


def _shared_network_with_hyperv(case: Case) -> str | None:
    """Neither the container nor the one whose network it joins may be hyperv (moby daemon/internal/runconfig)."""
    target = joins(case.spec["network"])
    if target is None:
        return None
    there = case.world.containers.here.get(target)
    other = case.modes.get(target) or (there.isolation if there else None)
    who = "this container" if case.mode == "hyperv" else target if other == "hyperv" else None
    if who is None:
        return None
    return (
        f"network: container:{target} cannot be joined, because {who} has isolation hyperv; declare isolation: process "
        "for both, or name a network of the host"
    )


def _no_such_network(case: Case) -> str | None:
    return no_such_network(case.spec, {network.name for network in case.declared.networks}, case.world.networks)


def _no_such_card(case: Case) -> str | None:
    return no_such_card(case.spec, (case.host.get("engine") or {}).get("version"))


def _no_credential_spec(case: Case) -> str | None:
    """The engine says so only at the start (moby daemon/oci_windows.go)."""
    spec, world = case.spec["credential_spec"], case.world
    path = file_of(spec, world.data_root or "")
    row = world.paths.get(path.lower()) if path and world.data_root else None
    if row is not None and row.exists is False:
        return (
            f"credential_spec: the file {path} is not there on the host; make it (New-CredentialSpec of the module "
            "CredentialSpec), or name one that is there"
        )
    entry = entry_of(spec)
    if entry is not None and world.entries is not None and entry.lower() not in world.entries:
        return f"credential_spec: the registry of the host has no entry {entry} in {KEY}; make it, or name a file://"
    return None


def _too_many_cpus(case: Case) -> str | None:
    found = too_many_cpus(case.spec["cpus"], case.host.get("processors"))
    return f"cpus: {case.spec['cpus']:g}: {found['reason']}. {found['way_out']}" if found else None


def _missing_sources(case: Case) -> list[str]:
    """The engine does not create a missing bind source, and maps folders only (moby
    daemon/volume/mounts/windows_parser.go)."""
    problems = []
    for mount in case.spec["mounts"]:
        row = case.world.paths.get(mount["source"].lower()) if mount["type"] == "bind" else None
        if row is not None and row.exists is None:
            why = row.error.text if row.error else "no reason given"
            problems.append(f"mounts: the source {mount['source']} could not be looked at on the host ({why})")
        elif row is not None and not row.exists:
            drive = str(mount["source"]).upper().removeprefix("\\\\?\\")[:2]
            mapped = (
                ""
                if drive == "C:"
                else f" (a drive {drive} that one logon mapped is not seen by the engine: New-SmbGlobalMapping maps "
                f"one for all)"
            )
            problems.append(
                f"mounts: the source {mount['source']} is not there on the host; create the folder first{mapped}"
            )
        elif row is not None and not row.directory:
            problems.append(
                f"mounts: the source {mount['source']} is a file; Windows maps folders only: name its folder"
            )
    return problems


def _lags_behind(case: Case) -> str | None:
    """Said before the start, not only after it has failed."""
    asked = question(case.host, case.image.os_version, case.mode or "", architecture=case.image.architecture)
    lag = patch_level(asked)
    if lag is None:
        return None
    return (
        f"image: {case.spec['image']} has a newer revision than the host ({lag.value}, {lag.fact}). {lag.remedies[0]}"
    )


def _base_is_behind(case: Case) -> str | None:
    """Who asks for the newest wants to know that it is not: base images come with each month's updates."""
    version, host = image_version(case.image.os_version), (case.host.get("build"), case.host.get("revision"))
    if version is None or version[1] is None or version[0] != host[0] or not isinstance(host[1], int):
        return None
    if version[1] >= host[1]:
        return None
    return (
        f"image: {case.spec['image']} is of {case.image.os_version}, and the host of revision {host[1]}: its base is "
        "older than the host's updates. It is the newest of its tag; have it built anew on a newer base"
    )


def _image_out_of_support(case: Case) -> str | None:
    build = build_of(case.image.os_version or "")
    ended = support_ended(build, "server", date.today().isoformat()) if build else None
    if ended is None or build is None:
        return None
    name = release(build, "server").name
    return f"image: {case.spec['image']} is of {name}, whose support ended on {ended}: use a newer tag"


def _may_be_unreadable(case: Case) -> str | None:
    found = troubled(question(case.host, case.image.os_version, case.mode or ""))
    return f"image: {case.spec['image']}: {found.remedies[0]}" if found else None


def _azure_drops(case: Case) -> str | None:
    place = (case.host.get("virtualization") or {}).get("platform")
    return azure_drops(case.spec, facts_of(case.world, case.host, case.declared.networks).drivers, place)


CAUTIONS: tuple[Callable[[Case], str | None], ...] = (
    _lags_behind,
    _image_out_of_support,
    _may_be_unreadable,
    _azure_drops,
    _annotations_dropped,
)
RULES: tuple[Callable[[Case], str | None], ...] = (
    _linux_image,
    _devices_with_hyperv,
    _devices_of_newer_engines,
    _shared_network_with_hyperv,
    _no_such_network,
    _no_such_card,
    _no_credential_spec,
    _too_many_cpus,
)


def _unknown_version(image: ImageFacts) -> str:
    why = f" ({image.unsaid})" if image.unsaid else ""
    return (
        f"it is not known for which Windows build {image.reference} was made{why}, so whether it can run here "
        "shows only "
        "when it starts"
    )
