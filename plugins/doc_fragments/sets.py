# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a set, for the modules that take several sets of a host."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  sets:
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
      check_room:
        description: Whether the controller asks registries how large the images are that are to be pulled, where the drive of the engine has little room.
        type: bool
        default: true
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
"""
