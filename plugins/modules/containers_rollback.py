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
options:
  sets:
    description:
      - The sets as the inventory declares them now, one for each project; each with the options of M(winfleet.containers.containers).
      - They say which set is left, and have the values of environments and the other secrets, which no host keeps.
    type: list
    elements: dict
    required: true
    suboptions:
      project:
        description: A short name for the set. Containers carry it as a label, and only those that carry it are changed or pruned.
        type: str
        required: true
      isolation:
        description: The isolation mode of the containers that declare none of their own.
        type: str
      allow_piercing:
        description: The ways through the isolation that all containers of the set may use.
        type: list
        elements: str
        choices:
          - volume
          - named_pipe
          - port
          - network
          - device
          - credential_spec
          - volume.users
          - volume.drive_root
          - volume.system_folder
          - volume.engine_data
          - volume.short_name
          - named_pipe.windows
          - named_pipe.engine
          - named_pipe.other_engine
        default: []
      project_dir:
        description: The folder of the host to which sources of mounts that begin with C(.) are relative.
        type: str
      archives:
        description: Images that come out of archives of C(docker save), by their reference; each is the path of a file of the host or of the controller.
        type: dict
        default: {}
      registries:
        description: Credentials for registries, by their address, each with C(username) and C(password), or C(identity_token). The host keeps none.
        type: dict
        default: {}
      docker_config:
        description: A docker configuration of the controller, such as V(~/.docker/config.json), that is asked for other registries.
        type: path
      compose_files:
        description:
          - Compose files of the controller that the set is made of; later ones override earlier ones. See
            O(winfleet.containers.containers#module:compose_files).
        type: list
        elements: str
        default: []
      compose_profiles:
        description: The profiles of O(sets[].compose_files) that are enabled.
        type: list
        elements: str
        default: []
      compose_env_file:
        description: Files of the controller with variables for O(sets[].compose_files), in the place of the C(.env) beside the first one.
        type: list
        elements: str
        default: []
      compose_env:
        description: Variables for O(sets[].compose_files); their values are secrets.
        type: dict
        default: {}
      compose_root:
        description: The folder of the controller below which everything lies that O(sets[].compose_files) name; the first file's own unless given.
        type: path
      compose_program:
        description: The program that reads O(sets[].compose_files); looked for unless given.
        type: path
      containers:
        description: The containers, see O(winfleet.containers.containers#module:containers). Required without O(sets[].compose_files).
        type: list
        elements: dict
      networks:
        description:
          - The networks that the set declares, by name, in the manner of compose. They are made before its containers, which name them in O(sets[].containers).
          - A network has the very name that stands here, or its C(name). The project is not put before it, as Windows knows networks for the whole host.
          - Options of each are C(driver) (V(nat), V(transparent), V(l2bridge), V(l2tunnel), V(ics), V(internal) or V(private)), C(subnet) and C(gateway) or
            C(ipam), C(options) or C(driver_opts), C(labels), C(name), C(external) (it must be there, and is used as it is) and C(recreate).
          - What is declared is compared. Where it differs, the task fails and says what, unless C(recreate) is V(true), which makes the network anew, together
            with the containers of the set that are on it.
        type: dict
        default: {}
      volumes:
        description:
          - The volumes that the set declares, by name. They are made before its containers, which name them as the source of a mount of type V(volume).
          - Options of each are C(labels), C(name) and C(external) (it must be there).
        type: dict
        default: {}
      prune:
        description: Whether containers of the project that are not in the list are removed. Where they are not, one warning names them.
        type: bool
        default: false
      prune_networks:
        description: Whether O(sets[].prune) removes networks of the project that are declared no more and unused.
        type: bool
        default: true
      prune_volumes:
        description: Whether O(sets[].prune) removes volumes of the project that are declared no more and that no container uses, with all their data.
        type: bool
        default: false
      prune_images:
        description: Whether images of the set's repositories that no container is made of are removed once the set stands; earlier versions left them.
        type: bool
        default: false
      prune_images_until:
        description:
          - Of O(sets[].prune_images) only images that were built longer ago than this, such as V(720h), as docker's filter C(until)
            has it. Without it all of them.
        type: str
      pull:
        description: When images are pulled.
        type: str
        choices: [missing, always, never]
        default: missing
      adopt:
        description: Whether a container of a declared name that the project does not own is taken over.
        type: bool
        default: false
      wait:
        description: Whether to wait until each container runs, and is healthy where its image has a health check.
        type: bool
        default: true
      timeout:
        description: How many seconds to wait for each container.
        type: int
        default: 300
      settle:
        description:
          - How many seconds a container that came up must go on to run, without being started anew and without its health check saying unhealthy.
            One that does not is a failure, and is told with its exit code and the end of its log. All containers of a set settle at the same time.
          - V(0) is for not looking once more. Without O(sets[].wait) nothing is looked at.
        type: int
        default: 3
      keep_failed:
        description:
          - Whether a new container that does not come up is left on the host for a look at it, stopped and without its restart policy, as
            C(NAME.winfleet-failed). What it was to replace is brought back all the same. The next one that is made in its place removes it.
          - Without it, what was begun is undone; the end of the log is told in either case.
        type: bool
        default: false
      keep:
        description:
          - How many sets that were well the host keeps for a way back (M(winfleet.containers.containers_rollback)), the present one among them. What is
            declared is kept once all of it stands, runs and is healthy, and where the host keeps another one as the latest; one more remote call then.
          - A kept set says what its containers are made of, with the digests of their images. No secret is in it; of environments it has the names alone.
            It lies with the engine, as labels of an empty volume C(winfleet.kept-...), which C(docker volume prune) of an engine before 23.0 takes away.
          - V(0) keeps none, and removes what was kept. Without it, what is kept stays as it is. It never counts as a change.
        type: int
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
