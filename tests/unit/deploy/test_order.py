"""Dependencies, containers that end, and copies: plans over whole sets, carried out on a model engine, whole, failing
and cut off; and what cannot be declared."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import read_set
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.dependencies import depths, with_copies
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.report import step_name
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_engine import with_needing

NAMES = ("a1", "b1", "c1", "d1")
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CHECK = {"test": ["CMD", "check.exe"]}


def box(name: str, **options: Any) -> dict[str, Any]:
    return {"name": name, "image": "nano:2022", "isolation": "process", **options}


@st.composite
def sets(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Whole sets without circles: each needs some of those before it, in an order that is not that of the names."""
    order = draw(st.permutations(NAMES))[: draw(st.integers(1, 4))]
    made: list[dict[str, Any]] = []
    for name in order:
        kind = draw(st.sampled_from(["runs", "ends", "copies", "plain"]))
        one = box(name, image=draw(st.sampled_from(["nano:2022", "core:2022"])))
        if kind == "ends":
            one |= {"once": True, "command": ["end.exe"], "rerun": "changed"}
        elif kind == "copies":
            one |= {"scale": draw(st.integers(0, 3)), "command": ["ping"], "healthcheck": CHECK}
        elif kind == "runs":
            one |= {"healthcheck": CHECK, "command": ["ping"], "env": draw(st.sampled_from([{}, {"A": "1"}]))}
        else:
            one |= {"command": ["ping"], "restart_policy": "always"}
        needed = draw(st.lists(st.sampled_from(made), max_size=2, unique_by=lambda item: item["name"])) if made else []
        if needed:
            one["depends_on"] = {
                item["name"]: {
                    "condition": "completed"
                    if item.get("once")
                    else draw(st.sampled_from(["started", *(["healthy"] if "healthcheck" in item else [])])),
                    "restart": draw(st.booleans()),
                }
                for item in needed
            }
        made.append(one)
    return draw(st.permutations(made))


def comes_before(steps: list[dict[str, Any]], first: str, second: str) -> bool:
    """Whether the first one's last step that starts or waits comes before the second one is started."""
    last = max((i for i, step in enumerate(steps) if step["item"] == first and _runs(step)), default=-1)
    start = next((i for i, step in enumerate(steps) if step["item"] == second and _runs(step)), len(steps))
    return last < start


def _runs(step: dict[str, Any]) -> bool:
    return (step["verb"] == "wait" and "hold" not in step) or str(step.get("path", "")).endswith("/start")


@quick
@given(before=sets(), after=sets())
def test_it_converges_and_then_nothing_is_left_to_do(engine: Any, before: Any, after: Any) -> None:
    host = engine()
    assert host.act(host.plan(before).steps)
    made = host.plan(after, prune=True)
    assert host.act(made.steps)
    again = host.plan(after, prune=True)
    assert again.steps == [] and again.problems == []
    specs = read_set(after, None)
    assert {spec["name"] for spec in specs} == set(host.containers)


@quick
@given(declared=sets())
def test_who_is_needed_comes_first(engine: Any, declared: Any) -> None:
    host = engine()
    made = host.plan(declared)
    specs = {spec["name"]: spec for spec in read_set(declared, None)}
    copies: dict[str, list[str]] = {}
    for name, spec in specs.items():
        copies.setdefault(spec["service"] or name, []).append(name)
    for name, spec in specs.items():
        for needed in spec["depends_on"] or {}:
            for copy in copies.get(needed, []):
                assert comes_before(made.steps, copy, name), (copy, name)


@quick
@given(before=sets(), after=sets(), data=st.data())
def test_each_interruption_heals(engine: Any, before: Any, after: Any, data: Any) -> None:
    for how in ("fail_at", "cut_at"):
        host = engine()
        host.act(host.plan(before).steps)
        made = host.plan(after, prune=True)
        if made.steps:
            position = data.draw(st.integers(0, len(made.steps) - 1))
            host.act(made.steps, **{how: position})
            if how == "fail_at":
                hindered = with_needing(made.steps[position]["item"], made.steps)
                needed_by = {
                    name
                    for name, needed in with_copies(read_set(after, None)).items()
                    if set(needed) & hindered and "create" in _actions(made, name)
                }
                assert needed_by <= hindered
        assert host.act(host.plan(after, prune=True).steps)
        assert host.plan(after, prune=True).steps == []


def _actions(made: Any, name: str) -> list[str]:
    return next((item.actions for item in made.items if item.name == name), [])


def test_what_depends_on_a_sick_one_is_not_tried_and_all_else_goes_on(engine: Any) -> None:
    host = engine()
    host.sick = {"db"}
    declared = [
        box("db", healthcheck=CHECK),
        box("migrate", once=True, command=["end.exe"], depends_on={"db": {"condition": "service_healthy"}}),
        box("web", depends_on={"migrate": {"condition": "service_completed_successfully"}}),
        box("aside"),
    ]
    assert not host.act(host.plan(declared).steps)
    assert set(host.containers) == {"aside"}
    host.sick = set()
    assert host.act(host.plan(declared).steps) and host.plan(declared).steps == []
    assert set(host.containers) == {"aside", "db", "migrate", "web"}


def test_what_stops_and_goes_does_so_backwards(engine: Any) -> None:
    host = engine()
    declared = [box("db"), box("api", depends_on=["db"]), box("web", depends_on=["api"])]
    assert host.act(host.plan(declared).steps)
    for state in ("stopped", "absent"):
        made = host.plan([{**item, "state": state} for item in declared])
        order = list(dict.fromkeys(step["item"] for step in made.steps))
        assert order == ["web", "api", "db"]
        if state == "absent":
            assert host.act(made.steps) and not host.containers


def test_one_that_needs_it_is_started_anew_with_it(engine: Any) -> None:
    host = engine()
    needs = {"db": {"condition": "started", "restart": True}}
    declared = [box("db"), box("web", depends_on=needs), box("api", depends_on=["db"])]
    assert host.act(host.plan(declared).steps)
    made = host.plan([box("db", env={"A": "1"}), *declared[1:]])
    assert {item.name: item.actions for item in made.items} == {"db": ["recreate"], "web": ["restart"], "api": []}


def test_one_that_is_started_anew_takes_along_who_says_so_and_who_needs_that_one(engine: Any) -> None:
    host = engine()
    anew = {"condition": "started", "restart": True}
    declared = [box("db"), box("web", depends_on={"db": anew}), box("api", depends_on={"web": anew}), box("aside")]
    assert host.act(host.plan(declared).steps)
    made = host.plan([box("db", state="restarted"), *declared[1:]])
    actions = {item.name: item.actions for item in made.items}
    assert actions == {"db": ["restart"], "web": ["restart"], "api": ["restart"], "aside": []}


def test_who_joins_a_network_starts_after_the_one_that_joins_itself(engine: Any) -> None:
    host = engine()
    declared = [box("aa", network="container:bb"), box("bb", network="container:cc"), box("cc")]
    made = host.plan(declared).steps
    starts = [step["item"] for step in made if step["path"].endswith("/start")]
    assert starts == ["cc", "bb", "aa"]
    assert host.act(made) and host.plan(declared).steps == []
    for change in ({"env": {"A": "1"}}, {"state": "restarted"}):
        made = host.plan([*declared[:2], box("cc", **change)])
        assert {item.name for item in made.items if item.steps} == {"aa", "bb", "cc"}


@pytest.mark.parametrize(
    ("command", "codes", "well"), [("end.exe", [0], True), ("fail.exe", [0], False), ("fail.exe", [0, 5], True)]
)
def test_one_that_ends(engine: Any, command: str, codes: list[int], well: bool) -> None:
    host = engine()
    declared = [box("migrate", once=True, command=[command], exit_codes=codes)]
    assert host.act(host.plan(declared).steps) is well
    if well:
        assert host.plan(declared).steps == []
        again = host.plan([{**declared[0], "rerun": "always"}])
        assert [item.actions for item in again.items] == [["start"]]
    else:
        assert "migrate" not in host.containers


def test_one_that_ended_badly_since_runs_again(engine: Any) -> None:
    host = engine()
    declared = [box("migrate", once=True, command=["end.exe"])]
    assert host.act(host.plan(declared).steps)
    host.containers["migrate"]["State"]["ExitCode"] = 3
    (item,) = host.plan(declared).items
    assert item.actions == ["start"] and "exit code 3" in item.why[0]
    assert host.act(host.plan(declared).steps) and host.plan(declared).steps == []


@pytest.mark.parametrize("prune", [True, False])
def test_copies_come_and_go(engine: Any, prune: bool) -> None:
    """Also without prune: they are of what is declared."""
    host = engine()
    ports = ["8080-8082:80"]
    for scale, names in (
        (3, {"web-1", "web-2", "web-3"}),
        (1, {"web-1"}),
        (None, {"web"}),
        (2, {"web-1", "web-2"}),
        (0, set()),
    ):
        declared = [box("web", **({"ports": ports, "scale": scale} if scale is not None else {"ports": ["8080:80"]}))]
        made = host.plan(declared, prune=prune)
        assert made.problems == []
        assert host.act(made.steps)
        assert set(host.containers) == names
        assert host.plan(declared, prune=prune).steps == []


def test_each_copy_has_its_own_port() -> None:
    specs = read_set([box("web", scale=3, ports=["8080-8082:80", "443", {"target": 53, "published": "53-55"}])], None)
    assert [[port["host_port"] for port in spec["ports"]] for spec in specs] == [
        [53, 8080, None], [54, 8081, None], [55, 8082, None],
    ]  # fmt: skip


# what is declared, whose line it is, and words of it
WRONG: list[tuple[list[dict[str, Any]], str, str]] = [
    ([box("aa", depends_on=["nobody"])], "aa: depends_on", "there is no container nobody in the set; it has aa"),
    ([box("aa", depends_on=["aa"])], "aa: depends_on", "cannot wait for itself"),
    ([box("aa", depends_on=["bb"]), box("bb", depends_on=["aa"])], "aa: depends_on", "aa needs bb needs aa"),
    ([box("aa", depends_on=["cc"]), box("bb", depends_on=["aa"]), box("cc", depends_on=["bb"])], "aa: depends_on",
     "aa needs cc needs bb needs aa"),
    ([box("aa", network="container:bb"), box("bb", network="container:aa")], "aa: network", "aa needs bb needs aa"),
    ([box("aa", network="container:bb"), box("bb", depends_on=["aa"])], "aa: depends_on", "aa needs bb needs aa"),
    ([box("aa", depends_on=["bb"]), box("bb", state="stopped")], "aa: depends_on", "bb is declared stopped"),
    ([box("aa", depends_on={"bb": {"condition": "completed"}}), box("bb")], "aa: depends_on", "give it once: true"),
    ([box("aa", depends_on={"bb": {"condition": "healthy"}}), box("bb", once=True)], "aa: depends_on", "completed"),
    ([box("aa", depends_on={"bb": {"condition": "ready"}}), box("bb")], "aa: depends_on", "service_healthy"),
    ([box("aa", depends_on={"bb": {"requires": True}}), box("bb")], "aa: depends_on", "condition, required and"),
    ([box("aa", depends_on=7)], "aa: depends_on", "7 is not allowed"),
    ([box("aa", once=True, restart_policy="always")], "aa: restart_policy", "no and on-failure"),
    ([box("aa", once=True, state="stopped")], "aa: state", "until it ends"),
    ([box("aa", scale=-1)], "aa: scale", "from 0 to 100"),
    ([box("aa", scale="many")], "aa: scale", "from 0 to 100"),
    ([box("aa", scale=True)], "aa: scale", "from 0 to 100"),
    ([box("aa", scale=2, ports=["8080:80"])], "aa: ports", "8080-8081:80"),
    ([box("aa", scale=2, hostname="aa")], "aa: hostname", "copies cannot have one name"),
    (
        [box("aa", scale=2, networks={"lan": {}, "back": {"ipv4_address": "172.30.0.9"}})],
        "aa: networks: back.ipv4_address",
        "copies cannot have one address",
    ),
    (
        [box("aa", scale=2, networks={"back": {"mac_address": "00-15-5d-01-02-03"}})],
        "aa: networks: back.mac_address",
        "copies cannot have one address",
    ),
    ([box("aa", scale=3, ports=["8080-8081:80"])], "aa: ports", "8080-8082:80"),
    ([box("aa", scale=2), box("aa-1")], "aa-1: name", "used by two containers"),
]  # fmt: skip


@pytest.mark.parametrize(("containers", "whose", "words"), WRONG)
def test_what_cannot_be_is_one_line(containers: Any, whose: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_set(containers, None)
    (problem,) = refused.value.problems
    assert problem.startswith(f"container {whose}: ") and words in problem


def test_who_need_not_be_there_may_be_missing() -> None:
    (spec,) = read_set([box("aa", depends_on={"nobody": {"required": False}})], None)
    assert spec["depends_on"]["nobody"]["required"] is False


def test_nobody_gets_healthy_without_a_check(engine: Any) -> None:
    host = engine()
    host.act(host.plan([box("db")]).steps)
    made = host.plan([box("db"), box("web", depends_on={"db": {"condition": "healthy"}})])
    ((name, text),) = made.problems
    assert name == "web" and "db has no health check" in text
    ((name, text),) = host.plan(
        [box("db", healthcheck=CHECK), box("web", depends_on={"db": {"condition": "healthy"}})], wait=None
    ).problems
    assert name == "web" and "wait: false" in text


def test_a_hundred_in_a_row_have_their_depths() -> None:
    chain = [box(f"c{number:03}", **({"depends_on": [f"c{number - 1:03}"]} if number else {})) for number in range(100)]
    assert depths(read_set(chain, None)) == {f"c{number:03}": number for number in range(100)}


def test_one_that_is_declared_restarted_is_started_anew_with_every_run(engine: Any) -> None:
    host = engine()
    assert [item.actions for item in host.plan([box("web", state="restarted")]).items] == [["create"]]
    assert host.act(host.plan([box("web")]).steps)
    for _run in range(2):
        made = host.plan([box("web", state="restarted")])
        assert [item.actions for item in made.items] == [["restart"]]
        assert host.act(made.steps) and host.containers["web"]["State"]["Running"]
    assert host.plan([box("web")]).steps == []


def test_one_whose_image_comes_without_a_check_is_not_healthy(engine: Any) -> None:
    """Before the image is there nobody knows; the wait says so, and what needs it is not tried."""
    host = engine()
    declared = [box("db"), box("web", depends_on={"db": {"condition": "healthy"}}), box("aside")]
    made = host.plan(declared)
    assert made.problems == [] and not host.act(made.steps)
    assert "web" not in host.containers and "aside" in host.containers
    (waits,) = [step for step in made.steps if step.get("field") == "State.Health.Status" and step["item"] == "db"]
    assert "never does: give it healthcheck" in step_name(waits)


@pytest.mark.parametrize("required", [True, False])
def test_what_is_not_required_may_fail(engine: Any, required: bool) -> None:
    host = engine()
    needs = {"seed": {"condition": "completed", "required": required}}
    declared = [box("seed", once=True, command=["fail.exe"]), box("web", depends_on=needs)]
    made = host.plan(declared)
    assert comes_before(made.steps, "seed", "web")
    assert not host.act(made.steps)
    assert ("web" in host.containers) is not required
