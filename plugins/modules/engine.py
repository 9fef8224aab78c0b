# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: engine
short_description: Installs, configures, upgrades and removes the container engine (dockerd) of a Windows host
version_added: 0.3.0
description:
  - Takes a Windows host to a running engine of the declared version with the declared C(daemon.json), or takes the engine away.
  - Looks in one remote call, decides on the controller, and acts in one more. A host where nothing differs costs one call.
  - The engine is found wherever its service says, whoever installed it. It stays where it is; O(adopt=true) lets an engine that others
    installed be changed. Docker Desktop is never changed.
  - Each step of a change has what takes it back. Where a new version or a new configuration does not come up, the old engine runs again
    with the old configuration and the same containers, and the failure tells the engine's own last events.
  - The order of a bare host is feature, restart, engine; M(winfleet.containers.host_features) brings the first two, and
    M(winfleet.containers.container_host) all of it in one task.
extends_documentation_fragment:
  - winfleet.containers.attributes
  - winfleet.containers.attributes.changes
options:
  state:
    description:
      - V(present) is an engine that is installed, configured and running.
      - V(absent) takes the programs, the service and the entry of the machine's PATH away. The data stay, unless O(data=absent).
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
      - It is only touched where the host does not have O(version) yet.
    type: str
  checksum:
    description: The archive's SHA-256, 64 hexadecimal digits, C(sha256:) before them or not. Required with O(archive).
    type: str
  headers:
    description: Headers for the request of a URL, such as C(Authorization). They are never shown.
    type: dict
    default: {}
  path:
    description:
      - The folder of a new engine, C(C:\Program Files\docker) where it is not given.
      - An engine that is there stays where it is; another O(path) than its own is refused.
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
    description: Whether a list of O(config) replaces the one that is there, or is added to it.
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
      - V(false) writes C(daemon.json), leaves a new version for later, and reports RV(engine.restart_required).
    type: bool
    default: true
  stop_containers:
    description: Whether O(state=absent) may end containers that run.
    type: bool
    default: false
  data:
    description: What becomes of containers, images and volumes with O(state=absent). V(absent) removes them, for ever.
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
seealso:
  - module: winfleet.containers.container_host
  - module: winfleet.containers.host_features
"""

EXAMPLES = r"""
- name: Install an engine from a mirror, with a configuration
  winfleet.containers.engine:
    version: "29.7.2"
    archive: https://mirror.example/docker-29.7.2.zip
    checksum: "{{ docker_sha256 }}"
    config:
      exec-opts: [isolation=hyperv]
      log-opts: {max-size: 20m, max-file: "5"}

- name: Send an archive that lies beside the playbook
  winfleet.containers.engine:
    version: "29.7.2"
    archive: files/docker-29.7.2.zip
    checksum: "{{ docker_sha256 }}"

- name: Configure an engine that Microsoft's script installed, and leave its restart for the night
  winfleet.containers.engine:
    adopt: true
    restart: false
    config:
      registry-mirrors: [https://mirror.example]

- name: Take the engine away and keep its data
  winfleet.containers.engine:
    state: absent
"""

RETURN = r"""
engine:
  description: The engine as it is after the run (in check mode before it), and what was done to it.
  returned: always, but where the host was not reached
  type: dict
  sample:
    action: upgrade
    changes: ["upgrade the engine from 28.5.2 to 29.7.2", "restart the service docker"]
    version: {before: 28.5.2, after: 29.7.2}
    config: {before: {}, after: {}}
    restart_required: false
    stops: [web]
    state: running
    path: 'C:\Program Files\docker'
    service: docker
    source: winfleet
    config_path: 'C:\ProgramData\docker\config\daemon.json'
    data_root: 'C:\ProgramData\docker'
  contains:
    action:
      description: What the run does, such as V(install), V(upgrade), V(downgrade), V(configure), V(adopt), V(start), V(remove), or V(none).
      type: str
    changes:
      description: The same in words, one for each thing.
      type: list
      elements: str
    version:
      description: The engine's version; V(null) where there is none.
      type: dict
      contains:
        before:
          description: Before the run.
          type: str
        after:
          description: After it, in check mode as it would be.
          type: str
    config:
      description: The keys of C(daemon.json) that differ; secrets are masked.
      type: dict
      contains:
        before:
          description: With their values before the run; a key that was not there is left out.
          type: raw
        after:
          description: With the values that are declared.
          type: raw
    restart_required:
      description: Whether something waits for a restart of the engine that O(restart=false) did not allow.
      type: bool
    stops:
      description: The running containers that the run ends, and starts again where the engine stays.
      type: list
      elements: str
    state:
      description: What the engine is, in the words of RV(winfleet.containers.host_info#module:host.engine).
      type: str
    path:
      description: The folder of its programs.
      type: str
    service:
      description: The name of its service.
      type: str
    source:
      description: Who installed it, by the name that RV(winfleet.containers.host_info#module:host.engine.source) has.
      type: str
    config_path:
      description: The C(daemon.json) that it reads.
      type: str
    data_root:
      description: Where its containers, images and volumes are.
      type: str
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
      description: What it belongs to.
      type: str
    verb:
      description: The step's verb.
      type: str
    events:
      description: The engine's last events, where it did not come up.
      type: list
      elements: str
    error:
      description: What the host said.
      type: dict
      contains:
        type:
          description: The kind of the error.
          type: str
        code:
          description: Its code, such as an exit code.
          type: str
        text:
          description: The host's words.
          type: str
"""
