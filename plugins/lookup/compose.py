# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup compose: what do compose files come to, as a set?"""

from __future__ import annotations

DOCUMENTATION = r"""
name: compose
author:
  - winfleet.containers contributors (@winfleet)
version_added: 0.1.0
short_description: What compose files come to, as containers, networks and volumes
description:
  - Reads compose files with compose's own program, as O(winfleet.containers.containers#module:compose_files) does, and
    gives what they come to, to be looked at, changed, and handed to M(winfleet.containers.containers).
  - It needs no host, and fails with all that cannot be declared on a Windows container host.
  - The values of environment variables are in what it gives, as they are. A task that shows it needs C(no_log).
options:
  _terms:
    description: The files; later ones override earlier ones. Found as Ansible finds the C(src) of a copy.
    type: list
    elements: str
    required: true
  project:
    description: Compose's project name.
    type: str
    required: true
  profiles:
    description: The profiles that are enabled.
    type: list
    elements: str
    default: []
  env_file:
    description: Files of the controller with variables, in the place of the C(.env) beside the first file.
    type: list
    elements: str
    default: []
  env:
    description: Variables for the files. Nothing else of the controller's environment is seen there.
    type: dict
    default: {}
  root:
    description:
      - The folder of the controller below which everything lies that the files name; the first file's own unless given.
    type: path
  program:
    description: The program that reads the files; looked for unless given.
    type: path
"""

EXAMPLES = r"""
- name: Look at what a compose file comes to
  ansible.builtin.debug:
    msg: "{{ lookup('winfleet.containers.compose', 'compose.yml', project='shop').containers | map(attribute='name') }}"

- name: Deploy it with another isolation mode for all of it
  winfleet.containers.containers:
    project: shop
    containers: "{{ declared.containers | map('combine', {'isolation': 'hyperv'}) }}"
    networks: "{{ declared.networks }}"
    volumes: "{{ declared.volumes }}"
  vars:
    declared: "{{ lookup('winfleet.containers.compose', 'compose.yml', project='shop', env={'TAG': '1.4'}) }}"
"""

RETURN = r"""
_value:
  description: One dictionary.
  type: list
  elements: dict
  contains:
    project:
      description: The project name.
      type: str
    containers:
      description: What O(winfleet.containers.containers#module:containers) takes.
      type: list
      elements: dict
    networks:
      description: What O(winfleet.containers.containers#module:networks) takes.
      type: dict
    volumes:
      description: What O(winfleet.containers.containers#module:volumes) takes.
      type: dict
    without_isolation:
      description: The containers whose service declares no isolation.
      type: list
      elements: str
    warnings:
      description: What is left out, and what compose's program says.
      type: list
      elements: str
"""

from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.source import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.plain import plain


class LookupModule(LookupBase):
    """The collection's lookup for compose files."""

    def run(self, terms: list[str], variables: dict[str, Any] | None = None, **kwargs: Any) -> list[dict[str, Any]]:
        """A list of one dictionary, as RETURN says. Raises AnsibleError."""
        self.set_options(var_options=variables, direct=kwargs)

        def found(path: str) -> str:
            place = self.find_file_in_search_path(variables, "files", path, ignore_missing=True)
            if place is None:
                raise Refused([f"{path} is not on the controller"])
            return str(place)

        given = {
            f"compose_{name}": plain(self.get_option(name))
            for name in ("profiles", "env_file", "env", "root", "program")
        }
        try:
            return [read({**given, "compose_files": plain(terms), "project": self.get_option("project")}, found)]
        except Refused as refused:
            raise AnsibleError("\n".join(refused.problems)) from None
