# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would the engine for Windows do that cannot be declared here yet?"""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import (
    ACCEPTED,
    RECORDED,
    YET,
    Refusal,
    Row,
    host_config,
    words,
)


def _later(
    what: str,
    api: tuple[str, ...],
    compose: str = "",
    theirs: str = "",
    also: str = "",
    source: str = RECORDED,
    **more: Any,
) -> Row:
    return Row(
        source, words(compose), words(theirs), words(also), api=api, engine=ACCEPTED, way_out=f"{YET} ({what})", **more
    )


LATER: tuple[Row, ...] = (
    _later(
        "a health check of the container; one of the image is honoured",
        words("Healthcheck"),
        "healthcheck healthcheck.*",
        "healthcheck healthcheck.*",
        refuses=(
            Refusal("times below 1 ms, negative ones too", r" in Healthcheck cannot be less than 1ms$"),
            Refusal("negative retries", r"^Retries in Healthcheck cannot be negative$"),
        ),
    ),
    _later(
        "name servers of the container",
        host_config("Dns"),
        "dns",
        "dns_servers",
        refuses=(Refusal("any, with network container:NAME", r"^conflicting options: dns and the network mode$"),),
    ),
    _later("search domains of the container", host_config("DnsSearch"), "dns_search", "dns_search_domains"),
    _later(
        "the logging driver and its options",
        host_config("LogConfig"),
        "logging logging.driver logging.options",
        "log_driver log_options log_opt",
        refuses=(
            Refusal("a driver that is not there", r"^error looking up logging plugin "),
            Refusal(
                "options that the driver does not know",
                r"^(unknown log opt |logger: |unsupported scheme|(CreateFile|GetFileAttributesEx) |invalid "
                r"syslog facility|gelf: |must specify a value)",
            ),
            Refusal(
                "sizes and numbers that are none, services that do not answer",
                r"^failed to initialize logging driver: ",
                500,
                "start",
            ),
        ),
    ),
    _later("the time to stop", words("StopTimeout"), "stop_grace_period", "stop_timeout", zero_asks=True),
    _later(
        "the signal to stop",
        words("StopSignal"),
        "stop_signal",
        "stop_signal",
        refuses=(Refusal("what is no signal, 0", r"^invalid signal: "),),
    ),
    _later(
        "the size of the container's disk",
        host_config("StorageOpt"),
        "storage_opt",
        "storage_opts",
        refuses=(
            Refusal(
                "a size that is none (other keys are accepted, without effect)",
                r"^(failed to parse storage options: invalid size|OpenVirtualDisk )",
                500,
            ),
        ),
    ),
    _later(
        "a number of processors",
        host_config("CpuCount"),
        "cpu_count",
        refuses=(Refusal("negative ones", r"^invalid CPUCount: CPUCount cannot be negative$"),),
    ),
    _later(
        "a share of the processors",
        host_config("CpuPercent"),
        "cpu_percent",
        refuses=(
            Refusal("others than 1 to 100", r"^range of CPUPercent is from 1 to 100$"),
            Refusal("any beside cpus", r"^conflicting options: Nano CPUs and CPU Percent"),
        ),
    ),
    _later(
        "a weight of the processors",
        host_config("CpuShares"),
        "cpu_shares",
        "cpu_shares",
        refuses=(
            Refusal("others than 1 to 10000", r"^range of CPUShares is from 1 to 10000$"),
            Refusal("any beside cpus", r"^conflicting options: Nano CPUs and CPU Shares"),
        ),
    ),
    _later("a limit of disk operations", host_config("IOMaximumIOps"), also="io_maximum_iops"),
    _later("a limit of disk throughput", host_config("IOMaximumBandwidth"), also="io_maximum_bandwidth"),
    _later("a terminal", words("Tty"), "tty", "tty"),
    _later("the size of a terminal", host_config("ConsoleSize"), also="console_size"),
    _later("an open input", words("OpenStdin AttachStdin"), "stdin_open", "interactive"),
    _later(
        "the image's platform",
        words("?platform"),
        "platform",
        "platform",
        refuses=(
            Refusal("another one than the image's", r"its platform \(\S+\) does not match the specified", 404),
            Refusal("no platform", r"unknown operating system or architecture"),
        ),
    ),
    _later(
        "a domain of the container",
        words("Domainname"),
        "domainname",
        "domainname",
        source="moby/moby daemon/oci_windows.go createSpec (part of the host name)",
        versions="19.03 and newer",
    ),
    _later(
        "the volumes of another container",
        host_config("VolumesFrom"),
        "volumes_from",
        "volumes_from",
        source="moby/moby daemon/volumes.go",
        refuses=(
            Refusal("a container that is not there", r"^No such container: "),
            Refusal("modes other than ro and rw", r"^invalid mode: "),
        ),
    ),
    _later(
        "a container without network; network: none is near to it", words("NetworkDisabled"), also="network_disabled"
    ),
    _later("the shell of a health check", words("Shell"), also="shell"),
    _later("how the command is escaped; the image says it", words("ArgsEscaped"), also="args_escaped"),
    _later("instructions for images that are made of it", words("OnBuild"), also="on_build"),
    Row(
        RECORDED,
        docker_container=words("auto_remove"),
        api=host_config("AutoRemove"),
        engine=ACCEPTED,
        refuses=(
            Refusal("true beside a restart policy", r"^can't create 'AutoRemove' container with restart policy$"),
        ),
        way_out="a container that is declared is kept; state: absent removes it",
    ),
    Row(
        RECORDED,
        docker_container=words("publish_all_ports"),
        api=host_config("PublishAllPorts"),
        engine=ACCEPTED,
        refuses=(Refusal("true with network container:NAME", r"^conflicting options: port publishing and"),),
        way_out="name each port in ports; without a host port Windows chooses one",
    ),
)
