"""Files of the controller, sent before the act that needs them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import (
    Acted,
    Answer,
    Failure,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import (
    Course,
    Decision,
    Done,
    Look,
    Part,
    Reboot,
    Result,
    Send,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.run import Lost, Outcome, Run
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.sending import NAMES, not_taken, unanswered

WELL = Answer(True)
TARGET = "C:\\Windows\\Temp\\engine.zip"
SHA = "ab" * 32
SEND = Send("/play/engine.zip", TARGET, SHA, 58_300_000, "the archive of engine 29.7.2")
LOCKED = "The process cannot access the file because it is being used by another process."


def place(number: int) -> str:
    return f"{TARGET}.{number}.part"


@dataclass
class Hands:
    """A host with files: their digests by path, or None for one that is held open. `sending` is what sends come to, in
    order (raised), `acts` the same for acts."""

    files: dict[str, str | None] = field(default_factory=dict)
    sending: list[Exception | None] = field(default_factory=list)
    acts: list[Acted | Exception | None] = field(default_factory=list)
    calls: list[tuple[str, Any]] = field(default_factory=list)

    def look(self, looks: list[Look]) -> Sequence[Answer]:
        self.calls.append(("look", looks))
        return [Answer(True, [self._row(path) for path in look["paths"]]) for look in looks]

    def send(self, send: Send) -> None:
        self.calls.append(("send", send.target))
        comes = self.sending.pop(0) if self.sending else None
        if comes is not None:
            self.files[send.target] = "half"
            raise comes
        self.files[send.target] = send.sha256

    def act(self, doing: str, asked: dict[str, Any]) -> Acted:
        self.calls.append(("act", asked["steps"]))
        comes = self.acts.pop(0) if self.acts else None
        if isinstance(comes, Exception):
            raise comes
        if comes is not None:
            return comes
        for step in asked["steps"]:
            if step["verb"] == "file":
                self.files[step["to"]] = self.files.pop(step["path"])
        steps = tuple(Answer(True, step["verb"]) for step in asked["steps"])
        return Acted(WELL, steps=steps, looks=tuple(self.look(asked["looks"])) if asked["looks"] else ())

    def wait(self, reboot: Reboot, snapshot: Any) -> Any:
        raise AssertionError("nothing restarts")

    def _row(self, path: str) -> dict[str, Any]:
        if path in self.files and self.files[path] is None:
            error = {"type": "System.IO.IOException", "code": "0x80070020", "text": LOCKED}
            return {"path": path, "exists": None, "directory": None, "Length": None, "error": error, "SHA256": None}
        there = path in self.files
        length = 7 if there else None
        sha = self.files.get(path)
        return {"path": path, "exists": there, "directory": False, "Length": length, "error": None, "SHA256": sha}

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _asked in self.calls]


@dataclass
class Installs(Part):
    """Unpacks the archive, which it sends unless it is there; `name` is its item as well."""

    name: str = "engine"
    done: list[Done] = field(default_factory=list)
    send: Send = SEND

    def looks(self, course: Course) -> list[Look]:
        return [{"verb": "file", "paths": [self.send.target], "digests": True}]

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision:
        there = answers[0].value[0]["SHA256"] == self.send.sha256
        step = {"verb": "unpack", "item": self.name, "archive": self.send.target}
        return Decision({"was": there}, [step], doing="install it", sends=[] if there else [self.send])

    def conclude(self, decision: Decision, done: Done) -> Result:
        self.done.append(done)
        return {"steps": [step["verb"] for step in decision.steps], "answers": [one.value for one in done.steps]}


def run(hands: Hands, *parts: Part, check: bool = False) -> Outcome:
    return Run(parts or [Installs()], hands, "srv", "me", check)()


def test_a_file_is_sent_before_the_act_which_moves_it_to_its_place() -> None:
    hands = Hands()
    outcome = run(hands)
    assert outcome.problem is None
    assert hands.kinds == ["look", "look", "send", "act"]
    assert hands.calls[1][1] == [{"verb": "file", "paths": [place(1), place(2), place(3)], "digests": True}]
    assert hands.calls[2][1] == place(1)
    assert hands.calls[3][1] == [
        {"item": "engine", "verb": "file", "do": "move", "path": place(1), "to": TARGET, "aside": True},
        {"verb": "unpack", "item": "engine", "archive": TARGET},
    ]
    assert hands.files == {TARGET: SHA}
    # The part knows nothing of the move
    assert outcome.results == {"engine": {"steps": ["unpack"], "answers": ["unpack"]}}


def test_what_is_there_is_not_sent() -> None:
    hands = Hands({TARGET: SHA})
    assert run(hands).problem is None
    assert hands.kinds == ["look", "act"]


def test_nothing_is_sent_in_check_mode() -> None:
    hands = Hands()
    outcome = run(hands, check=True)
    assert hands.kinds == ["look"]
    assert outcome.decisions["engine"].sends == [SEND]


PLACES: dict[str, tuple[dict[str, str | None], str | None, int]] = {
    # what is there: which name is sent to (None: nothing is sent), which is moved
    "a half one is written over": ({place(1): "half"}, place(1), 1),
    "one that another process holds open is passed by": ({place(1): None}, place(2), 2),
    "a whole one is taken": ({place(1): None, place(2): "half", place(3): SHA}, None, 3),
}


@pytest.mark.parametrize("what", PLACES)
def test_the_first_name_that_is_free(what: str) -> None:
    files, sent, moved = PLACES[what]
    hands = Hands(dict(files))
    assert run(hands).problem is None
    assert [place for kind, place in hands.calls if kind == "send"] == ([sent] if sent else [])
    assert hands.calls[-1][1][0]["path"] == place(moved)
    assert hands.files[TARGET] == SHA


def test_without_a_free_name_it_says_why() -> None:
    hands = Hands({place(number + 1): None for number in range(NAMES)})
    outcome = run(hands)
    assert hands.kinds == ["look", "look"]
    assert isinstance(outcome.problem, HostProblem)
    assert LOCKED in str(outcome.problem)
    assert not outcome.changed


def test_a_connection_that_is_lost_on_the_way_changed_nothing_and_the_next_run_goes_on() -> None:
    hands = Hands(sending=[Lost("reset by peer")])
    outcome = run(hands)
    assert hands.kinds == ["look", "look", "send"]
    assert isinstance(outcome.problem, Lost)
    assert str(outcome.problem) == (
        "The connection to srv was lost while the archive of engine 29.7.2 (58.3 MB) was sent to it. Nothing was "
        "changed. Run the play again: it is sent anew, and what is left to do is done. (reset by peer)"
    )
    assert not outcome.changed
    assert TARGET not in hands.files
    assert run(hands).problem is None
    assert hands.files == {TARGET: SHA}


def test_after_an_act_it_does_not_say_that_nothing_was_changed() -> None:
    second = Installs("two", send=Send("/play/two.zip", "C:\\two.zip", SHA, 7, "the second"))
    hands = Hands(sending=[None, Lost("gone")])
    outcome = run(hands, Installs("one"), second)
    assert outcome.changed
    # As an unreachable host it would have no results
    assert isinstance(outcome.problem, HostProblem)
    assert "the second (7 bytes) was sent to it. What had been done before stands." in str(outcome.problem)
    assert outcome.results["one"]["answers"] == ["unpack"]


def test_a_host_that_does_not_take_it_is_told_as_it_says() -> None:
    hands = Hands(sending=[HostProblem("It has no room.")])
    outcome = run(hands)
    assert hands.kinds == ["look", "look", "send"]
    assert str(outcome.problem) == "It has no room. Nothing was changed."


def test_where_the_act_is_not_begun_it_is_not_sent_once_more() -> None:
    changed = Acted(WELL, Answer(False, error=Failure("changed", "", "so it is")))
    hands = Hands(acts=[changed])
    assert run(hands).problem is None
    assert hands.kinds == ["look", "look", "send", "act", "look", "look", "act"]
    assert hands.files == {TARGET: SHA}


@pytest.mark.parametrize("fails", ["file", "unpack"])
def test_the_step_that_failed_is_the_one_that_is_told(fails: str) -> None:
    answers = [WELL, Answer(False, error=Failure("digest", "", "It is another one."))]
    hands = Hands(acts=[Acted(WELL, WELL, steps=tuple(answers if fails == "unpack" else answers[1:]))])
    outcome = run(hands)
    assert outcome.failed["failed_step"]["verb"] == fails
    assert "It is another one." in outcome.failed["msg"]


def test_it_is_known_by_the_controllers_file(tmp_path: Path) -> None:
    file = tmp_path / "engine.zip"
    file.write_bytes(b"content")
    sha = hashlib.sha256(b"content").hexdigest()
    assert Send.of(str(file), TARGET, sha, "it") == Send(str(file), TARGET, sha, 7, "it")
    with pytest.raises(Refused, match=f"it: {file} on the controller has the SHA-256 {sha}, and {SHA} is declared"):
        Send.of(str(file), TARGET, SHA, "it")
    file.write_bytes(b"another")
    with pytest.raises(Refused, match="is declared"):
        Send.of(str(file), TARGET, sha, "it")
    file.unlink()
    with pytest.raises(Refused, match=r"cannot be read on the controller \(No such file or directory\)"):
        Send.of(str(file), TARGET, sha, "it")


WORDS = {
    # of AnsibleError: whether the connection was lost, else what is told of it
    "winrm send_input failed; \nstdout: \nstderr ": None,
    "winrm send_input failed; \nstdout: \nstderr There is\nno room": "no room)",
    "": "(Ansible does not pass on why)",
    "Unexpected AnsibleError error.": "(Ansible does not pass on why)",
    "Remote sha1 hash a does not match local hash b": "(Remote sha1 hash a does not match local hash b)",
}


@pytest.mark.parametrize("words", WORDS)
def test_what_the_connection_plugins_say_of_it(words: str) -> None:
    told = WORDS[words]
    assert unanswered(words) == (told is None)
    if told is not None:
        text = not_taken(SEND, "srv", words)
        assert told in text
        assert text.startswith("the archive of engine 29.7.2 (58.3 MB) could not be written on srv as C:")
