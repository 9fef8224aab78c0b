"""What is kept of a set, where, and how the way back is found: plain data, no host."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import (
    ARGUMENTS,
    Declared,
    read_declared,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.seen import Volume
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, checked
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.choice import chosen
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.given import kept_options
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.part import kept_after, steps_to
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.record import (
    Kept,
    Pinned,
    declared_now,
    read_sets,
    written,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.restored import restored
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.store import SETS, Store

IMAGE = "registry.example.com/shop/web:1"
DIGEST = "registry.example.com/shop/web@sha256:" + "d" * 64
HERE = {IMAGE: ImageFacts(IMAGE, id="sha256:" + "a" * 64, digests=("other/name@sha256:1", DIGEST))}


def declared(*containers: dict[str, Any], **options: Any) -> Declared:
    given, problems = checked(ARGUMENTS, {"project": "shop", "containers": list(containers), **options})
    assert not problems
    return read_declared(given)


def web(**more: Any) -> dict[str, Any]:
    return {"name": "web", "image": IMAGE, "isolation": "process", **more}


def kept(**more: Any) -> Kept:
    return declared_now(declared(web(**more)), HERE)


def test_no_value_of_an_environment_is_kept() -> None:
    made = kept_options(declared(web(env={"B": "plain words", "A": "1"}, secrets={"KEY": "x9"})))
    assert made["containers"] == [{"name": "web", "image": IMAGE, "isolation": "process", "env": ["A", "B", "KEY"]}]


def test_no_secret_of_another_option_is_kept() -> None:
    given = web(command=["app.exe", "--password", "hunter2hunter2", "--mode", "fast"], env={"A": "hunter3hunter3"})
    text = json.dumps(kept_options(declared({**given, "labels": {"api.token": "tok-1234567"}})))
    assert not [secret for secret in ("hunter2hunter2", "hunter3hunter3", "tok-1234567") if secret in text]
    assert "fast" in text


def test_what_was_for_one_run_is_not_kept() -> None:
    assert kept_options(declared(web(state="restarted")))["containers"][0]["state"] == "started"
    assert "prune" not in kept_options(declared(web(), prune=True, pull="always"))


def test_copies_have_the_environment_of_their_container() -> None:
    made = kept_options(declared(web(scale=2, env={"A": "1"})))
    assert made["containers"][0]["env"] == ["A"] and made["containers"][0]["scale"] == 2


def test_a_value_changes_no_digest_and_an_image_does() -> None:
    one = kept(env={"A": "1"})
    assert one.digest == kept(env={"A": "2"}).digest
    assert one.digest != kept(env={"B": "1"}).digest
    moved = declared_now(declared(web(env={"A": "1"})), {IMAGE: ImageFacts(IMAGE, id="sha256:" + "b" * 64)})
    assert one.digest != moved.digest


@pytest.mark.parametrize("keep", [-1, 11])
def test_so_many_sets_are_not_kept(keep: int) -> None:
    with pytest.raises(Refused, match=f"keep: {keep} is not allowed; allowed are 0 to 10 sets"):
        declared(web(), keep=keep)


def test_it_is_read_as_it_was_written() -> None:
    one = Kept(kept(env={"A": "1"}).options, {IMAGE: Pinned("sha256:1", DIGEST)}, "2026-11-28T00:00:00Z")
    assert read_sets(written([one, one])) == [one, one]
    assert kept().images == {IMAGE: Pinned("sha256:" + "a" * 64, DIGEST)}


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "{}", "[1]", "[{}]", "null", "[" * 100_000),
        '[{"options": {"containers": {}}, "images": {}}]',
        '[{"options": {"containers": [{"name": 1}]}, "images": {}}]',
        '[{"options": {"containers": [{"name": "a", "env": "PATH"}]}, "images": {}}]',
        '[{"options": {"containers": []}, "images": {"a": {"id": 1}}}]',
        '[{"options": {"containers": []}, "images": []}]',
    ],
)
def test_what_somebody_else_wrote_is_nothing(text: str) -> None:
    assert read_sets(text) == []


def test_the_latest_comes_first_and_none_twice() -> None:
    one, two, three = (kept(command=text) for text in ("one", "two", "three"))
    assert kept_after([], one, 3) == [one]
    assert kept_after([one], two, 3) == [two, one]
    assert kept_after([two, one], one, 3) == [one, two]
    assert kept_after([two, one], three, 2) == [three, two]
    assert kept_after([two, one], two, 0) == []


def volume(number: int, sets: list[Kept]) -> Volume:
    return Volume(name=f"winfleet.kept-shop-{number}", labels={SETS: written(sets)})


def test_the_next_volume_is_made_before_the_last_one_goes() -> None:
    store = Store("shop", {2: volume(2, [kept()]), 1: volume(1, [])})
    assert store.sets == [kept()]
    made = store.writing([kept(command="two")])
    assert [(step["method"], step["path"][:8]) for step in made] == [("POST", "/volumes")] + [
        ("DELETE", "/volumes")
    ] * 2
    assert json.loads(made[0]["body"])["Name"].endswith("-3") and all(step["aside"] for step in made)
    assert [(fact["path"][-2:], fact["status"]) for fact in store.still()] == [("-2", 200), ("-3", 404)]


def test_nothing_is_written_where_it_is_kept_already() -> None:
    assert steps_to(Store("shop", {4: volume(4, [kept()])}), [kept()]) == []
    assert steps_to(Store("shop", {}), []) == []
    assert len(steps_to(Store("shop", {4: volume(4, [kept()]), 3: volume(3, [])}), [kept()])) == 3
    assert [step["method"] for step in steps_to(Store("shop", {4: volume(4, [])}), [])] == ["DELETE"]


@pytest.mark.parametrize("project", ["Shop", "shop", "s h o p", "\u043c\u0430\u0433", "x" * 300, "../..", "con"])
def test_every_project_has_a_name_of_its_own(project: str) -> None:
    (step,) = Store(project, {}).writing([kept()])
    name = json.loads(step["body"])["Name"]
    assert name.isascii() and name.islower() and len(name) < 80 and "/" not in name
    assert name != json.loads(Store(project + "!", {}).writing([kept()])[0]["body"])["Name"]


def test_the_way_leads_to_the_one_before_and_no_further() -> None:
    one, two = kept(command="one"), kept(command="two")
    assert chosen([two, one], two.digest, None) == 1
    assert chosen([one, two], two.digest, None) == 0  # it is back already
    assert chosen([one], two.digest, None) == 0  # it did not get there
    assert chosen([two, one], two.digest, one.digest[:8].upper()) == 1
    for sets, to, words in (
        ([], None, "no set of it is kept"),
        ([two], None, "the only set"),
        ([two, one], "xyz", "'xyz' is the beginning of none of the kept sets"),
        ([two, one], "", "is the beginning of 2 of"),
    ):
        with pytest.raises(ValueError, match=words):
            chosen(sets, two.digest, to)


def test_the_inventory_has_the_secrets() -> None:
    before = kept(env={"PW": "old", "MODE": "a"}, command=["app.exe", "--password", "hunter2hunter2"])
    now = declared(web(image="registry.example.com/shop/web:2", env={"pw": "new", "MORE": "x"}))
    made = restored(before, now, HERE, {"web": {"MODE": "b"}})
    assert made.options["containers"][0]["env"] == {"PW": "new", "MODE": "b"}
    assert made.taken == ["container web: env: MODE", "container web: env: PW"]
    assert [text.partition(";")[0] for text in made.problems] == [
        "container web: command: holds a secret, which is not kept on the host, and the inventory declares nothing "
        "there now"
    ]
    same = declared(web(command=["app.exe", "--password", "another2another"], env={"PW": "n", "MODE": "x"}))
    made = restored(before, same, HERE, {})
    assert not made.problems
    assert made.options["containers"][0]["command"] == ["app.exe", "--password", "another2another"]


def test_a_forged_set_has_the_controller_read_no_file_and_run_no_program() -> None:
    forged = {
        "containers": [{**web(), "env": [], "env_file": ["/etc/passwd"], "secrets": ["DB"]}],
        **{
            "compose_files": ["x.yml"],
            "compose_program": "/bin/sh",
            "docker_config": "/root/x",
            "registries": {"a": {}},
        },
        **{"prune": True, "adopt": True, "nothing": 1},
    }
    now = declared(web())
    made = restored(Kept(forged, {}), now, HERE, {})
    assert made.options == {**restored(kept(), now, HERE, {}).options, "containers": made.options["containers"]}
    assert made.options["containers"] == [web()]


@pytest.mark.parametrize(
    ("place", "now", "there", "taken"),
    [
        ("D:\\images\\web.tar", {}, False, True),
        ("web.tar", {"other:1": "web.tar"}, False, True),
        ("/root/other.tar", {"web:1": "web.tar"}, False, False),
        ("web.tar", {}, True, False),
        (7, {}, False, False),
    ],
)
def test_no_file_of_the_controller_is_sent_because_a_host_says_so(
    place: Any, now: dict[str, str], there: bool, taken: bool
) -> None:
    mine = declared(web())
    mine = replace(mine, given={**mine.given, "archives": now})
    images = {"web:1": ImageFacts("web:1", id="sha256:1" if there else None)}
    made = restored(Kept({"containers": [web()], "archives": {"web:1": place}}, {}), mine, images, {})
    assert made.options["archives"] == ({"web:1": place} if taken else {})
    assert bool(made.problems) is not (taken or there) and all("docker load" in text for text in made.problems)


def test_whether_a_network_may_be_made_anew_says_the_inventory() -> None:
    """Where a set came with another subnet and `recreate`, so goes the way back; what is kept never says it."""
    networks = {"a": {"driver": "nat", "subnet": "10.1.0.0/24"}, "b": {"external": True}}
    anew = {"a": {**networks["a"], "subnet": "10.2.0.0/24", "recreate": True}}
    before, asked = (declared(web(), networks=one) for one in (networks, anew))
    assert "recreate" not in json.dumps(kept_options(asked))
    options = kept_options(before)
    assert restored(Kept(options, {}), asked, HERE, {}).options["networks"] == {
        **networks,
        "a": {**networks["a"], "recreate": True},
    }
    assert restored(Kept({**options, "networks": anew}, {}), before, HERE, {}).options["networks"] == {
        "a": {"driver": "nat", "subnet": "10.2.0.0/24"}
    }


def test_a_value_that_nobody_has_is_named() -> None:
    made = restored(kept(env={"PW": "old", "B": "c"}), declared(), HERE, {})
    (text,) = made.problems
    assert text.startswith("container web: the inventory has no value any more for B, PW of env, and no value is kept")
    assert "deploy_rollback_env" in text


OTHER = ImageFacts(IMAGE, id="sha256:" + "b" * 64)


@pytest.mark.parametrize(
    ("here", "pinned", "image", "problem"),
    [
        (HERE, DIGEST, IMAGE, ""),  # it is the same image still
        ({IMAGE: OTHER}, DIGEST, DIGEST, ""),  # its tag has moved
        ({}, DIGEST, DIGEST, ""),
        ({IMAGE: OTHER}, None, IMAGE, "is another one on the host now"),
        ({}, None, IMAGE, "is not on the host any more"),
    ],
)
def test_an_image_is_the_one_that_ran(
    here: dict[str, ImageFacts], pinned: str | None, image: str, problem: str
) -> None:
    before = Kept(kept().options, {IMAGE: Pinned("sha256:" + "a" * 64, pinned)})
    made = restored(before, declared(web()), here, {})
    assert made.options["containers"][0]["image"] == image
    assert bool(made.problems) is bool(problem) and all(problem in text for text in made.problems)


def test_a_way_back_prunes_and_pulls_nothing_by_itself() -> None:
    made = restored(kept(), declared(web(), prune=True, prune_images=True, pull="always", timeout=7), HERE, {})
    told = {name: made.options[name] for name in ("prune", "prune_volumes", "prune_images", "pull", "timeout")}
    assert told == {"prune": False, "prune_volumes": False, "prune_images": False, "pull": "missing", "timeout": 7}
