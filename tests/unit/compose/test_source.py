"""The files and the set's own options together; what of them is secret; texts that come through as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.source import Source, read, sourced
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import read_declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from compose_cases import IMAGE, options_of
from hypothesis import given, settings
from hypothesis import strategies as st

WEB = {"image": IMAGE}
UNSET = ("OF_THE_CONTROLLER", "PATH", "HOME")
FILE = {"services": {"web": WEB, "db": {**WEB, "isolation": "hyperv"}}, "volumes": {"aa": {}}}


def named(found: Source) -> dict[str, Any]:
    return {one["name"]: one for one in found.options["containers"]}


def test_containers_of_the_set_go_over_those_of_the_files(source: Callable[..., Source]) -> None:
    own = [
        {"name": "web", "isolation": "hyperv", "allow_piercing": ["port"], "memory": None},
        {"name": "more", "image": IMAGE},
        {"name": "db", "state": "absent"},
    ]
    found = source(FILE, containers=own)
    assert named(found) == {
        "web": {"name": "web", "image": IMAGE, "isolation": "hyperv", "allow_piercing": ["port"]},
        "db": {"name": "db", "image": IMAGE, "isolation": "hyperv", "state": "absent"},
        "more": {"name": "more", "image": IMAGE},
    }
    assert found.told == {"files": ["compose.yml"], "isolation_of_the_set": [], "left_out": []}


def test_networks_and_volumes_too(source: Callable[..., Source]) -> None:
    file = {
        "services": {"web": {**WEB, "networks": ["back"], "volumes": ["aa:C:\\a"]}},
        "networks": {"back": {"driver": "nat"}},
        "volumes": {"aa": {"labels": {"a": "b"}}},
    }
    found = source(file, networks={"back": {"recreate": True}, "lan": {"external": True}}, volumes={"aa": None})
    assert found.options["networks"] == {
        "back": {"name": "shop_back", "driver": "nat", "recreate": True},
        "lan": {"external": True},
    }
    assert found.options["volumes"] == {"aa": {"name": "shop_aa", "labels": {"a": "b"}}}


def test_who_gets_the_sets_isolation_is_told(source: Callable[..., Source]) -> None:
    found = source(FILE)
    assert found.told is not None and found.told["isolation_of_the_set"] == ["web"]


def test_without_the_sets_isolation_it_is_asked_for(refused: Callable[..., list[str]]) -> None:
    problems = refused(FILE, isolation=None)
    assert problems == [
        "compose.yml: service web: isolation: is not declared; allowed are process, hyperv and default, on the "
        "container or on the whole set"
    ]


def test_copies_are_told_by_their_service(refused: Callable[..., list[str]]) -> None:
    (problem, *_more) = refused({"services": {"web": {**WEB, "scale": 2, "mem_limit": "1k"}}})
    assert problem.startswith("compose.yml: service web: mem_limit: ")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, ["containers: is missing; it is required, or compose_files in its place"]),
        ({"compose_env": {"A": "b"}, "containers": []}, ["compose_env: goes with compose_files, which is not given"]),
        ({"compose_root": "/tmp", "containers": []}, ["compose_root: goes with compose_files, which is not given"]),
    ],
)
def test_without_files(options: Mapping[str, Any], told: list[str]) -> None:
    with pytest.raises(Refused) as found:
        read_declared(options_of(options), str)
    assert found.value.problems == told


def test_a_file_that_is_nowhere() -> None:
    def nowhere(path: str) -> str:
        raise Refused([f"{path} is not on the controller"])

    with pytest.raises(Refused) as found:
        read_declared(options_of({"compose_files": ["a.yml"], "compose_env_file": ["b.env"]}), nowhere)
    assert found.value.problems == [
        "compose_files: a.yml is not on the controller",
        "compose_env_file: b.env is not on the controller",
    ]


def test_a_project_that_compose_does_not_take(refused: Callable[..., list[str]]) -> None:
    (problem,) = refused(FILE, project="My Shop")
    assert "invalid project name" in problem and "lowercase" in problem


@pytest.mark.parametrize("name", ["", "A=B"])
def test_a_variable_that_is_none(refused: Callable[..., list[str]], name: str) -> None:
    (problem,) = refused(FILE, compose_env={name: "secret-4711"})
    assert problem.startswith("compose_env: ") and "secret-4711" not in problem


def test_the_environment_of_the_controller_is_not_seen(
    source: Callable[..., Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OF_THE_CONTROLLER", "seen")
    web = {**WEB, "labels": {"a": "<${OF_THE_CONTROLLER}${PATH}${HOME}>"}, "environment": ["OF_THE_CONTROLLER"]}
    found = source({"services": {"web": web}})
    assert named(found)["web"]["labels"] == {"a": "<>"} and named(found)["web"]["env"] == {}
    unset = (f'compose says: The "{name}" variable is not set. Defaulting to a blank string.' for name in UNSET)
    assert {text for _name, text in found.left_out} == {
        "compose.yml: environment has no value for OF_THE_CONTROLLER, and neither has compose_env: left out",
        *unset,
    }


def test_variables_of_the_play_win_over_files(source: Callable[..., Source], written: Callable[..., str]) -> None:
    written("A=dotenv\nB=dotenv\n", ".env")
    web = {**WEB, "labels": {"a": "${A}", "b": "${B}"}}
    assert named(source({"services": {"web": web}}, compose_env={"A": "play"}))["web"]["labels"] == {
        "a": "play",
        "b": "dotenv",
    }
    other = written("B=other\n", "other.env")
    found = source({"services": {"web": web}}, compose_env_file=[other])
    assert named(found)["web"]["labels"] == {"a": "", "b": "other"}


def test_what_came_out_of_files_is_masked(written: Callable[..., str]) -> None:
    written("DB_PASSWORD=dotenv-4711\nTAG=ltsc2025\n", ".env")
    written("PIN=env-file-4711\n", "a.env")
    file = written(
        {
            "services": {
                "web": {
                    "image": "mcr.microsoft.com/windows/nanoserver:${TAG}",
                    "env_file": "a.env",
                    "command": "x ${DB_PASSWORD}",
                }
            }
        }
    )
    declared = read_declared(options_of({"compose_files": [file], "compose_env": {"A": "play-4711"}}), str)
    masker = Masker.of([{"compose_env": {"A": "play-4711"}}, *declared.from_files])
    text = f"dotenv-4711 env-file-4711 play-4711 {IMAGE}"
    assert masker.text(text) == f"******** ******** ******** {IMAGE}"


def test_a_refusal_shows_no_secret(written: Callable[..., str], refused: Callable[..., list[str]]) -> None:
    written("PIN=dotenv-4711\n", ".env")
    told = refused({"services": {"web": {**WEB, "hostname": "a b ${PIN}", "sysctls": ["a=${PIN}"]}}})
    assert told and "dotenv-4711" not in "\n".join(told)
    told = refused({"services": {"web": {**WEB, "mem_limit": "${PIN}"}}})
    assert told and "dotenv-4711" not in "\n".join(told)


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30) | st.text("$\\{}:'\" D", max_size=12)


@settings(max_examples=25)
@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_texts_come_through_to_the_last_letter(texts: list[str]) -> None:
    """Dollars are written twice in a compose file, and nothing else."""
    env = {f"V{place}": text for place, text in enumerate(texts)}
    doubled = {name: text.replace("$", "$$") for name, text in env.items()}
    service = {**WEB, "environment": doubled, "labels": doubled, "command": ["a", *doubled.values()]}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "compose.yml"
        path.write_text(json.dumps({"services": {"web": service}}, ensure_ascii=False), encoding="utf-8")
        (web,) = sourced(options_of({"compose_files": [str(path)]}), str).options["containers"]
    assert (web["env"], web["labels"], web["command"]) == (env, env, ["a", *texts])


def test_the_lookups_answer(written: Callable[..., str]) -> None:
    found = read({**options_of({"compose_files": [written({**FILE, "name": "of-the-file"})]}), "pull": None}, str)
    assert found == {
        "project": "shop",
        "containers": [
            {"name": "db", "image": IMAGE, "isolation": "hyperv"},
            {"name": "web", "image": IMAGE},
        ],
        "networks": {},
        "volumes": {},
        "without_isolation": ["web"],
        "warnings": [],
    }
