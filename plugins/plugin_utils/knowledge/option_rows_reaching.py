# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same of the options by which a container reaches out: ports, mounts, networks, devices, accounts."""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import (
    ACCEPTED,
    COMPOSE,
    RECORDED,
    Refusal,
    Row,
    host_config,
    words,
)

_HNS = r"^failed to create endpoint \S+ on network nat: "
_SPEC = r"^invalid credential spec"
_NOT_MOUNTED = r"^invalid mount config for type \S+ (field|invalid|destination|source path|bind source|'|mount type)"

REACHING: tuple[Row, ...] = (
    Row(
        RECORDED,
        compose=words("ports ports.target ports.published ports.protocol"),
        docker_container=words("published_ports ports"),
        also=words("publish port forwards"),
        api=("ExposedPorts", *host_config("PortBindings")),
        ours="ports",
        way_out="it takes [HOST_PORT:]CONTAINER_PORT[/tcp|/udp], ranges, and compose's long form",
        engine=ACCEPTED,
        refuses=(
            Refusal(
                "numbers over 65535, ranges of the container, no numbers",
                r"^(invalid port specification: |invalid JSON: invalid port )",
            ),
            Refusal(
                "an address of the host",
                _HNS + "Windows does not support host IP addresses",
                500,
                "start",
                "29.7.2; 28.5.2 where ExposedPorts names the port",
            ),
            Refusal(
                "a range of ports of the host",
                _HNS + "Windows does not support more than one host port",
                500,
                "start",
                "29.7.2; 28.5.2 where ExposedPorts names the port",
            ),
            Refusal(
                "protocols other than tcp and udp",
                _HNS + "invalid protocol",
                500,
                "start",
                "29.7.2; 28.5.2 where ExposedPorts names the port",
            ),
            Refusal("any, with network container:NAME", r"^conflicting options: port (publishing|exposing) and"),
        ),
        stricter="a port of the host that is declared twice, and 0 (leave it out)",
    ),
    Row(
        RECORDED,
        docker_container=words("mounts"),
        also=words("mount"),
        api=("Volumes", *host_config("Mounts Binds")),
        ours="mounts",
        way_out="each has type, source, target and read_only",
        engine=ACCEPTED,
        refuses=(
            Refusal(
                "types other than bind, volume, npipe; sources that are relative, on another machine (UNC), "
                "missing or a file; targets that are relative or the drive C: itself; read-only pipes",
                _NOT_MOUNTED,
            ),
            Refusal("the same in the texts of Binds and Volumes", r"(^|: )invalid volume specification: ", 500),
            Refusal(
                "names of volumes of one character, or with others than A-Z a-z 0-9 _ . -",
                r"volume name is too short|includes invalid characters for a local volume name",
            ),
            Refusal("one target twice", r"^Duplicate mount point: "),
            Refusal(
                "a read-only volume without a name",
                r"must not set ReadOnly mode when using anonymous volumes$",
                versions="28.5.2",
            ),
        ),
        stricter="targets that differ in case only (both start, and nobody says which is seen); volumes without a "
        "name; pipes with a further backslash; streams of files and control characters",
    ),
    Row(
        COMPOSE,
        compose=words("volumes"),
        docker_container=words("volumes"),
        also=words("volume bind binds"),
        ours="volumes",
        way_out="each is SOURCE:TARGET[:ro], or has type, source, target and read_only",
    ),
    Row(
        RECORDED,
        compose=words("volumes.type"),
        docker_container=words("mounts.type"),
        api=host_config("Mounts.Type"),
        ours="mounts.type",
        engine=ACCEPTED,
        refuses=(
            Refusal(
                "tmpfs, image, cluster and all but bind, volume, npipe",
                r"^invalid mount config for type \S+ mount type unknown$",
            ),
        ),
    ),
    Row(
        RECORDED,
        compose=words("volumes.source"),
        docker_container=words("mounts.source"),
        api=host_config("Mounts.Source"),
        ours="mounts.source",
        way_out="a share of another machine goes by New-SmbGlobalMapping and its drive",
        engine=ACCEPTED,
        refuses=(Refusal(r"\\SERVER\SHARE", r"mount path must be absolute$"),),
    ),
    Row(
        RECORDED,
        compose=words("volumes.target"),
        docker_container=words("mounts.target"),
        api=host_config("Mounts.Target"),
        ours="mounts.target",
        engine=ACCEPTED,
        refuses=(Refusal("C:, relative paths", r"invalid mount path|destination path"),),
    ),
    Row(
        RECORDED,
        compose=words("volumes.read_only"),
        docker_container=words("mounts.read_only"),
        api=host_config("Mounts.ReadOnly"),
        ours="mounts.read_only",
        engine=ACCEPTED,
        refuses=(Refusal("true of a named pipe", r"field ReadOnly must not be specified$"),),
    ),
    Row(
        RECORDED,
        compose=words("network_mode"),
        docker_container=words("network_mode"),
        also=words("net"),
        api=("HostConfig.NetworkMode",),
        ours="network",
        way_out="it must be on the host; several stand in networks",
        engine=ACCEPTED,
        refuses=(
            Refusal("container: without a name", r"^invalid network mode: invalid container format"),
            Refusal("container:NAME with isolation hyperv", r"^invalid network-mode: using the network stack"),
            Refusal(
                "container:NAME of one that is not there",
                r"^joining network namespace of container: No such",
                500,
                "start",
            ),
            Refusal(
                "container:NAME with hostname, ports, dns or links",
                r"^conflicting options: (hostname|dns|port \w+|container type network)",
            ),
            Refusal(
                "the name of a network that is not on the host; names tell case, and host and bridge are names "
                "like others",
                r"^network \S+ not found$",
                404,
                "start",
            ),
        ),
    ),
    Row(
        RECORDED,
        compose=words("networks"),
        docker_container=words("networks networks.name"),
        file=words("networks"),
        api=("NetworkingConfig.EndpointsConfig",),
        ours="networks",
        way_out="names in a list, or with aliases, ipv4_address and mac_address below each",
        engine=ACCEPTED,
        refuses=(
            Refusal("null", r"^invalid config for network \S+ EndpointsConfig is nil$"),
            Refusal("one that is not on the host", r"^network \S+ not found$", 404, "start"),
        ),
        stricter="none beside others, one network twice, and container:NAME, which stands in network",
    ),
    Row(
        RECORDED,
        compose=words("devices devices.source"),
        docker_container=words("devices"),
        also=words("device"),
        api=host_config("Devices Devices.PathOnHost"),
        ours="devices",
        way_out="Windows takes class/GUID, class://GUID and vpci-class-guid://GUID, and no path",
        engine=ACCEPTED,
        refuses=(
            Refusal("paths, and other cases than class/", r"^invalid device assignment path: ", 500, "start"),
            Refusal(
                "vpci://, id://, vpci-instance-id://",
                r"^device assignment of type '\S+' is not supported$",
                500,
                "start",
            ),
            Refusal(
                "any with isolation hyperv", r"^device assignment is not supported for HyperV containers$", 500, "start"
            ),
        ),
        stricter="what is no GUID behind class: only Windows itself would say so; engines before 23.0 take class/GUID "
        "alone",
    ),
    Row(
        RECORDED,
        compose=words(
            "credential_spec credential_spec.config credential_spec.file credential_spec.registry security_opt"
        ),
        docker_container=words("security_opts"),
        also=words("credentialspec security_context"),
        api=host_config("SecurityOpt"),
        ours="credential_spec",
        way_out="it is file://NAME.json, registry://NAME or raw://JSON, and Windows knows no other security option",
        engine=ACCEPTED,
        refuses=(
            Refusal("security options other than credentialspec=", r"^security option not supported: ", 500, "start"),
            Refusal(
                "texts without =, such as no-new-privileges:true",
                r"^invalid security option: no equals sign in supplied value",
                500,
                "start",
            ),
            Refusal(
                "none of file://, registry://, raw://; an absolute path; one that leaves the folder",
                _SPEC,
                500,
                "start",
            ),
            Refusal(
                "a file or an entry that is not on the host",
                r"^(failed to load credential spec|registry "
                r"credential spec) ",
                500,
                "start",
            ),
        ),
        stricter="raw:// without a JSON object, which only Windows itself would refuse",
    ),
    Row("this collection", ours="allow_piercing", way_out="it permits what reaches through the isolation"),
)
