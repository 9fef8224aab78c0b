"""Proofs: what the host shows decides, and what cannot be told is never a proof."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.evidence import VERDICTS, proofs, subject
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import (
    hcsdiag_machines,
    moment,
    snapshot,
    top_rows,
)

GUID = "6F1B8F3E-5A0C-4C3B-9E57-2D0B9C1E7A10"
NO_VM = "00000000-0000-0000-0000-000000000000"
STARTED = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TITLES = ["Name", "PID", "CPU", "Private Working Set"]
INSIDE = [("smss.exe", 1000), ("csrss.exe", 1004), ("PING.EXE", 3964)]


def top(*rows: tuple[str, int]) -> dict[str, Any]:
    return {"Titles": TITLES, "Processes": [[name, str(pid), "00:00:00.031", "856.1kB"] for name, pid in rows]}


def inspect(
    claimed: str, *, name: str = "web", identifier: str = "ab12", running: bool = True, declared: str | None = None
) -> dict[str, Any]:
    return {
        "Id": identifier,
        "Name": f"/{name}",
        "State": {"Running": running, "StartedAt": STARTED.isoformat().replace("+00:00", "Z")},
        "HostConfig": {"Isolation": claimed},
        "Config": {"Labels": {"winfleet.isolation": declared} if declared else {}},
    }


def process(name: str, pid: int, session: int = 3, age: float = 0, owner: str | None = None) -> dict[str, Any]:
    created = (STARTED - timedelta(seconds=age)).strftime("%Y-%m-%dT%H:%M:%S.0000000Z")
    return {"ProcessId": pid, "Name": name, "SessionId": session, "CreationDate": created, "Owner": owner}


ON_HOST = [
    process("smss.exe", 1000, 0),
    process("csrss.exe", 1004),
    process("ping.exe", 3964),
    process("svchost.exe", 800, 0, 9000),
]
WORKER = process("vmwp.exe", 5000, 0, owner=f"NT VIRTUAL MACHINE\\{GUID}")


def host(processes: list[dict[str, Any]], machines: dict[str, str] | None) -> Any:
    rows = [{"Id": identifier, "RuntimeId": guid} for identifier, guid in (machines or {}).items()]
    fails = {"ok": False, "error": {"text": "denied"}}
    systems = {"hcsdiag": fails, "compute_process": fails if machines is None else {"ok": True, "value": rows}}
    return snapshot({"ok": True, "value": processes}, {"ok": True, "value": systems})


PROCESS_HOST = host(ON_HOST, {"ab12": NO_VM})
HYPERV_HOST = host([process("svchost.exe", 800, 0, 9000), WORKER], {"ab12": GUID})

# what is seen on the host, what is claimed -> verdict, and a word of the evidence
CASES = [
    (PROCESS_HOST, "process", "proven", "session 3"),
    (HYPERV_HOST, "hyperv", "proven", GUID),
    (PROCESS_HOST, "hyperv", "refuted", "session 3"),
    (HYPERV_HOST, "process", "refuted", GUID),
    (host(ON_HOST, {}), "process", "inconclusive", "do not hold its id"),
    (host(ON_HOST, None), "process", "inconclusive", "could not be read"),
    (host([], {"ab12": GUID}), "hyperv", "inconclusive", "no worker process"),
    (host([WORKER], {}), "hyperv", "inconclusive", "do not hold its id"),
    # a machine and its processes on the host: the two findings contradict each other
    (host([*ON_HOST, WORKER], {"ab12": GUID}), "hyperv", "inconclusive", "session 3"),
    (host([*ON_HOST, WORKER], {"ab12": GUID}), "process", "inconclusive", GUID),
    # PIDs that collide: another name, a process that is much older, a process of the services' session
    (host([process("notepad.exe", 3964), WORKER], {"ab12": GUID}), "hyperv", "proven", "none of its 3"),
    (host([process("ping.exe", 3964, age=3600), WORKER], {"ab12": GUID}), "hyperv", "proven", "none of its 3"),
    (host([process("csrss.exe", 1004, session=0)], {"ab12": NO_VM}), "process", "inconclusive", "session 0"),
    (host([process("smss.exe", 1000, 0), WORKER], {"ab12": GUID}), "hyperv", "proven", "none of its 3"),
    # processes in two sessions are not in one of its own
    (
        host([process("csrss.exe", 1004, 3), process("ping.exe", 3964, 4)], {"ab12": NO_VM}),
        "process",
        "inconclusive",
        "3, 4",
    ),
    (PROCESS_HOST, "default", "inconclusive", "no mode"),
]


@pytest.mark.parametrize(("seen", "claimed", "verdict", "word"), CASES)
def test_only_both_findings_together_prove_or_refute(seen: Any, claimed: str, verdict: str, word: str) -> None:
    (proof,) = proofs([subject(inspect(claimed), top(*INSIDE), top(*INSIDE))], seen)
    assert proof["verdict"] == verdict, proof
    assert any(word in line for line in proof["evidence"])


def test_every_verdict_that_proves_or_refutes_has_both_findings() -> None:
    assert all(None not in key for key in VERDICTS)
    assert {
        verdict for (claimed, on_host, machine), verdict in VERDICTS.items() if (claimed == "process") == on_host
    } == {"proven"}


def test_only_processes_of_both_tops_count() -> None:
    short_lived = top(("cmd.exe", 3964))
    (proof,) = proofs([subject(inspect("process"), top(*INSIDE), short_lived)], PROCESS_HOST)
    assert proof["verdict"] == "inconclusive"
    (proof,) = proofs([subject(inspect("process"), None, None)], PROCESS_HOST)
    assert proof["verdict"] == "inconclusive"
    (proof,) = proofs([subject(inspect("hyperv"), None, None)], HYPERV_HOST)
    assert proof["verdict"] == "inconclusive"


def test_a_container_that_does_not_run_is_inconclusive() -> None:
    (proof,) = proofs([subject(inspect("process", running=False), None, None)], PROCESS_HOST)
    assert (proof["verdict"], proof["running"]) == ("inconclusive", False)


@pytest.mark.parametrize(
    ("declared", "claimed", "verdict"),
    [
        ("hyperv", "process", "refuted"),
        ("process", "process", "proven"),
        ("default", "process", "proven"),
        (None, "process", "proven"),
    ],
)
def test_what_was_declared_must_be_what_is_claimed(declared: str | None, claimed: str, verdict: str) -> None:
    (proof,) = proofs([subject(inspect(claimed, declared=declared), top(*INSIDE), top(*INSIDE))], PROCESS_HOST)
    assert (proof["verdict"], proof["declared"]) == (verdict, declared)


def test_a_session_that_two_containers_share_is_neithers_own() -> None:
    seen = host([*ON_HOST, process("iis.exe", 4000)], {"ab12": NO_VM, "cd34": NO_VM})
    other = subject(inspect("process", name="iis", identifier="cd34"), top(("iis.exe", 4000)), top(("iis.exe", 4000)))
    rows = proofs([subject(inspect("process"), top(*INSIDE), top(*INSIDE)), other], seen)
    assert [row["verdict"] for row in rows] == ["inconclusive", "inconclusive"]
    assert [row["name"] for row in rows] == ["iis", "web"]


def test_hcsdiag_is_read_where_get_compute_process_tells_no_runtime_id() -> None:
    text = (
        f"ab12\r\n    Container,                \tRunning, {NO_VM}, docker\r\n"
        f"cowork-vm\r\n    VM,\tRunning, {GUID}, cowork-vm\r\n"
    )
    assert hcsdiag_machines(text) == {"ab12": None, "cowork-vm": GUID.lower()}
    systems = {
        "hcsdiag": {"ok": True, "value": text},
        "compute_process": {"ok": True, "value": [{"Id": "ab12", "RuntimeId": None}]},
    }
    seen = snapshot({"ok": True, "value": []}, {"ok": True, "value": systems})
    assert seen.machines == {"ab12": None, "cowork-vm": GUID.lower()}


def test_what_could_not_be_read_is_in_the_evidence() -> None:
    denied = {"ok": False, "error": {"text": "Zugriff verweigert"}}
    seen = snapshot(denied, denied)
    (proof,) = proofs([subject(inspect("process"), top(*INSIDE), top(*INSIDE))], seen)
    assert proof["verdict"] == "inconclusive"
    assert sum("Zugriff verweigert" in line for line in proof["evidence"]) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24T08:00:00.0000000Z", STARTED),
        ("2026-11-24T16:00:00.0058039+08:00", STARTED + timedelta(microseconds=5803)),
        ("2026-11-24T08:00:00Z", STARTED),
        ("0001-01-01T00:00:00Z", None),
        (None, None),
        ("soon", None),
    ],
)
def test_dates_of_the_host_and_of_the_engine(text: Any, expected: Any) -> None:
    assert moment(text) == expected


def test_top_is_read_by_its_titles() -> None:
    assert top_rows(top(("ping.exe", 3964))) == {(3964, "ping")}
    assert top_rows({"Titles": ["UID", "PID"], "Processes": [["root", "1"]]}) == set()
    assert top_rows(None) == set()
