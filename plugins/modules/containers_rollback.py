# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: containers_rollback
short_description: Takes projects of a host back to the set of containers before
version_added: 0.2.0
description:
  - A host keeps the sets that were well on it (option C(keep) of M(winfleet.containers.containers)), without secrets and with the digests of their
    images. This module deploys the one before the declared one.
  - Where the latest of them is another one than the declared one, the host did not get to what is declared, or is back already; then it is that one
    that is deployed, which changes nothing where it stands. So the same task may run again, and a fleet of which some hosts are back is gone on with.
  - Values of environments, and what else held a secret, come from O(sets), by their names. Where the inventory has one of them no more, the host is
    refused with its name, before anything is changed. Values that changed since are not what they were.
  - An image is taken by its name where that is still the same image on the host, else by its digest, from its registry if need be.
  - Containers that came with what is left, and that the set before does not have, are removed. Networks and volumes stay.
extends_documentation_fragment:
  - winfleet.containers.attributes
  - winfleet.containers.attributes.changes
  - winfleet.containers.sets
options:
  sets:
    description:
      - The sets as the inventory declares them now, one for each project; each with the options of M(winfleet.containers.containers).
      - They say which set is left, and have the values of environments and the other secrets, which no host keeps.
    type: list
    elements: dict
    required: true
  to:
    description:
      - The first digits of the digest of a kept set (C(kept) of M(winfleet.containers.containers)), instead of the set before.
      - It is for one of O(sets) alone.
    type: str
  unless_well:
    description:
      - Whether nothing is done where the declared set is the latest that was well, or where no set is kept. For a host on which a deployment has just
        failed, after which the latest set that was well is another one.
    type: bool
    default: false
  env:
    description: Values of environments that O(sets) do not have any more, by the container's name and by their own. They are never shown.
    type: dict
    default: {}
seealso:
  - module: winfleet.containers.containers
  - module: winfleet.containers.container_host
"""

EXAMPLES = r"""
- name: Take the shop back to the set before
  winfleet.containers.containers_rollback:
    sets:
      - project: shop
        isolation: process
        containers:
          - name: web
            image: registry.example.com/shop/web:1.5
            env: {DB_PASSWORD: "{{ vault_db_password }}"}
"""

RETURN = r"""
sets:
  description:
    - For each of O(sets) that was decided or refused, in their order; what M(winfleet.containers.containers) returns of the set that is gone back to, and
      where it came from.
  returned: always
  type: list
  elements: dict
  contains:
    project:
      description: The project.
      type: str
    declared:
      description: The digest of what the inventory declares, with the images that the host has for it.
      type: str
    left:
      description: The digest of the latest set that was well before; null where O(unless_well) left the host as it is.
      type: str
    to:
      description: The digest of the set that is gone back to; null where O(unless_well) left the host as it is.
      type: str
    since:
      description: When that set was found to be well, by the engine's clock.
      type: str
    why_not:
      description: Why nothing was done (O(unless_well)).
      type: str
    from_inventory:
      description: What the kept set does not have and the inventory gave, by its name.
      type: list
      elements: str
    containers:
      description: The keys are those of RV(winfleet.containers.containers#module:containers).
      type: list
      elements: dict
    networks:
      description: The keys are those of RV(winfleet.containers.containers#module:networks).
      type: list
      elements: dict
    volumes:
      description: The keys are those of RV(winfleet.containers.containers#module:volumes).
      type: list
      elements: dict
    verdicts:
      description: The keys are those of RV(winfleet.containers.containers#module:verdicts).
      type: list
      elements: dict
    pulled:
      description: The images that were pulled, or would be in check mode.
      type: list
      elements: str
    pruned_images:
      description: Always empty; no image is removed on the way back.
      type: list
      elements: str
refused:
  description: What is not acceptable, one line each; what the inventory lacks among it.
  returned: when it is refused
  type: list
  elements: str
failed_step:
  description: The step that failed; the keys are those of RV(winfleet.containers.containers#module:failed_step).
  returned: when a step failed
  type: dict
failed_steps:
  description: The steps that failed after it, where there are several; the keys are those of RV(winfleet.containers.containers#module:failed_step).
  returned: when several steps failed
  type: list
  elements: dict
"""
