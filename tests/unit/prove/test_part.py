"""The proof as a part: which looks, whose rows, and what fails."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.declared import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.part import NotProven, ProofPart
from mutations import VALUES, mutated, mutations, places
from proof_host import Box, ProofHost, as_answers

NOW, CHECK, AHEAD = Course(), Course(check=True), Course(ahead=("project shop",))


def fleet() -> list[Box]:
    return [
        Box("web"),
        Box("api", "hyperv"),
        Box("off", running=False),
        Box("db", project="store"),
        Box("odd", project=None),
    ]


def rows(part: ProofPart, answers: Sequence[Answer], course: Course = NOW) -> list[tuple[str, str]]:
    return [(row["name"], row["verdict"]) for row in part.decide(answers, course).result["proof"]]


def filters(part: ProofPart) -> list[dict[str, Any]]:
    before, _processes, _systems, after = part.looks(NOW)
    lists = [
        look["path"] for look in before["requests"] + after["requests"] if look["path"].startswith("/containers/json")
    ]
    return [json.loads(parse_qs(urlsplit(path).query)["filters"][0]) for path in lists]


def test_the_host_is_looked_at_between_two_looks_at_the_engine() -> None:
    looks = ProofPart(["shop"]).looks(NOW)
    assert [look["verb"] for look in looks] == ["engine", "processes", "compute_systems", "engine"]
    assert looks[0] != looks[3]  # the same look is asked once for all parts of a run
    assert looks[1]["owners_of"] == ["vmwp.exe"]


@pytest.mark.parametrize(
    ("part", "which"),
    [
        (ProofPart(["shop"]), {"label": ["winfleet.project=shop"]}),
        (ProofPart(["shop", "store"]), {"label": ["winfleet.project"]}),
        (ProofPart(names=["web.1", "api"]), {"name": ["^/web[.]1$", "^/api$"]}),
    ],
)
def test_top_is_asked_only_of_those_that_run(part: ProofPart, which: dict[str, Any]) -> None:
    running = {**which, "status": ["running"]}
    assert filters(part) == [which, running, running]
    for look in (part.looks(NOW)[0], part.looks(NOW)[3]):
        tops = [request for request in look["requests"] if request["path"].endswith("/top")]
        (source,) = [look["requests"][request["each"]["request"]]["path"] for request in tops]
        assert "running" in source


def test_a_project_is_proven_and_one_that_is_stopped_is_no_fault() -> None:
    host = ProofHost(fleet())
    decision = ProofPart(["shop"], require=True).decide(host.answers(), NOW)
    assert rows(ProofPart(["shop"]), host.answers()) == [("api", "proven"), ("off", "inconclusive"), ("web", "proven")]
    assert decision.result["proven"]
    assert decision.steps == []
    assert set(decision.result["proof"][0]) == {"name", "running", "declared", "claimed", "verdict", "evidence"}


def test_several_projects_are_one_list_and_rows_by_project() -> None:
    found = ProofPart(["store", "shop"], require=True).decide(ProofHost(fleet()).answers(), NOW).result
    assert [(row["project"], row["name"]) for row in found["proof"]] == [
        ("shop", "api"),
        ("shop", "off"),
        ("shop", "web"),
        ("store", "db"),
    ]
    with pytest.raises(NotProven, match="project tools: no container of it runs"):
        ProofPart(["shop", "tools"], require=True).decide(ProofHost(fleet()).answers(), NOW)


def test_names_are_judged_whoever_made_them_and_must_be_there_and_run() -> None:
    answers = ProofHost(fleet()).answers()
    assert rows(ProofPart(names=["odd", "web"], require=True), answers) == [("odd", "proven"), ("web", "proven")]
    with pytest.raises(NotProven, match="container ghost: there is no such container"):
        ProofPart(names=["web", "ghost"]).decide(answers, NOW)
    with pytest.raises(NotProven, match="container off: inconclusive"):
        ProofPart(names=["off"], require=True).decide(answers, NOW)
    assert not ProofPart(names=["off"]).decide(answers, NOW).result["proven"]


def test_a_lying_engine_is_refuted_by_name() -> None:
    answers = ProofHost([Box("web", "process", "hyperv"), Box("api", "hyperv")]).answers()
    with pytest.raises(NotProven) as caught:
        ProofPart(["shop"], require=True).decide(answers, NOW)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith("container web: refuted: ")
    assert len(caught.value.result["proof"]) == 2
    assert not caught.value.result["proven"]
    assert not ProofPart(["shop"]).decide(answers, NOW).result["proven"]


def test_the_inventory_of_now_decides_what_is_declared() -> None:
    answers = ProofHost([Box("web")]).answers()
    assert ProofPart(["shop"], declared={"web": "process"}).decide(answers, NOW).result["proven"]
    changed = ProofPart(["shop"], declared={"web": "hyperv"}).decide(answers, NOW).result
    assert (changed["proof"][0]["declared"], changed["proof"][0]["verdict"]) == ("hyperv", "refuted")
    assert not changed["proven"]
    with pytest.raises(NotProven, match="container gone: there is no such container"):
        ProofPart(["shop"], require=True, declared={"web": "process", "gone": "process"}).decide(answers, NOW)


@pytest.mark.parametrize("course", [CHECK, AHEAD])
def test_what_is_still_to_come_is_a_warning(course: Course) -> None:
    lying = ProofHost([Box("web", "process", "hyperv")]).answers()
    decision = ProofPart(["shop"], require=True, declared={"web": "process", "new": "process"}).decide(lying, course)
    assert [text.split(":")[0] for text in decision.warnings] == ["container new", "container web"]
    assert not decision.result["proven"]
    broken = [Answer(False), *lying[1:]]
    decision = ProofPart(["shop"], require=True).decide(broken, course)
    assert decision.result == {"proof": [], "proven": False}
    assert len(decision.warnings) == 1


def test_an_engine_that_is_not_reached_is_an_error() -> None:
    answers = ProofHost([Box("web")]).answers()
    for place in (0, 3):
        broken = [Answer(False) if number == place else answer for number, answer in enumerate(answers)]
        with pytest.raises(HostProblem):
            ProofPart(["shop"]).decide(broken, NOW)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"names": ["../../info"]}, "names: '../../info' is not allowed"),
        ({"names": ["web", "a b", ""]}, "names: 'a b' is not allowed"),
        ({"names": ["web?all=1"]}, "names:"),
        ({"names": ["x.winfleet-old"]}, "names:"),
        ({}, "give one of the two"),
        ({"project": "shop", "names": ["web"]}, "give one of the two"),
        ({"names": []}, "give one of the two"),
    ],
)
def test_the_door(given: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused, match=r".") as caught:
        read({"project": None, "names": None, "require": False, **given})
    assert word in caught.value.problems[0]


LIARS = [Box("web", "process", "hyperv"), Box("api", "hyperv", "process"), Box("off", running=False)]


def unpacked(raw: list[dict[str, Any]]) -> list[Any]:
    """The answers with the engine's bodies as data, so that places in them are mutated too."""

    def opened(entry: dict[str, Any]) -> dict[str, Any]:
        entry = {**entry, **({"body": json.loads(entry["body"])} if "body" in entry else {})}
        return {**entry, **({"each": [opened(item) for item in entry["each"]]} if "each" in entry else {})}

    return [
        {**answer, "value": [opened(entry) for entry in answer["value"]]} if number in (0, 3) else answer
        for number, answer in enumerate(raw)
    ]


def packed(answers: Any) -> Any:
    """Bodies as texts again, where they still are what they were."""

    def closed(entry: Any) -> Any:
        if not isinstance(entry, dict):
            return entry
        entry = dict(entry)
        if "body" in entry and not isinstance(entry["body"], str):
            try:
                entry["body"] = json.dumps(entry["body"])
            except RecursionError:
                entry["body"] = "[" * 3000
        if isinstance(entry.get("each"), list):
            entry["each"] = [closed(item) for item in entry["each"]]
        return entry

    return [
        {**answer, "value": [closed(entry) for entry in answer["value"]]}
        if number in (0, 3) and isinstance(answer, dict) and isinstance(answer.get("value"), list)
        else answer
        for number, answer in enumerate(answers)
    ]


@pytest.mark.parametrize(
    ("answer", "source"),
    [(0, "hcsdiag"), (1, "hcsdiag"), (2, "hcsdiag"), (2, "compute_process"), (3, "compute_process")],
)
def test_no_change_of_an_answer_makes_a_liar_proven_or_an_error_of_python(answer: int, source: str) -> None:
    host = ProofHost([Box(box.name, box.claimed, box.really, running=box.running) for box in LIARS], source)
    whole = unpacked(host.raw())
    part = ProofPart(["shop"], require=True)
    tried = 0
    for place, new, changed in mutations(whole[answer]):
        raw = [changed if number == answer else item for number, item in enumerate(whole)]
        tried += 1
        try:
            result = part.decide(as_answers(packed(raw)), NOW).result
        except NotProven as refused:
            result = refused.result
        except HostProblem as problem:
            assert "\n" not in str(problem), (place, new)
            continue
        except Exception as error:
            raise AssertionError(f"{place} = {str(new)[:40]!r}: {type(error).__name__}: {error}") from error
        assert not result["proven"], (place, new)
        assert all(row["verdict"] != "proven" for row in result["proof"]), (place, new, result)
        json.dumps(result).encode()
    assert tried == len(list(places(whole[answer]))) * len(VALUES)


def test_an_honest_host_is_proven_and_a_container_is_never_lost_from_its_rows() -> None:
    host = ProofHost([Box("web"), Box("api", "hyperv")])
    whole = unpacked(host.raw())
    part = ProofPart(["shop"])
    names = {"web", "api"}
    assert part.decide(as_answers(packed(whole)), NOW).result["proven"]
    for place in places(whole[0]["value"][1]):  # whatever becomes of the inspects
        for new in VALUES:
            changed = [mutated(whole[0], ("value", 1, *place), new), *whole[1:]]
            try:
                result = part.decide(as_answers(packed(changed)), NOW).result
            except HostProblem:
                continue
            assert {row["name"] for row in result["proof"]} == names, (place, new)
