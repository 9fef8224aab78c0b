"""The note beside the engine: whatever it says, nothing but container ids and a number is taken from it."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.note import Note, read_note, written_note
from hypothesis import given
from hypothesis import strategies as st

IDS = st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), unique=True, max_size=4)


@given(IDS, st.integers(0, 2**32 - 1), st.booleans())
def test_it_is_read_as_it_was_written(ids: list[str], process: int, emptied: bool) -> None:
    note = Note(tuple(ids), process, emptied)
    assert read_note(written_note(note)) == note


@pytest.mark.parametrize("data", [None, b"", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_note_is_none(data: bytes | None) -> None:
    assert read_note(data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b'{"start": ["../../etc", "web", 7, null], "waits": true}',
        b'{"start": "a", "waits": -1}',
        b'{"start": {"a": 1}, "waits": 99999999999}',
    ],
)
def test_what_is_no_id_is_not_started(data: bytes) -> None:
    assert read_note(data) == Note()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("C:\\Program Files\\docker", "c:/program files/Docker\\", True),
        ('"C:\\Program Files\\docker"', "C:\\Program Files\\docker", True),
        ("C:\\Program Files\\docker", "C:\\Program Files\\docker2", False),
        ("C:\\a\\..\\docker", "C:\\docker", True),
    ],
)
def test_spellings_of_one_place(one: str, other: str, same: bool) -> None:
    assert places.same(one, other) is same
    assert places.in_path(one, f"C:\\Windows;{other};") is same


def test_what_an_act_has_under_way_is_beside_the_engine_and_not_in_it() -> None:
    assert places.new_folder("C:\\docker\\") == "C:\\docker.winfleet\\new"
    assert not places.under("C:\\docker", places.work_folder("C:\\docker"))
    assert places.sent_archive("ab" * 32) != places.sent_archive("cd" * 32)
