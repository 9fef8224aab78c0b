"""The tables of daemon.json's keys: whole, without doubles, and read by one reader."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.checks import check
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.kinds import KINDS
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_log_drivers import (
    COMMON,
    LOG_DRIVERS,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_row import (
    PROXIES,
    SWITCH,
    Flag,
    Lacking,
    Setting,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_rows import DOCUMENTED
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_rows_lacking import (
    CALLED,
    FLAGS,
    LACKING,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_settings import (
    SETTINGS,
    is_flag,
    is_switch,
    is_whole,
    lacking,
    long_name,
    meant,
    plain_flag,
    setting,
    setting_of_flag,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import Version, known

VERSIONS = [known(text) for text in ("19.03.5", "20.10.24", "23.0.0", "25.0.5", "28.5.2", "29.0.0", "29.7.2")]
NEW, OLD = VERSIONS[-1], VERSIONS[1]


def test_each_key_and_each_flag_stands_once() -> None:
    keys = [row.key for row in SETTINGS]
    assert len(keys) == len(set(keys))
    names = [row.name for row in FLAGS]
    assert len(names) == len(set(names))
    assert not set(keys) & set(names)
    shorts = [row.short for row in (*SETTINGS, *FLAGS) if row.short]
    assert len(shorts) == len(set(shorts))
    assert not [key for row in LACKING for key in row.keys if sum(key in other.keys for other in LACKING) > 1]


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.key)
def test_a_row(row: Setting) -> None:
    assert row.kind in KINDS and row.about and row.source
    bounds = [known(text) for text in (row.since, row.until, row.flag_since, row.flag_until) if text]
    assert all(isinstance(bound, Version) for bound in bounds)
    here = [version for version in VERSIONS if setting(row.key, version) is row]
    assert here, "no version has it"
    for version in VERSIONS:
        since, until = (known(text) if text else None for text in (row.since, row.until))
        assert (version in here) is ((since is None or version >= since) and (until is None or version < until))
        assert meant(row.key, version) == row.key or version not in here
        assert not (version in here and lacking(row.key, version))
    if row.flag:
        assert setting_of_flag(row.flag) is not None
        assert is_switch(row.flag) is (row.kind == SWITCH)
        assert any(is_flag(row.flag, version) for version in here)
        assert not row.short or long_name(row.short) == row.flag
    for spelling in (row.key.upper(), row.key.replace("-", "_"), row.key.title().replace("-", "")):
        assert meant(spelling, here[-1]) == row.key


@pytest.mark.parametrize("row", FLAGS, ids=lambda row: row.name)
def test_a_flag(row: Flag) -> None:
    assert row.about
    assert plain_flag(row.name, NEW) is row and is_flag(row.name, NEW)
    assert is_switch(row.name) is row.switch
    assert not row.ends or row.switch
    assert not row.since or plain_flag(row.name, OLD) is None


@pytest.mark.parametrize("row", LACKING, ids=lambda row: row.keys[0])
def test_a_key_that_is_lacking(row: Lacking) -> None:
    assert row.why and row.way_out
    for key in row.keys:
        assert setting(key, NEW) is None and lacking(key, NEW) is row
        assert check({key: "x"}, None, NEW, {}).refusals[0].startswith(f"{key}: ")
        if row.since:
            assert lacking(key, OLD) is None


@pytest.mark.parametrize("word", CALLED)
def test_other_words_for_a_key(word: str) -> None:
    assert setting(word, NEW) is None
    assert any(CALLED[word].startswith(row.key) for row in SETTINGS)
    (text,) = check({word: "x"}, None, NEW, {}).refusals
    assert CALLED[word] in text


@pytest.mark.parametrize("row", [row for row in DOCUMENTED if row.example is not None], ids=lambda row: row.key)
@pytest.mark.parametrize("version", ["28.5.2", "29.7.2"])
def test_an_example_is_of_its_type(row: Setting, version: str) -> None:
    """Whether it stands alone or with others is another matter (test_engine_settings_doc.py)."""
    test, _words = KINDS[row.kind]
    assert test(row.example) and row.example
    assert setting(row.key, known(version)) is row


def test_what_has_a_secret_is_a_table_that_the_masker_reads() -> None:
    assert {row.key for row in SETTINGS if row.secret} == {"proxies", "log-opts"}
    assert "hunter2" not in repr(Masker().data({"http-proxy": "http://a:hunter2@p", "splunk-token": "hunter2"}))


def test_tables_that_are_one_value() -> None:
    assert [is_whole(key, OLD) for key in ("log-opts", "features", "default-network-opts", "proxies")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert is_whole("default-network-opts", NEW) and is_whole("nri-opts", None)
    assert not is_whole("nri-opts", known("29.1.0"))
    assert [row.key for row in SETTINGS if row.kind == PROXIES] == ["proxies"]


def test_an_unknown_version_is_the_newest() -> None:
    assert setting("min-api-version", None) and not setting("graph", None)
    assert is_flag("nri-opts", None) and not is_flag("allow-nondistributable-artifacts", None)
    assert is_flag("allow-nondistributable-artifacts", known("28.5.2"))
    assert is_flag("host-gateway-ip", OLD) and is_flag("host-gateway-ip", NEW) and not is_flag("host-gateway-ips", NEW)
    assert not is_flag("feature", known("27.5.1")) and setting("features", OLD)


@pytest.mark.parametrize("name", LOG_DRIVERS)
def test_a_log_driver(name: str) -> None:
    driver = LOG_DRIVERS[name]
    assert driver.options is None or set(driver.needs) <= driver.options
    assert not driver.options or not driver.options & (COMMON | driver.later)
    assert bool(driver.later) is bool(driver.since)
