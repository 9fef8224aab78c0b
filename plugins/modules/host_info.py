# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: host_info
short_description: Looks at a Windows container host and judges which isolation modes it can run
version_added: 0.1.0
description:
  - Reads edition, build, revision, virtualization, features, services, pending reboots and the engine of a host in one remote call.
  - Judges whether the host can run containers with process and with Hyper-V isolation, why not, and what would change that.
extends_documentation_fragment:
  - winfleet.containers.attributes
  - winfleet.containers.attributes.reads
options:
  images:
    description: Images to judge as well, by the Windows version that they were built for.
    type: list
    elements: dict
    default: []
    suboptions:
      os_version:
        description: What the image says as its C(os.version), such as V(10.0.20348.2113), or a well-known tag such as V(ltsc2022).
        type: str
        required: true
      isolation:
        description: The isolation mode to judge.
        type: str
        choices: [process, hyperv, default]
        default: default
seealso:
  - module: winfleet.containers.host_features
  - module: winfleet.containers.containers
"""

EXAMPLES = r"""
- name: Look at the host
  winfleet.containers.host_info:
  register: looked

- name: Say whether it can run Hyper-V isolated containers, and what it lacks
  ansible.builtin.debug:
    msg: "{{ looked.isolation.hyperv.remedies if not looked.isolation.hyperv.supported else 'yes' }}"

- name: Judge an image as well
  winfleet.containers.host_info:
    images:
      - os_version: ltsc2025
        isolation: process
"""

RETURN = r"""
host:
  description: What the host is. A fact that it did not tell is left out.
  returned: success
  type: dict
  sample:
    name: SRV2022
    edition: ServerDatacenter
    product: Windows Server 2022 Datacenter
    release: "2022"
    kind: server
    build: 20348
    revision: 2113
    installation: Server Core
    features: {containers: enabled, hyper_v: disabled}
    reboot_pending: false
    engine: {state: running, version: 28.5.2, default_isolation: process}
isolation:
  description: For C(process) and C(hyperv) whether the host supports it, with reasons and remedies.
  returned: success
  type: dict
  sample:
    hyperv:
      supported: false
      verdict: "no"
      reasons:
        - rule: Hyper-V isolation needs the Hyper-V feature and a hypervisor of this Windows that is running
          value: hyperv
          fact: the Hyper-V feature is not enabled
          source: https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/system-requirements
      remedies:
        - "Enable Hyper-V and restart: winfleet.containers.host_features with hyper_v: true."
prepared:
  description:
    - What RV(isolation) would be once the features are enabled and the host has restarted, in the same shape. What
      M(winfleet.containers.host_features) cannot change, such as an edition or a processor, is held against the host.
  returned: success
  type: dict
images:
  description: The verdicts on O(images), in their order, each with C(os_version), C(isolation), C(verdict), C(reasons) and C(remedies).
  returned: success
  type: list
  elements: dict
"""
