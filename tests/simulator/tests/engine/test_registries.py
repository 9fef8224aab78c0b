"""Registries that want a login, that break, that are not there: what pull, push, login and /distribution say."""

from __future__ import annotations

import base64
import json

import pytest
from hostsim.engine.registry import Registry

IMAGE = {"os_version": "10.0.20348.2113", "size": "40kB"}
HOSTS = {
    "open.example": {},
    "basic.example": {"login": "basic", "users": {"u": "p"}},
    "token.example:5000": {
        "login": "token",
        "users": {"u": "p"},
        "private": ["team/"],
        "refresh": ["r"],
        "tokens": ["t"],
        "faults": {
            "cut/": {"kind": "cut", "second": 0.001},
            "limit/": "limit",
            "busy/": {"kind": "unavailable", "second": 0.001},
            "gate/": "gateway",
            "deny/": "deny",
        },
    },
    "down.example": {"faults": {"": "down"}},
}
NAMES = (
    "open.example/a:1", "open.example/a:2", "basic.example/a:1", "token.example:5000/a:1",
    "token.example:5000/team/a:1", "token.example:5000/cut/a:1", "hub/a:1",
)  # fmt: skip
DENIED = "denied: requested access to the resource is denied"
LOGIN = "repository does not exist or may require 'docker login': " + DENIED
WRONG = "unauthorized: incorrect username or password"


@pytest.fixture
def box(make):
    images = {name: {**IMAGE, "created_by": name} for name in NAMES}
    return make(registry=Registry(images, HOSTS), images=[]).up()


def header(**who: str) -> dict[str, str]:
    return {"X-Registry-Auth": base64.urlsafe_b64encode(json.dumps(who).encode()).decode()}


GOOD, BAD = header(username="u", password="p"), header(username="u", password="q")


def pull(box, name: str, headers: dict[str, str] | None = None, tag: str = ""):
    """The status and the last words."""
    answer = box.client.post(f"/images/create?fromImage={name}&tag={tag}", headers=headers or {})
    if answer.status_code >= 400:
        return answer.status_code, answer.json["message"]
    last = json.loads(answer.text.splitlines()[-1])
    return answer.status_code, last.get("error") or last["status"]


def done(name: str) -> tuple[int, str]:
    return 200, f"Status: Downloaded newer image for {name}"


@pytest.mark.parametrize(
    ("name", "headers", "said"),
    [
        ("open.example/a:1", {}, done("open.example/a:1")),
        ("open.example/a:1", BAD, done("open.example/a:1")),
        (
            "open.example/a:3",
            {},
            (404, "manifest for open.example/a:3 not found: manifest unknown: manifest unknown"),
        ),
        (
            "open.example/b",
            {},
            (404, "repository open.example/b not found: name unknown: repository name not known to registry"),
        ),
        ("basic.example/a:1", GOOD, done("basic.example/a:1")),
        ("basic.example/a:1", BAD, (401, "unauthorized: authentication required")),
        (
            "basic.example/a:1",
            {},
            (500, 'Head "https://basic.example/v2/a/manifests/1": no basic auth credentials'),
        ),
        ("basic.example/a", {}, (500, 'Get "https://basic.example/v2/a/tags/list": no basic auth credentials')),
        (
            "basic.example/a:1",
            header(username="u"),
            (500, 'Head "https://basic.example/v2/a/manifests/1": no basic auth credentials'),
        ),
        ("basic.example/a:1", header(registrytoken="t"), (401, "unauthorized: authentication required")),
        ("token.example:5000/a:1", {}, done("token.example:5000/a:1")),
        ("token.example:5000/team/a:1", {}, (404, f"pull access denied for token.example:5000/team/a, {LOGIN}")),
        ("token.example:5000/team/a:1", GOOD, done("token.example:5000/team/a:1")),
        ("token.example:5000/team/a:1", header(identitytoken="r"), done("token.example:5000/team/a:1")),
        ("token.example:5000/team/a:1", header(registrytoken="t"), done("token.example:5000/team/a:1")),
        (
            "token.example:5000/team/a:1",
            BAD,
            (401, f'Head "https://token.example:5000/v2/team/a/manifests/1": {WRONG}'),
        ),
        ("token.example:5000/busy/a:1", {}, (500, "received unexpected HTTP status: 503 Service Unavailable")),
        ("token.example:5000/gate/a:1", {}, (500, "received unexpected HTTP status: 502 Bad Gateway")),
        ("token.example:5000/deny/a:1", {}, (403, "denied")),
        ("token.example:5000/cut/a:1", {}, (200, "unexpected EOF")),
        ("hub/a:1", GOOD, done("hub/a:1")),
        ("hub/b:1", GOOD, (404, f"pull access denied for hub/b, {LOGIN}")),
        (
            "down.example/a:1",
            {},
            (
                500,
                'Get "https://down.example/v2/": dial tcp down.example:443: connectex: No connection could be made '
                "because the target machine actively refused it.",
            ),
        ),
    ],
)
def test_pulls(box, name, headers, said):
    assert pull(box, name, headers) == said


def test_the_limit_of_pulls(box):
    status, text = pull(box, "token.example:5000/limit/a:1")
    assert (status, text.partition(": ")[0]) == (429, "toomanyrequests")


def test_all_tags_come_where_none_is_named(box):
    assert pull(box, "open.example/a") == done("open.example/a")
    assert {tag for row in box.get("/images/json") for tag in row["RepoTags"]} == {
        "open.example/a:1",
        "open.example/a:2",
    }


def test_a_connection_that_is_cut_is_tried_again_five_times(box):
    lines = box.client.post("/images/create?fromImage=token.example:5000/cut/a&tag=1").text.splitlines()
    waits = [json.loads(line)["status"] for line in lines if "Retrying" in line]
    assert len(waits) == 5 + 10 + 15 + 20
    assert waits[:6] == [
        *(f"Retrying in {left} second{'s' * (left > 1)}" for left in range(5, 0, -1)),
        "Retrying in 10 seconds",
    ]
    assert box.get("/images/json") == []


def test_what_was_pulled_is_known_by_its_digest_without_a_login(box):
    assert pull(box, "basic.example/a:1", GOOD)[0] == 200
    digest = box.get("/images/basic.example/a:1/json")["RepoDigests"][0].partition("@")[2]
    assert pull(box, f"basic.example/a@{digest}")[1].startswith("Status: Image is up to date")
    assert box.client.delete("/images/basic.example/a:1").status_code == 200
    assert pull(box, f"basic.example/a@{digest}") == (
        500,
        f'Get "https://basic.example/v2/a/manifests/{digest}": no basic auth credentials',
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ({"username": "u", "password": "p", "serveraddress": "basic.example"}, (200, "")),
        (
            {"username": "u", "password": "q", "serveraddress": "basic.example"},
            (500, "login attempt to https://basic.example/v2/ failed with status: 401 Unauthorized"),
        ),
        (
            {"registrytoken": "t", "serveraddress": "basic.example"},
            (500, 'Get "https://basic.example/v2/": no basic auth credentials'),
        ),
        ({"username": "u", "password": "p", "serveraddress": "https://token.example:5000/v2/"}, (200, "")),
        (
            {"username": "u", "password": "q", "serveraddress": "token.example:5000"},
            (401, f'Get "https://token.example:5000/v2/": {WRONG}'),
        ),
        ({"username": "any", "password": "x", "serveraddress": "open.example"}, (200, "")),
        ({"username": "any", "password": "x"}, (200, "")),  # Docker Hub, whose users the fleet does not name
        (
            {"username": 1},
            (500, "json: cannot unmarshal number into Go struct field AuthConfig.username of type string"),
        ),
    ],
)
def test_logins(box, who, said):
    answer = box.client.post("/auth", json=who)
    assert (answer.status_code, answer.json.get("message", "")) == said


def push(box, name: str, headers: dict[str, str] | None = None):
    """Tag the image that is there so, push that; the statuses of the stream, and its last words."""
    repository, _, tag = name.rpartition(":")
    assert box.ask("POST", f"/images/open.example/a:1/tag?repo={repository}&tag={tag}")[0] == 201
    answer = box.client.post(f"/images/{repository}/push?tag={tag}", headers=headers or {})
    lines = [json.loads(line) for line in answer.text.splitlines()]
    return [line["status"] for line in lines if "status" in line], lines[-1].get("error", "")


def test_pushes(box):
    pull(box, "open.example/a:1")
    assert push(box, "basic.example/new:1")[1] == "no basic auth credentials"
    assert push(box, "basic.example/new:1", BAD)[1] == "unauthorized: authentication required"
    statuses, error = push(box, "basic.example/new:1", GOOD)
    assert error == ""
    assert statuses[1] == "Preparing"
    assert {"Pushing", "Pushed"} <= set(statuses)
    assert push(box, "basic.example/new:1", GOOD)[0][2] == "Layer already exists"
    assert push(box, "basic.example/other:1", GOOD)[0][2] == "Mounted from new"
    assert push(box, "hub/new:1")[1] == DENIED
    assert push(box, "hub/new:1", GOOD)[1] == ""
    assert push(box, "token.example:5000/busy/a:1")[0].count("Retrying in 1 second") == 4
    digests = box.get("/images/basic.example/new:1/json")["RepoDigests"]
    assert [digest.partition("@")[0] for digest in digests] == [
        "basic.example/new",
        "basic.example/other",
        "hub/new",
        "open.example/a",
    ]
    assert box.client.delete("/images/basic.example/new:1").status_code == 200
    assert pull(box, "basic.example/new:1", GOOD) == done("basic.example/new:1")


def test_what_a_registry_says_of_an_image(box):
    assert box.ask("GET", "/distribution/token.example:5000/team/a:1/json") == (
        403,
        f"errors:\n{DENIED}\nunauthorized: authentication required\n",
    )
    found = box.client.get("/distribution/token.example:5000/team/a:1/json", headers=GOOD).json
    assert found["Platforms"] == [{"architecture": "amd64", "os": "windows", "os.version": "10.0.20348.2113"}]


@pytest.mark.parametrize(
    ("hosts", "text"),
    [
        ({"a": {"login": "ldap"}}, "a login is open, basic, token, not 'ldap'"),
        ({"a": {"logins": {}}}, "'logins' is unknown"),
        ({"a": {"faults": {"x/": "flood"}}}, "a fault is cut, limit"),
    ],
)
def test_registries_that_are_none(hosts, text):
    with pytest.raises(ValueError, match=text):
        Registry({}, hosts)
