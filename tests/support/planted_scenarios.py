"""Tasks in which secrets may come to light: what goes well, what is refused, what fails in the engine or on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from planted import IMAGE, Planted
from simulated import READY, SimulatedFleet

ALLOWED = {"allow_piercing": ["credential_spec"]}

OLD_IMAGE = "mcr.microsoft.com/windows/nanoserver:ltsc2019"
PULLED = "mcr.microsoft.com/windows/nanoserver:ltsc2022"
OLD_ENGINE = {
    **READY,
    "release": "2019",
    "engine": {"state": "running", "version": "19.3.5"},
    "images": [OLD_IMAGE],
}
# Its health check always fails.
SICK = "registry.example/sick:1"
SICK_IMAGE = {"os_version": "10.0.26100.4061", "config": {"Healthcheck": {"Test": ["CMD-SHELL", "exit 1"]}}}
HERE = {**READY, "images": [IMAGE]}
HOSTS: dict[str, dict[str, Any]] = {
    "old": OLD_ENGINE,
    **dict.fromkeys(("srv", "silent", "new", "failing", "exiting", "pulling", "lost"), HERE),
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


def scenarios_of(old: Planted, new: Planted) -> dict[str, Scenario]:
    """In the order in which they run; those on `srv` go on with one set."""

    def deploy(*containers: dict[str, Any], project: str = "shop", **options: Any) -> dict[str, Any]:
        return {"project": project, "containers": list(containers), **ALLOWED, **options}

    first, second = old.container("web"), new.container("web", command=f'app.exe --password "{new.new("line")} x"')
    aged = old.container("web", image=OLD_IMAGE)
    aged.pop("annotations")
    other = {**old.container("api"), "oom_score_adj": 5}
    reference = f"bob:{old.new('registry', '{}')}@registry.example/app:1"
    pulled = {**first, "name": "pulled", "image": PULLED, "isolation": "hyperv"}
    long = {**first, "command": ["app.exe", *[first["env"]["GREETING"]] * 40]}  # what is told of it is cut somewhere
    return {
        "check": Scenario("srv", "containers", deploy(first), changed=True, task={"check_mode": True}),
        "create": Scenario("srv", "containers", deploy(first), changed=True),
        "unchanged": Scenario("srv", "containers", deploy(first), changed=False),
        "change in check mode": Scenario("srv", "containers", deploy(second), ("env",), task={"check_mode": True}),
        "change": Scenario("srv", "containers", deploy(second), ("env", "recreate"), changed=True),
        "host_info": Scenario("srv", "host_info", {}, changed=False),
        "proof": Scenario("srv", "isolation_proof", {"project": "shop"}, ("proven",), changed=False),
        "info": Scenario("srv", "containers_info", {}, ("app.exe",), changed=False),
        "logs": Scenario(
            "srv", "container_logs", {"project": "shop", "secrets": [old.new("told to be one")]}, changed=False
        ),
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
        "process, a long command": Scenario("new", "containers", deploy(long), ("...",), fails=True),
        "failed start": Scenario("failing", "containers", deploy(first), ("exited unexpectedly",), fails=True),
        "it does not come up": Scenario(
            "exiting", "containers", deploy({**first, "image": SICK}), ("did not come up",), fails=True
        ),
        "failed pull": Scenario("pulling", "containers", deploy(pulled), ("pulling the image",), fails=True),
        "failed pull with a login": Scenario(
            "pulling", "containers", deploy(pulled, registries=registries_of(old)), ("of registries",), fails=True
        ),
        "a pull with a login": Scenario(
            "srv",
            "containers",
            deploy({**pulled, "isolation": "hyperv"}, project="login", registries=registries_of(old)),
            (PULLED,),
            changed=True,
        ),
        "lost": Scenario("lost", "containers", deploy(first), ("lost",), fails=True),
        "credentials in a reference": Scenario(
            "srv", "containers", deploy({**first, "name": "app", "image": reference}), ("app",), fails=True
        ),
        **{f"refused: {what}": refusal for what, refusal in refusals_of(old, first, deploy).items()},
    }


def registries_of(old: Planted) -> dict[str, Any]:
    """Also one that no image is of."""
    return {
        "https://MCR.microsoft.com/v2/": {"username": "ann", "password": old.new("registry", '"{} \u00e4:\\')},
        "other.example": {"identity_token": old.new("identity token")},
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
        "labels as a text": {"labels": f"app.token: {old.new('labels as a text')}"},
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
    made["a login without a user"] = deploy(first, registries={"r.example": {"password": old.new("no user")}})
    made["a login as a text"] = deploy(first, registries={"r.example": f"ann:{old.new('login as a text')}"})
    made["registries as a text"] = deploy(first, registries=f"r.example=ann:{old.new('registries as a text')}")
    made["an image of another build"] = deploy({**first, "image": OLD_IMAGE})
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
