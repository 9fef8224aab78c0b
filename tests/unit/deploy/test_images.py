"""Which image the engine would run, and for which Windows it was made."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.declared import same_reference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import (
    ask_images,
    chosen,
    image_facts,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.registries import Logins
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions

LIST = ["10.0.17763.1", "10.0.20348.1", "10.0.26100.1"]


@pytest.mark.parametrize(
    ("versions", "build", "expected"),
    [
        (LIST, 20348, "10.0.20348.1"),
        (LIST, 17763, "10.0.17763.1"),
        (LIST, 26100, "10.0.26100.1"),
        # no entry of the host's own build: the first of the list that is not newer
        (LIST, 25398, "10.0.17763.1"),
        (list(reversed(LIST)), 25398, "10.0.20348.1"),
        # every entry is newer: the oldest, so that the verdict says why
        (LIST, 14393, "10.0.17763.1"),
        ([], 20348, None),
        (LIST, None, None),
        (["10.0.20348.1"], None, "10.0.20348.1"),
    ],
)
def test_the_manifest_that_the_engine_would_choose(
    versions: list[str], build: int | None, expected: str | None
) -> None:
    assert chosen(versions, build) == expected


def answer(status: int, body: Any = None) -> dict[str, Any]:
    return {"status": status, "body": json.dumps(body)}


def facts(local: Any, registry: Any) -> Any:
    keys = [("image", "r:1"), ("registry", "r:1")]
    condition = {"request": 0, "status": [404]}
    requests = [{"path": "/images/r:1/json"}, {"path": "/distribution/r:1/json", "only_if": condition}]
    replies = EngineReplies(keys, requests, [local, registry])
    return image_facts(replies, "r:1", 20348)


@pytest.mark.parametrize(("tags", "there"), [(["r:latest"], False), (["cafe:latest"], True), ([], False)])
def test_the_beginning_of_an_id_is_no_name(tags: list[str], there: bool) -> None:
    local = {"Id": "sha256:cafe01", "Os": "windows", "RepoTags": tags, "RepoDigests": [], "Config": {}}
    replies = EngineReplies(
        [("image", "cafe"), ("registry", "cafe")],
        [{"path": "/images/cafe/json"}, {"path": "/distribution/cafe/json"}],
        [answer(200, local), answer(404, {"message": "no"})],
    )
    assert (image_facts(replies, "cafe", 20348).id is not None) is there


def test_the_local_image_is_asked_first_and_the_registry_only_where_it_is_needed() -> None:
    questions = EngineQuestions()
    ask_images(questions, ["r:1", "r:1"], always=False, logins=Logins())
    assert questions.requests == [
        {"path": "/images/r:1/json"},
        {"path": "/distribution/r:1/json", "only_if": {"request": 0, "status": [404]}},
    ]
    image = {"Id": "sha256:1", "Os": "windows", "OsVersion": "10.0.20348.9", "RepoDigests": [], "Config": {}}
    found = facts(answer(200, image), {"skipped": True})
    assert (found.id, found.os_version, found.newest) == ("sha256:1", "10.0.20348.9", None)


def test_an_image_that_is_not_here_is_known_by_its_manifest_list() -> None:
    platforms = [
        {"os": "linux", "architecture": "amd64"},
        *({"os": "windows", "os.version": version} for version in LIST),
    ]
    found = facts(answer(404), answer(200, {"Platforms": platforms}))
    assert (found.id, found.os, found.os_version) == (None, "windows", "10.0.20348.1")


def test_an_image_for_linux_alone_is_known_as_such() -> None:
    found = facts(answer(404), answer(200, {"Platforms": [{"os": "linux"}]}))
    assert (found.os, found.os_version) == ("linux", None)


@pytest.mark.parametrize(
    ("registry", "why"), [(answer(401, {}), "401"), (answer(500, {}), "500"), (answer(200, {"Platforms": []}), None)]
)
def test_what_the_registry_does_not_say_is_not_known(registry: Any, why: str | None) -> None:
    found = facts(answer(404), registry)
    assert found.os_version is None
    assert (found.unsaid is None) if why is None else (why in found.unsaid)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("nano", "nano:latest", True),
        ("docker.io/library/nano:1", "nano:1", True),
        ("localhost:5000/nano", "localhost:5000/nano:latest", True),
        ("nano:1", "nano:2", False),
        ("a/nano", "nano", False),
    ],
)
def test_references_that_are_one(one: str, other: str, same: bool) -> None:
    assert same_reference(one, other) is same
