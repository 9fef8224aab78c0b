"""The rows of the record (moby 28.5.2 and 29.7.2 for Windows, in Wine) through the check: what would not start is
refused with its key, what starts is not. Every exception stands in a table, and none is stale."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.checks import (
    Checked,
    check,
    paths_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.command_line import quoted
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flag_words import key_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import (
    service_flags,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.text import (
    BrokenJson,
    decoded,
    parsed,
    written,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known

DATA = Path(__file__).resolve().parents[3] / "simulator" / "recorded" / "data"
# The recording's host, as far as a row asks of it: drives (one more for --validate, which makes no folder there),
# nobody's certificates, the built-in groups and those that rows name
DRIVES = ("C:\\", "D:\\")
ACCOUNTS = {"docker": True, "x": True, "Administrators": True}


def there(paths: list[str]) -> dict[str, bool]:
    return {path: path in DRIVES for path in paths}


class Judged(NamedTuple):
    """What the check says of a row; `broken` where the file is no JSON."""

    settings: Mapping[str, Any]
    flags: list[str]
    broken: BrokenJson | None
    found: Checked  # as if it had all been there before
    declared: Checked  # as if all had been declared


def judged(moby: str, settings_or_text: Mapping[str, Any] | bytes, arguments: list[str]) -> Judged:
    line = " ".join(['"C:\\Program Files\\docker\\dockerd.exe"', *map(quoted, arguments)])
    flags = service_flags(line)
    nothing = Checked([], [])
    if isinstance(settings_or_text, bytes):
        try:
            settings: Mapping[str, Any] = parsed(decoded(settings_or_text).text)
        except BrokenJson as broken:
            return Judged({}, arguments, broken, nothing, nothing)
    else:
        settings = settings_or_text
    version, paths = known(moby), there(paths_of(settings, flags))
    found = check(settings, flags, version, ACCOUNTS, (), paths)
    declared = check(settings, flags, version, ACCOUNTS, settings.keys(), paths)
    return Judged(settings, arguments, None, found, declared)


def content(told: str) -> bytes:
    """The bytes of a file as the recording shows them."""
    return ast.literal_eval(told) if re.fullmatch(r"""b(['"]).*\1""", told, re.DOTALL) else told.encode()


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


VALIDATED, STARTED = rows("daemon-json-validate.jsonl"), rows("daemon-start.jsonl")


def validate_row(row: Mapping[str, Any]) -> Judged:
    """dockerd was asked with --validate and --config-file, which are flags as well."""
    given = ["--validate", "--config-file", "C:\\cfg\\x.json", *row["flags"]]
    return judged(row["moby"], content(row["file"]), given)


def ident(row: Mapping[str, Any]) -> str:
    return f"{row['moby']} {row['case']}"


# --validate says OK, and the engine does not start all the same; who says so.
START, SOURCE, CONTAINERD = "daemon-start.jsonl", "moby's source", "there is no containerd in the file"
NO_START: dict[str, str] = {
    "exec isolation bogus": START,
    "storage-opts size bogus": f"{SOURCE}: daemon/graphdriver/windows InitFilter",
    "28.5.2 hosts unix": START,
    "28.5.2 -H unix": START,
    "hosts port 99999": "Go's net package: no port above 65535",
    "data-root relative": START,
    "insecure bogus": START,
    "insecure path": f"{SOURCE}: registry/config.go validateHostPort",
    "features snapshotter": f"{SOURCE}: daemon/daemon.go; {CONTAINERD}",
    "28.5.2 default-runtime bogus": START,
    "min-api-version bogus": f"{SOURCE}: daemon/server NewServer",
    "min-api-version high": f"{SOURCE}: daemon/server NewServer",
    "key register-service": f"{SOURCE}: daemon/config/config.go sets the flag, and dockerd registers and ends",
}
# It starts, and is refused where it is declared: nothing comes of it, or it depends on what nobody knows of the host.
IDLE: dict[str, str] = {
    "exec two": "the last one counts",
    "storage-opts bogus": "Windows reads size alone",
    "hosts tcp only port": "no pipe",
    "hosts tcp 0.0.0.0": "no pipe",
    "hosts bare": "no pipe",
    "29.7.2 hosts unix": "no pipe",
    "29.7.2 -H unix": "no pipe, but it is a flag: told",
    "log-driver bogus": "no container starts",
    "log-opts max-size bogus": "no container starts",
    "fixed-cidr bogus": "no subnet",
    "mtu": "not on Windows",
    "default-runtime": CONTAINERD,
    "29.7.2 default-runtime bogus": CONTAINERD,
    "authorization-plugins": "the engine waits for the plugin",
    "key service-name": "a flag",
    "key run-service": "a flag",
    "key host": "a flag",
    "key label": "a flag",
    "key exec-opt": "a flag",
    "key insecure-registry": "a flag",
    "key registry-mirror": "a flag",
    "key dns-opt": "a flag",
    "key no-proxy": "a flag",
    "key containerd-plugins-namespace": "a flag",
}
# It does not start, and the check cannot know.
UNSEEN: dict[str, str] = {"missing file": "there is nothing to check; whoever names a file writes it"}


def reason(table: Mapping[str, str], row: Mapping[str, Any]) -> str | None:
    return table.get(ident(row)) or table.get(row["case"])


def named(judged_row: Judged) -> set[str]:
    """What a refusal may name: keys, members of tables, flags and words of the command line."""
    names = set(judged_row.settings)
    for key, value in judged_row.settings.items():
        names |= {f"{key}.{member}" for member in value} if isinstance(value, Mapping) else set()
    names |= {word for word in judged_row.flags if not word.startswith("-")}
    flags = service_flags(" ".join(["dockerd.exe", *map(quoted, judged_row.flags)]))
    return names | {key_of(name) or name for name, _value in flags.given}


def first_key(text: str) -> str:
    return text.partition(": ")[0]


@pytest.mark.parametrize("row", [row for row in VALIDATED if row["exit"]], ids=ident)
def test_what_would_not_start_is_refused(row: dict[str, Any]) -> None:
    if reason(UNSEEN, row):
        assert row["file"] is None
        return
    says = validate_row(row)
    if says.broken:
        assert (says.broken.line, says.broken.column) == BROKEN[row["case"]][:2]
        assert re.search(BROKEN[row["case"]][2], says.broken.why)
        return
    for checked in (says.found, says.declared):
        assert checked.refusals
        assert {first_key(text) for text in checked.refusals} <= named(says)


@pytest.mark.parametrize("row", [row for row in VALIDATED if row["exit"] == 0], ids=ident)
def test_what_starts_is_not_refused(row: dict[str, Any]) -> None:
    says = validate_row(row)
    assert says.broken is None
    if reason(NO_START, row):
        assert says.found.refusals and says.declared.refusals
        assert {first_key(text) for text in says.found.refusals} <= named(says)
    else:
        assert says.found.refusals == []
        if reason(IDLE, row):
            assert says.found.warnings
            if says.settings:
                assert {first_key(text).partition(".")[0] for text in says.declared.refusals} == set(says.settings)
        else:
            assert says.declared.refusals == []
    assert parsed(decoded(written(says.settings)).text) == says.settings


# Where a file is no JSON: line, column, and what is told.
BROKEN: dict[str, tuple[int, int, str]] = {
    "[]": (1, 1, "no table"),
    '""': (1, 1, "no table"),
    "trailing comma": (1, 15, "comma too many"),
    "comment": (2, 1, "no comments"),
    "truncated": (1, 15, "} or ] is missing"),
    "two objects": (1, 3, "behind its end"),
    "trailing text": (1, 4, "behind its end"),
    "single quotes": (1, 2, "quotes"),
    "backslash": (1, 18, "written twice"),
}


def test_no_exception_is_stale() -> None:
    passed = [row for row in VALIDATED if row["exit"] == 0]
    failed = [row for row in VALIDATED if row["exit"]]
    for table, over in ((NO_START, passed), (IDLE, passed), (UNSEEN, failed), (BROKEN, failed)):
        names = {ident(row) for row in over} | {row["case"] for row in over}
        assert set(table) <= names, set(table) - names
    assert {row["case"] for row in failed if row["file"] is not None and validate_row(row).broken} == set(BROKEN)
    assert not [ident(row) for row in passed if reason(NO_START, row) and reason(IDLE, row)]
    assert (len(VALIDATED), len(STARTED)) == (382, 27)


# A start that ended, and is refused only where it is declared.
MAY_RUN: dict[str, str] = {
    "runhcs without containerd": "a host may have containerd.exe on its PATH",
    "authz": "a host may have that plugin",
}
# It ended for what only that host had.
HOSTS_OWN: dict[str, str] = {"port taken": "another program had the port"}
# It started, and nothing comes of it: refused where it is declared.
IDLE_AT_START: dict[str, str] = {
    "two": "the last one counts",
    "log-driver bogus": "no container starts",
    "log max-size bogus": "no container starts",
    "npipe twice": "another pipe than the usual one",
    "fixed-cidr bogus": "no subnet",
}


@pytest.mark.parametrize("row", STARTED, ids=lambda row: row["case"])
def test_the_starts(row: dict[str, Any]) -> None:
    says = judged(row["moby"], row["config"], ["--run-service"])
    case = row["case"]
    if row["result"] == "starts":
        assert says.found.refusals == []
        assert bool(says.declared.refusals) is (case in IDLE_AT_START), says.declared.refusals
        assert bool(says.found.warnings) >= (case in IDLE_AT_START)
        return
    if case in HOSTS_OWN:
        return
    assert says.declared.refusals
    assert {first_key(text) for text in says.declared.refusals} <= named(says)
    assert bool(says.found.refusals) is (case not in MAY_RUN)


def test_no_exception_of_the_starts_is_stale() -> None:
    by_case = {row["case"]: row["result"] for row in STARTED}
    assert {by_case[case] for case in IDLE_AT_START} == {"starts"}
    assert "starts" not in {by_case[case] for case in (*MAY_RUN, *HOSTS_OWN)}
