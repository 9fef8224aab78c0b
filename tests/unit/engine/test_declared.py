"""What is declared of an engine: each thing that is wrong is one sentence that names the option, the value and the way
out."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.declared import ARGUMENTS, Declared, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.source import (
    CONTROLLER,
    HOST,
    SHARE,
    URL,
    kind_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

SHA = "0123456789abcdef" * 4
ARCHIVE = {"version": "29.7.2", "archive": "https://x/y.zip", "checksum": SHA}


def declared(**given: Any) -> Declared:
    return read(
        {**{name: row.get("default") for name, row in ARGUMENTS.items()}, **given}, lambda path: f"/found/{path}"
    )


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("https://mirror.example/docker.zip", URL),
        ("HTTP://mirror.example/docker.zip", URL),
        ("\\\\server\\share\\docker.zip", SHARE),
        ("//server/share/docker.zip", SHARE),
        ("C:\\install\\docker.zip", HOST),
        ("d:/install/docker.zip", HOST),
        ("files/docker.zip", CONTROLLER),
        ("/srv/docker.zip", CONTROLLER),
        ("docker.zip", CONTROLLER),
        ("ftp://mirror.example/docker.zip", CONTROLLER),
    ],
)
def test_where_an_archive_is_is_told_by_how_it_is_written(place: str, kind: str) -> None:
    assert kind_of(place) == kind


def test_an_archive_of_the_controller_is_looked_for_there_and_no_other() -> None:
    sources = {
        place: declared(**{**ARCHIVE, "archive": place}).archive for place in ("a.zip", "c:/a.zip", "//s/t/a.zip")
    }
    assert {place: one.place for place, one in sources.items() if one} == {
        "a.zip": "/found/a.zip",
        "c:/a.zip": "c:\\a.zip",
        "//s/t/a.zip": "\\\\s\\t\\a.zip",
    }


@pytest.mark.parametrize("spelt", [SHA, SHA.upper(), f"sha256:{SHA}", f"SHA256:{SHA}", f" {SHA} "])
def test_a_digest_in_every_spelling(spelt: str) -> None:
    made = declared(**{**ARCHIVE, "checksum": spelt}).archive
    assert made is not None and made.sha256 == SHA


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"version": "latest"}, "version: 'latest' is not allowed"),
    ({"version": "29.7"}, "version: '29.7' is not allowed"),
    ({**ARCHIVE, "version": None}, "version: is missing"),
    ({**ARCHIVE, "checksum": None}, "checksum: is missing"),
    (
        {**ARCHIVE, "checksum": "d41d8cd98f00b204e9800998ecf8427e"},
        "checksum: 'd41d8cd98f00b204e9800998ecf8427e' is not allowed",
    ),
    ({"checksum": SHA}, "checksum: is given without an archive"),
    ({**ARCHIVE, "archive": "  "}, "archive: is empty"),
    ({"path": "docker"}, "path: 'docker' is not allowed"),
    ({"path": "C:docker"}, "path: 'C:docker' is not allowed"),
    ({"path": "C:\\"}, "path: 'C:\\\\' is not allowed"),
    ({"path": "\\\\server\\share\\docker"}, "path: "),
    ({"path": "C:\\a|b"}, "path: "),
    ({"timeout": 0}, "timeout: 0 is not allowed"),
    ({"data": "absent"}, "data: absent is for state: absent"),
    ({"state": "absent", "config": {"debug": True}}, "config: an engine that is removed has no configuration"),
]


@pytest.mark.parametrize(("given", "words"), WRONG)
def test_what_is_wrong_is_told_with_the_way_out(given: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused) as refused:
        declared(**given)
    assert len(refused.value.problems) == 1 and refused.value.problems[0].startswith(words)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        declared(version="x", path="y", timeout=0, archive="a.zip", data="absent")
    assert [text.split(":")[0] for text in refused.value.problems] == ["version", "checksum", "path", "timeout", "data"]


def test_a_file_of_the_controller_that_is_not_there_is_one_reason() -> None:
    def missing(path: str) -> str:
        raise Refused([f"{path} is not on the controller"])

    with pytest.raises(Refused, match=r"archive: a\.zip is not on the controller"):
        read({**{name: row.get("default") for name, row in ARGUMENTS.items()}, **ARCHIVE, "archive": "a.zip"}, missing)
