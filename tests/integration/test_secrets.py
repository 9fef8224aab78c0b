"""Planted secrets are found nowhere: not in what is printed at -v and -vvv, logged, returned, reported or labelled."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import (
    digest,
    read_container,
)
from fronts import LIGHT_ONLY
from planted import Planted, Secret, found, spellings
from planted_scenarios import HOSTS, SICK, SICK_IMAGE, Scenario, break_hosts, scenarios_of
from simulated import REGISTRY, SimulatedFleet

from playbooks import Run

pytestmark = LIGHT_ONLY

# How Ansible is run; the second one also shows what the tasks say at -v.
WAYS = {"winrm-v": ("-v",), "winrm-vvv": ("-vvv",), "psrp-vvv": ("-vvv", "-e", "ansible_connection=psrp")}


@dataclass
class Ran:
    """A run with all that it left behind, and what was planted in it."""

    run: Run
    secrets: dict[str, Secret]
    scenarios: dict[str, Scenario]
    labels: dict[str, str]
    folder: Path

    def file(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def result(self, name: str) -> dict[str, Any]:
        return next(line for line in self.run.results if line["task"] == name)


@pytest.fixture(scope="module", params=WAYS)
def ran(
    request: pytest.FixtureRequest, fleet_of: Callable[..., SimulatedFleet], tmp_path_factory: pytest.TempPathFactory
) -> Ran:
    """All scenarios one after the other, then site.yml and report.yml with what is deployed."""
    way, folder = str(request.param), tmp_path_factory.mktemp("secrets")
    old, new = Planted(f"{way} old"), Planted(f"{way} new")
    scenarios = scenarios_of(old, new)
    fleet = fleet_of(registry={**REGISTRY, SICK: SICK_IMAGE}, **HOSTS)
    break_hosts(fleet, old)
    run = _logged(fleet, folder, fleet.playbook([_play(name, one) for name, one in scenarios.items()]), *WAYS[way])
    variables = {
        "winfleet_hosts": "srv",
        "report_folder": str(folder),
        "containers_project": "shop",
        "containers_list": scenarios["change"].options["containers"],
        "containers_allow_piercing": ["credential_spec"],
    }
    for playbook in ("site", "report"):
        more = _logged(fleet, folder, f"winfleet.containers.{playbook}", "--diff", *WAYS[way], variables=variables)
        assert more.code == 0, more.output
        run.output += more.output
        run.results += more.results
    labels = {
        f"{host} {name} {key}": value
        for host in HOSTS
        for name, entry in fleet.engine(host).items()
        for key, value in entry["Config"]["Labels"].items()
        if key.startswith("winfleet.")
    }
    secrets = {**old.secrets, **{f"new {kind}": secret for kind, secret in new.secrets.items()}}
    return Ran(run, secrets, scenarios, labels, folder)


def _play(name: str, one: Scenario) -> tuple[str, str, dict[str, Any]]:
    module = {f"winfleet.containers.{one.module}": one.options}
    return name, one.host, {**module, "ignore_errors": True, "ignore_unreachable": True, "diff": True, **one.task}


def _logged(fleet: SimulatedFleet, folder: Path, playbook: str, *arguments: str, **more: Any) -> Run:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSIBLE_LOG_PATH", str(folder / "ansible.log"))
        return fleet.play(playbook, *arguments, **more)


def test_each_scenario_is_what_it_says(ran: Ran) -> None:
    """So that what is searched below is what the issue is about."""
    for name, one in ran.scenarios.items():
        line = ran.result(name)
        failed = line["event"] != "ok"
        told = json.dumps(line["result"], ensure_ascii=False)
        assert failed == one.fails, (name, told)
        if not one.task.get("no_log"):
            assert [word for word in one.words if word not in told] == [], (name, told)
            assert one.changed in (None, line["result"]["changed"]), (name, told)
    assert "srv: create web" in ran.run.output
    assert len(ran.labels) >= 8


def test_no_secret_is_in_a_result(ran: Ran) -> None:
    leaks = {
        line["task"]: leak
        for line in ran.run.results
        if (leak := found(ran.secrets, json.dumps(line, ensure_ascii=False)))
    }
    assert leaks == {}


@pytest.mark.parametrize("where", ["console", "log", "labels", "page", "data"])
def test_no_secret_is_in(ran: Ran, where: str) -> None:
    texts = {
        "console": ran.run.output,
        "log": ran.file("ansible.log"),
        "labels": json.dumps(ran.labels),
        "page": ran.file("fleet.html"),
        "data": ran.file("fleet.json"),
    }
    assert texts[where]
    assert found(ran.secrets, texts[where]) == []


def test_no_log_silences_progress_and_warnings(ran: Ran) -> None:
    assert re.findall(r"(?m)^silent: .*|^\[WARNING\].*silent: .*", ran.run.output) == []
    assert "oom_score_adj" in ran.run.output  # the warning that `host` gives, and `silent` does not
    assert "censored" in ran.result("silent")["result"]


def test_the_digest_is_the_same_with_other_secrets(ran: Ran) -> None:
    """So nobody can guess at them by it."""
    (declared,) = ran.scenarios["change"].options["containers"]
    other = Planted("other").container("web", command='app.exe --password "another one x"')
    assert declared["env"]["DB_PASSWORD"] != other["env"]["DB_PASSWORD"]
    spec, wrong = read_container(other, None)
    assert (wrong, digest(spec)) == ([], ran.labels["srv web winfleet.digest"])
    more, _wrong = read_container({**other, "env": {**other["env"], "MORE": "x"}}, None)
    assert digest(more) != digest(spec)


def test_the_search_finds_a_leak_in_every_spelling(front: str) -> None:
    planted = Planted("leak")
    planted.container("web")
    for kind, secret in planted.secrets.items():
        for how, spelt in spellings(secret):
            assert found(planted.secrets, f"some text: {spelt}, and more"), (kind, how)
    assert found(planted.secrets, "some text without one") == []


def test_the_search_finds_what_a_task_leaks(fleet_of: Callable[..., SimulatedFleet], tmp_path: Path) -> None:
    """A task that prints its secret is found in the console, in its result and in the log."""
    planted = Planted("leak")
    env = planted.container("web")["env"]
    fleet = fleet_of(srv={})
    run = _logged(fleet, tmp_path, fleet.playbook([("leak", "srv", {"ansible.builtin.debug": {"msg": env}})]))
    log = (tmp_path / "ansible.log").read_text(encoding="utf-8")
    for text in (run.output, json.dumps(run.results), log):
        assert len(found(planted.secrets, text)) >= len(env), text
