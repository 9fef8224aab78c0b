# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every option of a set is passed on wherever a set is written out, and each by its own name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import ARGUMENTS
from documentation import options_of

ROOT = Path(__file__).parents[3]
WHILE_ACTING = {"wait", "timeout", "settle", "keep_failed", "keep"}  # of no interest to a judgement
LISTED = {"containers": "containers_list"}
OTHERWISE = {"roles/deploy/vars/main.yml": {"settle": "deploy_settle"}}


def variables() -> dict[str, str]:
    return {name: LISTED.get(name, f"containers_{name}") for name in ARGUMENTS}


def read(place: str) -> str:
    return (ROOT / place).read_text(encoding="utf-8")


def pairs(text: str) -> dict[str, str]:
    """Of a template's dictionary, or of a task's options: the option, and the first name in its value."""
    return dict(re.findall(r"^ +'?([a-z_]+)'?: (?:\"\{\{ )?([a-z_.]+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("place", "from_", "to", "wanted"),
    [
        ("playbooks/site.yml", "__site_set: >-", "} }}", set(ARGUMENTS)),
        ("roles/deploy/vars/main.yml", "__deploy_set: >-", "} }}", set(ARGUMENTS)),
        ("roles/containers/tasks/main.yml", "winfleet.containers.containers:", "register:", set(ARGUMENTS)),
        ("roles/containers/vars/main.yml", "__containers_sets: >-", "}]", set(ARGUMENTS) - WHILE_ACTING),
    ],
)
def test_it_is_passed_on(place: str, from_: str, to: str, wanted: set[str]) -> None:
    text = read(place)
    written = text[text.index(from_) + len(from_) : text.index(to, text.index(from_))]
    expected = {name: variable for name, variable in variables().items() if name in wanted}
    assert pairs(written) == {**expected, **OTHERWISE.get(place, {})}


def test_a_judgement_has_it_too() -> None:
    text = read("roles/containers/tasks/judge.yml")
    written = text[text.index("winfleet.containers.containers:") : text.index("  vars:")]
    wanted = set(ARGUMENTS) - WHILE_ACTING
    # The role status asks the registries, whatever the set says of pulls
    own = {"pull": "__containers_judge_pull"}
    assert pairs(written) == {name: f"__containers_set.{name}" for name in wanted} | own


def test_the_role_names_it() -> None:
    options = yaml.safe_load(read("roles/containers/meta/argument_specs.yml"))["argument_specs"]["main"]["options"]
    assert set(variables().values()) <= set(options)
    assert set(yaml.safe_load(read("roles/containers/defaults/main.yml"))) <= set(options)


def test_container_host_documents_it() -> None:
    documented = options_of(ROOT / "plugins" / "modules" / "container_host.py")
    assert set(documented["sets"]["suboptions"]) == set(ARGUMENTS)
