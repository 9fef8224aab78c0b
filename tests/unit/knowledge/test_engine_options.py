"""The one table of options: every word of compose and docker_container has one row, and the door tells its way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import (
    CONTAINER_OPTIONS,
    MOUNT_OPTIONS,
    ignored_options,
    read_set,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import ARGUMENTS
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import (
    Beside,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_options import ROWS, row_of, told
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import (
    ACCEPTED,
    NO_EFFECT,
    NOT_SENT,
    REFUSED,
    Row,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import OPTIONS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_forms import secret_key
from hypothesis import given
from hypothesis import strategies as st

DATA = Path(__file__).with_name("data")
# All keys of a service, with those below them (schema/compose-spec.json of 23 June 2026), and of the module's argument
# specification with its aliases (5.4.0)
VOCABULARIES = {
    "compose": (DATA / "compose-words.txt").read_text("utf-8").split(),
    "docker_container": (DATA / "docker-container-words.txt").read_text("utf-8").split(),
}
OURS = {*CONTAINER_OPTIONS, *(f"mounts.{name}" for name in MOUNT_OPTIONS)}


def owners(vocabulary: str, word: str) -> list[Row]:
    """The rows that name the word, else those that name all below an outer one."""
    found = [row for row in ROWS if word in getattr(row, vocabulary)]
    while not found and "." in word:
        word = word.rpartition(".")[0]
        found = [row for row in ROWS if f"{word}.*" in getattr(row, vocabulary)]
    return found


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_word_has_exactly_one_row(vocabulary: str) -> None:
    assert {word: len(owners(vocabulary, word)) for word in VOCABULARIES[vocabulary]} == dict.fromkeys(
        VOCABULARIES[vocabulary], 1
    )


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_no_row_names_a_word_that_is_none(vocabulary: str) -> None:
    named = {word.removesuffix(".*") for row in ROWS for word in getattr(row, vocabulary)}
    assert named - set(VOCABULARIES[vocabulary]) == set()


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_a_word_means_the_same_to_the_reader(vocabulary: str) -> None:
    for word in VOCABULARIES[vocabulary]:
        assert row_of(word) in (owners("compose", word) or owners(vocabulary, word)), word


def test_no_word_is_told_twice() -> None:
    for vocabulary in ("compose", "docker_container", "also", "file"):
        words = [word for row in ROWS for word in getattr(row, vocabulary)]
        assert sorted(words) == sorted(set(words))
    also = {word for row in ROWS for word in row.also}
    assert not also & {*VOCABULARIES["compose"], *VOCABULARIES["docker_container"]}
    members = [member for row in ROWS for member in row.api]
    assert sorted(members) == sorted(set(members))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: (row.compose + row.docker_container + row.also + row.api)[:1])
def test_every_row_has_a_source_and_a_way_out(row: Row) -> None:
    assert row.source and row.versions
    assert row.ours or row.told
    assert row.compose or row.docker_container or row.also or row.file or row.api or row.ours
    assert row.engine in (ACCEPTED, REFUSED, NO_EFFECT, NOT_SENT)
    assert bool(row.lacks) <= (row.engine in (REFUSED, NO_EFFECT))
    assert bool(row.refuses) >= (row.engine == REFUSED)
    assert all(refusal.values and refusal.words and refusal.status >= 400 for refusal in row.refuses)
    assert not row.api or row.engine != NOT_SENT


def test_our_options_are_those_of_the_module() -> None:
    named = [row.ours for row in ROWS if row.ours]
    assert sorted(named) == sorted(OURS)
    assert {row.of_set for row in ROWS if row.of_set} <= set(ARGUMENTS)


def test_what_we_send_is_in_the_row_of_our_option() -> None:
    values: dict[str, Any] = {
        "ports": [{"container_port": 80, "protocol": "tcp", "host_port": 8080}],
        "mounts": [{"type": "bind", "source": "C:\\a", "target": "C:\\b", "read_only": False}],
        "restart_policy": {"name": "no", "maximum_retry_count": 0},
        "env": {"A": "b"},
        "healthcheck": {"Test": ["NONE"]},
        "networks": [{"name": "lan", "aliases": ["a"], "ipv4_address": "10.0.0.1", "mac_address": "00:15:5d:01:02:03"}],
    }
    rows = {row.ours: row for row in ROWS}
    for name, option in OPTIONS.items():
        sent = option.send(values.get(name, 1 if name in ("memory", "cpus") else ["x"]))
        assert set(sent) <= set(rows[name].api), name


def test_what_a_hand_may_have_set_beside_us_has_a_row() -> None:
    for word in Beside.__dataclass_fields__:
        row = row_of(word)
        assert row and row.api and row.ours is None, word


def read(**option: Any) -> None:
    read_set([{"name": "web", "image": "x:1", "isolation": "process", **option}], None)


FOREIGN = sorted(
    {
        word
        for row in ROWS
        for words in (row.compose, row.docker_container, row.also)
        for word in words
        if "." not in word
    }
    - set(CONTAINER_OPTIONS)
)


@pytest.mark.parametrize("word", [word for word in FOREIGN if not (row_of(word) or ROWS[0]).warns])
@pytest.mark.parametrize("value", [7, "x7", ["x7"], {"x7": "y"}], ids=["number", "text", "list", "table"])
def test_the_door_refuses_a_word_that_is_not_ours(word: str, value: Any) -> None:
    """One error, which names the container, the option, the value and the way out."""
    row = row_of(word)
    assert row is not None
    with pytest.raises(Refused) as refused:
        read(**{word: value})
    [problem] = refused.value.problems
    assert problem.startswith(f"container web: {word}: ")
    assert row.told in problem
    assert not isinstance(value, (int, str)) or secret_key(word) or repr(value) in problem


@pytest.mark.parametrize("word", [word for word in FOREIGN if (row_of(word) or ROWS[0]).warns])
def test_what_does_no_harm_is_warned_of(word: str) -> None:
    read(**{word: 7})
    [(name, text)] = ignored_options([{"name": "web", word: 7}])
    assert name == "web" and text.startswith(f"{word}: Windows")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("privileged", False),
        ("pids_limit", -1),
        ("pids_limit", 0),
        ("PidsLimit", -1),
        ("mem_swappiness", -1),
        ("cap_add", ["ALL"]),
        ("cap_drop", []),
        ("ipc", "private"),
        ("network_disabled", False),
        ("volumes_from", []),
        ("oom_kill_disable", False),
        ("ulimits", {}),
    ],
)
def test_what_asks_for_nothing_is_left_out_and_told(word: str, value: Any) -> None:
    read(**{word: value})
    assert ignored_options([{"name": "web", word: value}]) == [
        ("web", f"{word}: {value!r} asks for nothing, and is left out")
    ]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("memory_swappiness", 0),
        ("MemorySwappiness", 0),
        ("memory_swap", -1),
        ("pids_limit", 100),
        ("cap_add", ["NET_ADMIN"]),
        ("cap_add", ["ALL", "NET_ADMIN"]),
        ("blkio_config", {"weight": 300}),
        ("runtime", "runc"),
        ("gpus", "all"),
        ("extra_hosts", ["a:1.2.3.4"]),
        ("cpu_quota", -1),
    ],
)
def test_what_asks_for_something_is_refused(word: str, value: Any) -> None:
    with pytest.raises(Refused):
        read(**{word: value})


@pytest.mark.parametrize("word", ["mem_limit", "mem-limit", "memLimit", "MemLimit"])
def test_any_spelling_is_understood(word: str) -> None:
    assert told(word) == "the option is called memory"


@pytest.mark.parametrize(
    ("word", "value", "ways"),
    [
        ("deploy", {"resources": {"limits": {"cpus": "2", "memory": "1g"}}},
         ["deploy.resources.limits.cpus: the option is called cpus", "memory: the option is called memory"]),
        ("deploy", {"restart_policy": {"condition": "any", "delay": "5s"}},
         ["deploy.restart_policy.delay: the engine chooses", "the option is called restart_policy"]),
        ("blkio_config", {"weight": 3}, ["Windows has no limits of block devices"]),
    ],
)  # fmt: skip
def test_the_parts_of_a_nested_word_have_ways_of_their_own(word: str, value: Any, ways: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        read(**{word: value})
    assert all(way in str(refused.value) for way in ways)


@pytest.mark.parametrize(
    ("word", "way"),
    [
        ("readonly", "the option is called mounts.read_only"),
        ("bind", "the engine reads nothing of it on Windows"),
        ("consistency", "the engine reads nothing of it on Windows"),
        ("propagation", "Windows has no propagation"),
        ("tmpfs_size", "use a volume"),
        ("volume", "options of a volume"),
        ("privileged", "the options are"),
        ("sourc", "source is meant?"),
    ],
)
def test_a_word_below_an_option_is_its_own(word: str, way: str) -> None:
    with pytest.raises(Refused) as refused:
        read(mounts=[{"source": "C:\\a", "target": "C:\\b", word: "x"}])
    [problem] = refused.value.problems
    assert problem.startswith("container web: mounts: number 1 (") and f"{word}: is not an option" in problem
    assert way in problem


VALUES = st.recursive(
    st.booleans() | st.integers(-2, 9) | st.sampled_from(["", "x", "private", "ALL"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(FOREIGN), VALUES)
def test_a_word_that_is_not_ours_is_refused_or_asks_for_nothing(word: str, value: Any) -> None:
    row = row_of(word)
    assert row is not None
    try:
        read(**{word: value})
    except Refused as refused:
        assert not row.asks_for_nothing(value) and not row.warns
        assert row.told in str(refused) and f"container web: {word}: " in str(refused)
    else:
        [(name, text)] = ignored_options([{"name": "web", word: value}])
        assert (row.asks_for_nothing(value) or row.warns) and name == "web" and text.startswith(f"{word}: ")


def test_the_value_of_what_may_be_secret_is_not_told() -> None:
    with pytest.raises(Refused) as refused:
        read(environment={"PIN": "hunter2"}, registry_auth="hunter2", sysctls={"x": "hunter2" * 40})
    assert str(refused.value).count("hunter2") == 0
    assert "registry_auth: is not an option; " in str(refused.value)


def test_nobody_knows_a_word_that_is_none() -> None:
    assert row_of("colour") is None and told("colour") is None and row_of("deploy.colour") is None


def test_the_list_of_options_is_told_once() -> None:
    sets = [
        {"name": f"web{n}", "image": "x", "isolation": "process", "colour": "blue", "shape": "round"} for n in range(9)
    ]
    with pytest.raises(Refused) as refused:
        read_set(sets, None)
    assert str(refused.value).count("the options are") == 1
    assert len(refused.value.problems) == 19 and max(map(len, refused.value.problems[:-1])) < 100
