# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Automation Platform is made of: ansible-builder, ansible-runner in slices, ansible-navigator in stdout mode."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

from playbooks import CHECKOUT

BIN = CHECKOUT / ".venv-platform" / "bin"
SHOP = {"containers_project": "shop", "containers_list": [WEB], "containers_settle": 0}
HOSTS = [f"srv{number}" for number in range(8)]
SLICES = 4


def program(name: str, *arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program of .venv-platform, which `make test` sets up."""
    assert (BIN / name).exists(), f"{BIN / name} is not there: tools/setup.sh platform makes it"
    return subprocess.run(
        [str(BIN / name), *arguments],
        cwd=folder,
        env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def built(folder: Path) -> Path:
    """The archive of the collection, as it is published."""
    done = program("ansible-galaxy", "collection", "build", str(CHECKOUT), "--output-path", str(folder), folder=folder)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("winfleet-containers-*.tar.gz"))


def test_ansible_builder_makes_the_context_of_an_execution_environment(tmp_path: Path) -> None:
    shutil.copy(CHECKOUT / "docs" / "execution-environment.yml", tmp_path)
    built(tmp_path).rename(tmp_path / "winfleet-containers.tar.gz")
    done = program(
        "ansible-builder",
        "create",
        "--output-filename",
        "Containerfile",
        "-f",
        "execution-environment.yml",
        "-c",
        "context",
        folder=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    context = tmp_path / "context"
    assert (context / "_build" / "collections" / "winfleet-containers.tar.gz").is_file()
    assert "winfleet-containers.tar.gz" in (context / "_build" / "requirements.yml").read_text(encoding="utf-8")
    assert "pywinrm[kerberos]" in (context / "_build" / "requirements.txt").read_text(encoding="utf-8")
    assert "ansible-core~=2.21.0" in (context / "Containerfile").read_text(encoding="utf-8")


def test_ansible_builder_finds_what_the_collection_needs(tmp_path: Path) -> None:
    place = tmp_path / "ansible_collections" / "winfleet" / "containers"
    place.mkdir(parents=True)
    shutil.unpack_archive(built(tmp_path), place, filter="data")
    done = program("ansible-builder", "introspect", str(tmp_path), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    found = yaml.safe_load(done.stdout)
    python = " ".join(str(item) for item in found["python"])
    assert all(name in python for name in ("pywinrm", "pypsrp", "docker")), found
    assert any("krb5-devel" in str(item) for item in found["system"]), found


@LIGHT_ONLY
def test_ansible_runner_brings_a_fleet_up_in_slices(fleet_of: Callable[..., SimulatedFleet], tmp_path: Path) -> None:
    fleet = fleet_of(**dict.fromkeys(HOSTS, READY))
    for changed in (1, 0):
        told = sliced(fleet, "site.yml", tmp_path)
        hosts: dict[str, dict[str, int]] = {}
        for one in told:
            assert one["status"] == "successful", one
            assert not set(hosts) & set(one["hosts"]), "a host belongs to one slice"
            hosts |= one["hosts"]
        assert sorted(hosts) == HOSTS
        assert [counts.get("changed", 0) for counts in hosts.values()] == [changed] * len(HOSTS), hosts
    assert all(fleet.engine(host)["web"]["State"]["Running"] for host in HOSTS)


def sliced(fleet: SimulatedFleet, playbook: str, folder: Path) -> list[dict[str, Any]]:
    """All slices at the same time, as jobs of a sliced template are."""
    variables = folder / "variables.json"
    variables.write_text(json.dumps(SHOP), encoding="utf-8")
    script = str(CHECKOUT / "tests" / "support" / "runner_slice.py")

    def one(place: int) -> dict[str, Any]:
        private = folder / f"slice-{place}"
        private.mkdir(exist_ok=True)
        arguments = [str(private), str(fleet.inventory), playbook, str(variables), str(place), str(SLICES)]
        done = program("python", script, *arguments, folder=folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return dict(json.loads(done.stdout.splitlines()[-1]))

    with ThreadPoolExecutor(SLICES) as threads:
        return list(threads.map(one, range(SLICES)))


@LIGHT_ONLY
def test_ansible_navigator_in_stdout_mode(fleet_of: Callable[..., SimulatedFleet], tmp_path: Path) -> None:
    fleet = fleet_of(srv=READY)
    variables = tmp_path / "variables.json"
    variables.write_text(json.dumps(SHOP), encoding="utf-8")
    done = program(
        "ansible-navigator",
        *("run", str(CHECKOUT / "playbooks" / "site.yml"), "-i", str(fleet.inventory), "-e", f"@{variables}"),
        *("--mode", "stdout", "--execution-environment", "false", "--playbook-artifact-enable", "false"),
        *("--log-file", str(tmp_path / "navigator.log")),
        folder=tmp_path,
        ANSIBLE_COLLECTIONS_PATH=str(CHECKOUT / ".tree"),
        ANSIBLE_HOME=str(tmp_path / "home"),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert fleet.engine()["web"]["State"]["Running"]
    assert "changed=1" in done.stdout, done.stdout


@pytest.mark.parametrize("name", ["meta/execution-environment.yml", "docs/execution-environment.yml"])
def test_what_the_definitions_name_is_there(name: str) -> None:
    told = yaml.safe_load((CHECKOUT / name).read_text(encoding="utf-8"))["dependencies"]
    for kind in ("python", "system"):
        if isinstance(told.get(kind), str):
            assert (CHECKOUT / told[kind]).is_file()
