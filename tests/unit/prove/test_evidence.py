"""Proofs: what the host shows decides, and what cannot be told is never a proof."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.evidence import VERDICTS, Proof, proofs
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.findings import COMMON
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.seen import Asked
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import moment, plain_name, snapshot
from proof_host import BESIDE, BOOTED, NO_VM, Box, ProofHost, as_answers, guid, process

Change = Callable[[list[dict[str, Any]]], None]
STARTED = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def proven(host: ProofHost, change: Change | None = None, **inventory: str) -> list[Proof]:
    """The proofs of the host's containers once `change` had its way with the raw answers."""
    raw = host.raw()
    if change is not None:
        change(raw)
    first, listed, systems, second = as_answers(raw)
    asked = Asked(["shop"], [])
    return proofs(
        asked.subjects(asked.before.replies(first), asked.after.replies(second)), snapshot(listed, systems), inventory
    )


def one(box: Box, change: Change | None = None, **inventory: str) -> dict[str, Any]:
    (proof,) = proven(ProofHost([box]), change, **inventory)
    return proof.row


def text(row: dict[str, Any]) -> str:
    return " | ".join(row["evidence"])


@pytest.mark.parametrize("source", ["compute_process", "hcsdiag"])
@pytest.mark.parametrize(
    ("claimed", "really", "verdict", "word"),
    [
        ("process", "process", "proven", "9 processes are the host's own, all in session 3"),
        ("hyperv", "hyperv", "proven", guid(1)),
        ("process", "hyperv", "refuted", guid(1)),
        ("hyperv", "process", "refuted", "session 3"),
        ("default", "process", "inconclusive", "no mode that could be proven"),
    ],
)
def test_only_both_findings_together_prove_or_refute(
    claimed: str, really: str, verdict: str, word: str, source: str
) -> None:
    (proof,) = proven(ProofHost([Box("web", claimed, really, declared="default")], source))
    assert proof.row["verdict"] == verdict, proof
    assert word in text(proof.row)


def test_every_verdict_that_proves_or_refutes_has_both_findings() -> None:
    assert all(None not in key for key in VERDICTS)
    assert {
        verdict for (claimed, on_host, machine), verdict in VERDICTS.items() if (claimed == "process") == on_host
    } == {"proven"}


def listed(raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = raw[1]["value"]
    return rows


def drop(*names: str) -> Change:
    def change(raw: list[dict[str, Any]]) -> None:
        raw[1]["value"] = [row for row in listed(raw) if row["ProcessId"] < 10_000 or row["Name"] not in names]

    return change


def each(**values: Any) -> Change:
    """Sets fields of the container's processes on the host."""

    def change(raw: list[dict[str, Any]]) -> None:
        for row in listed(raw):
            if 10_000 <= row["ProcessId"] < 90_000:
                row.update(values)

    return change


def systems(**values: Any) -> Change:
    def change(raw: list[dict[str, Any]]) -> None:
        for row in raw[2]["value"]["compute_process"]["value"]:
            row.update(values)

    return change


@pytest.mark.parametrize(
    ("box", "change", "word"),
    [
        (Box("web"), drop("PING.EXE"), "only 7 of its 9 processes are found"),
        (Box("web"), drop(*BESIDE), "only 2 of its 9 processes are found"),
        (Box("web"), drop("PING.EXE", "conhost.exe"), "only 6 of its 9"),
        (Box("web"), each(SessionId=0), "which is not one of its own"),
        (Box("web"), each(SessionId=None), "which is not one of its own"),
        (Box("web"), systems(RuntimeId=None), "does not tell whether it is a virtual machine"),
        (Box("web"), systems(RuntimeId="n/a"), "does not tell"),
        (Box("web"), systems(RuntimeId=""), "does not tell"),
        (Box("web"), systems(RuntimeId=NO_VM.replace("-", "")), "does not tell"),
        (Box("web"), systems(RuntimeId=NO_VM[:-1]), "does not tell"),
        (Box("web"), systems(Id="another"), "do not hold its id"),
        (Box("api", "hyperv"), systems(RuntimeId=guid(1).replace("-", "")), "does not tell"),
        (Box("api", "hyperv"), systems(RuntimeId=guid(9)), "no worker process"),
        # a machine and its processes on the host: the two findings contradict each other
        (Box("web"), systems(RuntimeId=guid(1)), "no worker process"),
    ],
)
def test_what_is_not_whole_proves_nothing(box: Box, change: Change, word: str) -> None:
    row = one(box, change)
    assert row["verdict"] == "inconclusive", row
    assert word in text(row)


def test_one_of_ten_may_be_missing_and_not_two() -> None:
    def many(lacking: int) -> Change:
        def change(raw: list[dict[str, Any]]) -> None:
            rows = [["worker.exe", str(20_000 + 4 * number), "", ""] for number in range(20)]
            top = json.dumps({"Titles": ["Name", "PID", "CPU", "Private Working Set"], "Processes": rows})
            for answer in (raw[0]["value"][3], raw[3]["value"][1]):
                answer["each"][0]["body"] = top
            raw[1]["value"] += [process("worker.exe", int(row[1]), 3) for row in rows[lacking:]]

        return change

    assert [one(Box("web"), many(lacking))["verdict"] for lacking in (0, 2, 3, 19)] == [
        "proven",
        "proven",
        "inconclusive",
        "inconclusive",
    ]


def test_what_every_container_has_proves_nothing_of_this_one() -> None:
    """A list of the engine that was cut down to what the host has as well."""

    def change(raw: list[dict[str, Any]]) -> None:
        top = json.dumps({"Titles": ["Name", "PID"], "Processes": [["csrss.exe", "612"], ["svchost.exe", "616"]]})
        for answer in (raw[0]["value"][3], raw[3]["value"][1]):
            answer["each"][0]["body"] = top
        raw[1]["value"] += [process("csrss.exe", 612, 1), process("svchost.exe", 616, 1)]

    row = one(Box("web"), change)
    assert row["verdict"] == "inconclusive"
    assert "no process of its own" in text(row)
    assert {plain_name(name) for name in BESIDE} <= COMMON


@pytest.mark.parametrize(
    ("name", "session", "created", "verdict"),
    [
        ("notepad.exe", 1, "2026-11-24T08:00:05.0000000Z", "proven"),  # another name
        ("ping.exe", 1, BOOTED, "proven"),  # much older than the container
        ("svchost.exe", 0, "2026-11-24T08:00:05.0000000Z", "proven"),  # another of those that every Windows has
        ("ping.exe", 1, "2026-11-24T08:00:05.0000000Z", "inconclusive"),
        ("ping.exe", 0, "2026-11-24T08:00:05.0000000Z", "inconclusive"),
    ],
)
def test_pids_collide_by_chance(name: str, session: int, created: str, verdict: str) -> None:
    box = Box("api", "hyperv", number=1)
    host = ProofHost([box])
    pid = {plain_name(told): pid for told, pid in box.inside()}.get(plain_name(name), box.inside()[-2][1])
    host.extra = [process(name, pid, session, created)]
    (proof,) = proven(host)
    assert proof.row["verdict"] == verdict, proof.row


def test_only_processes_of_both_tops_count() -> None:
    def other(raw: list[dict[str, Any]]) -> None:
        raw[3]["value"][1]["each"][0]["body"] = raw[3]["value"][1]["each"][0]["body"].replace("PING", "CMD")

    assert one(Box("web"), other)["verdict"] == "proven"  # conhost lasts, and all that lasts is there

    def none(raw: list[dict[str, Any]]) -> None:
        raw[3]["value"] = [{"status": 200, "body": "[]"}, {"each": []}]

    for box in (Box("web"), Box("api", "hyperv")):
        row = one(box, none)
        assert row["verdict"] == "inconclusive"
        assert "in both lists" in text(row)


def lists(place: int, **values: Any) -> Change:
    def change(raw: list[dict[str, Any]]) -> None:
        raw[place].update(values)

    return change


FAILED = {"ok": False, "value": None, "error": {"type": "x", "code": "", "text": "Zugriff verweigert"}}


@pytest.mark.parametrize("box", [Box("web"), Box("api", "hyperv")])
@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lists(1, **FAILED), "processes could not be read: Zugriff verweigert"),
        (lists(1, value=[]), "processes could not be read: the list is empty"),
        (lists(2, **FAILED), "compute systems could not be read: Zugriff verweigert"),
        (lists(2, value={"hcsdiag": FAILED, "compute_process": FAILED}), "hcsdiag: Zugriff verweigert"),
    ],
)
def test_what_could_not_be_read_is_in_the_evidence(box: Box, change: Change, word: str) -> None:
    row = one(box, change)
    assert row["verdict"] == "inconclusive"
    assert word in text(row)


@pytest.mark.parametrize(("owner", "error"), [(None, "RPC server is unavailable"), ("\\", None), (None, None)])
def test_an_owner_that_could_not_be_read_is_not_said_to_be_another(owner: str | None, error: str | None) -> None:
    def change(raw: list[dict[str, Any]]) -> None:
        for row in listed(raw):
            if row["Name"] == "vmwp.exe":
                row.update(Owner=owner, OwnerError=error)

    row = one(Box("api", "hyperv"), change)
    assert row["verdict"] == "inconclusive"
    assert "could not be read" in text(row)
    assert (error or "not told" if owner is None else owner) in text(row)
    assert "no worker process" not in text(row)


@pytest.mark.parametrize(
    "box", [Box("web"), Box("api", "hyperv"), Box("web", "process", "hyperv"), Box("api", "hyperv", "process")]
)
def test_a_text_of_hcsdiag_that_was_cut_anywhere_proves_no_lie(box: Box) -> None:
    host = ProofHost([box, Box("other", "hyperv")], source="hcsdiag")
    whole = host.raw()[2]["value"]["hcsdiag"]["value"]
    honest = box.claimed == box.mode
    found = set()
    for end in range(len(whole) + 1):

        def cut(raw: list[dict[str, Any]], end: int = end) -> None:
            raw[2]["value"]["hcsdiag"]["value"] = whole[:end]

        verdict = next(proof.row["verdict"] for proof in proven(host, cut) if proof.row["name"] == box.name)
        assert verdict in (("proven", "inconclusive") if honest else ("refuted", "inconclusive")), whole[:end]
        found.add(verdict)
    assert len(found) == 2


def test_a_container_that_does_not_run_is_inconclusive_and_no_fault() -> None:
    (proof,) = proven(ProofHost([Box("web", running=False)]))
    assert (proof.row["verdict"], proof.row["running"], proof.counts) == ("inconclusive", False, False)


def test_one_that_is_said_not_to_run_while_the_host_holds_it_counts() -> None:
    def lie(raw: list[dict[str, Any]]) -> None:
        for entry in raw[0]["value"][1]["each"]:
            entry["body"] = entry["body"].replace('"Running": true', '"Running": false')

    (proof,) = proven(ProofHost([Box("web", "hyperv", "process")]), lie)
    assert (proof.row["verdict"], proof.row["running"], proof.counts) == ("inconclusive", False, True)
    assert "compute systems hold its id" in text(proof.row)


@pytest.mark.parametrize("status", ["paused", "restarting"])
def test_one_whose_processes_are_not_told_is_inconclusive_and_says_why(status: str) -> None:
    (proof,) = proven(ProofHost([Box("web", status=status)]))
    assert (proof.row["verdict"], proof.row["running"], proof.counts) == ("inconclusive", True, True)
    assert "processes are not told" in text(proof.row)


@pytest.mark.parametrize(
    ("declared", "inventory", "verdict"),
    [
        ("hyperv", {}, "refuted"),
        ("process", {}, "proven"),
        ("default", {}, "proven"),
        # the inventory of now goes before what was declared when it was created
        ("process", {"web": "hyperv"}, "refuted"),
        ("hyperv", {"web": "process"}, "proven"),
        ("process", {"web": "default"}, "proven"),
        ("process", {"other": "hyperv"}, "proven"),
    ],
)
def test_what_is_declared_must_be_what_is_claimed(declared: str, inventory: dict[str, str], verdict: str) -> None:
    row = one(Box("web", declared=declared), **inventory)
    assert (row["verdict"], row["declared"]) == (verdict, inventory.get("web", declared))
    if verdict == "refuted":
        assert row["evidence"][0].startswith("it is declared hyperv, and the engine itself says process")


def test_a_session_that_two_containers_share_is_neithers_own() -> None:
    rows = [proof.row for proof in proven(ProofHost([Box("web"), Box("iis")]), each(SessionId=3))]
    assert [(row["name"], row["verdict"]) for row in rows] == [("iis", "inconclusive"), ("web", "inconclusive")]
    assert "session 3 is used by another container" in text(rows[0])


def test_a_virtual_machine_that_two_containers_share_is_neithers_own() -> None:
    rows = [
        proof.row for proof in proven(ProofHost([Box("a1", "hyperv"), Box("a2", "hyperv")]), systems(RuntimeId=guid(1)))
    ]
    assert [row["verdict"] for row in rows] == ["inconclusive", "inconclusive"]
    assert all("same virtual machine" in text(row) for row in rows)


@pytest.mark.parametrize(("other", "verdict"), [("f" * 64, "inconclusive"), ("cowork-vm-1", "proven")])
def test_one_that_is_not_judged_may_share_it_too(other: str, verdict: str) -> None:
    def change(raw: list[dict[str, Any]]) -> None:
        raw[2]["value"]["compute_process"]["value"].append({"Id": other, "RuntimeId": guid(1)})

    assert one(Box("api", "hyperv"), change)["verdict"] == verdict


def test_sources_that_contradict_each_other_tell_nothing() -> None:
    host, other = ProofHost([Box("api", "hyperv")]), ProofHost([Box("api", "process")], source="hcsdiag")

    def change(raw: list[dict[str, Any]]) -> None:
        raw[2]["value"]["hcsdiag"] = other.raw()[2]["value"]["hcsdiag"]

    (proof,) = proven(host, change)
    assert proof.row["verdict"] == "inconclusive"


@pytest.mark.parametrize(
    ("place", "status", "body", "word"),
    [
        (1, 500, '{"message": "broken"}', "status 500: broken"),
        (1, 404, '{"message": "no such container"}', "says then that it is not there"),
        (1, 200, "[]", "could not be read"),
        (1, 200, "no json", "could not be read"),
        (3, 500, "", "its processes (top) could not be read"),
        (3, 409, '{"message": "is not running"}', "its processes (top) could not be read"),
        (3, 200, '{"Titles": ["UID", "PID"], "Processes": [["root", "1"]]}', "without Name"),
        (3, 200, '{"Titles": ["Name", "PID"], "Processes": [["ping.exe"]]}', "a row of 1"),
        (3, 200, '{"Titles": ["Name", "PID"], "Processes": [["ping.exe", "one"]]}', "no process id"),
    ],
)
@pytest.mark.parametrize("mode", ["process", "hyperv"])
def test_what_the_engine_does_not_tell_of_one_container_leaves_that_one_open(
    place: int, status: int, body: str, word: str, mode: str
) -> None:
    def change(raw: list[dict[str, Any]]) -> None:
        raw[0]["value"][place]["each"][0].update(status=status, body=body)

    first, second = proven(ProofHost([Box("a1", mode), Box("a2", mode)]), change)
    assert (first.row["verdict"], first.counts) == ("inconclusive", True)
    assert word in text(first.row)
    assert second.row["verdict"] == "proven"


def test_the_answer_must_be_of_the_container_that_was_asked_for() -> None:
    def change(raw: list[dict[str, Any]]) -> None:
        answers = raw[0]["value"][1]["each"]
        answers[0]["body"], answers[1]["body"] = answers[1]["body"], answers[0]["body"]

    rows = [proof.row for proof in proven(ProofHost([Box("a1"), Box("a2")]), change)]
    assert [row["verdict"] for row in rows] == ["inconclusive", "inconclusive"]
    assert "answered with the container a2" in text(rows[0])


@pytest.mark.parametrize(("answer", "place"), [(0, 0), (0, 2), (3, 0)])
def test_a_list_that_cannot_be_read_is_an_error_of_the_host(answer: int, place: int) -> None:
    def change(raw: list[dict[str, Any]]) -> None:
        raw[answer]["value"][place] = {"status": 500, "body": "x"}

    with pytest.raises(HostProblem, match="status 500"):
        proven(ProofHost([Box("web")]), change)


@pytest.mark.parametrize("lacking", ["winfleet.project", "winfleet.version", "winfleet.digest", "winfleet.isolation"])
def test_only_what_carries_all_of_our_labels_is_a_projects(lacking: str) -> None:
    box = Box("web")
    box.labels = {name: value for name, value in box.our_labels().items() if name != lacking}
    assert proven(ProofHost([box])) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24T08:00:00.0000000Z", STARTED),
        ("2026-11-24T16:00:00.0058039+08:00", STARTED + timedelta(microseconds=5803)),
        ("2026-11-24T08:00:00Z", STARTED),
        ("0001-01-01T00:00:00Z", None),
        ("2026-13-24T08:00:00Z", None),
        ("2026-11-24T99:00:00Z", None),
        ("2026-11-24T08:00:00+99:00", None),
        ("9999-12-31T23:59:59-23:59", None),
        (None, None),
        ("soon", None),
    ],
)
def test_dates_of_the_host_and_of_the_engine(text: Any, expected: Any) -> None:
    assert moment(text) == expected
