# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job over a connection that is there, that comes and goes, and that stays away."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import jobs
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer, Failure
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.job_progress import JobProgress
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.jobs import JobCaller, Watch, is_long
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, Lost
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import create, pull, start

ANSWER = {"lock": {"ok": True}, "steps": []}
GONE = Lost("reset by peer")
STEPS = [{**pull("nano:1"), "item": "image nano:1"}, {**start("web"), "item": "web"}]


def at_work(step: dict[str, Any]) -> str:
    return f"at {step['item']}"


def state(name: str, *lines: Any) -> Answer:
    text = "".join(f"{json.dumps(line)}\r\n" for line in lines)
    answer = json.dumps({"winfleet": ANSWER}) if name == "ended" else None
    return Answer(True, {"state": name, "progress": b64encode(text.encode()).decode(), "answer": answer})


@dataclass
class Host:
    """`says` is what its looks come to, in order; each takes `seconds`."""

    says: list[Answer | Exception]
    starts: str | Exception = "C:\\results"
    seconds: float = 5
    now: float = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    looked: list[dict[str, Any]] = field(default_factory=list)
    tidied: list[dict[str, Any]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    resets: int = 0

    def start(self, asked: dict[str, Any]) -> str:
        self.asked.append(asked)
        if isinstance(self.starts, Exception):
            raise self.starts
        return self.starts

    def look(self, looks: list[dict[str, Any]]) -> list[Answer]:
        self.looked += looks
        self.now += self.seconds
        says = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if isinstance(says, Exception):
            raise says
        return [says]

    def reset(self) -> None:
        self.resets += 1

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def __call__(self) -> Any:
        caller = JobCaller(self.start, self.look, self.tidied.append, self.reset)
        watch = Watch(caller, JobProgress(STEPS, at_work), self.said.append, "srv", lambda: self.now, self.sleep)
        return watch({"steps": STEPS})


def test_what_is_long() -> None:
    assert is_long([create("web", {}), pull("nano:1")])
    assert not is_long([create("web", {}), start("web")])


def test_it_is_started_once_asked_until_it_ended_and_tidied_up() -> None:
    host = Host([state("none"), state("running"), state("ended")])
    assert host() == ANSWER
    (asked,) = host.asked
    name = asked["job"]["id"]
    assert len(name) == 32 and asked["steps"] == STEPS
    assert [look["id"] for look in host.looked] == [name] * 3
    assert host.tidied == [{"verb": "job", "id": name, "also": ["C:\\results"]}]


def test_a_connection_that_is_cut_four_times_starts_nothing_anew() -> None:
    cut = [GONE, state("running")]
    host = Host([state("running"), *cut, GONE, *cut, *cut, state("ended")])
    assert host() == ANSWER
    assert len(host.asked) == 1 and host.resets == 4
    lost = [text for text in host.said if text.startswith("the connection was lost; the work goes on")]
    assert len(lost) == 3 and "reset by peer" in lost[0]
    assert len([text for text in host.said if text.startswith("the connection is there again")]) == 3


def test_a_start_whose_answer_was_lost_is_looked_for() -> None:
    host = Host([state("none"), state("ended")], starts=GONE)
    assert host() == ANSWER
    assert host.tidied[0]["also"] == []


def test_one_that_never_began_is_a_lost_connection_with_its_reason() -> None:
    host = Host([state("none")], starts=GONE)
    with pytest.raises(Lost, match=r"did not begin within 120 s; reset by peer"):
        host()


def test_a_host_that_stays_away_is_given_up() -> None:
    host = Host([state("running"), GONE])
    with pytest.raises(Lost, match="reset by peer"):
        host()
    assert host.now > jobs.AWAY


@pytest.mark.parametrize("then", ["gone", "none"])
def test_a_program_that_was_ended_says_so(then: str) -> None:
    host = Host([state("running"), state(then)])
    with pytest.raises(HostProblem, match="ended before it was done"):
        host()


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (Answer(False, error=Failure("System.IO.IOException", "", "The disk is gone.")), "The disk is gone"),
        (Answer(True, {"state": "ended", "progress": "", "answer": "{"}), "cannot be read"),
        (Answer(True, {"state": "ended", "progress": "", "answer": "[]"}), "cannot be read"),
        (Answer(True, {"state": "ended", "progress": "", "answer": None}), "cannot be read"),
        (Answer(True, {"state": "ended", "progress": 7, "answer": None}), "progress"),
        (Answer(True, {"state": "running", "progress": "%%%", "answer": None}), "no base64"),
        (Answer(True, {"state": "resting", "progress": "", "answer": None}), "one of none, running, ended, gone"),
        (Answer(True, {"state": "running", "progress": "", "answer": None}), "still at work after 12 hours"),
        (Answer(True, None), "the look job"),
    ],
)
def test_what_is_no_answer_is_one_clear_error(says: Answer, words: str) -> None:
    with pytest.raises(HostProblem, match=words):
        Host([says])()


def line(layer: str, status: str, came: int = 0, whole: int = 0) -> dict[str, Any]:
    return {"id": layer, "status": status, "progressDetail": {"current": came, "total": whole} if whole else {}}


def test_progress_is_told_by_layer_and_bytes_and_not_too_often() -> None:
    host = Host([
        state("running", {"step": 0}, {"status": "Pulling from nano", "id": "1"}, line("a", "Pulling fs layer")),
        state("running", line("b", "Already exists"), line("a", "Downloading", 500_000_000, 3_000_000_000)),
        state("running", line("a", "Downloading", 900_000_000, 3_000_000_000)),
        state("running", line("a", "Downloading", 1_500_000_000, 3_000_000_000)),
        *[state("running", line("a", "Download complete"))] * 20,
        state("running", {"step": 1}),
        *[state("running")] * 3,
        state("ended"),
    ])  # fmt: skip
    host()
    told = [text for text in host.said if text.startswith("at ")]
    assert told == [
        "at image nano:1: 0 of 1 layers",
        "at image nano:1: 1 of 2 layers, 1,500 MB of 3,000 MB",
        "at image nano:1: 1 of 2 layers, 3,000 MB of 3,000 MB, unpacking",
        "at image nano:1: 1 of 2 layers, 3,000 MB of 3,000 MB, unpacking (for 95 s now)",
        "at web",
    ]
    assert [look["from"] for look in host.looked][:3] == [0, 122, 286]  # behind what came


def test_one_that_waits_for_the_lock_shows_that_it_lives() -> None:
    host = Host([*[state("running")] * 26, state("running", {"step": 0}), state("ended")])
    host()
    assert host.said == [jobs.NOT_YET, f"{jobs.NOT_YET} (for 120 s now)", "at image nano:1"]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"{", b"[]\n", b'{"step": 99}\n', b'{"step": "x"}\n', b'{"id": 7, "status": []}\n', b"\xff\xfe\n",
     b'{"id": "a", "status": "Downloading", "progressDetail": {"current": "x", "total": null}}\n'],
)  # fmt: skip
def test_progress_that_cannot_be_read_is_passed_over(data: bytes) -> None:
    progress = JobProgress(STEPS, at_work)
    progress.feed(data)
    assert progress.text() == ""
    progress.feed(b'\n{"step":1}')
    progress.feed(b"\n")
    assert progress.text() == "at web"


def test_a_registry_that_breaks_off_is_told() -> None:
    progress = JobProgress(STEPS, at_work)
    for told in ({"step": 0}, line("a", "Downloading", 1_000_000, 5_000_000), line("a", "Retrying in 5 seconds")):
        progress.feed(json.dumps(told).encode() + b"\n")
    text = "at image nano:1: 0 of 1 layers, 1 MB of 5 MB, the registry broke off (retrying in 5 seconds)"
    assert progress.text() == text
