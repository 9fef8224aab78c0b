# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: container_host
short_description: Brings a Windows container host to what is declared of it, in one task
version_added: 0.2.0
description:
  - What the host must be, its Windows features, its engine, its containers (project by project) and the proof of their isolation, in this
    order and in one task.
  - All of it is looked at in one remote call. A host where nothing differs is done with that; else each part that has something to do
    acts in one call of its own, which brings back what the parts after it need to know.
  - Everything is decided before anything is done. Where one part is refused, no part acts; without an engine on the host and without O(engine), for one,
    its features are not changed either, and it is not rebooted.
  - An act compares what its plan rests on before its first step. Where somebody else was at work meanwhile, nothing is done, and the host
    is looked at and planned for again, three times at most.
extends_documentation_fragment:
  - winfleet.containers.attributes
  - winfleet.containers.attributes.changes
  - winfleet.containers.sets
options:
  require:
    description: What the host must be. The module fails with the reason where it is not, before anything is changed.
    type: dict
    default: {}
    suboptions:
      build:
        description: The least Windows build, such as V(17763).
        type: int
      editions:
        description: The editions that are wanted, as the registry's EditionID says them, such as V(ServerDatacenter).
        type: list
        elements: str
      isolation:
        description: The isolation modes that the host must be able to run, once its features are enabled.
        type: list
        elements: str
        choices: [process, hyperv]
  features:
    description:
      - The Windows features, with the options of M(winfleet.containers.host_features). They are left as they are where this is not given;
        C({}) stands for the defaults.
      - The isolation modes that the containers of O(sets) declare count as O(features.isolation_modes) too.
    type: dict
    suboptions:
      containers:
        description: Whether the Containers feature must be enabled.
        type: bool
        default: true
      hyper_v:
        description: Whether Hyper-V must be enabled. V(auto) enables it where a declared isolation mode comes to V(hyperv) on this host.
        type: str
        choices: ["auto", "true", "false"]
        default: auto
      isolation_modes:
        description: The isolation modes that this host must offer, besides those of the declared containers.
        type: list
        elements: str
        choices: [process, hyperv, default]
        default: []
      source:
        description: Folders on the host with the features' files, for hosts that cannot reach Windows Update.
        type: list
        elements: str
        default: []
      reboot:
        description:
          - Whether the host may be rebooted where a feature needs it.
          - Where O(sets) declares containers and a feature has to be changed, it must be given; the module fails and asks for it, before
            anything is changed. V(false) changes the features and leaves the reboot to you, and containers that need it fail until then.
        type: bool
      reboot_timeout:
        description: How many seconds the reboot may take, until the features have come to rest.
        type: int
        default: 1200
  engine:
    description:
      - The engine, with the options of M(winfleet.containers.engine). It is left as it is where this is not given; C({}) asks for any engine
        that runs.
    type: dict
    suboptions:
      state:
        description:
          - V(present) is an engine that is installed, configured and running.
          - V(absent) takes the programs, the service and the entry of the machine's PATH away. The data stay, unless O(engine.data=absent).
        type: str
        choices: [present, absent]
        default: present
      version:
        description:
          - The engine's version, such as V(29.7.2). Quote it in YAML. Versions compare as versions.
          - Without it an engine that is there may have any version.
          - A version that cannot run on the host's build is refused, and so is a downgrade across which the engine's data cannot go.
        type: str
      archive:
        description:
          - Where the programs come from, told by how it is written - C(https://...) is downloaded by the host, C(\\server\share\...) and
            C(C:\...) are read by the host, and any other path is a file of the controller, which is sent once.
          - A zip with one folder that holds C(dockerd.exe) - Docker's static archive, Mirantis' archives, or a folder of the two programs.
          - It is only touched where the host does not have O(engine.version) yet.
        type: str
      checksum:
        description: The archive's SHA-256, 64 hexadecimal digits, C(sha256:) before them or not. Required with O(engine.archive).
        type: str
      headers:
        description: Headers for the request of a URL, such as C(Authorization). They are never shown.
        type: dict
        default: {}
      path:
        description:
          - The folder of a new engine, C(C:\Program Files\docker) where it is not given.
          - An engine that is there stays where it is; another O(engine.path) than its own is refused.
        type: str
      adopt:
        description: Whether an engine that was installed by other means may be changed, and is this collection's from then on.
        type: bool
        default: false
      config:
        description:
          - Keys of C(daemon.json), merged into what is there. Other keys stay, in their order; a key that is V(null) is taken out.
          - The file is written as UTF-8 without a byte order mark, atomically, and the old one is kept beside it as
            C(daemon.json.winfleet.bak). A file on the host that is no JSON is an error with line and column, and is not touched.
          - What the engine would refuse, or accept in silence and ignore, is refused before, with the key named.
        type: dict
      merge:
        description: Whether a list of O(engine.config) replaces the one that is there, or is added to it.
        type: str
        choices: [replace, append]
        default: replace
      allow_insecure_tcp:
        description: Whether C(hosts) may open a TCP port without TLS. Who reaches it is administrator of the host.
        type: bool
        default: false
      move_flags:
        description:
          - Whether keys that stand in C(daemon.json) and among the flags of the service as well move into the file. An engine that finds a
            setting in both places does not start.
        type: bool
        default: false
      restart:
        description:
          - Whether an engine that runs may be restarted where something needs it. The containers that run end, and run again afterwards.
          - V(false) writes C(daemon.json), leaves a new version for later, and reports C(restart_required) in RV(engine).
        type: bool
        default: true
      stop_containers:
        description: Whether O(engine.state=absent) may end containers that run.
        type: bool
        default: false
      data:
        description: What becomes of containers, images and volumes with O(engine.state=absent). V(absent) removes them, for ever.
        type: str
        choices: [keep, absent]
        default: keep
      allow_known_holes:
        description: The known holes (such as V(CVE-2026-17106)) that a new engine may have. A version with others is not installed anew.
        type: list
        elements: str
        default: []
      timeout:
        description: How many seconds the download, the stop and the start of the engine may take, each.
        type: int
        default: 300
  sets:
    description: The sets of containers, one for each project; each with the options of M(winfleet.containers.containers).
    type: list
    elements: dict
    default: []
  proof:
    description: Proves the isolation of the declared containers, as M(winfleet.containers.isolation_proof) does. Left out where not given.
    type: dict
    suboptions:
      require:
        description: Whether a container that is not proven to be isolated as declared fails the module.
        type: bool
        default: true
seealso:
  - module: winfleet.containers.host_features
  - module: winfleet.containers.containers
  - module: winfleet.containers.isolation_proof
"""

EXAMPLES = r"""
- name: Bring the host to what is declared
  winfleet.containers.container_host:
    require: {build: 17763, isolation: [process]}
    features: {reboot: true}
    sets:
      - project: shop
        isolation: process
        allow_piercing: [port]
        prune: true
        containers:
          - name: web
            image: mcr.microsoft.com/windows/servercore:ltsc2022
            command: [ping, -t, localhost]
            ports: ["8080:80"]
      - project: tools
        containers:
          - name: untrusted
            image: mcr.microsoft.com/windows/nanoserver:ltsc2022
            isolation: hyperv
    proof: {require: true}
"""

RETURN = r"""
host:
  description: The host's facts, as far as the quick looks tell them; its keys are those of RV(winfleet.containers.host_info#module:host).
  returned: when the host was looked at and the task did not fail
  type: dict
features:
  description: Its keys are those that M(winfleet.containers.host_features) returns.
  returned: when O(features) is given
  type: dict
engine:
  description: Its keys are those of RV(winfleet.containers.engine#module:engine).
  returned: when O(engine) is given
  type: dict
sets:
  description: For each of O(sets) that was decided or refused, in their order; the keys are those that M(winfleet.containers.containers) returns.
  returned: always
  type: list
  elements: dict
proof:
  description:
    - Of the projects that declare containers that run; its keys are those that M(winfleet.containers.isolation_proof) returns.
  returned: when O(proof) is given
  type: dict
kept:
  description: Of each of O(sets) that gives C(keep); the keys are those of RV(winfleet.containers.containers#module:kept).
  returned: when one of O(sets) gives C(keep), and the host was looked at
  type: list
  elements: dict
refused:
  description: What is not acceptable, one line each.
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
