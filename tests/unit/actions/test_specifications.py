"""Argument specifications, tables and documentation say the same, option by option."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.winfleet.containers.plugins.action import (
    container_host,
    container_logs,
    containers_info,
    containers_rollback,
    engine,
    host_features,
    host_info,
    isolation_proof,
)
from ansible_collections.winfleet.containers.plugins.modules import container_host as container_host_docs
from ansible_collections.winfleet.containers.plugins.modules import container_logs as container_logs_docs
from ansible_collections.winfleet.containers.plugins.modules import containers as containers_docs
from ansible_collections.winfleet.containers.plugins.modules import containers_info as containers_info_docs
from ansible_collections.winfleet.containers.plugins.modules import containers_rollback as containers_rollback_docs
from ansible_collections.winfleet.containers.plugins.modules import engine as engine_docs
from ansible_collections.winfleet.containers.plugins.modules import host_features as host_features_docs
from ansible_collections.winfleet.containers.plugins.modules import host_info as host_info_docs
from ansible_collections.winfleet.containers.plugins.modules import isolation_proof as isolation_proof_docs
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import (
    CONTAINER_OPTIONS,
    READERS,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import DOCUMENTED
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.version import VERSION
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import OPTIONS
from documentation import options_of

ROOT = Path(__file__).parents[3]
ACTIONS = "ansible_collections.winfleet.containers.plugins.action"
MODULES = [
    (DOCUMENTED, containers_docs),
    (container_host.ARGUMENTS, container_host_docs),
    (container_logs.ARGUMENTS, container_logs_docs),
    (containers_info.ARGUMENTS, containers_info_docs),
    (containers_rollback.ARGUMENTS, containers_rollback_docs),
    (engine.ARGUMENTS, engine_docs),
    (host_features.ARGUMENTS, host_features_docs),
    (host_info.ARGUMENTS, host_info_docs),
    (isolation_proof.ARGUMENTS, isolation_proof_docs),
]
# Options that are not sent and read back as they are: the identity, the mode and the state have rules of their own.
NOT_IN_TABLE = {
    *("name", "image", "isolation", "state", "allow_piercing", "platform", "env_file", "secrets", "volumes"),
    *("depends_on", "once", "exit_codes", "rerun", "scale"),
}


def documented(options: dict[str, Any]) -> dict[str, Any]:
    keys = ("type", "elements", "choices", "default", "required")
    return {
        name: {key: row[key] for key in keys if key in row}
        | ({"options": documented(row["suboptions"])} if "suboptions" in row else {})
        for name, row in options.items()
    }


def specified(options: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {key: value for key, value in row.items() if key not in ("no_log", "options")}
        | ({"options": specified(row["options"])} if "options" in row else {})
        for name, row in options.items()
    }


@pytest.mark.parametrize(("arguments", "module"), MODULES)
def test_documentation_and_specification_are_equal(arguments: Any, module: Any) -> None:
    assert documented(options_of(Path(module.__file__))) == specified(arguments)


@pytest.mark.parametrize("module", [module for _, module in MODULES])
def test_examples_use_options_that_exist(module: Any) -> None:
    documentation = yaml.safe_load(module.DOCUMENTATION)
    name = f"winfleet.containers.{documentation['module']}"
    tasks = [task for task in yaml.safe_load(module.EXAMPLES) if name in task]
    assert tasks
    for task in tasks:
        assert set(task[name] or {}) <= set(documentation["options"])


def test_each_option_of_a_container_has_one_reader_and_one_row() -> None:
    assert set(READERS) == set(CONTAINER_OPTIONS) - {"env_file", "secrets", "volumes", "scale"}  # read before
    assert set(OPTIONS) == set(CONTAINER_OPTIONS) - NOT_IN_TABLE


def test_secrets_of_the_table_are_those_of_the_specification() -> None:
    assert {name for name, row in OPTIONS.items() if row.secret} == {
        name for name, row in CONTAINER_OPTIONS.items() if row.get("no_log") and name != "secrets"
    }


def test_the_version_is_galaxys() -> None:
    assert yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"] == VERSION


GROUPS = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["action_groups"]


@pytest.mark.parametrize("group", GROUPS)
def test_the_members_of_an_action_group_have_options_in_common(group: str) -> None:
    """module_defaults of a group are given to each member, and a member that does not know one of them fails."""
    modules = [importlib.import_module(f"{ACTIONS}.{name}") for name in GROUPS[group]]
    assert len(modules) > 1
    shared = set.intersection(*(set(module.ActionModule.ARGUMENTS) for module in modules))
    assert "project" in shared
