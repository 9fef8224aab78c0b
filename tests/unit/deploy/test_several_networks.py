"""A container on several networks: read, made, found otherwise than declared, and healed, on a model engine."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import digest, read_set
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import ARGUMENTS, read_declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.report import second_nat
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.usable import no_such_card
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.refusals import judge
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, checked
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import kind_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NETWORKS = {"back": {"subnet": "172.30.0.0/24"}, "front": {"subnet": "172.31.0.0/24"}}
SEVERAL = {"back": {"aliases": ["database"], "ipv4_address": "172.30.0.10"}, "front": None, "lan": {"aliases": ["db"]}}
HOST = {"build": 20348, "engine": {"version": "28.5.2"}, "virtualization": {}}


def box(name: str = "web", **options: Any) -> dict[str, Any]:
    return {"name": name, "image": "nano:2022", "isolation": "process", **options}


def read(**options: Any) -> dict[str, Any]:
    (spec,) = read_set([box(**options)], None)
    return spec


def names(spec: dict[str, Any]) -> list[str]:
    return [spec["network"], *(one["name"] for one in (spec["networks"] or [])[1:])]


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"networks": ["lan", "front", "back"]}, ["lan", "back", "front"]),
        ({"networks": ["lan", "back"], "network": "back"}, ["back", "lan"]),
        ({"networks": {"front": {}, "back": {"aliases": ["b"]}}}, ["front", "back"]),
        ({"networks": {"front": None}}, ["front"]),
    ],
)
def test_it_is_created_on_the_first_or_on_the_one_that_network_says(options: Any, wanted: list[str]) -> None:
    assert names(read(**options)) == wanted


@pytest.mark.parametrize(
    ("options", "was"),
    [
        ({}, "dd0387b8952a50a3de803575aaf5644c34cc70f76fcc39c640b7ace684efd1d4"),
        ({"network": "back"}, "184afe0d5970f13c0eb11847ecb253f526ceb5abe914a178c97c3af9c2696569"),
        ({"networks": ["back"]}, "184afe0d5970f13c0eb11847ecb253f526ceb5abe914a178c97c3af9c2696569"),
        (
            {"networks": {"back": {"aliases": ["database"], "ipv4_address": "172.30.0.10"}}},
            "a1fa4c7d6642aeba9c4bb56c93be1f0d0199233d17e0c735ba1d4f20c112b40d",
        ),
    ],
)
def test_the_digest_of_one_on_a_single_network_is_what_it_was(options: Any, was: str) -> None:
    """When there could be no other network."""
    assert digest(read(**options)) == was


def test_the_order_of_the_others_means_nothing_and_the_first_does() -> None:
    told = [digest(read(networks=found)) for found in (["a", "b", "c"], ["a", "c", "b"], ["b", "a", "c"])]
    assert told[0] == told[1] != told[2]


def test_they_are_called_as_the_host_knows_them() -> None:
    def declared(networks: Any, **sets: Any) -> Any:
        web = box(networks=networks)
        options, problems = checked(ARGUMENTS, {"project": "shop", "containers": [web], "networks": sets})
        assert problems == []
        return read_declared(options)

    (spec,) = declared(["front", "default"], front={"name": "shop_front"}).specs
    assert names(spec) == ["shop_front", "nat"]
    with pytest.raises(Refused) as refused:
        declared(["front", "lan"], front={"name": "lan"})
    assert refused.value.problems == [
        "container web: networks: ['lan', 'lan'] is not allowed; the network lan is meant twice: keep one of them"
    ]
    with pytest.raises(Refused) as refused:
        declared({"lan": {}, "back": {"ipv4_address": "172.31.0.9"}}, **NETWORKS)
    assert "networks: back.ipv4_address: '172.31.0.9' is not allowed; the subnet" in refused.value.problems[0]


def test_it_is_created_on_the_first_and_connected_to_the_others_before_it_starts(engine: Any) -> None:
    host = engine()
    made = host.plan([box(networks=SEVERAL)], networks=NETWORKS)
    assert made.problems == []
    of_web = [step for step in made.steps if step["item"] == "web"]
    assert [kind_of(step) for step in of_web][:4] == ["create", "connect", "connect", "start"]
    assert [step["path"] for step in of_web[1:3]] == ["/networks/front/connect", "/networks/lan/connect"]
    assert {"network back", "network front"} <= set(of_web[0]["needs"])
    assert host.act(made.steps)
    places = host.containers["web"]["NetworkSettings"]["Networks"]
    assert list(places) == ["back", "front", "lan"] and places["lan"]["Aliases"] == ["db"]
    assert places["back"]["IPAMConfig"] == {"IPv4Address": "172.30.0.10"}
    assert host.plan([box(networks=SEVERAL)], networks=NETWORKS).steps == []


@pytest.mark.parametrize("at", range(8))
@pytest.mark.parametrize("how", ["cut_at", "fail_at"])
def test_it_heals_wherever_the_run_ended(engine: Any, how: str, at: int) -> None:
    host = engine()
    assert host.act(host.plan([box(networks=["lan"])], networks=NETWORKS).steps)
    before = host.containers["web"]["Id"]
    made = host.plan([box(networks=SEVERAL)], networks=NETWORKS)
    assert made.items[0].actions == ["recreate"] and at < len(made.steps)
    host.act(made.steps, **{how: at})
    if how == "fail_at" and at < 7:  # the last one removes what was replaced
        assert (host.containers["web"]["Id"], host.containers["web"]["State"]["Running"]) == (before, True)
    assert host.act(host.plan([box(networks=SEVERAL)], networks=NETWORKS).steps)
    assert host.plan([box(networks=SEVERAL)], networks=NETWORKS).steps == []
    assert list(host.containers) == ["web"] and host.containers["web"]["State"]["Running"]


# What a hand did to it -> what the diff says of it, before and after.
BY_HAND: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "disconnected": (lambda on: on.pop("lan"), {}, {"lan": {"aliases": ["db"]}}),
    "disconnected from the first": (
        lambda on: on.pop("back"),
        {},
        {"back": {"aliases": ["database"], "ipv4_address": "172.30.0.10"}},
    ),
    "connected": (lambda on: on.update(nat={"Aliases": ["x"]}), {"nat": {"aliases": ["x"]}}, {}),
    "connected plainly": (lambda on: on.update(nat={"MacAddress": "00:15:5d:00:00:01"}), {"nat": {}}, {}),
    "another alias": (
        lambda on: on["lan"].update(Aliases=["store"]),
        {"lan": {"aliases": ["store"]}},
        {"lan": {"aliases": ["db"]}},
    ),
    "another address": (
        lambda on: on["back"].update(IPAMConfig={"IPv4Address": "172.30.0.77"}),
        {"back": {"ipv4_address": "172.30.0.77"}},
        {"back": {"ipv4_address": "172.30.0.10"}},
    ),
    "an address that was not asked for": (
        lambda on: on["front"].update(IPAMConfig={"IPv4Address": "172.31.0.7"}),
        {"front": {"ipv4_address": "172.31.0.7"}},
        {"front": {}},
    ),
}


@pytest.mark.parametrize("what", BY_HAND)
def test_what_a_hand_did_to_it_is_said_by_the_networks_name_and_mended(engine: Any, what: str) -> None:
    host = engine()
    declared = [box(networks=SEVERAL), box("beside", networks=["lan"])]
    assert host.act(host.plan(declared, networks=NETWORKS).steps)
    by_hand, before, after = BY_HAND[what]
    by_hand(host.containers["web"]["NetworkSettings"]["Networks"])
    made = host.plan(declared, networks=NETWORKS)
    (item,) = [item for item in made.items if item.steps]
    assert (item.name, item.before, item.after) == ("web", {"networks": before}, {"networks": after})
    assert item.why == [f"networks differs ({', '.join({**before, **after})})"]
    assert host.act(made.steps)
    assert host.plan(declared, networks=NETWORKS).steps == []


@pytest.mark.parametrize("declared", [{}, {"network": "lan"}, {"networks": {"lan": {"aliases": ["db"]}}}])
def test_one_on_a_single_network_is_found_on_another_one_as_well(engine: Any, declared: dict[str, Any]) -> None:
    host = engine()
    assert host.act(host.plan([box(**declared)]).steps)
    assert host.plan([box(**declared)]).steps == []
    host.containers["web"]["NetworkSettings"]["Networks"]["plant"] = {}
    (item,) = host.plan([box(**declared)]).items
    assert (item.actions, item.before, item.after) == (["recreate"], {"networks": {"plant": {}}}, {"networks": {}})


def test_another_first_network_is_told_of_network_alone(engine: Any) -> None:
    host = engine()
    assert host.act(host.plan([box(networks=["lan", "nat"])]).steps)
    (item,) = host.plan([box(networks=["nat", "lan"])]).items
    assert (item.before, item.after) == ({"network": "lan"}, {"network": "nat"})
    (item,) = host.plan([box(network="lan")]).items
    assert (item.before, item.after) == ({"networks": {"nat": {}}}, {"networks": {}})


MAC = {"lan": {"mac_address": "00-15-5d-01-02-03"}}


def test_one_that_is_stopped_tells_no_address_of_its_card(engine: Any) -> None:
    """The record: inspect shows none then."""
    host = engine()
    stopped = box(networks={"back": {}, **MAC}, state="stopped")
    assert host.act(host.plan([{**stopped, "state": "started"}], networks=NETWORKS).steps)
    assert host.act(host.plan([stopped], networks=NETWORKS).steps)
    host.containers["web"]["NetworkSettings"]["Networks"]["lan"]["MacAddress"] = ""
    assert host.plan([stopped], networks=NETWORKS).steps == []
    other = {**stopped, "networks": {"back": {}, "lan": {"mac_address": "00-15-5d-01-02-04"}}}
    (item,) = host.plan([other], networks=NETWORKS).items
    assert item.after == {"networks": {"lan": {"mac_address": "00:15:5d:01:02:04"}}}


def test_engines_before_25_keep_an_id_where_that_was_given_for_a_name(engine: Any) -> None:
    host = engine()
    by_id = box(network="3" * 12)
    assert host.act(host.plan([by_id]).steps)
    (place,) = host.containers["web"]["NetworkSettings"]["Networks"].values()
    host.containers["web"]["NetworkSettings"]["Networks"] = {"lan": place}
    assert place["NetworkID"] == "3" * 64
    assert host.plan([by_id]).steps == []


def test_an_engine_for_linux_calls_its_default_network_otherwise(engine: Any) -> None:
    """Only where none was asked for: one that a hand moved to a network of that name is found."""
    host = engine()
    assert host.act(host.plan([box()]).steps)
    about = host.containers["web"]
    about["NetworkSettings"]["Networks"] = {"bridge": {}}
    for mode, steps in (("default", False), ("nat", True)):
        about["HostConfig"]["NetworkMode"] = mode
        assert bool(host.plan([box()]).steps) is steps


@pytest.mark.parametrize(
    ("engine_version", "networks", "words"),
    [
        ("28.5.2", {"back": {}, **MAC}, "on a network beside the first); leave it out, name its network first, or"),
        ("29.3.0", {"back": {}, **MAC}, None),
        ("28.5.2", {**MAC, "back": {}}, None),
        ("24.0.7", MAC, "engines from 25.0 on give one by network); leave it out, or update the engine"),
        (None, {"back": {}, **MAC}, None),
    ],
)
def test_a_card_has_the_address_that_is_asked_for_or_it_is_refused(
    engine_version: str | None, networks: Any, words: str | None
) -> None:
    told = no_such_card(read(networks=networks), engine_version)
    assert told is None if words is None else words in str(told) and "lan.mac_address: 00:15:5d:01:02:03" in str(told)


def test_each_of_them_is_judged_and_must_be_there(engine: Any) -> None:
    host = engine()
    declared = host.declared([box(networks=["back", "lan", "plant"])], networks=NETWORKS)
    found = judge(declared, {"web"}, host.world(declared), HOST, False, False).problems
    assert [text.partition(":")[0] for _name, text in found if "lan reaches through the isolation" in text] == [
        "networks"
    ]
    (missing,) = [text for _name, text in found if "there is no network" in text]
    assert missing.startswith("networks: there is no network plant on the host, which has lan, nat, none; declare it")


def test_a_second_nat_network_is_warned_of_wherever_it_stands(engine: Any) -> None:
    host = engine()
    declared = host.declared([box(networks=["lan", "back"], ports=["80:80"])], networks=NETWORKS)
    (text,) = second_nat(declared, host.world(declared), HOST)
    assert "network back is a second nat network" in text


def test_a_network_that_is_made_anew_takes_those_along_that_have_it_as_their_second(engine: Any) -> None:
    host = engine()
    declared = [box(networks=["lan", "back"]), box("beside", networks=["lan", "front"])]
    assert host.act(host.plan(declared, networks=NETWORKS).steps)
    other = {**NETWORKS, "back": {"subnet": "172.29.9.0/24"}}
    ((name, text),) = host.plan(declared, networks=other).problems
    assert name == "network back" and "containers are on it (web)" in text
    other["back"]["recreate"] = True
    made = host.plan(declared, networks=other)
    assert made.problems == []
    (item,) = [item for item in made.items if item.steps]
    assert (item.name, item.before) == ("web", {"networks": "back"})
    assert item.after == {"networks": "back, which is created anew"}
    assert host.act(made.steps)
    assert host.plan(declared, networks=other).steps == []
    assert all(one["State"]["Running"] for one in host.containers.values())


def test_a_stopped_one_whose_second_network_was_made_anew_is_made_anew(engine: Any) -> None:
    host = engine()
    declared = [box(networks=["back", "lan"], state="stopped")]
    assert host.act(host.plan([{**declared[0], "state": "started"}], networks=NETWORKS).steps)
    assert host.act(host.plan(declared, networks=NETWORKS).steps)
    host.networks["lan"]["Id"] = "e" * 64
    (item,) = host.plan(declared, networks=NETWORKS).items
    assert item.before == {"networks": "lan, which is there no more"} and item.actions == ["recreate"]
    assert host.act(host.plan(declared, networks=NETWORKS).steps)
    assert host.plan(declared, networks=NETWORKS).steps == []


def test_a_network_that_is_the_second_of_somebody_stays(engine: Any) -> None:
    host = engine()
    declared = [box(networks=["lan", "back"])]
    assert host.act(host.plan(declared, networks=NETWORKS).steps)
    made = host.plan(declared, prune=True)
    assert {item.name: item.actions for item in made.gone} == {"network front": ["remove"]}
    assert made.stays == ["network back is declared no more and stays: web use it"]


NAMES = ("back", "front", "lan", "nat")
places = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from([None, {"aliases": ["db"]}, {"aliases": ["x", "y"]}]), max_size=3
)
sets = st.dictionaries(st.sampled_from(["api", "db", "web"]), places, min_size=1).map(
    lambda found: [box(name, **({"networks": on} if on else {})) for name, on in sorted(found.items())]
)
quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
OTHERWISE = ("disconnect", "connect", "alias", "address", "card")


def _by_hand(host: Any, what: str, name: str, data: Any) -> str | None:
    """The network that a hand changed of the container; None where it left all as it was."""
    on = host.containers[name]["NetworkSettings"]["Networks"]
    if what == "connect":
        free = sorted({*NAMES} - set(on))
        on[free[0]] = {"Aliases": None, "IPAMConfig": None, "MacAddress": "", "NetworkID": host.networks[free[0]]["Id"]}
        return free[0]
    network = str(data.draw(st.sampled_from(sorted(on))))
    if what == "disconnect":
        del on[network]
    elif what == "alias":
        on[network]["Aliases"] = ["by-hand"]
    elif what == "address":
        on[network]["IPAMConfig"] = {"IPv4Address": "10.9.9.9"}
    else:
        on[network]["MacAddress"] = "00:15:5d:09:09:09"  # the engine gives one to each that asked for none
        return None
    return network


@quick
@given(declared=sets, what=st.sampled_from(OTHERWISE), data=st.data())
def test_whatever_a_hand_did_is_found_named_and_mended_and_nothing_else_is_done(
    engine: Any, declared: Any, what: str, data: Any
) -> None:
    host = engine()
    assert host.act(host.plan(declared, networks=NETWORKS).steps)
    name = str(data.draw(st.sampled_from(sorted(host.containers))))
    network = _by_hand(host, what, name, data)
    made = host.plan(declared, networks=NETWORKS)
    assert {item.name for item in made.items if item.steps} == ({name} if network else set())
    if network:
        (item,) = [item for item in made.items if item.steps]
        assert {*item.before["networks"], *item.after["networks"]} == {network}
        if data.draw(st.booleans()):
            host.act(made.steps, cut_at=data.draw(st.integers(0, len(made.steps) - 1)))
            made = host.plan(declared, networks=NETWORKS)
    assert host.act(made.steps)
    assert host.plan(declared, networks=NETWORKS).steps == []
    wanted = {one["name"]: set(one.get("networks") or ["nat"]) for one in declared}
    assert {key: set(one["NetworkSettings"]["Networks"]) for key, one in host.containers.items()} == wanted
    assert all(one["State"]["Running"] for one in host.containers.values())


@quick
@given(before=sets, after=sets, data=st.data())
def test_any_set_becomes_any_other_wherever_a_run_ends(engine: Any, before: Any, after: Any, data: Any) -> None:
    host = engine()
    assert host.act(host.plan(before, networks=NETWORKS).steps)
    made = host.plan(after, networks=NETWORKS, prune=True)
    if made.steps:
        at = data.draw(st.integers(0, len(made.steps) - 1))
        host.act(made.steps, **{data.draw(st.sampled_from(["cut_at", "fail_at"])): at})
    assert host.act(host.plan(after, networks=NETWORKS, prune=True).steps)
    assert host.plan(after, networks=NETWORKS, prune=True).steps == []
    assert set(host.containers) == {one["name"] for one in after}
