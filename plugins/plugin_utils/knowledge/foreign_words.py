# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How does somebody write who comes from compose or docker_container? Each of their words names our option, or says why
there is none. What Windows refuses or ignores is in refused_options.py.

Words: the Compose specification (services, and the file's own), community.docker.docker_container 4 and 5."""

from __future__ import annotations

# their word -> our option
OURS: dict[str, str] = {
    "container_name": "name",
    "restart": "restart_policy",
    "environment": "env",
    "volumes": "mounts",
    "volume": "mounts",
    "binds": "mounts",
    "mount": "mounts",
    "published_ports": "ports",
    "publish": "ports",
    "port": "ports",
    "exposed_ports": "ports",
    "forwards": "ports",
    "mem_limit": "memory",
    "mem": "memory",
    "cpu": "cpus",
    "nano_cpus": "cpus",
    "network_mode": "network",
    "net": "network",
    "networks": "network",
    "label": "labels",
    "annotation": "annotations",
    "device": "devices",
    "cmd": "command",
    "args": "command",
    "workdir": "working_dir",
    "host_name": "hostname",
    "image_name": "image",
    "runtime": "isolation",
    "isolation_mode": "isolation",
    "state_wait": "state",
    "username": "user",
    "credentialspec": "credential_spec",
    "security_opt": "credential_spec",
    "security_opts": "credential_spec",
    "container_default_behavior": "state",
}
# their word -> how the same is had, where no option of a container has it
OTHERWISE: dict[str, str] = {
    "restart_retries": "write restart_policy: on-failure:N",
    "published": "write ports: [HOST_PORT:CONTAINER_PORT]",
    "publish_all_ports": "name each port in ports; without a host port Windows chooses one",
    "expose": "containers of one network reach all ports of each other; ports publishes some of them on the host",
    "env_file": "read the file into env, for instance with lookup('ansible.builtin.file', ...)",
    "pull_policy": "the option pull stands at the set, beside containers",
    "pull": "it stands at the set, beside containers",
    "recreate": "what differs is recreated; nothing has to be said for it",
    "comparisons": "every declared option is compared with what is there",
    "default_host_ip": "Windows publishes a port on all addresses",
    "timeout": "it stands at the set, beside containers",
    "wait": "it stands at the set, beside containers",
    "healthy_wait_timeout": "timeout of the set bounds the wait for a healthy container",
    "force_kill": "a container is asked to stop, and ended when the engine's time is over",
    "kill_signal": "a container is asked to stop, and ended when the engine's time is over",
    "output_logs": "the last lines of a container that fails are told",
    "paused": "a started container is unpaused; declare it stopped, or pause it by hand under Hyper-V isolation",
    "removal_wait_timeout": "a removal is waited for",
    "purge_networks": "a container has the one network that is declared",
    "keep_volumes": "volumes are never removed",
    "cleanup": "state: absent removes a container",
    "auto_remove": "a container that is declared is kept; state: absent removes it",
    "detach": "containers always run in the background",
    "profiles": "leave out of the list what is not to run, for instance with when or selectattr",
    "extends": "use YAML anchors, or combine() of Ansible",
    "build": "build the image elsewhere and push it to a registry",
    "scale": "write one container for each copy, for instance with a loop in a variable",
    "services": "the list is called containers, and each container has a name",
    "version": "a set has no version; leave it out",
    "include": "several sets go by container_host: sets",
    "project_name": "the option is called project",
    "project_src": "compose files cannot be read yet; write the set as containers",
    "api_version": "the engine is asked through its own pipe on the host; nothing has to be said for it",
    "docker_host": "the engine is asked through its own pipe on the host; nothing has to be said for it",
    "tls": "the engine is asked through its own pipe on the host; nothing has to be said for it",
}
_LATER = "this version of the collection cannot declare it yet"
# their word -> what it would be
NOT_YET: dict[str, str] = {
    "healthcheck": "a health check of the container (one of the image is honoured)",
    "depends_on": "an order of containers",
    "dns": "name servers of the container",
    "dns_servers": "name servers of the container",
    "dns_search": "search domains of the container",
    "dns_search_domains": "search domains of the container",
    "dns_opt": "options of name resolution",
    "dns_opts": "options of name resolution",
    "extra_hosts": "entries of the container's hosts file",
    "etc_hosts": "entries of the container's hosts file",
    "mac_address": "a MAC address",
    "ipv4_address": "an address in the network",
    "aliases": "further names in the network",
    "logging": "the logging driver",
    "log_driver": "the logging driver",
    "log_options": "options of the logging driver",
    "log_opt": "options of the logging driver",
    "stop_timeout": "the time to stop",
    "stop_grace_period": "the time to stop",
    "stop_signal": "the signal to stop",
    "storage_opt": "the size of the container's disk",
    "storage_opts": "the size of the container's disk",
    "cpu_count": "a number of processors",
    "cpu_percent": "a share of the processors",
    "cpu_shares": "a weight of the processors",
    "deploy": "limits and copies of a service",
    "tty": "a terminal",
    "stdin_open": "an open input",
    "interactive": "an open input",
    "platform": "the image's platform",
    "domainname": "a domain of the container",
    "volumes_from": "the volumes of another container",
    "volume_driver": "a volume driver",
    "secrets": "secrets of compose",
    "configs": "configs of compose",
    "device_requests": "requests of devices",
    "gpus": "requests of devices",
    "credentials": "credentials of a registry",
    "registry_auth": "credentials of a registry",
    "develop": "compose watch",
    "post_start": "hooks of compose",
    "pre_stop": "hooks of compose",
    "attach": "output of compose up",
    "models": "models of compose",
    "provider": "providers of compose",
    "blkio_config": "limits of disks",
    "io_maximum_iops": "limits of disks",
    "io_maximum_bandwidth": "limits of disks",
}
# their word -> why Windows has no such thing
NEVER: dict[str, str] = {
    "cgroup_namespace": "Windows has no control groups",
    "cgroupns": "Windows has no control groups",
    "groups": "Windows containers take no further groups",
    "capabilities": "Windows has no capabilities",
    "device_cgroup_rules": "the engine ignores it on Windows: there are no control groups",
    "cpu_quota": "the engine ignores it on Windows: use cpus",
    "kernel_memory": "the engine ignores it on Windows: use memory",
    "kernel_memory_tcp": "the engine ignores it on Windows: use memory",
    "oom_killer": "Windows has no out-of-memory killer",
    "device_read_bps": "the engine refuses limits of block devices on Windows",
    "device_read_iops": "the engine refuses limits of block devices on Windows",
    "device_write_bps": "the engine refuses limits of block devices on Windows",
    "device_write_iops": "the engine refuses limits of block devices on Windows",
    "use_api_socket": "it would give the container the engine; mount the pipe, and permit it",
    "label_file": "it is read by compose alone: write labels",
    "security_context": "Windows knows credential_spec alone",
}


def told(word: str) -> str | None:
    """The way out for a word that is not ours, None where nobody else knows it either. Any spelling: memLimit,
    mem-limit."""
    name = word.replace("-", "_").lower()
    if name in OURS:
        return f"the option is called {OURS[name]}"
    if name in OTHERWISE:
        return OTHERWISE[name]
    if name in NOT_YET:
        return f"{_LATER} ({NOT_YET[name]})"
    return NEVER.get(name)
