"""A container with our labels that has what cannot be declared is not as declared (K14)."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import (
    Beside,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape

WEB = {"name": "web", "image": "nano:2022", "isolation": "process"}
SHAPES = {"HostConfig": (Beside,)}
# (section, its key, the word, a value that is set): the whole table
SET: dict[Any, Any] = {int: 7, bool: True, str: "x"}
ROWS = [
    (section, item.metadata["at"], item.name, item.default)
    for section, shapes in SHAPES.items()
    for shape in shapes
    for item in fields(shape)
]


def of_its_kind(key: str, default: Any) -> Any:
    return SET.get(type(default)) or (["x"] if default == () else {"size": "20GB"})


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


@pytest.mark.parametrize(("section", "key", "word", "default"), ROWS)
def test_what_it_has_and_nobody_declared(engine: Any, section: str, key: str, word: str, default: Any) -> None:
    host = deployed(engine)
    host.containers["web"][section][key] = of_its_kind(key, default)
    recreated(host, word)


@pytest.mark.parametrize(("section", "key", "word", "default"), ROWS)
def test_what_is_empty_asks_for_nothing(engine: Any, section: str, key: str, word: str, default: Any) -> None:
    host = deployed(engine)
    for empty in (None, SET.get(type(default)) and type(default)(), [""] if default == () else None):
        host.containers["web"][section][key] = empty
        assert host.plan([WEB]).steps == []


@pytest.mark.parametrize(("section", "key", "word", "default"), ROWS)
def test_what_is_of_another_shape_is_no_reason_to_create_it_anew(
    engine: Any, section: str, key: str, word: str, default: Any
) -> None:
    host = deployed(engine)
    for odd in (3.5, "3", {"a": "b"}, [["x"]]):
        if isinstance(odd, (type(of_its_kind(key, default)))) and key != "Links":
            continue
        host.containers["web"][section][key] = odd
        with pytest.raises(WrongShape):
            host.plan([WEB])


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
        ("", "", False),
    ],
)
def test_another_log_driver_than_the_engines_own(engine: Any, driver: Any, own: Any, differs: bool) -> None:
    host = deployed(engine)
    host.log_driver = own
    host.containers["web"]["HostConfig"]["LogConfig"] = {"Type": driver, "Config": {}}
    if differs:
        (item,) = host.plan([WEB]).items
        assert item.actions == ["recreate"] and (item.before, item.after) == (
            {"log_driver": driver},
            {"log_driver": own},
        )
    else:
        assert host.plan([WEB]).steps == []
