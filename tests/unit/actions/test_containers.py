"""The whole module containers: door, look, plan, act and what is told of it, with the number of calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from ansible.errors import AnsibleConnectionFailure
from ansible_collections.winfleet.containers.plugins.action import containers
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import MASK, Masker


def arguments(*listed: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"project": "shop", "containers": list(listed), "allow_piercing": ["port", "volume"], **more}


def container(**options: Any) -> dict[str, Any]:
    return {"name": "web", "image": "nano:2022", "isolation": "process", **options}


def names(host: Any) -> list[str]:
    return [name for name, _ in host.calls]


def test_deploys_with_one_look_and_one_act_and_then_with_one_look(host: Any, run: Any) -> None:
    wanted = arguments(
        container(), container(name="api", isolation="Hyper-V"), container(name="any", isolation="default")
    )
    result = run(containers, wanted)
    assert not result.get("failed"), result
    assert names(host) == ["_look", "_act"]
    assert result["changed"]
    told = {row["name"]: row for row in result["containers"]}
    assert told["api"]["isolation"] == {"declared": "hyperv", "effective": "hyperv", "engine_default": "process"}
    assert told["any"]["isolation"] == {"declared": "default", "effective": "process", "engine_default": "process"}
    assert told["web"]["state"] == "running"
    assert told["web"]["actions"] == ["create"]
    assert result["pulled"] == ["nano:2022"]
    again = run(containers, wanted)
    assert names(host) == ["_look"]
    assert not again["changed"]
    assert "diff" not in again


def test_check_mode_looks_only_and_its_diff_names_what_the_real_run_does(host: Any, run: Any) -> None:
    checked = run(containers, arguments(container(env={"TOKEN": "secret"})), check=True)
    assert names(host) == ["_look"]
    assert checked["changed"]
    assert host.engine.containers == {}
    assert checked["diff"]["before"] == {}
    assert checked["diff"]["after"]["web"]["isolation"] == "process"
    assert "secret" not in repr(checked)
    done = run(containers, arguments(container(env={"TOKEN": "secret"})))
    assert done["diff"] == checked["diff"]
    assert "secret" not in repr(done)


def test_what_a_file_holds_is_masked_wherever_it_stands(host: Any, run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.env").write_text("NAME=of-the-file-4711\n", encoding="utf-8")
    more = {"command": ["a", "say:of-the-file-4711"], "labels": {"x": "of-the-file-4711"}}
    for check in (True, False):
        result = run(containers, arguments(container(env_file=str(tmp_path / "a.env"), **more)), check=check)
        assert result["changed"] and MASK in result["diff"]["after"]["web"]["command"][1]
        assert "4711" not in repr(result)


def test_check_mode_on_a_host_that_is_not_prepared_plans_as_if_it_were_empty(host: Any, run: Any) -> None:
    host.engine, host.services, host.hypervisor = None, ["docker"], False
    host.service_state = "Stopped"
    host.features = {"Containers": "Available", "Hyper-V": "Available"}
    result = run(containers, arguments(container(), container(name="api", isolation="hyperv")), check=True)
    assert not result.get("failed"), result
    assert "not prepared" in result["warnings"][0]
    assert set(result["diff"]["after"]) == {"web", "api"}


# A fault of one container's declaration -> what the one message must say.
BAD: list[tuple[dict[str, Any], list[str]]] = [
    ({"isolation": "kvm"}, ["container web: isolation", "'kvm'", "process, hyperv and default"]),
    ({"isolation": None}, ["container web: isolation", "not declared", "process, hyperv and default"]),
    ({"image": None}, ["container web: image", "missing"]),
    ({"mounts": [{"source": "C:\\data"}]}, ["container web: mounts", "target", "required"]),
    ({"mounts": [{"source": "C:\\data", "target": ""}]}, ["container web: mounts", "C:\\data", "target"]),
    ({"mounts": [{"source": "C:\\data", "target": "C:\\"}]}, ["container web: mounts", "C:\\", "cannot be the drive"]),
    ({"mounts": [{"source": "data", "target": "C:\\d"}]}, ["container web: mounts", "absolute"]),
    (
        {"mounts": [{"type": "tmpfs", "source": "x", "target": "C:\\d"}]},
        ["container web: mounts", "tmpfs", "bind, volume, npipe"],
    ),
    ({"memory": "plenty"}, ["container web: memory", "'plenty'", "512m"]),
    ({"memory": "1k"}, ["container web: memory", "'1k'", "at least 1m"]),
    ({"cpus": "many"}, ["container web: cpus", "'many'", "float"]),
    ({"cpus": 0}, ["container web: cpus", "0.01"]),
    ({"ports": ["127.0.0.1:80:80"]}, ["container web: ports", "'127.0.0.1:80:80'", "HOST_PORT", "all of them"]),
    ({"ports": ["80:80", "80:81"]}, ["container web: ports", "twice"]),
    ({"restart_policy": "sometimes"}, ["container web: restart_policy", "'sometimes'", "unless-stopped"]),
    ({"state": "running"}, ["container web: state", "'running'", "present, started, stopped, absent"]),
    ({"comand": "x"}, ["container web: comand", "not an option", "command is meant"]),
    ({"privileged": True}, ["container web: privileged", "Windows"]),
    ({"ipc_mode": "host"}, ["container web: ipc_mode", "Windows"]),
    ({"env": {"DEBUG": True}}, ["container web: env", "DEBUG", "quotes"]),
    ({"env": {"Path": "a", "PATH": "b"}}, ["container web: env", "one name on Windows"]),
    ({"labels": {"winfleet.project": "x"}}, ["container web: labels", "winfleet."]),
    ({"devices": ["/dev/sda"]}, ["container web: devices", "'/dev/sda'", "class/GUID"]),
    ({"credential_spec": "spec.json"}, ["container web: credential_spec", "file://"]),
    ({"working_dir": "app"}, ["container web: working_dir", "'app'", "absolute"]),
    ({"network": "container:"}, ["container web: network", "'container:'", "followed by the name"]),
    ({"network": "container:db", "hostname": "w"}, ["container web: hostname", "'w'", "declare it for db"]),
    ({"network": "container:db", "ports": ["80"]}, ["container web: ports", "80/tcp", "declare it for db"]),
    ({"pids_limit": 100}, ["container web: pids_limit", "100", "no limit of processes", "Leave it out"]),
    ({"memory_swappiness": 0}, ["container web: memory_swappiness", "0", "the engine refuses", "zero is a value too"]),
    ({"annotations": {"": "x"}}, ["container web: annotations", "empty"]),
    ({"mounts": [{"source": r"\\nas\share", "target": "C:\\d"}]}, ["container web: mounts", "New-SmbGlobalMapping"]),
    ({"name": "w"}, ["container w: name", "two or more"]),
    ({"allow_piercing": ["everything"]}, ["container web: allow_piercing", "everything", "named_pipe"]),
]


@pytest.mark.parametrize(("fault", "told"), BAD)
def test_bad_input_is_one_clear_error_before_anything_is_sent(host: Any, run: Any, fault: Any, told: list[str]) -> None:
    result = run(containers, arguments(container(**fault)))
    assert result["failed"]
    assert host.calls == []
    for word in told:
        assert word in result["msg"]


def test_all_faults_come_in_one_message_sorted_by_container(host: Any, run: Any) -> None:
    result = run(
        containers,
        arguments(container(name="zoo", memory="x"), container(isolation="x", cpus=-1), container(name="zoo")),
    )
    assert host.calls == []
    assert [line.split(":")[0] for line in result["refused"]] == [
        "container web",
        "container web",
        "container zoo",
        "container zoo",
    ]
    assert "two containers of the set" in result["msg"]


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ({"project": ""}, "project"),
        ({"pull": "often"}, "missing, always, never"),
        ({"timeout": 0}, "timeout"),
        ({"containres": []}, "containers is meant"),
        ({"isolation": "x"}, "process, hyperv and default"),
        ({"containers": ["web"]}, "containers"),
        ({"project": None}, "project: is missing"),
        ({"project": " "}, "project: is empty"),
        ({"timeout": float("inf")}, "timeout: inf"),
    ],
)
def test_bad_options_of_the_set(host: Any, run: Any, fault: Any, word: str) -> None:
    result = run(containers, {**arguments(container()), **fault})
    assert result["failed"]
    assert word in result["msg"]
    assert host.calls == []


# What cannot run -> what the refusal says; one look, no act.
REFUSED: list[tuple[dict[str, Any], list[str]]] = [
    (
        {
            "mounts": [{"type": "npipe", "source": r"\\.\pipe\docker_engine", "target": r"\\.\pipe\docker_engine"}],
            "allow_piercing": ["named_pipe"],
        },
        ["docker_engine", "full control", "named_pipe.engine"],
    ),
    ({"mounts": [{"source": "C:\\missing", "target": "C:\\m"}]}, ["C:\\missing", "not there"]),
    (
        {
            "isolation": "hyperv",
            "devices": ["class/5B45201D-F2F2-4F3B-85BB-30FF1F953599"],
            "allow_piercing": ["device"],
        },
        ["devices", "hyperv", "isolation: process"],
    ),
    (
        {"isolation": "hyperv", "network": "container:db", "allow_piercing": ["network"]},
        ["network", "container:db", "hyperv"],
    ),
    ({"cpus": 64}, ["cpus", "4"]),
    ({"image": "new:2025"}, ["new:2025", "10.0.26100.1", "20348"]),
    ({"image": "old:2019"}, ["old:2019", "10.0.17763.1"]),
    ({"image": "linux:1"}, ["linux:1", "image for linux"]),
]


@pytest.mark.parametrize(("options", "told"), REFUSED)
def test_what_cannot_run_is_refused_before_anything_is_pulled(
    host: Any, run: Any, options: Any, told: list[str]
) -> None:
    for name, version in (("new:2025", "10.0.26100.1"), ("old:2019", "10.0.17763.1")):
        host.engine.registry[name] = {"Id": name, "Os": "windows", "OsVersion": version, "Config": {}}
    host.engine.images["linux:1"] = {"Id": "linux", "Os": "linux", "RepoDigests": None, "Config": {}}
    result = run(containers, arguments(container(**options)))
    assert result["failed"], result
    assert names(host) == ["_look"]
    for word in told:
        assert word in result["msg"]
    assert result["verdicts"][0]["container"] == "web"


def test_hyperv_without_a_hypervisor_is_refused_with_the_remedy(host: Any, run: Any) -> None:
    host.hypervisor, host.services = False, ["docker", "vmcompute", "hns"]
    result = run(containers, arguments(container(isolation="hyperv"), container(name="api")))
    assert result["failed"]
    assert result["msg"].count("container ") == 1
    assert "container web" in result["msg"]
    assert "host_features" in result["msg"]


def test_an_image_whose_version_nobody_tells_is_a_warning(host: Any, run: Any) -> None:
    result = run(containers, arguments(container(image="private:1")), check=True)
    assert not result.get("failed"), result
    assert any("private:1" in text and "not known" in text for text in result["warnings"])


# How the engine is not reached -> what the one message says.
UNREACHED = [
    ("System.TimeoutException", "docker_engine is not there"),
    ("System.UnauthorizedAccessException", "Administrators"),
    ("System.IO.EndOfStreamException", "stopped or crashed"),
    ("timeout", "did not answer in time"),
]


@pytest.mark.parametrize(("kind", "words"), UNREACHED)
def test_an_engine_that_is_not_reached_is_one_clear_error(host: Any, run: Any, kind: str, words: str) -> None:
    host.said["engine"] = {"ok": False, "error": {"type": kind, "code": "0x80131505", "text": "Der Vorgang ..."}}
    result = run(containers, arguments(container()))
    assert (result["failed"], result["changed"]) == (True, False)
    assert words in result["msg"]
    assert names(host) == ["_look"]


def test_an_engine_that_is_not_installed_is_told_so(host: Any, run: Any) -> None:
    host.engine, host.services = None, ["vmcompute", "hns"]
    result = run(containers, arguments(container()))
    assert result["failed"]
    assert "No engine is installed" in result["msg"]


@pytest.mark.parametrize("error", [AnsibleConnectionFailure, ConnectionError])
def test_a_connection_that_is_lost_in_the_middle_says_what_was_under_way(host: Any, run: Any, error: Any) -> None:
    host.broken = error("the read timed out")
    result = run(containers, arguments(container()))
    assert result["failed"]
    assert result["changed"]  # whether it was done is not known
    for words in ("srv", "pull nano:2022", "create web", "nothing is lost", "next run", "the read timed out"):
        assert words in result["msg"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"failed": True, "msg": "failure during exec_wrapper"}, "failure during exec_wrapper"),
        (
            {"winfleet": {"lock": {"ok": False, "error": {"type": "timeout"}}, "steps": [], "undone": [], "looks": []}},
            "Another run",
        ),
        ({"winfleet": {"lock": {"ok": True}, "steps": [{"ok": True}], "undone": [], "looks": []}}, "not complete"),
        ({}, "did not answer as it should"),
    ],
)
def test_an_answer_that_is_none_is_a_clear_error(host: Any, run: Any, answer: Any, words: str) -> None:
    host.broken = answer
    result = run(containers, arguments(container()))
    assert result["failed"]
    assert words in result["msg"]


def test_a_step_that_fails_says_which_why_and_what_stands(host: Any, run: Any) -> None:
    host.engine.images["nano:2022"] = host.engine.registry["nano:2022"]
    host.fail_at = 1  # the start
    result = run(containers, arguments(container(isolation="hyperv")))
    assert result["failed"]
    assert result["msg"].startswith("srv: container web: starting it failed:")
    for words in ("ypervisor", "0xc0351000", "was undone"):
        assert words in result["msg"]
    assert [row["name"] for row in result["containers"]] == ["web"]
    assert "actions" not in result["containers"][0]


def test_values_of_ansible_are_made_plain(host: Any, run: Any) -> None:
    class Tagged(str):
        __slots__ = ()

    run(containers, arguments(container(image=Tagged("nano:2022"), command=[Tagged("ping")])))
    (_, sent) = host.calls[1]
    assert all(type(step["path"]) is str for step in sent["steps"] if "path" in step)


def test_under_no_log_nothing_is_said(host: Any, run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(containers, arguments(container()), no_log=True)["changed"]
    assert capsys.readouterr().out == ""


def test_what_is_said_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    action = containers.ActionModule(*[MagicMock()] * 6)
    action._masker, action._silent = Masker.of(arguments(container(env={"PASSWORD": "hunter2"}))), False
    action._say("srv: pull hunter2")
    assert capsys.readouterr().out == f"srv: pull {MASK}\n"


@pytest.mark.parametrize("name", ["web", "srv", "image"])
def test_a_message_names_its_host_though_its_name_stands_in_it(host: Any, run: Any, name: str) -> None:
    """A host may be called as a container or as a word is."""
    result = run(containers, arguments(container(image="bad image")), name=name)
    assert result["msg"].startswith(f"{name}: ")


def test_little_room_is_told_before_a_pull_and_not_where_nothing_is_done(host: Any, run: Any) -> None:
    host.free = 2**30
    told = run(containers, arguments(container()))
    assert [text for text in told["warnings"] if "drive C:" in text and "1.0 GiB free" in text]
    assert not [text for text in run(containers, arguments(container())).get("warnings", []) if "drive C:" in text]
