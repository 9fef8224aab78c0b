"""docs/engine-settings.md is what the tables say, each of their rows is there, and its examples are good ones."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.checks import check, opens_tcp
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_log_drivers import LOG_DRIVERS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_rows import (
    DOCUMENTED,
    FURTHER,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_rows_lacking import (
    FLAGS,
    LACKING,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known

ROOT = Path(__file__).resolve().parents[3]
DOC = ROOT / "docs" / "engine-settings.md"
# What the issue asks for by name
ASKED = (
    "exec-opts", "hosts", "group", "data-root", "storage-opts", "registry-mirrors", "insecure-registries", "log-driver",
    "log-opts", "log-level", "log-format", "dns", "fixed-cidr", "labels", "tls", "tlsverify", "tlscacert", "tlscert",
    "tlskey", "features", "proxies",
)  # fmt: skip


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("engine_settings_doc", ROOT / "tools" / "engine_settings_doc.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_is_current(tool: ModuleType) -> None:
    """`python tools/engine_settings_doc.py` writes it anew."""
    assert DOC.read_text("utf-8") == tool.document()


def test_every_row_is_told_once(tool: ModuleType) -> None:
    told = tool.document().splitlines()
    lines = [
        *map(tool.told, DOCUMENTED),
        *map(tool.line, FURTHER),
        *map(tool.lacking_line, LACKING),
        *map(tool.flag_line, FLAGS),
        *(tool.driver_line(name, driver) for name, driver in LOG_DRIVERS.items()),
    ]
    assert [told.count(line) for line in lines] == [1] * len(lines)
    assert sorted(key for _title, keys in tool.SECTIONS for key in keys.split()) == sorted(
        row.key for row in DOCUMENTED
    )
    assert set(ASKED) <= {row.key for row in DOCUMENTED}
    bars = [len(re.findall(r"(?<!\\)\|", line)) for line in told if line.startswith("|")]
    assert set(bars) == {len(tool.COLUMNS) + 1, 5, 4}


@pytest.mark.parametrize("version", ["28.5.2", "29.7.2"])
def test_the_examples_are_good_ones(tool: ModuleType, version: str) -> None:
    found = re.findall(r"```yaml\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    assert len(found) == len(tool.SECTIONS)
    keys: set[str] = set()
    for text in found:
        config = yaml.safe_load(text)["config"]
        checked = check(config, None, known(version), {"docker-users": True}, declared=config.keys())
        assert (checked.refusals, checked.warnings) == ([], [])
        assert opens_tcp(config, None) == []
        keys |= config.keys()
    assert set(ASKED) - {"tls"} <= keys
