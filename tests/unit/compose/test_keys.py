"""Every key of compose's schema has its place in the tables, and what is refused is told with file, service and key."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.kinds import NETWORK, OTHERS, VOLUME
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.notes import Around, Notes, called
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.scanned import Scan
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.service import (
    DEEP,
    ROWS,
    TAKEN,
    WITH_OTHERS,
    container,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import CONTAINER_OPTIONS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.compose_keys import (
    DONE,
    INSTEAD,
    REFUSE,
    SILENT,
    TOLD,
    WARN,
    foreign,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_options import row_of
from compose_cases import IMAGE

ROOT = Path(__file__).resolve().parents[3]
WORDS = (ROOT / "tests/unit/knowledge/data/compose-words.txt").read_text("utf-8").split()
KEYS = [word for word in WORDS if "." not in word]


def schema() -> dict[str, Any]:
    """The one that the loader holds its files to: it stands in the program as text."""
    content = (Path(sys.executable).parent / "docker-compose").read_bytes()
    start = content.rindex(b"{", 0, content.index(b'"$id": "compose_spec.json"'))
    found: dict[str, Any] = json.JSONDecoder().raw_decode(content[start : start + 400_000].decode("utf-8", "replace"))[
        0
    ]
    return found


def properties(kind: str) -> set[str]:
    return set(schema()["$defs"][kind]["properties"])


def test_the_loaders_keys_are_those_of_the_table() -> None:
    assert properties("service") - {"pre_start"} <= set(KEYS)


def test_those_of_networks_and_volumes_are_known() -> None:
    assert properties("network") <= {*NETWORK, *OTHERS}
    assert properties("volume") == set(VOLUME)


def places(key: str) -> Iterator[str]:
    if key in TAKEN:
        yield "taken"
    if key in WITH_OTHERS:
        yield "with others"
    if key in DEEP:
        yield "deep"
    if not any((key in TAKEN, key in WITH_OTHERS, key in DEEP)):
        yield foreign(key, "something")[0]


@pytest.mark.parametrize("key", WORDS)
def test_it_has_one_place(key: str) -> None:
    (place,) = places(key)
    assert place in ("taken", "with others", "deep", REFUSE, WARN, SILENT)
    if place in (REFUSE, WARN):
        text = foreign(key, "something")[1]
        assert len(text) > 20 and "does not know it" not in text
    assert foreign(key, None) == (SILENT, "")


def test_what_the_tables_name_is_there() -> None:
    known = {*WORDS}
    for key in (*TAKEN, *WITH_OTHERS, *DEEP, *DONE, *TOLD, *INSTEAD):
        assert key in known, key
    assert {option for _key, option, _read in ROWS if option} <= set(CONTAINER_OPTIONS)
    assert not set(TOLD) & DONE and not set(INSTEAD) & DONE


def test_a_key_is_taken_as_the_option_that_the_table_of_options_names() -> None:
    other = {"env_file", "networks", "network_mode", "volumes", "security_opt"}
    for key, option, _read in ROWS:
        row = row_of(key)
        if option and key not in other:
            assert row is not None and row.ours == option, key


def test_all_that_is_refused_is_told(service: Callable[..., Any]) -> None:
    """Each key with a value that asks for something, as the loader would have it."""
    for key in KEYS:
        if next(places(key)) != REFUSE:
            continue
        scan = Scan([("shop/compose.yml", {"services": {"web": {key: "something"}}})])
        notes = Notes(scan, "web", "web")
        container({"image": IMAGE, key: "something"}, notes, Around({"web": "web"}))
        (problem,) = notes.problems
        assert problem.startswith(f"shop/compose.yml: service web: {called(key)}: "), problem
        assert " is refused: " in problem


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"privileged": True}, "privileged: True is refused: Windows has no privileged containers. Leave it out."),
        (
            {"secrets": ["pin"]},
            "secrets of the service: its value is refused: Windows containers get no files of secrets; mount",
        ),
        ({"volumes": ["C:\\data"]}, "volumes: C:\\data has no source, which is a volume without a name"),
        ({"volumes": [{"type": "tmpfs", "target": "C:\\t"}]}, "volumes: C:\\t is of the type tmpfs"),
        ({"volumes": ["~/x:C:\\x"]}, "is the home of who calls compose: write the host's folder"),
        (
            {"volumes": [{"type": "bind", "source": "D:\\x", "target": "C:\\x", "bind": {"propagation": "shared"}}]},
            "volumes.bind.propagation: 'shared' is refused: leave it out: Windows has no propagation",
        ),
        ({"command": []}, "command: is empty, of which the engine makes the image's own"),
        ({"network_mode": "host"}, "network_mode: 'host' is not allowed; it is a network of Linux"),
        ({"credential_spec": {"config": "pin"}}, "credential_spec.config of the service: a config is of swarm"),
        ({"security_opt": ["no-new-privileges:true"]}, "Windows knows credentialspec= alone"),
        ({"deploy": {"mode": "global-job"}}, "deploy.mode: 'global-job' is refused: jobs are of swarm"),
        ({"networks": {"default": {"ipv6_address": "::1"}}}, "networks.ipv6_address: '::1' is refused"),
        # said by the set's own door, of the option that the key comes to
        ({"ports": ["127.0.0.1:80:80"]}, "compose.yml: service web: ports: "),
        ({"ports": ["8080-8081:80"]}, "compose.yml: service web: ports: "),
        ({"stop_grace_period": "1500ms"}, "compose.yml: service web: stop_grace_period: '1.5s' is not allowed"),
        ({"mem_limit": "1k"}, "compose.yml: service web: mem_limit: '1024' is not allowed"),
        ({"isolation": "chroot"}, "compose.yml: service web: isolation: 'chroot' is not allowed"),
        ({"volumes": [".\\a:C:\\a"]}, "nothing says to which folder of the host: give project_dir at the set"),
        ({"logging": {"driver": "journald"}}, "compose.yml: service web: logging.driver: 'journald' is not allowed"),
    ],
)
def test_it_is_refused(refused: Callable[..., list[str]], keys: Mapping[str, Any], told: str) -> None:
    file: dict[str, Any] = {"services": {"web": {"image": IMAGE, **keys}}}
    if "secrets" in keys:
        file["secrets"] = {"pin": {"file": "./pin"}}
    if "config" in keys.get("credential_spec", {}):
        file["configs"] = {"pin": {"file": "./pin"}}
    (problem,) = refused(file)
    assert problem.startswith("compose.yml: service web: ") and told in problem, problem


def test_several_files_are_told_apart(written: Callable[..., str], refused: Callable[..., list[str]]) -> None:
    over = written({"services": {"web": {"privileged": True}}}, "over.yml")
    base = written({"services": {"web": {"image": IMAGE, "shm_size": "1g"}}}, "base.yml")
    problems = refused({"services": {}}, compose_files=[base, over])
    assert [line.partition(" is refused")[0] for line in sorted(problems)] == [
        "base.yml: service web: shm_size: '1073741824'",
        "over.yml: service web: privileged: True",
    ]


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ({"networks": {"a": {"internal": True}}}, "compose.yml: network a: internal: True is refused: Windows has"),
        ({"networks": {"a": {"ipam": {"options": {"x": "y"}}}}}, "compose.yml: network a: ipam.options: "),
        (
            {"networks": {"a": {"driver": "bridge"}}},
            "compose.yml: network a: driver: 'bridge' is not allowed; allowed are nat",
        ),
        ({"volumes": {"aa": {"driver": "azure"}}}, "compose.yml: volume aa: driver: 'azure' is not allowed"),
    ],
)
def test_networks_and_volumes(refused: Callable[..., list[str]], section: Mapping[str, Any], told: str) -> None:
    web: dict[str, Any] = {"image": IMAGE}
    web |= {"networks": ["a"]} if "networks" in section else {"volumes": ["aa:C:\\a"]}
    assert told in "\n".join(refused({"services": {"web": web}, **section}))


def test_the_page_is_current() -> None:
    """`python tools/compose_doc.py` writes it anew."""
    tool = load(ROOT / "tools" / "compose_doc.py")
    assert (ROOT / "docs" / "compose.md").read_text("utf-8") == tool.document()
    for key in KEYS:
        assert f"| `{key}` |" in tool.document(), key


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
