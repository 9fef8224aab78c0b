"""What does a registry say of an image's size, with which login, and what becomes of one that says something else?"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images import registry_client
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.registry_client import RegistryClient
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.registries import Login, Logins
from tls_registry import Asked, Said, TlsRegistry, image_answers, tls_registry

NAMES = ("registry.example", "registry-1.docker.io", "login.example", "blobs.example")
SIZES = {"sha256:base": 4_000, "sha256:own": 30}
APP = image_answers("team/app", SIZES)
PASSWORD = "pa55-of-the-registry"
SOMEBODY = Login("deploy", PASSWORD)
BASIC = f"Basic {base64.b64encode(f'deploy:{PASSWORD}'.encode()).decode()}"
BEARER = 'Bearer realm="https://login.example/token",service="registry.example",scope="repository:team/app:pull"'
TOKEN = json.dumps({"token": "t0ken-of-the-registry"}).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsRegistry]:
    with tls_registry(tmp_path_factory.mktemp("registry"), *NAMES, answers=APP) as made:
        yield made


@pytest.fixture
def registry(server: TlsRegistry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> TlsRegistry:
    for name, text in server.environment.items():
        monkeypatch.setenv(name, text)
    netrc = tmp_path / "netrc"
    netrc.write_text("".join(f"machine {name} login somebody password else\n" for name in NAMES))
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.answers = APP
    server.asked.clear()
    return server


def weighed(reference: str = "registry.example/team/app:1", login: Login | None = None, **facts: Any) -> Any:
    logins = Logins({"registry.example": login} if login else {})
    return RegistryClient(logins).weigh(ImageFacts(reference, **facts))


@pytest.mark.parametrize(
    ("reference", "asked"),
    [
        ("registry.example/team/app:1", "https://registry.example/v2/team/app/manifests/1"),
        ("registry.example/team/app", "https://registry.example/v2/team/app/manifests/latest"),
        (
            f"registry.example/team/app:1@sha256:{'0' * 64}",
            f"https://registry.example/v2/team/app/manifests/sha256:{'0' * 64}",
        ),
        ("team/app:2", "https://registry-1.docker.io/v2/team/app/manifests/2"),
        ("docker.io/team/app:2", "https://registry-1.docker.io/v2/team/app/manifests/2"),
        ("index.docker.io/team/app", "https://registry-1.docker.io/v2/team/app/manifests/latest"),
    ],
)
def test_where_an_image_is_asked_for(registry: TlsRegistry, reference: str, asked: str) -> None:
    assert weighed(reference).layers == SIZES
    assert registry.asked[0].url == asked
    assert all("Authorization" not in one.headers for one in registry.asked), "a netrc is no login of ours"


def test_an_image_of_the_hub_without_a_user(registry: TlsRegistry) -> None:
    registry.answers = image_answers("library/app", SIZES)
    assert weighed("app").layers == SIZES


def test_of_a_list_the_manifest_that_fits(registry: TlsRegistry) -> None:
    rows = [
        {"digest": f"sha256:{version}", "platform": {"os": "windows", "os.version": version, "architecture": "amd64"}}
        for version in ("10.0.17763.1", "10.0.20348.9")
    ]

    def answers(asked: Asked) -> Said:
        listed = asked.url.endswith("/manifests/1")
        return (200, {}, json.dumps({"manifests": rows}).encode()) if listed else APP(asked)

    registry.answers = answers
    assert weighed(os_version="10.0.20348.9").layers == SIZES
    assert registry.asked[1].url.endswith("/manifests/sha256:10.0.20348.9")
    assert "lists no manifest for this host" in weighed(os_version="10.0.99999.9").unsaid


def with_token(asked: Asked) -> Said:
    if asked.url.startswith("https://login.example/"):
        return 200, {}, TOKEN
    if asked.headers.get("Authorization") != "Bearer t0ken-of-the-registry":
        return 401, {"WWW-Authenticate": BEARER}, b"{}"
    return APP(asked)


@pytest.mark.parametrize(
    "login", [None, SOMEBODY, Login("", "", "an-identity-t0ken")], ids=["none", "words", "identity"]
)
def test_a_token_is_fetched_once_with_the_login_of_the_pull(registry: TlsRegistry, login: Login | None) -> None:
    registry.answers = with_token
    assert weighed(login=login).layers == SIZES
    (fetched,) = [one for one in registry.asked if one.url.startswith("https://login.example/")]
    if login is not None and login.identity_token:
        form = parse_qs(fetched.body.decode())
        assert form["refresh_token"] == ["an-identity-t0ken"] and form["grant_type"] == ["refresh_token"]
        assert fetched.method == "POST" and "identity" not in fetched.url
    else:
        query = parse_qs(urlsplit(fetched.url).query)
        assert query == {"service": ["registry.example"], "scope": ["repository:team/app:pull"]}
        assert fetched.headers.get("Authorization") == (BASIC if login else None)


def test_words_go_where_they_are_asked_for(registry: TlsRegistry) -> None:
    def answers(asked: Asked) -> Said:
        known = asked.headers.get("Authorization") == BASIC
        return APP(asked) if known else (401, {"WWW-Authenticate": 'Basic realm="r"'}, b"{}")

    registry.answers = answers
    assert weighed(login=SOMEBODY).layers == SIZES
    assert "wants another login" in weighed().unsaid


def test_no_words_go_to_another_machine(registry: TlsRegistry) -> None:
    def answers(asked: Asked) -> Said:
        if asked.url.startswith("https://blobs.example/"):
            return APP(Asked(asked.method, "https://x/v2/team/app/blobs/sha256:config", asked.headers))
        if "/blobs/" in asked.url:
            return 307, {"Location": "https://blobs.example/somewhere"}, b""
        return with_token(asked)

    registry.answers = answers
    assert weighed(login=SOMEBODY).layers == SIZES
    assert "Authorization" not in registry.asked[-1].headers


UNSAID: dict[str, tuple[Said, str]] = {
    "not there": ((404, {}, b"{}"), "status 404"),
    "an error": ((500, {}, PASSWORD.encode()), "status 500"),
    "no JSON": ((200, {}, b"<html>"), "no JSON object"),
    "deep": ((200, {}, b"[" * 200_000), "no JSON object"),
    "a list": ((200, {}, b"[]"), "no JSON object"),
    "old": ((200, {}, b'{"schemaVersion": 1, "fsLayers": []}'), "does not say how large"),
    "odd": ((200, {}, b'{"config": [], "layers": 7}'), "does not say how large"),
    "endless": ((200, {}, b" " * (registry_client.LARGEST + 1)), "too great length"),
    "another scheme": ((307, {"Location": "http://127.0.0.1/v2/"}, b""), "InvalidSchema"),
    "in circles": ((307, {"Location": "https://registry.example/v2/"}, b""), "TooManyRedirects"),
    "an odd login": ((401, {"WWW-Authenticate": "Negotiate"}, b""), "another login"),
    "a token in clear": ((401, {"WWW-Authenticate": 'Bearer realm="http://login.example/"'}, b""), "another login"),
    "no challenge": ((401, {}, b""), "another login"),
}


@pytest.mark.parametrize("kind", UNSAID)
def test_what_else_a_registry_says_is_not_known(registry: TlsRegistry, kind: str) -> None:
    said, words = UNSAID[kind]
    registry.answers = lambda asked: said
    made = weighed(login=SOMEBODY)
    assert words in made.unsaid and not made.layers
    assert PASSWORD not in made.unsaid and "registry.example" in made.unsaid


@pytest.mark.parametrize("told", [b'{"token": 7}', b"{}"])
def test_a_token_service_that_gives_none(registry: TlsRegistry, told: bytes) -> None:
    registry.answers = lambda asked: (200, {}, told) if "login" in asked.url else with_token(asked)
    assert "gave no token" in weighed().unsaid


def test_one_that_is_not_reached_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    client = RegistryClient(Logins())
    first = client.weigh(ImageFacts("registry.example/a:1")).unsaid
    assert "registry.example was not reached from the controller" in first
    monkeypatch.setattr(registry_client, "_Talk", None)
    assert client.weigh(ImageFacts("registry.example/b:1")).unsaid == first


@pytest.mark.parametrize("name", ["localhost", "localhost:5000", "127.0.0.1", "127.9.9.9:5000", "[::1]:5000"])
def test_a_loopback_address_is_the_hosts_own(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(registry_client, "_Talk", None)
    assert weighed(f"{name}/app:1").unsaid == f"{name} is the host's own"


def test_each_image_is_asked_for_once(registry: TlsRegistry) -> None:
    client = RegistryClient(Logins())
    made = [client.weigh(ImageFacts("registry.example/team/app:1")) for _time in range(3)]
    assert made[0].layers == SIZES and len(registry.asked) == 2


def test_a_controller_without_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_client, "requests", None)
    assert "requests is not on the controller" in weighed().unsaid


def test_words_of_any_letters_are_sent_as_docker_sends_them(registry: TlsRegistry) -> None:
    registry.answers = with_token
    assert weighed(login=Login("käthe", "pąssw0rd")).layers == SIZES
    (fetched,) = [one for one in registry.asked if one.url.startswith("https://login.example/")]
    assert base64.b64decode(fetched.headers["Authorization"].split()[1]).decode() == "käthe:pąssw0rd"


def test_no_error_of_a_library_gets_out(registry: TlsRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    token = json.dumps({"token": "tąken"}).encode()
    registry.answers = lambda asked: (200, {}, token) if "login" in asked.url else with_token(asked)
    assert "no answer that could be read (UnicodeEncodeError)" in weighed().unsaid
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/file.pem")
    assert "no answer that could be read (OSError)" in weighed().unsaid
