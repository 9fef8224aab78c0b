"""What an engine cannot be brought from or by: archives that are not what they should be, a full disk, a user without
rights. One clear error each, and nothing is changed. And two controllers at once. On light hosts: how each verb fails
is the same on both fronts (tests/contract)."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, SimulatedFleet

from playbooks import Run, play

pytestmark = LIGHT_ONLY

OLD, NEW = "28.5.2", "29.7.2"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder, and the URL at which it is served."""
    folder = tmp_path_factory.mktemp("mirror")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def declared(mirror: tuple[Path, str], name: str, version: str = NEW) -> dict[str, Any]:
    folder, url = mirror
    sha256 = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    return {"version": version, "archive": f"{url}/{name}", "checksum": sha256, "adopt": True}


def archive(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in entries:
            target.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


# host -> words of the one clear error
WRONG = {
    "digest": "another file than the one that is declared",
    "version": "another version than the one that is declared",
    "machine": "for another processor than its own",
    "escapes": "does not hold an engine",
    "empty": "does not hold an engine",
    "missing": "does not give it",
    "full": "The disk is full",
    "server": "was not reached from the host",
    "guest": "Connect as a member of its Administrators",
    "reader": "Connect as a member of its Administrators",
}
FAULTS = {"full": "disk-full", "guest": "no-rights", "reader": "no-rights"}


@pytest.fixture(scope="module")
def refused(fleet_of: Callable[..., SimulatedFleet], mirror: tuple[Path, str]) -> dict[str, Any]:
    fleet = fleet_of(**{name: {**READY, "engine": {"state": "running", "version": OLD}} for name in WRONG})
    folder = mirror[0]
    fleet.simulator("archive", NEW, str(folder / "good.zip"))
    fleet.simulator("archive", "29.7.1", str(folder / "other.zip"))
    fleet.simulator("archive", NEW, str(folder / "arm.zip"), "--arch", "arm64")
    (folder / "escapes.zip").write_bytes(archive(("docker/dockerd.exe", b"x"), ("docker/..\\..\\evil.exe", b"x")))
    (folder / "empty.zip").write_bytes(archive(("docker/readme.txt", b"x")))
    good = declared(mirror, "good.zip")
    wishes = {
        "digest": {**good, "checksum": "0" * 64},
        "version": declared(mirror, "other.zip"),
        "machine": declared(mirror, "arm.zip"),
        "escapes": declared(mirror, "escapes.zip"),
        "empty": declared(mirror, "empty.zip"),
        "missing": {**good, "archive": f"{mirror[1]}/none.zip"},
        "full": good,
        "server": {**good, "archive": "http://127.0.0.1:9/docker.zip"},
        "guest": good,
        "reader": {"adopt": True, "config": {"debug": True}},
    }
    for name, kind in FAULTS.items():
        fleet.fault(name, kind)
    before = {name: fleet.state(name) for name in WRONG}
    task = {"winfleet.containers.engine": "{{ declared[inventory_hostname] }}"}
    run = fleet.play(fleet.playbook([("engine", "all", task)]), variables={"declared": wishes})
    return {"before": before, "run": run, "after": {name: fleet.state(name) for name in WRONG}}


@pytest.mark.parametrize("name", WRONG)
def test_it_is_one_clear_error(refused: dict[str, Any], name: str) -> None:
    text = refused["run"].failures()[name]
    assert WRONG[name] in text and "Traceback" not in text
    assert "Not all of what was begun could be undone" not in text


@pytest.mark.parametrize("name", WRONG)
def test_and_changes_nothing(refused: dict[str, Any], name: str) -> None:
    before, after = refused["before"][name]["machine"], refused["after"][name]["machine"]
    assert after["services"] == before["services"] and after["registry"] == before["registry"]
    assert _files(after) == _files(before)


def _files(machine: dict[str, Any]) -> list[dict[str, Any]]:
    """Without archives, of which what has come is gone on with by the next run."""
    return [row for row in machine["files"] if "\\winfleet-engine-" not in row["path"]]


def test_two_controllers_at_once(fleet_of: Callable[..., SimulatedFleet], mirror: tuple[Path, str]) -> None:
    """Both come to what is declared, or one of them says that the other is at it; nothing is done twice."""
    hosts = [f"srv{number}" for number in range(4)]
    fleet = fleet_of(**{name: {**READY, "engine": {"state": "running", "version": OLD}} for name in hosts})
    fleet.simulator("archive", NEW, str(mirror[0] / "both.zip"))
    playbook = fleet.playbook([("engine", "all", {"winfleet.containers.engine": declared(mirror, "both.zip")})])

    def run(controller: str) -> Run:
        return play(playbook, [fleet.inventory], fleet.folder / f"{controller}.jsonl", quiet=True)

    with ThreadPoolExecutor() as controllers:
        runs = list(controllers.map(run, ["one", "two"]))
    for each in runs:
        assert "Traceback" not in each.output
        for text in each.failures().values():
            assert "another" in text.lower() and "again" in text, text
    changed = [[name for name in hosts if each.of("engine").get(name, {}).get("changed")] for each in runs]
    assert sorted(changed[0] + changed[1]) == hosts
    last = fleet.play(playbook)
    assert last.failures() == {}
    for name in hosts:
        result = last.of("engine")[name]
        assert result["changed"] is False and result["engine"]["version"]["after"] == NEW
