"""Credentials of registries: of the task, of a docker configuration, of a helper; which request gets which."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import docker_config
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


@pytest.mark.parametrize(
    "address",
    [
        "docker.io", "https://index.docker.io/v1/", "http://index.docker.io/v1/", "index.docker.io/v1/", "Docker.IO",
        "index.docker.io", "https://registry-1.docker.io/v2/",
    ],
)  # fmt: skip
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
        (
            {"https://R.example/v2/": {"identity_token": "a"}, "r.example": {"identity_token": "hunter22"}},
            "is the registry https://R.example/v2/ once more; give each one once",
        ),
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
import json, sys, time
server = sys.stdin.read().strip()
if server == "none.example":
    print("credentials not found in native keychain")
    sys.exit(1)
if server == "broken.example":
    print("hunter22 is what I have, and I fail")
    sys.exit(1)
if server == "words.example":
    print("hunter22")
    sys.exit(0)
if server == "half.example":
    print(json.dumps({{"Secret": "hunter22"}}))
    sys.exit(0)
if server == "slow.example":
    time.sleep(60)
print(json.dumps({{"ServerURL": server, "Username": "helper", "Secret": "from-the-helper"}}))
"""


@pytest.fixture
def helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration that asks the helper `mine` for every registry but one."""
    program = tmp_path / "docker-credential-mine"
    program.write_text(HELPER.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    config = {"credsStore": "mine", "credHelpers": {"odd.example": "absent", "docker.io": "mine"}}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return tmp_path / "config.json"


def test_a_credential_helper_is_asked(helper: Path) -> None:
    who = of(None, str(helper), ["r.example/a:1", "none.example/a:1", "team/b:1"])
    assert list(who.by_registry) == ["docker.io", "r.example"]
    assert told(who.headers("r.example/a:1"))["password"] == "from-the-helper"
    assert "from-the-helper" not in repr(who)


@pytest.mark.parametrize(
    ("registry", "words"),
    [
        (
            "odd.example",
            "the credential helper for odd.example, docker-credential-absent, is not on the controller's PATH",
        ),
        ("broken.example", "what docker-credential-mine answers for broken.example cannot be read (DockerException)"),
        ("words.example", "what docker-credential-mine answers for words.example cannot be read (JSONDecodeError)"),
        ("half.example", "what docker-credential-mine answers for half.example cannot be read (KeyError)"),
        ("slow.example", "docker-credential-mine gave no answer for slow.example within 1 seconds; ask it by hand"),
    ],
)
def test_a_helper_that_has_none_is_one_line_without_what_it_printed(
    helper: Path, registry: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docker_config, "HELPER_SECONDS", 1)
    with pytest.raises(Refused) as refused:
        of(None, str(helper), [f"{registry}/a:1", "r.example/a:1"])
    (problem,) = refused.value.problems
    assert problem.startswith(f"docker_config: {words}") and "hunter22" not in problem


@pytest.mark.parametrize(
    "entry",
    [
        {"auth": "%%%hunter22"},
        {"auth": base64.b64encode(b"hunter22").decode()},
        {"auth": base64.b64encode(b"\xff:hunter22").decode()},
        {"auth": 7},
        {"auth": "h\u00fcnter22"},
        "hunter22",
        ["hunter22"],
    ],
)
def test_a_broken_entry_is_told_where_it_is_asked_for(tmp_path: Path, entry: Any) -> None:
    config = tmp_path / "config.json"
    whole = {"auth": base64.b64encode(b"ann:word").decode()}
    config.write_text(json.dumps({"auths": {"r.example": whole, "broken.example": entry}}), encoding="utf-8")
    assert list(of(None, str(config), ["r.example/a:1", "open.example/b"]).by_registry) == ["r.example"]
    with pytest.raises(Refused) as refused:
        of(None, str(config), ["broken.example/a:1"])
    (problem,) = refused.value.problems
    assert problem.startswith("docker_config: its entry for broken.example cannot be read (")
    assert "hunter22" not in problem


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({}, None),
        ({"auth": ""}, None),
        ({"auth": "", "identitytoken": ""}, None),
        ({"username": "ann", "password": "p:w"}, ("ann", "p:w", "")),
        ({"auth": base64.b64encode(b"ann:p:w").decode()}, ("ann", "p:w", "")),
        ({"auth": base64.b64encode(b"<token>:").decode(), "identitytoken": "t0ken"}, ("", "", "t0ken")),
    ],
)
def test_what_an_entry_says(tmp_path: Path, entry: Any, words: Any) -> None:
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"auths": {"https://R.example/v1/": entry}}), encoding="utf-8")
    login = of(None, str(config), ["r.example/a:1"]).of("r.example/a:1")
    assert (login and (login.username, login.password, login.identity_token)) == words


@pytest.mark.parametrize("content", ["", "{", "[1", "[]", "null", '"a"'])
def test_what_is_no_configuration(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.json").write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=r"docker_config: .*no docker configuration"):
        of(None, str(tmp_path / "config.json"), ["r.example/a:1"])


def test_the_judgement_and_the_pull_have_them_and_nothing_else() -> None:
    web = {"name": "web", "image": "registry.example.com/a:1", "isolation": "process"}
    options = {
        "project": "shop", "isolation": None, "project_dir": None, "allow_piercing": [], "containers": [web],
        "prune": False, "prune_volumes": False, "networks": {}, "volumes": {},
        "registries": GIVEN, "docker_config": None, "archives": {},
        "prune_images": False, "pull": "missing", "adopt": False, "wait": True,
        "timeout": 300, "settle": 3, "keep_failed": False,
        "keep": None, "prune_networks": True, "prune_images_until": None, "check_room": True,
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
