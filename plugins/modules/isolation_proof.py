# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: isolation_proof
short_description: Proves on the host that containers are isolated as they are declared
version_added: 0.1.0
description:
  - Compares what the engine claims with what the host shows, in one remote call; the processes in the container (asked twice, so that only
    lasting ones count), the host's processes and sessions, its compute systems and the worker processes of its virtual machines.
  - Under process isolation a container's processes are the host's own, in a session of their own. Under Hyper-V isolation they are not
    there, and a virtual machine with a worker process belongs to the container. Only both findings together prove or refute.
  - What cannot be told is V(inconclusive), never proven. Each container that the engine lists has a row, also where it could not be read.
extends_documentation_fragment:
  - winfleet.containers.attributes
  - winfleet.containers.attributes.reads
options:
  project:
    description:
      - The project whose containers are judged, that is, those that carry all of the labels that M(winfleet.containers.containers) gives them.
      - A container that does not run is reported, and fails nothing, unless the host's compute systems hold it all the same.
    type: str
  names:
    description: The containers to judge, by name, whoever made them. Each must be there and, with O(require=true), run.
    type: list
    elements: str
  require:
    description: Whether the task fails unless each of them is proven.
    type: bool
    default: false
seealso:
  - module: winfleet.containers.containers
"""

EXAMPLES = r"""
- name: Prove the isolation of a project's containers
  winfleet.containers.isolation_proof:
    project: web
    require: true
  register: proved

- name: Look at one container that somebody else made
  winfleet.containers.isolation_proof:
    names: [legacy]
"""

RETURN = r"""
proof:
  description: For each container, what was declared when it was created, what the engine claims, the verdict and the evidence.
  returned: always
  type: list
  elements: dict
  sample:
    - name: api
      running: true
      declared: hyperv
      claimed: hyperv
      verdict: proven
      evidence:
        - none of its 12 processes (ping) is a process of the host
        - its compute system is the virtual machine 6F1B8F3E-5A0C-4C3B-9E57-2D0B9C1E7A10, which has a worker process (vmwp) of its own
  contains:
    name:
      description: The container's name.
      type: str
    project:
      description: The project that it belongs to.
      type: str
      returned: where several projects are proven at once (M(winfleet.containers.container_host))
    running:
      description: Whether the engine says that it runs.
      type: bool
    declared:
      description:
        - The mode that was declared when the container was created; null where it does not say so.
        - In M(winfleet.containers.container_host) the mode that is declared now.
      type: str
    claimed:
      description: The mode that the engine says; empty where it could not be read.
      type: str
    verdict:
      description:
        - V(proven) or V(refuted) where both findings agree, and V(inconclusive) for everything else.
        - V(refuted) also where another mode is declared than the engine itself says.
      type: str
    evidence:
      description: What was found, and what could not be read.
      type: list
      elements: str
proven:
  description: Whether each running container was proven, and at least one was.
  returned: always
  type: bool
refused:
  description: What is not acceptable, one line each.
  returned: when it is refused
  type: list
  elements: str
"""
