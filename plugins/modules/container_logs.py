# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: container_logs
short_description: Tells what containers have said last
version_added: 0.1.0
description:
  - Asks the engine of a Windows container host for the ends of logs, in two remote calls, and changes nothing.
  - Secrets are masked before a log is cut into lines. Masked is what O(secrets) says, what a variable of the container with a secret name holds,
    and what looks like a secret (C(--password X), C(Password=X;), keys, tokens in URLs). Nothing else is known to be secret, so that O(secrets),
    or C(no_log) for the task, is for what applications write otherwise.
  - A log that cannot be read is null, and a warning says why. It fails nothing.
  - Text is taken to be UTF-8; what is not is shown as U+FFFD.
extends_documentation_fragment:
  - winfleet.containers.attributes
  - winfleet.containers.attributes.reads
options:
  name:
    description: The container whose log is told, whoever made it. It must be there. One of O(name), O(names) and O(project) is to be given.
    type: str
  names:
    description: The containers whose logs are told, whoever made them. Each must be there.
    type: list
    elements: str
  project:
    description:
      - The project whose containers' logs are told, that is, of those that carry all of the labels that M(winfleet.containers.containers) gives them.
      - Where there is no container of it, a warning says so.
    type: str
  tail:
    description: How many lines of each log are told at most, the last ones; from 1 to 100000. The engine counts those of both streams.
    type: int
    default: 100
  since:
    description:
      - Only what was said since then. Seconds, or a time such as V(10m) or V(1h30m), are counted back from now by the engine's own clock.
      - Else a moment, such as V(2026-11-24T08:00:00Z); one without a zone is one of UTC. A number from V(1000000000) on counts seconds since 1970.
    type: str
  timestamps:
    description: Whether the engine's time is told of each line.
    type: bool
    default: false
  stdout:
    description: Whether what was said to stdout is told. A container with a terminal (C(tty)) says all of it there.
    type: bool
    default: true
  stderr:
    description: Whether what was said to stderr is told.
    type: bool
    default: true
  max_bytes:
    description:
      - How many bytes of each log are brought to the controller at most, the last ones; from 1024 to 16777216.
      - Of one host 33554432 bytes are brought in all, in equal parts where there are many containers.
    type: int
    default: 1048576
  secrets:
    description: Further texts that are masked, of at least three characters.
    type: list
    elements: str
seealso:
  - module: winfleet.containers.containers_info
  - module: winfleet.containers.containers
"""

EXAMPLES = r"""
- name: See what a container said last
  winfleet.containers.container_logs:
    name: web
  register: said
- name: Print it
  ansible.builtin.debug:
    msg: "{{ said.logs[0].lines | default([], true) | map(attribute='text') }}"

- name: Look for errors of a project in the last ten minutes
  winfleet.containers.container_logs:
    project: shop
    since: 10m
    tail: 1000
    timestamps: true
    stdout: false
    secrets: ["{{ shop_license }}"]
  register: said
  failed_when: said.logs | selectattr('lines') | length > 0
"""

RETURN = r"""
logs:
  description: The logs, by the name of their container.
  returned: success
  type: list
  elements: dict
  sample:
    - name: web
      id: 4f0e2d7c9a51b8b0a3f4c1d2e5f60718293a4b5c6d7e8f901234567890abcdef
      driver: json-file
      lines:
        - stream: stdout
          text: listening on port 80
          time: "2026-11-24T08:00:01.123456700Z"
        - stream: stderr
          text: "login failed: password=********"
          time: "2026-11-24T08:00:07.765432100Z"
      cut: false
      cut_by:
      unread:
  contains:
    name:
      description: The container's name.
      type: str
    id:
      description: Its id.
      type: str
    driver:
      description: The driver of its log; null where the container itself could not be read.
      type: str
    lines:
      description: What it said, the oldest first; null where the log could not be read.
      type: list
      elements: dict
      contains:
        stream:
          description: V(stdout) or V(stderr); null of a container with a terminal, which has but one.
          type: str
        text:
          description: The line without its end. Control characters are left out.
          type: str
        time:
          description: When the engine heard it.
          type: str
          returned: with O(timestamps=true)
    cut:
      description: Whether there are older lines that are not told.
      type: bool
    cut_by:
      description: V(tail) or V(bytes) (O(max_bytes)), by which older lines were left out; null where none were.
      type: str
    unread:
      description: Why it could not be read, such as a log driver that only sends logs elsewhere; null where it could.
      type: str
refused:
  description: What is not acceptable, or which containers are not there, one line each.
  returned: when it is refused
  type: list
  elements: str
"""
