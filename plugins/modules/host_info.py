# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: host_info
short_description: Looks at a Windows container host and judges which isolation modes it can run
version_added: 0.1.0
description:
  - Reads edition, build, revision, virtualization, features, services, pending reboots and the engine of a host in one remote call; up to
    three more where the engine's service says that its program or its configuration is in another place than usual.
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
  disk_usage:
    description: Whether to ask the engine what its layers use of their drive. It looks at every file of them, which may take minutes.
    type: bool
    default: false
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
  description: What the host is. A fact that it did not tell is left out, or null.
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
  contains:
    name:
      description: The computer's name.
      type: str
    edition:
      description: The registry's C(EditionID), such as V(ServerDatacenter) or V(Professional).
      type: str
    product:
      description: The product's name; Windows 11, which calls itself Windows 10 in the registry, by its right one.
      type: str
    release:
      description: The release, such as V(2022) or V(11 24H2).
      type: str
    kind:
      description: V(server) or V(client).
      type: str
    product_type:
      description: V(1) for clients, V(2) for domain controllers, V(3) for servers and Enterprise multi-session.
      type: int
    installation:
      description: The registry's C(InstallationType), such as V(Server Core).
      type: str
    version:
      description: V(10.0.BUILD.REVISION).
      type: str
    build:
      description: The build.
      type: int
    revision:
      description: The revision (UBR), which updates raise.
      type: int
    system_drive:
      description: The drive of Windows.
      type: str
    architecture:
      description: What its processors are, in the words of images, such as V(amd64) and V(arm64).
      type: str
      returned: when the host tells it
    processors:
      description: Logical processors.
      type: int
    memory:
      description: Memory in bytes.
      type: int
    domain_controller:
      description: Whether the host is a domain controller.
      type: bool
    virtualization:
      description:
        - Whether a hypervisor is present (in a virtual machine it may be the one below it), whether the host is a virtual machine and on which
          platform, what the processor shows, and the boot entry's C(hypervisorlaunchtype).
      type: dict
      contains:
        hypervisor_present:
          description: Whether a hypervisor runs, this Windows' own or the one below.
          type: bool
        vm:
          description: Whether the host is a virtual machine; null where that is not known.
          type: bool
        platform:
          description: The platform, such as V(physical), V(hyper-v), V(azure), V(vmware) or V(unknown).
          type: str
        manufacturer:
          description: The maker of the computer.
          type: str
        model:
          description: The model of the computer.
          type: str
        firmware_enabled:
          description: Whether the firmware has switched virtualization on. A hypervisor that runs hides this and the next two.
          type: bool
        slat:
          description: Whether the processor has second level address translation.
          type: bool
        vm_monitor:
          description: Whether the processor has VM monitor mode extensions.
          type: bool
        launch_type:
          description: V(auto) or V(off); null where the boot entry does not tell it.
          type: str
    features:
      description:
        - The states of C(containers) and C(hyper_v).
        - V(enabled) and V(disabled); V(enable_pending) and V(disable_pending) wait for a restart; V(removed) is disabled, and its files are not
          on the host; V(unavailable) is not offered by this Windows; V(unknown) was not told.
        - V(in_use) was seen at work (a Windows engine answers; a hypervisor and its service C(vmms) run) where neither ServerManager nor DISM
          told its state.
      type: dict
      contains:
        containers:
          description: The state of the Containers feature.
          type: str
        hyper_v:
          description: The state of Hyper-V.
          type: str
    services:
      description: The services that containers need, as far as they are there; null where Windows did not tell them.
      type: dict
      contains:
        docker:
          description: The service of the engine.
          type: dict
          returned: when it is there
          contains:
            state:
              description: Its state, such as V(Running).
              type: str
            start_mode:
              description: How it is started, such as V(Auto).
              type: str
            path:
              description: Its command line.
              type: str
        vmcompute:
          description: The service of the Host Compute Service.
          type: dict
          returned: when it is there
          contains:
            state:
              description: Its state, such as V(Running).
              type: str
            start_mode:
              description: How it is started, such as V(Auto).
              type: str
            path:
              description: Its command line.
              type: str
        hns:
          description: The service of the Host Network Service.
          type: dict
          returned: when it is there
          contains:
            state:
              description: Its state, such as V(Running).
              type: str
            start_mode:
              description: How it is started, such as V(Auto).
              type: str
            path:
              description: Its command line.
              type: str
        docker_desktop:
          description: The service C(com.docker.service) of Docker Desktop.
          type: dict
          returned: when it is there
          contains:
            state:
              description: Its state, such as V(Running).
              type: str
            start_mode:
              description: How it is started, such as V(Manual).
              type: str
            path:
              description: Its command line.
              type: str
        vmms:
          description: The service of Hyper-V's management.
          type: dict
          returned: when it is there
          contains:
            state:
              description: Its state, such as V(Running).
              type: str
            start_mode:
              description: How it is started, such as V(Auto).
              type: str
            path:
              description: Its command line.
              type: str
    reboot_pending:
      description: Whether a restart is pending.
      type: bool
    reboot_reasons:
      description: Why, and what else waits for a restart.
      type: list
      elements: str
    engine:
      description: The engine behind the named pipe C(docker_engine), or what is there of one.
      type: dict
      contains:
        state:
          description:
            - V(running) answers.
            - V(failing) means that something answers there with an error, such as Docker Desktop whose engine does not run.
            - V(stopped) has its service, which does not run, and no pipe.
            - V(absent) has neither the service nor the pipe.
            - V(desktop) is Docker Desktop whose engine does not run, since it does while its user is logged on.
            - V(unreachable) could not be reached, and whether it is there or runs is not known; RV(host.engine.error) says why.
          type: str
        version:
          description: The engine's version, by its own word.
          type: str
        api_version:
          description: The newest API version that it speaks.
          type: str
        os_type:
          description: V(windows), or V(linux) for Docker Desktop in Linux mode.
          type: str
        default_isolation:
          description: What the engine makes of a container that declares no isolation.
          type: str
        service:
          description: The service of the engine, or of what is there in its place.
          type: str
          returned: when there is one
        source:
          description: Who installed it, or what is there in its place.
          type: dict
          returned: when there is a service
          contains:
            name:
              description: A word for it, such as V(zip), V(mirantis), V(docker-desktop) or V(winfleet).
              type: str
            title:
              description: The same for people.
              type: str
            may_change:
              description: Whether this collection may take it over.
              type: bool
            why_not:
              description: Why not, with the way out; null where it may.
              type: str
            note:
              description: What is to be known where it may; null where that is nothing.
              type: str
        path:
          description: Its program.
          type: str
          returned: when it is there
        file_version:
          description: The version that the program's file says, also of an engine that does not run.
          type: str
          returned: when the program is there
        data_root:
          description: The engine's own folder on the host, by its own word, else by its service's flags and its configuration.
          type: str
          returned: when there is an engine
        data_root_free:
          description: What is free on the drive of RV(host.engine.data_root), in bytes; null where Windows does not tell it.
          type: int
          returned: when it is on a fixed drive
        data_root_file_system:
          description: The file system of that drive, such as V(NTFS). The engine refuses V(ReFS).
          type: str
          returned: when it is on a fixed drive
        config_path:
          description: The C(daemon.json) that the engine reads.
          type: str
          returned: when there is an engine
        config:
          description: What stands in it, secrets hidden; null where it is not there or cannot be read.
          type: dict
          returned: when there is an engine
        config_error:
          description: Why it cannot be read, with line and column where it is no JSON; null where it can.
          type: str
          returned: when there is an engine
        stray_config:
          description: A C(daemon.json) that lies where no engine reads it; null where there is none.
          type: str
        out_of_support:
          description: Since when this version has no support; null where it has, or where the version is not known.
          type: str
        update_to:
          description:
            - The newest version for this Windows; null where this is it, or where the version is not known.
            - Null for a product that brings its own engine, such as Docker Desktop.
          type: str
        holes:
          description: The known holes of this version.
          type: list
          elements: dict
          contains:
            id:
              description: Its name, such as V(CVE-2026-41567).
              type: str
            part:
              description: V(engine), or V(client) for the command line client.
              type: str
            what:
              description: What it lets happen.
              type: str
            fixed_in:
              description: The nearest version without it.
              type: str
            refuses:
              description: Whether it keeps this version from being installed anew unless that is allowed.
              type: bool
            source:
              description: Where that is from.
              type: str
        remarks:
          description: What nobody would guess from these facts, such as an engine that this Windows cannot run, with the way out.
          type: list
          elements: str
        error:
          description: The engine's or the host's own words where it does not run; null where it does.
          type: str
        layers_size:
          description: What all layers of images use, in bytes; null where the engine does not tell it, and then a warning says why.
          type: int
          returned: when O(disk_usage) is true and the engine runs
    disks:
      description: The fixed drives of the host.
      type: list
      elements: dict
      returned: when Windows tells them
      contains:
        drive:
          description: The drive, such as V(C:).
          type: str
        free:
          description: What is free on it, in bytes; null where Windows does not tell it.
          type: int
        size:
          description: Its size in bytes; null where Windows does not tell it.
          type: int
        system:
          description: Whether Windows is on it.
          type: bool
        file_system:
          description: Its file system, such as V(NTFS); null where Windows does not tell it.
          type: str
        engine:
          description: Whether the engine's own folder, with images and containers, is on it.
          type: bool
isolation:
  description:
    - For C(process) and C(hyperv) whether the host supports it (C(supported), null where that is not known), the C(verdict) (V(yes),
      V(by_rule), V(no) or V(unknown)), C(reasons) and C(remedies).
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
  contains:
    process:
      description: Process isolation.
      type: dict
      contains:
        supported:
          description: Whether the host supports it; null where that is not known.
          type: bool
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
    hyperv:
      description: Hyper-V isolation.
      type: dict
      contains:
        supported:
          description: Whether the host supports it; null where that is not known.
          type: bool
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
prepared:
  description:
    - What RV(isolation) would be once the features are enabled and the host has restarted, in the same shape. What
      M(winfleet.containers.host_features) cannot change, such as an edition or a processor, is held against the host.
  returned: success
  type: dict
  contains:
    process:
      description: Process isolation.
      type: dict
      contains:
        supported:
          description: Whether the host supports it; null where that is not known.
          type: bool
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
    hyperv:
      description: Hyper-V isolation.
      type: dict
      contains:
        supported:
          description: Whether the host supports it; null where that is not known.
          type: bool
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
images:
  description: The verdicts on O(images), in their order.
  returned: success
  type: list
  elements: dict
  contains:
    os_version:
      description: The image's version, as it was given.
      type: str
    isolation:
      description: The isolation mode, as it was given.
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
"""
