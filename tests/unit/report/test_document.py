"""What the document says of a fleet."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_versions import newest_for
from ansible_collections.winfleet.containers.plugins.plugin_utils.report import collect
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.change import difference
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.containers import isolation_word
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.document import document, natural
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.files import as_json, document_in, read, write
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.matrix import MOST_DECLARED
from sample_fleet import CONTAINERS, sample_fleet

TIME = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TAGS = ["ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025"]
NEWEST = str(newest_for(20348, 3))  # so that nothing is to be said of it
SERVER = {"build": 20348, "revision": 4294, "kind": "server", "edition": "ServerDatacenter", "product_type": 3}
READY = {
    **SERVER,
    "system_drive": "C:",
    "features": {"containers": "enabled", "hyper_v": "disabled"},
    "services": {"vmcompute": {"state": "Running"}, "hns": {"state": "Running"}},
    "reboot_pending": False,
    "engine": {"state": "running", "version": NEWEST, "os_type": "windows", "default_isolation": "process"},
    "virtualization": {
        "hypervisor_present": False,
        "vm": False,
        "platform": "physical",
        "firmware_enabled": True,
        "slat": True,
        "vm_monitor": True,
        "launch_type": None,
    },
}


def report(*fleet: dict[str, Any]) -> dict[str, Any]:
    return document(fleet, TIME, "Fleet", TAGS)


def only(*fleet: dict[str, Any]) -> dict[str, Any]:
    (row,) = report(*fleet)["hosts"]
    return row


def test_a_host_that_was_not_reached_is_there_and_says_so() -> None:
    row = only({"name": "a", "declared": [{"name": "web", "image": "x:1", "isolation": "process"}]})
    assert (row["reached"], row["level"], row["release"]) == (False, "unknown", "not reached")
    assert row["cells"] == ["unknown"] * 5
    assert [item["name"] for item in row["containers"]] == ["web"]
    assert report({"name": "a"})["summary"]["counts"]["unreached"] == 1


def test_no_host_at_all() -> None:
    assert report()["summary"]["sentences"] == ["No host was given."]


def test_the_least_of_a_host_is_enough() -> None:
    row = only({"name": "a", "host": {"build": 20348, "kind": "server"}})
    assert row["release"] == "Windows Server 2022"
    assert row["isolation"]["process"]["verdict"] == "unknown"
    assert row["level"] == "unknown"


def test_cells_tell_what_runs_now_and_what_would_after_a_change() -> None:
    row = only({"name": "a", "host": READY})
    assert row["cells"] == ["prepare", "prepare", "process", "no"]


def test_a_home_edition_cannot_be_prepared() -> None:
    home = {
        "build": 19045,
        "kind": "client",
        "edition": "Core",
        "product_type": 1,
        "features": {"containers": "unavailable"},
    }
    row = only({"name": "a", "host": home})
    assert (row["cells"], row["level"]) == (["no"] * 4, "bad")


def test_what_a_host_lacks_carries_the_judges_remedies() -> None:
    row = only({"name": "a", "host": READY})
    (lack,) = row["lacks"]
    assert (lack["what"], lack["mode"]) == ("no Hyper-V isolation", "hyperv")
    assert lack["remedies"] == row["isolation"]["hyperv"]["remedies"] != []


def test_a_pending_reboot_comes_first() -> None:
    reasons = ["Component Based Servicing: RebootPending"]
    row = only({"name": "a", "host": {**READY, "reboot_pending": True, "reboot_reasons": reasons}})
    assert row["lacks"][0] == {"what": "reboot pending", "mode": "", "why": reasons, "remedies": ["Reboot the host."]}
    assert row["level"] == "warn"


@pytest.mark.parametrize("state", ["absent", "stopped", "unreachable"])
def test_an_engine_that_does_not_run(state: str) -> None:
    row = only({"name": "a", "host": {**READY, "engine": {"state": state, "error": "Access is denied."}}})
    assert row["lacks"][-1]["what"] == f"engine {state}"
    assert row["lacks"][-1]["why"] == ["Access is denied."]


def test_containers_are_joined_by_name_from_all_three_sides() -> None:
    row = only(
        {
            "name": "a",
            "declared": [{"name": "one", "image": "x:1", "isolation": "Hyper-V"}],
            "verdicts": [
                {"container": "one", "verdict": "yes", "os_version": "10.0.20348"},
                {"container": "two", "image": "y:1", "verdict": "no"},
            ],
            "proof": [
                {"name": "one", "claimed": "hyperv", "verdict": "proven", "evidence": [{"pid": 8, "found": ["a", "b"]}]}
            ],
        }
    )
    one, two = row["containers"]
    assert (one["isolation"], one["outcome"], one["evidence"]) == ("hyperv", "proven", ["pid: 8; found: a b"])
    assert (two["image"], two["outcome"]) == ("y:1", "refused")


def test_isolation_words() -> None:
    assert [isolation_word(word) for word in ("Hyper-V", "process", None, "")] == ["hyperv", "process", "", ""]


def test_one_host_is_told_a_remedy_once() -> None:
    verdict = {"container": "web", "mode": "hyperv", **only({"name": "a", "host": READY})["isolation"]["hyperv"]}
    told = report({"name": "a", "host": READY, "verdicts": [verdict]})["todo"]
    assert [entry["what"] for entry in told] == ["container web is refused"]


def test_the_same_remedy_of_many_hosts_is_one_entry() -> None:
    told = report(*({"name": f"h{number}", "host": READY} for number in range(4)))["todo"]
    assert [entry["hosts"] for entry in told] == [["h0", "h1", "h2", "h3"]]


def test_the_least_declared_images_have_no_column() -> None:
    declared = [{"name": f"c{number}", "image": f"x:{number}"} for number in range(MOST_DECLARED + 2)]
    told = report({"name": "a", "host": READY, "declared": declared}, {"name": "b", "declared": declared[1:]})
    assert len(told["images"]) == len(TAGS) + MOST_DECLARED
    assert told["images_left_out"] == 2
    assert "x:0" not in [image["image"] for image in told["images"]]


def test_environments_never_reach_the_document() -> None:
    fleet = sample_fleet(60)
    values = [value for container in CONTAINERS for value in container[4].values()]
    secret = values[0]
    assert any(secret in json.dumps(member) for member in fleet)
    said = {"state": "unreachable", "error": f"said {secret}, token: abc"}
    for member in fleet:
        if any(secret in container["env"].values() for container in member.get("declared", [])):
            member["host"] = {**member["host"], "engine": said}
    written = as_json(report(*fleet))
    assert [value for value in values if value in written] == []
    assert "said ********, token: ********" in written


SAYINGS = [
    "login with --password planted failed",
    "mysql -u root -p planted shop",
    '{"Password":"planted","User":"sa"}',
    '{\\"Password\\": \\"planted\\"}',
    "pull bob:planted@reg.example.com/x:1",
    "pull https://bob:planted@reg.example.com/x:1",
    "app.token: planted",
    'failed. (0x2) extra info: {"CommandLine":"app planted","Environment":{"A":"planted"}}',
    "PORT=planted",
    "MODE=web",
    '"MODE":"web"',
    "a planted label",
]


@pytest.mark.parametrize("text", SAYINGS)
def test_no_form_of_a_secret_reaches_the_document(text: str) -> None:
    reason = {"rule": text, "value": text, "fact": text, "source": ""}
    answer = {"verdict": "no", "supported": False, "reasons": [reason], "remedies": [text]}
    known = "label" in text or "PORT" in text
    told = only(
        {
            "name": "a",
            "host": {
                **READY,
                "engine": {"state": "unreachable", "error": text},
                "reboot_pending": True,
                "reboot_reasons": [text],
            },
            "isolation": {"process": answer, "hyperv": answer},
            "declared": [
                {
                    "name": "c",
                    "image": "bob:planted@reg/x:1",
                    "env": {"MODE": "web"},
                    "labels": {"app.token": "planted"} if known else {},
                }
            ],
            "verdicts": [{"container": "c", **answer}, {"container": "d", "image": "bob:planted@reg/x", **answer}],
            "proof": [{"name": "c", "verdict": "refuted", "evidence": [{"found": text}]}],
        }
    )
    written = json.dumps(told)
    assert "planted" not in written
    assert "MODE=web" not in written and 'MODE\\":\\"web' not in written
    assert "********" in written


def test_marks_of_a_host_do_not_reach_the_document() -> None:
    said = "x\x1b[31m\x00\u202ey"
    host = {**READY, "product": said, "edition": said, "engine": {"state": "unreachable", "error": said}}
    row = only({"name": "a", "host": host})
    assert row["edition"] == row["engine"]["error"] == "xy"
    assert not [mark for mark in "\x1b\x00\u202e" if mark in json.dumps(row, ensure_ascii=False)]


def test_the_input_is_not_changed() -> None:
    fleet = sample_fleet(30)
    before = copy.deepcopy(fleet)
    report(*fleet)
    assert fleet == before


def test_the_numbers_of_a_fleet_agree() -> None:
    told = report(*sample_fleet(120))
    rows, numbers = told["hosts"], told["summary"]
    assert numbers["hosts"] == len(rows) == sum(numbers["levels"].values()) == sum(numbers["support"].values()) == 120
    assert sum(numbers["containers"].values()) == sum(len(row["containers"]) for row in rows)
    assert sum(item["hosts"] for item in told["containers"]) == sum(numbers["containers"].values())
    assert all(len(row["cells"]) == len(told["images"]) for row in rows)
    assert {name for entry in told["todo"] for name in entry["hosts"]} == {
        row["name"] for row in rows if row["lacks"]
    } | {row["name"] for row in rows for item in row["containers"] if item["outcome"] in ("refused", "refuted")}


SENTENCES = [
    ([{"name": "a", "host": READY}], ["1 of 1 host can run process isolation, 0 Hyper-V isolation."]),
    (
        [{"name": "a", "host": {**READY, "reboot_pending": True}}, {"name": "b"}],
        ["1 was not reached.", "1 needs a reboot.", "1 of 2 hosts can run process isolation, 0 Hyper-V isolation."],
    ),
    (
        [{"name": "a", "host": READY, "verdicts": [{"container": "c", "verdict": "no"}]}],
        [
            "Broken: container c is refused (a).",
            "1 declared container: 1 refused.",
            "1 of 1 host can run process isolation, 0 Hyper-V isolation.",
        ],
    ),
]


@pytest.mark.parametrize(("fleet", "wanted"), SENTENCES)
def test_sentences(fleet: list[dict[str, Any]], wanted: list[str]) -> None:
    assert report(*fleet)["summary"]["sentences"] == wanted


def test_names_sort_as_people_count() -> None:
    assert sorted(["web-10", "Web-9", "web-1", "9"], key=natural) == ["9", "web-1", "Web-9", "web-10"]


DIFFERENCES = [
    ({"a": 1, "b": 2}, {"a": 1, "b": 3}, ({"b": 2}, {"b": 3})),
    ({"a": 1}, {"b": 1}, ({"a": 1}, {"b": 1})),
    (
        {"l": [{"name": "x", "v": 1}, {"name": "y", "v": 1}]},
        {"l": [{"name": "x", "v": 2}, {"name": "y", "v": 1}]},
        ({"l": {"x": {"v": 1}}}, {"l": {"x": {"v": 2}}}),
    ),
    ({"l": [1, 2]}, {"l": [1, 3]}, ({"l": [1, 2]}, {"l": [1, 3]})),
    ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, ({"a": {"c": 2}}, {"a": {"c": 3}})),
    ({}, {}, ({}, {})),
]


@pytest.mark.parametrize(("before", "after", "wanted"), DIFFERENCES)
def test_difference_holds_only_what_differs(before: Any, after: Any, wanted: Any) -> None:
    assert difference(before, after) == wanted


@pytest.mark.parametrize("text", [None, "", "{", "[]", "\ufeff{}"])
def test_a_file_that_is_no_report(text: str | None) -> None:
    assert document_in(text) == {}


def test_a_written_document_reads_the_same() -> None:
    told = report(*sample_fleet(5))
    assert document_in(as_json(told)) == told


def test_writing_keeps_the_mode_makes_folders_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "new" / "fleet.json"
    write(path, "one")
    path.chmod(0o640)
    write(path, "two\n")
    assert (read(path), path.stat().st_mode & 0o777) == ("two\n", 0o640)
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "fleet.html"
    write(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write(path, "half \ud800")
    assert read(path) == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_project_is_judged_by_the_same_rule_as_its_drift() -> None:
    """An answer with neither rows nor a failure is none; of an engine that does not run, its state says it."""
    sets = [{"project": name} for name in ("well", "silent", "refused", "lost")]
    judged = [{"containers": []}, {"changed": False}, {"refused": ["no"], "msg": "no", "containers": []}]
    given = {"name": "a", "sets": sets, "judged": judged}
    made = collect.member({**given, "host": {"engine": {"state": "running"}}})
    silent = "there is no answer"
    assert {one["project"]: one["text"] for one in made["problems"]} == {
        "silent": silent,
        "refused": "no",
        "lost": silent,
    }
    assert collect.member({**given, "host": {"engine": {"state": "stopped"}}})["problems"] == []
