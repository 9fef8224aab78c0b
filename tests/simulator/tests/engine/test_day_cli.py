"""A day's work with the docker command-line client (Debian's docker.io) on a simulated engine."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .box import NANO, Box

IMAGE = f"{NANO}:ltsc2022"
CLIENT = next((path for path in ("/usr/bin/docker", shutil.which("docker")) if path and Path(path).exists()), None)
pytestmark = pytest.mark.skipif(CLIENT is None, reason="needs the docker client (docker.io): NOT RUN")
Docker = Callable[..., str]


@pytest.fixture
def docker(day: tuple[Box, str], tmp_path: Path) -> Docker:
    """`docker ARGUMENTS`; what it printed. `code` is what it has to end with."""
    environment = {"DOCKER_HOST": day[1], "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}

    def run(*arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [str(CLIENT), *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == code, f"docker {' '.join(arguments)}: {done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    return run


def lines(text: str) -> list[str]:
    return text.split()


@pytest.fixture
def web(docker: Docker) -> str:
    docker("pull", IMAGE)
    return docker("run", "-d", "--name", "web", "--isolation", "process", "-p", "8080:80", "-e", "A=b", "-l", "x=y",
        IMAGE, "ping", "-t", "localhost").strip().splitlines()[-1]  # fmt: skip


def test_images(docker: Docker) -> None:
    said = docker("pull", IMAGE)
    assert "Downloaded newer image for" in said and "Digest: sha256:" in said
    assert "Image is up to date" in docker("pull", IMAGE)
    assert IMAGE in docker("images", "--format", "{{.Repository}}:{{.Tag}}")
    docker("tag", IMAGE, "mine:1")
    assert docker("inspect", "-f", "{{.Id}}", "mine:1") == docker("inspect", "-f", "{{.Id}}", IMAGE)
    assert "Untagged: mine:1" in docker("rmi", "mine:1")
    assert len(docker("history", "-q", IMAGE).splitlines()) >= 1
    assert "manifest unknown" in docker("pull", f"{IMAGE}x", code=1)
    assert "invalid reference format" in docker("pull", "A:b:c", code=1)


def test_containers(docker: Docker, web: str) -> None:
    assert docker("ps", "--no-trunc", "--format", "{{.ID}} {{.Names}} {{.Ports}}").startswith(
        f"{web} web 0.0.0.0:8080->80/tcp"
    )
    assert docker("inspect", "-f", "{{.HostConfig.Isolation}} {{.State.Status}}", "web").split() == [
        "process",
        "running",
    ]
    assert "PING.EXE" in docker("top", "web").upper()
    assert "web" in docker("stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}}", "web")
    docker("rename", "web", "shop")
    docker("stop", "-t", "1", "shop")
    assert "Exited" in docker("ps", "-a", "--format", "{{.Status}}")
    docker("start", "shop")
    docker("restart", "-t", "1", "shop")
    docker("update", "--restart", "always", "shop")
    assert docker("inspect", "-f", "{{.HostConfig.RestartPolicy.Name}}", "shop").strip() == "always"
    assert "running" in docker("rm", "shop", code=1).lower()
    docker("kill", "shop")
    docker("rm", "-f", "shop")
    assert docker("ps", "-aq") == ""
    assert "No such container" in docker("stop", "shop", code=1)


def test_output(docker: Docker, web: str) -> None:
    assert docker("exec", "web", "cmd", "/c", "echo hello").strip() == "hello"
    docker("exec", "web", "cmd", "/c", "exit 3", code=3)
    docker("exec", "-d", "web", "ping", "localhost")
    assert docker("run", "--rm", IMAGE, "cmd", "/c", "echo once").strip() == "once"
    docker("run", "--name", "fails", IMAGE, "cmd", "/c", "echo said & exit 5", code=5)
    assert docker("logs", "fails").strip() == "said"
    assert docker("logs", "--tail", "0", "fails") == ""
    assert docker("logs", "-t", "fails").split("Z ")[1].strip() == "said"
    assert docker("wait", "fails").strip() == "5"
    docker("run", "-d", "--name", "follows", IMAGE, "cmd", "/c", "echo one & ping -n 2 localhost & echo two")
    assert lines(docker("logs", "-f", "follows"))[0] == "one"
    assert docker("ps", "-aq", "--filter", "name=once") == ""


def test_networks_and_volumes(docker: Docker, web: str) -> None:
    docker("network", "create", "-d", "nat", "--subnet", "10.9.0.0/24", "back")
    assert {"nat", "none", "back"} <= set(docker("network", "ls", "--format", "{{.Name}}").split())
    docker("volume", "create", "data")
    docker("run", "-d", "--name", "db", "--network", "back", "-v", "data:C:\\data", IMAGE, "ping", "-t", "localhost")
    (seen,) = json.loads(docker("inspect", "db"))
    assert seen["NetworkSettings"]["Networks"]["back"]["IPAddress"].startswith("10.9.0.")
    assert [mount["Name"] for mount in seen["Mounts"]] == ["data"]
    assert "active endpoints" in docker("network", "rm", "back", code=1)
    assert "in use" in docker("volume", "rm", "data", code=1)
    docker("network", "connect", "back", "web")
    docker("network", "disconnect", "back", "web")
    docker("rm", "-f", "db")
    docker("network", "rm", "back")
    docker("volume", "rm", "data")
    assert docker("volume", "ls", "-q") == ""


def test_the_end_of_the_day(docker: Docker, web: str, tmp_path: Path) -> None:
    docker("run", "--name", "ended", IMAGE, "cmd", "/c", "echo x")
    docker("volume", "create", "left")
    docker("network", "create", "-d", "nat", "left")
    time.sleep(1.1)  # the client's bounds have whole seconds
    said: list[dict[str, Any]] = [
        json.loads(line)
        for line in docker("events", "--since", "1h", "--until", "0s", "--format", "{{json .}}").splitlines()
    ]
    assert [one["Action"] for one in said if one["Actor"]["Attributes"].get("name") == "ended"][:4] == [
        "create",
        "attach",
        "start",
        "die",
    ]
    file = tmp_path / "image.tar"
    docker("save", "-o", str(file), IMAGE)
    assert file.stat().st_size > 0
    assert "TYPE" in docker("system", "df")
    assert "Total reclaimed space" in docker("container", "prune", "-f")
    assert "left" in docker("network", "prune", "-f")
    docker("volume", "prune", "-f")
    docker("rm", "-f", "web")
    docker("image", "prune", "-af")
    assert docker("images", "-q") == ""
    assert IMAGE in docker("load", "-i", str(file))
    assert IMAGE in docker("images", "--format", "{{.Repository}}:{{.Tag}}")
    assert "windows" in docker("version", "--format", "{{.Server.Os}}")
    assert "process" in docker("info", "--format", "{{.Isolation}}")
