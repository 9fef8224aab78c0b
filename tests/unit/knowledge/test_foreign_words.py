"""The words of compose and docker_container: each names our option, or says why there is none."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import (
    CONTAINER_OPTIONS,
    read_set,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.foreign_words import (
    NEVER,
    NOT_YET,
    OTHERWISE,
    OURS,
    told,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.refused_options import REFUSED_OPTIONS

# The keys of a service in the Compose specification, November 2026
COMPOSE = [
    "annotations",
    "attach",
    "build",
    "blkio_config",
    "cap_add",
    "cap_drop",
    "cgroup",
    "cgroup_parent",
    "command",
    "configs",
    "container_name",
    "cpu_count",
    "cpu_percent",
    "cpu_period",
    "cpu_quota",
    "cpu_rt_period",
    "cpu_rt_runtime",
    "cpu_shares",
    "cpus",
    "cpuset",
    "credential_spec",
    "depends_on",
    "deploy",
    "develop",
    "device_cgroup_rules",
    "devices",
    "dns",
    "dns_opt",
    "dns_search",
    "domainname",
    "entrypoint",
    "env_file",
    "environment",
    "expose",
    "extends",
    "extra_hosts",
    "gpus",
    "group_add",
    "healthcheck",
    "hostname",
    "image",
    "init",
    "ipc",
    "isolation",
    "label_file",
    "labels",
    "links",
    "logging",
    "mac_address",
    "mem_limit",
    "mem_reservation",
    "mem_swappiness",
    "memswap_limit",
    "models",
    "network_mode",
    "networks",
    "oom_kill_disable",
    "oom_score_adj",
    "pid",
    "pids_limit",
    "platform",
    "ports",
    "post_start",
    "pre_stop",
    "privileged",
    "profiles",
    "provider",
    "pull_policy",
    "read_only",
    "restart",
    "runtime",
    "scale",
    "secrets",
    "security_opt",
    "shm_size",
    "stdin_open",
    "stop_grace_period",
    "stop_signal",
    "storage_opt",
    "sysctls",
    "tmpfs",
    "tty",
    "ulimits",
    "use_api_socket",
    "user",
    "userns_mode",
    "uts",
    "volumes",
    "volumes_from",
    "working_dir",
]
# The options of community.docker.docker_container 4
DOCKER_CONTAINER = [
    "auto_remove",
    "blkio_weight",
    "capabilities",
    "cap_drop",
    "cgroup_parent",
    "cgroupns_mode",
    "cleanup",
    "command",
    "comparisons",
    "container_default_behavior",
    "cpu_period",
    "cpu_quota",
    "cpu_shares",
    "cpus",
    "cpuset_cpus",
    "cpuset_mems",
    "default_host_ip",
    "detach",
    "devices",
    "device_cgroup_rules",
    "device_read_bps",
    "device_read_iops",
    "device_requests",
    "device_write_bps",
    "device_write_iops",
    "dns_opts",
    "dns_search_domains",
    "dns_servers",
    "domainname",
    "entrypoint",
    "env",
    "env_file",
    "etc_hosts",
    "exposed_ports",
    "force_kill",
    "groups",
    "healthcheck",
    "healthy_wait_timeout",
    "hostname",
    "image",
    "init",
    "interactive",
    "ipc_mode",
    "keep_volumes",
    "kernel_memory",
    "kill_signal",
    "labels",
    "links",
    "log_driver",
    "log_options",
    "mac_address",
    "memory",
    "memory_reservation",
    "memory_swap",
    "memory_swappiness",
    "mounts",
    "name",
    "network_mode",
    "networks",
    "oom_killer",
    "oom_score_adj",
    "output_logs",
    "paused",
    "pid_mode",
    "pids_limit",
    "platform",
    "privileged",
    "publish_all_ports",
    "published_ports",
    "pull",
    "purge_networks",
    "read_only",
    "recreate",
    "removal_wait_timeout",
    "restart",
    "restart_policy",
    "restart_retries",
    "runtime",
    "security_opts",
    "shm_size",
    "state",
    "stop_signal",
    "stop_timeout",
    "storage_opts",
    "sysctls",
    "tmpfs",
    "tty",
    "ulimits",
    "user",
    "userns_mode",
    "uts",
    "volume_driver",
    "volumes",
    "volumes_from",
    "working_dir",
]


@pytest.mark.parametrize("word", sorted({*COMPOSE, *DOCKER_CONTAINER} - set(CONTAINER_OPTIONS)))
def test_each_word_has_an_answer(word: str) -> None:
    assert word in REFUSED_OPTIONS or told(word)


def test_no_word_is_told_twice_and_each_names_an_option_of_ours() -> None:
    tables = [OURS, OTHERWISE, NOT_YET, NEVER]
    words = [word for table in tables for word in table]
    assert len(words) == len(set(words))
    assert not set(words) & {*CONTAINER_OPTIONS, *REFUSED_OPTIONS}
    assert set(OURS.values()) <= set(CONTAINER_OPTIONS)


@pytest.mark.parametrize(
    ("word", "ours"),
    [("restart", "restart_policy"), ("volumes", "mounts"),
     ("published_ports", "ports"), ("environment", "env"), ("mem_limit", "memory"),
     ("mem-limit", "memory"), ("Environment", "env"), ("container_name", "name")],
)  # fmt: skip
def test_the_common_ones(word: str, ours: str) -> None:
    with pytest.raises(Refused) as refused:
        read_set([{"name": "web", "image": "x", "isolation": "process", word: "x"}], None)
    assert f"the option is called {ours}" in str(refused.value)


def test_the_list_of_options_is_told_once() -> None:
    sets = [
        {"name": f"web{n}", "image": "x", "isolation": "process", "colour": "blue", "shape": "round"} for n in range(9)
    ]
    with pytest.raises(Refused) as refused:
        read_set(sets, None)
    assert str(refused.value).count("the options are") == 1
    assert len(refused.value.problems) == 19 and max(map(len, refused.value.problems[:-1])) < 100
