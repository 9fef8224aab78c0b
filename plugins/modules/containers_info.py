# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: containers_info
short_description: Tells which containers, networks, volumes and images are on a host, and how they stand
version_added: 0.1.0
description:
  - Looks at the engine of a Windows container host in one remote call, and changes nothing.
  - Tells of all containers, whoever made them. Those that M(winfleet.containers.containers) deployed have their project beside them.
  - What could not be read is null, and one warning says why; it is never told as if it were not there.
  - Neither the environment of containers nor labels of others are returned, and what looks like a secret in a command line is masked.
extends_documentation_fragment:
  - winfleet.containers.attributes
  - winfleet.containers.attributes.reads
options:
  project:
    description: Only the containers of this project, that is, those that carry all of the labels that M(winfleet.containers.containers) gives them.
    type: str
  names:
    description: Only the containers of these names, whoever made them. Those that are not there are told in RV(missing), and fail nothing.
    type: list
    elements: str
  networks:
    description: Whether RV(networks) of the host are told, whatever containers are.
    type: bool
    default: true
  volumes:
    description: Whether RV(volumes) of the host are told, whatever containers are.
    type: bool
    default: true
  images:
    description: Whether RV(images) of the host are told, whatever containers are.
    type: bool
    default: true
seealso:
  - module: winfleet.containers.container_logs
  - module: winfleet.containers.containers
  - module: winfleet.containers.host_info
"""

EXAMPLES = r"""
- name: See everything that is on the host
  winfleet.containers.containers_info:
  register: seen

- name: Say which containers do not run
  ansible.builtin.debug:
    msg: "{{ item.name }} is {{ item.state }} since {{ item.since }}, exit code {{ item.exit_code }}"
  loop: "{{ seen.containers | rejectattr('state', 'equalto', 'running') }}"
  loop_control:
    label: "{{ item.name }}"

- name: Wait until a project is healthy
  winfleet.containers.containers_info:
    project: shop
    networks: false
    volumes: false
    images: false
  register: shop
  until: shop.containers | rejectattr('health', 'in', [none, 'healthy']) | length == 0
  retries: 10
  delay: 6

- name: Find images that no container uses
  winfleet.containers.containers_info:
    networks: false
    volumes: false
  register: seen
  failed_when: seen.images is none
- name: Say how much they take
  ansible.builtin.debug:
    msg: "{{ seen.images | rejectattr('used_by') | map(attribute='size') | sum // 1048576 }} MiB"
"""

RETURN = r"""
containers:
  description:
    - The containers, by name.
    - Of one that could not be read, what the engine's list says of it; all else is null, and RV(containers[].unread) says why.
  returned: success
  type: list
  elements: dict
  sample:
    - name: web
      id: 4f0e2d7c9a51b8b0a3f4c1d2e5f60718293a4b5c6d7e8f901234567890abcdef
      project: shop
      service:
      declared: true
      unread:
      state: running
      created: "2026-11-24T08:00:00.1234567Z"
      image: mcr.microsoft.com/windows/nanoserver:ltsc2025
      image_id: sha256:9b2f6d0c6f4b1a7e8d5c3b2a190817263544f5e6d7c8b9a0f1e2d3c4b5a69788
      os_version: 10.0.26100.4061
      isolation:
        declared: process
        effective: process
        engine_default: process
      error:
      health: healthy
      failing: 0
      since: "2026-11-24T08:00:01.5Z"
      seconds: 86400
      started: "2026-11-24T08:00:01.5Z"
      finished:
      restarts: 0
      restarting: false
      exit_code:
      command: [ping, -t, localhost]
      ports:
        - port: 80
          protocol: tcp
          host_port: 8080
          address:
          published: true
      network_mode: nat
      networks:
        - name: nat
          address: 172.20.0.5
          gateway: 172.20.0.1
          mac: "00:15:5d:01:02:03"
          aliases: []
      mounts:
        - type: volume
          name: data
          source: C:\ProgramData\docker\volumes\data\_data
          target: C:\data
          read_only: false
  contains:
    name:
      description: The container's name.
      type: str
    id:
      description: Its id, 64 hexadecimal digits.
      type: str
    project:
      description: The project that it belongs to; null for one that the collection did not make.
      type: str
    service:
      description: The declared name of a container of which several copies were declared (O(winfleet.containers.containers#module:containers[].scale)).
      type: str
    declared:
      description: Whether the collection made it, that is, whether it carries all of the labels of a project.
      type: bool
    unread:
      description: Why it could not be read; null where it could.
      type: str
    state:
      description:
        - The engine's own word, V(running), V(exited), V(created), V(paused), V(restarting), V(dead) or V(removing).
        - V(start_failed) for one that was created and could not be started; RV(containers[].error) says why.
      type: str
    created:
      description: When it was created.
      type: str
    image:
      description: The image as it was called when the container was created.
      type: str
    image_id:
      description: The id of its image.
      type: str
    os_version:
      description: The version of Windows that its image is made for.
      type: str
    isolation:
      description: The isolation mode.
      type: dict
      contains:
        declared:
          description: The mode that was declared when the collection created the container; null for one of others.
          type: str
        effective:
          description: The mode in which it runs by the engine's word, V(process) or V(hyperv). M(winfleet.containers.isolation_proof) proves it.
          type: str
        engine_default:
          description: The engine's own mode, for containers that say none.
          type: str
    error:
      description: What the engine says went wrong at its last start or end.
      type: str
    health:
      description: V(starting), V(healthy) or V(unhealthy); null for one without a health check.
      type: str
    failing:
      description: How many health checks failed in a row; null for one without a health check.
      type: int
    since:
      description: Since when it is in its state; when it was started, when it ended, or when it was created.
      type: str
    seconds:
      description: For how many seconds it is in its state, by the engine's own clock.
      type: int
    started:
      description: When it was started last; null for one that never was.
      type: str
    finished:
      description: When it ended last; null for one that never did.
      type: str
    restarts:
      description: How often the engine started it anew, by its restart policy.
      type: int
    restarting:
      description: Whether it waits for its next start, or was started anew a moment ago.
      type: bool
    exit_code:
      description: The code with which it ended; null for one that runs or never ran.
      type: int
    command:
      description: Its entrypoint and its command. What looks like a secret is masked.
      type: list
      elements: str
    ports:
      description: The ports that are published, and those that were asked for and are not.
      type: list
      elements: dict
      contains:
        port:
          description: The port in the container.
          type: int
        protocol:
          description: V(tcp) or V(udp).
          type: str
        host_port:
          description: The port of the host; null where the engine chooses it at the start, or where a range was asked for.
          type: int
        address:
          description: The address of the host; V(0.0.0.0) or null for all of them.
          type: str
        published:
          description: Whether it is published now. It is not while the container does not run.
          type: bool
    network_mode:
      description: The network that it was created with, V(none), or V(container:NAME) where it shares that of another container.
      type: str
    networks:
      description: The networks that it is on, by name.
      type: list
      elements: dict
      contains:
        name:
          description: The network's name.
          type: str
        address:
          description: The container's address there; null while it does not run.
          type: str
        gateway:
          description: The gateway there; null while it does not run.
          type: str
        mac:
          description: Its MAC address there; null while it has none.
          type: str
        aliases:
          description: Further names that it has there.
          type: list
          elements: str
    mounts:
      description: What is mounted in it, by target.
      type: list
      elements: dict
      contains:
        type:
          description: V(bind), V(volume) or V(npipe).
          type: str
        name:
          description: The name of a volume.
          type: str
        source:
          description: The path on the host.
          type: str
        target:
          description: The path in the container.
          type: str
        read_only:
          description: Whether it may only be read there.
          type: bool
missing:
  description: Those of O(names) of which there is no container.
  returned: success
  type: list
  elements: str
  sample: []
networks:
  description: The networks of the host, by name; null where they could not be read.
  returned: with O(networks=true)
  type: list
  elements: dict
  sample:
    - name: nat
      id: 1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f
      driver: nat
      project:
      created: "2026-11-20T06:00:00Z"
      subnets:
        - subnet: 172.20.0.0/16
          gateway: 172.20.0.1
      used_by: [web]
  contains:
    name:
      description: The network's name.
      type: str
    id:
      description: Its id.
      type: str
    driver:
      description: Its driver, such as V(nat), V(transparent), V(l2bridge) or V(internal).
      type: str
    project:
      description: The project that declares it; null for others.
      type: str
    created:
      description: When it was created.
      type: str
    subnets:
      description: Its addresses, as the engine tells them.
      type: list
      elements: dict
      contains:
        subnet:
          description: The subnet.
          type: str
        gateway:
          description: The gateway.
          type: str
    used_by:
      description: The names of the containers that are on it, also of those that do not run.
      type: list
      elements: str
volumes:
  description: The volumes of the host, by name; null where they could not be read.
  returned: with O(volumes=true)
  type: list
  elements: dict
  sample:
    - name: data
      driver: local
      project: shop
      created: "2026-11-24T08:00:00Z"
      mountpoint: C:\ProgramData\docker\volumes\data\_data
      used_by: [web]
  contains:
    name:
      description: The volume's name.
      type: str
    driver:
      description: Its driver.
      type: str
    project:
      description: The project that declares it; null for others.
      type: str
    created:
      description: When it was created.
      type: str
    mountpoint:
      description: Its folder on the host.
      type: str
    used_by:
      description: The names of the containers that mount it, also of those that do not run.
      type: list
      elements: str
images:
  description: The images of the host, those with a tag first; null where they could not be read.
  returned: with O(images=true)
  type: list
  elements: dict
  sample:
    - id: sha256:9b2f6d0c6f4b1a7e8d5c3b2a190817263544f5e6d7c8b9a0f1e2d3c4b5a69788
      tags: ["mcr.microsoft.com/windows/nanoserver:ltsc2025"]
      digests: ["mcr.microsoft.com/windows/nanoserver@sha256:0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6"]
      created: "2026-11-11T17:00:00Z"
      size: 293601280
      os_version: 10.0.26100.4061
      architecture: amd64
      used_by: [web]
  contains:
    id:
      description: The image's id.
      type: str
    tags:
      description: Its names.
      type: list
      elements: str
    digests:
      description: The digests under which registries have it.
      type: list
      elements: str
    created:
      description: When it was built.
      type: str
    size:
      description: Bytes of all its layers. Images share layers, so that sizes do not add up.
      type: int
    os_version:
      description: The version of Windows that it is made for.
      type: str
    architecture:
      description: The processors that it is made for.
      type: str
    used_by:
      description: The names of the containers that were made of it, also of those that do not run.
      type: list
      elements: str
refused:
  description: What is not acceptable, one line each.
  returned: when it is refused
  type: list
  elements: str
"""
