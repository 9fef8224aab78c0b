"""A value that YAML took for something else is known by what stands in the file."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.plain import plain
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.written import Dated, Misread, OddKey


def loaded(place: Path, text: str) -> Any:
    """What Ansible makes of a YAML file, and the door of that."""
    path = place / "vars.yml"
    path.write_text(text, "utf-8")
    return plain(DataLoader().load_from_file(str(path)))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0755", 493),
        ("12:30", 750),
        ("53:53", 3233),
        ("2122:22", 127342),
        ("0x1F", 31),
        ("0b11", 3),
        ("1_000", 1000),
        ("+5", 5),
    ],
)
@pytest.mark.parametrize(
    "form", ["value: {}", "{{value: {}, other: 1}}", "value:   {}  # a comment", "value: &anchor {}"]
)
def test_a_number_that_was_written_otherwise_is_known(tmp_path: Path, written: str, number: int, form: str) -> None:
    found = loaded(tmp_path, form.format(written) + "\n")["value"]
    assert isinstance(found, Misread) and (int(found), found.written) == (number, written)


@pytest.mark.parametrize("form", ["value: 8080", "value: -3", "{value: 8080}", "value:\n  8080", "ä: {value: 8080}"])
def test_a_number_as_it_was_written_is_a_number(tmp_path: Path, form: str) -> None:
    found = loaded(tmp_path, form + "\n")
    value = found.get("value", found.get("ä", {}).get("value") if "ä" in found else None)
    assert type(value) is int


def test_dates_and_names_are_known(tmp_path: Path) -> None:
    found = loaded(tmp_path, "day: 2026-01-02\nlist: [2026-01-03]\n1.10: x\nyes: y\nplain: z\n")
    assert isinstance(found["day"], Dated) and found["day"].written == "2026-01-02"
    assert isinstance(found["list"][0], Dated)
    assert sorted(isinstance(key, OddKey) for key in found) == [False, False, False, True, True]


def test_what_came_from_nowhere_is_what_it_is() -> None:
    assert type(plain(493)) is int
    assert plain(datetime.date(2026, 1, 2)) == "2026-01-02"


def test_a_file_that_says_something_else_by_now_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "vars.yml"
    path.write_text("value: 0755\n")
    found = DataLoader().load_from_file(str(path))
    path.write_text("$ANSIBLE_VAULT;1.1;AES256\n3365\n")
    from ansible_collections.winfleet.containers.plugins.plugin_utils.host import written

    written._lines.cache_clear()
    assert type(plain(found)["value"]) is int
