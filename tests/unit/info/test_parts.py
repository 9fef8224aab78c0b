"""Both modules as parts of a run: what they look at, hosts without an engine, and whatever a host answers."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Open, Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.lines import Asked
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.logs import MOST_IN_ALL
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.logs_part import LogsPart, NotThere
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.part import InfoPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.seen import questions_about
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.since import Since
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.which import Which
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_needed import engine_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import HOST_LOOKS, LOOK_NAMES
from host_answers import server_2022
from mutations import VALUES, mutated, places
from told_host import NOW, answers, box, error

COURSES = [Course(), Course(check=True), Course(ahead=("engine",))]
WEB = box("web", Config={"Env": ["DB_PASSWORD=correct-horse"]})
LEGACY = box("legacy", 2, labels={})
TERM = box("term", 3, Config={"Tty": True})
SECRET = "battery-staple"


def engine_answers(**changed: Any) -> list[dict[str, Any]]:
    said = server_2022() | changed
    if "engine" not in changed:
        info = {"OSType": "windows", "Isolation": "process", "SystemTime": NOW}
        said["engine"]["value"][1]["body"] = json.dumps(info)
    return [said[name] for name, look in zip(LOOK_NAMES, HOST_LOOKS, strict=True) if look in engine_looks()]


def first(which: Which, boxes: Any, images: Any = True, **more: Any) -> dict[str, Any]:
    keys = questions_about(which, bool(images), bool(images), images).keys
    said = answers([one for one in boxes if which.all or f"{one['Name'][1:]}" in which.names or which.project])
    return {"ok": True, "value": [{**said, **more}[key] for key in keys]}


def as_answers(raw: list[Any]) -> list[Answer]:
    return [read(Answer, item, "an answer") for item in raw]


def decided(part: Part, *raw: Any, course: Course = COURSES[0], engine: Any = None) -> Any:
    return part.decide(as_answers([*(engine or engine_answers()), *raw]), course)


def logs_part(which: Which, asked: Asked | None = None, since: Since | None = None) -> LogsPart:
    return LogsPart(which, asked or Asked(100, 2**20), since, lambda text: text.replace(SECRET, "********"))


def frame(text: str, stream: int = 1) -> bytes:
    return bytes([stream, 0, 0, 0]) + len(text.encode()).to_bytes(4, "big") + text.encode()


def log(data: bytes, status: int = 200) -> dict[str, Any]:
    return {"status": status, "body": base64.b64encode(data).decode()}


def logs_of(which: Which, boxes: Any, logs: Any, course: Course = COURSES[0], **more: Any) -> Decision:
    """Both looks."""
    part, listed = logs_part(which, **more), first(which, boxes, None)
    opened = decided(part, listed, course=course)
    assert isinstance(opened, Open)
    (look,) = opened.looks
    assert len(look["requests"]) == len(logs)
    made = decided(part, listed, {"ok": True, "value": logs}, course=course)
    assert isinstance(made, Decision)
    assert (made.steps, made.seen) == ([], [])
    return made


@pytest.mark.parametrize("course", COURSES)
def test_everything_is_seen_in_one_look_in_any_mode(course: Course) -> None:
    part = InfoPart(Which())
    looks = part.looks(course)
    assert looks[:-1] == engine_looks()
    assert {look["verb"] for look in looks} == {"registry", "service", "engine"}
    assert (looks[-1]["services"], looks[-1]["connect_timeout"]) == (["docker"], 2)
    made = decided(part, first(Which(), [WEB, LEGACY]), course=course)
    assert isinstance(made, Decision)
    assert (made.steps, made.warnings, made.doing) == ([], [], "")
    assert [row["name"] for row in made.result["containers"]] == ["legacy", "web"]
    assert set(made.result) == {"containers", "missing", "networks", "volumes", "images"}


def test_names_that_are_not_there_are_missing() -> None:
    which = Which(names=("web", "ghost"))
    made = decided(InfoPart(which), first(which, [WEB]))
    assert (made.result["missing"], len(made.result["containers"])) == (["ghost"], 1)


@pytest.mark.parametrize("course", COURSES)
@pytest.mark.parametrize("part", [InfoPart(Which()), logs_part(Which("shop"))])
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"services": {"ok": True, "value": []}}, "No engine is installed on this host"),
        ({"services": {"ok": True, "value": [{"Name": "com.docker.service", "State": "Stopped"}]}}, "Log its user on"),
        (
            {"services": {"ok": True, "value": [{"Name": "docker", "State": "Stopped"}]}},
            "Start it (Start-Service docker)",
        ),
        (
            {
                "services": {"ok": True, "value": [{"Name": "docker", "State": "Stopped"}]},
                "reboot_servicing": {"ok": True, "value": {"exists": True, "values": {}}},
            },
            "Reboot the host",
        ),
        ({}, "named pipe docker_engine is not there"),
        (
            {
                "engine": {
                    "ok": False,
                    "error": {"type": "System.UnauthorizedAccessException", "text": "Zugriff verweigert"},
                }
            },
            "Access to the engine's named pipe docker_engine is denied",
        ),
        (
            {
                "engine": {
                    "ok": True,
                    "value": [{"status": 200, "body": "{}"}, {"status": 200, "body": '{"OSType": "linux"}'}],
                }
            },
            "The engine runs Linux containers. Switch it",
        ),
    ],
)
def test_a_host_without_an_engine_is_one_clear_error(part: Part, course: Course, changed: Any, words: str) -> None:
    no_pipe = {"ok": False, "error": {"type": "System.TimeoutException", "code": "0x80131505", "text": "x"}}
    engine = engine_answers(**{"engine": no_pipe, **changed})
    with pytest.raises(HostProblem) as caught:
        decided(part, no_pipe, course=course, engine=engine)
    assert words in str(caught.value)


def test_an_engine_that_ends_between_the_looks_is_said_to_have_ended() -> None:
    ended = {"ok": False, "error": {"type": "System.IO.EndOfStreamException", "text": "x"}}
    with pytest.raises(HostProblem, match="ended the connection"):
        decided(InfoPart(Which()), ended)
    with pytest.raises(HostProblem, match="ended the connection"):
        decided(logs_part(Which("shop")), first(Which("shop"), [WEB], None), ended)


def test_which_logs_are_asked_for_and_how() -> None:
    which, asked = Which(names=("web", "term")), Asked(10, 5000, True)
    opened = decided(logs_part(which, asked, Since(600)), first(which, [WEB, LEGACY, TERM], None))
    (look,) = opened.looks
    since = "1795510200.500000"
    assert look["requests"] == [
        {
            "path": f"/containers/{one['Id']}/logs?stdout=1&stderr=1&tail=11&since={since}&timestamps=1",
            "last": 5000,
        }
        for one in (WEB, TERM)
    ]


def test_all_logs_of_a_host_have_bounds_together() -> None:
    many = [box(f"web{number}", number) for number in range(1, 65)]
    which = Which("shop")
    opened = decided(logs_part(which, Asked(10, 2**24)), first(which, many, None))
    requests = opened.looks[0]["requests"]
    assert sum(request["last"] for request in requests) <= MOST_IN_ALL
    assert len(requests) == 64


@pytest.mark.parametrize("course", COURSES)
def test_logs_are_told_by_container_masked(course: Course) -> None:
    said = frame(f"password of the db is correct-horse, mine {SECRET}\r\n") + frame("oops --password=hunter22\r\n", 2)
    made = logs_of(Which(names=("web", "term")), [WEB, LEGACY, TERM], [log(said), log(b"hi\r\n")], course)
    assert made.warnings == []
    assert made.result["logs"] == [
        {
            "name": "term",
            "id": TERM["Id"],
            "driver": "json-file",
            "lines": [{"stream": None, "text": "hi"}],
            "cut": False,
            "cut_by": None,
            "unread": None,
        },
        {
            "name": "web",
            "id": WEB["Id"],
            "driver": "json-file",
            "lines": [
                {"stream": "stdout", "text": "password of the db is ********, mine ********"},
                {"stream": "stderr", "text": "oops --password=********"},
            ],
            "cut": False,
            "cut_by": None,
            "unread": None,
        },
    ]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            log(b'{"message": "configured logging driver does not support reading"}', 501),
            "keeps nothing that could be read",
        ),
        (log(b'{"message": "can not get logs from container which is dead or marked for removal"}', 409), "remove"),
        (log(f'{{"message": "etwas ging schief mit {SECRET}"}}'.encode(), 500), "etwas ging schief mit ********"),
        (log(b"", 500), "status 500"),
        ({"status": 200, "body": "*no base64*"}, "status 200"),
    ],
)
def test_a_log_that_cannot_be_read_says_why(answer: dict[str, Any], words: str) -> None:
    made = logs_of(Which(names=("web", "term")), [WEB, TERM], [answer, log(b"hi\r\n")])
    term, web = made.result["logs"]
    assert (web["lines"], web["cut"], web["driver"]) == (None, False, "json-file")
    assert words in web["unread"]
    assert made.warnings == [f"container web: {web['unread']}"]
    assert term["lines"] == [{"stream": None, "text": "hi"}]


def test_a_container_that_cannot_be_read_is_not_asked_for_its_log() -> None:
    """What it keeps secret, and whether it has a terminal, is not known."""
    which = Which(names=("web",))
    listed = first(which, [WEB], None, inspect={"each": [{"for": WEB["Id"], **error()}]})
    made = decided(logs_part(which), listed)
    (row,) = made.result["logs"]
    assert (row["lines"], row["driver"]) == (None, None)
    assert "could not be read" in row["unread"]
    assert len(made.warnings) == 1


@pytest.mark.parametrize("course", COURSES)
def test_a_name_that_is_not_there_is_an_error(course: Course) -> None:
    which = Which(names=("web", "ghost", "gone"))
    with pytest.raises(NotThere) as caught:
        decided(logs_part(which), first(which, [WEB], None), course=course)
    assert caught.value.problems == [
        "container ghost: there is no such container on the host",
        "container gone: there is no such container on the host",
    ]
    assert isinstance(caught.value, Refused)


def test_a_project_without_containers_is_a_warning() -> None:
    made = decided(logs_part(Which("shop")), first(Which("shop"), [], None))
    assert (made.result, made.warnings) == ({"logs": []}, ["project shop: no container of it is on the host"])


def test_an_engine_without_a_clock_cannot_count_back() -> None:
    engine = engine_answers(**{"engine": server_2022()["engine"]})
    which = Which(names=("web",))
    with pytest.raises(HostProblem, match="does not tell its time"):
        decided(logs_part(which, None, Since(600)), first(which, [WEB], None), engine=engine)
    assert isinstance(decided(logs_part(which, None, Since(None, 5)), first(which, [WEB], None), engine=engine), Open)


def changed(look: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """The look with any place in it, and in the bodies in it, changed."""
    for place in places(look):
        for new in VALUES:
            yield (place, new), mutated(look, place, new)
    for number, entry in enumerate(look["value"]):
        inner = entry["each"][0] if "each" in entry else entry
        try:
            body = json.loads(inner["body"])
        except ValueError:
            continue
        for place in places(body):
            for new in VALUES:
                try:
                    text = json.dumps(mutated(body, place, new))
                except (RecursionError, ValueError):
                    continue
                where = ("value", number, *(("each", 0) if "each" in entry else ()), "body")
                yield (where, place, new), mutated(look, where, text)


@pytest.mark.parametrize("which", [Which(), Which("shop")])
def test_whatever_the_engine_answers_is_told_or_one_sentence(which: Which) -> None:
    """Every container that is listed has a row, whatever becomes of what is asked about it."""
    part, good = InfoPart(which), first(which, [WEB])
    for place, look in changed(good):
        try:
            made = decided(part, look)
        except HostProblem as problem:
            assert "\n" not in str(problem), place
            continue
        except Exception as raised:
            raise AssertionError(f"{str(place)[:200]}: {type(raised).__name__}: {raised}") from raised
        json.dumps(made.result).encode()
        if place[0][:2] == ("value", 1):  # the inspects
            assert len(made.result["containers"]) == 1, place


def test_whatever_is_answered_for_a_log_is_told_or_one_sentence() -> None:
    which = Which(names=("web",))
    part, listed = logs_part(which), first(which, [WEB], None)
    for place, look in changed({"ok": True, "value": [log(frame("one\n") + frame("two\n", 2))]}):
        try:
            made = decided(part, listed, look)
        except HostProblem as problem:
            assert "\n" not in str(problem), place
            continue
        json.dumps(made.result).encode()
        (row,) = made.result["logs"]
        assert (row["lines"] is None) == bool(row["unread"]), place
