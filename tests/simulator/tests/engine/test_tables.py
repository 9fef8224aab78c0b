"""Each table of the engine, walked as a whole."""

from __future__ import annotations

from pathlib import Path

import hostsim.engine
import pytest
from hostsim.engine.api.routes import TABLE
from hostsim.engine.faults import FAULTS
from hostsim.engine.go_json import read, write
from hostsim.engine.hcs_texts import CODES, FORMS, start_error
from hostsim.engine.registry_rows import read_size
from hostsim.engine.texts import TEXTS, text_of
from hostsim.engine.update import RESOURCES
from hostsim.engine.versions import API_VERSIONS, engine_version
from hostsim.engine.wire import CAME, GONE, ONLY_WHEN_SET_SINCE, host_config

SOURCES = [path.read_text() for path in Path(hostsim.engine.__file__).parent.rglob("*.py")]
VERSIONS = [".".join(map(str, (*row[0], 0, 0)[:3])) for row in API_VERSIONS]


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_is_said_somewhere_newest_version_first(key):
    rows = TEXTS[key]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)
    assert rows[-1][0] == (0,)
    assert sum(source.count(f'"{key}"') for source in SOURCES) > 1


def test_a_text_by_version():
    assert text_of("not_running", engine_version("24.0.7"), id="x") == (409, "Container x is not running")
    assert text_of("not_running", engine_version("25.0.0"), id="x") == (409, "container x is not running")


@pytest.mark.parametrize("route", TABLE, ids=lambda route: f"{route.methods[0]} {route.path}")
def test_every_route_has_a_handler_that_answers(box, route):
    box.create("web", start=True)
    path = route.path.replace("<name>", "web").replace("<path:name>", "some/image")
    query = "?until=1&stdout=1&condition=removed&fromImage=nobody/nothing"
    if path.endswith("/wait"):
        query = "?condition=zip"
    if path.endswith("/stats"):
        query = "?stream=0&one-shot=1"
    for method in route.methods:
        status, text = box.ask(method, path + query)
        assert (status, "hostsim:" in text, text == "page not found") != (500, True, False)
        assert text != "page not found"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("version", VERSIONS)
def test_every_code_in_every_form(code, version):
    text = start_error(engine_version(version), "ID", code, None, None, "[Event Detail: x]")
    assert "ID" in text and CODES[code][0] in text and text.endswith("\n[Event Detail: x]")
    assert (code in text) == (CODES[code][1] == "start" or engine_version(version).number < (18, 9))
    assert set(FORMS) == {call for _text, call in CODES.values()}


@pytest.mark.parametrize("version", VERSIONS)
def test_members_of_a_host_config(version):
    number = engine_version(version).number
    members = {member.name for member in host_config(number).members}
    assert ("KernelMemory" in members) == (number < (23, 0))
    assert ("Annotations" in members) == (number >= (24, 0))
    assert {*GONE, *ONLY_WHEN_SET_SINCE, *CAME} <= {member.name for row in VERSIONS for member in members_of(row)}


def members_of(version):
    return host_config(engine_version(version).number).members


def test_resources_are_members():
    assert set(RESOURCES) <= {member.name for member in host_config((20, 10, 24)).members}


@pytest.mark.parametrize("version", ["20.10.24", "28.5.2", "29.7.2"])
def test_what_go_would_hold_is_written_as_it_was_read(version):
    type_ = host_config(engine_version(version).number)
    written = write(type_, read(type_, {"memory": 5, "Binds": ["a:C:\\b"], "NoSuchMember": 1, "Mounts": []}))
    assert written == write(type_, read(type_, written))
    assert (written["Memory"], written["Binds"], "Mounts" in written) == (5, ["a:C:\\b"], False)


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "crash"])
def test_every_fault_can_be_set_and_cleared(box, name):
    box.engine.fault(name)
    assert box.engine.state()["faults"][name] == FAULTS[name]
    box.engine.clear_fault(name)
    assert box.engine.state()["faults"] == {}
    assert box.client.get("/_ping").status_code == 200


@pytest.mark.parametrize(("text", "size"), [("296MB", 296_000_000), ("4.84GB", 4_840_000_000), ("1GiB", 2**30), (7, 7)])
def test_sizes(text, size):
    assert read_size(text) == size


def test_a_size_that_is_none():
    with pytest.raises(ValueError, match="not a size"):
        read_size("much")
