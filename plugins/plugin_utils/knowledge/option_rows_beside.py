# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do others declare beside or below an option of ours, and what does the engine for Windows do with it?"""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import (
    ACCEPTED,
    COMPOSE,
    NO_EFFECT,
    RECORDED,
    REFUSED,
    YET,
    Refusal,
    Row,
    host_config,
    words,
)

# What stands beside or below an option of ours and is none.
BESIDE_OURS: tuple[Row, ...] = (
    Row(
        RECORDED,
        compose=words("ports.host_ip"),
        docker_container=words("default_host_ip"),
        api=host_config("PortBindings.HostIp"),
        engine=REFUSED,
        refuses=(
            Refusal(
                "an address of the host",
                r"Windows does not support host IP addresses",
                500,
                "start",
                "29.7.2; 28.5.2 where ExposedPorts names the port",
            ),
        ),
        way_out="leave it out: Windows publishes a port on all addresses; a rule of its firewall can narrow it",
    ),
    Row(
        "moby/moby api/types/network (has no such member)",
        compose=words("ports.name ports.mode ports.app_protocol"),
        way_out="leave it out: it says nothing to an engine",
    ),
    Row(
        RECORDED,
        compose=words("volumes.consistency volumes.bind volumes.bind.recursive volumes.bind.selinux"),
        api=host_config("Mounts.Consistency Mounts.BindOptions.NonRecursive Mounts.BindOptions.ReadOnlyNonRecursive"),
        docker_container=words(
            "mounts.consistency mounts.non_recursive mounts.read_only_non_recursive mounts.read_only_force_recursive"
        ),
        engine=NO_EFFECT,
        way_out="leave it out: the engine reads nothing of it on Windows",
    ),
    Row(
        "moby/moby daemon/volume/mounts/windows_parser.go",
        compose=words("volumes.bind.propagation"),
        docker_container=words("mounts.propagation"),
        api=host_config("Mounts.BindOptions.Propagation"),
        engine=REFUSED,
        refuses=(Refusal("any", r"invalid propagation mode"),),
        way_out="leave it out: Windows has no propagation",
    ),
    Row(
        "moby/moby daemon/volume/mounts/windows_parser.go (never reads it)",
        compose=words("volumes.bind.create_host_path"),
        docker_container=words("mounts.create_mountpoint"),
        api=host_config("Mounts.BindOptions.CreateMountpoint"),
        engine=NO_EFFECT,
        way_out="make the folder first, for instance with ansible.windows.win_file",
    ),
    Row(
        RECORDED,
        compose=words("volumes.volume volumes.volume.labels volumes.volume.nocopy volumes.volume.subpath"),
        docker_container=words("mounts.labels mounts.no_copy mounts.subpath mounts.volume_driver"),
        api=host_config(
            "Mounts.VolumeOptions Mounts.VolumeOptions.Labels Mounts.VolumeOptions.Subpath "
            "Mounts.VolumeOptions.DriverConfig.Name"
        ),
        engine=ACCEPTED,
        refuses=(
            Refusal("a driver that is not there", r"error looking up volume plugin", 404),
            Refusal("beside another type", r"VolumeOptions must not be specified"),
            Refusal("a folder of the volume that is not there", r"^cannot access path ", 404, "start"),
        ),
        way_out=f"{YET} (options of a volume): make the volume first, with docker volume create",
    ),
    Row(
        RECORDED,
        docker_container=words("mounts.volume_options"),
        api=host_config("Mounts.VolumeOptions.DriverConfig.Options"),
        engine=ACCEPTED,
        refuses=(Refusal("any, where the volume is made by it", r"options are not supported on this platform$"),),
        way_out="leave it out: the driver local has no options on Windows",
    ),
    Row(
        RECORDED,
        compose=words("volumes.tmpfs volumes.tmpfs.size volumes.tmpfs.mode volumes.image volumes.image.subpath"),
        docker_container=words("mounts.tmpfs_size mounts.tmpfs_mode mounts.tmpfs_options"),
        api=host_config("Mounts.TmpfsOptions"),
        engine=REFUSED,
        refuses=(
            Refusal("any", r"mount type unknown$"),
            Refusal("beside another type", r"TmpfsOptions must not be specified"),
        ),
        way_out="Windows mounts folders, volumes and pipes alone: use a volume",
    ),
    Row(
        RECORDED,
        compose=words("devices.target devices.permissions"),
        api=host_config("Devices.PathInContainer Devices.CgroupPermissions"),
        engine=NO_EFFECT,
        way_out="leave it out: a device has the same name in the container, and all rights",
    ),
    Row(
        RECORDED,
        compose=words("networks.aliases"),
        docker_container=words("networks.aliases"),
        also=words("aliases"),
        api=words("NetworkingConfig.EndpointsConfig.Aliases"),
        engine=ACCEPTED,
        way_out="write it below the network's name in networks",
    ),
    Row(
        "moby/moby daemon/container_operations.go; its refusals are recorded",
        compose=words("networks.ipv4_address"),
        docker_container=words("networks.ipv4_address"),
        also=words("ipv4_address"),
        api=words("NetworkingConfig.EndpointsConfig.IPAMConfig.IPv4Address"),
        engine=ACCEPTED,
        refuses=(
            Refusal("no address, one outside the network's subnets", r"invalid endpoint settings|unable to parse IP"),
        ),
        way_out="write it below the network's name in networks",
    ),
    Row(
        RECORDED,
        compose=words("networks.ipv6_address networks.link_local_ips"),
        docker_container=words("networks.ipv6_address"),
        api=words("NetworkingConfig.EndpointsConfig.IPAMConfig.IPv6Address"),
        engine=REFUSED,
        refuses=(Refusal("any", r"invalid endpoint settings"),),
        way_out="leave it out: networks of Windows containers have no IPv6 subnet (requests for one are answered 500)",
    ),
    Row(
        RECORDED,
        compose=words("mac_address networks.mac_address"),
        docker_container=words("mac_address networks.mac_address"),
        api=words("MacAddress NetworkingConfig.EndpointsConfig.MacAddress"),
        engine=ACCEPTED,
        refuses=(Refusal("no MAC address", r"invalid MAC address", 400, "create", "28.5.2"),),
        stricter="any where the engine would not give it: before 25.0, and before 29.3 on a network beside the first",
        way_out="write it below the network's name in networks",
    ),
    Row(
        RECORDED,
        compose=words("networks.driver_opts"),
        docker_container=words("networks.driver_opts"),
        api=words("NetworkingConfig.EndpointsConfig.DriverOpts"),
        engine=ACCEPTED,
        way_out=f"{YET} (options of an endpoint)",
    ),
    Row(
        COMPOSE,
        compose=words("networks.interface_name networks.priority networks.gw_priority"),
        docker_container=words("networks.gw_priority"),
        way_out="leave it out: the first network is the one that the container is created on",
    ),
)
