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
    description: Whether the host may be rebooted where Windows says that a feature takes effect only then. The module waits until it is back.
    type: bool
    default: false
  reboot_timeout:
    description: How many seconds the reboot may take.
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
    isolation_modes: "{{ containers_list | map(attribute='isolation') | unique }}"
    reboot: true
    reboot_timeout: 900
"""

RETURN = r"""
features:
  description: The states of C(containers) and C(hyper_v) before and after.
  returned: success
  type: dict
  sample:
    before: {containers: disabled, hyper_v: disabled}
    after: {containers: enabled, hyper_v: enabled}
reboot_required:
  description: Whether a reboot is still pending, for whatever reason, also when nothing was changed. In check mode, whether one may be needed.
  returned: success
  type: bool
rebooted:
  description: Whether the host was rebooted.
  returned: success
  type: bool
elapsed:
  description: The seconds that the reboot took.
  returned: when the host was rebooted
  type: int
"""
