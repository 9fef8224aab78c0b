"""Plans made of looks that another run tore apart, and what keeps them from being carried out."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.plan import plan
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem

OLD = ".winfleet-old"


def container(**options: Any) -> dict[str, Any]:
    return {"name": "web", "image": "nano:2022", "isolation": "process", **options}


ABSENT = {"name": "web", "state": "absent"}


@pytest.mark.parametrize("listed", ["web", f"web{OLD}"])
def test_one_that_was_listed_and_then_not_found_is_not_absent(
    engine: Any, monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    host = engine()
    host.act(host.plan([container()]).steps)
    box = host.containers.pop("web")
    host.containers[listed] = {**box, "Name": f"/{listed}"}
    get = host.get

    def torn(path: str) -> tuple[int, Any]:
        if path == "/containers/json?all=true":
            return get(path)
        return (200, []) if "filters" in path else (404, {})

    monkeypatch.setattr(host, "get", torn)
    declared = host.declared([ABSENT])
    world = host.world(declared)
    monkeypatch.undo()
    assert (world.containers.here, world.containers.leftovers) == ({}, {})
    made = plan(declared, world)
    assert made.items[0].actions == ["remove"]
    assert host.differs(made.seen) is None
    # It is acted upon only while it is called so, and runs as it did.
    other = {"web": f"web{OLD}", f"web{OLD}": "web"}[listed]
    host.containers[other] = {**host.containers.pop(listed), "Name": f"/{other}"}
    assert host.differs(made.seen)


def beside(host: Any, project: str) -> None:
    """A container of a project, called as one that waits for its successor."""
    host.act(host.plan([container(name="waits")], project=project).steps)
    host.containers[f"web{OLD}"] = {**host.containers.pop("waits"), "Name": f"/web{OLD}"}


def test_what_comes_to_stand_beside_an_absent_one_is_seen(engine: Any) -> None:
    host = engine()
    host.act(host.plan([container()]).steps)
    made = host.plan([ABSENT])
    beside(host, "shop")
    assert host.differs(made.seen)


def test_a_foreign_container_that_waits_under_the_second_name_is_no_hindrance(engine: Any) -> None:
    host = engine()
    beside(host, "other")
    host.act(host.plan([container()]).steps)
    made = host.plan([ABSENT])
    assert made.items[0].actions == ["remove"]
    assert host.act(made.steps)
    assert list(host.containers) == [f"web{OLD}"]


@pytest.mark.parametrize("cut_before", ["/containers/create", "/containers/web/start", "DELETE"])
def test_an_adoption_that_was_cut_off_is_finished_or_undone(engine: Any, cut_before: str) -> None:
    host = engine()
    host.act(host.plan([container()], project="other").steps)
    steps = host.plan([container()], adopt=True).steps
    called = [f"{step.get('method')} {step['path']}" for step in steps]
    host.act(steps, cut_at=next(at for at, step in enumerate(called) if cut_before in step))
    assert f"web{OLD}" in host.containers
    assert host.act(host.plan([container()], adopt=True).steps)
    assert host.plan([container()], adopt=True).steps == []
    assert list(host.containers) == ["web"]


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (400, "multiple IDs found with provided prefix: web"),
        (400, "Multiple IDs found with provided prefix: web"),
        (500, "Multiple IDs found with provided prefix: web"),
    ],
)
def test_a_name_with_which_the_ids_of_several_begin_is_nobodys(
    engine: Any, monkeypatch: pytest.MonkeyPatch, status: int, text: str
) -> None:
    host = engine()
    get = host.get
    monkeypatch.setattr(
        host, "get", lambda path: (status, {"message": text}) if path == "/containers/web/json" else get(path)
    )
    assert host.plan([container()]).items[0].actions == ["create"]


@pytest.mark.parametrize("status", [400, 500])
def test_every_other_error_is_none_that_says_so(engine: Any, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    host = engine()
    get = host.get
    said = status, {"message": "no"}
    monkeypatch.setattr(host, "get", lambda path: said if path == "/containers/web/json" else get(path))
    with pytest.raises(HostProblem, match=f"with status {status}: no"):
        host.plan([container()])


def cut_off(engine: Any, status: str, paused: bool = False, health: str | None = None) -> Any:
    """A host on which a run was cut off after the successor was made."""
    host = engine()
    host.act(host.plan([container()]).steps)
    steps = host.plan([container(memory="1g")]).steps
    host.act(steps, cut_at=next(at for at, step in enumerate(steps) if step["path"] == "/containers/web/start"))
    running = status in ("running", "paused", "restarting")
    state = {"Running": running, "Paused": paused, "Restarting": status == "restarting", "Status": status}
    host.containers["web"]["State"] = {**state, **({"Health": {"Status": health}} if health else {})}
    return host


@pytest.mark.parametrize("health", [None, "unhealthy"])
@pytest.mark.parametrize("memory", ["1g", "2g"])
def test_a_paused_successor_is_unpaused_and_what_it_replaced_goes(engine: Any, health: str | None, memory: str) -> None:
    host = cut_off(engine, "paused", paused=True, health=health)
    successor = host.containers["web"]["Id"]
    made = host.plan([container(memory=memory)])
    assert made.items[0].actions == ["finish", "recreate"][: 1 + (memory == "2g")]
    assert next(step["path"].rpartition("/")[2] for step in made.steps if successor in step["path"]) == "unpause"
    # Where a newer one does not come up, the successor is what the host goes on with.
    at = next((at for at, step in enumerate(made.steps) if step["path"] == "/containers/web/start"), None)
    assert host.act(made.steps, fail_at=at) == (at is None)
    assert host.containers["web"]["Id"] == successor
    assert host.containers["web"]["State"]["Status"] == "running"
    assert list(host.containers) == ["web"]


@pytest.mark.parametrize(
    ("status", "health"), [("created", None), ("exited", None), ("restarting", None), ("running", "unhealthy")]
)
def test_a_successor_that_has_not_come_up_gives_way(engine: Any, status: str, health: str | None) -> None:
    host = cut_off(engine, status, health=health)
    assert host.plan([container(memory="1g")]).items[0].actions == ["bring back", "recreate"]


@pytest.mark.parametrize(("status", "memory", "then"), [("exited", "1g", "start"), ("exited", "2g", "recreate")])
def test_what_never_ran_does_not_come_back_for_what_ran(engine: Any, status: str, memory: str, then: str) -> None:
    """The power goes after the successor of a container that was only ever created has come up."""
    host = cut_off(engine, status)
    host.containers["web.winfleet-old"]["State"] |= {"Running": False, "Status": "created"}
    assert host.plan([container(memory=memory)]).items[0].actions == ["finish", then]


def test_what_an_earlier_run_left_is_ended_before_a_port_is_freed(engine: Any) -> None:
    host = engine()

    def pair(aa: str, bb: str) -> list[dict[str, Any]]:
        return [container(name="aa", ports=[f"{aa}:80"]), container(name="bb", ports=[f"{bb}:80"])]

    host.act(host.plan(pair("1", "3")).steps)
    steps = host.plan(pair("1", "2")).steps
    host.act(steps, cut_at=len(steps) - 1)  # the replaced bb is still there
    made = host.plan(pair("2", "1"))
    assert {item.name: item.actions for item in made.items} == {"aa": ["recreate"], "bb": ["finish", "recreate"]}
    assert host.act(made.steps)
    assert host.plan(pair("2", "1")).steps == []


def test_a_replaced_container_that_runs_again_gives_up_its_port(engine: Any) -> None:
    host = engine()

    def pair(aa: str, bb: str) -> list[dict[str, Any]]:
        return [container(name="aa", ports=[f"{aa}:80"]), container(name="bb", ports=[f"{bb}:80"])]

    host.act(host.plan(pair("1", "2")).steps)
    steps = host.plan(pair("1", "3")).steps
    host.act(steps, cut_at=next(at for at, step in enumerate(steps) if step["path"] == "/containers/bb/start"))
    (waits,) = (box for name, box in host.containers.items() if name.endswith(OLD))
    waits["State"] = {"Running": True, "Paused": False, "Restarting": False, "Status": "running"}  # restart: always
    assert host.act(host.plan(pair("2", "1")).steps)
    assert host.plan(pair("2", "1")).steps == []
