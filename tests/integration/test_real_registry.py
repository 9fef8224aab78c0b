"""Credentials reach a real registry through a real Docker Engine: those of the task, of a docker configuration and of
credential helpers; without or with wrong ones it is one clear error. They are found nowhere afterwards."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images import registry_client
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.weights import Weight
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.registries import HEADER, Login, Logins
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_errors import explain
from engine_between import Between, in_the_place_of
from fronts import LIGHT_ONLY
from linux_engine import OF_IMAGES
from real_engine import RealEngine, busybox_layer, docker_engine, layer, needs_busybox, needs_engine
from real_registry import RealRegistry, docker_registry, needs_registry
from simulated import READY, SimulatedFleet

pytestmark = [pytest.mark.dockerd, needs_engine, needs_registry, needs_busybox]

# One user for each place from which credentials come, so that the registry's log says which were used
USERS = {name: f"pa55-{name}-of-the-registry" for name in ("pusher", "task", "auths", "helper", "store")}
WRONG = "n0t-the-word-of-the-registry"
HELPER = """#!{python}
import json, sys
if sys.argv[1] == "get" and sys.stdin.read().strip() == {registry!r}:
    print(json.dumps({{"ServerURL": {registry!r}, "Username": {user!r}, "Secret": {password!r}}}))
else:
    print("credentials not found in native keychain")
    sys.exit(1)
"""
# user and password, and what the engine answers then to the steps' own requests: to the pull, to the question for the
# image in the registry (the statuses of 20.10 first; 28.5.2 says 401 to a pull with wrong ones)
REFUSED: dict[str, tuple[tuple[str, str] | None, str, tuple[int, ...], tuple[int, ...]]] = {
    "none": (None, "no basic auth credentials", (500, 401), (500, 401)),
    "wrong": (("task", WRONG), "unauthorized: authentication required", (500, 401), (401,)),
    "unknown": (("nobody", WRONG), "unauthorized: authentication required", (500, 401), (401,)),
}


@pytest.fixture(scope="module")
def registry() -> Iterator[RealRegistry]:
    with docker_registry(USERS) as made:
        yield made


@pytest.fixture(scope="module")
def image(registry: RealRegistry) -> str:
    return f"{registry.address}/team/app:1"


@pytest.fixture(scope="module")
def engine(registry: RealRegistry, image: str) -> Iterator[RealEngine]:
    """It tells all that it does. The image is in the registry, and not with the engine."""
    with docker_engine("--debug") as made:
        push(made, registry, image, busybox_layer())
        yield made


@dataclass(frozen=True)
class Stand:
    """A simulated host with the real engine at its pipe, and what is about it."""

    fleet: SimulatedFleet
    engine: RealEngine
    registry: RealRegistry
    image: str
    between: Between


def push(engine: RealEngine, registry: RealRegistry, image: str, content: bytes) -> None:
    """Makes the image and brings it to the registry."""
    name, _colon, tag = image.rpartition(":")
    engine.load(name, tag, content)
    headers = Login("pusher", USERS["pusher"]).headers(registry.address)
    engine.done("POST", f"/images/{name}/push?tag={tag}", headers=headers)


@pytest.fixture(scope="module")
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(srv=READY)


@pytest.fixture
def stand(fleet: SimulatedFleet, engine: RealEngine, registry: RealRegistry, image: str) -> Iterator[Stand]:
    forget(engine, image)
    with in_the_place_of(fleet.engine_pipe(), engine.pipe, OF_IMAGES) as between:
        yield Stand(fleet, engine, registry, image, between)
    forget(engine, image)


def forget(engine: RealEngine, image: str) -> None:
    engine.empty()
    engine.ask("DELETE", f"/images/{image}?force=1")


def wishes(image: str, **more: Any) -> dict[str, Any]:
    app = {"name": "app", "image": image, "isolation": "default", "state": "stopped", "command": ["/bin/sleep", "1"]}
    return {"project": "test", "containers": [app], **more}


def asked(registry: RealRegistry, before: int) -> set[str]:
    """The users whose questions the registry has answered since."""
    rows = registry.said()[before:].splitlines()
    return {word.partition("=")[2] for row in rows for word in row.split() if word.startswith("auth.user.name=")}


def forms(user: str, password: str) -> list[str]:
    """How a password may be written: plain, as a configuration has it, as the header has it."""
    entry = base64.b64encode(f"{user}:{password}".encode()).decode()
    body = json.dumps({"username": user, "password": password})
    return [password, entry, base64.urlsafe_b64encode(body.encode()).decode()[:60]]


def holders(words: list[str], *folders: Path) -> list[Path]:
    """The files that hold one of the words."""
    wanted = [word.encode() for word in words]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [path for path in files if any(word in path.read_bytes() for word in wanted)]


def check_nowhere(stand: Stand, run: Any, user: str, password: str) -> None:
    """Not with the engine, its log and its containers, not in results and the play's output, not on the host."""
    told = run.output + json.dumps(run.results) + json.dumps(stand.fleet.state("srv"))
    for row in stand.engine.done("GET", "/containers/json?all=1"):
        told += json.dumps(stand.engine.container(row["Id"]))
    words = forms(user, password)
    assert [word for word in words if word in told] == []
    assert holders(words, stand.engine.folder, stand.fleet.folder / "state") == []
    assert holders(["/images/create"], stand.engine.folder) == [stand.engine.log]  # files that hold a word are found


def check_pulled(stand: Stand, user: str, **options: Any) -> None:
    """With the credentials of this user, which only those requests have that need them; a second time nothing is
    done."""
    before, image = len(stand.registry.said()), stand.image
    run = stand.fleet.task("srv", "containers", wishes(image, **options), "-vvv", "--diff")
    assert run.failures() == {}, run.output
    assert run.of("containers")["srv"]["pulled"] == [image]
    assert stand.engine.container("app")["Config"]["Image"] == image
    assert asked(stand.registry, before) == {user}
    with_header = {path.partition("?")[0] for _method, path, headers in stand.between.asked if HEADER in headers}
    assert with_header == {f"/distribution/{image}/json", "/images/create"}
    check_nowhere(stand, run, user, USERS[user])
    stand.between.asked.clear()
    again = stand.fleet.task("srv", "containers", wishes(image, **options))
    assert again.of("containers")["srv"]["changed"] is False
    assert {method for method, _path, _headers in stand.between.asked} == {"GET"}
    assert set(stand.between.used) == set(OF_IMAGES)


def test_with_the_tasks_own_the_image_comes_and_they_are_nowhere(stand: Stand) -> None:
    login = {"username": "task", "password": USERS["task"]}
    check_pulled(stand, "task", registries={stand.registry.address: login})


@LIGHT_ONLY
def test_a_newer_image_comes_with_them_where_the_newest_is_wanted(stand: Stand) -> None:
    login = {"username": "task", "password": USERS["task"]}
    wanted = wishes(stand.image, registries={stand.registry.address: login}, pull="always")

    def deployed() -> dict[str, Any]:
        run = stand.fleet.task("srv", "containers", wanted)
        assert run.failures() == {}, run.output
        return dict(run.of("containers")["srv"])

    assert deployed()["pulled"] == [stand.image]
    assert deployed()["changed"] is False
    old, (name, _colon, tag) = stand.engine.container("app")["Image"], stand.image.rpartition(":")
    push(stand.engine, stand.registry, stand.image, layer(("newer", b"1")))
    stand.engine.done("POST", f"/images/{old}/tag?repo={name}&tag={tag}")  # as if another had pushed it
    made = deployed()
    assert made["pulled"] == [stand.image] and made["containers"][0]["actions"] == ["recreate"]
    assert stand.engine.container("app")["Image"] != old
    assert deployed()["changed"] is False


@LIGHT_ONLY
@pytest.mark.parametrize("user", ["auths", "helper", "store"])
def test_with_those_of_a_docker_configuration(
    user: str, stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it has them itself, from a helper for this registry, and from the store of all."""
    address, password = stand.registry.address, USERS[user]
    entry = base64.b64encode(f"{user}:{password}".encode()).decode()
    config: dict[str, Any] = {
        "auths": {"auths": {address: {"auth": entry}}},
        "helper": {"credHelpers": {address: "xyz"}},
        "store": {"credsStore": "xyz"},
    }[user]
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    program = tmp_path / "docker-credential-xyz"
    text = HELPER.format(python=sys.executable, registry=address, user=user, password=password)
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    check_pulled(stand, user, docker_config=str(tmp_path / "config.json"))


@pytest.mark.parametrize("kind", ["none", "wrong"])
def test_without_or_with_wrong_ones_it_is_one_clear_error(kind: str, stand: Stand) -> None:
    login = REFUSED[kind][0]
    address = stand.registry.address
    told = {address: {"username": login[0], "password": login[1]}} if login else {}
    before = len(stand.registry.said())
    run = stand.fleet.task("srv", "containers", wishes(stand.image, registries=told), "-vvv")
    text = run.failures()["srv"]
    assert f"image {stand.image}: pulling the image failed" in text and "Traceback" not in run.output
    assert "gives the image to nobody without a login" in text and REFUSED[kind][1] in text
    assert (f"with the credentials of registries, {address} as task" in text) is bool(login)
    assert stand.engine.done("GET", "/containers/json?all=1") == []
    assert stand.engine.ask("GET", f"/images/{stand.image}/json")[0] == 404
    assert asked(stand.registry, before) == set()
    check_nowhere(stand, run, "task", WRONG)


@pytest.mark.parametrize("kind", REFUSED)
def test_what_the_engine_answers_is_read_as_a_login_that_lacks_or_is_wrong(
    kind: str, engine: RealEngine, registry: RealRegistry, image: str
) -> None:
    login, words, to_pull, to_question = REFUSED[kind]
    headers = Login(*login).headers(registry.address) if login else {}
    pull = steps.pull(image)
    for method, path, statuses in (
        (pull["method"], pull["path"], to_pull),
        ("GET", path_of("/distribution/{}/json", image), to_question),
    ):
        status, text = engine.ask(method, path, headers=headers)
        assert status in statuses and words in text
        meant = explain(text, None, "pull")
        assert meant and "to nobody without a login" in str(meant["cause"])


def test_a_registry_says_how_large_each_of_an_images_layers_is(
    engine: RealEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the names under which the engine knows them; over HTTPS, and with a login."""
    monkeypatch.setattr(registry_client, "_of_the_host", lambda registry: False)
    with docker_registry(USERS, tls=True) as registry:
        image = f"{registry.address}/team/app:1"
        push(engine, registry, image, busybox_layer())
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(registry.certificate))

        def weighed(login: Login) -> Weight:
            return registry_client.RegistryClient(Logins({registry.address: login})).weigh(ImageFacts(image))

        made = weighed(Login("task", USERS["task"]))
        inside = engine.done("GET", f"/images/{image}/json")
        assert list(made.layers) == inside["RootFS"]["Layers"]
        assert 0 < sum(made.layers.values()) < inside["Size"], "they are packed"
        wrong = weighed(Login("task", WRONG))
        assert not wrong.layers and "status 401" in wrong.unsaid and WRONG not in wrong.unsaid
        forget(engine, image)
