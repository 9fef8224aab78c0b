"""What an act rests on, and who was there before: odd notes, odd answers, files that cannot be opened."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

import pytest
from test_pipe import plain

pytestmark = pytest.mark.live


@pytest.fixture
def folder(server) -> Path:
    folder = Path(server.environment["ProgramData"]) / "winfleet"
    folder.mkdir(exist_ok=True)
    (folder / "containers.last").unlink(missing_ok=True)
    return folder


def lock(session, who: str = "me", timeout: int = 0):
    """Locks the machine and opens the lock again: {file, last} without the file, or the failure."""
    text = json.dumps(who).replace("'", "''")
    script = f"""
        $who = ConvertFrom-Json -InputObject '[{text}]'
        $ask = @{{ verb = 'lock'; lock_timeout = {timeout}; who = $who }}
        $answer = Invoke-Verb -Table @{{ lock = 'Lock-Machine' }} -Ask $ask
        if ($answer['ok']) {{ $answer['value']['file'].Dispose(); $answer['value'].Remove('file') }}
        $answer
    """
    return session.script(script)["value"][0]


DATE = "2026-11-24T08:00:00.0000000Z"
NOTES = {
    "none": (None, None),
    "a note": (json.dumps({"who": "Lena", "since": DATE}), {"who": "Lena", "since": DATE}),
    "with more in it": (json.dumps({"who": "日本", "since": DATE, "x": [1]}), {"who": "日本", "since": DATE}),
    "empty": ("", None),
    "cut": (json.dumps({"who": "Lena", "since": DATE})[:-5], None),
    "no JSON": ("Lena was here", None),
    "a list": (json.dumps([{"who": "Lena", "since": DATE}]), None),
    "null": ("null", None),
    "who is no text": (json.dumps({"who": {"a": "Lena"}, "since": DATE}), None),
    "who is null": (json.dumps({"who": None, "since": DATE}), None),
    "no who": (json.dumps({"since": DATE}), None),
    "since is no date": (json.dumps({"who": "Lena", "since": "today"}), None),
    "since has a line more": (json.dumps({"who": "Lena", "since": DATE + "\n"}), None),
    "too large": (json.dumps({"who": "x" * 5000, "since": DATE}), None),
    "long": (json.dumps({"who": "x" * 1000, "since": DATE}), {"who": "x" * 200 + "...", "since": DATE}),
    "that steers a terminal": (
        json.dumps({"who": "a\x1b[2Jb\nc\u2028", "since": DATE}),
        {"who": "a?[2Jb?c?", "since": DATE},
    ),
    "deep": ("[" * 2000, None),
}


@pytest.mark.parametrize("name", NOTES)
def test_a_note(session, folder, name):
    written, read = NOTES[name]
    if written is not None:
        (folder / "containers.last").write_text(written, encoding="utf-8")
    answer = lock(session)
    assert answer == {"ok": True, "value": {"last": read}}
    assert json.loads((folder / "containers.last").read_text(encoding="utf-8"))["who"] == "me"


@pytest.mark.parametrize(
    ("who", "told"), [("日本 🐋", "日本 🐋"), ("x" * 300, "x" * 200 + "..."), ("", ""), ("it's", "it's")]
)
def test_the_next_act_reads_what_this_one_wrote(session, folder, who, told):
    lock(session, who)
    assert lock(session)["value"]["last"]["who"] == told


def test_a_note_that_cannot_be_written_hinders_nobody(session, folder):
    (folder / "containers.last").mkdir()
    try:
        assert lock(session) == {"ok": True, "value": {"last": None}}
    finally:
        (folder / "containers.last").rmdir()


@pytest.mark.parametrize(
    ("note", "whose"),
    [
        (None, ""),
        ({"who": "Lena", "since": DATE}, f" (Lena, since {DATE})"),
        ({"who": "", "since": DATE}, f" (since {DATE})"),
    ],
)
def test_a_lock_that_is_held(session, folder, note, whose):
    if note:
        (folder / "containers.last").write_text(json.dumps(note))
    with (folder / "containers.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        error = lock(session)["error"]
    assert (error["type"], error["code"]) == ("timeout", "")
    assert error["text"] == f"Another act{whose} has had the lock {folder / 'containers.lock'} for 0 s."
    assert lock(session)["ok"]


def test_a_lock_that_cannot_be_opened_is_no_other_act(session, folder):
    path = folder / "containers.lock"
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)  # too many levels: an IOException, and no one's lock
    try:
        error = lock(session, timeout=30)["error"]
    finally:
        path.unlink()
    assert error["type"].startswith("System.")
    assert error["code"].startswith("0x")


def seen(session, *items):
    script = f"""
        $items = (ConvertFrom-Json -AsHashtable -InputObject '{json.dumps(items)}')
        Invoke-Verb -Table @{{ seen = 'Compare-Seen' }} -Ask @{{ verb = 'seen'; seen = $items }}
    """
    return session.script(script)["value"][0]


CHANGES = {
    "a field": (
        {"fields": {"State.Status": "running"}},
        '{"State":{"Status":"exited"}}',
        "State.Status of /x is 'exited' and was 'running'.",
    ),
    "by case": ({"fields": {"Name": "/Web"}}, '{"Name":"/web"}', "Name of /x is '/web' and was '/Web'."),
    "a soft hyphen": ({"fields": {"Name": "web"}}, '{"Name":"we\u00adb"}', "Name of /x is 'we\u00adb' and was 'web'."),
    "not there": ({"fields": {"Id": "a"}}, "{}", "Id of /x is '' and was 'a'."),
    "a key named Keys": (
        {"fields": {"Keys": "a", "Count": "1"}},
        '{"Keys":"a","Count":2}',
        "Count of /x is '2' and was '1'.",
    ),
    "a long one": ({"fields": {"Id": "a"}}, '{"Id":"' + "b" * 500 + '"}', f"Id of /x is '{'b' * 200}...' and was 'a'."),
    "rows": ({"rows": "Id", "values": ["a"]}, '[{"Id":"b"},{"Id":"a"},{"Id":"b"}]', "Id of /x is now a, b and was a."),
    "rows of nothing": ({"rows": "Id", "values": ["a"]}, "[]", "Id of /x is now nothing and was a."),
    "rows by case": ({"rows": "Id", "values": ["A"]}, '[{"Id":"a"}]', "Id of /x is now a and was A."),
    "rows, none wanted": ({"rows": "Id", "values": []}, '[{"Id":"a"}]', "Id of /x is now a and was nothing."),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_not_so_any_more(session, engine, name):
    item, body, text = CHANGES[name]
    fake = engine([plain(body)])
    answer = seen(session, {"path": "/x", "status": 200, "pipe": fake.name, **item})
    assert answer == {"ok": False, "error": {"type": "changed", "code": "", "text": text}}


SAME = {
    "rows in another order, twice": ({"rows": "Id", "values": ["b", "a", "a"]}, '[{"Id":"a"},{"Id":"b"}]'),
    "no rows": ({"rows": "Id", "values": []}, "[]"),
    "no fields": ({"fields": {}}, "no JSON at all"),
    "a number and a truth": ({"fields": {"N": "3", "B": "false", "Z": ""}}, '{"N":3,"B":false,"Z":null}'),
}


@pytest.mark.parametrize("name", SAME)
def test_what_is_still_so(session, engine, name):
    item, body = SAME[name]
    fake = engine([plain(body)])
    assert seen(session, {"path": "/x", "status": 200, "pipe": fake.name, **item}) == {"ok": True, "value": 1}


def test_nothing_seen_opens_no_pipe(session):
    assert seen(session) == {"ok": True, "value": 0}


DEEP = '{"Id":' + "[" * 300_000 + "]" * 300_000 + "}"


@pytest.mark.parametrize("body", ["", "<html>", "[", "null", DEEP], ids=["empty", "html", "cut", "null", "deep"])
def test_an_answer_that_cannot_be_compared_is_not_the_same(session, engine, body):
    fake = engine([plain(body)])
    answer = seen(session, {"path": "/x", "status": 200, "pipe": fake.name, "fields": {"Id": "a"}})
    assert answer["ok"] is False
