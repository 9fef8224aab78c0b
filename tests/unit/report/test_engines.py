"""What the report and the preflight say of engines: versions over the fleet, support, updates, known holes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_state import STATES
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import holes, summary
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_versions import (
    newest_for,
    out_of_support,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.report import engines, findings
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.document import document
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.page import page
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.preflight import WIDTH, preflight_lines
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.preflight_engine import ACTIONS

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
NEWEST = str(newest_for(20348, 3))
DESKTOP = {"name": "docker-desktop", "title": "Docker Desktop", "may_change": False}
ZIP = {"name": "zip", "title": "Docker's archive", "may_change": True}


def host(engine: dict[str, Any] | None, build: int = 20348) -> dict[str, Any]:
    return {"build": build, "kind": "server", "product_type": 3, "engine": engine or {}}


def report(**fleet: dict[str, Any] | None) -> dict[str, Any]:
    members = [{"name": name, **({"host": one} if one is not None else {})} for name, one in fleet.items()]
    return document(members, NOW, "Fleet", ["ltsc2022"])


OLD, PATCHED = "28.5.2", NEWEST
FLEET = {
    "a": host({"state": "running", "version": OLD, "source": ZIP}),
    "b": host({"state": "stopped", "file_version": OLD}),
    "c": host({"state": "running", "version": PATCHED}),
    "d": host({"state": "running", "version": "20.10.24"}, build=14393),
    "e": host({"state": "running", "version": "20.10.24"}),
    "f": host({"state": "absent"}),
    "g": host({"state": "absent", "source": {"title": "containerd without a Docker engine", "may_change": False}}),
    "h": host({"state": "running", "version": OLD, "source": DESKTOP}),
    "i": host({"state": "unreachable"}),
    "j": None,
    "k": host({"state": "running", "version": "a word of later"}),
    "l": host({"state": "running", "version": "28.10.0"}),
}


def test_each_version_once_the_newest_first_and_what_has_none_last() -> None:
    told = report(**FLEET)["engines"]
    assert [(row["name"], row["hosts"]) for row in told] == [
        (PATCHED, 1),
        ("28.10.0", 1),
        (OLD, 3),
        ("20.10.24", 2),
        ("a word of later", 1),
        ("containerd without a Docker engine", 1),
        ("no engine", 1),
        ("not known: the engine was not reached", 1),
    ]
    rows = {row["name"]: row for row in told}
    assert rows[OLD]["states"] == {"running": ["a", "h"], "stopped": ["b"]}
    assert rows[OLD]["updates"] == {NEWEST: ["a", "b"]}
    assert rows["20.10.24"]["updates"] == {NEWEST: ["e"]}
    assert rows[PATCHED]["updates"] == {}
    assert rows[OLD]["out_of_support"] == out_of_support(known(OLD), NOW.date())
    assert len(rows[OLD]["holes"]) == len(holes(known(OLD))) > 0
    assert all(hole.id in text for hole, text in zip(holes(known(OLD)), rows[OLD]["holes"], strict=True))
    assert rows["no engine"]["holes"] == []
    assert sum(row["hosts"] for row in told) == len(FLEET) - 1


def test_every_state_without_a_version_has_its_name() -> None:
    assert set(engines.WITHOUT_VERSION) | {"running"} == set(STATES)
    told = report(a=host({"state": "running"}), b=host(None))["engines"]
    assert [(row["name"], row["hosts"]) for row in told] == [("not known", 2)]


# name -> (the engine, the build, the finding's place, what, a word of its remedy)
FINDINGS: dict[str, tuple[dict[str, Any], int, tuple[str, str] | None, str, str]] = {
    "old": (
        {"state": "running", "version": OLD},
        20348,
        ("coming", "warn"),
        f"engine {OLD} is out of support and has known holes",
        f"Update the engine to {NEWEST}",
    ),
    "stopped": (
        {"state": "stopped", "file_version": OLD},
        20348,
        ("coming", "warn"),
        f"engine {OLD} is out of support and has known holes",
        f"Update the engine to {NEWEST}",
    ),
    "the last of Server 2016": (
        {"state": "running", "version": "20.10.24"},
        14393,
        ("coming", "warn"),
        "engine 20.10.24 is out of support and has known holes",
        "move the host to a newer Windows",
    ),
    "of Docker Desktop": (
        {"state": "running", "version": OLD, "source": DESKTOP},
        20348,
        ("coming", "warn"),
        f"engine {OLD} is out of support and has known holes",
        "Update Docker Desktop, which brings it.",
    ),
    "small holes alone": (
        {"state": "running", "version": "29.7.2"},
        20348,
        ("coming", "ok"),
        "an update of engine 29.7.2 is due",
        f"Update the engine to {NEWEST}",
    ),
    "the newest": ({"state": "running", "version": NEWEST}, 20348, None, "engine", ""),
    "Linux": ({"state": "running", "version": OLD, "os_type": "linux"}, 20348, None, "engine", ""),
    "broken JSON": (
        {"state": "running", "version": NEWEST, "config_path": "C:\\d.json", "config_error": "line 1, column 2: x"},
        20348,
        ("broken", "warn"),
        "daemon.json cannot be read",
        "Correct it",
    ),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_what_is_found_of_an_engine(name: str) -> None:
    engine, build, place, what, remedy = FINDINGS[name]
    (row,) = report(a=host(engine, build))["hosts"]
    found = [item for item in row["findings"] if item["what"].startswith(("engine ", "daemon", "an update"))]
    found = [item for item in found if item["what"] != "engine stopped"]
    if place is None:
        assert found == []
        return
    (item,) = found
    assert (item["section"], item["level"], item["what"]) == (*place, what)
    assert remedy in item["remedies"][0]
    assert item["why"] and all(text.endswith(".") for text in item["why"])
    if "holes" in what or name == "small holes alone":
        assert item["why"][-1] == f"{summary(known(engine.get('version') or engine['file_version']))}."


def test_an_update_alone_is_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"out_of_support": None, "update_to": "99.0.0", "holes": []}
    monkeypatch.setattr(engines, "standing", lambda _host, _today: told)
    document_ = report(a=host({"state": "running", "version": NEWEST}))
    (row,) = document_["hosts"]
    assert [(item["level"], item["what"], item["why"]) for item in row["findings"] if "update" in item["what"]] == [
        ("ok", f"an update of engine {NEWEST} is due", [])
    ]
    assert document_["summary"]["counts"]["update"] == 1
    assert document_["summary"]["counts"]["outdated"] == 0
    assert "An update of the engine is due on 1 host." in document_["summary"]["sentences"]


def test_the_kinds_of_findings_are_known() -> None:
    for engine, build, _place, _what, _remedy in FINDINGS.values():
        told = engines.facts(host(engine, build), NOW.date())
        assert {kind for kind, *_rest in engines.lacks(told)} <= set(findings.LACKS)


def test_the_counts_and_the_sentences() -> None:
    told = report(**FLEET)["summary"]
    assert told["counts"]["outdated"] == 6
    assert told["counts"]["update"] == 4
    assert "6 hosts run an engine that is out of support or has known holes." in told["sentences"]
    one = report(a=FLEET["a"])["summary"]["sentences"]
    assert "1 host runs an engine that is out of support or has known holes." in one


def test_remarks_stand_with_what_an_engine_lacks_and_are_masked() -> None:
    remarks = ["there is containerd (service containerd): password=hunter2hunter2."]
    features = {"containers": "enabled", "hyper_v": "disabled"}
    (row,) = report(a={**host({"state": "absent", "remarks": remarks}), "features": features})["hosts"]
    (item,) = [item for item in row["findings"] if item["what"] == "engine absent"]
    assert "there is containerd" in item["why"][0]
    assert "hunter2" not in json.dumps(row)


def test_the_page_shows_each_version_with_its_hosts() -> None:
    html = page(report(**FLEET), "fleet.json")
    for text in (OLD, NEWEST, "20.10.24", "no engine", "containerd without a Docker engine"):
        assert f'<th scope="row">{text}</th>' in html
    assert html.count("<tr data-engine=") == 8
    assert 'href="#engines"' in html
    assert 'id="engines"' not in page(report(), "fleet.json")


# what the part `engine` says in check mode -> the lines
JUDGED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing declared": ({}, []),
    "skipped": ({"skipped": True}, []),
    "as declared": (
        {"engine": {"action": "none", "version": {"before": NEWEST, "after": NEWEST}}},
        [f"engine: {NEWEST}, as declared"],
    ),
    "absent, as declared": ({"engine": {"action": "none", "version": {"before": None}}}, ["engine: none, as declared"]),
    "install": (
        {"engine": {"action": "install", "version": {"before": None, "after": NEWEST}, "changes": []}},
        [f"engine: install {NEWEST}"],
    ),
    "in the part's own words": (
        {"engine": {"action": "install", "changes": ["install engine 1", "start the service docker"]}},
        ["engine: install engine 1, start the service docker"],
    ),
    "upgrade": (
        {
            "engine": {
                "action": "upgrade",
                "version": {"before": OLD, "after": NEWEST},
                "stops": ["web", "api"],
                "config": {"before": {"debug": True, "mtu": 1}, "after": {"debug": False, "dns": ["10.0.0.1"]}},
            }
        },
        [
            f"engine: upgrade from {OLD} to {NEWEST}",
            "engine: daemon.json, debug: true becomes false",
            "engine: daemon.json, mtu: 1 is taken away",
            'engine: daemon.json, dns: ["10.0.0.1"] is added',
            "engine: its restart stops the containers web, api, and starts what ran again",
        ],
    ),
    "left alone": (
        {"engine": {"action": "configure", "restart_required": True, "stops": ["web"]}},
        [
            "engine: configure",
            "engine: its restart stops the container web, and starts what ran again",
            "engine: it runs on as it is until its service is restarted, which is left to you (restart: false)",
        ],
    ),
    "refused": (
        {"failed": True, "msg": "x", "refused": ["engine: a", "engine: b"]},
        ["engine: refused because a; b"],
    ),
    "failed": ({"failed": True, "msg": "the host is away"}, ["engine: not judged: the host is away"]),
    "unreachable": ({"unreachable": True}, ["engine: not judged: no answer"]),
}


@pytest.mark.parametrize("name", JUDGED)
def test_the_preflight_says_what_would_become_of_the_engine(name: str) -> None:
    judged, wanted = JUDGED[name]
    looked = {"host": host({"state": "running", "version": NEWEST}), "isolation": {}}
    lines = preflight_lines(looked, {}, judged, today=date(2026, 11, 27))
    assert max(map(len, lines)) <= WIDTH
    text = "\n".join(lines).replace("\n    ", " ")
    assert [line for line in text.splitlines() if line.startswith("engine")] == wanted


def test_every_action_reads_as_a_sentence() -> None:
    for action in ACTIONS:
        for version in ({"before": OLD, "after": NEWEST}, {}, {"before": None, "after": None}):
            looked = {"host": host(None), "isolation": {}}
            text = "\n".join(preflight_lines(looked, {}, {"engine": {"action": action, "version": version}}))
            assert "None" not in text and "{" not in text


def test_the_preflight_says_how_the_engine_stands() -> None:
    engine = {
        "state": "stopped",
        "file_version": "20.10.9",
        "source": ZIP,
        "config_path": "C:\\d.json",
        "config_error": "line 1, column 2: x",
        "remarks": ["something is to be minded."],
    }
    lines = preflight_lines({"host": host(engine), "isolation": {}}, {}, today=date(2026, 11, 27))
    text = " ".join("\n".join(lines).split())
    for words in (
        "engine 20.10.9 (Docker's archive): stopped",
        "engine: something is to be minded.",
        "engine: C:\\d.json cannot be read: line 1, column 2: x",
        "engine: out of support: ",
        "engine: known holes: CVE-",
        f"engine: {NEWEST} is the newest for this Windows",
    ):
        assert words in text
