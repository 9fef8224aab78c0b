# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why may the engine not be made what is declared? All reasons at once, before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.checks import opens_tcp
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.difference import (
    DOWNGRADE,
    Difference,
    elsewhere_than_declared,
    new_engine,
    target_folder,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.heard import Deep
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.seen import Seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.source import HOST, SHARE
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge import engine_moves
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import unallowed
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_versions import cannot_run

UNPACKED = 4  # what is unpacked is so many times as large, at most (Docker's own archives: 2.5 to 3 times)


@dataclass(frozen=True)
class Asked:
    """Everything that a rule may look at. `prepared`: the Windows features are there or come before it; `ahead`: a
    part of this run brings them; `size`: the bytes of an archive of the controller, 0 of any other."""

    declared: Declared
    seen: Seen
    found: Difference
    deep: Deep
    config_refusals: tuple[str, ...] = ()
    config_warnings: tuple[str, ...] = ()
    prepared: bool = False
    ahead: bool = False
    size: int = 0


def refusals(asked: Asked) -> list[str]:
    return [text for rule in RULES for text in rule(asked)]


def linux_mode(asked: Asked) -> Iterator[str]:
    if (asked.seen.host.get("engine") or {}).get("os_type") == "linux":
        yield (
            "engine: it runs Linux containers, and is left alone. Switch it to Windows containers (Docker Desktop: "
            "DockerCli.exe -SwitchDaemon), or take the host out of this group"
        )


def others_product(asked: Asked) -> Iterator[str]:
    """Docker Desktop and its like are looked at and never changed."""
    seen = asked.seen
    if seen.installer and not seen.installer.may_change and asked.found.changes:
        yield f"engine: {seen.installer.title} (service {seen.name}) is not changed: {seen.installer.why_not}"


def feature_lacks(asked: Asked) -> Iterator[str]:
    """Without the Containers feature there is no hns, and dockerd ends at once (moby daemon_windows.go checkSystem)."""
    lacking = lacking_services(asked)
    if lacking and not asked.prepared:
        yield (
            f"features: Windows lacks the service {' and '.join(lacking)}, which the engine needs: the Containers "
            "feature is not enabled, or waits for a restart. The order is feature, restart, engine: let host_features "
            "enable it (reboot: true; features and host_reboot: true of container_host and site.yml), and run the "
            "play again"
        )


def lacking_services(asked: Asked) -> list[str]:
    """Those of the Containers feature that a start of the engine needs and Windows does not have."""
    services, found = asked.seen.host.get("services"), asked.found
    if services is None or not (found.register or found.programs or found.stopped):
        return []
    return [name for name in ("hns", "vmcompute") if name not in services]


def no_source(asked: Asked) -> Iterator[str]:
    declared, found = asked.declared, asked.found
    if not found.programs:
        return
    if declared.version is None:
        yield (
            "version: there is no engine on this host, and nothing says which one to install. Give version, archive (a "
            "path on the host, a share, a URL, or a file of the controller) and its checksum"
            if new_engine(asked.seen)
            else f"version: {places.DAEMON} of the service {asked.seen.name} is not there; give version, archive and "
            "checksum"
        )
    elif declared.archive is None:
        here = f"the host has {asked.seen.version}" if asked.seen.version else "the host has none"
        yield (
            f"archive: engine {declared.version} is declared and {here}; give its archive (a path on the host, a "
            "share, a URL, or a file of the controller) and its checksum"
        )


def no_archive(asked: Asked) -> Iterator[str]:
    """One that lies on the host or a share is looked at before anything is done."""
    source = asked.declared.archive
    if not asked.found.programs or source is None or source.kind not in (HOST, SHARE):
        return
    there = asked.deep.there(source.place)
    if there is None:
        why = asked.deep.error(source.place) or "it could not be read"
        share = (
            ". Over WinRM a host has no credentials for a share (the second hop): use CredSSP or Kerberos with "
            "delegation, or a URL or a file of the controller"
            if source.kind == SHARE
            else ""
        )
        yield f"archive: {source.place} cannot be read on the host ({why}){share}"
    elif not there:
        yield f"archive: {source.place} is not on the host; copy it there, or give a URL or a file of the controller"
    elif (digest := asked.deep.digest(source.place)) != source.sha256:
        yield (
            f"checksum: {source.place} has the SHA-256 {digest or 'of nothing (it is a folder)'}, and {source.sha256} "
            "is declared; it is another file, or was damaged on its way"
        )


def no_room(asked: Asked) -> Iterator[str]:
    """Said before a transfer of minutes: of one that fails for it, nobody on the host says why."""
    if not asked.found.programs or not asked.size:
        return
    needs = dict.fromkeys((_drive(places.TEMPORARY), _drive(target_folder(asked.declared, asked.seen))), 0)
    needs[_drive(places.TEMPORARY)] += asked.size
    needs[_drive(target_folder(asked.declared, asked.seen))] += UNPACKED * asked.size
    free = {row["drive"]: row.get("free") for row in asked.seen.host.get("disks") or ()}
    for drive, bytes_needed in needs.items():
        if (there := free.get(drive)) is not None and there < bytes_needed:
            yield (
                f"archive: {drive} has {there // 2**20} MiB free, and the archive with what is in it takes about "
                f"{-(-bytes_needed // 2**20)} MiB there; make room"
            )


def _drive(path: str) -> str:
    return path[:2].upper()


def build_too_old(asked: Asked) -> Iterator[str]:
    wanted = asked.declared.version if asked.found.programs else asked.seen.version if asked.found.stopped else None
    build = asked.seen.host.get("build")
    if wanted is not None and build and (why := cannot_run(wanted, build, asked.seen.host.get("product_type"))):
        yield f"version: {why}"


def downgrade(asked: Asked) -> Iterator[str]:
    found, wanted = asked.seen.version, asked.declared.version
    if asked.found.programs == DOWNGRADE and found is not None and wanted is not None:
        why = engine_moves.refused(found, wanted)
        if why:
            yield f"version: {why}"


def known_holes(asked: Asked) -> Iterator[str]:
    wanted = asked.declared.version
    if wanted is None or asked.found.programs != "install" or not new_engine(asked.seen):
        return
    open_ones = unallowed(wanted, asked.declared.allow_known_holes)
    if open_ones:
        told = "; ".join(f"{hole.id} ({hole.what}, closed in {hole.fixed_in})" for hole in open_ones)
        names = ", ".join(hole.id for hole in open_ones)
        yield (
            f"version: engine {wanted} has known holes: {told}. Install a version that closes them, or allow them by "
            f"name: allow_known_holes: [{names}]"
        )


def not_ours(asked: Asked) -> Iterator[str]:
    seen, found = asked.seen, asked.found
    if seen.service is None or seen.place.note is not None or asked.declared.adopt:
        return
    if found.changes and (seen.installer is None or seen.installer.may_change):
        title = seen.installer.title if seen.installer else "somebody else"
        yield (
            f"adopt: the engine in {seen.place.folder} (service {seen.name}) was installed by other means ({title}), "
            f"and {_what(found)} would change. adopt: true takes its place and configuration over"
        )


def _what(found: Difference) -> str:
    words = [
        word
        for word, does in (
            ("its version", bool(found.programs)),
            ("its daemon.json", found.content is not None),
            ("its service", found.image_path is not None),
        )
        if does
    ]
    return " and ".join(words)


def other_place(asked: Asked) -> Iterator[str]:
    if elsewhere_than_declared(asked.declared, asked.seen):
        yield (
            f"path: the engine is in {asked.seen.place.folder}, and {asked.declared.path} is declared; an engine is "
            "not moved. Leave path out, or remove the engine first (state: absent, which keeps its data)"
        )


def broken_config(asked: Asked) -> Iterator[str]:
    config = asked.seen.place.config
    if config.problem and (asked.declared.config is not None or asked.found.register or asked.found.moved):
        yield (
            f"config: {config.path} of the host cannot be read: {config.problem}. Nothing is overwritten; mend or "
            "remove the file, and run the play again"
        )


def configuration(asked: Asked) -> Iterator[str]:
    yield from (f"config.{text}" for text in asked.config_refusals)


def flags_and_keys(asked: Asked) -> Iterator[str]:
    declared = set(asked.declared.config or {})
    for key in asked.found.both:
        if key in declared:
            yield (
                f"config.{key}: the service {asked.seen.name} has it among its flags as well, and an engine that "
                "finds a setting in both places does not start, even where they are equal. move_flags: true moves it "
                "from the service into daemon.json"
            )


def insecure_tcp(asked: Asked) -> Iterator[str]:
    settings = asked.found.settings
    if settings is None or asked.found.content is None or asked.declared.allow_insecure_tcp:
        return
    for listener in opens_tcp(settings, None):
        if listener in opens_tcp(asked.seen.place.config.settings, None):
            continue
        yield (
            f"config.hosts: {listener} opens the engine to the network without TLS, and whoever reaches it is "
            "administrator of the host. Set tlsverify, tlscacert, tlscert and tlskey, leave it out (this collection "
            "uses the named pipe), or say allow_insecure_tcp: true"
        )


def data_root(asked: Asked) -> Iterator[str]:
    root = (asked.declared.config or {}).get("data-root")
    if isinstance(root, str) and asked.found.configures and asked.deep.file_system(root).upper() == "REFS":
        yield f"config.data-root: {root} is on an ReFS volume, where no engine keeps layers; choose a folder on NTFS"


RULES: tuple[Callable[[Asked], Iterator[str]], ...] = (
    linux_mode,
    others_product,
    feature_lacks,
    build_too_old,
    no_source,
    no_archive,
    no_room,
    downgrade,
    known_holes,
    not_ours,
    other_place,
    broken_config,
    configuration,
    flags_and_keys,
    insecure_tcp,
    data_root,
)
