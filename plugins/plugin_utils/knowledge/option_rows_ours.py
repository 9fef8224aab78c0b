# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which options do containers have here, how do others call them, and which of their values does the engine refuse?"""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import (
    ACCEPTED,
    DOCKER_CONTAINER,
    RECORDED,
    Refusal,
    Row,
    host_config,
    words,
)

_NETWORKS = words("networks")
_HNS = r"^failed to create endpoint \S+ on network nat: "
_SPEC = r"^invalid credential spec"
_NOT_MOUNTED = r"^invalid mount config for type \S+ (field|invalid|destination|source path|bind source|'|mount type)"

OURS: tuple[Row, ...] = (
    Row(
        RECORDED,
        compose=words("container_name"),
        docker_container=words("name"),
        api=words("?name"),
        ours="name",
        engine=ACCEPTED,
        refuses=(
            Refusal(
                "one character, a first one that is no letter or digit, others than A-Z a-z 0-9 _ . -",
                r"^Invalid container name",
            ),
            Refusal("the name of another container", r"^Conflict\. The container name", 409),
        ),
        stricter="over 255 characters, and our endings .winfleet-old and .winfleet-failed",
    ),
    Row(
        RECORDED,
        compose=words("image"),
        docker_container=words("image"),
        also=words("image_name"),
        api=words("Image"),
        ours="image",
        engine=ACCEPTED,
        refuses=(
            Refusal("no reference", r"^invalid reference format$"),
            Refusal("one that is not on the host (it is pulled before)", r"^No such image: ", 404),
            Refusal("one without a command, where no command is declared", r"^no command specified$"),
        ),
    ),
    Row(
        RECORDED,
        compose=words("isolation"),
        also=words("isolation_mode"),
        api=host_config("Isolation"),
        ours="isolation",
        engine=ACCEPTED,
        refuses=(Refusal("other words than default, process, hyperv (in any case)", r"^invalid isolation \("),),
    ),
    Row(
        DOCKER_CONTAINER,
        docker_container=words("state container_default_behavior"),
        also=words("state_wait"),
        ours="state",
        way_out="it is started, stopped or absent",
    ),
    Row(
        RECORDED,
        compose=words("command"),
        docker_container=words("command command_handling"),
        also=words("cmd args"),
        api=words("Cmd"),
        ours="command",
        engine=ACCEPTED,
    ),
    Row(
        RECORDED,
        compose=words("entrypoint"),
        docker_container=words("entrypoint"),
        api=words("Entrypoint"),
        ours="entrypoint",
        engine=ACCEPTED,
        refuses=(Refusal("one empty text", r"^no command specified$"),),
    ),
    Row(
        RECORDED,
        compose=words("environment"),
        docker_container=words("env"),
        api=words("Env"),
        ours="env",
        engine=ACCEPTED,
        refuses=(Refusal("an empty name", r"^invalid environment variable: "),),
        stricter="names that Windows does not tell apart (Path and PATH)",
    ),
    Row(
        RECORDED,
        compose=words("ports ports.target ports.published ports.protocol"),
        docker_container=words("published_ports ports"),
        also=words("publish port forwards"),
        api=("ExposedPorts", *host_config("PortBindings")),
        ours="ports",
        way_out="it takes [HOST_PORT:]CONTAINER_PORT[/tcp|/udp]",
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
        compose=words("volumes"),
        docker_container=words("mounts volumes"),
        also=words("volume bind binds mount"),
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
        compose=words("mem_limit deploy.resources.limits.memory"),
        docker_container=words("memory"),
        also=words("mem"),
        api=host_config("Memory"),
        ours="memory",
        engine=ACCEPTED,
        stricter="less than 1m, of which the engine makes nothing (moby daemon/oci_windows.go)",
    ),
    Row(
        RECORDED,
        compose=words("cpus deploy.resources.limits.cpus"),
        docker_container=words("cpus"),
        also=words("cpu nano_cpus"),
        api=host_config("NanoCpus"),
        ours="cpus",
        engine=ACCEPTED,
        refuses=(
            Refusal("negative ones, more than the host's processors", r"^range of CPUs is from 0\.01 to "),
            Refusal("any beside cpu_shares or cpu_percent", r"^conflicting options: Nano CPUs and CPU "),
        ),
        stricter="less than 0.01, as the engine's words say; it does not hold to them",
    ),
    Row(
        RECORDED,
        compose=words(
            "restart deploy.restart_policy deploy.restart_policy.condition deploy.restart_policy.max_attempts"
        ),
        docker_container=words("restart_policy restart restart_retries"),
        api=host_config("RestartPolicy"),
        ours="restart_policy",
        way_out="it is no, always, unless-stopped, on-failure or on-failure:N; what differs is created anew unasked",
        engine=ACCEPTED,
        refuses=(
            Refusal("other words, a number of retries without on-failure or below zero", r"^invalid restart policy: "),
            Refusal("any but no, with AutoRemove", r"^can't create 'AutoRemove' container with restart policy$"),
        ),
    ),
    Row(
        RECORDED,
        compose=words("labels"),
        docker_container=words("labels"),
        also=words("label"),
        api=words("Labels"),
        ours="labels",
        engine=ACCEPTED,
        stricter="the collection's own, winfleet.*",
    ),
    Row(
        RECORDED,
        compose=words("network_mode networks"),
        docker_container=words("network_mode networks networks.name"),
        also=words("net"),
        file=_NETWORKS,
        api=("HostConfig.NetworkMode", "NetworkingConfig.EndpointsConfig"),
        ours="network",
        way_out="a container has one, which must be on the host",
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
            Refusal("null", r"^invalid config for network \S+ EndpointsConfig is nil$"),
        ),
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
    Row(
        RECORDED,
        compose=words("user"),
        docker_container=words("user"),
        also=words("username"),
        api=words("User"),
        ours="user",
        engine=ACCEPTED,
        stricter="over 255 characters",
    ),
    Row(
        RECORDED,
        compose=words("working_dir"),
        docker_container=words("working_dir"),
        also=words("workdir"),
        api=words("WorkingDir"),
        ours="working_dir",
        engine=ACCEPTED,
        refuses=(
            Refusal(
                "relative paths, a drive without a backslash",
                r"^the working directory '.*' is invalid, it needs to be an absolute path$",
            ),
        ),
        stricter="a path with .. in it, and a drive that the container has not",
    ),
    Row(
        RECORDED,
        compose=words("hostname"),
        docker_container=words("hostname"),
        also=words("host_name"),
        api=words("Hostname"),
        ours="hostname",
        engine=ACCEPTED,
        refuses=(Refusal("any with network container:NAME", r"^conflicting options: hostname and the network mode$"),),
        stricter="what is no name of a host on Windows: only Windows itself would refuse it",
    ),
    Row(
        RECORDED,
        compose=words("annotations"),
        also=words("annotation"),
        api=host_config("Annotations"),
        ours="annotations",
        engine=ACCEPTED,
        versions="28.5.2, 29.7.2; before 24.0 they are dropped in silence",
        way_out="the engine's own runtime reads none, containerd's does",
        refuses=(Refusal("an empty name", r"^invalid Annotations: the empty string is not permitted"),),
    ),
    Row("this collection", ours="allow_piercing", way_out="it permits what reaches through the isolation"),
)
