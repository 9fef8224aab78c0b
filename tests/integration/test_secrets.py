"""Planted secrets are found nowhere: not in what is printed at -v and -vvv, logged, returned, reported or labelled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from planted import IMAGE, Planted, Secret, found
from simulated import READY, SimulatedFleet

from playbooks import Run

pytestmark = LIGHT_ONLY

ALLOWED = {"allow_piercing": ["credential_spec"]}
# How Ansible is run; the second one also shows what the tasks say at -v.
WAYS = {"winrm-v": ("-v",), "winrm-vvv": ("-vvv",), "psrp-vvv": ("-vvv", "-e", "ansible_connection=psrp")}
OLD_ENGINE = {
    **READY,
    "release": "2019",
    "engine": {"state": "running", "version": "19.3.5"},
}
OLD_IMAGE = "mcr.microsoft.com/windows/nanoserver:ltsc2019"
HOSTS = {
    "srv": READY,
    "silent": READY,
    "old": OLD_ENGINE,
    "new": READY,
    "failing": READY,
    "exiting": READY,
    "pulling": READY,
    "lost": READY,
}


@dataclass
class Scenario:
    """A task on a host, what must be in its message (or in its result, where it does not fail), and how it ends."""

    host: str
    module: str
    options: dict[str, Any]
    words: tuple[str, ...] = ()
    fails: bool = False
    changed: bool | None = None
    task: dict[str, Any] = field(default_factory=dict)


@dataclass
class Ran:
    """A run with all that it left behind, and what was planted in it."""

    run: Run
    secrets: dict[str, Secret]
    scenarios: dict[str, Scenario]
    log: str
    labels: dict[str, str]
    pages: dict[str, str]

    def result(self, name: str) -> dict[str, Any]:
        return next(line for line in self.run.results if line["task"] == name)


def scenarios_of(old: Planted, new: Planted) -> dict[str, Scenario]:
    """In the order in which they run; those on `srv` go on with one set."""

    def deploy(*containers: dict[str, Any], project: str = "shop", **options: Any) -> dict[str, Any]:
        return {"project": project, "containers": list(containers), **ALLOWED, **options}

    first, second = old.container("web"), new.container("web", command=f'app.exe --password "{new.new("line")} x"')
    aged = old.container("web", image=OLD_IMAGE)
    aged.pop("annotations")
    other = {**old.container("api"), "oom_score_adj": 5}
    reference = f"bob:{old.new('registry', '{}')}@registry.example/app:1"
    pulled = {
        **first,
        "name": "pulled",
        "image": "mcr.microsoft.com/windows/nanoserver:ltsc2022",
        "isolation": "hyperv",
    }
    return {
        "check": Scenario("srv", "containers", deploy(first), changed=True, task={"check_mode": True}),
        "create": Scenario("srv", "containers", deploy(first), changed=True),
        "unchanged": Scenario("srv", "containers", deploy(first), changed=False),
        "change in check mode": Scenario("srv", "containers", deploy(second), ("env",), task={"check_mode": True}),
        "change": Scenario("srv", "containers", deploy(second), ("env", "recreate"), changed=True),
        "host_info": Scenario("srv", "host_info", {}, changed=False),
        "proof": Scenario("srv", "isolation_proof", {"project": "shop"}, ("proven",), changed=False),
        "host": Scenario(
            "srv",
            "container_host",
            {"sets": [deploy(second), deploy(other, project="more")], "proof": {}},
            ("proven",),
            changed=True,
        ),
        "silent": Scenario("silent", "containers", deploy(first, other), changed=True, task={"no_log": True}),
        "silent refusal": Scenario("silent", "containers", deploy(first, colour=1), fails=True, task={"no_log": True}),
        "process, engine 19.03": Scenario("old", "containers", deploy(aged), ("cannot find the file",), fails=True),
        "process, engine 28": Scenario("new", "containers", deploy(first), ("cannot find the file",), fails=True),
        "failed start": Scenario("failing", "containers", deploy(first), ("exited unexpectedly",), fails=True),
        "it does not come up": Scenario(
            "exiting", "containers", deploy({**first, "entrypoint": ["whoami"]}), ("did not come up",), fails=True
        ),
        "failed pull": Scenario("pulling", "containers", deploy(pulled), ("pulling the image",), fails=True),
        "lost": Scenario("lost", "containers", deploy(first), ("lost",), fails=True),
        "credentials in a reference": Scenario(
            "srv", "containers", deploy({**first, "name": "app", "image": reference}), ("app",), fails=True
        ),
        **{f"refused: {what}": refusal for what, refusal in refusals_of(old, first, deploy).items()},
    }


def refusals_of(old: Planted, first: dict[str, Any], deploy: Callable[..., dict[str, Any]]) -> dict[str, Scenario]:
    """Bad input with a secret in it, or beside it."""
    bad: dict[str, dict[str, Any]] = {
        "an unknown option": {"colour": "blue"},
        "a misspelt option": {"enviroment": {"KEY": old.new("misspelt env")}},
        "env as compose has it": {"environment": [f"KEY={old.new('environment')}"]},
        "a password": {"password": old.new("password")},
        "env as a text": {"env": f"DB_PASSWORD={old.new('env as a text', '{}, x')}"},
        "env as a list": {"env": [f"KEY={old.new('env as a list', '{} y')}"]},
        "a list in env": {"env": {"DB_PASSWORD": [old.new("list in env")]}},
        "labels as a text": {"labels": f"app.token={old.new('labels as a text')}"},
        "a list in labels": {"labels": {"app.token": [old.new("list in labels")]}},
        "annotations as a list": {"annotations": [f"api-key={old.new('annotations as a list')}"]},
        "a credential spec without a scheme": {"credential_spec": old.account().removeprefix("raw://")},
        "a credential spec as a dictionary": {"credential_spec": {"Sid": old.new("dictionary")}},
        "a quote that is not closed": {"command": f'app --password "{old.new("unclosed")}'},
        "a dictionary in the command": {"command": ["app", {"--password": old.new("dictionary")}]},
        "an image that is none": {"image": f"https://bob:{old.new('image')}@registry.example/app:1"},
        "an unknown isolation mode": {"isolation": "vm"},
        "what Windows refuses": {"privileged": True},
    }
    made = {what: deploy({**first, **wrong}) for what, wrong in bad.items()}
    made["containers as a text"] = {"project": "shop", "containers": json.dumps([first]) + "x"}
    made["a set as a text"] = {"sets": [json.dumps(made["an unknown option"]) + "x"]}
    made["a wrong option of a set"] = {"sets": [{**deploy(first), "pull": "web"}]}
    made["a container as a text"] = {"project": "shop", "containers": [f"web --password {old.new('text')}"]}
    made["a reach that is not allowed"] = {"project": "shop", "containers": [first]}
    made["an unknown option of the set"] = deploy(first, env={"KEY": old.new("env of the set")})
    made["an image that is newer"] = deploy({**first, "image": "mcr.microsoft.com/windows/nanoserver:ltsc2022"})
    return {
        what: Scenario("srv", "container_host" if "sets" in options else "containers", options, fails=True)
        for what, options in made.items()
    }


def break_hosts(fleet: SimulatedFleet, old: Planted) -> None:
    told = next(secret.value for kind, secret in old.secrets.items() if kind.startswith("value of env"))
    fleet.fault("old", "process-failure", times=9)
    fleet.fault("new", "process-failure", times=9)
    fleet.fault("failing", "start-failure", times=9)
    fleet.fault("pulling", "pull-error", text=f"unauthorized: {told}, password={old.new('pull', '{};')}")
    fleet.fault("lost", "drop-in-act", messages=3)


@pytest.fixture(scope="module", params=WAYS)
def ran(
    request: pytest.FixtureRequest, fleet_of: Callable[..., SimulatedFleet], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ran]:
    """All scenarios one after the other, then site.yml and report.yml with what is deployed."""
    way, folder = str(request.param), tmp_path_factory.mktemp("secrets")
    old, new = Planted(f"{way} old"), Planted(f"{way} new")
    scenarios = scenarios_of(old, new)
    images = [IMAGE, OLD_IMAGE]
    fleet = fleet_of(
        **{
            name: {**host, "images": images} if name != "old" else {**host, "images": [OLD_IMAGE]}
            for name, host in HOSTS.items()
        }
    )
    break_hosts(fleet, old)
    plays = [
        (
            name,
            one.host,
            {f"winfleet.containers.{one.module}": one.options, "ignore_errors": True, "ignore_unreachable": True}
            | {"diff": True, **one.task},
        )
        for name, one in scenarios.items()
    ]
    log = folder / "ansible.log"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSIBLE_LOG_PATH", str(log))
        run = fleet.play(fleet.playbook(plays), *WAYS[way])
        variables = {
            "winfleet_hosts": "srv",
            "report_folder": str(folder),
            "containers_project": "shop",
            "containers_list": scenarios["change"].options["containers"],
            "containers_allow_piercing": ["credential_spec"],
        }
        for playbook in ("site", "report"):
            more = fleet.play(f"winfleet.containers.{playbook}", "--diff", *WAYS[way], variables=variables)
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
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("fleet.*")}
    yield Ran(
        run,
        {**old.secrets, **{f"new {kind}": value for kind, value in new.secrets.items()}},
        scenarios,
        log.read_text(encoding="utf-8"),
        labels,
        pages,
    )


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
    assert set(ran.pages) == {"fleet.html", "fleet.json"}


def test_no_secret_is_in_a_result(ran: Ran) -> None:
    leaks = {
        line["task"]: leak
        for line in ran.run.results
        if (leak := found(ran.secrets, json.dumps(line, ensure_ascii=False)))
    }
    assert leaks == {}


@pytest.mark.parametrize("where", ["console", "log", "labels", "pages"])
def test_no_secret_is_in(ran: Ran, where: str) -> None:
    texts = {
        "console": ran.run.output,
        "log": ran.log,
        "labels": json.dumps(ran.labels),
        "pages": "\n".join(ran.pages.values()),
    }
    assert texts[where]
    assert found(ran.secrets, texts[where]) == []


def test_no_log_silences_progress_and_warnings(ran: Ran) -> None:
    assert "silent: " not in ran.run.output.replace("fatal: ", "")
    assert "oom_score_adj" in ran.run.output  # the warning that `host` gives, and `silent` does not
    assert "censored" in ran.result("silent")["result"]
