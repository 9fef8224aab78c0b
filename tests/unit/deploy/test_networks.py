"""Networks and volumes of a set: read, made, compared, made anew and removed on a model engine."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import ARGUMENTS, read_declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.declared import (
    NetworkSpec,
    read_networks,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.report import second_nat
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.refusals import judge
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.report import left_volumes
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.declared import read_volumes
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, checked
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BACK = {"back": {"driver": "nat", "subnet": "172.30.0.0/24"}}


def box(name: str = "web", **options: Any) -> dict[str, Any]:
    return {"name": name, "image": "nano:2022", "isolation": "process", **options}


ON_BACK = box(network="back", mounts=[{"type": "volume", "source": "data", "target": "C:\\data"}])


def actions(made: Any) -> dict[str, list[str]]:
    return {item.name: item.actions for item in (*made.made, *made.items, *made.gone) if item.steps}


READ: dict[str, tuple[dict[str, Any] | None, NetworkSpec]] = {
    "nothing said": (None, NetworkSpec("n", "n")),
    "subnet": ({"subnet": "172.30.0.0/24"}, NetworkSpec("n", "n", subnets=(("172.30.0.0/24", None),))),
    "gateway": (
        {"driver": "L2Bridge", "subnet": "10.0.0.0/24", "gateway": "10.0.0.2"},
        NetworkSpec("n", "n", driver="l2bridge", subnets=(("10.0.0.0/24", "10.0.0.2"),)),
    ),
    "compose's ipam": (
        {"ipam": {"config": [{"subnet": "10.0.0.0/24", "gateway": "10.0.0.1"}]}},
        NetworkSpec("n", "n", subnets=(("10.0.0.0/24", "10.0.0.1"),)),
    ),
    "compose's driver_opts": ({"driver_opts": {"a": 1}}, NetworkSpec("n", "n", options={"a": "1"})),
    "compose's list of labels": ({"labels": ["tier=back"]}, NetworkSpec("n", "n", labels={"tier": "back"})),
    "a name of its own": ({"name": "shop_n"}, NetworkSpec("n", "shop_n")),
    "external": ({"external": True}, NetworkSpec("n", "n", external=True)),
    "the engine's own, as an external one": ({"name": "nat", "external": True}, NetworkSpec("n", "nat", external=True)),
}


@pytest.mark.parametrize("case", READ)
def test_networks_are_read(case: str) -> None:
    given_, wanted = READ[case]
    assert read_networks({"n": given_}) == [wanted]


REFUSED: dict[str, tuple[Any, str]] = {
    "overlay": ({"driver": "overlay"}, "network n: driver: 'overlay' is not allowed; an overlay network is of a swarm"),
    "no driver of Windows": ({"driver": "bridge"}, "allowed are nat, transparent, l2bridge"),
    "no subnet": ({"subnet": "172.30.0.0"}, "subnet: '172.30.0.0' is not allowed; allowed is a subnet of IPv4"),
    "of IPv6": ({"subnet": "fd00::/64"}, "allowed is a subnet of IPv4"),
    "not its first address": ({"subnet": "172.30.0.9/24"}, "the subnet is written 172.30.0.0/24"),
    "a gateway outside": ({"subnet": "172.30.0.0/24", "gateway": "10.0.0.1"}, "an address within 172.30.0.0/24"),
    "a gateway alone": ({"gateway": "10.0.0.1"}, "needs the subnet that it is in"),
    "said twice": ({"subnet": "10.0.0.0/24", "ipam": {"config": []}}, "says the same as subnet"),
    "a range": ({"ipam": {"config": [{"subnet": "10.0.0.0/24", "ip_range": "10.0.0.0/25"}]}}, "ip_range cannot be"),
    "a subnet twice": (
        {"ipam": {"config": [{"subnet": "10.0.0.0/24"}, {"subnet": "10.0.0.0/24", "gateway": "10.0.0.1"}]}},
        "10.0.0.0/24 overlaps",
    ),
    "a part of another": ({"ipam": {"config": [{"subnet": "10.0.0.0/16"}, {"subnet": "10.0.1.0/24"}]}}, "overlaps"),
    "options twice": ({"options": {"a": "b"}, "driver_opts": {"c": "d"}}, "says the same as options"),
    "compose's internal": ({"internal": True}, "write driver: internal"),
    "of ipam another driver": ({"ipam": {"driver": "dhcp"}}, "the driver dhcp is unknown to Windows"),
    "external and more": ({"external": True, "subnet": "10.0.0.0/24"}, "an external network is used as it is"),
    "a label of ours": ({"labels": {"winfleet.project": "x"}}, "are this collection's own"),
    "an unknown option": ({"subnets": "10.0.0.0/24"}, "subnet is meant?"),
    "the engine's own": ({"name": "nat"}, "is the engine's own network"),
    "no name": ({"name": "a b"}, "allowed are letters"),
    "no dictionary": ("nat", "must be a dictionary of options"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_network_can_be_is_refused(case: str) -> None:
    given_, words = REFUSED[case]
    with pytest.raises(Refused) as caught:
        read_networks({"n": given_})
    (problem,) = caught.value.problems
    assert problem.startswith("network n: ") and words in problem


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"driver": "nfs"}, "Windows has the driver local alone"),
        ({"driver_opts": {"device": "x"}}, "the engine refuses any on Windows"),
        ({"external": True, "labels": {"a": "b"}}, "is used as it is"),
        ({"name": "x"}, "two or more letters"),
        ({"name": "aux"}, "two or more letters"),
    ],
)
def test_what_no_volume_can_be_is_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused) as caught:
        read_volumes({"data": options})
    (problem,) = caught.value.problems
    assert problem.startswith("volume data: ") and words in problem


@pytest.mark.parametrize("read", [read_networks, read_volumes])
def test_two_have_not_one_name_on_the_host(read: Any) -> None:
    with pytest.raises(Refused, match="two of the set have this name"):
        read({"one": {"name": "same"}, "other": {"name": "same"}})


def test_they_are_made_before_their_container_and_then_nothing_is_done(engine: Any) -> None:
    host = engine()
    made = host.plan([ON_BACK], networks=BACK, volumes={"data": None})
    assert made.problems == []
    assert actions(made) == {"network back": ["create"], "volume data": ["create"], "web": ["create"]}
    assert [step["item"] for step in made.steps][1:4] == ["network back", "volume data", "web"]
    (first,) = [step for step in made.steps if step["item"] == "web" and "needs" in step]
    assert {"network back", "volume data"} <= set(first["needs"])
    assert host.act(made.steps)
    assert host.networks["back"]["Labels"]["winfleet.project"] == "shop"
    assert host.plan([ON_BACK], networks=BACK, volumes={"data": None}).steps == []


def test_containers_name_them_by_their_key_and_are_on_them_by_their_name(engine: Any) -> None:
    host = engine()
    networks, volumes = {"back": {"name": "shop_back"}}, {"data": {"name": "Shop_Data"}}
    host.act(host.plan([ON_BACK], networks=networks, volumes=volumes).steps)
    web = host.containers["web"]
    assert web["HostConfig"]["NetworkMode"] == "shop_back"
    assert web["HostConfig"]["Mounts"][0]["Source"] == "shop_data"
    assert host.plan([ON_BACK], networks=networks, volumes=volumes).steps == []


def test_a_network_that_cannot_be_made_keeps_its_container_from_being_made(engine: Any) -> None:
    host = engine()
    made = host.plan([ON_BACK, box("other")], networks=BACK)
    at = next(place for place, step in enumerate(made.steps) if step["item"] == "network back")
    assert not host.act(made.steps, fail_at=at)
    assert list(host.containers) == ["other"]


def test_external_ones_must_be_there(engine: Any) -> None:
    host = engine()
    external = {"networks": {"back": {"external": True}}, "volumes": {"data": {"external": True}}}
    problems = dict(host.plan([ON_BACK], **external).problems)
    assert "is not on the host, which has lan, nat, none" in problems["network back"]
    assert "is not on the host, which has none at all" in problems["volume data"]
    host.act(host.plan([ON_BACK], project="other", networks=BACK, volumes={"data": {}}).steps)
    host.act(host.plan([], project="other", prune=True, networks=BACK).steps)
    made = host.plan([ON_BACK], **external)
    assert made.problems == [] and actions(made) == {"web": ["create"]}


DIFFERS: dict[str, tuple[dict[str, Any], str]] = {
    "subnet": ({"subnet": "172.31.0.0/24"}, "subnet is 172.30.0.0/24 and must be 172.31.0.0/24"),
    "driver": ({"driver": "transparent", "subnet": "172.30.0.0/24"}, "driver is nat and must be transparent"),
    "gateway": ({"subnet": "172.30.0.0/24", "gateway": "172.30.0.9"}, "gateway is 172.29.0.1 and must be 172.30.0.9"),
    "options": ({"subnet": "172.30.0.0/24", "options": {"a": "b"}}, "options differs"),
    "labels": ({"subnet": "172.30.0.0/24", "labels": {"a": "b"}}, "labels differs"),
}


@pytest.mark.parametrize("what", DIFFERS)
def test_a_difference_is_told_with_who_is_on_it_and_made_good_when_asked(engine: Any, what: str) -> None:
    host = engine()
    host.act(host.plan([ON_BACK, box("beside")], networks=BACK).steps)
    options, words = DIFFERS[what]
    made = host.plan([ON_BACK, box("beside")], networks={"back": options})
    ((name, text),) = made.problems
    assert (
        name == "network back" and words in text and "containers are on it (web)" in text and "recreate: true" in text
    )
    again = {"back": {**options, "recreate": True}}
    made = host.plan([ON_BACK, box("beside")], networks=again)
    assert made.problems == []
    assert actions(made) == {
        "network back as it was": ["remove"],
        "network back": ["recreate"],
        "web": ["recreate"],
    }
    assert host.act(made.steps)
    assert host.plan([ON_BACK, box("beside")], networks=again).steps == []
    assert all(entry["State"]["Running"] for entry in host.containers.values())


@pytest.mark.parametrize("at", range(7))
def test_making_a_network_anew_heals_after_each_step(engine: Any, at: int) -> None:
    host = engine()
    host.act(host.plan([ON_BACK], networks=BACK).steps)
    again = {"back": {"subnet": "172.31.0.0/24", "recreate": True}}
    made = host.plan([ON_BACK], networks=again)
    assert at < len(made.steps)
    host.act(made.steps, cut_at=at)
    assert host.act(host.plan([ON_BACK], networks=again).steps)
    assert host.plan([ON_BACK], networks=again).steps == []
    assert [entry["State"]["Running"] for entry in host.containers.values()] == [True]


def test_a_network_that_others_use_is_not_made_anew(engine: Any) -> None:
    host = engine()
    host.act(host.plan([ON_BACK], networks=BACK).steps)
    host.act(host.plan([box("theirs", network="back")], project="other").steps)
    ((name, text),) = host.plan([ON_BACK], networks={"back": {"subnet": "172.31.0.0/24", "recreate": True}}).problems
    assert name == "network back" and "theirs of others is on it" in text


def test_a_nat_network_that_lost_its_labels_is_ours_by_name_driver_and_subnet(engine: Any) -> None:
    host = engine()
    networks = {"back": {**BACK["back"], "labels": {"tier": "back"}}}
    host.act(host.plan([ON_BACK], networks=networks).steps)
    host.restart()
    assert host.networks["back"]["Labels"] == {}
    assert host.plan([ON_BACK], networks=networks).problems == []
    assert host.plan([ON_BACK], networks=networks).steps == []
    gone = host.plan([], prune=True)
    assert actions(gone) == {"web": ["remove"]}
    assert "network back has no labels" in gone.stays[0]
    ((_name, text),) = host.plan([ON_BACK], networks={"back": {"subnet": "172.31.0.0/24", "recreate": True}}).problems
    assert "was not made by this project as it stands" in text and "external: true" in text


def test_another_projects_is_not_touched(engine: Any) -> None:
    host = engine()
    host.act(host.plan([ON_BACK], networks=BACK, volumes={"data": {}}).steps)
    problems = dict(host.plan([], project="other", networks=BACK, volumes={"data": {}}).problems)
    assert set(problems) == {"network back", "volume data"}
    assert all("belongs to the project shop" in text and "external: true" in text for text in problems.values())


def test_prune_takes_networks_and_volumes_only_when_told(engine: Any) -> None:
    host = engine()
    host.act(host.plan([ON_BACK], networks=BACK, volumes={"data": {}}).steps)
    assert host.plan([]).steps == []
    made = host.plan([], prune=True)
    assert actions(made) == {"web": ["remove"], "network back": ["remove"]}
    assert [step["item"] for step in made.steps][-1] == "network back"
    assert host.act(made.steps)
    assert set(host.networks) == {"nat", "none", "lan"} and set(host.volumes) == {"data"}
    assert actions(host.plan([], prune=True, prune_volumes=True)) == {"volume data": ["remove"]}
    assert host.act(host.plan([], prune=True, prune_volumes=True).steps)
    assert host.volumes == {}
    assert host.plan([], prune=True, prune_volumes=True).steps == []


def test_a_volume_that_goes_as_well_is_not_told_to_stay(engine: Any) -> None:
    host = engine()
    host.act(host.plan([ON_BACK], networks=BACK, volumes={"data": {}}).steps)
    for both in (False, True):
        wishes = {"prune": True, "prune_volumes": both}
        declared = host.declared([], **wishes)
        told = left_volumes(declared, host.plan([], **wishes), host.world(declared))
        assert [text.partition(" of what is removed")[0] for text in told] == ["project shop: the volume data"][both:]


def test_what_is_used_stays_and_is_told(engine: Any) -> None:
    host = engine()
    host.act(host.plan([ON_BACK], networks=BACK, volumes={"data": {}}).steps)
    host.act(host.plan([{**ON_BACK, "name": "theirs"}], project="other").steps)
    made = host.plan([], prune=True, prune_volumes=True)
    assert actions(made) == {"web": ["remove"]}
    assert [text.split(":")[0] for text in made.stays] == [
        "network back is declared no more and stays",
        "volume data is declared no more and stays",
    ]
    assert all("theirs" in text for text in made.stays)


def test_others_are_never_pruned(engine: Any) -> None:
    host = engine()
    host.act(host.plan([], project="other", networks=BACK, volumes={"data": {}}).steps)
    assert host.plan([], prune=True, prune_volumes=True).steps == []


HOST = {"build": 20348, "engine": {"version": "28.5.2"}, "virtualization": {}}


@pytest.mark.parametrize(
    ("driver", "refused"), [("nat", False), ("internal", False), ("transparent", True), ("l2bridge", True)]
)
def test_the_declared_driver_says_whether_it_pierces(engine: Any, driver: str, refused: bool) -> None:
    host = engine()
    declared = host.declared([box(network="back")], networks={"back": {"driver": driver}})
    found = judge(declared, set(), host.world(declared), HOST, False, False).problems
    assert any("host_lan" in text or "host's network" in text for _name, text in found) is refused


def test_a_second_nat_network_with_ports_is_warned_of_on_server_2022(engine: Any) -> None:
    host = engine()
    declared = host.declared([box(network="back", ports=["80:80"])], networks={"back": {}})
    (text,) = second_nat(declared, host.world(declared), HOST)
    assert "network back is a second nat network" in text
    assert not list(second_nat(declared, host.world(declared), {**HOST, "build": 26100}))
    for other in ([box(network="back")], [box(ports=["80:80"])]):
        quiet = host.declared(other, networks={"back": {}})
        assert not list(second_nat(quiet, host.world(quiet), HOST))


networks = st.dictionaries(
    st.sampled_from(["back", "front"]),
    st.sampled_from([{}, {"subnet": "172.30.0.0/24"}, {"driver": "l2bridge", "subnet": "10.0.0.0/24"}]),
    max_size=2,
)
volumes = st.dictionaries(
    st.sampled_from(["data", "logs"]), st.sampled_from([None, {"labels": {"a": "b"}}]), max_size=2
)


@st.composite
def sets(draw: Any) -> dict[str, Any]:
    """A set whose containers name what it declares."""
    nets, vols = draw(networks), draw(volumes)
    containers = []
    for name in draw(st.lists(st.sampled_from(["api", "db", "web"]), unique=True, max_size=3)):
        one = box(name, memory=draw(st.sampled_from(["1g", "2g"])))
        on = draw(st.lists(st.sampled_from([*sorted(nets), "lan", "nat"]), unique=True, max_size=3))
        if on:
            one["networks"] = on
        if vols and draw(st.booleans()):
            one["mounts"] = [{"type": "volume", "source": draw(st.sampled_from(sorted(vols))), "target": "C:\\v"}]
        containers.append(one)
    return {
        "containers": containers,
        "networks": {name: {**options, "recreate": True} for name, options in nets.items()},
        "volumes": vols,
    }


def same_volumes(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """A volume cannot be changed."""
    return {**second, "volumes": {name: first["volumes"].get(name, row) for name, row in second["volumes"].items()}}


@given(before=sets(), after=sets(), prune=st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_set_converges_from_any_other(engine: Any, before: Any, after: Any, prune: bool) -> None:
    host = engine()
    assert host.act(host.plan(**before).steps)
    after = same_volumes(before, after)
    made = host.plan(**after, prune=prune, prune_volumes=prune)
    if made.problems:  # what is left behind, undeclared, stands on a network that is to be made anew
        assert not prune and "of others is on it" in repr(made.problems)
        return
    assert host.act(made.steps)
    assert host.plan(**after, prune=prune, prune_volumes=prune).steps == []
    if prune:
        assert set(host.networks) == {"nat", "none", "lan", *after["networks"]}
        assert set(host.volumes) == set(after["volumes"])


@given(before=sets(), after=sets(), data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_run_that_is_cut_off_or_fails_is_healed_by_the_next(engine: Any, before: Any, after: Any, data: Any) -> None:
    host = engine()
    assert host.act(host.plan(**before).steps)
    after = same_volumes(before, after)
    wishes = {"prune": True, "prune_volumes": True}
    made = host.plan(**after, **wishes)
    assert made.problems == []
    if made.steps:
        at = data.draw(st.integers(0, len(made.steps) - 1))
        if data.draw(st.booleans()):
            host.act(made.steps, cut_at=at)
        else:
            host.act(made.steps, fail_at=at)
    for _run in range(2):  # the second for what is pruned once its successors stand
        made = host.plan(**after, **wishes)
        assert made.problems == []
        assert host.act(made.steps)
    assert host.plan(**after, **wishes).steps == []
    assert all(entry["State"]["Running"] for entry in host.containers.values())


@given(declared=sets(), data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_changed_from_outside_is_found_and_nothing_else_is_done(engine: Any, declared: Any, data: Any) -> None:
    host = engine()
    assert host.act(host.plan(**declared).steps)
    names = sorted(declared["networks"])
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    row = copy.deepcopy(host.networks[name])
    row["Driver"] = "internal"
    host.networks[name] = row
    made = host.plan(**declared)
    on_it = {one["name"] for one in declared["containers"] if name in one.get("networks", [])}
    assert {item.name for item in (*made.made, *made.items) if item.steps} == {
        f"network {name}",
        f"network {name} as it was",
        *on_it,
    }
    assert host.act(made.steps)
    assert host.plan(**declared).steps == []


def test_an_address_that_the_network_does_not_have_is_refused_before() -> None:
    def read(address: str) -> Any:
        web = box(networks={"back": {"ipv4_address": address}})
        options, problems = checked(ARGUMENTS, {"project": "shop", "containers": [web], "networks": BACK})
        assert problems == []
        return read_declared(options)

    assert read("172.30.0.9").specs[0]["networks"][0]["ipv4_address"] == "172.30.0.9"
    with pytest.raises(Refused) as refused:
        read("172.31.0.9")
    assert refused.value.problems == [
        "container web: networks: back.ipv4_address: '172.31.0.9' is not allowed; the subnet of the network is "
        "172.30.0.0/24"
    ]
    for address in ("172.30.0.0", "172.30.0.255"):
        with pytest.raises(Refused, match=r"the first or the last address of 172\.30\.0\.0"):
            read(address)


def test_an_address_that_nobody_or_another_has_is_refused_before() -> None:
    def read(*addresses: str, **more: Any) -> Any:
        boxes = [box(f"c{place}", networks={"back": {"ipv4_address": at}}) for place, at in enumerate(addresses)]
        networks = {"back": {**BACK["back"], "gateway": "172.30.0.1"}}
        return read_declared(
            checked(ARGUMENTS, {"project": "shop", "containers": [*boxes, *more.values()], "networks": networks})[0]
        )

    with pytest.raises(Refused, match=r"c0: networks: back.ipv4_address: '172.30.0.1' .*the gateway of the network"):
        read("172.30.0.1")
    with pytest.raises(Refused, match=r"c1: networks: back.ipv4_address: '172.30.0.9' .*c0 has it as well"):
        read("172.30.0.9", "172.30.0.9")
    read("172.30.0.9", gone=box("gone", state="absent", networks={"back": {"ipv4_address": "172.30.0.9"}}))
