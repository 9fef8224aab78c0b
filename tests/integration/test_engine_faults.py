"""An upgrade in which each step fails once, is killed or cut off: the old engine or the new one runs, no container is
lost, and the next run converges. And archives that are not what they should be. On light hosts: how each verb fails is
the same on both fronts (tests/contract)."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

from playbooks import Run

pytestmark = LIGHT_ONLY

OLD, NEW = "28.5.2", "29.7.2"
STEPS = 36  # more than an upgrade has: the last ones are not met, which the tests count
FAILS = [f"fails{number}" for number in range(1, STEPS + 1)]
DIES = [f"dies{number}" for number in range(1, STEPS + 1, 5)]
CUT = [f"cut{number}" for number in range(1, 5)]
FAULTS = (("fails", "step-fails", "step"), ("dies", "act-dies", "step"), ("cut", "drop-in-act", "messages"))
TWO = [WEB, {**WEB, "name": "job", "restart_policy": "always"}]


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


@pytest.fixture(scope="module")
def beats(fleet_of: Callable[..., SimulatedFleet], mirror: tuple[Path, str]) -> dict[str, Any]:
    hosts = [*FAILS, *DIES, *CUT]
    fleet = fleet_of(**{name: {**READY, "engine": {"state": "running", "version": OLD}} for name in hosts})
    fleet.simulator("archive", NEW, str(mirror[0] / "docker.zip"))
    upgrade = fleet.playbook([("engine", "all", {"winfleet.containers.engine": declared(mirror, "docker.zip")})])
    again = (fleet.folder / "again.yml", Path(upgrade).read_text(encoding="utf-8"))
    again[0].write_text(again[1], encoding="utf-8")
    deployed = {"project": "test", "containers": TWO}
    deploy = fleet.playbook([("containers", "all", {"winfleet.containers.containers": deployed})])
    seen = {"deployed": fleet.play(deploy)}
    for name in hosts:
        begin, kind, option = next(fault for fault in FAULTS if name.startswith(fault[0]))
        fleet.fault(name, kind, **{option: name.removeprefix(begin)})
    seen["first"] = fleet.play(str(again[0]))
    seen["after"] = fleet.play(deploy, "--check")
    seen["second"] = fleet.play(str(again[0]))
    seen["third"] = fleet.play(str(again[0]))
    seen["last"] = fleet.play(deploy, "--check")
    return seen


def version(run: Run, name: str) -> Any:
    return run.of("engine")[name]["engine"]["version"]


def test_it_begins_with_two_containers_on_each_host(beats: dict[str, Any]) -> None:
    assert beats["deployed"].code == 0


def test_each_step_fails_once(beats: dict[str, Any]) -> None:
    failed = [name for name in FAILS if name in beats["first"].failures()]
    assert failed == FAILS[: len(failed)] and len(failed) >= 24, failed
    killed = [name for name in DIES if name not in beats["first"].of("engine") or name in beats["first"].failures()]
    assert killed == DIES[: len(killed)] and len(killed) >= 5, killed


def test_a_failure_says_which_step_and_what_stands_now(beats: dict[str, Any]) -> None:
    for name, text in beats["first"].failures().items():
        if name in FAILS:
            assert text.startswith((f"{name}: engine: ", f"{name}: container ")), text
            assert "Not all of what was begun could be undone" not in text


def test_what_failed_was_taken_back_with_its_containers(beats: dict[str, Any]) -> None:
    """A container that did not start again takes no engine back, nor does a clean-up."""
    for name, text in beats["first"].failures().items():
        if name in FAILS and "was not started again" not in text:
            rows = beats["after"].of("containers")[name]
            assert rows["changed"] is False, name
            assert {row["state"] for row in rows["containers"]} == {"running"}, name


def test_the_next_run_converges(beats: dict[str, Any]) -> None:
    assert beats["second"].failures() == {}
    for name in [*FAILS, *DIES, *CUT]:
        assert version(beats["second"], name)["after"] == NEW


def test_then_nothing_is_left_to_do_and_no_container_is_lost(beats: dict[str, Any]) -> None:
    assert beats["third"].failures() == {} and beats["last"].failures() == {}
    for name in [*FAILS, *DIES, *CUT]:
        assert beats["third"].of("engine")[name]["changed"] is False, name
        rows = beats["last"].of("containers")[name]
        assert rows["changed"] is False, name
        assert {row["state"] for row in rows["containers"]} == {"running"}, name


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
}


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
    }
    fleet.fault("full", "disk-full")
    before = {name: fleet.state(name) for name in WRONG}
    task = {"winfleet.containers.engine": "{{ declared[inventory_hostname] }}"}
    run = fleet.play(fleet.playbook([("engine", "all", task)]), variables={"declared": wishes})
    return {"before": before, "run": run, "after": {name: fleet.state(name) for name in WRONG}}


@pytest.mark.parametrize("name", WRONG)
def test_an_archive_that_is_not_what_it_should_be_is_one_clear_error(refused: dict[str, Any], name: str) -> None:
    text = refused["run"].failures()[name]
    assert WRONG[name] in text and "Traceback" not in text


@pytest.mark.parametrize("name", WRONG)
def test_and_changes_nothing(refused: dict[str, Any], name: str) -> None:
    before, after = refused["before"][name]["machine"], refused["after"][name]["machine"]
    assert after["services"] == before["services"] and after["registry"] == before["registry"]
    assert _files(after) == _files(before)


def _files(machine: dict[str, Any]) -> list[dict[str, Any]]:
    """Without archives, of which what has come is gone on with by the next run."""
    return [row for row in machine["files"] if "\\winfleet-engine-" not in row["path"]]
