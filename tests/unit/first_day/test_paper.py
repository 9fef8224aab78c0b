"""What gets into the file: masked, without names, bounded, whatever the host said."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.first_day import paper
from ansible_collections.winfleet.containers.plugins.plugin_utils.first_day.questions import CALL, FACTS, LOOKS, Part


def probe(value: Any, verb: str = "versions", **ask: Any) -> dict[str, Any]:
    """The row of one probe that answered `value`."""
    part = Part("p", FACTS, {"it": {"verb": verb, **ask}})
    answers = {"probes": [{"verb": verb, "seconds": [0.5], "answer": {"ok": True, "value": value}}]}
    return paper.rows_of(part, answers)[0]


def look(value: Any, **ask: Any) -> Any:
    """What is kept of the value of one look."""
    part = Part("p", LOOKS, {"it": {"verb": "look", "times": 2, "look": ask}})
    said = {"ok": True, "value": {"ok": True, "value": value}}
    return paper.rows_of(part, {"probes": [{"seconds": [1, 2], "answer": said}]})[0]["answer"]["value"]


def document(*rows: dict[str, Any], **part: Any) -> dict[str, Any]:
    return {"host": "srv01.corp.example", "parts": [{"name": "versions", "seconds": 1.0, "rows": list(rows), **part}]}


def row(value: Any, label: str = "it") -> dict[str, Any]:
    return {"label": label, "seconds": [0.1], "answer": {"ok": True, "value": value}}


def kept_of(found: dict[str, Any], names: Any = ()) -> Any:
    """The document as the task keeps it."""
    return paper.without_names({**found, "parts": [paper.masked_part(part) for part in found["parts"]]}, names)


@pytest.mark.parametrize(
    "said", [{}, {"probes": None}, {"probes": []}, {"probes": [1]}, {"probes": [{}]}, {"probes": [1, 2]}]
)
def test_what_is_no_answer_to_each_ask_is_an_error(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="answer"):
        paper.rows_of(Part("p", FACTS, {"it": {"verb": "versions"}}), said)


def test_of_the_engine_only_version_and_info_are_kept() -> None:
    requests = [{"path": path} for path in ("/info", "/containers/json", "/containers/{}/top")]
    info = {"Name": "SRV", "Labels": ["a=b"], "HttpProxy": "http://x", "Isolation": "process", "NCPU": 4}
    said = [
        {"status": 200, "body": json.dumps(info)},
        {"status": 200, "body": '[{"Env": ["DB=geheim"]}]'},
        {"each": [{"for": "4f0e", "status": 200, "body": '{"Processes": ["geheim"]}'}]},
    ]
    kept = look(said, verb="engine", requests=requests)
    assert kept[0]["body"]["Isolation"] == "process"
    assert kept[1]["body"] == "(24 characters, not shown)"
    text = paper.as_text(kept_of(document(row(kept))))
    assert "geheim" not in text
    assert "http://x" not in text
    assert "a=b" not in text
    assert "4f0e" not in text


def test_of_the_processes_only_those_of_the_proof_are_kept() -> None:
    kept = look([{"Name": "CSRSS.exe"}, {"Name": "payroll.exe"}, 7], verb="processes", owners_of=[])
    assert kept == {"count": 3, "shown": [{"Name": "CSRSS.exe"}]}


def test_a_call_of_looks_keeps_outcomes_only() -> None:
    part = Part("p", CALL, {"a": {}, "b": {}, "c": {}})
    said = [{"ok": True, "value": "x"}, {"ok": False, "error": {"type": "T"}}, 5]
    answers = [each["answer"] for each in paper.rows_of(part, {"looks": said})]
    assert answers == [
        {"ok": True},
        {"ok": False, "error": {"type": "T"}},
        {"ok": False, "error": {"text": "no answer"}},
    ]


@pytest.mark.parametrize(("characters", "whole"), [("xxxxxxxxx<", True), ("xxxxxxxxx", False), ("?" * 10, False)])
def test_a_large_text_leaves_its_length_and_whether_it_came_through(characters: str, whole: bool) -> None:
    kept = probe(characters, "text", characters=10)["answer"]["value"]
    assert kept == {"characters": len(characters), "came_through": whole}


@pytest.mark.parametrize(
    ("json_text", "whole"), [('"\u2028\U0001f600"', True), ('"\u2028?"', False), ('"\ud83d"', True)]
)
def test_a_form_says_whether_it_came_through(json_text: str, whole: bool) -> None:
    written = '"\ud83d"' if "\ud83d" in json_text else '"\u2028\U0001f600"'
    form = {"json": json_text, "units": written.encode("utf-16-be", "surrogatepass").hex()}
    kept = probe({"a": form, "b": {"error": {}}, "c": 1}, "json_forms")["answer"]["value"]
    assert kept["a"]["came_through"] is whole
    assert (kept["b"], kept["c"]) == ({"error": {}}, 1)
    assert json.loads(paper.as_text(kept_of(document(row(kept)))))


@pytest.mark.parametrize(
    "value",
    ["password=geheim1", {"apiToken": "geheim1"}, ["http://me:geheim1@x/"], {"a": {"DB_PASSWORD": ["geheim1"]}}],
)
def test_secrets_are_masked_in_the_file_and_on_the_screen(value: Any) -> None:
    error = {"type": "T", "text": "password=geheim1"}
    shown = kept_of(document(row(value), {**row(0), "answer": {"ok": False, "error": error}}, error=error))
    assert "geheim1" not in paper.as_text(shown)
    assert "geheim1" not in "".join(paper.lines(shown))


def test_names_are_taken_out_where_this_is_wanted() -> None:
    texts = ["srv01.corp.example", "Host SRV01 failed", r"CORP\deployer", "x@corp.example", "192.0.2.10:5986", "srv011"]
    found = document(row(["SRV01", "CORP", "Administrator", ""], "names"), row(texts))
    names = paper.names_in(found["parts"], ["srv01.corp.example", "192.0.2.10", r"CORP\deployer"])
    assert "Administrator" not in names
    shown = kept_of(found, names)
    text = paper.as_text(shown).lower()
    assert "srv011" in text
    for name in ("srv01.", "srv01 ", "corp", "deployer", "192.0.2.10"):
        assert name not in text.replace("srv011", ""), name
    assert "srv01" in paper.as_text(kept_of(found)).lower()


def test_a_name_is_found_without_the_probe_of_names() -> None:
    looks = [
        row([{"CSName": "ALPHA"}], "operating_system"),
        row({"exists": True, "values": {"ComputerName": "BETA"}}, "name_ComputerName"),
    ]
    info = row([{"status": 200, "body": {"Name": "gamma"}}], "engine: /info")
    assert set(paper.names_in(document(*looks, info)["parts"])) == {"ALPHA", "BETA", "gamma"}


def test_a_host_called_like_one_of_our_keys_spoils_nothing() -> None:
    found = document(row(1))
    shown = kept_of(found, ["label", "seconds", "parts", "answer", "ok"])
    assert len(paper.lines(shown)) == 2
    assert json.loads(paper.as_text(shown))["parts"][0]["rows"][0]["label"] == "it"


def deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value] if levels % 2 else {"a": value}
    return value


@pytest.mark.parametrize(
    "value",
    [
        "x" * 3_000_000,
        "word " * 600_000,
        "1" * 3_000_000,
        ["x" * 1000] * 5_000,
        {f"key{number}": "x" * 500 for number in range(20_000)},
        {"k" * 2_000_000: 1},
        [[["x" * 400] * 100] * 100] * 100,
        deep(700),
        deep(701),
    ],
)
def test_the_file_is_bounded_whatever_a_host_says(value: Any) -> None:
    text = paper.as_text(kept_of(document(*(row(value, f"row {number}") for number in range(5)))))
    assert len(text) <= paper.MOST_CHARACTERS
    assert [each["label"] for each in json.loads(text)["parts"][0]["rows"]] == [f"row {number}" for number in range(5)]


def test_the_screen_shows_the_error_that_an_answer_holds() -> None:
    chain = [
        {"type": "Outer"},
        {"type": "System.TimeoutException", "code": "0x80131505", "text": "no\x1b[31m pipe\u202e"},
    ]
    shown = kept_of(document(row({"connected": False, "error": {"chain": chain}})))
    assert paper.lines(shown)[1] == "  it: 0.1 s: answered: System.TimeoutException 0x80131505 no pipe"
