# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do the sentences mean with which the engine itself refuses a request? Recorded from moby's own engine for
Windows, 28.5.2 and 29.7.2. Regular expressions, the most special first."""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import Explanation

_MOBY = "moby/moby 28.5.2 and 29.7.2, recorded"


def _said(step: str, cause: str, way_out: str) -> Explanation:
    return Explanation(cause, step, way_out, _MOBY)


_AGAIN = "Something else changes the engine at the same time: run the play again."

ANSWER_TEXTS: tuple[tuple[str, Explanation], ...] = (
    # names and references
    (
        r"repository name \(.*\) must be lowercase|repository name must be lowercase",
        _said(
            "pull",
            "an image's repository is written in lower case",
            "Write it in lower case; only the tag may have capitals.",
        ),
    ),
    (
        r"invalid reference format|invalid tag format|cannot specify 64-byte hexadecimal strings|invalid repository "
        r"name",
        _said("pull", "the name of the image is none", "Write it HOST:PORT/PATH:TAG or HOST/PATH@sha256:DIGEST."),
    ),
    (
        r"image with reference .* does not match the specified platform",
        _said("create", "the image on the host is for another platform", "Pull the image for this host's platform."),
    ),
    (
        r"unknown operating system or architecture|invalid component of .*platform",
        _said("create", "the platform is none that the engine knows", "Write it windows/amd64."),
    ),
    (
        r"Invalid container name",
        _said(
            "create",
            "the name is none for a container",
            "Use letters, digits, _ . and -; it begins with a letter or digit and has two at least.",
        ),
    ),
    (
        r"No such image|tag does not exist|does not exist locally with the tag|no manifest found for full image ID",
        _said("create", "the image is not on the host (any more)", "Run the play again: it pulls the image. " + _AGAIN),
    ),
    (
        r"No such container|No such exec instance|cannot find .*container",
        _said("start", "the container is not there (any more)", _AGAIN),
    ),
    (
        r"volume is in use",
        _said("remove", "a container uses the volume", "Remove the containers that the message names first."),
    ),
    (r"no such volume", _said("create", "the volume is not there", "Make it first, or run the play again.")),
    (
        r"is using its referenced image|image is being used by|image is referenced in multiple repositories",
        _said(
            "remove",
            "a container or another name uses the image",
            "Remove those first; nothing has to be done if the image may stay.",
        ),
    ),
    # what goes wrong with a pull
    (
        r"unsupported media type|image config verification failed|unknown blob|error pulling image configuration",
        _said(
            "pull",
            "what the registry gives is no image that this engine can run, or it is damaged there",
            "Push the image again, or use another tag.",
        ),
    ),
    (
        r"error parsing HTTP \d+ response|no Host in request URL|unable to parse server address|invalid port \S* "
        r"?after host|address \d+: invalid port|http: server gave HTTP response to HTTPS client",
        _said(
            "pull",
            "what answers at the registry's address is no registry, or the address is none",
            "Check host and port of the image's name, and the proxy; a registry without TLS has to be in "
            "insecure-registries.",
        ),
    ),
    (
        r"X-Registry-Auth",
        _said("pull", "the credentials for the registry cannot be read", "Give user name and password anew."),
    ),
    # states
    (
        r"is paused, unpause|cannot start a paused container",
        _said("start", "the container is paused", "Unpause it (docker unpause)."),
    ),
    (
        r"container is running: |is running: stop|unpause (and then stop )?the container|container is paused and "
        r"must be unpaused",
        _said("remove", "the container runs or is paused", "Stop it first; " + _AGAIN),
    ),
    (
        r"is restarting, wait until",
        _said("run", "the container ends and is restarted again and again", "See why it ends: docker logs."),
    ),
    (
        r"container \S+ is not running|is not running|is not paused|is already (running|paused)",
        _said("run", "the container is in another state than was thought", _AGAIN),
    ),
    (
        r"unable to remove filesystem|Directory is not empty|driver .* failed to remove",
        _said(
            "remove",
            "files of the container are held, so the engine could not remove them",
            "Exclude the engine's data folder from scanners and backups; restart the engine and run the play again.",
        ),
    ),
    (r"Conflict, cannot remove the default link", _said("remove", "the request is one of links", "Leave links out.")),
    # options of a container
    (
        r"no command specified",
        _said("create", "neither the image nor the container says what to run", "Give command or entrypoint."),
    ),
    (
        r"in Healthcheck cannot be",
        _said(
            "create",
            "a time or number of the health check is too small",
            "Times are 0 or at least 1 ms, retries 0 or more.",
        ),
    ),
    (
        r"invalid restart policy|maximum retry count",
        _said(
            "create",
            "the restart policy is none, or its count does not go with it",
            "Use no, always, unless-stopped or on-failure; a count goes with on-failure alone.",
        ),
    ),
    (
        r"Restart policy cannot be updated because AutoRemove",
        _said("create", "a container that removes itself keeps its restart policy", "Recreate it."),
    ),
    (r"unknown capability", _said("create", "Windows has no capabilities", "Leave cap_add and cap_drop out.")),
    (r"invalid Annotations", _said("create", "an annotation has no name", "Give it one.")),
    (
        r"bad format for add-host|invalid IP address in add-host",
        _said("create", "an extra host is not written NAME:ADDRESS", "Write it so."),
    ),
    (r"host-gateway", _said("start", "Windows has no host-gateway", "Write the address of the host.")),
    (r"invalid environment variable", _said("create", "an environment variable has no name", "Give it one.")),
    (
        r"invalid signal|does not support signal",
        _said("stop", "the signal is none of Windows", "Use SIGTERM or SIGKILL."),
    ),
    (
        r"parse storage options|OpenVirtualDisk",
        _said("create", "the size of the container's disk cannot be had", "Write it like 40GB, or leave it out."),
    ),
    (
        r"unknown log opt|logging mode not supported|max-buffer-size option|unsupported scheme|syslog|gelf: |for "
        r"log opt 'awslogs|failed to initialize logging driver",
        _said(
            "start",
            "the logging driver does not take its options",
            "See the driver's options, or use json-file or local.",
        ),
    ),
    (
        r"driver does not support reading",
        _said("run", "the container's logging driver keeps nothing that could be read", "Look where it sends the log."),
    ),
    (
        r"invalid port specification|invalid port '",
        _said("create", "a port is none", "Ports are numbers from 1 to 65535, with /tcp or /udp."),
    ),
    (
        r"does not support host IP addresses in NAT|more than one host port in NAT|invalid protocol",
        _said(
            "start",
            "the nat network of Windows publishes one port of all addresses, of tcp or udp",
            "Leave the address out, give one port, use tcp or udp.",
        ),
    ),
    (
        r"no configured subnet|invalid IPv[46] address|supported only when connecting to networks with user "
        r"configured subnets|invalid endpoint settings|EndpointsConfig|invalid MAC address",
        _said(
            "create",
            "an address of the container does not fit its network",
            "Give a free one of the network's own subnet, or leave it out.",
        ),
    ),
    (
        r"invalid network mode|joining network namespace|cannot join network",
        _said(
            "start",
            "the container whose network is to be shared is not there or does not run",
            "Start it first, and give its name.",
        ),
    ),
    (
        r"Duplicate mount point",
        _said(
            "create",
            "two mounts have the same place in the container",
            "Leave one of them out; upper and lower case are the same there.",
        ),
    ),
    (
        r"must not be specified on mount type|options are not supported on this platform|must not set (ReadOnly"
        r"|Subpath)|subpath must be",
        _said("create", "an option of a mount or volume does not go on Windows", "Leave it out."),
    ),
    (
        r"cannot access path",
        _said("start", "the part of the volume that is to be mounted is not there", "Make it first."),
    ),
    (
        r"volume name is too short|for a local volume name|invalid volume name|CreateFile .*volumes",
        _said(
            "create",
            "the name is none for a volume",
            "Use letters, digits, _ . and -; two at least. A folder is written with its drive (C:\\data).",
        ),
    ),
    (
        r"cannot unmarshal|invalid JSON|unable to parse IP",
        _said(
            "create", "a value is of another type than the engine wants", "The message names the field and the type."
        ),
    ),
    # networks
    (
        r"has active endpoints",
        _said("remove", "containers are attached to the network", "Remove or disconnect those that the message names."),
    ),
    (
        r"pre-defined network|predefined .* network",
        _said("remove", "the network is the engine's own", "Leave it as it is."),
    ),
    (r"network with name .* already exists", _said("create", "a network of this name is there", _AGAIN)),
    (
        r"invalid network config|IPv4 cannot be disabled|Ingress network|configuration network|invalid name: name "
        r"is empty",
        _said("create", "the network cannot be made so on Windows", "The message names what does not fit."),
    ),
    # requests
    (
        r"not a swarm manager|not part of a swarm|swarm is unavailable|ListenAddr",
        _said("engine", "this engine is in no swarm", "Overlay networks and services need one; use nat."),
    ),
    (
        r"plugins are not supported|not supported on this platform|checkpoint is only|does not support (arguments "
        r"to top|diff|commit|exporting)|"
        r"daemon on this operating system does not support",
        _said("engine", "the engine does not have this on Windows", "Leave it out."),
    ),
    (
        r"client version .* is too (old|new)",
        _said("engine", "client and engine have no version of the API in common", "Update the older of the two."),
    ),
    (
        r"page not found",
        _said(
            "engine",
            "the engine does not know this request: it is too old, or something else answers at its pipe",
            "Update the engine.",
        ),
    ),
)
