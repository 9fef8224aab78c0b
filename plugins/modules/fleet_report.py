# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# This file holds the documentation alone: the module is an action plugin, plugins/action/fleet_report.py.

from __future__ import annotations

DOCUMENTATION = r"""
module: fleet_report
short_description: Write one page and one JSON for a fleet of Windows container hosts
version_added: 0.1.0
description:
  - Writes what is known of a fleet into a self-contained HTML page and a JSON file on the controller.
  - The page shows which image runs on which host, what each host lacks and the remedy, pending reboots, the end of
    support, and the declared containers with their verdicts and proofs. It loads nothing from a network.
  - The module runs on the controller and asks no host anything. What it does not get, it shows as not known.
  - What is broken and where, and where the page is, is printed in a few lines.
  - Values of environment variables, and what stands under a name like V(password), are not written.
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
      isolation:
        description: RV(winfleet.containers.host_info#module:isolation). Judged from O(hosts[].host) if it is empty.
        type: dict
        default: {}
      declared:
        description: The containers declared for the host. Only V(name), V(image) and V(isolation) are shown.
        type: list
        elements: dict
        default: []
      verdicts:
        description: What was judged of the declared containers, each with V(container), V(image), V(mode),
          V(os_version), V(verdict), V(reasons) and V(remedies).
        type: list
        elements: dict
        default: []
      proof:
        description: What was proven of the containers, each with V(name), V(declared), V(claimed), V(verdict) and
          V(evidence).
        type: list
        elements: dict
        default: []
      error:
        description: Why the host could not be looked at.
        type: str
        default: ''
      sets:
        description: The projects that are declared for the host, as O(winfleet.containers.container_host#module:sets). Of the containers
          V(name), V(image), V(isolation) and V(state) are shown.
        type: list
        elements: dict
        default: []
      judged:
        description: For each of O(hosts[].sets), in their order, what M(winfleet.containers.containers) returned in check mode. What is
          declared is compared with what it saw.
        type: list
        elements: dict
        default: []
      seen:
        description: What M(winfleet.containers.containers_info) returned; with it the page shows all containers of the host, whoever made them.
        type: dict
        default: {}
  left_out:
    description: Names of hosts that are left out since they are not Windows; the page names them.
    type: list
    elements: str
    default: []
  page:
    description: Path of the HTML page on the controller. Missing folders are made.
    type: path
    required: true
  data:
    description: Path of the JSON file on the controller. Missing folders are made.
    type: path
    required: true
  title:
    description: Title of the page.
    type: str
    default: Windows container hosts
  images:
    description: Base images that are judged on every host, as tags like V(ltsc2022) or as versions like V(10.0.20348).
    type: list
    elements: str
    default: [ltsc2016, ltsc2019, ltsc2022, ltsc2025]
attributes:
  action:
    description: Runs as an action plugin on the controller.
    support: full
  check_mode:
    description: Says whether the report would change, and writes nothing.
    support: full
  diff_mode:
    description: Returns what differs in the data, and nothing else.
    support: full
  platform:
    description: The controller.
    support: full
    platforms: posix
notes:
  - Both files are always written anew, so that the page tells when it was last true. The module reports a change only
    if something else than this time differs.
  - The collection's docs/report.md describes the JSON and how to read the page.
seealso:
  - module: winfleet.containers.host_info
author:
  - winfleet.containers contributors (@winfleet)
"""

EXAMPLES = r"""
- name: Report on the hosts that are at hand
  winfleet.containers.fleet_report:
    hosts:
      - name: web-01
        host: "{{ hostvars['web-01'].host_facts }}"
        isolation: "{{ hostvars['web-01'].host_isolation }}"
      - name: web-02
    page: report/fleet.html
    data: report/fleet.json
  run_once: true
  delegate_to: localhost
"""

RETURN = r"""
page:
  description: Path of the page.
  returned: always
  type: str
  sample: report/fleet.html
data:
  description: Path of the JSON file.
  returned: always
  type: str
  sample: report/fleet.json
summary:
  description: The fleet in a few sentences, what is broken first.
  returned: always
  type: list
  elements: str
  sample:
    - "Broken: container web is not there (web-02)."
    - 1 needs a reboot.
    - 4 of 5 hosts can run process isolation, 3 Hyper-V isolation.
levels:
  description: How many hosts want how much attention.
  returned: always
  type: dict
  contains:
    bad:
      description: Something is broken, not isolated as declared, or out of support.
      type: int
    warn:
      description: Something is lacking.
      type: int
    unknown:
      description: Not reached, or not known.
      type: int
    ok:
      description: In order.
      type: int
"""
