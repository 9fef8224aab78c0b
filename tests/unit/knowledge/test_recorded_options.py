"""What the table of options says of the engine is what moby's engine for Windows answered (recorded, 28.5.2 and
29.7.2), and the door refuses what it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import read_set
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.healthcheck import TIMES
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container, ImageConfig
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_errors import explain
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_options import ROWS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import (
    NO_EFFECT,
    RECORDED,
    REFUSED,
    Refusal,
    Row,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import OPTIONS, UNREADABLE

DATA = Path(__file__).resolve().parents[2] / "simulator" / "recorded" / "data"
BY_MEMBER = {member: row for row in ROWS for member in row.api}
NONE = "Nonsense"  # a member that no API has; the engine reads over it
# What the API's types do not take is no rule of Windows, and a folder called con was Wine's to open.
WRONG_TYPE = re.compile(r"^invalid JSON: json: cannot unmarshal|.*CreateFile \S+con: ")


class Case(NamedTuple):
    at: str
    moby: str
    name: str
    members: dict[str, list[Any]]
    body: dict[str, Any]
    status: int
    answer: str

    @property
    def accepted(self) -> bool:
        return self.status in (201, 204)


NAMED = ("NetworkingConfig.EndpointsConfig", "HostConfig.PortBindings")  # their keys are names


def members_of(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """(member, value) of the member itself and of those below it that the table knows; names and lists are left out of
    the place."""
    yield place, value
    outer = value.values() if place in NAMED and isinstance(value, Mapping) else [value]
    for item in outer:
        for part in item if isinstance(item, list) else [item]:
            for key, inner in part.items() if isinstance(part, Mapping) else ():
                yield from (found for found in members_of(inner, f"{place}.{key}") if found[0] in BY_MEMBER)


def cases() -> Iterator[Case]:
    for at in ("create", "start"):
        for line in (DATA / f"{at}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            found: dict[str, list[Any]] = {f"?{key}": [value] for key, value in parse_qsl(row["query"])}
            for key, value in row["body"].items():
                if key in ("HostConfig", "NetworkingConfig"):
                    for inner, item in value.items():
                        for member, part in members_of(item, f"{key}.{inner}"):
                            found.setdefault(member, []).append(part)
                elif key != "Image" or row["area"] in ("image", "platform"):
                    found.setdefault(key, []).append(value)
            yield Case(at, row["moby"], row["case"], found, row["body"], row["status"], row["answer"])


CASES = list(cases())


def explains(refusal: Refusal, case: Case) -> bool:
    said = refusal.at == case.at and refusal.status == case.status and case.moby in refusal.versions
    return said and bool(re.search(refusal.words, case.answer))


def rows_of(case: Case) -> list[Row]:
    return [BY_MEMBER[member] for member in case.members if member != NONE]


def test_every_recorded_member_is_in_the_table() -> None:
    assert {member for case in CASES for member in case.members} - set(BY_MEMBER) == {NONE}


def test_what_the_table_calls_recorded_is() -> None:
    """Of each member there is a row of the record, and each refusal was seen in each of its versions."""
    for row in ROWS:
        if not row.source.startswith(RECORDED):
            continue
        of_row = [case for case in CASES if set(row.api) & set(case.members)]
        assert not row.api or of_row, row
        for refusal in row.refuses:
            for version in ("28.5.2", "29.7.2"):
                seen = [case for case in of_row if case.moby == version and explains(refusal, case)]
                assert seen or version not in refusal.versions.split(";")[0], (row.api, refusal, version)


@pytest.mark.parametrize("case", [case for case in CASES if not case.accepted and not WRONG_TYPE.match(case.answer)])
def test_every_recorded_refusal_is_one_of_the_table(case: Case) -> None:
    assert any(explains(refusal, case) for row in rows_of(case) for refusal in row.refuses), case


def test_every_recorded_refusal_is_explained_to_users() -> None:
    said = {case.answer for case in CASES if not case.accepted and not WRONG_TYPE.match(case.answer)}
    # The address of a syslog server is not declared here.
    assert [text for text in sorted(said) if explain(text) is None and " /x: File not found." not in text] == []


@pytest.mark.parametrize("case", [case for case in CASES if case.accepted])
def test_what_the_table_calls_refused_was_never_accepted(case: Case) -> None:
    for member, given in case.members.items():
        row = BY_MEMBER.get(member)
        if row is None or row.engine != REFUSED:
            continue
        refusal = row.refuses[0]
        if refusal.at == case.at and case.moby in refusal.versions.split(";")[0]:
            assert all(row.asks_for_nothing(value) for value in given), (member, case)


@pytest.mark.parametrize("row", [row for row in ROWS if row.source.startswith(RECORDED) and row.engine != REFUSED])
def test_what_the_table_calls_accepted_was(row: Row) -> None:
    for member in row.api:
        assert any(case.accepted for case in CASES if member in case.members), member


@pytest.mark.parametrize("row", [row for row in ROWS if row.engine == NO_EFFECT and row.lacks])
def test_what_has_no_effect_is_refused_only_as_the_table_says(row: Row) -> None:
    alone = [case for case in CASES if set(case.members) & set(row.api) and len(case.members) == 1]
    for case in alone:
        assert case.accepted or any(explains(refusal, case) for refusal in row.refuses), case


# A recorded member -> how the same is written here.
def _mounts(value: Any) -> Any:
    return [
        {
            "type": item["Type"],
            "source": item.get("Source", ""),
            "target": item["Target"],
            "read_only": item.get("ReadOnly", False),
        }
        for item in value
    ]


def _ports(value: Any) -> Any:
    return [
        f"{binding['HostIp']}:{binding.get('HostPort', '')}:{port}"
        if binding.get("HostIp")
        else f"{binding['HostPort']}:{port}"
        if binding.get("HostPort")
        else port
        for port, bindings in value.items()
        for binding in bindings or ({},)
    ]


def _policy(value: Any) -> Any:
    retries = value.get("MaximumRetryCount")
    return (value["Name"] or "no") + (f":{retries}" if retries else "")


def _env(value: Any) -> Any:
    return {name: text for name, _equals, text in (item.partition("=") for item in value)}


def _health(value: Any) -> Any:
    if value.get("Test") == ["NONE"] and len(value) == 1:
        return {"disable": True}
    words = {member: word for word, member in TIMES.items()} | {"Test": "test", "Retries": "retries"}
    return {words[key]: f"{item}ns" if key in TIMES.values() else item for key, item in value.items()}


WRITTEN: dict[str, Any] = {
    "?name": ("name", lambda value: value),
    "Env": ("env", _env),
    "Labels": ("labels", lambda value: value),
    "User": ("user", lambda value: value),
    "WorkingDir": ("working_dir", lambda value: value),
    "Hostname": ("hostname", lambda value: value),
    "HostConfig.Annotations": ("annotations", lambda value: value),
    "HostConfig.Devices": ("devices", lambda value: [item["PathOnHost"] for item in value]),
    "HostConfig.Isolation": ("isolation", lambda value: value or "default"),
    "HostConfig.Mounts": ("mounts", _mounts),
    "HostConfig.NanoCpus": ("cpus", lambda value: value / 1e9),
    "HostConfig.NetworkMode": ("network", lambda value: value or None),
    "HostConfig.PortBindings": ("ports", _ports),
    "HostConfig.RestartPolicy": ("restart_policy", _policy),
    "Healthcheck": ("healthcheck", lambda value: _health(value)),
    "StopSignal": ("stop_signal", lambda value: value),
    "StopTimeout": ("stop_timeout", lambda value: value),
    "Domainname": ("domainname", lambda value: value),
    "Tty": ("tty", lambda value: value),
    "OpenStdin": ("stdin_open", lambda value: value),
    "HostConfig.Dns": ("dns", lambda value: value),
    "HostConfig.DnsSearch": ("dns_search", lambda value: value),
    "HostConfig.CpuCount": ("cpu_count", lambda value: value),
    "HostConfig.CpuPercent": ("cpu_percent", lambda value: value),
    "HostConfig.CpuShares": ("cpu_shares", lambda value: value),
    "HostConfig.IOMaximumIOps": ("io_maximum_iops", lambda value: value),
    "HostConfig.IOMaximumBandwidth": ("io_maximum_bandwidth", lambda value: value),
    "HostConfig.StorageOpt": ("storage_opt", lambda value: value),
    "HostConfig.LogConfig.Type": ("log_driver", lambda value: value or None),
    "HostConfig.LogConfig.Config": ("log_options", lambda value: value),
    "HostConfig.SecurityOpt": ("credential_spec", lambda value: value[-1].partition("=")[2] or "x"),
}
# What the host alone knows is judged when it has been looked at (deploy/refusals.py).
ON_THE_HOST = re.compile(
    r"already in use|source path must be a directory|bind source path does not exist|CreateFile|"
    r"not supported for Hyper|range of CPUs .* only 2 CPUs|network \S+ not found|"
    r"^OpenVirtualDisk |"
    r"No such container|failed to load credential spec|using Hyper-V|volume plugin|^VolumeOptions|cannot access path"
)
# Members beside it that are not ours: what is refused is theirs.
OURS_ALONE = [
    case
    for case in CASES
    if case.members
    and {".".join(member.split(".")[:2]) for member in case.members} <= set(WRITTEN)
    and not any(
        set(item) - {"Type", "Source", "Target", "ReadOnly"}
        for item in case.body.get("HostConfig", {}).get("Mounts", [])
    )
]


def door(case: Case) -> tuple[str, dict[str, Any]]:
    """What the door says to the same, and, where it takes it, what is sent for each member: it may be better than what
    was written (Always, C:, //./pipe/x)."""
    given: dict[str, Any] = {"name": "web", "image": "os:1", "isolation": "process"}
    for member, (value, *_more) in case.members.items():
        if member in WRITTEN:
            option, write = WRITTEN[member]
            given[option] = write(value)
    try:
        [spec] = read_set([given], None)
    except Refused as refused:
        return str(refused), {}
    sent: dict[str, Any] = {"?name": spec["name"], "HostConfig.Isolation": spec["isolation"]}
    for name, option in OPTIONS.items():
        sent |= option.send(spec[name]) if spec[name] else {}
    return "", sent


@pytest.mark.parametrize(
    "case", [case for case in OURS_ALONE if not case.accepted and not WRONG_TYPE.match(case.answer)]
)
def test_the_door_refuses_what_the_engine_refuses(case: Case) -> None:
    said, sent = door(case)
    otherwise = [
        member
        for member, (value, *_more) in case.members.items()
        if member in WRITTEN and member in sent and WRITTEN[member][1](sent[member]) != WRITTEN[member][1](value)
    ]
    assert said or ON_THE_HOST.search(case.answer) or otherwise, case


@pytest.mark.parametrize("case", [case for case in OURS_ALONE if case.accepted and case.at == "start"])
def test_where_the_door_is_stricter_the_table_says_so(case: Case) -> None:
    said, _sent = door(case)
    if said:
        assert any(row.stricter for row in rows_of(case)), (case, said)


def put(place: dict[str, Any], leaf: str, value: Any) -> None:
    *folders, last = leaf.split(".", 2 if leaf.startswith(("HostConfig.", "Config.")) else -1)
    if last.startswith("Config."):  # of LogConfig: an option's name may have dots
        folders, last = [*folders, "Config"], last.removeprefix("Config.")
    for folder in folders:
        place = place.setdefault(folder, {})
    place[last] = value


def inspected(case: Case, row: dict[str, Any]) -> dict[str, Any]:
    """What inspect gave of the container: the plain one's leaves, and those that differ."""
    leaves = json.loads((DATA / f"create-plain-{case.moby}.json").read_text("utf-8")) | row["inspect"]
    made: dict[str, Any] = {"Id": "f" * 64, "Name": "/web"}
    for leaf, value in leaves.items():
        if leaf not in row.get("inspect_lacks", ()):
            put(made, leaf, value)
    made["Config"] |= {"Hostname": made["Config"].get("Hostname", "f" * 12)}
    return made


PAIRS = [
    (case, row)
    for case, row in zip(
        (case for case in CASES if case.at == "create"),
        (json.loads(line) for line in (DATA / "create.jsonl").read_text("utf-8").splitlines()),
        strict=True,
    )
    if case in OURS_ALONE and case.accepted and "inspect" in row
]


@pytest.mark.parametrize(("case", "row"), PAIRS)
def test_what_was_sent_and_what_was_read_back_are_equal(case: Case, row: dict[str, Any]) -> None:
    """The recorded pairs of create and inspect: a container that is as declared differs in nothing."""
    given: dict[str, Any] = {"name": "web", "image": "os:1", "isolation": "process"}
    given |= {
        WRITTEN[member][0]: WRITTEN[member][1](value)
        for member, (value, *_) in case.members.items()
        if member in WRITTEN
    }
    try:
        [spec] = read_set([given], None)
    except Refused:
        return  # the door is stricter; another test looks at that
    container = read(Container, inspected(case, row), "the record")
    image = ImageConfig(cmd=("cmd.exe",))
    differing = {
        name: (option.found(container, image), option.wanted(spec[name], image))
        for name, option in OPTIONS.items()
        if name != "hostname" and (name != "log_driver" or spec[name])  # the record leaves names out
    }
    unlike = {name: pair for name, pair in differing.items() if pair[0] not in (pair[1], UNREADABLE)}
    assert unlike == {}


def test_the_pairs_are_many() -> None:
    """Else the test above would show nothing."""
    assert len(PAIRS) > 200
