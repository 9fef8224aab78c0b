# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which words of compose and docker_container never reach the engine, and how is the same had here?"""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import (
    COMPOSE,
    DOCKER_CONTAINER,
    YET,
    Row,
    words,
)

_PIPE = "the engine is asked through its own pipe on the host; nothing has to be said for it"
_STOPS = "a container is asked to stop, and ended when the engine's time is over"
_IMAGE = "a container keeps the image's name that it was created with, and is created anew where another is declared"


def _compose(way_out: str, text: str, theirs: str = "", also: str = "", file: str = "") -> Row:
    return Row(COMPOSE, words(text), words(theirs), words(also), words(file), way_out=way_out)


def _module(way_out: str, theirs: str, also: str = "") -> Row:
    return Row(DOCKER_CONTAINER, (), words(theirs), words(also), way_out=way_out)


ELSEWHERE: tuple[Row, ...] = (
    Row(COMPOSE, words("pull_policy pull_refresh_after"), words("pull"), of_set="pull"),
    Row(DOCKER_CONTAINER, (), words("timeout"), of_set="timeout"),
    Row("this collection", also=words("wait"), of_set="wait"),
    Row("this collection", also=words("prune remove_orphans"), of_set="prune"),
    Row(COMPOSE, file=words("name"), also=words("project_name"), of_set="project"),
    _compose("containers of one network reach all ports of each other; ports publishes some of them on the host",
             "expose", "exposed_ports exposed expose"),
    _compose("leave out of the list what is not to run, for instance with when or selectattr", "profiles"),
    _compose("use YAML anchors, or combine() of Ansible", "extends extends.*"),
    _compose("build the image elsewhere and push it to a registry", "build build.*"),
    _compose("scale says how many there are of a container", "deploy.mode"),
    _compose("of its parts, resources.limits and restart_policy have options here: cpus, memory, restart_policy",
             "deploy deploy.resources deploy.resources.limits deploy.resources.reservations"),
    _compose("an engine reserves no processors: cpus limits them", "deploy.resources.reservations.cpus"),
    _compose("the engine chooses the time between restarts",
             "deploy.restart_policy.delay deploy.restart_policy.window"),
    _compose("it is for swarm: serial of a play and winfleet_serial take hosts in turn",
             "deploy.update_config deploy.update_config.* deploy.rollback_config deploy.rollback_config.*"),
    _compose("it is for swarm: the inventory says which host runs what",
             "deploy.placement deploy.placement.* deploy.endpoint_mode deploy.resources.reservations.generic_resources "
             "deploy.resources.reservations.generic_resources.*"),
    _compose("labels of a service are swarm's; labels of the container stand in labels", "deploy.labels"),
    _compose("files of the host come by mounts; write them first, for instance with ansible.windows.win_template",
             "secrets secrets.* configs configs.*", file="secrets configs"),
    _compose("it would give the container the engine; mount the pipe, and permit it", "use_api_socket"),
    _compose("it is read by compose alone: write labels", "label_file"),
    _compose("it is for compose up on a developer's machine; leave it out", "develop develop.* attach"),
    _compose(f"{YET} (commands beside the container's own)", "post_start post_start.* pre_stop pre_stop.*"),
    _compose("it is of compose's own tools; leave it out", "models models.* provider provider.*", file="models"),
    _compose("a volume is made by its name in mounts, or before with docker volume create", "", file="volumes"),
    _compose("the list is called containers, and each container has a name", "", file="services"),
    _compose("a set has no version; leave it out", "", file="version"),
    _compose("several sets go by container_host: sets", "", file="include"),
    Row("this collection", also=words("project_src files compose_file"), of_set="compose_files"),
    Row("this collection", also=words("credentials registry_auth"), of_set="registries"),
    _module("what differs is recreated; nothing has to be said for it", "recreate"),
    _module("every declared option is compared with what is there", "comparisons networks_cli_compatible"),
    _module(_IMAGE, "image_comparison image_label_mismatch image_name_mismatch"),
    _module("check mode tells each pull", "pull_check_mode_behavior"),
    _module("timeout of the set bounds the wait for a healthy container", "healthy_wait_timeout"),
    _module(_STOPS, "force_kill forcekill kill_signal"),
    _module("the last lines of a container that fails are told", "output_logs"),
    _module("a started container is unpaused; declare it stopped, or pause it by hand under Hyper-V isolation",
            "paused"),
    _module("a removal is waited for", "removal_wait_timeout"),
    _module("a container is on the networks that are declared, and on no other", "", "purge_networks"),
    _module("volumes are never removed", "keep_volumes"),
    _module("state: absent removes a container", "cleanup"),
    _module("containers always run in the background", "detach"),
    _module(_PIPE,
            "docker_host docker_url api_version docker_api_version tls tls_hostname tls_verify validate_certs ca_path "
            "ca_cert tls_ca_cert cacert_path client_cert tls_client_cert cert_path client_key tls_client_key key_path "
            "use_ssh_client debug"),
)  # fmt: skip
