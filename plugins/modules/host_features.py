# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: host_features
short_description: Enables the Windows features that containers need, and reboots when, and only when, that is needed
version_added: 0.1.0
description:
  - Enables or disables the Containers feature and Hyper-V, with ServerManager on servers and with DISM on clients.
  - Refuses before anything is changed where the edition lacks a feature, or where Hyper-V cannot run on the machine, with the reason.
  - A feature that waits for a reboot is not enabled again; with O(reboot=true) the reboot is made.
  - Asks Windows for the state of its features, which takes seconds to minutes, only where it is not seen already; a Windows engine that
    answers shows that Containers is at work, a hypervisor and its service C(vmms) that run show it of Hyper-V.
extends_documentation_fragment:
  - winfleet.containers.attributes
  - winfleet.containers.attributes.changes
options:
  containers:
    description: Whether the Containers feature must be enabled; V(false) disables it.
    type: bool
    default: true
  hyper_v:
    description:
      - Whether Hyper-V must be enabled; V(false) disables it.
      - V(auto) enables it where one of O(isolation_modes) comes to C(hyperv) on the host, and else leaves it as it is.
    type: str
    choices: ["auto", "true", "false"]
    default: auto
  isolation_modes:
    description: The isolation modes that the host's containers declare, for O(hyper_v=auto).
    type: list
    elements: str
    choices: [process, hyperv, default]
    default: []
  source:
    description: Folders with the features' files, for hosts that cannot get them from Windows Update.
    type: list
    elements: str
    default: []
  reboot:
    description:
      - Whether the host may be rebooted where Windows says that a feature takes effect only then.
      - The module waits until the host is back and the features have come to rest, also where Windows restarts once more on the way.
    type: bool
    default: false
  reboot_timeout:
    description: How many seconds the reboot may take, until the features have come to rest.
    type: int
    default: 1200
seealso:
  - module: winfleet.containers.host_info
"""

EXAMPLES = r"""
- name: Prepare a host for containers with process isolation, and reboot it if that is needed
  winfleet.containers.host_features:
    reboot: true

- name: Enable Hyper-V where the declared containers need it
  winfleet.containers.host_features:
    hyper_v: auto
    isolation_modes: "{{ containers_list | map(attribute='isolation', default=containers_isolation | default('default')) | unique }}"
    reboot: true
    reboot_timeout: 900
"""

RETURN = r"""
features:
  description:
    - The states of C(containers) and C(hyper_v) before and after, in the words of RV(winfleet.containers.host_info#module:host.features).
    - V(in_use) was seen at work, so that Windows was not asked whether it is enabled; V(unknown) was not asked for, since nothing depends on it.
  returned: success
  type: dict
  sample:
    before: {containers: disabled, hyper_v: disabled}
    after: {containers: enabled, hyper_v: enabled}
  contains:
    before:
      description: The states before, by feature.
      type: dict
      contains:
        containers:
          description: The state of the Containers feature.
          type: str
        hyper_v:
          description: The state of Hyper-V.
          type: str
    after:
      description: The states after, by feature.
      type: dict
      contains:
        containers:
          description: The state of the Containers feature.
          type: str
        hyper_v:
          description: The state of Hyper-V.
          type: str
reboot_required:
  description: Whether a reboot is still pending, for whatever reason, also when nothing was changed. In check mode, whether one may be needed.
  returned: success
  type: bool
rebooted:
  description: Whether the host was rebooted.
  returned: success
  type: bool
elapsed:
  description: The seconds that the reboot took, until the features had come to rest.
  returned: when the host was rebooted
  type: int
reboots:
  description: How often the host went down meanwhile.
  returned: when it went down more than once
  type: int
refused:
  description: All reasons why it was refused, and what would help.
  returned: when it is refused
  type: list
  elements: str
failed_step:
  description: The step that failed; C(msg) says the same in words.
  returned: when a step failed
  type: dict
  contains:
    item:
      description: Always V(features).
      type: str
    verb:
      description: The step's verb.
      type: str
    error:
      description: What the host said.
      type: dict
      contains:
        type:
          description: The kind of the error.
          type: str
        code:
          description: Its code, such as an HTTP status.
          type: str
        text:
          description: The host's words.
          type: str
"""
