"""A container with our labels that has what cannot be declared is not as declared (K14)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.undeclared import (
    OF_CONFIG,
    OF_HOST_CONFIG,
    OF_IMAGE,
)

WEB = {"name": "web", "image": "nano:2022", "isolation": "process"}
EMPTY = (None, "", 0, False, [], {}, {"size": ""}, [""])


def deployed(engine: Any) -> Any:
    host = engine()
    host.log_driver = "json-file"
    assert host.act(host.plan([WEB]).steps)
    assert host.plan([WEB]).steps == []
    return host


def recreated(host: Any, word: str) -> None:
    made = host.plan([WEB])
    (item,) = made.items
    assert item.actions == ["recreate"]
    assert item.before == {word: "set"}
    assert item.after == {word: "not declared"}
    assert host.act(made.steps)
    assert host.plan([WEB]).steps == []


@pytest.mark.parametrize(("word", "key"), OF_HOST_CONFIG.items())
@pytest.mark.parametrize("value", [True, 7, "x", ["x"], {"size": "20GB"}])
def test_what_its_host_config_has(engine: Any, word: str, key: str, value: Any) -> None:
    host = deployed(engine)
    host.containers["web"]["HostConfig"][key] = value
    recreated(host, word)


@pytest.mark.parametrize(("word", "key"), [*OF_CONFIG.items(), *OF_IMAGE.items()])
def test_what_its_config_has(engine: Any, word: str, key: str) -> None:
    host = deployed(engine)
    host.containers["web"]["Config"][key] = {"Test": ["CMD", "x"]} if word == "healthcheck" else "x"
    recreated(host, word)


@pytest.mark.parametrize("value", EMPTY)
def test_what_is_empty_asks_for_nothing(engine: Any, value: Any) -> None:
    host = deployed(engine)
    host.containers["web"]["HostConfig"] |= dict.fromkeys(OF_HOST_CONFIG.values(), value)
    host.containers["web"]["Config"] |= dict.fromkeys([*OF_CONFIG.values(), *OF_IMAGE.values()], value)
    assert host.plan([WEB]).steps == []


def test_what_the_image_brings_is_the_images(engine: Any) -> None:
    host = deployed(engine)
    check = {"Test": ["CMD", "x"], "Interval": 10}
    host.images["nano:2022"]["Config"] |= {"Healthcheck": check, "StopSignal": "9"}
    host.containers["web"]["Config"] |= {"Healthcheck": dict(check), "StopSignal": "9"}
    assert host.plan([WEB]).steps == []
    host.images.clear()  # which of it the image brought cannot be told
    assert host.plan([WEB]).items[0].actions == []


@pytest.mark.parametrize(
    ("driver", "own", "differs"),
    [
        ("etwlogs", "json-file", True),
        ("json-file", "json-file", False),
        ("etwlogs", None, False),
        (None, "local", False),
    ],
)
def test_another_log_driver_than_the_engines_own(engine: Any, driver: Any, own: Any, differs: bool) -> None:
    host = deployed(engine)
    host.log_driver = own
    host.containers["web"]["HostConfig"]["LogConfig"] = {"Type": driver, "Config": {"max-size": "1m"}}
    if differs:
        recreated(host, "log_driver")
    else:
        assert host.plan([WEB]).steps == []


@pytest.mark.parametrize("odd", [3, "x", [], None])
def test_a_log_config_that_is_none_says_nothing(engine: Any, odd: Any) -> None:
    host = deployed(engine)
    host.containers["web"]["HostConfig"]["LogConfig"] = odd
    assert host.plan([WEB]).steps == []
