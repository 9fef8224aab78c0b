"""What the base action does with files of the controller: find them as Ansible does, send them over its connection."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from ansible.errors import AnsibleConnectionFailure, AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import MASK, Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Part, Send
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, Lost

SEND = Send("/play/engine.zip", "C:\\Windows\\Temp\\engine.zip.1.part", "ab" * 32, 58_300_000, "the archive")


class Action(ConvergeAction):
    def parts(self, options: dict[str, Any]) -> list[Part]:
        return []


@pytest.fixture
def action(tmp_path: Path) -> Action:
    """Of a task in a role of a playbook in `tmp_path`."""
    loader = DataLoader()
    loader.set_basedir(str(tmp_path))
    search = [str(tmp_path / "roles" / "engine"), str(tmp_path)]
    task = SimpleNamespace(args={}, async_val=0, no_log=False, get_search_path=lambda: search)
    made = Action(task, MagicMock(), MagicMock(), loader, MagicMock(), MagicMock())
    made._host, made._silent, made._masker = "srv", False, Masker.of({"password": "Tr0ub4dor-3x"})
    made.said = []
    made._say = made.said.append
    return made


def test_it_is_sent_by_the_connection_and_said(action: Action) -> None:
    action.send(SEND)
    action._connection.put_file.assert_called_once_with(SEND.source, SEND.target)
    assert action.said == ["srv: send the archive (58.3 MB)"]


RAISED: dict[str, tuple[Exception, type[Exception], str]] = {
    "no connection": (AnsibleConnectionFailure("no route for Tr0ub4dor-3x"), Lost, f"no route for {MASK}"),
    "an error of a library": (ConnectionResetError("by peer"), Lost, "ConnectionResetError: by peer"),
    "no answer": (AnsibleError("winrm send_input failed; \nstdout: \nstderr "), Lost, "was not answered"),
    "the host": (AnsibleError(""), HostProblem, "could not be written on srv as C:\\Windows\\Temp\\engine.zip.1.part"),
    "its words": (AnsibleError("no room for Tr0ub4dor-3x"), HostProblem, f"(no room for {MASK})"),
}


@pytest.mark.parametrize("what", RAISED)
def test_what_the_connection_raises(action: Action, what: str) -> None:
    error, kind, words = RAISED[what]
    action._connection.put_file.side_effect = error
    with pytest.raises(kind) as caught:
        action.send(SEND)
    assert type(caught.value) is kind
    assert words in str(caught.value)


def test_a_file_is_found_as_copy_finds_it(action: Action, tmp_path: Path) -> None:
    beside, files, role = (
        tmp_path / "engine.zip",
        tmp_path / "files" / "engine.zip",
        tmp_path / "roles" / "engine" / "files" / "engine.zip",
    )
    for path in (beside, files, role):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        assert action.found("engine.zip") == str(path)
    assert action.found(str(beside)) == str(beside)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nowhere.zip", r"^nowhere.zip is not on the controller \(looked for as .*/files/nowhere.zip, .*\)$"),
        ("/nowhere/x.zip", "^/nowhere/x.zip is not on the controller$"),
        ("folder", "^folder is no file on the controller"),
    ],
)
def test_what_is_not_there_is_one_clear_refusal(action: Action, tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refused, match=words) as caught:
        action.found(path)
    assert len(caught.value.problems) == 1
