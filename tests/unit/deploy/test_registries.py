"""Credentials of registries: of the task, of a docker configuration, of a helper; which request gets which."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import read_declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.plan import plan
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.registries import (
    HEADER,
    Logins,
    logins,
    plain,
    registry_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.report import step_name
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World, questions_for
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

GIVEN = {"registry.example.com": {"username": "deploy", "password": "pa55word"}}


def told(headers: Any) -> dict[str, str]:
    return dict(json.loads(base64.urlsafe_b64decode(headers[HEADER])))


@pytest.mark.parametrize(
    ("reference", "registry"),
    [
        ("nano:1", "docker.io"),
        ("team/nano:1", "docker.io"),
        ("docker.io/team/nano:1", "docker.io"),
        ("index.docker.io/nano", "docker.io"),
        ("registry.example.com/nano:1", "registry.example.com"),
        ("Registry.Example.com:5000/a/b@sha256:" + "0" * 64, "registry.example.com:5000"),
        ("localhost/nano", "localhost"),
    ],
)
def test_whose_image_it_is(reference: str, registry: str) -> None:
    assert registry_of(reference) == registry


@pytest.mark.parametrize("address", ["docker.io", "https://index.docker.io/v1/", "index.docker.io", "Docker.IO"])
def test_names_of_the_hub(address: str) -> None:
    assert plain(address) == "docker.io"


def of(registries: Any = None, docker_config: str | None = None, references: Any = ()) -> Logins:
    options = {"registries": registries or {}, "docker_config": docker_config}
    return logins(options, list(references), str)


def test_each_request_gets_those_of_its_registry_alone() -> None:
    who = of({**GIVEN, "https://hub.example/v2/": {"identity_token": "t0ken"}})
    assert told(who.headers("registry.example.com/a:1")) == {
        "username": "deploy",
        "password": "pa55word",
        "serveraddress": "registry.example.com",
    }
    assert told(who.headers("hub.example/a:1"))["identitytoken"] == "t0ken"
    assert who.headers("mcr.microsoft.com/a:1") is None and who.headers("a:1") is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"r.example": {"username": "u"}}, "needs username and password, or identity_token"),
        ({"r.example": {"user": "u", "password": "hunter22"}}, "it has username, password, identity_token"),
        ({"r.example": "hunter22"}, "it has username, password, identity_token"),
    ],
)
def test_what_is_no_credential_is_one_line_without_it(given: Any, words: str) -> None:
    with pytest.raises(Refused) as refused:
        of(given)
    (problem,) = refused.value.problems
    assert problem.startswith("registries.r.example: ") and words in problem and "hunter22" not in problem


def test_a_docker_configuration_is_asked_for_what_the_task_does_not_have(tmp_path: Path) -> None:
    entry = base64.b64encode(b"ann:from-the-file").decode()
    auths = {
        "r.example": {"auth": entry},
        "https://index.docker.io/v1/": {"auth": entry},
        "other.example": {"auth": entry},
    }
    (tmp_path / "config.json").write_text(json.dumps({"auths": auths}), encoding="utf-8")
    references = ["r.example/a:1", "team/b:1", "registry.example.com/c:1", "open.example/d:1"]
    who = of(GIVEN, str(tmp_path / "config.json"), references)
    assert {name: login.username for name, login in who.by_registry.items()} == {
        "registry.example.com": "deploy",
        "r.example": "ann",
        "docker.io": "ann",
    }
    assert told(who.headers("team/b:1"))["serveraddress"] == "https://index.docker.io/v1/"
    assert any("from-the-file" in str(secret) for secret in who.secrets())


HELPER = """#!{python}
import json, sys
server = sys.stdin.read().strip()
if server != "r.example":
    print("credentials not found in native keychain")
    sys.exit(1)
print(json.dumps({{"ServerURL": server, "Username": "helper", "Secret": "from-the-helper"}}))
"""


def test_a_credential_helper_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    helper = tmp_path / "docker-credential-mine"
    helper.write_text(HELPER.format(python=sys.executable), encoding="utf-8")
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    config = {"credHelpers": {"r.example": "mine", "none.example": "mine", "odd.example": "absent"}}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    who = of(None, str(tmp_path / "config.json"), ["r.example/a:1", "none.example/a:1"])
    assert list(who.by_registry) == ["r.example"]
    assert told(who.headers("r.example/a:1"))["password"] == "from-the-helper"
    with pytest.raises(Refused, match=r"docker_config: the credential helper for odd\.example failed"):
        of(None, str(tmp_path / "config.json"), ["odd.example/a:1"])


@pytest.mark.parametrize("content", ["", "{", "[1"])
def test_what_is_no_configuration(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.json").write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=r"docker_config: .*no docker configuration"):
        of(None, str(tmp_path / "config.json"), ["r.example/a:1"])


def test_the_judgement_and_the_pull_have_them_and_nothing_else() -> None:
    web = {"name": "web", "image": "registry.example.com/a:1", "isolation": "process"}
    options = {
        "project": "shop", "isolation": None, "project_dir": None, "allow_piercing": [], "containers": [web],
        "prune": False, "prune_volumes": False, "networks": {}, "volumes": {},
        "registries": GIVEN, "docker_config": None, "pull": "missing", "adopt": False, "wait": True,
        "timeout": 300, "settle": 3, "keep_failed": False,
    }  # fmt: skip
    declared = read_declared(options)
    asking = [request for request in questions_for(declared).requests if "headers" in request]
    assert [request["path"].split("/")[1] for request in asking] == ["distribution"]
    made = plan(declared, World())
    having = [step for step in made.steps if "headers" in step]
    assert [step["item"] for step in having] == ["image registry.example.com/a:1"]
    assert "pa55word" not in json.dumps([step for step in made.steps if "headers" not in step])
    text = step_name(having[0], declared.logins)
    assert text.endswith("(with the credentials of registries, registry.example.com as deploy)")
