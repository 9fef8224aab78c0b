"""Plans: carried out on a model engine and made again, whole, failing and cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from model_engine import with_needing

NAMES = ("api", "db", "web")
OLD = ".winfleet-old"

options = st.fixed_dictionaries(
    {
        "image": st.sampled_from(["nano:2022", "core:2022"]),
        "isolation": st.sampled_from(["process", "hyperv", "default"]),
    },
    optional={
        "state": st.sampled_from(["started", "stopped", "absent"]),
        "command": st.sampled_from([["ping", "-t", "localhost"], "cmd /c exit"]),
        "entrypoint": st.just(["run.exe"]),
        "env": st.sampled_from([{"A": "1"}, {"a": "2"}, {"Path": "C:\\Windows"}, {"B": 3}]),
        "ports": st.sampled_from(
            [["80"], ["8080:80", "53/udp"], ["53/udp", "8080:80"], ["8081:80"], ["8082:80"], ["8081:80", "8082:81"]]
        ),
        "mounts": st.sampled_from(
            [[{"source": "C:\\Data", "target": "c:/data"}], [{"type": "volume", "source": "vol", "target": "C:\\v"}]]
        ),
        "memory": st.sampled_from(["512m", "1g", 1073741824]),
        "cpus": st.sampled_from([0.5, 2]),
        "restart_policy": st.sampled_from(["no", "always", "on-failure:3", False]),
        "labels": st.sampled_from([{"tier": "1"}, {"base": "nano"}]),
        "networks": st.sampled_from(
            ["nat", "default", "lan", ["lan", "nat"], ["nat", "lan"], {"lan": {"aliases": ["db"]}, "default": None}]
        ),
        "user": st.sampled_from(["ContainerUser", "containeruser"]),
        "working_dir": st.sampled_from(["C:/app", "c:\\app\\"]),
        "hostname": st.just("box"),
        "annotations": st.just({"a": "b"}),
        "healthcheck": st.sampled_from([{"test": ["CMD", "x"], "interval": "5s"}, {"disable": True}]),
        "stop_timeout": st.sampled_from([0, "1m"]),
        "stop_signal": st.sampled_from(["TERM", "SIGTERM", "SIGKILL"]),
        "dns": st.sampled_from([["10.0.0.53"], []]),
        "tty": st.booleans(),
        "cpu_count": st.sampled_from([1, 2]),
        "storage_opt": st.just({"size": "40g"}),
        "log_driver": st.sampled_from(["local", "json-file"]),
        "domainname": st.just("corp.example.com"),
        "io_maximum_bandwidth": st.just("10m"),
    },
)


def has_room(containers: list[dict[str, Any]]) -> bool:
    """No port of the host is declared twice."""
    ports = [
        (port.partition(":")[0], port[-4:] == "/udp")
        for item in containers
        if item.get("state", "started") == "started"
        for port in item.get("ports", [])
        if ":" in port
    ]
    return len(set(ports)) == len(ports)


def room_for(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> bool:
    """What stays undeclared on the host has no port that a declared container wants."""
    names = {item["name"] for item in after}
    return has_room([*after, *(item for item in before if item["name"] not in names)])


sets = (
    st.lists(st.sampled_from(NAMES), unique=True, min_size=1)
    .flatmap(
        lambda names: st.tuples(
            *(options.map(lambda chosen, name=name: {"name": name, **chosen}) for name in names)
        ).map(list)
    )
    .filter(has_room)
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(before=sets, after=sets, default=st.sampled_from(["process", "hyperv"]), prune=st.booleans())
def test_a_plan_that_is_carried_out_leaves_nothing_to_do(
    engine: Any, before: Any, after: Any, default: str, prune: bool
) -> None:
    assume(prune or room_for(before, after))
    host = engine(default)
    assert host.act(host.plan(before).steps)
    assert host.act(host.plan(after, prune=prune).steps)
    again = host.plan(after, prune=prune)
    assert again.steps == []
    assert all(not item.before and not item.after for item in again.items)
    wanted = {item["name"] for item in after if item.get("state") != "absent"}
    assert wanted <= set(host.containers)
    if prune:
        assert wanted == set(host.containers)


@quick
@given(before=sets, after=sets, order=st.randoms())
def test_a_plan_depends_on_nothing_but_its_input(engine: Any, before: Any, after: Any, order: Any) -> None:
    host = engine()
    host.act(host.plan(before).steps)
    shuffled = list(after)
    order.shuffle(shuffled)
    assert host.plan(after) == host.plan(after) == host.plan(shuffled)


@quick
@given(before=sets, after=sets, data=st.data())
def test_a_step_that_fails_loses_nothing_and_the_next_run_converges(
    engine: Any, before: Any, after: Any, data: Any
) -> None:
    assume(room_for(before, after))
    host = engine()
    host.act(host.plan(before).steps)
    running = {name for name, box in host.containers.items() if box["State"]["Running"]}
    made = host.plan(after)
    if made.steps:
        position = data.draw(st.integers(0, len(made.steps) - 1))
        host.act(made.steps, fail_at=position)
        failed = with_needing(made.steps[position]["item"], made.steps)
        for item in made.items:
            if item.name in failed & running and "recreate" in item.actions:
                assert host.containers[item.name]["State"]["Running"]
                assert item.name + OLD not in host.containers
            if item.name not in failed and "create" in item.actions:
                assert item.name in host.containers  # what has nothing to do with it went on
    assert host.act(host.plan(after).steps)
    assert host.plan(after).steps == []


@quick
@given(before=sets, after=sets, last=sets, data=st.data())
def test_a_run_that_is_cut_off_is_finished_or_undone_by_the_next(
    engine: Any, before: Any, after: Any, last: Any, data: Any
) -> None:
    host = engine()
    host.act(host.plan(before).steps)
    made = host.plan(after)
    if made.steps:
        host.act(made.steps, cut_at=data.draw(st.integers(0, len(made.steps) - 1)))
    assert host.act(host.plan(last, prune=True).steps)
    assert host.plan(last, prune=True).steps == []
    assert not [name for name in host.containers if name.endswith(OLD)]


def container(**options: Any) -> dict[str, Any]:
    return {"name": "web", "image": "nano:2022", "isolation": "process", **options}


# What changes -> the actions that follow, and what the diff names.
CHANGES: list[tuple[dict[str, Any], list[str], set[str]]] = [
    ({}, [], set()),
    ({"isolation": "hyperv"}, ["recreate"], {"isolation"}),
    ({"isolation": "default"}, [], set()),
    ({"image": "core:2022"}, ["recreate"], {"image", "command", "entrypoint", "env", "labels", "user", "working_dir"}),
    ({"restart_policy": "always"}, ["update"], {"restart_policy"}),
    ({"restart_policy": "always", "state": "stopped"}, ["update", "stop"], {"restart_policy", "state"}),
    ({"memory": "1g", "restart_policy": "always"}, ["recreate"], {"memory", "restart_policy"}),
    ({"state": "stopped"}, ["stop"], {"state"}),
    ({"state": "absent"}, ["remove"], {"state"}),
    ({"env": {"PASSWORD": "x"}}, ["recreate"], {"env"}),
    ({"ports": ["80"]}, ["recreate"], {"ports"}),
]


@pytest.mark.parametrize(("change", "actions", "differs"), CHANGES)
def test_what_differs_decides_what_is_done(engine: Any, change: Any, actions: list[str], differs: set[str]) -> None:
    host = engine()
    host.act(host.plan([container()]).steps)
    (item,) = host.plan([container(**change)]).items
    assert item.actions == actions
    # An image's own values are named only where they are seen to differ.
    assert set(item.before) == set(item.after) <= differs
    assert bool(item.before) == bool(differs)


def test_the_default_is_compared_as_what_it_comes_to(engine: Any) -> None:
    host = engine("process")
    host.act(host.plan([container(isolation="default")]).steps)
    assert host.plan([container(isolation="default")]).steps == []
    host.default = (
        "hyperv"  # exec-opts were changed: what exists does not change with them (moby daemon/create_windows.go)
    )
    (item,) = host.plan([container(isolation="default")]).items
    assert item.actions == ["recreate"]
    assert (item.before["isolation"], item.after["isolation"]) == ("process", "hyperv")


def test_pulls_come_before_anything_is_stopped(engine: Any) -> None:
    host = engine()
    host.act(host.plan([container()]).steps)
    steps = host.plan([container(image="core:2022")]).steps
    identifier = host.containers["web"]["Id"]
    assert [step["path"].split("?")[0] for step in steps][:2] == ["/images/create", f"/containers/{identifier}/stop"]
    assert steps[0]["fail_on"] == '"errorDetail"'


def test_removals_come_before_what_may_need_their_ports_and_joined_networks_last(engine: Any) -> None:
    host = engine()
    host.act(host.plan([container(name="zoo", ports=["80:80"])]).steps)
    made = host.plan(
        [container(name="aaa", network="container:web"), container(name="web", ports=["80:80"])], prune=True
    )
    items = list(dict.fromkeys(step["item"] for step in made.steps))
    assert items == ["zoo", "web", "aaa"]


def ports(**declared: str) -> list[dict[str, Any]]:
    return [container(name=name, ports=[f"{port}:80"]) for name, port in declared.items()]


@pytest.mark.parametrize(
    ("before", "after", "order"),
    [
        ({"aa": "1", "bb": "2"}, {"aa": "2", "bb": "3"}, ["bb", "aa"]),  # handed on: whoever gives up comes first
        ({"aa": "1", "bb": "2"}, {"aa": "2", "bb": "1"}, ["aa", "bb"]),  # swapped
        ({"aa": "1", "bb": "2", "cc": "3"}, {"aa": "2", "bb": "3", "cc": "1"}, ["aa", "cc", "bb"]),  # round in a circle
        ({"aa": "1"}, {"aa": "3", "bb": "1"}, ["aa", "bb"]),
    ],
)
def test_a_port_is_free_before_another_container_wants_it(
    engine: Any, before: dict[str, str], after: dict[str, str], order: list[str]
) -> None:
    host = engine()
    assert host.act(host.plan(ports(**before)).steps)
    made = host.plan(ports(**after))
    created = [step["path"].partition("name=")[2] for step in made.steps if "/containers/create" in step["path"]]
    assert created == order
    assert host.act(made.steps)
    assert host.plan(ports(**after)).steps == []


def test_a_swap_that_fails_starts_the_one_again_that_made_room(engine: Any) -> None:
    host = engine()
    host.act(host.plan(ports(aa="1", bb="2")).steps)
    steps = host.plan(ports(aa="2", bb="1")).steps
    assert not host.act(
        steps, fail_at=next(at for at, step in enumerate(steps) if step["path"] == "/containers/aa/start")
    )
    assert {name: box["State"]["Running"] for name, box in host.containers.items()} == {"aa": True, "bb": True}
    assert host.act(host.plan(ports(aa="2", bb="1")).steps)


def test_a_port_is_declared_once(engine: Any) -> None:
    with pytest.raises(Refused, match=r"container aa: ports: port 1/tcp of the host is declared for bb as well"):
        engine().plan(ports(aa="1", bb="1"))
    stopped = [*ports(aa="1"), {**ports(bb="1")[0], "state": "stopped"}]
    assert engine().plan(stopped).problems == []


@pytest.mark.parametrize("theirs", ["other", None])
def test_a_port_that_another_container_has_is_refused_before_anything_is_pulled(
    engine: Any, theirs: str | None
) -> None:
    host = engine()
    host.act(host.plan([container(name="api", ports=["8080:80"])], project="other").steps)
    if theirs is None:
        host.containers["api"]["Config"]["Labels"] = {}
    made = host.plan([container(ports=["8080:80"])])
    ((name, text),) = made.problems
    assert name == "web" and "8080/tcp" in text and "api" in text and ("project other" in text) == (theirs is not None)


@pytest.mark.parametrize(
    ("there", "declared", "more"),
    [
        ({"ports": ["8080:80/udp"]}, {"ports": ["8080:80"]}, {}),  # another protocol
        ({"ports": ["8081:80"]}, {"ports": ["8080:80"]}, {}),
        ({"ports": ["80"]}, {"ports": ["80"]}, {}),  # any free one of the host
        ({"ports": ["8080:80"], "state": "stopped"}, {"ports": ["8080:80"]}, {}),
        ({"ports": ["8080:80"]}, {"ports": ["8080:80"], "state": "stopped"}, {}),
        ({"ports": ["8080:80"]}, {"ports": ["8080:80"]}, {"beside": ["other"]}),
    ],
)
def test_a_port_that_is_free_when_it_is_wanted_is_not_refused(
    engine: Any, there: dict[str, Any], declared: dict[str, Any], more: dict[str, Any]
) -> None:
    host = engine()
    host.act(host.plan([container(name="api", **there)], project="other").steps)
    assert host.plan([container(**declared)], **more).problems == []


def test_a_port_of_ones_own_set_is_handed_on_or_pruned(engine: Any) -> None:
    host = engine()
    host.act(host.plan([container(name="api", ports=["8080:80"])]).steps)
    assert host.plan([container(ports=["8080:80"])], prune=True).problems == []
    assert host.plan([container(name="api"), container(ports=["8080:80"])]).problems == []
    ((name, text),) = host.plan([container(ports=["8080:80"])]).problems  # left behind, and it runs on
    assert name == "web" and "of the project shop" in text


def test_a_network_that_is_created_anew_is_joined_anew(engine: Any) -> None:
    host = engine()
    declared = [container(name="aaa", network="container:web"), container(name="web")]
    host.act(host.plan(declared).steps)
    made = host.plan([declared[0], container(name="web", memory="1g")])
    assert {item.name: item.actions for item in made.items} == {"aaa": ["recreate"], "web": ["recreate"]}
    assert "network" in made.items[0].after
    assert list(dict.fromkeys(step["item"] for step in made.steps))[:1] == ["web"]
    assert host.act(made.steps)
    assert host.plan([declared[0], container(name="web", memory="1g")]).steps == []


@pytest.mark.parametrize("owner", ["other", None])
def test_somebody_elses_container_is_not_touched_unless_adopted(engine: Any, owner: str | None) -> None:
    host = engine()
    host.act(host.plan([container()], project="other").steps)
    if owner is None:
        host.containers["web"]["Config"]["Labels"] = {}
    made = host.plan([container()], prune=True)
    assert made.steps == []
    ((name, text),) = made.problems
    assert name == "web"
    assert ("the project other" if owner else "not created by this collection") in text
    assert "adopt" in text
    adopted = host.plan([container()], adopt=True)
    assert adopted.items[0].actions == ["recreate"]
    host.act(adopted.steps)
    assert host.plan([container()]).steps == []


def test_another_projects_containers_are_never_pruned(engine: Any) -> None:
    host = engine()
    host.act(host.plan([container(name="theirs")], project="other").steps)
    assert host.plan([container()], prune=True).items[0].name == "web"
    assert len(host.plan([container()], prune=True).items) == 1


def test_pull_never_refuses_what_is_not_there(engine: Any) -> None:
    host = engine()
    made = host.plan([container()], pull="never")
    assert made.problems == [("web", "image: nano:2022 is not on the host, and pull: never forbids to pull it")]


def test_pull_always_replaces_only_what_runs_an_older_image(engine: Any) -> None:
    host = engine()
    host.act(host.plan([container()]).steps)
    host.images["nano:2022"] = {**host.images["nano:2022"], "RepoDigests": ["nano@sha256:list"]}
    assert host.plan([container()], pull="always").steps == []
    host.images["nano:2022"]["RepoDigests"] = ["nano@sha256:older"]
    made = host.plan([container()], pull="always")
    assert made.pulls == ["nano:2022"]
    assert made.items[0].actions == ["recreate"]


def test_an_image_that_was_taken_off_the_host_is_no_difference(engine: Any) -> None:
    host = engine()
    host.act(host.plan([container(env={"A": "1"})]).steps)
    host.images.clear()
    assert host.plan([container(env={"A": "1"})]).steps == []
    assert host.plan([container(env={"A": "2"})]).items[0].actions == ["recreate"]


def test_a_paused_container_is_unpaused(engine: Any) -> None:
    host = engine()
    host.act(host.plan([container()]).steps)
    host.containers["web"]["State"] = {"Running": True, "Paused": True, "Restarting": False, "Status": "paused"}
    assert host.plan([container()]).items[0].actions == ["unpause"]


def test_a_name_that_begins_an_id_is_not_that_container(engine: Any) -> None:
    host = engine()
    host.act(host.plan([container()]).steps)
    beginning = host.containers["web"]["Id"][:6]
    assert host.plan([container(name=beginning)]).items[0].actions == ["create"]


def test_secrets_are_in_no_diff_and_no_reason(engine: Callable[..., Any]) -> None:
    host = engine()
    host.act(host.plan([container(env={"TOKEN": "first-secret"})]).steps)
    made = host.plan([container(env={"TOKEN": "second-secret"}, credential_spec='raw://{"a": "third-secret"}')])
    told = repr([(item.before, item.after, item.why, item.actions) for item in made.items])
    assert "secret" not in told
    assert made.items[0].after["env"] == {"TOKEN": "(hidden) differs"}
    fresh = engine().plan([container(env={"TOKEN": "first-secret"}, credential_spec='raw://{"a": "third-secret"}')])
    assert "secret" not in repr(fresh.items[0].after)
