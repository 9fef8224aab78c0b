# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# This file holds the documentation alone: the module is an action plugin, plugins/action/fleet_status.py.

from __future__ import annotations

DOCUMENTATION = r"""
module: fleet_status
short_description: Tell what runs where in a fleet of Windows container hosts, and what has drifted
version_added: 0.1.0
description:
  - Prints a table of the containers of all hosts, whoever made them, and what differs from what the inventory declares.
  - The module runs on the controller and asks no host anything. The role P(winfleet.containers.status#role) and the playbooks
    C(status.yml) and C(drift.yml) hand it what was looked at.
  - What could not be read or compared is told as not known, and never counts as the same.
options:
  hosts:
    description: What is known of each host.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the host, usually that in the inventory.
        type: str
        required: true
      host:
        description: RV(winfleet.containers.host_info#module:host). Empty for a host that was not reached.
        type: dict
        default: {}
      error:
        description: Why the host could not be looked at.
        type: str
        default: ''
      sets:
        description: The projects that are declared for the host, as O(winfleet.containers.container_host#module:sets). Only their names are read.
        type: list
        elements: dict
        default: []
      judged:
        description: For each of O(hosts[].sets), in their order, what M(winfleet.containers.containers) returned in check mode.
        type: list
        elements: dict
        default: []
      seen:
        description: What M(winfleet.containers.containers_info) returned.
        type: dict
        default: {}
  projects:
    description: Only containers of these projects. Patterns such as V(shop*) in this and the other lists; case does not count.
    type: list
    elements: str
    default: []
  containers:
    description: Only containers of these names.
    type: list
    elements: str
    default: []
  images:
    description: Only containers of these images.
    type: list
    elements: str
    default: []
  states:
    description: Only containers in these states, such as V(exited); V(absent) are those that are declared and not there.
    type: list
    elements: str
    default: []
  healths:
    description: Only containers whose health check says this, such as V(unhealthy).
    type: list
    elements: str
    default: []
  modes:
    description: Only containers that run in these isolation modes, V(process) or V(hyperv).
    type: list
    elements: str
    default: []
  only:
    description: Only what has drifted, or what is behind, or either of both.
    type: list
    elements: str
    choices: [drift, behind]
    default: []
  foreign:
    description: What becomes of containers that the collection did not make; V(drift) takes them for drift.
    type: str
    choices: [show, hide, drift]
    default: show
  fail_on:
    description: The task fails where a host has drifted, where it is not known whether it has, or where something is behind.
    type: list
    elements: str
    choices: [drift, unknown, behind]
    default: []
  data:
    description: Path of a JSON file on the controller, which gets all that is told. Missing folders are made.
    type: path
attributes:
  action:
    description: Runs as an action plugin on the controller.
    support: full
  check_mode:
    description: Tells the same, and writes no file.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
  platform:
    description: The controller.
    support: full
    platforms: posix
notes:
  - It never reports a change. O(data) holds ages of containers, and is written anew each time.
  - A container is behind its tag only where O(hosts[].judged) was made with V(always) for C(pull), so that the registries were asked.
  - The collection's docs/status.md lists the kinds of drift and describes the JSON.
seealso:
  - module: winfleet.containers.containers_info
  - module: winfleet.containers.fleet_report
author:
  - winfleet.containers contributors (@winfleet)
"""

EXAMPLES = r"""
- name: Look at the containers of each host
  winfleet.containers.containers_info:
  register: seen
- name: Tell which containers do not run
  winfleet.containers.fleet_status:
    hosts:
      - name: "{{ inventory_hostname }}"
        host: "{{ host_facts }}"
        seen: "{{ seen }}"
    states: [exited, start_failed, dead]
"""

RETURN = r"""
hosts:
  description: What is told of each host, those alone that the filters leave.
  returned: always
  type: list
  elements: dict
  contains:
    name:
      description: The host's name.
      type: str
    error:
      description: Why it is not known what runs there; empty where it is.
      type: str
    version:
      description: The host's version of Windows.
      type: str
    engine:
      description: The state of its engine.
      type: str
    compared:
      description: Whether the inventory declares anything for it.
      type: bool
    drift:
      description: What has drifted and is about no container that has a row.
      type: list
      elements: dict
      contains:
        kind:
          description: As of a container.
          type: str
        item:
          description: The name of the network or the volume, or C(project) and its name.
          type: str
        text:
          description: The same in words.
          type: str
    containers:
      description: Those that are there, and those that are declared and are not.
      type: list
      elements: dict
      contains:
        name:
          description: The container's name.
          type: str
        project:
          description: Its project; null for one that the collection did not make.
          type: str
        image:
          description: The image that it was made of, or is declared with.
          type: str
        image_id:
          description: The id of its image.
          type: str
        os_version:
          description: The version of Windows that its image is made for.
          type: str
        mode:
          description: The isolation mode in which it runs by the engine's word.
          type: str
        declared_mode:
          description: The mode that is declared; null for one that is not.
          type: str
        state:
          description: The engine's word; V(absent) for one that is not there.
          type: str
        health:
          description: What its health check says.
          type: str
        since:
          description: Since when it is in its state.
          type: str
        seconds:
          description: For how many seconds it is, by the engine's own clock.
          type: int
        restarts:
          description: How often the engine started it anew.
          type: int
        restarting:
          description: Whether it restarts again and again.
          type: bool
        exit_code:
          description: The code with which it ended.
          type: int
        unread:
          description: Why it could not be read.
          type: str
        drift:
          description: What has drifted.
          type: list
          elements: dict
          contains:
            kind:
              description: V(missing), V(extra), V(foreign), V(image), V(mode), V(state), V(hand), V(declaration), V(network), V(volume) or V(unknown).
              type: str
            item:
              description: The name of the container, the network or the volume, or C(project) and its name.
              type: str
            text:
              description: The same in words.
              type: str
        behind:
          description: What is behind.
          type: list
          elements: dict
          contains:
            kind:
              description: V(tag), V(image) or V(host).
              type: str
            text:
              description: The same in words.
              type: str
sums:
  description: The fleet in numbers.
  returned: always
  type: dict
  sample:
    hosts: 2
    containers: 3
    running: 2
    unhealthy: 0
    drifted: 1
    unknown: 0
    undeclared: 0
    behind_tag: 0
    behind_host: 1
    hosts_behind: 0
  contains:
    hosts:
      description: How many hosts there are.
      type: int
    containers:
      description: How many containers are there.
      type: int
    running:
      description: How many of them run.
      type: int
    unhealthy:
      description: How many are unhealthy.
      type: int
    drifted:
      description: How many hosts have drifted.
      type: int
    unknown:
      description: How many hosts are not known, or could not be compared.
      type: int
    undeclared:
      description: For how many hosts nothing is declared.
      type: int
    behind_tag:
      description: How many containers are behind their tag.
      type: int
    behind_host:
      description: How many containers are of an older Windows than their host's.
      type: int
    hosts_behind:
      description: How many hosts are behind the Windows of an image.
      type: int
sentences:
  description: The same in a few sentences.
  returned: always
  type: list
  elements: str
  sample:
    - "Drifted from the inventory: web-02."
    - 3 containers on 2 hosts, 2 running.
"""
