"""What is asked, what is seen of the host, and what could not be read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.around import around
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.declared import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.seen import questions_about
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.which import Which
from told_host import ABOUT, DATA, IMAGE, LABELS, NAT, answers, box, error, reply, row, seen_of

ALL = (True, True, True)
NOTHING = (False, False, False)
WEB = box("web", Mounts=[{"Type": "volume", "Name": "data", "Destination": "c:\\d"}])
FOREIGN = box("legacy", 2, labels={}, NetworkSettings={"Networks": {"none": {}}}, Image="sha256:old")


def paths(which: Which, around: tuple[bool, bool, bool]) -> list[str]:
    return [request["path"] for request in questions_about(which, *around).requests]


def test_what_is_asked() -> None:
    assert paths(Which(), ALL) == [
        "/containers/json?all=true",
        "/containers/{}/json",
        "/networks",
        "/volumes",
        "/images/json",
        "/images/{}/json",
    ]
    assert paths(Which("shop"), NOTHING) == [
        "/containers/json?all=true&filters=%7B%22label%22%3A%5B%22winfleet.project%3Dshop%22%5D%7D",
        "/containers/{}/json",
        "/images/{}/json",
    ]
    named = paths(Which(names=("a.b", "web")), (True, False, False))
    assert named[0].endswith("%7B%22name%22%3A%5B%22%5E%2Fa%5B.%5Db%24%22%2C%22%5E%2Fweb%24%22%5D%7D")
    assert named[2:4] == ["/containers/json?all=true", "/networks"]
    (image,) = [request for request in questions_about(Which("shop"), *NOTHING).requests if "images" in request["path"]]
    assert image["each"] == {"request": 0, "field": "ImageID"}


def test_the_engine_lists_more_than_what_is_meant() -> None:
    """A label alone makes no container of the project, and a filter that is not heeded no container of that name."""
    half = box("half", 3, labels={"winfleet.project": "shop"})
    said = answers([WEB, FOREIGN, half])
    assert [one.name for one in seen_of(said, Which("shop")).listed] == ["web"]
    assert [one.name for one in seen_of(said, Which(names=("legacy", "gone"))).listed] == ["legacy"]
    assert len(seen_of(said).listed) == 3
    assert Which(names=("legacy", "gone", "Web")).missing(["legacy", "web"]) == ["Web", "gone"]
    assert Which().missing(["web"]) == []


def test_what_uses_what() -> None:
    tagless = {**IMAGE, "Id": "sha256:old", "RepoTags": ["<none>:<none>"], "RepoDigests": ["<none>@<none>"]}
    about = {"each": [{"for": one, **reply({**ABOUT, "Id": one})} for one in ("sha256:old", "sha256:nano")]}
    said = answers([WEB, FOREIGN], images=reply([tagless, IMAGE]), about=about)
    made = around(seen_of(said), *ALL)
    assert made["networks"] == [
        {
            "name": "nat",
            "id": "n1",
            "driver": "nat",
            "project": None,
            "created": NAT["Created"],
            "subnets": [{"subnet": "172.20.0.0/16", "gateway": "172.20.0.1"}],
            "used_by": ["web"],
        },
        {
            "name": "none",
            "id": "n2",
            "driver": "null",
            "project": None,
            "created": None,
            "subnets": [],
            "used_by": ["legacy"],
        },
    ]
    assert made["volumes"] == [
        {
            "name": "Data",
            "driver": "local",
            "project": None,
            "created": DATA["CreatedAt"],
            "mountpoint": "C:\\v\\data",
            "used_by": ["web"],
        }
    ]
    assert made["images"] == [
        {
            "id": "sha256:nano",
            "tags": ["nano:2022"],
            "digests": ["nano@sha256:1"],
            "created": "2023-11-14T22:13:20Z",
            "size": 300,
            "os_version": "10.0.20348.1",
            "architecture": "amd64",
            "used_by": ["web"],
        },
        {
            "id": "sha256:old",
            "tags": [],
            "digests": [],
            "created": "2023-11-14T22:13:20Z",
            "size": 300,
            "os_version": "10.0.20348.1",
            "architecture": "amd64",
            "used_by": ["legacy"],
        },
    ]


def test_users_are_those_of_the_whole_host_whatever_is_asked_for() -> None:
    said = answers([FOREIGN], all=reply([row(WEB), row(FOREIGN)]))
    made = around(seen_of(said, Which(names=("legacy",))), *ALL)
    assert [one["used_by"] for one in made["networks"]] == [["web"], ["legacy"]]


def test_only_what_is_asked_is_told() -> None:
    said = answers([WEB])
    assert around(seen_of(said, None, NOTHING), *NOTHING) == {}
    assert set(around(seen_of(said, None, (False, True, False)), False, True, False)) == {"volumes"}


@pytest.mark.parametrize("kind", ["networks", "volumes", "images"])
@pytest.mark.parametrize(
    "bad", [error("Zugriff verweigert"), {"status": 200, "body": "{}"}, {"status": 404, "body": ""}]
)
def test_what_could_not_be_read_is_null_with_a_warning(kind: str, bad: dict[str, Any]) -> None:
    more: dict[str, Any] = {kind: bad}
    if kind == "images":
        more["about"] = {"each": []}
    found = seen_of(answers([WEB], **more))
    made = around(found, *ALL)
    assert made[kind] is None
    assert [name for name, rows in made.items() if rows is None] == [kind]
    (warning,) = found.warnings
    assert warning.startswith(f"the host's {kind} could not be read: ")
    assert "Zugriff verweigert" in warning or bad["status"] != 500


def test_an_image_that_could_not_be_read_has_no_version() -> None:
    found = seen_of(answers([WEB], about={"each": [{"for": "sha256:nano", **error("no such layer")}]}))
    (image,) = around(found, *ALL)["images"]
    assert (image["os_version"], image["tags"]) == (None, ["nano:2022"])
    assert found.warnings[0].startswith("the image sha256:nano could not be read: The engine answered")
    gone = seen_of(answers([WEB], about={"each": [{"for": "sha256:nano", **error("gone", 404)}]}))
    assert gone.warnings == ("the image sha256:nano is not there any more",)
    other = seen_of(answers([WEB], about={"each": [{"for": "sha256:nano", **reply({**ABOUT, "Id": "sha256:x"})}]}))
    assert dict(other.about) == {}


def test_what_the_engine_warns_of_is_told() -> None:
    said = answers([WEB], volumes=reply({"Volumes": None, "Warnings": ["driver smb: no answer"]}))
    found = seen_of(said)
    assert found.volumes == ()
    assert found.warnings == ("the engine says of the host's volumes: driver smb: no answer",)


@pytest.mark.parametrize("key", ["listed", "all"])
def test_without_the_list_of_containers_nothing_is_told(key: str) -> None:
    more = {key: error("database is locked")} | ({"inspect": {"each": []}} if key == "listed" else {})
    with pytest.raises(HostProblem, match="database is locked"):
        seen_of(answers([WEB], **more), Which("shop"))


def test_the_same_thing_is_warned_of_once() -> None:
    other = box("api", 2)
    about = {"each": [{"for": "sha256:nano", **error()}] * 2}
    found = seen_of(answers([WEB, other], about=about), None, NOTHING)
    assert len(found.warnings) == 1


@pytest.mark.parametrize("names", [["web", "web.winfleet-old", "a" * 255, "W_1.x-"], None, []])
def test_names_that_are_allowed(names: Any) -> None:
    assert read({"project": None, "names": names})["names"] == names


@pytest.mark.parametrize("name", ["", "w", "-web", "/web", "a b", "a" * 256, "w\u00fc", "web,api", "^web$"])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(Refused) as caught:
        read({"project": None, "names": ["web", name]})
    (text,) = caught.value.problems
    assert text.startswith(f"names: {name!r} is not allowed; allowed are two to 255 letters")


def test_project_and_names_are_one_too_many() -> None:
    with pytest.raises(Refused, match="give one of the two"):
        read({"project": "shop", "names": ["web"]})


def test_the_labels_of_a_project_are_all_of_them() -> None:
    assert Which("shop").means(_listed(LABELS))
    assert not Which("other").means(_listed(LABELS))


def _listed(labels: dict[str, str]) -> Any:
    return seen_of(answers([box("web", labels=labels)])).listed[0]


def test_nothing_of_it_is_env_or_a_label() -> None:
    web = box("web", labels={**LABELS, "note": "correct-horse"}, Config={"Env": ["A=battery-staple"]})
    found = seen_of(answers([web]))
    assert "correct-horse" not in json.dumps(around(found, *ALL))
